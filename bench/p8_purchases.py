"""P8: purchases through the whole service, eight processes, against the same statements said by bare psycopg.

Every purchase is one order of one model by a test card: order, payment, the test gateway's own rows, ledger, right,
fact. Both sides write into the same database by turns, and the invariants of the books are asked at the end.
"""

import http.client
import json
import multiprocessing
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit
from uuid import uuid4

import django
import psycopg

from bench import processes, statements
from bench import shop as shops
from bench.figures import Line, keep, percentile
from bench.ground import named
from bench.processes import program, said_into
from bench.shop import Shop
from bench.statements import Statement

ROUNDS, CLIENTS, BUYERS_EACH = 3, 8, 4
EACH = int(os.environ.get("BENCH_PURCHASES", "40"))  # purchases of one client a round
SHARE, OVER_HTTP = 0.3, 40.0
TPC_SCALE, TPC_SECONDS = 10, 4
Pair = tuple[int, int]


class Script:
    """One purchase's statements, and what stands in them for the buyer, the model, the order."""

    def __init__(self, shop: Shop, pair: Pair) -> None:
        from marketplace.catalog.models import Entitlement

        with statements.written_down() as said:
            self.order = order = shops.buy(*pair)
        self.said = [
            Statement(one.sql, tuple(map(statements.plain, one.params)), one.begins, one.ends, one.gave) for one in said
        ]
        line, payment = order.lines.get(), order.payments.get()
        right = Entitlement.objects.get(transaction_id=line.pk)
        self.shop, (self.buyer, self.listing) = shop, pair
        self.ids = [order.pk, payment.pk, type(order.pk)(payment.reference)]
        self.code = right.certificate_code
        self.address = f"/checkout/{order.pk}/"

    @property
    def transactions(self) -> int:
        return sum(one.begins for one in self.said) + sum(not inside for inside in _insides(self.said))

    def say(self, connection: "psycopg.Connection[Any]", pair: Pair) -> None:
        buyer, listing = pair
        seller, then = self.shop.seller_of[listing], self.shop.seller_of[self.listing]
        new = {old: uuid4() for old in self.ids}
        known: dict[Any, Any] = {self.buyer: buyer, self.listing: listing, then: seller, self.code: uuid4().hex[:19]}
        known[self.shop.account_of[then]] = self.shop.account_of[seller]
        known |= new | {str(old): str(now) for old, now in new.items()}
        statements.replay(connection, self.said, known, written_as=("order-line:{}",))


def _insides(said: list[Statement]) -> Iterator[bool]:
    """Whether each statement stands in a transaction of several."""
    opened = False
    for one in said:
        opened = opened or one.begins
        yield opened
        opened = opened and not one.ends


