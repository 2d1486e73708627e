"""Who may see, change, judge and download which listing. Every page, contract and service asks here."""

from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts import rights
from accounts.models import User
from accounts.rights import Viewer, person
from accounts.roles import REVIEW_LISTING
from marketplace.catalog.models import Entitlement, Listing
from nexus.foundation.errors import NotFound

MISSING = "There is no such model, or it is not on show."
PUBLIC = Q(
    state=Listing.State.APPROVED,
    hidden_by=Listing.Hidden.NOTHING,
    audience=Listing.Audience.PUBLIC,
    seller__is_active=True,
)


def may_review(viewer: Viewer) -> bool:
    return rights.is_staff_with(viewer, REVIEW_LISTING)


def public_listings() -> QuerySet[Listing]:
    """What everybody sees: approved for the public, not hidden, of a seller who is not banned."""
    return Listing.objects.filter(PUBLIC)


def listings_visible_to(viewer: Viewer) -> QuerySet[Listing]:
    """The public ones; for a person also their own and those they hold; for reviewers all."""
    who = person(viewer)
    if who is None:
        return public_listings()
    if may_review(who):
        return Listing.objects.all()
    held = Exists(Entitlement.objects.filter(listing=OuterRef("pk"), holder=who, ended_at=None))
    return Listing.objects.filter(PUBLIC | Q(seller=who) | held)


def listing_seen_by(viewer: Viewer, listing_id: int) -> Listing:
    found = listings_visible_to(viewer).filter(pk=listing_id).select_related("seller", "category").first()
    if found is None:
        raise NotFound(MISSING)
    return found


def holds(user: User, listing_id: int) -> bool:
    return Entitlement.objects.filter(listing_id=listing_id, holder=user, ended_at=None).exists()


def can_download(user: Viewer, listing: Listing) -> bool:
    """Holders (bought, free, award), the creator, and staff who review; nobody else."""
    who = person(user)
    return who is not None and (listing.seller_id == who.pk or holds(who, listing.pk) or may_review(who))
