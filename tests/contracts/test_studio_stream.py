"""studio.md: /stream/{job_id} and the waiting of /text-to-image, through the ASGI door."""

import asyncio
import json
from typing import Any
from urllib.parse import urlencode

import pytest
from channels.testing import HttpCommunicator
from django.db import connections

from generation import services
from generation.models import Job
from nexus.api.studio import drawing
from nexus.asgi import application
from tests import make
from tests.contracts.studio import gpu
from tests.contracts.threads import in_thread

pytestmark = pytest.mark.usefixtures("fresh_database", "own_connections")


def worked(job: Job | None = None) -> Job:
    try:
        return make.worked(job)
    finally:
        connections.close_all()


async def asked(
    path: str, *, method: str = "GET", body: bytes = b"", seconds: int = 60, **headers: str
) -> dict[str, Any]:
    sent = [(b"host", b"testserver")]
    sent += [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()]
    return await HttpCommunicator(application, method, path, body=body, headers=sent).get_response(timeout=seconds)


def told(answer: dict[str, Any]) -> list[tuple[int, dict[str, Any]]]:
    """Number and status object of each event; there is no `event:` field."""
    assert answer["status"] == 200, answer
    found = []
    for block in answer["body"].decode().split("\n\n"):
        if "data: " in block:
            lines = dict(line.split(": ", 1) for line in block.splitlines())
            assert set(lines) == {"id", "data"}
            found.append((int(lines["id"]), json.loads(lines["data"])))
    return found


def header(answer: dict[str, Any], name: str) -> str:
    return next((value.decode() for key, value in answer["headers"] if key.decode().lower() == name.lower()), "")


async def test_a_stream_is_the_status_object_at_every_change_from_the_first_event_on():
    job = await in_thread(make.made_job)
    answer = await asked(f"/stream/{job.pk}")
    rows = told(answer)
    status = await in_thread(lambda: gpu().get(f"/status/{job.pk}").json())

    assert header(answer, "Content-Type") == "text/event-stream"
    assert [number for number, _ in rows] == list(range(1, job.last_number + 1))
    assert [row["status"] for _, row in rows] == ["pending", *["processing"] * (len(rows) - 2), "completed"]
    assert all(set(row) == set(status) for _, row in rows)
    progress = [row["progress"] for _, row in rows]
    assert progress == sorted(progress)
    assert [row["result"] for _, row in rows[:-1]] == [None] * (len(rows) - 1)
    last = rows[-1][1]
    assert (last["result"], last["progress"], last["updated_at"]) == (status["result"], 100, status["updated_at"])


async def test_a_stream_goes_on_live_and_ends_after_the_final_event():
    job = await in_thread(make.job)
    stream = asyncio.ensure_future(asked(f"/stream/{job.pk}/"))
    await asyncio.sleep(0.3)
    done = await asyncio.to_thread(worked, job)
    rows = told(await stream)

    assert [number for number, _ in rows] == list(range(1, done.last_number + 1))
    assert rows[-1][1]["status"] == "completed"


async def test_last_event_id_resumes_and_who_has_all_is_told_to_stop():
    job = await in_thread(make.made_job)
    later = told(await asked(f"/stream/{job.pk}", last_event_id="3"))
    over = await asked(f"/stream/{job.pk}", last_event_id=str(job.last_number))

    assert [number for number, _ in later] == list(range(4, job.last_number + 1))
    assert (over["status"], over["body"]) == (204, b"")  # an EventSource comes back no more


async def test_a_cancelled_jobs_stream_ends_with_it():
    job = await in_thread(make.job)
    await in_thread(services.cancel, job.pk, by=None)
    rows = told(await asked(f"/stream/{job.pk}"))

    assert [row["status"] for _, row in rows] == ["pending", "cancelled"]
    assert rows[-1][1]["error"] == "This job was cancelled."


