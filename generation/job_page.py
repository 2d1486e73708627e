"""Everything that the job page shows, read at once and said in words; a template only places it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.rights import Viewer, person
from generation import shaping
from generation.controls import Shape
from generation.models import Job, StageResult
from generation.waiting import estimate, queue_place
from nexus.foundation.languages import figures
from nexus.foundation.sayings import said
from nexus.foundation.storage import links
from nexus.templatetags.ui import thousands

MORE = ("obj", "ply", "3mf", "usdz")
STAGES = ("plan", "preview", "mesh", "check", "export", "register")


@dataclass(frozen=True)
class Stage:
    name: str
    state: str  # done | now | next | failed
    took: str


@dataclass(frozen=True)
class File:
    url: str
    size: int


@dataclass(frozen=True)
class JobPage:
    id: UUID
    url: str
    title: str
    name: str
    has_name: bool
    prompt: str
    engine: str
    state: str
    is_final: bool
    message: str
    percent: int
    left_text: str
    seconds: float | None
    started_at: datetime | None
    error_message: str
    cancelled_text: str
    suggestions: list[str]
    stages: list[Stage]
    log: list[dict[str, Any]]
    last_number: int
    glb: File | None
    stl: File | None
    more: list[tuple[str, File]]  # other formats: their names and files
    picture_url: str
    alt: str
    size_mm: list[float] | None
    read_as: list[tuple[str, str]]
    assumed: str
    ignored: str
    warnings: str
    checked: list[tuple[str, str]]
    has_owner: bool
    may_cancel: bool
    may_retry: bool
    may_publish: bool


def job_page(viewer: Viewer, job: Job) -> JobPage:
    """What the page of a job says to who may see it."""
    found = {
        asset.kind: File(links.open_url(asset.file), asset.file.size)
        for asset in job.assets.select_related("file").filter(by_client=False)
        if asset.file
    }
    told = job.events.exclude(type="progress").order_by("number").values("number", "type", "stage", "message", "at")
    specification, facts = job.specification or {}, job.facts or {}
    took = (job.finished_at - job.started_at).total_seconds() if job.finished_at and job.started_at else None
    picture = found.get("large") or found.get("webp")
    return JobPage(
        id=job.pk,
        url=f"/jobs/{job.pk}/",
        title=job.title,
        name=job.name,
        has_name=bool(job.name),
        prompt=job.prompt,
        engine=_("%(name)s engine") % {"name": job.engine},
        state=job.state,
        is_final=job.is_final,
        message=said(job.message),
        percent=round(job.progress * 100),
        left_text=_time_left(job),
        seconds=took,
        started_at=job.started_at,
        error_message=said(job.error_message),
        cancelled_text=_("You cancelled this job. What you typed is kept."),
        suggestions=job.suggestions,
        stages=_stages(job),
        log=[{**row, "message": said(row["message"])} for row in told],
        last_number=job.last_number,
        glb=found.get("glb"),
        stl=found.get("stl"),
        more=[(kind.upper(), found[kind]) for kind in MORE if kind in found],
        picture_url=picture.url if picture else "",
        alt=_alt(job),
        size_mm=facts.get("size_mm"),
        read_as=_read_as(specification),
        assumed=" ".join(_plain(line) for line in specification.get("assumed", [])),
        ignored=", ".join(_plain(word) for word in specification.get("ignored", [])),
        warnings=" ".join(_plain(line) for line in specification.get("warnings", [])),
        checked=_checked(facts),
        has_owner=job.owner_id is not None,
        may_cancel=not job.is_final,
        may_retry=job.state in {Job.State.FAILED, Job.State.CANCELLED} and job.engine != "external",
        may_publish=person(viewer) is not None and job.owner_id is not None,
    )


@dataclass(frozen=True)
class ShapedPage:
    """The sliders of a finished job, with the address's values in place."""

    shapes: list[Shape]
    surfaces: list[str]
    query: str
    glb_url: str
    warnings: str


