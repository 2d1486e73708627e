"""/stream/{job_id}: the status object of the GPU half at every change, as server-sent events."""

import json
from collections.abc import Iterable, Mapping
from urllib.parse import parse_qs
from uuid import UUID

from channels.db import database_sync_to_async
from django.conf import settings

from accounts.models import User
from generation import events, watch
from generation.consumers import STREAM_HEADERS, pump
from generation.watch import Watched
from nexus.api import auth
from nexus.api.base import CORS_HEADERS
from nexus.api.studio import shapes
from nexus.api.studio.asking import MISSING, NOT_SIGNED_IN, NOT_YOURS, job_id_of
from nexus.foundation import limits
from nexus.foundation.errors import NexusError, NotSignedIn, TooMany
from nexus.foundation.live import Row
from nexus.foundation.sockets import Stream, last_number, leave_place, take_place

ALLOWED = "GET, HEAD, OPTIONS"


def statuses_after(after: Mapping[str, int]) -> Iterable[Row]:
    """The live source: one query for the events of all topics, one for their jobs."""
    wanted = {UUID(topic.removeprefix("job.")): number for topic, number in after.items()}
    happened = watch.happened_after(wanted)
    jobs = watch.watched_many(list({job_id for job_id, _ in happened}))
    return [
        Row.of(
            events.topic(job_id),
            event.number,
            shapes.status(jobs[job_id], shapes.moment_of(jobs[job_id].job, event)),
            final=event.type in shapes.ENDED_BY,
        )
        for job_id, event in happened
        if job_id in jobs
    ]


class StatusStream(Stream):
    """From the first event on, or after Last-Event-ID; who has the last one already is told so with 204."""

    async def handle(self, body: bytes) -> None:
        method = self.scope["method"]
        if method == "OPTIONS":
            await self.send_response(204, b"", headers=self._cors(preflight=True))
            return
        if method not in {"GET", "HEAD"}:
            await self._refuse(405, f"This stream is read with GET, not with {method}.", (b"Allow", ALLOWED.encode()))
            return
        try:
            seen = await self._seen()
        except NexusError as refusal:
            again = [(b"Retry-After", str(refusal.retry_after).encode())] if refusal.retry_after else []
            await self._refuse(refusal.status, refusal.message, *again)
            return
        after = last_number(self.scope)
        if seen.job.is_final and after >= seen.job.last_number:
            await self.send_response(204, b"", headers=self._cors())
            return
        if method == "HEAD":
            await self.send_response(200, b"", headers=[*STREAM_HEADERS, *self._cors()])
            return
        try:
            take_place(self.subject)
        except TooMany as refusal:
            await self._refuse(refusal.status, refusal.message, (b"Retry-After", str(refusal.retry_after).encode()))
            return
        try:
            await pump(
                self,
                events.topic(seen.job.pk),
                after=after,
                source=statuses_after,
                allowed_by=self.allowed_by,
                headers=self._cors(),
            )
        finally:
            leave_place(self.subject)

    async def _seen(self) -> Watched:
        query = parse_qs(self.scope.get("query_string", b"").decode("latin1"))
        ticket = query.get("ticket", [""])[-1]
        # A ticket is this contract's own here; the door's one-use tickets are for the other streams.
        viewer = await auth.viewer_of_scope({**self.scope, "query_string": b""} if ticket else self.scope)
        if viewer.refusal:
            raise NotSignedIn(NOT_SIGNED_IN)
        self.allowed_by = viewer.passes  # a job's own ticket ends with the job alone
        job_id = job_id_of(self.scope["url_route"]["kwargs"]["job_id"])
        self.subject = limits.subject_of_scope(self.scope, viewer.person.pk if viewer.person else None)
        return await database_sync_to_async(self._one)(viewer.person, job_id, ticket, self.subject)

    @staticmethod
    def _one(viewer: User | None, job_id: UUID, ticket: str, subject: str) -> Watched:
        limits.take(limits.WATCHING, subject)
        try:
            return watch.watched_by(viewer, job_id, ticket=ticket)
        except NexusError as refusal:
            told = {401: NOT_SIGNED_IN, 403: NOT_YOURS.format(act="view"), 404: MISSING}
            refusal.sentence = told.get(refusal.status, refusal.sentence)
            raise

    def _cors(self, *, preflight: bool = False) -> list[tuple[bytes, bytes]]:
        """As nexus.api.base.with_cors says it for every other route."""
        headers = dict(self.scope.get("headers", []))
        origin = headers.get(b"origin", b"")
        found = [(b"Vary", b"Origin"), *([(b"Allow", ALLOWED.encode())] if preflight else [])]
        if origin.decode("latin1") not in settings.CORS_ORIGINS:
            return found
        found += [(b"Access-Control-Allow-Origin", origin), (b"Cross-Origin-Resource-Policy", b"cross-origin")]
        if preflight:
            found += [
                (b"Access-Control-Allow-Methods", ALLOWED.encode()),
                (b"Access-Control-Allow-Headers", CORS_HEADERS.encode()),
                (b"Access-Control-Max-Age", b"600"),
            ]
        return found

    async def _refuse(self, status: int, sentence: str, *headers: tuple[bytes, bytes]) -> None:
        kind = (b"Content-Type", b"application/json")
        await self.send_response(
            status, json.dumps({"error": sentence}).encode(), headers=[kind, *headers, *self._cors()]
        )
