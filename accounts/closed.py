"""The one page that a closed account still opens: its holder gave the right password, and is signed in nowhere."""

import time

from django.http import HttpRequest

from accounts.models import User

KEY = "closed_account"
SECONDS = 1800


def let_in(request: HttpRequest, user: User) -> None:
    request.session.cycle_key()
    request.session[KEY] = {"person": user.pk, "until": int(time.time()) + SECONDS}


def person_of(request: HttpRequest) -> User | None:
    """The holder of a closed account who gave its password a moment ago; None once it is open again."""
    held = request.session.get(KEY)
    if not isinstance(held, dict) or held.get("until", 0) < time.time():
        return None
    return User.objects.filter(pk=int(held["person"]), is_active=False).first()


def let_out(request: HttpRequest) -> None:
    request.session.pop(KEY, None)
