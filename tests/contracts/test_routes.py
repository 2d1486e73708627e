"""Every route of the site, the contracts and the console, for every role: routes.csv says who is answered what."""

import re
from collections import Counter

import pytest
from django.urls import Resolver404, resolve

from nexus.api import documents
from nexus.api.rooms import views as rooms
from nexus.api.studio import drawing
from nexus.management.commands.schema import CONTRACTS
from tests.contracts.studio import open_workshop
from tests.contracts.world import ROLES, World, all_routes, plain, table

pytestmark = pytest.mark.django_db


PARTS = {"contracts": ("/api/", "/3d/"), "console": ("/admin/",), "site": ("/",)}


def part(path: str) -> str:
    return next(name for name, starts in PARTS.items() if path.startswith(starts))


@pytest.mark.timeout(900)
@pytest.mark.parametrize("name", PARTS)
def test_every_route_answers_every_role_as_the_table_says(monkeypatch, name: str):
    monkeypatch.setattr(rooms, "PATIENCE_SECONDS", 0.0)
    monkeypatch.setattr(drawing, "PATIENCE_SECONDS", 0.0)
    open_workshop(monkeypatch)
    world = World()
    wrong = [
        f"{row.method} {row.path} as {role}: {got}, the table says {row.statuses[role]}"
        for row in table()
        if part(row.path) == name
        for role in ROLES
        if (got := world.status(row, role)) != row.statuses[role]
    ]

    assert not wrong, "\n".join(wrong)


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
