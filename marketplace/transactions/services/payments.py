"""Asking a gateway for an order's money, and learning what became of it.

`settle` is the one place that moves a payment and its order. The return page, the gateway's events and the sweep all
call it: it asks the gateway what is true now, locks the order, and moves once.
"""

from datetime import datetime, timedelta
from uuid import UUID

import structlog
from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from marketplace.transactions import gateways, locks
from marketplace.transactions.gateways.base import BALANCE, CHECKOUT, Gateway, GatewayState, Standing
from marketplace.transactions.models import Escrow, Order, Payment
from marketplace.transactions.selectors.pages import short_number
from marketplace.transactions.services import balance_payments
from marketplace.transactions.services.completion import complete_held, fail_order
from nexus.foundation.errors import Conflict, Invalid, NotFound, Unavailable
from nexus.foundation.sweeping import sweep

log = structlog.get_logger(__name__)

OPEN = (Payment.State.INTENDED, Payment.State.WAITING)
FINAL = (Payment.State.SUCCEEDED, Payment.State.RETURNED)
PATIENCE = timedelta(seconds=60)  # a payment younger than this is still in somebody's hands
LIFE = timedelta(hours=24)  # an order that nobody pays is closed after this


def check_method(method: str) -> None:
    """Refuse a means of payment that the gateway does not know, before anything is written."""
    if method and method not in {CHECKOUT, BALANCE} and not gateways.default().takes(method):
        raise Invalid(
            f"The payment method {method[:40]!r} is not known here. Leave it out to pay on the card page.",
            code="unknown_payment_method",
            fields={"payment_method": ["Not a payment method of this gateway."]},
        )


def pay_order(order_id: UUID, *, by: User, method: str = "", return_url: str = "", is_repeated: bool = False) -> Order:
    """Ask for the money of one's own pending order; a named method is settled at once, else the card page waits.

    With `is_repeated` the request came before: a payment that waits for the buyer (their bank asks them something)
    stays as it is. The payment's row is written before the gateway is asked, so that a crash between the two is found
    by the sweep. Raises NotFound for another's order, Conflict `order_closed` for one that ended, `payment_in_progress`
    while another request is asking, `not_from_balance` for a bounty's order.
    """
    check_method(method)
    at_once = method not in {"", CHECKOUT}
    reuse = is_repeated or not at_once
    payment, replaced = _intend(order_id, by=by, reuse=reuse, from_balance=method == BALANCE)
    for other in replaced:
        _stop(other)
    if replaced and not Order.objects.filter(pk=order_id, state=Order.State.PENDING).exists():
        Payment.objects.filter(pk=payment.pk).update(state=Payment.State.FAILED)  # the gateway never heard of it
        raise Conflict("This order was paid by another request just now.", code="order_closed")
    if payment.state == Payment.State.INTENDED and method == BALANCE:
        balance_payments.spend(payment.pk)
    elif payment.state == Payment.State.INTENDED:
        reference = _start(payment, method=method if at_once else "", return_url=return_url or _page_of(order_id))
        if at_once:
            _settle_started(payment, reference)
        else:
            _keep_waiting(payment, reference)
    return Order.objects.get(pk=order_id)


def _page_of(order_id: UUID) -> str:
    return f"{settings.SITE_URL}{reverse('checkout', args=[order_id])}"


@transaction.atomic
def _intend(order_id: UUID, *, by: User, reuse: bool, from_balance: bool = False) -> tuple[Payment, list[Payment]]:
    order = locks.order_for_change(order_id)
    if order.buyer_id != by.pk:
        raise NotFound("There is no such order.")
    if order.state != Order.State.PENDING:
        raise Conflict(f"This order is {order.state}; only a pending order can be paid.", code="order_closed")
    if from_balance and Escrow.objects.filter(order=order).exists():  # what comes back of it goes back to a card
        raise Conflict("A bounty is paid by card; a balance cannot pay it.", code="not_from_balance")
    waiting = list(order.payments.filter(state__in=OPEN).order_by("pk"))
    now = timezone.now()
    if any(payment.state == Payment.State.INTENDED and payment.created_at > now - PATIENCE for payment in waiting):
        raise Conflict(
            "This order is being paid by another request just now. Look at it again in a second.",
            code="payment_in_progress",
            retry_after=1,
        )
    if reuse and waiting and waiting[-1].state == Payment.State.WAITING:
        return waiting[-1], []
    gateway = BALANCE if from_balance else gateways.default().name
    payment = Payment.objects.create(
        order=order, gateway=gateway, amount_cents=order.total_cents, currency=order.currency
    )
    return payment, waiting


def _start(payment: Payment, *, method: str, return_url: str) -> str:
    description = f"Nexus order {short_number(payment.order_id)}"
    gateway = gateways.named(payment.gateway)
    return gateway.start(payment, return_url=return_url, method=method, description=description).reference


def _settle_started(payment: Payment, reference: str) -> None:
    """The bank has answered already: its answer and the reference are written together."""
    try:
        settle(payment.pk, reference=reference)
    except Unavailable:
        _keep_waiting(payment, reference)
        raise


def _keep_waiting(payment: Payment, reference: str) -> None:
    with transaction.atomic():
        locks.order_for_change(payment.order_id)
        Payment.objects.filter(pk=payment.pk, reference="").update(reference=reference)
        Payment.objects.filter(pk=payment.pk, state=Payment.State.INTENDED).update(state=Payment.State.WAITING)


