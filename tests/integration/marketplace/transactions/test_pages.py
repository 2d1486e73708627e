"""The pages about money, as a browser without JavaScript walks them."""

import re

import pytest
from django.db import connection
from django.utils import timezone

from marketplace.transactions.gateways.test_gateway import gateway as test_gateway
from marketplace.transactions.models import GatewayEvent, Order, TestPayment
from marketplace.transactions.selectors import pages
from marketplace.transactions.services import orders
from nexus.foundation.errors import Unavailable
from tests import make

pytestmark = pytest.mark.django_db
CARD = {"number": "4242 4242 4242 4242", "expiry": "12/34", "cvc": "123"}


@pytest.fixture
def buyer(client):
    person = make.person("buyer")
    client.force_login(person)
    return person


@pytest.fixture
def waiting(client, buyer):
    """An order whose card page is open, and that page."""
    order = make.pending_order(make.for_sale(499, name="Spindle chair"), buyer=buyer)
    page = client.post(f"/checkout/{order.pk}/pay/").url
    return order, page


def text_of(response):
    words = re.sub(r"<[^>]+>", " ", response.content.decode().partition("</head>")[2])
    return " ".join(words.split())


def test_a_buyer_walks_from_the_model_to_the_receipt(client, buyer):
    listing = make.for_sale(499, name="Spindle chair")

    to_order = client.post("/checkout/", {"listing": listing.pk, "licence": "personal"})
    order = Order.objects.get()
    assert to_order.url == f"/checkout/{order.pk}/"
    assert "Pay for one model" in text_of(client.get(to_order.url))

    to_card = client.post(f"/checkout/{order.pk}/pay/")
    assert "/test-gateway/pay/" in to_card.url
    card_page = client.get(to_card.url)
    assert "Pay 4.99 USD" in text_of(card_page)
    assert "no-store" in card_page["Cache-Control"]

    back = client.post(to_card.url, CARD)
    assert back.url == f"http://testserver/checkout/{order.pk}/"
    receipt = text_of(client.get(back.url))
    assert "Your receipt" in receipt
    assert "Spindle chair" in receipt
    assert "card ending 4242" in receipt


def settled_after_the_first_look(order):
    """Let the bank's answer arrive behind the first statement that reads the order."""
    came = []

    def answer(execute, sql, params, many, context):
        result = execute(sql, params, many, context)
        if not came and "marketplace_order" in sql:
            came.append(True)
            orders.settle_order(order.pk)
        return result

    return connection.execute_wrapper(answer)


def one_after_the_other(user, order_id):
    """The control: the order first and its payments in a second look."""
    order = Order.objects.get(pk=order_id)
    return order, list(order.payments.order_by("pk").values("state", "amount_cents", "card_last4"))


@pytest.mark.parametrize("guarded", [True, False], ids=["of one moment", "control"])
def test_an_order_that_is_settled_while_its_page_is_drawn_is_never_offered_for_payment_again(
    client, waiting, guarded, monkeypatch
):
    order, card_page = waiting
    client.post(card_page, CARD)
    if not guarded:
        monkeypatch.setattr(pages, "order_and_payments_of", one_after_the_other)

    with settled_after_the_first_look(order):
        page = pages.checkout_of(order.buyer, order.pk)

    offered = page.state == "pending" and not page.waiting
    assert offered is not guarded


def test_a_free_model_is_there_at_once(client, buyer):
    listing = make.for_sale(0)

    response = client.post("/checkout/", {"listing": listing.pk}, follow=True)

    assert "It is in your library" in text_of(response)


def test_a_model_that_is_held_leads_to_the_library(client, buyer):
    listing = make.for_sale(0)
    client.post("/checkout/", {"listing": listing.pk})

    assert client.post("/checkout/", {"listing": listing.pk}).url == "/library/"


def test_a_visitor_is_asked_to_sign_in_and_comes_back_to_the_model(client):
    listing = make.for_sale(499)

    response = client.post("/checkout/", {"listing": listing.pk})

    assert response.url == f"/accounts/login/?next=/models/{listing.pk}/"


@pytest.mark.parametrize("sent", [{}, {"listing": "x"}, {"listing": "1", "licence": "mine"}, {"listing": "9" * 30}])
def test_what_is_no_offer_is_refused(client, buyer, sent):
    assert client.post("/checkout/", sent).status_code == 400


def test_a_declined_card_says_what_the_bank_said_and_offers_another(client, buyer, waiting):
    order, card_page = waiting

    back = client.post(card_page, CARD | {"number": "4000 0000 0000 0002"})
    failure = text_of(client.get(back.url))
    assert "The payment did not go through" in failure
    assert "The bank said no: “The card was declined.”" in failure
    assert "Nothing was charged" in failure

    again = client.post(f"/checkout/{order.pk}/again/")
    assert Order.objects.get(state="pending").pk != order.pk
    assert "Pay for one model" in text_of(client.get(again.url))


@pytest.mark.parametrize(("answer", "says"), [("approve", "Your receipt"), ("refuse", "not approved at the bank")])
def test_the_banks_question_is_a_page(client, buyer, waiting, answer, says):
    _, card_page = waiting

    question = client.post(card_page, CARD | {"number": "4000 0025 0000 3155"}, follow=True)
    assert "Do you approve 4.99 USD on the card ending 3155?" in text_of(question)
    back = client.post(question.request["PATH_INFO"], {"answer": answer})

    assert says in text_of(client.get(back.url))


