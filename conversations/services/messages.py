"""Messages: appended and deleted, never changed."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import transaction

from accounts.models import User
from conversations import events, lease, selectors
from conversations.models import Chat, Message
from nexus.foundation.ids import uuid7

CONTENT_MOST = 100_000


@transaction.atomic
def post_message(
    chat_id: UUID,
    *,
    by: User | None,
    role: str,
    content: str,
    tokens: int | None = None,
    metadata: Mapping[str, Any] | None = None,
) -> Message:
    """Append a message to one's own chat, and tell who follows it."""
    chat = selectors.chat_for_change(by, chat_id)
    message = append(chat, role=role, content=content, tokens=tokens, metadata=metadata)
    events.append(chat.pk, events.MESSAGE_CREATED, messages=1, message=events.told(message))
    return message


def append(
    chat: Chat,
    *,
    role: str,
    content: str,
    tokens: int | None = None,
    metadata: Mapping[str, Any] | None = None,
    run_id: UUID | None = None,
) -> Message:
    """The next message of a chat whose row the caller holds locked, and of which an event is told next."""
    return Message.objects.create(
        id=uuid7(),  # made under the lock, so that ids sort as numbers do
        chat=chat,
        run_id=run_id,
        number=lease.next_number(chat.pk),
        role=role,
        content=content,
        tokens=tokens,
        metadata=dict(metadata or {}),
    )


@transaction.atomic
def delete_message(message_id: UUID, *, by: User | None) -> None:
    """Take a message out of its chat, out of what its events tell, and out of what a later wish is read with."""
    message = selectors.message_of(by, message_id)
    selectors.chat_for_change(by, message.chat_id)
    message.delete()
    events.forget(message.chat_id, message_id)
    events.append(message.chat_id, events.MESSAGE_DELETED, message_id=str(message_id))
