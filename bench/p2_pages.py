"""P2: CPU of the catalogue page and of a model page, anonymous and warm, against bare psycopg and the same bytes."""

import contextlib
import http.client
import io
import os
import pickle
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import django
import psycopg

from bench import bare_pages, fill, processes, statements
from bench.figures import Line, keep
from bench.processes import cpu_seconds, program

ROUNDS, PAGES, LISTINGS = 5, 40, 120
MOST = 3.0  # times the CPU
KEPT_HEADERS = {"content-type", "cache-control", "vary", "content-security-policy", "x-frame-options"}


def get(client: http.client.HTTPConnection, path: str) -> http.client.HTTPResponse:
    client.request("GET", path)
    answer = client.getresponse()
    answer.body = answer.read()  # type: ignore[attr-defined]
    if answer.status != 200:
        said = (Path(os.environ["NEXUS_VAR"]) / "p2.log").read_text(errors="replace")[-3000:]
        raise RuntimeError(f"{path} answered {answer.status}:\n{said}")
    return answer


def served_cpu(client: http.client.HTTPConnection, pid: int, path: str) -> float:
    """CPU milliseconds a page of the server process."""
    client.close()  # it was idle for the other side's turn
    before = cpu_seconds(pid)
    for _ in range(PAGES):
        get(client, path)
    return (cpu_seconds(pid) - before) / PAGES * 1000


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


def queries_of(app: Wsgi, path: str) -> list[tuple[str, tuple[Any, ...]]]:
    for _ in range(2):  # the first time fills caches
        with statements.written_down() as said:
            answer = app(environ(path), lambda _status, _headers: None)
            b"".join(answer)
            getattr(answer, "close", lambda: None)()
    return [(statement.sql, tuple(map(plain, statement.params))) for statement in said]


def plain(value: Any) -> Any:
    """Without the classes of models (a state's name is a choice there), which the bare side does not load."""
    if isinstance(value, str):
        return str.__str__(value)
    return [plain(item) for item in value] if isinstance(value, (list, tuple)) else value


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


def main() -> None:
    django.setup()
    from django.conf import settings
    from django.core.wsgi import get_wsgi_application
    from django.urls import reverse

    from marketplace.catalog.models import Listing
    from nexus.management.commands.up import web_argv

    newest = Listing.objects.get(pk=fill.fill(LISTINGS)[0])
    product = get_wsgi_application()
    addresses = {
        "catalogue page": reverse("catalogue"),
        "catalogue page with words": f"{reverse('catalogue')}?q=oak+table",
        "model page": reverse("model", args=[newest.pk, newest.slug]),
    }
    folder = Path(settings.VAR)
    log, pages_file, port = folder / "p2.log", folder / "p2.pages", processes.free_port()
    env = {**os.environ, "BENCH_PAGES": str(pages_file)}
    with said_into(log), program(web_argv(), env, log=log) as ours:
        processes.wait_for_page(settings.PORT, "/healthz", of=ours, log=log)
        mine = http.client.HTTPConnection("127.0.0.1", settings.PORT, timeout=30)
        pages: dict[str, bare_pages.Page] = {}
        for path in addresses.values():
            answer = get(mine, path)
            headers = [(name, value) for name, value in answer.getheaders() if name.lower() in KEPT_HEADERS]
            pages[path] = (queries_of(product, path), headers, answer.body)  # type: ignore[attr-defined]
        pages_file.write_bytes(pickle.dumps(pages))
        bare_argv = [word.replace("nexus.asgi:application", "bench.bare_pages:served") for word in web_argv()]
        bare_argv[bare_argv.index("--port") + 1] = str(port)
        with program(bare_argv, env, log=log) as theirs:
            first = next(iter(pages))
            processes.wait_for_page(port, first, of=theirs, log=log)
            other = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
            lines, notes = [], []
            for name, path in addresses.items():
                other.close()
                same = get(other, path).body == pages[path][2]  # type: ignore[attr-defined]
                if not same:
                    raise RuntimeError(f"{path}: the bare page is not the same bytes")
                lines.extend(measured(name, path, mine, ours.pid, other, theirs.pid, product, pages))
                notes.append(f"{name}: {len(pages[path][0])} queries, {len(pages[path][2]):,} bytes")
    keep("P2", f"CPU a page, anonymous, warm, {LISTINGS} listings, {ROUNDS} rounds of {PAGES} pages", lines, notes)


def measured(
    name: str,
    path: str,
    mine: Any,
    our_pid: int,
    other: Any,
    their_pid: int,
    product: Wsgi,
    pages: dict[str, bare_pages.Page],
) -> list[Line]:
    """By turns: the product's server and the bare one, then both handlers without a server."""
    bare = bare_pages.application(pages)
    mine.close()
    other.close()
    for _ in range(20):  # prepared statements, warm pools
        get(mine, path)
        get(other, path)
    served: tuple[list[float], list[float]] = ([], [])
    called: tuple[list[float], list[float]] = ([], [])
    for _ in range(ROUNDS):
        served[0].append(served_cpu(mine, our_pid, path))
        served[1].append(served_cpu(other, their_pid, path))
        called[0].append(called_cpu(product, path))
        called[1].append(called_cpu(bare, path))
    return [
        Line(f"{name}, server process", "ms", *served, judged="ratio", most=MOST),
        Line(f"{name}, handler alone", "ms", *called),
    ]


if __name__ == "__main__":
    try:
        main()
    except psycopg.Error as wrong:
        sys.exit(f"P2: the database refused: {wrong}")
