"""What a job was made from, where that was an OpenSCAD source: its lines, what it says, its file."""

from dataclasses import dataclass

from django.urls import reverse

from generation import customising
from generation.models import Job
from nexus.foundation.storage import links

ENGINE = "openscad"
LINES = 400  # that a job page shows; the file has the rest


@dataclass(frozen=True)
class SourcePage:
    """What a job was made from, for its page."""

    lines: list[str]
    left_out: int
    echoes: list[str]
    file_url: str
    edit_url: str


def source_of(job: Job) -> SourcePage | None:
    """The source of a job that was made from one; None for any other."""
    text = text_of(job)
    if text is None:
        return None
    lines = text.rstrip().split("\n")
    asset = job.assets.select_related("file").filter(kind="scad", by_client=False).first()
    echoes = (job.specification or {}).get("echoes") or []
    return SourcePage(
        lines=lines[:LINES],
        left_out=max(0, len(lines) - LINES),
        echoes=[str(line) for line in echoes],
        file_url=links.open_url(asset.file) if asset and asset.file else "",
        edit_url=f"{reverse('create_source')}?from={job.pk}",
    )


def text_of(job: Job) -> str | None:
    """The source of a job, also of one that failed before it was planned; None for any other kind of job."""
    spec = job.specification or {}
    if spec.get("kind") == customising.KIND:
        return str(spec["source"])
    asked = (job.parameters or {}).get("source") if job.engine == ENGINE else None
    return str(asked) if asked else None
