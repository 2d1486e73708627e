"""Sliders on a finished job: they rebuild the model, the address keeps them, and a kept version has the same bytes."""

import re

from playwright.sync_api import expect

PROMPT = "a round oak table 120 cm wide with four legs"


def test_a_slider_rebuilds_the_model_and_a_kept_version_is_the_same_model(visitors) -> None:
    page = visitors().page
    page.goto("/create/")
    page.get_by_label("What shall it be").fill(PROMPT)
    page.get_by_role("button", name="Make it").click()
    legs = page.locator('[name="0.legs"]')
    legs.wait_for(timeout=120_000)
    first = page.url
    page.locator('[data-viewer][data-state="ready"]').wait_for(timeout=120_000)

    with page.expect_response(lambda answer: "/shape.glb?0.legs=5" in answer.url, timeout=60_000) as heard:
        legs.focus()
        page.keyboard.press("ArrowRight")
    assert heard.value.status == 200
    page.wait_for_url(re.compile(r"\?0\.legs=5$"))
    shaped = page.request.get(heard.value.url).body()
    assert shaped[:4] == b"glTF"
    assert page.request.get(heard.value.url).body() == shaped

    page.reload()
    expect(legs).to_have_value("5")
    page.get_by_role("button", name="Keep this version").click()
    page.wait_for_url(lambda url: url.split("?")[0] != first.split("?")[0], timeout=60_000)
    legs.wait_for(timeout=120_000)
    expect(legs).to_have_value("5")
    made = page.request.get(page.locator("[data-viewer]").get_attribute("data-src") or "").body()
    assert made == shaped


def test_an_address_with_a_value_that_is_none_of_the_models_is_refused_with_a_sentence(visitors) -> None:
    page = visitors().page
    page.goto("/create/")
    page.get_by_label("What shall it be").fill("a red ball 20 cm wide")
    page.get_by_role("button", name="Make it").click()
    page.locator("form[data-shape]").wait_for(timeout=120_000)

    answer = page.goto(page.url.split("?")[0] + "?0.wings=2")

    assert answer is not None
    assert answer.status == 400
    expect(page.get_by_text("has no 'wings'")).to_be_visible()
