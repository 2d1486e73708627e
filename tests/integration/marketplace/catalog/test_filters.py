"""Every filter and facet of the catalogue: measured facts, marks, printers, ratings, likeness, and what they count."""

import pytest
from django.test import Client
from django.utils.module_loading import import_string

from accounts.services import bans
from marketplace.catalog import selectors
from marketplace.catalog.models import Listing, ListingMeaning, SearchDoc
from marketplace.catalog.selectors import SearchQuery
from marketplace.catalog.selectors.similar import alike
from marketplace.catalog.services import search_index
from nexus import topics
from nexus.foundation.errors import Invalid
from nexus.foundation.outbox import OutboxMessage
from tests import make

pytestmark = pytest.mark.django_db

FACTS = {
    "small": {"size_mm": [40, 20, 30], "triangles": 800, "printable": True, "textures": 0},
    "large": {"size_mm": [100, 900, 200], "triangles": 40_000, "printable": False, "textures": 2, "rigged": True},
    "moving": {
        "size_mm": [250, 250, 100],
        "triangles": 9_000,
        "closed": True,
        "animations": [{"name": "walk", "seconds": 1}],
    },
}


@pytest.fixture
def shop() -> dict[str, Listing]:
    """Three models that differ in all that is measured."""
    rows = dict(zip(FACTS, make.many_listings(3, price_cents=500), strict=True))
    for name, row in rows.items():
        Listing.objects.filter(pk=row.pk).update(name=f"The {name} one", facts=FACTS[name])
    Listing.objects.filter(pk=rows["large"].pk).update(rating=4.6, rating_count=3)
    search_index.rebuild_search()
    return rows


def found(**asked) -> set[str]:
    cards = selectors.search(None, SearchQuery(**asked)).cards
    return {card.name.split()[1] for card in cards}


@pytest.mark.parametrize(
    ("asked", "names"),
    [
        ({"printable": True}, {"small"}), ({"printable": False}, {"large", "moving"}), ({"rigged": True}, {"large"}),
        ({"textured": True}, {"large"}), ({"animated": True}, {"moving"}), ({"animated": False}, {"small", "large"}),
        ({"triangles_max": 9_000}, {"small", "moving"}), ({"triangles_min": 9_000}, {"moving", "large"}),
        ({"triangles_max": 2**62}, {"small", "large", "moving"}), ({"size_max": 40}, {"small"}),
        ({"size_min": 40.5, "size_max": 899}, {"moving"}), ({"rating_min": 4}, {"large"}), ({"rating_min": 5}, set()),
        ({"fits": (256, 256, 256)}, {"small", "moving"}), ({"fits": (220, 220, 250)}, {"small"}),
        ({"fits": (100, 250, 250)}, {"small", "moving"}), ({"fits": (200, 100, 900)}, {"small", "large"}),
        ({"formats": ("glb",)}, set()),
    ],
)  # fmt: skip
def test_measured_facts_filter(shop: dict[str, Listing], asked: dict, names: set[str]) -> None:
    assert found(**asked) == names
    assert selectors.search(None, SearchQuery(**asked)).count == len(names)


def test_formats_and_licences_are_those_of_the_listing() -> None:
    make.listing(name="A bought one", offers=[("personal", 400), ("commercial", 2000)])
    assert found(formats=("glb", "stl")) == {"bought"}
    assert found(formats=("stl",)) == set()
    assert found(licences=("commercial",)) == {"bought"}
    facets = selectors.search(None, SearchQuery()).facets
    assert (facets.formats, facets.licences) == ({"glb": 1}, {"personal": 1, "commercial": 1})


def test_each_facet_is_counted_without_its_own_choice_and_with_all_others(shop: dict[str, Listing]) -> None:
    facets = selectors.search(None, SearchQuery(printable=True)).facets
    assert facets.count == 1
    assert facets.marks["printable"] == 1
    assert facets.marks.get("rigged", 0) == 0  # with the printable ones only
    assert facets.triangles[1] == 1
    both = selectors.search(None, SearchQuery(rigged=True, triangles_max=10_000)).facets
    assert both.count == 0
    assert both.without == {"rigged": 2, "triangles": 1}
    assert sum(both.triangles) == 1  # bars of the rigged ones, whatever the ceiling
    assert sum(selectors.search(None, SearchQuery()).facets.sizes) == 3


def test_tags_are_counted_with_what_is_found() -> None:
    make.listing(name="Oak chair", tags=["oak", "chair"])
    make.listing(name="Pine chair", tags=["pine", "chair"])
    assert dict(selectors.search(None, SearchQuery()).facets.tags) == {"chair": 2, "oak": 1, "pine": 1}
    assert dict(selectors.search(None, SearchQuery(tags=("oak",))).facets.tags) == {"chair": 1, "oak": 1}


