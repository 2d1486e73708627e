"""Jobs with rights: who may see, watch and change which."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet

from accounts.models import User
from accounts.rights import Viewer
from generation import events
from generation.models import Asset, Job
from nexus.foundation.errors import NotAllowed, NotFound
from nexus.foundation.live import Row
from nexus.foundation.sayings import said
from nexus.foundation.storage import links

MISSING = "There is no such job, or it is not yours."


def jobs_of(owner: User) -> QuerySet[Job]:
    return Job.objects.filter(owner=owner)


def jobs_in_group(group_key: str) -> QuerySet[Job]:
    """All jobs of a room, session or guest; the key itself is the right."""
    return Job.objects.filter(group_key=group_key) if group_key else Job.objects.none()


def jobs_of_nobody() -> QuerySet[Job]:
    """What belongs to no person and to no group."""
    return Job.objects.filter(owner=None, group_key="")


def job_seen_by(viewer: Viewer, job_id: UUID | str) -> Job:
    """One's own job, or an ownerless one whose id one knows; anything else does not exist."""
    job = _find(job_id)
    if job.owner_id is None or (isinstance(viewer, User) and (job.owner_id == viewer.pk)):
        return job
    raise NotFound(MISSING)


def job_known_by_id(job_id: UUID | str) -> Job:
    """Any job, for contracts where the id is a capability."""
    return _find(job_id)


def job_for_change(viewer: Viewer, job_id: UUID | str) -> Job:
    """The row, locked, for who may change it; looked at again under the lock, for somebody may just have claimed it."""
    job_seen_by(viewer, job_id)
    job = Job.objects.select_for_update(of=("self",)).filter(pk=job_id).first()
    if job is None or (job.owner_id is not None and not (isinstance(viewer, User) and viewer.pk == job.owner_id)):
        raise NotFound(MISSING)
    return job


def job_deletable_by(viewer: Viewer, job_id: UUID | str) -> Job:
    """For contracts that name the refusal: somebody else's job is 403 there."""
    job = _find(job_id)
    if job.owner_id is not None and (not isinstance(viewer, User) or viewer.pk != job.owner_id):
        raise NotAllowed("This belongs to somebody else.")
    return job


def _find(job_id: UUID | str) -> Job:
    try:
        wanted = job_id if isinstance(job_id, UUID) else UUID(str(job_id))
    except ValueError:
        raise NotFound(MISSING) from None
    job = Job.objects.select_related("owner").filter(pk=wanted).first()
    if job is None:
        raise NotFound(MISSING)
    return job


def assets_of(viewer: User) -> QuerySet[Asset]:
    return Asset.objects.filter(job__owner=viewer).select_related("file")


def asset_seen_by(viewer: Viewer, asset_id: UUID | str) -> Asset:
    asset = Asset.objects.select_related("file", "job").filter(pk=asset_id).first()
    if asset is None:
        raise NotFound("There is no such asset, or it is not yours.")
    job_seen_by(viewer, asset.job_id)
    return asset


LATER = """
SELECT e.job_id, e.number, e.type, e.stage, e.progress, e.message, e.at
FROM unnest(%s::uuid[], %s::int[]) AS wanted(job_id, after)
JOIN generation_jobevent e ON e.job_id = wanted.job_id AND e.number > wanted.after
ORDER BY e.job_id, e.number
"""
FINAL = {"succeeded", "failed", "cancelled"}


def event_shape(number: int, kind: str, stage: str, progress: float, message: str, at: datetime) -> dict[str, Any]:
    """One event as every stream and socket tells it."""
    return {
        "number": number,
        "type": kind,
        "stage": stage,
        "progress": round(progress, 4),
        "message": message,
        "at": at.isoformat().replace("+00:00", "Z"),
    }


def rows_after(after: Mapping[str, int]) -> list[Row]:
    """The live source of job events: one query for all topics asked for."""
    ids = [topic.removeprefix("job.") for topic in after]
    with connection.cursor() as cursor:
        cursor.execute(LATER, [ids, list(after.values())])
        found = cursor.fetchall()
    return [Row.of(events.topic(row[0]), row[1], event_shape(*row[1:]), final=row[2] in FINAL) for row in found]


@dataclass(frozen=True)
class RecentJob:
    id: UUID
    title: str
    state: str
    message: str
    progress: float
    picture_url: str


def recent_jobs(owner: User | None, *, guest_key: str, most: int = 8) -> list[RecentJob]:
    """The newest jobs of a person, or of this browser; one query for the jobs, one for their pictures."""
    mine = jobs_of(owner) if owner else jobs_in_group(f"guest:{guest_key}" if guest_key else "")
    jobs = list(mine.order_by("-id")[:most])
    pictures = {
        asset.job_id: links.open_url(asset.file)
        for asset in Asset.objects.filter(job__in=jobs, kind="webp").select_related("file")
        if asset.file
    }
    return [
        RecentJob(
            job.pk, job.title, job.state, said(job.error_message or job.message), job.progress, pictures.get(job.pk, "")
        )
        for job in jobs
    ]