def _stop(payment: Payment) -> None:
    """Take an unpaid payment back before another is asked for; if it was paid meanwhile, settle says so."""
    if payment.reference:
        gateways.named(payment.gateway).close(payment.reference)
    settle(payment.pk)


def settle(payment_id: UUID, *, reference: str = "") -> Payment:
    """Bring a payment and its order to what is true at the gateway now; calling it again changes nothing.

    A payment that its order cannot take (paid twice, paid after the order was closed, another amount or currency) is
    given back whole. Who has just started it names its reference. Raises Unavailable when the gateway does not answer;
    then nothing moved.
    """
    known = Payment.objects.filter(pk=payment_id).first()
    if known is None:
        raise NotFound("There is no such payment.")
    if known.state in FINAL:
        return known
    reference, truth = _seen(known, reference)
    with transaction.atomic():
        order = locks.order_for_change(known.order_id)
        payment = order.payments.get(pk=payment_id)
        if payment.state in FINAL:
            return payment
        if truth is None:
            _forget(payment)
            return payment
        gateway = gateways.named(payment.gateway)
        payment.reference = reference
        if truth.standing is Standing.OPEN and order.state != Order.State.PENDING:
            truth = gateway.close(reference)
        _move(order, payment, truth, gateway)
        return payment


def _seen(payment: Payment, reference: str) -> tuple[str, GatewayState | None]:
    """What the gateway knows of it: its reference and state, or nothing (of a balance there is nobody to ask)."""
    if payment.gateway == BALANCE:
        return "", None
    gateway = gateways.named(payment.gateway)
    reference = reference or payment.reference or gateway.find(str(payment.pk))
    return reference, gateway.state_of(reference) if reference else None


def _forget(payment: Payment) -> None:
    """The gateway never heard of it: the request that wrote it died, so the buyer may try again."""
    if payment.state == Payment.State.INTENDED and payment.created_at < timezone.now() - PATIENCE:
        payment.state = Payment.State.FAILED
        payment.save(update_fields=["state"])


def _move(order: Order, payment: Payment, truth: GatewayState, gateway: Gateway) -> None:
    if truth.standing is Standing.SUCCEEDED:
        _take(order, payment, truth, gateway)
    elif payment.state == Payment.State.FAILED:
        return  # it failed before and still does; a newer payment decides the order
    elif truth.standing is Standing.OPEN:
        _save(payment, Payment.State.WAITING)
    elif truth.standing is Standing.FAILED:
        _save(payment, Payment.State.FAILED)
        if not order.payments.filter(state__in=OPEN).exists():
            fail_order(
                order.pk, code=truth.failure_code or "declined", message=truth.failure_message or "The bank said no."
            )
    else:
        _save(payment, Payment.State.RETURNED)
        fail_order(order.pk, code="returned", message="The payment was given back.")


def _take(order: Order, payment: Payment, truth: GatewayState, gateway: Gateway) -> None:
    payment.card_last4 = truth.card_last4
    if order.state != Order.State.PENDING:
        _return_whole(payment, gateway, why=f"order_{order.state}")
        return
    if (truth.amount_cents, truth.currency) != (order.total_cents, order.currency):
        _return_whole(payment, gateway, why="amount_differs")
        fail_order(
            order.pk, code="amount_differs", message="Another amount was paid than was asked. It was given back."
        )
        return
    try:
        with transaction.atomic():
            _save(payment, Payment.State.SUCCEEDED)
            complete_held(order)
    except Conflict as refused:
        _return_whole(payment, gateway, why=refused.code)
        fail_order(order.pk, code=refused.code, message=f"{refused.sentence} The payment was given back.")


def _return_whole(payment: Payment, gateway: Gateway, *, why: str) -> None:
    gateway.give_back(payment.reference)
    _save(payment, Payment.State.RETURNED)
    log.warning("payment_returned", payment=str(payment.pk), order=str(payment.order_id), why=why)


def _save(payment: Payment, state: Payment.State) -> None:
    payment.state = state
    payment.save(update_fields=["state", "reference", "card_last4"])


def settle_order(order_id: UUID) -> None:
    """Ask about every payment of an order that is not decided yet."""
    for payment_id in (
        Payment.objects.filter(order=order_id, state__in=OPEN).order_by("pk").values_list("pk", flat=True)
    ):
        settle(payment_id)


def settle_waiting(now: datetime | None = None) -> None:
    """The sweep (a duty): settle payments that wait for over a minute, close orders that nobody pays for a day.

    One payment that cannot be settled does not stop the others; all failures are raised together at the end.
    """
    now = now or timezone.now()
    unpaid = Order.objects.filter(state=Order.State.PENDING, created_at__lt=now - LIFE)
    waiting = Payment.objects.filter(state__in=OPEN, created_at__lt=now - PATIENCE).order_by("pk")
    with sweep("payments that could not be settled") as attempt:
        for order_id in unpaid.values_list("pk", flat=True):
            attempt(_close_unpaid, order_id)
        for payment_id in waiting.values_list("pk", flat=True):
            attempt(settle, payment_id)


def _close_unpaid(order_id: UUID) -> None:
    settle_order(order_id)
    fail_order(order_id, code="expired", message="The order was not paid within a day.")
