"""Between the event loop and the page threads: whoever sends or reads slowly waits on the loop, which costs no thread.

A small body is read whole before a thread is taken. Of large bodies at most half of the threads are held, and one that
comes too slowly is cut off. A streamed answer is sent from the loop; a thread is borrowed while a piece of it is read.
"""

import asyncio
import contextlib
import contextvars
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Iterator, MutableMapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import structlog
from a2wsgi import WSGIMiddleware

log = structlog.get_logger(__name__)

SMALL = 256 * 1024  # bytes; a body up to this is read before a thread is taken
STALL_SECONDS = 15.0  # the longest pause of a sender or a reader
PIECE = 64 * 1024  # bytes sent at once; a reader has STALL_SECONDS for each
SLOWEST = 8 * 1024  # bytes a second of a large body, on average after the first STALL_SECONDS
BOX = "nexus.door"
TOO_SLOW = b"The request came too slowly. Send it again."

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]


class _TooSlowError(Exception):
    """The sender paused for too long before its small body was whole."""


class _LeftError(Exception):
    """The sender went away before its small body was whole."""


@dataclass(frozen=True)
class _Stream:
    """A streamed answer that its page thread has handed over, with the context it was made in."""

    answer: Any
    context: contextvars.Context

    def read(self, pieces: Iterator[bytes]) -> bytes | None:
        return self.context.run(next, pieces, None)

    def close(self) -> None:
        self.context.run(self.answer.close)


class Door:
    """An ASGI application around a WSGI one with `workers` threads."""

    def __init__(self, pages: Any, *, workers: int, stall: float = STALL_SECONDS) -> None:
        self.threads: Any = WSGIMiddleware(_handing_over(pages), workers=workers)
        self.readers = ThreadPoolExecutor(workers, thread_name_prefix="reader")
        self.large = asyncio.Semaphore(max(1, workers // 2))
        self.stall = stall

    async def __call__(self, scope: dict[str, Any], receive: Receive, send: Send) -> None:
        # WSGI reads `X_Forwarded_For` as `X-Forwarded-For`: such a name would speak for the proxy.
        headers = [(name, value) for name, value in scope["headers"] if b"_" not in name]
        scope = {**scope, "headers": headers}
        if not _has_body(headers):
            await self._answer(scope, receive, send)
            return
        try:
            ahead, whole = await self._read_ahead(receive)
        except _LeftError:
            return
        except _TooSlowError:
            await _refuse(send)
            return
        body = self._again(ahead, whole, receive)

        async def read_again() -> Message:
            return await anext(body)

        async with contextlib.nullcontext() if whole else self.large:
            await self._answer(scope, read_again, send)

    async def _answer(self, scope: dict[str, Any], receive: Receive, send: Send) -> None:
        box: dict[str, _Stream] = {}

        async def keep_end_back(message: Message) -> None:
            if not box or message["type"] == "http.response.start":
                await send(message)

        await self.threads({**scope, BOX: box}, receive, keep_end_back)
        if box:
            await self._send(box["stream"], receive, send, empty=scope["method"] == "HEAD")

    async def _read_ahead(self, receive: Receive) -> tuple[bytes, bool]:
        """The body's beginning, and whether that is all of it."""
        body = bytearray()
        while len(body) <= SMALL:
            try:
                message = await asyncio.wait_for(receive(), self.stall)
            except TimeoutError:
                raise _TooSlowError from None
            if message["type"] == "http.disconnect":
                raise _LeftError
            body += message.get("body", b"")
            if not message.get("more_body", False):
                return bytes(body), True
        return bytes(body), False

    async def _again(self, ahead: bytes, whole: bool, receive: Receive) -> AsyncIterator[Message]:
        """The body's messages from the first; the end of one that stalls or crawls is a sender who has left."""
        yield {"type": "http.request", "body": ahead, "more_body": not whole}
        came, waited = 0, 0.0
        while not whole:
            before = time.monotonic()
            try:
                message = await asyncio.wait_for(receive(), self.stall)
            except TimeoutError:
                break
            came += len(message.get("body", b""))
            waited += time.monotonic() - before
            if waited > self.stall and came < waited * SLOWEST:
                break
            whole = not message.get("more_body", False)
            yield message
        while whole:  # what comes after the body is the client's leaving
            yield await receive()
        log.warning("request_too_slow", received=len(ahead) + came)
        while True:
            yield {"type": "http.disconnect"}

    async def _send(self, stream: _Stream, receive: Receive, send: Send, *, empty: bool) -> None:
        """The pieces as fast as they are taken; who pauses too long or leaves is not waited for."""
        loop = asyncio.get_running_loop()
        leaving = asyncio.create_task(left(receive))
        try:
            pieces = iter(stream.answer)
            while not empty and (piece := await loop.run_in_executor(self.readers, stream.read, pieces)) is not None:
                for at in range(0, len(piece), PIECE):
                    part = {"type": "http.response.body", "body": piece[at : at + PIECE], "more_body": True}
                    await asyncio.wait_for(send(part), self.stall)
                    if leaving.done():
                        return
            await send({"type": "http.response.body", "body": b""})
        except TimeoutError:
            log.warning("answer_read_too_slowly")
        finally:
            leaving.cancel()
            await loop.run_in_executor(self.readers, stream.close)


def _handing_over(pages: Any) -> Any:
    """The same WSGI application; a streamed answer is put into the request's box instead of being sent."""

    def app(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        answer: Any = pages(environ, start_response)
        if not getattr(answer, "streaming", False):
            return answer  # type: ignore[no-any-return]
        environ["asgi.scope"][BOX]["stream"] = _Stream(answer, contextvars.copy_context())
        return ()

    return app


def _has_body(headers: list[tuple[bytes, bytes]]) -> bool:
    return any(
        name == b"transfer-encoding" or (name == b"content-length" and value.strip() != b"0") for name, value in headers
    )


async def _refuse(send: Send) -> None:
    headers = [
        (b"content-type", b"text/plain; charset=utf-8"),
        (b"content-length", str(len(TOO_SLOW)).encode()),
        (b"connection", b"close"),
    ]
    await send({"type": "http.response.start", "status": 408, "headers": headers})
    await send({"type": "http.response.body", "body": TOO_SLOW})


async def left(receive: Receive) -> None:
    """Return once the client is gone."""
    while (await receive())["type"] != "http.disconnect":
        pass
