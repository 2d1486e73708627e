"""P7: a thousand sockets on one job, twenty events at twenty a second: what arrives, and how long after its commit."""

import contextlib
import json
import os
import resource
import selectors
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import django

from bench import processes
from bench.figures import Line, keep, percentile
from bench.processes import ROOT, cpu_seconds, program

SOCKETS, EVENTS, PER_SECOND, ROUNDS = 1000, 20, 20, 3
OPENING = 50  # handshakes that wait for their answer at once
ROUND_SECONDS = 15  # a round that is not complete by then has lost something
KEY = "bmV4dXMtYmVuY2gtcDcuLg=="  # any sixteen bytes: the server signs it, nobody here reads the signature
TEXT, PING = 1, 9


class Client:
    """One open socket: its bytes so far, and when each text arrived. Reads frames only, so that it costs little."""

    def __init__(self, port: int, path: str) -> None:
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=30)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        head = (
            f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            f"Sec-WebSocket-Key: {KEY}\r\nSec-WebSocket-Version: 13\r\n\r\n"
        )
        self.socket.sendall(head.encode())
        self.socket.setblocking(False)
        self.open = False
        self.held = b""
        self.heard: list[tuple[float, bytes]] = []

    def read(self) -> bool:
        """Take what is there; whether the server closed."""
        try:
            data = self.socket.recv(1 << 16)
        except BlockingIOError:
            return False
        now = time.monotonic()
        self.held += data
        if not self.open:
            head, end, rest = self.held.partition(b"\r\n\r\n")
            if not end:
                return not data
            if b" 101 " not in head.split(b"\r\n", 1)[0]:
                raise RuntimeError(f"no socket: {head[:200]!r}")
            self.open, self.held = True, rest
        for kind, body in self._frames():
            if kind == TEXT:
                self.heard.append((now, body))
            elif kind == PING:  # unanswered, the server would close within half a minute
                self.socket.send(bytes([0x8A, 0x80 | len(body), 0, 0, 0, 0]) + body)
        return not data

    def _frames(self) -> Iterator[tuple[int, bytes]]:
        """Whole frames from the server: short, unmasked, unfragmented."""
        while len(self.held) >= 2:
            size, at = self.held[1], 2
            if size == 126:
                size, at = int.from_bytes(self.held[2:4]), 4
            if size == 127:
                raise RuntimeError("an event of more than 64 kB")
            if len(self.held) < at + size or len(self.held) < at:
                return
            kind, body = self.held[0] & 0x0F, self.held[at : at + size]
            self.held = self.held[at + size :]
            yield kind, body


class Crowd:
    """All clients of the bench behind one selector."""

    def __init__(self) -> None:
        self.selector = selectors.DefaultSelector()
        self.clients: list[Client] = []

    def join(self, port: int, path: str, number: int) -> None:
        """Open `number` sockets, some at a time; each is there when it has heard the job's history."""
        while len(self.clients) < number:
            for _ in range(min(OPENING, number - len(self.clients))):
                client = Client(port, path)
                self.selector.register(client.socket, selectors.EVENT_READ, client)
                self.clients.append(client)
            self.listen(lambda: all(one.heard for one in self.clients), seconds=60)
        if missing := sum(not one.heard for one in self.clients):
            raise RuntimeError(f"{missing} of {number} sockets did not hear the job's first event within 60 s")

    def listen(self, enough: Callable[[], bool], *, seconds: float) -> None:
        until = time.monotonic() + seconds
        while time.monotonic() < until and not enough():
            for key, _ in self.selector.select(0.2):
                client: Client = key.data
                if client.read():
                    raise RuntimeError(f"the server closed a socket after {len(client.heard)} events")

    def forget(self) -> None:
        for client in self.clients:
            client.heard.clear()

    def leave(self) -> None:
        for client in self.clients:
            client.socket.close()
        self.selector.close()


# -- the process that commits


def write(job_id: str) -> None:
    """For each line read: one round of events at their pace; says when each commit began."""
    django.setup()
    from django.db import transaction

    from generation import events
    from generation.models import Job, JobEvent

    Job.objects.count()  # connected
    print("ready", flush=True)
    for _ in sys.stdin:
        begun: list[tuple[int, float]] = []
        first = time.monotonic() + 0.1
        for step in range(EVENTS):
            time.sleep(max(0.0, first + step / PER_SECOND - time.monotonic()))
            with transaction.atomic():
                job = Job.objects.select_for_update().get(pk=job_id)
                told = f"Event {step + 1} of {EVENTS}"
                events.append(job, JobEvent.Type.PROGRESS, told, stage="mesh", progress=(step + 1) / EVENTS)
                begun.append((job.last_number, time.monotonic()))
        print(json.dumps(begun), flush=True)


