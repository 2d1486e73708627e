"""Pages on which people take their data along; a closed account's holder may too."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts import closed, selectors
from accounts.fresh import just_signed_in
from accounts.models import User
from accounts.services import exports
from nexus.foundation.errors import NexusError
from nexus.foundation.storage import links


@never_cache
@just_signed_in()
@require_http_methods(["GET", "HEAD", "POST"])
def own_data(request: HttpRequest) -> HttpResponse:
    """Ask for one's data, see what was asked for, fetch what is ready."""
    person = request.user if isinstance(request.user, User) else closed.person_of(request)
    if person is None:
        return redirect("account_login")
    if request.method == "POST":
        try:
            exports.ask(person)
        except NexusError as refusal:
            messages.error(request, refusal.message)
        else:
            messages.success(request, _("Your data are being gathered. A mail tells you when the zip is ready."))
        return redirect("own_data")
    rows = [
        {"export": row, "url": exports.path_of(row) if row.file_id else ""} for row in selectors.data_exports_of(person)
    ]
    context = {"rows": rows, "may_ask": selectors.may_ask_for_data(person), "is_closed": not person.is_active}
    return render(request, "accounts/own_data.html", context)


@never_cache
@just_signed_in(reading=True)
@require_safe
def own_data_zip(request: HttpRequest, token: str) -> HttpResponseBase:
    """The zip behind a signed path, for the person whose data it holds: the path alone, found in a mail or a history,
    opens nothing.
    """
    person = request.user if isinstance(request.user, User) else closed.person_of(request)
    if person is None:
        return redirect(f"{reverse('account_login')}?{urlencode({'next': request.path})}")
    found = exports.opened(token, reader=person)
    assert found.file is not None
    return links.serve(request, found.file, attachment=True)
