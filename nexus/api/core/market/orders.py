"""Buying, and what one has bought."""

from typing import Any

from django.urls import reverse
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from marketplace.catalog import selectors as catalog
from marketplace.transactions import selectors
from marketplace.transactions.models import Order
from marketplace.transactions.services import orders
from marketplace.transactions.services.payments import check_method
from nexus.api import base
from nexus.api.core.market import rows
from nexus.api.core.market.models import Price
from nexus.api.core.shapes import orders as shapes
from nexus.foundation import idempotency
from nexus.foundation.errors import Invalid

MISSING = "There is no such order."


def shape(order: Order) -> shapes.OrderShape:
    return shapes.order(order, receipt_url=reverse("checkout", args=[order.pk]))


class ItemBody(base.Body):
    model = base.Whole(least=1, most=2**63 - 1)
    licence = base.Text(max_length=16, required=False, default="", allow_blank=True)


class Orders(base.View):
    class Body(base.Body):
        items = serializers.ListField(child=ItemBody(), max_length=orders.MOST_ITEMS)
        payment_method = base.Text(max_length=80, required=False, default="", allow_blank=True)
        coupon = base.Text(max_length=40, required=False, default="", allow_blank=True)
        tip = Price(required=False)

    @base.call("One's own orders, newest first", query=base.Paged, gives={200: (shapes.OrderShape,)}, signed_in=True)
    def get(self, request: Request) -> Response:
        return base.page(
            request, self.query, selectors.orders_of(self.person), lambda found: [shape(order) for order in found]
        )

    @base.call("Buy models, once an Idempotency-Key", body=Body, gives={201: shapes.OrderShape}, signed_in=True)
    def post(self, request: Request) -> Response:
        asked, buyer = self.asked, self.person
        refuse_extras(asked)
        check_method(asked["payment_method"])
        items = [(item["model"], item["licence"]) for item in asked["items"]]

        def act() -> tuple[int, dict[str, str]]:
            return 201, {"order": str(orders.make_order(buyer, items=items).pk)}

        # Only the making is under the key: money is asked for outside its transaction, and asking again is harmless.
        key = request.headers.get("Idempotency-Key", "")
        _, made = idempotency.once(actor_id=buyer.pk, key=key, request=["orders", request.data], act=act)
        order = selectors.order_of(buyer, made["order"])
        if order.state == Order.State.PENDING:
            orders.pay_order(order.pk, by=buyer, method=asked["payment_method"])
        return Response(shape(selectors.order_of(buyer, order.pk)), status=201)


def refuse_extras(asked: dict[str, Any]) -> None:
    """What would change the price must never be passed over in silence."""
    if asked["coupon"]:
        sentence = f"There is no coupon {asked['coupon']!r}."
        raise Invalid(sentence, code="unknown_coupon", fields={"coupon": [sentence]})
    if asked.get("tip"):
        sentence = "These models take no tips."
        raise Invalid(sentence, code="no_tips", fields={"tip": [sentence]})


class OneOrder(base.View):
    @base.call("One own order", gives={200: shapes.OrderShape}, signed_in=True)
    def get(self, request: Request, order_id: str) -> Response:
        return Response(shape(selectors.order_of(self.person, base.wanted_uuid(order_id, MISSING))))


class Library(base.View):
    @base.call("What one may download", query=base.Paged, gives={200: (shapes.LibraryItemShape,)}, signed_in=True)
    def get(self, request: Request) -> Response:
        cursor = self.query["cursor"]
        if cursor and not (cursor.isascii() and cursor.isdigit()):
            raise base.unknown_cursor()
        found = catalog.library_of(self.person, cursor=cursor, size=self.query["page_size"], include_own=True)
        held = {row.pk: row for row in rows.listings(self.person, [item.listing_id for item in found.items])}
        creators = rows.profiles(row.seller for row in held.values())
        results: list[shapes.LibraryItemShape] = [
            {
                "model": shapes.short(held[item.listing_id], creators[held[item.listing_id].seller_id]),
                "reason": item.reason,
                "licence": item.licence or None,
                "version": item.version,
                "newest_version": item.version,
                "transaction_id": item.transaction_id,
                "certificate_url": None,
                "refund_until": None,
                "since": base.moment(item.since),
            }
            for item in found.items
        ]
        return Response({"results": results, "next": base.link(request, found.next_cursor), "previous": None})
