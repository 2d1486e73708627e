"""Sessions and chats: made, renamed, deleted with everything in them, and asked for models."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import transaction

from accounts.models import User
from conversations import events, selectors
from conversations.models import Chat, Session
from generation import services as generation
from generation.models import Job
from generation.selectors import jobs_of
from nexus.foundation import live

NAME_MOST, TITLE_MOST = 120, 200


def make_session(
    owner: User, *, name: str = "", status: str = Session.Status.ACTIVE, metadata: Mapping[str, Any] | None = None
) -> Session:
    return Session.objects.create(owner=owner, name=name, status=status, metadata=dict(metadata or {}))


@transaction.atomic
def change_session(session_id: UUID, *, by: User | None, **changes: Any) -> Session:
    """Set `name`, `status` or `metadata`; what is not given stays."""
    session = selectors.session_for_change(by, session_id)
    for field, value in changes.items():
        setattr(session, field, value)
    session.save(update_fields=[*changes, "updated_at"])
    return session


@transaction.atomic
def delete_session(session_id: UUID, *, by: User | None) -> None:
    """Delete a session with its chats, messages and jobs, files too; what still runs is cancelled first."""
    session = selectors.session_for_change(by, session_id)
    chats = list(Chat.objects.select_for_update().filter(session=session).order_by("id"))
    jobs = jobs_of(session.owner).filter(group_key=session.group_key).order_by("id")
    for job_id in jobs.values_list("pk", flat=True):
        generation.delete(job_id, by=session.owner)
    session.delete()
    for chat in chats:
        live.ring(events.topic(chat.pk))


@transaction.atomic
def ask_for_job(session_id: UUID, *, by: User | None, **asked: Any) -> Job:
    """A job of this session; the session cannot be deleted meanwhile, so none is left behind."""
    session = selectors.session_for_change(by, session_id)
    return generation.submit(owner=session.owner, group_key=session.group_key, **asked)


@transaction.atomic
def make_chat(session_id: UUID, *, by: User | None, title: str = "") -> Chat:
    return Chat.objects.create(session=selectors.session_for_change(by, session_id), title=title)


@transaction.atomic
def rename_chat(chat_id: UUID, *, by: User | None, title: str) -> Chat:
    chat = selectors.chat_for_change(by, chat_id)
    chat.title = title
    chat.save(update_fields=["title", "updated_at"])
    return chat


@transaction.atomic
def delete_chat(chat_id: UUID, *, by: User | None) -> None:
    """Delete a chat with its messages and events; a worker on its action stops within a quarter of a second."""
    chat = selectors.chat_for_change(by, chat_id)
    topic = events.topic(chat.pk)
    chat.delete()
    live.ring(topic)
