"""core.md: health, /auth, tickets, and the rules of every contract."""

import json
from datetime import timedelta

import pytest
import time_machine
from asgiref.sync import async_to_sync
from django.test import Client
from django.utils import timezone

from accounts.models import User
from accounts.services import tokens
from nexus.api import auth
from nexus.foundation import limits
from tests import make
from tests.contracts.api import Api, code

pytestmark = pytest.mark.django_db

NEW = {"email": "ida@example.com", "password": make.PASSWORD, "display_name": "Ida"}


def test_get_health():
    assert Api().get("/health").json()["status"] == "ok"


def test_post_auth_register():
    answer = Api().post("/auth/register", NEW)

    user = User.objects.get(email="ida@example.com")
    assert answer.status_code == 201
    assert answer.json() == {
        "message": "Registration successful",
        "user_id": str(user.public_id),
        "email": "ida@example.com",
    }


def test_post_auth_register_of_a_taken_address_is_409():
    make.person(email="ida@example.com")
    answer = Api().post("/auth/register", NEW)

    assert (answer.status_code, code(answer)) == (409, "email_taken")


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"password": "password123"}, "password"),
        ({"password": "short"}, "password"),
        ({"email": "no address"}, "email"),
        ({"email": ["a@b.c"]}, "email"),
        ({"email": None}, "email"),
        ({"display_name": "a\x00b"}, "display_name"),
        ({"display_name": "\ud800"}, "display_name"),
        ({"display_name": 5}, "display_name"),
        ({"marketing_consent": "perhaps"}, "marketing_consent"),
    ],
)
def test_post_auth_register_names_the_wrong_field(change: dict, field: str):
    answer = Api().post("/auth/register", {**NEW, **change})

    assert answer.status_code == 400
    assert list(answer.json()["error"]["fields"]) == [field]


def test_post_auth_register_takes_no_foreign_field():
    Api().post("/auth/register", {**NEW, "is_staff": True, "is_superuser": True, "is_verified": True, "id": 7})

    user = User.objects.get(email="ida@example.com")
    assert (user.is_staff, user.is_superuser, user.is_verified) == (False, False, False)


def test_post_auth_register_is_limited_to_20_an_hour_for_one_address(settings):
    settings.THROTTLE_FACTOR = 1.0
    for _ in range(limits.REGISTER.times):
        Api().post("/auth/register", {})
    for _ in range(limits.REGISTER.times):
        answer = Api().post("/auth/register", {**NEW, "password": "short"})
    limited = Api().post("/auth/register", NEW)

    assert answer.status_code == 400
    assert limited.status_code == 429
    assert int(limited["Retry-After"]) > 0


@pytest.mark.parametrize("name", [{"email": "ida@example.com"}, {"username": "ida"}, {"email": "ida"}])
def test_post_auth_login_by_address_or_username(name: dict):
    user = make.person("ida", email="ida@example.com", confirmed=False)
    told = Api().post("/auth/login", {**name, "password": make.PASSWORD}).json()

    assert (told["token_type"], told["user_id"]) == ("bearer", str(user.public_id))
    assert Api(token=told["access_token"]).get("/auth/me").json()["email"] == "ida@example.com"


def test_post_auth_login_with_a_wrong_password_is_401():
    make.person("ida")
    answer = Api().post("/auth/login", {"email": "ida", "password": "wrong"})

    assert (answer.status_code, code(answer)) == (401, "wrong_credentials")


def test_post_auth_login_of_a_closed_account_is_403():
    user = make.person("ida")
    User.objects.filter(pk=user.pk).update(is_active=False)
    answer = Api().post("/auth/login", {"email": "ida", "password": make.PASSWORD})

    assert (answer.status_code, code(answer)) == (403, "account_banned")


def test_post_auth_login_fails_five_times_in_five_minutes(settings):
    settings.THROTTLE_FACTOR = 1.0
    make.person("ida")
    tried = [Api().post("/auth/login", {"email": "ida", "password": "wrong"}).status_code for _ in range(6)]

    assert tried == [401] * 5 + [429]


