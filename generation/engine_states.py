"""The true state of every engine: set up or not and why, who works for it, how long it takes, what it made lately."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import Count, Q
from django.utils import timezone

from generation import queue, registry, workers
from generation.engines.base import Engine
from generation.models import Job
from generation.waiting import estimate, kept_a_moment
from nexus.foundation.sayings import said

RECENT = timedelta(hours=1)
ENOUGH = 3  # ended jobs before "all of them failed" says something
COUNTED = ("made", "failed", "made_lately", "failed_lately")
THEIR_OWN = ("engine_failed", "timeout", "worker_lost", "crash", "bad_mesh", "check_failed")


@dataclass(frozen=True)
class EngineState:
    """One engine as pages, programs and the command line show it."""

    name: str
    version: str
    kinds: tuple[str, ...]
    place: str
    configured: bool
    healthy: bool
    reason: str  # why it cannot make anything right now, or ""
    parameters: dict[str, Any]
    median_seconds: float | None
    licence: str
    made: int  # in the last thirty days
    failed: int


def engine_states(*, kind: str = "") -> list[EngineState]:
    """Every engine in the settings' order; with a `kind`, those that work from it."""
    counts = _counts()
    found = [engine for engine in registry.engines().values() if not kind or kind in engine.kinds]
    return [_state(engine, counts.get(engine.name, {})) for engine in found]


def engine_state(name: str) -> EngineState:
    return next(state for state in engine_states() if state.name == name)


@kept_a_moment
def _counts() -> dict[str, dict[str, int]]:
    now = timezone.now()
    theirs = Q(state=Job.State.FAILED, error_code__in=THEIR_OWN)
    lately = Q(finished_at__gte=now - RECENT)
    rows = (
        Job.objects.filter(finished_at__gte=now - timedelta(days=30))
        .values("engine")
        .annotate(
            made=Count("pk", filter=Q(state=Job.State.SUCCEEDED)),
            failed=Count("pk", filter=theirs),
            made_lately=Count("pk", filter=lately & Q(state=Job.State.SUCCEEDED)),
            failed_lately=Count("pk", filter=lately & theirs),
        )
        .order_by("engine")
    )
    return {row["engine"]: {name: int(row[name]) for name in COUNTED} for row in rows}  # type: ignore[literal-required]


def _state(engine: Engine, counts: dict[str, int]) -> EngineState:
    why_not = registry.why_not(engine)
    reason = why_not or _unwell(engine, counts)
    return EngineState(
        name=engine.name,
        version=engine.version,
        kinds=tuple(sorted(engine.kinds)),
        place=engine.place,
        configured=not why_not,
        healthy=not reason,
        reason=said(reason) if reason else "",
        parameters=dict(engine.capabilities),
        median_seconds=estimate(engine.name),
        licence=str(getattr(engine, "licence", "")),
        made=counts.get("made", 0),
        failed=counts.get("failed", 0),
    )


def _unwell(engine: Engine, counts: dict[str, int]) -> str:
    if not workers.slots_alive(queue.QUEUES[engine.place]):
        return "No worker is there for it right now; jobs wait until one comes."
    if counts.get("failed_lately", 0) >= ENOUGH and not counts.get("made_lately", 0):
        return "Its last jobs all failed."
    return ""
