"""The site by keyboard alone: nothing here touches a mouse, and each step looks at where the focus is and how it shows."""

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser import shop
from tests.product import Product

PASSWORD = "correct-horse-7"
PROMPT = "a small turquoise vase, 18 cm high"
# What has the focus, whether one sees it, and whether it comes after what had it before.
FOCUS = """
async () => {
  const frame = () => new Promise((done) => requestAnimationFrame(done));
  await frame();
  const ended = Promise.allSettled(document.getAnimations().map((one) => one.finished));
  await Promise.race([ended, new Promise((done) => setTimeout(done, 1000))]);
  await frame();
  const at = document.activeElement;
  if (!at || at === document.body) return null;
  const outlined = (style) => style.content !== "none" && style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
  const ringed = (element) => outlined(getComputedStyle(element)) || outlined(getComputedStyle(element, "::after"));
  let ring = false;
  for (let one = at, up = 0; one && up < 6; one = one.parentElement, up += 1) ring ||= ringed(one);
  const within = at.shadowRoot?.activeElement;
  if (within) ring ||= ringed(within);
  const drawn = at.querySelector?.(".sh-hit");
  if (drawn) ring ||= getComputedStyle(drawn).stroke !== "none";
  const box = at.getBoundingClientRect();
  let seen = false;
  for (const x of [0.1, 0.5, 0.9]) for (const y of [0.1, 0.5, 0.9]) {
    const hit = document.elementFromPoint(box.left + box.width * x, box.top + box.height * y);
    seen ||= !!hit && (at.contains(hit) || hit.contains(at) || hit.closest("label")?.control === at);
  }
  const last = window.lastFocus;
  // What is laid over the page is reached from what opened it, wherever in the page it stands.
  const stands = (one, other) => {
    const sheet = one.closest(":popover-open");
    return sheet && !sheet.contains(other) ? document.querySelector(`[popovertarget="${sheet.id}"]`) : one;
  };
  const [before, after] = last?.isConnected ? [stands(last, at), stands(at, last)] : [at, at];
  const later = before === after || !!(before.compareDocumentPosition(after) & Node.DOCUMENT_POSITION_FOLLOWING);
  window.lastFocus = at;
  const labels = [...(at.labels ?? [])].map((label) => label.textContent).join(" ");
  const words = at.getAttribute("aria-label") ?? (labels || at.textContent || at.value || "");
  return {
    tag: at.tagName.toLowerCase(), id: at.id, type: at.getAttribute("type") ?? "", name: at.getAttribute("name") ?? "",
    words: words.replace(/\\s+/g, " ").trim(), ring, seen, later, checked: !!at.checked,
  };
}
"""


