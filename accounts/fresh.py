"""Whether the person at a page gave their password just now: what makes lasting rights, or hands data out, asks so."""

import time
from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.core.exceptions import ReauthenticationRequired
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _

View = Callable[..., HttpResponseBase]
READS = frozenset({"GET", "HEAD"})


def is_fresh(request: HttpRequest) -> bool:
    """Whether this session's person gave password or second factor within ACCOUNT_REAUTHENTICATION_TIMEOUT.

    Who has neither is never fresh (allauth would wave them through): they set a password first.
    """
    if not request.user.is_authenticated or not get_adapter(request).get_reauthentication_methods(request.user):
        return False
    since = time.time() - settings.ACCOUNT_REAUTHENTICATION_TIMEOUT
    records = get_authentication_records(request, request.user)
    return any(row["at"] > since and (row["method"] == "password" or row.get("reauthenticated")) for row in records)


def just_signed_in(*, reading: bool = False) -> Callable[[View], View]:
    """A view whose writes need a password of the last minutes, with `reading` its reads too. A form that was sent goes
    on where it was, once the password was given.
    """

    def wrap(view: View) -> View:
        @wraps(view)
        def run(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            free = request.method in READS and not reading
            if free or not request.user.is_authenticated or is_fresh(request):
                return view(request, *args, **kwargs)
            if not get_adapter(request).get_reauthentication_methods(request.user):
                messages.info(request, _("Set a password first: this is asked for one."))
                return redirect("account_reset_password")
            raise ReauthenticationRequired

        return run

    return wrap
