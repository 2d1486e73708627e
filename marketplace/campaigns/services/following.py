"""What becomes of a mail after it went out: opened, followed, unsubscribed, come back, complained of."""

from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone

from accounts import rights
from accounts.models import User
from accounts.roles import KEEP_CAMPAIGNS
from accounts.services import people
from marketplace.campaigns.models import CampaignClick, CampaignLink, CampaignMail, MailBlock, MailEvent
from nexus.foundation import audit
from nexus.foundation.errors import NotFound

Mail = CampaignMail.State
RETURNED = {"bounced", "rejected"}  # of a provider's words, those that say that an address takes no mail


@dataclass(frozen=True)
class Told:
    """One thing that the mail provider tells."""

    provider: str
    event_id: str
    kind: str
    address: str
    message_id: str
    mail_id: int | None
    at: datetime
    is_permanent: bool = True
    words: str = ""


def note_open(mail_id: int) -> None:
    """The mail's picture was fetched; the first time counts."""
    CampaignMail.objects.filter(pk=mail_id, opened_at=None).update(opened_at=timezone.now())


@transaction.atomic
def follow_link(mail_id: int, number: int) -> str:
    """Where the mail's link leads; that it was followed counts once. NotFound where the mail has no such link."""
    link = CampaignLink.objects.filter(campaign__mails=mail_id, number=number).first()
    if link is None:
        raise NotFound("This link is not one of ours.")
    now = timezone.now()
    CampaignClick.objects.bulk_create([CampaignClick(mail_id=mail_id, link=link)], ignore_conflicts=True)
    CampaignMail.objects.filter(pk=mail_id, clicked_at=None).update(clicked_at=now)
    CampaignMail.objects.filter(pk=mail_id, opened_at=None).update(opened_at=now)  # who follows a link has read
    return link.url


def reader_of(token: str) -> CampaignMail:
    """Whose mail this way out stands in."""
    found = CampaignMail.objects.select_related("user").filter(token=token).first() if "\x00" not in token else None
    if found is None:
        raise NotFound("This link is not one of ours. You can also stop news in your settings.")
    return found


@transaction.atomic
def unsubscribe(token: str) -> User:
    """No more news for this reader; a second call changes nothing."""
    reader = reader_of(token)
    CampaignMail.objects.filter(pk=reader.pk, unsubscribed_at=None).update(unsubscribed_at=timezone.now())
    if reader.user.marketing_consent:
        people.change_profile(reader.user, marketing_consent=False)
    return reader.user


@transaction.atomic
def hear(told: Told) -> bool:
    """Apply what the provider tells, once; whether it was new."""
    reader = _reader_told_of(told)
    try:
        with transaction.atomic():
            MailEvent.objects.create(
                provider=told.provider,
                event_id=told.event_id[:200],
                kind=told.kind[:20],
                address=told.address[:254],
                mail=reader,
                at=told.at,
            )
    except IntegrityError:
        return False
    if told.kind in RETURNED:
        _came_back(told, reader)
    elif told.kind == "complained":
        _complained(told, reader)
    elif told.kind == "unsubscribed" and reader is not None:
        unsubscribe(reader.token)
    elif told.kind in {"sent", "delivered"} and reader is not None:
        CampaignMail.objects.filter(pk=reader.pk, state=Mail.UNKNOWN).update(
            state=Mail.SENT, message_id=told.message_id[:250], decided_at=told.at
        )
    return True


def _reader_told_of(told: Told) -> CampaignMail | None:
    """By our own number in the provider's words, else by the message; only where the address fits."""
    wanted = Q(pk=told.mail_id or 0)
    if told.message_id:
        wanted |= Q(message_id=told.message_id)
    found = CampaignMail.objects.select_related("user").filter(wanted).order_by("-id").first()
    if found is not None and told.address and found.user.email.lower() != told.address.lower():
        return None
    return found


def _came_back(told: Told, reader: CampaignMail | None) -> None:
    if reader is not None:
        CampaignMail.objects.filter(pk=reader.pk, bounced_at=None).update(bounced_at=told.at, reason=told.words[:300])
        if told.kind == "rejected":
            CampaignMail.objects.filter(pk=reader.pk, state=Mail.UNKNOWN).update(state=Mail.FAILED, decided_at=told.at)
    if told.is_permanent:
        _block(told, MailBlock.Reason.BOUNCED)


def _complained(told: Told, reader: CampaignMail | None) -> None:
    if reader is not None:
        CampaignMail.objects.filter(pk=reader.pk, complained_at=None).update(complained_at=told.at)
    _block(told, MailBlock.Reason.COMPLAINED)
    for user in User.objects.filter(email__iexact=told.address, marketing_consent=True) if told.address else ():
        people.change_profile(user, marketing_consent=False)


def _block(told: Told, reason: MailBlock.Reason) -> None:
    if told.address:
        row = MailBlock(address=told.address.lower(), reason=reason, words=told.words[:300])
        MailBlock.objects.bulk_create([row], ignore_conflicts=True)


@transaction.atomic
def unblock(address: str, *, by: User, reason: str) -> None:
    """Let an address get campaigns again, because a person looked into it."""
    rights.staff_with(by, KEEP_CAMPAIGNS)
    row = MailBlock.objects.select_for_update().filter(address__iexact=address).first()
    if row is None:
        raise NotFound("This address is not held back.")
    audit.note("mail.unblocked", actor_id=by.pk, target=f"address:{row.address}"[:80], reason=reason, was=row.reason)
    row.delete()
