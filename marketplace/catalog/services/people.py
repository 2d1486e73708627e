"""Likes: one a person and listing, counted on the listing in the same transaction."""

from django.db import IntegrityError, transaction
from django.db.models import F

from accounts.models import User
from marketplace.catalog.models import Like, Listing
from marketplace.catalog.selectors.visibility import listing_seen_by


def like(listing_id: int, *, by: User) -> int:
    """The number of likes after it; liking twice counts once. NotFound for a listing one may not see."""
    listing = listing_seen_by(by, listing_id)
    try:
        with transaction.atomic():
            Like.objects.create(listing=listing, user=by)
            Listing.objects.filter(pk=listing.pk).update(likes=F("likes") + 1)  # last: the shared row is held shortest
    except IntegrityError:
        pass  # it was liked already: the database refused a second
    return _likes(listing.pk)


def unlike(listing_id: int, *, by: User) -> int:
    """The number of likes after it; taking back what was not given changes nothing."""
    listing = listing_seen_by(by, listing_id)
    with transaction.atomic():
        taken, _ = Like.objects.filter(listing=listing, user=by).delete()
        if taken:
            Listing.objects.filter(pk=listing.pk).update(likes=F("likes") - 1)
    return _likes(listing.pk)


def _likes(listing_id: int) -> int:
    return Listing.objects.values_list("likes", flat=True).get(pk=listing_id)
