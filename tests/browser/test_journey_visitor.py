"""J1: a visitor searches, narrows, turns a model in 3D and goes on to one like it."""

import re

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from tests.browser import shop
from tests.browser.stations import station
from tests.browser.test_viewer import canvas, wait_for
from tests.product import Product

MODELS = {
    "Low poly chair": ("a low poly walnut chair with five slats", 450),
    "Low poly dining chair": ("a low poly red chair, 90 cm high", 0),
    "Beech side table": shop.MODELS["Beech side table"],
}


@pytest.fixture(scope="module")
def models(product: Product) -> dict[str, str]:
    return shop.fill(product, MODELS)


def names(page: Page) -> list[str]:
    return [text.strip() for text in page.locator(".card-name").all_inner_texts()]


def seen(page: Page) -> np.ndarray:
    """What the canvas shows, in one size: the viewer draws in fewer pixels where the machine is slow."""
    picture = Image.fromarray(canvas(page).astype(np.uint8), "RGBA")
    return np.asarray(picture.resize((160, 160), Image.Resampling.BOX), int)


@pytest.mark.timeout(300)
def test_a_visitor_finds_a_chair_turns_it_and_goes_on_to_one_like_it(visitors, models: dict[str, str]) -> None:
    page: Page = visitors(color_scheme="light").page
    page.goto("/")
    expect(page.locator("h1")).to_be_visible()
    station(page, "j1-1-home")

    # The words of the search stand in the address; both chairs are there, the table is not.
    page.get_by_role("combobox", name="Search models").fill("low poly chair")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/models/\?q=low(\+|%20)poly(\+|%20)chair"), wait_until="commit")
    expect(page.locator("#res")).to_contain_text("low poly chair")
    assert {"Low poly chair", "Low poly dining chair"} <= set(names(page))
    assert "Beech side table" not in names(page)
    station(page, "j1-2-search")

    # Two facets; the address holds both, and says the same to whoever opens it anew.
    filters = page.locator("#f-filters")
    filters.get_by_label("Furniture").check()
    page.wait_for_url(re.compile("category=furniture"))
    filters.get_by_label("Free only").check()
    page.wait_for_url(re.compile("free=1"))
    expect(page.locator(".card-name")).to_have_count(1)
    assert names(page) == ["Low poly dining chair"]
    both = page.url
    other: Page = visitors().page
    other.goto(both)
    assert names(other) == ["Low poly dining chair"]
    expect(other.locator("#f-filters").get_by_label("Free only")).to_be_checked()

    # One is taken off by its chip; Back brings it again, and once more Back is before both.
    page.locator(".res-chips a.chip", has_text="Free").click()
    page.wait_for_url(lambda url: "free=1" not in url)
    expect(page.locator(".card-name", has_text="Low poly chair")).to_be_visible()
    expect(filters.get_by_label("Furniture")).to_be_checked()
    expect(filters.get_by_label("Free only")).not_to_be_checked()
    station(page, "j1-3-facets")
    page.go_back()
    page.wait_for_url(re.compile("free=1"))
    expect(page.locator(".card-name")).to_have_count(1)
    expect(filters.get_by_label("Free only")).to_be_checked()
    page.go_forward()
    page.wait_for_url(lambda url: "free=1" not in url)

    # The model's page: words, price and facts, and a canvas that shows another side after it was turned.
    page.get_by_role("link", name="Low poly chair", exact=True).first.click()
    page.wait_for_url(re.compile(re.escape(models["Low poly chair"])), wait_until="commit")
    expect(page.locator("h1")).to_have_text("Low poly chair")
    wait_for(page, "ready")
    before = seen(page)
    frame = page.locator("model-viewer").bounding_box()
    assert frame is not None
    middle = (frame["x"] + frame["width"] / 2, frame["y"] + frame["height"] / 2)
    page.mouse.move(*middle)
    page.mouse.down()
    page.mouse.move(middle[0] + 160, middle[1] - 40, steps=8)
    page.mouse.up()
    after = seen(page)
    assert (before[..., 3] > 0).mean() > 0.02, "nothing was drawn"
    assert (np.abs(before - after).max(axis=2) > 24).mean() > 0.02, "the same picture as before it was turned"
    station(page, "j1-4-model")

    # What is like it stands below, and leads on.
    related = page.locator("#related")
    expect(related.get_by_role("link", name="Low poly dining chair").first).to_be_visible()
    assert related.get_by_role("link", name="Low poly chair", exact=True).count() == 0
    related.get_by_role("link", name="Low poly dining chair").first.click()
    page.wait_for_url(re.compile(re.escape(models["Low poly dining chair"])), wait_until="commit")
    expect(page.locator("h1")).to_have_text("Low poly dining chair")
