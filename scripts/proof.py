"""The full doses: everything marked `proof`, and the fault files whole; one line a test in bench/proof/LATEST.txt.

A test that prints `S03 ok=500 …` stands above the others as a row of the scorecard, `S03 ok=500 … PASS`; what was not
in the file before is marked new.
"""

import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from xml.etree import ElementTree as ET

ROOT = Path(__file__).resolve().parent.parent
LATEST = ROOT / "bench" / "proof" / "LATEST.txt"
FAULTS = "tests/faults"
# First the files that kill and race things, with their small doses and controls; then what is marked so elsewhere.
RUNS = ([FAULTS], ["tests", "-m", "proof or fault", f"--ignore={FAULTS}"])
NOTHING_COLLECTED = 5
ROW = re.compile(r"S\d\d[a-z]? .*=")
NEW = "  (new)"


def run(arguments: list[str], extra: list[str], report: Path) -> int:
    argv = [
        sys.executable, "-m", "pytest", "-n0", "-p", "no:cacheprovider", "-q", f"--junitxml={report}",
        "-o", "junit_family=xunit1", "-o", "junit_logging=system-out", "-o", "junit_log_passing_tests=true",
        *arguments, *extra,
    ]  # fmt: skip
    return subprocess.run(argv, cwd=ROOT, check=False).returncode


def rows(kept: list[str]) -> list[str]:
    """The scorecard: one row for each line of it that a test printed, by number, with the test's verdict."""
    found = []
    for line in kept:
        verdict, seconds, _ = line.split(maxsplit=2)
        told = line.partition("  | ")[2].split(" ; ")
        found += [f"{said} {verdict} ({float(seconds):.0f} s)" for said in told if ROW.match(said)]
    return sorted(found)


def marked(now: list[str], before: str) -> list[str]:
    """The same lines; those whose test, or whose row of the scorecard, was not there before say so."""

    def name(line: str) -> str:
        return next((word for word in line.split() if "::" in word), line.split(maxsplit=1)[0])

    known = {name(line) for line in before.splitlines()[1:] if line.strip()}
    return [line if name(line) in known else line + NEW for line in now]


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
    head = (
        f"{datetime.now(UTC):%Y-%m-%d %H:%M UTC}: {len(kept)} tests, {failed} failed, {time.monotonic() - started:.0f} s, "
        f"{os.cpu_count()} cores{'; narrowed by ' + ' '.join(extra) if extra else ''}"
        f"{'' if good or failed else '; pytest itself ended with ' + str(codes)}"
    )
    LATEST.parent.mkdir(parents=True, exist_ok=True)
    before = LATEST.read_text(encoding="utf-8") if LATEST.exists() else ""
    scorecard = marked(rows(kept), before)
    LATEST.write_text("\n".join([head, *scorecard, *marked(kept, before)]) + "\n", encoding="utf-8")
    print("\n".join([head, *scorecard, f"Kept in {LATEST.relative_to(ROOT)}"]))
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
