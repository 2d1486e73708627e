"""Everything about one order, in the order it happened, for staff; the admin checks the right."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from marketplace.catalog.models import DownloadLog, Entitlement
from marketplace.transactions import money
from marketplace.transactions.models import GatewayEvent, JournalLine, Order, OrderLine, Payment, Refund
from nexus.foundation.outbox import Delivery
from nexus.foundation.sayings import said


@dataclass(frozen=True)
class Moment:
    """One thing that happened to an order. `sort` is the badge: order, payment, message, ledger, file, mail, refund."""

    at: datetime
    sort: str
    what: str
    detail: str


def timeline_of(order_id: UUID) -> tuple[Moment, ...]:
    """Payments, gateway messages, ledger lines, rights and downloads, mails and refunds, oldest first."""
    order = Order.objects.select_related("buyer").get(pk=order_id)
    lines = list(OrderLine.objects.filter(order=order).select_related("listing").order_by("pk"))
    refunds = list(Refund.objects.filter(line__in=lines).select_related("decided_by").order_by("pk"))
    payments = list(Payment.objects.filter(order=order).order_by("pk"))
    moments = [
        *_order(order),
        *_payments(payments),
        *_booked(order, lines, payments, refunds),
        *_files(order, lines),
        *_refunds(refunds),
        *_mails(order, lines, refunds),
    ]
    told = (Moment(moment.at, moment.sort, said(moment.what), said(moment.detail)) for moment in moments)
    return tuple(sorted(told, key=lambda moment: moment.at))


def _order(order: Order) -> Iterator[Moment]:
    yield Moment(order.created_at, "order", "Order made", f"{money.text(order.total_cents)} {order.currency}")
    if order.completed_at:
        yield Moment(order.completed_at, "order", "Order completed", "")


def _payments(payments: list[Payment]) -> Iterator[Moment]:
    for payment in payments:
        asked = f"{payment.gateway} {payment.reference}, {money.text(payment.amount_cents)} {payment.currency}"
        yield Moment(payment.created_at, "payment", f"Payment asked for, now {payment.state}", asked)
    references = [payment.reference for payment in payments if payment.reference]
    for event in GatewayEvent.objects.filter(body__payment__id__in=references).order_by("pk"):
        yield Moment(event.received_at, "message", f"Message {event.type}", event.outcome or "Not applied yet.")


def _booked(order: Order, lines: list[OrderLine], payments: list[Payment], refunds: list[Refund]) -> Iterator[Moment]:
    causes = [
        *(f"order-line:{line.pk}" for line in lines),
        *(f"payment:{payment.pk}" for payment in payments),
        *(f"refund:{refund.pk}" for refund in refunds),
    ]
    if escrow := getattr(order, "escrow", None):
        causes.append(f"escrow:{escrow.pk}")
    booked = JournalLine.objects.filter(entry__cause__in=causes).select_related("entry", "account__owner")
    for line in booked.order_by("pk"):
        account = f"{line.account.kind} {line.account.owner or ''}".strip()
        yield Moment(line.entry.at, "ledger", f"Booked: {line.entry.kind}", f"{account} {money.text(line.cents)}")


def _files(order: Order, lines: list[OrderLine]) -> Iterator[Moment]:
    rights = Entitlement.objects.filter(transaction_id__in=[line.pk for line in lines]).select_related("listing")
    for right in rights.order_by("pk"):
        yield Moment(right.since, "file", "Files given", right.listing.name)
        if right.ended_at:
            yield Moment(right.ended_at, "file", "Right to the files ended", right.listing.name)
    if order.completed_at is None:
        return
    read = DownloadLog.objects.filter(
        reader=order.buyer, listing__in=[line.listing_id for line in lines], at__gte=order.completed_at
    )
    for log in read.select_related("listing", "file").order_by("pk")[:200]:
        yield Moment(log.at, "file", "Downloaded", f"{log.listing.name}, {log.file.format if log.file else ''}")


def _refunds(refunds: list[Refund]) -> Iterator[Moment]:
    for refund in refunds:
        amount = money.text(refund.amount_cents)
        yield Moment(refund.created_at, "refund", f"Refund of {amount} asked for", refund.reason)
        if refund.booked_at:
            who = f"{refund.get_code_display()} {refund.decided_by or ''}".strip()
            yield Moment(refund.booked_at, "refund", f"Refund of {amount} given", who)
        if refund.done_at:
            yield Moment(refund.done_at, "refund", f"Refund of {amount} sent by the gateway", refund.reference)


def _mails(order: Order, lines: list[OrderLine], refunds: list[Refund]) -> Iterator[Moment]:
    about = Q(message__ids__order=str(order.pk)) | Q(message__ids__line__in=[line.pk for line in lines])
    about |= Q(message__ids__refund__in=[str(refund.pk) for refund in refunds])
    sent = Delivery.objects.filter(about, done_at__isnull=False).select_related("message")
    for delivery in sent.order_by("pk"):
        name = delivery.handler.rpartition(".")[2]
        if "mail" in name:
            yield Moment(delivery.done_at or order.created_at, "mail", f"Mail: {delivery.message.fact}", name)
