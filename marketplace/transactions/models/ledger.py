"""The double-entry ledger: the only truth about money. The database refuses unbalanced, changed or deleted entries."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q


class Account(models.Model):
    class Kind(models.TextChoices):
        GATEWAY = "gateway"  # what the payment provider holds for us
        FEES = "fees"  # the marketplace's own revenue
        SELLER = "seller"  # owed to a seller
        ESCROW = "escrow"  # held for a bounty

    kind = models.CharField(max_length=10, choices=Kind)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="accounts"
    )
    currency = models.CharField(max_length=3, default="USD")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["kind", "owner", "currency"], nulls_distinct=False, name="account_once_a_kind_and_owner"
            ),
            models.CheckConstraint(
                condition=Q(kind="seller", owner__isnull=False) | (~Q(kind="seller") & Q(owner=None)),
                name="account_of_a_seller_has_an_owner",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.owner_id or ''}".strip()


class JournalEntry(models.Model):
    """One movement of money. `cause` names the one thing it follows from, so that it can be posted only once."""

    class Kind(models.TextChoices):
        SALE = "sale"
        REFUND = "refund"
        BALANCE_SPENT = "balance_spent"  # a seller pays an order from what they earned
        BALANCE_RETURNED = "balance_returned"
        PAYOUT = "payout"
        PAYOUT_RETURNED = "payout_returned"
        ESCROW_HELD = "escrow_held"
        ESCROW_PAID = "escrow_paid"
        ESCROW_RETURNED = "escrow_returned"

    kind = models.CharField(max_length=16, choices=Kind)
    cause = models.CharField(max_length=80, help_text="for a sale: order-line:<id>")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name_plural = "journal entries"
        constraints: ClassVar = [models.UniqueConstraint(fields=["kind", "cause"], name="journal_entry_once_a_cause")]

    def __str__(self) -> str:
        return f"{self.kind} {self.cause}"


class JournalLine(models.Model):
    """One account's share of an entry, in cents; the lines of an entry sum to zero."""

    entry = models.ForeignKey(JournalEntry, on_delete=models.PROTECT, related_name="lines")
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="lines")
    cents = models.BigIntegerField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["entry", "account"], name="journal_line_once_an_account"),
            models.CheckConstraint(condition=~Q(cents=0), name="journal_line_moves_something"),
        ]

    def __str__(self) -> str:
        return f"{self.account_id}: {self.cents}"
