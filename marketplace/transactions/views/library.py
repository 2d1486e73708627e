"""The library: what one may download, with receipts, certificates and refunds."""

from collections.abc import Sequence
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from marketplace.catalog.services import downloads, entitlements
from marketplace.transactions.selectors.library import REASONS, Wanted, creators_of, library_of
from marketplace.transactions.views.people import person_of
from nexus.foundation.errors import Invalid

KEPT = ("q", "creator", "type", "updated", "archived", "sort", "view")  # what the link to older ones carries on


@never_cache
@login_required
@require_safe
def library(request: HttpRequest) -> HttpResponse:
    """Every choice is in the address; one that makes no sense narrows nothing."""
    return _shown(request)


@never_cache
@login_required
@require_POST
def as_zip(request: HttpRequest) -> HttpResponse:
    """What was ticked, in one zip; where that cannot be, the library says why and keeps the ticks."""
    ticked = [int(word) for word in request.POST.getlist("right") if word.isdecimal() and len(word) < 19]
    try:
        return redirect(downloads.open_many(ticked, by=person_of(request)).url)
    except Invalid as refusal:
        return _shown(request, ticked=ticked, problem=refusal.message, status=400)


def _shown(request: HttpRequest, *, ticked: Sequence[int] = (), problem: str = "", status: int = 200) -> HttpResponse:
    person, asked = person_of(request), request.GET
    creators = creators_of(person)
    wanted = Wanted(
        text=asked.get("q", "").replace("\x00", "").strip()[:200],
        creator=next((name for name, _ in creators if name == asked.get("creator")), ""),
        reason=asked.get("type", "") if asked.get("type") in REASONS else "",
        updated=asked.get("updated") == "1",
        archived=asked.get("archived") == "1",
        order="name" if asked.get("sort") == "name" else "newest",
    )
    found = library_of(person, wanted, cursor=asked.get("cursor", ""))
    kept = {name: asked[name] for name in KEPT if asked.get(name)}
    context = {
        "library": found,
        "wanted": wanted,
        "creators": creators,
        "as_grid": asked.get("view") == "grid",
        "ticked": ticked,
        "zip_problem": problem,
        "zip_most": downloads.MANY_MOST,
        "older": f"?{urlencode({**kept, 'cursor': found.next_cursor})}" if found.next_cursor else "",
    }
    return render(request, "marketplace/transactions/library.html", context, status=status)


@login_required
@require_POST
def put_away(request: HttpRequest, right_id: int) -> HttpResponse:
    """Archive a model in one's library, or bring it back."""
    away = request.POST.get("archived") != "1"
    entitlements.archive(right_id, by=person_of(request), put_away=away)
    messages.success(request, _("It is in the archive.") if away else _("It is back in your library."))
    return redirect("library")
