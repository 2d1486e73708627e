"""A listing's row, locked for a change by somebody who may make it."""

from accounts.models import User
from marketplace.catalog.models import Listing
from marketplace.catalog.selectors.visibility import MISSING, listings_visible_to, may_review
from nexus.foundation.errors import Conflict, NotAllowed, NotFound


def listing_for_change(listing_id: int, *, by: User) -> Listing:
    """The row under lock, for its creator or for reviewing staff. Needs a transaction.

    The lock leaves the key free, so that sales may go on pointing at the row.
    """
    found = Listing.objects.select_for_update(no_key=True, of=("self",)).filter(pk=listing_id).first()
    if found is None or not listings_visible_to(by).filter(pk=listing_id).exists():
        raise NotFound(MISSING)
    if found.seller_id != by.pk and not may_review(by):
        raise NotAllowed("Only its creator may change this model.")
    if found.audience == Listing.Audience.COMMISSION:
        raise Conflict("This model was handed in for a bounty; it stays as it was handed in.", code="handed_in")
    return found


def own_listing_for_change(listing_id: int, *, by: User) -> Listing:
    """As above, for acts that only the creator may do."""
    found = listing_for_change(listing_id, by=by)
    if found.seller_id != by.pk:
        raise NotAllowed("Only its creator may do this.")
    return found
