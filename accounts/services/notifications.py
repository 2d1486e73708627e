"""Notices for people: written once an event, gathered where many say the same, read, and wanted or not."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from accounts import selectors
from accounts.models import NoticeChoice, Notification, User
from accounts.notices import CHOOSABLE, KINDS, Mailed, Tab
from nexus.foundation import outbox

GATHERED_FOR = timedelta(hours=1)
MOST_SOURCES = 200  # what a gathered notice remembers of whom it counted


@dataclass(frozen=True)
class Choice:
    """How a person hears of one kind: under the bell, and by mail."""

    on_site: bool
    mail: str


def default_choice(kind: str) -> Choice:
    facts = KINDS[kind]
    return Choice(on_site=True, mail=NoticeChoice.Mail.NOW if facts.mail == Mailed.OWN else facts.mail.value)


def choice_of(user_id: int, kind: str) -> Choice:
    """What the person chose, or the default; a kind that cannot be switched off is never looked up."""
    if KINDS[kind].is_fixed:
        return default_choice(kind)
    row = NoticeChoice.objects.filter(user=user_id, kind=kind).first()
    return Choice(row.on_site, row.mail) if row else default_choice(kind)


def choices_of(user: User) -> dict[str, Choice]:
    """The same for every kind, in one query."""
    chosen = {row.kind: Choice(row.on_site, row.mail) for row in NoticeChoice.objects.filter(user=user)}
    open_ones = {kind: choice for kind, choice in chosen.items() if kind in CHOOSABLE}
    return {kind: open_ones.get(kind) or default_choice(kind) for kind in KINDS}


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
        user_id=user_id,
        kind=kind,
        title=title[:300],
        url=url,
        about=about,
        sources=[source],
        created_at=told_at,
        on_site=choice_of(user_id, kind).on_site,
    )
    outbox.send("notification.made", notification=told.pk)
    selectors.forget_bell(user_id)
    return told


def mark_read(user: User, *, ids: Collection[int] | None = None, tab: Tab | None = None) -> int:
    """One's own notices as read: these, those of a tab, or all; others' are passed over. Answers how many it marked."""
    unread = Notification.objects.filter(user=user, read_at=None)
    if ids is not None:
        unread = unread.filter(pk__in=ids)
    if tab is not None:
        unread = unread.filter(kind__in=[kind for kind, facts in KINDS.items() if facts.tab == tab])
    marked = unread.update(read_at=timezone.now())
    selectors.forget_bell(user.pk)
    return marked


@transaction.atomic
def choose(user: User, choices: Mapping[str, Choice]) -> None:
    """How the person wants to hear of these kinds; what cannot be switched off stays as it is."""
    for kind, choice in choices.items():
        if kind in CHOOSABLE:
            NoticeChoice.objects.update_or_create(
                user=user, kind=kind, defaults={"on_site": choice.on_site, "mail": choice.mail}
            )


def stop_mails(user: User, kinds: Collection[str]) -> None:
    """No more mails of these kinds; the bell keeps them."""
    choose(user, {kind: Choice(choice_of(user.pk, kind).on_site, NoticeChoice.Mail.OFF) for kind in kinds})
