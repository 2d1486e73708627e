"""What staff with the right to see orders may know; the admin checks that right."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from marketplace.transactions import money
from marketplace.transactions.models import GatewayEvent, JournalLine, Order, OrderLine, Payment
from marketplace.transactions.selectors.balances import balance
from nexus.foundation.sayings import said

__all__ = ["Moment", "balance", "timeline_of"]


@dataclass(frozen=True)
class Moment:
    """One thing that happened to an order."""

    at: datetime
    what: str
    detail: str


def timeline_of(order_id: UUID) -> tuple[Moment, ...]:
    """Everything about one order in the order it happened: payments, gateway messages, ledger lines."""
    order = Order.objects.get(pk=order_id)
    payments = list(Payment.objects.filter(order=order).order_by("pk"))
    moments = [Moment(order.created_at, "Order made", f"{money.text(order.total_cents)} {order.currency}")]
    for payment in payments:
        asked = f"{payment.gateway} {payment.reference}, {money.text(payment.amount_cents)} {payment.currency}"
        moments.append(Moment(payment.created_at, f"Payment asked for, now {payment.state}", asked))
    references = [payment.reference for payment in payments if payment.reference]
    moments.extend(
        Moment(event.received_at, f"Message {event.type}", event.outcome or "Not applied yet.")
        for event in GatewayEvent.objects.filter(body__payment__id__in=references).order_by("pk")
    )
    causes = [f"order-line:{line_id}" for line_id in OrderLine.objects.filter(order=order).values_list("pk", flat=True)]
    booked = (
        JournalLine.objects.filter(entry__cause__in=causes).select_related("entry", "account__owner").order_by("pk")
    )
    for line in booked:
        account = f"{line.account.kind} {line.account.owner or ''}".strip()
        moments.append(Moment(line.entry.at, f"Booked: {line.entry.kind}", f"{account} {money.text(line.cents)}"))
    if order.completed_at:
        moments.append(Moment(order.completed_at, "Order completed", ""))
    told = (Moment(moment.at, said(moment.what), said(moment.detail)) for moment in moments)
    return tuple(sorted(told, key=lambda moment: moment.at))
