"""Who works on a job: taken with an attempt number, renewed from outside the work, given back or lost.

Every write of a worker names its attempt; a worker that lost its lease changes nothing any more.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import ClassVar
from uuid import UUID

import structlog
from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.db.models.functions import Now

from generation import events, queue, registry
from generation.engines.base import Place
from generation.models import Asset, Job, JobEvent
from nexus.foundation import keeping, outbox
from nexus.foundation.errors import Invalid
from nexus.foundation.keeping import LeaseLost, lease_end
from nexus.foundation.storage import files

log = structlog.get_logger(__name__)

MINE = "SELECT * FROM generation_job WHERE id = %s AND attempt = %s AND state = 'running' FOR UPDATE"


def take_next(worker: str, place: Place = "child") -> Job | None:
    """Claim the fairest waiting job of this place, or None. Two workers never get the same one."""
    for job_id in queue.candidates(place):
        with transaction.atomic():
            job = Job.objects.select_for_update(skip_locked=True).filter(pk=job_id, state=Job.State.QUEUED).first()
            if job is None:
                continue
            first = job.started_at is None
            Job.objects.filter(pk=job.pk).update(
                state=Job.State.RUNNING,
                attempt=F("attempt") + 1,
                worker=worker,
                lease_until=lease_end(),
                **({"started_at": Now()} if first else {}),
            )
            job.refresh_from_db()
            again = "" if job.attempt == 1 else f" again, try {job.attempt} of {settings.JOB_ATTEMPTS}"
            events.append(job, JobEvent.Type.STARTED, f"Taken up{again}")
        return job
    return None


@contextmanager
def held(job_id: UUID, *, attempt: int) -> Iterator[Job]:
    """The job's row, locked, in a transaction, as long as this attempt still owns it; else LeaseLost."""
    with transaction.atomic():
        found = list(Job.objects.raw(MINE, [job_id, attempt]))
        if not found:
            raise LeaseLost
        yield found[0]


class Keeper(keeping.Keeper):
    """Keeps the lease of an attempt at a job."""

    what: ClassVar[str] = "job"


def requeue(job: Job, reason: str) -> None:
    """Give a locked running job back: to the queue while tries are left, else failed with the reason."""
    if job.attempt >= settings.JOB_ATTEMPTS:
        fail(job, "worker_lost", f"{reason} It was tried {job.attempt} times. Start it again, or make it simpler.")
        return
    job.state, job.lease_until, job.worker = Job.State.QUEUED, None, ""
    job.save(update_fields=["state", "lease_until", "worker"])
    events.append(job, JobEvent.Type.NOTE, f"{reason} It is tried again.")
    queue.ring(job)


def hand_on(job: Job, reason: str) -> None:
    """Give a locked running job to the next of the engines that may take over; its plan is made anew."""
    following, *rest = job.alternatives
    said = f"The engine {job.engine} could not make it: {reason} The engine {following} takes over."
    job.stages.all().delete()
    made = job.assets.select_related("file").filter(by_client=False)
    stored = [asset.file for asset in made if asset.file]
    made.delete()  # a second model of the same kind would not find room
    for file in stored:
        if not Asset.objects.filter(file=file).exists():
            files.drop(file)
    job.engine, job.alternatives = following, rest
    engine = registry.engines()[following]
    kept = {name: job.parameters[name] for name in job.parameters if name in engine.capabilities.get("properties", {})}
    try:
        job.parameters = registry.checked(engine, kind=job.kind, parameters=kept)
    except Invalid:  # values of the same name that only the other engine knows
        job.parameters = registry.checked(engine, kind=job.kind, parameters={})
    job.parameters.pop("seed", None)
    job.state, job.lease_until, job.worker, job.specification = Job.State.QUEUED, None, "", None
    job.save(update_fields=["engine", "parameters", "alternatives", "state", "lease_until", "worker", "specification"])
    events.append(job, JobEvent.Type.NOTE, said[:300])
    queue.ring(job)


def fail(job: Job, code: str, sentence: str, *, suggestions: tuple[str, ...] = ()) -> None:
    """End a locked job with its reason; a code may be a provider's own, of any length."""
    _end(job, Job.State.FAILED)
    job.error_code, job.error_message, job.suggestions = code.replace("\x00", "")[:40], sentence, list(suggestions)
    job.save(update_fields=["error_code", "error_message", "suggestions"])
    events.append(job, JobEvent.Type.FAILED, sentence)
    outbox.send("job.failed", job=str(job.pk))


def cancel(job: Job) -> None:
    """End a locked job because its owner asked; a worker on it notices within a quarter of a second."""
    _end(job, Job.State.CANCELLED)
    events.append(job, JobEvent.Type.CANCELLED, "Cancelled")
    outbox.send("job.cancelled", job=str(job.pk))


def succeed(job: Job) -> None:
    _end(job, Job.State.SUCCEEDED)
    events.append(job, JobEvent.Type.SUCCEEDED, "Done", stage="register", progress=1.0)
    outbox.send("job.succeeded", job=str(job.pk))


def _end(job: Job, state: Job.State) -> None:
    Job.objects.filter(pk=job.pk).update(state=state, finished_at=Now(), lease_until=None, worker="")
    job.refresh_from_db(fields=["state", "finished_at", "lease_until", "worker"])


def reap() -> None:
    """Take up what dead workers left, and ring again for jobs whose bell was lost (a duty)."""
    dead = Job.objects.filter(state=Job.State.RUNNING, lease_until__lt=Now()).order_by("lease_until", "id")
    for job_id in dead.values_list("pk", flat=True)[:100]:
        with transaction.atomic():
            job = dead.filter(pk=job_id).select_for_update(skip_locked=True).first()
            if job is not None:
                log.warning("lease_ran_out", job=str(job.pk), attempt=job.attempt, worker=job.worker)
                requeue(job, "The worker stopped in the middle.")
    unheard = Now() - timedelta(seconds=settings.LEASE_SECONDS)
    waiting = Job.objects.filter(state=Job.State.QUEUED, queued_at__lt=unheard).order_by("queued_at", "id")
    with transaction.atomic():
        for job in waiting.select_for_update(skip_locked=True)[:20]:
            if job.engine in registry.engines():
                queue.ring(job)
            else:
                fail(job, "engine_gone", f"The engine {job.engine} is not set up here any more. Choose another one.")
