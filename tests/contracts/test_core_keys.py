"""core-marketplace.md: /me/api-keys, and what a key opens."""

import re
from datetime import timedelta

import pytest
from asgiref.sync import async_to_sync
from django.utils import timezone

from accounts import passes
from accounts.models import ApiKey, User
from accounts.services import keys, tickets
from nexus.api import auth, errors, scopes
from tests import make
from tests.contracts.api import Api, code
from tests.contracts.world import plain, table

pytestmark = pytest.mark.django_db


def with_key(owner: User, *scopes: str) -> Api:
    return Api(token=keys.make_key(owner, name="printer", scopes=scopes).secret)


def test_post_me_api_keys_shows_the_key_once_and_keeps_its_hash(api: Api, owner: User):
    made = api.post("/me/api-keys", {"name": "My printer", "scopes": ["read", "generate"]})
    secret = made.json()["key"]

    assert made.status_code == 201
    assert secret.startswith("nx_")
    assert secret.startswith(made.json()["prefix"])
    [row] = api.get("/me/api-keys").json()["results"]
    assert "key" not in row
    assert (row["name"], row["scopes"], row["last_used_at"]) == ("My printer", ["read", "generate"], None)
    assert secret not in str(ApiKey.objects.values())
    assert Api(token=secret).get("/me").json()["username"] == owner.username
    assert api.get("/me/api-keys").json()["results"][0]["last_used_at"] is not None


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"scopes": ["read"]}, "name"),
        ({"name": " ", "scopes": ["read"]}, "name"),
        ({"name": "x", "scopes": []}, "scopes"),
        ({"name": "x", "scopes": ["everything"]}, "scopes"),
        ({"name": "x", "scopes": ["read"], "expires_at": "2020-01-01T00:00:00Z"}, "expires_at"),
    ],
)
def test_post_me_api_keys_names_what_is_wrong(api: Api, body: dict, field: str):
    refused = api.post("/me/api-keys", body)
    assert refused.status_code == 400
    assert field in {name.split(".")[0] for name in refused.json()["error"]["fields"]}


def test_post_me_api_keys_waits_for_a_confirmed_address():
    refused = Api(make.person(confirmed=False)).post("/me/api-keys", {"name": "x", "scopes": ["read"]})
    assert (refused.status_code, code(refused)) == (403, "email_unconfirmed")


@pytest.mark.parametrize(
    ("scope", "opens"),
    [
        ("read", [("get", "/me"), ("get", "/jobs"), ("get", "/me/payouts"), ("get", "/models")]),
        ("generate", [("post", "/jobs"), ("get", "/jobs"), ("post", "/socket-tickets"), ("get", "/sessions")]),
        ("publish", [("post", "/models"), ("post", "/collections")]),
        ("buy", [("post", "/orders"), ("get", "/me/cart"), ("post", "/bounties")]),
        ("payouts", [("post", "/me/payouts"), ("get", "/me/balance")]),
    ],
)
def test_a_key_opens_what_its_scopes_say_and_nothing_else(owner: User, scope: str, opens: list):
    every = [
        ("get", "/me"),
        ("post", "/jobs"),
        ("post", "/models"),
        ("post", "/orders"),
        ("post", "/me/payouts"),
        *opens,
    ]
    key = with_key(owner, scope)
    allowed = {(method, path) for method, path in every if key(method, path, {}).status_code != 403}
    assert allowed == set(opens) & set(every)


def test_no_key_makes_keys_or_changes_the_account(owner: User):
    key = with_key(owner, *keys.SCOPES)
    for answer in (key.post("/me/api-keys", {"name": "more", "scopes": ["read"]}), key.patch("/me", {"bio": "x"})):
        assert (answer.status_code, code(answer)) == (403, "key_not_enough")


def test_a_key_of_the_older_contracts_has_the_same_scopes(owner: User):
    reading, making = with_key(owner, "read"), with_key(owner, "generate")
    for at, path in (("/3d", "/generate"), ("/api/3d", "/generate")):
        refused, heard = (
            Api(token=key.token, at=at).client.post(
                f"{at}{path}", {}, content_type="application/json", headers={"Authorization": f"Bearer {key.token}"}
            )
            for key in (reading, making)
        )
        assert (refused.status_code, heard.status_code) == (403, 400)


