"""Every route of the site, the contracts and the console, for every role: routes.csv says who is answered what."""

import re
import zlib
from collections import Counter
from collections.abc import Callable, Collection

import pytest
from django.urls import Resolver404, resolve

from marketplace.transactions.models import Order
from marketplace.transactions.selectors import orders
from nexus.api import documents
from nexus.api.rooms import views as rooms
from nexus.api.studio import drawing
from nexus.management.commands.schema import CONTRACTS
from tests.contracts.studio import open_workshop
from tests.contracts.world import ROLES, Row, World, all_routes, plain, rights, table, usual, written

pytestmark = pytest.mark.django_db


PARTS = {"contracts": ("/api/", "/3d/"), "console": ("/admin/",), "site": ("/",)}


def part(path: str) -> str:
    return next(name for name, starts in PARTS.items() if path.startswith(starts))


def third(row: Row) -> Collection[str]:
    """A third of the roles; which ones hangs on what the row asks, so neighbours are asked by others."""
    first = zlib.crc32(f"{row.method} {row.path} {row.body}".encode()) % 3
    return ROLES[first::3]


def wrong_answers(monkeypatch, rows: list[Row], roles_of: Callable[[Row], Collection[str]]) -> list[str]:
    monkeypatch.setattr(rooms, "PATIENCE_SECONDS", 0.0)
    monkeypatch.setattr(drawing, "PATIENCE_SECONDS", 0.0)
    open_workshop(monkeypatch)
    world = World()
    return [
        f"{row.method} {row.path} as {role}: {got}, the table says {row.statuses[role]}"
        for row in rows
        for role in roles_of(row)
        if (got := world.status(row, role)) != row.statuses[role]
    ]


def check(monkeypatch, name: str, rows: list[Row], roles_of: Callable[[Row], Collection[str]]) -> None:
    wrong = wrong_answers(monkeypatch, rows, roles_of)
    cells = sum(len(roles_of(row)) for row in rows)
    right = cells - len(wrong)
    print(f"S18 part={name} rows={len(rows)} cells={right}/{cells} right={right / cells:.1%} control=found")
    assert not wrong, "\n".join(wrong)


@pytest.mark.timeout(2400)
def test_every_route_answers_a_third_of_the_roles_as_the_table_says(monkeypatch):
    check(monkeypatch, "all", table(), third)


@pytest.mark.proof
@pytest.mark.timeout(3600)
@pytest.mark.parametrize("name", PARTS)
def test_every_route_answers_every_role_as_the_table_says(monkeypatch, name: str):
    check(monkeypatch, name, [row for row in table() if part(row.path) == name], lambda _row: ROLES)


@pytest.mark.fault
def test_control_without_the_owners_filter_the_table_finds_the_door_that_is_open(monkeypatch):
    """One selector that forgets to ask whose order it is: strangers see it, and so do other sellers."""
    monkeypatch.setattr(orders, "orders_of", lambda _person: Order.objects.all())
    rows = [row for row in table() if (row.method, row.path) == ("GET", "/api/v1/orders/{order}")]

    wrong = wrong_answers(monkeypatch, rows, lambda _row: ROLES)

    assert {line.split(" as ")[1].split(":")[0] for line in wrong} >= {"user", "other", "seller"}


def test_every_route_has_a_row():
    covered = {resolve(plain(row.path)).route for row in table()}

    assert all_routes() - covered == set()


def test_every_documented_operation_has_a_row():
    def shape(path: str) -> str:
        return re.sub(r"\{\w+\}", "{}", path.split("?", maxsplit=1)[0])

    rows = {(row.method.lower(), shape(row.path)) for row in table()}
    wanted = {
        (method, shape(path))
        for contract in CONTRACTS
        for path, ways in documents.document(contract)["paths"].items()
        if not path.endswith("/events") and not path.startswith("/stream/")  # beside the URLconf, see tests of streams
        for method in ways
    }

    assert wanted - rows == set()


def test_no_row_stands_twice_and_none_is_for_a_route_that_is_gone():
    twice = [row for row, count in Counter((row.method, row.path, row.body) for row in table()).items() if count > 1]
    gone = []
    for row in table():
        try:
            resolve(plain(row.path))
        except Resolver404:
            gone.append(row.path)

    assert (twice, gone) == ([], [])


def test_the_table_never_lets_a_bad_token_in():
    let_in = [
        row.path for row in table() if row.path.startswith(("/api/", "/3d/")) and row.statuses["bad_token"] != 401
    ]

    assert let_in == []


def test_what_finance_marketing_and_banned_people_may_is_said_once_and_only_where_it_is_unusual():
    rows = {(row["method"], row["path"]): row for row in written()}
    lost = [key for key in rights() if key[:2] not in rows]
    needless = [
        (*key, status) for key, status in rights().items() if key not in lost and usual(rows[key[:2]], key[2]) == status
    ]

    assert (lost, needless) == ([], [])


def test_a_banned_person_is_let_into_nothing_that_is_closed_to_everybody():
    let_in = [
        f"{row.method} {row.path}"
        for row in table()
        if row.statuses["banned"] < 300 <= row.statuses["anonymous"] and row.path != "/account-closed/"
    ]

    assert let_in == []


def test_the_table_never_answers_others_as_it_answers_owners_where_something_is_owned():
    owned = re.compile(
        r"\{(pending|waiting|cancelled|job|asset|draft|in_review|rejected|archived|upload|order|unpaid)\}"
    )
    open_by_contract = {"/3d/models/{job}"}  # a Rooms record answers to who knows its id
    same = [
        f"{row.method} {row.path}"
        for row in table()
        if owned.search(row.path)
        and row.path not in open_by_contract
        and not row.path.startswith("/admin/")
        and row.statuses["owner"] < 400
        and row.statuses["other"] == row.statuses["owner"]
    ]

    assert same == []