def test_post_auth_refresh_spends_the_old_one_and_reuse_ends_the_family():
    first = tokens.issue(make.person())
    second = Api().post("/auth/refresh", {"refresh_token": first.refresh}).json()
    reused = Api().post("/auth/refresh", {"refresh_token": first.refresh})

    assert (reused.status_code, code(reused)) == (401, "token_invalid")
    assert Api(token=second["access_token"]).get("/auth/me").status_code == 401


def test_get_auth_me():
    user = make.person("ida")
    told = Api(user).get("/auth/me").json()

    assert (told["id"], told["email_confirmed"], told["roles"]) == (str(user.public_id), True, [])


@pytest.mark.parametrize("method", ["get", "post"])
def test_get_or_post_auth_logout_ends_the_pair_at_once(method: str):
    api = Api(make.person())

    assert api(method, "/auth/logout").status_code == 200
    assert api.get("/auth/me").status_code == 401


def test_a_bad_token_is_401_also_where_signing_in_is_optional():
    for path in ("/health", "/engines", "/models", "/auth/me"):
        answer = Api(token="nonsense").get(path)
        assert (answer.status_code, code(answer)) == (401, "token_invalid")
        assert answer["WWW-Authenticate"] == "Bearer"
    assert Client().get("/api/v1/health", headers={"Authorization": "Basic aWRhOng="}).status_code == 401


def test_a_session_writes_only_with_its_csrf_token():
    client = Client(enforce_csrf_checks=True)
    client.force_login(make.person())

    assert client.get("/api/v1/auth/me").status_code == 200
    refused = client.post("/api/v1/socket-tickets")
    assert (refused.status_code, refused.json()["error"]["code"]) == (403, "not_allowed")


@pytest.fixture
def one_connection(monkeypatch):
    """The test's transaction must survive channels' housekeeping of connections."""
    monkeypatch.setattr("channels.db.close_old_connections", lambda **_options: None)


def scope(path: str = "/", *, query: str = "", protocols: list | None = None, user=None, origin: str = "") -> dict:
    headers = [(b"host", b"testserver")] + ([(b"origin", origin.encode())] if origin else [])
    return {
        "type": "websocket", "path": path, "query_string": query.encode(), "subprotocols": protocols or [],
        "headers": headers, "user": user,
    }  # fmt: skip


def viewer(**options) -> auth.Viewer:
    return async_to_sync(auth.viewer_of_scope)(scope(**options))


def test_post_socket_tickets_is_for_one_use(one_connection):
    user = make.person()
    ticket = Api(user).post("/socket-tickets").json()["ticket"]

    assert viewer(query=f"ticket={ticket}").person == user
    again = viewer(query=f"ticket={ticket}")
    assert again.person is None
    assert again.refusal


def test_a_socket_takes_the_token_by_query_or_subprotocol(one_connection):
    user = make.person()
    token = make.bearer(user)

    assert viewer(query=f"token={token}").person == user
    by_protocol = viewer(protocols=["nexus.bearer", token])
    assert (by_protocol.person, by_protocol.subprotocol) == (user, "nexus.bearer")
    assert viewer(query="token=wrong").refusal
    assert viewer(query="token=").refusal
    assert viewer(protocols=["nexus.bearer"]).refusal


def test_a_socket_takes_the_session_only_from_our_own_pages():
    user = make.person()

    assert viewer(user=user, origin="http://testserver").person == user
    assert viewer(user=user, origin="http://elsewhere.example").person is None
    assert viewer(user=user).person is None


def test_both_slashes_answer_every_method_without_a_redirect():
    make.person("ida")
    for path in ("/auth/login", "/auth/login/"):
        assert Api().post(path, {"email": "ida", "password": make.PASSWORD}).status_code == 200


def send(body: bytes, kind: str = "application/json", path: str = "/api/v1/auth/login"):
    return Client().generic("POST", path, body, content_type=kind)


@pytest.mark.parametrize(
    ("body", "kind", "status"),
    [
        (b"{", "application/json", 400),
        (b"\xff\xfe", "application/json", 400),
        (b"[1]", "application/json", 400),
        (b'"text"', "application/json", 400),
        (b'{"email": NaN}', "application/json", 400),
        (b"[" * 100_000, "application/json", 400),
        (b'{"email": "' + b"x" * 6_000_000 + b'"}', "application/json", 413),
        (b"email=ida", "application/x-www-form-urlencoded", 415),
        (b"<a/>", "text/xml", 415),
    ],
)
def test_a_broken_body_is_told_as_json(body: bytes, kind: str, status: int):
    answer = send(body, kind)

    assert answer.status_code == status
    assert set(answer.json()["error"]) >= {"code", "message"}


