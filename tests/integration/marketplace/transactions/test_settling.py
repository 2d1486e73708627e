"""Payments and their orders come to what is true at the gateway, in whatever order and however often one asks."""

import itertools
import json
from datetime import timedelta

import pytest
from django.utils import timezone

from marketplace.catalog.models import Entitlement
from marketplace.catalog.services import entitlements
from marketplace.transactions import gateways, invariants
from marketplace.transactions.gateways.test_gateway import gateway as test_gateway
from marketplace.transactions.gateways.test_gateway import provider, signing
from marketplace.transactions.models import GatewayEvent, JournalEntry, Order, OrderLine, Payment, TestPayment
from marketplace.transactions.services import gateway_events, orders
from nexus.foundation.errors import Conflict, Invalid, NotFound, Unavailable
from nexus.foundation.outbox import OutboxMessage
from tests import make

pytestmark = pytest.mark.django_db
CARD = {"number": "4242 4242 4242 4242", "expiry": "12/34", "cvc": "123"}


@pytest.fixture(autouse=True)
def books_are_right():
    yield
    assert {name: count for name, count in invariants.violations().items() if count} == {}


@pytest.fixture
def order():
    """A pending order whose card page is open."""
    made = make.pending_order(make.for_sale(499))
    return orders.pay_order(made.pk, by=made.buyer)


@pytest.fixture
def payment(order):
    return order.payments.get()


def pay(payment, **card):
    return provider.pay_by_card(payment.reference, **(CARD | card), today=timezone.now().date())


def message(payment):
    """The signed event about a payment as the gateway has it now."""
    return test_gateway.event_of(TestPayment.objects.get(pk=payment.reference), now=timezone.now())


def tell(payment):
    event = gateway_events.receive_event("test", *message(payment))
    gateway_events.apply_event(event.pk)
    return GatewayEvent.objects.get(pk=event.pk)


def forge(payment, **about):
    body = json.loads(message(payment)[0])
    body["payment"] |= about
    body["id"] += "_forged"
    raw = json.dumps(body).encode()
    return gateway_events.receive_event("test", raw, {signing.HEADER: signing.sign(raw, now=timezone.now())})


def test_a_paid_card_completes_the_order_when_its_event_comes(order, payment):
    pay(payment)

    event = tell(payment)

    order.refresh_from_db()
    assert order.state == "completed"
    assert event.outcome == "The payment was waiting and is succeeded."


def test_a_change_at_the_gateway_is_told_through_the_outbox(payment):
    pay(payment)

    told = OutboxMessage.objects.filter(fact="test_payment.changed").last()
    assert told.ids == {"payment": payment.reference}
    gateway_events.deliver_test_event(told.ids["payment"])
    gateway_events.deliver_test_event(told.ids["payment"])
    event = GatewayEvent.objects.get()
    assert OutboxMessage.objects.filter(fact="gateway.event", ids={"event": event.pk}).count() == 1


@pytest.mark.parametrize("way", list(itertools.permutations(["page", "event", "sweep"])))
def test_return_page_event_and_sweep_in_any_order_sell_once(order, payment, way):
    pay(payment)
    Payment.objects.update(created_at=timezone.now() - timedelta(minutes=5))
    acts = {
        "page": lambda: orders.settle_order(order.pk),
        "event": lambda: tell(payment),
        "sweep": orders.settle_waiting,
    }

    for name in way * 2:
        acts[name]()

    order.refresh_from_db()
    assert order.state == "completed"
    assert JournalEntry.objects.count() == 1
    assert Entitlement.objects.count() == 1
    assert OutboxMessage.objects.filter(fact="order.completed").count() == 1


def test_a_declined_card_fails_the_order_with_the_banks_words(order, payment):
    pay(payment, number="4000 0000 0000 9995")
    tell(payment)

    order.refresh_from_db()
    assert (order.state, order.failure_code) == ("failed", "insufficient_funds")
    assert order.failure_message == "The card has insufficient funds."
    assert OrderLine.objects.get().state == "failed"


@pytest.mark.parametrize(("approved", "state"), [(True, "completed"), (False, "failed")])
def test_the_banks_question_decides(order, payment, approved, state):
    pay(payment, number="4000 0025 0000 3155")
    tell(payment)
    order.refresh_from_db()
    assert order.state == "pending"

    provider.answer_challenge(payment.reference, approved=approved)
    tell(payment)

    order.refresh_from_db()
    assert order.state == state


