"""A person's papers: receipts, credit notes and yearly statements; a closed account's holder reads them too."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from marketplace.transactions import money
from marketplace.transactions.selectors import account_row_of
from marketplace.transactions.selectors.papers import papers_of
from marketplace.transactions.selectors.receipts import issuer
from marketplace.transactions.selectors.statements import Month, Statement, statement_of
from marketplace.transactions.views.people import holder_of, holders
from nexus.foundation import tables
from nexus.foundation.errors import NotFound

FIRST_YEAR = 2000


@never_cache
@holders
@require_safe
def papers(request: HttpRequest) -> HttpResponse:
    """Everything on paper, and what the person is owed."""
    person = holder_of(request)
    context = {"papers": papers_of(person), "account": account_row_of(person), "is_closed": not person.is_active}
    return render(request, "marketplace/transactions/papers.html", context)


@never_cache
@holders
@require_safe
def earnings(request: HttpRequest, year: int) -> HttpResponse:
    """A year of one's sales, month by month; `?csv=1` is the same as a table."""
    if not FIRST_YEAR <= year <= timezone.localdate().year:
        raise NotFound("There is no statement of this year.")
    found = statement_of(holder_of(request), year)
    if request.GET.get("csv"):
        return tables.csv_answer(f"nexus-earnings-{year}", _heads(), _rows(found))
    context = {"statement": found, "issuer": issuer(), "is_closed": not request.user.is_authenticated}
    return render(request, "marketplace/transactions/earnings.html", context)


def _heads() -> tuple[str, ...]:
    return (
        _("Month"), _("Sales"), _("Sold"), _("Bounties"), _("Refunded"), _("Fees"), _("Earned"), _("Paid out"),
        _("Spent"), _("Balance"), _("Currency"),
    )  # fmt: skip


def _rows(found: Statement) -> list[tuple[str, ...]]:
    months = [(date_format(month.first, "Y-m"), month) for month in found.months]
    return [(name, *_figures(month), found.currency) for name, month in [*months, (_("Total"), found.total)]]


def _figures(month: Month) -> tuple[str, ...]:
    cents = (
        month.sold_cents, month.awarded_cents, month.refunded_cents, month.fee_cents, month.earned_cents,
        month.paid_out_cents, month.spent_cents, month.balance_cents,
    )  # fmt: skip
    return (str(month.sales), *(money.text(one) for one in cents))
