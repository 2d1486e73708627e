"""Names of what opens a socket or stream: a person, tokens, an API key, a page's session. They end with it."""

import hashlib
from collections.abc import Collection
from uuid import UUID

from django.db.models import Q
from django.utils import timezone

from accounts.models import ApiKey, TokenFamily, User


def of_person(person_id: int) -> str:
    return f"person:{person_id}"


def of_tokens(family_id: UUID) -> str:
    return f"tokens:{family_id}"


def of_key(key_id: UUID) -> str:
    return f"key:{key_id}"


def of_session(session_key: str) -> str:
    """A session's key opens everything, so its pass is a digest: passes travel in bells and logs."""
    return f"session:{hashlib.sha256(session_key.encode()).hexdigest()[:32]}"


def ended(held: Collection[str]) -> set[str]:
    """Those of these passes that open nothing any more. At most three queries; sessions are told by their bell."""
    named: dict[str, set[str]] = {}
    for one in held:
        kind, _, key = one.partition(":")
        named.setdefault(kind, set()).add(key)
    people, families = named.get("person", set()), named.get("tokens", set())
    gone = {f"person:{key}" for key in people}
    gone -= {of_person(key) for key in User.objects.filter(pk__in=people, is_active=True).values_list("pk", flat=True)}
    gone |= {f"tokens:{key}" for key in families}
    living = TokenFamily.objects.filter(pk__in=families, ended_at=None).values_list("pk", flat=True)
    gone -= {of_tokens(key) for key in living}
    if keys := named.get("key"):
        gone |= {f"key:{key}" for key in keys}
        unended = Q(expires_at=None) | Q(expires_at__gt=timezone.now())
        gone -= {of_key(key) for key in ApiKey.objects.filter(unended, pk__in=keys).values_list("pk", flat=True)}
    return gone
