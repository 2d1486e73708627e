"""A write that may be sent twice happens once: key + request hash + answer, in one row, kept for two days.

The row is written in the transaction of the act itself, and while that runs its connection holds a lock named by the
key. So a key is never seen without its effect, and who holds it is gone exactly when the database says so: however
long an act takes, nobody else takes its key, and a process that dies gives it back with its connection.
"""

import hashlib
import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any, ClassVar

from django.db import connection, models, transaction
from django.utils import timezone

from nexus.foundation.errors import Conflict, Invalid, KeyReused

KEPT = timedelta(days=2)


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
    return once_or_again(actor_id=actor_id, key=key, request=request, act=act)[:2]


def once_or_again(
    *, actor_id: int, key: str, request: Any, act: Callable[[], tuple[int, Any]]
) -> tuple[int, Any, bool]:
    """The same, and whether the answer is an earlier call's: what follows outside of the act is not repeated then."""
    if not key:
        return (*act(), False)
    if len(key) > 255:
        raise Invalid("The Idempotency-Key is longer than 255 characters.", code="idempotency_key_too_long")
    digest = hashlib.sha256(json.dumps(request, sort_keys=True, default=str).encode()).hexdigest()
    with transaction.atomic():
        _hold(actor_id, key)
        known = IdempotencyKey.objects.filter(actor_id=actor_id, key=key).first()
        if known is not None and known.request_hash != digest:
            raise KeyReused("This Idempotency-Key was used for another request; use a new one.")
        if known is not None and known.status is not None:
            return known.status, known.answer, True
        status, answer = act()
        if known is not None:  # an older version left a key without an answer
            known.delete()
        IdempotencyKey.objects.create(actor_id=actor_id, key=key, request_hash=digest, status=status, answer=answer)
        return status, answer, False


def _hold(actor_id: int, key: str) -> None:
    """Hold the key until this transaction ends; Conflict while another one does."""
    number = int.from_bytes(hashlib.sha256(f"{actor_id}:{key}".encode()).digest()[:8], "big", signed=True)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [number])
        if not cursor.fetchone()[0]:
            raise Conflict(
                "The first request with this Idempotency-Key still runs; ask again in a second.",
                code="idempotency_key_in_use",
                retry_after=1,
            )


def forget_old() -> None:
    """Drop keys that nobody may repeat any more (a duty)."""
    IdempotencyKey.objects.filter(created_at__lt=timezone.now() - KEPT).delete()
