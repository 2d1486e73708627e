"""How a handler of a fact becomes a Celery task: the message is a doorbell, the delivery row is the truth."""

from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from typing import Any

import structlog
from celery import shared_task
from django.utils import timezone

from nexus.foundation.outbox import Delivery

log = structlog.get_logger(__name__)

MAX_TRIES = 8


def pause(attempts: int) -> timedelta:
    """10 s, 20 s, 40 s … up to ten minutes between the tries of one delivery."""
    return timedelta(seconds=min(5 * 2**attempts, 600))


def on_fact(act: Callable[..., None]) -> Any:
    """Make a task of `act(**ids)`. Its delivery is done when `act` returns; else the relay rings again, later.

    Handlers must be idempotent: a worker may die after acting and before its delivery is marked. A failure is kept in
    the delivery and logged; the broker's own retries are not used.
    """

    @wraps(act)
    def run(delivery: int | None = None, **ids: Any) -> None:
        waiting = Delivery.objects.filter(pk=delivery or 0, done_at=None)
        if delivery is not None and not waiting.exists():
            return
        try:
            act(**ids)
        except Exception as failure:
            if delivery is None:
                raise
            attempts = waiting.values_list("attempts", flat=True).first() or 0
            waiting.update(
                error=f"{type(failure).__name__}: {failure}"[:2000], next_try_at=timezone.now() + pause(attempts)
            )
            log.exception("handler_failed", handler=act.__name__, delivery=delivery, attempts=attempts, **ids)
        else:
            waiting.update(done_at=timezone.now(), error="")

    return shared_task(name=f"{act.__module__}.{act.__name__}")(run)
