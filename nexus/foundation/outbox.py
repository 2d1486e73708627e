"""Facts that must cause something later: written in the same transaction as the change, sent by the relay.

A fact says what happened (`order.completed`) and carries ids only; `nexus/topics.py` says who acts on it.
"""

from typing import ClassVar

from django.db import connection, models, transaction

BELL = "nexus_outbox"


class OutboxMessage(models.Model):
    """One fact, waiting for the relay or already handed on."""

    fact = models.CharField(max_length=60)
    ids = models.JSONField(default=dict)
    created_at = models.DateTimeField(auto_now_add=True)
    relayed_at = models.DateTimeField(null=True)

    class Meta:
        app_label = "nexus"
        indexes: ClassVar = [
            models.Index(fields=["id"], condition=models.Q(relayed_at=None), name="outbox_waiting"),
        ]

    def __str__(self) -> str:
        return f"{self.fact} {self.ids}"


class Delivery(models.Model):
    """One handler's duty to act on one fact, until it has done so; repeated with growing pauses."""

    message = models.ForeignKey(OutboxMessage, on_delete=models.CASCADE, related_name="deliveries")
    handler = models.CharField(max_length=120)
    queue = models.CharField(max_length=40)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)
    error = models.TextField(blank=True)

    class Meta:
        app_label = "nexus"
        verbose_name_plural = "deliveries"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["message", "handler"], name="delivery_once_a_handler"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["next_try_at"], condition=models.Q(done_at=None), name="delivery_due"),
        ]

    def __str__(self) -> str:
        return f"{self.handler} for message {self.message_id}"


def send(fact: str, **ids: str | int) -> None:
    """Write a fact. Refuses outside a transaction: a fact without its change is a lie."""
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError(f"Send the fact {fact!r} inside the transaction it tells of.")
    OutboxMessage.objects.create(fact=fact, ids=ids)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_notify(%s, '')", [BELL])