def test_one_best_mark_stands_below_many_good_ones(shop: dict[str, Listing]) -> None:
    Listing.objects.filter(pk=shop["small"].pk).update(rating=5, rating_count=1)
    Listing.objects.filter(pk=shop["large"].pk).update(rating=4.8, rating_count=40)
    search_index.rebuild_search()
    names = [card.name.split()[1] for card in selectors.search(None, SearchQuery(sort="rating")).cards]
    assert names == ["large", "small", "moving"]


def test_similar_ones_come_by_words_tags_kind_and_shape_nearest_first() -> None:
    seed = make.listing(name="Oak chair", tags=["oak", "seat"])
    same = make.listing(name="Oak chair with arms", tags=["oak", "seat"])
    near = make.listing(name="Pine chair", tags=["pine"])
    far = make.listing(name="Steam engine", category="vehicles")
    assert alike(seed.pk, most=8) == [same.pk, near.pk]
    page = selectors.search(None, SearchQuery(like=seed.pk))
    assert [card.id for card in page.cards] == [same.pk, near.pk]
    assert page.count == 2
    assert far.pk not in alike(near.pk, most=8)
    with pytest.raises(Invalid) as refused:
        selectors.search(None, SearchQuery(like=10**9))
    assert "like" in refused.value.fields


def test_what_means_the_same_is_nearer_than_what_only_stands_in_the_same_category() -> None:
    seed, sofa, clock = (make.listing(name=name) for name in ("Armchair", "Sofa", "Clock"))
    assert alike(seed.pk, most=8) == [sofa.pk, clock.pk]  # nothing but the kind and the shape in common
    for row, vector in ((seed, [8000, 6000]), (sofa, [0, 10_000]), (clock, [10_000, 0])):
        ListingMeaning.objects.create(listing=row, vector=vector)
    assert alike(seed.pk, most=8) == [clock.pk, sofa.pk]


@pytest.mark.parametrize(
    "asked",
    [
        {"formats": ("dwg",)}, {"licences": ("mine",)}, {"sort": "best"}, {"ai": "maybe"}, {"rating_min": 6},
        {"size_min": 3, "size_max": 2}, {"triangles_max": -1}, {"fits": (0, 1, 1)},
    ],
)  # fmt: skip
def test_a_filter_that_cannot_be_meant_is_refused_by_its_name(asked: dict) -> None:
    with pytest.raises(Invalid) as refused:
        selectors.search(None, SearchQuery(**asked))
    assert refused.value.fields


def test_the_page_says_what_is_wrong_leaves_it_out_and_keeps_the_rest(shop: dict[str, Listing]) -> None:
    answer = Client().get("/models/?q=one&triangles_max=many&size_max=1000&fits=huge&format=dwg&rigged=perhaps")
    page = answer.content.decode()
    assert answer.status_code == 400
    for sentence in ("such as 2000", "such as 256x256x256", "format is one of", "rigged is true or false"):
        assert sentence in page
    assert "Up to 1000 mm" in page
    assert page.count('class="card"') == 3


def test_every_choice_is_in_the_address_and_each_chip_takes_its_own_off(shop: dict[str, Listing]) -> None:
    address = "/models/?category=home&rigged=1&size_min=50&fits=300x300x1000&ai=exclude&sort=rating"
    page = Client().get(address).content.decode()
    assert 'href="/models/?category=home&amp;rigged=1&amp;size_min=50&amp;ai=exclude&amp;sort=rating"' in page
    assert 'href="/models/?category=home&amp;size_min=50&amp;fits=300x300x1000&amp;ai=exclude&amp;sort=rating"' in page
    assert '<option value="300x300x1000" selected>300 × 300 × 1000</option>' in page
    assert page.count('class="card"') == 1


def test_an_empty_page_offers_what_one_filter_less_would_show(shop: dict[str, Listing]) -> None:
    page = Client().get("/models/?q=one&rigged=1&printable=1").content.decode()
    assert "Without “Rigged”: 1 model" in page
    assert "Without “Printable”: 1 model" in page
    assert "/create/?prompt=one" in page
    assert "/bounties/new/?title=one" in page


def test_a_listing_that_is_not_for_the_public_has_no_search_row() -> None:
    row = make.listing(name="For one client")
    Listing.objects.filter(pk=row.pk).update(audience="commission")
    search_index.index_listing(row.pk)
    assert not SearchDoc.objects.exists()


def test_a_ban_takes_a_sellers_models_out_of_what_is_counted_and_its_end_puts_them_back(shop: dict[str, Listing]):
    def told() -> None:
        for message in OutboxMessage.objects.filter(fact__startswith="person.ban").order_by("pk"):
            for handler in topics.HANDLERS[message.fact]:
                if handler.task.startswith("marketplace.catalog"):
                    import_string(handler.task)(**message.ids)
            message.delete()

    seller, staff = shop["small"].seller, make.superuser()
    counted = SearchDoc.objects.filter(listing__seller=seller)
    before = counted.count()

    bans.ban(seller.pk, by=staff, reason="Sold what was stolen.")
    told()
    assert (before > 0, counted.count()) == (True, 0)

    bans.lift(seller.pk, by=staff, reason="It was their own.")
    told()
    assert counted.count() == before