@contextlib.contextmanager
def writer(job_id: str) -> Iterator[Callable[[], "subprocess.Popen[str]"]]:
    argv = [sys.executable, "-m", "bench.p7_sockets", "write", job_id]
    started = subprocess.Popen(argv, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    try:
        assert started.stdin is not None
        assert started.stdout is not None
        if started.stdout.readline() != "ready\n":
            raise RuntimeError("the writer did not start")

        def begin() -> "subprocess.Popen[str]":
            started.stdin.write("go\n")
            started.stdin.flush()
            return started

        yield begin
    finally:
        started.kill()
        started.wait(5)


# -- the bench


def main() -> None:
    django.setup()
    from django.conf import settings
    from django.db import connection

    from generation import services
    from nexus.management.commands.up import web_argv

    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))  # the server inherits it
    log = Path(settings.VAR) / "p7.log"
    job = services.submit(owner=None, prompt="a red ball")  # no worker runs here: its only event is the first
    connection.close()
    crowd = Crowd()
    with program(web_argv(), dict(os.environ), log=log) as web, writer(str(job.pk)) as begin:
        processes.wait_for_page(settings.PORT, "/healthz", of=web, log=log)
        try:
            started = time.monotonic()
            crowd.join(settings.PORT, f"/api/v1/jobs/{job.pk}/socket", SOCKETS)
            measure(crowd, begin, web.pid, opened=time.monotonic() - started)
        except Exception:
            print(log.read_text(errors="replace")[-3000:])
            raise
        finally:
            crowd.leave()


def measure(crowd: Crowd, begin: Callable[[], "subprocess.Popen[str]"], web: int, *, opened: float) -> None:
    delays: list[list[float]] = []
    arrived, cpu = [], []
    for _ in range(ROUNDS):
        crowd.forget()
        before = cpu_seconds(web)
        started = begin()
        crowd.listen(lambda: all(len(one.heard) >= EVENTS for one in crowd.clients), seconds=ROUND_SECONDS)
        crowd.listen(lambda: False, seconds=0.5)  # what came twice would come now
        cpu.append((cpu_seconds(web) - before) / (SOCKETS * EVENTS) * 1e6)
        assert started.stdout is not None
        begun: dict[int, float] = dict(json.loads(started.stdout.readline()))
        delays.append(_delays(crowd, begun))
        arrived.append(float(len(delays[-1])))

    def ms(share: float) -> list[float]:
        return [percentile(some, share) * 1000 for some in delays]

    lines = [
        Line("events that arrived", "", arrived, judged="ours", least=float(SOCKETS * EVENTS)),
        Line("commit to arrival p99", "ms", ms(0.99), judged="ours", most=400, reported=True),
        Line("commit to arrival p50", "ms", ms(0.5)),
        Line("commit to arrival, the last", "ms", ms(1.0)),
        Line("CPU of the web process an arrival", "µs", cpu),
    ]
    notes = [
        f"{SOCKETS} sockets opened in {opened:.1f} s, {OPENING} at a time",
        "from before COMMIT in the writer's process to the read of the socket in this one; each in its order, once",
    ]
    keep(
        "P7", f"{SOCKETS} sockets on one job, {ROUNDS} rounds of {EVENTS} events at {PER_SECOND} a second", lines, notes
    )
    if lost := [number for number in arrived if number != SOCKETS * EVENTS]:
        raise RuntimeError(f"{lost} of {SOCKETS * EVENTS} events arrived")


def _delays(crowd: Crowd, begun: dict[int, float]) -> list[float]:
    """Seconds of every arrival; a socket that heard one twice, or out of order, ends the bench."""
    found: list[float] = []
    for client in crowd.clients:
        numbers = [json.loads(text)["number"] for _, text in client.heard]
        if numbers != sorted(set(numbers)) or not set(numbers) <= set(begun):
            raise RuntimeError(f"a socket heard {numbers}")
        found += [at - begun[number] for number, (at, _) in zip(numbers, client.heard, strict=True)]
    return found


if __name__ == "__main__":
    if sys.argv[1:2] == ["write"]:
        write(sys.argv[2])
    else:
        main()
