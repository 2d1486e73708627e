"""The only writer of journal entries.

Sign: a positive line is a debit, a negative one a credit. The gateway's account is what a provider holds for us, so
money that comes in is positive there; fees, sellers and escrow are whom it is held for, so what they get is negative.
A sale of 4.99 is `gateway +499, fees -37, seller -462`. Each entry sums to zero, is written whole, and is never
changed; the database refuses anything else (migration 0002). A balance is a sum of lines (see `selectors.balances`).
"""

from collections.abc import Iterable

from django.db import connection
from django.db.transaction import TransactionManagementError

from marketplace.transactions.models import Account, JournalEntry, JournalLine, OrderLine


def open_seller_accounts(seller_ids: Iterable[int], *, currency: str) -> None:
    """Make the accounts that are missing, by rising owner, so that two first sales cannot wait for one another."""
    for seller_id in sorted(set(seller_ids)):
        Account.objects.get_or_create(kind=Account.Kind.SELLER, owner_id=seller_id, currency=currency)


def post_sale(line: OrderLine) -> JournalEntry | None:
    """Book one completed line as it was stored; a free one has nothing to book. Twice is refused (IntegrityError)."""
    if not connection.in_atomic_block:
        raise TransactionManagementError("A sale is booked in the transaction that completes its line.")
    if line.paid_cents == 0:
        return None
    currency = line.order.currency
    entry = JournalEntry.objects.create(kind=JournalEntry.Kind.SALE, cause=f"order-line:{line.pk}")
    shares = (
        (Account.objects.get(kind=Account.Kind.GATEWAY, currency=currency), line.paid_cents),
        (Account.objects.get(kind=Account.Kind.FEES, currency=currency), -line.fee_cents),
        (Account.objects.get(kind=Account.Kind.SELLER, owner=line.seller_id, currency=currency), -line.revenue_cents),
    )
    JournalLine.objects.bulk_create(
        JournalLine(entry=entry, account=account, cents=cents) for account, cents in shares if cents
    )
    return entry
