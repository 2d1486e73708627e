"""Where a waiting job stands and how long it will take: from measured times and the workers that live, never constants.

What all who look at once may share is read once a second by each process, so that a page that asks again costs the read
of its job and nothing else.
"""

import time
from bisect import bisect_left
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import wraps
from statistics import median
from typing import ParamSpec, TypeVar

from django.conf import settings
from django.utils import timezone

from generation import queue, registry, workers
from generation.models import Job

P = ParamSpec("P")
R = TypeVar("R")
MEASURED = 50  # jobs that the middle is taken of
LIVE = timedelta(days=1)  # an older running row belongs to a client, not to a worker


@dataclass(frozen=True)
class Place:
    """Of a waiting job; times are None where nothing was measured yet, or nobody works."""

    position: int  # 1 is next
    jobs_ahead: int
    estimated_wait_seconds: float | None
    estimated_total_seconds: float | None


@dataclass(frozen=True)
class Queue:
    """The jobs of one place, waiting and at work, as they stood within the last second."""

    waiting: tuple[datetime, ...]  # when each was queued, the oldest first
    running: tuple[tuple[str, datetime], ...]  # engine and start of each that is worked on
    slots: int  # how many are worked on at once by the workers that live

    def seconds_until(self, ahead: int, *, each: float, now: datetime) -> float | None:
        """Until a job with so many ahead of it is begun, if each takes as long as the last ones did."""
        if not self.slots:
            return None
        left = sorted(max(0.0, each - (now - started).total_seconds()) for _, started in self.running[: self.slots])
        free = [0.0] * (self.slots - len(left)) + left
        for _ in range(ahead):
            free.sort()
            free[0] += each
        return round(min(free), 1)


def kept_a_moment(read: Callable[P, R]) -> Callable[P, R]:
    """Remember what was read for `QUEUE_LOOK_SECONDS`, by its arguments."""
    kept: dict[tuple[object, ...], tuple[float, R]] = {}

    @wraps(read)
    def looked(*args: P.args, **kwargs: P.kwargs) -> R:
        key, now = (*args, *sorted(kwargs.items())), time.monotonic()
        found = kept.get(key)
        if found is None or now - found[0] >= settings.QUEUE_LOOK_SECONDS:
            found = kept[key] = (now, read(*args, **kwargs))
        return found[1]

    return looked


@kept_a_moment
def queue_at(place: str) -> Queue:
    """The queue of the engines that work in this place."""
    engines = [name for name, engine in registry.engines().items() if engine.place == place]
    jobs = Job.objects.filter(engine__in=engines)
    waiting = jobs.filter(state=Job.State.QUEUED, queued_at__isnull=False).order_by("queued_at", "id")
    running = jobs.filter(state=Job.State.RUNNING, started_at__gte=timezone.now() - LIVE).order_by("started_at", "id")
    return Queue(
        waiting=tuple(moment for moment in waiting.values_list("queued_at", flat=True) if moment),
        running=tuple((engine, moment) for engine, moment in running.values_list("engine", "started_at") if moment),
        slots=workers.slots_alive(queue.QUEUES[registry.as_place(place)]),
    )


@kept_a_moment
def estimate(engine: str) -> float | None:
    """Seconds that the engine's last fifty jobs took, in the middle; None before the first."""
    ended = Job.objects.filter(engine=engine, state=Job.State.SUCCEEDED, started_at__isnull=False)
    times = [
        (finished - started).total_seconds()
        for started, finished in ended.order_by("-finished_at", "-id").values_list("started_at", "finished_at")[
            :MEASURED
        ]
        if finished and started
    ]
    return median(times) if times else None


def queue_place(job: Job, *, now: datetime | None = None) -> Place | None:
    """Where a waiting job stands; None for one that does not wait."""
    if job.state != Job.State.QUEUED or job.queued_at is None:
        return None
    standing, each = queue_at(registry.place_of(job.engine)), estimate(job.engine)
    ahead = bisect_left(standing.waiting, job.queued_at)
    wait = None if each is None else standing.seconds_until(ahead, each=each, now=now or timezone.now())
    return Place(
        position=ahead + 1,
        jobs_ahead=ahead,
        estimated_wait_seconds=wait,
        estimated_total_seconds=None if wait is None or each is None else round(wait + each, 1),
    )
