"""Who may fetch a listing's files: asked when the link is made, and again when it is used.

A download has begun when its link is used, not when it is made: only then the log has its line, and with it the right
to send the purchase back ends.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from accounts.models import User
from marketplace.catalog.models import DownloadLog, Entitlement, Listing, ListingFile
from marketplace.catalog.selectors.visibility import can_download, listing_seen_by
from marketplace.catalog.services import bundles
from marketplace.catalog.services.conversions import check_right, file_of, held_for_download
from nexus.foundation.errors import Conflict, Invalid, NotAllowed, NotFound
from nexus.foundation.storage import links
from nexus.foundation.storage.models import StoredFile

RIGHT, BUNDLE, MANY = "listing", "bundle", "many"
MANY_MOST = 50  # models in one zip
NOTHING_HELD = "Choose at least one model of your library."


@dataclass(frozen=True)
class Download:
    url: str
    expires_at: str
    filename: str
    size: int
    sha256: str


def open_download(
    listing_id: int,
    *,
    by: User,
    format: str = "",  # noqa: A002 - the contract's word
    version: int | None = None,
    file_id: int | None = None,
) -> Download:
    """A link of five minutes for this person; the download begins when it is used.

    Raises NotAllowed `purchase_required` without the right, Invalid for a format the listing does not have, Conflict
    `not_made` for one that conversions.ask_conversion would make.
    """
    listing = listing_seen_by(by, listing_id)
    check_right(listing, by=by)
    if file_id is not None:
        row = listing.files.select_related("file").filter(pk=file_id).first()
        if row is None:
            raise NotFound("This model has no such file.")
    else:
        row = file_of(listing, format, version)
    if row is None:
        raise Conflict("This format is not made yet. Ask for it, then come back.", code="not_made")
    filename = f"{listing.slug}.{suffix_of(row.file, row.format)}"
    link = links.signed(row.file, reader=by.pk, filename=filename, right=f"{RIGHT}:{listing.pk}")
    return Download(link.url, link.expires_at, filename, row.file.size, row.file.sha256)


def link_in_a_list(row: ListingFile, listing: Listing, *, by: User) -> str:
    """A link of five minutes to one file of a listing, for lists that show many.

    The caller has seen that `by` holds the right; it is asked again when the link is used.
    """
    filename = f"{listing.slug}.{suffix_of(row.file, row.format)}"
    return links.signed(row.file, reader=by.pk, filename=filename, right=f"{RIGHT}:{listing.pk}").url


def suffix_of(file: StoredFile, kind: str) -> str:
    """What a file's name ends in; an OBJ or glTF with its companions is a zip."""
    return "zip" if file.kind == "application/zip" else kind


def open_bundle(listing_id: int, *, by: User) -> links.Link:
    """A link of five minutes to everything in one zip: all files, the licence's text, the certificate."""
    listing = listing_seen_by(by, listing_id)
    check_right(listing, by=by)
    if file_of(listing, "") is None:
        raise Conflict("This model has no checked file yet.", code="no_file")
    return links.signed(None, reader=by.pk, filename=f"{listing.slug}.zip", right=f"{BUNDLE}:{listing.pk}")


def open_many(right_ids: Sequence[int], *, by: User) -> links.Link:
    """A link of five minutes to several models of one's library in one zip, each in a folder of its own.

    Rights that are not one's own, or have ended, are left out. Raises Invalid where nothing is left, or for too many.
    """
    wanted = sorted(set(right_ids))
    if len(wanted) > MANY_MOST:
        sentence = f"One zip takes at most {MANY_MOST} models; these are {len(wanted)}."
        raise Invalid(sentence, fields={"right": [sentence]})
    has_files = Exists(ListingFile.objects.filter(listing=OuterRef("listing_id")))
    rights = Entitlement.objects.filter(has_files, pk__in=wanted, holder=by, ended_at=None)
    held = list(rights.select_related("listing").order_by("listing_id", "pk"))
    if not held:
        raise Invalid(NOTHING_HELD, fields={"right": [NOTHING_HELD]})
    numbers = ",".join(str(right.pk) for right in held)
    return links.signed(None, reader=by.pk, filename="library.zip", right=f"{MANY}:{numbers}")


