"""core.md: /messages."""

from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.db.utils import InternalError

from conversations.models import ChatEvent, Message
from tests import make
from tests.contracts.api import Api

pytestmark = pytest.mark.django_db


@pytest.fixture
def chat(owner):
    return make.chat(owner)


def said(api: Api, chat, **more) -> dict:
    answer = api.post("/messages", {"chat_id": str(chat.pk), "role": "user", "content": "Hello", **more})
    assert answer.status_code == 201, answer.content
    return answer.json()


def test_post_messages(api: Api, chat):
    found = said(api, chat, role="assistant", content="  Hello \n", tokens=7, metadata_json={"model": "x"})

    assert (found["role"], found["content"], found["tokens"]) == ("assistant", "  Hello \n", 7)
    assert (found["metadata_json"], found["number"], found["chat_id"]) == ({"model": "x"}, 1, str(chat.pk))
    assert said(api, chat)["number"] == 2


@pytest.mark.parametrize(
    "body",
    [
        {"role": "robot"},
        {"role": None},
        {"content": ""},
        {"content": "  \n"},
        {"content": "a\x00b"},
        {"content": 5},
        {"content": "x" * 100_001},
        {"tokens": -1},
        {"tokens": 1.5},
        {"tokens": "many"},
        {"metadata_json": []},
        {"chat_id": "nonsense"},
        {"chat_id": None},
    ],
)
def test_post_messages_with_a_wrong_body_is_400(api: Api, chat, body: dict):
    sent = {"chat_id": str(chat.pk), "role": "user", "content": "Hello", **body}

    assert api.post("/messages", sent).status_code == 400
    assert not Message.objects.exists()


def test_a_deleted_message_is_forgotten_in_what_its_events_tell(api: Api, chat):
    found = said(api, chat, content="my secret address")
    kept = said(api, chat, content="something else")

    assert api.delete(f"/messages/{found['id']}").status_code == 204

    told = {event.number: event.body for event in ChatEvent.objects.filter(chat=chat)}
    assert told[1]["message"] == {"id": found["id"], "role": "user", "content": ""}
    assert told[2]["message"]["content"] == kept["content"]
    assert told[3] == {"message_id": found["id"]}


@pytest.mark.parametrize("body", [{"message": {"content": "other"}}, {"message": {"id": "x", "content": ""}}, {}])
def test_an_event_may_only_forget(api: Api, chat, body: dict):
    said(api, chat)

    with pytest.raises((IntegrityError, InternalError)), transaction.atomic():
        ChatEvent.objects.filter(chat=chat).update(body=body)


def test_post_messages_with_a_number_for_an_id_is_400(api: Api):
    assert api.post("/messages", {"chat_id": 5, "role": "user", "content": "Hello"}).status_code == 400


def test_post_messages_is_told_to_who_follows_the_chat(api: Api, chat):
    found = said(api, chat)
    event = ChatEvent.objects.get(chat=chat)

    assert (event.number, event.type) == (1, "message.created")
    assert event.body["message"] == {"id": found["id"], "role": "user", "content": "Hello"}


def test_get_messages_by_chat_newest_first_in_pages(api: Api, owner, chat):
    said(api, make.chat(owner))
    ids = [said(api, chat, content=str(number))["id"] for number in range(3)]
    first = api.get(f"/messages?chat_id={chat.pk}&page_size=2").json()
    second = api.get(first["next"].removeprefix("http://testserver/api/v1")).json()

    assert [row["id"] for page in (first, second) for row in page["results"]] == ids[::-1]
    assert len(api.get("/messages").json()["results"]) == 4
    assert api.get("/messages?chat_id=nonsense").status_code == 400


def test_get_messages_of_anothers_chat_lists_nothing(api: Api):
    chat = make.chat(make.person())
    make.message(chat)

    assert api.get(f"/messages?chat_id={chat.pk}").json()["results"] == []
    assert api.get("/messages").json()["results"] == []


def test_get_messages_id(api: Api, chat):
    found = said(api, chat)

    assert api.get(f"/messages/{found['id']}").json() == found
    for unknown in (uuid4(), "nonsense"):
        assert api.get(f"/messages/{unknown}").status_code == 404


def test_delete_messages_id(api: Api, chat):
    first = said(api, chat)

    assert api.delete(f"/messages/{first['id']}").status_code == 204
    assert api.get(f"/messages/{first['id']}").status_code == 404
    assert said(api, chat)["number"] == 2
    assert list(ChatEvent.objects.order_by("number").values_list("type", flat=True)) == [
        "message.created",
        "message.deleted",
        "message.created",
    ]


def test_a_message_is_never_changed(api: Api, chat):
    found = said(api, chat)

    assert api.patch(f"/messages/{found['id']}", {"content": "Other"}).status_code == 405
    with pytest.raises((IntegrityError, InternalError)), transaction.atomic():
        Message.objects.filter(pk=found["id"]).update(content="Other")
    with pytest.raises((IntegrityError, InternalError)), transaction.atomic():
        ChatEvent.objects.update(type="other")


def test_anothers_message_does_not_exist(api: Api):
    chat = make.chat(make.person())
    message = make.message(chat)

    assert api.get(f"/messages/{message.pk}").status_code == 404
    assert api.delete(f"/messages/{message.pk}").status_code == 404
    sent = {"chat_id": str(chat.pk), "role": "user", "content": "Hello"}
    assert api.post("/messages", sent).status_code == 404
    assert Message.objects.count() == 1
