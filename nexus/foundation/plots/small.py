"""Small bars without axes: shares of a whole, rankings, and the histogram above a facet."""

from collections.abc import Callable, Sequence

from nexus.foundation.plots.values import Bars, Part, PlotError, figure

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


def histogram(counts: Sequence[int], *, chosen: tuple[int, int] | None = None) -> Bars | None:
    """The small bars above a facet's two inputs; those with an index in `chosen` (both ends in it) are in ink.

    A page has several, each of many bars, so that all of one tone are one path.
    """
    most = max(counts, default=0)
    if most <= 0:
        return None
    first, last = chosen or (0, len(counts) - 1)
    step = RANGE_WIDTH / len(counts)
    inked: list[str] = []
    pale: list[str] = []
    for index, count in enumerate(counts):
        if count:
            height = max(RANGE_HEIGHT * count / most, 1.5)
            column = f"M{index * step:.1f} {RANGE_HEIGHT:.0f}v{-height:.1f}h{step - 1.5:.1f}v{height:.1f}z"
            (inked if first <= index <= last else pale).append(column)
    return Bars("".join(inked), "".join(pale))
