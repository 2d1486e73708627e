"""Jobs, their results and the engines."""

from collections.abc import Iterable, Sequence
from typing import Any, TypedDict

from generation import waiting
from generation.engine_states import EngineState
from generation.models import Asset, Job
from nexus.api.base import Time, Url, Uuid, absolute, moment
from nexus.foundation.storage import links

SESSION = "session:"


class Queue(TypedDict):
    position: int
    jobs_ahead: int
    estimated_wait_seconds: float | None
    estimated_total_seconds: float | None


class _Failure(TypedDict):
    code: str
    message: str


class Failure(_Failure, total=False):
    suggestions: list[str]


class JobShape(TypedDict):
    """One job, from the sentence to the result."""

    id: Uuid
    session_id: str | None
    prompt: str
    name: str
    engine: str
    status: str
    stage: str
    progress: float
    message: str
    output_format: str
    parameters: dict[str, Any]
    seed: int
    queue: Queue | None
    error: Failure | None
    assets: list[Uuid]
    result_url: Url | None
    preview_url: Url | None
    specification: dict[str, Any] | None
    facts: dict[str, Any] | None
    created_at: Time
    started_at: Time | None
    finished_at: Time | None


class AssetShape(TypedDict):
    """One result of a job; `url` needs no token."""

    id: Uuid
    job_id: Uuid
    asset_type: str
    uri: str
    url: Url | None
    filename: str
    size: int | None
    sha256: str | None
    created_at: Time


class EngineShape(TypedDict):
    """What makes models here, and whether it can."""

    name: str
    version: str
    kinds: list[str]
    configured: bool
    healthy: bool
    reason: str | None
    capabilities: list[str]
    parameters: dict[str, Any]
    median_seconds: float | None
    licence: str | None


class Health(TypedDict):
    status: str
    version: str


def jobs(rows: Iterable[Job]) -> list[JobShape]:
    """Jobs whose assets and files were fetched with them."""
    return [job(row) for row in rows]


def job(row: Job) -> JobShape:
    assets = sorted(row.assets.all(), key=lambda asset: asset.pk)
    ours_last = sorted(assets, key=lambda asset: not asset.by_client)  # of one kind, what the engine made counts
    files = {asset.kind: asset.file for asset in ours_last if asset.file}
    done = row.state == Job.State.SUCCEEDED
    result, picture = files.get(row.output_format) if done else None, files.get("png")
    place = waiting.queue_place(row)
    return {
        "id": str(row.pk),
        "session_id": row.group_key.removeprefix(SESSION) if row.group_key.startswith(SESSION) else None,
        "prompt": row.prompt,
        "name": row.name,
        "engine": row.engine,
        "status": row.state,
        "stage": row.stage,
        "progress": round(row.progress, 4),
        "message": row.message,
        "output_format": row.output_format,
        "parameters": row.parameters,
        "seed": row.seed,
        "queue": None
        if place is None
        else {
            "position": place.position,
            "jobs_ahead": place.jobs_ahead,
            "estimated_wait_seconds": place.estimated_wait_seconds,
            "estimated_total_seconds": place.estimated_total_seconds,
        },
        "error": failure(row),
        "assets": [str(asset.pk) for asset in assets],
        "result_url": absolute(links.open_url(result)) if result else None,
        "preview_url": absolute(links.open_url(picture)) if picture else None,
        "specification": row.specification,
        "facts": row.facts,
        "created_at": moment(row.created_at),
        "started_at": moment(row.started_at) if row.started_at else None,
        "finished_at": moment(row.finished_at) if row.finished_at else None,
    }


def failure(row: Job) -> Failure | None:
    if row.state != Job.State.FAILED:
        return None
    told: Failure = {"code": row.error_code, "message": row.error_message}
    if row.suggestions:
        told["suggestions"] = list(row.suggestions)
    return told


def assets(rows: Sequence[Asset]) -> list[AssetShape]:
    return [asset(row) for row in rows]


def asset(row: Asset) -> AssetShape:
    file = row.file
    return {
        "id": str(row.pk),
        "job_id": str(row.job_id),
        "asset_type": row.kind,
        "uri": f"nexus://{file.key}" if file else row.uri,
        "url": absolute(links.open_url(file)) if file else links.bucket_url(row.uri),
        "filename": file.filename if file else row.uri.rsplit("/", 1)[-1],
        "size": file.size if file else None,
        "sha256": file.sha256 if file else None,
        "created_at": moment(row.created_at),
    }


def engine(state: EngineState) -> EngineShape:
    return {
        "name": state.name,
        "version": state.version,
        "kinds": list(state.kinds),
        "configured": state.configured,
        "healthy": state.healthy,
        "reason": state.reason or None,
        "capabilities": sorted(state.parameters.get("properties", {})),
        "parameters": state.parameters,
        "median_seconds": state.median_seconds,
        "licence": state.licence or None,
    }
