"""Proof that a worker really works: a task that has run in the last minute, not a process that is merely up."""

import time

from celery import current_app, shared_task
from django.core.cache import cache

KEY = "heartbeat:fast"
FRESH = 60


def ring() -> None:
    """Ask a worker for a sign of life (a duty)."""
    current_app.send_task("nexus.foundation.heartbeat.beat", queue="fast", expires=30, ignore_result=True)


@shared_task(name="nexus.foundation.heartbeat.beat")
def beat() -> None:
    cache.set(KEY, time.time(), timeout=3600)


def age() -> float | None:
    """Seconds since the last beat, or None when there was none."""
    last = cache.get(KEY)
    return None if last is None else max(0.0, time.time() - last)
