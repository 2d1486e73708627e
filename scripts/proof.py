"""The full doses: everything marked `proof`, and the fault files whole; one line a test in bench/proof/LATEST.txt.

A test that prints `S03 ok=500 …` stands above the others as a row of the scorecard, `S03 ok=500 … PASS`. Every line
says when, and from which commit, it was last run: a narrowed run changes only the lines of the tests that it ran.
"""

import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from xml.etree import ElementTree as ET

ROOT = Path(__file__).resolve().parent.parent
LATEST = ROOT / "bench" / "proof" / "LATEST.txt"
FAULTS = "tests/faults"
# First the files that kill and race things, with their small doses and controls; then what is marked so elsewhere.
RUNS = ([FAULTS], ["tests", "-m", "proof or fault", f"--ignore={FAULTS}"])
SOME_FAILED, NOTHING_COLLECTED = 1, 5
ROW = re.compile(r"S\d\d[a-z]? .*=")
STAMPED = "  @ "
TOLD = re.compile(r"(?P<verdict>PASS|FAIL|SKIP) +(?P<seconds>[\d.]+) s  (?P<name>.+?)(?=  \| |  @ |$)")


def commit() -> str:
    """The commit of the work tree, with a plus where it has changes that are not committed."""

    def git(*words: str) -> str:
        return subprocess.run(["git", *words], cwd=ROOT, capture_output=True, text=True, check=False).stdout.strip()

    changed = git("status", "--porcelain", "--untracked-files=no", "--", ".", ":!bench/proof")
    return f"{git('rev-parse', '--short', 'HEAD') or 'unknown'}{'+' if changed else ''}"


def run(arguments: list[str], extra: list[str], report: Path) -> int:
    argv = [
        sys.executable, "-m", "pytest", "-n0", "-p", "no:cacheprovider", "-q", f"--junitxml={report}",
        "-o", "junit_family=xunit1", "-o", "junit_logging=system-out", "-o", "junit_log_passing_tests=true",
        *arguments, *extra,
    ]  # fmt: skip
    return subprocess.run(argv, cwd=ROOT, check=False).returncode


@dataclass(frozen=True)
class Line:
    """What is kept of one test: its line, and its rows of the scorecard."""

    test: str
    text: str
    rows: tuple[str, ...] = ()


def rows(kept: list[Line]) -> list[str]:
    """The scorecard: one row for each line of it that a test printed, by number, with the test's verdict and name."""
    return sorted(row for line in kept for row in line.rows)


def parts(line: str) -> tuple[str, str, str]:
    """Verdict, seconds and test of a line; a test's name may hold spaces."""
    found = TOLD.match(line)
    assert found is not None, line
    return found["verdict"], found["seconds"], found["name"]


def line_of(told: str, stamp: str) -> Line:
    """A line of `lines` as it is kept."""
    verdict, seconds, name = parts(told)
    said = told.partition("  | ")[2].split(" ; ")
    end = f"{verdict} ({float(seconds):.0f} s)  {stamp}  {name}"
    return Line(name, f"{told}{STAMPED}{stamp}", tuple(f"{one} {end}" for one in said if ROW.match(one)))


def read(text: str) -> list[Line]:
    """The lines of a record, each with its rows."""
    found: dict[str, Line] = {}
    numbered: dict[str, list[str]] = {}
    for line in text.splitlines()[1:]:
        if ROW.match(line):
            numbered.setdefault(line.rsplit("  ", 1)[-1], []).append(line)
        elif STAMPED in line:
            name = parts(line)[2]
            found[name] = Line(name, line)
    return [replace(line, rows=tuple(numbered.get(name, ()))) for name, line in found.items()]


def merged(before: list[Line], now: list[Line], *, whole: bool) -> list[Line]:
    """The record after a run: what ran takes the place of what was; the rest stays, but after a whole run it is gone.

    A test that had a row before and prints none now, because it fails early, keeps the row's number without figures;
    one that is left out now, because something it needs is not here, stays as it was.
    """
    old = {line.test: line for line in before}
    ran = {line.test: line for line in now if not (line.test in old and line.text.startswith("SKIP"))}
    for name, line in ran.items():
        lost = old[name].rows if name in old and not line.rows else ()
        if lost and line.text.startswith("FAIL"):
            end = line.text.rpartition(STAMPED)[2]
            ran[name] = replace(line, rows=tuple(f"{row.split()[0]} figures=none FAIL  {end}  {name}" for row in lost))
    kept = [] if whole else [line for line in before if line.test not in ran]
    return [*ran.values(), *kept]


def lines(report: Path) -> Iterator[str]:
    """`test id, seconds, verdict, what it printed`, one for each test of a report."""
    if not report.exists():
        return
    for case in ET.parse(report).getroot().iter("testcase"):
        name = f"{case.get('file') or case.get('classname', '')}::{case.get('name')}"
        bad = [part for part in ("failure", "error") if case.find(part) is not None]
        verdict = "FAIL" if bad else "SKIP" if case.find("skipped") is not None else "PASS"
        told = " ; ".join(figures(case.findtext("system-out") or ""))
        yield f"{verdict}  {float(case.get('time', 0)):7.1f} s  {name}{'  | ' + told if told else ''}"


def figures(said: str) -> list[str]:
    """What a test printed, without pytest's rulers and without the product's log lines."""
    found = [line.strip() for line in said.splitlines()]
    return [line for line in found if line and not line.startswith(("---", "{"))]


def main(extra: list[str]) -> int:
    started, kept, codes = time.monotonic(), [], []
    with tempfile.TemporaryDirectory() as folder:
        for number, arguments in enumerate(RUNS):
            report = Path(folder) / f"{number}.xml"
            codes.append(run(arguments, extra, report))
            kept += list(lines(report))
    failed = sum(line.startswith("FAIL") for line in kept)
    good = all(code in {0, NOTHING_COLLECTED} for code in codes) and bool(kept)
    ended = all(code in {0, SOME_FAILED, NOTHING_COLLECTED} for code in codes) and bool(kept)
    now = f"{datetime.now(UTC):%Y-%m-%d %H:%M}"
    head = (
        f"{now} UTC, commit {commit()}: {len(kept)} tests, {failed} failed, {time.monotonic() - started:.0f} s, "
        f"{os.cpu_count()} cores{'; narrowed by ' + ' '.join(extra) if extra else ''}"
        f"{'' if good or failed else '; pytest itself ended with ' + str(codes)}"
    )
    LATEST.parent.mkdir(parents=True, exist_ok=True)
    before = read(LATEST.read_text(encoding="utf-8")) if LATEST.exists() else []
    ran = [line_of(told, f"{now} {commit()}") for told in kept]
    record = merged(before, ran, whole=not extra and ended)
    scorecard = rows(record)
    LATEST.write_text("\n".join([head, *scorecard, *(line.text for line in record)]) + "\n", encoding="utf-8")
    print("\n".join([head, *scorecard, f"Kept in {LATEST.relative_to(ROOT)}"]))
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
