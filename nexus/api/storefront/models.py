"""The shop for everybody: found, shown, liked, bought."""

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.models import User
from marketplace.catalog import selectors as catalog
from marketplace.catalog.selectors import SearchQuery
from marketplace.catalog.services import counters, people
from marketplace.transactions import gateways
from marketplace.transactions import selectors as money
from marketplace.transactions.models import Order
from marketplace.transactions.selectors.transactions import transaction_held_by
from marketplace.transactions.services import orders
from nexus.api import base
from nexus.api.storefront import rows, shapes
from nexus.api.storefront.asking import NO_MODEL, Listed, Storefront, model_id_of
from nexus.foundation import idempotency
from nexus.foundation.errors import NexusError, NotFound
from nexus.foundation.visitors import visitor_of

AT_ONCE = "pm_card_visa"  # the test gateway's card that pays at once


class Models(Storefront):
    class Query(Listed):
        category = serializers.CharField(max_length=60, required=False, default="", allow_blank=True)
        search = serializers.CharField(max_length=200, required=False, default="", allow_blank=True)

    @base.call("Approved models, newest first", query=Query, gives={200: [shapes.Model]})
    def get(self, request: Request) -> Response:
        asked = self.query
        category = asked["category"].strip()
        query = SearchQuery(
            text=asked["search"],
            categories=(category,) if category else (),
            sort="newest",
            size=asked["limit"],
            offset=asked["skip"],
        )
        found = catalog.search(self.viewer, query, counted=False)
        return Response(rows.models(self.viewer, [card.id for card in found.cards]))


class OneModel(Storefront):
    @base.call("One model; counts a view a visitor and day", gives={200: shapes.Model})
    def get(self, request: Request, model_id: str) -> Response:
        found = rows.models(self.viewer, [model_id_of(model_id)])
        if not found:
            raise NotFound(NO_MODEL)
        visitor = visitor_of(request._request)  # noqa: SLF001 - DRF's wrapper has no other door
        if visitor is not None and (self.viewer is None or self.viewer.pk != found[0]["creator_id"]):
            counters.see(found[0]["id"], visitor=visitor)
        return Response(found[0])


class Like(Storefront):
    @base.call("Like a model; twice counts once", gives={200: shapes.Likes}, signed_in=True)
    def post(self, request: Request, model_id: str) -> Response:
        return Response({"likes": people.like(model_id_of(model_id), by=self.person), "liked": True})

    @base.call("Take a like back", gives={200: shapes.Likes}, signed_in=True)
    def delete(self, request: Request, model_id: str) -> Response:
        return Response({"likes": people.unlike(model_id_of(model_id), by=self.person), "liked": False})


class Purchase(Storefront):
    class Body(base.Body):
        payment_method = base.Text(max_length=80, required=False, default="", allow_blank=True)

    @base.call(
        "Buy a model's first offer",
        body=Body,
        either=True,
        once=True,
        gives={200: shapes.Purchase, 202: shapes.PaymentRequired},
        signed_in=True,
    )
    def post(self, request: Request, model_id: str) -> Response:
        """The buyer is the token's holder; a `buyer_id` is not read. What one holds already is answered as bought."""
        buyer, wanted = self.person, model_id_of(model_id)
        method = self.asked["payment_method"]
        key = request.headers.get("Idempotency-Key", "")
        if (held := transaction_held_by(buyer, wanted)) is not None and not key:
            return _bought(held)

        def act() -> tuple[int, dict[str, str]]:
            try:
                return 200, {"order": str(orders.make_order(buyer, items=[(wanted, "")]).pk)}
            except NexusError as refusal:
                held = transaction_held_by(buyer, wanted) if refusal.code == "already_owned" else None
                if held is None:
                    raise
                return 200, {"transaction": str(held)}

        _, made, again = idempotency.once_or_again(
            actor_id=buyer.pk, key=key, request=["purchase", wanted, method, request.data], act=act
        )
        if "transaction" in made:
            return _bought(int(made["transaction"]))
        return self._paid(buyer, made["order"], method, again=again)

    def _paid(self, buyer: User, order_id: str, method: str, *, again: bool) -> Response:
        order = money.order_of(buyer, base.wanted_uuid(order_id, NO_MODEL))
        if order.state == Order.State.PENDING:
            order = orders.pay_order(order.pk, by=buyer, method=method or _usual_method(), is_repeated=again)
        orders.refuse_if_declined(order)
        line = order.lines.order_by("pk").values_list("pk", flat=True)[0]
        if order.state == Order.State.PENDING:
            waiting: shapes.PaymentRequired = {
                "message": "Payment required",
                "transaction_id": line,
                "checkout_url": base.absolute(money.checkout_url_of(order)),
            }
            return Response(waiting, status=202)
        return _bought(line)


def _usual_method() -> str:
    """What pays where the client names nothing: a card that settles at once where the gateway has one."""
    return AT_ONCE if gateways.default().takes(AT_ONCE) else ""


def _bought(transaction_id: int) -> Response:
    done: shapes.Purchase = {"message": "Purchase successful", "transaction_id": transaction_id}
    return Response(done)
