"""What the studio shows of a session: the talk, the versions that came of it, and one version's parts and numbers."""

import difflib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from accounts.models import User
from conversations import selectors, studio_page
from conversations.models import ActionRun, Chat, Message
from generation.models import Asset, Job
from nexus.foundation import markdown
from nexus.foundation.sayings import said
from nexus.foundation.storage import links

FACTS_MOST = 14
ROOT = "model"  # the node that holds the parts


@dataclass(frozen=True)
class File:
    url: str
    size: int


@dataclass(frozen=True)
class Version:
    """A model that came of the talk, whole."""

    number: int
    job_id: UUID
    state: str
    message: str
    percent: int
    size_mm: list[float] | None
    seconds: float | None
    glb: File | None
    stl: File | None
    picture_url: str
    small_url: str
    source: str
    alt: str
    is_shown: bool
    changed: int  # parts that differ from the version before


@dataclass(frozen=True)
class Turn:
    """A message with what it brought."""

    number: int
    is_mine: bool
    html: str
    at: datetime
    facts: list[tuple[str, str]]
    questions: list[str]
    version: Version | None
    may_go: bool


@dataclass(frozen=True)
class PartRow:
    """A printed part of the shown version; `news` says how it differs from the version before."""

    name: str
    count: int
    news: str


@dataclass(frozen=True)
class Measure:
    """A number of the document beside what the mesh measures."""

    label: str
    wanted: str
    measured: str
    fits: bool | None


@dataclass(frozen=True)
class DesignPage:
    """The whole page."""

    session_id: UUID
    chat_id: UUID
    title: str
    last_event: int
    turns: list[Turn]
    at_work: str  # what is being done right now, or ""
    failure: str  # why the newest wish led to nothing, or ""
    shown: Version | None
    versions: list[Version]
    parts: list[PartRow]
    components: list[tuple[str, int]]
    measures: list[Measure]
    difference: list[tuple[str, str]]  # lines of the source: "+", "-" or " ", and the text
    sessions: list[studio_page.SessionRow]


def design_page(owner: User, session_id: UUID, *, version: int | None = None, compare: bool = False) -> DesignPage:
    """One own session with its first chat; `version` chooses which model is shown, the newest otherwise."""
    session = selectors.session_of(owner, session_id)
    chat = session.chats.order_by("id").first() or Chat(session=session)
    runs = list(ActionRun.objects.filter(chat=chat).select_related("job").order_by("id")) if chat.pk else []
    made = _versions(runs, version)
    shown = next((one for one in made if one.is_shown), None)
    before = next((one for one in made if shown and one.number == shown.number - 1), None)
    facts = {run.job_id: (run.job.facts or {}) for run in runs if run.job}
    document = _document_of(runs, shown)
    open_run = next((run for run in runs if not run.is_final), None)
    newest = runs[-1] if runs else None
    return DesignPage(
        session_id=session.pk,
        chat_id=chat.pk,
        title=session.name or _("A design"),
        last_event=chat.last_event,
        turns=_turns(chat, runs, made),
        at_work=_at_work(open_run),
        failure=said(newest.error_message) if newest and newest.state == ActionRun.State.FAILED else "",
        shown=shown,
        versions=made,
        parts=_parts(facts.get(shown.job_id, {}) if shown else {}, facts.get(before.job_id, {}) if before else None),
        components=_components(document),
        measures=_measures(document),
        difference=_difference(before.source, shown.source) if compare and before and shown else [],
        sessions=studio_page.session_rows(owner),
    )


def _versions(runs: Sequence[ActionRun], wanted: int | None) -> list[Version]:
    with_jobs = [run for run in runs if run.job is not None]
    files: dict[UUID, dict[str, File]] = {}
    for asset in Asset.objects.filter(job__in=[run.job_id for run in with_jobs], by_client=False).select_related(
        "file"
    ):
        if asset.file:
            files.setdefault(asset.job_id, {})[asset.kind] = File(links.open_url(asset.file), asset.file.size)
    done = [number for number, run in enumerate(with_jobs, 1) if run.job and run.job.state == Job.State.SUCCEEDED]
    shown = wanted if wanted in done else (done[-1] if done else None)
    out: list[Version] = []
    for number, run in enumerate(with_jobs, 1):
        before = with_jobs[number - 2].job if number > 1 else None
        out.append(_version(number, run, files.get(run.job_id or UUID(int=0), {}), before, is_shown=number == shown))
    return out


def _version(number: int, run: ActionRun, found: Mapping[str, File], before: Job | None, *, is_shown: bool) -> Version:
    job = run.job
    assert job is not None
    took = (job.finished_at - job.started_at).total_seconds() if job.finished_at and job.started_at else None
    large, small = found.get("large") or found.get("webp"), found.get("webp")
    rows = _parts(job.facts or {}, (before.facts or {}) if before else None)
    return Version(
        number=number,
        job_id=job.pk,
        state=job.state,
        message=said(job.message),
        percent=round(job.progress * 100),
        size_mm=(job.facts or {}).get("size_mm"),
        seconds=took,
        glb=found.get("glb"),
        stl=found.get("stl"),
        picture_url=large.url if large else "",
        small_url=small.url if small else "",
        source=str(run.output.get("scad", "")),
        alt=_("%(title)s, version %(number)d") % {"title": job.title, "number": number},
        is_shown=is_shown,
        changed=sum(1 for row in rows if before is not None and row.news),
    )


