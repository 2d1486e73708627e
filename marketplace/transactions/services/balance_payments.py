"""A seller pays an order from what they earned: no gateway is asked, the ledger moves the amount."""

from uuid import UUID

from django.db import transaction

from marketplace.transactions import ledger, locks, money
from marketplace.transactions.models import Order, Payment
from marketplace.transactions.selectors.balances import balance_of
from marketplace.transactions.services.completion import complete_held, fail_order
from nexus.foundation.errors import Conflict, NotFound


def spend(payment_id: UUID) -> None:
    """Pay one's pending order from the balance, whole or not at all.

    Raises Conflict `balance_too_low` with both amounts (the order stays pending), `order_closed`, or `already_owned`
    (then the order is closed and nothing was taken).
    """
    try:
        _spend(payment_id)
    except Conflict as refused:
        Payment.objects.filter(pk=payment_id, state=Payment.State.INTENDED).update(state=Payment.State.FAILED)
        if refused.code == "already_owned":
            order_id = Payment.objects.values_list("order_id", flat=True).get(pk=payment_id)
            fail_order(order_id, code=refused.code, message=refused.sentence)
        raise


@transaction.atomic
def _spend(payment_id: UUID) -> None:
    known = Payment.objects.filter(pk=payment_id).first()
    if known is None:
        raise NotFound("There is no such payment.")
    order = locks.order_for_change(known.order_id)
    payment = order.payments.get(pk=payment_id)
    if order.state != Order.State.PENDING or payment.state != Payment.State.INTENDED:
        raise Conflict(f"This order is {order.state}; only a pending order can be paid.", code="order_closed")
    account = locks.seller_account_for_change(order.buyer_id, currency=order.currency)
    available = balance_of(order.buyer).available_cents if account else 0
    if available < payment.amount_cents:
        raise Conflict(
            f"Your balance has {money.text(max(available, 0))} available; this order costs "
            f"{money.text(payment.amount_cents)}.",
            code="balance_too_low",
        )
    payment.state = Payment.State.SUCCEEDED
    payment.save(update_fields=["state"])
    ledger.post_balance_spent(payment, payer_id=order.buyer_id)
    complete_held(order)
