"""Who hears of sales, tips, refunds and decisions, in mail and at the bell; once each."""

import pytest
from django.core import mail

from accounts.models import Notification
from marketplace.transactions.services import mails, orders, refunds, told
from marketplace.transactions.services.orders import Extras
from tests import make

pytestmark = pytest.mark.django_db


def notices(user):
    return list(Notification.objects.filter(user=user).order_by("pk").values_list("kind", "title"))


def test_sellers_hear_of_sales_and_of_tips_once():
    listing, free = make.for_sale(1000, name="Chair"), make.for_sale(0)
    buyer = make.person("ben")
    items = [(listing.pk, ""), (free.pk, "")]
    order = orders.place_order(buyer, items=items, payment_method="pm_card_visa", extras=Extras(tip_cents=200))
    told.tell_sales(order.pk)
    told.tell_sales(order.pk)

    assert notices(listing.seller) == [("tip", f"{buyer.name} bought “Chair” and added 2.00: 11.10 for you.")]
    assert notices(free.seller) == []


def test_a_refund_is_told_to_buyer_and_seller_with_a_credit_note():
    listing = make.for_sale(499, name="Chair")
    order = make.bought(listing)
    [refund] = make.refunded(order)
    line = order.lines.get()
    for _ in range(2):
        told.tell_refunded(line.pk)
    mails.mail_refunded(line.pk)

    assert notices(order.buyer) == [("refund", "4.99 for “Chair” goes back to you.")]
    assert notices(listing.seller) == [("refund", "“Chair” was given back: 4.62 leaves your balance.")]
    assert mail.outbox[-1].subject == "Your refund: 4.99 USD"
    assert f"/credit-notes/{refund.pk}/" in mail.outbox[-1].body


def test_a_decline_is_told_with_its_reason():
    order = make.bought(make.for_sale(499, name="Chair"))
    make.downloaded(order.lines.get())
    [asked] = refunds.ask_refund(order.pk, by=order.buyer, reason="No reason.")
    refunds.decline_refund(asked.pk, by=make.staff("finance"), note="The files are as described.")
    told.tell_declined(asked.pk)
    mails.mail_declined(asked.pk)

    assert notices(order.buyer) == [("refund", "Your refund of “Chair” was declined.")]
    assert "The files are as described." in mail.outbox[-1].body
