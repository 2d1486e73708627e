"""A seller's dashboard."""

from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from marketplace.catalog import selectors as catalog
from marketplace.catalog.models import Listing
from marketplace.transactions import drawing, money, selectors
from marketplace.transactions.selectors import PERIODS, USUAL, BestSeller, Period
from marketplace.transactions.views.people import person_of
from nexus.foundation import tables
from nexus.foundation.languages import figures
from nexus.foundation.paging import address, links, number_of
from nexus.foundation.sayings import said
from nexus.templatetags.ui import amount

EXAMPLE_CENTS = 1400
SHELF = "models"  # the page of one's models, in the address


@never_cache
@login_required
@require_safe
def dashboard(request: HttpRequest) -> HttpResponse:
    """A seller's money, sales and listings; `?csv=earned` and `?csv=models` are the tables behind the figures."""
    person = person_of(request)
    period = PERIODS.get(request.GET.get("period", ""), USUAL)
    everything = selectors.best_sellers_of(person, most=None)
    chosen = next((row for row in everything if str(row.listing_id) == request.GET.get("model")), None)
    found = selectors.earned_by(person, period, listing_id=chosen.listing_id if chosen else None)
    earned = drawing.earned(period, found)
    sellers = selectors.best_sellers_of(person, period=period, most=None)
    wanted = request.GET.get("csv", "")
    if wanted == "earned" and not earned.is_example:
        return tables.csv_answer("nexus-earned", earned.columns, earned.rows)
    if wanted == "models" and sellers:
        return _models_csv(sellers)
    example = money.split(EXAMPLE_CENTS, settings.FEE_BASIS_POINTS)
    own = selectors.dashboard_of(person)
    state = request.GET.get("state", "")
    state = state if state in Listing.State.values else ""
    shelf = catalog.dashboard_of(person, state=state, number=number_of(request, SHELF))
    context: dict[str, Any] = {
        "example": {"paid": EXAMPLE_CENTS, "fee": example.fee, "revenue": example.revenue},
        "fee_percent": figures(f"{settings.FEE_BASIS_POINTS / 100:g}"),
        "money": own,
        "found": found,
        "period_name": _names()[period.name],
        "periods": _periods(period, chosen),
        "period": period.name,
        "models": everything,
        "chosen": chosen,
        "shelf": shelf,
        "shelf_tabs": _shelf_tabs(request, shelf.counts, state),
        "shelf_links": links(request, shelf.listings, SHELF),
        "earned": earned,
        "what_sells": drawing.what_sells(sellers[: selectors.BEST]),
        "level": selectors.standing_of_level(own.balance.lifetime_cents),
        "first_steps": selectors.first_steps_of(person),
        "hold_days": settings.PAYOUT_HOLD_DAYS,
        "minimum_cents": settings.PAYOUT_MINIMUM_CENTS,
        "may_ask": own.balance.available_cents >= settings.PAYOUT_MINIMUM_CENTS,
    }
    return render(request, "marketplace/transactions/dashboard.html", context)


def _shelf_tabs(request: HttpRequest, counts: dict[str, int], chosen: str) -> list[dict[str, Any]]:
    """The states in which there is something; none where all models are in one."""
    held = [(state, number) for state, number in counts.items() if number]
    if len(held) < 2:
        return []
    rows = [("", _("All"), sum(counts.values()))]
    rows += [(state, said(str(Listing.State(state).label)), number) for state, number in held]
    return [
        {
            "text": text,
            "url": f"{address(request, **{'state': state, SHELF: ''})}#listings-h",
            "count": number,
            "current": state == chosen,
        }
        for state, text, number in rows
    ]


def _names() -> dict[str, str]:
    return {"30d": _("30 days"), "12w": _("12 weeks"), "year": pgettext("twelve months", "Year")}


def _periods(now: Period, chosen: BestSeller | None) -> list[dict[str, Any]]:
    model = f"&model={chosen.listing_id}" if chosen else ""
    return [
        {"text": text, "url": f"?period={name}{model}", "current": name == now.name} for name, text in _names().items()
    ]


def _models_csv(rows: tuple[BestSeller, ...]) -> HttpResponse:
    heads = (_("Number"), _("Model"), _("Sales"), _("Paid"), _("Fee"), _("Earned"))
    lines = [
        (
            str(row.listing_id),
            row.name,
            str(row.sales),
            amount(row.paid_cents),
            amount(row.fee_cents),
            amount(row.cents),
        )
        for row in rows
    ]
    return tables.csv_answer("nexus-models", heads, lines)
