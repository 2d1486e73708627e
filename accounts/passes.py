"""Names of what opens a socket or stream: a person, tokens, an API key, a page's session. They end with it."""

import hashlib
import hmac
from collections.abc import Collection
from uuid import UUID

from allauth.usersessions.models import UserSession
from django.contrib.auth import HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.models import Session
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
    """Those of these passes that open nothing any more. At most five queries.

    A session's pass is a digest, so its person must be held beside it, as they are where passes are given out.
    """
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
    if digests := named.get("session"):
        gone |= {f"session:{digest}" for digest in digests} - _living_sessions(people)
    return gone


def _living_sessions(people: Collection[str]) -> set[str]:
    """The passes of every session in which one of these people is signed in with the password they have now."""
    keys = UserSession.objects.filter(user__in=people).values("session_key")
    living = Session.objects.filter(session_key__in=keys, expire_date__gt=timezone.now())
    hashes = {str(user.pk): user.get_session_auth_hash() for user in User.objects.filter(pk__in=people)}
    found = set()
    for session in living:
        held = session.get_decoded()
        if hmac.compare_digest(str(held.get(HASH_SESSION_KEY)), hashes.get(str(held.get(SESSION_KEY)), "")):
            found.add(of_session(session.session_key))
    return found
