"""Sessions, chats, messages and actions, for the person they belong to; anybody else's do not exist."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Q, QuerySet

from accounts.models import User
from conversations import events
from conversations.models import ActionRun, Chat, ChatEvent, Message, Session
from nexus.foundation.errors import NotAllowed, NotFound
from nexus.foundation.live import Row

NO_SESSION = "There is no such session, or it is not yours."
NO_CHAT = "There is no such chat, or it is not yours."
NO_MESSAGE = "There is no such message, or it is not yours."
HISTORY_MESSAGES, HISTORY_CHARACTERS = 100, 60_000  # how much of a chat a provider is told


def active_person(person_id: int) -> User | None:
    """Rights are looked at for every frame of a socket: a banned person's open one asks for nothing more."""
    return User.objects.filter(pk=person_id, is_active=True).first()


def sessions_of(owner: User) -> QuerySet[Session]:
    return Session.objects.filter(owner=owner)


def session_of(owner: User | None, session_id: UUID) -> Session:
    found = Session.objects.filter(owner=owner, pk=session_id).first() if owner else None
    if found is None:
        raise NotFound(NO_SESSION)
    return found


def session_for_change(owner: User | None, session_id: UUID) -> Session:
    """The row, locked: nothing is put into a session while it is deleted."""
    mine = Session.objects.select_related("owner").select_for_update(of=("self",))
    found = mine.filter(owner=owner, pk=session_id).first() if owner else None
    if found is None:
        raise NotFound(NO_SESSION)
    return found


def chats_of(owner: User) -> QuerySet[Chat]:
    return Chat.objects.filter(session__owner=owner)


def chat_of(owner: User | None, chat_id: UUID) -> Chat:
    found = Chat.objects.filter(session__owner=owner, pk=chat_id).select_related("session").first() if owner else None
    if found is None:
        raise NotFound(NO_CHAT)
    return found


def chat_for_change(owner: User | None, chat_id: UUID) -> Chat:
    """The row, locked. Whoever locks a run or a message locks its chat first."""
    mine = Chat.objects.select_related("session").select_for_update(of=("self",))
    found = mine.filter(session__owner=owner, pk=chat_id).first() if owner else None
    if found is None:
        raise NotFound(NO_CHAT)
    return found


def chat_watched_by(viewer: User, chat_id: UUID) -> Chat:
    """For sockets, whose contract tells another's chat from one that is not there."""
    found = Chat.objects.filter(pk=chat_id).select_related("session").first()
    if found is None:
        raise NotFound(NO_CHAT)
    if found.session.owner_id != viewer.pk:
        raise NotAllowed("This chat belongs to somebody else.")
    return found


def messages_of(owner: User) -> QuerySet[Message]:
    return Message.objects.filter(chat__session__owner=owner)


def message_of(owner: User | None, message_id: UUID) -> Message:
    found = messages_of(owner).filter(pk=message_id).first() if owner else None
    if found is None:
        raise NotFound(NO_MESSAGE)
    return found


def run_of(owner: User, run_id: UUID) -> ActionRun:
    found = ActionRun.objects.filter(owner=owner, pk=run_id).first()
    if found is None:
        raise NotFound("There is no such action, or it is not yours.")
    return found


def history_before(run: ActionRun) -> list[dict[str, str]]:
    """What the chat held when it was this run's turn: the newest messages before its own, oldest first.

    Answers to earlier requests count although they came after this run's question was asked.
    """
    question = int(run.request.get("number") or 0)
    earlier = Message.objects.filter(chat_id=run.chat_id).filter(Q(number__lt=question) | Q(run_id__lt=run.pk))
    found: list[dict[str, str]] = []
    left = HISTORY_CHARACTERS
    newest = earlier.exclude(run_id=run.pk).order_by("-number")
    for role, content in newest.values_list("role", "content")[:HISTORY_MESSAGES]:
        left -= len(content)
        if left < 0:
            break
        found.append({"role": role, "content": content})
    return found[::-1]


@dataclass(frozen=True)
class Standing:
    """What the chat's earlier actions decided: the newest requirements document and the newest source."""

    document: dict[str, Any] | None
    source: str | None


def standing_before(run: ActionRun) -> Standing:
    done = ActionRun.objects.filter(chat_id=run.chat_id, state=ActionRun.State.COMPLETED, pk__lt=run.pk).order_by("-id")
    outputs = list(done.values_list("output", flat=True)[:50])
    document = next((found["requirements"] for found in outputs if found.get("requirements")), None)
    source = next((found["scad"] for found in outputs if found.get("scad")), None)
    return Standing(document, source)


@dataclass(frozen=True)
class Latest:
    """How far a chat has come."""

    has_source: bool
    is_agreeable: bool  # requirements without an open question


def latest(owner: User, chat_id: UUID) -> Latest:
    """How far one's own chat has come, counting what is still asked for as asked."""
    runs = ActionRun.objects.filter(chat=chat_of(owner, chat_id)).exclude(state=ActionRun.State.FAILED).order_by("-id")
    found = list(runs.values_list("action", "output")[:50])
    documents = [output["requirements"] for _, output in found if output.get("requirements")]
    scad = any(action != ActionRun.Action.REQUIREMENTS for action, _ in found)
    return Latest(has_source=scad, is_agreeable=bool(documents) and not documents[0].get("questions"))


LATER = """
SELECT wanted.chat_id, found.number, found.type, found.body, found.at, chat.id IS NULL AS gone
FROM unnest(%s::uuid[], %s::int[]) AS wanted(chat_id, after)
LEFT JOIN conversations_chat chat ON chat.id = wanted.chat_id
LEFT JOIN LATERAL (
    SELECT e.number, e.type, e.body, e.at FROM conversations_chatevent e
    WHERE e.chat_id = wanted.chat_id AND e.number > wanted.after ORDER BY e.number LIMIT %s
) found ON true
WHERE found.number IS NOT NULL OR chat.id IS NULL
ORDER BY wanted.chat_id, found.number
"""
AT_ONCE = 500  # events of one chat in one reading, below the queue of a follower
GONE = 2**31 - 1  # the number of the last row of a chat that was deleted


def rows_after(after: Mapping[str, int]) -> list[Row]:
    """The live source of chat events: one query for all topics asked for; a deleted chat ends with a row of its own."""
    ids = [topic.removeprefix("chat.") for topic in after]
    with connection.cursor() as cursor:
        cursor.execute(LATER, [ids, list(after.values()), AT_ONCE])
        found = cursor.fetchall()
    return [
        Row(events.topic(chat_id), GONE, "", final=True)
        if gone
        else Row.of(events.topic(chat_id), number, events.shape(chat_id, number, kind, _read(body), at), final=False)
        for chat_id, number, kind, body, at, gone in found
    ]


def events_after(chat_id: UUID, number: int, *, most: int = AT_ONCE) -> list[Row]:
    """One page of a chat's history, as the socket tells it."""
    rows = ChatEvent.objects.filter(chat_id=chat_id, number__gt=number).order_by("number")[:most]
    topic = events.topic(chat_id)
    return [
        Row.of(topic, row.number, events.shape(chat_id, row.number, row.type, row.body, row.at), final=False)
        for row in rows
    ]


def _read(body: Any) -> dict[str, Any]:
    """A raw cursor gives JSON as text."""
    found: dict[str, Any] = json.loads(body) if isinstance(body, str) else body
    return found