def test_a_key_ends_when_it_is_deleted_expires_or_its_person_is_banned(api: Api, owner: User):
    made = keys.make_key(owner, name="x", scopes=["read"], expires_at=timezone.now() + timedelta(hours=1))
    held = frozenset({passes.of_key(made.key.pk)})
    key = Api(token=made.secret)
    assert key.get("/me").status_code == 200
    assert passes.ended(held) == set()

    ApiKey.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert (key.get("/me").status_code, passes.ended(held)) == (401, held)
    ApiKey.objects.update(expires_at=None)
    User.objects.filter(pk=owner.pk).update(is_active=False)
    assert key.get("/me").status_code == 401
    User.objects.filter(pk=owner.pk).update(is_active=True)
    assert key.get("/me").status_code == 200

    assert Api(make.person()).delete(f"/me/api-keys/{made.key.pk}").status_code == 404
    assert api.delete(f"/me/api-keys/{made.key.pk}").status_code == 204
    assert (key.get("/me").status_code, passes.ended(held)) == (401, held)
    assert api.delete("/me/api-keys/nonsense").status_code == 404


def test_every_route_that_writes_has_a_scope_or_is_for_people_alone():
    alone = re.compile(r"/api/(admin|v1/(auth|campaigns|me/api-keys|me$))")
    written = {
        plain(row.path).rstrip("/") for row in table() if row.method not in scopes.READS and errors.is_api(row.path)
    }
    without = {path for path in written if scopes.scope_of(path) is None}

    assert {path for path in without if not alone.match(path)} == set()
    assert {path for path in written if alone.match(path)} == without


@pytest.fixture
def one_connection(monkeypatch):
    """The test's transaction must survive channels' housekeeping of connections."""
    monkeypatch.setattr("channels.db.close_old_connections", lambda **_options: None)


def test_a_socket_of_a_key_needs_its_scope_and_ends_with_the_key(owner: User, one_connection):
    def come(path: str, secret: str) -> auth.Viewer:
        query = f"token={secret}".encode()
        return async_to_sync(auth.viewer_of_scope)({"type": "websocket", "path": path, "query_string": query})

    reading = keys.make_key(owner, name="reads", scopes=["read"])
    chat, job = f"/api/v1/chat-socket/{reading.key.pk}", f"/api/v1/jobs/{reading.key.pk}/socket"
    watching = come(job, reading.secret)
    assert watching.person == owner
    assert passes.of_key(reading.key.pk) in watching.passes
    assert "generate" in come(chat, reading.secret).refusal
    ticket = with_key(owner, "generate").post("/socket-tickets").json()["ticket"]
    query = f"ticket={ticket}".encode()
    opened = async_to_sync(auth.viewer_of_scope)({"type": "websocket", "path": chat, "query_string": query})
    assert any(one.startswith("key:") for one in opened.passes)


def test_a_ticket_of_a_key_may_do_no_more_than_the_key(owner: User, one_connection):
    def come(ticket: str) -> auth.Viewer:
        scope = {"type": "websocket", "path": f"/api/v1/chat-socket/{owner.public_id}"}
        return async_to_sync(auth.viewer_of_scope)({**scope, "query_string": f"ticket={ticket}".encode()})

    narrow = tickets.make(owner, scopes=["publish"])
    assert "generate" in come(narrow).refusal
    assert come(tickets.make(owner, scopes=["generate"])).person == owner
    assert come(tickets.make(owner)).person == owner


def test_a_ticket_ends_with_the_token_that_asked_for_it(owner: User, one_connection):
    ticket = Api(owner).post("/socket-tickets").json()["ticket"]
    query = f"ticket={ticket}".encode()

    opened = async_to_sync(auth.viewer_of_scope)({"type": "websocket", "path": "/", "query_string": query})

    assert any(one.startswith("tokens:") for one in opened.passes)
