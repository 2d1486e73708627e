"""OpenCV, loaded only where a picture is looked at, on one thread so that the same picture gives the same answer."""

from functools import cache
from typing import Any


@cache
def opencv() -> Any:
    """The module, untyped: its stubs know no kinds of numbers, so what it gives is named where it is used."""
    import cv2  # noqa: PLC0415 — a web process never needs it

    cv2.setNumThreads(1)
    return cv2
