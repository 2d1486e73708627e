"""J3: a creator uploads, sees the report, sells for the first time, and is paid when the holds are over."""

import re
import struct
from pathlib import Path

import numpy as np
import pytest
from playwright.sync_api import Page, expect

from tests.browser.stations import pay_by_card, station
from tests.browser.test_journey_buyer import size_of_stl
from tests.browser.test_whole_way import PASSWORD, sign_in, sign_up, wait_for_viewer
from tests.product import Product

SAMPLES = Path(__file__).resolve().parents[1] / "samples" / "good"
# What time alone brings: a sale that is a month old, and the days of the hold of a new account.
LONG_AGO = """
from accounts.models import User
from tests import make
with make.long_ago():
    make.bought(make.for_sale(4000, seller=User.objects.get(username={seller!r}), name="Older table"))
"""
DAYS_LATER = """
from datetime import timedelta
from django.utils import timezone
from marketplace.transactions.services import payouts
payouts.settle_open(now=timezone.now() + timedelta(days=30))
"""


@pytest.fixture(scope="module")
def staff(product: Product) -> str:
    return product.make_chief("journey-chief", PASSWORD)


def let(product: Product, code: str) -> None:
    done = product.manage("shell", "-v0", "-c", code)
    assert done.returncode == 0, done.stderr[-3000:]


def upload(page: Page, file: str) -> None:
    """One file, sent in parts, looked at while one waits: each stage shows, then the report with its thumbnail."""
    page.goto("/upload/")
    page.locator("main input[type=file]").set_input_files(SAMPLES / file)
    page.get_by_role("button", name="Upload", exact=True).click()
    page.wait_for_url(re.compile(r"/models/\d+/edit/"), wait_until="commit")
    expect(page.get_by_role("heading", name="The file is ready")).to_be_visible(timeout=90_000)
    expect(page.locator("[data-listing-state]")).not_to_contain_text("The check of your file")
    expect(page.locator("[data-onward] .btn-main")).to_be_visible()
    thumbnail = page.locator("[data-poll] .tile img")
    expect(thumbnail).to_be_visible()
    assert thumbnail.evaluate("async (image) => { await image.decode(); return image.naturalWidth }") >= 256


def fill_in(page: Page, name: str) -> None:
    page.get_by_label("Name", exact=True).fill(name)
    page.get_by_label("Description").fill("Four legs and a round top, **all in one file**.")
    page.locator("select[name=category]").select_option(label="Furniture")
    page.get_by_label("Tags").fill("table, round")
    for row, (licence, price) in enumerate((("personal", "12.00"), ("commercial", "40.00"))):
        page.locator(f"select[name=licence_{row}]").select_option(licence)
        page.locator(f"input[name=price_{row}]").fill(price)


