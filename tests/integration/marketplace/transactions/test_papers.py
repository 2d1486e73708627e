"""Receipts, credit notes and statements: derived from the ledger, and open to who was shut out as well."""

import csv
import io
import re
from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.utils import timezone

from accounts.services import bans
from marketplace.bounties.services import posting, work
from marketplace.transactions.gateways.test_gateway import bank
from marketplace.transactions.models import EscrowReturn, Payout, PayoutAccount
from marketplace.transactions.selectors.balances import balance_of
from marketplace.transactions.selectors.receipts import credit_note_of, receipt_of
from marketplace.transactions.selectors.statements import statement_of, years_of
from marketplace.transactions.services import mails, orders, payouts, refunds
from nexus.foundation.errors import Conflict, NotFound
from tests import make

pytestmark = pytest.mark.django_db


def text_of(answer):
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


@pytest.fixture
def shut_out(client):
    """A seller with 27.75 due below any payout, without an account; banned, and past the right password."""
    seller = make.rich_seller(1_000, connected=False, username="shutout")
    make.bought(make.for_sale(500, seller=make.person()), buyer=seller)
    bans.ban(seller.pk, by=make.staff("moderator"), reason="Spam.")
    seller.refresh_from_db()
    client.post("/accounts/login/", {"login": seller.username, "password": make.PASSWORD})
    return seller


def test_a_closed_account_still_opens_its_papers_and_money_and_nothing_more(client, shut_out):
    assert "/papers/" in client.get("/account-closed/").content.decode()
    shown = text_of(client.get("/papers/"))
    assert "Available 9.25 USD" in shown
    [row] = re.findall(r'href="(/receipts/[^"]+)"', client.get("/papers/").content.decode())
    year = timezone.localdate().year
    pages = [row, f"{row}pdf/", f"/papers/earnings/{year}/", "/dashboard/payouts/", "/dashboard/payouts/account/"]

    assert [client.get(page).status_code for page in pages] == [200] * 5
    assert client.post("/dashboard/payouts/", {"amount": "9.25"}).status_code == 403
    assert [client.get(page).status_code for page in ("/dashboard/", "/library/", "/orders/")] == [302] * 3
    other = make.bought()
    assert client.get(f"/receipts/{other.pk}/").status_code == 404


def test_who_is_signed_in_nowhere_opens_no_papers(client):
    order = make.bought()
    pages = ["/papers/", "/papers/earnings/2026/", f"/receipts/{order.pk}/", "/dashboard/payouts/account/"]

    assert all(client.get(page).url.startswith("/accounts/login/") for page in pages)


def test_a_banned_seller_says_where_the_money_goes_and_staff_pay_it_below_the_minimum(client, shut_out):
    finance = make.staff("finance")
    with pytest.raises(Conflict, match="Connect an account"):
        payouts.pay_what_is_due(shut_out.pk, by=finance, reason="Due.")

    gateway = client.post("/dashboard/payouts/account/").url.removeprefix("http://testserver")
    client.get(client.post(gateway, {"number": bank.PAYS}).url.removeprefix("http://testserver"))
    assert PayoutAccount.objects.get(user=shut_out).connected_at is not None
    client.force_login(finance)
    assert "shutout 9.25 Pay it out" in text_of(client.get("/admin/money/"))
    with time_machine.travel(timezone.now() + timedelta(days=4), tick=True):
        payout = payouts.pay_what_is_due(shut_out.pk, by=finance, reason="Due.")
        payouts.send(payout.pk)
        make.bank_answers()

    assert (Payout.objects.get().state, Payout.objects.get().amount_cents) == ("paid", 925)
    assert balance_of(shut_out).available_cents == 0


def test_staff_see_a_closed_account_without_an_account_and_an_open_one_keeps_the_minimum(client, shut_out):
    client.force_login(make.staff("finance"))
    assert "shutout 9.25 no account connected" in text_of(client.get("/admin/money/"))
    small = make.rich_seller(1_000)

    with pytest.raises(Conflict, match="smallest payout"):
        payouts.pay_what_is_due(small.pk, by=make.staff("finance"), reason="Why not.")


