"""Watching one job: who may, by token or by ticket, and everything that is shown of it in one indexed query."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.core import signing
from django.db import connection
from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import JSONObject
from django.utils.crypto import constant_time_compare

from accounts.models import User
from generation.models import Asset, Job, JobEvent, JobInput
from generation.selectors import LATER, MISSING, jobs_of
from nexus.foundation.errors import NotAllowed, NotFound, NotSignedIn
from nexus.foundation.storage import links
from nexus.foundation.storage.models import StoredFile

SALT = "nexus.job-ticket"

FILES = (
    Asset.objects.filter(job=OuterRef("pk"), file__isnull=False)
    .order_by("by_client", "pk")
    .values(found=JSONObject(kind="kind", key="file__key"))
)
LISTED_MOST = 1000  # of one person's or one room's jobs in a list that knows no pages
PICTURES = JobInput.objects.filter(job=OuterRef("pk")).order_by("position").values("file__key")
NEWEST = JobEvent.objects.filter(job=OuterRef("pk"), number=OuterRef("last_number")).values("at")


@dataclass(frozen=True)
class Watched:
    """A job with the addresses of what it works from and has made, as one query found it."""

    job: Job
    owner: User | None
    files: Mapping[str, str]  # kind → address; the engine's own before what a client registered
    pictures: tuple[str, ...]
    changed_at: datetime


@dataclass(frozen=True)
class Happened:
    """One event of a job, as its row holds it."""

    number: int
    type: str
    stage: str
    progress: float
    message: str
    at: datetime


def watched_by(viewer: User | None, job_id: UUID, *, ticket: str = "") -> Watched:
    """A job for its owner, for who holds its ticket, or, where it belongs to nobody, for who knows its id.

    Raises NotFound; NotSignedIn where an owned job is asked for by nobody, or by a ticket that is not this job's;
    NotAllowed for anybody else.
    """
    found = _shown(Job.objects.filter(pk=job_id)).first()
    if found is None:
        raise NotFound(MISSING)
    seen = _watched(found)
    if ticket:
        if not is_ticket_of(seen.job, ticket):
            raise NotSignedIn("The ticket is not valid for this job.", code="token_invalid")
        return seen
    must_own(viewer, seen.job)
    return seen


def must_own(viewer: User | None, job: Job) -> None:
    """Pass for the owner, and for a job that belongs to nobody."""
    if job.owner_id is None or (viewer is not None and viewer.pk == job.owner_id):
        return
    if viewer is None:
        raise NotSignedIn("Sign in to see this job: it belongs to somebody.")
    raise NotAllowed("This belongs to somebody else.")


def watched_of(owner: User) -> list[Watched]:
    """The newest jobs of a person, newest first, in one query."""
    return [_watched(job) for job in _shown(jobs_of(owner)).order_by("-created_at", "-pk")[:LISTED_MOST]]


def counts_of(owner: User) -> tuple[int, int]:
    """How many jobs a person has, and how many of them succeeded."""
    found = jobs_of(owner).aggregate(every=Count("pk"), done=Count("pk", filter=Q(state=Job.State.SUCCEEDED)))
    return found["every"], found["done"]


def watched_many(job_ids: list[UUID]) -> dict[UUID, Watched]:
    """What the followers of these jobs are shown; whoever follows was let in before."""
    return {job.pk: _watched(job) for job in _shown(Job.objects.filter(pk__in=job_ids))}


def happened_after(after: Mapping[UUID, int]) -> list[tuple[UUID, Happened]]:
    """Every later event of these jobs, in order; one query."""
    with connection.cursor() as cursor:
        cursor.execute(LATER, [list(after), list(after.values())])
        return [(row[0], Happened(*row[1:])) for row in cursor.fetchall()]


def ticket_of(job: Job) -> str:
    """Opens this job's status and stream where no header can be sent, as long as the job and its owner are there."""
    return signing.Signer(salt=SALT).signature(f"{job.pk} {job.owner_id}")


def is_ticket_of(job: Job, ticket: str) -> bool:
    held = job.owner is None or job.owner.is_active
    return held and constant_time_compare(ticket.encode("utf-8", "replace"), ticket_of(job).encode())


def _shown(jobs: QuerySet[Job]) -> QuerySet[Any]:
    return (
        jobs.select_related("owner")
        .defer("specification", "facts")
        .annotate(found_files=ArraySubquery(FILES), found_pictures=ArraySubquery(PICTURES), newest_at=Subquery(NEWEST))
    )


def _watched(job: Any) -> Watched:
    files: dict[str, str] = {}
    for row in job.found_files:
        files.setdefault(row["kind"], _url(row["key"]))
    return Watched(
        job=job,
        owner=job.owner,
        files=files,
        pictures=tuple(_url(key) for key in job.found_pictures),
        changed_at=job.newest_at or job.created_at,
    )


def _url(key: str) -> str:
    return links.open_url(StoredFile(key=key))
