"""The pages from the cart to the credit note, without JavaScript."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone
from django.utils.html import strip_tags

from marketplace.catalog.models import Entitlement
from marketplace.transactions.models import CartItem, Order, Refund
from marketplace.transactions.services import orders, refunds
from nexus.foundation.errors import Invalid, TooMany
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def buyer():
    return make.person("ben")


@pytest.fixture
def member(client, buyer):
    client.force_login(buyer)
    return client


def text_of(response) -> str:
    return " ".join(
        strip_tags(re.sub(r"<(script|style).*?</\1>", "", response.content.decode(), flags=re.DOTALL)).split()
    )


def seen(response) -> str:
    return re.search(r'name="seen" value="(\d+)"', response.content.decode())[1]


def test_a_visitors_cart_comes_along_when_they_sign_in(client, buyer):
    listing = make.for_sale(499)
    asked = client.get("/cart/add/", {"listing": listing.pk})
    assert "Put it into your cart?" in text_of(asked)
    assert client.get("/cart/").context["cart"].lines == ()

    client.post("/cart/add/", {"listing": listing.pk, "licence": "personal"})
    page = client.get("/cart/")
    assert listing.name in text_of(page)
    assert "Sign in to pay" in text_of(page)
    client.force_login(buyer)
    assert listing.name in text_of(client.get("/cart/"))
    assert CartItem.objects.get().cart.buyer == buyer


def test_from_the_cart_to_the_receipt_with_coupon_tip_and_invoice(member, buyer):
    seller = make.person()
    first, second = make.for_sale(1000, seller=seller), make.for_sale(700)
    coupon = make.coupon(seller, "SPRING", value=50)
    for listing in (first, second):
        member.post("/cart/add/", {"listing": listing.pk})
    wrong = member.post("/cart/coupon/", {"code": "NOPE"})
    assert (wrong.status_code, "no coupon" in text_of(wrong)) == (400, True)
    assert member.post("/cart/coupon/", {"code": "spring"}).status_code == 302
    page = member.get("/cart/")
    assert "12.00 USD" in text_of(page)

    made = member.post("/cart/order/", {"seen": seen(page), "tip": "1,50"})
    order = Order.objects.get(buyer=buyer)
    assert (made.url, order.total_cents) == (f"/checkout/{order.pk}/", 1350)
    bad = member.post(f"/checkout/{order.pk}/pay/", {"business_name": "Brandt GmbH", "vat_id": "DE 12"})
    assert (bad.status_code, "nine digits" in text_of(bad), "Brandt GmbH" in bad.content.decode()) == (400, True, True)
    member.post(
        f"/checkout/{order.pk}/pay/",
        {"business_name": "Brandt GmbH", "vat_id": "DE 811 569 869", "business_address": "Weg 1, Bonn"},
    )
    make_paid(order)
    receipt = text_of(member.get(f"/receipts/{order.pk}/"))

    assert "Invoice" in receipt
    assert "DE811569869" in receipt
    assert coupon.code in receipt
    assert "13.50 USD" in receipt
    pdf = member.get(f"/receipts/{order.pk}/pdf/")
    assert pdf.content.startswith(b"%PDF-")
    assert pdf.content == member.get(f"/receipts/{order.pk}/pdf/").content
    assert member.get("/cart/").context["cart"].lines == ()


def make_paid(order):
    from django.utils import timezone

    from marketplace.transactions.gateways.test_gateway import provider
    from marketplace.transactions.services import orders

    provider.pay_by_card(
        order.payments.get().reference,
        number="4242424242424242",
        expiry="12/34",
        cvc="123",
        today=timezone.now().date(),
    )
    orders.settle_order(order.pk)


def test_a_price_that_changed_stops_the_order_and_is_shown(member):
    listing = make.for_sale(499)
    member.post("/cart/add/", {"listing": listing.pk})
    page = member.get("/cart/")
    listing.offers.update(price_cents=599)
    stopped = member.post("/cart/order/", {"seen": seen(page)})

    assert (stopped.status_code, Order.objects.count()) == (409, 0)
    assert "A price has changed" in text_of(stopped)
    assert "5.99 USD" in text_of(stopped)
    assert member.post("/cart/order/", {"seen": seen(stopped)}).url.startswith("/checkout/")


def test_what_is_owned_is_said_and_removed_on_wish(member, buyer):
    listing = make.for_sale(499)
    make.bought(listing, buyer=buyer)
    member.post("/cart/add/", {"listing": listing.pk})
    page = member.get("/cart/")

    assert "You own it already" in text_of(page)
    assert "Go on to pay" not in text_of(page)
    member.post("/cart/remove/", {"listing": listing.pk, "licence": "personal"})
    assert "Your cart is empty" in text_of(member.get("/cart/"))


def test_a_seller_pays_from_the_balance(client, settings):
    settings.PAYOUT_HOLD_DAYS = 0
    seller = make.person()
    make.bought(make.for_sale(2000, seller=seller))
    client.force_login(seller)
    order = make.pending_order(make.for_sale(1000), buyer=seller)
    assert "18.50 there" in text_of(client.get(f"/checkout/{order.pk}/"))

    client.post(f"/checkout/{order.pk}/pay/", {"method": "balance"})
    assert "Your receipt" in text_of(client.get(f"/checkout/{order.pk}/"))


def test_a_refund_by_right_is_one_button_and_leaves_a_credit_note(member, buyer):
    order = make.bought(make.for_sale(499), buyer=buyer)
    line = order.lines.get()
    assert "At once, without a reason" in text_of(member.get(f"/refunds/{line.pk}/"))
    assert member.post(f"/refunds/{line.pk}/").status_code == 302
    done = text_of(member.get(f"/refunds/{line.pk}/"))
    refund = Refund.objects.get()
    note = text_of(member.get(f"/credit-notes/{refund.pk}/"))

    assert "went back" in done
    assert ("−4.99 USD" in note, "Credit note" in note) == (True, True)
    assert member.get(f"/credit-notes/{refund.pk}/pdf/").content.startswith(b"%PDF-")
    assert "Credit note" in text_of(member.get(f"/receipts/{order.pk}/"))


def test_a_late_refund_is_decided_at_the_desk(client, buyer):
    order = make.bought(make.for_sale(499), buyer=buyer)
    line = order.lines.get()
    make.downloaded(line)
    client.force_login(buyer)
    silent = client.post(f"/refunds/{line.pk}/", {"reason": ""})
    assert (silent.status_code, "Say why" in text_of(silent)) == (400, True)
    client.post(f"/refunds/{line.pk}/", {"reason": "The seat is missing."})
    assert client.get("/admin/refunds/").status_code in {302, 403}
    client.force_login(make.staff("moderator"))
    assert client.get("/admin/refunds/").status_code == 403

    client.force_login(make.staff("finance"))
    assert "The seat is missing." in text_of(client.get("/admin/refunds/"))
    page = text_of(client.get(f"/admin/refunds/{line.pk}/"))
    assert ("−4.62" in page, "0.00" in page) == (True, True)
    wordless = client.post(f"/admin/refunds/{line.pk}/", {"decision": "decline", "note": ""})
    assert wordless.status_code == 400
    sent = client.post(f"/admin/refunds/{line.pk}/", {"decision": "refund", "code": "not_as_described", "note": "Yes."})
    assert sent.url == "/admin/refunds/"
    assert Order.objects.get(pk=order.pk).state == "refunded"


def test_others_papers_and_refunds_are_not_there(client, buyer):
    order = make.bought(make.for_sale(499), buyer=buyer)
    line = order.lines.get()
    [refund] = make.refunded(order)
    client.force_login(make.person())

    for path in (
        f"/receipts/{order.pk}/",
        f"/receipts/{order.pk}/pdf/",
        f"/refunds/{line.pk}/",
        f"/credit-notes/{refund.pk}/",
    ):
        assert client.get(path).status_code == 404
    client.logout()
    assert client.get(f"/receipts/{order.pk}/").status_code == 302


def test_a_certificate_can_be_checked_by_anybody_and_ends_with_a_refund(client, buyer):
    listing = make.listing(price_cents=499)
    order = make.bought(listing, buyer=buyer)
    right = Entitlement.objects.get(holder=buyer)
    page = text_of(client.get(f"/certificates/{right.certificate_code}/"))

    assert "genuine" in page
    assert all(words in page for words in (listing.name, buyer.name, listing.seller.name, "SHA-256"))
    Entitlement.objects.filter(pk=right.pk).update(certificate={**right.certificate, "holder": "Mallory"})
    assert "signature does not fit" in text_of(client.get(f"/certificates/{right.certificate_code}/"))
    make.refunded(order)
    assert "ended" in text_of(client.get(f"/certificates/{right.certificate_code.lower()}/"))
    assert client.get("/certificates/0000-0000-0000-0000/").status_code == 404


def test_the_library_is_searched_filtered_and_put_away(member, buyer):
    bought, free = make.listing(name="Oak table", price_cents=499), make.listing(name="Free vase", price_cents=0)
    make.bought(bought, buyer=buyer)
    make.bought(free, buyer=buyer)
    page = text_of(member.get("/library/"))
    assert all(words in page for words in ("Oak table", "Free vase", "Refund until", "Certificate", "Receipt"))
    assert "Free vase" not in text_of(member.get("/library/", {"type": "bought"}))
    assert "Oak table" not in text_of(member.get("/library/", {"creator": free.seller.username}))
    right = Entitlement.objects.get(listing=free)
    member.post(f"/library/{right.pk}/archive/")
    assert "Free vase" not in text_of(member.get("/library/"))
    assert "Free vase" in text_of(member.get("/library/", {"archived": "1"}))
    other = make.person()
    member.force_login(other)
    assert member.post(f"/library/{right.pk}/archive/").status_code == 404


def test_the_library_shows_what_has_a_newer_version(member, buyer):
    from marketplace.catalog.models import DownloadLog, ListingFile

    listing = make.listing(price_cents=499)
    make.bought(listing, buyer=buyer)
    old = listing.files.first()
    DownloadLog.objects.create(listing=listing, file=old, reader=buyer)
    assert listing.name not in text_of(member.get("/library/", {"updated": "1"}))
    ListingFile.objects.create(listing=listing, file=old.file, format=old.format, version=2)

    page = text_of(member.get("/library/", {"updated": "1"}))
    assert "Version 2 is new" in page
    assert refunds.standing_of(buyer.order_lines.get()).ended_why == "downloaded"


def test_who_only_takes_zips_is_shown_the_update_too(member, buyer):
    from marketplace.catalog.models import ListingFile
    from marketplace.catalog.services import downloads

    listing = make.listing(price_cents=499)
    make.bought(listing, buyer=buyer)
    member.get(downloads.open_bundle(listing.pk, by=buyer).url)
    ListingFile.objects.create(listing=listing, file=listing.files.first().file, format="glb", version=2)
    assert "Version 2 is new" in text_of(member.get("/library/", {"updated": "1"}))

    member.get(downloads.open_many([buyer.entitlements.get().pk], by=buyer).url)
    assert listing.name not in text_of(member.get("/library/", {"updated": "1"}))


@pytest.fixture
def within_an_hour(settings):
    """Limits as they are, and a clock that does not come to the next hour by itself."""
    settings.THROTTLE_FACTOR = 1
    with time_machine.travel(timezone.now().replace(minute=10), tick=True):
        yield


@pytest.mark.usefixtures("within_an_hour")
@pytest.mark.parametrize("signs_in", [True, False])
def test_twenty_wrong_coupons_an_hour_are_enough_and_a_right_one_does_not_tell_either(client, signs_in):
    listing = make.for_sale(1000)
    code = make.coupon(listing.seller).code
    if signs_in:
        client.force_login(make.person())
    client.post("/cart/add/", {"listing": listing.pk, "licence": "personal"})
    tries = [client.post("/cart/coupon/", {"code": f"WRONG-{number}"}).status_code for number in range(20)]
    late = client.post("/cart/coupon/", {"code": code})

    assert (tries, late.status_code) == ([400] * 20, 429)
    assert "more than 20 times" in text_of(late)
    with time_machine.travel(timezone.now() + timedelta(hours=1), tick=True):
        assert client.post("/cart/coupon/", {"code": code}).status_code == 302


@pytest.mark.usefixtures("within_an_hour")
def test_orders_count_wrong_coupons_too():
    listing, buyer = make.for_sale(1000), make.person()
    code = make.coupon(listing.seller).code
    for number in range(20):
        with pytest.raises(Invalid):
            orders.make_order(buyer, items=[(listing.pk, "")], extras=orders.Extras(coupon=f"WRONG-{number}"))

    with pytest.raises(TooMany):
        orders.make_order(buyer, items=[(listing.pk, "")], extras=orders.Extras(coupon=code))
    assert orders.make_order(buyer, items=[(listing.pk, "")]).total_cents == 1000


def test_what_a_buyer_would_pay_is_kept_from_the_link_to_the_cart(client):
    listing = make.for_sale(500)
    asked = client.get(f"/cart/add/?listing={listing.pk}&licence=personal&pay=10,50").content.decode()
    fields = dict(re.findall(r'<input type="hidden" name="(listing|licence|pay)" value="([^"]*)"', asked))

    assert "10.50" in asked
    client.post("/cart/add/", fields)
    assert "10.50" in text_of(client.get("/cart/"))


def test_the_dashboard_leads_to_the_coupons(member):
    assert 'href="/coupons/"' in member.get("/dashboard/").content.decode()


def test_a_creator_makes_a_coupon_and_turns_it_off(client):
    seller = make.person()
    listing = make.for_sale(1000, seller=seller)
    client.force_login(seller)
    wrong = client.post("/coupons/", {"code": "MAYDAY", "kind": "percent", "value": "ten"})
    assert (wrong.status_code, "A whole number" in text_of(wrong), 'value="MAYDAY"' in wrong.content.decode()) == (
        400,
        True,
        True,
    )
    client.post(
        "/coupons/", {"code": "mayday", "kind": "amount", "value": "2,50", "models": [listing.pk], "max_uses": "9"}
    )

    assert "MAYDAY" in text_of(client.get("/coupons/"))
    coupon = seller.coupons.get()
    assert (coupon.value, coupon.max_uses, list(coupon.listings.all())) == (250, 9, [listing])
    assert client.post("/coupons/", {"code": "MAYDAY", "kind": "percent", "value": "5"}).status_code == 400
    client.post("/coupons/MAYDAY/", {"active": "0"})
    assert not seller.coupons.get().active
