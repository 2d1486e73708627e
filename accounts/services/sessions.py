"""Sessions of the pages: what ends with them."""

from django.contrib.sessions.models import Session
from django.utils import timezone

from accounts import passes
from nexus.foundation import live


def end(session_key: str) -> None:
    """Let go the sockets that this session opened; its row is deleted by who signs out."""
    live.end(passes.of_session(session_key))


def forget_ended() -> None:
    """Drop the rows of sessions whose time is over (a duty)."""
    Session.objects.filter(expire_date__lt=timezone.now()).delete()
