"""Webhooks of people's programs: who is told of what, once each, signed, tried again, and in the end turned off."""

import hashlib
import hmac
import json
import secrets
from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from functools import cache
from typing import Any
from uuid import UUID

import structlog
from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from accounts import rights, selectors
from accounts.models import User, WebhookDelivery, WebhookSubscription
from accounts.roles import BAN_USER
from accounts.services import askers
from accounts.services.notifications import notify
from nexus.foundation import audit, limits, outbound, outbox, slots
from nexus.foundation.errors import Conflict, Invalid, NotAllowed, NotFound
from nexus.foundation.ids import uuid7
from nexus.foundation.outbound import Client, OutboundError

log = structlog.get_logger(__name__)

BOUNTY = "bounty.*"  # everything that happens to a bounty one takes part in
EVENTS = (
    "job.succeeded", "job.failed", "model.approved", "model.rejected", "order.completed", "order.refunded",
    "payout.paid", "bounty.opened", "bounty.applied", "bounty.chosen", "bounty.submitted", "bounty.changes_requested",
    "bounty.disputed", "bounty.completed", "bounty.closed",
)  # fmt: skip
CHOICES = (*EVENTS, BOUNTY)
TEST = "webhook.test"

URL_MOST = 500
WEBHOOKS_MOST = 20
ANSWER_MOST = 64 * 1024  # bytes of an answer that are read, and signs of it that are kept
KEPT_OF_ANSWER = 2000
SECONDS = 10.0

# Minutes between the tries: eight in 21 hours, and with the shake of a tenth in less than 24.
PAUSES = (1, 5, 15, 60, 120, 360, 720)
TRIES = len(PAUSES) + 1
FLYING_MOST = 4  # deliveries of one person at the same moment: a host that drips holds a worker for SECONDS
COME_AGAIN = timedelta(seconds=5)
RUNG_FOR = timedelta(minutes=2)  # a rung try that no worker took is rung again


@cache
def client() -> Client:
    """One for each process: its breaker remembers hosts that fail."""
    return Client(allow=settings.OUTBOUND_ALLOW)


def subscribe(by: User, *, url: str, events: Collection[str]) -> WebhookSubscription:
    """A new webhook; its `secret` is to be shown once.

    Raises NotAllowed `email_unconfirmed`, Invalid with the field, Conflict where there are too many.
    """
    if not selectors.is_email_confirmed(by):
        raise NotAllowed(
            "Confirm your e-mail address before you make webhooks; the link is in your mail.", code="email_unconfirmed"
        )
    _check(url, events)  # looks the name up: no row is locked meanwhile
    return _subscribed(by, url=url, events=events)


@transaction.atomic
def _subscribed(by: User, *, url: str, events: Collection[str]) -> WebhookSubscription:
    askers.asker_for_change(by)
    if WebhookSubscription.objects.filter(user=by).count() >= WEBHOOKS_MOST:
        raise Conflict(f"You have {WEBHOOKS_MOST} webhooks. Delete one that is not needed.")
    return WebhookSubscription.objects.create(
        user=by, url=url.strip(), events=_in_order(events), secret=f"nxw_{secrets.token_urlsafe(32)}"
    )


def _in_order(events: Collection[str]) -> list[str]:
    return [event for event in CHOICES if event in events]


def _check(url: str, events: Collection[str]) -> None:
    if not events or not set(events) <= set(CHOICES):
        sentence = f"One or more of: {', '.join(CHOICES)}."
        raise Invalid(sentence, fields={"events": [sentence]})
    wanted = url.strip()
    sentence = f"At most {URL_MOST} characters." if len(wanted) > URL_MOST else ""
    try:
        client().check(wanted)
    except OutboundError as refusal:
        sentence = sentence or refusal.message
    if sentence:
        raise Invalid(sentence, code="address_refused", fields={"url": [sentence]})


def change(
    webhook_id: UUID,
    *,
    by: User,
    url: str | None = None,
    events: Collection[str] | None = None,
    active: bool | None = None,
) -> WebhookSubscription:
    """Change what is given. Turned on again, it goes on with what still waits. Raises NotFound, Invalid."""
    if url is not None or events is not None:
        now = selectors.webhook_of(by, webhook_id)
        _check(now.url if url is None else url, now.events if events is None else events)
    return _changed(webhook_id, by=by, url=url, events=events, active=active)


@transaction.atomic
def _changed(
    webhook_id: UUID, *, by: User, url: str | None, events: Collection[str] | None, active: bool | None
) -> WebhookSubscription:
    webhook = _for_change(webhook_id, by)
    if url is not None:
        webhook.url = url.strip()
    if events is not None:
        webhook.events = _in_order(events)
    if active is not None:
        webhook.active, webhook.off_reason = active, ""
    webhook.save(update_fields=["url", "events", "active", "off_reason"])
    return webhook


@transaction.atomic
def forget(webhook_id: UUID, *, by: User) -> None:
    """Delete a webhook and what was sent to it. NotFound."""
    _for_change(webhook_id, by).delete()


