"""PAGE: what a page's own sheets and scripts weigh on the wire before the viewer."""

import gzip
import re
from dataclasses import dataclass
from pathlib import Path

from bench.figures import Line, keep
from bench.processes import ROOT

MOST_KILOBYTES = 120.0
STATIC = ROOT / "static"
SHEET, SCRIPT, VIEWER = "css/site.css", "js/site.js", "js/viewer.js"
SHEET_IMPORT = re.compile(r"""@import\s+url\(["']?([^"')]+)["']?\)""")
NOW = re.compile(r"""^\s*(?:import|export)\b[^;("']*["']([^"']+)["']""", re.MULTILINE)
LATER = re.compile(r"""\bimport\(\s*["']([^"']+)["']\s*\)""")


@dataclass(frozen=True)
class Weight:
    """Bytes as sent (gzip, each file by itself), and which files they are."""

    sheets: dict[str, int]
    scripts: dict[str, int]
    later: dict[str, int]

    @property
    def total(self) -> int:
        """Everything a page may need before a model is turned, whichever page it is."""
        return sum(self.sheets.values()) + sum(self.scripts.values()) + sum(self.later.values())


def weigh(static: Path = STATIC) -> Weight:
    """The sheet of every page with what it imports; its script with what it imports at once, and later but the viewer.

    What the viewer alone imports is left out with it; a file that both need counts.
    """
    sheets = _reached(static, [SHEET], SHEET_IMPORT)
    scripts = _reached(static, [SCRIPT], NOW)
    offered = {name for script in scripts for name in _named(static, script, LATER)} - {VIEWER}
    later = _reached(static, sorted(offered), NOW, LATER) - scripts
    return Weight(*({name: _sent(static / name) for name in sorted(found)} for found in (sheets, scripts, later)))


def _reached(static: Path, starts: list[str], *patterns: re.Pattern[str]) -> set[str]:
    found: set[str] = set()
    waiting = list(starts)
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting += [other for pattern in patterns for other in _named(static, name, pattern) if other != VIEWER]
    return found


def _named(static: Path, name: str, pattern: re.Pattern[str]) -> list[str]:
    """The files that this one names, as paths below the static folder."""
    folder = (static / name).parent
    paths = ((folder / other).resolve() for other in pattern.findall((static / name).read_text(encoding="utf-8")))
    return [str(path.relative_to(static.resolve())) for path in paths]


def _sent(path: Path) -> int:
    return len(gzip.compress(path.read_bytes(), 9, mtime=0))


def main() -> None:
    weight = weigh()
    kilobytes = {kind: sum(getattr(weight, kind).values()) / 1000 for kind in ("sheets", "scripts", "later")}
    lines = [
        Line("own CSS and JS of any page before the viewer, gzip", "kB", [weight.total / 1000], judged="ours", most=MOST_KILOBYTES),
        Line("… sheets", "kB", [kilobytes["sheets"]]),
        Line("… scripts at once", "kB", [kilobytes["scripts"]]),
        Line("… scripts where their markup stands", "kB", [kilobytes["later"]]),
    ]  # fmt: skip
    largest = sorted((weight.sheets | weight.scripts | weight.later).items(), key=lambda found: -found[1])[:5]
    notes = [
        f"{len(weight.sheets)} sheets, {len(weight.scripts)} scripts at once, {len(weight.later)} later",
        "the largest: " + ", ".join(f"{name} {size / 1000:.1f} kB" for name, size in largest),
    ]
    keep("PAGE", "what a page's own sheets and scripts weigh", lines, notes)


if __name__ == "__main__":
    main()
