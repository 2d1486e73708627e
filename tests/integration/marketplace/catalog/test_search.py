"""Finding: words and their beginnings, filters with counts, sorts, pages both ways, and what it costs."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from marketplace.catalog import selectors
from marketplace.catalog.models import Listing, SearchDoc
from marketplace.catalog.selectors import SearchQuery, facets
from marketplace.catalog.services import listings, people, search_index
from nexus.foundation.errors import Invalid
from tests import make

pytestmark = pytest.mark.django_db


def found(**asked) -> list[str]:
    return [card.name for card in selectors.search(None, SearchQuery(**asked)).cards]


@pytest.mark.parametrize(
    ("words", "hit"),
    [
        ("chair", True), ("chairs", True), ("CHAIR", True), ("cha", True), ("oak chair", True), ("chair oak", True),
        ("furnitu", True), ("the chair", True), ("a low poly chair", False), ("chaise longue", False), ("creme", True), ("crème", True),
        ("ada", True), ("spindle", True), ("walnut", True), ("'; DROP TABLE x; --", False), ("chair & !oak", True), ("the", False),
    ],
)  # fmt: skip
def test_words_find_by_stem_beginning_and_without_accents(words: str, hit: bool) -> None:
    ada = make.person("ada")
    make.listing(ada, name="Oak chairs, crème", tags=["spindle-back"], description="Made for a dolls' house.")
    make.listing(name="Blue vase", category="home")
    assert ("Oak chairs, crème" in found(text=words)) is hit


def test_a_search_without_a_letter_finds_nothing_and_says_so_without_failing() -> None:
    make.listing()
    page = selectors.search(None, SearchQuery(text="!?* \x00 ---"))
    assert (page.cards, page.count) == ((), 0)


def test_the_name_weighs_more_than_tags_and_those_more_than_the_text() -> None:
    make.listing(name="Box one", description="Goes well with a lamp.")
    make.listing(name="Box two", tags=["lamp"])
    make.listing(name="Lamp")
    assert found(text="lamp") == ["Lamp", "Box two", "Box one"]


def test_categories_are_counted_without_their_own_filter_and_prices_with() -> None:
    make.many_listings(3, category="home", price_cents=0)
    make.many_listings(2, category="vehicles", price_cents=500, name="Car")
    page = selectors.search(None, SearchQuery(categories=("home",)))
    assert page.count == 3
    assert {row.slug: row.count for row in page.categories if row.count} == {"home": 3, "vehicles": 2}
    assert [row.slug for row in page.categories if row.chosen] == ["home"]
    assert selectors.search(None, SearchQuery(categories=("HOME", "Vehicles"))).count == 5
    assert selectors.search(None, SearchQuery(free=True)).count == 3
    assert selectors.search(None, SearchQuery(free=False)).count == 2
    assert selectors.search(None, SearchQuery(price_min=1, price_max=499)).count == 0
    assert selectors.search(None, SearchQuery(price_min=500, price_max=500)).count == 2


def test_tags_licences_creators_and_the_ai_mark_filter() -> None:
    ada = make.person("ada")
    make.listing(ada, name="Marked", tags=["oak"], licence="cc-by", ai_generated=True)
    make.listing(name="Plain", tags=["pine"])
    assert found(tags=("Oak",)) == ["Marked"]
    assert found(licences=("cc-by", "cc0")) == ["Marked"]
    assert found(creator="ADA") == ["Marked"]
    assert found(ai="only") == ["Marked"]
    assert found(ai="exclude") == ["Plain"]
    assert selectors.search(None, SearchQuery(ai="exclude")).count == 1


@pytest.mark.parametrize("sort", ["newest", "updated", "price", "-price", "popular", "trending", "rating", "relevance"])
def test_every_sort_pages_through_all_rows_once_on_and_back(sort: str) -> None:
    rows = make.many_listings(23)
    Listing.objects.filter(pk__in=[row.pk for row in rows[:5]]).update(holders=40)
    search_index.refresh_quality()
    text = "pot" if sort == "relevance" else ""
    page = selectors.search(None, SearchQuery(text=text, sort=sort, size=5))
    pages = [[card.id for card in page.cards]]
    assert page.previous_cursor == ""
    while page.next_cursor:
        page = selectors.search(None, SearchQuery(text=text, sort=sort, size=5, cursor=page.next_cursor))
        pages.append([card.id for card in page.cards])
    assert [len(one) for one in pages] == [5, 5, 5, 5, 3]
    assert sorted(pk for one in pages for pk in one) == sorted(row.pk for row in rows)
    back = []
    while page.previous_cursor:
        page = selectors.search(None, SearchQuery(text=text, sort=sort, size=5, cursor=page.previous_cursor))
        back.append([card.id for card in page.cards])
    assert back == pages[-2::-1]
    if sort == "popular":
        assert set(pages[0]) == {row.pk for row in rows[:5]}


def test_a_row_that_comes_in_between_moves_no_page() -> None:
    make.many_listings(10)
    first = selectors.search(None, SearchQuery(size=4))
    second = [card.id for card in selectors.search(None, SearchQuery(size=4, cursor=first.next_cursor)).cards]
    make.listing(name="Newcomer")
    assert [card.id for card in selectors.search(None, SearchQuery(size=4, cursor=first.next_cursor)).cards] == second


@pytest.mark.parametrize("cursor", ["x", "W10", "bnVsbA", "WyJuZXdlc3QiLGZhbHNlLCJ4IiwxXQ", "a" * 500, "é"])
def test_a_cursor_that_is_not_ours_is_refused_with_a_sentence(cursor: str) -> None:
    with pytest.raises(Invalid) as refused:
        selectors.search(None, SearchQuery(cursor=cursor))
    assert refused.value.code == "invalid_cursor"


def test_a_cursor_of_another_sort_is_refused() -> None:
    make.many_listings(5)
    cursor = selectors.search(None, SearchQuery(size=2, sort="price")).next_cursor
    with pytest.raises(Invalid):
        selectors.search(None, SearchQuery(size=2, sort="newest", cursor=cursor))


def test_a_misspelt_word_offers_the_nearest_one_of_a_name() -> None:
    make.listing(name="Low poly chair")
    search_index.refresh_vocabulary()
    page = selectors.search(None, SearchQuery(text="low poly chiar"))
    assert (page.cards, page.spelling) == ((), "low poly chair")
    assert selectors.search(None, SearchQuery(text="zzzzqqq")).spelling == ""


def test_a_large_shop_is_counted_on_a_sample_and_says_so_but_exactly_where_little_is_found(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    make.many_listings(120)
    make.many_listings(8, category="toys", name="Toy")
    assert (selectors.search(None, SearchQuery()).count, selectors.search(None, SearchQuery()).count_is_estimate) == (
        128,
        False,
    )
    monkeypatch.setattr(search_index, "SAMPLE_FROM", 100)
    for name, value in (("EXACT", 20), ("SAMPLED", 4), ("COUNTED", 30)):
        monkeypatch.setattr(facets, name, value)
    try:
        drawn = search_index.refresh_sample()
        assert 0 < drawn < 40
        page = selectors.search(None, SearchQuery())
        assert page.count == 16 * drawn
        assert page.count_is_estimate
        few = selectors.search(None, SearchQuery(categories=("toys",)))
        assert (few.count, few.count_is_estimate) == (8, False)
        rare = selectors.search(None, SearchQuery(text="toy"))
        assert {row.slug: row.count for row in rare.categories if row.count} == {"toys": 8}
    finally:
        cache.delete(facets.SAMPLE_KEY)


def test_the_search_row_follows_its_listing_in_the_same_transaction() -> None:
    row = make.listing(name="Oak chair")
    listings.update_listing(row.pk, by=row.seller, name="Pine bench", offers=[("cc0", 0)])
    assert found(text="oak") == []
    assert found(text="bench", free=True) == ["Pine bench"]
    listings.archive(row.pk, by=row.seller)
    assert found() == []
    assert not SearchDoc.objects.exists()


def test_what_is_hidden_is_found_by_nobody_even_while_its_search_row_stands() -> None:
    row = make.listing(name="Oak chair")
    Listing.objects.filter(pk=row.pk).update(hidden_by="case")
    assert SearchDoc.objects.exists()
    assert found(text="oak") == []
    search_index.index_listing(row.pk)
    assert not SearchDoc.objects.exists()


def test_rebuilding_is_the_same_as_what_stood_and_mends_what_did_not() -> None:
    row, gone = make.listing(name="Oak chair"), make.listing(name="Pine bench")
    before = list(SearchDoc.objects.order_by("pk").values_list("pk", "vector", "quality", "price_cents"))
    assert search_index.rebuild_search() == 2
    assert list(SearchDoc.objects.order_by("pk").values_list("pk", "vector", "quality", "price_cents")) == before
    SearchDoc.objects.filter(pk=row.pk).delete()
    Listing.objects.filter(pk=gone.pk).update(state="archived")
    assert search_index.rebuild_search() == 1
    assert list(SearchDoc.objects.values_list("pk", flat=True)) == [row.pk]


def test_popular_weighs_wishes_against_age_as_the_page_says() -> None:
    old, new = make.listing(name="Old"), make.listing(name="New")
    Listing.objects.filter(pk=old.pk).update(published_at=new.published_at - timedelta(days=25))
    search_index.rebuild_search()
    assert found(sort="popular") == ["New", "Old"]
    Listing.objects.filter(pk=old.pk).update(holders=3)  # ln(1 + 9) = 2.3 outweighs 25 / 12.5 = 2
    assert search_index.refresh_quality() == 1
    assert found(sort="popular") == ["Old", "New"]
    assert search_index.refresh_quality() == 0


def queries(client: Client, path: str, **asked) -> int:
    client.get(path, asked)
    with CaptureQueriesContext(connection) as caught:
        assert client.get(path, asked).status_code == 200
    return len([row for row in caught.captured_queries if not row["sql"].startswith(("SAVEPOINT", "RELEASE"))])


@pytest.mark.parametrize(
    ("asked", "most"),
    [({}, 6), ({"q": "pot"}, 6), ({"category": "home", "price_max": "9", "sort": "price"}, 6), ({"q": "zeppelin"}, 6)],
)
def test_the_catalogue_costs_six_queries_at_most_however_many_rows_it_shows(asked: dict, most: int) -> None:
    make.many_listings(2)
    client, member = Client(), Client()
    member.force_login(make.person())
    few = queries(client, "/models/", **asked)
    make.many_listings(30)
    many = queries(client, "/models/", **asked)
    assert few == many <= most
    assert queries(member, "/models/", **asked) <= many + 3


def test_a_model_page_costs_nine_queries_at_most_and_three_more_signed_in() -> None:
    row = make.listing(category="home", tags=["oak", "pine"], offers=[("personal", 400), ("commercial", 900)])
    path = f"/models/{row.pk}-{row.slug}/"
    client, member, person = Client(), Client(), make.person()
    member.force_login(person)
    make.many_listings(2)
    people.like(row.pk, by=person)
    make.review(row, make.holder(row, person))
    make.comment(row, row.seller, parent_id=make.comment(row).pk)
    make.print_of(row, person)
    few = queries(client, path)
    make.many_listings(30)
    for _ in range(5):
        make.review(row)
        make.comment(row, parent_id=make.comment(row).pk)
        make.print_of(row)
    many = queries(client, path)
    assert few == many <= 9
    assert queries(member, path) <= many + 3


def test_home_library_and_dashboard_cost_the_same_for_two_models_and_thirty() -> None:
    seller = make.person()
    holder = make.person()
    client, mine = Client(), Client()
    mine.force_login(holder)

    def grow(number: int) -> None:
        for row in make.many_listings(number, seller):
            make.holder(row, holder)

    grow(2)
    before = queries(client, "/"), queries(mine, "/library/"), dashboard_queries(seller)
    grow(28)
    after = queries(client, "/"), queries(mine, "/library/"), dashboard_queries(seller)
    assert before == after
    assert after[0] <= 9


def dashboard_queries(seller) -> int:
    with CaptureQueriesContext(connection) as caught:
        assert selectors.dashboard_of(seller).listings.rows
    return len(caught.captured_queries)
