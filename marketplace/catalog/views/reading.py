"""Pages to read: licences, ranking, rules, privacy, terms."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from marketplace.catalog.licences import TERMS
from nexus.foundation.languages import figures


@require_safe
def licences(request: HttpRequest) -> HttpResponse:
    return render(request, "marketplace/catalog/licences.html", {"terms": list(TERMS.values())})


@require_safe
def how_we_rank(request: HttpRequest) -> HttpResponse:
    return render(request, "marketplace/catalog/how_we_rank.html")


@require_safe
def rules(request: HttpRequest) -> HttpResponse:
    context = {"lowest_cents": settings.MINIMUM_PRICE_CENTS, "most_mb": settings.UPLOAD_MAX_BYTES // 2**20}
    return render(request, "marketplace/catalog/rules.html", context)


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    return render(request, "marketplace/catalog/privacy.html")


@require_safe
def terms(request: HttpRequest) -> HttpResponse:
    context = {
        "fee_percent": figures(f"{settings.FEE_BASIS_POINTS / 100:g}"),
        "refund_days": settings.REFUND_DAYS,
        "hold_days": settings.PAYOUT_HOLD_DAYS,
        "payout_minimum": settings.PAYOUT_MINIMUM_CENTS,
    }
    return render(request, "marketplace/catalog/terms.html", context)
