"""Small bars without axes: shares of a whole, rankings, and the histogram above a facet."""

from collections.abc import Callable, Sequence

from nexus.foundation.plots.values import Box, Part, PlotError, figure

MOST_PARTS = 5
SHARE_WIDTH, SHARE_GAP = 600.0, 3.0
RANK_WIDTH = 300.0
RANGE_WIDTH, RANGE_HEIGHT = 240.0, 40.0


def shares(parts: Sequence[tuple[str, float]]) -> tuple[Part, ...]:
    """A whole as one bar of up to five parts, in per cent; an empty whole has no parts. Raises PlotError."""
    if len(parts) > MOST_PARTS:
        raise PlotError(f"A bar shows {MOST_PARTS} parts at most; {len(parts)} were given.")
    whole = sum(value for _name, value in parts)
    if any(value < 0 for _name, value in parts):
        raise PlotError("A part of a whole cannot be below zero.")
    if whole <= 0:
        return ()
    room = SHARE_WIDTH - SHARE_GAP * (len(parts) - 1)
    made, x = [], 0.0
    for number, (name, value) in enumerate(parts, start=1):
        width = room * value / whole
        made.append(Part(name, f"{100 * value / whole:.0f} %", round(x, 1), round(width, 1), f"p{number}"))
        x += width + SHARE_GAP
    return tuple(made)


def ranking(rows: Sequence[tuple[str, float, str]], *, say: Callable[[float], str] = figure) -> tuple[Part, ...]:
    """Rows of name, value and address with a bar each; the longest is the largest value."""
    most = max((value for _name, value, _url in rows), default=0)
    return tuple(
        Part(name, say(value), 0, round(RANK_WIDTH * max(value, 0) / most, 1) if most > 0 else 0, "bar", url)
        for name, value, url in rows
    )


def histogram(counts: Sequence[int], *, chosen: tuple[int, int] | None = None) -> tuple[Box, ...]:
    """The small bars above a facet's two inputs; those with an index in `chosen` (both ends in it) are in ink."""
    most = max(counts, default=0)
    if most <= 0:
        return ()
    first, last = chosen or (0, len(counts) - 1)
    step = RANGE_WIDTH / len(counts)
    boxes = []
    for index, count in enumerate(counts):
        height = max(RANGE_HEIGHT * count / most, 1.5 if count else 0)
        tone = "bar" if first <= index <= last else "bar2"
        boxes.append(
            Box(round(index * step, 1), round(RANGE_HEIGHT - height, 1), round(step - 1.5, 1), round(height, 1), tone)
        )
    return tuple(boxes)
