"""The one way through a remote task: note, start or find again, poll to its end, cancel, and our own deadline."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from generation.engines.base import Cancelled, EngineError
from generation.engines.providers.line import CANCEL_GRACE, TRIES, Busy, Unsure
from generation.engines.providers.notes import Note, Notes
from generation.engines.providers.state import State, Task
from generation.engines.providers.waiting import Rising, Tick, ToldToStopError, jittered, pause

LOOKS_THAT_MAY_FAIL = 3
LONGEST_PAUSE = 30.0

Progress = Callable[[float, str], None]


class Provider(Protocol):
    """What `follow` needs of a provider's adapter; every call raises EngineError with a sentence."""

    @property
    def title(self) -> str:
        """Its name for people."""

    def start(self, tick: Tick) -> str:
        """Send the request; its id. Raises Busy or Unsure as Line.start does."""

    def find(self, note: Note, tick: Tick) -> str:
        """The id of a request whose answer got lost; "" where it surely never arrived, or is free to repeat.

        Raises EngineError where nobody can know: it would be paid for twice.
        """

    def look(self, task_id: str, tick: Tick) -> Task:
        """The task as it is now."""

    def cancel(self, task_id: str) -> None:
        """End the task where the provider can; quick, and silent where it cannot."""


@dataclass(frozen=True)
class Manners:
    """`deadline_seconds` counts from the first request of any attempt; `poll_seconds` is the usual pause."""

    deadline_seconds: float
    poll_seconds: float = 5.0


def follow(
    provider: Provider, step: str, *, notes: Notes, rising: Rising, progress: Progress, manners: Manners
) -> Task:
    """The task of `step`, succeeded; an earlier attempt's task is found again and not paid for twice.

    Raises EngineError for every other end, lets Cancelled pass after it was told to the provider.
    """
    note = _taken(provider, step, notes=notes, rising=rising, progress=progress, manners=manners)
    failures = 0
    while True:
        try:
            task = provider.look(note.task_id, rising.tick)
            failures = 0
        except (Cancelled, ToldToStopError):
            _end_quickly(provider, note.task_id)
            raise
        except EngineError as error:
            failures += 1
            if not error.retry or failures >= LOOKS_THAT_MAY_FAIL:
                if not error.retry:
                    notes.over(step, note, error.code)
                raise
            task = Task(State.QUEUED, words=f"{provider.title} is silent; asking again")
        if task.state is State.SUCCEEDED:
            return task
        if task.state not in (State.QUEUED, State.RUNNING):
            notes.over(step, note, str(task.state), cost=task.cost_units)
            raise _ended(provider, task)
        try:
            progress(task.progress or 0.0, _words(provider, task))
            _stay(provider, step, note, notes=notes, manners=manners)
            pause(min(jittered(task.look_after or manners.poll_seconds) * 2**failures, LONGEST_PAUSE), rising.tick)
        except (Cancelled, ToldToStopError):
            _end_quickly(provider, note.task_id)
            raise


def _taken(
    provider: Provider, step: str, *, notes: Notes, rising: Rising, progress: Progress, manners: Manners
) -> Note:
    """The noted request with its id: the earlier attempt's, one found again, or a new one."""
    note = notes.open(step)
    if note is not None:
        task_id = note.task_id or provider.find(note, rising.tick)
        if task_id:
            return notes.took(step, note, task_id)
    first, lost = note, 0
    while True:
        note = notes.intend(step)
        first = first or note
        try:
            return notes.took(step, note, _started(provider, step, note, notes=notes, tick=rising.tick))
        except Busy as busy:
            progress(0.0, f"{provider.title} has no free place; waiting for one")
            if notes.seconds_since(first) > manners.deadline_seconds:
                raise _no_place(provider, manners) from busy
            pause(jittered(busy.seconds), rising.tick)
        except Unsure as unsure:
            lost += 1
            if lost == TRIES:
                raise _lost(provider, unsure) from unsure
            pause(jittered(0.5 * lost), rising.tick)


def _started(provider: Provider, step: str, note: Note, *, notes: Notes, tick: Tick) -> str:
    """The id of a request just sent, or found where its answer got lost.

    What surely was not taken is over in the notes; where nobody knows, the note stays open.
    """
    try:
        return provider.start(tick)
    except Busy:
        notes.over(step, note, "busy")
        raise
    except Unsure:
        if found := provider.find(note, tick):
            return found
        notes.over(step, note, "lost")
        raise
    except ToldToStopError:
        raise
    except EngineError as error:
        notes.over(step, note, error.code)
        raise


def _no_place(provider: Provider, manners: Manners) -> EngineError:
    sentence = f"{provider.title} had no free place within {duration(manners.deadline_seconds)}."
    return EngineError(sentence, code="provider_busy", retry=True)


def _lost(provider: Provider, unsure: Unsure) -> EngineError:
    sentence = f"{provider.title} took no request in {TRIES} tries: {unsure}"
    return EngineError(sentence, code="provider_lost", retry=True)


def _stay(provider: Provider, step: str, note: Note, *, notes: Notes, manners: Manners) -> None:
    """Our own deadline: providers lose tasks without a word."""
    if notes.seconds_since(note) <= manners.deadline_seconds:
        return
    _end_quickly(provider, note.task_id)
    notes.over(step, note, str(State.TIMED_OUT))
    raise EngineError(f"{provider.title} did not finish within {duration(manners.deadline_seconds)}.", code="timed_out")


def _end_quickly(provider: Provider, task_id: str) -> None:
    """Tell the provider, but let nobody wait for it longer than a moment."""

    def tell() -> None:
        try:
            provider.cancel(task_id)
        except EngineError:
            return  # the provider's own limits end the task; ours was left anyway

    thread = threading.Thread(target=tell, name="cancel", daemon=True)
    thread.start()
    thread.join(CANCEL_GRACE)


def _ended(provider: Provider, task: Task) -> EngineError:
    sentences = {
        State.FAILED: f"{provider.title} could not make this.",
        State.CANCELLED: f"The task was cancelled at {provider.title}.",
        State.TIMED_OUT: f"{provider.title} ended the task because it took too long.",
    }
    code = task.error_code or {State.FAILED: "provider_failed"}.get(task.state, str(task.state))
    return EngineError(task.error_message or sentences[task.state], code=code, retry=task.retryable)


def _words(provider: Provider, task: Task) -> str:
    if task.words:
        return task.words
    if task.state is State.QUEUED:
        if task.queue_position:
            return f"Waiting at {provider.title}: {task.queue_position} in front"
        return f"Waiting at {provider.title}"
    return f"{provider.title} is working"


def duration(seconds: float) -> str:
    """A length of time in words."""
    if seconds < 120:
        return "1 second" if seconds == 1 else f"{seconds:g} seconds"
    return f"{seconds / 60:g} minutes" if seconds < 7200 else f"{seconds / 3600:g} hours"
