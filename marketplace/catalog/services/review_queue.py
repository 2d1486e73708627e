"""Staff decide on listings: one at a time, with a reason, an audit row and a fact."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone

from accounts import rights
from accounts.models import User
from accounts.roles import REVIEW_LISTING
from marketplace.catalog import rejections, states
from marketplace.catalog.models import Listing, ReviewDesk, Version
from marketplace.catalog.selectors.reviewing import is_clean
from marketplace.catalog.services import offers, search_index, versions
from nexus.foundation import audit, outbox
from nexus.foundation.errors import Conflict, Invalid, NotAllowed, NotFound

CLAIMED_FOR = timedelta(minutes=15)
UNDO_FOR = timedelta(seconds=10)
NOTE_MOST = 2000
WAITING = "This model is {state}; only a pending one is decided here."


@dataclass(frozen=True)
class Claim:
    holder: str
    is_mine: bool
    until: datetime


def claim(listing_id: int, *, by: User, now: datetime | None = None) -> Claim:
    """Hold a listing for fifteen minutes, so that two people never review one; who came first keeps it."""
    rights.staff_with(by, REVIEW_LISTING)
    at = now or timezone.now()
    until = at + CLAIMED_FOR
    try:
        with transaction.atomic():
            ReviewDesk.objects.create(listing_id=listing_id, holder=by, until=until)
    except IntegrityError:  # it has a desk already: taken only where nobody sits there now, in one statement
        free = Q(holder=None) | Q(holder=by) | Q(until__lt=at)
        if not ReviewDesk.objects.filter(free, listing_id=listing_id).update(holder=by, until=until):
            return _others(listing_id, by=by, until=until)
    return Claim(by.name, is_mine=True, until=until)


def release(listing_id: int, *, by: User) -> None:
    """Give a listing that one held back to the queue."""
    ReviewDesk.objects.filter(listing_id=listing_id, holder=by, undo_until=None).update(holder=None, until=None)


@transaction.atomic
def approve(listing_id: int, *, by: User, undoable: bool = False, now: datetime | None = None) -> Listing:
    """Put a pending listing on show, or a new version in the place of the old one.

    `undoable`: for ten seconds the same person may take it back (`undo_approval`), and nobody is told before; a version
    changes nothing until then. An approved listing's id stands for its version in review. Raises NotAllowed, Conflict
    `illegal_move` or `claimed`.
    """
    listing, version = _pending_for_decision(listing_id, by=by, to=Listing.State.APPROVED)
    at = now or timezone.now()
    if undoable:
        ReviewDesk.objects.update_or_create(
            listing=listing, defaults={"holder": by, "until": at + CLAIMED_FOR, "undo_until": at + UNDO_FOR}
        )
    if version is not None:
        return listing if undoable else versions.publish(version, listing, by_id=by.pk)
    listing.state = Listing.State.APPROVED
    listing.reject_reason, listing.reject_note, listing.reject_codes = "", "", []
    listing.published_at = listing.published_at or at
    listing.save()
    versions.first_version(listing)
    offers.remember_prices(listing, now=at)
    audit.note("listing.approve", actor_id=by.pk, target=f"listing:{listing.pk}")
    _shown(listing)
    if not undoable:
        _tell_approved(listing)
    return listing


@transaction.atomic
def approve_at_once(listing_id: int, *, by: User) -> Listing:
    """Approve one of many without having opened it: only of a verified creator, and with a clean report."""
    listing = Listing.objects.select_related("seller").filter(pk=listing_id).first()
    if listing is None:
        raise NotFound("There is no such model.")
    if not listing.seller.is_verified or not is_clean(listing.facts):
        raise Conflict(
            "Only models of verified creators with clean reports are approved in bulk; open this one.",
            code="look_first",
        )
    return approve(listing_id, by=by)


@transaction.atomic
def undo_approval(listing_id: int, *, by: User, now: datetime | None = None) -> Listing:
    """Take one's own approval back while it is undoable; the listing waits again at its old place.

    Raises Conflict `too_late` after that, or where somebody holds the listing already.
    """
    rights.staff_with(by, REVIEW_LISTING)
    listing = _locked(listing_id)
    desk = ReviewDesk.objects.select_for_update().filter(listing=listing, holder=by).exclude(undo_until=None).first()
    if desk is None or desk.undo_until is None or desk.undo_until < (now or timezone.now()) or listing.holders:
        raise Conflict("It is too late to take this back; archive or hide the model instead.", code="too_late")
    desk.undo_until = None
    desk.save(update_fields=["undo_until"])
    if listing.audience == Listing.Audience.PUBLIC:
        listing.versions.all().delete()
        listing.price_changes.all().delete()
        listing.state, listing.published_at = Listing.State.PENDING, None
        listing.save(update_fields=["state", "published_at", "updated_at"])
        _shown(listing)
    audit.note("listing.approve_undone", actor_id=by.pk, target=f"listing:{listing.pk}")
    return listing


def announce(*, now: datetime | None = None) -> int:
    """Approvals that can no longer be taken back are told, versions among them take their place (a duty)."""
    due = ReviewDesk.objects.filter(undo_until__lt=now or timezone.now()).order_by("undo_until", "pk")
    done = 0
    for listing_id in list(due.values_list("pk", flat=True)):
        with transaction.atomic():
            done += _announce(listing_id, now=now)
    return done


@transaction.atomic
def reject(listing_id: int, *, by: User, reason: str = "", codes: Sequence[str] = ()) -> Listing:
    """Send a pending listing or version back: reason codes, and a note that its creator reads too."""
    _check_reason(reason, codes)
    listing, version = _pending_for_decision(listing_id, by=by, to=Listing.State.REJECTED)
    listing.state = Listing.State.REJECTED
    listing.reject_codes, listing.reject_note = list(codes), reason.strip()
    listing.reject_reason = rejections.as_text(listing.reject_codes, reason) if codes else reason
    listing.save(update_fields=["state", "reject_codes", "reject_note", "reject_reason", "updated_at"])
    if version is not None:
        versions.refuse(version)
    act = "listing.reject" if version is None else "version.reject"
    target = listing.pk if version is None else version.listing_id
    audit.note(act, actor_id=by.pk, target=f"listing:{target}", reason=listing.reject_reason, codes=list(codes))
    outbox.send("listing.rejected", listing=listing.pk)
    _shown(listing)
    _done(listing)
    return listing


@transaction.atomic
def escalate(listing_id: int, *, by: User, note: str, now: datetime | None = None) -> None:
    """Hand a listing on to somebody else of the staff, with what one saw; it stays at its place in the queue."""
    if not note.strip() or len(note) > NOTE_MOST or "\x00" in note:
        sentence = f"Say what somebody else should look at, in at most {NOTE_MOST:,} characters."
        raise Invalid(sentence, fields={"note": [sentence]})
    listing, _ = _pending_for_decision(listing_id, by=by, to=Listing.State.APPROVED)
    ReviewDesk.objects.update_or_create(
        listing=listing,
        defaults={
            "holder": None,
            "until": None,
            "escalated_by": by,
            "escalated_at": now or timezone.now(),
            "escalated_note": note,
        },
    )
    audit.note("listing.escalate", actor_id=by.pk, target=f"listing:{listing.pk}", reason=note)


def _check_reason(note: str, codes: Sequence[str]) -> None:
    unknown = [code for code in codes if code not in rejections.REJECTIONS]
    if unknown:
        sentence = f"There is no reason {unknown[0][:30]!r}. Known are: {', '.join(rejections.REJECTIONS)}."
        raise Invalid(sentence, fields={"codes": [sentence]})
    if not note.strip() and not set(codes) - {"other"}:
        raise Invalid("Say why, so that the creator can mend it.", fields={"reason": ["Say why."]})
    if len(note) > NOTE_MOST or "\x00" in note:
        sentence = f"A reason has at most {NOTE_MOST:,} characters, all of them printable."
        raise Invalid(sentence, fields={"reason": [sentence]})


def _locked(listing_id: int) -> Listing:
    found = Listing.objects.select_for_update(no_key=True).filter(pk=listing_id).first()
    if found is None:
        raise NotFound("There is no such model.")
    return found


def _pending_for_decision(listing_id: int, *, by: User, to: Listing.State) -> tuple[Listing, Version | None]:
    """The row that waits, locked, with the version it carries; the listing that sells is locked before its carrier."""
    rights.staff_with(by, REVIEW_LISTING)
    waits = Version.objects.filter(Q(carrier_id=listing_id) | Q(listing_id=listing_id, state=Version.State.PENDING))
    version = waits.exclude(state=Version.State.APPROVED).first()
    if version is not None and version.carrier_id is not None:
        version.listing = _locked(version.listing_id)
        listing = _locked(version.carrier_id)
    else:
        version, listing = None, _locked(listing_id)
    if listing.seller_id == by.pk:
        raise NotAllowed("This model is your own; somebody else has to decide on it.", code="own_listing")
    states.check_move(listing.state, to)
    if listing.state != Listing.State.PENDING:
        raise Conflict(WAITING.format(state=listing.state), code="illegal_move")
    _check_desk(listing, by=by)
    return listing, version


def _check_desk(listing: Listing, *, by: User) -> None:
    desk = ReviewDesk.objects.select_related("holder").filter(listing=listing).first()
    if desk is None:
        return
    if desk.undo_until is not None:
        raise Conflict("This version is approved already and takes its place in a moment.", code="illegal_move")
    if desk.escalated_by_id == by.pk:
        raise NotAllowed("You handed this model on; somebody else has to decide on it.", code="escalated")
    if desk.holder is not None and desk.holder_id != by.pk and desk.until and desk.until >= timezone.now():
        raise Conflict(f"{desk.holder.name} is reviewing this model just now.", code="claimed")


def _others(listing_id: int, *, by: User, until: datetime) -> Claim:
    desk = ReviewDesk.objects.select_related("holder").filter(listing_id=listing_id).first()
    if desk is None or desk.holder is None:  # given back at this moment
        return Claim(by.name, is_mine=False, until=until)
    return Claim(desk.holder.name, is_mine=False, until=desk.until or until)


def _announce(listing_id: int, *, now: datetime | None) -> int:
    version = Version.objects.filter(carrier_id=listing_id, state=Version.State.PENDING).first()
    if version is not None:
        version.listing = _locked(version.listing_id)
    listing = Listing.objects.select_for_update(no_key=True).filter(pk=listing_id).first()
    desk = ReviewDesk.objects.filter(pk=listing_id, undo_until__lt=now or timezone.now()).first()
    if listing is None or desk is None:
        return 0
    if version is not None:
        versions.publish(version, listing, by_id=desk.holder_id or 0)
    elif listing.state == Listing.State.APPROVED:
        _tell_approved(listing)
    else:
        desk.delete()
    return 1


def _tell_approved(listing: Listing) -> None:
    outbox.send("listing.approved", listing=listing.pk)
    _done(listing)


def _shown(listing: Listing) -> None:
    search_index.index_listing(listing.pk)
    outbox.send("listing.changed", listing=listing.pk)


def _done(listing: Listing) -> None:
    ReviewDesk.objects.filter(listing=listing).delete()
