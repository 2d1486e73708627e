"""The chosen artist hands work in; the client asks for changes, or accepts it and so pays for it."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import User
from marketplace.bounties import requirements as rules
from marketplace.bounties.models import Bounty, BountyEvent, Submission
from marketplace.bounties.services.locks import seen_bounty_for_change, submission_for_change
from marketplace.bounties.services.record import end, note
from marketplace.catalog.models import Entitlement, Licence, Listing, Upload
from marketplace.catalog.services import entitlements, listings, uploads
from marketplace.transactions.services import escrow
from nexus.foundation import outbox
from nexus.foundation.errors import Conflict, Invalid, NotAllowed, NotFound
from nexus.foundation.texts import checked

TEXT_MOST = 4000
UPLOADS_MOST = 20
AWARDED = Licence.COMMERCIAL  # what a client may do with work made for them
CONVERTED = ("glb", "obj", "stl", "ply", "3mf", "usdz")  # what a checked file can be had in


def prepare(bounty_id: int, *, by: User, filename: str, chunks: Iterable[bytes]) -> Submission:
    """Take the artist's file in and have it checked, for the page; `hand_in` sends it. A newer file replaces it.

    Raises what `uploads.receive_upload` raises, and Conflict where the bounty ended meanwhile; then nothing is kept.
    """
    with transaction.atomic():
        bounty = _running_for_winner(bounty_id, by=by)
        listing = listings.create_draft(by=by, name=bounty.title[: listings.NAME_MOST])
    try:
        # As long as this copies, the bounty is not held: its other side, staff and the clock need not wait for it.
        upload = uploads.receive_upload(listing, by=by, filename=filename, chunks=chunks)
        return _keep_prepared(bounty_id, listing, upload, by=by)
    except Exception:
        listings.delete_listing(listing.pk, by=by)
        raise


@transaction.atomic
def _keep_prepared(bounty_id: int, listing: Listing, upload: Upload, *, by: User) -> Submission:
    """The file belongs to the bounty from here on, if that still runs and waits for work."""
    bounty = _running_for_winner(bounty_id, by=by)
    _drop_prepared(bounty, by=by)
    Listing.objects.filter(pk=listing.pk).update(audience=Listing.Audience.COMMISSION)
    return Submission.objects.create(bounty=bounty, listing=listing, upload_ids=[upload.pk])


def hand_in(bounty_id: int, *, by: User, message: str) -> Submission:
    """Send the prepared file to the client. Raises Conflict `no_file`, `still_checking` or `refused_file`."""
    with transaction.atomic():
        bounty = _running_for_winner(bounty_id, by=by)
        prepared = bounty.submissions.select_related("listing").filter(state=Submission.State.PREPARING).first()
        if prepared is None:
            raise Conflict("Upload your file first; then it can be handed in.", code="no_file")
        return _send(bounty, prepared, by=by, message=message)


def submit(bounty_id: int, *, by: User, upload_ids: Sequence[UUID], message: str) -> Submission:
    """Hand in the artist's own checked uploads, which belong to one draft of theirs; that draft becomes the work.

    Raises Invalid for uploads that are not theirs or of several models, Conflict for those that are not ready.
    """
    with transaction.atomic():
        bounty = _running_for_winner(bounty_id, by=by)
        listing = _listing_of(upload_ids, by=by)
        _drop_prepared(bounty, by=by)
        try:
            with transaction.atomic():
                made = Submission.objects.create(bounty=bounty, listing=listing, upload_ids=list(upload_ids))
        except IntegrityError as refused:
            raise Conflict("These files were handed in already; upload them anew.", code="handed_in") from refused
        Listing.objects.filter(pk=listing.pk).update(audience=Listing.Audience.COMMISSION)
        return _send(bounty, made, by=by, message=message)


def _running_for_winner(bounty_id: int, *, by: User) -> Bounty:
    bounty = seen_bounty_for_change(bounty_id, by=by)
    if bounty.winner_id != by.pk:
        raise NotAllowed("Only the chosen artist may hand in work for this bounty.")
    if bounty.state not in {Bounty.State.IN_PROGRESS, Bounty.State.DISPUTED}:
        raise Conflict(f"This bounty is {bounty.state}; work is handed in while it runs.", code="illegal_move")
    if bounty.submissions.filter(state=Submission.State.SENT).exists():
        raise Conflict("Your work is with the client; wait for the answer.", code="sent_already")
    return bounty


def _drop_prepared(bounty: Bounty, *, by: User) -> None:
    """A file that was uploaded and never handed in goes, with its draft."""
    prepared = bounty.submissions.select_related("listing").filter(state=Submission.State.PREPARING).first()
    if prepared is not None:
        listing = prepared.listing
        prepared.delete()
        Listing.objects.filter(pk=listing.pk).update(audience=Listing.Audience.PUBLIC)
        listings.delete_listing(listing.pk, by=by)


def _listing_of(upload_ids: Sequence[UUID], *, by: User) -> Listing:
    if not 0 < len(set(upload_ids)) <= UPLOADS_MOST:
        sentence = f"Name 1 to {UPLOADS_MOST} uploads of yours."
        raise Invalid(sentence, fields={"upload_ids": [sentence]})
    found = list(Upload.objects.filter(pk__in=upload_ids, owner=by))
    drafts = {row.listing_id for row in found}
    draft_id = drafts.pop() if len(drafts) == 1 else None
    if draft_id is None or len(found) != len(set(upload_ids)):
        sentence = "Each upload has to be your own, and all of them of one draft."
        raise Invalid(sentence, fields={"upload_ids": [sentence]})
    listing = Listing.objects.select_for_update(no_key=True).get(pk=draft_id)
    if listing.state != Listing.State.DRAFT or listing.audience == Listing.Audience.VERSION:
        raise Conflict(f"This model is {listing.state}; work is handed in from a draft.", code="illegal_move")
    return listing


def _send(bounty: Bounty, submission: Submission, *, by: User, message: str) -> Submission:
    checked(message, field="message", most=TEXT_MOST)
    listing = submission.listing
    _refuse_unready(listing, submission.upload_ids)
    listing.refresh_from_db()
    formats = set(listing.files.values_list("format", flat=True)) | set(CONVERTED)
    submission.checks = rules.checks(bounty.requirements, listing.facts or {}, formats=formats)
    submission.message, submission.state, submission.sent_at = message, Submission.State.SENT, timezone.now()
    submission.save()
    event = note(bounty, BountyEvent.Kind.SUBMITTED, by=by, text=message)
    outbox.send("bounty.submitted", bounty=bounty.pk, event=event.pk, submission=submission.pk)
    return submission


def _refuse_unready(listing: Listing, upload_ids: Sequence[UUID]) -> None:
    """All named files are checked, and none is under way that would take their place after they were handed in."""
    states = dict(Upload.objects.filter(pk__in=upload_ids).values_list("pk", "state"))
    if Upload.State.REFUSED in states.values():
        raise Conflict("One of these files was refused; its upload says why.", code="refused_file")
    under_way = Upload.objects.filter(listing=listing, state__in=[Upload.State.RECEIVING, Upload.State.CHECKING])
    if under_way.exists() or set(states.values()) != {Upload.State.READY}:
        raise Conflict("The check of this file still runs; hand it in when it is ready.", code="still_checking")


@transaction.atomic
def request_changes(submission_id: int, *, by: User, text: str) -> Submission:
    """The client says what is missing; the artist hands in anew."""
    bounty, submission = submission_for_change(submission_id, by=by)
    _must_be_client(bounty, by=by)
    checked(text, field="text", most=TEXT_MOST, empty="Say what has to change.")
    if submission.state != Submission.State.SENT:
        raise Conflict(f"This submission is {submission.state}; changes are asked of a sent one.", code="illegal_move")
    submission.state = Submission.State.CHANGES_REQUESTED
    submission.save(update_fields=["state"])
    event = note(bounty, BountyEvent.Kind.CHANGES_REQUESTED, by=by, text=text)
    outbox.send("bounty.changes_requested", bounty=bounty.pk, event=event.pk, submission=submission.pk)
    return submission


@transaction.atomic
def accept(submission_id: int, *, by: User) -> Submission:
    """Pay the chosen price less the fee, return the rest, and give the client the files; again, nothing happens.

    Raises NotAllowed for anybody but the client, Conflict `illegal_move` for work that is not with the client, or a
    bounty that ended another way.
    """
    bounty, submission = submission_for_change(submission_id, by=by)
    _must_be_client(bounty, by=by)
    if submission.state == Submission.State.ACCEPTED:
        return submission
    if submission.state != Submission.State.SENT:
        raise Conflict(f"This submission is {submission.state}; only a sent one is accepted.", code="illegal_move")
    assert bounty.price_cents is not None  # a bounty with work has a winner: the row's constraint
    award(bounty, submission, artist_cents=bounty.price_cents, by=by)
    submission.refresh_from_db()
    return submission


def award(bounty: Bounty, submission: Submission | None, *, artist_cents: int, by: User | None, text: str = "") -> None:
    """Complete a bounty: money to the artist, the rest and the files to the client. The caller holds its lock."""
    assert bounty.escrow_id is not None
    escrow.release(bounty.escrow_id, payee=bounty.winner, paid_cents=artist_cents)
    if submission is not None:
        submission.state = Submission.State.ACCEPTED
        submission.save(update_fields=["state"])
        entitlements.grant(submission.listing, licence=AWARDED, holder=bounty.client, reason=Entitlement.Reason.AWARD)
    end(bounty, Bounty.State.COMPLETED, by=by, text=text)


def _must_be_client(bounty: Bounty, *, by: User) -> None:
    if by.pk != bounty.client_id:
        raise NotAllowed("Only the client of this bounty may do this.")
    if bounty.state not in {Bounty.State.IN_PROGRESS, Bounty.State.DISPUTED, Bounty.State.COMPLETED}:
        raise NotFound("There is no such submission.")
