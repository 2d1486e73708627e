"""core.md: /chats."""

from uuid import uuid4

import pytest

from conversations.models import Chat
from tests import make
from tests.contracts.api import Api

pytestmark = pytest.mark.django_db


@pytest.fixture
def session(owner):
    return make.session(owner)


def test_post_chats(api: Api, session):
    answer = api.post("/chats", {"session_id": str(session.pk), "title": "The frame"})

    assert answer.status_code == 201
    assert (answer.json()["session_id"], answer.json()["title"]) == (str(session.pk), "The frame")


@pytest.mark.parametrize(
    "body", [{}, {"session_id": "nonsense"}, {"session_id": None}, {"title": "x" * 201}, {"title": "a\x00b"}]
)
def test_post_chats_with_a_wrong_body_is_400(api: Api, session, body: dict):
    sent = {"session_id": str(session.pk), **body} if "title" in body else body

    assert api.post("/chats", sent).status_code == 400
    assert not Chat.objects.exists()


def test_post_chats_in_a_session_that_is_not_ones_own_is_404(api: Api):
    other = make.session(make.person())

    for missing in (other.pk, uuid4()):
        assert api.post("/chats", {"session_id": str(missing)}).status_code == 404


def test_get_chats_requires_a_session_id(api: Api):
    refused = api.get("/chats")

    assert refused.status_code == 400
    assert "session_id" in refused.json()["error"]["fields"]
    assert api.get("/chats?session_id=nonsense").status_code == 400


def test_get_chats_is_the_sessions_newest_first_in_pages(api: Api, owner, session):
    make.chat(owner)
    ids = [str(make.chat(owner, str(number), inside=session).pk) for number in range(3)]
    first = api.get(f"/chats?session_id={session.pk}&page_size=2").json()
    second = api.get(first["next"].removeprefix("http://testserver/api/v1")).json()

    assert [row["id"] for page in (first, second) for row in page["results"]] == ids[::-1]
    assert second["next"] is None


def test_get_chats_of_anothers_session_lists_nothing(api: Api):
    other = make.person()
    chat = make.chat(other)

    answer = api.get(f"/chats?session_id={chat.session_id}")
    assert (answer.status_code, answer.json()["results"]) == (200, [])


def test_get_chats_id(api: Api, owner):
    chat = make.chat(owner, "The frame")
    found = api.get(f"/chats/{chat.pk}").json()

    assert (found["id"], found["title"]) == (str(chat.pk), "The frame")
    assert api.get(f"/chats/{chat.pk}/").json() == found
    for unknown in (uuid4(), "nonsense"):
        assert api.get(f"/chats/{unknown}").status_code == 404


def test_patch_chats_id(api: Api, owner):
    chat = make.chat(owner, "The frame")

    assert api.patch(f"/chats/{chat.pk}", {"title": "The arm"}).json()["title"] == "The arm"
    assert api.patch(f"/chats/{chat.pk}", {}).json()["title"] == "The arm"
    assert api.patch(f"/chats/{chat.pk}", {"title": "x" * 201}).status_code == 400


def test_delete_chats_id_deletes_its_messages_and_actions(api: Api, owner):
    chat = make.chat(owner)
    make.message(chat)
    make.action(chat)

    assert api.delete(f"/chats/{chat.pk}").status_code == 204
    assert api.get(f"/chats/{chat.pk}").status_code == 404
    assert not Chat.objects.exists()


def test_anothers_chat_does_not_exist(api: Api):
    chat = make.chat(make.person(), "Another's")
    path = f"/chats/{chat.pk}"

    assert api.get(path).status_code == 404
    assert api.patch(path, {"title": "Mine now"}).status_code == 404
    assert api.delete(path).status_code == 404
    assert api.post(f"{path}/runpod", {"action": "health"}).status_code == 404
    assert Chat.objects.get().title == "Another's"
