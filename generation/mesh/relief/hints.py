"""What a person says about the subject: a box around it, strokes over what belongs to it and over what does not."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

MOST_STROKES, MOST_POINTS = 60, 4000
LEAST_BOX = 0.02

_NUMBER = {"type": "number", "minimum": 0, "maximum": 1}
BOX_SCHEMA: dict[str, Any] = {"type": "array", "items": _NUMBER, "minItems": 4, "maxItems": 4}
STROKES_SCHEMA: dict[str, Any] = {
    "type": "array",
    "maxItems": MOST_STROKES,
    "items": {
        "type": "object",
        "properties": {
            "keep": {"type": "boolean"},
            "radius": {"type": "number", "minimum": 0.001, "maximum": 0.2},
            "points": {
                "type": "array",
                "minItems": 1,
                "maxItems": MOST_POINTS,
                "items": {"type": "array", "items": _NUMBER, "minItems": 2, "maxItems": 2},
            },
        },
        "required": ["keep", "points"],
        "additionalProperties": False,
    },
}


class HintError(ValueError):
    """A hint that is none; the message is a sentence for the person."""


@dataclass(frozen=True, slots=True)
class Stroke:
    """A line over the picture: points in shares of its width and height, `radius` in shares of its longer side."""

    keep: bool
    points: tuple[tuple[float, float], ...]
    radius: float = 0.012


@dataclass(frozen=True, slots=True)
class Hints:
    """`box` is left, top, right, bottom in shares of the picture's sides."""

    box: tuple[float, float, float, float] | None = None
    strokes: tuple[Stroke, ...] = ()


def read(values: Mapping[str, Any]) -> Hints:
    """Hints from the JSON values `box` and `strokes`. Raises HintError for anything but numbers in their bounds."""
    return Hints(_box(values.get("box")), _strokes(values.get("strokes") or []))


def as_json(hints: Hints) -> dict[str, Any]:
    """The hints as JSON values, which `read` takes back."""
    strokes = [
        {"keep": stroke.keep, "radius": stroke.radius, "points": [list(point) for point in stroke.points]}
        for stroke in hints.strokes
    ]
    return {"box": list(hints.box) if hints.box else None, "strokes": strokes}


def _box(value: Any) -> tuple[float, float, float, float] | None:
    if value is None or value == []:
        return None
    if not isinstance(value, (list, tuple)) or len(value) != 4:
        raise HintError("A box has four numbers: left, top, right and bottom.")
    left, top, right, bottom = (_share(number) for number in value)
    if right - left < LEAST_BOX or bottom - top < LEAST_BOX:
        raise HintError("The box is too small, or its right side lies left of its left one.")
    return left, top, right, bottom


def _strokes(value: Any) -> tuple[Stroke, ...]:
    if not isinstance(value, (list, tuple)):
        raise HintError("Strokes come as a list.")
    if len(value) > MOST_STROKES:
        raise HintError(f"There are {len(value)} strokes; the most is {MOST_STROKES}.")
    found = tuple(_stroke(one) for one in value)
    if sum(len(stroke.points) for stroke in found) > MOST_POINTS:
        raise HintError(f"The strokes have more than {MOST_POINTS:,} points together.")
    return found


def _stroke(value: Any) -> Stroke:
    if not isinstance(value, Mapping) or not isinstance(value.get("keep"), bool):
        raise HintError("A stroke says whether to keep or to drop what it goes over.")
    points = value.get("points")
    if not isinstance(points, (list, tuple)) or not 1 <= len(points) <= MOST_POINTS:
        raise HintError(f"A stroke has between 1 and {MOST_POINTS:,} points.")
    pairs = []
    for point in points:
        if not isinstance(point, (list, tuple)) or len(point) != 2:
            raise HintError("A point of a stroke has two numbers.")
        pairs.append((_share(point[0]), _share(point[1])))
    radius = _share(value.get("radius", 0.012))
    return Stroke(value["keep"], tuple(pairs), min(max(radius, 0.001), 0.2))


def _share(value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not 0 <= value <= 1:
        raise HintError("Places in the picture are numbers from 0 to 1.")
    return round(float(value), 5)
