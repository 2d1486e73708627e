"""J6 with a language model: the same page, the words answered by a true OpenAI-compatible server on this machine."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from tests import tiny_llm
from tests.browser.test_design import PASSWORD, signed_in, width_cm
from tests.product import Product, running
from tests.tiny_llm.serving import serving

pytestmark = [pytest.mark.proof, pytest.mark.timeout(900)]


@pytest.fixture(scope="module")
def product(tmp_path_factory) -> Iterator[Product]:
    """A product of its own, whose words are answered by the model."""
    with (
        serving(tmp_path_factory.mktemp("llm") / "said.txt") as (url, model),
        running(LLM_URL=url, LLM_MODEL=model) as found,
    ):
        yield found


def test_a_frame_is_talked_through_with_a_language_model(product: Product, visitors) -> None:
    page = signed_in(visitors, product.make_chief("designer", PASSWORD))

    page.locator("[name=text]").fill(tiny_llm.WISH)
    page.get_by_role("button", name="Begin").click()
    page.wait_for_url(re.compile(r"/studio/[0-9a-f-]{36}/"))
    expect(page.locator(".talk > li.it").first).to_contain_text(tiny_llm.SAID, timeout=240_000)
    page.get_by_role("button", name="Build it").click()
    expect(page.locator(".ver")).to_have_count(1, timeout=240_000)
    page.locator('[data-viewer][data-state="ready"]').wait_for(timeout=120_000)
    before = width_cm(page)

    page.locator("#say-text").fill(tiny_llm.LONGER)
    page.keyboard.press("Enter")
    expect(page.locator(".ver")).to_have_count(2, timeout=240_000)
    assert width_cm(page) > before + 1
    page.get_by_role("link", name="Source").click()
    expect(page.locator(".source pre")).to_contain_text("arm = 100;")
