"""Views, likes, trending and news: what is counted, once, without hot rows, and what follows from it."""

import math
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client, RequestFactory
from django.utils import timezone

from accounts.models import Notification
from marketplace.catalog import ranking, selectors
from marketplace.catalog.models import LikeChange, Listing, ListingDay, ListingView, SavedSearch, SearchDoc
from marketplace.catalog.selectors import SearchQuery, figures
from marketplace.catalog.services import counters, people, saved_searches, search_index
from nexus.foundation.errors import Conflict, Invalid, NotFound
from nexus.foundation.visitors import visitor_of
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def nothing_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(counters, "_written", counters._Remembered())
    cache.delete(figures.TRENDING_KEY)


def url_of(row: Listing) -> str:
    return selectors.model_url(row.pk, row.slug)


def views(row: Listing) -> int:
    counters.fold()
    return selectors.views_of([row.pk]).get(row.pk, 0)


def test_a_visitor_counts_once_a_day_however_often_a_page_is_looked_at() -> None:
    row = make.listing()
    phone = {"headers": {"User-Agent": "Phone"}}
    for _ in range(3):
        assert Client().get(url_of(row)).status_code == 200
        Client().get(url_of(row), **phone)
    assert views(row) == 2
    Client().get(url_of(row))
    assert views(row) == 2
    assert ListingDay.objects.get(listing=row).views == 2


