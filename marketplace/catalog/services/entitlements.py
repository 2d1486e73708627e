"""Who holds the right to a listing's files: given by a sale, a claim or an award, ended by a refund."""

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone

from accounts.models import User
from accounts.selectors import is_email_confirmed
from marketplace.catalog import certificates, licences
from marketplace.catalog.models import Entitlement, Listing
from marketplace.catalog.selectors.visibility import MISSING, public_listings
from marketplace.catalog.services import reviews
from nexus.foundation.errors import Conflict, NotAllowed, NotFound


@transaction.atomic(savepoint=False)
def grant(
    listing: Listing, *, licence: str, holder: User, reason: str, transaction_id: int | None = None
) -> Entitlement:
    """Give the right. A second one of the same licence is refused by the database (IntegrityError): whoever takes
    money for it must learn that nothing was given for it.
    """
    Listing.objects.filter(pk=listing.pk).update(holders=F("holders") + 1)  # held before its rights
    right = Entitlement(
        listing=listing,
        holder=holder,
        licence=licence,
        reason=reason,
        transaction_id=transaction_id,
        licence_version=licences.current_version(licence),
    )
    right.certificate = certificates.frozen(right)
    right.save(force_insert=True)
    reviews.follow_right(listing.pk, holder.pk, holds_it=True)
    return right


@transaction.atomic
def end(*, transaction_id: int) -> int:
    """End what an order line gave (a refund); how many rights ended. A second call ends none.

    The listings are held before the rights, as a review that is being written holds them.
    """
    rights = Entitlement.objects.filter(transaction_id=transaction_id, ended_at=None).order_by("listing_id", "pk")
    listings = Listing.objects.select_for_update(no_key=True).filter(pk__in=rights.values("listing_id"))
    list(listings.order_by("pk").values_list("pk"))
    ended = list(rights.select_for_update().values_list("pk", "listing_id", "holder_id"))
    Entitlement.objects.filter(pk__in=[pk for pk, _, _ in ended]).update(ended_at=timezone.now())
    for _, listing_id, holder_id in ended:
        reviews.follow_right(listing_id, holder_id)
        Listing.objects.filter(pk=listing_id, holders__gt=0).update(holders=F("holders") - 1)
    return len(ended)


def claim_free(listing_id: int, *, by: User) -> Entitlement:
    """Put a free model into one's library; a second claim is the first one.

    Raises NotFound for a listing that is not on show, Conflict for one's own or one without a free licence.
    """
    if not is_email_confirmed(by):
        raise NotAllowed("Confirm your e-mail address first; the link is in your mail.", code="email_unconfirmed")
    listing = public_listings().filter(pk=listing_id).first()
    if listing is None:
        raise NotFound(MISSING)
    if listing.seller_id == by.pk:
        raise Conflict("This model is your own; download it from its page.", code="own_listing")
    offer = listing.offers.filter(price_cents=0).order_by("position").first()
    if offer is None:
        raise Conflict("This model is not free; buy it to download it.", code="not_free")
    held = Entitlement.objects.filter(listing=listing, holder=by, ended_at=None)
    first = held.order_by("pk").first()
    if first is not None:
        return first
    try:
        return grant(listing, licence=offer.licence, holder=by, reason=Entitlement.Reason.FREE)
    except IntegrityError:  # the same claim at the same moment
        return held.get(licence=offer.licence)


def archive(right_id: int, *, by: User, put_away: bool) -> None:
    """Put one's own right away in the library, or back; the right itself stays. NotFound for another's."""
    rights = Entitlement.objects.filter(pk=right_id, holder=by, ended_at=None)
    if not rights.update(archived_at=timezone.now() if put_away else None):
        raise NotFound("This is not in your library.")
