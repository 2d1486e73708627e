"""What a payment gateway must be able to do, in our words. Nothing here or in a gateway writes our orders."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Protocol

from marketplace.transactions.models import Payment

CHECKOUT = "checkout"  # the method that always means "show the buyer the gateway's page"
BALANCE = "balance"  # the method, and the name kept on the payment, of what a seller pays from their own earnings


class Standing(StrEnum):
    """Where a payment stands at the gateway."""

    OPEN = "open"  # the buyer, or the bank, has not decided
    SUCCEEDED = "succeeded"
    FAILED = "failed"
    RETURNED = "returned"  # was paid and went back whole


@dataclass(frozen=True)
class Started:
    """The gateway knows of the payment. `checkout_url` is empty when no page is needed."""

    reference: str
    checkout_url: str


@dataclass(frozen=True)
class GatewayState:
    """What is true at the gateway now. Amounts are cents; the failure is in the bank's words."""

    standing: Standing
    amount_cents: int
    currency: str
    card_last4: str = ""
    failure_code: str = ""
    failure_message: str = ""


@dataclass(frozen=True)
class Event:
    """A message whose signature held. It is a hint to look, never the truth: `state_of` says what is."""

    id: str
    type: str
    reference: str
    key: str  # our payment's id, as the gateway was told it
    body: dict[str, Any]


class Gateway(Protocol):
    """A provider. Calls raise Unavailable when it does not answer; each may be repeated without a second effect."""

    name: str

    def takes(self, method: str) -> bool:
        """Whether it knows this name of a means of payment (`pm_…`)."""

    def start(self, payment: Payment, *, return_url: str, method: str = "", description: str = "") -> Started:
        """Ask for the money; the payment's id is the key, so that asking twice starts one payment."""

    def find(self, key: str) -> str:
        """The reference of the payment started with this key, or "" when the gateway never heard of it."""

    def checkout_url(self, reference: str) -> str:
        """The page on which the buyer pays."""

    def state_of(self, reference: str) -> GatewayState:
        """What is true now."""

    def close(self, reference: str) -> GatewayState:
        """Make an open payment impossible to pay; answers what is true after that (it may have been paid before)."""

    def give_back(self, reference: str) -> None:
        """Return a paid payment whole."""

    def refund(self, reference: str, *, key: str, amount_cents: int) -> str:
        """Return a part of a paid payment; the reference of the refund. Asked again with its key it is the same one."""

    def read_event(self, body: bytes, headers: Mapping[str, str]) -> Event:
        """Check the signature and its age (300 s), then read; raises Invalid `bad_signature` or `bad_event`."""
