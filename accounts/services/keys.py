"""API keys of programs: `nx_…`, shown once, kept as SHA-256; each may do what its scopes say and no more."""

import hashlib
import secrets
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from accounts import passes, rights, selectors
from accounts.models import ApiKey, User
from accounts.roles import BAN_USER
from accounts.services import askers
from accounts.services.notifications import notify
from accounts.services.tokens import Holder
from nexus.foundation import audit, live
from nexus.foundation.errors import Conflict, Invalid, NotAllowed, NotFound

PREFIX = "nx_"
SHOWN = 9  # signs that stay to be seen, so that a person tells keys apart
SCOPES = ("read", "generate", "publish", "buy", "payouts")
NAME_MOST = 80
KEYS_MOST = 50
USED_EVERY = timedelta(minutes=1)  # how exactly the last use is known


@dataclass(frozen=True)
class Made:
    """A new key and its secret, which nobody can read again."""

    key: ApiKey
    secret: str


@dataclass(frozen=True)
class KeyHolder(Holder):
    """Who a key stands for, and what it may do."""

    scopes: frozenset[str]


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode("utf-8", "replace")).hexdigest()


@transaction.atomic
def make_key(by: User, *, name: str, scopes: Collection[str], expires_at: datetime | None = None) -> Made:
    """A new key of this person.

    Raises NotAllowed `email_unconfirmed`, Invalid with the field that is wrong, Conflict where there are too many.
    """
    askers.asker_for_change(by)
    if not selectors.is_email_confirmed(by):
        raise NotAllowed(
            "Confirm your e-mail address before you make API keys; the link is in your mail.", code="email_unconfirmed"
        )
    _check(name, scopes, expires_at)
    if ApiKey.objects.filter(user=by).count() >= KEYS_MOST:
        raise Conflict(f"You have {KEYS_MOST} keys. Delete one that no program uses.")
    secret = f"{PREFIX}{secrets.token_urlsafe(32)}"
    key = ApiKey.objects.create(
        user=by,
        name=name.strip(),
        key_hash=_digest(secret),
        prefix=secret[:SHOWN],
        scopes=[scope for scope in SCOPES if scope in scopes],
        expires_at=expires_at,
    )
    audit.note("api_key.make", actor_id=by.pk, target=f"api_key:{key.pk}")
    return Made(key, secret)


def _check(name: str, scopes: Collection[str], expires_at: datetime | None) -> None:
    wrong: dict[str, list[str]] = {}
    if not name.strip() or len(name.strip()) > NAME_MOST or "\x00" in name:
        wrong["name"] = [f"A name of 1 to {NAME_MOST} signs, such as the program that uses the key."]
    if not scopes or not set(scopes) <= set(SCOPES):
        wrong["scopes"] = [f"One or more of: {', '.join(SCOPES)}."]
    if expires_at is not None and expires_at <= timezone.now():
        wrong["expires_at"] = ["A time to come."]
    if wrong:
        raise Invalid(next(iter(wrong.values()))[0], fields=wrong)


@transaction.atomic
def delete_key(key_id: UUID, *, by: User) -> None:
    """End a key and every socket that it opened. NotFound for what is not this person's."""
    key = ApiKey.objects.select_for_update().filter(pk=key_id, user=by).first()
    if key is None:
        raise NotFound("There is no such API key.")
    key.delete()
    audit.note("api_key.delete", actor_id=by.pk, target=f"api_key:{key_id}")
    live.end(passes.of_key(key_id))


@transaction.atomic
def end_key(key_id: UUID, *, by: User, reason: str) -> None:
    """Staff end somebody's key, with every socket that it opened; its person is told. Raises NotAllowed, NotFound."""
    rights.staff_with(by, BAN_USER)
    key = ApiKey.objects.select_for_update().filter(pk=key_id).first()
    if key is None:
        raise NotFound("There is no such API key.")
    key.delete()
    audit.note("api_key.end", actor_id=by.pk, target=f"api_key:{key_id}", reason=reason, person=key.user_id)
    live.end(passes.of_key(key_id))
    title = f"Staff ended your API key “{key.name}”: {reason}"
    notify(key.user_id, "case", title=title, url="/settings/keys/", source=f"key:{key_id}", about=f"key:{key_id}")


def holder_of(secret: str) -> KeyHolder | None:
    """Who holds this key now; None where it is unknown or expired, or its person's account is closed."""
    now = timezone.now()
    living = ApiKey.objects.select_related("user").filter(key_hash=_digest(secret), user__is_active=True)
    key = living.filter(Q(expires_at=None) | Q(expires_at__gt=now)).first()
    if key is None:
        return None
    if key.last_used_at is None or key.last_used_at < now - USED_EVERY:
        stale = Q(last_used_at=None) | Q(last_used_at__lt=now - USED_EVERY)
        ApiKey.objects.filter(stale, pk=key.pk).update(last_used_at=now)
    person = key.user
    held = frozenset({passes.of_person(person.pk), passes.of_key(key.pk)})
    return KeyHolder(person, held, frozenset(key.scopes))
