"""Two lists for a slider that is empty, at once: one after the other, never an error; and the control."""

import time

import pytest
from django.db import IntegrityError

from marketplace.homepage import selectors
from marketplace.homepage.services import slider
from tests import make
from tests.faults.test_money_races import at_once

pytestmark = [pytest.mark.fault, pytest.mark.usefixtures("fresh_database")]


def rivals(monkeypatch: pytest.MonkeyPatch) -> tuple[list[object], list[int]]:
    """Four first lists at once, held between what was read and what is written; results, and the lists' models."""
    staff, models = make.staff("marketing"), [make.listing().pk for _ in range(4)]
    real = slider.public_listings

    def slow():
        time.sleep(0.1)
        return real()

    monkeypatch.setattr(slider, "public_listings", slow)
    return at_once([lambda pk=pk: slider.set_slider([pk], by=staff) for pk in models]), models


def test_first_lists_at_once_are_all_taken_and_the_last_one_stands(monkeypatch: pytest.MonkeyPatch) -> None:
    results, models = rivals(monkeypatch)

    assert results == [[pk] for pk in models]
    assert selectors.slider_ids() in results


def test_control_without_the_lock_the_second_list_breaks_on_the_place(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(slider, "ONE_AT_A_TIME", "SELECT 1")

    results, _ = rivals(monkeypatch)

    assert any(isinstance(result, IntegrityError) for result in results)
