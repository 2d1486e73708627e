"""The style page: every component in every state, without an accessibility finding, on a desk and on a phone."""

import pytest

from tests.browser.test_pages import findings

MAILS = "/dev/style/mail/"


@pytest.mark.parametrize("width", [1280, 320])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_components_have_no_finding_and_fit_the_screen(visitors, scheme: str, width: int) -> None:
    page = visitors(color_scheme=scheme).page
    page.set_viewport_size({"width": width, "height": 900})
    page.goto("/dev/style/")

    assert findings(page) == []
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0


def test_a_button_that_is_off_leads_to_what_is_missing(visitors) -> None:
    page = visitors().page
    page.goto("/dev/style/")
    page.get_by_role("button", name="Submit").focus()
    page.keyboard.press("Enter")

    assert page.evaluate("document.activeElement.id") == "missing"


def test_the_focus_ring_is_tape_then_ink_on_every_kind_of_control(visitors) -> None:
    page = visitors(color_scheme="light").page
    page.goto("/dev/style/")
    tape = page.evaluate("getComputedStyle(document.querySelector('.badge.live')).backgroundColor")
    page.keyboard.press("Tab")
    seen = set()
    for _ in range(40):
        page.keyboard.press("Tab")
        kind, outline, shadow = page.evaluate(
            """() => { const at = document.activeElement, style = getComputedStyle(at);
            return [at.className || at.tagName, style.outlineWidth + ' ' + style.outlineStyle, style.boxShadow]; }"""
        )
        seen.add(kind)
        assert outline == "2px solid", kind
        assert tape in shadow, f"{kind}: {shadow}"
    assert len(seen) > 5


def test_what_is_sensitive_is_shown_only_when_asked(visitors) -> None:
    page = visitors().page
    page.goto("/dev/style/")
    veil = page.locator(".card-veil").first
    picture = page.locator(".card-tile:has(.card-veil) img").first
    picture.scroll_into_view_if_needed()
    assert "blur" in picture.evaluate("image => getComputedStyle(image).filter")
    veil.locator("summary").click()
    assert picture.evaluate("image => getComputedStyle(image).filter") == "none"


def test_a_plot_opens_its_table_and_gives_its_figures(visitors) -> None:
    page = visitors().page
    page.goto("/dev/style/")
    plot = page.locator("section[aria-labelledby=plot-line]")
    assert plot.locator("svg:visible").count() == 1
    plot.locator("summary").click()
    assert plot.locator("tbody tr").count() == 12
    answer = page.request.get("/dev/style/?csv=line")
    assert answer.headers["content-type"].startswith("text/csv")
    assert len(answer.text().splitlines()) == 13


def test_losing_the_network_is_said_once_and_its_return_too(visitors) -> None:
    visitor = visitors()
    page = visitor.page
    page.goto("/dev/style/")
    visitor.context.set_offline(True)
    page.locator("#toasts .toast", has_text="You are offline").wait_for()
    visitor.context.set_offline(False)
    page.locator("#toasts .toast", has_text="You are online again").wait_for()
    assert page.locator("#toasts .toast", has_text="You are offline").count() == 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_mail_can_be_read_in_both_schemes(visitors, scheme: str) -> None:
    page = visitors(color_scheme=scheme).page
    page.goto("/dev/style/")
    names = page.locator(f"a[href^='{MAILS}']").evaluate_all("links => links.map(link => link.textContent)")
    assert len(names) >= 11
    wrong = []
    for name in names:
        page.goto(f"{MAILS}{name}/")
        ground, ink = page.evaluate(
            "[getComputedStyle(document.body).backgroundColor, getComputedStyle(document.querySelector('h1')).color]"
        )
        assert ground != ink
        wrong += [f"{name}: {line}" for line in findings(page) if "color-contrast" in line]
    assert wrong == []
