"""A chat's socket: its numbered events, first those that were, then what comes; actions are asked for in frames."""

import json
from typing import Any
from uuid import UUID

from channels.db import database_sync_to_async

from accounts import passes
from accounts.models import User
from conversations import events, selectors
from conversations.services import actions
from nexus.foundation import limits, live
from nexus.foundation.errors import Invalid, NexusError, NotAllowed
from nexus.foundation.ids import uuid7
from nexus.foundation.sockets import MISSING, NOT_ONES_OWN, NOT_SIGNED_IN, FollowingSocket, last_number

REQUEST = "runpod.request"
FRAME_MOST = 60_000  # characters; the server ends a connection that sends frames above 65,536 bytes


class ChatSocket(FollowingSocket):
    """One chat's events, and actions in frames."""

    async def refusal(self) -> int:
        viewer: User | None = self.scope["viewer"]
        if self.scope["viewer_refusal"] or viewer is None:
            return NOT_SIGNED_IN
        self.viewer = viewer
        try:
            self.chat_id = UUID(self.scope["url_route"]["kwargs"]["chat_id"])
            await database_sync_to_async(selectors.chat_watched_by)(viewer, self.chat_id)
        except NotAllowed:
            return NOT_ONES_OWN
        except (NexusError, ValueError):
            return MISSING
        return 0

    async def follow(self) -> None:
        last = await self._history(last_number(self.scope))
        async with live.following(
            events.topic(self.chat_id),
            after=last,
            source=selectors.rows_after,
            passes=self.scope["passes"],
            ended=passes.ended,
        ) as follower:
            while (row := await follower.next()) is not None:
                if row.final:
                    await self.close(MISSING)
                    return
                await self.send(row.text)
        await self.let_go(follower)

    async def _history(self, last: int) -> int:
        """Send what was, page by page, however long the chat is; gives the last number sent."""
        while True:
            rows = await database_sync_to_async(selectors.events_after)(self.chat_id, last)
            for row in rows:
                await self.send(row.text)
                last = row.number
            if len(rows) < selectors.AT_ONCE:
                return last

    async def receive(self, text_data: str | None = None, bytes_data: bytes | None = None) -> None:
        """One frame; whatever is wrong with it is told, and the socket stays open."""
        if self.pump is None:
            return
        try:
            await database_sync_to_async(limits.take)(limits.USER, str(self.viewer.pk))
            await self._act(_payload(text_data))
        except NexusError as refusal:
            told: dict[str, Any] = {"type": "error", "code": refusal.code, "message": refusal.message}
            if refusal.fields:
                told["fields"] = refusal.fields
            if refusal.retry_after:
                told["retry_after"] = refusal.retry_after
            await self.send(json.dumps(told))

    async def _act(self, payload: dict[str, Any]) -> None:
        person = await database_sync_to_async(selectors.active_person)(self.viewer.pk)
        if person is None:
            await self.close(NOT_SIGNED_IN)
            return
        if payload["action"] == actions.HEALTH:
            found = await database_sync_to_async(actions.health)(by=person)
            output = {"status": found.status, "provider": found.provider}
            told = {"type": events.COMPLETED, "chat_id": str(self.chat_id), "runpod_id": str(uuid7())}
            told |= {"action": actions.HEALTH, "provider": found.provider}
            await self.send(json.dumps({**told, "message": None, "output": output}))
            return
        await database_sync_to_async(actions.ask)(self.chat_id, by=person, **payload)


def _payload(text: str | None) -> dict[str, Any]:
    """The arguments of an action out of one frame; raises Invalid with what a frame looks like."""
    if text is None:
        raise Invalid("Frames are text: one JSON object.", code="malformed_frame")
    if len(text) > FRAME_MOST:
        raise Invalid(f"A frame has at most {FRAME_MOST:,} characters.", code="frame_too_large")
    try:
        frame = json.loads(text)
    except (ValueError, RecursionError):
        raise Invalid("The frame is not JSON.", code="malformed_frame") from None
    if not isinstance(frame, dict) or frame.get("type") != REQUEST or not isinstance(frame.get("payload"), dict):
        raise Invalid(
            'A frame is {"type": "runpod.request", "payload": {"action", "content"}}.', code="malformed_frame"
        )
    payload: dict[str, Any] = frame["payload"]
    _check(payload)
    return {
        "action": payload["action"],
        "content": payload.get("content") or "",
        "history": payload.get("history"),
        "requirements": payload.get("requirements_json"),
        "metadata": payload.get("metadata_json"),
    }


KINDS: dict[str, tuple[type, str]] = {
    "content": (str, "Text."),
    "requirements_json": (dict, "A JSON object."),
    "metadata_json": (dict, "A JSON object."),
}


def _check(payload: dict[str, Any]) -> None:
    wrong: dict[str, list[str]] = {}
    if payload.get("action") not in actions.ACTIONS:
        wrong["action"] = [f"One of: {', '.join(actions.ACTIONS)}."]
    for name, (kind, sentence) in KINDS.items():
        if payload.get(name) is not None and not isinstance(payload[name], kind):
            wrong[name] = [sentence]
    if payload.get("history") is not None and not _is_history(payload["history"]):
        wrong["history"] = ['A list of {"role", "content"}.']
    if wrong:
        name, sentences = next(iter(wrong.items()))
        raise Invalid(f"{name}: {sentences[0]}", code="malformed_frame", fields=wrong)


def _is_history(given: Any) -> bool:
    return isinstance(given, list) and all(
        isinstance(turn, dict) and isinstance(turn.get("role"), str) and isinstance(turn.get("content"), str)
        for turn in given
    )
