"""core.md: /jobs/{id}/socket and /jobs/{id}/events, through the ASGI door: history first, then live, each event once."""

import asyncio
import json

import pytest
from channels.testing import HttpCommunicator, WebsocketCommunicator
from django.db import connections

from generation.models import Job
from nexus.asgi import application
from tests import make
from tests.contracts.api import validator
from tests.contracts.threads import in_thread

pytestmark = pytest.mark.usefixtures("fresh_database", "own_connections")

EVENT = validator('{"$ref": "#/components/schemas/Event"}')


def worked(job: Job) -> Job:
    try:
        return make.worked(job)
    finally:
        connections.close_all()


def socket(path: str, *, protocols: list[str] | None = None) -> WebsocketCommunicator:
    headers = [(b"host", b"testserver")]
    return WebsocketCommunicator(application, f"/api/v1{path}", headers=headers, subprotocols=protocols)


async def closed_with(communicator: WebsocketCommunicator) -> int:
    """The code after which the socket was accepted and closed."""
    assert (await communicator.connect(timeout=10))[0]
    told = await communicator.receive_output(timeout=10)
    assert told["type"] == "websocket.close"
    return told["code"]


async def events(communicator: WebsocketCommunicator) -> list[dict]:
    """Every event up to the close."""
    found = []
    while (told := await communicator.receive_output(timeout=60))["type"] == "websocket.send":
        found.append(json.loads(told["text"]))
        EVENT.validate(found[-1])
    return found


async def test_a_socket_tells_history_first_then_live_and_ends_after_the_final_event():
    user = await in_thread(make.person)
    job = await in_thread(make.job, user)
    token = await in_thread(make.bearer, user)
    communicator = socket(f"/jobs/{job.pk}/socket?token={token}")
    assert (await communicator.connect(timeout=10))[0]
    first = json.loads((await communicator.receive_output(timeout=10))["text"])

    work = asyncio.ensure_future(asyncio.to_thread(worked, job))
    rest = await events(communicator)
    done = await work

    assert (first["number"], first["type"]) == (1, "queued")
    assert [event["number"] for event in (first, *rest)] == list(range(1, done.last_number + 1))
    assert rest[-1]["type"] == "succeeded"


async def test_a_socket_goes_on_after_the_number_the_client_has():
    user = await in_thread(make.person)
    job = await in_thread(make.made_job, user)
    token = await in_thread(make.bearer, user)
    communicator = socket(f"/jobs/{job.pk}/socket?after=3", protocols=["nexus.bearer", token])
    accepted, subprotocol = await communicator.connect(timeout=10)

    assert (accepted, subprotocol) == (True, "nexus.bearer")
    assert [event["number"] for event in await events(communicator)] == list(range(4, job.last_number + 1))


async def test_a_socket_is_closed_with_the_code_that_says_why():
    owner, other = await in_thread(make.person), await in_thread(make.person)
    job = await in_thread(make.job, owner)
    token = await in_thread(make.bearer, other)

    assert await closed_with(socket(f"/jobs/{job.pk}/socket")) == 4401
    assert await closed_with(socket(f"/jobs/{job.pk}/socket?token=nonsense")) == 4401
    assert await closed_with(socket(f"/jobs/{job.pk}/socket?token={token}")) == 4403
    assert await closed_with(socket(f"/jobs/01a1fe50-4711-791c-8263-831e65701396/socket?token={token}")) == 4404


async def test_a_bad_token_is_refused_also_where_none_is_needed():
    job = await in_thread(make.job)

    assert await closed_with(socket(f"/jobs/{job.pk}/socket?token=nonsense")) == 4401


async def stream(path: str, **headers: str) -> dict:
    sent = [
        (b"host", b"testserver"),
        *((name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()),
    ]
    return await HttpCommunicator(application, "GET", f"/api/v1{path}", headers=sent).get_response(timeout=60)


def told(answer: dict) -> list[dict]:
    blocks = [block for block in answer["body"].decode().split("\n\n") if "data: " in block]
    found = []
    for block in blocks:
        lines = dict(line.split(": ", 1) for line in block.splitlines())
        found.append(json.loads(lines["data"]))
        assert lines["id"] == str(found[-1]["number"])
        assert "event" not in lines
    return found


async def test_a_stream_is_the_same_as_server_sent_events():
    user = await in_thread(make.person)
    job = await in_thread(make.made_job, user)
    token = await in_thread(make.bearer, user)
    answer = await stream(f"/jobs/{job.pk}/events", authorization=f"Bearer {token}")
    later = await stream(f"/jobs/{job.pk}/events/", authorization=f"Bearer {token}", last_event_id="2")

    assert answer["status"] == 200
    assert (b"Content-Type", b"text/event-stream") in answer["headers"]
    assert [event["number"] for event in told(answer)] == list(range(1, job.last_number + 1))
    assert [event["number"] for event in told(later)] == list(range(3, job.last_number + 1))


async def test_a_stream_is_refused_as_json():
    owner = await in_thread(make.person)
    job = await in_thread(make.job, owner)
    other = await in_thread(make.bearer, await in_thread(make.person))

    for answer, status in [
        (await stream(f"/jobs/{job.pk}/events"), 404),
        (await stream(f"/jobs/{job.pk}/events", authorization=f"Bearer {other}"), 404),
        (await stream(f"/jobs/{job.pk}/events", authorization="Bearer nonsense"), 401),
        (await stream("/jobs/nonsense/events"), 404),
    ]:
        assert answer["status"] == status
        assert set(json.loads(answer["body"])["error"]) >= {"code", "message"}
