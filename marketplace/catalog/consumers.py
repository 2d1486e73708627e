"""An upload's stream: history first, then live, each event once; ends after the final one."""

from typing import Any

from channels.db import database_sync_to_async
from channels.generic.http import AsyncHttpConsumer

from generation.consumers import pump
from marketplace.catalog.selectors import files
from marketplace.catalog.services import upload_events
from nexus.foundation.errors import NexusError
from nexus.foundation.sockets import last_number


class UploadStream(AsyncHttpConsumer):
    """Server-sent events of one's own upload: stages with their progress, then ready or refused."""

    scope: Any

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
        wanted = self.scope["url_route"]["kwargs"]["upload_id"]
        try:
            upload = await database_sync_to_async(files.upload_to_follow)(self.scope["viewer"], wanted)
        except NexusError as refusal:
            await self._refuse(404, refusal.code, refusal.sentence)
            return
        topic = upload_events.topic(upload.pk)
        await pump(
            self, topic, after=last_number(self.scope), source=files.events_after, allowed_by=self.scope["passes"]
        )

    async def _refuse(self, status: int, code: str, sentence: str) -> None:
        body = f'{{"error": {{"code": "{code}", "message": "{sentence}"}}}}'.encode()
        await self.send_response(status, body, headers=[(b"Content-Type", b"application/json")])
