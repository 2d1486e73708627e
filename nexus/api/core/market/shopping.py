"""The cart, and the coupons of a creator."""

from typing import Any

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from marketplace.transactions import money
from marketplace.transactions.models import Coupon
from marketplace.transactions.selectors.orders import coupon_of, coupons_of
from marketplace.transactions.services import cart, coupons
from nexus.api import base
from nexus.api.core.market.listing_body import Price, cents
from nexus.api.core.shapes import shopping as shapes
from nexus.foundation.errors import Invalid

MODELS_MOST = 500


class ItemBody(base.Body):
    model = base.Whole(least=1, most=2**63 - 1)
    licence = base.Text(max_length=16, required=False, default="", allow_blank=True)
    pay = Price(required=False, allow_null=True, help_text="more than the price, where one likes")


class Cart(base.View):
    class Body(base.Body):
        items = serializers.ListField(child=ItemBody(), max_length=cart.MOST)

    @base.call("One's own cart, at the prices of now", gives={200: shapes.CartShape}, signed_in=True)
    def get(self, request: Request) -> Response:
        return Response(shapes.cart(cart.page_of(self.person)))

    @base.call("The cart holds exactly these items", body=Body, gives={200: shapes.CartShape}, signed_in=True)
    def put(self, request: Request) -> Response:
        wishes = [
            cart.wish_for(
                item["model"], item["licence"], pay_cents=cents(item["pay"]) if item.get("pay") is not None else None
            )
            for item in self.asked["items"]
        ]
        cart.replace_all(self.person, wishes)
        return Response(shapes.cart(cart.page_of(self.person)))


class CartCoupon(base.View):
    class Body(base.Body):
        code = base.Text(max_length=40, allow_blank=True)

    @base.call(
        "Use a coupon in the cart; an empty code takes it out", body=Body, gives={200: shapes.CartShape}, signed_in=True
    )
    def post(self, request: Request) -> Response:
        cart.set_coupon(self.person, self.asked["code"])
        return Response(shapes.cart(cart.page_of(self.person)))


class CouponBody(base.Body):
    kind = base.Choice(Coupon.Kind.values, required=False)
    value = base.Text(max_length=12, required=False, help_text="per cent (“20”) or an amount (“5.00”)")
    models = serializers.ListField(
        child=base.Whole(least=1, most=2**63 - 1), max_length=MODELS_MOST, required=False, help_text="empty: all"
    )
    max_uses = base.Whole(least=1, most=1_000_000, required=False, allow_null=True)
    starts_at = serializers.DateTimeField(required=False, allow_null=True)
    ends_at = serializers.DateTimeField(required=False, allow_null=True)
    active = serializers.BooleanField(required=False)


class Coupons(base.View):
    class Body(CouponBody):
        code = base.Text(max_length=40)
        kind = base.Choice(Coupon.Kind.values)
        value = base.Text(max_length=12, help_text="per cent (“20”) or an amount (“5.00”)")

    @base.call("One's own coupons, newest first", query=base.Paged, gives={200: (shapes.CouponShape,)}, signed_in=True)
    def get(self, request: Request) -> Response:
        own = coupons_of(self.person)
        return base.page(request, self.query, own, lambda found: [shapes.coupon(row) for row in found])

    @base.call("A coupon on one's own models", body=Body, gives={201: shapes.CouponShape}, signed_in=True)
    def post(self, request: Request) -> Response:
        terms = coupons.Terms(**changes(self.asked, kind=self.asked["kind"]))
        made = coupons.create_coupon(self.asked["code"], terms, by=self.person)
        return Response(shapes.coupon(made), status=201)


class OneCoupon(base.View):
    @base.call("Change one's own coupon", body=CouponBody, gives={200: shapes.CouponShape}, signed_in=True)
    def patch(self, request: Request, code: str) -> Response:
        known = coupon_of(self.person, code)
        asked = changes(self.asked, kind=self.asked.get("kind", known.kind))
        return Response(shapes.coupon(coupons.change_coupon(code, by=self.person, **asked)))


def changes(asked: dict[str, Any], *, kind: str) -> dict[str, Any]:
    """The service's words for what was sent."""
    same = ("kind", "max_uses", "starts_at", "ends_at", "active")
    found: dict[str, Any] = {name: asked[name] for name in same if name in asked}
    if "models" in asked:
        found["listing_ids"] = tuple(asked["models"])
    if "value" in asked:
        found["value"] = _value(asked["value"], kind)
    return found


def _value(written: str, kind: str) -> int:
    if kind == Coupon.Kind.AMOUNT:
        return money.parse(written)
    if not (written.isascii() and written.isdigit()):
        sentence = "A whole number from 1 to 100."
        raise Invalid(sentence, fields={"value": [sentence]})
    return int(written)
