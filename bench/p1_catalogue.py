"""P1: search with routed facets over many listings, against the same SQL said by bare psycopg.

`BENCH_LISTINGS` says how many (100,000 when not given; the target speaks of 1,000,000).
"""

import multiprocessing
import os
import sys
import time
from collections.abc import Callable
from typing import Any

import django
import psycopg

from bench import crowd, statements
from bench.figures import Line, keep, percentile

ROUNDS, ASKED, CLIENTS, SECONDS = 3, 150, 8, 4.0
P99_MS, SHARE = 50.0, 0.7

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
            database = milliseconds(lambda one: bare(other, one), said)
            ours.append(sum(taken) / len(taken))
            theirs.append(sum(database) / len(database))
            worst.append(percentile(database, 0.99))
    connections.close_all()
    many = [(crowd_of("ours", said), crowd_of("bare", said)) for _ in range(ROUNDS)]
    rows = SearchDoc.objects.count()
    connection.close()
    lines = [
        Line("one client: p99 of a search in the database", "ms", worst, judged="ours", most=P99_MS),
        Line("one client: mean of a search", "ms", ours, theirs),
        Line(
            f"{CLIENTS} clients: searches a second", "/s", [one for one, _ in many], [one for _, one in many],
            judged="ratio", least=SHARE,
        ),
    ]  # fmt: skip
    notes = [
        f"{ASKED} searches: lists, categories, words, filters together, sorts, later pages; {rows:,} search rows",
        "the other side of django-oscar is not measured: it wants an environment of its own",
    ]
    keep("P1", f"search with facets over {number:,} listings", lines, notes)


if __name__ == "__main__":
    try:
        main()
    except psycopg.Error as wrong:
        sys.exit(f"P1: the database refused: {wrong}")
