"""What a plot is made of: marks, strokes and boxes at their places, and the figures behind them."""

import math
from dataclasses import dataclass

from nexus.foundation.languages import figures

LINES = 5


class PlotError(ValueError):
    """The figures do not make a plot; the message says why."""


@dataclass(frozen=True)
class Mark:
    """A word at a place of the drawing."""

    x: float
    y: float
    text: str


@dataclass(frozen=True)
class Stroke:
    """A line: its points as SVG writes them, its class, and its name at its end."""

    points: str
    tone: str
    name: Mark | None


@dataclass(frozen=True)
class Box:
    """A column or a part of a bar."""

    x: float
    y: float
    width: float
    height: float
    tone: str
    text: str = ""

    @property
    def middle(self) -> float:
        return round(self.x + self.width / 2, 1)


@dataclass(frozen=True)
class Bars:
    """Columns as SVG paths: those in ink, and the others."""

    inked: str
    pale: str


@dataclass(frozen=True)
class Tag:
    """The newest value: the point and the label beside or above it."""

    x: float
    y: float
    left: float
    top: float
    width: float
    text: str

    @property
    def middle(self) -> float:
        return round(self.left + self.width / 2, 1)


@dataclass(frozen=True)
class Drawing:
    """One layout of a plot, in units of its own view."""

    size: str
    width: int
    height: int
    left: float
    right: float
    base: float
    grid: tuple[Mark, ...]
    ticks: tuple[Mark, ...]
    area: str = ""
    strokes: tuple[Stroke, ...] = ()
    boxes: tuple[Box, ...] = ()
    tag: Tag | None = None


@dataclass(frozen=True)
class Plot:
    """A figure for people: its drawings, and the same figures as a table."""

    kind: str
    title: str
    drawings: tuple[Drawing, ...]
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    first: str = ""
    last: str = ""
    first_at: str = ""
    last_at: str = ""
    most: str = ""
    most_at: str = ""
    before_name: str = ""
    is_example: bool = False


@dataclass(frozen=True)
class Series:
    """One of several lines."""

    name: str
    values: tuple[float, ...]


@dataclass(frozen=True)
class Part:
    """One part of a whole, or one row of a ranking; `x` and `width` in units of its bar."""

    name: str
    text: str
    x: float
    width: float
    tone: str
    url: str = ""


def figure(value: float) -> str:
    """A value as people write it: whole numbers with commas, others with up to two places."""
    return figures(f"{value:,.0f}" if float(value).is_integer() else f"{value:,.2f}".rstrip("0").rstrip("."))


def nice_top(most: float, lines: int = LINES, *, is_whole: bool = False) -> tuple[float, float]:
    """The top of an axis from 0 and its step: 1, 2, 2.5 or 5 times a power of ten, the least that reaches.

    `is_whole`: the values are counts, so no line stands between two of them.
    """
    if most <= 0 or not math.isfinite(most):
        return float(lines), 1.0
    power = 10.0 ** math.floor(math.log10(most / lines))
    for factor in (1.0, 2.0, 2.5, 5.0, 10.0):
        step = factor * power
        if step * lines >= most * (1 - 1e-12):
            break
    if is_whole:
        step = max(1.0, math.ceil(step))
    return step * max(1, math.ceil(most / step - 1e-9)), step
