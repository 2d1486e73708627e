"""What a log line may hold."""

import logging
from types import SimpleNamespace
from uuid import uuid4

import pytest

from nexus.foundation import logs

TOKEN = "ImE4ZjE:1vMlQz:4kT0mK2hJ8qWn"


@pytest.mark.parametrize(
    ("path", "captured", "kept"),
    [
        (f"/settings/data/{TOKEN}/", [TOKEN], "/settings/data/…/"),
        ("/accounts/password/reset/key/1-d4x8ab-0123456789abcdef/", ["1", "d4x8ab-0123456789abcdef"],
         "/accounts/password/reset/key/…/"),
        ("/files/abcDEF0123/chair.glb", ["abcDEF0123/chair.glb"], "/files/…/…"),
        ("/models/17/", [17], "/models/17/"),
        ("/api/v1/models/17/reviews", ["17"], "/api/v1/models/17/reviews"),
        ("/models/s/s", ["s"], "/models/…/…"),
        ("/", [], "/"),
        (f"/{TOKEN}{TOKEN}", None, f"/{TOKEN[:24]}…"),
        (f"/get/{TOKEN}/chair.glb", None, "/get/…"),
    ],
)  # fmt: skip
def test_a_path_is_kept_without_what_may_open_something(path: str, captured: list | None, kept: str) -> None:
    assert logs.quiet_path(path, captured) == kept


def test_ids_are_kept() -> None:
    name = str(uuid4())

    assert logs.quiet_path(f"/jobs/{name}/", [name]) == f"/jobs/{name}/"


def test_a_line_of_djangos_own_names_no_secret_of_a_path() -> None:
    request = SimpleNamespace(
        path=f"/settings/data/{TOKEN}/", resolver_match=SimpleNamespace(args=(), kwargs={"token": TOKEN})
    )
    record = logging.LogRecord("django.request", logging.WARNING, "", 0, "%s: %s", ("Not Found", request.path), None)
    record.request = request

    assert logs.QuietPaths().filter(record)
    assert record.getMessage() == "Not Found: /settings/data/…/"


def test_the_servers_own_handlers_print_nothing_beside_ours() -> None:
    served = logging.getLogger("uvicorn.error")
    was = (list(served.handlers), served.propagate, list(logging.getLogger().handlers), logging.getLogger().level)
    served.addHandler(logging.StreamHandler())
    try:
        logs.set_up(log_format="json")

        assert served.handlers == []
        assert served.getEffectiveLevel() == logging.WARNING
        assert any(isinstance(one, logs.QuietPaths) for one in logging.getLogger().handlers[0].filters)
    finally:
        served.handlers, served.propagate, logging.getLogger().handlers = was[0], was[1], was[2]
        logging.getLogger().setLevel(was[3])
