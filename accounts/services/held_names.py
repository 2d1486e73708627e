"""Usernames that somebody left behind: held for a year, so that nobody poses as who is gone. Only digests are kept."""

from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.crypto import salted_hmac

from accounts.models import HeldName

HELD_FOR = timedelta(days=365)
SALT = "nexus.held-name"
TAKEN = "This username is taken; choose another."


def hold(username: str, *, now: datetime) -> None:
    """Nobody may take this name from now on, in any case of its letters."""
    HeldName.objects.update_or_create(digest=_digest(username), defaults={"until": now + HELD_FOR})


def is_held(username: str, *, now: datetime | None = None) -> bool:
    return HeldName.objects.filter(digest=_digest(username), until__gt=now or timezone.now()).exists()


def forget_old(*, now: datetime | None = None) -> None:
    """Names are free again when their time is over (a duty)."""
    HeldName.objects.filter(until__lte=now or timezone.now()).delete()


def _digest(username: str) -> str:
    return salted_hmac(SALT, username.strip().lower(), algorithm="sha256").hexdigest()
