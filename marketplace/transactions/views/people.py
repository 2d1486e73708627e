"""Who asks, where it must be somebody."""

from django.http import HttpRequest

from accounts.models import User
from nexus.foundation.errors import NotSignedIn


def person_of(request: HttpRequest) -> User:
    if not isinstance(request.user, User):
        raise NotSignedIn("Sign in to see your orders.")
    return request.user
