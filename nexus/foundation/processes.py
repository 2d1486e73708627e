"""What the system says about processes, and programs that die with whoever started them. No Django, no settings."""

import contextlib
import os
import signal
import subprocess  # noqa: TID251 -- the servers and the supervisor stand on this room
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

_PROC = Path("/proc")

# Runs as a program of its own between the starter and the real one, because code between fork and exec is not safe
# in a process with threads. Signals that Python ignores are given back before the real program begins.
_TETHER = """
import ctypes, fcntl, os, signal, sys
starter, death, uid, gid, lifeline = map(int, sys.argv[1:6])
if uid >= 0:
    os.setgroups([]); os.setgid(gid); os.setuid(uid)
if death:
    ctypes.CDLL(None).prctl(1, death, 0, 0, 0)
    if os.getppid() != starter:
        sys.exit(1)
if lifeline >= 0:
    fcntl.fcntl(lifeline, fcntl.F_SETOWN, -os.getpgid(0))
    fcntl.fcntl(lifeline, fcntl.F_SETSIG, signal.SIGKILL)
    fcntl.fcntl(lifeline, fcntl.F_SETFL, os.O_ASYNC | os.O_NONBLOCK)
signal.signal(signal.SIGPIPE, signal.SIG_DFL)
signal.signal(signal.SIGXFSZ, signal.SIG_DFL)
try:
    os.execvp(sys.argv[6], sys.argv[6:])
except OSError as error:
    sys.exit(f"{sys.argv[6]} does not start: {error.strerror}")
"""


@dataclass(frozen=True)
class Account:
    """The user that a server runs as; `uid` is -1 where it is simply the present one."""

    uid: int = -1
    gid: int = -1

    @property
    def owner(self) -> int:
        return os.geteuid() if self.uid < 0 else self.uid


def tethered(
    argv: Sequence[str], *, death: int = signal.SIGTERM, account: Account | None = None, lifeline: int = -1
) -> list[str]:
    """The command that runs `argv` under the same process number and sends it `death` when the starting thread ends.

    `death=0` only changes the account. The link holds from the thread that starts it: start from one that lives on.
    `lifeline` is the reading end of a pipe: when its other end closes, the kernel kills the program's whole group.
    """
    user = account or Account()
    ties = [str(os.getpid()), str(int(death)), str(user.uid), str(user.gid), str(lifeline)]
    return [sys.executable, "-I", "-S", "-c", _TETHER, *ties, *argv]


def program_of(pid: int) -> str:
    """The file name of the program a process runs; empty for a dead one, a zombie, or one that may not be seen."""
    with contextlib.suppress(OSError):
        return (_PROC / str(pid) / "exe").readlink().name.removesuffix(" (deleted)")
    return ""


def folder_of(pid: int) -> str:
    """The folder a process works in; empty where that cannot be told."""
    with contextlib.suppress(OSError):
        return str((_PROC / str(pid) / "cwd").readlink())
    return ""


def is_running(pid: int, *, program: str, folder: Path) -> bool:
    """Whether this very program works in this very folder: a number alone proves nothing, numbers are used again."""
    return pid > 0 and program_of(pid) == program and folder_of(pid) == str(folder)


def running_in(folder: Path, *, program: str) -> Iterator[int]:
    """Every process of that program which works in that folder."""
    for entry in _PROC.iterdir():
        if entry.name.isdigit() and is_running(int(entry.name), program=program, folder=folder):
            yield int(entry.name)


def state_of(pid: int) -> tuple[int, str]:
    """(process group, state letter) of a process; (0, "") where it is gone."""
    with contextlib.suppress(OSError):
        fields = (_PROC / str(pid) / "stat").read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()
        return int(fields[2]), fields[0]
    return 0, ""


def members_of(group: int) -> list[int]:
    """The living processes of a group; zombies do not count."""
    found = []
    for entry in _PROC.iterdir():
        if entry.name.isdigit():
            own, letter = state_of(int(entry.name))
            if own == group and letter not in {"Z", "X", ""}:
                found.append(int(entry.name))
    return found


def send(pid: int, number: int) -> None:
    """A signal to one process; one that is gone already is what was wanted."""
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, number)


def kill_group(group: int, number: int = signal.SIGKILL) -> None:
    """A signal to a whole process group; a group that is gone already is what was wanted."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(group, number)


def wait_for_end(child: subprocess.Popen[bytes], seconds: float) -> bool:
    """Wait for a child and reap it; False when it still runs."""
    try:
        child.wait(timeout=max(0.0, seconds))
    except subprocess.TimeoutExpired:
        return False
    return True


def wait_until_empty(group: int, seconds: float) -> bool:
    """Wait until no process of the group is left; False when some still run."""
    end = time.monotonic() + seconds
    while members_of(group):
        if time.monotonic() >= end:
            return False
        time.sleep(0.02)
    return True
