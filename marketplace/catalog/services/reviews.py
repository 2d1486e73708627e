"""Reviews: by who holds the model, one each, answered by its creator; the listing's average follows exactly."""

from collections.abc import Sequence

from django.db import IntegrityError, transaction
from django.db.models import Avg, Count
from django.utils import timezone

from accounts import rights
from accounts.models import User
from accounts.roles import REVIEW_LISTING
from marketplace.catalog.models import Entitlement, Listing, Make, Review, ReviewPhoto
from marketplace.catalog.models.social import Hidden
from marketplace.catalog.selectors.model_page import versions_of
from marketplace.catalog.selectors.visibility import holds, listing_seen_by, listings_visible_to, may_review
from marketplace.catalog.services import deciding
from marketplace.catalog.services import photos as gate
from marketplace.catalog.services.photos import Photo
from nexus.foundation import audit, limits, outbox
from nexus.foundation.errors import Conflict, Invalid, NotAllowed, NotFound
from nexus.foundation.storage.models import StoredFile
from nexus.foundation.texts import checked

TEXT_MOST = 4000
PHOTOS_MOST = 4
MISSING = "There is no such review."
WRITING = limits.Limit("reviews", 30, 3600)


def write_review(listing_id: int, *, by: User, rating: int, text: str = "", photos: Sequence[Photo] = ()) -> Review:
    """A holder's review of the version that is sold now, 1 to 5 stars and at most four photos.

    Raises NotFound for a listing one may not see, NotAllowed `own_listing` and `purchase_required`, Conflict
    `already_reviewed`, Invalid for what is wrong with it, TooMany.
    """
    listing = listing_seen_by(by, listing_id)
    text = _checked(rating, text, photos)
    if listing.seller_id == by.pk:
        raise NotAllowed("This model is your own; others review it.", code="own_listing")
    if not holds(by, listing.pk):
        raise NotAllowed("Only who holds this model can review it.", code="purchase_required")
    if Review.objects.filter(listing=listing, author=by).exists():
        raise _twice()
    limits.take(WRITING, str(by.pk))
    with gate.taken(photos, field="photos") as stored, transaction.atomic():
        _lock(listing.pk)
        try:
            with transaction.atomic():
                review = Review.objects.create(
                    listing=listing, author=by, version=versions_of(listing), rating=rating, text=text
                )
        except IntegrityError as clash:
            if "review_once_a_holder" in str(clash):
                raise _twice() from clash
            raise NotAllowed("Only who holds this model can review it.", code="purchase_required") from clash
        _add_photos(review, stored)
        _recount(listing.pk)
        outbox.send("review.written", review=review.pk)
    return review


def _twice() -> Conflict:
    return Conflict("You have reviewed this model already; change that review.", code="already_reviewed")


def _checked(rating: int, text: str, photos: Sequence[Photo]) -> str:
    if not 1 <= rating <= 5:
        sentence = "A rating is a whole number of stars from 1 to 5."
        raise Invalid(sentence, fields={"rating": [sentence]})
    if len(photos) > PHOTOS_MOST:
        sentence = f"A review has at most {PHOTOS_MOST} photos."
        raise Invalid(sentence, fields={"photos": [sentence]})
    return checked(text, field="text", most=TEXT_MOST)


def _add_photos(review: Review, stored: Sequence[StoredFile]) -> None:
    ReviewPhoto.objects.bulk_create(
        ReviewPhoto(review=review, file=file, position=place) for place, file in enumerate(stored)
    )


def change_review(
    review_id: int,
    *,
    by: User,
    rating: int | None = None,
    text: str | None = None,
    photos: Sequence[Photo] | None = None,
) -> Review:
    """Its author says it otherwise; photos that are sent take the place of the old ones."""
    found = _own(review_id, by)
    wanted = found.rating if rating is None else rating
    words = _checked(wanted, found.text if text is None else text, photos or ())
    limits.take(WRITING, str(by.pk))
    with gate.taken(photos or (), field="photos") as stored, transaction.atomic():
        _lock(found.listing_id)
        review = Review.objects.select_for_update(no_key=True).get(pk=found.pk)
        review.rating, review.text, review.edited_at = wanted, words, timezone.now()
        review.version = versions_of(review.listing)
        review.save(update_fields=["rating", "text", "edited_at", "version"])
        if photos is not None:
            gate.drop(_take_photos_off(review))
            _add_photos(review, stored)
        _recount(review.listing_id)
    return review


def _take_photos_off(review: Review) -> list[StoredFile]:
    rows = list(review.photos.select_related("file"))
    review.photos.all().delete()
    return [row.file for row in rows]


def _own(review_id: int, by: User) -> Review:
    review = _seen(review_id, by)
    if review.author_id != by.pk:
        raise NotAllowed("Only its author may change this review.")
    return review


