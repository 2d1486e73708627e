"""The stations of a journey: what every page on the way has to be, and pictures of it for whoever wants to look.

`JOURNEY_PICTURES=/some/folder` keeps each station as a person sees it: 1280 and 375 wide, in light and dark.
"""

import re
from os import environ
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser.test_pages import findings

CARD = {"number": "4242 4242 4242 4242", "expiry": "12/34", "cvc": "123"}
TOO_WIDE = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
PICTURES = environ.get("JOURNEY_PICTURES", "")
SETTLED = "Promise.allSettled(document.getAnimations().map((one) => one.finished)).then(() => true)"


def station(page: Page, name: str) -> None:
    """This page, as it stands: nothing for axe to find, and nothing wider than a screen of 1280 or of 375."""
    page.wait_for_load_state("load")
    page.evaluate(SETTLED)
    wrong = findings(page)
    for width in (375, 1280):
        page.set_viewport_size({"width": width, "height": 900})
        if (more := page.evaluate(TOO_WIDE)) > 0:
            wrong.append(f"{more} px wider than a screen of {width}")
        if PICTURES:
            keep(page, name, width)
    assert not wrong, f"{name} ({page.url}):\n" + "\n".join(wrong)


def keep(page: Page, name: str, width: int) -> None:
    folder = Path(PICTURES)
    folder.mkdir(parents=True, exist_ok=True)
    for scheme in ("dark", "light"):
        page.emulate_media(color_scheme=scheme)
        page.wait_for_timeout(300)
        page.screenshot(path=str(folder / f"{name}-{width}-{scheme}.png"), full_page=True, timeout=90_000)


def pay_by_card(page: Page) -> None:
    """From the checkout page over the card page, back to a receipt."""
    page.get_by_role("button", name=re.compile("^Pay ")).click()
    page.wait_for_url(re.compile("/test-gateway/pay/"), wait_until="commit")
    for field, value in CARD.items():
        page.locator(f"input[name={field}]").fill(value)
    page.get_by_role("button", name=re.compile("Pay")).click()
    page.wait_for_url(re.compile(r"/checkout/[0-9a-f-]{36}/"), wait_until="commit")
    expect(page.get_by_role("heading", name="Your receipt")).to_be_visible(timeout=30_000)
