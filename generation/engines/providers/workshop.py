"""Where what a language model wrote is made: a limited child of its own, never the process that talked to it."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Protocol

from generation.engines.base import Brief, Cancelled, EngineError, Piece, Report
from generation.engines.providers.waiting import patiently
from nexus.foundation import sandbox

MEGABYTES = 3072
SECONDS = 60.0
# By the kind of job: the engine that builds specifications, and the one that renders OpenSCAD source.
ENGINES = {"text": "generation.engines.procedural.Procedural", "design": "generation.engines.openscad.OpenScad"}


class NotAccepted(Exception):  # noqa: N818 - it reads as what it is
    """What was written cannot be made; the message is the reason in words that its writer can act on."""


class Bench(Protocol):
    """One piece of work on a brief: `plan` reads what was written, `make` makes the files from a specification."""

    def plan(self, kind: str, brief: Brief, report: Report) -> dict[str, Any]:
        """The specification of the brief. Raises NotAccepted, or EngineError where the fault is ours."""

    def make(self, kind: str, brief: Brief, report: Report) -> list[Piece]:
        """The files of the brief's specification. Raises NotAccepted, or EngineError where the fault is ours."""


class Workshop(Protocol):
    """Opens a bench that may write in one folder only."""

    def __call__(self, folder: Path) -> Any:
        """A context manager that gives a Bench."""


class Walled:
    """A workshop of limited children: no network, no sockets, one writable folder, bounded memory and time."""

    def __init__(
        self,
        *,
        engines: Mapping[str, str] | None = None,
        megabytes: int = MEGABYTES,
        seconds: float = SECONDS,
        target: str = "generation.work:do",
    ) -> None:
        self._engines = {**ENGINES, **(engines or {})}
        self._megabytes = megabytes
        self._seconds = seconds
        self._target = target

    @contextmanager
    def __call__(self, folder: Path) -> Iterator[Bench]:
        """One child for as long as the bench is open."""
        child = sandbox.WarmChild(self._target, megabytes=self._megabytes, folders=[folder])
        bench = _WalledBench(child, self._engines, self._seconds)
        try:
            yield bench
        finally:
            bench.close()


class _WalledBench:
    def __init__(self, child: sandbox.WarmChild, engines: Mapping[str, str], seconds: float) -> None:
        self._child = child
        self._engines = engines
        self._seconds = seconds
        self._is_starting = False

    def close(self) -> None:
        """End the child; one whose start nobody waits for any more is ended as soon as it stands."""
        if self._is_starting:
            threading.Thread(target=self._child.close, name="bench", daemon=True).start()
        else:
            self._child.close()

    def _start(self, tick: Callable[[], None]) -> None:
        """Start the child where there is none: that takes seconds on a busy machine, and a cancel must not wait."""
        self._is_starting = True
        patiently(lambda _abandoned: self._child.start(), tick)
        self._is_starting = False

    def plan(self, kind: str, brief: Brief, report: Report) -> dict[str, Any]:
        return dict(self._ask("plan", kind, brief, report)["specification"])

    def make(self, kind: str, brief: Brief, report: Report) -> list[Piece]:
        answer = self._ask("run", kind, brief, report)
        return [Piece(made, brief.folder / name) for made, name in answer["pieces"].items()]

    def _ask(self, act: str, kind: str, brief: Brief, report: Report) -> dict[str, Any]:
        request = {
            "act": act,
            "engine": self._engines[kind],
            "kind": kind,
            "prompt": brief.prompt,
            "parameters": dict(brief.parameters),
            "seed": brief.seed,
            "folder": str(brief.folder),
            "specification": None if brief.specification is None else dict(brief.specification),
        }
        watch = _Watch(report)
        try:
            self._start(watch.again)
            return self._child.call(request, seconds=self._seconds, on_progress=watch.progress, stop=watch.stop)
        except sandbox.Stopped:
            raise watch.left or Cancelled from None
        except sandbox.ChildError as refusal:
            if refusal.code == "crash":
                raise EngineError("The workshop failed; try again.", code="crash", retry=True) from refusal
            raise NotAccepted(refusal.message) from refusal
        except sandbox.Failed as failure:
            if failure.kind in ("timeout", "memory"):
                raise NotAccepted(str(failure)) from failure
            raise EngineError("The workshop failed; try again.", code="crash", retry=True) from failure


class _Watch:
    """Says the last words again while the child is silent, so that a cancelled job ends it."""

    def __init__(self, report: Report) -> None:
        self._report = report
        self._last = (0.0, "Making what was written")
        self.left: BaseException | None = None

    def progress(self, share: float, words: str) -> None:
        self._last = (max(share, self._last[0]), words)
        self._report(*self._last)

    def again(self) -> None:
        """The last words once more."""
        self._report(*self._last)

    def stop(self) -> str:
        try:
            self.again()
        except BaseException as left:  # noqa: BLE001 -- raised again where the child has ended
            self.left = left
            return "stopped"
        return ""


def drafted(
    draft: Callable[[int, str, str], str],
    accept: Callable[[str], dict[str, Any]],
    *,
    writer: str,
    corrections: int = 3,
) -> tuple[dict[str, Any], int]:
    """What a writer wrote, accepted, and after how many corrections.

    `draft(round, text, reason)` asks for round 1, 2 …; from the second on with the last text and the machine-read
    reason why it was not accepted. `accept` raises NotAccepted. Raises EngineError once the corrections are used up.
    """
    written = reason = ""
    for number in range(1, corrections + 2):
        try:
            written = draft(number, written, reason)
            return accept(written), number - 1
        except NotAccepted as refusal:
            reason = str(refusal)
    raise EngineError(
        f"{writer} wrote nothing that can be made, after {corrections} corrections. The last reason: {reason}",
        code="not_made",
    )
