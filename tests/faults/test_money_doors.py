"""S04: sixteen requests at once at each door that moves money or rights, over HTTP at the running product.

One wins, nobody meets a deadlock or an error of the server. The control is the same product with its locks and its
indexes off: there each of the doors lets more than one through, or breaks.
"""

import json
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Barrier
from typing import Any

import httpx
import pytest

from tests.product import Product, running

pytestmark = [pytest.mark.fault, pytest.mark.timeout(1800)]
RIVALS = 16
CONTROL_ROUNDS = 6
DOORS = ("purchase", "claim", "coupon", "payout", "refund", "award", "crosswise")
OPEN = {"DJANGO_SETTINGS_MODULE": "tests.faults.doors", "RACE_GAP": "0.02"}
UNLOCKED = {**OPEN, "RACE_GAP": "0.3", "RACE_UNLOCKED": "1"}
UNGUARDED = (
    "DROP INDEX order_line_completed_once",
    "DROP INDEX entitlement_held_once",
    "DROP INDEX payout_one_in_flight",
    "DROP INDEX refund_once_a_line",
    "ALTER TABLE marketplace_coupon DROP CONSTRAINT coupon_used_within_its_limit",
    "ALTER TABLE marketplace_journalentry DROP CONSTRAINT journal_entry_once_a_cause",
    "ALTER TABLE marketplace_escrowreturn DROP CONSTRAINT marketplace_escrowreturn_escrow_id_key",
    "DROP TRIGGER escrow_held_stays ON marketplace_escrow",
)

# Everything that the rounds need, made inside the product; a key for each person who asks.
MAKE = """
import json
from accounts.services import keys
from tests import make

def secret(person):
    return keys.make_key(person, name="race", scopes=keys.SCOPES).secret

seller, rounds = make.person(), {rounds}
made = {{door: [] for door in {doors!r}}}
crowd = [make.person() for _ in range({rivals})]
secrets = [secret(person) for person in crowd]
for _ in range(rounds):
    if "purchase" in made:
        made["purchase"].append({{"keys": [secret(make.person())], "listing": make.for_sale(499, seller=seller).pk}})
    if "claim" in made:
        made["claim"].append({{"keys": [secret(make.person())], "listing": make.for_sale(0, seller=seller).pk}})
    if "coupon" in made:
        models = [make.for_sale(499, seller=seller).pk for _ in crowd]
        made["coupon"].append({{"keys": secrets, "listings": models, "code": make.coupon(seller, max_uses=1).code}})
    if "payout" in made:
        made["payout"].append({{"keys": [secret(make.rich_seller())]}})
    if "refund" in made:
        order = make.bought(make.for_sale(499, seller=seller))
        made["refund"].append({{"keys": [secret(order.buyer)], "order": str(order.pk)}})
    if "award" in made:
        sent = make.submission()
        made["award"].append({{"keys": [secret(sent.bounty.client)], "submission": sent.pk, "bounty": sent.bounty_id}})
    if "crosswise" in made:
        pair = [make.for_sale(499, seller=seller).pk for _ in range(2)]
        made["crosswise"].append({{"keys": [secret(make.person()) for _ in range(4)], "listings": pair}})
print("MADE " + json.dumps(made))
"""

Ask = tuple[str, dict[str, Any], str]  # path, body, key
WON = {  # how often the round's act happened, by the database
    "purchase": "SELECT count(*) FROM marketplace_testpayment t JOIN marketplace_payment p ON p.reference = t.id::text "
    "JOIN marketplace_orderline l ON l.order_id = p.order_id WHERE l.listing_id = %(listing)s AND t.state <> 'declined'",
    "claim": "SELECT count(*) FROM marketplace_orderline WHERE listing_id = %(listing)s AND state = 'completed'",
    "coupon": "SELECT count(*) FROM marketplace_couponuse u JOIN marketplace_coupon c ON c.id = u.coupon_id "
    "WHERE c.code = %(code)s AND u.released_at IS NULL",
    "refund": "SELECT count(*) FROM marketplace_refund r JOIN marketplace_orderline l ON l.id = r.line_id "
    "WHERE l.order_id = %(order)s",
    "award": "SELECT count(*) FROM marketplace_journalentry j JOIN marketplace_bounty b "
    "ON j.cause = 'escrow:' || b.escrow_id WHERE b.id = %(bounty)s AND j.kind = 'escrow_paid'",
}


@dataclass
class Tally:
    """What the rounds of one door came to."""

    door: str
    rounds: int = 0
    single: int = 0
    errors: int = 0
    broken: Counter[int] = field(default_factory=Counter)

    @property
    def holds(self) -> bool:
        return self.single == self.rounds and not self.errors

    def row(self, deadlocks: int, control: str) -> str:
        return f"S04 door={self.door} winners={self.single}/{self.rounds} 5xx={self.errors} deadlocks={deadlocks} control={control}"


