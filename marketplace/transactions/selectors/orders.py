"""Orders and their lines, for those they belong to."""

from uuid import UUID

from django.db.models import Prefetch, Q, QuerySet

from accounts.models import User
from marketplace.transactions import gateways
from marketplace.transactions.models import Order, OrderLine, Payment
from nexus.foundation.errors import NotFound


def orders_of(user: User) -> QuerySet[Order]:
    """A buyer's own orders with their lines, newest first."""
    lines = OrderLine.objects.select_related("listing", "seller").order_by("pk")
    return Order.objects.filter(buyer=user).prefetch_related(Prefetch("lines", lines)).order_by("-pk")


def order_of(user: User, order_id: UUID) -> Order:
    """One own order; another's is not there."""
    order = orders_of(user).filter(pk=order_id).first()
    if order is None:
        raise NotFound("There is no such order.")
    return order


def transactions_of(user: User) -> QuerySet[OrderLine]:
    """A person's sales and purchases, newest first; of sales only those that were paid."""
    sold = Q(seller=user, state__in=[OrderLine.State.COMPLETED, OrderLine.State.REFUNDED])
    return (
        OrderLine.objects.filter(Q(buyer=user) | sold)
        .select_related("order", "listing", "buyer", "seller")
        .order_by("-pk")
    )


def checkout_url_of(order: Order) -> str:
    """The gateway's page on which a pending order is paid, or "" when nobody asked for its money yet."""
    if order.state != Order.State.PENDING:
        return ""
    payment = order.payments.filter(state=Payment.State.WAITING).order_by("-pk").first()
    return gateways.named(payment.gateway).checkout_url(payment.reference) if payment else ""
