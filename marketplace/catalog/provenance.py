"""Where a generated model comes from: prompt, engine, seed and hashes, signed so that nobody can write it by hand."""

import hmac
import json
from collections.abc import Mapping
from typing import Any

from django.core.signing import Signer

SALT = "nexus.provenance"


def sign(origin: Mapping[str, Any]) -> dict[str, Any]:
    """The same values with a `signature` over all of them."""
    return {**origin, "signature": _signature(origin)}


def is_genuine(provenance: Mapping[str, Any] | None) -> bool:
    """Whether these values are the ones that were signed here."""
    if not provenance:
        return False
    origin = {name: value for name, value in provenance.items() if name != "signature"}
    return hmac.compare_digest(_signature(origin), str(provenance.get("signature", "")))


def _signature(origin: Mapping[str, Any]) -> str:
    words = json.dumps(origin, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return Signer(salt=SALT).signature(words)
