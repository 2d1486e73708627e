"""The test gateway's bank at work: it answers transfers after a while and tells us, signed, as a provider would."""

from django.utils import timezone

from marketplace.transactions.gateways.test_gateway import bank, transfers
from marketplace.transactions.services.gateway_events import receive_event


def decide_transfer(transfer_id: str) -> None:
    """The bank takes or refuses a transfer."""
    bank.decide(transfer_id)


def deliver_transfer_event(transfer_id: str) -> None:
    """Tell of a transfer as it stands, through the same door as a provider's webhook."""
    body, headers = transfers.transfer_event(bank.transfer_by_id(transfer_id), now=timezone.now())
    receive_event(transfers.TestTransfers.name, body, headers)


def deliver_account_event(account_id: str) -> None:
    """Tell that an account was connected."""
    body, headers = transfers.account_event(bank.account_by_id(account_id), now=timezone.now())
    receive_event(transfers.TestTransfers.name, body, headers)
