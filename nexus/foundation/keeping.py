"""A lease on a row: renewed from a thread outside the work, and known at once when the row is no longer ours.

The row's model has `attempt`, `state` ("running" while somebody works on it) and `lease_until`.
"""

import threading
import time
from datetime import timedelta
from typing import Any, ClassVar, Self

import structlog
from django.conf import settings
from django.db import DatabaseError, connection
from django.db.models.functions import Now

log = structlog.get_logger(__name__)

RUNNING = "running"
LOOK_SECONDS = 0.25  # how often a worker looks whether what it works on was cancelled or deleted


class LeaseLost(Exception):  # noqa: N818 - it reads as what it is
    """The row is no longer this attempt's: cancelled, deleted, or taken up by another worker."""


def lease_end() -> object:
    """Until when a lease that is taken or renewed now holds."""
    return Now() + timedelta(seconds=settings.LEASE_SECONDS)


class Keeper:
    """Keeps one attempt's lease while the work goes on in another thread; `what` is the row's name in a sentence."""

    what: ClassVar[str] = "row"

    def __init__(self, row: Any) -> None:
        self._id = row.pk
        self._mine = type(row).objects.filter(pk=row.pk, attempt=row.attempt, state=RUNNING)
        self._lost = ""
        self._end = threading.Event()
        self._thread = threading.Thread(target=self._keep, name=f"lease-{row.pk}", daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_exc: object) -> None:
        self._end.set()
        self._thread.join(timeout=10)

    def stop_reason(self) -> str:
        """Why the work must stop, or an empty text. Cheap: read five times a second by the sandbox."""
        return self._lost

    def _keep(self) -> None:
        renewed = known = time.monotonic()
        try:
            while not self._end.wait(LOOK_SECONDS):
                now = time.monotonic()
                try:
                    if now - renewed >= settings.LEASE_RENEW_SECONDS:
                        found = bool(self._mine.update(lease_until=lease_end()))
                        renewed = now
                    else:
                        found = self._mine.exists()
                    known = now
                except DatabaseError as away:
                    log.warning("lease_database_away", **{self.what: str(self._id)}, reason=str(away).strip())
                    connection.close()
                    if now - known < settings.LEASE_SECONDS:
                        continue
                    found = False
                if not found:
                    self._lost = f"the {self.what} is no longer this worker's"
                    return
        finally:
            connection.close()