@pytest.fixture
def year(settings):
    """January: two sales and a bounty. February: one goes back, 20.00 are paid out. March: 5.00 are spent."""
    settings.PAYOUT_HOLD_DAYS = 0
    with time_machine.travel("2025-01-10 12:00Z", tick=True):
        seller = make.person()
        make.bought(make.for_sale(10_000, seller=seller))
        submission = make.submission(make.running(artist=seller, price_cents=4_000))
        work.accept(submission.pk, by=submission.bounty.client)
        make.payout_account(seller)
    with time_machine.travel("2025-01-30 12:00Z", tick=True):
        back = make.bought(make.for_sale(2_000, seller=seller))
    with time_machine.travel("2025-02-10 12:00Z", tick=True):
        refunds.ask_refund(back.pk, by=back.buyer)
        make.paid_out(seller, 2_000)
    with time_machine.travel("2025-03-10 12:00Z", tick=True):
        bought = make.for_sale(500)
        orders.place_order(seller, items=[(bought.pk, "")], payment_method="balance")
    with time_machine.travel("2026-01-05 12:00Z", tick=True):
        make.bought(make.for_sale(1_000, seller=seller))
    return seller


def test_a_years_statement_is_the_ledger_month_by_month(year):
    found = statement_of(year, 2025)
    months = [
        (month.sold_cents, month.awarded_cents, month.refunded_cents, month.fee_cents, month.earned_cents,
         month.paid_out_cents, month.spent_cents, month.balance_cents)
        for month in found.months[:4]
    ]  # fmt: skip

    assert months == [
        (12_000, 4_000, 0, 1_200, 14_800, 0, 0, 14_800),
        (0, 0, -2_000, -150, -1_850, -2_000, 0, 10_950),
        (0, 0, 0, 0, 0, 0, -500, 10_450),
        (0, 0, 0, 0, 0, 0, 0, 10_450),
    ]
    total = found.total
    assert (total.sales, total.earned_cents, total.balance_cents, len(found.months)) == (2, 12_950, 10_450, 12)
    after = statement_of(year, 2026)
    assert (after.opening_cents, after.total.balance_cents) == (10_450, 11_375)
    held = balance_of(year)
    assert after.total.balance_cents == held.available_cents + held.pending_cents
    assert years_of(year) == (2026, 2025)


def test_the_statement_is_a_page_and_a_table(client, year):
    client.force_login(year)
    shown = text_of(client.get("/papers/earnings/2025/"))
    table = client.get("/papers/earnings/2025/?csv=1").content.decode("utf-8-sig")

    assert "Total 2 120.00 40.00 −20.00 10.50 129.50 −20.00 −5.00 104.50" in shown
    rows = list(csv.reader(io.StringIO(table)))
    assert rows[1][:4] == ["2025-01", "2", "120.00", "40.00"]
    assert rows[-1] == [
        "Total",
        "2",
        "120.00",
        "40.00",
        "-20.00",
        "10.50",
        "129.50",
        "-20.00",
        "-5.00",
        "104.50",
        "USD",
    ]
    assert "/papers/earnings/2025/" in client.get("/papers/").content.decode()
    assert [client.get(f"/papers/earnings/{wrong}/").status_code for wrong in (1999, 2999)] == [404, 404]


def test_a_bountys_money_has_a_receipt_and_what_goes_back_a_credit_note(client):
    submission = make.submission(make.running(budget_cents=5_000, price_cents=4_000))
    payer = submission.bounty.client
    work.accept(submission.pk, by=payer)
    closed = make.bounty(payer, budget_cents=2_500)
    posting.close(closed.pk, by=payer)
    [first, second] = EscrowReturn.objects.order_by("amount_cents")

    receipt = receipt_of(payer, submission.bounty.escrow.order_id)
    assert (receipt.total_cents, receipt.lines[0].name) == (5_000, submission.bounty.title)
    assert [row.cents for row in receipt.credits] == [1_000]
    assert [credit_note_of(payer, row.pk).total_cents for row in (first, second)] == [-1_000, -2_500]
    with pytest.raises(NotFound):
        credit_note_of(make.person(), first.pk)

    client.force_login(payer)
    pages = [f"/receipts/{receipt.order_id}/", f"/credit-notes/{first.pk}/", f"/credit-notes/{first.pk}/pdf/"]
    assert [client.get(page).status_code for page in pages] == [200] * 3
    assert client.get(receipt.about_url).status_code == 200
    listed = text_of(client.get("/papers/"))
    assert ["50.00 USD" in listed, "−10.00 USD" in listed, "−25.00 USD" in listed] == [True] * 3


def test_whoever_pays_a_bounty_gets_its_receipt_by_mail(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    bounty = make.bounty(budget_cents=5_000)

    mails.mail_escrow_held(bounty.escrow_id)

    assert (mail.outbox[0].to, "50.00 USD" in mail.outbox[0].subject) == ([bounty.client.email], True)
    assert f"/receipts/{bounty.escrow.order_id}/" in mail.outbox[0].body
