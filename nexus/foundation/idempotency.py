"""A write that may be sent twice happens once: key + request hash + answer, in one row, kept for a day."""

import hashlib
import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any, ClassVar

from django.db import IntegrityError, models, transaction
from django.utils import timezone

from nexus.foundation.errors import Conflict, Invalid, KeyReused

KEPT = timedelta(days=2)
STUCK = timedelta(seconds=60)  # a process that died while it held the key gives it back after this


class IdempotencyKey(models.Model):
    actor_id = models.BigIntegerField()
    key = models.CharField(max_length=255)
    request_hash = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField(null=True)
    answer = models.JSONField(null=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        app_label = "nexus"
        constraints: ClassVar = [models.UniqueConstraint(fields=["actor_id", "key"], name="idempotency_key_once")]

    def __str__(self) -> str:
        return self.key


def once(*, actor_id: int, key: str, request: Any, act: Callable[[], tuple[int, Any]]) -> tuple[int, Any]:
    """Run `act() -> (status, JSON answer)` once for this key, and give the stored answer ever after.

    The same key with another request is refused (422), and so is a second call while the first runs (409). A refusal
    of `act` is not kept: the same key may be tried again.
    """
    if not key:
        return act()
    if len(key) > 255:
        raise Invalid("The Idempotency-Key is longer than 255 characters.", code="idempotency_key_too_long")
    digest = hashlib.sha256(json.dumps(request, sort_keys=True, default=str).encode()).hexdigest()
    row = _take(actor_id, key, digest)
    if row.status is not None:
        return row.status, row.answer
    try:
        with transaction.atomic():
            status, answer = act()
            IdempotencyKey.objects.filter(pk=row.pk).update(status=status, answer=answer)
    except BaseException:  # rolled back: nothing happened, so the key is free again
        IdempotencyKey.objects.filter(pk=row.pk).delete()
        raise
    return status, answer


def _take(actor_id: int, key: str, digest: str) -> IdempotencyKey:
    now = timezone.now()
    IdempotencyKey.objects.filter(actor_id=actor_id, key=key, status=None, created_at__lt=now - STUCK).delete()
    try:
        with transaction.atomic():
            return IdempotencyKey.objects.create(actor_id=actor_id, key=key, request_hash=digest)
    except IntegrityError:
        row = IdempotencyKey.objects.filter(actor_id=actor_id, key=key).first()
    if row is None:
        return _take(actor_id, key, digest)
    if row.request_hash != digest:
        raise KeyReused("This Idempotency-Key was used for another request; use a new one.")
    if row.status is None:
        raise Conflict(
            "The first request with this Idempotency-Key still runs; ask again in a second.",
            code="idempotency_key_in_use",
            retry_after=1,
        )
    return row


def forget_old() -> None:
    """Drop keys that nobody may repeat any more (a duty)."""
    IdempotencyKey.objects.filter(created_at__lt=timezone.now() - KEPT).delete()
