"""core-marketplace.md: /orders and /me/library."""

from uuid import uuid4

import pytest

from marketplace.transactions.gateways.test_gateway import provider
from marketplace.transactions.models import Order, Payment
from marketplace.transactions.services import orders
from tests import make
from tests.contracts.api import Api, code

pytestmark = pytest.mark.django_db


@pytest.fixture
def buyer():
    return make.person("buyer")


@pytest.fixture
def api(buyer):
    return Api(buyer)


def items(*listings) -> dict:
    return {"items": [{"model": listing.pk} for listing in listings]}


def test_post_orders_of_a_free_model_completes_at_once(api: Api):
    order = api.post("/orders", items(make.for_sale(0)))

    assert (order.status_code, order.json()["state"], order.json()["total"]) == (201, "completed", "0.00")


def test_post_orders_with_a_test_card_settles_at_once(api: Api):
    listing = make.for_sale(1999)
    order = api.post("/orders", {**items(listing), "payment_method": "pm_card_visa"}).json()

    assert (order["state"], order["total"], order["currency"], order["checkout_url"]) == (
        "completed",
        "19.99",
        "USD",
        None,
    )
    [line] = order["lines"]
    assert (line["model"], line["price"], line["paid"], line["state"]) == (listing.pk, "19.99", "19.99", "completed")
    assert "platform_fee" not in line


def test_post_orders_that_needs_the_buyer_has_a_checkout_url(api: Api):
    order = api.post("/orders", items(make.for_sale(500))).json()

    assert order["state"] == "pending"
    assert order["checkout_url"].startswith("http://testserver/")


def test_post_orders_with_a_declined_card_is_201_and_failed(api: Api):
    answer = api.post("/orders", {**items(make.for_sale(500)), "payment_method": "pm_card_chargeDeclined"})

    assert answer.status_code == 201
    assert answer.json()["state"] == "failed"
    assert answer.json()["failure"]["message"]
    assert api.get("/me/library").json()["results"] == []


def test_post_orders_with_the_same_key_buys_once(api: Api):
    body = {**items(make.for_sale(500)), "payment_method": "pm_card_visa"}
    first, second = (api.post("/orders", body, **{"Idempotency-Key": "k1"}) for _ in range(2))

    assert first.json() == second.json()
    assert (first.status_code, second.status_code) == (201, 201)
    assert Order.objects.count() == 1


def test_post_orders_with_the_same_key_keeps_the_payment_that_the_buyer_is_just_making(api: Api):
    body = {**items(make.for_sale(500)), "payment_method": "pm_card_authenticationRequired"}
    first, second = (api.post("/orders", body, **{"Idempotency-Key": "k1"}) for _ in range(2))

    assert (first.json()["state"], second.json()) == ("pending", first.json())
    [payment] = Payment.objects.all()
    provider.answer_challenge(payment.reference, approved=True)
    orders.settle(payment.pk)
    assert Order.objects.get().state == "completed"


def test_post_orders_with_another_key_starts_again_as_asked(api: Api):
    body = {**items(make.for_sale(500)), "payment_method": "pm_card_authenticationRequired"}
    for key in ("k1", "k2"):
        api.post("/orders", body, **{"Idempotency-Key": key})

    assert (Order.objects.count(), Payment.objects.count()) == (1, 2)


def test_post_orders_with_the_same_key_and_another_body_is_422(api: Api):
    api.post("/orders", items(make.for_sale(0)), **{"Idempotency-Key": "k1"})
    answer = api.post("/orders", items(make.for_sale(0)), **{"Idempotency-Key": "k1"})

    assert (answer.status_code, code(answer)) == (422, "idempotency_key_reused")


def test_post_orders_with_a_key_of_somebody_else_is_ones_own(api: Api):
    listing = make.for_sale(0)
    api.post("/orders", items(listing), **{"Idempotency-Key": "k1"})

    assert Api(make.person()).post("/orders", items(listing), **{"Idempotency-Key": "k1"}).status_code == 201
    assert Order.objects.count() == 2


