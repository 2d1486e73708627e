"""The walking skeleton: from a sentence to a sold and downloaded model, as three people see it."""

import re
import struct
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from tests.product import Product

PROMPT = "a round oak table 120 cm wide with four legs"
PASSWORD = "correct-horse-7"


def sign_up(page: Page, mails, name: str) -> str:
    address = f"{name}@example.com"
    page.goto("/accounts/signup/")
    page.locator("main input[name=email]").fill(address)
    page.locator("main input[name=username]").fill(name)
    page.locator("input[name=password1]").fill(PASSWORD)
    page.locator("main form button[type=submit]").first.click()
    text = mails.newest_to(address, having="confirm")
    link = re.search(r"https?://\S+/accounts/confirm-email/\S+", text).group(0)
    page.goto(link)
    page.get_by_role("button", name="Confirm").click()
    page.wait_for_url(lambda url: "confirm-email" not in url, wait_until="commit")
    return address


def sign_in(page: Page, name: str, password: str, *, start: str = "/") -> None:
    page.goto(f"/accounts/login/?next={start}")
    page.locator("input[name=login]").fill(name)
    page.locator("input[name=password]").fill(password)
    page.locator("main form button[type=submit]").first.click()
    page.wait_for_url(lambda url: "/accounts/login" not in url, wait_until="commit")


def painted(page: Page, folder: Path) -> int:
    """How many colours the viewer really shows: a load event alone is no proof of a picture."""
    shot = folder / "viewer.png"
    box = page.locator("[data-viewer]").first.bounding_box()
    page.screenshot(
        path=str(shot),
        clip={"x": box["x"], "y": max(box["y"], 0), "width": box["width"], "height": 400},
        timeout=90_000,
    )
    with Image.open(shot) as picture:
        return len(picture.convert("RGB").getcolors(1 << 24) or ())


def wait_for_viewer(page: Page) -> None:
    expect(page.locator("[data-viewer][data-state=ready]").first).to_be_visible(timeout=60_000)
    page.wait_for_timeout(500)


@pytest.fixture(scope="module")
def staff(product: Product) -> str:
    """A superuser, made as the README says."""
    return product.make_chief("chief", PASSWORD)


