"""storefront.md: the routes of everybody and of buyers."""

import pytest
from django.core.cache import cache

from marketplace.catalog.models import DownloadLog, ListingView
from marketplace.transactions.models import OrderLine, Payment
from tests import make
from tests.contracts.api import Api

pytestmark = pytest.mark.django_db
MODEL = {
    "id", "name", "description", "price", "poly_count", "category", "subcategory", "file_url", "thumbnail_url",
    "formats", "is_rigged", "is_animated", "texture_resolution", "downloads", "likes", "views", "rating", "status",
    "is_trending", "is_featured", "created_at", "updated_at", "creator_id", "creator",
}  # fmt: skip


def shop(user=None) -> Api:
    return Api(user, at="/api")


@pytest.fixture
def listing():
    return make.listing(price_cents=499, name="Oak chair")


def test_get_models_lists_what_is_approved_newest_first(listing):
    newer = make.listing(name="Walnut desk")
    make.draft()

    found = shop().get("/models/").json()
    assert [row["id"] for row in found] == [newer.pk, listing.pk]
    assert set(found[0]) == MODEL
    assert (found[1]["price"], found[1]["file_url"], found[1]["status"]) == (4.99, None, "approved")
    assert [row["id"] for row in shop().get("/models?skip=1&limit=1").json()] == [listing.pk]


def test_get_models_searches_words_and_beginnings(listing):
    make.listing(name="Walnut desk")

    assert [row["id"] for row in shop().get("/models?search=cha").json()] == [listing.pk]
    assert [row["id"] for row in shop().get(f"/models?category={listing.category.slug.upper()}").json()]


@pytest.mark.parametrize("query", ["limit=0", "limit=101", "skip=-1", "skip=x", "category=nonsense"])
def test_get_models_with_a_wrong_page_is_400(query: str):
    assert "error" in shop().get(f"/models?{query}").json()
    assert shop().get(f"/models?{query}").status_code == 400


def test_get_models_id_counts_a_view_a_visitor_and_day(listing):
    reader = make.person()
    for _ in range(3):
        assert shop(reader).get(f"/models/{listing.pk}").status_code == 200

    assert ListingView.objects.filter(listing=listing).count() == 1
    assert shop().get("/models/999999").status_code == 404
    assert shop().get("/models/nonsense").status_code == 404


def test_the_file_is_for_who_may_have_it_and_showing_it_downloads_nothing(listing):
    buyer = make.holder(listing)
    told = shop(buyer).get(f"/models/{listing.pk}").json()

    assert told["file_url"]
    assert not DownloadLog.objects.filter(reader=buyer).exists()
    answer = shop().client.get(told["file_url"])
    assert answer.status_code == 200
    assert b"".join(answer.streaming_content)
    assert DownloadLog.objects.filter(reader=buyer, listing=listing).count() == 1
    assert shop(listing.seller).get(f"/models/{listing.pk}").json()["file_url"]
    assert shop(make.person()).get(f"/models/{listing.pk}").json()["file_url"] is None


def test_a_like_counts_once_and_can_be_taken_back(listing):
    api = shop(make.person())

    assert api.post(f"/models/{listing.pk}/like").json() == {"likes": 1, "liked": True}
    assert api.post(f"/models/{listing.pk}/like").json() == {"likes": 1, "liked": True}
    assert api.delete(f"/models/{listing.pk}/like").json() == {"likes": 0, "liked": False}


def test_post_purchase_settles_at_once_and_twice_is_the_first(listing):
    buyer, other = make.person(), make.person()
    first = shop(buyer).post(f"/models/{listing.pk}/purchase", {"buyer_id": other.pk})
    again = shop(buyer).post(f"/models/{listing.pk}/purchase")

    assert first.status_code == 200, first.content
    assert first.json()["message"] == "Purchase successful"
    assert again.json() == first.json()
    line = OrderLine.objects.get(state="completed")
    assert (line.pk, line.buyer_id) == (first.json()["transaction_id"], buyer.pk)


