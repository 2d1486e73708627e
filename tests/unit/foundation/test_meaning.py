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

    def knows(self, text: str) -> bool:
        return bool(text)

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


@pytest.mark.parametrize(
    ("noun", "family"),
    [("spacecraft", "rocket"), ("couch", "sofa"), ("goblet", None), ("happiness", None), ("asdf qwer", None)],
)
def test_the_packaged_model_serves_words_it_knows_and_leaves_the_others(noun: str, family: str | None) -> None:
    found = nearest.pick(noun)

    assert (found.family if found else None) == family


def test_vectors_are_of_length_one_and_the_same_alone_and_among_others() -> None:
    encoder = meaning.encoder()
    assert encoder is not None, "make setup writes the model"
    alone, among = encoder.embed(["a wooden chair"]), encoder.embed(["a teapot", "a wooden chair", "a very long word"])

    assert alone.shape == (1, meaning.WIDTH)
    assert np.allclose(np.linalg.norm(among, axis=1), 1.0, atol=1e-5)
    assert float(alone[0] @ among[1]) > 0.99