@pytest.mark.timeout(500)
def test_a_creator_uploads_sells_and_is_paid(visitors, product, mails, staff) -> None:
    page: Page = visitors(color_scheme="light").page
    address = sign_up(page, mails, "journey-creator")
    page.goto("/upload/")
    station(page, "j3-1-upload")

    # An OBJ with its materials in a zip is read as well, and waits as a draft.
    upload(page, "box_obj.zip")
    expect(page.locator("dl.facts").first).to_contain_text("12")
    expect(page.locator("main")).to_contain_text("OBJ")

    # The GLB: what was measured and found, then words, licences and prices.
    upload(page, "table.glb")
    station(page, "j3-2-file-ready")
    page.get_by_role("link", name="On to facts and report").click()
    expect(page.get_by_role("heading", name="Measured from the file")).to_be_visible()
    expect(page.get_by_role("heading", name="Report")).to_be_visible()
    station(page, "j3-3-report")
    page.get_by_role("link", name="On to the listing").click()
    fill_in(page, "Round journey table")
    expect(page.locator("[data-yours]").first).to_contain_text("11.10")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("Nothing is missing.")).to_be_visible()
    station(page, "j3-4-listing")
    page.get_by_role("button", name="Save and submit").click()
    expect(page.locator(".job-head .badge")).to_have_text("pending")
    station(page, "j3-5-submitted")

    # Staff see the model, its report and its source, and approve.
    chief: Page = visitors(color_scheme="light").page
    sign_in(chief, staff, PASSWORD, start="/admin/review/")
    chief.get_by_role("link", name=re.compile("Round journey table")).click()
    wait_for_viewer(chief)
    looked_at = chief.url
    chief.get_by_role("button", name="Approve").click()
    chief.wait_for_url(lambda url: url != looked_at, wait_until="commit")
    mails.newest_to(address, having="Round journey table")

    # The first sale; what the buyer loads as STL is made now, and is as large as the report says.
    buyer: Page = visitors(color_scheme="light").page
    sign_up(buyer, mails, "journey-customer")
    for _ in range(60):
        buyer.goto("/models/?q=round+journey+table")
        if buyer.get_by_role("link", name="Round journey table").count():
            break
        buyer.wait_for_timeout(250)
    buyer.get_by_role("link", name="Round journey table").first.click()
    buyer.wait_for_url(re.compile(r"/models/\d+-"), wait_until="commit")
    shop_page = buyer.url
    buyer.get_by_label("Commercial").check()
    buyer.get_by_role("button", name="Buy for 40.00").click()
    buyer.wait_for_url(re.compile(r"/checkout/[0-9a-f-]{36}/"), wait_until="commit")
    pay_by_card(buyer)
    buyer.goto(shop_page)
    buyer.locator("summary", has_text="Other formats").click()
    buyer.locator("button[name=format][value=stl]").click()
    expect(buyer.get_by_role("heading", name="The STL is ready")).to_be_visible(timeout=120_000)
    station(buyer, "j3-6-conversion")
    with buyer.expect_download() as download:
        buyer.get_by_role("button", name="Download", exact=True).click()
    number = int(re.search(r"/models/(\d+)-", shop_page).group(1))
    facts = buyer.request.get(f"/api/v1/models/{number}").json()["facts"]
    stl = Path(download.value.path()).read_bytes()
    assert len(stl) == 84 + 50 * struct.unpack_from("<I", stl, 80)[0]
    assert np.sort(size_of_stl(stl)) == pytest.approx(sorted(facts["size_mm"]), rel=1e-3, abs=0.1)

    # The dashboard draws the sale: 40.00 less 7.5 %.
    mails.newest_to(address, having="37.00")
    page.goto("/dashboard/")
    expect(page.get_by_text("One sale so far.")).to_be_visible()
    expect(page.locator("dl.kpis")).to_contain_text("37.00")
    expect(page.get_by_text("This is how it will look.")).to_have_count(0)
    plot = page.locator("svg", has=page.locator("path, polyline, rect")).filter(visible=True)
    assert plot.count() > 0
    expect(page.locator("section", has=page.get_by_role("heading", name="What sells"))).to_contain_text(
        "Round journey table"
    )
    station(page, "j3-7-dashboard")

    # An account is connected at the gateway's page; fresh sales wait, a month's old one may be paid out.
    page.goto("/dashboard/payouts/")
    expect(page.get_by_text("Connect an account first")).to_be_visible()
    page.get_by_role("link", name="Connect an account").click()
    password, onward = page.locator("input[name=password]"), page.get_by_role("button", name="Go to the provider")
    expect(password.or_(onward)).to_be_visible()
    if password.count():  # the sign-in is some minutes old on a slow machine
        password.fill(PASSWORD)
        page.get_by_role("button", name="Go on").click()
    onward.click()
    page.wait_for_url(re.compile("/test-gateway/accounts/"), wait_until="commit")
    page.locator("form input[type=text], form input:not([type])").first.fill("000123456789")
    station(page, "j3-8-account")
    page.get_by_role("button", name="Connect", exact=True).click()
    page.wait_for_url(re.compile("/dashboard/payouts/"), wait_until="commit")
    expect(page.get_by_text("new; payouts go there from")).to_be_visible(timeout=30_000)
    mails.newest_to(address, having="account")
    let(product, LONG_AGO.format(seller="journey-creator"))
    page.reload()
    station(page, "j3-9-payouts")
    page.get_by_role("button", name="Pay it out").click()
    held = page.locator("tbody tr", has_text="37.00")
    expect(held).to_contain_text("Held")
    station(page, "j3-10-held")

    # The hold passes, the bank takes it, and the books say so.
    let(product, DAYS_LATER)
    for _ in range(60):
        page.reload()
        if page.locator("tbody tr", has_text="Paid").count():
            break
        page.wait_for_timeout(500)
    expect(page.locator("tbody tr", has_text="37.00")).to_contain_text("Paid")
    mails.newest_to(address, having="37.00")
    station(page, "j3-11-paid")
    audit = product.manage("audit_money")
    assert audit.returncode == 0, audit.stdout + audit.stderr
