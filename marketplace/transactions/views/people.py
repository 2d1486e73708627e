"""Who asks, where it must be somebody."""

from collections.abc import Callable
from functools import wraps

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponseBase

from accounts import closed
from accounts.models import User
from nexus.foundation.errors import NotSignedIn

View = Callable[..., HttpResponseBase]


def person_of(request: HttpRequest) -> User:
    if not isinstance(request.user, User):
        raise NotSignedIn("Sign in to see your orders.")
    return request.user


def holder_of(request: HttpRequest) -> User:
    """Who is signed in, or the holder of a closed account who gave its password a moment ago: money stays theirs."""
    person = request.user if isinstance(request.user, User) else closed.person_of(request)
    if person is None:
        raise NotSignedIn("Sign in to see your orders.")
    return person


def holders(view: View) -> View:
    """Pages for `holder_of`; everybody else signs in first."""

    @wraps(view)
    def asked(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        if not request.user.is_authenticated and closed.person_of(request) is None:
            return redirect_to_login(request.get_full_path())
        return view(request, *args, **kwargs)

    return asked