def test_a_duplicate_event_is_kept_once_and_changes_nothing(order, payment):
    pay(payment)
    first = tell(payment)

    assert tell(payment).pk == first.pk
    assert GatewayEvent.objects.count() == 1
    assert JournalEntry.objects.count() == 1


def test_a_late_older_event_does_not_move_the_order_back(order, payment):
    pay(payment, number="4000 0025 0000 3155")
    asked = message(payment)
    provider.answer_challenge(payment.reference, approved=True)
    tell(payment)

    late = gateway_events.receive_event("test", *asked)
    gateway_events.apply_event(late.pk)

    order.refresh_from_db()
    late.refresh_from_db()
    assert order.state == "completed"
    assert late.outcome == "The payment stays succeeded."


def test_an_event_that_lies_about_the_state_moves_nothing(order, payment):
    event = forge(payment, state="succeeded")
    gateway_events.apply_event(event.pk)

    order.refresh_from_db()
    assert order.state == "pending"


def test_an_event_with_another_amount_or_currency_is_noted_and_the_gateway_is_believed(order, payment):
    pay(payment)
    event = forge(payment, amount_cents=1, currency="EUR")
    gateway_events.apply_event(event.pk)

    event.refresh_from_db()
    order.refresh_from_db()
    assert "says 1 EUR, the payment 499 USD" in event.outcome
    assert order.state == "completed"


def test_an_event_of_an_unknown_payment_is_kept_and_says_so(payment):
    event = forge(payment, id="0" * 8, key="nobody")
    gateway_events.apply_event(event.pk)

    event.refresh_from_db()
    assert event.outcome == "No payment of ours has this reference."
    assert event.applied_at is not None


def test_a_forged_or_broken_event_is_not_kept(payment):
    body, headers = message(payment)
    broken = b'{"id": 1}'
    signed = {signing.HEADER: signing.sign(broken, now=timezone.now())}

    for sent in ((body + b" ", headers), (body, {}), (broken, signed), (b"\xff", {})):
        with pytest.raises(Invalid):
            gateway_events.receive_event("test", *sent)
    with pytest.raises(NotFound, match="no gateway"):
        gateway_events.receive_event("elsewhere", body, headers)
    assert not GatewayEvent.objects.exists()


def test_an_event_that_overtakes_the_reference_still_finds_its_payment(order, payment):
    pay(payment)
    event = gateway_events.receive_event("test", *message(payment))
    Payment.objects.update(reference="", state="intended")

    gateway_events.apply_event(event.pk)

    order.refresh_from_db()
    assert order.state == "completed"
    assert Payment.objects.get().reference == payment.reference


@pytest.mark.parametrize("change", [{"amount_cents": 498}, {"currency": "EUR"}])
def test_another_amount_or_currency_at_the_gateway_is_given_back_whole(order, payment, change):
    pay(payment)
    TestPayment.objects.update(**change)

    orders.settle(payment.pk)

    order.refresh_from_db()
    payment.refresh_from_db()
    assert (order.state, order.failure_code, payment.state) == ("failed", "amount_differs", "returned")
    assert TestPayment.objects.get().state == "returned"
    assert not JournalEntry.objects.exists()


def test_a_payment_after_the_order_was_closed_is_given_back_whole(order, payment):
    orders.fail_order(order.pk, code="expired", message="Too late.")
    pay(payment)
    tell(payment)

    payment.refresh_from_db()
    assert (payment.state, TestPayment.objects.get().state) == ("returned", "returned")
    assert not Entitlement.objects.exists()
    tell(payment)  # the message about the return changes nothing more
    payment.refresh_from_db()
    assert payment.state == "returned"


def test_paid_twice_keeps_one_payment_and_gives_the_other_back(order, payment):
    second = Payment.objects.create(order=order, gateway="test", amount_cents=499)
    started = gateways.named("test").start(second, return_url="/")
    Payment.objects.filter(pk=second.pk).update(reference=started.reference, state="waiting")
    second.refresh_from_db()
    pay(payment)
    pay(second)

    tell(second)
    tell(payment)

    assert dict(Payment.objects.values_list("pk", "state")) == {second.pk: "succeeded", payment.pk: "returned"}
    assert JournalEntry.objects.count() == 1


def test_a_model_that_came_another_way_meanwhile_is_not_paid_for(order, payment):
    listing = OrderLine.objects.get().listing
    entitlements.grant(listing, licence="personal", holder=order.buyer, reason=Entitlement.Reason.FREE)
    pay(payment)

    tell(payment)

    order.refresh_from_db()
    payment.refresh_from_db()
    assert (order.state, order.failure_code, payment.state) == ("failed", "already_owned", "returned")
    assert not JournalEntry.objects.exists()


