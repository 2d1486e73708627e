"""Engines of the tests: one for each place, whose ways to fail are told by the prompt."""

import threading
import time
from collections.abc import Mapping
from typing import Any, ClassVar

from generation.engines.base import Brief, EngineError, Piece, Place, Report
from generation.engines.procedural import Procedural

CAPABILITIES = {"type": "object", "properties": {"size": {"type": "integer", "minimum": 1, "maximum": 9, "default": 3}}}


class Scripted:
    """Makes a box; "hangs" waits and looks whether it was stopped, "fails" gives up, "crashes" is a bug."""

    version: ClassVar[str] = "1"
    kinds: ClassVar[frozenset[str]] = frozenset({"text"})
    capabilities: ClassVar[Mapping[str, Any]] = CAPABILITIES
    paid: ClassVar[list[str]] = []  # what its provider was asked to make, over all attempts
    dies: ClassVar[list[str]] = []  # prompts whose next attempt ends between the provider's success and our commit
    began: ClassVar[threading.Event] = threading.Event()

    def ready(self) -> str:
        return ""

    def plan(self, brief: Brief, report: Report) -> dict[str, Any]:
        report(0.0, "Planned")
        return {"objects": [], "images": [path.name for path in brief.images]}

    def run(self, brief: Brief, report: Report) -> list[Piece]:
        report(0.1, "Begun")
        self.began.set()
        if "fails" in brief.prompt:
            raise EngineError("It cannot make this one.", code="engine_failed")
        if "crashes" in brief.prompt:
            raise ZeroDivisionError
        until = time.monotonic() + 20
        while "hangs" in brief.prompt and time.monotonic() < until:
            report(0.2, "Waiting")
            time.sleep(0.05)
        if brief.journal is not None and "task" not in brief.journal.read():
            self.paid.append(brief.journal.key)
            brief.journal.write(task=f"task-{len(self.paid)}")
        if brief.prompt in self.dies:
            self.dies.remove(brief.prompt)
            raise EngineError("Its worker was lost.", code="crash", retry=True)
        made = Procedural().run(Brief("text", "a box", {}, 0, brief.folder), lambda _share, _words: None)
        return [piece for piece in made if piece.kind == "glb"]


class AtProvider(Scripted):
    """Waits for a provider."""

    name: ClassVar[str] = "at-provider"
    place: ClassVar[Place] = "remote"


class OnDevice(Scripted):
    """Needs a device."""

    name: ClassVar[str] = "on-device"
    place: ClassVar[Place] = "device"
