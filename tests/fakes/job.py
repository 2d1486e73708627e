"""A job as an engine sees it, without a product around it: brief, journal, a report that remembers and can cancel."""

import json
import os
import signal
import time
from pathlib import Path

from generation.engines.base import Brief, Cancelled, Engine


class Report:
    """Remembers what it was told, and can be a person who cancels: so many seconds after the first word, or right
    after a word for which `cancel_when(share, words)` holds. `cancelled_at` is the moment of the wish, not the moment
    at which the engine came to hear of it: an engine that does not look up is late by this clock.
    """

    def __init__(self, *, cancel_after: float | None = None, cancel_when=None) -> None:
        self.told: list[tuple[float, str]] = []
        self._after, self._when = cancel_after, cancel_when
        self._first: float | None = None
        self.cancelled_at: float | None = None

    def __call__(self, share: float, words: str) -> None:
        now = time.monotonic()
        self.told.append((share, words))
        self._first = self._first or now
        if self.cancelled_at is not None:
            raise Cancelled
        if self._after is not None and now - self._first >= self._after:
            self.cancelled_at = self._first + self._after
            raise Cancelled
        if self._when and self._when(share, words):
            self.cancelled_at = now

    @property
    def shares(self) -> list[float]:
        return [share for share, _ in self.told]

    @property
    def words(self) -> list[str]:
        return list(dict.fromkeys(words for _, words in self.told))


class Book:
    """A journal in a file (or in memory), that can forget everything, or kill this process at a word.

    `dies_at(facts)` is asked before each writing; a true answer ends the process as `kill -9` does.
    """

    key = "nexus-job-1"

    def __init__(self, path: Path | None = None, *, forgets: bool = False, dies_at=None) -> None:
        self._path, self._forgets, self._dies_at = path, forgets, dies_at
        self._facts: dict = {}

    def read(self) -> dict:
        if self._forgets:
            return {}
        if self._path and self._path.exists():
            return json.loads(self._path.read_text())
        return json.loads(json.dumps(self._facts))

    def write(self, **facts) -> None:
        if self._dies_at and self._dies_at(facts):
            os.kill(os.getpid(), signal.SIGKILL)
        self._facts = {**self.read(), **json.loads(json.dumps(facts))}
        if self._path and not self._forgets:
            part = self._path.with_suffix(".part")
            part.write_text(json.dumps(self._facts))
            part.replace(self._path)


def picture(folder: Path) -> Path:
    """A small PNG: a red disc on white."""
    from PIL import Image, ImageDraw

    path = folder / "picture.png"
    image = Image.new("RGB", (96, 96), "white")
    ImageDraw.Draw(image).ellipse((16, 16, 80, 80), fill=(200, 30, 30))
    image.save(path)
    return path


def brief(
    folder: Path, *, kind: str = "text", prompt: str = "a fox", journal=None, seed: int = 7, **parameters
) -> Brief:
    """A brief of this kind; with a picture where the kind needs one."""
    images = (picture(folder),) if kind == "image" else ()
    return Brief(kind, prompt, parameters, seed, folder, images=images, journal=journal or Book())


def worked(engine: Engine, given: Brief, report: Report | None = None):
    """Plan and run as the pipeline does, the specification through JSON between; (pieces, specification, report)."""
    import dataclasses

    plan_report, report = Report(), report or Report()
    specification = json.loads(json.dumps(engine.plan(given, plan_report)))
    pieces = engine.run(dataclasses.replace(given, specification=specification), report)
    return pieces, specification, report
