"""The other side of P2: an ASGI application that says the same queries in bare psycopg and answers the same bytes.

It stands on the same server, thread pool and adapter as the product, so that only what the product adds differs.
"""

import os
import pickle
import threading
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import psycopg
from a2wsgi import WSGIMiddleware

Page = tuple[list[tuple[str, tuple[Any, ...]]], list[tuple[str, str]], bytes]
_mine = threading.local()


def connection() -> "psycopg.Connection[Any]":
    found = getattr(_mine, "connection", None)
    if found is None:
        found = _mine.connection = psycopg.connect(os.environ["DATABASE_URL"], autocommit=True)
    return found


def load(path: Path) -> dict[str, Page]:
    """Address → statements, headers, body; written by bench/p2_pages.py a moment before."""
    found: dict[str, Page] = pickle.loads(path.read_bytes())
    return found


def application(pages: dict[str, Page]) -> Callable[[dict[str, Any], Any], Iterable[bytes]]:
    def answer(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        query = environ.get("QUERY_STRING", "")
        statements, headers, body = pages[environ["PATH_INFO"] + (f"?{query}" if query else "")]
        asked = connection()
        for sql, params in statements:
            asked.execute(sql, params or None).fetchall()
        start_response("200 OK", headers)
        return [body]

    return answer


if "BENCH_PAGES" in os.environ:
    served = WSGIMiddleware(application(load(Path(os.environ["BENCH_PAGES"]))), workers=8)  # type: ignore[arg-type]
