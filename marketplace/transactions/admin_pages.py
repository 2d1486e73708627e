"""The console's own pages about money: an overview, held payouts, and what differs from the gateways."""

from uuid import UUID

from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import rights
from accounts.models import User
from accounts.roles import RELEASE_PAYOUT, SEE_MONEY
from marketplace.transactions import drawing, money, selectors
from marketplace.transactions.models import Payout
from marketplace.transactions.selectors import PERIODS, USUAL, staff
from marketplace.transactions.services import payouts, reconciliation
from nexus.foundation import tables
from nexus.foundation.console_pages import ask, is_confirmed, own_page
from nexus.foundation.errors import Conflict, NexusError


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
    """One payout with what helps to decide, and the two buttons, each of which asks first."""
    person, wrong, status = _staff(request), "", 200
    if request.method == "POST":
        try:
            if not is_confirmed(request):
                return _ask(request, person, payout_id)
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


def _ask(request: HttpRequest, person: User, payout_id: UUID) -> HttpResponse:
    """Say what a release or a refusal does, before it is done."""
    row, reason = staff.held_page(person, payout_id).row, request.POST.get("reason", "")
    is_release = request.POST.get("decision") == "release"
    if row.state != Payout.State.HELD:
        raise Conflict(f"This payout is {row.state}; there is nothing to decide.", code="not_held")
    if not is_release:
        payouts.check_reason(reason)
    amount = f"{money.text(row.amount_cents)} {row.currency}"
    named = {"amount": amount, "name": row.seller, "account": row.account}
    released = _("You say yes to paying %(amount)s to %(name)s, to %(account)s. With the second yes it is sent.")
    refused = _("%(amount)s goes back to the balance of %(name)s, who reads why.")
    return ask(
        request,
        title=_("Release this payout?") if is_release else _("Refuse this payout?"),
        action=_("Release it") if is_release else _("Refuse it"),
        back=reverse("admin:payout_held", args=[payout_id]),
        words=[(released if is_release else refused) % named, *([] if is_release else [reason])],
        carried=[("decision", "release" if is_release else "refuse"), ("reason", reason)],
        is_danger=not is_release,
    )


def _decided(request: HttpRequest, person: User, payout_id: UUID) -> str:
    if request.POST.get("decision") == "release":
        payout = payouts.release(payout_id, by=person)
        if payout.state == "held":
            return _("You released it. A second person has to, or its account is still new.")
        if payout.state == "failed":
            return _("Its account is no longer in use, so the money is back on the balance.")
        return _("%(amount)s is on its way.") % {"amount": money.text(payout.amount_cents)}
    payouts.refuse(payout_id, by=person, reason=request.POST.get("reason", ""))
    return _("The payout is refused, and the money is back on the balance.")


@require_http_methods(["GET", "HEAD", "POST"])
def _due(request: HttpRequest, user_id: int) -> HttpResponse:
    """Pay a closed account what it is owed, after a question."""
    person = _staff(request)
    due = staff.due_to(person, user_id)
    if not is_confirmed(request):
        words = _("%(amount)s goes to %(account)s of %(name)s.")
        named = {"amount": money.text(due.cents), "account": due.account or _("no account"), "name": due.name}
        return ask(
            request,
            title=_("Pay out what is due?"),
            action=_("Pay it out"),
            back=reverse("admin:money"),
            words=[words % named],
        )
    try:
        payout = payouts.pay_what_is_due(user_id, by=person, reason="Money due to a closed account.")
    except NexusError as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, _("%(amount)s is asked for.") % {"amount": money.text(payout.amount_cents)})
    return redirect("admin:money")
