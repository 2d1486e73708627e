"""Studio's words for the queue: where one job stands, and how long a new one would take."""

from datetime import datetime
from typing import TypedDict

from django.utils import timezone

from generation import choosing, registry, waiting
from generation.models import Job


class Queue(TypedDict):
    """Where one job stands; `position` 0 is at work or done."""

    position: int
    jobs_ahead: int
    estimated_wait_seconds: float | None
    estimated_total_seconds: float | None
    queue_length: int
    currently_processing: int


class QueueInfo(TypedDict):
    """`queue_length` is what waits and what is worked on; estimates are null before anything was measured."""

    queue_length: int
    currently_processing: int
    waiting_jobs: int
    estimated_wait_for_new_job_seconds: float | None
    estimated_time_per_job_seconds: float | None
    preview_queue_length: int
    currently_generating_preview: int
    preview_waiting: int
    estimated_wait_for_preview_seconds: float | None
    estimated_preview_time_seconds: float | None


class PreviewQueue(TypedDict):
    position: int
    previews_ahead: int
    estimated_wait_seconds: float | None
    estimated_total_seconds: float | None
    queue_length: int
    currently_generating: int


def of(row: Job, *, now: datetime | None = None) -> Queue:
    """Where a job stands, from the queue as this process knows it; of its own only what its row says is read."""
    standing = waiting.queue_at(registry.place_of(row.engine))
    found: Queue = {
        "position": 0,
        "jobs_ahead": 0,
        "estimated_wait_seconds": 0.0,
        "estimated_total_seconds": 0.0,
        "queue_length": len(standing.waiting) + len(standing.running),
        "currently_processing": len(standing.running),
    }
    at = now or timezone.now()
    if row.state == Job.State.RUNNING and row.started_at:
        each = waiting.estimate(row.engine)
        left = None if each is None else round(max(0.0, each - (at - row.started_at).total_seconds()), 1)
        found["estimated_total_seconds"] = left
    elif (place := waiting.queue_place(row, now=at)) is not None:
        found["position"], found["jobs_ahead"] = place.position, place.jobs_ahead
        found["queue_length"] = max(found["queue_length"], place.position)  # it came after the last look
        found["estimated_wait_seconds"] = place.estimated_wait_seconds
        found["estimated_total_seconds"] = place.estimated_total_seconds
    elif row.state == Job.State.PENDING:  # it waits for its client: behind everybody
        ahead = len(standing.waiting)
        found |= {"position": ahead + 1, "jobs_ahead": ahead}
        found |= {"estimated_wait_seconds": None, "estimated_total_seconds": None}
    return found


def of_preview(row: Job) -> PreviewQueue:
    place = of(row)
    return {
        "position": place["position"],
        "previews_ahead": place["jobs_ahead"],
        "estimated_wait_seconds": place["estimated_wait_seconds"],
        "estimated_total_seconds": place["estimated_total_seconds"],
        "queue_length": place["queue_length"],
        "currently_generating": place["currently_processing"],
    }


def info() -> QueueInfo:
    """The queues of the engines that Studio's jobs and previews go to."""
    engine = choosing.engine_for(Job.Kind.TEXT)
    places = {registry.place_of(choosing.engine_for(kind)) for kind in (Job.Kind.TEXT, Job.Kind.IMAGE)}
    waits, works = _counted(*places)
    drawing, _ = choosing.engine_for_pictures()
    preview_waits, preview_works = _counted(registry.place_of(drawing))
    return {
        "queue_length": waits + works,
        "currently_processing": works,
        "waiting_jobs": waits,
        "estimated_wait_for_new_job_seconds": _wait_of_a_new_one(engine),
        "estimated_time_per_job_seconds": waiting.estimate(engine),
        "preview_queue_length": preview_waits + preview_works,
        "currently_generating_preview": preview_works,
        "preview_waiting": preview_waits,
        "estimated_wait_for_preview_seconds": _wait_of_a_new_one(drawing),
        "estimated_preview_time_seconds": waiting.estimate(drawing),
    }


def _counted(*places: str) -> tuple[int, int]:
    found = [waiting.queue_at(place) for place in places]
    return sum(len(one.waiting) for one in found), sum(len(one.running) for one in found)


def _wait_of_a_new_one(engine: str) -> float | None:
    standing, each = waiting.queue_at(registry.place_of(engine)), waiting.estimate(engine)
    if each is None:
        return None
    return standing.seconds_until(len(standing.waiting), each=each, now=timezone.now())
