"""The only writer of chat events: numbered under the chat's lock, appended, rung."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection

from conversations.models import Message
from nexus.foundation import live

MESSAGE_CREATED = "message.created"
MESSAGE_DELETED = "message.deleted"
QUEUED = "runpod.queued"
PROGRESS = "runpod.progress"
COMPLETED = "runpod.completed"
FAILED = "runpod.failed"

APPEND = """
WITH chat AS (
    UPDATE conversations_chat
    SET last_event = last_event + 1, last_message = last_message + %s, updated_at = clock_timestamp()
    WHERE id = %s RETURNING id, last_event
)
INSERT INTO conversations_chatevent (chat_id, number, type, body, at)
SELECT id, last_event, %s, %s::jsonb, clock_timestamp() FROM chat RETURNING number
"""


def topic(chat_id: UUID | str) -> str:
    return f"chat.{chat_id}"


def append(chat_id: UUID, kind: str, *, messages: int = 0, **body: Any) -> int:
    """Append the next event of a chat and give its number; the chat's row stays locked until the commit.

    `messages` counts those written with it. Both counters move in one statement: a second change of the same row in
    one transaction would make PostgreSQL look its session up and lock it, against the order of locks.
    """
    with connection.cursor() as cursor:
        cursor.execute(APPEND, [messages, chat_id, kind, json.dumps(body)])
        (number,) = cursor.fetchone()
    live.ring(topic(chat_id))
    return int(number)


FORGET = """
UPDATE conversations_chatevent
SET body = CASE WHEN body ? 'output' THEN jsonb_set(body, '{output}', '{}') ELSE body END
    || jsonb_build_object('message', jsonb_set(body->'message', '{content}', '""'))
WHERE chat_id = %s AND body->'message'->>'id' = %s
"""


def forget(chat_id: UUID, message_id: UUID) -> None:
    """Take the words and data of a deleted message out of the events that told it; their numbers stay."""
    with connection.cursor() as cursor:
        cursor.execute(FORGET, [chat_id, str(message_id)])


def shape(chat_id: UUID, number: int, kind: str, body: Mapping[str, Any], at: datetime) -> dict[str, Any]:
    """One event as every socket tells it."""
    return {
        "type": kind,
        "chat_id": str(chat_id),
        **body,
        "number": number,
        "at": at.isoformat().replace("+00:00", "Z"),
    }


def told(message: Message) -> dict[str, Any]:
    """A message inside an event or an answer."""
    return {"id": str(message.pk), "role": message.role, "content": message.content}
