"""What the studio's pages show: sessions, their chats, and one chat with its messages, as plain rows."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count

from accounts.models import User
from conversations import selectors
from conversations.models import ActionRun, Chat, Message
from generation.selectors import jobs_of


@dataclass(frozen=True)
class SessionRow:
    """One session on its owner's list."""

    id: UUID
    name: str
    status: str
    chats: int
    jobs: int
    updated_at: datetime


@dataclass(frozen=True)
class ChatRow:
    id: UUID
    title: str
    messages: int
    updated_at: datetime


@dataclass(frozen=True)
class MessageRow:
    id: UUID
    number: int
    role: str
    content: str
    run_id: UUID | None
    created_at: datetime


@dataclass(frozen=True)
class RunRow:
    """An action that has not ended."""

    id: UUID
    action: str
    state: str
    provider: str
    job_id: UUID | None


@dataclass(frozen=True)
class ChatPage:
    """A chat with its messages; `last_event` is the number from which the page's socket goes on."""

    chat: ChatRow
    session_id: UUID
    session_name: str
    messages: tuple[MessageRow, ...]
    open_runs: tuple[RunRow, ...]
    last_event: int


def session_rows(owner: User, *, most: int = 50) -> list[SessionRow]:
    """A person's sessions, the newest first, each with how much it holds."""
    sessions = list(selectors.sessions_of(owner).annotate(held=Count("chats")).order_by("-id")[:most])
    counted = jobs_of(owner).filter(group_key__in=[session.group_key for session in sessions]).order_by()
    jobs = dict(counted.values_list("group_key").annotate(n=Count("pk")))
    return [
        SessionRow(row.pk, row.name, row.status, row.held, jobs.get(row.group_key, 0), row.updated_at)
        for row in sessions
    ]


def chat_rows(owner: User, session_id: UUID) -> list[ChatRow]:
    """The chats of one own session, the newest first."""
    session = selectors.session_of(owner, session_id)
    return [_chat_row(chat) for chat in session.chats.order_by("-id")]


def chat_page(owner: User, chat_id: UUID) -> ChatPage:
    """One own chat. The number of its newest event is read first, so that a socket from there on misses nothing."""
    chat = selectors.chat_of(owner, chat_id)
    messages = Message.objects.filter(chat=chat).order_by("number")
    open_runs = ActionRun.objects.filter(chat=chat).exclude(
        state__in=[ActionRun.State.COMPLETED, ActionRun.State.FAILED]
    )
    return ChatPage(
        chat=_chat_row(chat),
        session_id=chat.session_id,
        session_name=chat.session.name,
        messages=tuple(
            MessageRow(row.pk, row.number, row.role, row.content, row.run_id, row.created_at) for row in messages
        ),
        open_runs=tuple(
            RunRow(run.pk, run.action, run.state, run.provider, run.job_id) for run in open_runs.order_by("id")
        ),
        last_event=chat.last_event,
    )


def _chat_row(chat: Chat) -> ChatRow:
    return ChatRow(chat.pk, chat.title, chat.last_message, chat.updated_at)
