"""A seller's payouts: what is available, where it goes, and what went there."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from accounts.fresh import just_signed_in
from marketplace.transactions import money, selectors
from marketplace.transactions.payout_forms import PayoutForm
from marketplace.transactions.services import payout_accounts
from marketplace.transactions.services import payouts as service
from marketplace.transactions.views.people import holder_of, holders
from nexus.foundation import tables
from nexus.foundation.errors import Conflict, NotAllowed
from nexus.foundation.sayings import said

CLOSED = "Your account is closed. Our staff pay out what you are owed, once an account is connected."


@never_cache
@holders
@require_http_methods(["GET", "HEAD", "POST"])
def payouts(request: HttpRequest) -> HttpResponse:
    """What may be paid out, and the form that asks for it; `?csv=payouts` is the list as a table."""
    person = holder_of(request)
    if request.GET.get("csv") == "payouts":
        return _csv(request)
    if request.method == "POST" and not person.is_active:
        raise NotAllowed(CLOSED, code="account_closed")
    form = PayoutForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            payout = service.request_payout(person, amount_cents=form.cleaned_data["amount"])
        except (Conflict, NotAllowed) as refused:
            form.add_error("amount", refused.message)
        else:
            words = _("A payout of %(amount)s is on its way.") if payout.state == "requested" else _(
                "A payout of %(amount)s is asked for. It is held for now; the list says why."
            )  # fmt: skip
            messages.success(request, words % {"amount": money.text(payout.amount_cents)})
            return redirect("payouts")
    return _page(request, form)


def _page(request: HttpRequest, form: PayoutForm) -> HttpResponse:
    person = holder_of(request)
    balance = selectors.balance_of(person)
    account = selectors.account_row_of(person)
    rows = selectors.payout_rows_of(person)
    flying = any(row.state in {"requested", "held"} for row in rows)
    context: dict[str, Any] = {
        "form": form,
        "balance": balance,
        "account": account,
        "rows": rows,
        "is_closed": not person.is_active,
        "may_ask": person.is_active
        and bool(account.label)
        and not flying
        and balance.available_cents >= settings.PAYOUT_MINIMUM_CENTS,
        "hold_reason": selectors.hold_reason_of(person, balance),
        "minimum_cents": settings.PAYOUT_MINIMUM_CENTS,
        "hold_days": settings.PAYOUT_HOLD_DAYS,
    }
    return render(request, "marketplace/transactions/payouts.html", context, status=400 if form.errors else 200)


@holders
@require_POST
def payout_cancel(request: HttpRequest, payout_id: UUID) -> HttpResponse:
    """Take a held payout back."""
    try:
        service.cancel(payout_id, by=holder_of(request))
    except Conflict as refused:
        messages.warning(request, refused.message)
    else:
        messages.success(request, _("The payout is cancelled, and the money is back on your balance."))
    return redirect("payouts")


def _csv(request: HttpRequest) -> HttpResponse:
    heads = (_("Asked"), _("Amount"), _("Currency"), _("State"), _("Account"), _("Ended"), _("Note"))
    rows = [
        (
            row.created_at.isoformat(timespec="seconds"),
            money.text(row.amount_cents),
            row.currency,
            row.state,
            row.account,
            row.ended_at.isoformat(timespec="seconds") if row.ended_at else "",
            said(row.reason),
        )
        for row in selectors.payout_rows_of(holder_of(request))
    ]
    return tables.csv_answer("nexus-payouts", heads, rows)


@never_cache
@holders
@just_signed_in(reading=True)
@require_http_methods(["GET", "HEAD", "POST"])
def payout_account(request: HttpRequest) -> HttpResponse:
    """Connect an account: a page that says what follows, then the gateway's own page. The password was just given."""
    person = holder_of(request)
    wrong = ""
    if request.method == "POST":
        back = request.build_absolute_uri(reverse("payout_account_done"))
        try:
            account = payout_accounts.begin(person, is_fresh=True, return_url=back)
        except NotAllowed as refused:
            wrong = refused.message
        else:
            return redirect(selectors.onboarding_url_of(account) or reverse("payouts"))
    context = {
        "account": selectors.account_row_of(person),
        "hold_days": payout_accounts.hold().days,
        "wrong": wrong,
    }
    return render(request, "marketplace/transactions/payout_account.html", context, status=403 if wrong else 200)


@never_cache
@holders
@require_http_methods(["GET", "HEAD"])
def payout_account_done(request: HttpRequest) -> HttpResponse:
    """Back from the gateway: look what became of it."""
    if payout_accounts.settle_newest(holder_of(request)):
        messages.success(request, _("The account is connected."))
    return redirect("payouts")
