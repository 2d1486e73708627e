"""Lists of one's own that are longer than a page: every row stands on exactly one of them."""

import re

import pytest

from marketplace.catalog.models import Listing
from marketplace.catalog.selectors import shelves
from marketplace.transactions.selectors import library, pages
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def person(client):
    found = make.person("ana")
    client.force_login(found)
    return found


def walk(client, address: str, rows) -> list[str]:
    """What `rows` finds on every page that one comes to by "next"."""
    found = []
    while address:
        page = client.get(address)
        assert page.status_code == 200
        html = page.content.decode()
        found += rows(page)
        onward = re.search(r'rel="next" href="([^"]+)"', html)
        address = onward[1].replace("&amp;", "&") if onward else ""
        address = f"{page.wsgi_request.path}{address}" if address.startswith("?") else address
    return found


def test_every_model_stands_on_one_page_of_the_dashboard(client, person, monkeypatch):
    monkeypatch.setattr(shelves, "DASHBOARD_PAGE", 2)
    names = {make.listing(person, name=f"Cup {number}").name for number in range(5)}
    rejected = make.listing(person, name="Jug", state=Listing.State.REJECTED)

    found = walk(client, "/dashboard/", lambda page: [row.name for row in page.context["shelf"].listings.rows])
    assert sorted(found) == sorted({*names, rejected.name})

    chosen = walk(
        client, "/dashboard/?state=rejected", lambda page: [row.name for row in page.context["shelf"].listings.rows]
    )
    assert chosen == ["Jug"]


def test_the_dashboard_has_no_page_that_its_list_has_not(client, person):
    assert client.get("/dashboard/?models=2").status_code == 404
    assert client.get("/dashboard/?models=x").status_code == 404
    assert client.get("/dashboard/?state=nonsense").status_code == 200


def test_every_order_stands_on_one_page(client, person, monkeypatch):
    monkeypatch.setattr(pages, "ORDERS_PAGE", 2)
    bought = {str(make.bought(make.for_sale(500), buyer=person).pk) for _ in range(3)}

    found = walk(client, "/orders/", lambda page: [str(row.id) for row in page.context["orders"]])

    assert sorted(found) == sorted(bought)


@pytest.mark.parametrize("sort", ["", "name"])
def test_every_model_of_a_library_stands_on_one_page(client, person, monkeypatch, sort):
    monkeypatch.setattr(library.library_of, "__kwdefaults__", {**library.library_of.__kwdefaults__, "size": 2})
    held = [make.for_sale(500) for _ in range(5)]
    for listing in held:
        make.holder(listing, person)

    found = walk(
        client, f"/library/?sort={sort}", lambda page: [row.listing_id for row in page.context["library"].items]
    )

    assert sorted(found) == sorted(listing.pk for listing in held)