def _seen(review_id: int, by: User) -> Review:
    review = Review.objects.filter(pk=review_id, listing__in=listings_visible_to(by)).first()
    if review is None or (review.hidden_by and review.author_id != by.pk and not may_review(by)):
        raise NotFound(MISSING)
    return review


@transaction.atomic
def delete_review(review_id: int, *, by: User) -> None:
    """Taken back by its author. Staff hide a review by a decision (`trust.services.closing`), and delete none."""
    review = _seen(review_id, by)
    if review.author_id != by.pk:
        raise NotAllowed("Only its author may delete this review.")
    _lock(review.listing_id)
    dropped = _take_photos_off(review)
    review.delete()
    gate.drop(dropped)
    _recount(review.listing_id)


@transaction.atomic
def reply_to_review(review_id: int, *, by: User, text: str) -> Review:
    """The creator's one answer below a review; empty words take it away again."""
    seen = _seen(review_id, by)
    review = Review.objects.select_for_update(no_key=True, of=("self",)).select_related("listing").get(pk=seen.pk)
    if review.listing.seller_id != by.pk:
        raise NotAllowed("Only the model's creator answers its reviews.")
    is_first = not review.reply
    review.reply = checked(text, field="text", most=TEXT_MOST)
    review.replied_at = timezone.now() if review.reply else None
    review.save(update_fields=["reply", "replied_at"])
    if review.reply and is_first:
        outbox.send("review.replied", review=review.pk)
    return review


@transaction.atomic
def hide_review(review_id: int, *, by: User, reason: str) -> Review:
    """Staff take a review off the page; its author keeps it, and the average counts without it.

    Raises NotAllowed without the right or about one's own model or word, NotFound, Conflict `illegal_move`.
    """
    review = _for_staff(review_id, by=by)
    if review.hidden_by == Hidden.CASE:
        raise Conflict("This review is hidden already.", code="illegal_move")
    return _show_as(review, Hidden.CASE, act="review.hide", by=by, reason=reason)


@transaction.atomic
def show_review(review_id: int, *, by: User, reason: str) -> Review:
    """Take `hide_review` back; the right it rests on still decides whether it is shown."""
    review = _for_staff(review_id, by=by)
    if review.hidden_by != Hidden.CASE:
        raise Conflict("Staff did not hide this review.", code="illegal_move")
    to = Hidden.NOTHING if holds(review.author, review.listing_id) else Hidden.RIGHT
    return _show_as(review, to, act="review.show", by=by, reason=reason)


def _for_staff(review_id: int, *, by: User) -> Review:
    rights.staff_with(by, REVIEW_LISTING)
    listing_id = Review.objects.filter(pk=review_id).values_list("listing_id", flat=True).first()
    if listing_id is None:
        raise NotFound(MISSING)
    _lock(listing_id)
    own = "This review is yours or about your model; somebody else has to decide."
    return deciding.held(Review, review_id, by=by, missing=MISSING, own=own)


def _show_as(review: Review, hidden: Hidden, *, act: str, by: User, reason: str) -> Review:
    review.hidden_by = hidden
    review.save(update_fields=["hidden_by"])
    audit.note(act, actor_id=by.pk, target=f"review:{review.pk}", reason=reason, listing=review.listing_id)
    _recount(review.listing_id)
    return review


def follow_right(listing_id: int, holder_id: int, *, holds_it: bool = False) -> None:
    """Show what a holder said of a model while the right lasts, and hide it with its end. Needs a transaction.

    Called by whoever gives (`holds_it`) or ends a right, so that page, average and right never differ.
    """
    if not holds_it:
        holds_it = Entitlement.objects.filter(listing=listing_id, holder=holder_id, ended_at=None).exists()
    before, after = (Hidden.RIGHT, Hidden.NOTHING) if holds_it else (Hidden.NOTHING, Hidden.RIGHT)
    Make.objects.filter(listing_id=listing_id, author_id=holder_id, hidden_by=before).update(hidden_by=after)
    if Review.objects.filter(listing_id=listing_id, author_id=holder_id, hidden_by=before).update(hidden_by=after):
        _recount(listing_id)


def _lock(listing_id: int) -> None:
    """The listing before its reviews, as sales and refunds lock them: nobody waits in a circle."""
    Listing.objects.select_for_update(no_key=True).filter(pk=listing_id).first()


def _recount(listing_id: int) -> None:
    """Average and number of the shown reviews, counted anew under the listing's lock."""
    _lock(listing_id)
    figures = Review.objects.filter(listing_id=listing_id, hidden_by=Hidden.NOTHING).aggregate(
        rating=Avg("rating"), rating_count=Count("pk")
    )
    Listing.objects.filter(pk=listing_id).update(**figures)
    outbox.send("listing.changed", listing=listing_id)
