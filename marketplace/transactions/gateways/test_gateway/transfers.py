"""The paying side of the test gateway as our side sees it: rows of the provider in the words of `gateways.words`."""

import json
from collections.abc import Iterator
from datetime import datetime

from django.conf import settings
from django.db.models import Sum
from django.urls import reverse

from marketplace.transactions.gateways.test_gateway import bank, signing
from marketplace.transactions.gateways.words import AccountState, Arrival, Moved, TransferState
from marketplace.transactions.models import TestBankAccount, TestPayment, TestTransfer


class TestTransfers:
    """Pays to test bank accounts; the bank's answer comes later, as an event."""

    __test__ = False  # pytest: this is no test class

    name = "test"

    def open_account(self, key: str, *, return_url: str) -> str:
        return str(bank.open_account(key, return_url=return_url).pk)

    def onboarding_url(self, reference: str) -> str:
        return settings.SITE_URL + reverse("test_gateway_account", args=[reference])

    def account_state(self, reference: str) -> AccountState:
        account = bank.account_by_id(reference)
        return AccountState(bool(account.number), f"Test bank …{account.number[-4:]}" if account.number else "")

    def transfer(self, key: str, *, account: str, amount_cents: int, currency: str) -> str:
        return str(bank.start(key, account=account, amount_cents=amount_cents, currency=currency).pk)

    def find_transfer(self, key: str) -> str:
        found = TestTransfer.objects.filter(key=key).values_list("pk", flat=True).first()
        return str(found) if found else ""

    def transfer_state(self, reference: str) -> TransferState:
        transfer = bank.transfer_by_id(reference)
        return TransferState(
            arrival=Arrival(transfer.state),
            amount_cents=transfer.amount_cents,
            currency=transfer.currency,
            failure_code=transfer.failure_code,
            failure_message=bank.SAYINGS.get(transfer.failure_code, ""),
        )

    def moved(self) -> Iterator[Moved]:
        paid = TestPayment.objects.filter(state=TestPayment.State.SUCCEEDED).annotate(back=Sum("refunds__amount_cents"))
        for payment in paid.order_by("pk").iterator():
            cents = payment.amount_cents - (payment.back or 0)
            yield Moved(f"payment:{payment.pk}", cents, payment.currency, payment.created_at)
        sent = TestTransfer.objects.exclude(state=TestTransfer.State.FAILED)
        for transfer in sent.order_by("pk").iterator():
            yield Moved(f"payout:{transfer.pk}", -transfer.amount_cents, transfer.currency, transfer.created_at)


def transfer_event(transfer: TestTransfer, *, now: datetime) -> tuple[bytes, dict[str, str]]:
    """The signed message about a transfer as it stands: body and headers. One id for each state."""
    return _signed(
        {
            "id": f"evt_{transfer.pk.hex}_{transfer.state}",
            "type": f"transfer.{transfer.state}",
            "transfer": {
                "id": str(transfer.pk),
                "key": transfer.key,
                "state": transfer.state,
                "amount_cents": transfer.amount_cents,
                "currency": transfer.currency,
            },
        },
        now,
    )


def account_event(account: TestBankAccount, *, now: datetime) -> tuple[bytes, dict[str, str]]:
    """The signed message that an account was connected."""
    return _signed(
        {
            "id": f"evt_{account.pk.hex}_connected",
            "type": "account.connected",
            "account": {"id": str(account.pk), "key": account.key},
        },
        now,
    )


def _signed(message: dict[str, object], now: datetime) -> tuple[bytes, dict[str, str]]:
    body = json.dumps({**message, "created": int(now.timestamp())}, sort_keys=True).encode()
    return body, {signing.HEADER: signing.sign(body, now=now)}
