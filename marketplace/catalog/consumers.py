"""An upload's stream: history first, then live, each event once; ends after the final one."""

import json

from channels.db import database_sync_to_async

from generation.consumers import pump
from marketplace.catalog.selectors import files
from marketplace.catalog.services import upload_events
from nexus.foundation import limits
from nexus.foundation.errors import NexusError
from nexus.foundation.sockets import Stream, last_number, leave_place, take_place


class UploadStream(Stream):
    """Server-sent events of one's own upload: stages with their progress, then ready or refused."""

    async def handle(self, body: bytes) -> None:
        if self.scope["method"] not in {"GET", "HEAD"}:
            await self._refuse(405, "method_not_allowed", "This stream is read with GET.")
        elif self.scope["viewer_refusal"]:
            await self._refuse(401, "not_signed_in", "The token is not valid or has ended.")
        elif self.scope["viewer"] is None:
            await self._refuse(401, "not_signed_in", "Sign in: send Authorization: Bearer <access_token>.")
        else:
            await self._follow()

    async def _follow(self) -> None:
        wanted, subject = self.scope["url_route"]["kwargs"]["upload_id"], str(self.scope["viewer"].pk)
        try:
            await database_sync_to_async(limits.take)(limits.WATCHING, subject)
            upload = await database_sync_to_async(files.upload_to_follow)(self.scope["viewer"], wanted)
            take_place(subject)
        except NexusError as refusal:
            again = [(b"Retry-After", str(refusal.retry_after).encode())] if refusal.retry_after else []
            await self._refuse(refusal.status, refusal.code, refusal.sentence, *again)
            return
        try:
            topic = upload_events.topic(upload.pk)
            await pump(
                self, topic, after=last_number(self.scope), source=files.events_after, allowed_by=self.scope["passes"]
            )
        finally:
            leave_place(subject)

    async def _refuse(self, status: int, code: str, sentence: str, *headers: tuple[bytes, bytes]) -> None:
        body = json.dumps({"error": {"code": code, "message": sentence}}).encode()
        await self.send_response(status, body, headers=[(b"Content-Type", b"application/json"), *headers])
