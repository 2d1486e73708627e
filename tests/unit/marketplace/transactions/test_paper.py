"""A paper is the same bytes for the same values, and knows what it cannot draw."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from marketplace.transactions import paper

SHEET = paper.Sheet(
    title="Receipt",
    lang="en",
    issuer=("Nexus", "https://nexus.example"),
    facts=(("Number", "ABCD1234"), ("Buyer", "Zoë Müller 山田")),
    heads=("Model", "Price", "Paid"),
    rows=(("Spindle-back chair\nIda Lund, Personal licence", "14.00", "13.00"),),
    sums=(("Tax, 0 %", "0.00"), ("Total", "13.00 USD")),
    notes=("All amounts in USD.",),
    at=datetime(2026, 11, 21, 12, tzinfo=UTC),
)


def test_the_same_values_are_the_same_bytes():
    assert paper.pdf(SHEET) == paper.pdf(SHEET)
    assert paper.pdf(SHEET).startswith(b"%PDF-")


@pytest.mark.parametrize("change", [{"title": "Invoice"}, {"at": datetime(2026, 11, 22, tzinfo=UTC)}, {"notes": ()}])
def test_other_values_are_other_bytes(change):
    assert paper.pdf(replace(SHEET, **change)) != paper.pdf(SHEET)


def test_many_lines_go_on_over_the_page():
    long = replace(SHEET, rows=SHEET.rows * 60)

    assert paper.pdf(long).count(b"/Type /Page\n") > paper.pdf(SHEET).count(b"/Type /Page\n")
