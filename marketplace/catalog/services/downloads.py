"""Who may fetch a listing's files: asked when the link is made, and again when it is used."""

from dataclasses import dataclass

from django.db import transaction

from accounts.models import User
from marketplace.catalog.models import DownloadLog, Entitlement, Listing, ListingFile
from marketplace.catalog.selectors.visibility import can_download, listing_seen_by
from nexus.foundation.errors import Conflict, Invalid, NotAllowed, NotFound
from nexus.foundation.storage import links
from nexus.foundation.storage.models import StoredFile

RIGHT = "listing"


@dataclass(frozen=True)
class Download:
    url: str
    expires_at: str
    filename: str
    size: int
    sha256: str


@transaction.atomic
def open_download(listing_id: int, *, by: User, format: str = "") -> Download:  # noqa: A002 - the contract's word
    """A link of five minutes for this person, and a line in the log: from here on the download has begun.

    Raises NotAllowed `purchase_required` without the right, Invalid for a format the listing does not have.
    """
    listing = listing_seen_by(by, listing_id)
    # Held until the line is written, so that a refund either sees the download or ends the right before it.
    Entitlement.objects.select_for_update(no_key=True).filter(listing=listing, holder=by, ended_at=None).first()
    if not can_download(by, listing):
        free = listing.offers.filter(price_cents=0).exists()
        sentence = "Get this model first; it is free." if free else "Buy this model first, then it can be downloaded."
        raise NotAllowed(sentence, code="purchase_required")
    row = _file(listing, format)
    DownloadLog.objects.create(listing=listing, file=row, reader=by)
    filename = f"{listing.slug}.{row.format}"
    link = links.signed(row.file, reader=by.pk, filename=filename, right=f"{RIGHT}:{listing.pk}")
    return Download(link.url, link.expires_at, filename, row.file.size, row.file.sha256)


def _file(listing: Listing, wanted: str) -> ListingFile:
    """The newest version's file of that format; the source where no format is named."""
    rows = list(listing.files.select_related("file").order_by("-version", "-is_source", "format"))
    rows = [row for row in rows if row.version == rows[0].version]
    if not rows:
        raise Conflict("This model has no checked file yet.", code="no_file")
    found = [row for row in rows if row.format == wanted.lower()] if wanted else rows
    if not found:
        known = ", ".join(row.format.upper() for row in rows)
        sentence = f"This model comes as {known}; {wanted[:12]!r} is not one of them."
        raise Invalid(sentence, fields={"format": [sentence]}, code="unknown_format")
    return found[0]


@dataclass(frozen=True)
class Opened:
    file: StoredFile
    filename: str


def use_link(token: str, *, viewer_id: int | None) -> Opened:
    """What a signed link opens, if its reader still has the right: a refund or a ban ends the link too.

    `viewer_id` is who is signed in where the link is used, if anybody; somebody else than its reader is refused.
    """
    claim = links.read_signed(token)
    if viewer_id is not None and viewer_id != claim.reader:
        raise NotAllowed("This link was made for another account. Open the model's page and download it there.")
    kind, _, listing_id = claim.right.partition(":")
    reader = User.objects.filter(pk=claim.reader, is_active=True).first()
    listing = Listing.objects.filter(pk=int(listing_id)).first() if kind == RIGHT and listing_id.isdecimal() else None
    file = StoredFile.objects.filter(pk=claim.file_id).first()
    if reader is None or listing is None or file is None:
        raise NotFound("What this link opened is not there any more.", code="link_invalid")
    if not can_download(reader, listing):
        raise NotAllowed("The right to this file has ended, so its link has too.", code="purchase_required")
    return Opened(file, claim.filename)
