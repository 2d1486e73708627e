"""Sessions of the pages: what ends with them."""

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.utils import timezone

from accounts import passes
from accounts.models import User
from nexus.foundation import live


def end(session_key: str) -> None:
    """Let go the sockets that this session opened; its row is deleted by who signs out."""
    live.end(passes.of_session(session_key))


def end_all(user: User) -> None:
    """End every session of a person, with its sockets. Needs a transaction."""
    keys = list(UserSession.objects.filter(user=user).values_list("session_key", flat=True))
    for key in keys:
        end(key)
    Session.objects.filter(session_key__in=keys).delete()
    UserSession.objects.filter(session_key__in=keys).delete()


def forget_ended() -> None:
    """Drop the rows of sessions whose time is over (a duty)."""
    Session.objects.filter(expire_date__lt=timezone.now()).delete()
