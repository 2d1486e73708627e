"""The provider's own side: its rows change here only, and each change is a fact that becomes a signed event."""

from datetime import date
from uuid import UUID

from django.db import transaction
from django.db.models import Sum

from marketplace.transactions.gateways.test_gateway import cards
from marketplace.transactions.models import TestPayment, TestRefund
from nexus.foundation import outbox
from nexus.foundation.errors import Conflict, Invalid, NotFound

State = TestPayment.State
STATES = {
    cards.Answer.PAYS: State.SUCCEEDED,
    cards.Answer.DECLINES: State.DECLINED,
    cards.Answer.ASKS: State.CHALLENGED,
}


def payment_by_id(reference: str | UUID) -> TestPayment:
    """By its unguessable id, which is all the right one needs on a hosted card page."""
    try:
        return TestPayment.objects.get(pk=reference)
    except (TestPayment.DoesNotExist, ValueError, TypeError) as missing:
        raise NotFound("There is no such payment.") from missing


def payment_for_change(reference: str | UUID) -> TestPayment:
    payment_by_id(reference)
    return TestPayment.objects.select_for_update().get(pk=reference)


def _change(payment: TestPayment, state: TestPayment.State) -> TestPayment:
    payment.state = state
    payment.save(update_fields=["state", "decline_code", "card_last4"])
    _tell(payment)
    return payment


def _tell(payment: TestPayment) -> None:
    outbox.send("test_payment.changed", payment=str(payment.pk))


def _said_of(card: cards.Card) -> dict[str, str]:
    """What the bank of a card answers, in the columns of a payment."""
    return {"state": STATES[card.answer], "card_last4": card.last4, "decline_code": card.decline_code}


@transaction.atomic
def start(
    key: str, *, amount_cents: int, currency: str, description: str, return_url: str, method: str = ""
) -> TestPayment:
    """One payment a key; asked again with the same key it is the same payment, with another amount a refusal."""
    payment, made = TestPayment.objects.get_or_create(
        key=key,
        defaults={
            "amount_cents": amount_cents,
            "currency": currency,
            "description": description[:200],
            "return_url": return_url,
            **(_said_of(cards.METHODS[method]) if method else {}),
        },
    )
    if (payment.amount_cents, payment.currency) != (amount_cents, currency):
        raise Conflict("This key was used for a payment of another amount.", code="idempotency_key_reused")
    if made and method:
        _tell(payment)
    return payment


@transaction.atomic
def pay_by_card(reference: str | UUID, *, number: str, expiry: str, cvc: str, today: date) -> TestPayment:
    """Ask the bank of a typed card; an open payment only. The number is not kept, but for its last four digits."""
    wrong = {
        "number": cards.wrong_number(number),
        "expiry": cards.wrong_expiry(expiry, today=today),
        "cvc": cards.wrong_cvc(cvc),
    }
    fields = {name: [sentence] for name, sentence in wrong.items() if sentence}
    if fields:
        raise Invalid("The card was not taken. See the fields.", code="invalid_card", fields=fields)
    payment = payment_for_change(reference)
    if payment.state != State.OPEN:
        raise Conflict("This payment was decided already.")
    said = _said_of(cards.CARDS[cards.digits(number)])
    payment.card_last4, payment.decline_code = said["card_last4"], said["decline_code"]
    return _change(payment, State(said["state"]))


@transaction.atomic
def answer_challenge(reference: str | UUID, *, approved: bool) -> TestPayment:
    """The buyer answers the bank's question."""
    payment = payment_for_change(reference)
    if payment.state != State.CHALLENGED:
        raise Conflict("The bank has no question open about this payment.")
    if approved:
        return _change(payment, State.SUCCEEDED)
    payment.decline_code = "authentication_failed"
    return _change(payment, State.DECLINED)


@transaction.atomic
def close(reference: str | UUID) -> TestPayment:
    """An undecided payment can no longer be paid; a decided one stays what it is."""
    payment = payment_for_change(reference)
    if payment.state not in {State.OPEN, State.CHALLENGED}:
        return payment
    payment.decline_code = "expired"
    return _change(payment, State.DECLINED)


@transaction.atomic
def give_back(reference: str | UUID) -> TestPayment:
    """Return a paid payment whole; again, nothing happens."""
    payment = payment_for_change(reference)
    if payment.state == State.RETURNED:
        return payment
    if payment.state != State.SUCCEEDED:
        raise Conflict("Only a paid payment can be given back.")
    return _change(payment, State.RETURNED)


@transaction.atomic
def refund(reference: str | UUID, *, key: str, amount_cents: int) -> TestRefund:
    """Return a part of a paid payment, one refund a key; never more in all than was paid."""
    payment = payment_for_change(reference)
    known = TestRefund.objects.filter(key=key).first()
    if known is not None:
        if (known.payment_id, known.amount_cents) != (payment.pk, amount_cents):
            raise Conflict("This key was used for another refund.", code="idempotency_key_reused")
        return known
    if payment.state != State.SUCCEEDED:
        raise Conflict("Only a paid payment can be refunded.")
    gone = TestRefund.objects.filter(payment=payment).aggregate(cents=Sum("amount_cents"))["cents"] or 0
    if gone + amount_cents > payment.amount_cents:
        raise Conflict("More than was paid cannot be refunded.")
    return TestRefund.objects.create(payment=payment, key=key, amount_cents=amount_cents)