@pytest.mark.timeout(400)
def test_from_a_sentence_to_a_sold_and_downloaded_model(visitors, product, mails, staff, tmp_path) -> None:
    # A maker signs up, confirms the mail, types a sentence.
    maker = visitors()
    page = maker.page
    maker_mail = sign_up(page, mails, "maker-one")
    mails.newest_to(maker_mail, having="elcome")
    page.goto("/create/")
    page.get_by_label("What shall it be").fill(PROMPT)
    page.get_by_role("button", name="Make it").click()
    page.wait_for_url(re.compile(r"/jobs/[0-9a-f-]{36}/"), wait_until="commit")
    job_url = page.url

    # Stages and progress come live; a reload, a second tab and a lost network lose nothing.
    second = maker.new_page()
    second.goto(job_url)
    maker.context.set_offline(True)
    page.wait_for_timeout(300)
    maker.context.set_offline(False)
    page.reload()
    for tab in (page, second):
        expect(tab.get_by_text("Made in")).to_be_visible(timeout=90_000)
    expect(page.locator("ol.stages li[data-s=done]")).to_have_count(6)
    second.close()

    # The finished model is turned in 3D, and really drawn.
    wait_for_viewer(page)
    assert painted(page, tmp_path) > 500
    page.locator("summary", has_text="Download").click()
    with page.expect_download() as download:
        page.get_by_role("link", name=re.compile("Download STL")).click()
    stl = Path(download.value.path()).read_bytes()
    assert len(stl) == 84 + 50 * struct.unpack_from("<I", stl, 80)[0]

    # Published for 4.99.
    page.get_by_role("button", name="Publish").click()
    page.wait_for_url(re.compile(r"/models/\d+/edit/"), wait_until="commit")
    page.locator("input[name=name]").fill("Round oak table")
    page.locator("select[name=category]").select_option(label="Furniture")
    page.locator("input[name*=price]").first.fill("4.99")
    page.get_by_role("button", name="Save and submit").click()
    expect(page.get_by_text("pending").first).to_be_visible()

    # Staff approve it in the console.
    chief = visitors().page
    sign_in(chief, staff, PASSWORD, start="/admin/review/")
    chief.get_by_role("link", name=re.compile("Round oak table")).click()
    wait_for_viewer(chief)
    looked_at = chief.url
    chief.get_by_role("button", name="Approve").click()
    chief.wait_for_url(lambda url: url != looked_at, wait_until="commit")  # on to what else waits, if anything does
    chief.goto("/admin/review/")
    expect(chief.get_by_role("link", name=re.compile("Round oak table"))).to_have_count(0)
    mails.newest_to(maker_mail, having="Round oak table")

    # Another person finds it by search, buys it with the test card, downloads it.
    other = visitors()
    buyer = other.page
    buyer_mail = sign_up(buyer, mails, "buyer-one")
    for _ in range(40):
        buyer.goto("/models/?q=oak+tab")
        if buyer.get_by_role("link", name="Round oak table").count():
            break
        buyer.wait_for_timeout(250)
    buyer.get_by_role("link", name="Round oak table").first.click()
    wait_for_viewer(buyer)
    assert painted(buyer, tmp_path) > 500
    buyer.get_by_role("button", name="Buy").click()
    buyer.wait_for_url(re.compile(r"/checkout/[0-9a-f-]{36}/"), wait_until="commit")
    buyer.get_by_role("button", name=re.compile("Pay")).click()
    buyer.wait_for_url(re.compile("/test-gateway/"), wait_until="commit")
    buyer.locator("input[name*=number]").fill("4242 4242 4242 4242")
    buyer.locator("input[name*=expir]").first.fill("12/34")
    buyer.locator("input[name*=cvc]").fill("123")
    buyer.get_by_role("button", name=re.compile("Pay")).click()
    buyer.wait_for_url(re.compile(r"/checkout/[0-9a-f-]{36}/"), wait_until="commit")
    expect(buyer.get_by_role("link", name=re.compile("library", re.IGNORECASE)).first).to_be_visible(timeout=30_000)
    mails.newest_to(buyer_mail, having="4.99")
    mails.newest_to(maker_mail, having="4.6")  # 4.99 less the fee of 7.5 %, half-even: 4.62
    buyer.goto("/library/")
    buyer.get_by_role("link", name="Round oak table").first.click()
    with buyer.expect_download() as download:
        buyer.get_by_role("button", name=re.compile("Download GLB")).click()
    assert Path(download.value.path()).read_bytes()[:4] == b"glTF"

    # The ledger sums to zero.
    audit = product.manage("audit_money")
    assert audit.returncode == 0, audit.stdout + audit.stderr
    assert product.sql("SELECT coalesce(sum(cents), 0) FROM marketplace_journalline") == [(0,)]
    assert product.sql(
        "SELECT fee_cents, revenue_cents FROM marketplace_orderline WHERE state = 'completed' AND paid_cents = 499"
    ) == [(37, 462)]


def test_what_is_not_understood_says_so_with_three_suggestions(visitors) -> None:
    page = visitors().page
    page.goto("/create/")
    page.get_by_label("What shall it be").fill("asdf qwer")
    page.get_by_role("button", name="Make it").click()
    expect(page.get_by_role("heading", name="Try one of these")).to_be_visible(timeout=60_000)
    expect(page.locator("main a.chip")).to_have_count(3)


def test_a_running_job_is_cancelled_from_its_page(visitors, product) -> None:
    page = visitors().page
    page.goto("/create/")
    page.get_by_label("What shall it be").fill("a walnut chair with five slats")
    page.get_by_role("button", name="Make it").click()
    page.get_by_role("button", name="Cancel").click()
    expect(page.get_by_text("You cancelled this job")).to_be_visible()
    job = page.url.rstrip("/").rsplit("/", 1)[-1]
    assert product.sql("SELECT state FROM generation_job WHERE id = %s", job) == [("cancelled",)]


def test_an_empty_and_a_long_prompt_keep_the_page_and_say_why(visitors) -> None:
    page = visitors().page
    page.goto("/create/")
    page.get_by_role("button", name="Make it").click()
    expect(page.get_by_text("Type what you want to have made").first).to_be_visible()
    page.evaluate("document.querySelector('textarea[name=prompt]').removeAttribute('maxlength')")
    page.get_by_label("What shall it be").fill("chair " * 500)
    page.get_by_role("button", name="Make it").click()
    expect(page.get_by_text("2000").first).to_be_visible()
    assert page.get_by_label("What shall it be").input_value().startswith("chair chair")
