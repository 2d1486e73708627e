"""Whether a listing may go to review: what it lacks, and how long the queue before it is."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone

from marketplace.catalog import reference
from marketplace.catalog.models import Listing, Upload
from nexus.foundation.audit import AuditRow

LOOKED_AT = timedelta(days=7)
DECISIONS = ("listing.approve", "listing.reject", "version.approve", "version.reject")
HOURS_UNKNOWN = 24
PACE_KNOWN_FROM = 10  # decisions a week: fewer tell nothing of the pace


def missing_for_submit(listing: Listing) -> tuple[str, ...]:
    """What a listing lacks before it can go to review, as sentences; empty where nothing is."""
    lacks = []
    if not listing.files.filter(is_source=True).exists():
        lacks.append("A model file: upload one and wait until it is checked.")
    under_way = [Upload.State.RECEIVING, Upload.State.CHECKING]
    uploads = list(Upload.objects.filter(listing=listing, state__in=under_way).order_by("pk"))
    lacks += [_rest_of(upload) for upload in uploads if upload.state == Upload.State.RECEIVING]
    if any(upload.state == Upload.State.CHECKING for upload in uploads):
        lacks.append("The check of your file: it still runs.")
    if listing.audience == Listing.Audience.VERSION:
        return tuple(lacks)
    if not listing.name.strip():
        lacks.append("A name.")
    if listing.category_id is None:
        lacks.append("A category.")
    if not listing.offers.exists():
        lacks.append("A price: 0 is free.")
    is_open = listing.audience == Listing.Audience.PUBLIC and reference.is_unit_open(listing.facts)
    if is_open and listing.unit_confirmed_at is None:
        lacks.append("Your word that the size is right: this format does not say its unit.")
    if listing.origin == Listing.Origin.REMIX and not listing.remix_sources.exists():
        lacks.append("The models it was made from, or the mark that it is an original.")
    return tuple(lacks)


def _rest_of(upload: Upload) -> str:
    return f"The rest of “{upload.filename}”: {upload.progress} % has come. Choose it again to go on, or drop it."


@dataclass(frozen=True)
class Waiting:
    """A listing's place in the queue, from 1, and the hours until it is looked at, by the pace of the last week."""

    place: int
    hours: int
    submitted_at: datetime


def waiting_of(listing: Listing, *, now: datetime | None = None) -> Waiting | None:
    """None for what does not wait."""
    if listing.state != Listing.State.PENDING or listing.submitted_at is None:
        return None
    queue = Listing.objects.filter(state=Listing.State.PENDING)
    before = queue.filter(submitted_at__lt=listing.submitted_at).count()
    before += queue.filter(submitted_at=listing.submitted_at, pk__lt=listing.pk).count()
    since = (now or timezone.now()) - LOOKED_AT
    decided = AuditRow.objects.filter(act__in=DECISIONS, at__gt=since).count()
    week = int(LOOKED_AT.total_seconds() // 3600)
    hours = -(-(before + 1) * week // decided) if decided >= PACE_KNOWN_FROM else HOURS_UNKNOWN
    return Waiting(before + 1, min(max(1, hours), week), listing.submitted_at)
