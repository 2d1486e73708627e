"""Escrow: a sum is asked for by an order of its own, held, then released once: paid out, returned, or divided.

It is paid like any order (`payments.settle` is the one place that learns of it). What goes back is booked with the
release and written as an `EscrowReturn` before the gateway is asked; the handler of `escrow.released` asks, and the
duty `send_waiting_returns` asks again until it was done.
"""

from datetime import datetime, timedelta
from uuid import UUID

import structlog
from django.conf import settings
from django.db import connection, transaction
from django.db.transaction import TransactionManagementError
from django.utils import timezone

from accounts.models import User
from marketplace.transactions import gateways, ledger, money
from marketplace.transactions.models import Escrow, EscrowReturn, Order, Payment
from marketplace.transactions.services import levels
from nexus.foundation import outbox
from nexus.foundation.errors import Conflict, Invalid, NotFound, Unavailable
from nexus.foundation.sweeping import sweep

log = structlog.get_logger(__name__)

MOST_CENTS = 100_000_00
PATIENCE = timedelta(seconds=60)


def check_amount(cents: int, *, field: str = "amount") -> None:
    """From the lowest price to the highest; Invalid with the limit named."""
    lowest = settings.MINIMUM_PRICE_CENTS
    if cents < lowest:
        sentence = f"{money.text(lowest)} is the lowest amount."
        raise Invalid(sentence, fields={field: [sentence]})
    if cents > MOST_CENTS:
        sentence = f"{money.text(MOST_CENTS)} is the highest amount."
        raise Invalid(sentence, fields={field: [sentence]})


@transaction.atomic
def open_escrow(payer: User, *, amount_cents: int, title: str, page: str) -> Escrow:
    """A pending escrow with the order that asks for its money; `payments.pay_order` pays it."""
    check_amount(amount_cents)
    order = Order.objects.create(buyer=payer, total_cents=amount_cents)
    return Escrow.objects.create(
        order=order, payer=payer, title=title[:140], page=page, amount_cents=amount_cents, currency=order.currency
    )


def escrow_for_change(escrow_id: UUID) -> Escrow:
    """The row under lock; taken after its order where both are."""
    escrow = (
        Escrow.objects.select_for_update(no_key=True, of=("self",))
        .select_related("order", "payer")
        .filter(pk=escrow_id)
        .first()
    )
    if escrow is None:
        raise NotFound("There is no such escrow.")
    return escrow


def hold_paid(order: Order) -> None:
    """Book the escrow of an order without lines that is just being completed."""
    _inside()
    escrow = Escrow.objects.select_for_update(no_key=True).get(order=order)
    if escrow.state == Escrow.State.PENDING:
        escrow.state, escrow.held_at = Escrow.State.HELD, timezone.now()
        escrow.save(update_fields=["state", "held_at"])
        ledger.post_escrow_held(escrow)
        outbox.send("escrow.held", escrow=str(escrow.pk))


def fail_unpaid(order: Order) -> None:
    """The order of a pending escrow ended unpaid."""
    _inside()
    escrow = Escrow.objects.select_for_update(no_key=True).filter(order=order, state=Escrow.State.PENDING).first()
    if escrow is not None:
        escrow.state = Escrow.State.FAILED
        escrow.save(update_fields=["state"])
        outbox.send("escrow.failed", escrow=str(escrow.pk))


@transaction.atomic
def release(escrow_id: UUID, *, payee: User | None, paid_cents: int) -> Escrow:
    """Pay `paid_cents` less the fee to the payee and the rest back to the payer, once.

    Raises Conflict `escrow_not_held` for one that is not held (a second release is one), Invalid for more than it
    holds.
    """
    escrow = escrow_for_change(escrow_id)
    if escrow.state != Escrow.State.HELD:
        raise Conflict(f"This escrow is {escrow.state}; only a held one can be released.", code="escrow_not_held")
    if not 0 <= paid_cents <= escrow.amount_cents or (paid_cents > 0) != (payee is not None):
        raise Invalid(f"The escrow holds {money.text(escrow.amount_cents)}; no more can be paid from it.")
    share = money.split(paid_cents, settings.FEE_BASIS_POINTS)
    escrow.state, escrow.released_at, escrow.payee = Escrow.State.RELEASED, timezone.now(), payee
    escrow.paid_cents, escrow.fee_cents, escrow.revenue_cents = paid_cents, share.fee, share.revenue
    escrow.returned_cents = escrow.amount_cents - paid_cents
    escrow.save()
    if payee is not None:
        ledger.open_seller_accounts([payee.pk], currency=escrow.currency)
    ledger.post_escrow_paid(escrow)
    ledger.post_escrow_returned(escrow)
    if escrow.returned_cents:
        taken = Payment.objects.get(order=escrow.order_id, state=Payment.State.SUCCEEDED)
        EscrowReturn.objects.create(escrow=escrow, payment=taken, amount_cents=escrow.returned_cents)
    outbox.send("escrow.released", escrow=str(escrow.pk))
    return escrow


def send_return(escrow_id: UUID) -> None:
    """Have the gateway give back what a released escrow returns; again, nothing happens.

    Raises Unavailable when the gateway does not answer: the row waits, and whoever calls may call again.
    """
    back = EscrowReturn.objects.select_related("payment").filter(escrow=escrow_id).first()
    if back is None or back.state == EscrowReturn.State.DONE:
        return
    gateway = gateways.named(back.payment.gateway)
    try:
        reference = gateway.refund(back.payment.reference, key=str(back.pk), amount_cents=back.amount_cents)
    except (Conflict, Unavailable) as refused:
        EscrowReturn.objects.filter(pk=back.pk).update(reason=refused.sentence[:300])
        raise
    EscrowReturn.objects.filter(pk=back.pk, state=EscrowReturn.State.WAITING).update(
        state=EscrowReturn.State.DONE, done_at=timezone.now(), reference=reference, reason=""
    )


def send_waiting_returns(now: datetime | None = None) -> None:
    """The sweep (a duty): ask again for what waits for over a minute; all failures are raised together at the end."""
    before = (now or timezone.now()) - PATIENCE
    waiting = EscrowReturn.objects.filter(state=EscrowReturn.State.WAITING, created_at__lt=before).order_by("pk")
    with sweep("escrows that could not be returned") as attempt:
        for escrow_id in waiting.values_list("escrow_id", flat=True):
            attempt(send_return, escrow_id)


def follow_payee(escrow_id: UUID) -> None:
    """Set the level of whoever a released escrow paid by all that they ever earned."""
    payee = Escrow.objects.values_list("payee_id", flat=True).get(pk=escrow_id)
    if payee is not None:
        levels.follow_seller(payee)


def _inside() -> None:
    if not connection.in_atomic_block:
        raise TransactionManagementError("An escrow changes in the transaction of its order.")
