"""A limited child that keeps its libraries loaded and answers calls, one at a time."""

import contextlib
import json
import logging
import os
import select
import socket
import struct
import tempfile
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import IO, Any, Self

from nexus.foundation.sandbox.errors import ChildError, Failed, Stopped
from nexus.foundation.sandbox.process import Child, failure, limits_of, tail, walls_of

log = logging.getLogger(__name__)

FRAME_LIMIT = 64 * 2**20
NEAR_THE_LIMIT = 0.97  # beyond it some library may have been refused memory and gone on with less
POLL_SECONDS = 0.1
START_SECONDS = 60.0


class WarmChild:
    """A child that has its libraries loaded and runs `target(request, report)` for each call, one at a time.

    `target` is "package.module:function"; it takes a dict and a `report(share, words)` and returns a dict, all of plain
    JSON values. `folders` are the only ones it may write in (they must exist before it starts), `readable` more that it
    may read; `folders=None` leaves files unguarded. `megabytes` bounds its address space with everything loaded (0:
    unbounded). It is started by the first call, after a death by the next, and renewed after `calls` calls.
    `walls=False` is for our own code that needs devices or programs; limits and killing stay.
    """

    def __init__(
        self,
        target: str,
        *,
        megabytes: int,
        folders: Sequence[Path] | None = None,
        readable: Sequence[Path] = (),
        preload: Sequence[str] = (),
        calls: int = 200,
        file_megabytes: int = 1024,
        files: int = 256,
        env: Mapping[str, str] | None = None,
        programs: bool = False,
        walls: bool = True,
    ) -> None:
        self.target = target
        self._megabytes = megabytes
        self._folders = folders
        self._calls = calls
        self._env = env
        limits = limits_of(megabytes=megabytes, cpu_seconds=0, file_megabytes=file_megabytes, files=files)
        self._settings = {"mode": "warm", "target": target, "preload": list(preload), **limits}
        self._settings |= walls_of(readable=readable, writable=folders, programs=programs)
        self._settings["walls"] = walls
        self._lock = threading.Lock()
        self._child: Child | None = None
        self._channel: _Channel | None = None
        self._err: IO[bytes] | None = None
        self._scratch: tempfile.TemporaryDirectory[str] | None = None
        self._owner = 0
        self._used = 0

    def call(
        self,
        request: dict[str, Any],
        *,
        seconds: float,
        on_progress: Callable[[float, str], None] | None = None,
        stop: Callable[[], str] | None = None,
    ) -> dict[str, Any]:
        """Run the target on `request`; raises ChildError, Failed, or Stopped (≤ 0.5 s after `stop()` says so)."""
        with self._lock:
            try:
                channel = self._ready()
                channel.send({"request": request, "seconds": seconds})
                answer = self._wait(channel, seconds=seconds, on_progress=on_progress, stop=stop)
            except ChildError:
                raise
            except BaseException:
                self._drop()
                raise
            self._used += 1
            if self._used >= self._calls:
                self._drop()
            return answer

    def start(self) -> None:
        """Start it now, so that the first call need not wait."""
        with self._lock:
            self._ready()

    def close(self) -> None:
        """End it; the next call would start a new one."""
        with self._lock:
            self._drop()

    @property
    def pid(self) -> int:
        """The child's process number; 0 while there is none."""
        return self._child.pid if self._child else 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _ready(self) -> "_Channel":
        if self._owner != os.getpid():
            self._forget()
        if self._child and self._child.has_ended(0):
            self._drop()  # it died between two calls
        if self._channel is None:
            self._launch()
        assert self._channel is not None
        return self._channel

    def _launch(self) -> None:
        self._owner, self._used = os.getpid(), 0
        self._scratch = tempfile.TemporaryDirectory(prefix="nexus-child-")
        self._err = tempfile.TemporaryFile()  # noqa: SIM115 -- lives as long as the child
        ours, theirs = socket.socketpair()
        settings = {**self._settings, "channel": theirs.fileno()}
        if self._folders is not None:
            settings["writable"] = [*settings["writable"], os.path.realpath(self._scratch.name)]
        folder = Path(self._scratch.name)
        with theirs:
            self._child = Child(settings, folder=folder, env=self._env, out=self._err, err=self._err, keep=[theirs])
        self._channel = _Channel(ours)
        try:
            self._wait(self._channel, seconds=START_SECONDS, on_progress=None, stop=None)
        except BaseException:
            self._drop()
            raise

    def _wait(
        self,
        channel: "_Channel",
        *,
        seconds: float,
        on_progress: Callable[[float, str], None] | None,
        stop: Callable[[], str] | None,
    ) -> dict[str, Any]:
        """Frames until the one that ends the call; the limits are looked at between any two."""
        end = time.monotonic() + seconds
        asked = 0.0
        while True:
            now = time.monotonic()
            if now >= end:
                raise Failed(f"It took longer than {seconds:g} s and was ended.", "timeout")
            if stop and now - asked >= POLL_SECONDS:
                asked = now
                if reason := stop():
                    raise Stopped(reason)
            try:
                frame = channel.receive(min(POLL_SECONDS, end - now))
            except EOFError:
                raise self._death(seconds) from None
            if frame is None:
                continue
            if "progress" not in frame:
                return self._ending(frame)
            if on_progress:
                share, words = frame["progress"]
                on_progress(float(share), str(words))

    def _ending(self, frame: dict[str, Any]) -> dict[str, Any]:
        short = self._megabytes and frame.get("peak", 0) >= NEAR_THE_LIMIT * self._megabytes * 2**20
        if "memory" in frame or short:
            raise Failed(f"It needed more than its {self._megabytes} MB of memory.", "memory")
        if "error" in frame:
            if story := frame["error"].get("traceback"):
                log.error("%s failed in its child:\n%s", self.target, story)
            raise ChildError(frame["error"])
        done = frame.get("done", {})
        if not isinstance(done, dict):
            raise Failed("It answered with something that is not a table of values.", "error")
        return done

    def _death(self, seconds: float) -> Failed:
        assert self._child is not None
        assert self._err is not None
        self._child.end(grace=0.2)
        words = tail(self._err)
        log.error("%s lost its child (status %s): %s", self.target, self._child.status, words)
        return failure(self._child, words, megabytes=self._megabytes, seconds=seconds)

    def _drop(self) -> None:
        if self._child and self._owner == os.getpid():
            self._child.end()
        self._forget()

    def _forget(self) -> None:
        """Let go of what belongs to the child, without touching one that a forked copy of this process inherited."""
        if self._channel:
            self._channel.close()
        if self._child:
            self._child.let_go()
        if self._err:
            self._err.close()
        if self._scratch:
            if self._owner == os.getpid():
                self._scratch.cleanup()
            else:
                self._scratch._finalizer.detach()  # type: ignore[attr-defined]  # noqa: SLF001 -- the original removes it
        self._child = self._channel = self._err = self._scratch = None


