"""What every engine takes and gives: the brief, the pieces, the report of progress and the two ways to stop."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, ClassVar, Literal, Protocol, runtime_checkable

# Where an engine works: "child" in the limited child without a network; "device" in the one process that owns the GPU
# (or the patient CPU); "remote" in a process that waits for a provider over the outbound client.
Place = Literal["child", "device", "remote"]


class Journal(Protocol):
    """What a remote engine must not forget when its worker dies: it outlives every attempt at its job.

    An engine writes what it is about to ask for before it asks, and the provider's id as soon as it knows it; an
    attempt that finds an id goes on waiting for that task and asks for nothing twice.
    """

    @property
    def key(self) -> str:
        """The same text in every attempt at one job: the idempotency key for a provider that takes one."""

    def read(self) -> dict[str, Any]:
        """What earlier attempts wrote; empty in the first."""

    def write(self, **facts: Any) -> None:
        """Keep these JSON values beside the older ones; committed when it returns."""


@dataclass(frozen=True)
class Brief:
    """One job as an engine sees it.

    `folder` is private to the attempt and exists. `specification` is what `plan` returned, after a round trip
    through JSON; None where the engine has no plan. `images` are pictures that passed the gate: PNG or JPEG, upright,
    without EXIF. `journal` is there for remote engines only.
    """

    kind: str
    prompt: str
    parameters: Mapping[str, Any]
    seed: int
    folder: Path
    specification: Mapping[str, Any] | None = field(default=None)
    images: tuple[Path, ...] = ()
    journal: Journal | None = None


@dataclass(frozen=True)
class Piece:
    """A file the engine made: its kind ("glb", "stl", …) and where it lies in the brief's folder."""

    kind: str
    path: Path


class Cancelled(Exception):  # noqa: N818 - it is a wish of the person, not an error
    """The job was cancelled; an engine lets it pass and leaves no half-written file under a final name."""


class EngineError(Exception):
    """The engine cannot make this model; the message is a sentence for the person who asked.

    `suggestions` are prompts that work. `retry` says whether the same brief may succeed later.
    """

    def __init__(
        self, message: str, *, code: str = "engine_failed", suggestions: tuple[str, ...] = (), retry: bool = False
    ) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.suggestions = suggestions
        self.retry = retry


class Report(Protocol):
    """Told how far the work is; may raise Cancelled."""

    def __call__(self, progress: float, message: str, /) -> None:
        """`progress` from 0 to 1, never falling; `message` a short sentence without a full stop."""


@runtime_checkable
class Engine(Protocol):
    """An engine; it sees no settings, no model and no request: what is configured comes as keywords of its constructor.

    `capabilities` is the JSON Schema of the parameters it honours; whatever is not among its properties is refused by
    name before a job is taken.
    """

    name: ClassVar[str]
    version: ClassVar[str]
    kinds: ClassVar[frozenset[str]]
    place: ClassVar[Place]
    capabilities: ClassVar[Mapping[str, Any]]

    def ready(self) -> str:
        """Empty where the engine can run here, else the sentence why not. Cheap: loads no heavy library."""

    def plan(self, brief: Brief, report: Report) -> dict[str, Any]:
        """The specification for the brief, as JSON values. Raises EngineError where the wish is not understood."""

    def run(self, brief: Brief, report: Report) -> list[Piece]:
        """Make the files in the brief's folder. Raises EngineError or lets Cancelled pass."""


@runtime_checkable
class Shaper(Protocol):
    """An engine that builds the bare shape of a specification at once: for sliders, and for a first picture."""

    def shape(self, given: Mapping[str, Any], folder: Path, /) -> Path:
        """Write the model alone into the folder. Raises EngineError where the specification cannot be built."""