def _turns(chat: Chat, runs: Sequence[ActionRun], made: Sequence[Version]) -> list[Turn]:
    if not chat.pk:
        return []
    by_run = {run.pk: run for run in runs}
    by_job = {one.job_id: one for one in made}
    messages = list(Message.objects.filter(chat=chat).exclude(role=Message.Role.SYSTEM).order_by("number"))
    out = []
    for message in messages:
        run = by_run.get(message.run_id) if message.run_id else None
        answered = run is not None and message.role == Message.Role.ASSISTANT
        asks = answered and run is not None and run.action == ActionRun.Action.REQUIREMENTS
        document = run.output.get("requirements") if asks and run else None
        asked = (document or {}).get("questions")
        questions = [str(one) for one in asked] if isinstance(asked, list) else []
        version = by_job.get(run.job_id) if answered and run and run.job_id else None
        is_last = message is messages[-1]
        out.append(
            Turn(
                number=message.number,
                is_mine=message.role == Message.Role.USER,
                html=markdown.render(message.content),
                at=message.created_at,
                facts=facts_of(document) if document else [],
                questions=questions,
                version=version,
                may_go=bool(document) and not questions and is_last,
            )
        )
    return out


def _at_work(run: ActionRun | None) -> str:
    if run is None:
        return ""
    if run.job is not None and not run.job.is_final:
        return said(run.job.message) or _("Waiting for its turn")
    return {
        ActionRun.State.QUEUED: _("Waiting for its turn"),
        ActionRun.State.RUNNING: _("Thinking it through"),
    }.get(ActionRun.State(run.state), _("Making the model"))


def facts_of(document: Mapping[str, Any]) -> list[tuple[str, str]]:
    """The numbers and choices of a requirements document as pairs of term and value, whoever wrote it."""
    rows = [(_label(one), _value(one)) for one in _listed(document.get("dimensions"))]
    rows += [(_label(one), _value(one)) for one in _listed(document.get("choices"))]
    rows += [
        (str(one.get("kind", "")), str(one["text"])) for one in _listed(document.get("features")) if one.get("text")
    ]
    return [(label, value) for label, value in rows if value][:FACTS_MOST]


def _listed(value: Any) -> list[Mapping[str, Any]]:
    """Providers write a list of objects, or one object of names and values."""
    if isinstance(value, Mapping):
        return [{"name": name, **(one if isinstance(one, Mapping) else {"value": one})} for name, one in value.items()]
    return [one for one in value if isinstance(one, Mapping)] if isinstance(value, list) else []


def _label(one: Mapping[str, Any]) -> str:
    return str(one.get("label") or one.get("name", "")).replace("_", " ").capitalize()


def _value(one: Mapping[str, Any]) -> str:
    value = one.get("value")
    if value in (None, ""):
        return ""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    told = f"{value:.6g}" if isinstance(value, float) or (isinstance(value, int) and abs(value) < 1e15) else str(value)
    unit = str(one.get("unit") or "")
    return f"{told} {unit}".strip() if unit != "°" else f"{told}°"


def _document_of(runs: Sequence[ActionRun], shown: Version | None) -> Mapping[str, Any]:
    """The document that the shown version was made from, else the newest."""
    for run in reversed(runs):
        if run.output.get("requirements") and (shown is None or run.job_id == shown.job_id):
            found: Mapping[str, Any] = run.output["requirements"]
            return found
    return next((run.output["requirements"] for run in reversed(runs) if run.output.get("requirements")), {})


def _parts(facts: Mapping[str, Any], before: Mapping[str, Any] | None) -> list[PartRow]:
    """Parts by name with their number; `arm_2` is the second of the arms."""
    now, then = _counted(facts), _counted(before or {})
    rows = []
    for name, count in now.items():
        news = ""
        if before is not None and name not in then:
            news = _("new")
        elif before is not None and then[name] != count:
            news = f"{count - then[name]:+d}"
        rows.append(PartRow(name.replace("_", " "), count, news))
    return rows


def _counted(facts: Mapping[str, Any]) -> Counter[str]:
    names = [str(name) for name in facts.get("node_names", []) if name != ROOT]
    return Counter(
        head if tail.isdigit() and head in names else name
        for name in names
        for head, _x, tail in [name.rpartition("_")]
    )


def _components(document: Mapping[str, Any]) -> list[tuple[str, int]]:
    """Bought parts with their number; a provider that wrote no number meant one."""
    return [
        (str(one.get("name", "")), count if isinstance(count := one.get("count"), int) and 0 < count < 10_000 else 1)
        for one in _listed(document.get("standard_components"))
    ]


def _measures(document: Mapping[str, Any]) -> list[Measure]:
    rows = []
    for one in _listed(document.get("measured")):
        unit = str(one.get("unit") or "mm")
        got = one.get("measured")
        rows.append(
            Measure(
                label=_label(one),
                wanted=_value({"value": one.get("wanted"), "unit": unit}),
                measured=_value({"value": got, "unit": unit}) or "–",
                fits=one.get("ok") if isinstance(one.get("ok"), bool) else None,
            )
        )
    return rows


def _difference(before: str, after: str) -> list[tuple[str, str]]:
    """The lines that differ, with two lines around them; nothing where there is no version before."""
    if not before or not after:
        return []
    lines = list(difflib.unified_diff(before.splitlines(), after.splitlines(), lineterm="", n=2))[2:]
    return [(line[:1] or " ", line[1:]) if not line.startswith("@@") else ("@", "…") for line in lines]
