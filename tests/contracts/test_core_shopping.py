"""core-marketplace.md: /me/cart, /me/cart/coupon, /orders with coupon and tip, refunds, /me/coupons, /coupons."""

import pytest

from marketplace.transactions.models import Coupon, Order, Refund
from tests import make
from tests.contracts.api import Api, code

pytestmark = pytest.mark.django_db


@pytest.fixture
def seller():
    return make.person("seller")


@pytest.fixture
def listing(seller):
    return make.for_sale(1000, 3000, seller=seller)


def items(*listings) -> dict:
    return {"items": [{"model": listing.pk} for listing in listings]}


def test_put_me_cart_is_what_get_answers(api: Api, listing):
    put = api("put", "/me/cart", {"items": [{"model": listing.pk, "licence": "commercial"}, {"model": listing.pk}]})

    assert put.status_code == 200
    assert [(row["licence"], row["price"], row["owned"]) for row in put.json()["items"]] == [
        ("commercial", "30.00", False),
        ("personal", "10.00", False),
    ]
    assert (put.json()["subtotal"], put.json()["tax"], put.json()["total"]) == ("40.00", "0.00", "40.00")
    assert api.get("/me/cart").json() == put.json()
    assert api("put", "/me/cart", {"items": []}).json()["items"] == []


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({}, 400),
        ({"items": [{}]}, 400),
        ({"items": [{"model": 999_999}]}, 404),
        ({"items": [{"model": True}]}, 400),
        ({"items": [{"model": 1} for _ in range(60)]}, 400),
    ],
)
def test_put_me_cart_with_a_wrong_body_is_refused(api: Api, body, status):
    assert api("put", "/me/cart", body).status_code == status


def test_post_me_cart_coupon_takes_cents_off_and_an_empty_one_takes_it_out(api: Api, seller, listing):
    make.coupon(seller, "TWENTY")
    api("put", "/me/cart", items(listing))
    with_it = api.post("/me/cart/coupon", {"code": "twenty"}).json()

    assert (with_it["coupon"], with_it["discount"], with_it["total"]) == ("TWENTY", "2.00", "8.00")
    assert with_it["items"][0]["discount"] == "2.00"
    assert api.post("/me/cart/coupon", {"code": ""}).json()["coupon"] is None
    unknown = api.post("/me/cart/coupon", {"code": "NOBODYS"})
    assert (unknown.status_code, code(unknown)) == (400, "unknown_coupon")


def test_post_orders_with_coupon_and_tip(api: Api, seller, listing):
    make.coupon(seller, "TWENTY")
    body = {**items(listing), "coupon": "TWENTY", "tip": "1.00", "payment_method": "pm_card_visa"}
    order = api.post("/orders", body).json()

    assert (order["subtotal"], order["discount"], order["tip"], order["total"]) == ("10.00", "2.00", "1.00", "9.00")
    [line] = order["lines"]
    assert (line["paid"], line["refund_until"] is not None) == ("9.00", True)


def test_post_orders_that_a_coupon_makes_free_completes_without_a_gateway(api: Api, seller, listing):
    make.coupon(seller, "ALLOFF", value=100)
    order = api.post("/orders", {**items(listing), "coupon": "ALLOFF"}).json()

    assert (order["state"], order["total"], order["checkout_url"]) == ("completed", "0.00", None)


def test_post_orders_with_the_balance_that_is_too_low_is_409(api: Api, listing):
    answer = api.post("/orders", {**items(listing), "payment_method": "balance"})

    assert (answer.status_code, code(answer)) == (409, "balance_too_low")


def test_post_orders_refund_by_right_is_200_and_once_a_key(api: Api, owner, listing):
    order = make.bought(listing, buyer=owner)
    first, again = (
        api.post(f"/orders/{order.pk}/refund", {"reason": ""}, **{"Idempotency-Key": "back"}) for _ in range(2)
    )

    assert (first.status_code, first.json()["state"], first.json()["lines"][0]["state"]) == (
        200,
        "refunded",
        "refunded",
    )
    assert (again.status_code, again.json()) == (200, first.json())
    assert Refund.objects.count() == 1


