"""How an order ends: the money is booked and the files are given, or nothing is."""

from collections.abc import Sequence
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from marketplace.catalog.models import Entitlement
from marketplace.catalog.services import entitlements
from marketplace.transactions import ledger, locks
from marketplace.transactions.models import Cart, CartItem, CouponUse, Order, OrderLine, Payment
from marketplace.transactions.services import coupons, escrow
from nexus.foundation import outbox
from nexus.foundation.errors import Conflict

HELD_ONCE = {"order_line_completed_once", "entitlement_held_once"}


@transaction.atomic
def complete_order(order_id: UUID) -> Order:
    """Move the money and give the files, once; a second call changes nothing.

    Raises Conflict `not_paid`, `order_closed` (it failed), or `already_owned` when the buyer got one of its models
    another way meanwhile; then nothing of it happened.
    """
    return complete_held(locks.order_for_change(order_id))


def complete_held(order: Order) -> Order:
    """`complete_order` of an order that the caller's transaction holds, and rolls back when this raises."""
    if order.state == Order.State.COMPLETED:
        return order
    if order.state != Order.State.PENDING:
        raise Conflict(f"This order is {order.state}; only a pending order can be completed.", code="order_closed")
    if order.total_cents and not order.payments.filter(state=Payment.State.SUCCEEDED).exists():
        raise Conflict("This order is not paid yet.", code="not_paid")
    order.state = Order.State.COMPLETED
    order.completed_at = timezone.now()
    order.save(update_fields=["state", "completed_at"])
    lines = list(order.lines.select_related("listing__seller").order_by("pk"))
    if not lines:
        escrow.hold_paid(order)
        return order
    ledger.open_seller_accounts((line.seller_id for line in lines), currency=order.currency)
    for line in lines:
        _sell(line, order)
    _forget_wishes(order, lines)
    outbox.send("order.completed", order=str(order.pk))
    return order


def _forget_wishes(order: Order, lines: Sequence[OrderLine]) -> None:
    """What was bought is no wish of the buyer's cart any more, and the cart's coupon is used."""
    for line in lines:
        CartItem.objects.filter(cart__buyer=order.buyer_id, listing=line.listing_id, licence=line.licence).delete()
    used = CouponUse.objects.filter(order=order).values("coupon__code")
    Cart.objects.filter(buyer=order.buyer_id, coupon_code__in=used).update(coupon_code="")


def _sell(line: OrderLine, order: Order) -> None:
    line.state = OrderLine.State.COMPLETED
    try:
        line.save(update_fields=["state"])
        entitlements.grant(
            line.listing,
            licence=line.licence,
            holder=order.buyer,
            reason=Entitlement.Reason.BOUGHT if line.paid_cents else Entitlement.Reason.FREE,
            transaction_id=line.pk,
        )
    except IntegrityError as refused:
        diagnosis = getattr(refused.__cause__, "diag", None)
        if getattr(diagnosis, "constraint_name", None) not in HELD_ONCE:
            raise
        raise Conflict(
            f"You already have “{line.listing.name}”; it is in your library.", code="already_owned"
        ) from refused
    ledger.post_sale(line)


@transaction.atomic
def fail_order(order_id: UUID, *, code: str, message: str) -> Order:
    """Close a pending order without a sale and keep why; an order that ended already stays what it is."""
    order = locks.order_for_change(order_id)
    if order.state != Order.State.PENDING:
        return order
    order.state = Order.State.FAILED
    order.failure_code, order.failure_message = code[:60], message[:300]
    order.save(update_fields=["state", "failure_code", "failure_message"])
    order.lines.filter(state=OrderLine.State.PENDING).update(state=OrderLine.State.FAILED)
    coupons.give_back(order)
    escrow.fail_unpaid(order)
    return order
