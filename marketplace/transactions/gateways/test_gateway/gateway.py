"""The test gateway as our side sees it: rows of the provider in the words of `base`."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from marketplace.transactions.gateways.base import Event, GatewayState, Standing, Started
from marketplace.transactions.gateways.test_gateway import cards, provider, signing
from marketplace.transactions.models import Payment, TestPayment
from nexus.foundation.errors import Invalid

_STANDINGS = {
    TestPayment.State.OPEN: Standing.OPEN,
    TestPayment.State.CHALLENGED: Standing.OPEN,
    TestPayment.State.SUCCEEDED: Standing.SUCCEEDED,
    TestPayment.State.DECLINED: Standing.FAILED,
    TestPayment.State.RETURNED: Standing.RETURNED,
}

ABOUT = ("payment", "transfer", "account")  # what a message may be about


class TestGateway:
    """Takes test cards on a page of its own, or by Stripe's test names at once."""

    __test__ = False  # pytest: this is no test class

    name = "test"

    def takes(self, method: str) -> bool:
        return method in cards.METHODS

    def start(self, payment: Payment, *, return_url: str, method: str = "", description: str = "") -> Started:
        started = provider.start(
            str(payment.pk),
            amount_cents=payment.amount_cents,
            currency=payment.currency,
            description=description,
            return_url=return_url,
            method=method,
        )
        open_page = _STANDINGS[TestPayment.State(started.state)] is Standing.OPEN
        return Started(reference=str(started.pk), checkout_url=self.checkout_url(str(started.pk)) if open_page else "")

    def find(self, key: str) -> str:
        found = TestPayment.objects.filter(key=key).values_list("pk", flat=True).first()
        return str(found) if found else ""

    def checkout_url(self, reference: str) -> str:
        return settings.SITE_URL + reverse("test_gateway_pay", args=[reference])

    def state_of(self, reference: str) -> GatewayState:
        return _state(provider.payment_by_id(reference))

    def close(self, reference: str) -> GatewayState:
        return _state(provider.close(reference))

    def give_back(self, reference: str) -> None:
        provider.give_back(reference)

    def refund(self, reference: str, *, key: str, amount_cents: int) -> str:
        return str(provider.refund(reference, key=key, amount_cents=amount_cents).pk)

    def read_event(self, body: bytes, headers: Mapping[str, str]) -> Event:
        signing.check(body, headers.get(signing.HEADER, ""), now=timezone.now())
        try:
            if b"\\u0000" in body:
                raise ValueError("NUL")
            read = json.loads(body)
            about = next(read[name] for name in ABOUT if name in read)
            event = Event(
                id=_word(read["id"]),
                type=_word(read["type"]),
                reference=_word(about["id"]),
                key=_word(about["key"]),
                body=read,
            )
        except (ValueError, KeyError, TypeError, StopIteration) as wrong:
            raise Invalid("The event is not JSON with id, type and payment.", code="bad_event") from wrong
        return event


def _word(value: Any) -> str:
    if not isinstance(value, str) or not 0 < len(value) <= 120 or "\0" in value:
        raise ValueError(value)
    return value


def _state(payment: TestPayment) -> GatewayState:
    return GatewayState(
        standing=_STANDINGS[TestPayment.State(payment.state)],
        amount_cents=payment.amount_cents,
        currency=payment.currency,
        card_last4=payment.card_last4,
        failure_code=payment.decline_code,
        failure_message=cards.SAYINGS.get(payment.decline_code, ""),
    )


def event_of(payment: TestPayment, *, now: datetime) -> tuple[bytes, dict[str, str]]:
    """The signed message about a payment as it stands: body and headers. One id for each state, sent once or often."""
    body = json.dumps(
        {
            "id": f"evt_{payment.pk.hex}_{payment.state}",
            "type": f"payment.{payment.state}",
            "created": int(now.timestamp()),
            "payment": {
                "id": str(payment.pk),
                "key": payment.key,
                "state": payment.state,
                "amount_cents": payment.amount_cents,
                "currency": payment.currency,
            },
        },
        sort_keys=True,
    ).encode()
    return body, {signing.HEADER: signing.sign(body, now=now)}
