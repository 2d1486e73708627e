"""What a sale sends: a receipt to the buyer, and to each seller what they get."""

import pytest
from django.core import mail

from marketplace.transactions.services import mails
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def outbox(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    mail.outbox = []


def html(message):
    return message.alternatives[0][0]


def test_the_buyer_gets_a_receipt_with_every_line_and_the_total():
    chair, lamp = make.for_sale(1400, name="Chair & stool"), make.for_sale(650, name="Lamp")
    order = make.bought(chair, lamp)

    mails.mail_purchase(order.pk)

    message = mail.outbox[0]
    assert message.to == [order.buyer.email]
    assert message.subject == f"Your receipt for order {order.pk.hex[-8:].upper()}"
    for words in ("Chair & stool", "Lamp", "14.00", "6.50", "20.50 USD", "card ending 4242", f"/checkout/{order.pk}/"):
        assert words in message.body
    for words in ("Chair &amp; stool", "20.50", f"/checkout/{order.pk}/"):
        assert words in html(message)


def test_what_was_free_has_its_mail_too():
    order = make.bought(make.for_sale(0, name="Vase"))

    mails.mail_purchase(order.pk)

    assert mail.outbox[0].subject == "“Vase” is in your library"


def test_each_seller_gets_one_mail_with_what_is_theirs():
    seller = make.person("ida")
    first, second = make.for_sale(1000, seller=seller), make.for_sale(2000, seller=seller)
    other, free = make.for_sale(499), make.for_sale(0)
    order = make.bought(first, second, other, free)

    mails.mail_sales(order.pk)

    sent = {message.to[0]: message for message in mail.outbox}
    assert set(sent) == {seller.email, other.seller.email}
    assert sent[seller.email].subject == "You sold a model: 27.75 USD for you"
    for words in ("2 models", "paid 10.00, fee 0.75, for you 9.25", "after 14 days", "/dashboard/"):
        assert words in sent[seller.email].body
    assert "27.75" in html(sent[seller.email])
    assert first.name not in sent[other.seller.email].body
