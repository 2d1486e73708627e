"""J2: a buyer signs up, gets a free and a paid model, downloads, reviews, and gives two purchases back."""

import re
from pathlib import Path

import numpy as np
import pytest
from playwright.sync_api import Page, expect

from tests.browser import shop
from tests.browser.stations import pay_by_card, station
from tests.browser.test_whole_way import PASSWORD, sign_in
from tests.product import Product

MODELS = {name: shop.MODELS[name] for name in ("Blue floor vase", "Turquoise vase", "Brass cone")}
CORNERS = np.dtype([("normal", "<f4", 3), ("corners", "<f4", (3, 3)), ("colour", "<u2")])


@pytest.fixture(scope="module")
def models(product: Product) -> dict[str, str]:
    return shop.fill(product, MODELS)


@pytest.fixture(scope="module")
def staff(product: Product) -> str:
    return product.make_chief("refund-chief", PASSWORD)


def sign_up_by_the_mail_page(page: Page, name: str) -> str:
    """As somebody does who tries the product out: the mail is read where the product shows it."""
    address = f"{name}@example.com"
    page.goto("/accounts/signup/")
    page.locator("main input[name=email]").fill(address)
    page.locator("main input[name=username]").fill(name)
    page.locator("input[name=password1]").fill(PASSWORD)
    station(page, "j2-1-sign-up")
    page.locator("main form button[type=submit]").first.click()
    expect(page.get_by_role("heading", name="Look into your mail")).to_be_visible()
    mail = page.locator("main li", has_text=address).get_by_role("link", name=re.compile("onfirm"))
    for _ in range(60):
        page.goto("/dev/mail/")
        if mail.count():
            break
        page.wait_for_timeout(250)
    mail.first.click()
    page.locator(".panel a[href*='/accounts/confirm-email/']").first.click()
    page.get_by_role("button", name="Confirm").click()
    page.wait_for_url(lambda url: "confirm-email" not in url, wait_until="commit")
    return address


def buy(page: Page, path: str, price: str) -> None:
    page.goto(path)
    page.get_by_role("button", name=f"Buy for {price}").click()
    page.wait_for_url(re.compile(r"/checkout/[0-9a-f-]{36}/"), wait_until="commit")
    pay_by_card(page)


def size_of_stl(data: bytes) -> np.ndarray:
    """The sides of what a binary STL holds, after its length was compared with its own count."""
    triangles = np.frombuffer(data, CORNERS, offset=84)
    assert len(triangles) == int.from_bytes(data[80:84], "little") > 0
    corners = triangles["corners"].reshape(-1, 3)
    return corners.max(axis=0) - corners.min(axis=0)


@pytest.mark.timeout(400)
def test_a_buyer_gets_models_downloads_reviews_and_gives_two_back(visitors, product, mails, models, staff) -> None:
    page: Page = visitors(color_scheme="light").page
    address = sign_up_by_the_mail_page(page, "journey-buyer")

    # A free one needs no card.
    page.goto(models["Turquoise vase"])
    page.get_by_role("button", name="Put it into my library").click()
    expect(page.get_by_text("You own this (v1).")).to_be_visible()

    # A paid one goes over the card page; the receipt comes by mail too.
    page.goto(models["Blue floor vase"])
    page.get_by_role("button", name="Buy for 6.50").click()
    page.wait_for_url(re.compile(r"/checkout/[0-9a-f-]{36}/"), wait_until="commit")
    station(page, "j2-2-checkout")
    pay_by_card(page)
    station(page, "j2-3-receipt")
    mails.newest_to(address, having="6.50")
    buy(page, models["Brass cone"], "1.20")

    # The library holds all three. The source comes as it is, an STL is made of it.
    page.goto("/library/")
    expect(page.locator("li.lib-item")).to_have_count(3)
    station(page, "j2-4-library")
    with page.expect_download() as download:
        page.get_by_role("button", name=re.compile("GLB of Blue floor vase")).click()
    assert Path(download.value.path()).read_bytes()[:4] == b"glTF"
    page.get_by_role("link", name="Blue floor vase", exact=True).first.click()
    page.wait_for_url(re.compile(re.escape(models["Blue floor vase"])), wait_until="commit")
    page.locator("summary", has_text="Other formats").click()
    with page.expect_download(timeout=90_000) as download:
        page.locator("button[name=format][value=stl]").click()
    number = int(re.search(r"/models/(\d+)-", models["Blue floor vase"]).group(1))
    facts = page.request.get(f"/api/v1/models/{number}").json()["facts"]
    sides = size_of_stl(Path(download.value.path()).read_bytes())
    assert sorted(sides) == pytest.approx(sorted(facts["size_mm"]), rel=1e-3, abs=0.1)

    # A review of what one holds stands on the model's page.
    page.goto(models["Blue floor vase"])
    page.get_by_role("link", name="Write a review").click()
    page.get_by_label("4", exact=True).check()
    page.get_by_label("What would others like to know?").fill("Holds water, and stands well.")
    station(page, "j2-5-review")
    page.get_by_role("button", name="Send", exact=True).click()
    expect(page.get_by_text("Holds water, and stands well.").first).to_be_visible()
    page.goto(models["Blue floor vase"])
    expect(page.locator("#reviews")).to_contain_text("Holds water, and stands well.")
    station(page, "j2-6-model-with-review")

    # Before the first download a purchase goes back by right, at once.
    page.goto("/library/")
    page.get_by_role("link", name=re.compile("Refund until .* Brass cone")).click()
    station(page, "j2-7-refund-by-right")
    page.get_by_role("button", name="Get 1.20 back").click()
    expect(page.get_by_text("1.20 USD went back.")).to_be_visible()
    page.goto("/library/")
    expect(page.locator("li.lib-item")).to_have_count(2)
    expect(page.get_by_role("link", name="Brass cone")).to_have_count(0)

    # After it a person decides, who sees what the buyer says and what the refund does.
    page.get_by_role("link", name=re.compile("Ask for a refund Blue floor vase")).click()
    page.get_by_label("What is wrong with it?").fill("It has a hole in its foot.")
    page.get_by_role("button", name="Ask for a refund").click()
    expect(page.get_by_text("You asked for this refund.")).to_be_visible()
    chief: Page = visitors(color_scheme="light").page
    sign_in(chief, staff, PASSWORD, start="/admin/refunds/")
    station(chief, "j2-8-refund-desk")
    chief.get_by_role("link", name=re.compile("Blue floor vase")).first.click()
    expect(chief.get_by_text("It has a hole in its foot.").first).to_be_visible()
    station(chief, "j2-9-refund-decision")
    chief.get_by_label("What you say about it").fill("You are right.")
    chief.get_by_role("button", name="Refund 6.50").click()
    chief.wait_for_url(re.compile(r"/admin/refunds/$"), wait_until="commit")
    mails.newest_to(address, having="6.50")

    # The right is gone, and the review of whom it belonged to with it.
    page.goto("/library/")
    expect(page.locator("li.lib-item")).to_have_count(1)
    page.goto(models["Blue floor vase"])
    expect(page.get_by_role("button", name="Buy for 6.50")).to_be_visible()
    expect(page.get_by_text("Holds water, and stands well.")).to_have_count(0)
    audit = product.manage("audit_money")
    assert audit.returncode == 0, audit.stdout + audit.stderr
