"""The console's own pages about money: an overview, held payouts, and what differs from the gateways."""

from uuid import UUID

from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import rights
from accounts.models import User
from accounts.roles import RELEASE_PAYOUT, SEE_MONEY
from marketplace.transactions import drawing, money, selectors
from marketplace.transactions.selectors import PERIODS, USUAL, staff
from marketplace.transactions.services import payouts, reconciliation
from nexus.foundation import tables
from nexus.foundation.console_pages import own_page
from nexus.foundation.errors import NexusError


def money_urls(site: admin.AdminSite) -> list[URLPattern]:
    """The pages, for the console that shows them."""
    return [
        path("money/", site.admin_view(_money), name="money"),
        path("money/compare/", site.admin_view(_compare), name="money_compare"),
        path("payouts/", site.admin_view(_payouts), name="payouts_held"),
        path("payouts/due/<int:user_id>/", site.admin_view(_due), name="payout_due"),
        path("payouts/<uuid:payout_id>/", site.admin_view(_payout), name="payout_held"),
    ]


def _staff(request: HttpRequest) -> User:
    return rights.staff_with(request.user, SEE_MONEY)


@require_safe
def _money(request: HttpRequest) -> HttpResponse:
    """What the books hold, what the shop earned, and what needs somebody; `?csv=earned` is the plot's table."""
    person = _staff(request)
    period = PERIODS.get(request.GET.get("period", ""), USUAL)
    found = selectors.earned_by(None, period)
    plot = drawing.shop_revenue(period, found)
    best = selectors.best_sellers_of(None, period=period, most=10)
    if request.GET.get("csv") == "earned":
        return tables.csv_answer("nexus-shop-earned", plot.columns, plot.rows)
    names = {"30d": _("30 days"), "12w": _("12 weeks"), "year": _("Year")}
    return own_page(
        request,
        "admin/marketplace/money.html",
        title=_("Money"),
        house=staff.house_of(person),
        found=found,
        plot=plot,
        period=period.name,
        periods=[{"text": names[name], "url": f"?period={name}", "current": name == period.name} for name in names],
        what_sells=drawing.what_sells(best),
        debts=staff.debts(person),
        closed=staff.closed_with_money(person),
        differences=staff.open_differences(person),
        held=staff.payouts_waiting(person),
    )


@require_POST
def _compare(request: HttpRequest) -> HttpResponse:
    """Compare the books with the gateways now."""
    _staff(request)
    report = reconciliation.reconcile()
    words = _("%(compared)d compared, %(open)d differ, %(new)d of them new.")
    messages.info(request, words % {"compared": report.compared, "open": len(report.open), "new": report.new})
    return redirect("admin:money")


@require_safe
def _payouts(request: HttpRequest) -> HttpResponse:
    """What is held, the oldest first."""
    rows = staff.held_rows(_staff(request))
    return own_page(request, "admin/marketplace/payouts.html", title=_("Held payouts"), rows=rows)


@require_http_methods(["GET", "HEAD", "POST"])
def _payout(request: HttpRequest, payout_id: UUID) -> HttpResponse:
    """One payout with what helps to decide, and the two buttons."""
    person, wrong, status = _staff(request), "", 200
    if request.method == "POST":
        try:
            words = _decided(request, person, payout_id)
        except NexusError as refusal:
            if refusal.status == 404:
                raise
            wrong, status = refusal.message, refusal.status
        else:
            messages.success(request, words)
            return redirect("admin:payouts_held")
    page = staff.held_page(person, payout_id)
    return own_page(
        request,
        "admin/marketplace/payout.html",
        title=_("Payout to %(name)s") % {"name": page.row.seller},
        status=status,
        page=page,
        wrong=wrong,
        reason=request.POST.get("reason", ""),
        may_decide=person.has_perm(RELEASE_PAYOUT) and page.row.state == "held" and not page.row.is_own,
        most=payouts.RELEASES,
    )


def _decided(request: HttpRequest, person: User, payout_id: UUID) -> str:
    if request.POST.get("decision") == "release":
        payout = payouts.release(payout_id, by=person)
        if payout.state == "held":
            return _("You released it. A second person has to, or its account is still new.")
        return _("%(amount)s is on its way.") % {"amount": money.text(payout.amount_cents)}
    payouts.refuse(payout_id, by=person, reason=request.POST.get("reason", ""))
    return _("The payout is refused, and the money is back on the balance.")


@require_POST
def _due(request: HttpRequest, user_id: int) -> HttpResponse:
    """Pay a closed account what it is owed."""
    person = _staff(request)
    try:
        payout = payouts.pay_what_is_due(user_id, by=person, reason="Money due to a closed account.")
    except NexusError as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, _("%(amount)s is asked for.") % {"amount": money.text(payout.amount_cents)})
    return redirect("admin:money")
