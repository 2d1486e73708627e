"""Outer issuers of tokens, as the setting OIDC_ISSUERS names them. Pure."""

import json
from dataclasses import dataclass
from urllib.parse import urlsplit

FORM = (
    'a JSON list of {"issuer", "jwks_url", "audience"?, "email_claim"?}: addresses of http or https, an issuer once; '
    "audience is a text or a list of texts"
)
NAMES = {"issuer", "jwks_url", "audience", "email_claim"}


@dataclass(frozen=True)
class Issuer:
    """Whose tokens are taken. Without an audience the issuer's tokens for anybody are; `email_claim` names a claim."""

    issuer: str
    jwks_url: str
    audience: tuple[str, ...] = ()
    email_claim: str = "email"


def read(text: str) -> tuple[Issuer, ...]:
    """The issuers of the setting's text; raises ValueError where it is of another form."""
    if not text.strip():
        return ()
    rows = json.loads(text)
    if not isinstance(rows, list):
        raise ValueError(FORM)  # noqa: TRY004 - one error for whoever reads settings
    found = tuple(_issuer(row) for row in rows)
    if len({one.issuer for one in found}) < len(found):
        raise ValueError(FORM)
    return found


def _issuer(row: object) -> Issuer:
    if not isinstance(row, dict) or not row.keys() <= NAMES:
        raise ValueError(FORM)
    audience = row.get("audience", [])
    wanted = [audience] if isinstance(audience, str) else audience
    claim = row.get("email_claim", "email")
    addresses = (row.get("issuer"), row.get("jwks_url"))
    if not isinstance(wanted, list) or not all(isinstance(one, str) and one for one in wanted):
        raise ValueError(FORM)
    if not isinstance(claim, str) or not claim or not all(_is_address(one) for one in addresses):
        raise ValueError(FORM)
    return Issuer(str(addresses[0]), str(addresses[1]), tuple(wanted), claim)


def _is_address(value: object) -> bool:
    if not isinstance(value, str):
        return False
    parts = urlsplit(value)
    return parts.scheme in {"http", "https"} and bool(parts.hostname)