def pairs_of(shop: Shop) -> Iterator[list[list[Pair]]]:
    """For each turn, what every client buys; no buyer meets a model twice, nor another client's buyer."""
    place = 1  # the first model was bought by the written-down purchase
    while True:
        steps = range(place, place + EACH // BUYERS_EACH)
        if steps.stop > len(shop.listings):
            raise RuntimeError("the shop has too few models")
        yield [
            [
                (shop.buyers[client * BUYERS_EACH + number], shop.listings[(step + client * 37) % len(shop.listings)])
                for step in steps
                for number in range(BUYERS_EACH)
            ]
            for client in range(CLIENTS)
        ]
        place = steps.stop


def _client(script: Script | None, pairs: list[Pair], start: Any, result: Any) -> None:
    from django.db import connections

    connections.close_all()
    took = []
    try:
        with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as connection:
            start.wait(60)
            began = time.perf_counter()
            for pair in pairs:
                before = time.perf_counter()
                if script is None:
                    shops.buy(*pair)
                else:
                    script.say(connection, pair)
                took.append(time.perf_counter() - before)
        result.put((began, time.perf_counter(), took, ""))
    except Exception as wrong:  # noqa: BLE001 - told to whoever started us
        result.put((0.0, 0.0, took, f"{type(wrong).__name__}: {wrong}"))


def together(script: Script | None, turn: list[list[Pair]]) -> tuple[float, list[float]]:
    """Purchases a second of all clients, each a process, and the seconds of each purchase."""
    made = multiprocessing.get_context("fork")
    result, start = made.Queue(), made.Barrier(len(turn))
    clients = [made.Process(target=_client, args=(script, pairs, start, result)) for pairs in turn]
    for client in clients:
        client.start()
    told = [result.get(timeout=200) for _ in clients]
    for client in clients:
        client.join(20)
    wrong = [one[3] for one in told if one[3]]
    if wrong:
        raise RuntimeError(f"{len(wrong)} of {len(clients)} clients failed: {wrong[0]}")
    took = [second for one in told for second in one[2]]
    return len(took) / (max(one[1] for one in told) - min(one[0] for one in told)), took


def over_http(port: int, tokens: dict[int, str], turn: list[list[Pair]]) -> float:
    """Purchases a second by POST /api/v1/orders, one connection a client."""

    def work(pairs: list[Pair]) -> None:
        asking = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        for buyer, listing in pairs:
            body = json.dumps({"items": [{"model": listing}], "payment_method": "pm_card_visa"})
            head = {"Authorization": f"Bearer {tokens[buyer]}", "Content-Type": "application/json"}
            asking.request("POST", "/api/v1/orders", body, head)
            answer = asking.getresponse()
            said = answer.read()
            if answer.status != 201 or json.loads(said)["state"] != "completed":
                raise RuntimeError(f"a purchase over HTTP was answered with {answer.status}: {said[:300]!r}")

    began = time.perf_counter()
    with ThreadPoolExecutor(len(turn)) as clients:
        list(clients.map(work, turn))
    return sum(map(len, turn)) / (time.perf_counter() - began)


def tpc_b() -> tuple[list[float], str]:
    """Transactions a second of pgbench on the same server, eight clients; nothing where it is not installed."""
    program_found = shutil.which("pgbench")
    if program_found is None:
        return [], "pgbench is not installed here"
    url = named(os.environ["DATABASE_URL"], "bench_tpc_b")
    with psycopg.connect(named(url, "postgres"), autocommit=True) as admin:
        admin.execute('DROP DATABASE IF EXISTS "bench_tpc_b"')
        admin.execute('CREATE DATABASE "bench_tpc_b"')
    parts = urlsplit(url)
    host = parse_qs(parts.query).get("host", [parts.hostname or ""])[0]
    with suppress(ValueError):
        port = str(parts.port or 5432)
    where = ["-h", host, "-p", port, "-U", parts.username or "postgres"]
    env = {**os.environ, "PGPASSWORD": parts.password or "", "PGDATABASE": "bench_tpc_b"}
    found = []
    subprocess.run([program_found, *where, "-i", "-q", "-s", str(TPC_SCALE)], env=env, check=True, capture_output=True)
    for _ in range(ROUNDS):
        done = subprocess.run(
            [program_found, *where, "-c", str(CLIENTS), "-j", "2", "-T", str(TPC_SECONDS)],
            env=env, check=True, capture_output=True, text=True,
        )  # fmt: skip
        told = re.search(r"tps = ([\d.]+)", done.stdout)
        if told is None:
            raise RuntimeError(f"pgbench told no figure: {done.stdout}")
        found.append(float(told[1]))
    return found, f"pgbench: TPC-B, scale {TPC_SCALE}, {CLIENTS} clients, {TPC_SECONDS} s a round"


def shown(setting: str) -> str:
    with psycopg.connect(os.environ["DATABASE_URL"]) as connection:
        return str(connection.execute(f"SHOW {setting}").fetchone()[0])  # type: ignore[index]


def books_are_right(orders: int) -> None:
    from marketplace.catalog.models import Entitlement
    from marketplace.transactions import invariants
    from marketplace.transactions.models import JournalEntry, Order
    from nexus.foundation.outbox import OutboxMessage

    found = {name: count for name, count in invariants.violations().items() if count}
    counts = {
        "orders": Order.objects.filter(state="completed").count(),
        "entries": JournalEntry.objects.count(),
        "rights": Entitlement.objects.count(),
        "facts": OutboxMessage.objects.filter(fact="order.completed").count(),
    }
    if found or set(counts.values()) != {orders}:
        raise RuntimeError(f"The books are wrong: {found}, {counts}, expected {orders} of each.")


def main() -> None:
    django.setup()
    from django.conf import settings
    from django.db import connections

    from accounts.models import User
    from accounts.services import tokens
    from nexus.management.commands.up import web_argv

    synchronous = {name: shown(name) for name in ("synchronous_commit", "fsync")}
    if set(synchronous.values()) != {"on"}:
        raise RuntimeError(f"the database does not flush: {synchronous}")
    shop = shops.opened(CLIENTS * BUYERS_EACH, 500)
    shops.buy(shop.buyers[0], shop.listings[-1])  # what is read once a process
    script = Script(shop, (shop.buyers[0], shop.listings[0]))
    turns = pairs_of(shop)
    log = Path(settings.VAR) / "p8.log"
    made, ours, theirs, slowest, by_http = 2, [], [], [], []
    keys = {one.pk: tokens.issue(one).access for one in User.objects.filter(pk__in=shop.buyers)}
    connections.close_all()
    with said_into(log), program(web_argv(), dict(os.environ), log=log) as web:
        processes.wait_for_page(settings.PORT, "/healthz", of=web, log=log)
        for _ in range(ROUNDS):
            rate, took = together(None, next(turns))
            ours.append(rate)
            slowest.append(percentile(took, 0.99) * 1000)
            theirs.append(together(script, next(turns))[0])
            by_http.append(over_http(settings.PORT, keys, next(turns)))
            made += 3 * CLIENTS * EACH
    books_are_right(made)
    connections.close_all()
    rates, told = tpc_b()
    lines = [
        Line(f"{CLIENTS} processes: purchases a second", "/s", ours, theirs, judged="ratio", least=SHARE),
        Line("one purchase, p99 of eight at once", "ms", slowest),
        Line("over HTTP: purchases a second", "/s", by_http, judged="ours", least=OVER_HTTP, reported=True),
        *([Line("pgbench TPC-B beside it: transactions a second", "/s", rates)] if rates else []),
    ]
    notes = [
        f"one purchase: {len(script.said)} statements in {script.transactions} transactions on both sides, the test gateway's among them",
        f"{made} purchases, 0 errors, all invariants hold; synchronous_commit {synchronous['synchronous_commit']}, fsync {synchronous['fsync']}",
        told,
    ]
    keep("P8", f"purchases, {ROUNDS} rounds of {CLIENTS} × {EACH}, {datetime.now(UTC):%Y-%m-%d}", lines, notes)


if __name__ == "__main__":
    try:
        main()
    except psycopg.Error as wrong:
        sys.exit(f"P8: the database refused: {wrong}")