def test_post_purchase_honours_its_key(listing):
    api, other = shop(make.person()), make.listing(price_cents=500)
    first = api.post(f"/models/{listing.pk}/purchase", **{"Idempotency-Key": "one"})
    again = api.post(f"/models/{listing.pk}/purchase", **{"Idempotency-Key": "one"})

    assert (first.status_code, again.json()) == (200, first.json())
    assert api.post(f"/models/{other.pk}/purchase", **{"Idempotency-Key": "one"}).status_code == 422


def test_post_purchase_with_the_same_key_and_another_body_is_422(listing):
    api, key = shop(make.person()), {"Idempotency-Key": "one"}
    first = api.post(f"/models/{listing.pk}/purchase", {"payment_method": "checkout"}, **key)
    assert first.status_code == 202

    assert api.post(f"/models/{listing.pk}/purchase", {"payment_method": "pm_card_visa"}, **key).status_code == 422
    assert api.post(f"/models/{listing.pk}/purchase?payment_method=pm_card_visa", **key).status_code == 422
    again = api.post(f"/models/{listing.pk}/purchase", {"payment_method": "checkout"}, **key)
    assert (again.status_code, again.json()) == (202, first.json())


def test_post_purchase_again_leaves_a_payment_that_the_bank_asks_about(listing):
    api, key = shop(make.person()), {"Idempotency-Key": "one"}
    body = {"payment_method": "pm_card_authenticationRequired"}
    first, again = (api.post(f"/models/{listing.pk}/purchase", body, **key) for _ in range(2))

    assert (first.status_code, again.json()) == (202, first.json())
    assert Payment.objects.count() == 1


def test_post_purchase_on_the_card_page_is_202(listing):
    answer = shop(make.person()).post(f"/models/{listing.pk}/purchase?payment_method=checkout")

    assert answer.status_code == 202
    assert answer.json()["message"] == "Payment required"
    assert answer.json()["checkout_url"].startswith("http")


def test_post_purchase_with_a_declined_card_is_402_and_charges_nothing(listing):
    body = {"payment_method": "pm_card_chargeDeclined"}
    answer = shop(make.person()).post(f"/models/{listing.pk}/purchase", body)

    assert answer.status_code == 402
    assert "bank said no" in answer.json()["error"]
    assert not OrderLine.objects.filter(state="completed").exists()


def test_post_purchase_of_ones_own_is_400_and_of_what_is_not_approved_404(listing):
    assert shop(listing.seller).post(f"/models/{listing.pk}/purchase").status_code == 400
    assert shop(make.person()).post(f"/models/{make.draft().pk}/purchase").status_code == 404
    assert shop().post(f"/models/{listing.pk}/purchase").status_code == 401


def test_get_stats_revenue_and_analytics_tell_what_was_sold(listing):
    shop(make.person()).post(f"/models/{listing.pk}/purchase")
    cache.clear()
    chief = shop(make.superuser())

    stats = chief.get("/admin/stats").json()
    assert (stats["totalRevenue"], stats["platformFees"], stats["totalModels"]) == (4.99, 0.37, 1)
    assert 0 <= stats["serverLoad"] <= 100
    revenue = chief.get("/admin/revenue").json()
    assert (revenue["avgTransaction"], len(revenue["transactions"])) == (4.99, 1)
    assert revenue["transactions"][0]["seller_revenue"] == 4.62
    best = chief.get("/admin/analytics").json()
    assert [(row["id"], row["sales"]) for row in best["topModels"]] == [(listing.pk, 1)]
    assert [(row["id"], row["revenue"]) for row in best["topCreators"]] == [(listing.seller_id, 4.62)]


def test_stats_tell_no_money_to_staff_who_may_not_see_it(listing):
    shop(make.person()).post(f"/models/{listing.pk}/purchase")
    cache.clear()
    told = {role: shop(make.staff(role)).get("/admin/stats").json() for role in ("moderator", "marketing", "finance")}

    assert [told[role]["totalRevenue"] for role in told] == [0, 0, 4.99]
    assert [told[role]["platformFees"] for role in told] == [0, 0, 0.37]
    assert told["moderator"]["totalModels"] == 1