@transaction.atomic
def switch_off(webhook_id: UUID, *, by: User, reason: str) -> WebhookSubscription:
    """Staff switch somebody's webhook off; its person is told. Raises NotAllowed, NotFound, Conflict."""
    rights.staff_with(by, BAN_USER)
    webhook = WebhookSubscription.objects.select_for_update().filter(pk=webhook_id).first()
    if webhook is None:
        raise NotFound("There is no such webhook.")
    if not webhook.active:
        raise Conflict("This webhook is off already.")
    webhook.active, webhook.off_reason = False, f"Staff switched it off: {reason}"[:300]
    webhook.save(update_fields=["active", "off_reason"])
    audit.note("webhook.off", actor_id=by.pk, target=f"webhook:{webhook.pk}", reason=reason, person=webhook.user_id)
    notify(
        webhook.user_id,
        "webhook_off",
        title=f"Staff switched your webhook for {webhook.url[:150]} off: {reason}",
        url="/settings/webhooks/",
        source=f"off:{webhook.pk}:{timezone.now().timestamp()}",
        about=f"webhook:{webhook.pk}",
    )
    return webhook


def _for_change(webhook_id: UUID, by: User) -> WebhookSubscription:
    webhook = WebhookSubscription.objects.select_for_update().filter(pk=webhook_id, user=by).first()
    if webhook is None:
        raise NotFound("There is no such webhook.")
    return webhook


@transaction.atomic
def queue(user_id: int, event: str, *, source: str, data: Mapping[str, Any], now: datetime | None = None) -> int:
    """Tell every webhook of a person that hears `event`; how many. `source` names what happened: once each."""
    heard = [event, BOUNTY] if event.startswith("bounty.") else [event]
    hears = WebhookSubscription.objects.filter(
        user=user_id, user__is_active=True, active=True, events__overlap=heard
    ).order_by("pk")
    return sum(_add(webhook, event, source, data, now or timezone.now()) is not None for webhook in hears)


def _add(
    webhook: WebhookSubscription, event: str, source: str, data: Mapping[str, Any], now: datetime
) -> WebhookDelivery | None:
    made_id = uuid7()
    stamp = now.isoformat().replace("+00:00", "Z")
    body = json.dumps({"id": str(made_id), "event": event, "created_at": stamp, "data": data}, ensure_ascii=False)
    delivery, made = WebhookDelivery.objects.get_or_create(
        webhook=webhook,
        source=source,
        defaults={"id": made_id, "event": event, "body": body, "created_at": now, "next_try_at": now + RUNG_FOR},
    )
    if not made:
        return None
    outbox.send("webhook.due", webhook_delivery=str(delivery.pk), attempt=0)
    return delivery


@transaction.atomic
def send_test(webhook_id: UUID, *, by: User) -> WebhookDelivery:
    """Send a test event. Raises NotFound, Conflict for a webhook that is off, TooMany beyond ten by hand an hour."""
    webhook = _on(_for_change(webhook_id, by))
    limits.take(limits.WEBHOOK_BY_HAND, str(by.pk))
    now = timezone.now()
    made = _add(webhook, TEST, f"test:{uuid7()}", {"webhook_id": str(webhook.pk)}, now)
    assert made is not None
    return made


@transaction.atomic
def retry(delivery_id: UUID, *, webhook_id: UUID, by: User) -> WebhookDelivery:
    """Send a delivery again now, with all its tries. Raises NotFound, Conflict for a webhook that is off, TooMany."""
    webhook = _on(_for_change(webhook_id, by))
    delivery = WebhookDelivery.objects.select_for_update().filter(pk=delivery_id, webhook=webhook).first()
    if delivery is None:
        raise NotFound("There is no such delivery.")
    limits.take(limits.WEBHOOK_BY_HAND, str(by.pk))
    delivery.state, delivery.attempts = WebhookDelivery.State.PENDING, 0
    delivery.next_try_at = timezone.now() + RUNG_FOR
    delivery.save(update_fields=["state", "attempts", "next_try_at"])
    outbox.send("webhook.due", webhook_delivery=str(delivery.pk), attempt=0)
    return delivery


def _on(webhook: WebhookSubscription) -> WebhookSubscription:
    if not webhook.active:
        raise Conflict("This webhook is off. Turn it on first.")
    return webhook


def ring_due(now: datetime | None = None) -> int:
    """Have the workers send what is due again (a duty); how many."""
    moment = now or timezone.now()
    with transaction.atomic():
        due = list(
            WebhookDelivery.objects.select_for_update(of=("self",), skip_locked=True)
            .filter(state=WebhookDelivery.State.PENDING, next_try_at__lte=moment, webhook__active=True)
            .filter(webhook__user__is_active=True)
            .order_by("next_try_at", "pk")[:200]
        )
        for delivery in due:
            delivery.next_try_at = moment + RUNG_FOR
            delivery.save(update_fields=["next_try_at"])
            outbox.send("webhook.due", webhook_delivery=str(delivery.pk), attempt=delivery.attempts)
    return len(due)


