"""The home page, and the pages whose words staff may set."""

from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from marketplace.homepage import selectors
from nexus.foundation.languages import figures
from nexus.foundation.pagecache import for_everybody


@require_safe
@for_everybody
def home(request: HttpRequest) -> HttpResponse:
    """The ask form comes back here and is sent on: one field, two buttons, no script needed."""
    words = request.GET.get("words", "").strip()[:2000]
    if "do" in request.GET:
        making = request.GET["do"] == "make"
        query = urlencode({"prompt" if making else "q": words if making else words[:200]}) if words else ""
        return redirect(f"{'/create/' if making else reverse('catalogue')}{'?' if query else ''}{query}")
    return render(request, "marketplace/homepage/home.html", {"blocks": selectors.shown(selectors.current().blocks)})


@require_safe
def rules(request: HttpRequest) -> HttpResponse:
    context = {"lowest_cents": settings.MINIMUM_PRICE_CENTS, "most_mb": settings.UPLOAD_MAX_BYTES // 2**20}
    return _page(request, "rules", context)


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    return _page(request, "privacy", {})


@require_safe
def terms(request: HttpRequest) -> HttpResponse:
    context = {
        "fee_percent": figures(f"{settings.FEE_BASIS_POINTS / 100:g}"),
        "refund_days": settings.REFUND_DAYS,
        "hold_days": settings.PAYOUT_HOLD_DAYS,
        "payout_minimum": settings.PAYOUT_MINIMUM_CENTS,
    }
    return _page(request, "terms", context)


def _page(request: HttpRequest, name: str, context: dict[str, Any]) -> HttpResponse:
    """Staff's words where they wrote some, else the software's."""
    return render(request, f"marketplace/homepage/{name}.html", {**context, "own": selectors.page_text(name)})