def test_post_orders_refund_of_one_transaction_leaves_the_other(api: Api, owner, listing):
    order = make.bought(listing, make.for_sale(500), buyer=owner)
    line = order.lines.order_by("pk").first()
    answer = api.post(f"/orders/{order.pk}/refund", {"transaction_id": line.pk}).json()

    assert (answer["state"], [row["state"] for row in answer["lines"]]) == (
        "partly_refunded",
        ["refunded", "completed"],
    )
    missing = api.post(f"/orders/{order.pk}/refund", {"transaction_id": 2**60})
    assert missing.status_code == 404


def test_post_orders_refund_after_a_download_is_202_and_staff_decide(api: Api, owner, listing):
    order = make.bought(listing, buyer=owner)
    make.downloaded(order.lines.get())
    assert api.post(f"/orders/{order.pk}/refund", {}).status_code == 400
    asked = api.post(f"/orders/{order.pk}/refund", {"reason": "The lid is missing."})

    assert (asked.status_code, asked.json()["state"]) == (202, "completed")
    staff = Api(make.staff("finance"))
    given = staff.post(f"/orders/{order.pk}/refund", {"reason": "True.", "code": "not_as_described"})
    assert (given.status_code, given.json()["state"]) == (200, "refunded")
    again = staff.post(f"/orders/{order.pk}/refund", {})
    assert (again.status_code, code(again)) == (409, "nothing_to_refund")


def test_post_orders_refund_of_another_is_404(api: Api, listing):
    order = make.bought(listing)

    assert api.post(f"/orders/{order.pk}/refund", {"reason": "x"}).status_code == 404
    assert api.post("/orders/nonsense/refund", {}).status_code == 404
    assert Order.objects.get(pk=order.pk).state == "completed"


def test_me_coupons_are_made_listed_and_changed(seller, listing):
    api = Api(seller)
    body = {"code": "spring-26", "kind": "amount", "value": "5.00", "models": [listing.pk], "max_uses": 3}
    made = api.post("/me/coupons", body)

    assert made.status_code == 201
    assert made.json() == {
        "code": "SPRING-26",
        "kind": "amount",
        "value": "5.00",
        "models": [listing.pk],
        "max_uses": 3,
        "used": 0,
        "starts_at": None,
        "ends_at": None,
        "active": True,
    }
    assert api.get("/me/coupons").json()["results"] == [made.json()]
    changed = api.patch("/coupons/SPRING-26", {"kind": "percent", "value": "30", "max_uses": None})
    assert (changed.status_code, changed.json()["value"], changed.json()["max_uses"]) == (200, "30", None)
    assert api.patch("/coupons/NOPE", {"active": False}).status_code == 404
    assert Api(make.person()).patch("/coupons/SPRING-26", {"active": False}).status_code == 404


@pytest.mark.parametrize(
    "change",
    [
        {"code": "x"},
        {"code": "no spaces"},
        {"kind": "free"},
        {"value": "0"},
        {"value": "101"},
        {"value": "ten"},
        {"models": [999_999]},
        {"max_uses": 0},
        {"starts_at": "2027-01-02T00:00:00Z", "ends_at": "2027-01-01T00:00:00Z"},
    ],
)
def test_post_me_coupons_with_a_wrong_body_is_400(api: Api, change):
    answer = api.post("/me/coupons", {"code": "GOODONE", "kind": "percent", "value": "10", **change})

    assert answer.status_code == 400
    assert not Coupon.objects.exists()


def test_post_me_coupons_with_a_taken_code_is_409(api: Api, seller):
    make.coupon(seller, "TAKENONE")
    answer = api.post("/me/coupons", {"code": "takenone", "kind": "percent", "value": "10"})

    assert (answer.status_code, code(answer)) == (409, "code_taken")


def test_get_me_library_has_certificate_and_refund_date(api: Api, owner, seller):
    make.bought(make.listing(seller, "Box", price_cents=500), buyer=owner)
    [row] = api.get("/me/library").json()["results"]

    assert row["certificate_url"].startswith("http://testserver/certificates/")
    assert row["refund_until"] is not None
    assert api.client.get(row["certificate_url"]).status_code == 200
