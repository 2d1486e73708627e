"""One thread owns a device: callers of any thread queue up, equal wishes become one batch, each gets its own answer.

Models, schedulers and hooks on them are shared state, and CUDA dislikes many masters: so nobody but the owner touches
them. A caller reports and is cancelled in its own thread and never waits for the device to notice. No torch here.
"""

import threading
import time
from collections import deque
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, field
from typing import Any

from generation.engines.base import Report

LINGER = 0.03  # seconds an idle device waits for wishes that could share the batch
BEAT = 0.5  # seconds between two looks at a caller's cancel flag
WAITING = "Waiting for the device"

Work = Callable[[Sequence["Seat"]], Sequence[Any]]


class Abandoned(Exception):  # noqa: N818 - it is nobody's error
    """Everybody who waited for this batch has gone; raised by the work, swallowed by the owner."""


@dataclass(eq=False)
class Seat:
    """One caller's place in a batch: what it wishes, how far it is, and whether it still waits."""

    wish: Any
    progress: float = 0.0
    words: str = WAITING
    gone: bool = False
    answer: Any = None
    failure: BaseException | None = None
    done: bool = False
    news: threading.Event = field(default_factory=threading.Event)

    def tell(self, progress: float, words: str) -> None:
        """Said by the work; the caller's own thread passes it on. The number never falls."""
        self.progress = max(self.progress, progress)
        self.words = words
        self.news.set()

    def settle(self, answer: Any = None, failure: BaseException | None = None) -> None:
        self.answer, self.failure, self.done = answer, failure, True
        self.news.set()


@dataclass(eq=False)
class _Wish:
    key: Hashable
    seat: Seat
    work: Work
    most: int
    since: float


class Owner:
    """The thread of one device and the line before it; it starts with the first wish and ends with the process."""

    def __init__(self, name: str) -> None:
        self.name = name
        self._line: deque[_Wish] = deque()
        self._changed = threading.Condition()
        self._thread: threading.Thread | None = None

    def ask(self, key: Hashable, wish: Any, work: Work, report: Report, *, most: int = 1) -> Any:
        """Have `work` done in the owner's thread, in one batch with up to `most` - 1 other wishes of the same key.

        `work` takes the batch's seats and gives one answer for each; an answer that is an exception is raised for that
        caller alone. Calls `report` in this thread, at least every half second; whatever it raises leaves the seat
        empty and passes at once. Raises what the work raised.
        """
        seat = Seat(wish)
        with self._changed:
            self._line.append(_Wish(key, seat, work, most, time.monotonic()))
            if self._thread is None or not self._thread.is_alive():
                self._thread = threading.Thread(target=self._serve, name=f"owner of {self.name}", daemon=True)
                self._thread.start()
            self._changed.notify_all()
        try:
            while not seat.done:
                seat.news.wait(BEAT)
                seat.news.clear()
                if not seat.done:
                    report(seat.progress, seat.words)
        finally:
            seat.gone = True
        if seat.failure is not None:
            raise seat.failure
        return seat.answer

    def _serve(self) -> None:
        idle = True
        while True:
            batch = self._next(idle=idle)
            if batch:
                _work(batch)
            idle = not self._line

    def _next(self, *, idle: bool) -> list[_Wish]:
        """The oldest wish and those that may share its batch; waits for the first, and where the device had nothing to
        do a moment for the others.
        """
        with self._changed:
            while not self._line:
                self._changed.wait()
            first = self._line[0]
            while idle and first.most > 1 and (left := first.since + LINGER - time.monotonic()) > 0:
                if sum(one.key == first.key for one in self._line) >= first.most:
                    break
                self._changed.wait(left)
            batch = [one for one in self._line if one.key == first.key and not one.seat.gone][: first.most]
            taken = set(map(id, batch))
            self._line = deque(one for one in self._line if id(one) not in taken and not one.seat.gone)
            return batch


def _work(batch: list[_Wish]) -> None:
    seats = [one.seat for one in batch]
    try:
        answers = batch[0].work(seats)
        for seat, answer in zip(seats, answers, strict=True):
            if isinstance(answer, BaseException):
                seat.settle(failure=answer)
            else:
                seat.settle(answer)
    except Abandoned:
        pass
    except BaseException as failure:  # noqa: BLE001 - it is raised again in every thread that waits for this batch
        for seat in seats:
            if not seat.done:
                seat.settle(failure=failure)


_owners: dict[str, Owner] = {}
_guard = threading.Lock()


def of(device: str) -> Owner:
    """The one owner of a device in this process, whichever engine asks."""
    with _guard:
        return _owners.setdefault(device, Owner(device))
