"""Makers of sessions, chats and messages, and of actions worked on by the real worker's side."""

import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, ClassVar
from uuid import UUID

import pytest
from django.db import connection, connections

from accounts.models import User
from conversations import actions, lease, providers
from conversations.models import ActionRun, Chat, Message, Session
from conversations.providers.base import Ask, Reply
from conversations.services import actions as asking
from conversations.services import messages, sessions

WISH = "a box 80 mm wide, 60 mm deep and 40 mm tall"
CUBE = "// a cube\nsize = 20; // [5:1:80]\ncube([size, size, size]);\n"


def session(owner: User, name: str = "A drone", **fields: Any) -> Session:
    return sessions.make_session(owner, name=name, **fields)


def chat(owner: User, title: str = "The frame", *, inside: Session | None = None) -> Chat:
    return sessions.make_chat((inside or session(owner)).pk, by=owner, title=title)


def message(inside: Chat, content: str = WISH, *, role: str = "user", **fields: Any) -> Message:
    return messages.post_message(inside.pk, by=inside.session.owner, role=role, content=content, **fields)


def action(inside: Chat, content: str = WISH, *, action: str = "process_requirements", **asked: Any) -> ActionRun:
    """An action that waits for its turn."""
    return asking.ask(inside.pk, by=inside.session.owner, action=action, content=content, **asked).run


class Unwatched(lease.Keeper):
    """For tests in a transaction that is rolled back: a thread's own connection would not see the run."""

    def _keep(self) -> None:
        pass


def acted(run: ActionRun) -> ActionRun:
    """Work on the chat's next action, and give this one as it then stands."""
    keeper = Unwatched if connection.in_atomic_block else lease.Keeper
    actions.work("a worker of the tests", run.pk, keeper_of=keeper)
    run.refresh_from_db()
    return run


class Scripted:
    """A provider that answers as the test says, and remembers what it was asked."""

    name: ClassVar[str] = "planner"
    corrects: ClassVar[bool] = False

    def __init__(self, answer: Callable[[Ask], Reply], *, corrects: bool = False, sick: str = "") -> None:
        self.answer, self.asked, self.sick = answer, list[Ask](), sick
        self.corrects = corrects  # type: ignore[misc] - a test's own

    def health(self) -> str:
        return self.sick

    def requirements(self, ask: Ask) -> Reply:
        self.asked.append(ask)
        return self.answer(ask)

    def source(self, ask: Ask) -> Reply:
        self.asked.append(ask)
        return self.answer(ask)


DOCUMENT: Mapping[str, Any] = {
    "model_type": "box",
    "primary_function": "holds things",
    "description_natural_language": "A box 80 mm wide.",
    "standard_components": [],
    "custom_description": "",
    "dimensions": [{"name": "width", "value": 80, "unit": "mm"}],
}


def as_box(ask: Ask) -> Reply:
    """A box, whatever was asked."""
    return Reply(content="A box 80 mm wide.", requirements=dict(DOCUMENT), scad=CUBE)


def answering(monkeypatch: pytest.MonkeyPatch, answer: Callable[[Ask], Reply] = as_box, **options: Any) -> Scripted:
    """Let a scripted provider answer all actions of this test."""
    scripted = Scripted(answer, **options)
    monkeypatch.setattr(providers, "chosen", lambda: scripted)
    monkeypatch.setattr(providers, "named", lambda _name: scripted)
    return scripted


@contextmanager
def worker_of(chat_id: UUID | str) -> Iterator[None]:
    """A worker in a thread of its own that takes every action of a chat, as Celery's would."""
    end = threading.Event()

    def work() -> None:
        try:
            while not end.wait(0.05):
                waiting = ActionRun.objects.filter(chat_id=chat_id, state="queued").values_list("pk", flat=True).first()
                if waiting:
                    actions.work("a worker of the tests", waiting)
        finally:
            connections.close_all()

    thread = threading.Thread(target=work, daemon=True)
    thread.start()
    try:
        yield
    finally:
        end.set()
        thread.join(20)


def follow(run: ActionRun) -> ActionRun:
    """What the fact of an ended job leads to."""
    actions.follow_job(run.job_id)
    run.refresh_from_db()
    return run
