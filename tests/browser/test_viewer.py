"""The 3D viewer: the picture first, bytes counted, a model that is really drawn, and a way back from every failure."""

import io
import re
import time
from urllib.parse import urlsplit

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import Locator, Page, Route, expect

from tests.browser import shop
from tests.browser.test_pages import findings
from tests.product import Product

SLOW = 60_000
LIMIT = 8_000_000  # ALONE_UNDER in static/js/viewer.js
BROKEN = {"the model": re.compile(r"/files/.*\.glb$"), "the library": re.compile(r"/vendor/model-viewer\.js")}
USER_INPUT = "document.querySelector('model-viewer').shadowRoot.querySelector('.userInput')"


@pytest.fixture(scope="module")
def table(product: Product) -> str:
    """The address of a model's page."""
    name = "Beech side table"
    return shop.fill(product, {name: shop.MODELS[name]})[name]


@pytest.fixture
def page(visitors, table: str) -> Page:
    """The model's page, whose viewer waits for a click."""
    page: Page = visitors(color_scheme="light").page
    page.set_default_timeout(SLOW)
    serve(page, table, auto=False)
    page.goto(table, wait_until="commit")
    return page


def serve(page: Page, path: str, *, auto: bool, size: int | None = None) -> None:
    """The page as it is, but for whether its viewer may load alone and how large it believes the file is."""

    def changed(route: Route) -> None:
        answer = route.fetch()
        text, found = re.subn(r'data-auto="\w+"', f'data-auto="{str(auto).lower()}"', answer.text())
        assert found
        if size is not None:
            text = re.sub(r'data-bytes="\d+"', f'data-bytes="{size}"', text)
        route.fulfill(response=answer, body=text)

    page.route(f"**{path}", changed)


def frame_of(page: Page) -> Locator:
    return page.locator("[data-viewer]").first


def wait_for(page: Page, state: str) -> None:
    expect(frame_of(page)).to_have_attribute("data-state", state, timeout=SLOW)


def load(page: Page) -> None:
    frame_of(page).locator("[data-viewer-load]").click()
    wait_for(page, "ready")


def canvas(page: Page) -> np.ndarray:
    """What the canvas holds (height, width, RGBA), once two looks at it are the same."""
    before = np.zeros(0)
    until = time.monotonic() + 60
    while time.monotonic() < until:
        data = page.evaluate(
            "async () => [...new Uint8Array(await (await document.querySelector('model-viewer')"
            ".toBlob({mimeType: 'image/png'})).arrayBuffer())]"
        )
        with Image.open(io.BytesIO(bytes(data))) as image:
            now = np.asarray(image.convert("RGBA"), int)
        if now.shape == before.shape and np.abs(now - before).max() <= 2:
            return now
        before = now
        time.sleep(0.3)
    raise AssertionError("the picture never came to rest")


def until(page: Page, truth: str) -> None:
    """Wait for a truth of the page (Playwright's own waiting would need eval, which the policy forbids)."""
    end = time.monotonic() + 60
    while not page.evaluate(truth):
        assert time.monotonic() < end, truth
        time.sleep(0.1)


def drawn(picture: np.ndarray) -> float:
    """The share of the canvas that the model covers."""
    return float((picture[..., 3] > 200).mean())


def test_the_picture_stands_first_and_the_model_comes_when_it_is_asked_for(page: Page, table: str) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    wait_for(page, "poster")
    frame = frame_of(page)
    expect(frame.locator("img[data-viewer-poster]")).to_be_visible()
    assert re.search(r"\d [kM]B", frame.locator("[data-viewer-load]").inner_text())
    page.wait_for_load_state("load")
    page.wait_for_timeout(1000)
    assert not [url for url in asked if ".glb" in url or "model-viewer" in url]

    load(page)

    expect(frame.locator("img[data-viewer-poster]")).to_be_hidden()
    assert [url for url in asked if ".glb" in url]
    assert {urlsplit(url).netloc for url in asked if urlsplit(url).scheme.startswith("http")} == {
        urlsplit(page.url).netloc
    }
    places = page.evaluate(
        "() => { const it = customElements.get('model-viewer');"
        " return [it.dracoDecoderLocation, it.ktx2TranscoderLocation, it.meshoptDecoderLocation]; }"
    )
    assert {urlsplit(place).netloc for place in places} == {urlsplit(page.url).netloc}
    for place in (places[0] + "draco_decoder.wasm", places[1] + "basis_transcoder.wasm", places[2]):
        assert page.request.get(place).status == 200


