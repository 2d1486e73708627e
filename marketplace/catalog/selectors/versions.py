"""The versions of a listing: those everybody may read of, and for its creator the one that waits."""

from django.db.models import QuerySet

from accounts.rights import Viewer, person
from marketplace.catalog.models import Listing, Version
from marketplace.catalog.selectors.visibility import listing_seen_by, may_review


def versions_seen_by(viewer: Viewer, listing_id: int) -> QuerySet[Version]:
    """The approved ones; for the creator and reviewers also the open one. NotFound for a listing one may not see."""
    listing = listing_seen_by(viewer, listing_id)
    rows = Version.objects.filter(listing=listing).select_related("listing", "carrier")
    who = person(viewer)
    if who is None or not (listing.seller_id == who.pk or may_review(who)):
        rows = rows.filter(state=Version.State.APPROVED)
    return rows.prefetch_related("listing__files__file", "carrier__files__file")


def open_version_of(listing: Listing) -> Version | None:
    """The version in the making, with its carrier."""
    return listing.versions.exclude(state=Version.State.APPROVED).select_related("carrier").first()


def parent_of(carrier: Listing) -> int | None:
    """The listing that this one carries the next version of."""
    return Version.objects.filter(carrier=carrier).values_list("listing", flat=True).first()
