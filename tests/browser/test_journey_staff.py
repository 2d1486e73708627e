"""J8: staff decide on models and people, give money back, dress the shop window, and write to those who want news."""

import email
import email.policy
import json
import re
import time
from html import unescape
from pathlib import Path
from typing import Any

import httpx
import pytest
from playwright.sync_api import Page, expect

from tests.browser.stations import station
from tests.browser.test_whole_way import PASSWORD, sign_in, wait_for_viewer
from tests.product import Product

# What the day's work is about: three models that wait, one sale whose buyer wants the money back.
FILL = """
import json
from marketplace.transactions.services import refunds
from tests import make
seller, thief = (make.person(name, email=f"{name}@example.com") for name in ("desk-seller", "desk-thief"))
buyer = make.person("desk-buyer", email="desk-buyer@example.com", marketing_consent=True)
waiting = {name: make.listing(by, name, state="pending").pk for name, by in (
    ("Desk crate", seller), ("Desk crate without a floor", seller), ("Desk crate of somebody else", thief))}
sold = make.listing(seller, "Desk stool", price_cents=900)
shown = make.listing(thief, "Desk stool of somebody else", price_cents=900)
line = make.bought(sold, buyer=buyer).lines.get()
make.downloaded(line)
refunds.ask_refund(line.order_id, by=buyer, reason="One leg is missing.", line_id=line.pk)
make.bought(make.listing(seller, "Desk lamp", price_cents=2500), buyer=buyer)
print(json.dumps({"waiting": waiting, "sold": sold.pk, "shown": f"/models/{shown.pk}-{shown.slug}/"}))
"""


@pytest.fixture(scope="module")
def chief(product: Product) -> str:
    return product.make_chief("desk-chief", PASSWORD)


@pytest.fixture(scope="module")
def work(product: Product) -> dict[str, Any]:
    done = product.manage("shell", "-v0", "-c", FILL, seconds=500)
    assert done.returncode == 0, done.stderr[-3000:]
    found: dict[str, Any] = json.loads(done.stdout.strip().splitlines()[-1])
    return found


def mail_to(product: Product, address: str, *, subject: str) -> Any:
    """The newest mail of this subject, as its reader's program gets it; waited for up to 30 s."""
    until = time.monotonic() + 30
    while time.monotonic() < until:
        for path in sorted((product.var / "mail").glob("*.eml"), reverse=True):
            message = email.message_from_bytes(Path(path).read_bytes(), policy=email.policy.default)
            if message["To"] == address and subject in message["Subject"]:
                return message
        time.sleep(0.2)
    raise AssertionError(f"no mail to {address} about {subject!r}")


