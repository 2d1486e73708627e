"""Health, figures and headers."""

import re

import pytest
from django.test import Client

from nexus import health
from nexus.foundation import heartbeat
from tests import make

pytestmark = pytest.mark.django_db


def test_healthz_touches_nothing(client: Client, django_assert_num_queries) -> None:
    with django_assert_num_queries(0):
        assert client.get("/healthz").json() == {"status": "ok"}


def test_readyz_names_what_fails(client: Client) -> None:
    answer = client.get("/readyz")

    assert answer.status_code == 503
    assert answer.json()["failing"] == {"worker": "no worker has run a task in the last 60 s"}


def test_readyz_is_ready_once_a_worker_has_run_a_task(client: Client) -> None:
    heartbeat.beat()

    assert client.get("/readyz").status_code == 200


def test_readyz_says_that_the_store_is_away(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    heartbeat.beat()

    def full() -> str:
        raise OSError("No space left on device")

    monkeypatch.setitem(health.CHECKS, "storage", full)

    assert client.get("/readyz").json()["failing"] == {"storage": "OSError"}


def test_metrics_are_for_named_addresses_only(client: Client, settings) -> None:
    settings.METRICS_ALLOW = ["192.0.2.1"]
    assert client.get("/metrics").status_code == 403
    settings.METRICS_ALLOW = ["127.0.0.1"]
    text = client.get("/metrics").content.decode()

    for name in (
        "nexus_requests_total",
        "nexus_outbox_age_seconds",
        "nexus_money_violations",
        "nexus_deliveries_given_up",
    ):
        assert name in text


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/models/",
        "/create/",
        "/accounts/login/",
        "/no-such-page/",
        "/api/v1/health",
        "/api/v1/nothing",
        "/files/none/x.glb",
    ],
)
def test_every_answer_carries_the_headers(client: Client, path: str) -> None:
    answer = client.get(path)

    policy = answer["Content-Security-Policy"]
    assert "object-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe-inline" not in policy
    assert "'unsafe-eval'" not in policy
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["X-Frame-Options"] == "DENY"
    assert answer["Referrer-Policy"] == "strict-origin-when-cross-origin"
    assert answer["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "camera=()" in answer["Permissions-Policy"]
    assert answer["X-Request-Id"]


def test_a_fault_shows_no_trace(monkeypatch: pytest.MonkeyPatch) -> None:
    from marketplace.homepage import selectors

    def fails(*_args: object) -> None:
        raise RuntimeError("secret detail")

    monkeypatch.setattr(selectors, "shown", fails)
    answer = Client(raise_request_exception=False).get("/")

    assert answer.status_code == 500
    assert "secret detail" not in answer.content.decode()
    assert "our fault" in answer.content.decode()


def test_maintenance_can_be_read_and_says_so_to_every_write(client: Client, settings) -> None:
    settings.MAINTENANCE = True

    assert client.get("/models/").status_code == 200
    page = client.post("/create/", {"prompt": "a red ball"})
    program = client.post("/api/v1/jobs", {"prompt": "a red ball"}, content_type="application/json")
    assert (page.status_code, program.status_code) == (503, 503)
    assert program.json()["error"]["code"] == "maintenance"


def test_maintenance_lets_people_sign_in_and_fetch_what_they_hold(client: Client, settings) -> None:
    settings.MAINTENANCE = True
    person, listing = make.person(), make.listing()
    make.holder(listing, person)

    assert client.post("/language/", {"language": "de"}, headers={"Origin": "http://testserver"}).status_code == 302
    assert client.post("/theme/", {"theme": "dark"}, headers={"Origin": "http://testserver"}).status_code == 302
    signed = client.post("/accounts/login/", {"login": person.email, "password": make.PASSWORD})
    fetched = client.post(f"/models/{listing.pk}/download/", {"format": "glb"})
    bought = client.post("/cart/add/", {"listing": listing.pk, "licence": "personal"})
    out = client.post("/accounts/logout/")

    assert (signed.status_code, fetched.status_code, bought.status_code, out.status_code) == (302, 302, 503, 302)
    assert "/get/" in fetched["Location"]


@pytest.mark.parametrize(
    "path", ["/models/7/download/x/", "/models/7/claim/", "/accounts/signup/", "/library/7/archive/"]
)
def test_maintenance_refuses_what_is_only_beside_reading(client: Client, settings, path: str) -> None:
    settings.MAINTENANCE = True

    assert client.post(path).status_code == 503


@pytest.mark.parametrize("page", ["/models/", "/accounts/login/"])
def test_every_footer_leads_to_the_bounties(client: Client, page: str) -> None:
    shown = client.get(page).content.decode()

    assert '<a href="/bounties/">' in shown.split("<main", 1)[1]


def test_the_menu_of_a_phone_names_every_place_of_the_header(client: Client) -> None:
    shown = client.get("/models/").content.decode()
    nav, menu = (shown.split(start, 1)[1].split("</nav>", 1)[0] for start in ('<nav class="nav"', '<nav class="menu"'))
    places = set(re.findall(r'href="([^"]+)"', nav))

    assert "/bounties/" in places
    assert places <= set(re.findall(r'href="([^"]+)"', menu))
