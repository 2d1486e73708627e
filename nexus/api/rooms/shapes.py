"""Rooms' words for a job."""

import math
from typing import TypedDict

from generation import waiting
from generation.models import Job
from nexus.api.base import Time, Url, Uuid, absolute, moment
from nexus.foundation.storage import links

ROOM = "room:"
STATUS = {
    Job.State.PENDING: "processing",
    Job.State.QUEUED: "processing",
    Job.State.RUNNING: "processing",
    Job.State.SUCCEEDED: "completed",
    Job.State.FAILED: "failed",
    Job.State.CANCELLED: "failed",
}
CANCELLED = "This model was cancelled."


class Record(TypedDict):
    id: Uuid
    title: str
    description: str
    prompt: str
    model_url: Url | None
    preview_url: Url | None
    format: str
    file_size: int | None
    created_at: Time
    room_id: str | None
    user_id: str | None
    status: str
    error: str | None


class Generated(TypedDict):
    model_id: Uuid
    model_url: Url | None
    status: str
    preview_url: Url | None
    estimated_time: int | None


class Message(TypedDict):
    message: str


def record(job: Job) -> Record:
    """The record of a job whose assets and files were fetched with it."""
    files = {asset.kind: asset.file for asset in job.assets.all() if asset.file}
    done = job.state == Job.State.SUCCEEDED
    model, picture = files.get("glb") if done else None, files.get("png")
    return {
        "id": str(job.pk),
        "title": f"Generated: {job.prompt[:50]}",
        "description": f"Generated from prompt: {job.prompt}",
        "prompt": job.prompt,
        "model_url": absolute(links.open_url(model)) if model else None,
        "preview_url": absolute(links.open_url(picture)) if picture else None,
        "format": "glb",
        "file_size": model.size if model else None,
        "created_at": moment(job.created_at),
        "room_id": job.group_key.removeprefix(ROOM) if job.group_key.startswith(ROOM) else None,
        "user_id": job.label or None,
        "status": STATUS[Job.State(job.state)],
        "error": _error(job),
    }


def _error(job: Job) -> str | None:
    if job.state == Job.State.CANCELLED:
        return CANCELLED
    return job.error_message or None if job.state == Job.State.FAILED else None


def generated(job: Job) -> Generated:
    told = record(job)
    return {
        "model_id": told["id"],
        "model_url": told["model_url"],
        "status": told["status"],
        "preview_url": told["preview_url"],
        "estimated_time": estimated_time(job),
    }


def estimated_time(job: Job) -> int | None:
    """Seconds until it is ready, where they were measured: 0 for what is done, nothing for what failed."""
    if job.is_final:
        return 0 if job.state == Job.State.SUCCEEDED else None
    place = waiting.queue_place(job)
    seconds = place.estimated_total_seconds if place else waiting.estimate(job.engine)
    return None if seconds is None else math.ceil(seconds)