def test_the_model_is_really_drawn_and_turns_by_keyboard(page: Page) -> None:
    load(page)
    start = canvas(page)
    assert 0.03 < drawn(start) < 0.9
    colours = np.unique(start[start[..., 3] > 200][:, :3] // 8, axis=0)
    assert len(colours) > 20, "one flat colour is no picture"
    assert page.evaluate(f"{USER_INPUT} === document.querySelector('model-viewer').shadowRoot.activeElement")

    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    turned = canvas(page)
    assert (np.abs(turned - start).max(axis=-1) > 24).mean() > 0.02

    page.keyboard.press("+")
    page.keyboard.press("+")
    assert drawn(canvas(page)) > drawn(turned) * 1.05
    page.keyboard.press("r")
    assert (np.abs(canvas(page) - start).max(axis=-1) > 24).mean() < 0.01


def test_nothing_turns_by_itself_under_reduced_motion_and_turns_without_it(page: Page) -> None:
    load(page)
    page.keyboard.press("t")
    button = frame_of(page).locator("[data-tool=turn]")
    expect(button).to_have_attribute("aria-pressed", "false")
    page.emulate_media(reduced_motion="no-preference")
    page.keyboard.press("t")
    expect(button).to_have_attribute("aria-pressed", "true")
    until(page, "document.querySelector('model-viewer').turntableRotation > 0.01")


def test_size_help_ground_and_escape_by_key(page: Page) -> None:
    load(page)
    frame = frame_of(page)
    page.keyboard.press("d")
    lines = frame.locator("svg.dims")
    expect(lines).to_have_attribute("aria-label", "Width 48 cm, depth 36 cm, height 55 cm")
    expect(lines.locator("text")).to_have_count(3, timeout=SLOW)
    assert sorted(lines.locator("text").all_text_contents()) == ["36 cm", "48 cm", "55 cm"]
    before = lines.locator("path").first.get_attribute("d")
    page.keyboard.press("ArrowLeft")
    expect(lines.locator("path").first).not_to_have_attribute("d", str(before), timeout=SLOW)
    page.keyboard.press("d")
    expect(lines).to_have_count(0)

    ground = "getComputedStyle(document.querySelector('[data-viewer]')).colorScheme"
    page.keyboard.press("b")
    assert "dark" in page.evaluate(ground)
    page.keyboard.press("b")
    assert "light" in page.evaluate(ground)

    page.keyboard.press("?")
    expect(frame.locator("[data-viewer-help]")).to_be_visible()
    page.keyboard.press("Escape")
    expect(frame.locator("[data-viewer-help]")).to_be_hidden()
    page.keyboard.press("Escape")
    assert page.evaluate("document.querySelector('model-viewer').shadowRoot.activeElement") is None


def test_the_picture_that_is_saved_is_a_png_with_a_clear_ground(page: Page) -> None:
    load(page)
    with page.expect_download() as waiting:
        frame_of(page).locator("[data-tool=picture]").click()
    assert waiting.value.suggested_filename.endswith("beech-side-table.png")
    with Image.open(waiting.value.path()) as image:
        assert image.format == "PNG"
        assert image.convert("RGBA").getpixel((0, 0))[3] == 0


def test_a_reader_hears_what_it_is_how_it_turns_and_that_it_is_ready(page: Page) -> None:
    alt = frame_of(page).locator("img[data-viewer-poster]").get_attribute("alt")
    assert alt
    expect(page.get_by_role("region", name="3D viewer")).to_have_count(1)
    load(page)
    expect(page.locator("#announce")).to_have_text("The model is ready to turn.")
    label = page.evaluate(f"{USER_INPUT}.getAttribute('aria-label')")
    assert alt in label
    page.keyboard.press("ArrowRight")
    until(
        page,
        "document.querySelector('model-viewer').shadowRoot.querySelector('#status').textContent.startsWith('Seen from')",
    )
    assert findings(page) == []


def test_what_is_small_loads_alone_where_it_may_and_what_is_over_the_limit_waits_for_a_click(
    visitors, table: str
) -> None:
    for size, state in ((LIMIT - 1, "ready"), (LIMIT, "poster")):
        page = visitors().page
        page.set_default_timeout(SLOW)
        serve(page, table, auto=True, size=size)
        page.goto(table)
        page.wait_for_timeout(1500)
        wait_for(page, state)
    load(page)


def test_the_bytes_are_counted_on_the_way(page: Page) -> None:
    frame_of(page).locator("[data-viewer-bytes]").wait_for(state="attached")
    page.evaluate(
        """() => { window.steps = []; const bytes = document.querySelector('[data-viewer-bytes]');
        new MutationObserver(() => window.steps.push([bytes.textContent, document.querySelector('[data-viewer-progress]').value,
            bytes.closest('[data-viewer]').dataset.state])).observe(bytes, {childList: true, characterData: true, subtree: true}); }"""
    )
    load(page)
    steps = page.evaluate("window.steps")
    total = int(frame_of(page).get_attribute("data-bytes") or 0)
    assert total > 0
    assert all(re.fullmatch(r"[\d.]+ k?M?B of [\d.]+ k?M?B", text) and state == "loading" for text, _, state in steps)
    values = [value for _, value, _ in steps]
    assert values == sorted(values)
    assert values[-1] == pytest.approx(100, abs=0.5)


@pytest.mark.parametrize("what", BROKEN)
def test_a_lost_connection_leaves_the_picture_and_a_retry_that_works(page: Page, what: str) -> None:
    page.route(BROKEN[what], lambda route: route.abort("internetdisconnected"))
    frame = frame_of(page)
    frame.locator("[data-viewer-load]").click()
    wait_for(page, "error")
    expect(frame.get_by_role("alert")).to_contain_text("The connection was lost while the model was on its way.")
    expect(frame.locator("img[data-viewer-poster]")).to_be_visible()
    expect(frame.locator("[data-viewer-retry]")).to_be_focused()

    page.unroute(BROKEN[what])
    page.keyboard.press("Enter")
    wait_for(page, "ready")
    assert drawn(canvas(page)) > 0.03


def test_a_file_that_is_gone_says_so(page: Page) -> None:
    page.route(BROKEN["the model"], lambda route: route.fulfill(status=404))
    frame_of(page).locator("[data-viewer-load]").click()
    wait_for(page, "error")
    expect(frame_of(page).get_by_role("alert")).to_contain_text("The model's file is not there any more.")


def test_a_lost_graphics_card_is_said_and_the_retry_draws_again(page: Page) -> None:
    load(page)
    start = canvas(page)
    page.evaluate(
        "() => { window.card = document.querySelector('model-viewer').shadowRoot.querySelector('#webgl-canvas')"
        ".getContext('webgl2').getExtension('WEBGL_lose_context'); window.card.loseContext(); }"
    )
    wait_for(page, "error")
    frame = frame_of(page)
    expect(frame.get_by_role("alert")).to_contain_text("The graphics card took the picture away. Nothing is lost.")
    expect(frame.locator("img[data-viewer-poster]")).to_be_visible()

    frame.locator("[data-viewer-retry]").click()  # the card is not back yet
    expect(frame.get_by_role("alert")).to_contain_text("does not give the picture back", timeout=SLOW)
    frame.locator("[data-viewer-retry]").click()
    page.evaluate("window.card.restoreContext()")
    wait_for(page, "ready")
    assert (np.abs(canvas(page) - start).max(axis=-1) > 24).mean() < 0.02


def test_a_page_has_one_canvas_however_many_viewers(page: Page) -> None:
    load(page)
    page.evaluate(
        """async () => { const first = document.querySelector('[data-viewer]');
        const other = first.cloneNode(true); other.querySelector('model-viewer').remove(); other.id = 'other';
        first.after(other);
        const site = new URL(document.querySelector('script[type=module]').src);
        (await import(new URL('viewer.js', site).href)).start(document); }"""
    )
    page.locator("#other [data-viewer-load]").click()
    expect(page.locator("#other")).to_have_attribute("data-state", "ready", timeout=SLOW)
    wait_for(page, "poster")
    assert page.locator("model-viewer").count() == 1
    assert drawn(canvas(page)) > 0.03


def test_a_sensitive_model_is_veiled_and_loads_nothing_until_it_is_shown(
    visitors, product: Product, table: str
) -> None:
    product.sql("UPDATE marketplace_listing SET sensitive = true WHERE name = 'Beech side table'")
    try:
        page = visitors().page
        page.set_default_timeout(SLOW)
        serve(page, table, auto=True)
        page.goto(table)
        frame = frame_of(page)
        blur = "getComputedStyle(document.querySelector('[data-viewer-poster]')).filter"
        expect(frame.locator("[data-viewer-load]")).to_be_hidden()
        assert "blur" in page.evaluate(blur)
        assert page.locator("meta[property='og:image']").count() == 0

        page.wait_for_timeout(1000)
        assert page.locator("model-viewer").count() == 0

        frame.locator("summary").click()
        assert page.evaluate(blur) == "none"
        wait_for(page, "ready")
        frame.locator("summary").click()
        wait_for(page, "poster")
        assert page.locator("model-viewer").count() == 0
    finally:
        product.sql("UPDATE marketplace_listing SET sensitive = false WHERE name = 'Beech side table'")


def test_other_sites_are_given_a_picture_of_the_model(page: Page, product: Product) -> None:
    address = page.locator("meta[property='og:image']").get_attribute("content")
    assert address is not None
    assert address.startswith("http")
    answer = page.request.get(product.url + urlsplit(address).path)
    assert answer.headers["content-type"] == "image/jpeg"
    assert len(answer.body()) <= 100_000
    with Image.open(io.BytesIO(answer.body())) as image:
        assert image.size == (1200, 630)
