"""One-use passes for one socket or stream, for clients that cannot send headers there. They live in Valkey only."""

import hashlib
import secrets

from django.core.cache import cache

from accounts import passes
from accounts.models import User
from accounts.services.tokens import Holder

SECONDS = 60


def _key(ticket: str) -> str:
    return f"ticket:{hashlib.sha256(ticket.encode('utf-8', 'replace')).hexdigest()}"


def make(person: User) -> str:
    ticket = f"nxt_{secrets.token_urlsafe(32)}"
    cache.set(_key(ticket), person.pk, timeout=SECONDS)
    return ticket


def spend(ticket: str) -> Holder | None:
    """Whose ticket this is; whoever deletes it first has used it. What it opens ends with the person's rights."""
    key = _key(ticket)
    person_id = cache.get(key)
    if person_id is None or not cache.delete(key):
        return None
    person = User.objects.filter(pk=person_id, is_active=True).first()
    return Holder(person, frozenset({passes.of_person(person.pk)})) if person else None
