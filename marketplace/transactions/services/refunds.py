"""Refunds, line by line: by right, or decided by staff; booked once, then asked of the gateway with a key kept before.

What is booked in one transaction: the line is refunded, the stored sale is reversed, the right to the files ends, and a
`Refund` row keeps the key. The gateway is asked after that by a handler of the fact `refund.booked`, and by the duty
`send_waiting_refunds` until it has answered; the key makes the second question harmless.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts import rights
from accounts.models import User
from accounts.roles import DECIDE_REFUND
from marketplace.catalog.models import Entitlement
from marketplace.catalog.services import entitlements
from marketplace.transactions import gateways, ledger, locks
from marketplace.transactions.gateways.base import BALANCE
from marketplace.transactions.models import Order, OrderLine, Payment, Refund
from marketplace.transactions.selectors.refunds import standing_of
from nexus.foundation import audit, outbox, texts
from nexus.foundation.errors import Conflict, Invalid, NotAllowed, NotFound
from nexus.foundation.sweeping import sweep

STAFF_CODES = (Refund.Code.NOT_AS_DESCRIBED, Refund.Code.SELLER_AGREES, Refund.Code.OPERATOR)
MISSING = "There is no such purchase."
PATIENCE = timedelta(seconds=60)  # a refund younger than this is still in its handler's hands


@transaction.atomic
def ask_refund(
    order_id: UUID, *, by: User, reason: str = "", line_id: int | None = None, now: datetime | None = None
) -> list[Refund]:
    """The buyer wants the money of one line, or of all paid lines of an order, back.

    Lines that may go back by right are booked at once; for the others staff are asked (state `requested`). Raises
    NotFound for another's order or line, Invalid without a reason where staff must decide, Conflict
    `nothing_to_refund`, `refund_asked` or `refund_declined`.
    """
    order = _held(order_id)
    if order.buyer_id != by.pk:
        raise NotFound(MISSING)
    made = []
    for line in _lines(order, line_id):
        moment = now or timezone.now()
        standing = standing_of(line, now=moment)
        if standing.by_right:
            refund = _write(line, by=by, reason=reason, state=Refund.State.REQUESTED)
            made.append(_book(refund, code=Refund.Code.BY_RIGHT, by=None, now=moment))
            continue
        if standing.was_declined:
            raise Conflict("This refund was declined. The mail about it says why.", code="refund_declined")
        if not reason.strip():
            sentence = "Say why you want your money back; a person reads it."
            raise Invalid(sentence, code="reason_missing", fields={"reason": [sentence]})
        refund = _write(line, by=by, reason=reason, state=Refund.State.REQUESTED)
        outbox.send("refund.requested", refund=str(refund.pk))
        made.append(refund)
    return made


@transaction.atomic
def refund_by_staff(
    order_id: UUID, *, by: User, code: str, note: str = "", line_id: int | None = None, now: datetime | None = None
) -> list[Refund]:
    """Staff give the money of a line, or of all paid lines, back; an open request is decided by it.

    Raises NotAllowed without the right and for one's own purchase or sale (`own_refund`), Invalid for an unknown reason
    code, Conflict `nothing_to_refund`.
    """
    rights.staff_with(by, DECIDE_REFUND)
    if code not in STAFF_CODES:
        known = ", ".join(STAFF_CODES)
        raise Invalid(f"Choose a reason: {known}.", fields={"code": [f"Choose one of: {known}."]})
    order = _held(order_id)
    made = []
    for line in _lines(order, line_id, by_staff=True):
        _refuse_own(line, by)
        refund = line.refunds.filter(state=Refund.State.REQUESTED).first()
        refund = refund or _write(line, by=by, reason="", state=Refund.State.REQUESTED)
        refund.note = note.strip()
        made.append(_book(refund, code=Refund.Code(code), by=by, now=now or timezone.now()))
    return made


@transaction.atomic
def decline_refund(refund_id: UUID, *, by: User, note: str) -> Refund:
    """Staff leave a sale as it is and say why.

    Raises NotAllowed without the right and for one's own purchase or sale (`own_refund`), Invalid without words,
    Conflict `decided`.
    """
    rights.staff_with(by, DECIDE_REFUND)
    if not note.strip():
        raise Invalid("Say why, so that the buyer understands it.", fields={"note": ["Say why."]})
    known = Refund.objects.select_related("line").filter(pk=refund_id).first()
    if known is None:
        raise NotFound("There is no such request.")
    _refuse_own(known.line, by)
    _held(known.line.order_id)
    refund = Refund.objects.get(pk=refund_id)
    if refund.state != Refund.State.REQUESTED:
        raise Conflict("This request was decided already.", code="decided")
    refund.state, refund.note, refund.decided_by = Refund.State.DECLINED, note.strip()[:2000], by
    refund.save(update_fields=["state", "note", "decided_by"])
    audit.note("refund.decline", actor_id=by.pk, target=f"order-line:{refund.line_id}", reason=refund.note)
    outbox.send("refund.declined", refund=str(refund.pk))
    return refund


def _refuse_own(line: OrderLine, by: User) -> None:
    """Staff decide on no money that they get or lose by it."""
    if by.pk in {line.buyer_id, line.seller_id}:
        raise NotAllowed("This is your own purchase or sale; somebody else decides on it.", code="own_refund")


@transaction.atomic
def answer_request(
    refund_id: UUID, *, by: User, text: str = "", agrees: bool = False, now: datetime | None = None
) -> Refund:
    """The seller says what they think of a request, once, or agrees to it; staff read it before they decide.

    Raises NotFound for another's sale, Invalid where nothing is said, Conflict `decided` or `answered`.
    """
    known = Refund.objects.select_related("line").filter(pk=refund_id, line__seller=by).first()
    if known is None:
        raise NotFound("There is no such request.")
    _held(known.line.order_id)
    refund = Refund.objects.get(pk=refund_id)
    if refund.state != Refund.State.REQUESTED:
        raise Conflict("This request was decided already.", code="decided")
    if refund.seller_answer or refund.seller_agreed_at:
        raise Conflict("You have answered already; our staff decide now.", code="answered")
    words = texts.checked(text, most=2000, field="text") if text.strip() else ""
    if not words and not agrees:
        sentence = "Say what you think of it, or agree."
        raise Invalid(sentence, code="answer_missing", fields={"text": [sentence]})
    refund.seller_answer = words
    refund.seller_agreed_at = (now or timezone.now()) if agrees else None
    refund.save(update_fields=["seller_answer", "seller_agreed_at"])
    outbox.send("refund.answered", refund=str(refund.pk))
    return refund


def send_refund(refund_id: UUID) -> Refund:
    """Ask the gateway for a booked refund; asked again, it is the same one. Raises Unavailable when it is away."""
    refund = Refund.objects.select_related("payment").get(pk=refund_id)
    if refund.state != Refund.State.SENDING:
        return refund
    assert refund.payment is not None
    reference = gateways.named(refund.payment.gateway).refund(
        refund.payment.reference, key=str(refund.pk), amount_cents=refund.amount_cents
    )
    Refund.objects.filter(pk=refund_id, state=Refund.State.SENDING).update(
        state=Refund.State.DONE, reference=reference, done_at=timezone.now()
    )
    return Refund.objects.get(pk=refund_id)


def send_waiting_refunds(now: datetime | None = None) -> None:
    """The sweep (a duty): ask again for what waits for over a minute, for as long as it takes.

    One refund that cannot be sent does not stop the others; all failures are raised together at the end.
    """
    before = (now or timezone.now()) - PATIENCE
    waiting = Refund.objects.filter(state=Refund.State.SENDING, booked_at__lt=before).order_by("pk")
    with sweep("refunds that could not be sent") as attempt:
        for refund_id in waiting.values_list("pk", flat=True):
            attempt(send_refund, refund_id)


def _held(order_id: UUID) -> Order:
    """The order with the rights to its files, so that no download begins while it is decided."""
    order = locks.order_for_change(order_id)
    lines = order.lines.values_list("pk", flat=True)
    rights = Entitlement.objects.filter(transaction_id__in=list(lines), ended_at=None).order_by("pk")
    list(rights.select_for_update(no_key=True).values_list("pk"))
    return order


def _lines(order: Order, line_id: int | None, *, by_staff: bool = False) -> Sequence[OrderLine]:
    """What of the order can go back now; a named line must be among it."""
    lines = list(order.lines.select_related("order", "listing").order_by("pk"))
    if line_id is not None:
        lines = [line for line in lines if line.pk == line_id]
        if not lines:
            raise NotFound(MISSING)
    sold = [line for line in lines if line.state == OrderLine.State.COMPLETED and line.paid_cents]
    open_ones = [] if by_staff else list(_asked(sold))
    free = [line for line in sold if line.pk not in open_ones]
    if sold and not free:
        raise Conflict("A refund is asked for already; a person decides on it.", code="refund_asked")
    if not free:
        raise Conflict("Nothing was paid here that could go back.", code="nothing_to_refund")
    return free


def _asked(lines: Sequence[OrderLine]) -> list[int]:
    asked = Refund.objects.filter(line__in=lines, state=Refund.State.REQUESTED)
    return list(asked.values_list("line_id", flat=True))


def _write(line: OrderLine, *, by: User, reason: str, state: Refund.State) -> Refund:
    try:
        with transaction.atomic():
            return Refund.objects.create(
                line=line, amount_cents=line.paid_cents, state=state, reason=reason.strip()[:2000], asked_by=by
            )
    except IntegrityError as refused:  # the database keeps one refund a line
        raise Conflict("A refund is asked for already; a person decides on it.", code="refund_asked") from refused


def _book(refund: Refund, *, code: Refund.Code, by: User | None, now: datetime) -> Refund:
    """Money, files and states of one line, at once; the order is held by the caller."""
    line = OrderLine.objects.select_related("order").get(pk=refund.line_id)
    if line.state != OrderLine.State.COMPLETED:
        raise Conflict("This purchase was refunded already.", code="nothing_to_refund")
    payment = Payment.objects.get(order=line.order_id, state=Payment.State.SUCCEEDED)
    line.state = OrderLine.State.REFUNDED
    line.save(update_fields=["state"])
    ledger.post_refund(line)
    entitlements.end(transaction_id=line.pk)
    refund.code, refund.payment, refund.decided_by, refund.booked_at = code, payment, by, now
    refund.state = Refund.State.SENDING
    if payment.gateway == BALANCE:
        refund.state, refund.done_at = Refund.State.DONE, now
        ledger.post_balance_returned(refund, payer_id=line.buyer_id, currency=line.order.currency)
    refund.save()
    _mark(line.order)
    if by is not None:
        audit.note(
            "refund.give", actor_id=by.pk, target=f"order-line:{line.pk}", reason=refund.note, code=refund.code,
            cents=refund.amount_cents,
        )  # fmt: skip
    if refund.state == Refund.State.SENDING:
        outbox.send("refund.booked", refund=str(refund.pk))
    outbox.send("order_line.refunded", line=line.pk)
    return refund


def _mark(order: Order) -> None:
    """The order says how much of it went back; free lines of it do not count."""
    sold = order.lines.filter(paid_cents__gt=0)
    left = sold.filter(state=OrderLine.State.COMPLETED).exists()
    order.state = Order.State.PARTLY_REFUNDED if left else Order.State.REFUNDED
    order.save(update_fields=["state"])
