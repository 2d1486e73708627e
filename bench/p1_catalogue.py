"""P1: search with routed facets over many listings, against the same SQL said by bare psycopg; and the catalogue page
whole, against django-oscar's over as many products.

`BENCH_LISTINGS` says how many (100,000 when not given; the target speaks of 1,000,000).
"""

import multiprocessing
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import django
import psycopg

from bench import crowd, oscar, statements
from bench.figures import Line, keep, percentile
from bench.p2_pages import environ
from bench.processes import said_into

ROUNDS, ASKED, CLIENTS, SECONDS = 3, 150, 8, 4.0
P99_MS, SHARE, TIMES_OSCAR = 50.0, 0.7, 10.0
PASSES = 4  # of 600 times the hundredth part is six: one stall of a shared machine does not decide it
PAGES = 20

Said = list[tuple[str, Any]]


def asked() -> list[Any]:
    from marketplace.catalog.selectors import SearchQuery

    return [SearchQuery(**one) for one in crowd.questions(ASKED)]


def written(queries: list[Any]) -> list[Said]:
    """The statements of each search, as the product says them."""
    from django.core.cache import cache

    from marketplace.catalog import selectors

    found = []
    selectors.search(None, queries[0])  # what is asked once a process
    for query in queries:
        cache.clear()  # no count of a minute ago
        with statements.written_down() as said:
            selectors.search(None, query)
        found.append([(one.sql, one.params) for one in said])
    return found


def bare(connection: "psycopg.Connection[Any]", said: Said) -> None:
    for sql, params in said:
        connection.execute(sql, params).fetchall()


def milliseconds(act: Callable[[Any], Any], over: list[Any]) -> list[float]:
    taken = []
    for one in over:
        started = time.perf_counter()
        act(one)
        taken.append((time.perf_counter() - started) * 1000)
    return taken


def _client(kind: str, said: list[Said], place: int, result: Any) -> None:
    from django.db import connections

    from marketplace.catalog import selectors

    connections.close_all()
    number, ends = 0, time.perf_counter() + SECONDS
    if kind == "ours":
        queries = asked()
        while time.perf_counter() < ends:
            selectors.search(None, queries[(place * 17 + number) % len(queries)])
            number += 1
    else:
        with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as connection:
            while time.perf_counter() < ends:
                bare(connection, said[(place * 17 + number) % len(said)])
                number += 1
    result.put(number)


def crowd_of(kind: str, said: list[Said]) -> float:
    """Searches a second of eight clients, each a process."""
    made = multiprocessing.get_context("fork")
    result = made.Queue()
    clients = [made.Process(target=_client, args=(kind, said, place, result)) for place in range(CLIENTS)]
    for client in clients:
        client.start()
    total = sum(result.get() for _ in clients)
    for client in clients:
        client.join()
    return float(total) / SECONDS


def pages(number: int) -> tuple[list[float], list[float], list[float], str]:
    """Catalogue pages a second of one process each, by turns: ours drawn anew, ours kept for a second, oscar's.

    Both are asked inside their process, without a server; the words say what the other side is, or why there is none.
    """
    from django.conf import settings
    from django.core.wsgi import get_wsgi_application

    product, folder = get_wsgi_application(), Path(settings.VAR)
    anew: list[float] = []
    as_kept: list[float] = []
    theirs: list[float] = []

    def ours(kept: float) -> float:
        settings.PAGE_CACHE_SECONDS = kept
        began = time.perf_counter()
        for place in range(PAGES):
            answer = product(environ(f"/models/?page={place % 10 + 1}"), lambda _status, _headers: None)
            b"".join(answer)
            getattr(answer, "close", lambda: None)()
        return PAGES / (time.perf_counter() - began)

    with said_into(folder / "p1.log"):
        try:
            with oscar.running(folder, number) as shop:
                shop.seconds(5)
                ours(0)
                for _ in range(ROUNDS):
                    anew.append(ours(0))
                    theirs.append(PAGES / shop.seconds(PAGES))
                    as_kept.append(ours(1))
        except oscar.UnobtainableError as why:
            return [ours(0) for _ in range(ROUNDS)], [ours(1) for _ in range(ROUNDS)], [], f"not measured: {why}"
    return (
        anew,
        as_kept,
        theirs,
        f"{oscar.WANTED[0]}, its own templates and search by ORM, {number:,} products, no pictures",
    )


def main() -> None:
    django.setup()
    from django.db import connection, connections

    from marketplace.catalog import selectors
    from marketplace.catalog.models import SearchDoc

    number = int(os.environ.get("BENCH_LISTINGS", "100000"))
    crowd.grow(number)
    queries = asked()
    said = written(queries)
    ours: list[float] = []
    theirs: list[float] = []
    worst: list[float] = []
    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as other:
        for _ in range(ROUNDS):
            taken = milliseconds(lambda query: selectors.search(None, query), queries)
            database = milliseconds(lambda one: bare(other, one), said * PASSES)
            ours.append(sum(taken) / len(taken))
            theirs.append(sum(database) / len(database))
            worst.append(percentile(database, 0.99))
    connections.close_all()
    many = [(crowd_of("ours", said), crowd_of("bare", said)) for _ in range(ROUNDS)]
    rows = SearchDoc.objects.count()
    connection.close()
    anew, kept, others, told = pages(number)
    lines = [
        Line("one client: p99 of a search in the database", "ms", worst, judged="ours", most=P99_MS),
        Line("one client: mean of a search", "ms", ours, theirs),
        Line(
            f"{CLIENTS} clients: searches a second", "/s", [one for one, _ in many], [one for _, one in many],
            judged="ratio", least=SHARE,
        ),
        Line("catalogue pages a second, drawn anew, against django-oscar", "/s", anew, others, judged="ratio" if others else "", least=TIMES_OSCAR),
        Line("catalogue pages a second, kept for a second", "/s", kept, others),
    ]  # fmt: skip
    notes = [
        f"{ASKED} searches: lists, categories, words, filters together, sorts, later pages; {rows:,} search rows",
        f"the page of django-oscar: {told}",
    ]
    keep("P1", f"search with facets over {number:,} listings", lines, notes)


if __name__ == "__main__":
    try:
        main()
    except psycopg.Error as wrong:
        sys.exit(f"P1: the database refused: {wrong}")
