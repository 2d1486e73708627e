"""Keeps a handful of programs running in the foreground, and ends them all, in order. No Django, no settings.

Each program has a process group of its own, its lines are passed on under its name, and a death is said aloud and
followed by a new start after a pause that grows. One SIGINT, SIGTERM or SIGHUP ends everything in reverse order of
starting; a second one stops being polite. If this process is killed outright, the kernel kills the groups.
"""

import contextlib
import os
import selectors
import signal
import subprocess  # noqa: TID251 -- starts the programs
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType
from typing import Any

from nexus.foundation import processes

FIRST_PAUSE, LONGEST_PAUSE = 0.5, 30.0
HEALTHY_SECONDS = 60.0
GRACE_SECONDS = 10.0
WATCH_SECONDS = 1.0
OPENING_SECONDS, LOOK_SECONDS = 15.0, 0.05
LINE_LIMIT = 16_384
LAST_READS = 256  # of 64 kB; something outside the group may hold the pipe and write for ever
OWN_NAME = "up"
SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)

OnLine = Callable[[str, str], None]


@dataclass(frozen=True)
class Program:
    """`env` is the whole environment; `grace` is how long it may take to end before it is killed.

    Those after it are first started when it `is_open`, at the latest after fifteen seconds: what a person waits for
    has the machine for itself until then.
    """

    name: str
    argv: Sequence[str]
    env: Mapping[str, str]
    folder: Path | None = None
    grace: float = GRACE_SECONDS
    is_open: Callable[[], bool] | None = None


@dataclass
class _Run:
    program: Program
    child: subprocess.Popen[bytes] | None = None
    pidfd: int = -1
    lifeline: int = -1
    began: float = 0.0
    due: float = 0.0
    deaths: int = 0
    was_open: bool = False
    rest: bytearray = field(default_factory=bytearray)


def print_line(name: str, text: str) -> None:
    """The default place for lines: standard output, under the program's name."""
    sys.stdout.write(f"{name:>9} | {text}\n")
    sys.stdout.flush()


def pause_after(deaths: int) -> float:
    """Seconds before the next start after so many deaths in a row: 0.5, 1, 2, … 30."""
    return float(min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** min(deaths - 1, 10)))


