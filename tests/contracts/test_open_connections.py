"""How many sockets and streams one person, or one address, holds open; and that an abandoned stream ends."""

import asyncio
import json

import pytest
from channels.testing import HttpCommunicator, WebsocketCommunicator

from nexus.asgi import application
from nexus.foundation import live, sockets
from tests import make
from tests.contracts.threads import in_thread

pytestmark = pytest.mark.usefixtures("fresh_database", "own_connections")


@pytest.fixture(autouse=True)
def two(monkeypatch: pytest.MonkeyPatch, settings) -> None:
    settings.THROTTLE_FACTOR = 1
    monkeypatch.setattr(sockets, "OPEN_MOST", 2)
    sockets._open.clear()


async def watching() -> tuple[str, str]:
    user = await in_thread(make.person)
    job = await in_thread(make.job, user)
    return f"/api/v1/jobs/{job.pk}", await in_thread(make.bearer, user)


def socket(path: str, token: str) -> WebsocketCommunicator:
    return WebsocketCommunicator(application, f"{path}/socket?token={token}", headers=[(b"host", b"testserver")])


def stream(path: str, token: str) -> HttpCommunicator:
    headers = [(b"host", b"testserver"), (b"authorization", f"Bearer {token}".encode())]
    return HttpCommunicator(application, "GET", path, headers=headers)


async def begun(one: HttpCommunicator) -> None:
    await one.send_input({"type": "http.request", "body": b""})
    assert (await one.receive_output(timeout=10))["status"] == 200
    told = b""
    while b"data:" not in told:
        told += (await one.receive_output(timeout=10))["body"]


async def test_the_third_socket_of_one_person_is_told_to_come_later_and_a_closed_one_makes_room():
    path, token = await watching()
    opened = [socket(path, token) for _ in range(2)]
    for one in opened:
        assert (await one.connect(timeout=10))[0]
        assert (await one.receive_output(timeout=10))["type"] == "websocket.send"

    third = socket(path, token)
    assert (await third.connect(timeout=10))[0]
    assert (await third.receive_output(timeout=10))["code"] == sockets.TRY_LATER
    await third.wait()

    await opened[0].disconnect()
    fourth = socket(path, token)
    assert (await fourth.connect(timeout=10))[0]
    assert (await fourth.receive_output(timeout=10))["type"] == "websocket.send"
    await fourth.disconnect()
    await opened[1].disconnect()
    assert not sockets._open


async def test_streams_count_with_sockets_and_an_abandoned_one_gives_its_place_back():
    path, token = await watching()
    first, second = stream(f"{path}/events", token), stream(f"{path}/events", token)
    await begun(first)
    await begun(second)

    refused = await stream(f"{path}/events", token).get_response(timeout=10)
    assert refused["status"] == 429
    assert json.loads(refused["body"])["error"]["code"] == "too_many"

    await first.send_input({"type": "http.disconnect"})
    for _ in range(100):
        if sum(sockets._open.values()) == 1:
            break
        await asyncio.sleep(0.05)
    assert sum(sockets._open.values()) == 1
    assert len([one for held in live.reader().followers.values() for one in held]) == 1

    await second.send_input({"type": "http.disconnect"})
    await asyncio.sleep(0.2)
    assert not sockets._open


async def test_a_stream_ends_when_its_longest_life_is_over(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(sockets, "LONGEST_LIFE", 0.5)
    path, token = await watching()
    one = stream(f"{path}/events", token)
    await begun(one)

    last = await one.receive_output(timeout=5)

    assert (last["body"], last.get("more_body", False)) == (b"", False)
    assert not sockets._open


async def test_a_socket_ends_when_its_longest_life_is_over(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(sockets, "LONGEST_LIFE", 0.5)
    path, token = await watching()
    one = socket(path, token)
    assert (await one.connect(timeout=10))[0]
    assert (await one.receive_output(timeout=10))["type"] == "websocket.send"

    assert (await one.receive_output(timeout=5))["code"] == sockets.TRY_LATER
