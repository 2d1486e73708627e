"""Meaning is the second step: without its packages nothing is missing, and a near miss is no hit."""

import numpy as np
import pytest

from generation.shapes import nearest
from nexus.foundation import meaning


def test_without_the_package_there_is_no_encoder(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(meaning, "PACKAGE", "a_package_nobody_has")
    meaning.encoder.cache_clear()
    nearest._table.cache_clear()
    try:
        assert meaning.encoder() is None
        assert nearest.likely("settee") == []
        assert nearest.pick("settee") is None
    finally:
        meaning.encoder.cache_clear()
        nearest._table.cache_clear()


class Scripted:
    """Vectors by the table, so that nearness is known."""

    def __init__(self, vectors: dict[str, list[float]]) -> None:
        self.vectors = vectors

    def embed(self, texts: list[str]) -> np.ndarray:
        rows = np.array([self.vectors.get(text, [0.0, 0.0, 1.0]) for text in texts], np.float32)
        return rows / np.linalg.norm(rows, axis=1, keepdims=True)


@pytest.mark.parametrize(
    ("typed", "family"), [([1.0, 0.1, 0.0], "vase"), ([1.0, 0.95, 0.0], None), ([0.2, 0.0, 1.2], None)]
)
def test_only_a_clear_nearness_counts(monkeypatch: pytest.MonkeyPatch, typed: list[float], family: str | None) -> None:
    scripted = Scripted({"vase": [1.0, 0.0, 0.0], "chair": [0.0, 1.0, 0.0], "flumox": typed})
    monkeypatch.setattr(meaning, "encoder", lambda: scripted)
    nearest._table.cache_clear()
    try:
        found = nearest.pick("flumox")
    finally:
        nearest._table.cache_clear()

    assert (found.family if found else None) == family
