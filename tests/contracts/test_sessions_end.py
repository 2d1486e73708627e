"""Sockets that a page's session opened end within 2 s of that session, however it ends."""

import json
from unittest.mock import AsyncMock

import pytest
from allauth.usersessions.models import UserSession
from channels.testing import WebsocketCommunicator
from django.conf import settings as site
from django.contrib.sessions.models import Session
from django.test import Client

from accounts import passes
from accounts.models import User
from nexus.asgi import application
from nexus.foundation import live
from nexus.foundation.sockets import NOT_SIGNED_IN
from tests import make
from tests.contracts.threads import in_thread

pytestmark = pytest.mark.usefixtures("fresh_database", "own_connections")


def signed_in(user: User) -> Client:
    page = Client()
    page.post("/accounts/login/", {"login": user.username, "password": make.PASSWORD})
    assert page.session.session_key
    return page


async def opened(page: Client, job: object) -> WebsocketCommunicator:
    key = page.cookies[site.SESSION_COOKIE_NAME].value
    headers = [
        (b"host", b"testserver"),
        (b"origin", b"http://testserver"),
        (b"cookie", f"{site.SESSION_COOKIE_NAME}={key}".encode()),
    ]
    socket = WebsocketCommunicator(application, f"/api/v1/jobs/{job.pk}/socket", headers=headers)
    assert (await socket.connect(timeout=10))[0]
    assert json.loads((await socket.receive_output(timeout=10))["text"])["number"] == 1
    return socket


async def watching(maker=make.person) -> tuple[User, Client, WebsocketCommunicator, object]:
    user = await in_thread(maker)
    job = await in_thread(make.job, user)
    page = await in_thread(signed_in, user)
    return user, page, await opened(page, job), job


async def ends(socket: WebsocketCommunicator, *, within: float = 2) -> None:
    told = await socket.receive_output(timeout=within)
    assert (told["type"], told["code"]) == ("websocket.close", NOT_SIGNED_IN)


def end_it_elsewhere(user: User, own: Client) -> None:
    """As the page /accounts/sessions/ does for every session but one's own."""
    assert UserSession.objects.filter(user=user).count() == 2
    assert own.post("/accounts/sessions/").status_code == 302
    assert UserSession.objects.filter(user=user).count() == 1


async def test_a_session_that_is_ended_from_another_browser_ends_its_socket_and_no_other():
    user, _, socket, job = await watching()
    own = await in_thread(signed_in, user)
    stays = await opened(own, job)

    await in_thread(end_it_elsewhere, user, own)

    await ends(socket)
    assert await stays.receive_nothing(timeout=0.5)
    await stays.disconnect()


async def test_without_the_bell_it_stays_open(monkeypatch: pytest.MonkeyPatch):
    """The control: the same end, with nobody told, and nobody asked as the bell's listening begins."""
    monkeypatch.setattr(live.Reader, "_end_unheard", AsyncMock())
    user, _, socket, _ = await watching()
    own = await in_thread(signed_in, user)
    monkeypatch.setattr(live, "end", lambda _pass: None)

    await in_thread(end_it_elsewhere, user, own)

    assert await socket.receive_nothing(timeout=1.5)
    await socket.disconnect()


async def test_a_sweep_ends_it_where_the_bell_was_lost(monkeypatch: pytest.MonkeyPatch, settings):
    settings.LIVE_SWEEP_SECONDS = 0.3
    user, _, socket, _ = await watching()
    own = await in_thread(signed_in, user)
    monkeypatch.setattr(live, "end", lambda _pass: None)

    await in_thread(end_it_elsewhere, user, own)

    await ends(socket, within=5)


async def test_signing_out_of_the_console_ends_its_socket():
    _, page, socket, _ = await watching(make.superuser)

    await in_thread(page.post, "/admin/logout/")

    await ends(socket)


async def test_a_new_password_ends_every_socket():
    _, page, socket, _ = await watching()
    form = {"oldpassword": make.PASSWORD, "password1": "another-horse-8", "password2": "another-horse-8"}

    await in_thread(page.post, "/accounts/password/change/", form)

    await ends(socket)


async def test_a_session_opens_something_as_long_as_its_row_its_time_and_its_password_stand():
    user, page, socket, _ = await watching()
    await socket.disconnect()
    held = {passes.of_person(user.pk), passes.of_session(page.session.session_key)}
    assert await in_thread(passes.ended, held) == set()

    await in_thread(User.objects.filter(pk=user.pk).update, password="!other")
    assert await in_thread(passes.ended, held) == {passes.of_session(page.session.session_key)}

    await in_thread(User.objects.filter(pk=user.pk).update, password=user.password)
    assert await in_thread(passes.ended, held) == set()
    await in_thread(
        Session.objects.filter(session_key=page.session.session_key).update, expire_date="2020-01-01T00:00Z"
    )
    assert len(await in_thread(passes.ended, held)) == 1
