"""J6: a design is talked through: from a sentence to numbers, to a model with named parts, to its next version."""

import re

import pytest
from playwright.sync_api import expect

from tests.product import Product

PASSWORD = "correct-horse-7"
WISH = "a small quadcopter frame for 1404 motors, arms 90 mm long"


@pytest.fixture(scope="module")
def designer(product: Product) -> str:
    return product.make_chief("designer", PASSWORD)


def signed_in(visitors, name: str):
    """A page of the studio."""
    page = visitors().page
    page.goto("/accounts/login/?next=/studio/")
    page.locator("[name=login]").fill(name)
    page.locator("[name=password]").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/studio/")
    return page


def width_cm(page) -> float:
    """The first of the three sizes that the viewer's corner tells, as the page says them."""
    told = page.locator(".viewer-size").inner_text()
    return float(re.search(r"[\d.]+", told.replace(",", ".")).group())


@pytest.mark.timeout(400)
def test_a_frame_is_talked_through_and_its_arms_grow(visitors, designer: str) -> None:
    page = signed_in(visitors, designer)

    page.locator("[name=text]").fill(WISH)
    page.get_by_role("button", name="Begin").click()
    page.wait_for_url(re.compile(r"/studio/[0-9a-f-]{36}/"))
    page.get_by_role("button", name="Build it").click(timeout=120_000)
    expect(page.locator(".ver")).to_have_count(1, timeout=180_000)
    expect(page.get_by_role("cell", name="arm", exact=True)).to_be_visible(timeout=60_000)
    expect(page.get_by_text("To buy")).to_be_visible()
    page.locator('[data-viewer][data-state="ready"]').wait_for(timeout=120_000)
    before = width_cm(page)

    # The message field keeps the page: what is said arrives by the socket, with the model still there.
    page.locator("#say-text").fill("make the arms 20 mm longer")
    page.keyboard.press("Enter")
    expect(page.locator(".ver")).to_have_count(2, timeout=180_000)
    expect(page.locator(".ver[aria-current]")).to_contain_text("Version 2")
    assert width_cm(page) > before + 1

    # A reload, and a second window, show the same; nothing stands twice.
    page.reload()
    expect(page.locator(".talk > li.me")).to_have_count(3)
    expect(page.locator(".ver")).to_have_count(2)
    page.get_by_role("link", name="Compare").click()
    expect(page.locator(".source .ins").first).to_be_visible()
    page.get_by_role("link", name="Source").click()
    expect(page.locator(".source pre")).to_contain_text("arm_length")

    page.locator(".ver").first.click()
    page.wait_for_url(re.compile(r"version=1"))
    expect(page.locator(".ver[aria-current]")).to_contain_text("Version 1")
    page.get_by_label("Download").click()
    with page.expect_download() as download:
        page.get_by_role("link", name=re.compile("Download STL")).click()
    assert download.value.suggested_filename.endswith(".stl")


@pytest.mark.timeout(200)
def test_what_is_not_understood_is_said_with_what_can_be_made(visitors, designer: str) -> None:
    page = signed_in(visitors, designer)

    page.locator("[name=text]").fill("happiness for everybody")
    page.get_by_role("button", name="Begin").click()

    expect(page.locator(".talk > li.it .callout")).to_be_visible(timeout=60_000)
    expect(page.locator(".talk > li.it").first).to_contain_text("I could not tell what to design")
