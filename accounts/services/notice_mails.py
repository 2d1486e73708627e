"""Notices as mails: at once, or gathered once a day, each with a way out of it."""

from collections.abc import Sequence
from datetime import timedelta

from django.conf import settings
from django.core import signing
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from accounts.models import NoticeChoice, Notification, User
from accounts.notices import CHOOSABLE, KINDS, Mailed
from accounts.services import notifications
from accounts.wording import kind_label
from nexus.foundation import mail, outbox
from nexus.foundation.errors import NotFound

GATHERED_FOR = timedelta(days=1)
MOST_IN_A_MAIL = 50
PEOPLE_A_TIME = 1000
DIGEST = "digest"  # in a link: every kind that comes once a day
_links = signing.Signer(salt="accounts.notice_mails")


def deliver(notification_id: int) -> None:
    """What follows from a new notice: its mail now, its place in the next daily mail, or neither."""
    notice = Notification.objects.select_related("user").filter(pk=notification_id).first()
    if notice is None or not notice.user.is_active:
        return
    wanted = notifications.choice_of(notice.user_id, notice.kind).mail
    if KINDS[notice.kind].mail == Mailed.OWN and wanted != NoticeChoice.Mail.DIGEST:
        return
    if wanted == NoticeChoice.Mail.NOW:
        _send_now(notice)
    elif wanted == NoticeChoice.Mail.DIGEST:
        Notification.objects.filter(pk=notice.pk).update(waits_for_digest=True)


def _send_now(notice: Notification) -> None:
    must, off_url = KINDS[notice.kind].must, off_link(notice.user, notice.kind)
    mail.send(
        "notification.now",
        to=notice.user.email,
        language=notice.user.language,
        context={
            "name": notice.user.name,
            "title": notice.title,
            "url": _address(notice),
            "must": must,
            "kind": kind_label(notice.kind),
            "off_url": off_url,
            "settings_url": _settings_url(),
        },
        headers={} if must else _one_click(off_url),
    )


def own_mail_way_out(user: User, kind: str) -> tuple[str, dict[str, str]] | None:
    """For a kind with a mail of its own that one may stop: the link that stops it and the headers that offer it.

    None where the person wants no such mail at once.
    """
    if notifications.choice_of(user.pk, kind).mail != NoticeChoice.Mail.NOW:
        return None
    url = off_link(user, kind)
    return url, _one_click(url)


def announce_digests() -> int:
    """The duty: whoever's oldest waiting notice has waited a day gets one mail. So it is one a day at most."""
    waiting = Notification.objects.filter(waits_for_digest=True, created_at__lte=timezone.now() - GATHERED_FOR)
    people = list(waiting.order_by("user").values_list("user", flat=True).distinct()[:PEOPLE_A_TIME])
    with transaction.atomic():
        for person in people:
            outbox.send("digest.due", person=person)
    return len(people)


@transaction.atomic
def send_digest(person_id: int) -> bool:
    """One mail of everything that waits and was not read meanwhile; answers whether there was any."""
    user = User.objects.select_for_update(no_key=True).filter(pk=person_id).first()
    waiting = Notification.objects.filter(user=person_id, waits_for_digest=True)
    if user is None or not waiting.filter(created_at__lte=timezone.now() - GATHERED_FOR).exists():
        return False
    unread = list(waiting.filter(read_at=None).order_by("-pk")) if user.is_active else []
    wanted = [row for row in unread if notifications.choice_of(person_id, row.kind).mail == NoticeChoice.Mail.DIGEST]
    waiting.update(waits_for_digest=False)
    if wanted:
        _send_digest(user, wanted)
    return bool(wanted)


def _send_digest(user: User, rows: Sequence[Notification]) -> None:
    off_url = off_link(user, DIGEST)
    mail.send(
        "notification.digest",
        to=user.email,
        language=user.language,
        context={
            "name": user.name,
            "count": len(rows),
            "notices": [
                {"title": row.title, "more": row.count - 1, "url": _address(row)} for row in rows[:MOST_IN_A_MAIL]
            ],
            "url": f"{settings.SITE_URL}{reverse('notifications')}",
            "off_url": off_url,
            "settings_url": _settings_url(),
        },
        headers=_one_click(off_url),
    )


def off_link(user: User, kind: str) -> str:
    """The way out that a mail carries; who has it can do this one thing and nothing else."""
    token = _links.sign(f"{user.public_id}.{kind}").replace(":", ".")
    return f"{settings.SITE_URL}{reverse('notice_off', args=[token])}"


def link_of(token: str) -> tuple[User, tuple[str, ...]]:
    """Whose mails of which kinds a link stops. Raises NotFound for a link that is not ours."""
    missing = NotFound("This link is not one of ours.")
    try:
        public_id, kind = _links.unsign(":".join(token.rsplit(".", 1))).split(".")
    except (signing.BadSignature, ValueError) as wrong:
        raise missing from wrong
    user = User.objects.filter(public_id=public_id).first()
    if user is None or (kind != DIGEST and kind not in CHOOSABLE):
        raise missing
    if kind != DIGEST:
        return user, (kind,)
    daily = NoticeChoice.Mail.DIGEST
    return user, tuple(one for one in CHOOSABLE if notifications.choice_of(user.pk, one).mail == daily)


def _address(notice: Notification) -> str:
    return f"{settings.SITE_URL}{notice.url}"


def _settings_url() -> str:
    return f"{settings.SITE_URL}{reverse('notice_settings')}"


def _one_click(url: str) -> dict[str, str]:
    """Headers by which a mail program offers the way out itself (RFC 8058)."""
    return {"List-Unsubscribe": f"<{url}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