def test_a_refused_order_frees_its_key(api: Api):
    listing = make.for_sale(0)
    wrong = api.post("/orders", {"items": [{"model": 999_999}]}, **{"Idempotency-Key": "k1"})
    right = api.post("/orders", items(listing), **{"Idempotency-Key": "k1"})

    assert (wrong.status_code, right.status_code) == (404, 201)


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"items": []},
        {"items": {}},
        {"items": [{}]},
        {"items": [{"model": "x"}]},
        {"items": [{"model": True}]},
        {"items": [{"model": 0}]},
        {"items": [{"model": 2**63}]},
        {"items": [7]},
        {"items": [{"model": 1, "licence": "mine"}]},
        {"items": [{"model": 1}], "payment_method": "pm_card_nonsense"},
        {"items": [{"model": number} for number in range(1, 60)]},
    ],
)
def test_post_orders_with_a_wrong_body_is_400(api: Api, body: dict):
    assert api.post("/orders", body).status_code == 400
    assert not Order.objects.exists()


def test_post_orders_refusals(api: Api, buyer):
    own, listing = make.for_sale(500, seller=buyer), make.for_sale(500)

    assert api.post("/orders", items(own)).status_code == 400
    assert api.post("/orders", {"items": [{"model": 999_999}]}).status_code == 404
    assert Api().post("/orders", items(listing)).status_code == 401
    unconfirmed = Api(make.person(confirmed=False)).post("/orders", items(listing))
    assert (unconfirmed.status_code, code(unconfirmed)) == (403, "email_unconfirmed")
    make.bought(listing, buyer=buyer)
    owned = api.post("/orders", items(listing))
    assert (owned.status_code, code(owned)) == (409, "already_owned")


def test_post_orders_with_a_key_that_is_too_long_is_400(api: Api):
    answer = api.post("/orders", items(make.for_sale(0)), **{"Idempotency-Key": "k" * 256})

    assert (answer.status_code, code(answer)) == (400, "idempotency_key_too_long")


def test_get_orders_and_one_are_ones_own(api: Api, buyer):
    order = make.bought(buyer=buyer)
    make.bought()
    told = api.get("/orders").json()["results"]

    assert [row["id"] for row in told] == [str(order.pk)]
    assert api.get(f"/orders/{order.pk}").json() == told[0]
    assert api.client.get(told[0]["receipt_url"]).status_code in {200, 302}
    assert Api(make.person()).get(f"/orders/{order.pk}").status_code == 404
    assert api.get(f"/orders/{uuid4()}").status_code == 404
    assert api.get("/orders/nonsense").status_code == 404
    assert Api().get("/orders").status_code == 401


def test_get_me_library_says_why(api: Api, buyer):
    bought, own = make.listing(make.person(), "Bought"), make.listing(buyer, "Own")
    line = make.bought(bought, buyer=buyer).lines.get()
    told = {row["model"]["name"]: row for row in api.get("/me/library").json()["results"]}

    assert {name: row["reason"] for name, row in told.items()} == {"Bought": "bought", "Own": "own"}
    assert told["Bought"]["transaction_id"] == line.pk
    assert told["Own"]["model"]["id"] == own.pk
    assert Api(make.person()).get("/me/library").json()["results"] == []
    assert Api().get("/me/library").status_code == 401
    assert api.get("/me/library?cursor=x").status_code == 400


def test_get_me_library_turns_pages(api: Api, buyer):
    for number in range(3):
        make.bought(make.listing(make.person(), f"Box {number}"), buyer=buyer)
    first = api.get("/me/library?page_size=2").json()
    second = api.get(first["next"].removeprefix("http://testserver/api/v1")).json()

    assert [row["model"]["name"] for page in (first, second) for row in page["results"]] == ["Box 2", "Box 1", "Box 0"]
    assert second["next"] is None


def test_how_a_price_is_shared_is_told_to_staff_and_not_to_the_buyer(api: Api, buyer):
    order = make.bought(make.for_sale(1000), buyer=buyer)
    [mine] = api.get(f"/orders/{order.pk}").json()["lines"]
    refunded = Api(make.staff("finance")).post(f"/orders/{order.pk}/refund", {"reason": "The lid is missing."})
    [theirs] = refunded.json()["lines"]

    assert {"platform_fee", "seller_revenue"}.isdisjoint(mine)
    assert (theirs["platform_fee"], theirs["seller_revenue"]) == ("0.75", "9.25")