@pytest.mark.timeout(400)
def test_models_are_approved_and_rejected_an_account_is_closed_and_money_goes_back(
    visitors, product, mails, chief, work
) -> None:
    page: Page = visitors(color_scheme="light").page
    sign_in(page, chief, PASSWORD, start="/admin/")
    expect(page.get_by_text("Models to review")).to_be_visible()
    station(page, "j8-1-console")

    # Approved after a look at the model in 3D and at the report.
    page.goto("/admin/review/")
    page.locator(f"a[href$='/admin/review/{work['waiting']['Desk crate']}/']").first.click()
    wait_for_viewer(page)
    expect(page.get_by_role("heading", name="Report", exact=True)).to_be_visible()
    station(page, "j8-2-review")
    here = page.url
    page.get_by_role("button", name="Approve").click()
    page.wait_for_url(lambda url: url != here, wait_until="commit")
    mails.newest_to("desk-seller@example.com", having="Desk crate")

    # Sent back with a reason, which its creator reads.
    page.goto(f"/admin/review/{work['waiting']['Desk crate without a floor']}/")
    page.locator("summary", has_text="Reject").click()
    page.get_by_label("The file is broken").check()
    page.get_by_label("A note that the creator reads too").fill("The floor of the crate is missing.")
    station(page, "j8-3-reject")
    here = page.url
    page.get_by_role("button", name="Reject with this reason").click()
    page.wait_for_url(lambda url: url != here, wait_until="commit")
    assert "The floor of the crate is missing." in mails.newest_to(
        "desk-seller@example.com", having="The floor of the crate"
    )
    creator: Page = visitors(color_scheme="light").page
    sign_in(creator, "desk-seller", PASSWORD)
    creator.goto(f"/models/{work['waiting']['Desk crate without a floor']}/edit/")
    expect(creator.get_by_text("The floor of the crate is missing.").first).to_be_visible()
    station(creator, "j8-4-rejected")

    # An account is closed: its page and its models are gone for everybody.
    anybody: Page = visitors().page
    assert anybody.goto(work["shown"]).status == 200
    page.goto("/admin/accounts/user/?q=desk-thief")
    page.locator("#result_list input[name=_selected_action]").first.check()
    page.locator("select[name=action]").select_option(label="Close the account")
    station(page, "j8-5-people")
    page.get_by_role("button", name="Go", exact=True).click()
    page.get_by_label(re.compile("What did you find")).fill("Sold what was not theirs.")
    station(page, "j8-6-close-account")
    page.get_by_role("button", name="Close the account").click()
    expect(page.get_by_text("Close the account: done for 1.")).to_be_visible()
    assert anybody.goto(work["shown"]).status == 404
    assert anybody.goto("/u/desk-thief/").status == 404
    page.goto("/admin/review/")
    expect(page.get_by_text("Desk crate of somebody else")).to_have_count(0)
    mails.newest_to("desk-thief@example.com", having="Sold what was not theirs.")

    # The buyer gets the money back, after a look at what that does to the balances.
    page.goto("/admin/refunds/")
    page.get_by_role("link", name=re.compile("Desk stool")).click()
    expect(page.get_by_text("One leg is missing.").first).to_be_visible()
    page.get_by_role("button", name="Refund 9.00").click()
    page.wait_for_url(re.compile(r"/admin/refunds/$"), wait_until="commit")
    mails.newest_to("desk-buyer@example.com", having="9.00")
    assert product.sql("SELECT state FROM marketplace_orderline WHERE listing_id = %s", work["sold"]) == [("refunded",)]

    # The plots of the shop's money, each with its table.
    page.goto("/admin/money/")
    expect(page.get_by_role("heading", name="What sells")).to_be_visible()
    expect(page.get_by_text("Desk lamp").first).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("link", name=re.compile("CSV")).first.click()
    rows = Path(download.value.path()).read_text(encoding="utf-8-sig").splitlines()
    assert len(rows) > 2
    station(page, "j8-7-money")


@pytest.mark.timeout(400)
def test_a_category_the_slider_and_the_home_page_are_changed_and_brought_back(visitors, product, chief, work) -> None:
    page: Page = visitors(color_scheme="light").page
    sign_in(page, chief, PASSWORD, start="/admin/marketplace/category/add/")
    page.locator("#id_name").fill("Desk things")
    page.keyboard.press("Tab")
    expect(page.locator("#id_slug")).to_have_value("desk-things")
    station(page, "j8-8-category")
    page.get_by_role("button", name="Save", exact=True).click()
    page.wait_for_url(re.compile(r"/admin/marketplace/category/$"), wait_until="commit")
    creator: Page = visitors().page
    sign_in(creator, "desk-seller", PASSWORD)
    creator.goto(f"/models/{work['waiting']['Desk crate without a floor']}/edit/?step=listing")
    assert "Desk things" in creator.locator("select[name=category] option").all_inner_texts()

    # The slider, on show at once.
    anybody: Page = visitors(color_scheme="light").page
    page.goto("/admin/window/slider/")
    page.get_by_label("Add models").fill(str(work["waiting"]["Desk crate"]))
    page.get_by_role("button", name="Add", exact=True).click()
    expect(page.get_by_role("link", name="Desk crate", exact=True)).to_be_visible()
    station(page, "j8-9-slider")
    anybody.goto("/")
    expect(anybody.locator("main")).to_contain_text("Desk crate")
    station(anybody, "j8-10-home-with-slider")

    # The home page: a draft that only staff see, a preview, a publication, and the way back.
    page.goto("/admin/window/homepage/")
    page.locator("#b0-title").fill("Crates for everybody.")
    page.get_by_role("button", name="Preview", exact=True).click()
    expect(page.locator("h1")).to_contain_text("Crates for everybody.")
    expect(page.get_by_text("This is the draft")).to_be_visible()
    station(page, "j8-11-preview")
    anybody.goto("/")
    expect(anybody.locator("h1")).not_to_contain_text("Crates for everybody.")
    page.get_by_role("link", name="Back to the editor").click()
    station(page, "j8-12-editor")
    page.get_by_role("button", name="Publish…").click()
    page.locator("main form button[type=submit]").last.click()
    expect(page.get_by_text(re.compile(r"Version \d+ is the home page now"))).to_be_visible()
    anybody.goto("/")
    expect(anybody.locator("h1")).to_contain_text("Crates for everybody.")

    page.goto("/admin/window/homepage/history/")
    station(page, "j8-13-history")
    page.get_by_role("link", name=re.compile("Restore")).first.click()
    page.locator("main form button[type=submit]").last.click()
    anybody.goto("/")
    expect(anybody.locator("h1")).not_to_contain_text("Crates for everybody.")
    page.goto("/admin/window/slider/")
    page.get_by_role("button", name=re.compile("^Remove")).first.click()
    expect(page.get_by_role("link", name="Desk crate", exact=True)).to_have_count(0)


