"""Where a generated model comes from: prompt, engine, seed and hashes, signed so that nobody can write it by hand."""

from collections.abc import Mapping
from typing import Any

from nexus.foundation import signed

SALT = "nexus.provenance"


def sign(origin: Mapping[str, Any]) -> dict[str, Any]:
    """The same values with a `signature` over all of them."""
    return signed.sign(origin, salt=SALT)


def is_genuine(provenance: Mapping[str, Any] | None) -> bool:
    """Whether these values are the ones that were signed here."""
    return signed.is_genuine(provenance, salt=SALT)
