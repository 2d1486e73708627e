"""What an answer may cite: approved models by words, then by meaning, and never one that the public may not see."""

import pytest

from conversations import retrieval
from conversations.models import Indexed
from marketplace.catalog.models import Listing
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def shop():
    names = ("Quadcopter frame, 240 mm", "Blue floor vase", "Spindle chair")
    rows = {name: make.for_sale(0, name=name) for name in names}
    for row in rows.values():
        retrieval.index_listing(row.pk)
    return rows


def titles(wish):
    return [one.title for one in retrieval.related(wish) if one.kind == "model"]


def test_words_find_what_is_named_and_nothing_else(shop):
    assert titles("a small quadcopter frame") == ["Quadcopter frame, 240 mm"]
    assert titles("make the walls 3 mm thick") == []


def test_meaning_finds_what_other_words_say(shop):
    assert titles("a seat with a back") == ["Spindle chair"]


def test_the_control_without_meaning_only_words_count(shop, monkeypatch):
    monkeypatch.setattr(retrieval.meaning, "encoder", lambda: None)

    assert titles("a seat with a back") == []
    assert titles("quadcopter frame") == ["Quadcopter frame, 240 mm"]


def test_a_hidden_model_is_cited_no_more_even_before_the_index_knows(shop):
    row = shop["Quadcopter frame, 240 mm"]
    Listing.objects.filter(pk=row.pk).update(state="archived")

    assert titles("a small quadcopter frame") == []
    retrieval.index_listing(row.pk)
    assert not Indexed.objects.filter(key=str(row.pk)).exists()


def test_standard_components_are_cited_by_their_names(shop):
    found = [one.title for one in retrieval.related("an enclosure for a Raspberry Pi 4") if one.kind == "component"]

    assert found == ["Raspberry Pi 4 Model B"]


def test_an_answer_cites_what_is_close_and_says_where_it_is(shop):
    chat = make.chat(make.person())
    run = make.acted(make.action(chat, "a small quadcopter frame for 1404 motors, arms 90 mm long"))

    answer = chat.messages.get(role="assistant")
    assert [one["title"] for one in run.output["references"] if one["kind"] == "model"] == ["Quadcopter frame, 240 mm"]
    assert "Close to it on Nexus: [Quadcopter frame, 240 mm](" in answer.content
