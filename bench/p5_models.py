"""P5: from a prompt to a GLB in the store, in a warm child, against the `openscad` command on an equal table."""

import shutil
import subprocess
import tempfile
import time
from collections import defaultdict
from pathlib import Path
from typing import Any

import django

from bench.figures import Line, keep, percentile

ROUNDS = 3
P50_MS, SLIDER_MS, TIMES_FASTER = 50, 100, 10
COMPLEXITIES = ("simple", "medium", "complex")
TABLE = "a round oak table 120 cm wide with four legs"
SCAD = Path(__file__).with_name("table.scad")


def made(child: Any, folder: Path, prompt: str, complexity: str) -> tuple[str, float]:
    """The family that was read, and the seconds until the checked file lies in the store with its row."""
    from nexus.foundation.storage import files

    asked = {
        "engine": "generation.engines.procedural.Procedural", "kind": "text", "prompt": prompt, "seed": 0,
        "parameters": {"style": "realistic", "complexity": complexity}, "folder": str(folder),
    }  # fmt: skip
    started = time.perf_counter()
    planned = child.call({**asked, "act": "plan"}, seconds=30)["specification"]
    pieces = child.call({**asked, "act": "run", "specification": planned}, seconds=60)["pieces"]
    glb = folder / pieces["glb"]
    gate = child.call({**asked, "act": "mesh", "verb": "gate", "source": str(glb), "options": {}}, seconds=30)
    if not gate["ok"]:
        raise RuntimeError(f"the gate refused {prompt!r}: {gate['refused']}")
    files.put(glb, filename="model.glb", is_open=True)
    return planned["objects"][0]["family"], time.perf_counter() - started


def shaped(child: Any, folder: Path, prompt: str) -> float:
    """The seconds a slider waits for: a specification built anew as GLB, in the warm child."""
    asked = {
        "engine": "generation.engines.procedural.Procedural", "kind": "text", "prompt": prompt, "seed": 0,
        "parameters": {"style": "realistic", "complexity": "medium"}, "folder": str(folder),
    }  # fmt: skip
    planned = child.call({**asked, "act": "plan"}, seconds=30)["specification"]
    started = time.perf_counter()
    child.call({**asked, "act": "shape", "specification": planned}, seconds=30)
    return time.perf_counter() - started


def openscad(program: str, folder: Path) -> float:
    started = time.perf_counter()
    subprocess.run(
        [program, "-q", "-o", str(folder / "table.stl"), str(SCAD)], check=True, capture_output=True, timeout=60
    )
    return time.perf_counter() - started


def main() -> None:
    django.setup()
    from django.conf import settings

    from generation import tasks
    from generation.shapes import registry
    from nexus.foundation.sandbox import WarmChild

    prompts = {name: one.examples[0] for name, one in registry.families().items()} | {"table": TABLE}
    program = shutil.which("openscad")
    took: dict[str, list[float]] = defaultdict(list)  # by family, over rounds and complexities
    rounds: list[list[float]] = []
    sliders: list[list[float]] = []
    tables: list[float] = []
    scad: list[float] = []
    with tempfile.TemporaryDirectory(dir=tasks.folder()) as name:
        folder = Path(name)
        warm = WarmChild("generation.work:do", megabytes=settings.JOB_MEGABYTES, folders=[tasks.folder()])
        with warm as child:
            for prompt in prompts.values():
                made(child, folder, prompt, "simple")
            for _ in range(ROUNDS):
                one_round = []
                for family, prompt in prompts.items():
                    for complexity in COMPLEXITIES:
                        read, seconds = made(child, folder, prompt, complexity)
                        if read != family:
                            raise RuntimeError(f"{prompt!r} was read as {read}, not {family}")
                        took[family].append(seconds * 1000)
                        one_round.append(seconds * 1000)
                        if (family, complexity) == ("table", "medium"):
                            tables.append(seconds * 1000)
                rounds.append(one_round)
                sliders.append([shaped(child, folder, prompt) * 1000 for prompt in prompts.values()])
                if program:
                    scad.append(openscad(program, folder) * 1000)
    lines = [
        Line("all p50", "ms", [percentile(one, 0.5) for one in rounds], judged="ours", most=P50_MS, reported=True),
        Line("all p99", "ms", [percentile(one, 0.99) for one in rounds]),
    ]
    lines += [
        Line(
            "a slider's shape p50",
            "ms",
            [percentile(one, 0.5) for one in sliders],
            judged="ours",
            most=SLIDER_MS,
            reported=True,
        ),
        Line("a slider's shape p90", "ms", [percentile(one, 0.9) for one in sliders]),
    ]
    if program:
        lines.append(Line("round table, medium", "ms", tables, scad, judged="ratio", most=1 / TIMES_FASTER))
    lines += [Line(f"{family}, three complexities", "ms", some) for family, some in sorted(took.items())]
    notes = [] if program else ["the openscad command is not on the PATH, so nothing stands on the other side"]
    keep("P5", f"prompt to GLB in the store, {ROUNDS} rounds of {len(prompts)} families × 3", lines, notes)


if __name__ == "__main__":
    main()
