"""How alike two prints of shapes are (see likeness.py). No numpy here: pages compare too."""

from collections.abc import Sequence

VERSION = 1  # prints of different versions are not compared
BINS, FROM_CENTRE = 64, 32
NEAR = 0.06  # largest distance that staff are told of; see tests/unit/generation/mesh/test_likeness.py
FAR = 1.0


def distance(one: Sequence[float], other: Sequence[float]) -> float:
    """How unlike two prints are: a quarter of both histograms' sums of differences, 0 for the same, at most 1."""
    apart = [abs(a - b) for a, b in zip(one, other, strict=True)][: BINS + FROM_CENTRE]
    return sum(apart) / 4
