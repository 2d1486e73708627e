"""Who answers an action: RunPod where an endpoint is set, else the language model, else the built-in planner."""

from collections.abc import Callable
from functools import lru_cache
from typing import Any

from django.conf import settings

from conversations.providers.base import LANGUAGE_MODEL, PLANNER, RUNPOD, Provider, ProviderError
from conversations.providers.language_model import Writer
from conversations.providers.planner import Planner
from conversations.providers.runpod import RunPod
from generation.engines.providers.chat import LanguageModel
from generation.engines.providers.line import client_for
from generation.engines.runpod import Endpoint
from nexus.foundation.outbound import Client

__all__ = ["chosen", "named"]

ENDPOINT = frozenset({"key", "endpoint_id", "base", "poll_seconds"})
SPEAKER = frozenset({"url", "key", "model", "wire"})
QUIET_SECONDS = 300.0  # a small server may read a long question for minutes before its first word


def chosen() -> Provider:
    """The provider of new actions: the first that is set up, also where it does not answer just now."""
    return next(provider for make in CHAIN.values() if (provider := make()) is not None)


def named(name: str) -> Provider:
    """The provider that a run was promised; raises ProviderError where it has gone from the settings since."""
    provider = CHAIN[name]() if name in CHAIN else None
    if provider is None:
        raise ProviderError(f"The provider {name} is not set up here any more. Ask again.", code="provider_gone")
    return provider


def _runpod() -> Provider | None:
    endpoint = _endpoint(_options("runpod", ENDPOINT))
    return None if endpoint.ready() else RunPod(endpoint)


def _language_model() -> Provider | None:
    options = _options("language-model", SPEAKER)
    return None if _speaker(options, 5.0).ready() else Writer(lambda seconds: _speaker(options, seconds))


def _options(engine: str, names: frozenset[str]) -> tuple[tuple[str, Any], ...]:
    """What the settings say of an engine, as far as it is about reaching it."""
    given = settings.ENGINE_OPTIONS.get(engine, {})
    return tuple(sorted((name, value) for name, value in given.items() if name in names))


@lru_cache(maxsize=4)
def _endpoint(options: tuple[tuple[str, Any], ...]) -> Endpoint:
    """One client a process and set of options: its breaker remembers what failed."""
    return Endpoint(**dict(options))


@lru_cache(maxsize=32)
def _speaker(options: tuple[tuple[str, Any], ...], seconds: float) -> LanguageModel:
    """The model with a deadline. All deadlines share one client, so that its breaker sees every failure."""
    given = dict(options)
    client = _client(given.get("url", ""))
    return LanguageModel(**given, client=client, deadline_seconds=seconds, quiet_seconds=min(seconds, QUIET_SECONDS))


@lru_cache(maxsize=4)
def _client(url: str) -> Client:
    return client_for(url)


CHAIN: dict[str, Callable[[], Provider | None]] = {
    RUNPOD: _runpod,
    LANGUAGE_MODEL: _language_model,
    PLANNER: Planner,
}
