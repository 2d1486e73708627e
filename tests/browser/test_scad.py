"""OpenSCAD sources on their page: an example becomes a model with sliders, a mistake is shown where it is."""

import re

from playwright.sync_api import expect

SOURCE = """// A plate with a peg
/* [Size] */
// Width of the plate
width = 40; // [20:1:100]
peg = true;
/* [Look] */
shape = "round"; // [round:Round peg, square:Square peg]

module plate() { cube([width, 20, 4]); }
// part: the peg
if (peg) translate([10, 10, 4]) linear_extrude(8) { if (shape == "round") circle(4); else square(7, center = true); }
plate();
echo("width", width);
"""


def write(page, source: str) -> None:
    page.goto("/create/source/")
    page.get_by_label("OpenSCAD source").fill(source)
    page.get_by_role("button", name="Make it").click()


def test_a_source_becomes_a_model_whose_sliders_rebuild_it_and_a_kept_version_is_the_same(visitors) -> None:
    page = visitors().page
    write(page, SOURCE)
    width = page.locator('[name="0.width"]')
    width.wait_for(timeout=120_000)
    first = page.url
    expect(page.get_by_role("heading", name="A plate with a peg")).to_be_visible()
    page.locator('[data-viewer][data-state="ready"]').wait_for(timeout=120_000)

    with page.expect_response(lambda answer: "/shape.glb?0.width=41" in answer.url, timeout=60_000) as heard:
        width.focus()
        page.keyboard.press("ArrowRight")
    assert heard.value.status == 200
    page.wait_for_url(re.compile(r"\?0\.width=41$"))
    with page.expect_response(
        lambda answer: "0.shape=square" in answer.url and "shape.glb" in answer.url, timeout=60_000
    ) as heard:
        page.locator('[name="0.shape"]').select_option("square")
    shaped = page.request.get(heard.value.url).body()
    assert shaped[:4] == b"glTF"
    assert b'"name":"the peg"' in shaped
    assert b'"name":"plate"' in shaped

    page.reload()
    expect(width).to_have_value("41")
    page.get_by_role("button", name="Keep this version").click()
    page.wait_for_url(lambda url: url.split("?")[0] != first.split("?")[0], timeout=60_000)
    width.wait_for(timeout=120_000)
    expect(width).to_have_value("41")
    made = page.request.get(page.locator("[data-viewer]").get_attribute("data-src") or "").body()
    assert made == shaped

    page.locator("#source-echoes summary").click()
    kept = page.request.get(page.get_by_role("link", name="SCAD").get_attribute("href") or "").text()
    assert "width = 41; // [20:1:100]" in kept
    assert 'shape = "square"; // [round' in kept
    page.get_by_role("link", name="Change the source").first.click()
    expect(page.get_by_label("OpenSCAD source")).to_have_value(re.compile("A plate with a peg"))


def test_a_mistake_is_shown_at_its_line_and_column_and_what_was_written_stays(visitors) -> None:
    page = visitors().page
    page.goto("/create/source/?example=knob")
    area = page.get_by_label("OpenSCAD source")
    expect(area).to_have_value(re.compile(r"A knob for a shaft"))
    expect(page.locator(".source-gutter span").first).to_have_text("1")
    broken = "cube(10);\n\nsphere(5\ncylinder(3);\n"
    area.fill(broken)
    page.get_by_role("button", name="Make it").click()
    expect(page.locator("#errors")).to_contain_text("Line 4, column 1")
    expect(area).to_have_value(broken)
    expect(page.locator(".source-gutter .wrong")).to_have_text("4")
    assert page.evaluate("document.querySelector('textarea[data-source]').selectionStart") == len(
        "cube(10);\n\nsphere(5\n"
    )


def test_a_source_that_reads_a_file_is_refused_before_a_job_is_made(visitors) -> None:
    page = visitors().page
    write(page, 'cube(1);\nimport("/etc/passwd");\n')
    expect(page.locator("#errors")).to_contain_text("Line 2, column 1: import reads a file")
    assert "/create/source/" in page.url