def test_reject_wants_its_reason_in_body_or_query():
    waiting, by = make.listing(state="pending"), shop(make.staff("moderator"))

    assert [row["id"] for row in by.get("/admin/models/pending").json()] == [waiting.pk]
    assert by.post(f"/admin/models/{waiting.pk}/reject").status_code == 400
    assert by.post(f"/admin/models/{waiting.pk}/reject?reason=Too+thin").json() == {"message": "Model rejected"}
    waiting.refresh_from_db()
    assert (waiting.state, waiting.reject_reason) == ("rejected", "Too thin")


def test_approve_shows_the_model():
    waiting, by = make.listing(state="pending"), shop(make.staff("moderator"))

    answer = by.post(f"/admin/models/{waiting.pk}/approve").json()
    assert answer == {"message": "Model approved successfully"}
    assert by.post(f"/admin/models/{waiting.pk}/approve").status_code == 409


def test_people_are_verified_banned_and_let_back():
    person, by = make.person(username="ada"), shop(make.staff("moderator"))
    mine = shop(person)

    assert by.post(f"/admin/users/{person.pk}/verify").json() == {"message": "User verified successfully"}
    assert by.post(f"/admin/users/{person.pk}/ban").json() == {"message": "User banned successfully"}
    assert mine.get("/models/").status_code == 401
    (row,) = by.get("/admin/users?search=ADA").json()
    assert (row["is_verified"], row["is_banned"], row["id"]) == (True, True, person.pk)
    assert by.delete(f"/admin/users/{person.pk}/ban").status_code == 200
    assert by.post("/admin/users/999999/verify").status_code == 404


def test_the_slider_takes_ids_and_names_those_that_are_unknown(listing):
    by = shop(make.staff("marketing"))

    assert [row["id"] for row in by.put("/admin/slider", [listing.pk]).json()] == [listing.pk]
    assert [row["id"] for row in by.get("/admin/slider").json()] == [listing.pk]
    refused = by.put("/admin/slider", {"model_ids": [listing.pk, 999_999]})
    assert refused.status_code == 400
    assert "999999" in refused.json()["error"]
    assert by.put("/admin/slider", {"model_ids": "x"}).status_code == 400


def test_the_homepage_is_replaced_from_its_newest_version_only():
    by = shop(make.staff("marketing"))
    now = by.get("/admin/homepage").json()
    blocks = [{"type": "newest", "title": "Fresh", "count": 4}]

    made = by.put("/admin/homepage", {"version": now["version"], "blocks": blocks})
    assert made.status_code == 200, made.content
    assert made.json()["version"] == now["version"] + 1
    assert by.put("/admin/homepage", {"version": now["version"], "blocks": blocks}).status_code == 409
    assert by.put("/admin/homepage", {"version": 2, "blocks": [{"type": "nonsense"}]}).status_code == 400


def test_mails_are_queued_for_those_who_consented():
    make.person(marketing_consent=True)
    make.person()
    by = shop(make.staff("marketing"))

    answer = by.post("/admin/emails/send", {"subject": "News", "content": "<p>Hello</p>", "segment": "all"})
    assert (answer.status_code, answer.json()) == (202, {"message": "Email sent to 1 users"})
    assert by.post("/admin/emails/send", {"subject": "News"}).status_code == 400
    assert by.post("/admin/emails/send", {"subject": "N", "content": "x", "segment": "x"}).status_code == 400


def test_older_words_of_refusal_are_one_sentence(listing):
    assert set(shop().get("/models/nonsense").json()) == {"error"}
    assert set(shop(make.person()).get("/admin/stats").json()) == {"error"}


@pytest.mark.parametrize("body", [True, [], "card", 7])
def test_a_body_that_is_no_object_buys_nothing(listing, body):
    assert shop(make.person()).post(f"/models/{listing.pk}/purchase", body).status_code == 400
    assert not OrderLine.objects.exists()
