"""Talking a design through: which action a message asks for, so that a person needs to know of none."""

from uuid import UUID

from django.db import transaction

from accounts.models import User
from conversations import selectors
from conversations.models import ActionRun, Chat
from conversations.services import actions, sessions
from conversations.services.actions import Asked

TITLE_MOST = 60
GO = frozenset(
    {"go", "go ahead", "build", "build it", "make it", "do it", "yes", "ok", "okay", "looks good", "that is right"}
    | {"los", "bau es", "bauen", "mach es", "ja", "passt", "gut so"}
)


def begin(owner: User, text: str) -> Chat:
    """A session named after its first wish, with its chat and that wish asked for, or none of them."""
    with transaction.atomic():
        session = sessions.make_session(owner, name=_title(text))
        chat = sessions.make_chat(session.pk, by=owner, title=_title(text))
        say(chat.pk, by=owner, text=text)
    return chat


def say(chat_id: UUID, *, by: User, text: str) -> Asked:
    """A message of a person: a wish becomes requirements, agreement to them a model, and a wish about a model its next
    version.
    """
    return actions.ask(chat_id, by=by, action=_action(selectors.latest(by, chat_id), text), content=text)


def _action(latest: selectors.Latest, text: str) -> str:
    if latest.has_source or (latest.is_agreeable and is_go(text)):
        return ActionRun.Action.SCAD
    return ActionRun.Action.REQUIREMENTS


def is_go(text: str) -> bool:
    """Whether a message only agrees."""
    return text.strip().rstrip(".!").lower() in GO


def _title(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= TITLE_MOST else f"{line[: TITLE_MOST - 1].rsplit(' ', 1)[0]}…"