def signature(secret: str, body: bytes, *, at: int) -> str:
    """What `Nexus-Signature` says: the time, and HMAC-SHA256 of `<time>.<body>` under the secret."""
    signed = hmac.new(secret.encode(), b"%d." % at + body, hashlib.sha256).hexdigest()
    return f"t={at},v1={signed}"


def deliver(delivery_id: UUID, *, attempt: int, now: datetime | None = None) -> None:
    """One try. `attempt` is how many went before: of two workers with the same number one does nothing.

    The next try is noted before this one begins, so a worker that dies costs one try and no more. One person's hosts
    hold FLYING_MOST workers at most; what finds no place is rung again.
    """
    owner = WebhookSubscription.objects.filter(deliveries=delivery_id).values_list("user_id", flat=True).first()
    with slots.held(f"webhooks:{owner}", most=FLYING_MOST, seconds=SECONDS * 3) as has_place:
        if has_place:
            _deliver(delivery_id, attempt=attempt, now=now)
            return
    WebhookDelivery.objects.filter(pk=delivery_id, state=WebhookDelivery.State.PENDING, attempts=attempt).update(
        next_try_at=(now or timezone.now()) + COME_AGAIN
    )


def _deliver(delivery_id: UUID, *, attempt: int, now: datetime | None) -> None:
    moment = now or timezone.now()
    if attempt >= TRIES:  # the worker of the last try died before it could say how it went
        delivery = WebhookDelivery.objects.get(pk=delivery_id)
        _give_up(delivery, attempt, {})
        return
    last = attempt + 1 >= TRIES
    claimed = WebhookDelivery.objects.filter(
        Q(webhook__active=True, webhook__user__is_active=True),
        pk=delivery_id,
        state=WebhookDelivery.State.PENDING,
        attempts=attempt,
    ).update(attempts=attempt + 1, next_try_at=moment + (RUNG_FOR if last else _pause(attempt)))
    if not claimed:
        return
    delivery = WebhookDelivery.objects.select_related("webhook").get(pk=delivery_id)
    status, answer, error = _post(delivery, moment)
    found: dict[str, Any] = {"status_code": status, "response": answer, "error": error}
    mine = WebhookDelivery.objects.filter(pk=delivery_id, attempts=attempt + 1, state=WebhookDelivery.State.PENDING)
    if status is not None and 200 <= status < 300:
        mine.update(state=WebhookDelivery.State.DELIVERED, next_try_at=None, **found)
    elif last:
        _give_up(delivery, attempt + 1, found)
    else:
        mine.update(**found)


def _pause(attempt: int) -> timedelta:
    """With a shake of up to a tenth, so that a host which comes back is not met by everybody at once."""
    return timedelta(minutes=PAUSES[attempt]) * (1 + secrets.randbelow(1000) / 10_000)


def _post(delivery: WebhookDelivery, moment: datetime) -> tuple[int | None, str, str]:
    """(status, beginning of the answer, the sentence why there was none)."""
    body = delivery.body.encode()
    headers = {
        "content-type": "application/json",
        "nexus-event": delivery.event,
        "nexus-delivery": str(delivery.pk),
        "nexus-signature": signature(delivery.webhook.secret, body, at=int(moment.timestamp())),
    }
    try:
        came = client().request(
            "POST", delivery.webhook.url, headers=headers, content=body, seconds=SECONDS, max_bytes=ANSWER_MOST,
            repeatable=False,
        )  # fmt: skip
    except outbound.TooLarge as large:
        return None, "", large.message
    except OutboundError as failure:
        log.info("webhook_not_delivered", delivery=str(delivery.pk), reason=failure.code)
        return None, "", failure.message[:300]
    return came.status, came.body.decode("utf-8", "replace").replace("\x00", "\ufffd")[:KEPT_OF_ANSWER], ""


@transaction.atomic
def _give_up(delivery: WebhookDelivery, attempts: int, found: Mapping[str, Any]) -> None:
    """The last try failed too: the delivery ends, and the webhook is off until its person turns it on."""
    webhook = WebhookSubscription.objects.select_for_update().get(pk=delivery.webhook_id)
    ended = WebhookDelivery.objects.filter(
        pk=delivery.pk, attempts=attempts, state=WebhookDelivery.State.PENDING
    ).update(state=WebhookDelivery.State.FAILED, next_try_at=None, **found)
    if not ended or not webhook.active:
        return
    webhook.active = False
    webhook.off_reason = f"{TRIES} tries to deliver {delivery.event} failed."
    webhook.save(update_fields=["active", "off_reason"])
    notify(
        webhook.user_id,
        "webhook_off",
        title=f"Your webhook for {webhook.url[:200]} is off: {TRIES} tries to reach it failed.",
        url="/settings/webhooks/",
        source=f"webhook:{delivery.pk}",
        about=f"webhook:{webhook.pk}",
    )


def forget_old(now: datetime | None = None) -> int:
    """Drop deliveries after RETENTION_WEBHOOK_DELIVERIES_DAYS (a duty); how many."""
    before = (now or timezone.now()) - timedelta(days=settings.RETENTION_WEBHOOK_DELIVERIES_DAYS)
    return WebhookDelivery.objects.filter(created_at__lt=before).delete()[0]
