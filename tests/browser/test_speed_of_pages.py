"""Nothing jumps while a page loads, and the largest thing it paints is a picture whose place was kept for it."""

import json
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.browser import shop
from tests.product import Product

MOST_SHIFT = 0.02
HEIGHTS = {1280: 900, 375: 812}
# Asked for before the page's own scripts run: each shift that no person caused, and the largest paint so far.
WATCHED = """
window.watched = { shift: 0, moved: [], largest: null };
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) {
    if (entry.hadRecentInput) continue;
    window.watched.shift += entry.value;
    for (const source of entry.sources) {
      const node = source.node?.nodeType === 1 ? source.node : source.node?.parentElement;
      window.watched.moved.push(`${entry.value.toFixed(4)} ${node?.tagName}.${node?.getAttribute("class")}`);
    }
  }
}).observe({ type: "layout-shift", buffered: true });
new PerformanceObserver((list) => {
  const entry = list.getEntries().at(-1);
  const style = entry.element && getComputedStyle(entry.element);
  window.watched.largest = {
    tag: entry.element?.tagName.toLowerCase() ?? "", url: entry.url, size: entry.size, ms: Math.round(entry.startTime),
    fixed: entry.element?.hasAttribute("width") && entry.element?.hasAttribute("height"),
    lazy: entry.element?.getAttribute("loading") === "lazy",
    first: entry.element?.getAttribute("fetchpriority") ?? "", text: entry.element?.textContent.trim().slice(0, 40) ?? "",
  };
}).observe({ type: "largest-contentful-paint", buffered: true });
"""


@pytest.fixture(scope="module")
def model(product: Product) -> str:
    """The address of one of a few models in the shop."""
    return shop.fill(product)["Blue floor vase"]


def seen(page: Page, path: str) -> dict[str, Any]:
    """What a visitor's browser saw until the page was quiet, and after it was read to its end."""
    page.goto(path, wait_until="load")
    page.wait_for_timeout(1_500)
    for _ in range(100):
        largest = page.evaluate("window.watched.largest")  # before the first scroll, which ends its watching
        if largest and largest["url"]:
            break
        page.wait_for_timeout(100)
    page.evaluate("window.scrollTo({ top: document.documentElement.scrollHeight, behavior: 'instant' })")
    page.wait_for_timeout(700)
    return {**page.evaluate("window.watched"), "largest": largest}


@pytest.mark.parametrize("width", sorted(HEIGHTS))
@pytest.mark.parametrize("place", ["home", "catalogue", "model"])
def test_nothing_jumps_and_the_largest_paint_is_a_picture_of_fixed_size(
    visitors, model: str, place: str, width: int
) -> None:
    path = {"home": "/", "catalogue": "/models/", "model": model}[place]
    visitor = visitors()
    visitor.context.add_init_script(WATCHED)
    visitor.page.set_viewport_size({"width": width, "height": HEIGHTS[width]})
    found = seen(visitor.page, path)
    print(f"{place} at {width}: CLS {found['shift']:.4f}, LCP {json.dumps(found['largest'])}")
    assert found["shift"] <= MOST_SHIFT, found["moved"]
    largest = found["largest"]
    assert largest is not None
    assert largest["tag"] in {"img", "image"}, largest
    assert largest["fixed"], largest
    assert not largest["lazy"], largest


def test_a_picture_without_a_place_is_seen_to_jump(visitors) -> None:
    """The control: the same watching finds a planted shift and a largest paint that is words."""
    visitor = visitors()
    visitor.context.add_init_script(WATCHED)
    visitor.page.goto("/terms/")
    visitor.page.wait_for_timeout(300)
    visitor.page.evaluate("document.querySelector('main').insertAdjacentHTML('afterbegin', '<p>A line</p>'.repeat(20))")
    visitor.page.wait_for_timeout(500)
    found = visitor.page.evaluate("window.watched")
    assert found["shift"] > MOST_SHIFT
    assert found["largest"]["tag"] not in {"img", "image"}