def shaped_page(job: Job, asked: dict[str, str]) -> ShapedPage | None:
    """The sliders of a job that has some; None for any other. Raises Invalid for values that are none of its."""
    if not shaping.can_be_shaped(job):
        return None
    own = job.specification or {}
    spec = shaping.changed(own, asked) if asked else own
    query = urlencode(asked)
    return ShapedPage(
        shapes=shaping.shapes(spec, own),
        surfaces=shaping.surfaces(),
        query=query,
        glb_url=f"/jobs/{job.pk}/shape.glb",
        warnings=" ".join(_plain(line) for line in spec["warnings"]) if asked else "",
    )


def _plain(line: Any) -> str:
    return said(str(line.get("sentence") or line.get("text") or line) if isinstance(line, dict) else str(line))


def _stages(job: Job) -> list[Stage]:
    names = {
        "plan": _("Plan"),
        "preview": _("Preview"),
        "mesh": _("Mesh"),
        "check": _("Check"),
        "export": _("Export"),
        "register": _("Register"),
    }
    done = {
        row.stage: (row.finished_at - row.started_at).total_seconds() for row in StageResult.objects.filter(job=job)
    }

    # Engines that read a sentence straight into parts draw no picture first, and the rule says so.
    left_out = {"preview"} - done.keys() if "mesh" in done or job.stage == "mesh" else set()

    def state(stage: str) -> str:
        if stage in done or stage in left_out:
            return "done"
        if stage == job.stage and job.state == Job.State.FAILED:
            return "failed"
        return "now" if stage == job.stage and job.state == Job.State.RUNNING else "next"

    def took(stage: str) -> str:
        return figures(f"{done[stage]:.1f} s") if stage in done else _("not needed") if stage in left_out else ""

    return [Stage(names[stage], state(stage), took(stage)) for stage in STAGES]


def _time_left(job: Job) -> str:
    if job.state == Job.State.QUEUED:
        place = queue_place(job)
        if place and place.jobs_ahead:
            return ngettext("%(n)d job is before yours", "%(n)d jobs are before yours", place.jobs_ahead) % {
                "n": place.jobs_ahead
            }
        return _("You are next")
    each = estimate(job.engine)
    if each is None or job.state != Job.State.RUNNING:
        return ""
    return _about(max(1, round(each * (1 - job.progress))))


def _about(seconds: int) -> str:
    return ngettext("About %(seconds)d second left", "About %(seconds)d seconds left", seconds) % {"seconds": seconds}


def _alt(job: Job) -> str:
    size = (job.facts or {}).get("size_mm")
    if not size:
        return job.title
    return _("%(title)s, %(height)d cm tall") % {"title": job.title, "height": round(size[1] / 10)}


def _read_as(specification: dict[str, Any]) -> list[tuple[str, str]]:
    """Object, size, colours and materials of each thing, as pairs of term and value."""
    rows: list[tuple[str, str]] = []
    for thing in specification.get("objects", []):
        rows.append((_("Object"), _spoken(thing.get("name") or thing["family"])))
        size = thing.get("size_mm")
        if isinstance(size, dict):
            size = [size.get(axis) for axis in ("width", "height", "depth")]
        if size and all(size):
            rows.append((_("Size"), figures(" × ".join(f"{float(length):g}" for length in size) + " mm")))
        for term, key in ((_("Colours"), "colours"), (_("Materials"), "materials")):
            words = _names(thing.get(key))
            if words:
                rows.append((term, words))
    return rows


def _names(value: Any) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{_spoken(part)}: {_name(found)}" for part, found in value.items())
    if isinstance(value, list):
        return ", ".join(_name(found) for found in value)
    return _spoken(value or "")


def _name(found: Any) -> str:
    return _spoken(found.get("name", "") if isinstance(found, dict) else found)


def _spoken(word: Any) -> str:
    """A word of the engine as a person reads it."""
    return said(str(word).replace("_", " "))


def _checked(facts: dict[str, Any]) -> list[tuple[str, str]]:
    if not facts:
        return []
    rows = [
        (_("Triangles"), thousands(facts["triangles"])),
        (_("Parts"), str(facts.get("mesh_nodes") or facts.get("parts") or 1)),
    ]
    if facts.get("size_mm"):
        rows.append((_("Size"), figures(" × ".join(f"{round(side, 1):g}" for side in facts["size_mm"]) + " mm")))
    rows.append((_("Watertight"), _("yes") if facts.get("closed") else _("no")))
    return rows