@pytest.mark.timeout(300)
def test_a_campaign_reaches_buyers_and_counts_who_opens_and_follows_it(visitors, product, chief, work) -> None:
    page: Page = visitors(color_scheme="light").page
    sign_in(page, chief, PASSWORD, start="/admin/window/campaigns/")
    page.get_by_role("link", name="Write one").click()
    page.get_by_label("Name", exact=True).fill("Desk news")
    page.get_by_label("Subject").fill("Crates are here")
    page.get_by_label("To whom").select_option(label="Those of them who bought something")
    page.get_by_label("Mail", exact=True).fill(
        '<h2>Crates</h2><p>Have a look at <a href="/models/?q=crate">all crates</a>.</p>'
    )
    station(page, "j8-14-campaign-form")
    page.get_by_role("button", name="Save and look at it").click()
    expect(page.frame_locator("iframe.mail-frame").get_by_text("all crates")).to_be_visible()
    station(page, "j8-15-campaign")

    # First to oneself, which counts for nothing.
    page.get_by_role("button", name="Send a test").click()
    test_mail = mail_to(product, "desk-chief@example.com", subject="Crates are here")
    assert "all crates" in test_mail.get_body(("plain",)).get_content()

    page.get_by_role("link", name="Send now…").click()
    expect(page.get_by_text("Crates are here").first).to_be_visible()
    page.get_by_role("button", name="Send it").click()
    expect(page.locator("main .badge", has_text=re.compile(r"^\s*sent\s*$")).first).to_be_visible(timeout=30_000)

    # One buyer reads it, and follows its link, as a mail program does.
    message = mail_to(product, "desk-buyer@example.com", subject="Crates are here")
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    body = unescape(message.get_body(("html",)).get_content())
    [pixel] = set(re.findall(r"https?://[^\s\"']+/mail/open/[^\s\"']+\.gif", body))
    [link] = set(re.findall(r"https?://[^\s\"']+/mail/click/[^\s\"']+", body))
    with httpx.Client(timeout=30) as reader:
        assert reader.get(pixel).headers["content-type"] == "image/gif"
        followed = reader.get(link)
        assert (followed.status_code, followed.headers["location"]) == (302, f"{product.url}/models/?q=crate")
    figures = page.locator("#figures")
    for name in ("Opened", "Clicked"):
        number = figures.locator("li.panel", has_text=name).locator(".wait-number")
        for _ in range(20):
            page.reload()
            if number.inner_text() == "1":
                break
            page.wait_for_timeout(250)
        expect(number).to_have_text("1")
    station(page, "j8-16-figures")
