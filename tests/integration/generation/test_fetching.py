"""Pictures fetched from addresses that people name: few at once, one for each who asks, and for a short while."""

import threading
from types import SimpleNamespace

import pytest

from generation import inputs
from nexus.foundation import bench, slots
from nexus.foundation.errors import TooMany, Unavailable

pytestmark = pytest.mark.django_db
URL = "https://example.com/vase.png"


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[dict]:
    seen: list[dict] = []

    def request(_method: str, _url: str, **how) -> SimpleNamespace:
        seen.append(how)
        return SimpleNamespace(status=200, body=b"picture")

    monkeypatch.setattr(inputs, "client", lambda: SimpleNamespace(request=request))
    monkeypatch.setattr(inputs, "take_picture", lambda data, filename: (data, filename))
    return seen


def test_a_host_that_drips_is_given_eight_seconds(asked: list[dict]) -> None:
    assert inputs.fetch_picture(URL, by="7") == (b"picture", "vase.png")
    assert asked[0]["seconds"] == 8


def test_one_who_waits_for_one_fetches_no_other_and_others_do(asked: list[dict]) -> None:
    mark = slots.take("fetching:7", most=1, seconds=30)

    with pytest.raises(TooMany):
        inputs.fetch_picture(URL, by="7")
    inputs.fetch_picture(URL, by="8")

    slots.leave("fetching:7", mark)
    inputs.fetch_picture(URL, by="7")


def test_two_dripping_hosts_leave_the_workshops_places_alone(
    asked: list[dict], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(inputs, "FETCHING", threading.BoundedSemaphore(2))
    for _ in range(2):
        assert inputs.FETCHING.acquire(blocking=False)

    with pytest.raises(Unavailable):
        inputs.fetch_picture(URL, by="7")
    assert bench.WAITING.acquire(blocking=False)
    bench.WAITING.release()

    inputs.FETCHING.release()
    inputs.fetch_picture(URL, by="7")
    inputs.FETCHING.release()
