"""The demo shop: its words are understood, its story is the same each time, told twice it is told once."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from generation import inputs
from generation.shapes import understanding
from marketplace.catalog.models import Category, Collection, Comment, Entitlement, Like, ListingView, Make, Review
from marketplace.transactions import invariants
from marketplace.transactions.models import Order, OrderLine, Payout
from marketplace.tutorials.models import Tutorial
from nexus.demo import clock, people, shop, story, talk, trade
from nexus.foundation.storage import files
from tests import make

COUNTED = (Collection, Comment, Entitlement, Like, ListingView, Make, Review, Order, OrderLine, Payout, Tutorial)


def test_every_prompt_of_the_demo_is_understood_to_its_last_word():
    for wanted in shop.MODELS:
        if not wanted.source:
            told = understanding.specify(wanted.prompt, style=wanted.style, complexity="medium")
            assert not told.get("ignored"), wanted.prompt
            assert not told.get("warnings"), wanted.prompt


def test_what_people_say_is_about_models_and_people_that_are_there():
    names, cast = {one.name for one in shop.MODELS}, set(people.NAMES)
    said = [row for rows in talk.TALK.values() for row in rows]
    assert {row["who"] for row in said} <= cast
    assert {name for row in said for name in row.get("models", [row.get("model")])} <= names
    assert {one.who for one in shop.MODELS} <= set(people.CREATORS)
    assert {name for name, _, _ in trade.LOWERED} <= names


def test_the_clock_is_turned_back_for_who_tells_the_story_and_goes_on():
    before = timezone.now()
    with clock.at(before - timedelta(days=30)):
        assert timezone.now() < before - timedelta(days=29)
        assert timezone.now() <= timezone.now()
    assert timezone.now() >= before


@pytest.fixture
def filled(db):
    """The demo's people and names over models that need no worker."""
    cast = people.cast()
    made = {}
    for wanted in shop.MODELS:
        if wanted.state == "approved":
            with clock.at(cast.ago(wanted.days)):
                row = make.listing(
                    cast[wanted.who], wanted.name, category=wanted.category, offers=list(wanted.offers.items())
                )
            made[wanted.name] = row.pk
    return shop.Filled(cast, {one.name: one for one in shop.MODELS}, made)


@pytest.fixture
def _no_worker(monkeypatch, tmp_path):
    def take(data: bytes, *, filename: str):
        place = tmp_path / Path(filename).name
        place.write_bytes(data)
        return files.put(place, filename=filename, is_open=True)

    monkeypatch.setattr(inputs, "take_picture", take)


@pytest.mark.usefixtures("_no_worker")
def test_the_story_told_twice_is_told_once_and_its_money_adds_up(filled):
    def tell():
        for act in story.acts(filled):
            with clock.at(act.when):
                act.do()
        return {model.__name__: model.objects.count() for model in COUNTED}

    first = tell()
    assert min(first[name] for name in ("Order", "Review", "Make", "Payout", "Collection", "Tutorial")) > 0
    assert first["Review"] == len(talk.TALK["review"])
    assert tell() == first
    assert not any(invariants.violations().values())
    oldest = Order.objects.order_by("completed_at").first()
    assert oldest.completed_at < timezone.now() - timedelta(days=40), (
        "sales lie in the past, as the dashboard shows them"
    )


@pytest.mark.django_db
def test_the_demo_people_are_made_once_and_the_story_keeps_its_days():
    first = people.cast()
    again = people.cast()
    assert {name: user.pk for name, user in first.people.items()} == {
        name: user.pk for name, user in again.people.items()
    }
    assert abs(first.today - again.today) < timedelta(seconds=5)
    assert {one.category for one in shop.MODELS if one.category} <= set(Category.objects.values_list("slug", flat=True))
