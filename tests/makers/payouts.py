"""Makers of sellers with money, of their accounts, and of the bank's answers."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import time_machine
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from marketplace.transactions.gateways.test_gateway import bank, transfers
from marketplace.transactions.models import GatewayEvent, Payout, PayoutAccount, TestTransfer
from marketplace.transactions.services import gateway_events, payout_accounts, payouts
from tests.makers.accounts import person
from tests.makers.transactions import bought, for_sale

LONG_AGO = timedelta(days=30)


@contextmanager
def long_ago() -> Iterator[None]:
    """A month ago. All of it is one transaction: else a worker hears of a payment and books it at its own time."""
    with transaction.atomic(), time_machine.travel(timezone.now() - LONG_AGO, tick=True):
        yield


def rich_seller(cents: int = 10_000, *, connected: bool = True, number: str = bank.PAYS, username: str = "") -> User:
    """Somebody who sold one model for `cents` a month ago and, where wanted, connected an account then."""
    with long_ago():
        seller = person(username)
        bought(for_sale(cents, seller=seller))
        if connected:
            payout_account(seller, number=number)
    return seller


def payout_account(user: User, *, number: str = bank.PAYS) -> PayoutAccount:
    """An account in use from now on."""
    return payout_accounts.connect_test_account(user, is_fresh=True, number=number)


def bank_answers() -> None:
    """Let the bank decide every transfer and tell us of each, twice."""
    for transfer in TestTransfer.objects.filter(state=TestTransfer.State.SENT).order_by("pk"):
        decided = bank.decide(transfer.pk)
        for _ in range(2):
            event = gateway_events.receive_event("test", *transfers.transfer_event(decided, now=timezone.now()))
            gateway_events.apply_event(event.pk)
    assert not GatewayEvent.objects.filter(type__startswith="transfer.", applied_at=None).exists()


def paid_out(user: User, amount_cents: int | None = None) -> Payout:
    """A payout asked for, sent and answered by the bank."""
    payout = payouts.request_payout(user, amount_cents=amount_cents)
    payouts.send(payout.pk)
    bank_answers()
    return Payout.objects.get(pk=payout.pk)
