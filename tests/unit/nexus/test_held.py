"""Answers that are held back at the door."""

import asyncio
import json
from typing import Any

from nexus.api.held import BOX, Held

QUEUED = b'{"status": "queued"}'


def app(wait_for: str = ""):
    """An application that answers at once and, where it says so, wants the answer held back."""

    async def answers(scope: dict[str, Any], receive: Any, send: Any) -> None:
        while (await receive()).get("more_body"):
            pass
        if wait_for:
            scope[BOX]["wait_for"] = wait_for
        headers = [(b"content-type", b"application/json"), (b"content-length", str(len(QUEUED)).encode())]
        await send({"type": "http.response.start", "status": 202, "headers": headers})
        await send({"type": "http.response.body", "body": QUEUED})

    return answers


async def called(held: Held, *, leaves_after: float = 60.0) -> list[dict[str, Any]]:
    """What the client is sent; it sends its body, then stays until it leaves."""
    sent: list[dict[str, Any]] = []
    came = False

    async def receive() -> dict[str, Any]:
        nonlocal came
        if not came:
            came = True
            return {"type": "http.request", "body": b"", "more_body": False}
        await asyncio.sleep(leaves_after)
        return {"type": "http.disconnect"}

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)

    await held({"type": "http"}, receive, send)
    return sent


async def test_an_answer_that_nobody_holds_passes_as_it_is():
    async def never(_wait_for: str) -> tuple[int, Any]:
        raise AssertionError("nothing is waited for")

    start, body = await called(Held(app(), never))

    assert (start["status"], body["body"]) == (202, QUEUED)


async def test_a_held_answer_is_what_its_ending_says():
    async def ending(wait_for: str) -> tuple[int, Any]:
        await asyncio.sleep(0.01)
        return 200, {"of": wait_for}

    start, body = await called(Held(app("job 7"), ending))

    assert (start["status"], json.loads(body["body"])) == (200, {"of": "job 7"})
    assert dict(start["headers"])[b"content-length"] == str(len(body["body"])).encode()
    assert dict(start["headers"])[b"content-type"] == b"application/json"


async def test_nothing_waits_on_for_a_client_that_left():
    ended = asyncio.Event()

    async def ending(_wait_for: str) -> tuple[int, Any]:
        try:
            await asyncio.sleep(60)
        finally:
            ended.set()
        return 200, {}

    sent = await asyncio.wait_for(called(Held(app("job 7"), ending), leaves_after=0.05), timeout=5)

    assert sent == []
    assert ended.is_set()
