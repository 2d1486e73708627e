"""Messages of gateways: kept once, whole, then applied by asking the gateway what is true."""

from collections.abc import Mapping
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from marketplace.transactions import gateways
from marketplace.transactions.gateways.test_gateway import gateway as test_gateway
from marketplace.transactions.gateways.test_gateway import provider
from marketplace.transactions.models import GatewayEvent, Payment
from marketplace.transactions.services import payout_accounts, payouts
from marketplace.transactions.services.payments import settle
from nexus.foundation import outbox


def receive_event(gateway: str, body: bytes, headers: Mapping[str, str]) -> GatewayEvent:
    """Keep a signed message, once; what follows from it is done by `apply_event`, later.

    Raises Invalid `bad_signature` (missing, forged, altered, over 300 s old) or `bad_event`; then nothing is kept.
    """
    event = gateways.named(gateway).read_event(body, headers)
    with transaction.atomic():
        row, new = GatewayEvent.objects.get_or_create(
            gateway=gateway, event_id=event.id, defaults={"type": event.type[:60], "body": event.body}
        )
        if new:
            outbox.send("gateway.event", event=row.pk)
    return row


def apply_event(event_id: int) -> None:
    """Act on a kept message: settle the payment it names. Its own words about money decide nothing."""
    event = GatewayEvent.objects.get(pk=event_id)
    if event.applied_at is not None:
        return
    outcome = _outcome(event)
    GatewayEvent.objects.filter(pk=event_id, applied_at=None).update(applied_at=timezone.now(), outcome=outcome)


def _outcome(event: GatewayEvent) -> str:
    if transfer := event.body.get("transfer"):
        return payouts.settle_reference(transfer["id"], transfer["key"])
    if account := event.body.get("account"):
        return payout_accounts.settle_reference(account["id"])
    payment = _payment_of(event)
    return "No payment of ours has this reference." if payment is None else _settled(event, payment)


def _payment_of(event: GatewayEvent) -> Payment | None:
    """By the gateway's reference, or by our key when the message overtook the answer that brings the reference."""
    about = event.body.get("payment", {})
    found = Payment.objects.filter(gateway=event.gateway, reference=about.get("id") or "-").first()
    if found is not None:
        return found
    try:
        key = UUID(str(about.get("key")))
    except ValueError:
        return None
    return Payment.objects.filter(gateway=event.gateway, pk=key, reference="").first()


def _settled(event: GatewayEvent, payment: Payment) -> str:
    before = payment.state
    after = settle(payment.pk).state
    about = event.body.get("payment", {})
    said = (about.get("amount_cents"), about.get("currency"))
    asked = (payment.amount_cents, payment.currency)
    warning = "" if said == asked else f" The message says {said[0]} {said[1]}, the payment {asked[0]} {asked[1]}."
    return (f"The payment stays {after}." if before == after else f"The payment was {before} and is {after}.") + warning


def deliver_test_event(payment_id: str) -> None:
    """The test gateway tells us about a change, signed, through the same door as a provider's webhook."""
    body, headers = test_gateway.event_of(provider.payment_by_id(payment_id), now=timezone.now())
    receive_event(test_gateway.TestGateway.name, body, headers)
