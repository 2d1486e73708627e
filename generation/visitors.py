"""Who asks for a page of the workshop: a person, or a browser that is remembered until somebody signs in with it."""

import secrets

from django.http import HttpRequest

from accounts.models import User
from generation import services

GUEST = "guest_key"


def person_of(request: HttpRequest) -> User | None:
    return request.user if isinstance(request.user, User) else None


def guest_key_of(request: HttpRequest, *, make: bool = False) -> str:
    """The key of what was made in this browser before signing in, "" where nothing was; `make` begins one."""
    if make and GUEST not in request.session:
        request.session[GUEST] = secrets.token_urlsafe(18)
    return str(request.session.get(GUEST, ""))


def claim_what_was_made(request: HttpRequest) -> None:
    """Give a person who has signed in what this browser made before."""
    person, key = person_of(request), guest_key_of(request)
    if person and key:
        services.claim_guest_jobs(person, guest_key=key)
        del request.session[GUEST]
