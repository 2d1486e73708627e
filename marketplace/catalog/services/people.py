"""Likes: one a person and listing; each is noted as a row, so that no listing's row is fought for."""

from django.db import IntegrityError, transaction

from accounts.models import User
from marketplace.catalog.models import Like
from marketplace.catalog.selectors.figures import likes_of
from marketplace.catalog.selectors.visibility import listing_seen_by
from marketplace.catalog.services import counters
from nexus.foundation import outbox


def like(listing_id: int, *, by: User) -> int:
    """The number of likes after it; liking twice counts once. NotFound for a listing one may not see."""
    listing = listing_seen_by(by, listing_id)
    try:
        with transaction.atomic():
            Like.objects.create(listing=listing, user=by)
            counters.note_like(listing.pk, 1)
            outbox.send("listing.liked", listing=listing.pk, person=by.pk)
    except IntegrityError:
        pass  # it was liked already: the database refused a second
    return _likes(listing.pk)


def unlike(listing_id: int, *, by: User) -> int:
    """The number of likes after it; taking back what was not given changes nothing."""
    listing = listing_seen_by(by, listing_id)
    with transaction.atomic():
        taken, _ = Like.objects.filter(listing=listing, user=by).delete()
        if taken:
            counters.note_like(listing.pk, -1)
    return _likes(listing.pk)


def _likes(listing_id: int) -> int:
    return likes_of([listing_id])[listing_id]
