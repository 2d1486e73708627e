"""A job's socket and stream: history first, then live, each event once."""

import asyncio
import contextlib
import json
from collections.abc import Sequence
from typing import Any
from urllib.parse import parse_qs

from channels.db import database_sync_to_async
from django.conf import settings
from django.utils import translation

from accounts import passes
from accounts.models import User
from generation import events, selectors
from nexus.foundation import languages, limits, live
from nexus.foundation.errors import NexusError, TooMany
from nexus.foundation.sayings import said
from nexus.foundation.sockets import (
    MISSING,
    NOT_ONES_OWN,
    NOT_SIGNED_IN,
    FollowingSocket,
    Stream,
    last_number,
    leave_place,
    take_place,
)

PING_SECONDS = 15
STREAM_HEADERS = (
    (b"Content-Type", b"text/event-stream"),
    (b"Cache-Control", b"no-cache"),
    (b"X-Accel-Buffering", b"no"),
    (b"X-Content-Type-Options", b"nosniff"),
)


def _language(scope: Any) -> str:
    """`?language=de` of a page; programs leave it out and get the events as they are kept."""
    given = parse_qs(scope.get("query_string", b"").decode("latin1")).get("language", [""])[-1]
    return given if languages.is_known(given) else str(settings.LANGUAGE_CODE)


def _told(text: str, language: str) -> str:
    """One event's JSON with its message in `language`."""
    if language == settings.LANGUAGE_CODE:
        return text
    event: dict[str, Any] = json.loads(text)
    with translation.override(language):
        event["message"] = said(str(event.get("message") or ""))
    return json.dumps(event)


async def pump(
    consumer: Stream,
    topic: str,
    *,
    after: int,
    source: live.Source,
    allowed_by: frozenset[str] = frozenset(),
    headers: Sequence[tuple[bytes, bytes]] = (),
) -> None:
    """Answer with the topic's rows as server-sent events, each with its number as id; end after the final one, when the
    reader leaves, or when one of the passes that it is `allowed_by` ends.
    """
    await consumer.send_headers(headers=[*STREAM_HEADERS, *headers])
    await consumer.send_body(b": connected\n\n", more_body=True)
    with contextlib.suppress(asyncio.CancelledError):
        await consumer.while_there(_rows(consumer, topic, after, source, allowed_by))
    await consumer.send_body(b"", more_body=False)


async def _rows(consumer: Stream, topic: str, after: int, source: live.Source, allowed_by: frozenset[str]) -> None:
    language = _language(consumer.scope)
    async with live.following(topic, after=after, source=source, passes=allowed_by, ended=passes.ended) as follower:
        while True:
            try:
                row = await asyncio.wait_for(follower.next(), PING_SECONDS)
            except TimeoutError:
                await consumer.send_body(b": ping\n\n", more_body=True)
                continue
            if row is None:
                return
            told = f"id: {row.number}\ndata: {_told(row.text, language)}\n\n"
            await consumer.send_body(told.encode(), more_body=True)
            if row.final:
                return


class JobSocket(FollowingSocket):
    """One job's events; an ownerless job's need no token."""

    async def refusal(self) -> int:
        if self.scope["viewer_refusal"]:
            return NOT_SIGNED_IN
        viewer: User | None = self.scope["viewer"]
        job_id = self.scope["url_route"]["kwargs"]["job_id"]
        try:
            job = await database_sync_to_async(selectors.job_known_by_id)(job_id)
        except NexusError:
            return MISSING
        if job.owner_id is None or (viewer is not None and viewer.pk == job.owner_id):
            self.topic = events.topic(job.pk)
            self.passes = frozenset() if job.owner_id is None else self.scope["passes"]
            return 0
        return NOT_ONES_OWN if viewer is not None else NOT_SIGNED_IN

    async def follow(self) -> None:
        language = _language(self.scope)
        after = last_number(self.scope)
        async with live.following(
            self.topic, after=after, source=selectors.rows_after, passes=self.passes, ended=passes.ended
        ) as follower:
            while (row := await follower.next()) is not None:
                await self.send(_told(row.text, language))
                if row.final:
                    await self.close(1000)
                    return
        await self.let_go(follower)

    async def receive(self, text_data: str | None = None, bytes_data: bytes | None = None) -> None:
        """Nothing is expected from the client."""


class JobStream(Stream):
    """The same as server-sent events; ends after the final one."""

    async def handle(self, body: bytes) -> None:
        if self.scope["method"] not in {"GET", "HEAD"}:
            await self._json(
                405, b'{"error": {"code": "method_not_allowed", "message": "This stream is read with GET."}}'
            )
            return
        if self.scope["viewer_refusal"]:
            await self._json(
                401, b'{"error": {"code": "not_signed_in", "message": "The token is not valid or has ended."}}'
            )
            return
        viewer: User | None = self.scope["viewer"]
        try:
            subject = limits.subject_of_scope(self.scope, viewer.pk if viewer else None)
            await database_sync_to_async(limits.take)(limits.WATCHING, subject)
            job = await database_sync_to_async(selectors.job_seen_by)(
                viewer, self.scope["url_route"]["kwargs"]["job_id"]
            )
        except TooMany as refusal:
            await self._too_many(refusal)
            return
        except NexusError:
            await self._json(
                404, b'{"error": {"code": "not_found", "message": "There is no such job, or it is not yours."}}'
            )
            return
        allowed_by = frozenset() if job.owner_id is None else self.scope["passes"]
        try:
            take_place(subject)
        except TooMany as refusal:
            await self._too_many(refusal)
            return
        try:
            await pump(
                self,
                events.topic(job.pk),
                after=last_number(self.scope),
                source=selectors.rows_after,
                allowed_by=allowed_by,
            )
        finally:
            leave_place(subject)

    async def _too_many(self, refusal: TooMany) -> None:
        told = {"error": {"code": refusal.code, "message": refusal.message}}
        again = (b"Retry-After", str(refusal.retry_after).encode())
        await self._json(refusal.status, json.dumps(told).encode(), again)

    async def _json(self, status: int, body: bytes, *headers: tuple[bytes, bytes]) -> None:
        await self.send_response(status, body, headers=[(b"Content-Type", b"application/json"), *headers])
