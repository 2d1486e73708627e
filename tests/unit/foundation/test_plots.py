"""Plots stand where their figures say, in each of the three places they are laid out for."""

from itertools import pairwise

import pytest

from nexus.foundation import plots

WEEKS = ("8 Sep", "15 Sep", "22 Sep", "29 Sep")
HEADS = ("Week", "Earned")


def places(points: str) -> list[tuple[float, float]]:
    return [(float(x), float(y)) for x, y in (pair.split(",") for pair in points.split())]


@pytest.mark.parametrize(
    ("most", "top", "step"),
    [(463, 500, 100), (500, 500, 100), (501, 600, 200), (7, 8, 2), (1, 1, 0.2), (1_000_000, 1_000_000, 200_000)],
)
def test_an_axis_ends_at_the_first_line_that_reaches_the_largest_value(most: float, top: float, step: float) -> None:
    assert plots.nice_top(most) == (pytest.approx(top), pytest.approx(step))


def test_an_axis_of_nothing_still_has_lines() -> None:
    assert plots.nice_top(0) == (5, 1)


def test_between_two_counts_there_is_no_line() -> None:
    drawing = plots.columns("Jobs", ("Mon", "Tue"), (1, 0), heads=("Day", "Jobs")).drawings[2]
    assert [mark.text for mark in drawing.grid] == ["0", "1"]


def test_a_line_begins_at_the_axis_and_its_heights_are_in_proportion() -> None:
    drawing = plots.line("Earned", WEEKS, (0, 250, 500, 100), heads=HEADS).drawings[2]
    points = places(drawing.strokes[-1].points)
    top = drawing.grid[-1].y

    assert points[0] == (drawing.left, drawing.base)
    assert points[-1][0] == drawing.right
    assert points[2][1] == top
    assert points[1][1] == pytest.approx((drawing.base + top) / 2, abs=0.1)


def test_the_newest_value_is_marked_with_its_words() -> None:
    plot = plots.line(
        "Earned", WEEKS, (100, 200, 300, 46300), heads=HEADS, per=100, say=lambda cents: f"{cents / 100:.2f}"
    )
    tag = plot.drawings[0].tag
    assert tag is not None
    assert tag.text == "463.00"
    assert [mark.text for mark in plot.drawings[2].grid][-1] == "500"


def test_the_comparison_is_drawn_below_and_named_clear_of_the_newest_value() -> None:
    plot = plots.line("Earned", WEEKS, (1, 2, 3, 4), heads=HEADS, before=(1, 2, 3, 4), before_name="2025")
    drawing = plot.drawings[2]
    before, now = drawing.strokes
    assert (before.tone, now.tone) == ("prev", "line")
    assert before.name is not None
    assert drawing.tag is not None
    assert abs(before.name.y - 4 - (drawing.tag.top + 11)) > 15


def test_each_place_shows_as_many_labels_as_fit_and_always_the_newest() -> None:
    labels = [f"{number} September" for number in range(1, 25)]
    plot = plots.line("Views", labels, range(24), heads=("Day", "Views"))
    counts = [len(drawing.ticks) for drawing in plot.drawings]
    assert counts == sorted(counts)
    assert counts[0] < counts[2] < 24
    assert {drawing.ticks[-1].text for drawing in plot.drawings} == {labels[-1]}


def test_names_at_the_ends_of_lines_do_not_lie_on_each_other() -> None:
    series = [plots.Series(name, (5, value)) for name, value in (("A", 0), ("B", 0), ("C", 0.1), ("D", 5), ("E", 5))]
    drawing = plots.lines("Views", ("one", "two"), series, head="Week").drawings[2]
    ends = sorted(stroke.name.y for stroke in drawing.strokes if stroke.name)
    assert len(ends) == 5
    assert min(below - above for above, below in pairwise(ends)) >= 15
    assert max(ends) <= drawing.base + 4.1


def test_columns_stand_on_the_axis_and_only_the_newest_of_times_is_marked() -> None:
    drawing = plots.columns("Jobs", ("Mon", "Tue", "Wed"), (4, 0, 8), heads=("Day", "Jobs")).drawings[2]
    assert [box.tone for box in drawing.boxes] == ["bar", "bar", "now"]
    assert {round(box.y + box.height, 1) for box in drawing.boxes} == {drawing.base}
    assert drawing.boxes[1].height == 0


def test_the_table_has_every_figure_of_the_drawing() -> None:
    plot = plots.line("Earned", WEEKS, (1, 2, 30, 4), heads=HEADS, before=(5, 6, 7, 8), before_name="2025")
    assert plot.columns == ("Week", "Earned", "2025")
    assert plot.rows[2] == ("22 Sep", "30", "7")
    assert (plot.first, plot.last, plot.most, plot.most_at) == ("1", "4", "30", "22 Sep")


def test_the_same_figures_make_the_same_plot() -> None:
    assert plots.line("Earned", WEEKS, (1, 2, 3, 4), heads=HEADS) == plots.line(
        "Earned", WEEKS, (1, 2, 3, 4), heads=HEADS
    )


@pytest.mark.parametrize("values", [(1, 2), (1, 2, 3, -4), (1, 2, 3, float("nan"))])
def test_what_is_no_plot_is_refused(values: tuple[float, ...]) -> None:
    with pytest.raises(plots.PlotError):
        plots.line("Earned", WEEKS, values, heads=HEADS)


def test_a_sixth_line_is_refused() -> None:
    with pytest.raises(plots.PlotError, match="5 lines"):
        plots.lines("Views", ("one",), [plots.Series(str(number), (1,)) for number in range(6)], head="Week")


def test_shares_fill_the_bar_with_their_gaps() -> None:
    parts = plots.shares([("Search", 41), ("Home", 59)])
    assert [part.text for part in parts] == ["41 %", "59 %"]
    assert parts[-1].x + parts[-1].width == pytest.approx(600)
    assert parts[1].x - parts[0].width == pytest.approx(3)


def test_a_whole_of_nothing_has_no_parts() -> None:
    assert plots.shares([("Search", 0)]) == ()


def test_the_longest_of_a_ranking_is_the_largest() -> None:
    rows = plots.ranking([("Chair", 150, "/chair"), ("Table", 50, "")])
    assert [row.width for row in rows] == [300, 100]


def test_bars_of_a_facet_are_in_ink_where_they_are_chosen() -> None:
    bars = plots.histogram((1, 0, 4, 2), chosen=(2, 3))
    assert bars is not None
    assert bars.pale == "M0.0 40v-10.0h58.5v10.0z", "what is empty has no bar"
    assert bars.inked == "M120.0 40v-40.0h58.5v40.0zM180.0 40v-20.0h58.5v20.0z"
    assert plots.histogram((0, 0)) is None
