"""django-oscar in an environment of its own: installed by the bench, its database beside ours, asked over a pipe."""

import contextlib
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg

from bench.ground import named
from bench.processes import ROOT

WANTED = (
    "django-oscar[sorl-thumbnail]==3.1",
    "psycopg2-binary<2.10",
    "setuptools<80",
)  # the last with a list by ORM; newer ones want a search server
INSTALL_SECONDS, FILL_SECONDS = 150, 240


class UnobtainableError(Exception):
    """Says in one sentence why there is no oscar to measure."""


class Oscar:
    def __init__(self, child: "subprocess.Popen[str]") -> None:
        self._child = child

    def seconds(self, pages: int) -> float:
        """Seconds for so many catalogue pages, asked inside its process."""
        assert self._child.stdin is not None
        assert self._child.stdout is not None
        self._child.stdin.write(f"{pages}\n")
        self._child.stdin.flush()
        return float(json.loads(self._child.stdout.readline()))


@contextlib.contextmanager
def running(folder: Path, number: int) -> Iterator[Oscar]:
    """Oscar's shop with so many products. Raises UnobtainableError."""
    python = _installed(folder)
    url = named(os.environ["DATABASE_URL"], "bench_oscar")
    with psycopg.connect(named(url, "postgres"), autocommit=True) as admin:
        admin.execute('DROP DATABASE IF EXISTS "bench_oscar" WITH (FORCE)')
        admin.execute('CREATE DATABASE "bench_oscar"')
    env = {name: value for name, value in os.environ.items() if not name.startswith(("DJANGO_", "PYTHON"))}
    env["OSCAR_DATABASE_URL"] = url
    log, script = folder / "oscar.log", folder / "bare_oscar.py"
    shutil.copy(ROOT / "bench" / "bare_oscar.py", script)  # beside this file its `oscar` would be ours
    with log.open("w") as err:
        child = subprocess.Popen(
            [str(python), str(script), str(number)],
            cwd=folder, env=env, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=err, text=True,
        )  # fmt: skip
    try:
        assert child.stdout is not None
        said = child.stdout.readline().strip()
        if said != "ready":
            words = log.read_text(errors="replace").strip().splitlines()[-1:] or ["nothing"]
            raise UnobtainableError(f"django-oscar did not start: {words[0][:200]}")
        yield Oscar(child)
    finally:
        child.kill()
        child.wait(10)


def _installed(folder: Path) -> Path:
    place = folder / "oscar-venv"
    python = place / "bin" / "python"
    steps = [
        [sys.executable, "-m", "venv", str(place)],
        [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *WANTED],
    ]
    for step in steps:
        try:
            done = subprocess.run(step, capture_output=True, text=True, timeout=INSTALL_SECONDS, check=False)
        except subprocess.TimeoutExpired:
            raise UnobtainableError(f"django-oscar was not installed within {INSTALL_SECONDS} s") from None
        if done.returncode:
            words = (done.stderr.strip().splitlines() or ["no words"])[-1]
            raise UnobtainableError(f"`{' '.join(step[1:4])} …` failed: {words[:200]}")
    return python