def test_the_database_refuses_a_second_view_where_a_process_has_forgotten_the_first(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    row = make.listing()
    Client().get(url_of(row))
    monkeypatch.setattr(counters, "_written", counters._Remembered())
    Client().get(url_of(row))
    assert views(row) == 1


def test_members_count_as_themselves_and_sellers_and_machines_not_at_all() -> None:
    row, member = make.listing(), make.person()
    for address in ("10.0.0.1", "10.0.0.2"):
        client = Client(REMOTE_ADDR=address)
        client.force_login(member)
        client.get(url_of(row))
    own = Client()
    own.force_login(row.seller)
    own.get(url_of(row))
    Client(headers={"User-Agent": "Mozilla/5.0 (compatible; SomeBot/2.1)"}).get(url_of(row))
    assert views(row) == 1


def test_a_visitor_is_another_one_tomorrow() -> None:
    request = RequestFactory().get("/", headers={"User-Agent": "Phone"})
    today = timezone.now().date()
    assert visitor_of(request, day=today) == visitor_of(request, day=today)
    assert visitor_of(request, day=today) != visitor_of(request, day=today + timedelta(days=1))


def test_a_page_that_was_kept_counts_its_new_visitors(settings) -> None:
    settings.PAGE_CACHE_SECONDS = 60
    row = make.listing()
    for agent in ("Phone", "Desk", "Phone"):
        Client(headers={"User-Agent": agent, "Host": "testserver"}).get(url_of(row))
    assert views(row) == 2


def test_who_saw_what_is_forgotten_after_two_days_and_the_sums_stay() -> None:
    row = make.listing()
    Client().get(url_of(row))
    assert views(row) == 1
    ListingView.objects.update(day=timezone.now().date() - timedelta(days=2))
    assert counters.forget_visitors() == 1
    assert views(row) == 1


def test_likes_are_exact_at_once_and_the_same_after_they_are_added_up() -> None:
    row = make.listing()
    fans = [make.person() for _ in range(3)]
    for fan in fans:
        people.like(row.pk, by=fan)
    assert people.like(row.pk, by=fans[0]) == 3
    assert people.unlike(row.pk, by=fans[1]) == 2
    assert Listing.objects.get(pk=row.pk).likes == 0  # no row of the listing was touched
    counters.fold()
    assert Listing.objects.get(pk=row.pk).likes == 2
    assert not LikeChange.objects.exists()
    assert people.unlike(row.pk, by=fans[2]) == 1
    assert selectors.likes_of([row.pk]) == {row.pk: 1}


def test_the_database_refuses_a_like_change_that_is_not_one() -> None:
    from django.db import IntegrityError, transaction

    row = make.listing()
    with pytest.raises(IntegrityError), transaction.atomic():
        LikeChange.objects.create(listing=row, change=5)


def seen(row: Listing, number: int, *, days_ago: int = 0) -> None:
    ListingDay.objects.create(listing=row, day=timezone.now().date() - timedelta(days=days_ago), views=number)


def test_trending_is_what_happened_lately_halved_for_each_week_of_age() -> None:
    old, new, quiet = make.many_listings(3)
    seen(old, 100, days_ago=14)  # 100 / 4 = 25
    seen(new, 24)
    assert search_index.refresh_trending() == 2
    order = [card.id for card in selectors.search(None, SearchQuery(sort="trending")).cards]
    assert order == [old.pk, new.pk, quiet.pk]
    people.like(new.pk, by=make.person())  # + 5
    assert search_index.refresh_trending() == 1  # only the row with news is written
    order = [card.id for card in selectors.search(None, SearchQuery(sort="trending")).cards]
    assert order == [new.pk, old.pk, quiet.pk]
    today = (timezone.now().date() - timezone.datetime(1970, 1, 1).date()).days
    known = SearchDoc.objects.get(pk=new.pk).trending
    assert math.isclose(known, today / ranking.HALF_LIFE_DAYS + math.log2(24 + ranking.LIKE_WEIGHT), rel_tol=1e-9)


def test_the_mark_is_computed_and_goes_when_interest_goes() -> None:
    loud, low = make.many_listings(2)
    seen(loud, ranking.TRENDING_LEAST)
    seen(low, ranking.TRENDING_LEAST - 1)
    search_index.refresh_trending()
    assert selectors.trending_ids() == {loud.pk}
    ListingDay.objects.update(day=timezone.now().date() - timedelta(days=7))
    cache.delete(figures.TRENDING_KEY)
    search_index.refresh_trending()
    assert selectors.trending_ids() == frozenset()
    ListingDay.objects.update(day=timezone.now().date() - timedelta(days=ranking.TRENDING_DAYS))
    search_index.refresh_trending()
    assert set(SearchDoc.objects.values_list("trending", flat=True)) == {0}


def test_how_we_rank_says_the_numbers_that_are_used(monkeypatch: pytest.MonkeyPatch) -> None:
    assert f"{ranking.HOLDER_TREND_WEIGHT} ×" in Client().get("/how-we-rank/").content.decode()
    monkeypatch.setattr(ranking, "HOLDER_TREND_WEIGHT", 77)
    assert "77 ×" in Client().get("/how-we-rank/").content.decode()


def test_a_saved_search_tells_of_new_models_once_and_once_a_day_at_most() -> None:
    ada = make.person("ada")
    row = saved_searches.save_search(by=ada, name="Pots", query={"q": "pot", "price_max": "9"})
    assert saved_searches.tell_news() == 0
    later = timezone.now() + timedelta(days=1, minutes=1)
    fresh = make.many_listings(2, price_cents=500)
    make.many_listings(1, price_cents=5000)
    Listing.objects.filter(pk__in=[one.pk for one in fresh]).update(published_at=timezone.now() + timedelta(seconds=1))
    search_index.rebuild_search()
    assert saved_searches.tell_news() == 0  # it was looked through today
    assert saved_searches.tell_news(later) == 1
    told = Notification.objects.get(user=ada)
    assert (told.kind, told.title) == ("saved_search", "2 new models for “Pots”")
    assert told.url == "/models/?q=pot&price_max=9&sort=newest"
    assert saved_searches.tell_news(later + timedelta(days=2)) == 0
    saved_searches.change_search(row.pk, by=ada, notify_of_news=False)
    assert not SavedSearch.objects.get(pk=row.pk).notify


def test_a_saved_search_keeps_only_filters_that_can_be_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    ada = make.person("ada")
    for query in ({}, {"colour": "red"}, {"price_min": "cheap"}, {"rigged": "perhaps"}, {"q": {"a": 1}}):
        with pytest.raises(Invalid):
            saved_searches.save_search(by=ada, name="x", query=query)
    first = saved_searches.save_search(by=ada, name="Rigged", query={"rigged": True, "format": ["glb", "fbx"]})
    assert first.query == {"rigged": "1", "format": ["glb", "fbx"]}
    again = saved_searches.save_search(by=ada, name="With bones", query={"format": ["glb", "fbx"], "rigged": "1"})
    assert (again.pk, again.name) == (first.pk, "With bones")
    monkeypatch.setattr(saved_searches, "MOST", 1)
    with pytest.raises(Conflict):
        saved_searches.save_search(by=ada, name="More", query={"q": "chair"})
    with pytest.raises(NotFound):
        saved_searches.forget_search(first.pk, by=make.person())
    saved_searches.forget_search(first.pk, by=ada)
    assert not SavedSearch.objects.exists()


def test_a_search_is_kept_changed_and_deleted_without_a_script() -> None:
    client, ada = Client(), make.person("ada")
    client.force_login(ada)
    assert "Keep this search" in client.get("/models/?q=pot").content.decode()
    client.post("/models/searches/", {"query": "q=pot&tag=oak&tag=pine", "name": "Pots", "notify": "1"})
    row = SavedSearch.objects.get(user=ada)
    assert (row.query, row.notify) == ({"q": "pot", "tag": ["oak", "pine"]}, True)
    assert 'href="/models/?q=pot&amp;tag=oak&amp;tag=pine"' in client.get("/settings/searches/").content.decode()
    client.post(f"/settings/searches/{row.pk}/", {"notify": "0"})
    row.refresh_from_db()
    assert not row.notify
    client.post(f"/settings/searches/{row.pk}/", {"do": "delete"})
    assert not SavedSearch.objects.exists()


def test_the_feed_has_the_newest_models_of_a_search_and_no_sensitive_one() -> None:
    make.listing(name="Oak & pine chair")
    make.listing(name="Bare chair", sensitive=True)
    make.listing(name="Vase")
    answer = Client().get("/models/feed/?q=chair")
    text = answer.content.decode()
    assert answer.headers["Content-Type"].startswith("application/atom+xml")
    assert text.count("<entry>") == 1
    assert "<title>Oak &amp; pine chair</title>" in text
    assert Client().get("/models/feed/?triangles_max=x").status_code == 400


def test_the_sitemap_names_public_models_creators_and_pages_with_true_dates() -> None:
    row, hidden = make.listing(name="Oak chair"), make.listing(name="Draft", state="draft")
    index = Client().get("/sitemap.xml").content.decode()
    assert "<loc>http://testserver/sitemap/models-0.xml</loc>" in index
    models = Client().get("/sitemap/models-0.xml").content.decode()
    assert f"http://testserver{url_of(row)}" in models
    assert f"<lastmod>{Listing.objects.get(pk=row.pk).updated_at.isoformat(timespec='seconds')}</lastmod>" in models
    assert f"/models/{hidden.pk}-" not in models
    assert f"/u/{row.seller.username}/" in Client().get("/sitemap/creators.xml").content.decode()
    assert Client().get("/sitemap/nothing.xml").status_code == 404
    assert "Sitemap: http://testserver/sitemap.xml" in Client().get("/robots.txt").content.decode()


def test_suggestions_are_at_most_eight_of_all_kinds_and_only_of_what_is_on_show() -> None:
    ada = make.person("chairmaker")
    make.listing(ada, name="Oak chair", tags=["chairlift"])
    make.listing(name="Secret chair", state="draft", tags=["chairsecret"])
    make.many_listings(12, name="Chair")
    answer = Client().get("/models/suggest/?q=chai").json()["suggestions"]
    kinds = [row["kind"] for row in answer]
    assert len(answer) == 8
    assert {"model", "creator", "tag"} == set(kinds)
    assert {"kind": "tag", "text": "chairlift", "url": "/models/?tag=chairlift"} in answer
    assert {"kind": "creator", "text": ada.name, "url": "/u/chairmaker/"} in answer
    assert not any("ecret" in row["text"] for row in answer)
    assert Client().get("/models/suggest/?q=furn").json()["suggestions"][-1]["url"] == "/models/?category=furniture"
    for nothing in ("", "%25", "_", "!!", "%00"):
        assert Client().get(f"/models/suggest/?q={nothing}").json() == {"suggestions": []}


def test_adding_up_twice_at_once_changes_nothing_twice() -> None:
    row = make.listing()
    counters.note_like(row.pk, 1)
    with connection.cursor() as cursor:
        cursor.execute(counters.FOLD_LIKES)
        cursor.execute(counters.FOLD_LIKES)
    assert Listing.objects.get(pk=row.pk).likes == 1
