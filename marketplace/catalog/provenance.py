"""Where a generated model comes from: prompt, engine, seed and hashes, signed so that nobody can write it by hand."""

import hashlib
from collections.abc import Mapping
from typing import Any

from nexus.foundation import signed

SALT = "nexus.provenance"
LONGEST = 200  # signs of a parameter that is shown as it is; a whole source is what a model's buyers pay for


def sign(origin: Mapping[str, Any]) -> dict[str, Any]:
    """The same values with a `signature` over all of them."""
    return signed.sign(origin, salt=SALT)


def is_genuine(provenance: Mapping[str, Any] | None) -> bool:
    """Whether these values are the ones that were signed here."""
    return signed.is_genuine(provenance, salt=SALT)


def shown(provenance: Mapping[str, Any] | None) -> dict[str, Any] | None:
    """What everybody may read of it: never the job, whose id opens its files, and of long parameters the SHA-256."""
    if provenance is None:
        return None
    parameters = {
        name: f"sha256:{hashlib.sha256(value.encode()).hexdigest()}"
        if isinstance(value, str) and len(value) > LONGEST
        else value
        for name, value in (provenance.get("parameters") or {}).items()
    }
    return {name: value for name, value in provenance.items() if name != "job"} | {"parameters": parameters}
