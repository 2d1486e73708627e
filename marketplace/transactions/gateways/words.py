"""What gateways say about money that goes out, in our words."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol


class Arrival(StrEnum):
    """Where a transfer stands at the gateway."""

    SENT = "sent"
    PAID = "paid"
    FAILED = "failed"


@dataclass(frozen=True)
class AccountState:
    """Whether a seller's account can be paid to, and what its holder knows it by."""

    is_ready: bool
    label: str


@dataclass(frozen=True)
class TransferState:
    """What is true of a transfer now; the failure is in the bank's words."""

    arrival: Arrival
    amount_cents: int
    currency: str
    failure_code: str = ""
    failure_message: str = ""


@dataclass(frozen=True)
class Moved:
    """What one payment or transfer has moved in all: cents that came in are positive, what went back is taken off."""

    subject: str  # payment:<reference> or payout:<reference>
    cents: int
    currency: str
    at: datetime  # when it was asked for


class PayingOut(Protocol):
    """A provider that pays sellers. Calls raise Unavailable when it does not answer; each may be repeated."""

    name: str

    def open_account(self, key: str, *, return_url: str) -> str:
        """Make an account to be connected by its holder; the same key is the same account. Answers its reference."""

    def onboarding_url(self, reference: str) -> str:
        """The page on which its holder connects it."""

    def account_state(self, reference: str) -> AccountState:
        """What is true now."""

    def transfer(self, key: str, *, account: str, amount_cents: int, currency: str) -> str:
        """Send money; the same key is the same transfer, however often it is asked for. Answers its reference."""

    def find_transfer(self, key: str) -> str:
        """The reference of the transfer asked for with this key, or "" when the gateway never heard of it."""

    def transfer_state(self, reference: str) -> TransferState:
        """What is true now."""

    def moved(self) -> Iterator[Moved]:
        """Every payment and transfer that has moved money, for reconciliation."""
