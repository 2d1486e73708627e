"""The only writer of journal entries.

Sign: a positive line is a debit, a negative one a credit. The gateway's account is what a provider holds for us, so
money that comes in is positive there; fees, sellers and escrow are whom it is held for, so what they get is negative.
A sale of 4.99 is `gateway +499, fees -37, seller -462`; its refund is the same lines with the other sign, copied from
the sale's entry and never computed again. An order that a seller pays from their balance first moves the amount there:
`seller +499, gateway -499`. Each entry sums to zero, is written whole, and is never
changed; the database refuses anything else (migration 0002). A balance is a sum of lines (see `selectors.balances`).
"""

from collections.abc import Iterable

from django.db import connection
from django.db.models import Q
from django.db.transaction import TransactionManagementError

from marketplace.transactions.models import (
    Account,
    Escrow,
    JournalEntry,
    JournalLine,
    OrderLine,
    Payment,
    Payout,
    Refund,
)


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
    kinds = Account.Kind
    ours, seller = Q(kind__in=[kinds.GATEWAY, kinds.FEES]), Q(kind=kinds.SELLER, owner=line.seller_id)
    accounts = {account.kind: account for account in Account.objects.filter(ours | seller, currency=currency)}
    shares = ((kinds.GATEWAY, line.paid_cents), (kinds.FEES, -line.fee_cents), (kinds.SELLER, -line.revenue_cents))
    JournalLine.objects.bulk_create(
        JournalLine(entry=entry, account=accounts[kind], cents=cents) for kind, cents in shares if cents
    )
    return entry


def post_refund(line: OrderLine) -> JournalEntry:
    """Reverse a line's sale as it was booked, to the cent; twice is refused (IntegrityError).

    A seller who was paid out meanwhile stands below zero after it, and their next payouts take it.
    """
    _must_be_inside("A refund is booked in the transaction that ends its line.")
    sale = JournalEntry.objects.get(kind=JournalEntry.Kind.SALE, cause=f"order-line:{line.pk}")
    entry = JournalEntry.objects.create(kind=JournalEntry.Kind.REFUND, cause=sale.cause)
    JournalLine.objects.bulk_create(
        JournalLine(entry=entry, account_id=booked.account_id, cents=-booked.cents)
        for booked in sale.lines.order_by("pk")
    )
    return entry


def post_balance_spent(payment: Payment, *, payer_id: int) -> JournalEntry:
    """Take an order's amount from a seller's own balance; the sale's entries follow. The caller holds the account."""
    _must_be_inside("A balance is spent in the transaction that completes its order.")
    return _move(
        JournalEntry.Kind.BALANCE_SPENT,
        f"payment:{payment.pk}",
        payer_id,
        from_seller=payment.amount_cents,
        currency=payment.currency,
    )


def post_balance_returned(refund: Refund, *, payer_id: int, currency: str) -> JournalEntry:
    """Put a refund back on the balance that paid; the sale is reversed by `post_refund`."""
    _must_be_inside("A balance gets its money back in the transaction of the refund.")
    return _move(
        JournalEntry.Kind.BALANCE_RETURNED,
        f"refund:{refund.pk}",
        payer_id,
        from_seller=-refund.amount_cents,
        currency=currency,
    )


def post_payout(payout: Payout) -> JournalEntry:
    """Take a payout from its seller's account the moment it is asked for, so that it cannot be asked for twice."""
    _must_be_inside("A payout is booked in the transaction that makes it.")
    return _move(
        JournalEntry.Kind.PAYOUT,
        f"payout:{payout.pk}",
        payout.user_id,
        from_seller=payout.amount_cents,
        currency=payout.currency,
    )


def post_payout_returned(payout: Payout) -> JournalEntry:
    """Put a payout that did not arrive back on its seller's account; twice is refused (IntegrityError)."""
    _must_be_inside("A payout comes back in the transaction that ends it.")
    return _move(
        JournalEntry.Kind.PAYOUT_RETURNED,
        f"payout:{payout.pk}",
        payout.user_id,
        from_seller=-payout.amount_cents,
        currency=payout.currency,
    )


def _move(kind: JournalEntry.Kind, cause: str, owner_id: int, *, from_seller: int, currency: str) -> JournalEntry:
    entry = JournalEntry.objects.create(kind=kind, cause=cause)
    seller = Account.objects.get(kind=Account.Kind.SELLER, owner_id=owner_id, currency=currency)
    gateway = Account.objects.get(kind=Account.Kind.GATEWAY, currency=currency)
    JournalLine.objects.bulk_create(
        (
            JournalLine(entry=entry, account=seller, cents=from_seller),
            JournalLine(entry=entry, account=gateway, cents=-from_seller),
        )
    )
    return entry


def _must_be_inside(sentence: str) -> None:
    if not connection.in_atomic_block:
        raise TransactionManagementError(sentence)


def post_escrow_held(escrow: Escrow) -> JournalEntry:
    """Book a paid escrow: the gateway has the money, and it is held for work. Twice is refused (IntegrityError)."""
    return _post_escrow(
        escrow, JournalEntry.Kind.ESCROW_HELD, {"gateway": escrow.amount_cents, "escrow": -escrow.amount_cents}
    )


def post_escrow_paid(escrow: Escrow) -> JournalEntry | None:
    """Book what a released escrow pays, as it was stored; where it pays nobody there is nothing to book."""
    if escrow.paid_cents == 0:
        return None
    shares = {"escrow": escrow.paid_cents, "fees": -escrow.fee_cents, "seller": -escrow.revenue_cents}
    return _post_escrow(escrow, JournalEntry.Kind.ESCROW_PAID, shares)


def post_escrow_returned(escrow: Escrow) -> JournalEntry | None:
    """Book what of a released escrow goes back to its payer; the gateway is asked for it by `EscrowReturn`."""
    if escrow.returned_cents == 0:
        return None
    shares = {"escrow": escrow.returned_cents, "gateway": -escrow.returned_cents}
    return _post_escrow(escrow, JournalEntry.Kind.ESCROW_RETURNED, shares)


def _post_escrow(escrow: Escrow, kind: JournalEntry.Kind, shares: dict[str, int]) -> JournalEntry:
    _must_be_inside("Escrow is booked in the transaction that changes it.")
    entry = JournalEntry.objects.create(kind=kind, cause=f"escrow:{escrow.pk}")
    owners = {Account.Kind.SELLER.value: escrow.payee_id}
    JournalLine.objects.bulk_create(
        JournalLine(
            entry=entry,
            account=Account.objects.get(kind=account, owner=owners.get(account), currency=escrow.currency),
            cents=cents,
        )
        for account, cents in shares.items()
        if cents
    )
    return entry
