"""A listing's file in another format: asked for by a holder, made once in a limited child, kept beside the source."""

import tempfile
import time
from datetime import timedelta
from pathlib import Path
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from generation.services import FORMATS
from marketplace.catalog.models import Conversion, Entitlement, Listing, ListingFile
from marketplace.catalog.selectors.visibility import can_download, listing_seen_by
from marketplace.catalog.services import checking, contents
from marketplace.catalog.services.checking import Child, Refused
from nexus.foundation import outbox
from nexus.foundation.errors import Conflict, Invalid, NotAllowed, NotFound
from nexus.foundation.storage import files

AGAIN_AFTER = timedelta(minutes=1)  # a failed one may be tried again then
SUFFIXES = {"obj": "zip"}  # with its materials and pictures


def check_right(listing: Listing, *, by: User) -> None:
    """Raise NotAllowed `purchase_required` without the right to the files."""
    if can_download(by, listing):
        return
    free = listing.offers.filter(price_cents=0).exists()
    sentence = "Get this model first; it is free." if free else "Buy this model first, then it can be downloaded."
    raise NotAllowed(sentence, code="purchase_required")


def file_of(listing: Listing, wanted: str, version: int | None = None) -> ListingFile | None:
    """The file of that format, the best source where none is named; None for one that could be made and is not yet.

    Raises Conflict `no_file`, NotFound for a version that has no files, Invalid for a format that is not made.
    """
    newest = contents.newest_version(listing) if version is None else version
    rows = list(listing.files.select_related("file").filter(version=newest))
    source = contents.best_source(listing, newest)
    if source is None and not rows:
        if version is not None:
            raise NotFound(f"This model has no version {version}.")
        raise Conflict("This model has no checked file yet.", code="no_file")
    if not wanted:
        return source or rows[0]
    found = next((row for row in rows if row.format == wanted.lower()), None)
    if found is None and (wanted.lower() not in FORMATS or source is None):
        known = ", ".join(sorted({row.format.upper() for row in rows} | {name.upper() for name in FORMATS}))
        sentence = f"This model comes as {known}; {wanted[:12]!r} is not one of them."
        raise Invalid(sentence, fields={"format": [sentence]}, code="unknown_format")
    return found


def ask_conversion(
    listing_id: int,
    *,
    by: User,
    format: str,  # noqa: A002 - the contract's word
    version: int | None = None,
) -> Conversion | None:
    """Have a format made, once for everybody; None where it lies there already. Raises as file_of, and `failed`."""
    listing = listing_seen_by(by, listing_id)
    check_right(listing, by=by)
    if file_of(listing, format, version) is not None:
        return None
    newest = contents.newest_version(listing) if version is None else version
    source = contents.best_source(listing, newest)
    assert source is not None, "file_of has said so"
    with transaction.atomic():
        row, made = Conversion.objects.select_for_update().get_or_create(
            listing=listing, version=newest, format=format.lower(), defaults={"source": source.file}
        )
        if row.state == Conversion.State.FAILED:
            if row.asked_at > timezone.now() - AGAIN_AFTER:
                raise Conflict(f"This format could not be made: {row.reason}", code="conversion_failed")
            Conversion.objects.filter(pk=row.pk).update(
                state=Conversion.State.WAITING, asked_at=timezone.now(), reason="", source=source.file
            )
            row.refresh_from_db()
            made = True
        if made:
            outbox.send("conversion.asked", conversion=str(row.pk))
    return row


def conversion_seen_by(user: User, conversion_id: UUID) -> Conversion:
    """A conversion for who holds the right to its listing's files."""
    row = Conversion.objects.select_related("listing").filter(pk=conversion_id).first()
    if row is None or not can_download(user, row.listing):
        raise NotFound("There is no such conversion, or it is not yours to see.")
    return row


def make_conversion(conversion_id: UUID, *, child: Child | None = None) -> None:
    """Make one that was asked for; one that is made or failed stays as it is, so this may be repeated."""
    waiting = Conversion.objects.filter(pk=conversion_id, state__in=[Conversion.State.WAITING, Conversion.State.MAKING])
    row = waiting.select_related("source", "listing").first()
    if row is None:
        return
    waiting.update(state=Conversion.State.MAKING)
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="convert-", dir=checking.work_folder()) as name:
        folder = Path(name)
        source = files.fetch(row.source, folder / "source.bin")
        try:
            answer = checking.asked(child or checking.own_child(), "convert", source, folder, {"target": row.format})
        except Refused as refusal:
            waiting.update(state=Conversion.State.FAILED, reason=str(refusal))
            return
        _keep(row, folder / answer["files"][0], seconds=time.monotonic() - began)


def _keep(asked: Conversion, path: Path, *, seconds: float) -> None:
    with contents.storing() as store, transaction.atomic():
        row = Conversion.objects.select_for_update(of=("self",)).select_related("listing").filter(pk=asked.pk).first()
        if row is None or row.state != Conversion.State.MAKING:
            return  # its source was replaced meanwhile, or another worker was quicker
        suffix = SUFFIXES.get(row.format, row.format)
        file = store.put(path, filename=f"{row.listing.slug[:80]}.{suffix}", is_open=False)
        row.made = contents.add_file(row.listing, file, format=row.format, is_source=False, version=row.version)
        row.state, row.seconds = Conversion.State.READY, round(seconds, 2)
        row.save(update_fields=["made", "state", "seconds"])


def held_for_download(listing: Listing, *, by: User) -> Entitlement | None:
    """The person's right under lock, so that a refund either sees the download or ends the right before it."""
    return (
        Entitlement.objects.select_for_update(no_key=True)
        .filter(listing=listing, holder=by, ended_at=None)
        .order_by("pk")
        .first()
    )
