"""Studio's words for a job: camelCase and WAIT/RUN/DONE/FAIL, and the GPU half's snake_case and pending/processing."""

from dataclasses import dataclass
from datetime import datetime
from typing import NotRequired, TypedDict

from accounts.models import User
from generation import watch
from generation.models import Job, JobEvent
from generation.watch import Happened, Watched
from nexus.api.base import Time, Url, Uuid, absolute, moment
from nexus.api.studio import queues, wishes
from nexus.api.studio.queues import PreviewQueue, Queue
from nexus.foundation.storage import links
from nexus.foundation.storage.models import StoredFile

STATUS = {
    Job.State.PENDING: "WAIT",
    Job.State.QUEUED: "WAIT",
    Job.State.RUNNING: "RUN",
    Job.State.SUCCEEDED: "DONE",
    Job.State.FAILED: "FAIL",
    Job.State.CANCELLED: "FAIL",
}
GPU_STATUS = {
    Job.State.PENDING: "pending",
    Job.State.QUEUED: "pending",
    Job.State.RUNNING: "processing",
    Job.State.SUCCEEDED: "completed",
    Job.State.FAILED: "failed",
    Job.State.CANCELLED: "cancelled",
}
ENDED_BY = {
    JobEvent.Type.SUCCEEDED.value: Job.State.SUCCEEDED,
    JobEvent.Type.FAILED.value: Job.State.FAILED,
    JobEvent.Type.CANCELLED.value: Job.State.CANCELLED,
}
CANCELLED = "This job was cancelled."
TAKEN = "The job is queued."
CUT_OUT = ("cutout", "mask")  # what an engine shows of how it read a picture


class JobShape(TypedDict):
    """One job, in the front half's words."""

    id: Uuid
    userId: Uuid | None
    status: str
    prompt: str
    imageUrl: Url | None
    generateType: str
    faceCount: int | None
    enablePBR: bool
    polygonType: str
    resultGlbUrl: Url | None
    previewImageUrl: Url | None
    errorCode: str | None
    errorMessage: str | None
    name: str
    createdAt: Time
    updatedAt: Time


class JobAnswer(TypedDict):
    job: JobShape
    queue: Queue


class History(TypedDict):
    jobs: list[JobShape]


class Generated(TypedDict):
    jobId: Uuid


class Done(TypedDict):
    success: bool
    message: str


class Registered(TypedDict):
    success: bool
    job_id: Uuid


class Brought(TypedDict):
    success: bool
    url: Url


class StudioUser(TypedDict):
    id: Uuid
    email: str
    firstName: str
    lastName: str


class FullStudioUser(StudioUser):
    imageUrl: Url | None
    createdAt: Time


class Stats(TypedDict):
    totalJobs: int
    completedJobs: int


class Me(TypedDict):
    user: FullStudioUser
    stats: Stats


class Synced(TypedDict):
    success: bool
    user: StudioUser


class Result(TypedDict):
    """What a finished job made; `output`, `processed_image` and `generated_image` are older names of the same."""

    job_id: Uuid
    mode: str
    prompt: str | None
    mesh_url: Url | None
    output: Url | None
    elapsed_seconds: float
    processed_image_url: NotRequired[Url]
    processed_image: NotRequired[Url]
    generated_image_url: NotRequired[Url]
    generated_image: NotRequired[Url]


class Status(TypedDict):
    """One job, in the GPU half's words; times are Unix seconds."""

    job_id: Uuid
    user_id: str | None
    status: str
    progress: int
    message: str
    created_at: float
    updated_at: float
    queue: Queue
    result: Result | None
    error: str | None


class Taken(TypedDict):
    job_id: Uuid
    status: str
    message: str
    status_url: Url
    stream_url: Url


class Cancelled(TypedDict):
    job_id: Uuid
    status: str
    message: str


class Drawn(TypedDict):
    success: bool
    preview_id: Uuid
    image_url: Url
    prompt: str
    message: str
    queue: PreviewQueue


class Health(TypedDict):
    status: str


@dataclass(frozen=True)
class Moment:
    """A job as it stood when an event happened."""

    state: Job.State
    progress: float
    message: str
    at: datetime


def job(seen: Watched) -> JobShape:
    row = seen.job
    done = row.state == Job.State.SUCCEEDED
    return {
        "id": str(row.pk),
        "userId": str(seen.owner.public_id) if seen.owner else None,
        "status": STATUS[Job.State(row.state)],
        "prompt": row.prompt,
        "imageUrl": absolute(seen.pictures[0]) if seen.pictures else None,
        "generateType": wishes.manner_of(row.parameters),
        "faceCount": wishes.ceiling_of(row.parameters),
        "enablePBR": bool(row.parameters.get("pbr")),
        "polygonType": str(row.parameters.get("polygon_type") or "triangle"),
        "resultGlbUrl": _file(seen, "glb") if done else None,
        "previewImageUrl": picture_of(seen),
        "errorCode": (row.error_code or "failed" if _failed(row) else "cancelled") if error_of(row) else None,
        "errorMessage": error_of(row),
        "name": row.name,
        "createdAt": moment(row.created_at),
        "updatedAt": moment(seen.changed_at),
    }


