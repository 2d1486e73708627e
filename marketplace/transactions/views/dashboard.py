"""A seller's dashboard."""

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from marketplace.catalog import selectors as catalog
from marketplace.transactions import drawing, money, selectors
from marketplace.transactions.views.people import person_of
from nexus.foundation import tables
from nexus.foundation.languages import figures

EXAMPLE_CENTS = 1400


@never_cache
@login_required
@require_safe
def dashboard(request: HttpRequest) -> HttpResponse:
    """A seller's money, sales and listings; `?csv=weeks` is the table of the plot."""
    person = person_of(request)
    earned = drawing.earned_by_week(person)
    if request.GET.get("csv") == "weeks" and not earned.is_example:
        return tables.csv_answer("nexus-earned-by-week", earned.columns, earned.rows)
    example = money.split(EXAMPLE_CENTS, settings.FEE_BASIS_POINTS)
    context = {
        "example": {"paid": EXAMPLE_CENTS, "fee": example.fee, "revenue": example.revenue},
        "fee_percent": figures(f"{settings.FEE_BASIS_POINTS / 100:g}"),
        "money": selectors.dashboard_of(person),
        "shelf": catalog.dashboard_of(person),
        "earned": earned,
        "what_sells": drawing.what_sells(person),
        "hold_days": settings.PAYOUT_HOLD_DAYS,
    }
    return render(request, "marketplace/transactions/dashboard.html", context)
