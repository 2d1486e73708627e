"""Figures and icons read as people read them."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from nexus.templatetags import ui

ROOT = Path(__file__).resolve().parents[3]
ICON_NAMES = (ROOT / "scripts" / "icons.txt").read_text().split()


@pytest.mark.parametrize(
    ("cents", "text"), [(0, "Free"), (1, "0.01"), (99, "0.99"), (499, "4.99"), (1400, "14.00"), (123456, "1,234.56")]
)
def test_a_price_is_a_bare_figure_and_nothing_is_free(cents: int, text: str) -> None:
    assert ui.money(cents) == text


def test_a_price_that_is_not_known_is_left_out() -> None:
    assert ui.money(None) == ""


@pytest.mark.parametrize(("cents", "text"), [(0, "0.00"), (-1250, "−12.50"), (-5, "−0.05"), (5, "0.05")])
def test_an_amount_keeps_its_zero_and_its_sign(cents: int, text: str) -> None:
    assert ui.amount(cents) == text


@pytest.mark.parametrize(
    ("size_mm", "text"),
    [
        ((1200, 740, 1200), "120 × 74 × 120 cm"),
        ((434.4, 458.1, 916.0), "43 × 46 × 92 cm"),
        ((99.9, 40, 12.34), "100 × 40 × 12 mm"),
        ((100, 71.2, 4), "10 × 7.1 × 0.4 cm"),
        ((4.2, 3.14, 8), "4.2 × 3.1 × 8 mm"),
        ((400, 300, 0.01), "40 × 30 × 0.1 cm"),
        ((400, 300, 0), "40 × 30 × 0 cm"),
        ((12400, 8100, 3000), "12 × 8.1 × 3 m"),
    ],
)
def test_a_size_is_told_in_the_unit_that_fits_its_longest_side(size_mm: tuple[float, ...], text: str) -> None:
    assert ui.size_cm(size_mm) == text


@pytest.mark.parametrize("size", [None, [], (float("nan"), 1, 1), (float("inf"), 1, 1)])
def test_a_size_that_cannot_be_told_is_left_out(size: object) -> None:
    assert ui.size_cm(size) == ""


@pytest.mark.parametrize(
    ("size", "text"),
    [
        (1, "1 byte"), (831, "831 bytes"), (999, "999 bytes"), (1000, "1 kB"), (131_400, "131 kB"),
        (999_499, "999 kB"), (999_500, "1.0 MB"), (4_200_000, "4.2 MB"), (612_000_000, "612 MB"), (2_500_000_000, "2.5 GB"),
    ],
)  # fmt: skip
def test_a_file_weighs_in_decimal_units(size: int, text: str) -> None:
    assert ui.bytes_short(size) == text


@pytest.mark.parametrize(
    ("span", "text"),
    [
        (0.42, "0.4 s"), (9.94, "9.9 s"), (9.96, "10 s"), (59.4, "59 s"), (59.6, "1 min"), (125, "2 min 5 s"), (1800, "30 min"),
        (3600, "1 h"), (4800, "1 h 20 min"), (timedelta(days=3, hours=5), "3 days"), (-4, "0.0 s"),
    ],
)  # fmt: skip
def test_a_span_of_time_uses_the_two_units_that_matter(span: float | timedelta, text: str) -> None:
    assert ui.duration(span) == text


@pytest.mark.parametrize(
    ("number", "text"),
    [(0, "0"), (999, "999"), (2400, "2.4k"), (12_980, "12k"), (999_999, "999k"), (1_200_000, "1.2M")],
)
def test_a_count_in_a_narrow_place_is_never_rounded_up(number: int, text: str) -> None:
    assert ui.compact(number) == text


def test_thousands_are_set_apart() -> None:
    assert ui.thousands(12480) == "12,480"


@pytest.mark.parametrize(
    ("name", "text"), [("Ida Lund", "IL"), ("milo", "MI"), ("ada.byron@x.example", "AB"), ("", "?"), (None, "?")]
)
def test_an_avatar_without_a_picture_shows_initials(name: object, text: str) -> None:
    assert ui.initials(name) == text


def test_an_unknown_category_stands_on_the_plain_stage() -> None:
    assert ui.tint("Furniture") == "tint-furniture"
    assert ui.tint('x" onload="') == ""


def test_an_icon_points_into_the_sprite_and_is_hidden_from_screen_readers() -> None:
    drawn = ui.icon("search", small=True)
    assert 'class="i i-s"' in drawn
    assert 'aria-hidden="true"' in drawn
    assert "vendor/icons.svg#search" in drawn


def test_an_icon_name_is_escaped() -> None:
    assert '"><b>' not in ui.icon('"><b>')


def test_every_icon_a_template_names_is_in_the_sprite() -> None:
    named = {
        (path.relative_to(ROOT), name)
        for path in (ROOT / "templates").rglob("*.html")
        for name in re.findall(r"""{% icon ["']([\w-]+)["']""", path.read_text())
    }
    assert named
    assert {(path, name) for path, name in named if name not in ICON_NAMES} == set()


def test_the_list_of_icons_is_sorted_without_doubles() -> None:
    assert sorted(set(ICON_NAMES)) == ICON_NAMES


def test_every_tint_has_its_colour_in_the_tokens() -> None:
    tokens = (ROOT / "static" / "css" / "tokens.css").read_text()
    assert {f"--tint-{name}" for name in ui.TINTS} == set(re.findall(r"--tint-[a-z]+", tokens))


@pytest.mark.parametrize(
    ("back", "words"),
    [(timedelta(seconds=40), "40 s"), (timedelta(minutes=12, seconds=5), "12 min"), (timedelta(hours=9, minutes=3), "9 h"),
     (timedelta(days=3, hours=2), "3 days"), (timedelta(seconds=-5), "0 s")],
)  # fmt: skip
def test_how_long_ago_is_one_unit(back: timedelta, words: str) -> None:
    assert ui.since(timezone.now() - back) == words
