"""Staff decide on listings: one at a time, with a reason, an audit row and a fact."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core.cache import cache
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from marketplace.catalog import states
from marketplace.catalog.models import Listing
from marketplace.catalog.selectors.reviewing import check_may_review, claim_key
from marketplace.catalog.services import search_index
from nexus.foundation import audit, outbox
from nexus.foundation.errors import Conflict, Invalid, NotAllowed, NotFound

CLAIMED_FOR = timedelta(minutes=15)
REASON_MOST = 2000


@dataclass(frozen=True)
class Claim:
    holder: str
    is_mine: bool
    until: datetime


def claim(listing_id: int, *, by: User) -> Claim:
    """Hold a listing for fifteen minutes, so that two people never review one; who came first keeps it."""
    check_may_review(by)
    key, seconds = claim_key(listing_id), int(CLAIMED_FOR.total_seconds())
    until = timezone.now() + CLAIMED_FOR
    if not cache.add(key, (by.pk, by.name, until), timeout=seconds):
        holder_id, holder, held_until = cache.get(key) or (by.pk, by.name, until)
        if holder_id != by.pk:
            return Claim(holder, is_mine=False, until=held_until)
        cache.set(key, (by.pk, by.name, until), timeout=seconds)
    return Claim(by.name, is_mine=True, until=until)


@transaction.atomic
def approve(listing_id: int, *, by: User) -> Listing:
    """Put a pending listing on show. Raises NotAllowed, Conflict `illegal_move` or `claimed`."""
    listing = _pending_for_decision(listing_id, by=by, to=Listing.State.APPROVED)
    listing.state = Listing.State.APPROVED
    listing.reject_reason = ""
    listing.published_at = listing.published_at or timezone.now()
    listing.save(update_fields=["state", "reject_reason", "published_at", "updated_at"])
    audit.note("listing.approve", actor_id=by.pk, target=f"listing:{listing.pk}")
    outbox.send("listing.approved", listing=listing.pk)
    _done(listing)
    return listing


@transaction.atomic
def reject(listing_id: int, *, by: User, reason: str) -> Listing:
    """Send a pending listing back with a reason that its creator reads."""
    if not reason.strip():
        raise Invalid("Say why, so that the creator can mend it.", fields={"reason": ["Say why."]})
    if len(reason) > REASON_MOST or "\x00" in reason:
        sentence = f"A reason has at most {REASON_MOST:,} characters, all of them printable."
        raise Invalid(sentence, fields={"reason": [sentence]})
    listing = _pending_for_decision(listing_id, by=by, to=Listing.State.REJECTED)
    listing.state = Listing.State.REJECTED
    listing.reject_reason = reason
    listing.save(update_fields=["state", "reject_reason", "updated_at"])
    audit.note("listing.reject", actor_id=by.pk, target=f"listing:{listing.pk}", reason=reason)
    outbox.send("listing.rejected", listing=listing.pk)
    _done(listing)
    return listing


def _pending_for_decision(listing_id: int, *, by: User, to: Listing.State) -> Listing:
    check_may_review(by)
    listing = Listing.objects.select_for_update(no_key=True).filter(pk=listing_id).first()
    if listing is None:
        raise NotFound("There is no such model.")
    if listing.seller_id == by.pk:
        raise NotAllowed("This model is your own; somebody else has to decide on it.", code="own_listing")
    states.check_move(listing.state, to)
    if listing.state != Listing.State.PENDING:
        raise Conflict(f"This model is {listing.state}; only a pending one is decided here.", code="illegal_move")
    holder_id, holder, _ = cache.get(claim_key(listing_id)) or (by.pk, "", None)
    if holder_id != by.pk:
        raise Conflict(f"{holder} is reviewing this model just now.", code="claimed")
    return listing


def _done(listing: Listing) -> None:
    search_index.index_listing(listing.pk)
    outbox.send("listing.changed", listing=listing.pk)
    transaction.on_commit(lambda: cache.delete(claim_key(listing.pk)))
