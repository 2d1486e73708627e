"""core.md: WS /chat-socket/{chat_id}, through the ASGI door: history first, then live, each event once."""

import asyncio
import json
from uuid import uuid4

import pytest
from channels.testing import WebsocketCommunicator
from django.conf import settings as site
from django.test import Client

from accounts.services import tickets
from conversations.consumers import FRAME_MOST
from conversations.models import ActionRun, Chat
from conversations.providers.base import Ask, ProviderError, Reply
from conversations.services import messages, sessions
from nexus.asgi import application
from tests import make
from tests.contracts.threads import in_thread

pytestmark = [pytest.mark.usefixtures("fresh_database", "own_connections"), pytest.mark.timeout(60)]


@pytest.fixture(autouse=True)
def scripted(monkeypatch):
    return make.answering(monkeypatch)


def socket(path: str, *, protocols: list[str] | None = None, **headers: str) -> WebsocketCommunicator:
    sent = [(b"host", b"testserver"), *((name.encode(), value.encode()) for name, value in headers.items())]
    return WebsocketCommunicator(application, f"/api/v1{path}", headers=sent, subprotocols=protocols)


def a_chat() -> tuple[Chat, str]:
    user = make.person()
    return make.chat(user), make.bearer(user)


async def opened(chat: Chat, token: str, after: int | None = None) -> WebsocketCommunicator:
    query = "" if after is None else f"&after={after}"
    communicator = socket(f"/chat-socket/{chat.pk}?token={token}{query}")
    assert (await communicator.connect(timeout=10))[0]
    return communicator


async def closed_with(communicator: WebsocketCommunicator) -> int:
    assert (await communicator.connect(timeout=10))[0]
    told = await communicator.receive_output(timeout=10)
    assert told["type"] == "websocket.close"
    return told["code"]


async def heard(communicator: WebsocketCommunicator) -> dict:
    told = await communicator.receive_output(timeout=20)
    assert told["type"] == "websocket.send", told
    return json.loads(told["text"])


async def heard_until(communicator: WebsocketCommunicator, *kinds: str) -> list[dict]:
    found = [await heard(communicator)]
    while found[-1]["type"] not in kinds:
        found.append(await heard(communicator))
    return found


def request(content: str = make.WISH, action: str = "process_requirements", **more) -> str:
    return json.dumps({"type": "runpod.request", "payload": {"action": action, "content": content, **more}})


async def test_a_request_is_queued_and_completed():
    chat, token = await in_thread(a_chat)
    communicator = await opened(chat, token)
    with make.worker_of(chat.pk):
        await communicator.send_to(text_data=request("a box"))
        first, *rest = await heard_until(communicator, "runpod.completed")
    await communicator.disconnect()

    assert (first["type"], first["status"], first["chat_id"]) == ("runpod.queued", "queued", str(chat.pk))
    assert {"runpod_id", "message_id", "provider"} <= set(first)
    assert {event["type"] for event in rest[:-1]} == {"runpod.progress"}
    last = rest[-1]
    assert (last["runpod_id"], last["chat_id"]) == (first["runpod_id"], str(chat.pk))
    assert set(last["message"]) == {"id", "role", "content"}
    assert last["output"] == {"requirements": dict(make.DOCUMENT)}
    assert [event["number"] for event in (first, *rest)] == list(range(1, len(rest) + 2))


async def test_a_failure_is_told(monkeypatch):
    def refuse(ask: Ask) -> Reply:
        raise ProviderError("RunPod could not make this.")

    make.answering(monkeypatch, refuse)
    chat, token = await in_thread(a_chat)
    communicator = await opened(chat, token)
    with make.worker_of(chat.pk):
        await communicator.send_to(text_data=request())
        told = (await heard_until(communicator, "runpod.failed"))[-1]
    await communicator.disconnect()

    assert told["error"] == "RunPod could not make this."
    assert told["chat_id"] == str(chat.pk)


async def test_history_comes_first_and_then_what_is_new():
    chat, token = await in_thread(a_chat)
    for number in range(3):
        await in_thread(make.message, chat, str(number))
    communicator = await opened(chat, token)
    old = [await heard(communicator) for _ in range(3)]
    await in_thread(make.message, chat, "new")
    new = await heard(communicator)
    await communicator.disconnect()

    assert [event["number"] for event in (*old, new)] == [1, 2, 3, 4]
    assert new["message"]["content"] == "new"
    assert new["at"].endswith("Z")