@pytest.mark.parametrize(
    ("field", "typed", "says"),
    [
        ("number", "4242 4242 4242 4243", "check digit"),
        ("number", "", "on your card"),
        ("expiry", "01/20", "expired in 01/20"),
        ("cvc", "1", "three or four digits"),
    ],
)
def test_a_mistyped_card_is_told_at_its_field_and_charged_nothing(client, buyer, waiting, field, typed, says):
    _, card_page = waiting

    response = client.post(card_page, CARD | {field: typed})

    assert response.status_code == 400
    assert says in text_of(response)
    assert f'id="id_{field}_error"' in response.content.decode()
    assert TestPayment.objects.get().state == "open"


def test_the_security_code_is_not_sent_back(client, buyer, waiting):
    response = client.post(waiting[1], CARD | {"number": "1", "cvc": "987"})

    assert "987" not in response.content.decode()


def test_the_page_waits_for_the_order_while_the_card_page_is_open(client, buyer, waiting):
    order, card_page = waiting

    page = client.get(f"/checkout/{order.pk}/")
    panel = client.get(f"/checkout/{order.pk}/panel/")

    for response in (page, panel):
        assert "We are confirming your payment" in text_of(response) or b"We are confirming" in response.content
        assert f'data-poll="/checkout/{order.pk}/panel/"' in response.content.decode()
        assert 'data-final="false"' in response.content.decode()
        assert card_page in response.content.decode()
    client.post(card_page, CARD)
    assert 'data-final="true"' in client.get(f"/checkout/{order.pk}/panel/").content.decode()


def test_a_gateway_that_is_away_does_not_break_the_page(client, buyer, waiting, monkeypatch):
    def away(*_):
        raise Unavailable("The gateway does not answer.")

    monkeypatch.setattr(test_gateway.TestGateway, "state_of", away)

    assert "We are confirming your payment" in text_of(client.get(f"/checkout/{waiting[0].pk}/"))


def test_another_persons_order_is_not_there(client, buyer, waiting):
    order, _ = waiting
    client.force_login(make.person())

    for path in ("", "panel/"):
        assert client.get(f"/checkout/{order.pk}/{path}").status_code == 404
    for path in ("pay/", "again/"):
        assert client.post(f"/checkout/{order.pk}/{path}").status_code == 404


@pytest.mark.parametrize("path", ["/checkout/01999999-0000-7000-8000-000000000000/", "/orders/", "/dashboard/"])
def test_a_visitor_signs_in_first(client, path):
    assert client.get(path).url == f"/accounts/login/?next={path}"


def test_paying_a_closed_order_shows_it_instead(client, buyer):
    order = make.bought(buyer=buyer)

    assert client.post(f"/checkout/{order.pk}/pay/").url == f"/checkout/{order.pk}/"


def test_a_decided_payment_leads_back_to_the_shop(client, buyer, waiting):
    order, card_page = waiting
    client.post(card_page, CARD)

    assert client.get(card_page).url.endswith(f"/checkout/{order.pk}/")
    assert client.get("/test-gateway/pay/01999999-0000-7000-8000-000000000000/").status_code == 404


def test_orders_are_listed_newest_first_and_an_empty_list_says_so(client, buyer):
    assert "No orders yet" in text_of(client.get("/orders/"))
    make.bought(make.for_sale(499, name="Older"), buyer=buyer)
    make.bought(make.for_sale(499, name="Newer"), buyer=buyer)

    listed = text_of(client.get("/orders/"))

    assert listed.index("Newer") < listed.index("Older")


def test_the_dashboard_shows_the_ledgers_figures(client):
    listing = make.for_sale(1400, name="Spindle chair")
    make.bought(listing)
    client.force_login(listing.seller)

    shown = text_of(client.get("/dashboard/"))

    assert "Earned, 12 weeks 12.95" in shown
    assert "Available 0.00" in shown
    assert "Pending 12.95" in shown
    assert "14.00 1.05 12.95" in shown


def test_an_empty_dashboard_shows_an_example(client, buyer):
    assert "Example: a model sold for 14.00 brings you 12.95. The fee of 7.5 % is 1.05." in text_of(
        client.get("/dashboard/")
    )


def test_rendering_asks_the_database_nothing(client, buyer, django_assert_max_num_queries):
    listing = make.for_sale(499)
    for _ in range(5):
        make.bought(listing)
    client.force_login(listing.seller)
    client.get("/dashboard/")

    with django_assert_max_num_queries(16) as few:
        client.get("/dashboard/")
    make.bought(listing)
    with django_assert_max_num_queries(len(few)):
        client.get("/dashboard/")


def test_a_signed_message_at_the_webhook_is_taken_once_and_a_forged_one_is_not(client, buyer, waiting):
    body, headers = test_gateway.event_of(TestPayment.objects.get(), now=timezone.now())

    for _ in range(2):
        taken = client.post("/webhooks/test/", body, content_type="application/json", headers=headers)
        assert (taken.status_code, taken.json()) == (200, {"received": True})
    forged = client.post("/webhooks/test/", body + b" ", content_type="application/json", headers=headers)
    unknown = client.post("/webhooks/other/", body, content_type="application/json", headers=headers)

    assert (forged.status_code, forged.json()["error"]["code"]) == (400, "bad_signature")
    assert unknown.status_code == 404
    assert client.get("/webhooks/test/").status_code == 405
    assert GatewayEvent.objects.count() == 1