async def test_an_owned_stream_opens_by_token_and_by_ticket_and_to_nobody_else():
    me = await in_thread(make.person)
    job = await in_thread(make.made_job, me)
    token = await in_thread(make.bearer, me)
    other = await in_thread(make.bearer, await in_thread(make.person))
    taken = await in_thread(lambda: gpu(me).post("/text-to-3d", {"prompt": make.TABLE}).json())
    ticket = taken["stream_url"].split("?ticket=")[1]
    own = await in_thread(services.cancel, taken["job_id"], by=me)

    for answer in (
        await asked(f"/stream/{job.pk}", authorization=f"Bearer {token}"),
        await asked(f"/stream/{job.pk}?{urlencode({'token': token})}"),
        await asked(f"/stream/{own.pk}?{urlencode({'ticket': ticket})}"),
        await asked(f"/stream/{own.pk}?{urlencode({'ticket': ticket})}"),  # as long as the job's files live
    ):
        assert told(answer)
    for answer, status, sentence in [
        (await asked(f"/stream/{job.pk}"), 401, "Authentication required"),
        (await asked(f"/stream/{job.pk}?ticket={ticket}"), 401, "Authentication required"),
        (await asked(f"/stream/{own.pk}?ticket={ticket}", authorization="Bearer x"), 401, "Authentication required"),
        (await asked(f"/stream/{job.pk}", authorization="Bearer nonsense"), 401, "Authentication required"),
        (
            await asked(f"/stream/{job.pk}", authorization=f"Bearer {other}"),
            403,
            "You don't have permission to view this job",
        ),
        (await asked("/stream/01a1fe50-4711-791c-8263-831e65701396"), 404, "Job not found"),
        (await asked("/stream/nonsense"), 404, "Job not found"),
        (await asked(f"/stream/{job.pk}", method="POST"), 405, "This stream is read with GET, not with POST."),
    ]:
        assert (answer["status"], json.loads(answer["body"])) == (status, {"error": sentence})


async def test_a_stream_may_be_read_from_configured_origins(settings):
    settings.CORS_ORIGINS = ["http://localhost:3000"]
    job = await in_thread(make.made_job)
    shared = await asked(f"/stream/{job.pk}", origin="http://localhost:3000")
    strange = await asked(f"/stream/{job.pk}", origin="http://evil.example")
    asking = await asked(f"/stream/{job.pk}", method="OPTIONS", origin="http://localhost:3000")

    assert header(shared, "Access-Control-Allow-Origin") == "http://localhost:3000"
    assert header(strange, "Access-Control-Allow-Origin") == ""
    assert (asking["status"], "Last-Event-ID" in header(asking, "Access-Control-Allow-Headers")) == (204, True)


async def test_text_to_image_waits_on_the_loop_and_answers_when_the_picture_exists():
    waiting = asyncio.ensure_future(text_to_image(make.TABLE))
    await asyncio.sleep(0.5)
    assert not waiting.done()
    done = await asyncio.to_thread(worked)
    answer = await waiting
    body = json.loads(answer["body"])

    assert answer["status"] == 200
    assert int(header(answer, "Content-Length")) == len(answer["body"])
    assert (body["success"], body["preview_id"]) == (True, str(done.pk))
    assert body["image_url"].startswith("http://testserver/files/")


async def test_text_to_image_tells_a_failure_and_gives_up_in_time(monkeypatch):
    waiting = asyncio.ensure_future(text_to_image("qwxz vbnm"))
    await asyncio.sleep(0.5)
    failed = await asyncio.to_thread(worked)
    refused = await waiting
    monkeypatch.setattr(drawing, "PATIENCE_SECONDS", 0.2)
    late = await text_to_image(make.TABLE)
    wrong = await text_to_image("")

    assert (refused["status"], json.loads(refused["body"])) == (400, {"error": failed.error_message})
    assert (late["status"], json.loads(late["body"])) == (
        503,
        {"error": "External service unavailable. Please try again later."},
    )
    assert wrong["status"] == 400


async def text_to_image(prompt: str) -> dict[str, Any]:
    body = urlencode({"prompt": prompt}).encode()
    kind, length = "application/x-www-form-urlencoded", str(len(body))
    return await asked("/text-to-image", method="POST", body=body, content_type=kind, content_length=length)
