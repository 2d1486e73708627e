"""Refusals that a person can act on: each has a stable code and one sentence; adapters only translate them."""

from collections.abc import Mapping, Sequence

import redis
from django.db import InterfaceError, OperationalError

from nexus.foundation.sayings import said, said_all


class NexusError(Exception):
    """A refusal. `code` is for programs, `message` and `fields` are sentences for people, in the language they read.

    They are raised in English, which programs and logs get; a page's request finds them translated.
    """

    status = 400
    default_code = "invalid"

    def __init__(
        self,
        message: str,
        *,
        code: str = "",
        fields: Mapping[str, Sequence[str]] | None = None,
        suggestions: Sequence[str] = (),
        retry_after: int | None = None,
    ) -> None:
        super().__init__(message)
        self.sentence = message
        self.code = code or self.default_code
        self.at_fields = {name: list(sentences) for name, sentences in (fields or {}).items()}
        self.suggestions = list(suggestions)
        self.retry_after = retry_after

    @property
    def message(self) -> str:
        return said(self.sentence)

    @property
    def fields(self) -> dict[str, list[str]]:
        return {name: said_all(sentences) for name, sentences in self.at_fields.items()}


class Invalid(NexusError):
    """What was sent is wrong."""


class NotSignedIn(NexusError):
    status = 401
    default_code = "not_signed_in"


class PaymentDeclined(NexusError):
    status = 402
    default_code = "payment_declined"


class NotAllowed(NexusError):
    status = 403
    default_code = "not_allowed"


class NotFound(NexusError):
    status = 404
    default_code = "not_found"


class Conflict(NexusError):
    status = 409
    default_code = "conflict"


class TooLarge(NexusError):
    status = 413
    default_code = "too_large"


class KeyReused(NexusError):
    status = 422
    default_code = "idempotency_key_reused"


class TooMany(NexusError):
    status = 429
    default_code = "too_many"


class Unavailable(NexusError):
    status = 503
    default_code = "unavailable"


def is_away(failure: BaseException | None) -> bool:
    """Whether something that we stand on (database, Valkey) did not answer: the same request may do in a moment."""
    return isinstance(failure, OperationalError | InterfaceError | redis.ConnectionError | redis.TimeoutError)