async def test_a_socket_goes_on_after_the_number_the_client_has():
    chat, token = await in_thread(a_chat)
    for number in range(4):
        await in_thread(make.message, chat, str(number))
    communicator = await opened(chat, token, after=2)
    found = [await heard(communicator), await heard(communicator)]
    nothing = await communicator.receive_nothing(timeout=0.3)
    await communicator.disconnect()

    assert [event["number"] for event in found] == [3, 4]
    assert nothing


async def test_a_history_longer_than_the_queue_of_a_follower_comes_whole():
    chat, token = await in_thread(a_chat)

    def say_much() -> None:
        for number in range(1100):
            messages.post_message(chat.pk, by=chat.session.owner, role="user", content=str(number))

    await in_thread(say_much)
    communicator = await opened(chat, token)
    numbers = [(await heard(communicator))["number"] for _ in range(1100)]
    await communicator.disconnect()

    assert numbers == list(range(1, 1101))


async def test_two_sockets_of_a_chat_hear_the_same():
    chat, token = await in_thread(a_chat)
    one, two = await opened(chat, token), await opened(chat, token)
    with make.worker_of(chat.pk):
        await one.send_to(text_data=request())
        heard_by_one = await heard_until(one, "runpod.completed")
        heard_by_two = await heard_until(two, "runpod.completed")
    await one.disconnect()
    await two.disconnect()

    assert heard_by_one == heard_by_two


async def test_a_client_that_comes_back_in_the_middle_has_every_event_once():
    chat, token = await in_thread(a_chat)
    first = await opened(chat, token)
    await first.send_to(text_data=request())
    seen = [await heard(first)]
    await first.disconnect()
    with make.worker_of(chat.pk):
        for _ in range(400):
            if (await in_thread(ActionRun.objects.get)).state == "completed":
                break
            await asyncio.sleep(0.05)
    second = await opened(chat, token, after=seen[-1]["number"])
    seen += await heard_until(second, "runpod.completed")
    await second.disconnect()

    assert [event["number"] for event in seen] == list(range(1, len(seen) + 1))


MALFORMED = [
    " ",
    "not json",
    "[]",
    "5",
    "null",
    "{}",
    '{"type": "runpod.request"}',
    '{"type": "runpod.request", "payload": []}',
    '{"type": "other", "payload": {}}',
    request(action="dance"),
    request(action=["process_requirements"]),
    request(content=5),
    request(content=""),
    request(content="a\x00b"),
    request(content="\ud800"),
    request(history="text"),
    request(history=[{"role": "robot", "content": "x"}]),
    request(history=[{"role": "user"}]),
    request(requirements_json=[]),
    request(requirements_json={"a": "\x00"}),
    request(metadata_json={"status_timeout_seconds": "soon"}),
    "[" * 20_000,
    "x" * (FRAME_MOST + 1),
]


async def test_a_malformed_frame_gets_an_error_event_and_the_socket_stays_open():
    chat, token = await in_thread(a_chat)
    communicator = await opened(chat, token)
    for frame in MALFORMED:
        await communicator.send_to(text_data=frame)
        told = await heard(communicator)
        assert told["type"] == "error", frame[:80]
        assert told["code"]
        assert told["message"].endswith("."), told
    await communicator.send_to(bytes_data=b"\x00\xff")
    assert (await heard(communicator))["type"] == "error"

    with make.worker_of(chat.pk):
        await communicator.send_to(text_data=request())
        assert (await heard_until(communicator, "runpod.completed"))[0]["type"] == "runpod.queued"
    await communicator.disconnect()
    assert await in_thread(ActionRun.objects.count) == 1


async def test_health_is_answered_like_a_completed_action_and_writes_nothing():
    chat, token = await in_thread(a_chat)
    communicator = await opened(chat, token)
    await communicator.send_to(text_data=request(action="health"))
    told = await heard(communicator)
    await communicator.disconnect()

    assert (told["type"], told["chat_id"], told["message"]) == ("runpod.completed", str(chat.pk), None)
    assert told["output"] == {"status": "ok", "provider": "planner"}
    assert await in_thread(ActionRun.objects.count) == 0


