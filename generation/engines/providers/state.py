"""The one state machine that every provider's own words are translated into."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


class State(StrEnum):
    """QUEUED → RUNNING → one of the four ends."""

    QUEUED = "queued"
    RUNNING = "running"
    SUCCEEDED = "succeeded"
    FAILED = "failed"
    CANCELLED = "cancelled"
    TIMED_OUT = "timed_out"


@dataclass(frozen=True)
class Task:
    """A provider's task as it was last seen.

    `progress` is a share of 1 and `eta_seconds` a guess of the provider, each None where it tells none;
    `queue_position` counts those in front. `cost_units` are the provider's own. `error_message` is a sentence for
    people. `results` maps a kind of file to where it lies now, `output` is what a task answered in words: both are
    used at once and never stored. `look_after` is the pause in seconds that the provider asks for (0: none asked).
    """

    state: State
    provider_job_id: str = ""
    progress: float | None = None
    queue_position: int | None = None
    eta_seconds: float | None = None
    cost_units: float | None = None
    error_code: str = ""
    error_message: str = ""
    retryable: bool = False
    words: str = ""
    results: Mapping[str, str] = field(default_factory=dict)
    output: Any = None
    look_after: float = 0.0


def number(value: Any, *, least: float = 0.0, most: float = 1e12) -> float | None:
    """A provider's number inside its range, else None: text, booleans, NaN and nonsense are no numbers."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    try:
        found = float(value)
    except OverflowError:
        return None
    return min(max(found, least), most) if found == found else None  # noqa: PLR0124 -- NaN differs from itself


def whole(value: Any) -> int | None:
    """A provider's count, else None."""
    found = number(value)
    return None if found is None else int(found)


def text(value: Any, *, most: int = 2_000) -> str:
    """A provider's text, cut and without what no database keeps (NUL, half characters); anything else is no text."""
    cut = value[:most] if isinstance(value, str) else ""
    if cut.isprintable():
        return cut
    return "".join(sign for sign in cut if sign != "\x00" and not "\ud800" <= sign <= "\udfff")


def table(value: Any) -> dict[str, Any]:
    """A provider's object, else an empty one."""
    return value if isinstance(value, dict) else {}


def json_in(body: bytes) -> Any:
    """A provider's JSON; None where it is none, or nested so deep that nobody means it."""
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        return None
