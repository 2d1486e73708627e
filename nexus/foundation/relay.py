"""The leader that hands facts to workers, repeats what was not done, and runs what is due.

Any number of relays may run; one leads, by an advisory lock. `run` is called with the tables of `nexus/topics.py`,
so that this room knows no app.
"""

import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

import psycopg
import structlog
from celery import current_app
from django.conf import settings
from django.db import connection, models, transaction
from django.db.models import Exists, F, OuterRef
from django.utils import timezone
from django.utils.module_loading import import_string

from nexus.foundation.outbox import BELL, Delivery, OutboxMessage
from nexus.foundation.tasks import MAX_TRIES, pause

log = structlog.get_logger(__name__)

LOCK = 0x4E455855  # "NEXU": the advisory lock of the leading relay
BATCH = 200
FORGOTTEN_AT_ONCE = 5000


@dataclass(frozen=True)
class Handler:
    """Who acts on a fact: the dotted name of a task, and the queue it runs on."""

    task: str
    queue: str = "fast"


@dataclass(frozen=True)
class Duty:
    """What is due again and again: the dotted name of a function without arguments."""

    act: str
    every: timedelta


class DutyRun(models.Model):
    """When a duty last ran, so that a new leader goes on where the old one stopped."""

    act = models.CharField(max_length=120, primary_key=True)
    last_run_at = models.DateTimeField()
    seconds = models.FloatField(default=0)
    error = models.TextField(blank=True)

    class Meta:
        app_label = "nexus"

    def __str__(self) -> str:
        return self.act


def send_waiting(handlers: Mapping[str, Sequence[Handler]]) -> int:
    """Turn waiting facts into deliveries and ring the workers; returns how many facts were taken.

    Deliveries are committed before any bell is rung: killed in between, they are due again after one pause.
    """
    with transaction.atomic():
        messages = list(
            OutboxMessage.objects.filter(relayed_at=None).order_by("id").select_for_update(skip_locked=True)[:BATCH]
        )
        if not messages:
            return 0
        now = timezone.now()
        due = now + pause(1)
        deliveries = Delivery.objects.bulk_create(
            Delivery(message=message, handler=handler.task, queue=handler.queue, attempts=1, next_try_at=due)
            for message in messages
            for handler in handlers.get(message.fact, ())
        )
        OutboxMessage.objects.filter(pk__in=[message.pk for message in messages]).update(relayed_at=now)
    for delivery in deliveries:
        _ring(delivery)
    return len(messages)


def repeat_due() -> int:
    """Ring again for deliveries whose pause is over; after the last try they wait for a person (see /metrics)."""
    now = timezone.now()
    with transaction.atomic():
        due = list(
            Delivery.objects.filter(done_at=None, next_try_at__lte=now, attempts__lt=MAX_TRIES)
            .select_related("message")
            .order_by("next_try_at", "id")
            .select_for_update(skip_locked=True, of=("self",))[:BATCH]
        )
        for delivery in due:
            Delivery.objects.filter(pk=delivery.pk).update(
                attempts=F("attempts") + 1, next_try_at=now + pause(delivery.attempts + 1)
            )
    for delivery in due:
        _ring(delivery)
    return len(due)


def _ring(delivery: Delivery) -> None:
    current_app.send_task(
        delivery.handler,
        kwargs={"delivery": delivery.pk, **delivery.message.ids},
        queue=delivery.queue,
        ignore_result=True,
    )


def forget_old() -> None:
    """Drop facts that every handler has acted on, RETENTION_LOGS_DAYS later (a duty)."""
    before = timezone.now() - timedelta(days=settings.RETENTION_LOGS_DAYS)
    old = OutboxMessage.objects.filter(created_at__lt=before, relayed_at__isnull=False)
    waiting = Delivery.objects.filter(message=OuterRef("pk"), done_at=None)
    ids = list(old.exclude(Exists(waiting)).order_by("pk").values_list("pk", flat=True)[:FORGOTTEN_AT_ONCE])
    OutboxMessage.objects.filter(pk__in=ids).delete()


def run_due(duties: Sequence[Duty]) -> None:
    """Run each duty whose time has come; a failing one is logged, kept in its row, and does not stop the others."""
    last = {row.act: row.last_run_at for row in DutyRun.objects.all()}
    for duty in duties:
        now = timezone.now()
        if duty.act in last and now - last[duty.act] < duty.every:
            continue
        started, error = time.monotonic(), ""
        try:
            import_string(duty.act)()
        except Exception as failure:
            error = f"{type(failure).__name__}: {failure}"
            log.exception("duty_failed", duty=duty.act)
        DutyRun.objects.update_or_create(
            act=duty.act, defaults={"last_run_at": now, "seconds": time.monotonic() - started, "error": error}
        )


def run(handlers: Mapping[str, Sequence[Handler]], duties: Sequence[Duty], *, stop: threading.Event) -> None:
    """Lead while the lock is held; wait for it otherwise. Ends when `stop` is set."""
    while not stop.is_set():
        try:
            with _listening() as bell:
                _lead(bell, handlers, duties, stop)
        except (psycopg.OperationalError, OSError) as lost:
            log.warning("relay_lost_database", reason=str(lost).strip())
            connection.close()
            stop.wait(1)


def _listening() -> "psycopg.Connection[tuple[object, ...]]":
    """A connection of its own: it holds the advisory lock and hears the bell; it leads as long as it lives."""
    params = connection.get_connection_params()
    params.pop("cursor_factory", None)
    params.pop("context", None)
    return psycopg.connect(**params, autocommit=True)


def _lead(
    bell: "psycopg.Connection[tuple[object, ...]]",
    handlers: Mapping[str, Sequence[Handler]],
    duties: Sequence[Duty],
    stop: threading.Event,
) -> None:
    leads = False
    while not stop.is_set():
        if not leads:
            row = bell.execute("SELECT pg_try_advisory_lock(%s)", [LOCK]).fetchone()
            leads = bool(row and row[0])
            if not leads:
                stop.wait(1)
                continue
            bell.execute(f"LISTEN {BELL}")
            log.info("relay_leads")
        _round(handlers, duties)
        for _ in bell.notifies(timeout=settings.RELAY_IDLE_SECONDS, stop_after=1):
            pass


def _round(handlers: Mapping[str, Sequence[Handler]], duties: Sequence[Duty]) -> None:
    try:
        while send_waiting(handlers) == BATCH:
            pass
        repeat_due()
        run_due(duties)
    except current_app.connection_for_write().connection_errors as lost:
        log.warning("relay_lost_broker", reason=str(lost))
        time.sleep(0.5)
