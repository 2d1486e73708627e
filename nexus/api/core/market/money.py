"""A seller's side of money: balance, payouts, sales, and everybody's transactions."""

from datetime import date, timedelta
from typing import Any

from django.http import HttpResponse
from django.utils import timezone
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from marketplace.transactions import selectors
from marketplace.transactions.models import OrderLine
from marketplace.transactions.selectors import sales
from marketplace.transactions.services import payout_accounts, payouts
from nexus.api import auth, base
from nexus.api.core.market.listing_body import Price, cents
from nexus.api.core.shapes import money as shapes
from nexus.foundation import idempotency, tables
from nexus.foundation.errors import Invalid

MISSING = "There is no such payout."
CSV_MOST = 50_000
HEADS = (
    "id", "order_id", "created_at", "role", "other", "model", "name", "paid", "platform_fee", "seller_revenue",
    "currency", "state",
)  # fmt: skip


class Day(serializers.DateField):
    """A day like 2026-11-21."""

    def __init__(self, **options: Any) -> None:
        super().__init__(error_messages={"invalid": "A day like 2026-11-21."}, **options)


class Period(base.Query):
    """Two days, both counted; `from` is a word of Python and is declared by name."""

    to = Day(required=False, default=None)

    def get_fields(self) -> dict[str, Any]:
        return {"from": Day(required=False, default=None), **super().get_fields()}

    def validate(self, asked: dict[str, Any]) -> dict[str, Any]:
        first, last = asked.get("from"), asked.get("to")
        if first and last and last < first:
            raise serializers.ValidationError({"to": [f"A day from {first} on."]})
        return asked


class PagedPeriod(Period, base.Paged):
    """The same for a list of pages."""


def _bounds(query: dict[str, Any]) -> dict[str, Any]:
    first, last = query["from"], query["to"]
    after: date | None = last + timedelta(days=1) if last and last < date.max else None
    return {"since": sales.start_of(first) if first else None, "until": sales.start_of(after) if after else None}


class Balance(base.View):
    @base.call("One's own balance", gives={200: shapes.BalanceShape}, signed_in=True)
    def get(self, request: Request) -> Response:
        found = selectors.balance_of(self.person)
        return Response(shapes.balance(found, selectors.hold_reason_of(self.person, found)))


class PayoutAccount(base.View):
    class Body(base.Body):
        test = serializers.BooleanField(required=False, default=False)

    @base.call(
        "Connect the account that payouts go to; needs a sign-in of the last minutes",
        body=Body,
        gives={200: shapes.PayoutAccountShape},
        signed_in=True,
    )
    def post(self, request: Request) -> Response:
        fresh = auth.is_fresh(request)
        if self.asked["test"]:
            account = payout_accounts.connect_test_account(self.person, is_fresh=fresh)
            return Response({"connected": account.connected_at is not None})
        account = payout_accounts.begin(self.person, is_fresh=fresh)
        return Response({"onboarding_url": selectors.onboarding_url_of(account)})


class Payouts(base.View):
    class Body(base.Body):
        amount = Price(required=False)

    @base.call("One's own payouts, newest first", query=base.Paged, gives={200: (shapes.PayoutShape,)}, signed_in=True)
    def get(self, request: Request) -> Response:
        return base.page(
            request, self.query, selectors.payouts_of(self.person), lambda found: [shapes.payout(row) for row in found]
        )

    @base.call(
        "Ask for a payout; without an amount of all that is available",
        body=Body,
        gives={201: shapes.PayoutShape},
        once=True,
        signed_in=True,
    )
    def post(self, request: Request) -> Response:
        person = self.person
        amount = cents(self.asked["amount"]) if "amount" in self.asked else None

        def act() -> tuple[int, dict[str, str]]:
            return 201, {"payout": str(payouts.request_payout(person, amount_cents=amount).pk)}

        key = request.headers.get("Idempotency-Key", "")
        _, made = idempotency.once(actor_id=person.pk, key=key, request=["payouts", request.data], act=act)
        return Response(shapes.payout(selectors.payout_of(person, made["payout"])), status=201)


class Sales(base.View):
    class Query(Period):
        group = base.Choice(("day", "month", "model"), required=False, default="day")

    @base.call("One's own sales by day, month or model", query=Query, gives={200: shapes.SalesShape}, signed_in=True)
    def get(self, request: Request) -> Response:
        rows = sales.sales_of(self.person, group=self.query["group"], **_bounds(self.query))
        total = shapes.sale_group(sales.total_of(rows))
        figures = {name: total[name] for name in ("sales", "paid", "platform_fee", "seller_revenue")}
        results = [shapes.sale_group(row) for row in rows]
        return Response({"results": results, "next": None, "previous": None, **figures, "currency": "USD"})


class Transactions(base.View):
    class Query(PagedPeriod):
        role = base.Choice(("buyer", "seller"), required=False, default="")
        state = base.Choice(OrderLine.State.values, required=False, default="")

    @base.call(
        "One's own sales and purchases, newest first; as CSV with `Accept: text/csv`",
        query=Query,
        gives={200: (shapes.TransactionShape,), (200, "text/csv"): str},
        signed_in=True,
    )
    def get(self, request: Request) -> Response | HttpResponse:
        person, asked = self.person, self.query
        rows = selectors.transactions_of(person, role=asked["role"], state=asked["state"], **_bounds(asked))
        if "text/csv" not in request.headers.get("Accept", ""):
            return base.page(
                request, asked, rows, lambda found: [shapes.transaction(row, viewer_id=person.pk) for row in found]
            )
        found = list(rows[: CSV_MOST + 1])
        if len(found) > CSV_MOST:
            raise Invalid(f"A table holds at most {CSV_MOST:,} rows; ask for a shorter time.", code="too_many_rows")
        today = timezone.localdate()
        lines = (shapes.csv_row(row, viewer_id=person.pk) for row in found)
        return tables.csv_answer(f"nexus-transactions-{today}", HEADS, lines)
