"""Who answers an action: RunPod where an endpoint is set, else the language model, else the built-in planner."""

from collections.abc import Callable
from functools import lru_cache
from typing import Any

from django.conf import settings

from conversations.providers.base import LANGUAGE_MODEL, PLANNER, RUNPOD, Provider, ProviderError
from conversations.providers.planner import Planner
from conversations.providers.runpod import RunPod
from generation.engines.runpod import Endpoint

__all__ = ["chosen", "named"]

ENDPOINT = frozenset({"key", "endpoint_id", "base", "poll_seconds"})


def chosen() -> Provider:
    """The provider of new actions: the first that is set up. One that is set up and does not answer is not passed over."""
    return next(provider for make in CHAIN.values() if (provider := make()) is not None)


def named(name: str) -> Provider:
    """The provider that a run was promised; raises ProviderError where it has gone from the settings since."""
    provider = CHAIN[name]() if name in CHAIN else None
    if provider is None:
        raise ProviderError(f"The provider {name} is not set up here any more. Ask again.", code="provider_gone")
    return provider


def _runpod() -> Provider | None:
    options = settings.ENGINE_OPTIONS.get("runpod", {})
    endpoint = _endpoint(tuple(sorted((name, value) for name, value in options.items() if name in ENDPOINT)))
    return None if endpoint.ready() else RunPod(endpoint)


@lru_cache(maxsize=4)
def _endpoint(options: tuple[tuple[str, Any], ...]) -> Endpoint:
    """One client a process and set of options: its breaker remembers what failed."""
    return Endpoint(**dict(options))


CHAIN: dict[str, Callable[[], Provider | None]] = {RUNPOD: _runpod, PLANNER: Planner}
