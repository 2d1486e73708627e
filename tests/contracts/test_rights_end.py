"""settled.md: tokens and sockets end within 2 s when the right that opened them ends, whatever opened them."""

import asyncio
import json
from unittest.mock import AsyncMock

import pytest
from channels.testing import WebsocketCommunicator

from accounts.models import User
from accounts.services import tokens
from nexus.asgi import application
from nexus.foundation import live
from nexus.foundation.sockets import NOT_SIGNED_IN, TRY_LATER
from tests import make
from tests.contracts.threads import in_thread

pytestmark = pytest.mark.usefixtures("fresh_database", "own_connections")


async def opened(path: str, token: str) -> WebsocketCommunicator:
    """A socket that has told its first event."""
    communicator = WebsocketCommunicator(
        application, f"/api/v1{path}?token={token}", headers=[(b"host", b"testserver")]
    )
    assert (await communicator.connect(timeout=10))[0]
    assert json.loads((await communicator.receive_output(timeout=10))["text"])["number"] == 1
    return communicator


async def watching() -> tuple[User, str, WebsocketCommunicator]:
    user = await in_thread(make.person)
    job = await in_thread(make.job, user)
    token = await in_thread(make.bearer, user)
    return user, token, await opened(f"/jobs/{job.pk}/socket", token)


async def test_a_socket_ends_within_two_seconds_of_the_logout_of_its_token():
    _, token, communicator = await watching()

    await in_thread(tokens.end, token)

    told = await communicator.receive_output(timeout=2)
    assert (told["type"], told["code"]) == ("websocket.close", NOT_SIGNED_IN)


async def test_without_the_bell_it_would_stay_open(monkeypatch: pytest.MonkeyPatch):
    """The control: the same logout, with nobody told, and nobody asked as the bell's listening begins."""
    monkeypatch.setattr(live.Reader, "_end_unheard", AsyncMock())
    _, token, communicator = await watching()
    monkeypatch.setattr(live, "end", lambda _pass: None)

    await in_thread(tokens.end, token)

    assert await communicator.receive_nothing(timeout=1.5)
    await communicator.disconnect()


async def test_a_sweep_ends_it_where_the_bell_was_lost(monkeypatch: pytest.MonkeyPatch, settings):
    settings.LIVE_SWEEP_SECONDS = 0.3
    user, _, communicator = await watching()
    monkeypatch.setattr(live, "end", lambda _pass: None)

    await in_thread(User.objects.filter(pk=user.pk).update, is_active=False)

    told = await communicator.receive_output(timeout=5)
    assert (told["type"], told["code"]) == ("websocket.close", NOT_SIGNED_IN)


async def test_another_sign_in_of_the_same_person_stays():
    user, token, communicator = await watching()
    other = await in_thread(make.bearer, user)
    job = await in_thread(make.job, user)
    stays = await opened(f"/jobs/{job.pk}/socket", other)

    await in_thread(tokens.end, token)
    assert (await communicator.receive_output(timeout=2))["type"] == "websocket.close"

    assert await stays.receive_nothing(timeout=0.5)
    await stays.disconnect()
    await asyncio.sleep(0)


async def test_opening_too_often_is_refused_with_try_again_later(settings):
    settings.THROTTLE_FACTOR = 1 / 600
    _, _, first = await watching()

    second = WebsocketCommunicator(application, first.scope["path"], headers=[(b"host", b"testserver")])
    second.scope["query_string"] = first.scope["query_string"]
    assert (await second.connect(timeout=10))[0]

    assert (await second.receive_output(timeout=5))["code"] == TRY_LATER
    await first.disconnect()
