"""The photos that the tests look at, with what is true of each."""

import json
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

PHOTOS = Path(__file__).resolve().parents[4] / "samples" / "photos"
EXPECTED: dict[str, dict[str, dict[str, Any]]] = json.loads((PHOTOS / "expected.json").read_text())
GOOD, BAD = EXPECTED["good"], EXPECTED["bad"]
REFUSED_BY_THE_GATE = {
    "empty.jpg": "empty",
    "truncated.jpg": "broken-picture",
    "animated.gif": "unknown-kind",
    "script.svg": "unknown-kind",
    "fake.jpg": "broken-picture",
    "bomb.png": "too-many-pixels",
}


def opened(name: str) -> Image.Image:
    from generation.mesh.relief import picture

    return picture.opened((PHOTOS / name).read_bytes())[0]


def truth(name: str, size: tuple[int, int]) -> np.ndarray:
    """The true mask of a photo at (width, height)."""
    folder = PHOTOS / "bad" if name.startswith("bad/") else PHOTOS
    told = BAD[name.removeprefix("bad/")] if name.startswith("bad/") else GOOD[name]
    if told["mask"] == "alpha":
        mask = Image.open(PHOTOS / name).getchannel("A")
    else:
        mask = Image.open(folder / told["mask"]).convert("L")
    return np.asarray(mask.resize(size, Image.Resampling.BOX)) > 127


def overlap(one: np.ndarray, other: np.ndarray) -> float:
    return float((one & other).sum() / max(1, (one | other).sum()))
