"""How a figure is kept: rounds of both sides, their ratio with its target, the printed table, the JSON file, the row."""

import json
import os
import statistics
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path

HERE = Path(__file__).resolve().parent
OUT = HERE / "out"
RESULTS = HERE / "RESULTS.md"
HEAD = (
    "# Figures\n\n"
    "Written by `make bench`; every row was measured with both sides by turns in one run on one machine. min / median /\n"
    "max are over the rounds; the ratio is ours to theirs of the same round. Speeds are of a shared machine: read the\n"
    "ratio first. What each row means is in bench/README.md.\n\n"
    "| | what | ours: min / median / max | other side: min / median / max | ratio: min / median / max | target | |\n"
    "|---|---|---|---|---|---|---|\n"
)


@dataclass(frozen=True)
class Line:
    """One figure. `theirs` is empty where nothing stands on the other side; `most`/`least` bound `judged`.

    `judged` is "ratio" (ours ÷ theirs), "ours" (the median of our rounds), or "" for a figure that is only told.
    `reported` marks an absolute time, which docs/qualities.md prints and does not judge: it says within, over or under.
    """

    what: str
    unit: str
    ours: list[float]
    theirs: list[float] = field(default_factory=list)
    judged: str = ""
    most: float | None = None
    least: float | None = None
    reported: bool = False

    @property
    def ratios(self) -> list[float]:
        return [ours / theirs for ours, theirs in zip(self.ours, self.theirs, strict=True)] if self.theirs else []

    @property
    def target(self) -> str:
        unit = f" {self.unit}" if self.judged == "ours" else " ×"
        bounds = [f"≤ {self.most:g}{unit}"] if self.most is not None else []
        bounds += [f"≥ {self.least:g}{unit}"] if self.least is not None else []
        return " and ".join(bounds)

    @property
    def verdict(self) -> str:
        if not self.judged:
            return ""
        value = statistics.median(self.ratios if self.judged == "ratio" else self.ours)
        good = (self.most is None or value <= self.most) and (self.least is None or value >= self.least)
        if self.reported:
            too_much = self.most is not None and value > self.most
            return "within" if good else "over" if too_much else "under"
        return "pass" if good else "MISS"


def spread(values: Sequence[float], unit: str = "") -> str:
    if not values:
        return "–"
    shown = " / ".join(_short(value) for value in (min(values), statistics.median(values), max(values)))
    return f"{shown} {unit}".strip()


def _short(value: float) -> str:
    if value >= 100:
        return f"{value:,.0f}"
    return f"{value:.1f}" if value >= 10 else f"{value:.2f}" if value >= 0.1 else f"{value:.3f}"


def percentile(values: Sequence[float], share: float) -> float:
    """The value that `share` of all values do not exceed (nearest rank)."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, max(0, -(-int(share * 1000) * len(ordered) // 1000) - 1))]


def machine() -> str:
    model = next(
        (
            line.split(":", 1)[1].strip()
            for line in Path("/proc/cpuinfo").read_text().splitlines()
            if "model name" in line
        ),
        os.uname().machine,
    )
    memory = int(Path("/proc/meminfo").read_text().split(maxsplit=2)[1]) / 2**20
    return f"{os.cpu_count()} cores, {model}, {memory:.0f} GB, load {os.getloadavg()[0]:.1f}"


def keep(name: str, title: str, lines: Sequence[Line], notes: Sequence[str] = ()) -> None:
    """Print the figures, write `bench/out/<name>.json`, and put their rows into bench/RESULTS.md."""
    print(f"\n{name} {title}")
    for line in lines:
        other = f" | other side {spread(line.theirs, line.unit)} | ratio {spread(line.ratios)}" if line.theirs else ""
        told = f" | target {line.target}: {line.verdict}" if line.verdict else ""
        print(f"  {line.what}: {spread(line.ours, line.unit)}{other}{told}")
    for note in notes:
        print(f"  {note}")
    when = datetime.now(UTC).strftime("%Y-%m-%d %H:%M UTC")
    OUT.mkdir(exist_ok=True)
    kept = {"name": name, "title": title, "at": when, "machine": machine(), "notes": list(notes)}
    shown = [{**asdict(line), "ratios": line.ratios, "target": line.target, "verdict": line.verdict} for line in lines]
    (OUT / f"{name}.json").write_text(json.dumps({**kept, "lines": shown}, indent=1, ensure_ascii=False) + "\n")
    rows = [
        f"| {name} | {line.what} | {spread(line.ours, line.unit)} | {spread(line.theirs, line.unit)} "
        f"| {spread(line.ratios)} | {line.target} | {line.verdict} |"
        for line in lines
    ]
    rows.append(f"| {name} | measured {when} | {machine()} | | | | |")
    _replace_rows(name, rows)


def _replace_rows(name: str, rows: list[str]) -> None:
    """Rows of benches that did not run now stay."""
    before = RESULTS.read_text(encoding="utf-8").splitlines() if RESULTS.exists() else []
    others = [row for row in before if row.startswith("| P") and not row.startswith(f"| {name} ")]
    ordered = sorted([*others, *rows], key=lambda row: int(row.split()[1].removeprefix("P").removeprefix("AGE") or 99))
    RESULTS.write_text(HEAD + "\n".join(ordered) + "\n", encoding="utf-8")
