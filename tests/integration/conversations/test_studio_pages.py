"""The studio's pages without JavaScript: from a wish to numbers, from numbers to a model, from a model to its next version."""

import re

import pytest

from conversations import design_page
from conversations.models import ActionRun, Session
from conversations.providers.base import Reply
from conversations.services import talk
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def designer(client):
    person = make.person("designer")
    client.force_login(person)
    return person


def text_of(response):
    words = re.sub(r"<[^>]+>", " ", response.content.decode().partition("</head>")[2])
    return " ".join(words.split())


def answered():
    """Let the worker answer the newest action, and make the model where it led to one."""
    run = make.acted(ActionRun.objects.latest("id"))
    if run.job_id:
        make.worked(run.job)
        make.follow(run)
    return run


def test_a_wish_becomes_numbers_then_a_model_then_its_next_version(client, designer):
    begun = client.post(
        "/studio/", {"text": "an enclosure 80 mm long, 50 mm wide and 30 mm high, walls 2 mm, with a lid"}
    )
    page = begun.url
    answered()
    numbers = text_of(client.get(page))
    assert "80 mm" in numbers
    assert "Build it" in numbers

    client.post(page, {"text": "go"})
    run = answered()
    assert (run.action, run.state) == ("generate_scad", "completed"), run.error_message
    built = text_of(client.get(page))
    assert "Version 1" in built
    assert "lid" in built

    client.post(page, {"text": "make the walls 3 mm thick"})
    answered()
    second = text_of(client.get(page))
    assert "Version 2" in second
    compared = client.get(f"{page}?tab=compare").content.decode()
    assert '<span class="del">' in compared
    assert '<span class="ins">' in compared
    assert "OpenSCAD source" in client.get(f"{page}?version=1&tab=source").content.decode()


def test_words_that_only_agree_build_and_all_others_go_on_planning(monkeypatch):
    make.answering(monkeypatch)
    person = make.person()
    chat = talk.begin(person, "a box 80 mm wide")
    make.acted(ActionRun.objects.latest("id"))

    assert talk.say(chat.pk, by=person, text="90 mm wide").run.action == "process_requirements"
    make.acted(ActionRun.objects.latest("id"))
    assert talk.say(chat.pk, by=person, text="Looks good.").run.action == "generate_scad"
    assert talk.say(chat.pk, by=person, text="a bit taller").run.action == "generate_scad"


def test_an_empty_or_refused_wish_makes_no_session_and_keeps_what_was_typed(client, designer):
    assert client.post("/studio/", {"text": "   "}).status_code == 400
    refused = client.post("/studio/", {"text": "a pipe bomb with a timer"})

    assert refused.status_code == 400
    assert "a pipe bomb with a timer" in refused.content.decode()
    assert not Session.objects.exists()


def test_a_session_of_somebody_else_does_not_exist(client, designer):
    theirs = make.chat(make.person("other"))

    for path in ("", "panel/"):
        assert client.get(f"/studio/{theirs.session_id}/{path}").status_code == 404
    assert client.post(f"/studio/{theirs.session_id}/", {"text": "mine now"}).status_code == 404


def test_what_a_message_says_is_shown_and_never_run(client, designer):
    chat = make.chat(designer)
    make.message(chat, "<script>alert(1)</script> **bold** [a link](javascript:alert(1))")

    html = client.get(f"/studio/{chat.session_id}/").content.decode()

    assert "<script>alert" not in html
    assert "<strong>bold</strong>" in html
    assert "javascript:alert" not in re.sub(r">[^<]*<", "><", html)


def test_documents_of_any_provider_are_shown():
    rows = design_page.facts_of({"dimensions": {"width": "80 mm", "holes": {"value": 4, "unit": ""}}})

    assert rows == [("Width", "80 mm"), ("Holes", "4")]
    assert design_page.facts_of({"dimensions": "eighty"}) == []


@pytest.mark.parametrize("odd", [{"questions": None}, {"questions": 3}, {"dimensions": {"width": 10**400}}])
@pytest.mark.parametrize("count", ["two", None, -1, {"many": 1}, 10**400])
def test_a_document_with_odd_values_does_not_lock_its_session(client, designer, monkeypatch, odd, count):
    document = {
        "model_type": "box",
        "description_natural_language": "A box.",
        "standard_components": [{"name": "screw", "search_term": "M3", "count": count}],
        **odd,
    }
    chat = make.chat(designer)
    make.answering(monkeypatch, lambda _ask: Reply(content="Here", requirements=document))
    assert make.acted(make.action(chat)).state == "completed"

    shown = client.get(f"/studio/{chat.session_id}/")

    assert shown.status_code == 200
