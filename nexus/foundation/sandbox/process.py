"""One limited process: how it is started, what it is told, how it ends, and why it failed, in a sentence."""

import contextlib
import functools
import json
import logging
import os
import resource
import select
import signal
import socket
import subprocess  # noqa: TID251 -- the room that all others are sent to
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import IO, Any, Self

from nexus.foundation import processes
from nexus.foundation.sandbox.errors import Failed

log = logging.getLogger(__name__)

_ROOT = Path(__file__).resolve().parents[3]
_BOOT = (
    "import json, sys; sys.path[:] = json.loads(sys.argv[1])['path']; "
    "from nexus.foundation.sandbox_child import main; main()"
)
_MEMORY_WORDS = (
    "MemoryError",
    "bad_alloc",
    "Cannot allocate memory",
    "cannot allocate memory",
    "out of memory",
    "Out of memory",
)


class Child:
    """One process with its group, its lifeline and its end."""

    def __init__(
        self,
        settings: Mapping[str, Any],
        *,
        folder: Path,
        env: Mapping[str, str] | None,
        out: IO[bytes],
        err: IO[bytes],
        keep: Sequence[socket.socket] = (),
    ) -> None:
        theirs, self._lifeline = os.pipe()
        try:
            words = json.dumps({**settings, "lifeline": theirs})
            self._process = subprocess.Popen(  # noqa: S603 -- our own interpreter, our own module
                [sys.executable, "-P", "-s", "-S", "-B", "-c", _BOOT, words],
                cwd=folder,
                env=_environment(folder, env),
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=err,
                pass_fds=[theirs, *(one.fileno() for one in keep)],
                start_new_session=True,
            )
        except BaseException:
            os.close(self._lifeline)
            raise
        finally:
            os.close(theirs)
        self.pid = self._process.pid
        self._pidfd = os.pidfd_open(self.pid)
        self.status: int | None = None  # negative: the signal that ended it
        self.peak_bytes = 0
        # Until it begins its own program a new process counts its parent's memory as its own, and the kernel keeps that
        # peak: only what lies above it is the child's.
        self._inherited = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss

    def has_ended(self, seconds: float) -> bool:
        """Wait so long for its end; True once it has ended (and its group with it)."""
        if self.status is not None:
            return True
        watch = select.poll()
        watch.register(self._pidfd, select.POLLIN)
        if not watch.poll(seconds * 1000):
            return False
        self.end()
        return True

    def end(self, grace: float = 0.0) -> None:
        """Kill the whole group and reap the child; `grace` lets a dying one say how it died."""
        if self.status is not None or (grace and self.has_ended(grace)):
            return
        processes.kill_group(self.pid)  # before reaping: until then the number cannot be somebody else's
        try:
            _, status, usage = os.wait4(self.pid, 0)
            self.status = os.waitstatus_to_exitcode(status)
            self.peak_bytes = usage.ru_maxrss * 1024 if usage.ru_maxrss > self._inherited else 0
        except ChildProcessError:
            self.status = -int(signal.SIGKILL)  # somebody else reaped it
        self._process.returncode = self.status

    def let_go(self) -> None:
        for one in (self._lifeline, self._pidfd):
            with contextlib.suppress(OSError):
                os.close(one)
        self._lifeline = self._pidfd = -1
        self._process.returncode = self._process.returncode or 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.end()
        self.let_go()


def limits_of(*, megabytes: int, cpu_seconds: float, file_megabytes: int, files: int) -> dict[str, Any]:
    return {"megabytes": megabytes, "cpu_seconds": cpu_seconds, "file_megabytes": file_megabytes, "files": files}


def walls_of(*, readable: Sequence[Path], writable: Sequence[Path] | None, programs: bool) -> dict[str, Any]:
    path, code = _code()
    return {
        "walls": True,
        "programs": programs,
        "path": path,
        "prefix": sys.prefix,
        "exec_prefix": sys.exec_prefix,
        "readable": [*code, *(os.path.realpath(one) for one in readable)],
        "writable": None if writable is None else [os.path.realpath(one) for one in writable],
    }


@functools.cache
def _code() -> tuple[list[str], list[str]]:
    """(the child's import path, what it may read of it); of the project only its packages, not its data or `.env`."""
    path = list(dict.fromkeys([str(_ROOT), *(one for one in sys.path if Path(one).is_absolute())]))
    own = {os.path.realpath(one) for one in (sys.prefix, sys.base_prefix)}
    code = sorted(own)
    for one in map(os.path.realpath, path):
        if any(Path(one).is_relative_to(prefix) for prefix in own) or not Path(one).exists():
            continue
        if not Path(one).is_dir():
            code.append(one)
            continue
        for entry in sorted(Path(one).iterdir()):
            if (entry / "__init__.py").exists() or entry.suffix in {".py", ".so"} or one.endswith("-packages"):
                code.append(str(entry))
    return path, code


def _environment(folder: Path, extra: Mapping[str, str] | None) -> dict[str, str]:
    threads = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMEXPR_NUM_THREADS"), "1")
    return {
        "PATH": "/usr/local/bin:/usr/bin:/bin",
        "HOME": str(folder),
        "TMPDIR": str(folder),
        "LC_ALL": "C.UTF-8",
        "TZ": "UTC",
        "PYTHONHASHSEED": "0",
        "PYTHONUTF8": "1",
        "MALLOC_ARENA_MAX": "2",  # each arena reserves address space, which is what is limited
        # Else each picture of some megabytes is a mapping of its own, which the kernel fills with zeros every time.
        "MALLOC_MMAP_THRESHOLD_": str(64 * 2**20),
        "MALLOC_TRIM_THRESHOLD_": str(256 * 2**20),
        **threads,
        **(extra or {}),
    }


def tail(file: IO[bytes], size: int = 8192) -> str:
    length = file.seek(0, os.SEEK_END)
    file.seek(max(0, length - size))
    return file.read(size).decode("utf-8", "replace").strip()


def failure(child: Child, words: str, *, megabytes: int, seconds: float) -> Failed:
    """Why a child ended otherwise than with status 0, as a sentence."""
    status = child.status or 0
    short = megabytes and child.peak_bytes >= 0.85 * megabytes * 2**20
    if status == -signal.SIGXCPU:
        return Failed(f"It used more than its {seconds:g} s of processor time and was ended.", "timeout")
    if short or any(word in words for word in _MEMORY_WORDS):
        return Failed(f"It needed more than its {megabytes} MB of memory.", "memory")
    if status == -signal.SIGKILL:
        return Failed("The system ended it, most likely for lack of memory.", "memory")
    if status < 0:
        return Failed(f"It crashed ({_signal_name(-status)}).", "crash")
    last = words.splitlines()[-1].strip() if words else ""
    if "Traceback (most recent call last)" in words:
        log.error("a limited child crashed:\n%s", words)
        return Failed(f"It crashed with {last.split(':', 1)[0] or 'an unknown error'}.", "crash")
    return Failed(last or f"It ended with status {status} and said nothing.", "error")


def _signal_name(number: int) -> str:
    try:
        return signal.Signals(number).name
    except ValueError:
        return f"signal {number}"
