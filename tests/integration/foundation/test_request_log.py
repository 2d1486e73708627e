"""The one line of a request, as it is written."""

import pytest
from django.test import Client
from structlog.testing import capture_logs

from tests import make

pytestmark = pytest.mark.django_db


def paths_of(*asked: str) -> list[str]:
    page = Client()
    page.force_login(make.person())
    with capture_logs() as lines:
        for path in asked:
            page.get(path)
    return [line["path"] for line in lines if line["event"] == "request"]


def test_a_signed_path_is_not_logged() -> None:
    assert paths_of("/settings/data/ImE4ZjE:1vMlQz:4kT0mK2hJ8q/", "/notifications/off/ImE4ZjE:1vMlQz:4kT0mK2hJ8q/") == [
        "/settings/data/…/",
        "/notifications/off/…/",
    ]


def test_what_was_asked_for_can_still_be_told() -> None:
    assert paths_of("/settings/", "/models/17/", "/no/such/page/") == ["/settings/", "/models/17/", "/no/…"]
