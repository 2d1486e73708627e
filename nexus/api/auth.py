"""Who asks: a Bearer token, ours or of an outer issuer, or API key, the page's own session, or a socket's token,
ticket or subprotocol.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs, urlsplit

from channels.db import database_sync_to_async
from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.http.request import split_domain_port, validate_host
from rest_framework.authentication import SessionAuthentication
from rest_framework.exceptions import PermissionDenied
from rest_framework.request import Request

from accounts import fresh, passes
from accounts.models import User
from accounts.services import keys, outer_tokens, tickets, tokens
from nexus.api import scopes
from nexus.foundation.errors import NotAllowed, NotSignedIn

SUBPROTOCOL = "nexus.bearer"
BAD_TOKEN = "The token is not valid or has ended. Sign in again, or refresh it."  # noqa: S105 - a sentence


class BearerOrSession(SessionAuthentication):
    """A Bearer token wins over the session; a bad one is 401 on every route, never silently anonymous."""

    def authenticate(self, request: Request) -> tuple[User, str | keys.KeyHolder | None] | None:
        """The person, and their token; or of an API key its holder, who may do what its scopes say."""
        header = request.headers.get("Authorization", "")
        if header:
            holder = bearer(header)
            return holder.person, holder if isinstance(holder, keys.KeyHolder) else header.partition(" ")[2].strip()
        found = super().authenticate(request)
        return (found[0], None) if found and isinstance(found[0], User) else None

    def enforce_csrf(self, request: Request) -> None:
        try:
            super().enforce_csrf(request)
        except PermissionDenied:
            raise PermissionDenied(
                "A request with the page's session needs its X-CSRFToken; programs use a token."
            ) from None

    def authenticate_header(self, request: Request) -> str:
        return "Bearer"


def bearer(header: str) -> tokens.Holder:
    """Who an Authorization header stands for; raises NotSignedIn."""
    scheme, _, token = header.partition(" ")
    holder = holder_of(token.strip()) if scheme.lower() == "bearer" and token.strip() else None
    if holder is None:
        raise NotSignedIn(BAD_TOKEN, code="token_invalid")
    return holder


def holder_of(secret: str) -> tokens.Holder | None:
    """Who an access token, an API key or a token of an outer issuer stands for now."""
    if secret.startswith(keys.PREFIX):
        return keys.holder_of(secret)
    return outer_tokens.holder_of(secret) if outer_tokens.may_be(secret) else tokens.holder_of(secret)


def passes_of(request: Request) -> frozenset[str]:
    """What this request came in with, so that what it opens ends with it."""
    if isinstance(request.auth, keys.KeyHolder):
        return request.auth.passes
    if isinstance(request.auth, str):
        holder = holder_of(request.auth)
        return holder.passes if holder else frozenset()
    key = request._request.session.session_key  # noqa: SLF001 - DRF's wrapper has no other door
    return frozenset({passes.of_session(key)}) if key else frozenset()


def is_fresh(request: Request) -> bool:
    """Whether whoever asks gave their password just now. A key was made once and stands for nobody who is here now,
    whatever session comes with it.
    """
    if isinstance(request.auth, keys.KeyHolder):
        return False
    if isinstance(request.auth, str):
        return tokens.is_fresh(request.auth)
    return fresh.is_fresh(request._request)  # noqa: SLF001 - DRF's wrapper has no other door


def must_be_fresh(request: Request) -> None:
    """Raise NotAllowed `reauthentication_required` where a page's session is too old for a lasting right: its browser
    may be somebody else's by now. Who sends a token has what the contract asks for.
    """
    if request.auth is None and not is_fresh(request):
        raise NotAllowed(
            "Sign in again to do this; your last sign-in is too long ago.", code="reauthentication_required"
        )


@dataclass(frozen=True)
class Viewer:
    """Who opens a socket or stream. `refusal` is a sentence where a token was sent and is bad."""

    person: User | None = None
    refusal: str = ""
    subprotocol: str | None = None
    passes: frozenset[str] = frozenset()


async def viewer_of_scope(scope: Mapping[str, Any]) -> Viewer:
    """By `?token=`, `?ticket=`, subprotocols `nexus.bearer, <token>`, the Authorization header, or the session."""
    query = parse_qs(scope.get("query_string", b"").decode("latin1"), keep_blank_values=True)
    offered = list(scope.get("subprotocols") or [])
    headers = {name: value.decode("latin1") for name, value in scope.get("headers", [])}
    chosen = SUBPROTOCOL if SUBPROTOCOL in offered else None
    if "ticket" in query:
        return await _viewer(lambda ticket: _within(tickets.spend(ticket), scope), query["ticket"][-1], chosen)
    if "token" in query:
        return await _viewer(lambda secret: _opener(secret, scope), query["token"][-1], chosen)
    if chosen:
        rest = [part for part in offered if part != SUBPROTOCOL]
        return await _viewer(lambda secret: _opener(secret, scope), rest[0] if rest else "", chosen)
    if b"authorization" in headers:
        scheme, _, token = headers[b"authorization"].partition(" ")
        secret = token.strip() if scheme.lower() == "bearer" else ""
        return await _viewer(lambda given: _opener(given, scope), secret, None)
    person = scope.get("user")
    if isinstance(person, User) and person.is_active and _origin_is_ours(scope, headers):
        key = getattr(scope.get("session"), "session_key", None) or ""
        return Viewer(person=person, passes=frozenset({passes.of_person(person.pk), passes.of_session(key)}))
    return Viewer()


def _opener(secret: str, scope: Mapping[str, Any]) -> tokens.Holder | None:
    """Who a secret stands for at this socket or stream."""
    return _within(holder_of(secret), scope)


def _within(holder: tokens.Holder | None, scope: Mapping[str, Any]) -> tokens.Holder | None:
    """The holder; an API key, or a ticket that one asked for, needs the scope of the path."""
    if isinstance(holder, keys.KeyHolder):
        scopes.check(holder.scopes, method="GET", path=scope.get("path", ""))
    return holder


async def _viewer(find: Callable[[str], tokens.Holder | None], secret: str, chosen: str | None) -> Viewer:
    try:
        holder = await database_sync_to_async(find)(secret) if secret else None
    except NotAllowed as refusal:
        return Viewer(refusal=refusal.sentence, subprotocol=chosen)
    if holder is None:
        return Viewer(refusal=BAD_TOKEN, subprotocol=chosen)
    return Viewer(person=holder.person, subprotocol=chosen, passes=holder.passes)


def _origin_is_ours(scope: Mapping[str, Any], headers: Mapping[bytes, str]) -> bool:
    """A socket with a session must say where it comes from; a stream may not come from elsewhere."""
    origin = headers.get(b"origin", "")
    if not origin:
        return bool(scope["type"] == "http")
    if origin in settings.CSRF_TRUSTED_ORIGINS:
        return True
    host = headers.get(b"host", "")
    try:
        known = validate_host(split_domain_port(host)[0], settings.ALLOWED_HOSTS)
    except DisallowedHost:
        return False
    return bool(known and urlsplit(origin).netloc == host)
