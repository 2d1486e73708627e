"""Prices, sizes, counts and days as a German reads them."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import pytest
from django.utils import translation

from marketplace.catalog.forms import cents, price_text
from marketplace.catalog.text_twin import spoken, text_twin
from nexus.templatetags import ui

MOMENT = datetime(2026, 3, 5, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def german() -> Iterator[None]:
    with translation.override("de"):
        yield


@pytest.mark.parametrize(
    ("figure", "value", "expected"),
    [
        (ui.money, 499, "4,99"),
        (ui.money, 0, "Kostenlos"),
        (ui.amount, 123456, "1.234,56"),
        (ui.thousands, 12480, "12.480"),
        (ui.compact, 2400, "2,4k"),
        (ui.size_cm, [1200.0, 745.0, 1200.0], "120 × 75 × 120 cm"),
        (ui.size_cm, [25.4, 3.2, 10.0], "25 × 3,2 × 10 mm"),
        (ui.bytes_short, 4_200_000, "4,2 MB"),
        (ui.bytes_short, 1, "1 Byte"),
        (ui.bytes_short, 831, "831 Bytes"),
        (ui.duration, 0.4, "0,4 s"),
        (ui.duration, timedelta(days=3), "3 Tage"),
        (ui.day, MOMENT, "5. März 2026"),
        (ui.day_long, MOMENT, "5. März 2026"),
        (price_text, 499, "4,99"),
    ],
)
def test_figures(figure: Callable[..., str], value: object, expected: str) -> None:
    assert figure(value) == expected


def test_a_price_that_is_shown_can_be_sent_back() -> None:
    assert cents(price_text(499)) == 499


def test_a_line_of_words_is_kept_in_english_and_read_in_german() -> None:
    facts = {"size_mm": [1204.0, 25.0, 33.0], "parts": 2, "triangles": 12480, "node_names": ["leg_1", "seat"]}
    kept = text_twin("Stuhl", facts)
    assert kept == "Stuhl, 120 × 2.5 × 3.3 cm, 2 parts: leg, seat; 12,480 triangles"
    assert spoken(kept) == "Stuhl, 120 × 2,5 × 3,3 cm, 2 Teile: leg, seat; 12.480 Dreiecke"


@pytest.mark.parametrize(("triangles", "words"), [(1, "1 Dreieck"), (2, "2 Dreiecke")])
def test_one_is_one_and_two_are_many(triangles: int, words: str) -> None:
    assert words in spoken(text_twin("Ding", {"triangles": triangles}))
