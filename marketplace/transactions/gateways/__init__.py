"""Which payment gateways there are, by name; a payment remembers which one it was asked of."""

from marketplace.transactions.gateways.base import Gateway
from marketplace.transactions.gateways.test_gateway.gateway import TestGateway
from nexus.foundation.errors import NotFound

_ALL: dict[str, Gateway] = {TestGateway.name: TestGateway()}


def named(name: str) -> Gateway:
    """The gateway of a stored payment or of a webhook's path."""
    if name not in _ALL:
        raise NotFound(f"There is no gateway called {name[:20]!r}.")
    return _ALL[name]


def default() -> Gateway:
    """The gateway that new payments are asked of: the built-in test gateway, as no provider's keys are set."""
    return _ALL[TestGateway.name]