def _file(seen: Watched, *kinds: str) -> Url | None:
    return next((absolute(seen.files[kind]) for kind in kinds if kind in seen.files), None)


def _failed(row: Job) -> bool:
    return row.state == Job.State.FAILED


def error_of(row: Job) -> str | None:
    if row.state == Job.State.CANCELLED:
        return CANCELLED
    return row.error_message or "This job failed." if _failed(row) else None


def job_answer(seen: Watched) -> JobAnswer:
    return {"job": job(seen), "queue": queues.of(seen.job)}


def status(seen: Watched, then: Moment | None = None) -> Status:
    """The GPU half's job as it stands, or as it stood at an earlier moment."""
    row = seen.job
    at = then or Moment(Job.State(row.state), row.progress, row.message, seen.changed_at)
    return {
        "job_id": str(row.pk),
        "user_id": str(seen.owner.public_id) if seen.owner else row.label or None,
        "status": GPU_STATUS[at.state],
        "progress": round(100 * at.progress),
        "message": at.message,
        "created_at": seconds(row.created_at),
        "updated_at": seconds(at.at),
        "queue": queues.of(row),
        "result": result(seen) if at.state == Job.State.SUCCEEDED == row.state else None,
        "error": error_of(row) if at.state in {Job.State.FAILED, Job.State.CANCELLED} else None,
    }


def moment_of(row: Job, event: Happened) -> Moment:
    """How a job stood at an event: its last one is the job as it stands."""
    if event.type in ENDED_BY:
        state = ENDED_BY[event.type]
    elif event.type == JobEvent.Type.QUEUED or (event.number == row.last_number and row.state == Job.State.QUEUED):
        state = Job.State.QUEUED
    else:
        state = Job.State.RUNNING
    return Moment(state, event.progress, event.message, event.at)


def result(seen: Watched) -> Result:
    row = seen.job
    mesh = _file(seen, "glb")
    began = row.started_at or row.created_at
    found: Result = {
        "job_id": str(row.pk),
        "mode": "image-to-3d" if row.kind == Job.Kind.IMAGE else "text-to-3d",
        "prompt": row.prompt or None,
        "mesh_url": mesh,
        "output": mesh,
        "elapsed_seconds": round(((row.finished_at or began) - began).total_seconds(), 3),
    }
    if row.kind == Job.Kind.IMAGE:
        read = _file(seen, *CUT_OUT) or (absolute(seen.pictures[0]) if seen.pictures else None)
        if read:
            found["processed_image_url"] = found["processed_image"] = read
    if row.kind == Job.Kind.PICTURE and (drawn := picture_of(seen)):
        found["generated_image_url"] = found["generated_image"] = drawn
    return found


def taken(row: Job) -> Taken:
    ticket = f"?ticket={watch.ticket_of(row)}" if row.owner_id else ""
    return {
        "job_id": str(row.pk),
        "status": "pending",
        "message": TAKEN,
        "status_url": absolute(f"/status/{row.pk}{ticket}"),
        "stream_url": absolute(f"/stream/{row.pk}{ticket}"),
    }


def drawn(seen: Watched, message: str) -> Drawn:
    """A preview whose picture exists."""
    picture = picture_of(seen)
    assert picture is not None, "asked for before its picture exists"
    return {
        "success": True,
        "preview_id": str(seen.job.pk),
        "image_url": picture,
        "prompt": seen.job.prompt,
        "message": message,
        "queue": queues.of_preview(seen.job),
    }


def user(person: User) -> StudioUser:
    first, _, last = person.display_name.strip().partition(" ")
    return {
        "id": str(person.public_id),
        "email": person.email,
        "firstName": first or person.username,
        "lastName": last.strip(),
    }


def full_user(person: User) -> FullStudioUser:
    picture = absolute(person.avatar_url) if person.avatar_url else None
    return {**user(person), "imageUrl": picture, "createdAt": moment(person.date_joined)}


def seconds(at: datetime) -> float:
    """Unix seconds, to the millisecond."""
    return round(at.timestamp(), 3)


def picture_of(seen: Watched) -> Url | None:
    """The picture of a job: drawn for it, rendered of its model, or registered by its client."""
    return _file(seen, "png", "webp")


def url_of(file: StoredFile) -> Url:
    return absolute(links.open_url(file))
