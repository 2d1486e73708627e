"""What watches the books: the chain that seals every entry, and differences from what the gateways say."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from marketplace.transactions.models.ledger import JournalEntry


class Seal(models.Model):
    """An entry's place in the chain: `digest` is the SHA-256 of the digest before it and of the entry with its lines.

    Written afterwards by a duty, in order, so that a purchase waits for nobody; never changed (migration 0009).
    """

    number = models.BigIntegerField(primary_key=True)
    entry = models.OneToOneField(JournalEntry, on_delete=models.PROTECT, related_name="seal")
    digest = models.CharField(max_length=64)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints: ClassVar = [models.CheckConstraint(condition=Q(number__gte=1), name="seal_counts_from_one")]

    def __str__(self) -> str:
        return f"{self.number} {self.digest[:12]}"


class Difference(models.Model):
    """Something that the books and a gateway do not tell alike; open until a later look finds them agreeing."""

    class Kind(models.TextChoices):
        NOT_BOOKED = "not_booked"  # the gateway moved money that the books do not know
        NOT_AT_GATEWAY = "not_at_gateway"  # booked, and the gateway knows nothing of it
        AMOUNT = "amount"  # both know it, with different amounts or currencies

    gateway = models.CharField(max_length=12)
    subject = models.CharField(max_length=140, help_text="payment:<reference> or payout:<reference>")
    kind = models.CharField(max_length=16, choices=Kind)
    booked_cents = models.BigIntegerField(help_text="what the books have, seen from the gateway's account")
    gateway_cents = models.BigIntegerField(help_text="what the gateway has")
    currency = models.CharField(max_length=3, default="USD")
    found_at = models.DateTimeField(auto_now_add=True)
    seen_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["gateway", "subject"], condition=Q(settled_at=None), name="difference_open_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject}"
