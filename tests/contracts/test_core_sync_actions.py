"""core.md: actions that are waited for (`sync`), through the ASGI door."""

import asyncio
import json
from collections.abc import Callable

import pytest
from channels.testing import HttpCommunicator
from django.db import connection

from conversations.models import ActionRun
from conversations.providers.base import Ask, ProviderError, Reply
from nexus.asgi import application
from tests import make
from tests.contracts.threads import in_thread

pytestmark = [pytest.mark.usefixtures("fresh_database", "own_connections"), pytest.mark.timeout(60)]


@pytest.fixture(autouse=True)
def scripted(monkeypatch):
    return make.answering(monkeypatch)


async def posted(path: str, token: str, body: dict) -> dict:
    sending = json.dumps(body).encode()
    headers = [
        (b"host", b"testserver"),
        (b"content-length", str(len(sending)).encode()),
        (b"authorization", f"Bearer {token}".encode()),
        (b"content-type", b"application/json"),
    ]
    sent = HttpCommunicator(application, "POST", f"/api/v1{path}", body=sending, headers=headers)
    return await sent.get_response(timeout=30)


async def until(true: Callable[[], bool]) -> None:
    for _ in range(600):
        if await in_thread(true):
            return
        await asyncio.sleep(0.05)
    raise AssertionError("it never came true")


def a_chat() -> tuple:
    user = make.person()
    return make.chat(user), make.bearer(user)


async def test_sync_waits_for_the_answer():
    chat, token = await in_thread(a_chat)
    with make.worker_of(chat.pk):
        answer = await posted(
            f"/chats/{chat.pk}/runpod", token, {"action": "process_requirements", "content": "a box", "sync": True}
        )
    told = json.loads(answer["body"])

    assert answer["status"] == 200
    assert (told["status"], told["provider"]) == ("completed", "planner")
    assert told["output"] == {"requirements": dict(make.DOCUMENT)}
    assert (told["message"]["role"], told["message"]["content"]) == ("assistant", "A box 80 mm wide.")
    assert not [name for name, _ in answer["headers"] if b"wait" in name.lower()]


async def test_sync_answers_with_a_failure_too(monkeypatch):
    def refuse(ask: Ask) -> Reply:
        raise ProviderError("RunPod could not make this.")

    make.answering(monkeypatch, refuse)
    chat, token = await in_thread(a_chat)
    with make.worker_of(chat.pk):
        answer = await posted(
            f"/chats/{chat.pk}/runpod/", token, {"action": "process_requirements", "content": "a box", "sync": True}
        )

    assert answer["status"] == 200
    told = json.loads(answer["body"])
    assert (told["status"], told["error"]) == ("failed", "RunPod could not make this.")


async def test_who_waits_holds_no_thread_and_no_connection():
    """Twenty wait at once, more than there are threads; another request is answered meanwhile."""
    chats = [await in_thread(a_chat) for _ in range(20)]
    body = {"action": "process_requirements", "content": "a box", "sync": True}
    waiting = [asyncio.ensure_future(posted(f"/chats/{chat.pk}/runpod", token, body)) for chat, token in chats]
    await until(lambda: ActionRun.objects.count() == 20)
    answer = await posted(f"/chats/{chats[0][0].pk}/runpod", chats[0][1], {"action": "health"})
    busy = await in_thread(connections_in_transactions)

    assert answer["status"] == 200
    assert busy == 0
    for chat, _ in chats:
        with make.worker_of(chat.pk):
            await until(lambda chat=chat: ActionRun.objects.get(chat=chat).state == "completed")
    answers = await asyncio.gather(*waiting)
    assert {found["status"] for found in answers} == {200}


def connections_in_transactions() -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
            " AND state LIKE 'idle in transaction%'"
        )
        return cursor.fetchone()[0]


async def test_the_waiting_of_a_deleted_chat_ends_with_what_was_queued():
    chat, token = await in_thread(a_chat)
    body = {"action": "process_requirements", "content": "a box", "sync": True}
    waiting = asyncio.ensure_future(posted(f"/chats/{chat.pk}/runpod", token, body))
    await until(ActionRun.objects.exists)
    await in_thread(chat.delete)
    answer = await waiting

    assert (answer["status"], json.loads(answer["body"])["status"]) == (202, "queued")