class Supervisor:
    """`run()` returns when it was asked to end, by a signal or by `stop()` from another thread.

    `watch` are called each second in a thread of their own, one after another; what they return is said aloud, and
    what they raise too, once for each sentence. Where nobody reads the lines any more, everything is ended.
    """

    def __init__(
        self,
        programs: Sequence[Program],
        *,
        on_line: OnLine = print_line,
        watch: Sequence[Callable[[], str | None]] = (),
        healthy_seconds: float = HEALTHY_SECONDS,
        pause: Callable[[int], float] = pause_after,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._runs = [_Run(program) for program in programs]
        self._held_until = 0.0
        self._on_line = on_line
        self._watch = watch
        self._healthy_seconds = healthy_seconds
        self._pause = pause
        self._clock = clock
        self._speaking = threading.Lock()
        self._asked = 0
        self._unheard = False
        self._killed = False
        self._ended = threading.Event()
        self._selector = selectors.DefaultSelector()
        self._wake_out, self._wake_in = os.pipe()
        os.set_blocking(self._wake_in, False)
        os.set_blocking(self._wake_out, False)

    def run(self) -> int:
        """Start everything and keep it running; returns 0, or 1 where a program had to be killed at the end."""
        old = self._take_signals()
        self._selector.register(self._wake_out, selectors.EVENT_READ, self._woken)
        watcher = threading.Thread(target=self._keep_watch, name="watch", daemon=True)
        watcher.start()
        self._held_until = self._clock() + OPENING_SECONDS
        try:
            while not self._asked:
                self._start_what_is_due()
                self._look(self._seconds_to_wait())
        finally:
            self._ended.set()
            self._end_all()
            watcher.join(timeout=5)
            for number, handler in old.items():
                signal.signal(number, handler)
            self._selector.close()
            os.close(self._wake_out)
            os.close(self._wake_in)
        return int(self._killed)

    def stop(self) -> None:
        """Ask for the end, from any thread."""
        self._asked += 1
        with contextlib.suppress(BlockingIOError, OSError):
            os.write(self._wake_in, b".")

    def say(self, text: str, name: str = OWN_NAME) -> None:
        """One line, whole, whichever thread says it."""
        with self._speaking:
            if self._unheard:
                return
            try:
                self._on_line(name, text)
            except OSError:  # the terminal or the pipe behind it is gone
                self._unheard = True
        if self._unheard:
            self.stop()

    # -- signals and waiting

    def _take_signals(self) -> dict[int, Any]:
        if threading.current_thread() is not threading.main_thread():
            return {}
        return {number: signal.signal(number, self._on_signal) for number in SIGNALS}

    def _on_signal(self, _number: int, _frame: FrameType | None) -> None:
        self.stop()

    def _woken(self) -> None:
        with contextlib.suppress(BlockingIOError):
            os.read(self._wake_out, 1024)

    def _seconds_to_wait(self) -> float:
        waiting = [run.due - self._clock() for run in self._runs if run.child is None]
        if self._opening():
            waiting = [LOOK_SECONDS]
        return max(0.0, min([*waiting, 60.0]))

    def _opening(self) -> _Run | None:
        """The first program that is not open yet; one that was is not asked again."""
        for run in self._runs:
            is_open = run.program.is_open
            if is_open is None or run.was_open:
                continue
            run.was_open = self._clock() >= self._held_until or (run.child is not None and is_open())
            if not run.was_open:
                return run
        return None

    def _look(self, seconds: float) -> None:
        for key, _ in self._selector.select(seconds):
            key.data()

    # -- one program

    def _start_what_is_due(self) -> None:
        opening = self._opening()
        for run in self._runs:
            if run.child is None and self._clock() >= run.due and not self._asked:
                self._start(run)
            if run is opening:
                break

    def _start(self, run: _Run) -> None:
        theirs, run.lifeline = os.pipe()
        try:
            run.child = subprocess.Popen(  # noqa: S603 -- the caller's own programs
                processes.tethered(run.program.argv, death=signal.SIGKILL, lifeline=theirs),
                env=dict(run.program.env),
                cwd=run.program.folder,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                pass_fds=[theirs],
                start_new_session=True,
            )
        finally:
            os.close(theirs)
        assert run.child.stdout is not None
        os.set_blocking(run.child.stdout.fileno(), False)
        run.pidfd = os.pidfd_open(run.child.pid)
        run.began = self._clock()
        self._selector.register(run.child.stdout, selectors.EVENT_READ, lambda: self._read(run))
        self._selector.register(run.pidfd, selectors.EVENT_READ, lambda: self._after_death(run))

    def _read(self, run: _Run) -> bool:
        """Pass on whole lines; False when there is nothing more now."""
        if run.child is None or run.child.stdout is None:
            return False  # it was buried a moment ago, in the same round of events
        data = run.child.stdout.read(65_536)
        if not data:
            if data == b"":  # closed: everybody who held the pipe has ended or let go of it
                with contextlib.suppress(KeyError):
                    self._selector.unregister(run.child.stdout)
            return False
        run.rest += data
        *lines, rest = run.rest.split(b"\n")
        run.rest = bytearray(rest)
        if len(run.rest) > LINE_LIMIT:
            lines.append(run.rest)
            run.rest = bytearray()
        for line in lines:
            self._pass_on(run, line)
        return True

    def _pass_on(self, run: _Run, line: bytes | bytearray) -> None:
        self.say(line.decode("utf-8", "replace").rstrip("\r")[:LINE_LIMIT], run.program.name)

    def _bury(self, run: _Run) -> int:
        """Kill what is left of the group, pass on its last words, and return the exit status."""
        child = run.child
        assert child is not None
        assert child.stdout is not None
        processes.kill_group(child.pid)  # before reaping: until then the number cannot be somebody else's
        status = child.wait()
        for _ in range(LAST_READS):
            if not self._read(run):
                break
        if run.rest:
            self._pass_on(run, run.rest)
            run.rest.clear()
        for one in (run.pidfd, child.stdout):
            with contextlib.suppress(KeyError):
                self._selector.unregister(one)
        child.stdout.close()
        os.close(run.pidfd)
        os.close(run.lifeline)
        run.child, run.pidfd, run.lifeline = None, -1, -1
        return status

    def _after_death(self, run: _Run) -> None:
        if run.child is None:
            return
        status = self._bury(run)
        run.deaths = 1 if self._clock() - run.began >= self._healthy_seconds else run.deaths + 1
        pause = self._pause(run.deaths)
        run.due = self._clock() + pause
        how = f"was ended by {_signal_name(-status)}" if status < 0 else f"ended with status {status}"
        again = "" if self._ended.is_set() else f"; it starts again in {pause:g} s"
        self.say(f"{run.program.name} {how}{again}.")

    # -- the end

    def _end_all(self) -> None:
        for run in reversed(self._runs):
            if run.child is not None:
                self._end(run)

    def _end(self, run: _Run) -> None:
        """Ask politely, wait for the grace time or a second signal, then kill; last words are still passed on."""
        assert run.child is not None
        self._selector.unregister(run.pidfd)
        over = threading.Event()
        self._selector.register(run.pidfd, selectors.EVENT_READ, over.set)
        processes.send(run.child.pid, signal.SIGTERM)
        end = time.monotonic() + run.program.grace
        patience = max(1, self._asked)
        try:
            while not over.is_set() and self._asked <= patience and time.monotonic() < end:
                self._look(min(0.5, max(0.0, end - time.monotonic())))
            if not over.is_set():
                self._killed = True
                self.say(f"{run.program.name} did not end by itself and is killed.")
        finally:
            self._bury(run)

    # -- watching

    def _keep_watch(self) -> None:
        said: set[str] = set()
        while not self._ended.wait(WATCH_SECONDS):
            for look in self._watch:
                try:
                    words = look()
                except Exception as error:  # noqa: BLE001 -- said aloud; the others must still be watched
                    words = str(error) or type(error).__name__
                    if words in said:
                        continue
                    said.add(words)
                if words:
                    self.say(words)


def _signal_name(number: int) -> str:
    try:
        return signal.Signals(number).name
    except ValueError:
        return f"signal {number}"
