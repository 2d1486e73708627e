"""What the studio has of a person: what was said in their sessions. All of it goes with the account."""

from collections.abc import Mapping

from accounts.models import User
from conversations.models import Chat, Message, Session
from conversations.services import sessions
from nexus.foundation.errors import NotFound
from nexus.foundation.personal import Obstacle, Own, table

GOES = frozenset({"conversations.Session.owner", "conversations.ActionRun.owner"})
STAYS: Mapping[str, str] = {}


def export(user: User) -> Own:
    return Own(
        (
            table("sessions", Session.objects.filter(owner=user), "id", "name", "status", "metadata", "created_at"),
            table("chats", Chat.objects.filter(session__owner=user), "id", "session_id", "title", "created_at"),
            table(
                "messages",
                Message.objects.filter(chat__session__owner=user),
                *("id", "chat_id", "number", "role", "content", "metadata", "created_at"),
            ),
        )
    )


def obstacles(_user: User) -> list[Obstacle]:
    return []


def close(user: User) -> None:
    """Nothing at once: the sockets that show a chat end with the person's passes."""


def forget(user: User) -> None:
    """Delete every session with its chats, messages and jobs."""
    for session_id in list(Session.objects.filter(owner=user).order_by("pk").values_list("pk", flat=True)):
        try:
            sessions.delete_session(session_id, by=user)
        except NotFound:  # deleted meanwhile
            continue
