"""Where everything of a plot stands, for one of the three places it is laid out for."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from nexus.foundation.plots.values import LINES, Box, Drawing, Mark, Series, Stroke, Tag, figure, nice_top

WIDTHS = {"narrow": 320, "middle": 480, "wide": 720}
HEIGHTS = {"narrow": 220, "middle": 240, "wide": 260}
LETTER = 7.3  # width of one letter of the mono face at 12 px
TOP, BOTTOM = 18.0, 34.0
BETWEEN_NAMES = 15.0
WIDEST_NAME = 14
TAG_HEIGHT = 22.0


@dataclass(frozen=True)
class _Frame:
    """The inner place of a drawing and its scales."""

    size: str
    left: float
    right: float
    top: float
    base: float
    high: float
    step: float

    def y(self, value: float) -> float:
        return round(self.base - (self.base - self.top) * value / self.high, 1)

    def grid(self, per: float) -> tuple[Mark, ...]:
        count = round(self.high / self.step)
        return tuple(Mark(self.left - 8, self.y(n * self.step), figure(n * self.step / per)) for n in range(count + 1))


def _frame(size: str, values: Sequence[float], *, per: float, right: float) -> _Frame:
    # A phone has room for three lines, a panel for five.
    is_whole = per == 1 and all(float(value).is_integer() for value in values)
    high, step = nice_top(max(values) / per, 3 if size == "narrow" else LINES, is_whole=is_whole)
    high, step = high * per, step * per
    widest = max(len(figure(n * step / per)) for n in range(round(high / step) + 1))
    return _Frame(
        size=size,
        left=round(widest * LETTER + 10, 1),
        right=WIDTHS[size] - right,
        top=TOP,
        base=HEIGHTS[size] - BOTTOM,
        high=high,
        step=step,
    )


def _ticks(frame: _Frame, labels: Sequence[str], places: Sequence[float]) -> tuple[Mark, ...]:
    """As many labels as fit, counted back from the newest, which always stands."""
    widest = max(len(label) for label in labels) * LETTER + 12
    room = (frame.right - frame.left) / max(len(labels) - 1, 1)
    every = max(1, math.ceil(widest / room)) if len(labels) > 1 else 1
    y = HEIGHTS[frame.size] - 10
    return tuple(Mark(places[n], y, labels[n]) for n in range(len(labels)) if (len(labels) - 1 - n) % every == 0)


def draw_lines(
    size: str,
    labels: Sequence[str],
    series: Sequence[Series],
    *,
    per: float,
    say: Callable[[float], str],
    is_single: bool,
) -> Drawing:
    newest = say(series[0].values[-1])
    names = [one.name[:WIDEST_NAME] for one in series]
    tag_width = round(len(newest) * LETTER + 14, 1) if is_single else 0.0
    right = max(tag_width, max(len(name) for name in names) * LETTER + 4) + 12
    frame = _frame(size, [value for one in series for value in one.values], per=per, right=right)
    span = max(len(labels) - 1, 1)
    places = [round(frame.left + (frame.right - frame.left) * n / span, 1) for n in range(len(labels))]
    points = [" ".join(f"{x},{frame.y(v)}" for x, v in zip(places, one.values, strict=True)) for one in series]
    heights = [frame.y(one.values[-1]) for one in series]
    tag = None
    if is_single:
        top = min(max(heights[0] - TAG_HEIGHT / 2, 2), frame.base - TAG_HEIGHT)
        tag = Tag(places[-1], heights[0], round(frame.right + 9, 1), round(top, 1), tag_width, newest)
        ends = [heights[0], *(_beside(tag, height) for height in heights[1:])]
    else:
        ends = _apart(heights, frame)
    strokes = tuple(
        Stroke(points[n], _tone(n, is_single), Mark(frame.right + 10, ends[n] + 4, names[n]) if names[n] else None)
        for n in range(len(series))
    )
    return Drawing(
        size=size,
        width=WIDTHS[size],
        height=HEIGHTS[size],
        left=frame.left,
        right=frame.right,
        base=frame.base,
        grid=frame.grid(per),
        ticks=_ticks(frame, labels, places),
        area=f"{places[0]},{frame.base} {points[0]} {places[-1]},{frame.base}" if is_single and len(labels) > 1 else "",
        strokes=strokes[::-1],
        tag=tag,
    )


def _tone(number: int, is_single: bool) -> str:
    if is_single:
        return "prev" if number else "line"
    return f"s{number + 1}"


def _apart(places: Sequence[float], frame: _Frame) -> list[float]:
    """Names at the ends of lines, pushed apart so that none lies on another and none below the axis."""
    order = sorted(range(len(places)), key=places.__getitem__)
    put = list(places)
    for above, below in pairwise(order):
        put[below] = max(put[below], put[above] + BETWEEN_NAMES)
    put[order[-1]] = min(put[order[-1]], frame.base)
    for above, below in pairwise(order[::-1]):
        put[below] = min(put[below], put[above] - BETWEEN_NAMES)
    return [round(place, 1) for place in put]


def _beside(tag: Tag, place: float) -> float:
    """Where the comparison's name stands, clear of the newest value's label."""
    if abs(place - tag.top - TAG_HEIGHT / 2) >= TAG_HEIGHT - 2:
        return place
    return tag.top - 6 if place < tag.y and tag.top > TAG_HEIGHT else tag.top + TAG_HEIGHT + 10


def draw_columns(
    size: str,
    labels: Sequence[str],
    values: Sequence[float],
    *,
    per: float,
    say: Callable[[float], str],
    is_time: bool,
) -> Drawing:
    frame = _frame(size, values, per=per, right=8.0)
    band = (frame.right - frame.left) / len(values)
    width = min(band * 0.68, 56.0)
    said = [say(value) for value in values]
    fits = max(len(text) for text in said) * LETTER <= band - 2
    boxes = tuple(
        Box(
            x=round(frame.left + band * n + (band - width) / 2, 1),
            y=frame.y(value),
            width=round(width, 1),
            height=round(frame.base - frame.y(value), 1),
            tone="now" if is_time and n == len(values) - 1 else "bar",
            text=said[n] if fits or n == len(values) - 1 else "",
        )
        for n, value in enumerate(values)
    )
    return Drawing(
        size=size,
        width=WIDTHS[size],
        height=HEIGHTS[size],
        left=frame.left,
        right=frame.right,
        base=frame.base,
        grid=frame.grid(per),
        ticks=_ticks(frame, labels, [box.middle for box in boxes]),
        boxes=boxes,
    )
