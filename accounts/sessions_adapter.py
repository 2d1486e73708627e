"""Where allauth ends sessions of pages, and where Django signs out: the sockets end with them."""

from collections.abc import Iterable

from allauth.usersessions.adapter import DefaultUserSessionsAdapter
from allauth.usersessions.models import UserSession
from django.http import HttpRequest

from accounts.services import sessions


class SessionsAdapter(DefaultUserSessionsAdapter):  # type: ignore[misc]  # allauth ships no types
    def end_sessions(self, sessions_to_end: Iterable[UserSession]) -> None:
        """The rows first: a socket that opens in between finds no session, and the bell lets go those of before."""
        keys = [one.session_key for one in sessions_to_end]
        super().end_sessions(sessions_to_end)
        for key in keys:
            sessions.end(key)


def signed_out(request: HttpRequest | None = None, **_about: object) -> None:
    """Every way out passes here: the site's, the console's, and what Django does by itself."""
    if request is not None and (key := getattr(request.session, "session_key", None)):
        sessions.end(key)
