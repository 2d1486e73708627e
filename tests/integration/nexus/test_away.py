"""What we stand on does not answer: pages and programs hear 503 and when to come back, and nothing falls over."""

import contextlib
import threading
import time
from collections.abc import Iterator

import pytest
import redis
from django.db import connection
from django.test import Client

from nexus.foundation import valkey
from tests import make

NOBODY = 1  # a port on which nothing listens


@pytest.fixture
def no_valkey(settings) -> Iterator[None]:
    settings.VALKEY_URL = f"redis://127.0.0.1:{NOBODY}/0"
    settings.CACHES = {"default": {**settings.CACHES["default"], "LOCATION": settings.VALKEY_URL}}
    valkey._made.cache_clear()
    yield
    valkey._made.cache_clear()


@pytest.fixture
def no_database(fresh_database, monkeypatch: pytest.MonkeyPatch) -> None:
    connection.close()
    monkeypatch.setitem(connection.settings_dict, "HOST", "127.0.0.1")
    monkeypatch.setitem(connection.settings_dict, "PORT", str(NOBODY))


@pytest.mark.django_db
def test_without_valkey_a_program_hears_when_to_ask_again(no_valkey: None) -> None:
    answer = Client(raise_request_exception=False).get("/api/v1/models")

    assert (answer.status_code, answer.json()["error"]["code"], answer["Retry-After"]) == (503, "away", "5")


@pytest.mark.django_db
def test_without_valkey_a_form_hears_it_too(no_valkey: None) -> None:
    form = {"login": make.person().username, "password": make.PASSWORD}
    answer = Client(raise_request_exception=False).post("/accounts/login/", form)

    assert (answer.status_code, answer["Retry-After"]) == (503, "5")


def test_without_the_database_both_hear_it(no_database: None) -> None:
    asking = Client(raise_request_exception=False)
    page, program = asking.get("/models/"), asking.get("/api/v1/models")

    assert (page.status_code, page["Retry-After"]) == (503, "5")
    assert "send it again" in page.content.decode()
    assert (program.status_code, program.json()["error"]["code"]) == (503, "away")


def clients_of_first_callers(monkeypatch: pytest.MonkeyPatch) -> int:
    """How many clients eight threads make that call for the first time at once."""
    made = []

    def slowly(_url: str) -> redis.Redis:
        time.sleep(0.05)
        made.append(redis.Redis())
        return made[-1]

    monkeypatch.setattr(redis.Redis, "from_url", slowly)
    start = threading.Barrier(8)

    def call() -> None:
        start.wait()
        valkey.client()

    callers = [threading.Thread(target=call) for _ in range(8)]
    valkey._made.cache_clear()
    try:
        for caller in callers:
            caller.start()
        for caller in callers:
            caller.join()
    finally:
        valkey._made.cache_clear()
    return len(made)


def test_first_callers_share_one_client(monkeypatch: pytest.MonkeyPatch) -> None:
    assert clients_of_first_callers(monkeypatch) == 1


def test_without_the_turn_they_would_make_several(monkeypatch: pytest.MonkeyPatch) -> None:
    """The control."""
    monkeypatch.setattr(valkey, "_making", contextlib.nullcontext())

    assert clients_of_first_callers(monkeypatch) > 1
