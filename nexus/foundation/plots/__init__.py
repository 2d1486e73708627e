"""Plots as plain values: where each line, column and word stands, so that a template only writes SVG.

Every plot is laid out three times, for a phone, a panel and a wide place; the page shows the one that fits, so words
keep their size. Values are given in any unit; `per` divides what stands at the axis (100 for cents) and `say` writes
one value in words. Axes begin at 0. Rules: one series is an ink line over soft tape, its newest point marked; a
comparison is dashed; up to five series are named at their ends.
"""

import math
from collections.abc import Callable, Sequence

from nexus.foundation.plots.drawing import WIDTHS, draw_columns, draw_lines
from nexus.foundation.plots.small import histogram, ranking, shares
from nexus.foundation.plots.values import Box, Drawing, Part, Plot, PlotError, Series, figure, nice_top

__all__ = [
    "Box",
    "Drawing",
    "Part",
    "Plot",
    "PlotError",
    "Series",
    "columns",
    "figure",
    "histogram",
    "line",
    "lines",
    "nice_top",
    "ranking",
    "shares",
]

MOST_SERIES = 5


def line(
    title: str,
    labels: Sequence[str],
    values: Sequence[float],
    *,
    heads: tuple[str, str],
    before: Sequence[float] = (),
    before_name: str = "",
    per: float = 1,
    say: Callable[[float], str] = figure,
    is_example: bool = False,
) -> Plot:
    """One series over time, newest last, with an optional comparison of the same length. Raises PlotError."""
    given = [Series("", tuple(values))]
    if before:
        given.append(Series(before_name, tuple(before)))
    _check(labels, given)
    drawings = tuple(draw_lines(size, labels, given, per=per, say=say, is_single=True) for size in WIDTHS)
    return _plot(
        "line", title, drawings, labels, given, heads=heads, say=say, before_name=before_name, is_example=is_example
    )


def lines(
    title: str,
    labels: Sequence[str],
    series: Sequence[Series],
    *,
    head: str,
    per: float = 1,
    say: Callable[[float], str] = figure,
    is_example: bool = False,
) -> Plot:
    """Up to five series over time, named at their ends. Raises PlotError."""
    if len(series) > MOST_SERIES:
        raise PlotError(f"A plot shows {MOST_SERIES} lines at most; {len(series)} were given.")
    _check(labels, series)
    drawings = tuple(draw_lines(size, labels, series, per=per, say=say, is_single=False) for size in WIDTHS)
    return _plot("lines", title, drawings, labels, series, heads=(head, ""), say=say, is_example=is_example)


def columns(
    title: str,
    labels: Sequence[str],
    values: Sequence[float],
    *,
    heads: tuple[str, str],
    is_time: bool = True,
    per: float = 1,
    say: Callable[[float], str] = figure,
    is_example: bool = False,
) -> Plot:
    """Columns; where they stand for times the newest is marked. Raises PlotError."""
    given = [Series("", tuple(values))]
    _check(labels, given)
    drawings = tuple(draw_columns(size, labels, given[0].values, per=per, say=say, is_time=is_time) for size in WIDTHS)
    return _plot("columns", title, drawings, labels, given, heads=heads, say=say, is_example=is_example)


def _check(labels: Sequence[str], series: Sequence[Series]) -> None:
    if not labels:
        raise PlotError("A plot without points says nothing; show an example instead.")
    for one in series:
        if len(one.values) != len(labels):
            raise PlotError(f"There are {len(labels)} labels and {len(one.values)} values.")
        if not all(math.isfinite(value) and value >= 0 for value in one.values):
            raise PlotError("A value is below zero or no number.")


def _plot(
    kind: str,
    title: str,
    drawings: tuple[Drawing, ...],
    labels: Sequence[str],
    series: Sequence[Series],
    *,
    heads: tuple[str, str],
    say: Callable[[float], str],
    before_name: str = "",
    is_example: bool = False,
) -> Plot:
    values = series[0].values
    peak = max(range(len(values)), key=values.__getitem__)
    return Plot(
        kind=kind,
        title=title,
        drawings=drawings,
        columns=(heads[0], *(one.name or heads[1] for one in series)),
        rows=tuple((label, *(say(one.values[n]) for one in series)) for n, label in enumerate(labels)),
        first=say(values[0]),
        last=say(values[-1]),
        first_at=labels[0],
        last_at=labels[-1],
        most=say(values[peak]),
        most_at=labels[peak],
        before_name=before_name,
        is_example=is_example,
    )
