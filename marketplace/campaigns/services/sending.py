"""Sending a campaign in chunks that survive a crash: nobody gets it twice, nobody is forgotten.

Each mail is claimed and that is committed before it is handed on. Who dies in between leaves a claimed mail: whether
it went out nobody knows, so it becomes `unknown`, is shown to staff, and is never sent again. One sender at a time
leads a campaign, by an advisory lock that ends with its connection.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta

import structlog
from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import connection, transaction
from django.db.models import Q
from django.utils import timezone

from marketplace.campaigns import mailing
from marketplace.campaigns.models import Campaign, CampaignMail, CampaignTest
from marketplace.campaigns.selectors import is_resting, people_reached
from nexus.foundation import outbox

log = structlog.get_logger(__name__)

LOCK = 0x4D41494C  # "MAIL": first half of the advisory lock, the campaign's number is the other
CHUNK_SECONDS = 5.0  # then others' mails of the same queue have their turn
LOST_AFTER = timedelta(minutes=10)  # a claim that old belongs to nobody any more
SILENT_AFTER = timedelta(seconds=60)
TRIES = 5
PAUSE = timedelta(seconds=60)
Mail = CampaignMail.State


class NobodyAnswersError(Exception):
    """The mail server was not reached, so nothing of this chunk went out by it."""


def send_chunk(campaign_id: int, *, sleep: Callable[[float], None] = time.sleep) -> int:
    """Send for about five seconds, MAIL_PER_SECOND at most; the number of mails decided on.

    What is left is sent by the next chunk, whose fact is written here. Raises where no mail server answers, so that the
    fact is tried again later.
    """
    with _leading(campaign_id) as leads:
        row = Campaign.objects.filter(pk=campaign_id, state=Campaign.State.SENDING).first() if leads else None
        if row is None or is_resting(row):
            return 0
        done = _send_some(row, sleep)
        _finish_or_go_on(campaign_id)
        return done


def _send_some(row: Campaign, sleep: Callable[[float], None]) -> int:
    what, server = mailing.prepared(row), get_connection()
    begun, pause, done = time.monotonic(), 1 / settings.MAIL_PER_SECOND, 0
    try:
        while done == 0 or done * pause < CHUNK_SECONDS:
            _open(server)  # before the claim: where nobody answers, nothing is in doubt
            reader = _claim(row.pk)
            if reader is None:
                break
            hand_on(reader, what, server)
            done += 1
            sleep(max(0.0, begun + done * pause - time.monotonic()))
    finally:
        server.close()
    return done


def _open(server: BaseEmailBackend) -> None:
    try:
        server.open()
    except Exception as failure:
        raise NobodyAnswersError(f"The mail server does not answer: {failure}") from failure


@contextmanager
def _leading(campaign_id: int) -> Iterator[bool]:
    """Whether this process sends the campaign now; the lock is the session's, so a dead process holds none."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", [LOCK, campaign_id])
        [leads] = cursor.fetchone()
    try:
        yield leads
    finally:
        if leads:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s, %s)", [LOCK, campaign_id])


@transaction.atomic
def _claim(campaign_id: int) -> CampaignMail | None:
    """The next reader who still wants it, claimed; who does not any more is skipped. None where nobody waits."""
    campaign = Campaign.objects.select_for_update(no_key=True).get(pk=campaign_id)
    if campaign.state != Campaign.State.SENDING:  # stopped meanwhile
        return None
    now = timezone.now()
    while True:
        waiting = CampaignMail.objects.filter(campaign=campaign_id, state=Mail.WAITING)
        due = waiting.filter(Q(next_try_at=None) | Q(next_try_at__lte=now))
        reader = due.select_for_update(of=("self",)).select_related("user").order_by("id").first()
        if reader is None:
            return None
        if people_reached(campaign.segment).filter(pk=reader.user_id).exists():
            break
        reader.state, reader.decided_at, reader.reason = Mail.SKIPPED, now, "Not to be reached any more."
        reader.save(update_fields=["state", "decided_at", "reason"])
    reader.state, reader.claimed_at, reader.tries = Mail.CLAIMED, now, reader.tries + 1
    reader.save(update_fields=["state", "claimed_at", "tries"])
    campaign.beat_at = now
    campaign.save(update_fields=["beat_at"])
    return reader


