"""A listing's next version: its files wait in a draft of their own while the old ones sell, then take their place."""

from collections.abc import Sequence
from uuid import UUID

from django.db import transaction
from django.db.models import Max, Q
from django.utils import timezone

from accounts.models import User
from marketplace.catalog.changelog import changes_between
from marketplace.catalog.models import Listing, Upload, Version
from marketplace.catalog.services import contents, listings
from marketplace.catalog.services.locks import own_listing_for_change
from marketplace.catalog.text_twin import text_twin
from nexus.foundation import audit, outbox
from nexus.foundation.errors import Conflict, Invalid, NotFound
from nexus.foundation.storage import files
from nexus.foundation.texts import checked

CHANGELOG_MOST = 4000
NO_VERSION = "This model has no new version in the making."


@transaction.atomic
def open_version(listing_id: int, *, by: User) -> Version:
    """The version that is being made for an approved listing of one's own: the open one, else a new one.

    Raises Conflict where the listing takes no new version, because it is not in the shop. What a job made takes one
    too: its mark and its signed origin stay, which tell of version 1.
    """
    listing = own_listing_for_change(listing_id, by=by)
    return _open(listing)


def place_for_files(listing: Listing) -> Listing:
    """Where a file sent to this listing goes: an approved one gets a new version, whose carrier is the answer.

    Needs a transaction and the listing's lock. Anything but an approved listing is the answer itself: whether it takes
    files is for whoever receives them to ask.
    """
    if listing.state != Listing.State.APPROVED or listing.audience != Listing.Audience.PUBLIC:
        return listing
    version = _open(listing)
    assert version.carrier is not None  # a constraint: what waits has its carrier
    return Listing.objects.select_for_update(no_key=True).get(pk=version.carrier.pk)


@transaction.atomic
def submit_version(listing_id: int, *, by: User, changelog: str, upload_ids: Sequence[UUID] | None = None) -> Version:
    """Hand the open version, or a new one, to review, with what its creator says of it and what the facts say.

    `upload_ids` are checked uploads of one's own: of this version, or of no listing yet. Raises Invalid, NotFound, or
    Conflict (`incomplete`, `illegal_move`).
    """
    _open(own_listing_for_change(listing_id, by=by))
    version, carrier = _open_one(listing_id, by=by)
    changelog = checked(changelog, field="changelog", most=CHANGELOG_MOST)
    if upload_ids is not None:
        _take_uploads(carrier, upload_ids, by=by)
        carrier.refresh_from_db()
    listings.hand_in(carrier, by=by)
    version.state, version.changelog = Version.State.PENDING, changelog
    version.facts = carrier.facts
    version.computed_changes = changes_between(version.listing.facts, carrier.facts)
    version.save(update_fields=["state", "changelog", "facts", "computed_changes"])
    return version


@transaction.atomic
def discard_version(listing_id: int, *, by: User) -> None:
    """Throw the open version away with its files; what sells stays as it is."""
    version, carrier = _open_one(listing_id, by=by)
    stored = contents.stored_of(carrier)
    version.delete()
    carrier.delete()
    for file in stored:
        files.drop(file)


def first_version(listing: Listing) -> None:
    """Note the files a listing is approved with as its version 1. Needs a transaction; again changes nothing."""
    if not listing.versions.exists():
        Version.objects.create(
            listing=listing,
            number=1,
            state=Version.State.APPROVED,
            facts=listing.facts,
            published_at=listing.published_at or timezone.now(),
        )


def publish(version: Version, carrier: Listing, *, by_id: int) -> Listing:
    """Put a pending version's files in the place of the older ones; holders get them by the fact.

    Needs a transaction with both listings locked. Older files stay for who asks for an older version.
    """
    listing = version.listing
    old_pictures = [row.file for row in listing.pictures.select_related("file")]
    listing.pictures.all().delete()
    contents.drop_unnamed(old_pictures)
    carrier.conversions.update(listing=listing, version=version.number)
    carrier.files.update(listing=listing, version=version.number)
    carrier.pictures.update(listing=listing)
    carrier.uploads.update(listing=listing)
    listing.facts = carrier.facts
    listing.specification = None  # a file that was sent has no sliders: they would build the version before it
    listing.text_twin = text_twin(listing.name, listing.facts, None)
    listing.save(update_fields=["facts", "specification", "text_twin", "updated_at"])
    version.state, version.published_at, version.carrier = Version.State.APPROVED, timezone.now(), None
    version.save(update_fields=["state", "published_at", "carrier"])
    carrier.delete()
    audit.note("version.approve", actor_id=by_id, target=f"listing:{listing.pk}", number=version.number)
    if listing.angles:
        outbox.send("listing.posed", listing=listing.pk)
    outbox.send("version.approved", version=version.pk)
    outbox.send("listing.changed", listing=listing.pk)
    return listing


def refuse(version: Version) -> None:
    """Note that the review sent it back; its creator changes it or discards it."""
    version.state = Version.State.REJECTED
    version.save(update_fields=["state"])


def _open(listing: Listing) -> Version:
    found = listing.versions.exclude(state=Version.State.APPROVED).select_related("carrier").first()
    if found is not None:
        return found
    if listing.audience != Listing.Audience.PUBLIC or listing.state != Listing.State.APPROVED:
        raise Conflict(f"This model is {listing.state}; only an approved one gets new versions.", code="illegal_move")
    carrier = Listing.objects.create(
        seller=listing.seller,
        name=listing.name,
        slug=listing.slug,
        category=listing.category,
        ai_generated=listing.ai_generated,
        sensitive=listing.sensitive,
        audience=Listing.Audience.VERSION,
    )
    numbers = [
        listing.versions.aggregate(most=Max("number"))["most"],
        listing.files.aggregate(most=Max("version"))["most"],
    ]
    return Version.objects.create(listing=listing, carrier=carrier, number=1 + max(filter(None, numbers), default=1))


def _open_one(listing_id: int, *, by: User) -> tuple[Version, Listing]:
    """The open version with its carrier, both listings locked, the one that sells first."""
    listing = own_listing_for_change(listing_id, by=by)
    version = listing.versions.exclude(state=Version.State.APPROVED).first()
    if version is None or version.carrier_id is None:
        raise NotFound(NO_VERSION)
    version.listing = listing
    carrier = Listing.objects.select_for_update(no_key=True).get(pk=version.carrier_id)
    return version, carrier


def _take_uploads(carrier: Listing, ids: Sequence[UUID], *, by: User) -> None:
    mine = Q(listing=carrier) | Q(listing=None, listing_file=None)
    found = Upload.objects.select_for_update(of=("self",)).select_related("file").filter(mine, owner=by, pk__in=ids)
    ready = {row.pk: row for row in found.filter(state=Upload.State.READY)}
    for one in ids:
        if one not in ready:
            sentence = f"Upload {one} is not a checked file of yours that is free for this version."
            raise Invalid(sentence, fields={"upload_ids": [sentence]})
        if ready[one].listing_file_id is None:
            contents.attach(ready[one], carrier)