@dataclass(frozen=True)
class Opened:
    """What a link opens: one stored file, or a zip that is put together as it is sent."""

    filename: str
    file: StoredFile | None = None
    bundle: bundles.Bundle | None = None


def use_link(token: str, *, viewer_id: int | None, begins: bool = True) -> Opened:
    """What a signed link opens, if its reader still has the right: a refund or a ban ends the link too.

    `viewer_id` is who is signed in where the link is used, if anybody; somebody else than its reader is refused.
    `begins` is False for who only asks after the file and takes nothing of it.
    """
    claim = links.read_signed(token)
    if claim.right.startswith(f"{MANY}:"):
        return _many(claim, viewer_id=viewer_id, begins=begins)
    _check_reader(claim, viewer_id=viewer_id)
    kind, _, listing_id = claim.right.partition(":")
    reader = User.objects.filter(pk=claim.reader, is_active=True).first()
    known = kind in {RIGHT, BUNDLE} and listing_id.isdecimal()
    listing = Listing.objects.filter(pk=int(listing_id)).first() if known else None
    file = StoredFile.objects.filter(pk=claim.file_id).first() if kind != BUNDLE else None
    if reader is None or listing is None or (file is None and kind != BUNDLE):
        raise NotFound("What this link opened is not there any more.", code="link_invalid")
    if not can_download(reader, listing):
        raise NotAllowed("The right to this file has ended, so its link has too.", code="purchase_required")
    if begins:
        _note_begun(listing, reader, file)
    if kind == BUNDLE:
        right = Entitlement.objects.filter(listing=listing, holder=reader, ended_at=None).order_by("pk").first()
        return Opened(claim.filename, bundle=bundles.bundle_of(listing, reader=reader, right=right))
    return Opened(claim.filename, file=file)


def _many(claim: links.Claim, *, viewer_id: int | None, begins: bool) -> Opened:
    """What is still held of what the link was made for."""
    _check_reader(claim, viewer_id=viewer_id)
    reader = User.objects.filter(pk=claim.reader, is_active=True).first()
    numbers = [int(number) for number in claim.right.removeprefix(f"{MANY}:").split(",")]
    rights = Entitlement.objects.filter(pk__in=numbers, holder=reader, ended_at=None)
    held = list(rights.select_related("listing__seller").order_by("pk")) if reader else []
    if reader is not None and begins:
        listings = {right.listing_id: right.listing for right in held}
        taken = {number for number, listing in listings.items() if _may_begin(listing, reader)}
        held = [right for right in held if right.listing_id in taken]
    if reader is None or not held:
        raise NotAllowed("The right to these files has ended, so this link has too.", code="purchase_required")
    return Opened(claim.filename, bundle=bundles.bundle_of_many(held, reader=reader))


def _check_reader(claim: links.Claim, *, viewer_id: int | None) -> None:
    if viewer_id is not None and viewer_id != claim.reader:
        raise NotAllowed("This link was made for another account. Open the model's page and download it there.")


def _may_begin(listing: Listing, reader: User) -> bool:
    """Note one model of several as taken; False where its right has just ended."""
    try:
        _note_begun(listing, reader, None)
    except NotAllowed:
        return False
    return True


@transaction.atomic
def _note_begun(listing: Listing, reader: User, file: StoredFile | None) -> None:
    """The line in the log, under the lock that a refund takes too: whichever comes first decides.

    A link that is used again within its life (the rest of a file, a program that fetches in parts) is one download. A
    zip is noted with the best file of the version in it, so that the library knows which version was taken.
    """
    right = held_for_download(listing, by=reader)
    check_right(listing, by=reader)
    row = file_of(listing, "") if file is None else listing.files.filter(file=file).order_by("-version", "pk").first()
    since = timezone.now() - links.LIFE
    known = DownloadLog.objects.filter(listing=listing, reader=reader, file=row)
    if not known.filter(at__gte=max(since, right.since) if right else since).exists():
        DownloadLog.objects.create(listing=listing, file=row, reader=reader)
