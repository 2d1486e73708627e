"""Signed events: `Nexus-Test-Signature: t=<unix seconds>,v1=<HMAC-SHA256 of "t.body">`, good for 300 s."""

from datetime import UTC, datetime

from django.utils.crypto import constant_time_compare, salted_hmac

from nexus.foundation.errors import Invalid

HEADER = "Nexus-Test-Signature"
TOLERANCE_SECONDS = 300
_SALT = "marketplace.transactions.gateways.test_gateway"  # the key is derived from it and SECRET_KEY


def _mac(stamp: int, body: bytes) -> str:
    return salted_hmac(_SALT, str(stamp).encode() + b"." + body, algorithm="sha256").hexdigest()


def sign(body: bytes, *, now: datetime) -> str:
    """The header's value for this body."""
    stamp = int(now.timestamp())
    return f"t={stamp},v1={_mac(stamp, body)}"


def check(body: bytes, header: str, *, now: datetime) -> None:
    """Raises Invalid `bad_signature` for a missing, forged, altered, old or future signature."""
    parts = dict(part.split("=", 1) for part in header.split(",") if "=" in part)
    stamp, given = parts.get("t", ""), parts.get("v1", "")
    if not (stamp.isascii() and stamp.isdigit() and len(stamp) <= 12 and given):
        raise Invalid(f"The event has no {HEADER} of the form t=…,v1=….", code="bad_signature")
    if not constant_time_compare(given, _mac(int(stamp), body)):
        raise Invalid("The event's signature does not fit its body.", code="bad_signature")
    age = abs((now - datetime.fromtimestamp(int(stamp), tz=UTC)).total_seconds())
    if age > TOLERANCE_SECONDS:
        raise Invalid(
            f"The event's signature is {age:.0f} s off; at most {TOLERANCE_SECONDS} s are taken.", code="bad_signature"
        )