def made(product: Product, doors: tuple[str, ...], rounds: int) -> dict[str, list[dict[str, Any]]]:
    done = product.manage("shell", "-c", MAKE.format(rounds=rounds, doors=doors, rivals=RIVALS), seconds=600)
    assert done.returncode == 0, done.stderr[-4000:]
    line = next(line for line in done.stdout.splitlines() if line.startswith("MADE "))
    found: dict[str, list[dict[str, Any]]] = json.loads(line.removeprefix("MADE "))
    return found


def asks(door: str, what: dict[str, Any]) -> list[Ask]:
    """The sixteen requests of a round."""
    keys = what["keys"]
    buys = lambda key, *ids, **more: (  # noqa: E731 - a table of requests
        "/api/v1/orders", {"items": [{"model": one} for one in ids], "payment_method": "pm_card_visa", **more}, key
    )  # fmt: skip
    if door in {"purchase", "claim"}:
        return [buys(keys[0], what["listing"])] * RIVALS
    if door == "coupon":
        return [buys(key, one, coupon=what["code"]) for key, one in zip(keys, what["listings"], strict=True)]
    if door == "crosswise":
        ways = [what["listings"], what["listings"][::-1]] * 2
        return [buys(key, *way) for key, way in zip(keys, ways, strict=True)] * (RIVALS // len(keys))
    path = {
        "payout": "/api/v1/me/payouts",
        "refund": f"/api/v1/orders/{what.get('order')}/refund",
        "award": f"/api/v1/submissions/{what.get('submission')}/accept",
    }[door]
    return [(path, {}, keys[0])] * RIVALS


def at_once(clients: list[httpx.Client], wanted: list[Ask]) -> list[int]:
    start = Barrier(len(wanted))

    def ask(client: httpx.Client, one: Ask) -> int:
        path, body, key = one
        start.wait(timeout=60)
        return client.post(path, json=body, headers={"Authorization": f"Bearer {key}"}).status_code

    with ThreadPoolExecutor(len(wanted)) as pool:
        return list(pool.map(ask, clients, wanted))


def winners(product: Product, door: str, what: dict[str, Any], statuses: list[int]) -> int:
    """1 where the round had one winner."""
    if door == "payout":  # while it is on its way every other is refused; paid, the balance is empty
        return statuses.count(201)
    if door == "crosswise":  # four people, each of whom buys both once
        rows = product.sql(
            "SELECT count(*) FROM marketplace_orderline WHERE listing_id = ANY(%s) AND state = 'completed'",
            what["listings"],
        )
        return 1 if rows[0][0] == 8 else 0
    names = [part.split(")")[0] for part in WON[door].split("%(")[1:]]
    query = WON[door]
    for name in names:
        query = query.replace(f"%({name})s", "%s")
    return int(str(product.sql(query, *(what[name] for name in names))[0][0]))


@contextmanager
def callers(product: Product) -> Iterator[list[httpx.Client]]:
    clients = [httpx.Client(base_url=product.url, timeout=120) for _ in range(RIVALS)]
    try:
        yield clients
    finally:
        for client in clients:
            client.close()


def race(product: Product, doors: tuple[str, ...], rounds: int) -> list[Tally]:
    tallies = []
    things = made(product, doors, rounds)
    with callers(product) as clients:
        for door in doors:
            tally = Tally(door)
            for what in things[door]:
                statuses = at_once(clients, asks(door, what))
                tally.rounds += 1
                tally.single += winners(product, door, what, statuses) == 1
                tally.errors += sum(status >= 500 for status in statuses)
                tally.broken.update(statuses)
            tallies.append(tally)
    return tallies


def deadlocks(product: Product) -> int:
    rows = product.sql("SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()")
    return int(str(rows[0][0]))


def prove(rounds: int) -> None:
    with running(**OPEN) as product:
        tallies = race(product, DOORS, rounds)
        met = deadlocks(product)
        audit = product.manage("audit_money")
        for tally in tallies:
            print(tally.row(met, "let_in_more"))
        assert audit.returncode == 0, audit.stdout
        assert [tally for tally in tallies if not tally.holds] == []
        assert met == 0


def test_of_sixteen_at_once_at_each_door_one_wins_and_nobody_meets_an_error() -> None:
    prove(2)


@pytest.mark.proof
def test_of_sixteen_at_once_at_each_door_one_wins_fifty_times() -> None:
    prove(50)


def test_control_without_locks_and_indexes_each_door_lets_in_more_than_one_or_breaks() -> None:
    with running(**UNLOCKED) as product:
        for statement in UNGUARDED:
            product.sql(statement)
        holding = DOORS[:-1]
        for _ in range(CONTROL_ROUNDS):  # without a guard one round may still end well, by chance
            holding = tuple(tally.door for tally in race(product, holding, 1) if tally.holds)
            if not holding:
                break
        assert holding == ()
        assert product.manage("audit_money").returncode != 0
