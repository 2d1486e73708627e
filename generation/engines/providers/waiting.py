"""Waiting that stays polite: a share that never falls, and work in a thread that a cancelled job need not wait for."""

from __future__ import annotations

import queue
import secrets
import threading
import time
from collections.abc import Callable
from typing import TypeVar

from generation.engines.base import Cancelled, EngineError, Report

T = TypeVar("T")
Tick = Callable[[], None]

TICK_SECONDS = 0.25

shake = secrets.SystemRandom().random


class ToldToStopError(EngineError):
    """The one who is reported to ended the work (its time is over): no fault of the provider, who is told."""


class Rising:
    """A report whose share never falls; `tick` says the last words again, so that a cancelled job is noticed."""

    def __init__(self, report: Report) -> None:
        self._report = report
        self._share = 0.0
        self._words = "Starting"

    def __call__(self, share: float, words: str) -> None:
        self._share = max(self._share, min(max(share, 0.0), 1.0))
        self._words = words
        self.tick()

    def tick(self) -> None:
        """Say it again; raises Cancelled where the job was cancelled, ToldToStopError where its time is over."""
        try:
            self._report(self._share, self._words)
        except EngineError as error:
            raise ToldToStopError(error.message, code=error.code, retry=error.retry) from error

    def part(self, low: float, high: float) -> Callable[[float, str], None]:
        """A report for one part of the work: its 0..1 is our `low`..`high`."""
        return lambda share, words: self(low + (high - low) * min(max(share, 0.0), 1.0), words)


class Abandoned(Exception):  # noqa: N818 -- it reads as what it is
    """Nobody waits for this answer any more; ends the thread that still reads it."""


def patiently(work: Callable[[threading.Event], T], tick: Tick, *, grace: float = 0.0) -> T:
    """Do `work` in a thread and call `tick` four times a second meanwhile.

    What `tick` raises ends the waiting: the event given to `work` is set, and the thread ends by itself at its next
    byte or at its own time limit. With `grace` a cancelled job waits so many seconds more for the answer first, and
    gets it (so that a task just paid for is known and can be cancelled); the next tick raises again.
    """
    box: queue.SimpleQueue[tuple[bool, T | BaseException]] = queue.SimpleQueue()
    abandoned = threading.Event()

    def run() -> None:
        try:
            box.put((True, work(abandoned)))
        except BaseException as error:  # noqa: BLE001 -- handed to the one who waits
            box.put((False, error))

    threading.Thread(target=run, name="provider", daemon=True).start()
    while True:
        try:
            return _opened(box.get(timeout=TICK_SECONDS))
        except queue.Empty:
            pass
        try:
            tick()
        except BaseException as left:
            if grace and isinstance(left, Cancelled | ToldToStopError):
                try:
                    return _opened(box.get(timeout=grace))
                except queue.Empty:
                    pass
            abandoned.set()
            raise


def _opened(found: tuple[bool, T | BaseException]) -> T:
    done, value = found
    if not done:
        assert isinstance(value, BaseException)
        raise value
    return value  # type: ignore[return-value]


def pause(seconds: float, tick: Tick) -> None:
    """Sleep with ticks."""
    end = time.monotonic() + seconds
    while (left := end - time.monotonic()) > 0:
        time.sleep(min(TICK_SECONDS, left))
        tick()


def jittered(seconds: float) -> float:
    """Up to a fifth more or less, so that many jobs do not ask in step."""
    return seconds * (0.8 + 0.4 * shake())
