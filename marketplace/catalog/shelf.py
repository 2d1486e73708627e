"""The home page's shelf: models standing side by side, each true in size to the others. Arithmetic only.

The drawing is one SVG of fixed width. Things stand in a group whose units are millimetres; ruler, names and dimension
lines stand around it in the drawing's own units, so that letters keep their size whatever stands there.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.formats import number_format

WIDTH, HEIGHT, GROUND, TOP = 1600, 452, 366, 26
RULER, GAP, WIDEST_GAP = 96, 30, 84
NAME_MOST, LETTER = 20, 10.4  # units a letter of a name takes
LEAST, MOST = 3, 10
# Things of one room stand together; larger company only where smaller things are few.
LIMITS_MM = (600.0, 1300.0, 3000.0, 12_000.0)
ENOUGH = 6
MARGIN = 1.12  # of generation.mesh.camera.shelf_side: the picture's side over the larger of height and diagonal
TURN = math.radians(30)


@dataclass(frozen=True)
class Thing:
    """A model that may stand on the shelf, with its measured size in millimetres."""

    url: str
    name: str
    picture_url: str
    size_mm: tuple[float, float, float]

    @property
    def height(self) -> float:
        return self.size_mm[1]

    @property
    def breadth(self) -> float:
        """How wide it looks, turned as in its picture."""
        return self.size_mm[0] * math.cos(TURN) + self.size_mm[2] * math.sin(TURN)

    @property
    def side(self) -> float:
        """The side of its picture, whose middle is at half its height."""
        return MARGIN * max(self.size_mm[1], math.hypot(self.size_mm[0], self.size_mm[2]))


@dataclass(frozen=True)
class Standing:
    """A thing with its place, as the drawing writes it. The picture is in millimetres from the ground's left end."""

    url: str
    name: str
    picture_url: str
    cm: str
    picture_x: str
    picture_y: str
    side: str
    middle: str
    left: str
    top: str
    hit_height: str
    hit_width: str
    half: str
    dimension: str
    tag: str


@dataclass(frozen=True)
class Mark:
    """A line of the ruler with its height in centimetres."""

    y: str
    text_y: str
    cm: int


@dataclass(frozen=True)
class Shelf:
    """Everything that the drawing shows; `scale` is units a millimetre."""

    things: tuple[Standing, ...]
    scale: str
    marks: tuple[Mark, ...]
    minor: str
    width: str = str(WIDTH)
    height: str = str(HEIGHT)
    ground: str = str(GROUND)
    shadow_y: str = str(GROUND + 3)
    name_y: str = str(GROUND + 46)
    cm_y: str = str(GROUND + 72)


def shelf(things: Sequence[Thing]) -> Shelf | None:
    """The shelf of these things, as many as fit, the tallest first; None where fewer than three would stand there."""
    chosen = _company(things)
    if len(chosen) < LEAST:
        return None
    tallest = max(chosen, key=lambda thing: thing.height)
    row = [tallest, *(thing for thing in chosen if thing is not tallest)][:MOST]
    scale = (GROUND - TOP) / tallest.height
    while len(row) > LEAST and _room_left(row, scale) < 0:
        row.remove(max(row[1:], key=lambda thing: thing.breadth))
    if _room_left(row, scale) < 0:  # few and broad: all a little smaller
        scale = (WIDTH - RULER - GAP * len(row)) / sum(thing.breadth for thing in row)
    widths = [_width(thing, scale) for thing in row]
    gap = min(GAP + _room_left(row, scale) / len(row), WIDEST_GAP)
    standing, x = [], RULER + gap / 2
    for thing, width in zip(row, widths, strict=True):
        standing.append(_standing(thing, x + width / 2, scale))
        x += width + gap
    step = _step(tallest.height)
    heights = [number * step / 10 for number in range(int(tallest.height / step * 10) + 1)]
    marks = tuple(_mark(height, scale) for height in heights[::10])
    minor = "".join(f"M0 {GROUND - height * scale:.1f}h9" for number, height in enumerate(heights) if number % 10)
    return Shelf(tuple(standing), f"{scale:.5f}", marks, minor)


def _mark(height: float, scale: float) -> Mark:
    y = GROUND - height * scale
    return Mark(f"{y:.1f}", f"{y + 6:.1f}", round(height / 10))


def _width(thing: Thing, scale: float) -> float:
    return max(thing.breadth * scale, len(_short(thing.name)) * LETTER)


def _room_left(row: Sequence[Thing], scale: float) -> float:
    return WIDTH - RULER - GAP * len(row) - sum(_width(thing, scale) for thing in row)


def _company(things: Sequence[Thing]) -> list[Thing]:
    usable = [thing for thing in things if min(thing.size_mm) > 0 and math.isfinite(sum(thing.size_mm))]
    found: list[Thing] = []
    for limit in LIMITS_MM:
        found = [thing for thing in usable if max(thing.size_mm) <= limit]
        if len(found) >= ENOUGH:
            break
    return found


def _standing(thing: Thing, middle: float, scale: float) -> Standing:
    top, seen = GROUND - thing.height * scale, thing.breadth * scale
    left = middle - seen / 2 - 16
    return Standing(
        url=thing.url,
        name=_short(thing.name),
        picture_url=thing.picture_url,
        cm=number_format(thing.height / 10, 1),
        picture_x=f"{middle / scale - thing.side / 2:.2f}",
        picture_y=f"{-thing.height / 2 - thing.side / 2:.2f}",
        side=f"{thing.side:.2f}",
        middle=f"{middle:.1f}",
        left=f"{left:.1f}",
        top=f"{top:.1f}",
        hit_width=f"{seen + 32:.1f}",
        hit_height=f"{HEIGHT - top:.1f}",
        half=f"{seen / 2:.1f}",
        dimension=f"M{left:.1f} {GROUND}V{top:.1f}m-6 0h12M{left - 6:.1f} {GROUND}h12",
        tag=f"translate({left:.1f} {(GROUND + top) / 2:.1f})",
    )


def _short(name: str) -> str:
    return name if len(name) <= NAME_MOST else name[: NAME_MOST - 1].rstrip(" ,;") + "…"


def _step(tallest: float) -> float:
    """Millimetres between two numbers of the ruler: 1, 2 or 5 times a power of ten, three to eight of them."""
    power = 10 ** math.floor(math.log10(tallest / 3))
    return float(max(factor * power for factor in (1, 2, 5) if factor * power <= tallest / 3))
