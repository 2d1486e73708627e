"""What a remote engine notes in the job's journal, so that nothing is paid for twice when its worker dies."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from generation.engines.base import Brief, Journal
from generation.engines.providers.state import number, text


class Passing:
    """A journal for work that nobody resumes (the command line): it ends with the process."""

    def __init__(self) -> None:
        self._facts: dict[str, Any] = {}

    @property
    def key(self) -> str:
        return ""

    def read(self) -> dict[str, Any]:
        return dict(self._facts)

    def write(self, **facts: Any) -> None:
        self._facts |= facts


@dataclass(frozen=True)
class Note:
    """One request of a job: when it was about to be sent (seconds since 1970), and the provider's id once known."""

    asked_at: float
    task_id: str = ""


class Notes:
    """The requests of one job by their step ("model", "texture" …)."""

    def __init__(self, journal: Journal | None, *, clock: Callable[[], float] = time.time) -> None:
        self._journal: Journal = journal or Passing()
        self._clock = clock

    @classmethod
    def of(cls, brief: Brief) -> Notes:
        """The notes of a brief."""
        return cls(brief.journal)

    @property
    def key(self) -> str:
        """The idempotency key of the job, where a provider takes one."""
        return self._journal.key

    def open(self, step: str) -> Note | None:
        """The request that was noted and is not over; None where a new one may be sent."""
        kept = self._journal.read().get(step)
        if not isinstance(kept, Mapping) or kept.get("over"):
            return None
        asked_at = number(kept.get("asked_at"))
        return Note(asked_at if asked_at is not None else self._clock(), text(kept.get("id"), most=200))

    def intend(self, step: str) -> Note:
        """Before the request: it is about to be sent."""
        note = Note(self._clock())
        self._journal.write(**{step: {"asked_at": note.asked_at}})
        return note

    def took(self, step: str, note: Note, task_id: str) -> Note:
        """Right after the request: the provider took it under this id."""
        self._journal.write(**{step: {"asked_at": note.asked_at, "id": task_id}})
        return Note(note.asked_at, task_id)

    def over(self, step: str, note: Note, how: str, *, cost: float | None = None) -> None:
        """The request came to an end without a result; another attempt may ask anew."""
        kept = {"asked_at": note.asked_at, "id": note.task_id, "over": how}
        self._journal.write(**{step: kept | ({} if cost is None else {"cost": cost})})

    def keep(self, **facts: Any) -> None:
        """Other JSON values that the next attempt needs."""
        self._journal.write(**facts)

    def kept(self, name: str) -> Any:
        """What `keep` kept; None where there is nothing."""
        return self._journal.read().get(name)

    def seconds_since(self, note: Note) -> float:
        """How long ago the request was noted; 0 where the clock was set back."""
        return max(0.0, self._clock() - note.asked_at)
