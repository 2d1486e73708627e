"""Words with our signature over all of them: whoever reads them later knows that they were written here."""

import hmac
import json
from collections.abc import Mapping
from typing import Any

from django.core.signing import Signer


def sign(words: Mapping[str, Any], *, salt: str) -> dict[str, Any]:
    """The same values with a `signature` over all of them; `salt` names what kind of words they are."""
    return {**words, "signature": _signature(words, salt)}


def is_genuine(signed: Mapping[str, Any] | None, *, salt: str) -> bool:
    """Whether these values are the ones that were signed here."""
    if not signed:
        return False
    words = {name: value for name, value in signed.items() if name != "signature"}
    return hmac.compare_digest(_signature(words, salt), str(signed.get("signature", "")))


def _signature(words: Mapping[str, Any], salt: str) -> str:
    text = json.dumps(words, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return Signer(salt=salt).signature(text)
