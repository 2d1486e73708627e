"""P6: from an OpenSCAD source to STL and GLB in a warm child, against the `openscad` command on the same source."""

import math
import shutil
import subprocess
import tempfile
import time
from pathlib import Path
from typing import Any

import django
import numpy as np
import trimesh

from bench.figures import Line, keep

ROUNDS = 2  # the other side takes some two minutes a round
TIMES_FASTER, VOLUME_SHARE = 8, 0.01
SAMPLES = Path(__file__).resolve().parent.parent / "tests" / "samples" / "scad" / "good"


def ours(child: Any, folder: Path, source: str) -> float:
    """The seconds until both files are written; nothing of an earlier call is left to be used again."""
    asked = {
        "act": "run", "engine": "generation.engines.openscad.OpenScad", "kind": "design", "prompt": "", "seed": 0,
        "parameters": {}, "folder": str(folder), "specification": {"source": source, "values": {}},
    }  # fmt: skip
    started = time.perf_counter()
    pieces = child.call(asked, seconds=60)["pieces"]
    took = time.perf_counter() - started
    if not {"glb", "stl"} <= pieces.keys():
        raise RuntimeError(f"the engine wrote {sorted(pieces)} only")
    return took


def theirs(program: str, folder: Path, path: Path) -> float:
    started = time.perf_counter()
    subprocess.run(
        [program, "-q", "-o", str(folder / "theirs.stl"), str(path)], check=True, capture_output=True, timeout=900
    )
    return time.perf_counter() - started


def volume(path: Path) -> float:
    return float(abs(trimesh.load_mesh(path).volume))


def mean(values: list[float]) -> float:
    """The geometric mean: a script that takes a minute must not hide those that take a blink."""
    return math.exp(float(np.mean(np.log(values))))


def main() -> None:
    django.setup()
    from django.conf import settings

    from generation import tasks
    from nexus.foundation.sandbox import WarmChild

    program = shutil.which("openscad")
    sources = {path.stem: path for path in sorted(SAMPLES.glob("*.scad"))}
    mine: dict[str, list[float]] = {name: [] for name in sources}
    other: dict[str, list[float]] = {name: [] for name in sources}
    with tempfile.TemporaryDirectory(dir=tasks.folder()) as name:
        folder = Path(name)
        warm = WarmChild("generation.work:do", megabytes=settings.JOB_MEGABYTES, folders=[tasks.folder()])
        with warm as child:
            for path in sources.values():
                ours(child, folder, path.read_text())
            for _ in range(ROUNDS):
                for sample, path in sources.items():
                    mine[sample].append(ours(child, folder, path.read_text()) * 1000)
                    if program:
                        other[sample].append(theirs(program, folder, path) * 1000)
                        off = abs(volume(folder / "model.stl") / volume(folder / "theirs.stl") - 1)
                        if off > VOLUME_SHARE:
                            raise RuntimeError(f"the volume of {sample} is off by {off:.2%}")
    rounds = range(ROUNDS)
    lines = [
        Line(
            f"geometric mean of {len(sources)} sources", "ms",
            [mean([mine[sample][at] for sample in sources]) for at in rounds],
            [mean([other[sample][at] for sample in sources]) for at in rounds] if program else [],
            judged="ratio" if program else "", most=1 / TIMES_FASTER if program else None,
        )
    ]  # fmt: skip
    lines += [Line(sample, "ms", mine[sample], other[sample]) for sample in sources]
    notes = [f"every volume equal within {VOLUME_SHARE:.0%}"] if program else []
    notes += [] if program else ["the openscad command is not on the PATH, so nothing stands on the other side"]
    keep("P6", f"source to STL and GLB, {ROUNDS} rounds", lines, notes)


if __name__ == "__main__":
    main()
