"""Runs strangers' work on a deep stack in a thread of its own, and ends it in time.

Work in Python is ended by an exception that no library catches. What stays inside one long call of native code hears
nothing; for that the process has a limit of processor time, which the kernel keeps.
"""

from __future__ import annotations

import contextlib
import ctypes
import math
import os
import resource
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

from generation.mesh.scad.bounds import Bounds
from generation.mesh.scad.refusal import ScadError

Result = TypeVar("Result")
_TICK, _GRACE, _MARGIN = 0.05, 2.0, 3  # the kernel waits longer than the grace does
_PAGE = os.sysconf("SC_PAGE_SIZE")


class Halt(BaseException):
    """Ends the work from within, past every `except Exception`; it carries the sentence for the author."""

    def __init__(self, refusal: ScadError | None = None) -> None:
        super().__init__()
        self.refusal = refusal or ScadError("The work was ended.", code="scad_limit")


def guarded(work: Callable[[], Result], *, bounds: Bounds, beat: Callable[[], None] = lambda: None) -> Result:
    """What `work` returns; ScadError where it took too long, too much memory or too deep a recursion.

    `beat` is called some twenty times a second meanwhile, in the calling thread, and may raise: then the work ends too.
    """
    outcome: list[Result] = []
    failures: list[BaseException] = []
    done = threading.Event()

    def run() -> None:
        try:
            outcome.append(work())
        except BaseException as failure:  # noqa: BLE001 - raised again in the thread that waits
            failures.append(failure)
        finally:
            done.set()

    with _depth(bounds.recursion), _processor_time(bounds.seconds):
        thread = _started(run, bounds.stack_bytes)
        try:
            _attend(thread, done, bounds, beat)
        except BaseException:
            _end(thread, done)
            raise
    if failures:
        raise _told(failures[0], bounds)
    return outcome[0]


def _started(run: Callable[[], None], stack_bytes: int) -> threading.Thread:
    before = threading.stack_size(stack_bytes)
    try:
        thread = threading.Thread(target=run, name="scad", daemon=True)
        thread.start()
    finally:
        threading.stack_size(before)
    return thread


def _attend(thread: threading.Thread, done: threading.Event, bounds: Bounds, beat: Callable[[], None]) -> None:
    started, held = time.monotonic(), _resident()
    while not done.wait(_TICK):
        beat()
        if time.monotonic() - started > bounds.seconds:
            raise _too_slow(bounds)
        if _resident() - held > bounds.megabytes * 2**20:
            raise _too_big(bounds)
    thread.join()


def _end(thread: threading.Thread, done: threading.Event) -> None:
    """Raise Halt in the thread until it hears; a library's own `finally` may swallow the first."""
    until = time.monotonic() + _GRACE
    while not done.is_set() and time.monotonic() < until:
        ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(thread.ident or 0), ctypes.py_object(Halt))
        done.wait(_TICK)


def _told(failure: BaseException, bounds: Bounds) -> BaseException:
    if isinstance(failure, Halt):
        return failure.refusal
    if isinstance(failure, MemoryError):
        return _too_big(bounds)
    if isinstance(failure, RecursionError):
        return ScadError("The source calls itself too deeply, or without end.", code="scad_limit")
    return failure


def _too_slow(bounds: Bounds) -> ScadError:
    return ScadError(
        f"The source was ended after {bounds.seconds:g} s. Lower its $fn, its counts, or its minkowski().",
        code="scad_limit",
    )


def _too_big(bounds: Bounds) -> ScadError:
    return ScadError(
        f"The source needs more than {bounds.megabytes:,} MB of memory. Lower its $fn, its counts, or its lists.",
        code="scad_limit",
    )


@contextlib.contextmanager
def _depth(frames: int) -> Iterator[None]:
    before = sys.getrecursionlimit()
    sys.setrecursionlimit(max(before, frames))
    try:
        yield
    finally:
        sys.setrecursionlimit(before)


@contextlib.contextmanager
def _processor_time(seconds: float) -> Iterator[None]:
    """The kernel ends the process at so much more processor time; a stricter limit that stood before stays."""
    before, hard = resource.getrlimit(resource.RLIMIT_CPU)
    usage = resource.getrusage(resource.RUSAGE_SELF)
    wanted = math.ceil(usage.ru_utime + usage.ru_stime + seconds + _MARGIN)
    strict = [limit for limit in (before, hard) if limit != resource.RLIM_INFINITY]
    resource.setrlimit(resource.RLIMIT_CPU, (min([wanted, *strict]), hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_CPU, (before, hard))


def _resident() -> int:
    """Bytes of memory that this process holds; 0 where that is not told."""
    try:
        return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1]) * _PAGE
    except (OSError, ValueError, IndexError):
        return 0
