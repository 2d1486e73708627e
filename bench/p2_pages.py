"""P2: CPU of the catalogue page and of a model page, anonymous and warm, against bare psycopg and the same bytes."""

import contextlib
import http.client
import io
import os
import pickle
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import django
import psycopg

from bench import bare_pages, fill, processes, statements
from bench.figures import Line, keep
from bench.processes import cpu_seconds, program, said_into

ROUNDS, PAGES, LISTINGS = 5, 40, 120
MOST = 3.0  # times the CPU
KEPT_HEADERS = {"content-type", "cache-control", "vary", "content-security-policy", "x-frame-options"}


@dataclass(frozen=True)
class Answer:
    headers: list[tuple[str, str]]
    body: bytes


class Server:
    """A running server and one connection to it."""

    def __init__(self, port: int, pid: int, log: Path) -> None:
        self.port, self.pid, self.log = port, pid, log
        self.client = http.client.HTTPConnection("127.0.0.1", port, timeout=30)

    def get(self, path: str, *, again: bool = True) -> Answer:
        if again:
            self.client.close()  # it was idle for the others' turns, and the server may have let it go
        self.client.request("GET", path)
        answer = self.client.getresponse()
        body = answer.read()
        if answer.status != 200:
            said = self.log.read_text(errors="replace")[-3000:]
            raise RuntimeError(f"{path} answered {answer.status}:\n{said}")
        return Answer(answer.getheaders(), body)

    def cpu(self, path: str, pages: int = PAGES) -> float:
        """CPU milliseconds a page of the server process."""
        self.get(path)
        before = cpu_seconds(self.pid)
        for _ in range(pages):
            self.get(path, again=False)
        return (cpu_seconds(self.pid) - before) / pages * 1000


@contextlib.contextmanager
def server(application: str, env: dict[str, str], log: Path) -> Iterator[Server]:
    """Uvicorn as `manage.py up` starts it, with this application on a port of its own."""
    from nexus.management.commands.up import web_argv

    argv, port = [word.replace("nexus.asgi:application", application) for word in web_argv()], processes.free_port()
    argv[argv.index("--port") + 1] = str(port)
    with program(argv, env, log=log) as started:
        processes.wait_for_page(port, "/models/", of=started, log=log)
        yield Server(port, started.pid, log)


Wsgi = Callable[[dict[str, Any], Any], Iterable[bytes]]


def called_cpu(app: Wsgi, path: str) -> float:
    """CPU milliseconds a page of the handler alone, called in this thread."""
    before = time.thread_time()
    for _ in range(PAGES):
        answer = app(environ(path), lambda _status, _headers: None)
        b"".join(answer)
        getattr(answer, "close", lambda: None)()
    return (time.thread_time() - before) / PAGES * 1000


def environ(path: str) -> dict[str, Any]:
    address, _, query = path.partition("?")
    return {
        "REQUEST_METHOD": "GET", "PATH_INFO": address, "QUERY_STRING": query, "SERVER_NAME": "127.0.0.1",
        "SERVER_PORT": "80", "SERVER_PROTOCOL": "HTTP/1.1", "REMOTE_ADDR": "127.0.0.1", "HTTP_HOST": "127.0.0.1",
        "wsgi.input": io.BytesIO(), "wsgi.errors": sys.stderr, "wsgi.url_scheme": "http", "wsgi.version": (1, 0),
        "wsgi.multithread": True, "wsgi.multiprocess": False, "wsgi.run_once": False, "SCRIPT_NAME": "",
    }  # fmt: skip


def queries_of(app: Wsgi, path: str) -> list[tuple[str, Any]]:
    for _ in range(2):  # the first time fills caches
        with statements.written_down() as said:
            answer = app(environ(path), lambda _status, _headers: None)
            b"".join(answer)
            getattr(answer, "close", lambda: None)()
    return [(statement.sql, statements.plain(statement.params)) for statement in said]


def main() -> None:
    kept_env = dict(os.environ)
    os.environ["NEXUS_PAGE_CACHE_SECONDS"] = "0"  # in this process, and in the server that draws every page anew
    django.setup()
    from django.conf import settings
    from django.core.wsgi import get_wsgi_application
    from django.urls import reverse

    from marketplace.catalog.models import Listing

    newest = Listing.objects.get(pk=fill.fill(LISTINGS)[0])
    addresses = {
        "catalogue page": reverse("catalogue"),
        "catalogue page with words": f"{reverse('catalogue')}?q=oak+table",
        "model page": reverse("model", args=[newest.pk, newest.slug]),
    }
    folder = Path(settings.VAR)
    log, pages_file = folder / "p2.log", folder / "p2.pages"
    with contextlib.ExitStack() as ending:
        ending.enter_context(said_into(log))
        drawn = ending.enter_context(server("nexus.asgi:application", dict(os.environ), log))
        kept = ending.enter_context(server("nexus.asgi:application", kept_env, log))
        product, pages = get_wsgi_application(), {}
        for path in addresses.values():
            answer = drawn.get(path)
            headers = [(name, value) for name, value in answer.headers if name.lower() in KEPT_HEADERS]
            pages[path] = (queries_of(product, path), headers, answer.body)
        pages_file.write_bytes(pickle.dumps(pages))
        bare_env = {**os.environ, "BENCH_PAGES": str(pages_file)}
        bare = ending.enter_context(server("bench.bare_pages:served", bare_env, log))
        lines, notes = [], []
        for name, path in addresses.items():
            if bare.get(path).body != pages[path][2]:
                raise RuntimeError(f"{path}: the bare page is not the same bytes")
            lines += measured(name, path, drawn, kept, bare, (product, bare_pages.application(pages)))
            notes.append(f"{name}: {len(pages[path][0])} queries, {len(pages[path][2]):,} bytes")
    notes.append("“kept” is what a visitor without a session gets: the page of the last second, with a fresh nonce")
    keep("P2", f"CPU a page, anonymous, warm, {LISTINGS} listings, {ROUNDS} rounds of {PAGES} pages", lines, notes)


def measured(
    name: str, path: str, drawn: "Server", kept: "Server", bare: "Server", handlers: tuple[Wsgi, Wsgi]
) -> list[Line]:
    """By turns: the three servers, then both handlers without a server."""
    for one in (drawn, kept, bare):
        one.cpu(path, 20)  # prepared statements, warm pools
    anew: list[float] = []
    as_kept: list[float] = []
    other: list[float] = []
    called: tuple[list[float], list[float]] = ([], [])
    for _ in range(ROUNDS):
        anew.append(drawn.cpu(path))
        other.append(bare.cpu(path))
        as_kept.append(kept.cpu(path))
        for found, handler in zip(called, handlers, strict=True):
            found.append(called_cpu(handler, path))
    return [
        Line(f"{name}, drawn anew", "ms", anew, other, judged="ratio", most=MOST),
        Line(f"{name}, kept", "ms", as_kept, other, judged="ratio", most=MOST),
        Line(f"{name}, drawn anew, handler without a server", "ms", *called),
    ]


if __name__ == "__main__":
    try:
        main()
    except psycopg.Error as wrong:
        sys.exit(f"P2: the database refused: {wrong}")
