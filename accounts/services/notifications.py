"""Notices for people: written once an event, gathered where many say the same."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from accounts.models import Notification, User
from accounts.notices import KINDS
from nexus.foundation import outbox

GATHERED_FOR = timedelta(hours=1)
MOST_SOURCES = 200  # what a gathered notice remembers of whom it counted


@transaction.atomic
def notify(
    user_id: int, kind: str, *, title: str, url: str, source: str, about: str = "", now: datetime | None = None
) -> Notification | None:
    """Tell one person something, once.

    `title` is a plain sentence (shown through `said`), `url` a path of ours. `source` names the event ("review:12"): a
    handler that runs twice tells once. Kinds that gather count further events with the same `about` ("listing:7") into
    the unread notice of the last hour, once a source. Answers None where it was told before, or the person is gone.
    """
    told_at = now or timezone.now()
    if User.objects.select_for_update(no_key=True).filter(pk=user_id, is_active=True).first() is None:
        return None
    if Notification.objects.filter(user_id=user_id, kind=kind, sources__contains=[source]).exists():
        return None
    if KINDS[kind].gathers:
        open_one = (
            Notification.objects.filter(
                user_id=user_id, kind=kind, about=about, read_at=None, created_at__gt=told_at - GATHERED_FOR
            )
            .order_by("-id")
            .first()
        )
        if open_one is not None:
            open_one.title, open_one.count = title[:300], F("count") + 1
            open_one.sources = [*open_one.sources[-(MOST_SOURCES - 1) :], source]
            open_one.save(update_fields=["title", "count", "sources"])
            open_one.refresh_from_db()
            return open_one
    told = Notification.objects.create(
        user_id=user_id, kind=kind, title=title[:300], url=url, about=about, sources=[source], created_at=told_at
    )
    outbox.send("notification.made", notification=told.pk)
    return told