class _Channel:
    """Frames over a socket of its own: four bytes of length, then JSON."""

    def __init__(self, ours: socket.socket) -> None:
        self._socket = ours
        self._buffer = bytearray()
        self._watch = select.poll()
        self._watch.register(ours, select.POLLIN)

    def send(self, frame: dict[str, Any]) -> None:
        data = json.dumps(frame).encode()
        with contextlib.suppress(
            BrokenPipeError, ConnectionResetError
        ):  # a dead child is found when its answer is read
            self._socket.sendall(struct.pack(">I", len(data)) + data)

    def receive(self, seconds: float) -> dict[str, Any] | None:
        """The next frame, or None when there is none yet; EOFError when the child is gone or speaks nonsense."""
        if (frame := self._next()) is not None:
            return frame
        if not self._watch.poll(seconds * 1000):
            return None
        try:
            data = self._socket.recv(1 << 20)
        except ConnectionResetError:
            data = b""
        if not data:
            raise EOFError
        self._buffer += data
        return self._next()

    def _next(self) -> dict[str, Any] | None:
        if len(self._buffer) < 4:
            return None
        size = struct.unpack_from(">I", self._buffer)[0]
        if size > FRAME_LIMIT:
            raise Failed(f"Its answer is larger than {FRAME_LIMIT // 2**20} MB.", "error")
        if len(self._buffer) < 4 + size:
            return None
        data = bytes(self._buffer[4 : 4 + size])
        del self._buffer[: 4 + size]
        try:
            frame = json.loads(data)
        except ValueError:
            raise EOFError from None
        if not isinstance(frame, dict):
            raise EOFError  # noqa: TRY004 -- the caller treats nonsense as an end
        return frame

    def close(self) -> None:
        self._socket.close()
