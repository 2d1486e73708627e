"""The budget of a page in the browser: at most 120 kB of own CSS and JS, compressed, before the viewer."""

from pathlib import Path

from bench.page_weight import MOST_KILOBYTES, STATIC, weigh

# The console's and the developer's own sheets and scripts are on no page of the shop.
ELSEWHERE = {"css/admin.css", "css/dev.css", "js/admin.js", "js/review.js", "js/theme-now.js"}


def test_sheets_and_scripts_before_the_viewer_stay_within_the_budget() -> None:
    weight = weigh()
    assert weight.total <= MOST_KILOBYTES * 1000, f"{weight.total} bytes: {weight}"


def test_every_own_sheet_and_script_is_weighed() -> None:
    weight = weigh()
    counted = weight.sheets.keys() | weight.scripts.keys() | weight.later.keys()
    written = {
        str(path.relative_to(STATIC)) for folder in ("css", "js") for path in (STATIC / folder).rglob("*.[cj]s*")
    }
    viewer = {name for name in written if name.startswith("js/viewer")}
    assert written - counted - viewer - ELSEWHERE == set()


def test_what_a_sheet_or_a_script_brings_along_is_weighed_and_the_viewer_is_not(tmp_path: Path) -> None:
    (tmp_path / "css").mkdir()
    (tmp_path / "js").mkdir()
    (tmp_path / "css" / "site.css").write_text('@import url("part.css");')
    (tmp_path / "css" / "part.css").write_text("a { color: red }")
    (tmp_path / "js" / "site.js").write_text(
        'import { one } from "./one.js";\nconst later = [() => import("./late.js"), () => import("./viewer.js")];'
    )
    (tmp_path / "js" / "one.js").write_text("export const one = 1;")
    (tmp_path / "js" / "late.js").write_text('import "./one.js";\nexport function start() {}')
    (tmp_path / "js" / "viewer.js").write_text("//" + "x" * 1000)
    weight = weigh(tmp_path)
    assert set(weight.sheets) == {"css/site.css", "css/part.css"}
    assert set(weight.scripts) == {"js/site.js", "js/one.js"}
    assert set(weight.later) == {"js/late.js"}
    heavy = tmp_path / "css" / "part.css"
    heavy.write_bytes(b"".join(bytes([33 + (number * 7919) % 89]) for number in range(400_000)))
    assert weigh(tmp_path).total > weight.total