async def test_frames_are_limited(settings):
    settings.THROTTLE_FACTOR = 0.01
    chat, token = await in_thread(a_chat)
    communicator = await opened(chat, token)
    codes = []
    for _ in range(8):
        await communicator.send_to(text_data="{}")
        codes.append((await heard(communicator))["code"])
    await communicator.disconnect()

    assert codes == ["malformed_frame"] * 6 + ["too_many"] * 2


async def test_a_socket_is_closed_with_the_code_that_says_why():
    chat, _ = await in_thread(a_chat)
    other = await in_thread(make.bearer, await in_thread(make.person))

    assert await closed_with(socket(f"/chat-socket/{chat.pk}")) == 4401
    assert await closed_with(socket(f"/chat-socket/{chat.pk}?token=nonsense")) == 4401
    assert await closed_with(socket(f"/chat-socket/{chat.pk}?token=")) == 4401
    assert await closed_with(socket(f"/chat-socket/{chat.pk}?token={other}")) == 4403
    assert await closed_with(socket(f"/chat-socket/{uuid4()}?token={other}")) == 4404
    assert await closed_with(socket(f"/chat-socket/nonsense?token={other}")) == 4404


async def test_the_token_may_come_as_the_subprotocol():
    chat, token = await in_thread(a_chat)
    communicator = socket(f"/chat-socket/{chat.pk}/", protocols=["nexus.bearer", token])
    answer = await communicator.connect(timeout=10)
    await communicator.disconnect()

    assert answer == (True, "nexus.bearer")


async def test_a_ticket_opens_one_socket():
    chat, _ = await in_thread(a_chat)
    owner = await in_thread(lambda: Chat.objects.select_related("session__owner").get(pk=chat.pk).session.owner)
    ticket = await in_thread(tickets.make, owner)
    communicator = socket(f"/chat-socket/{chat.pk}?ticket={ticket}")
    assert (await communicator.connect(timeout=10))[0]
    assert await communicator.receive_nothing(timeout=0.3)
    await communicator.disconnect()

    assert await closed_with(socket(f"/chat-socket/{chat.pk}?ticket={ticket}")) == 4401


async def test_the_pages_own_session_opens_a_socket_only_from_our_origin():
    chat, _ = await in_thread(a_chat)

    def signed_in() -> str:
        client = Client()
        owner = Chat.objects.select_related("session__owner").get(pk=chat.pk).session.owner
        client.post("/accounts/login/", {"login": owner.username, "password": make.PASSWORD})
        return f"{site.SESSION_COOKIE_NAME}={client.cookies[site.SESSION_COOKIE_NAME].value}"

    cookie = await in_thread(signed_in)
    path = f"/chat-socket/{chat.pk}"
    ours = socket(path, cookie=cookie, origin="http://testserver")
    assert (await ours.connect(timeout=10))[0]
    assert await ours.receive_nothing(timeout=0.3)
    await ours.disconnect()

    assert await closed_with(socket(path, cookie=cookie, origin="https://evil.example")) == 4401
    assert await closed_with(socket(path, cookie=cookie)) == 4401


async def test_the_sockets_of_a_deleted_chat_are_closed():
    chat, token = await in_thread(a_chat)
    communicator = await opened(chat, token)
    await in_thread(sessions.delete_session, chat.session_id, by=chat.session.owner)
    told = await communicator.receive_output(timeout=10)

    assert (told["type"], told["code"]) == ("websocket.close", 4404)


async def test_a_banned_persons_open_socket_asks_for_nothing_more():
    chat, token = await in_thread(a_chat)
    communicator = await opened(chat, token)

    def ban() -> None:
        person = chat.session.owner
        person.is_active = False
        person.save(update_fields=["is_active"])

    await in_thread(ban)
    await communicator.send_to(text_data=request())
    told = await communicator.receive_output(timeout=10)

    assert (told["type"], told["code"]) == ("websocket.close", 4401)
    assert await in_thread(ActionRun.objects.count) == 0