class Walker:
    """Presses keys on a page and looks where they lead."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def focus(self) -> dict[str, Any] | None:
        found: dict[str, Any] | None = self.page.evaluate(FOCUS)
        return found

    def tab(self) -> dict[str, Any] | None:
        self.page.keyboard.press("Tab")
        return self.focus()

    def to(self, words: str, *, tag: str = "", most: int = 90) -> dict[str, Any]:
        """Tab until something of that name has the focus; every stop on the way has to show it, in reading order."""
        passed = []
        for _ in range(most):
            here = self.tab()
            if here is None:  # the browser's own controls, between the end of the page and its start
                self.page.evaluate("window.lastFocus = null")
                continue
            passed.append(f"{here['tag']} {here['words'][:40]}")
            assert here["ring"], f"the focus does not show on {here}"
            assert here["seen"], f"something lies over {here}"
            assert here["later"], f"{here} stands before {passed[-2]}"
            if re.search(words, here["words"]) and tag in {"", here["tag"]}:
                return here
        raise AssertionError(f"{words!r} was not reached; passed: {passed}")

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def write(self, text: str) -> None:
        self.page.keyboard.type(text)

    def arrive(self, pattern: str) -> None:
        self.page.wait_for_url(re.compile(pattern), wait_until="domcontentloaded")
        self.page.locator("footer, main").first.wait_for()
        self.page.wait_for_timeout(500)  # its script listens


@pytest.fixture(scope="module")
def models(product: Product) -> dict[str, str]:
    return shop.fill(product)


@pytest.fixture(scope="module")
def buyer(product: Product, models: dict[str, str]) -> str:
    return product.make_chief("no-mouse", PASSWORD)


@pytest.mark.timeout(400)
def test_from_the_home_page_to_a_bought_model(visitors, models: dict[str, str], buyer: str) -> None:
    page = visitors().page
    walk = Walker(page)
    page.goto("/")
    page.wait_for_timeout(500)

    first = walk.tab()
    assert first is not None
    assert (first["words"], first["ring"], first["seen"]) == ("To content", True, True)
    walk.press("Enter")
    assert page.evaluate("document.activeElement.id") == "content"

    # Search from anywhere, then straight to the results.
    walk.press("/")
    here = walk.focus()
    assert here is not None
    assert here["name"] == "q"
    walk.write("vase")
    walk.press("Enter")
    walk.arrive(r"/models/\?q=vase")
    walk.to("Home", tag="input")
    walk.press("Space")
    page.wait_for_url(re.compile("category=home"))
    expect(page.locator("h1")).to_contain_text("2 models")
    here = walk.focus()
    assert here is not None
    assert here["checked"], "the focus left the box that was pressed"
    page.evaluate("history.back()")  # Alt and the left arrow belong to the browser's own frame, which is not there
    page.wait_for_url(lambda url: "category=home" not in url)
    expect(page.locator("#f-filters input[value=home]")).not_to_be_checked()

    walk.to("Blue floor vase", tag="a")
    walk.press("Enter")
    walk.arrive(models["Blue floor vase"])
    walk.to("Sign in and buy", tag="button")
    walk.press("Enter")
    walk.arrive("/accounts/login/")

    walk.to("E-mail or username", tag="input")
    walk.write(buyer)
    walk.to("Password", tag="input")
    walk.write(PASSWORD)
    walk.press("Enter")
    walk.arrive(models["Blue floor vase"])

    walk.to("Personal", tag="input")
    walk.to("Buy for 6.50", tag="button")
    walk.press("Enter")
    walk.arrive("/checkout/")
    walk.press("g", "h", "c", "?")  # no single key acts where money is paid
    page.wait_for_timeout(500)
    assert "/checkout/" in page.url
    assert page.locator("dialog[open]").count() == 0
    walk.to("^Pay 6.50", tag="button")
    walk.press("Enter")
    walk.arrive("/test-gateway/")
    for words, value in (("Card number", "4242424242424242"), ("Expires", "12/34"), ("Security code", "123")):
        walk.to(words, tag="input")
        walk.write(value)
    walk.press("Enter")
    walk.arrive("/checkout/")
    expect(page.locator("main a[href='/library/']").first).to_be_visible(timeout=30_000)
    walk.to("Open my library", tag="a")
    walk.press("Enter")
    walk.arrive("/library/")
    walk.to("GLB of Blue floor vase", tag="button")
    with page.expect_download() as download:
        walk.press("Enter")
    assert download.value.suggested_filename.endswith(".glb")


@pytest.mark.timeout(300)
def test_a_model_is_made_with_keys_and_its_menu_opens_and_closes(visitors) -> None:
    page = visitors().page
    walk = Walker(page)
    page.goto("/rules/")
    page.wait_for_timeout(500)
    walk.press("c")
    walk.arrive("/create/")
    walk.to("What shall it be", tag="textarea")
    walk.write(PROMPT)
    walk.to("Make it", tag="button")
    walk.press("Enter")
    walk.arrive("/jobs/")
    expect(page.get_by_text("Made in")).to_be_visible(timeout=120_000)
    page.evaluate("document.activeElement.blur()")
    walk.to("^Download$", tag="summary")
    walk.press("Enter")
    expect(page.get_by_role("link", name=re.compile("Download GLB"))).to_be_visible()
    walk.to("Download GLB", tag="a")
    walk.press("Escape")
    expect(page.get_by_role("link", name=re.compile("Download GLB"))).to_be_hidden()
    here = walk.focus()
    assert here is not None
    assert (here["tag"], here["words"]) == ("summary", "Download")


def test_single_keys_lead_to_places_and_can_be_switched_off(visitors) -> None:
    visitor = visitors()
    page = visitor.page
    walk = Walker(page)
    page.goto("/terms/")
    page.wait_for_timeout(500)
    walk.press("g", "e")
    walk.arrive("/models/$")
    walk.press("g", "h")
    walk.arrive(r"^[^/]+//[^/]+/$")
    walk.press("?")
    expect(page.get_by_role("dialog", name="Keys")).to_be_visible()
    walk.to("Single keys act", tag="input")
    walk.press("Space", "Escape")
    expect(page.locator("dialog[open]")).to_have_count(0)
    walk.press("/", "c")
    page.wait_for_timeout(500)
    here = walk.focus()
    assert here is None or here["name"] != "q"
    assert "/create/" not in page.url
    page.reload()
    page.wait_for_timeout(500)
    walk.press("?")
    expect(page.locator("dialog[open]")).to_have_count(0)
    walk.to("^Keys$", tag="button", most=120)  # the list stays in reach without its key
    walk.press("Enter")
    walk.to("Single keys act", tag="input")
    walk.press("Space", "Escape", "/")
    here = walk.focus()
    assert here is not None
    assert here["name"] == "q"
    walk.write("c?g")  # keys typed into a field are letters
    assert page.locator("[data-search]").input_value() == "c?g"


def test_the_filters_of_a_phone_open_close_and_show_results(visitors, models: dict[str, str]) -> None:
    assert models
    page = visitors().page
    page.set_viewport_size({"width": 375, "height": 812})
    walk = Walker(page)
    page.goto("/models/")
    page.wait_for_timeout(500)
    walk.to("^Filters", tag="button")
    walk.press("Enter")
    sheet = page.locator("#f-filters")
    expect(sheet).to_be_visible()
    walk.press("Escape")
    expect(sheet).to_be_hidden()
    walk.press("Enter")
    walk.to("Furniture", tag="input")
    walk.press("Space")
    page.wait_for_url(re.compile("category=furniture"))
    walk.to(r"^Show \d+ models?$", tag="button")
    button = walk.focus()
    assert button is not None
    number = int(button["words"].split()[1])  # another test of this product may have sold furniture as well
    walk.press("Enter")
    expect(sheet).to_be_hidden()
    expect(page.locator(".card-name")).to_have_count(number)
    here = walk.focus()
    assert here is not None
    assert here["words"].startswith("Filters")


def test_a_focus_that_does_not_show_is_found(visitors) -> None:
    """The control: the same look finds a planted ring that is gone."""
    page = visitors().page
    page.goto("/terms/")
    page.wait_for_timeout(500)
    page.evaluate(
        "const sheet = new CSSStyleSheet();"
        "sheet.replaceSync('a:focus-visible { outline: none !important; box-shadow: none !important; }');"
        "document.adoptedStyleSheets = [sheet]"
    )
    with pytest.raises(AssertionError, match="does not show"):
        Walker(page).to("Privacy")
