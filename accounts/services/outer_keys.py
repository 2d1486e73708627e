"""The public keys of outer issuers: fetched by the outbound rules, kept for all processes, asked again for rarely."""

import hashlib
import json
import time
from collections.abc import Mapping
from functools import cache
from typing import Any

import structlog
from django.conf import settings
from django.core.cache import cache as shared
from jwt import PyJWK
from jwt.exceptions import PyJWTError

from nexus.foundation.issuers import Issuer
from nexus.foundation.outbound import Client, OutboundError

log = structlog.get_logger(__name__)

ALGORITHMS = {"RS256": ("RSA", None), "ES256": ("EC", "P-256")}
FRESH = 3600  # seconds; keys that were taken back are gone after these
KEPT = 24 * 3600  # seconds that known keys serve while their issuer cannot be reached
EVERY = 60  # seconds between two askings of one issuer, whatever tokens are sent
FETCH_SECONDS = 5.0
MOST_BYTES = 256 * 1024
MOST_KEYS = 50
LEAST_BITS = 2048
ASKING, ASKED = "asking", "asked"  # one value, so that nobody comes between "my turn" and "I ask"
LOOK = 0.05  # seconds between two looks of who waits for another's asking


@cache
def client() -> Client:
    """The outbound client of this process for keys."""
    return Client(allow=settings.OUTBOUND_ALLOW)


def key_of(issuer: Issuer, *, kid: str, algorithm: str) -> PyJWK | None:
    """The issuer's key of this name for this algorithm.

    One that is not known is asked for, at most once a minute for each issuer and by one process; others wait for it.
    """
    rows, at = _kept(issuer)
    if kid not in rows or at < time.time() - FRESH:
        rows = _asked_anew(issuer, at) or rows
    row = rows.get(kid)
    return _key(row, algorithm) if row else None


def _name(issuer: Issuer, what: str) -> str:
    return f"oidc:{what}:{hashlib.sha256(f'{issuer.issuer} {issuer.jwks_url}'.encode()).hexdigest()[:32]}"


def _kept(issuer: Issuer) -> tuple[dict[str, dict[str, Any]], float]:
    held: tuple[dict[str, dict[str, Any]], float] | None = shared.get(_name(issuer, "keys"))
    return held or ({}, 0.0)


def _asked_anew(issuer: Issuer, known_at: float) -> dict[str, dict[str, Any]]:
    """The keys after an asking: one's own, or that of another which is on its way; nothing where it is too soon."""
    turn = _name(issuer, "turn")
    if not shared.add(turn, ASKING, EVERY):
        end = time.monotonic() + FETCH_SECONDS
        while shared.get(turn) == ASKING and time.monotonic() < end:
            time.sleep(LOOK)
        rows, at = _kept(issuer)
        return rows if at > known_at else {}
    try:
        rows = _fetched(issuer)
        if rows:
            shared.set(_name(issuer, "keys"), (rows, time.time()), KEPT)
        return rows
    finally:
        shared.set(turn, ASKED, EVERY)


def _fetched(issuer: Issuer) -> dict[str, dict[str, Any]]:
    """Keys by their names; none, and a line in the log, where the issuer does not answer as it should."""
    try:
        answer = client().request("GET", issuer.jwks_url, seconds=FETCH_SECONDS, max_bytes=MOST_BYTES, retries=1)
        found = answer.json() if answer.status == 200 else None
    except OutboundError as failure:
        log.warning("oidc_keys_not_fetched", issuer=issuer.issuer, reason=str(failure))
        return {}
    rows = found.get("keys") if isinstance(found, dict) else None
    if not isinstance(rows, list):
        log.warning("oidc_keys_not_fetched", issuer=issuer.issuer, reason=f"status {answer.status}, or no keys in it")
        return {}
    named = [row for row in rows[:MOST_KEYS] if isinstance(row, dict) and isinstance(row.get("kid"), str)]
    return {row["kid"]: row for row in named if row.get("use") in {None, "sig"}}


def _key(row: Mapping[str, Any], algorithm: str) -> PyJWK | None:
    """The key where it is of the algorithm's own kind: a public key never becomes a shared secret."""
    kind, curve = ALGORITHMS[algorithm]
    if row.get("kty") != kind or row.get("crv") != curve or row.get("alg") not in {None, algorithm}:
        return None
    try:
        made = PyJWK(json.loads(json.dumps(row)), algorithm=algorithm)
    except (PyJWTError, ValueError, TypeError):
        return None
    return made if kind != "RSA" or made.key.key_size >= LEAST_BITS else None
