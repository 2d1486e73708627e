"""J5: a photo is dropped, its background goes, a person marks it, and a model with the photo's colours is made."""

import json
import re
import struct
import time
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.product import Product

PHOTOS = Path(__file__).resolve().parent.parent / "samples" / "photos"
DROP = """async ([name, bytes]) => {
  const bag = new DataTransfer();
  bag.items.add(new File([new Uint8Array(bytes)], name, { type: "image/jpeg" }));
  const zone = document.querySelector("[data-photo-drop] [data-drop]");
  for (const kind of ["dragenter", "dragover", "drop"]) zone.dispatchEvent(new DragEvent(kind, { dataTransfer: bag, bubbles: true, cancelable: true }));
}"""
CLEAR = """async (veil) => {
  await veil.decode();
  const canvas = new OffscreenCanvas(veil.naturalWidth, veil.naturalHeight);
  const pen = canvas.getContext("2d");
  pen.drawImage(veil, 0, 0);
  const { data } = pen.getImageData(0, 0, canvas.width, canvas.height);
  let clear = 0;
  for (let at = 3; at < data.length; at += 4) clear += data[at] === 0;
  return clear / (data.length / 4);
}"""


@pytest.fixture(scope="module", autouse=True)
def _workers_are_awake(browser: Browser, product: Product) -> None:
    """A product that has just started may answer that it is busy; the tests are about one that runs."""
    context = browser.new_context(base_url=product.url)
    until = time.monotonic() + 120
    while time.monotonic() < until:
        found = re.search(r'csrfmiddlewaretoken" value="(\w+)"', context.request.get("/create/photo/").text())
        assert found
        photo = {"name": "stool.png", "mimeType": "image/png", "buffer": (PHOTOS / "stool_cutout.png").read_bytes()}
        sent = {"csrfmiddlewaretoken": found[1], "photo": photo}
        if context.request.post("/create/photo/", multipart=sent, headers={"Referer": product.url}).status == 200:
            break
    context.close()


def _drop(page: Page, name: str) -> None:
    page.goto("/create/")
    page.evaluate("() => new Promise((done) => requestAnimationFrame(() => setTimeout(done, 200)))")
    page.evaluate(DROP, [Path(name).name, list((PHOTOS / name).read_bytes())])
    page.wait_for_url(re.compile(r"/create/photo/[\w-]+/$"), timeout=60_000)


def _clear(page: Page) -> float:
    """The share of the photo that the veil leaves open."""
    return float(page.locator("[data-photo-veil]").evaluate(CLEAR))


def _mean_colour(glb: bytes) -> tuple[float, float, float]:
    import io

    from PIL import Image, ImageStat

    length = struct.unpack_from("<I", glb, 12)[0]
    gltf = json.loads(glb[20 : 20 + length])
    view = gltf["bufferViews"][gltf["images"][0]["bufferView"]]
    start = 28 + length + view["byteOffset"]
    red, green, blue = ImageStat.Stat(Image.open(io.BytesIO(glb[start : start + view["byteLength"]]))).mean
    return red, green, blue


def test_j5_a_dropped_photo_becomes_a_model_with_the_photos_colours(visitors) -> None:
    page = visitors().page
    _drop(page, "armchair_teal.jpg")
    expect(page.locator("[data-photo-veil]")).to_be_visible()
    assert 0.35 < _clear(page) < 0.40  # the armchair has 37.6 % of the photo

    page.get_by_label("Height in millimetres").fill("80")
    page.get_by_role("button", name="Make it").click()
    page.wait_for_url(re.compile(r"/jobs/"), timeout=60_000)
    page.locator('[data-viewer][data-state="ready"]').wait_for(timeout=180_000)

    glb = page.request.get(page.locator("[data-viewer]").get_attribute("data-src") or "").body()
    red, green, blue = _mean_colour(glb)
    assert green > 1.5 * red
    assert blue > 1.5 * red
    expect(page.get_by_text("Watertight", exact=True)).to_be_visible()


def test_strokes_bring_in_what_has_the_colour_of_the_ground_and_undo_takes_them_back(visitors) -> None:
    page = visitors().page
    _drop(page, "rocket_white.jpg")
    before = _clear(page)
    stage = page.locator("[data-photo-canvas]")
    stage.scroll_into_view_if_needed()
    box = stage.bounding_box()
    assert box is not None

    with page.expect_response(lambda answer: answer.request.method == "POST"):
        page.mouse.move(box["x"] + 0.5 * box["width"], box["y"] + 0.36 * box["height"])
        page.mouse.down()
        page.mouse.move(box["x"] + 0.5 * box["width"], box["y"] + 0.70 * box["height"], steps=12)
        page.mouse.up()
    expect(page.get_by_text("The outline is drawn.").first).to_be_visible()
    assert before < 0.12
    assert _clear(page) > 0.17  # all of the rocket has 19.4 % of the photo

    with page.expect_response(lambda answer: answer.request.method == "POST"):
        page.get_by_role("button", name="Undo").click()
    expect(page.get_by_role("button", name="Undo")).to_be_disabled()
    expect(page.locator('[data-photo-stage]:not([aria-busy="true"])')).to_be_visible()
    assert abs(_clear(page) - before) < 0.005


def test_without_scripts_a_box_in_numbers_chooses_one_of_two_things(visitors) -> None:
    page = visitors(java_script_enabled=False).page
    page.goto("/create/photo/")
    page.get_by_label("A photo of one thing").set_input_files(PHOTOS / "bad" / "two_objects.jpg")
    page.get_by_role("button", name="Find the thing in it").click()
    expect(page.get_by_text("There are 2 things in this picture")).to_be_visible()

    page.get_by_text("A box around it, in percent of the photo").click()
    for side, value in (("Left", 10), ("Top", 15), ("Right", 42), ("Bottom", 80)):
        page.get_by_label(side, exact=True).fill(str(value))
    page.get_by_role("button", name="Show the outline again").click()

    expect(page.get_by_text("There are 2 things in this picture")).to_have_count(0)
    veil = page.request.get(page.locator("[data-photo-veil]").get_attribute("src") or "")
    assert veil.status == 200
    assert veil.headers["content-type"] == "image/png"


def test_what_is_no_photo_is_refused_with_a_sentence_and_stored_nowhere(visitors) -> None:
    visitor = visitors()
    page = visitor.page
    page.goto("/create/photo/")
    count = "SELECT count(*) FROM nexus_storedfile"
    before = visitor.product.sql(count)
    for name, words in (
        ("script.svg", "SVG"),
        ("bomb.png", "20,000"),
        ("truncated.jpg", "damaged"),
        ("animated.gif", "GIF"),
        ("empty.jpg", "empty"),
    ):
        page.locator("#photo-file").set_input_files(PHOTOS / "bad" / name)
        expect(page.get_by_role("alert").get_by_text(words)).to_be_visible()
    assert visitor.product.sql(count) == before