@pytest.mark.parametrize(
    "charset", ["base64", "rot13", "hex", "utf-16", "idna", "punycode", "nonsense", "unicode_escape"]
)
def test_a_body_is_utf_8_whatever_it_claims(charset: str):
    make.person("ida")
    body = json.dumps({"email": "ida", "password": make.PASSWORD}).encode()

    assert send(body, f"application/json; charset={charset}").status_code == 200


def test_a_wrong_method_is_405_and_names_the_right_ones():
    answer = Api()("delete", "/auth/login")

    assert (answer.status_code, code(answer)) == (405, "method_not_allowed")
    assert "POST" in answer["Allow"]


@pytest.mark.parametrize("debug", [True, False])
def test_an_unknown_route_is_404_as_json(settings, debug: bool):
    settings.DEBUG = debug
    for path in ("/nothing", "/models/1/nothing", "/"):
        answer = Api().get(path)
        assert (answer.status_code, code(answer)) == (404, "not_found")


def test_a_fault_is_500_as_json_without_a_trace(monkeypatch, settings):
    settings.DEBUG = True

    def fail(*_args, **_options):
        raise RuntimeError("secret detail")

    monkeypatch.setattr("nexus.api.core.pipeline.engines.engine_states", fail)
    answer = Api().get("/engines")

    assert (answer.status_code, code(answer)) == (500, "fault")
    assert "secret" not in answer.content.decode()
    assert "Traceback" not in answer.content.decode()


def test_an_unknown_query_parameter_is_400_naming_it():
    answer = Api().get("/engines?frobnicate=1")

    assert (answer.status_code, code(answer)) == (400, "unknown_parameter")
    assert "frobnicate" in answer.json()["error"]["message"]


@pytest.mark.parametrize("size", ["0", "101", "-1", "x", "1.5", "9" * 400])
def test_a_page_size_out_of_range_is_400_naming_the_range(size: str):
    answer = Api(make.person()).get(f"/jobs?page_size={size}")

    assert answer.status_code == 400
    assert "from 1 to 100" in answer.json()["error"]["message"]


@pytest.mark.parametrize("cursor", ["x", "WyJuZXh0Il0", "W10", "%00", "eyJhIjogMX0", "WyJuZXh0IiwgIngiXQ"])
def test_a_foreign_cursor_is_400(cursor: str):
    assert Api(make.person()).get(f"/jobs?cursor={cursor}").status_code == 400


def test_sixty_requests_a_minute_without_a_token(settings):
    settings.THROTTLE_FACTOR = 1.0
    with time_machine.travel(timezone.now() + timedelta(hours=1), tick=False):  # no new minute begins meanwhile
        answers = [Api().get("/engines") for _ in range(61)]

    assert [answer.status_code for answer in answers] == [200] * 60 + [429]
    assert 0 < int(answers[-1]["Retry-After"]) <= 60


def test_other_origins_are_answered_only_where_they_are_configured(settings):
    settings.CORS_ORIGINS = ["http://localhost:3000"]
    ours = Api()("options", "/jobs", Origin="http://localhost:3000")
    theirs = Api().get("/health", Origin="http://elsewhere.example")

    assert ours["Access-Control-Allow-Origin"] == "http://localhost:3000"
    assert "POST" in ours["Access-Control-Allow-Methods"]
    assert "Access-Control-Allow-Origin" not in theirs.headers


def test_get_schema_is_the_committed_file(settings):
    committed = (settings.BASE / "docs" / "api" / "core.json").read_text(encoding="utf-8")
    answer = Client().get("/api/v1/schema")

    assert answer.json() == json.loads(committed)
    assert answer.json()["openapi"].startswith("3.1")


def test_get_docs_works_without_anything_from_elsewhere():
    page = Client().get("/api/v1/docs").content.decode()

    assert "/api/v1/orders" in page
    assert "//cdn" not in page
    assert "<style" not in page
