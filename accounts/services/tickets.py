"""One-use passes for one socket or stream, for clients that cannot send headers there. They live in Valkey only."""

import hashlib
import secrets
from collections.abc import Collection

from django.core.cache import cache

from accounts import passes
from accounts.models import User
from accounts.services.keys import KeyHolder
from accounts.services.tokens import Holder

SECONDS = 60


def _key(ticket: str) -> str:
    return f"ticket:{hashlib.sha256(ticket.encode('utf-8', 'replace')).hexdigest()}"


def make(person: User, *, passes_of_asker: Collection[str] = (), scopes: Collection[str] | None = None) -> str:
    """A ticket of this person; what it opens ends with the passes of the secret that asked for it, too. `scopes` are
    those of an API key that asks: its ticket may do no more than the key.
    """
    ticket = f"nxt_{secrets.token_urlsafe(32)}"
    kept = [person.pk, sorted(passes_of_asker), None if scopes is None else sorted(scopes)]
    cache.set(_key(ticket), kept, timeout=SECONDS)
    return ticket


def spend(ticket: str) -> Holder | None:
    """Whose ticket this is, a KeyHolder for one that a key asked for; whoever deletes it first has used it. What it
    opens ends with the person's rights.
    """
    key = _key(ticket)
    kept = cache.get(key)
    if kept is None or not cache.delete(key):
        return None
    person_id, held, scopes = kept
    person = User.objects.filter(pk=person_id, is_active=True).first()
    if person is None:
        return None
    opened_by = frozenset({passes.of_person(person.pk), *held})
    return Holder(person, opened_by) if scopes is None else KeyHolder(person, opened_by, frozenset(scopes))
