"""The shelf of the home page, numbered pages, the reasons of a model's marks, and the scheme without a script."""

import pytest
from django.test import Client

from marketplace.catalog import cataloguing, filters
from marketplace.catalog.models import Listing
from marketplace.catalog.services import search_index
from tests import make

pytestmark = pytest.mark.usefixtures("fresh_database")


def text(answer) -> str:
    return answer.content.decode()


def test_the_shelf_stands_from_three_models_on_and_leaves_out_what_is_sensitive(client: Client) -> None:
    make.listing(name="First box")
    make.listing(name="Second box")
    make.listing(name="Hidden from the window", sensitive=True)
    assert 'class="sh"' not in text(client.get("/"))
    make.listing(name="Third box")
    page = text(client.get("/?now"))  # another address than the one kept a second ago
    shelf = page.split('<section class="shelf"')[1].split("</section>")[0]
    assert (shelf.count('class="sh"'), "Hidden from the window" in shelf) == (3, False)


def test_pages_have_numbers_and_each_its_own_address(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(filters, "PAGE_SIZE", 2)
    monkeypatch.setattr(cataloguing, "PAGE_SIZE", 2)
    for number in range(5):
        make.listing(name=f"Box number {number}")
    first = text(client.get("/models/"))
    assert "1–2 of 5 models" in first
    assert "Box number 4" in first
    assert 'href="/models/?page=3"' in first
    assert 'rel="next" href="/models/?page=2"' in first
    last = text(client.get("/models/?page=3"))
    assert "5–5 of 5 models" in last
    assert "Box number 0" in last
    assert "Box number 4" not in last
    assert 'rel="prev" href="/models/?page=2"' in last
    assert 'rel="next"' not in last


@pytest.mark.parametrize(
    ("page", "status", "sentence"),
    [
        ("7", 404, "There is no page 7 of this list"),
        ("0", 400, "A page is a whole number from 1 on"),
        ("two", 400, "A page is a whole number from 1 on"),
        ("999999999", 400, "Pages end after 10,000 models"),
    ],
)
def test_a_page_that_is_not_there_is_said_and_the_first_is_shown(
    client: Client, page: str, status: int, sentence: str
) -> None:
    make.listing(name="The only box")
    answer = client.get("/models/", {"page": page})
    assert answer.status_code == status
    assert sentence in text(answer)
    assert "The only box" in text(answer)


def test_a_change_of_a_filter_goes_back_to_the_first_page(client: Client) -> None:
    make.listing(name="Box")
    assert "page=" not in text(client.get("/models/?page=1&price_max=20")).split("data-found")[1].split("</form>")[0]


def test_marks_come_with_what_they_rest_on(client: Client) -> None:
    listing = make.listing(name="Closed box")
    page = text(client.get(f"/models/{listing.pk}-{listing.slug}/"))
    assert "Watertight" in page
    assert "Closed all round" in page
    assert "Print-checked" in page
    assert "It needs no supports." in page


def test_a_closed_model_with_thin_walls_is_no_printable_one_anywhere(client: Client) -> None:
    listing = make.listing(name="Thin leaf")
    walls = listing.facts["printing"] | {"wall_mm": 0.3}
    facts = listing.facts | {"printing": walls, "printable": False}
    Listing.objects.filter(pk=listing.pk).update(facts=facts)
    search_index.index_listing(listing.pk)

    page = text(client.get(f"/models/{listing.pk}-{listing.slug}/"))
    assert "Not ready to print" in page
    assert "as thin as 0.3 mm" in page
    assert "Print-checked" not in page
    assert "Thin leaf" not in text(client.get("/models/?printable=1")).split("data-found")[1]


def test_the_scheme_is_kept_without_a_script_and_only_for_our_own_forms(client: Client) -> None:
    answer = client.post("/theme/", {"theme": "dark", "next": "/terms/"})
    assert (answer.status_code, answer["Location"]) == (302, "/terms/")
    assert 'data-theme="dark"' in text(client.get("/terms/"))
    client.post("/theme/", {"theme": ""})
    assert 'data-theme="dark"' not in text(client.get("/terms/"))
    assert client.post("/theme/", {"theme": "neon"}).status_code == 400
    assert client.post("/theme/", {"theme": "dark"}, headers={"Sec-Fetch-Site": "cross-site"}).status_code == 400
    away = client.post("/theme/", {"theme": "dark", "next": "https://example.com/"})
    assert away["Location"] == "/"
