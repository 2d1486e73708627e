"""Comments, likes, saves, collections, follows, and the notices that come of them."""

import json
import re

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from accounts.models import Notification
from marketplace.catalog.models import Collection, CollectionItem, Comment, Follow
from marketplace.catalog.services import collections, comments, follows, listings, people, telling
from nexus.foundation.errors import Conflict, Invalid, NotAllowed, NotFound
from nexus.foundation.outbox import OutboxMessage
from tests import make

pytestmark = pytest.mark.django_db


def text(answer) -> str:
    return answer.content.decode()


def signed_in(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def told(user) -> list[tuple[str, str]]:
    return list(Notification.objects.filter(user=user).order_by("pk").values_list("kind", "title"))


def test_threads_are_two_levels_deep_and_keep_their_place_when_their_top_goes() -> None:
    listing = make.listing()
    asker, other = make.person(), make.person()
    top = make.comment(listing, asker, text="Which **nozzle**? <script>alert(1)</script>", kind="question")
    answer = make.comment(listing, listing.seller, text="0.4 mm.", parent_id=top.pk)
    again = make.comment(listing, other, text="Also 0.6?", parent_id=answer.pk)
    assert again.parent_id == top.pk
    page = text(Client().get(f"/models/{listing.pk}-{listing.slug}/"))
    assert "<strong>nozzle</strong>" in page
    assert "<script>alert" not in page
    with pytest.raises(NotAllowed):
        comments.delete_comment(top.pk, by=other)
    comments.delete_comment(top.pk, by=asker)
    page = text(Client().get(f"/models/{listing.pk}-{listing.slug}/"))
    assert "<strong>nozzle</strong>" not in page
    assert "0.4 mm." in page
    with pytest.raises(Invalid):
        make.comment(listing, asker, parent_id=top.pk)
    comments.delete_comment(answer.pk, by=listing.seller)
    comments.delete_comment(again.pk, by=listing.seller)
    assert not Comment.objects.exists()


def test_the_creator_pins_one_answer_and_the_database_allows_no_second() -> None:
    listing = make.listing()
    top = make.comment(listing)
    first, second = (make.comment(listing, parent_id=top.pk, text=words) for words in ("One.", "Two."))
    with pytest.raises(NotAllowed):
        comments.pin_answer(first.pk, by=first.author, pinned=True)
    with pytest.raises(Conflict):
        comments.pin_answer(top.pk, by=listing.seller, pinned=True)
    comments.pin_answer(first.pk, by=listing.seller, pinned=True)
    comments.pin_answer(second.pk, by=listing.seller, pinned=True)
    assert list(Comment.objects.filter(is_pinned=True)) == [second]
    page = text(Client().get(f"/models/{listing.pk}-{listing.slug}/"))
    assert page.index("Two.") < page.index("One.")
    with pytest.raises(IntegrityError), transaction.atomic():
        Comment.objects.filter(pk=first.pk).update(is_pinned=True)


@pytest.mark.parametrize("words", ["", "   \n", "x" * 4001, "a\x00b"])
def test_words_that_cannot_stand_are_refused_at_their_field(words: str) -> None:
    with pytest.raises(Invalid) as refusal:
        make.comment(make.listing(), text=words)
    assert "text" in refusal.value.fields


def test_a_draft_is_not_talked_about_and_a_hidden_one_is_nowhere() -> None:
    draft = make.draft()
    with pytest.raises(Conflict):
        make.comment(draft, draft.seller)
    with pytest.raises(NotFound):
        make.comment(draft)


def test_each_is_told_once_and_never_of_themselves() -> None:
    listing = make.listing(name="Oak chair")
    asker = make.person("asker")
    top = make.comment(listing, asker, kind="question")
    answer = make.comment(listing, listing.seller, parent_id=top.pk)
    review = make.review(listing)
    for _ in range(2):
        telling.comment_written(top.pk)
        telling.comment_written(answer.pk)
        telling.review_written(review.pk)
        telling.listing_liked(listing.pk, asker.pk)
    assert [kind for kind, _ in told(listing.seller)] == ["comment", "review", "like"]
    assert told(asker) == [("reply", f"{listing.seller.name} answered below “Oak chair”.")]


def test_followers_of_a_creator_a_tag_and_a_collection_hear_of_a_model_once() -> None:
    fan, seller = make.person("fan"), make.person("seller")
    old = make.listing(seller, "Old chair", tags=["oak"])
    kept = make.collection(make.person(), old, name="Oak things")
    follows.follow_creator(seller.username, by=fan)
    follows.follow_tag("OAK", by=fan)
    follows.follow_collection(kept.pk, by=fan)
    follows.follow_creator(seller.username, by=fan)  # twice counts once
    assert Follow.objects.filter(follower=fan).count() == 3
    with pytest.raises(Conflict):
        follows.follow_creator(fan.username, by=fan)
    new = make.listing(seller, "New chair", tags=["oak"])
    assert OutboxMessage.objects.filter(fact="listing.approved", ids={"listing": new.pk}).exists()
    for _ in range(2):
        telling.listing_approved(new.pk)
    assert told(fan) == [("new_model", "seller has a new model: “New chair”.")]
    collections.add_model(kept.pk, new.pk, by=kept.owner)
    telling.collection_grew(kept.pk, new.pk)
    assert len(told(fan)) == 2
    follows.unfollow_creator(seller.username, by=fan)
    listings.archive(new.pk, by=seller)
    Notification.objects.all().delete()
    telling.listing_approved(new.pk)
    assert told(fan) == []


def test_the_database_lets_one_follow_one_thing_at_a_time_and_never_oneself() -> None:
    fan, other, tag = make.person(), make.person(), make.listing(tags=["oak"]).tags.get()
    for wrong in ({}, {"creator": other, "tag": tag}, {"creator": fan}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Follow.objects.create(follower=fan, **wrong)


def test_likes_and_saves_of_cards_work_as_plain_posts_and_for_scripts() -> None:
    listing, fan = make.listing(), make.person()
    client = signed_in(fan)
    like, save = f"/models/{listing.pk}/like/", f"/models/{listing.pk}/save/"
    assert client.post(like, headers={"Referer": "http://testserver/models/?q=box"}).url.endswith("/models/?q=box")
    assert client.post(save, {"next": "/models/?q=box"}).url == "/models/?q=box"
    assert client.post(save, {"next": "https://elsewhere.example/"}).url == f"/models/{listing.pk}/"
    assert not CollectionItem.objects.exists()  # the second press turned it round
    assert client.post(save, {"saved": "0"}, headers={"X-Fragment": "1"}).json() == {"saved": True}
    assert client.get(f"/models/marks/?ids={listing.pk},x,²,{'9' * 5000}").json() == {
        "liked": [listing.pk],
        "saved": [listing.pk],
    }
    mine = Collection.objects.get(owner=fan)
    assert (mine.is_default, mine.visibility) == (True, "private")
    assert Client().get(like).url == f"/accounts/login/?next=%2Fmodels%2F{listing.pk}%2F"
    assert Client().post(save).status_code == 302
    assert Client().get("/models/marks/?ids=1").json() == {"liked": [], "saved": []}


def test_a_card_carries_its_buttons_and_every_page_their_form(client: Client) -> None:
    listing = make.listing()
    page = text(client.get("/models/"))
    assert f'formaction="/models/{listing.pk}/like/"' in page
    assert '<form id="acts" hidden></form>' in page
    assert not client.cookies
    assert '<form id="acts" method="post" hidden>' in text(signed_in(make.person()).get("/models/"))


def test_a_private_collection_is_its_owners_and_an_unlisted_one_in_no_list() -> None:
    owner, listing = make.person("keeper"), make.listing()
    kinds = {
        kind: make.collection(owner, listing, name=f"A {kind} one", visibility=kind)
        for kind in Collection.Visibility.values
    }
    for kind, row in kinds.items():
        assert Client().get(f"/collections/{row.pk}/").status_code == (404 if kind == "private" else 200)
        assert signed_in(owner).get(f"/collections/{row.pk}/").status_code == 200
    page = text(Client().get("/u/keeper/"))
    assert "A public one" in page
    assert "A unlisted one" not in page
    assert "A private one" not in page
    assert "A public one" in text(Client().get("/collections/"))
    with pytest.raises(NotAllowed):
        collections.add_model(kinds["public"].pk, listing.pk, by=make.person())
    with pytest.raises(NotFound):
        collections.add_model(kinds["private"].pk, listing.pk, by=make.person())


def test_a_collection_keeps_its_order_its_cover_and_what_is_on_show() -> None:
    owner = make.person()
    models = [make.listing(name=f"Box {place}") for place in "ABC"]
    row = make.collection(owner, *models)

    def shown() -> list[str]:
        return re.findall(r'class="card-name"><a href="[^"]+">(Box .)<', text(Client().get(f"/collections/{row.pk}/")))

    client = signed_in(owner)
    change = f"/collections/{row.pk}/change/"
    assert shown() == ["Box A", "Box B", "Box C"]
    client.post(change, {"model": models[2].pk, "do": "earlier"})
    client.post(change, {"model": models[0].pk, "do": "earlier"})  # at the end already: nothing changes
    assert shown() == ["Box A", "Box C", "Box B"]
    client.post(change, {"model": models[1].pk, "do": "cover"})
    row.refresh_from_db()
    assert row.cover == models[1]
    listings.archive(models[2].pk, by=models[2].seller)
    assert shown() == ["Box A", "Box B"]
    assert "1 model in it is not on show now." in text(client.get(f"/collections/{row.pk}/"))
    client.post(change, {"model": models[1].pk, "do": "remove"})
    row.refresh_from_db()
    assert (shown(), row.cover) == (["Box A"], None)
    assert signed_in(make.person()).post(change, {"name": "Mine", "visibility": "public"}).status_code == 302
    row.refresh_from_db()
    assert row.name == "Chairs"


def test_the_page_of_ones_collections_makes_one_and_collects_into_several() -> None:
    owner, listing = make.person(), make.listing()
    client = signed_in(owner)
    assert "Give the collection a name." in text(client.post("/collections/", {"visibility": "public"}))
    assert client.post("/collections/", {"name": "Chairs", "visibility": "unlisted"}).status_code == 302
    first = Collection.objects.get(owner=owner)
    path = f"/models/{listing.pk}/collect/"
    client.post(path, {"in": [str(first.pk)], "name": "Second", "visibility": "private"})
    assert set(CollectionItem.objects.values_list("collection__name", flat=True)) == {"Chairs", "Second"}
    client.post(path, {"in": []})
    assert not CollectionItem.objects.exists()


def test_a_creators_page_follows_sorts_and_pages() -> None:
    fan, seller = make.person(), make.person("seller")
    cheap = make.listing(seller, "Cheap box", price_cents=100)
    dear = make.listing(seller, "Dear box", price_cents=900)
    client = signed_in(fan)
    assert client.post("/u/seller/follow/", {"followed": "0", "next": "/u/seller/"}).url == "/u/seller/"
    page = text(client.get("/u/seller/?sort=-price"))
    assert page.index(dear.name) < page.index(cheap.name)
    assert "<b>1</b> follower" in page
    assert "Following" in page
    assert "seller" in text(client.get("/following/"))
    assert client.get("/u/seller/?page=2").status_code == 404
    assert client.get("/u/seller/?page=x").status_code == 404
    assert client.get("/u/%00/").status_code == 404
    graph = json.loads(re.search(r'ld\+json"[^>]*>(.*?)</script>', page, re.DOTALL)[1])["@graph"]
    assert graph[0]["mainEntity"]["interactionStatistic"]["userInteractionCount"] == 1


def test_a_model_page_says_to_programs_what_it_says_to_people() -> None:
    listing = make.listing(
        name='Chair "</script><script>', offers=[("personal", 400), ("cc-by", 900)], tags=["oak"], category="furniture"
    )
    make.review(listing, rating=4)
    answer = Client().get(f"/models/{listing.pk}-{listing.slug}/")
    page = text(answer)
    graph = {
        row["@type"]: row
        for row in json.loads(re.search(r'ld\+json"[^>]*>(.*?)</script>', page, re.DOTALL)[1])["@graph"]
    }
    assert graph["Product"]["offers"]["lowPrice"] == "4.00"
    assert graph["Product"]["offers"]["offerCount"] == 2
    assert graph["Product"]["aggregateRating"] | {"@type": ""} == {
        "@type": "", "ratingValue": 4.0, "reviewCount": 1, "bestRating": 5, "worstRating": 1,
    }  # fmt: skip
    assert graph["3DModel"]["encoding"]["encodingFormat"] == "model/gltf-binary"
    assert [row["name"] for row in graph["BreadcrumbList"]["itemListElement"]] == ["Explore", "Furniture", listing.name]
    assert f'<link rel="canonical" href="http://testserver/models/{listing.pk}-{listing.slug}/">' in page
    assert answer.headers["Content-Usage"] == "train-ai=n"
    oembed = Client().get(
        "/oembed", {"url": f"http://testserver/models/{listing.pk}-{listing.slug}/", "maxwidth": "320"}
    )
    assert oembed.json()["width"] == 320
    assert f"http://testserver/embed/{listing.pk}" in oembed.json()["html"]
    assert "<script" not in oembed.json()["html"]
    assert Client().get("/oembed", {"url": "https://elsewhere.example/models/1-x/"}).status_code == 404
    assert Client().get("/oembed", {"url": "http://testserver/models/1-x/", "format": "xml"}).status_code == 501


def test_an_embed_may_stand_anywhere_sets_no_cookie_and_shows_nothing_hidden() -> None:
    listing, draft = make.listing(), make.draft()
    answer = Client().get(f"/embed/{listing.pk}?camera=30deg 60deg 2m")
    assert answer.status_code == 200
    assert "frame-ancestors *" in answer.headers["Content-Security-Policy"]
    assert "X-Frame-Options" not in answer.headers
    assert not answer.cookies
    assert 'data-camera="30deg 60deg 2m"' in text(answer)
    assert listing.seller.name in text(answer)
    assert "data-camera" not in text(Client().get(f'/embed/{listing.pk}?camera="><script>'))
    assert signed_in(draft.seller).get(f"/embed/{draft.pk}").status_code == 404
    assert "frame-ancestors 'none'" in Client().get("/models/").headers["Content-Security-Policy"]


def test_liking_tells_its_creator_by_a_fact() -> None:
    listing, fan = make.listing(), make.person()
    people.like(listing.pk, by=fan)
    assert (
        OutboxMessage.objects.filter(fact="listing.liked", ids={"listing": listing.pk, "person": fan.pk}).count() == 1
    )
