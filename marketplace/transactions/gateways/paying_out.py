"""Which gateways pay sellers, by name; a payout account remembers at which one it is."""

from marketplace.transactions.gateways.test_gateway.transfers import TestTransfers
from marketplace.transactions.gateways.words import PayingOut
from nexus.foundation.errors import NotFound

_ALL: dict[str, PayingOut] = {TestTransfers.name: TestTransfers()}


def named(name: str) -> PayingOut:
    """The gateway of a stored payout account."""
    if name not in _ALL:
        raise NotFound(f"There is no gateway called {name[:20]!r}.")
    return _ALL[name]


def default() -> PayingOut:
    """The gateway at which new accounts are connected: the test gateway, as no provider's keys are set."""
    return _ALL[TestTransfers.name]


def names() -> list[str]:
    """All of them, for reconciliation."""
    return sorted(_ALL)
