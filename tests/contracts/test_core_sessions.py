"""core.md: /sessions."""

from uuid import uuid4

import pytest

from conversations.models import Chat, Message, Session
from generation.models import Job
from nexus.foundation.storage.models import StoredFile
from tests import make
from tests.contracts.api import Api

pytestmark = pytest.mark.django_db


def made(api: Api, **asked) -> dict:
    answer = api.post("/sessions", asked)
    assert answer.status_code == 201, answer.content
    return answer.json()


def test_post_sessions(api: Api, owner):
    session = made(api, name="A drone", status="inactive", metadata_json={"client": {"build": 7}})

    assert (session["name"], session["status"]) == ("A drone", "inactive")
    assert session["metadata_json"] == {"client": {"build": 7}}
    assert session["user_id"] == str(owner.public_id)
    assert Session.objects.get(pk=session["id"]).owner == owner


def test_post_sessions_with_nothing_makes_an_active_one(api: Api):
    session = made(api)

    assert (session["name"], session["status"], session["metadata_json"]) == ("", "active", {})


@pytest.mark.parametrize(
    "body",
    [
        {"name": "x" * 121},
        {"name": 5},
        {"name": "a\x00b"},
        {"status": "open"},
        {"status": None},
        {"metadata_json": []},
        {"metadata_json": {"a": "\x00"}},
        {"metadata_json": "text"},
    ],
)
def test_post_sessions_with_a_wrong_body_is_400(api: Api, body: dict):
    assert api.post("/sessions", body).status_code == 400
    assert not Session.objects.exists()


def test_post_sessions_takes_no_foreign_field(api: Api, owner):
    other = make.person()
    session = made(api, name="Mine", user_id=str(other.public_id), owner=other.pk, id=str(uuid4()))

    assert Session.objects.get(pk=session["id"]).owner == owner


def test_get_sessions_is_ones_own_newest_first(api: Api):
    made(Api(make.person()), name="another's")
    ids = [made(api, name=str(number))["id"] for number in range(3)]

    assert [row["id"] for row in api.get("/sessions").json()["results"]] == ids[::-1]
    assert Api().get("/sessions").status_code == 401


def test_get_sessions_by_status_and_in_pages(api: Api):
    ids = [made(api)["id"] for _ in range(3)]
    closed = made(api, status="closed")["id"]
    first = api.get("/sessions?page_size=2&status=active").json()
    second = api.get(first["next"].removeprefix("http://testserver/api/v1")).json()

    assert [row["id"] for row in api.get("/sessions?status=closed").json()["results"]] == [closed]
    assert [row["id"] for page in (first, second) for row in page["results"]] == ids[::-1]
    assert api.get("/sessions?status=open").status_code == 400
    assert api.get("/sessions?stat=active").status_code == 400


def test_get_sessions_costs_the_same_whatever_its_length(api: Api, owner, django_assert_max_num_queries):
    for number in range(6):
        make.session(owner, str(number))

    with django_assert_max_num_queries(4):
        api.get("/sessions")


def test_get_sessions_id(api: Api):
    session = made(api, name="A drone")

    assert api.get(f"/sessions/{session['id']}").json() == session
    assert api.get(f"/sessions/{session['id']}/").json() == session
    for unknown in (uuid4(), "nonsense", "1"):
        assert api.get(f"/sessions/{unknown}").status_code == 404


def test_patch_sessions_id_changes_what_is_sent(api: Api):
    session = made(api, name="A drone", metadata_json={"a": 1})
    path = f"/sessions/{session['id']}"

    assert api.patch(path, {"status": "closed"}).json()["status"] == "closed"
    changed = api.patch(path, {"name": "A plane", "metadata_json": {"b": 2}}).json()

    assert (changed["name"], changed["status"], changed["metadata_json"]) == ("A plane", "closed", {"b": 2})
    assert api.patch(path, {}).json()["name"] == "A plane"
    assert api.patch(path, {"status": "gone"}).status_code == 400


def test_delete_sessions_id_deletes_its_chats_messages_jobs_and_files(api: Api, owner):
    session, kept = made(api), made(api)
    chat = api.post("/chats", {"session_id": session["id"]}).json()
    api.post("/messages", {"chat_id": chat["id"], "role": "user", "content": "Hello"})
    ids = [
        api.post("/jobs", {"prompt": "a red ball", "session_id": one["id"], "start": False}).json()["id"]
        for one in (session, session, kept)
    ]
    done = make.worked(Job.objects.get(pk=api.post(f"/jobs/{ids[0]}/start").json()["id"]))
    assert done.state == "succeeded"
    running = api.post("/jobs", {"prompt": "a red ball", "session_id": session["id"]}).json()["id"]

    assert api.delete(f"/sessions/{session['id']}").status_code == 204
    assert api.get(f"/sessions/{session['id']}").status_code == 404
    assert api.get(f"/jobs/{running}").status_code == 404
    assert set(Job.objects.values_list("pk", flat=True)) == {Job.objects.get(pk=ids[2]).pk}
    assert not StoredFile.objects.exists()
    assert (Chat.objects.count(), Message.objects.count()) == (0, 0)


def test_anothers_session_does_not_exist(api: Api):
    session = made(api)
    other = Api(make.person())
    path = f"/sessions/{session['id']}"

    assert other.get(path).status_code == 404
    assert other.patch(path, {"name": "Mine now"}).status_code == 404
    assert other.delete(path).status_code == 404
    assert Session.objects.get(pk=session["id"]).name == ""


def test_post_jobs_with_a_session_id_belongs_to_the_session(api: Api):
    session = made(api)
    job = api.post("/jobs", {"prompt": "a red ball", "session_id": session["id"]}).json()
    api.post("/jobs", {"prompt": "a red ball"})

    assert job["session_id"] == session["id"]
    assert [row["id"] for row in api.get(f"/jobs?session_id={session['id']}").json()["results"]] == [job["id"]]


def test_post_jobs_with_anothers_session_id_is_400(api: Api):
    session = made(Api(make.person()))

    for wrong in (session["id"], str(uuid4()), "nonsense"):
        assert api.post("/jobs", {"prompt": "a red ball", "session_id": wrong}).status_code == 400
    assert Api().post("/jobs", {"prompt": "a red ball", "session_id": session["id"]}).status_code == 400
    assert api.get(f"/jobs?session_id={session['id']}").json()["results"] == []
    assert not Job.objects.exists()


def test_retrying_a_job_of_a_session_stays_in_it(api: Api):
    session = made(api)
    job = api.post("/jobs", {"prompt": "a red ball", "session_id": session["id"]}).json()
    api.post(f"/jobs/{job['id']}/cancel")

    assert api.post(f"/jobs/{job['id']}/retry").json()["session_id"] == session["id"]
