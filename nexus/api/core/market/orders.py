"""Buying, and what one has bought."""

from collections.abc import Sequence

from django.urls import reverse
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from marketplace.transactions import selectors
from marketplace.transactions.models import Order
from marketplace.transactions.models import Refund as RefundRow
from marketplace.transactions.selectors.library import library_of
from marketplace.transactions.selectors.orders import order_for_refund
from marketplace.transactions.selectors.refunds import standings_of
from marketplace.transactions.services import orders, refunds
from marketplace.transactions.services.payments import check_method
from nexus.api import base
from nexus.api.core.market import rows
from nexus.api.core.market.listing_body import Price, cents
from nexus.api.core.market.shopping import ItemBody
from nexus.api.core.shapes import orders as shapes
from nexus.foundation import idempotency

MISSING = "There is no such order."


def shape(order: Order, *, viewer_id: int) -> shapes.OrderShape:
    return shape_all([order], viewer_id=viewer_id)[0]


def shape_all(found: Sequence[Order], *, viewer_id: int) -> list[shapes.OrderShape]:
    """Orders with their lines; what may be refunded is asked once for all of them."""
    lines = {order.pk: list(order.lines.all()) for order in found}
    for order in found:
        for line in lines[order.pk]:
            line.order = order
    standings = standings_of([line for some in lines.values() for line in some])
    return [
        shapes.order(
            order,
            lines[order.pk],
            standings,
            receipt_url=reverse("receipt", args=[order.pk]),
            viewer_id=viewer_id,
        )
        for order in found
    ]


class Orders(base.View):
    class Body(base.Body):
        items = serializers.ListField(child=ItemBody(), max_length=orders.MOST_ITEMS)
        payment_method = base.Text(max_length=80, required=False, default="", allow_blank=True)
        coupon = base.Text(max_length=40, required=False, default="", allow_blank=True)
        tip = Price(required=False)

    @base.call("One's own orders, newest first", query=base.Paged, gives={200: (shapes.OrderShape,)}, signed_in=True)
    def get(self, request: Request) -> Response:
        return base.page(request, self.query, selectors.orders_of(self.person), self._shapes)

    def _shapes(self, found: Sequence[Order]) -> list[shapes.OrderShape]:
        return shape_all(found, viewer_id=self.person.pk)

    @base.call("Buy models", body=Body, gives={201: shapes.OrderShape}, once=True, signed_in=True)
    def post(self, request: Request) -> Response:
        asked, buyer = self.asked, self.person
        check_method(asked["payment_method"])
        items = [(item["model"], item["licence"]) for item in asked["items"]]
        extras = orders.Extras(
            coupon=asked["coupon"],
            tip_cents=cents(asked["tip"]) if asked.get("tip") else 0,
            pays={
                (item["model"], item["licence"]): cents(item["pay"])
                for item in asked["items"]
                if item.get("pay") is not None
            },
        )

        def act() -> tuple[int, dict[str, str]]:
            return 201, {"order": str(orders.make_order(buyer, items=items, extras=extras).pk)}

        # Only the making is under the key: money is asked for outside its transaction, and asking again is harmless.
        key = request.headers.get("Idempotency-Key", "")
        _, made, again = idempotency.once_or_again(
            actor_id=buyer.pk, key=key, request=["orders", request.data], act=act
        )
        order = selectors.order_of(buyer, made["order"])
        if order.state == Order.State.PENDING:
            orders.pay_order(order.pk, by=buyer, method=asked["payment_method"], is_repeated=again)
        return Response(shape(selectors.order_of(buyer, order.pk), viewer_id=buyer.pk), status=201)


class OneOrder(base.View):
    @base.call("One own order", gives={200: shapes.OrderShape}, signed_in=True)
    def get(self, request: Request, order_id: str) -> Response:
        found = selectors.order_of(self.person, base.wanted_uuid(order_id, MISSING))
        return Response(shape(found, viewer_id=self.person.pk))


class Refund(base.View):
    class Body(base.Body):
        reason = base.Text(max_length=2000, required=False, default="", allow_blank=True)
        transaction_id = base.Whole(least=1, most=2**63 - 1, required=False, allow_null=True, default=None)
        code = base.Choice(refunds.STAFF_CODES, required=False, default="operator", help_text="for staff")

    @base.call(
        "Money back, of all or of one transaction",
        body=Body,
        gives={200: shapes.OrderShape, 202: shapes.OrderShape},
        once=True,
        signed_in=True,
    )
    def post(self, request: Request, order_id: str) -> Response:
        """At once within the refund days and before the first download, and for staff; else 202: staff decide."""
        wanted, asked, person = base.wanted_uuid(order_id, MISSING), self.asked, self.person
        order = order_for_refund(person, wanted)

        def act() -> tuple[int, dict[str, str]]:
            if order.buyer_id == person.pk:
                made = refunds.ask_refund(wanted, by=person, reason=asked["reason"], line_id=asked["transaction_id"])
            else:
                made = refunds.refund_by_staff(
                    wanted, by=person, code=asked["code"], note=asked["reason"], line_id=asked["transaction_id"]
                )
            waits = any(refund.state == RefundRow.State.REQUESTED for refund in made)
            return 202 if waits else 200, {}

        key = request.headers.get("Idempotency-Key", "")
        status, _ = idempotency.once(actor_id=person.pk, key=key, request=["refund", order_id, request.data], act=act)
        return Response(shape(order_for_refund(person, wanted), viewer_id=person.pk), status=status)


class Library(base.View):
    @base.call("What one may download", query=base.Paged, gives={200: (shapes.LibraryItemShape,)}, signed_in=True)
    def get(self, request: Request) -> Response:
        cursor = self.query["cursor"]
        if cursor and not (cursor.isascii() and cursor.isdigit()):
            raise base.unknown_cursor()
        found = library_of(self.person, cursor=cursor, size=self.query["page_size"], include_own=True)
        held = {row.pk: row for row in rows.listings(self.person, [item.listing_id for item in found.items])}
        creators = rows.profiles(row.seller for row in held.values())
        results: list[shapes.LibraryItemShape] = [
            {
                "model": shapes.short(held[item.listing_id], creators[held[item.listing_id].seller_id]),
                "reason": item.reason,
                "licence": item.licence or None,
                "version": item.version,
                "newest_version": item.newest_version,
                "transaction_id": item.line_id,
                "certificate_url": base.absolute(item.certificate_url) if item.certificate_url else None,
                "refund_until": base.moment(item.refund_until) if item.refund_until else None,
                "since": base.moment(item.since),
            }
            for item in found.items
        ]
        return Response({"results": results, "next": base.link(request, found.next_cursor), "previous": None})
