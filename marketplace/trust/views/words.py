"""Staff hide a review, a comment or a print from where they read it: asked first, then decided like any other case."""

from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts import rights
from accounts.roles import DECIDE_CASE
from marketplace.trust import rules
from marketplace.trust.selectors import things
from marketplace.trust.services import closing, hiding
from nexus.foundation.console_pages import ask, is_confirmed
from nexus.foundation.errors import NexusError, NotFound


def word_urls(site: admin.AdminSite) -> list[URLPattern]:
    """The page that asks, for the console that shows it."""
    return [path("words/<str:kind>/<int:thing_id>/hide/", site.admin_view(_hide), name="words_hide")]


@require_http_methods(["GET", "HEAD", "POST"])
def _hide(request: HttpRequest, kind: str, thing_id: int) -> HttpResponse:
    """Ask for the reason that its author reads, and hide it."""
    person = rights.staff_with(request.user, DECIDE_CASE)
    thing = things.named_at(kind, thing_id) if kind in hiding.HIDDEN_KINDS else None
    if thing is None:
        raise NotFound(closing.GONE)
    reason, wrong, status = request.POST.get("reason", ""), "", 200
    if is_confirmed(request):
        try:
            closing.hide_words(kind, thing_id, by=person, reason=reason)
        except NexusError as refusal:
            wrong, status = refusal.message, refusal.status
        else:
            messages.success(request, _("It is hidden. Its author reads your reason and may appeal."))
            return redirect(thing.url)
    return ask(
        request,
        title=_("Hide this?"),
        action=_("Hide it"),
        back=thing.url,
        rows=[{"name": rules.named(kind, thing.name), "note": thing.owner_name}, {"name": thing.words[:600]}],
        asks=_("Why? Its author reads this, and may appeal."),
        reason=reason,
        is_danger=True,
        wrong=wrong,
        status=status,
    )
