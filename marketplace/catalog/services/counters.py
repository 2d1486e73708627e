"""Views and likes: each is a row of its own when it happens; a duty adds them up, so that no row is hot."""

import threading
from collections import OrderedDict
from datetime import date, timedelta
from uuid import UUID

import structlog
from django.conf import settings
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from marketplace.catalog.models import LikeChange, ListingDay, ListingView

REMEMBERED = 20_000  # views of this process that need not be written again
KEPT_DAYS = 2
FOLD_VIEWS = """
WITH fresh AS (
    UPDATE marketplace_listingview SET is_counted = true WHERE NOT is_counted RETURNING listing_id, day
), days AS (
    INSERT INTO marketplace_listingday (listing_id, day, views)
    SELECT listing_id, day, count(*) FROM fresh GROUP BY listing_id, day ORDER BY listing_id, day
    ON CONFLICT (listing_id, day) DO UPDATE SET views = marketplace_listingday.views + excluded.views
)
INSERT INTO marketplace_listingfigures (listing_id, views)
SELECT listing_id, count(*) FROM fresh GROUP BY listing_id ORDER BY listing_id
ON CONFLICT (listing_id) DO UPDATE SET views = marketplace_listingfigures.views + excluded.views
"""
FOLD_LIKES = """
WITH fresh AS (DELETE FROM marketplace_likechange RETURNING listing_id, change),
sums AS (SELECT listing_id, sum(change) AS change FROM fresh GROUP BY listing_id)
UPDATE marketplace_listing listing SET likes = likes + sums.change FROM sums WHERE listing.id = sums.listing_id
"""
# Sessions run at once would fold the same rows: the second waits here and then finds none.
ONE_AT_A_TIME = "SELECT pg_advisory_xact_lock(hashtext('marketplace.fold'))"
SEE = """
INSERT INTO marketplace_listingview (listing_id, day, visitor, is_counted) VALUES (%s, %s, %s, false)
ON CONFLICT DO NOTHING
"""

log = structlog.get_logger(__name__)


class _Remembered:
    """The last views that this process wrote: a visitor who reloads a page costs no query."""

    def __init__(self) -> None:
        self._rows: OrderedDict[tuple[int, date, UUID], None] = OrderedDict()
        self._lock = threading.Lock()

    def is_new(self, row: tuple[int, date, UUID]) -> bool:
        with self._lock:
            if row in self._rows:
                return False
            self._rows[row] = None
            while len(self._rows) > REMEMBERED:
                self._rows.popitem(last=False)
            return True

    def forget(self, row: tuple[int, date, UUID]) -> None:
        with self._lock:
            self._rows.pop(row, None)


_written = _Remembered()


def see(listing_id: int, *, visitor: UUID, day: date | None = None) -> None:
    """Count a view once a visitor and day. A page is shown also where the count cannot be written."""
    row = (listing_id, day or timezone.now().date(), visitor)
    if not _written.is_new(row):
        return
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(SEE, row)
    except DatabaseError as failure:
        _written.forget(row)
        log.warning("view.not_counted", listing=listing_id, error=type(failure).__name__)


def note_like(listing_id: int, change: int) -> None:
    """+1 for a like that was given, −1 for one that was taken back; in the transaction of the like itself."""
    LikeChange.objects.create(listing_id=listing_id, change=change)


def fold() -> int:
    """Add up what is new (a duty); the number of listings whose figures changed."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(ONE_AT_A_TIME)
        cursor.execute(FOLD_LIKES)
        changed = int(cursor.rowcount)
        cursor.execute(FOLD_VIEWS)
        return changed + int(cursor.rowcount)


def forget_visitors() -> int:
    """Drop who saw what before yesterday, and daily figures after RETENTION_VIEWS_DAYS (a duty); the sums stay."""
    today = timezone.now().date()
    ListingDay.objects.filter(day__lt=today - timedelta(days=settings.RETENTION_VIEWS_DAYS)).delete()
    first = today - timedelta(days=KEPT_DAYS - 1)
    return ListingView.objects.filter(day__lt=first, is_counted=True).delete()[0]