def hand_on(reader: CampaignMail, what: mailing.Prepared, server: BaseEmailBackend) -> None:
    """Hand a claimed mail on and write down what came of it."""
    try:
        message = mailing.message_to(reader, reader.user, what)
    except Exception:
        log.exception("campaign.mail_not_made", mail=reader.pk)
        _decide(reader, Mail.FAILED, reason="The mail could not be made; the log says why.")
        return
    try:
        server.send_messages([message])
    except Exception as failure:  # noqa: BLE001 - whatever it is, the mail's fate is written down
        _refused(reader, mailing.refusal_of(failure))
        server.close()  # what state it is in, nobody knows
    else:
        _decide(reader, Mail.SENT, message_id=_message_id(message))


def _message_id(message: EmailMultiAlternatives) -> str:
    status = getattr(message, "anymail_status", None)
    known = getattr(status, "message_id", None)
    return str(known or message.extra_headers.get("Message-ID", ""))[:250]


def _refused(reader: CampaignMail, refusal: mailing.Refusal) -> None:
    log.warning("campaign.mail_refused", mail=reader.pk, reason=refusal.reason, certain=refusal.certain)
    if not refusal.certain:
        _decide(reader, Mail.UNKNOWN, reason=refusal.reason)
    elif refusal.again and reader.tries < TRIES:
        later = timezone.now() + PAUSE * 2 ** (reader.tries - 1)
        CampaignMail.objects.filter(pk=reader.pk, state=Mail.CLAIMED).update(
            state=Mail.WAITING, next_try_at=later, reason=refusal.reason
        )
    else:
        _decide(reader, Mail.FAILED, reason=refusal.reason)


def _decide(reader: CampaignMail, state: str, *, message_id: str = "", reason: str = "") -> None:
    CampaignMail.objects.filter(pk=reader.pk, state=Mail.CLAIMED).update(
        state=state, decided_at=timezone.now(), message_id=message_id, reason=reason
    )


@transaction.atomic
def _finish_or_go_on(campaign_id: int) -> None:
    """Mark the campaign sent where nobody waits any more; else ask for the next chunk, unless all wait for later."""
    row = Campaign.objects.select_for_update(no_key=True).get(pk=campaign_id)
    if row.state != Campaign.State.SENDING:
        return
    left = CampaignMail.objects.filter(campaign=row, state__in=[Mail.WAITING, Mail.CLAIMED])
    if not left.exists():
        row.state, row.sent_at = Campaign.State.SENT, timezone.now()
        row.save(update_fields=["state", "sent_at", "updated_at"])
        return
    due = Q(next_try_at=None) | Q(next_try_at__lte=timezone.now())
    if left.filter(due, state=Mail.WAITING).exists():
        outbox.send("campaign.going", campaign=row.pk)


def keep_going() -> None:
    """See to campaigns whose sender died or that wait for a later try (a duty)."""
    now = timezone.now()
    CampaignMail.objects.filter(state=Mail.CLAIMED, claimed_at__lt=now - LOST_AFTER).update(
        state=Mail.UNKNOWN, decided_at=now, reason="The sender died with this mail in its hands."
    )
    silent = Campaign.objects.filter(state=Campaign.State.SENDING, beat_at__lt=now - SILENT_AFTER)
    for pk in list(silent.order_by("id").values_list("pk", flat=True)):
        with transaction.atomic():
            row = Campaign.objects.select_for_update(no_key=True).get(pk=pk)
            if not is_resting(row):
                outbox.send("campaign.going", campaign=pk)


def send_test(test_id: int) -> None:
    """The mail that staff asked for; a second call sends nothing where the first one came through."""
    test = CampaignTest.objects.select_related("campaign").filter(pk=test_id, sent_at=None).first()
    if test is None:
        return
    mailing.test_message(test.campaign, to=test.to).send()
    CampaignTest.objects.filter(pk=test_id).update(sent_at=timezone.now())