def test_an_open_card_page_of_a_closed_order_is_closed_too(order, payment):
    orders.fail_order(order.pk, code="replaced", message="Another took its place.")

    orders.settle(payment.pk)

    payment.refresh_from_db()
    assert (payment.state, TestPayment.objects.get().state) == ("failed", "declined")
    with pytest.raises(Conflict, match="decided already"):
        pay(payment)


def test_a_payment_written_before_a_crash_is_found_again_by_its_key(order, payment):
    Payment.objects.update(reference="", state="intended", created_at=timezone.now() - timedelta(minutes=2))
    pay(payment)

    orders.settle_waiting()

    order.refresh_from_db()
    assert order.state == "completed"


def test_a_payment_the_gateway_never_heard_of_is_let_go_and_the_buyer_may_pay_again():
    order = make.pending_order()
    lost = Payment.objects.create(order=order, gateway="test", amount_cents=499)
    with pytest.raises(Conflict, match="another request"):
        orders.pay_order(order.pk, by=order.buyer, method="pm_card_visa")
    Payment.objects.update(created_at=timezone.now() - timedelta(minutes=2))

    orders.settle_waiting()

    lost.refresh_from_db()
    assert lost.state == "failed"
    assert orders.pay_order(order.pk, by=order.buyer, method="pm_card_visa").state == "completed"


def test_a_purchase_that_finds_the_old_order_paid_completes_it_instead_of_charging_again(order, payment):
    pay(payment)  # the event is still on its way
    line = OrderLine.objects.get()

    with pytest.raises(Conflict, match="already have"):
        orders.place_order(order.buyer, items=[(line.listing_id, "")], payment_method="pm_card_visa")

    order.refresh_from_db()
    assert order.state == "completed"
    assert TestPayment.objects.count() == 1


def test_an_order_nobody_pays_for_a_day_is_closed_with_its_page(order, payment):
    orders.settle_waiting(timezone.now() + timedelta(hours=23))
    order.refresh_from_db()
    assert order.state == "pending"

    orders.settle_waiting(timezone.now() + timedelta(hours=25))

    order.refresh_from_db()
    assert (order.state, order.failure_code) == ("failed", "expired")
    assert TestPayment.objects.get().state == "declined"


def test_one_payment_that_cannot_be_settled_does_not_stop_the_others(order, payment, monkeypatch):
    other = make.pending_order()
    orders.pay_order(other.pk, by=other.buyer)
    pay(other.payments.get())
    Payment.objects.update(created_at=timezone.now() - timedelta(minutes=2))
    real = test_gateway.TestGateway.state_of

    def away(self, reference):
        if reference == payment.reference:
            raise Unavailable("The gateway does not answer.")
        return real(self, reference)

    monkeypatch.setattr(test_gateway.TestGateway, "state_of", away)
    with pytest.raises(ExceptionGroup) as failures:
        orders.settle_waiting()

    assert len(failures.value.exceptions) == 1
    assert set(Order.objects.values_list("pk", "state")) == {(order.pk, "pending"), (other.pk, "completed")}


def test_asking_the_gateway_twice_with_one_key_starts_one_payment(payment):
    again = gateways.named("test").start(payment, return_url="/")

    assert again.reference == payment.reference
    payment.amount_cents = 1
    with pytest.raises(Conflict, match="another amount"):
        gateways.named("test").start(payment, return_url="/")


def test_no_card_number_is_kept(order, payment):
    pay(payment)
    tell(payment)

    kept = json.dumps(list(TestPayment.objects.values()) + list(GatewayEvent.objects.values()), default=str)
    assert "4242" in kept
    assert "42424242" not in kept


def test_a_bountys_order_is_not_paid_from_a_balance(client):
    client_of = make.rich_seller(10_000)
    bounty = make.bounty(client_of, budget_cents=2_000, paid=False)
    order_id = bounty.escrow.order_id
    with pytest.raises(Conflict) as refused:
        orders.pay_order(order_id, by=client_of, method="balance")
    assert refused.value.code == "not_from_balance"

    client.force_login(client_of)
    answer = client.post(f"/checkout/{order_id}/pay/", {"method": "balance"})

    assert (answer.status_code, "paid by card" in answer.content.decode()) == (409, True)
    assert not Payment.objects.filter(order=order_id).exists()
    assert orders.pay_order(order_id, by=client_of, method="pm_card_visa").state == "completed"
