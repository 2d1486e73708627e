"""Balances: sums of journal lines, never a stored figure."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Exists, OuterRef, Sum
from django.utils import timezone

from accounts.models import User
from marketplace.transactions.models import Account, JournalEntry, JournalLine

CURRENCY = "USD"
EARNED = (JournalEntry.Kind.SALE, JournalEntry.Kind.REFUND, JournalEntry.Kind.ESCROW_PAID)


@dataclass(frozen=True)
class Balance:
    """A seller's money in cents: payable now (below zero after a late refund), not yet payable, and ever earned."""

    available_cents: int
    pending_cents: int
    lifetime_cents: int
    currency: str


def balance(account: Account) -> int:
    """What an account holds, in cents and seen from its owner: the gateway's debits, everybody else's credits."""
    total = JournalLine.objects.filter(account=account).aggregate(total=Sum("cents"))["total"] or 0
    return int(total) if account.kind == Account.Kind.GATEWAY else -int(total)


def balance_of(user: User, *, now: datetime | None = None) -> Balance:
    """A seller's balance; a sale becomes available `PAYOUT_HOLD_DAYS` after it, when the right to a refund is over.

    Young sales that were refunded are no longer pending: sale and reversal have taken each other away.
    """
    matured = matured_until(now or timezone.now())
    lines = JournalLine.objects.filter(
        account__kind=Account.Kind.SELLER, account__owner=user, account__currency=CURRENCY
    ).order_by()
    held = -int(lines.aggregate(total=Sum("cents"))["total"] or 0)
    reversed_since = JournalEntry.objects.filter(kind=JournalEntry.Kind.REFUND, cause=OuterRef("entry__cause"))
    young = lines.filter(~Exists(reversed_since), entry__kind=JournalEntry.Kind.SALE, entry__at__gt=matured)
    pending = -int(young.aggregate(total=Sum("cents"))["total"] or 0)
    return Balance(held - pending, pending, revenue_of(user), CURRENCY)


def matured_until(now: datetime) -> datetime:
    """The moment up to which sales can be paid out."""
    return now - timedelta(days=settings.PAYOUT_HOLD_DAYS)


def revenue_of(user: User) -> int:
    """All that a seller ever earned, in cents: sales and awards, less what was refunded."""
    earned = JournalLine.objects.filter(
        account__kind=Account.Kind.SELLER, account__owner=user, account__currency=CURRENCY, entry__kind__in=EARNED
    )
    return -int(earned.aggregate(total=Sum("cents"))["total"] or 0)
