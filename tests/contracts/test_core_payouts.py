"""core-marketplace.md: /me/balance, /me/payout-account, /me/payouts, /me/sales and /transactions."""

import csv
import io
from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from accounts.models import TokenFamily
from marketplace.transactions.models import Payout, PayoutAccount
from marketplace.transactions.services import refunds
from tests import make
from tests.contracts.api import Api, code

pytestmark = pytest.mark.django_db


@pytest.fixture
def seller():
    return make.rich_seller(10_000)


@pytest.fixture
def api(seller):
    return Api(seller)


def test_get_me_balance_tells_available_pending_and_lifetime(api: Api, seller):
    make.bought(make.for_sale(1_000, seller=seller))

    assert api.get("/me/balance").json() == {
        "available": "92.50", "pending": "9.25", "lifetime": "101.75", "currency": "USD", "hold_reason": None,
    }  # fmt: skip
    assert Api(make.person()).get("/me/balance").json()["lifetime"] == "0.00"
    assert Api().get("/me/balance").status_code == 401


def test_post_me_payout_account_gives_the_page_that_connects_it():
    api = Api(person := make.person())
    answer = api.post("/me/payout-account")

    assert (answer.status_code, list(answer.json())) == (200, ["onboarding_url"])
    page = api.client.get(answer.json()["onboarding_url"].removeprefix("http://testserver"))
    assert page.status_code == 200
    assert api.post("/me/payout-account").json() == answer.json()
    assert PayoutAccount.objects.filter(user=person).count() == 1


def test_post_me_payout_account_with_the_test_gateway_connects_at_once():
    api = Api(make.person())

    assert api.post("/me/payout-account", {"test": True}).json() == {"connected": True}
    assert "new" in api.get("/me/balance").json()["hold_reason"]


def test_post_me_payout_account_needs_a_fresh_sign_in_and_a_confirmed_address(api: Api):
    TokenFamily.objects.update(created_at=timezone.now() - timedelta(minutes=16))
    answer = api.post("/me/payout-account", {"test": True})

    assert (answer.status_code, code(answer)) == (403, "reauthentication_required")
    unconfirmed = Api(make.person(confirmed=False)).post("/me/payout-account", {"test": True})
    assert (unconfirmed.status_code, code(unconfirmed)) == (403, "email_unconfirmed")
    assert PayoutAccount.objects.count() == 1


def test_post_me_payouts_asks_for_all_or_for_an_amount(api: Api):
    made = api.post("/me/payouts", {"amount": "20.50"})

    assert made.status_code == 201
    payout = made.json()
    assert (payout["amount"], payout["currency"], payout["state"]) == ("20.50", "USD", "requested")
    assert (payout["reason"], payout["paid_at"]) == (None, None)
    assert api.get("/me/balance").json()["available"] == "72.00"
    make.payouts.send(payout["id"])
    make.bank_answers()
    [told] = api.get("/me/payouts").json()["results"]
    assert (told["state"], told["paid_at"] is not None) == ("paid", True)
    assert api.post("/me/payouts").json()["amount"] == "72.00"
    assert Api(make.person()).get("/me/payouts").json()["results"] == []


@pytest.mark.parametrize(
    ("body", "name", "amounts"),
    [
        ({"amount": "19.99"}, "below_minimum", ["19.99", "20.00"]),
        ({"amount": "92.51"}, "above_balance", ["92.51", "92.50"]),
    ],
)
def test_post_me_payouts_out_of_bounds_is_409_with_both_amounts(api: Api, body, name, amounts):
    answer = api.post("/me/payouts", body)

    assert (answer.status_code, code(answer)) == (409, name)
    assert all(amount in answer.json()["error"]["message"] for amount in amounts)
    assert not Payout.objects.exists()


def test_post_me_payouts_refusals(api: Api):
    for body in ({"amount": "x"}, {"amount": "-5"}, {"amount": "20.001"}, {"amount": None}):
        assert api.post("/me/payouts", body).status_code == 400
    nowhere = Api(make.rich_seller(connected=False)).post("/me/payouts")
    assert (nowhere.status_code, code(nowhere)) == (409, "no_payout_account")
    assert Api().post("/me/payouts").status_code == 401
    api.post("/me/payouts", {"amount": "20.00"})
    assert code(api.post("/me/payouts", {"amount": "20.00"})) == "payout_in_flight"


def test_post_me_payouts_with_the_same_key_asks_once(api: Api):
    first, second = (api.post("/me/payouts", {"amount": "20"}, **{"Idempotency-Key": "k1"}) for _ in range(2))
    other = api.post("/me/payouts", {"amount": "21"}, **{"Idempotency-Key": "k1"})

    assert first.json() == second.json()
    assert (other.status_code, Payout.objects.count()) == (422, 1)


def test_get_me_sales_groups_by_day_month_and_model(api: Api, seller):
    lamp = make.for_sale(2_000, seller=seller, name="Lamp")
    for _ in range(2):
        make.bought(lamp)
    back = make.bought(make.for_sale(3_000, seller=seller))
    refunds.ask_refund(back.pk, by=back.buyer)

    by_model = api.get("/me/sales?group=model").json()
    assert [(row["name"] == "Lamp", row["sales"], row["seller_revenue"]) for row in by_model["results"]] == [
        (False, 1, "92.50"),
        (True, 2, "37.00"),
    ]
    assert (by_model["sales"], by_model["paid"], by_model["platform_fee"]) == (3, "140.00", "10.50")
    today = timezone.localdate()
    [day] = api.get(f"/me/sales?from={today}&to={today}").json()["results"]
    assert (day["key"], day["sales"], day["paid"]) == (str(today), 2, "40.00")
    assert {row["key"] for row in api.get("/me/sales?group=month").json()["results"]} >= {f"{today:%Y-%m}"}
    for query in ("group=year", "from=x", "from=2026-02-02&to=2026-02-01", "since=1"):
        assert api.get(f"/me/sales?{query}").status_code == 400


def test_get_transactions_filters_and_hides_the_fee_from_buyers(api: Api, seller):
    own = make.bought(make.for_sale(700), buyer=seller).lines.get()
    with time_machine.travel(timezone.now() - timedelta(days=400), tick=True):
        make.bought(make.for_sale(900, seller=seller))

    def ids(query):
        return [row["id"] for row in api.get(f"/transactions{query}").json()["results"]]

    assert len(ids("")) == 3
    assert ids("?role=buyer") == [own.pk]
    assert own.pk not in ids("?role=seller")
    assert ids("?state=refunded") == []
    assert len(ids(f"?from={timezone.localdate() - timedelta(days=100)}")) == 2
    bought = next(row for row in api.get("/transactions").json()["results"] if row["role"] == "buyer")
    assert (bought["platform_fee"], bought["seller_revenue"], bought["paid"]) == (None, None, "7.00")
    sold = api.get("/transactions?role=seller").json()["results"]
    assert {row["platform_fee"] for row in sold} == {"7.50", "0.68"}
    assert api.get("/transactions?role=both").status_code == 400


def test_get_transactions_as_csv_is_a_safe_table(api: Api, seller):
    make.bought(make.for_sale(700, name="=cmd()"), buyer=seller)
    answer = api.get("/transactions", Accept="text/csv")

    assert answer.headers["Content-Type"].startswith("text/csv")
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert (rows[0]["role"], rows[0]["paid"], rows[0]["name"][:2]) == ("buyer", "7.00", "'=")
    assert len(rows) == 2
