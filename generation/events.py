"""The only writer of job events: numbered under the job's lock, appended, rung."""

from uuid import UUID

from generation.models import Job, JobEvent
from nexus.foundation import live


def topic(job_id: UUID | str) -> str:
    return f"job.{job_id}"


def append(
    job: Job, kind: JobEvent.Type, message: str = "", *, stage: str = "", progress: float | None = None
) -> JobEvent:
    """Append the next event of a job whose row the caller holds locked, and keep the job's own summary in step.

    The caller saves nothing of `stage`, `progress`, `message` and `last_number` itself.
    """
    job.last_number += 1
    job.stage = stage or job.stage
    job.progress = job.progress if progress is None else min(max(progress, 0.0), 1.0)
    job.message = message[:300]
    job.save(update_fields=["last_number", "stage", "progress", "message"])
    event = JobEvent.objects.create(
        job=job,
        number=job.last_number,
        attempt=job.attempt,
        type=kind,
        stage=job.stage,
        progress=job.progress,
        message=job.message,
    )
    live.ring(topic(job.pk))
    return event
