"""Staff look at money and change nothing."""

import pytest
from django.contrib import admin

from marketplace.transactions.models import Account, GatewayEvent, JournalEntry, JournalLine, Order, Payment
from marketplace.transactions.services import gateway_events
from tests import make

pytestmark = pytest.mark.django_db
MODELS = [Account, GatewayEvent, JournalEntry, JournalLine, Order, Payment]


@pytest.fixture
def order():
    order = make.bought(make.for_sale(499, name="Spindle chair"))
    gateway_events.deliver_test_event(order.payments.get().reference)
    gateway_events.apply_event(GatewayEvent.objects.get().pk)
    return order


@pytest.fixture
def finance(client):
    client.force_login(make.superuser())
    return client


@pytest.mark.parametrize("model", MODELS)
def test_lists_and_rows_open_and_nothing_can_be_changed(finance, order, model):
    name = model._meta.model_name
    row = model.objects.order_by("pk").first()

    assert finance.get(f"/admin/marketplace/{name}/").status_code == 200
    assert finance.get(f"/admin/marketplace/{name}/?q=1").status_code == 200
    page = finance.get(f"/admin/marketplace/{name}/{row.pk}/change/")
    assert page.status_code == 200
    assert b'name="_save"' not in page.content
    assert finance.get(f"/admin/marketplace/{name}/add/").status_code == 403
    assert finance.post(f"/admin/marketplace/{name}/{row.pk}/delete/", {"post": "yes"}).status_code == 403
    assert finance.post(f"/admin/marketplace/{name}/{row.pk}/change/", {}).status_code == 403


def test_every_model_of_money_is_registered():
    assert {model for model in MODELS if not admin.site.is_registered(model)} == set()


def test_an_orders_page_tells_its_whole_story(finance, order):
    page = finance.get(f"/admin/marketplace/order/{order.pk}/change/").content.decode()

    for words in (
        "Order made",
        "Payment asked for, now succeeded",
        "Message payment.succeeded",
        "gateway 4.99",
        "fees -0.37",
        "-4.62",
        "Spindle chair",
    ):
        assert words in page


def test_moderators_do_not_see_money(client, order):
    client.force_login(make.staff("moderator"))

    assert client.get("/admin/marketplace/order/").status_code == 403
