"""Programs that a bench starts, and what they cost: CPU time and memory as the kernel counts them."""

import contextlib
import http.client
import os
import signal
import socket
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def cpu_seconds(pid: int) -> float:
    """CPU time of a process's threads that live, in nanosecond steps (user and system together)."""
    total = 0
    for task in Path(f"/proc/{pid}/task").iterdir():
        with contextlib.suppress(OSError):
            total += int((task / "schedstat").read_text().split()[0])
    return total / 1e9


def group_cpu_seconds(leader: int) -> float:
    """CPU time of a program with all processes of its group (see `program`)."""
    total = 0.0
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            with contextlib.suppress(OSError):
                if os.getpgid(int(folder.name)) == leader:
                    total += cpu_seconds(int(folder.name))
    return total


def pss_megabytes(pid: int) -> float:
    """Memory of a process with its share of what it shares."""
    for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1]) / 1024
    raise ValueError(f"no Pss line for process {pid}")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextlib.contextmanager
def program(argv: Sequence[str], env: Mapping[str, str], *, log: Path) -> Iterator["subprocess.Popen[bytes]"]:
    """A program in a group of its own, ended with everything it started."""
    with log.open("ab") as out:
        started = subprocess.Popen(argv, cwd=ROOT, env=dict(env), stdout=out, stderr=out, start_new_session=True)
    try:
        yield started
    finally:
        started.terminate()
        with contextlib.suppress(subprocess.TimeoutExpired):
            started.wait(12)
        with contextlib.suppress(ProcessLookupError):
            os.killpg(started.pid, signal.SIGKILL)
        started.wait(5)


def wait_for_page(port: int, path: str, *, of: "subprocess.Popen[bytes]", log: Path, seconds: float = 60) -> None:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if of.poll() is not None:
            break
        with contextlib.suppress(OSError, http.client.HTTPException):
            asking = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
            asking.request("GET", path)
            status = asking.getresponse().status
            asking.close()
            if status < 500:
                return
        time.sleep(0.1)
    raise RuntimeError(f"{path} was not answered on port {port}:\n{log.read_text(errors='replace')[-3000:]}")


@contextlib.contextmanager
def said_into(log: Path) -> Iterator[None]:
    """The product's own log lines, which are part of its cost, go where those of its server go."""
    terminal = os.dup(2)
    with log.open("ab") as out:
        os.dup2(out.fileno(), 2)
        try:
            yield
        finally:
            os.dup2(terminal, 2)
            os.close(terminal)
