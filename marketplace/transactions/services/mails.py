"""Mails about money, each a folder of templates/mail."""

from itertools import groupby
from uuid import UUID

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from marketplace.catalog import licences
from marketplace.transactions.gateways.base import BALANCE
from marketplace.transactions.models import Escrow, Order, OrderLine, Refund
from marketplace.transactions.selectors import checkout_of
from marketplace.transactions.selectors.pages import short_number
from nexus.foundation import mail


def mail_purchase(order_id: UUID) -> None:
    """The buyer's receipt, also for what was free."""
    order = Order.objects.select_related("buyer").get(pk=order_id)
    with translation.override(order.buyer.language):  # names of licences and pictures are in it
        receipt = checkout_of(order.buyer, order.pk)
    mail.send(
        "order.purchase",
        to=order.buyer.email,
        language=order.buyer.language,
        context={
            "name": order.buyer.name,
            "order": receipt,
            "number": receipt.number,
            "receipt_url": f"{settings.SITE_URL}{reverse('checkout', args=[order.pk])}",
        },
    )


def mail_sales(order_id: UUID) -> None:
    """One mail for each seller of a paid order, with what they get."""
    lines = OrderLine.objects.filter(order=order_id, state=OrderLine.State.COMPLETED, paid_cents__gt=0)
    ordered = lines.select_related("listing", "seller", "buyer", "order").order_by("seller_id", "pk")
    for seller, group in groupby(ordered, key=lambda line: line.seller):
        sold = list(group)
        with translation.override(seller.language):
            rows = [
                {
                    "name": line.listing.name,
                    "licence_name": licences.name_of(line.licence),
                    "paid_cents": line.paid_cents,
                    "fee_cents": line.fee_cents,
                    "revenue_cents": line.revenue_cents,
                }
                for line in sold
            ]
        mail.send(
            "order.sale",
            to=seller.email,
            language=seller.language,
            context={
                "name": seller.name,
                "buyer": sold[0].buyer.name,
                "lines": rows,
                "revenue_cents": sum(line.revenue_cents for line in sold),
                "currency": sold[0].order.currency,
                "hold_days": settings.PAYOUT_HOLD_DAYS,
                "dashboard_url": f"{settings.SITE_URL}{reverse('dashboard')}",
            },
        )


def mail_escrow_held(escrow_id: UUID) -> None:
    """The receipt of a bounty's money, to whoever paid it."""
    escrow = Escrow.objects.select_related("payer").get(pk=escrow_id)
    mail.send(
        "escrow.held",
        to=escrow.payer.email,
        language=escrow.payer.language,
        context={
            "name": escrow.payer.name,
            "title": escrow.title,
            "amount_cents": escrow.amount_cents,
            "currency": escrow.currency,
            "page_url": f"{settings.SITE_URL}{escrow.page}",
            "receipt_url": f"{settings.SITE_URL}{reverse('receipt', args=[escrow.order_id])}",
        },
    )


def mail_refunded(line_id: int) -> None:
    """The buyer's credit note in words: what goes back, and when it arrives."""
    refund = Refund.objects.select_related("line__listing", "line__order__buyer", "payment").get(
        line=line_id, state__in=[Refund.State.SENDING, Refund.State.DONE]
    )
    line, buyer = refund.line, refund.line.order.buyer
    mail.send(
        "order.refunded",
        to=buyer.email,
        language=buyer.language,
        context={
            "name": buyer.name,
            "model": line.listing.name,
            "number": short_number(line.order_id),
            "amount_cents": refund.amount_cents,
            "currency": line.order.currency,
            "note": refund.note,
            "to_balance": refund.payment is not None and refund.payment.gateway == BALANCE,
            "credit_url": f"{settings.SITE_URL}{reverse('credit_note', args=[refund.pk])}",
        },
    )


def mail_declined(refund_id: UUID) -> None:
    """The buyer learns why a refund was not given."""
    refund = Refund.objects.select_related("line__listing", "line__order__buyer").get(pk=refund_id)
    buyer = refund.line.order.buyer
    mail.send(
        "refund.declined",
        to=buyer.email,
        language=buyer.language,
        context={
            "name": buyer.name,
            "model": refund.line.listing.name,
            "number": short_number(refund.line.order_id),
            "note": refund.note,
            "library_url": f"{settings.SITE_URL}{reverse('library')}",
        },
    )
