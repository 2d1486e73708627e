"""Reviews and prints: by who holds the model, while they hold it; the average is exact and the database refuses first."""

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from marketplace.catalog.models import Listing, Make, Review
from marketplace.catalog.services import entitlements, makes, reviews
from nexus.foundation.errors import Conflict, Invalid, NotAllowed, NotFound
from nexus.foundation.storage.models import StoredFile
from tests import make
from tests.contracts.studio import open_workshop, photo

pytestmark = pytest.mark.django_db


def figures(listing: Listing) -> tuple[float | None, int]:
    return Listing.objects.values_list("rating", "rating_count").get(pk=listing.pk)


def text(answer) -> str:
    return answer.content.decode()


def signed_in(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def test_only_who_holds_a_model_reviews_it_and_only_once() -> None:
    listing = make.listing()
    with pytest.raises(NotAllowed) as refusal:
        reviews.write_review(listing.pk, by=make.person(), rating=5)
    assert refusal.value.code == "purchase_required"
    holder = make.holder(listing)
    make.review(listing, holder, rating=4)
    with pytest.raises(Conflict):
        reviews.write_review(listing.pk, by=holder, rating=1)
    with pytest.raises(NotAllowed) as own:
        reviews.write_review(listing.pk, by=listing.seller, rating=5)
    assert own.value.code == "own_listing"
    for rating in (0, 6):
        with pytest.raises(Invalid):
            reviews.write_review(listing.pk, by=make.holder(listing), rating=rating)
    assert figures(listing) == (4.0, 1)


@pytest.mark.parametrize("name", ["nobody", "seller", "twice", "six"])
def test_the_database_refuses_what_the_service_refuses(name: str) -> None:
    listing = make.listing()
    holder = make.holder(listing)
    make.review(listing, holder)
    author = {"nobody": make.person(), "seller": listing.seller, "twice": holder, "six": make.holder(listing)}[name]
    if name == "seller":
        make.holder(listing, listing.seller)
    with pytest.raises(IntegrityError), transaction.atomic():
        Review.objects.create(listing=listing, author=author, rating=6 if name == "six" else 3)


def test_the_average_is_counted_anew_with_every_change() -> None:
    listing = make.listing()
    first, second = make.review(listing, rating=5), make.review(listing, rating=2)
    assert figures(listing) == (3.5, 2)
    reviews.change_review(second.pk, by=second.author, rating=4)
    assert figures(listing) == (4.5, 2)
    reviews.delete_review(first.pk, by=first.author)
    assert figures(listing) == (4.0, 1)
    reviews.delete_review(second.pk, by=second.author)
    assert figures(listing) == (None, 0)
    with pytest.raises(IntegrityError), transaction.atomic():
        Listing.objects.filter(pk=listing.pk).update(rating=5)


def test_a_review_and_a_print_hide_when_the_right_ends_and_come_back_with_it() -> None:
    listing, holder = make.listing(), make.person()
    entitlements.grant(listing, licence="personal", holder=holder, reason="bought", transaction_id=7)
    review, made = make.review(listing, holder, rating=1), make.print_of(listing, holder)
    make.review(listing, rating=5)
    assert figures(listing) == (3.0, 2)
    entitlements.end(transaction_id=7)
    assert figures(listing) == (5.0, 1)
    page = text(Client().get(f"/models/{listing.pk}-{listing.slug}/"))
    assert f'id="review-{review.pk}"' not in page
    assert f'id="make-{made.pk}"' not in page
    with pytest.raises(NotFound):
        reviews.reply_to_review(review.pk, by=listing.seller, text="Sorry.")
    with pytest.raises(IntegrityError), transaction.atomic():
        Review.objects.filter(pk=review.pk).update(hidden_by="")
    entitlements.grant(listing, licence="commercial", holder=holder, reason="bought", transaction_id=8)
    assert figures(listing) == (3.0, 2)
    assert Make.objects.get(pk=made.pk).hidden_by == ""


def test_one_of_two_rights_that_ends_hides_nothing() -> None:
    listing, holder = make.listing(), make.person()
    for licence, line in (("personal", 7), ("commercial", 8)):
        entitlements.grant(listing, licence=licence, holder=holder, reason="bought", transaction_id=line)
    make.review(listing, holder, rating=2)
    entitlements.end(transaction_id=7)
    assert figures(listing) == (2.0, 1)


def test_only_the_creator_answers_and_only_the_author_deletes() -> None:
    listing = make.listing()
    review = make.review(listing)
    with pytest.raises(NotAllowed):
        reviews.reply_to_review(review.pk, by=review.author, text="Me too.")
    reviews.reply_to_review(review.pk, by=listing.seller, text="Thank you.")
    assert "Thank you." in text(Client().get(f"/models/{listing.pk}-{listing.slug}/"))
    for stranger in (make.person(), listing.seller):
        with pytest.raises(NotAllowed):
            reviews.delete_review(review.pk, by=stranger)
    with pytest.raises(NotAllowed):  # staff decide about it, with a statement of reasons
        reviews.delete_review(review.pk, by=make.staff("moderator"))
    reviews.delete_review(review.pk, by=review.author)


def test_photos_pass_the_gate_and_leave_the_store_with_what_they_belong_to(monkeypatch) -> None:
    open_workshop(monkeypatch)
    listing, holder = make.listing(), make.person()
    entitlements.grant(listing, licence="personal", holder=holder, reason="bought")
    before = StoredFile.objects.count()
    with pytest.raises(Invalid) as refusal:
        reviews.write_review(
            listing.pk, by=holder, rating=5, photos=[make.photo(photo()), make.photo(b"not a picture")]
        )
    assert "photos" in refusal.value.fields
    assert (Review.objects.count(), StoredFile.objects.count()) == (0, before)
    review = reviews.write_review(listing.pk, by=holder, rating=5, photos=[make.photo(photo())])
    assert StoredFile.objects.count() == before + 1
    page = text(Client().get(f"/models/{listing.pk}-{listing.slug}/"))
    assert review.photos.get().file.key.removeprefix("open/") in page
    with pytest.raises(Invalid):
        makes.add_make(listing.pk, by=holder, photo=None, printer="M", material="PLA", worked=True)
    made = makes.add_make(
        listing.pk, by=holder, photo=make.photo(photo()), printer="Mark 3", material="PLA", worked=False
    )
    makes.delete_make(made.pk, by=holder)
    reviews.delete_review(review.pk, by=holder)
    assert StoredFile.objects.count() == before


def test_the_review_page_keeps_what_was_typed_and_says_what_is_missing() -> None:
    listing = make.listing()
    holder = make.holder(listing)
    client = signed_in(holder)
    path = f"/models/{listing.pk}/reviews/"
    refused = client.post(path, {"text": "Kept words."})
    assert refused.status_code == 400
    assert "Choose 1 to 5 stars." in text(refused)
    assert "Kept words." in text(refused)
    assert client.post(path, {"rating": "4", "text": "Good."}).url.endswith("#reviews")
    assert client.post(path, {"rating": "3", "text": "Less good."}).status_code == 302
    assert list(Review.objects.values_list("rating", "text")) == [(3, "Less good.")]
    visitor = Client().post(path, {"rating": "4"})
    assert visitor.url.startswith("/accounts/login/")
    assert 'id="write"' not in text(signed_in(make.person()).get(path))
    page = text(signed_in(listing.seller).get(f"/models/{listing.pk}-{listing.slug}/"))
    review = Review.objects.get()
    assert "/reply/" in page
    signed_in(listing.seller).post(f"/models/{listing.pk}/reviews/{review.pk}/reply/", {"text": "Why?"})
    review.refresh_from_db()
    assert review.reply == "Why?"
