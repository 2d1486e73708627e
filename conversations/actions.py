"""The worker's side of an action: ask the provider, keep its answer in one transaction, and follow the job it led to.

Killed anywhere, the next attempt begins again with the journal of the last one: a provider's task that was paid for is
waited for and not asked for twice, and the answer's message is one row whatever the attempt.
"""

import json
import tempfile
import time
from collections.abc import Mapping, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import structlog
from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.db.models.functions import Now

from conversations import lease, providers, retrieval, selectors
from conversations.lease import Keeper
from conversations.models import ActionRun
from conversations.planning import prose
from conversations.providers.base import Ask, Correction, ProviderError, Reply
from generation import services as generation
from generation.engines.base import Cancelled
from generation.models import Asset, Job
from nexus.foundation import sandbox
from nexus.foundation.errors import NexusError
from nexus.foundation.keeping import LeaseLost
from nexus.foundation.storage import files

log = structlog.get_logger(__name__)

PROGRESS_EVERY = 0.5  # seconds between two progress events of one run
NEWS = 0.05  # a share that rose so much is told again
DOCUMENT, MODEL = "document.json", "model.glb"  # as conversations/measuring.py reads them
MEASURE_SECONDS = 30.0
UNHEARD = timedelta(seconds=2 * MEASURE_SECONDS)
CORRECTIONS = 3  # times a source that did not render goes back to a provider that can correct it
FAULT = "That did not work, and it is our fault. It was recorded."
SCAD = frozenset({ActionRun.Action.SCAD, ActionRun.Action.OLD_SCAD})
BRACKETS = str.maketrans("", "", "[]")  # would end a link's words
GOING = (Job.State.PENDING, Job.State.QUEUED, Job.State.RUNNING)
UNRENDERABLE = frozenset({"worker_lost", "storage_full", "cancelled"})  # no fault of the source


class RunJournal:
    """What a run asked a provider for, kept in its row; it stands when `write` returns."""

    def __init__(self, run: ActionRun) -> None:
        self._run_id, self._turn = run.pk, len(run.journal.get("corrections", []))

    @property
    def key(self) -> str:
        return f"nexus-{self._run_id}-{self._turn}"

    def read(self) -> dict[str, Any]:
        journal = ActionRun.objects.values_list("journal", flat=True).filter(pk=self._run_id).first() or {}
        return dict(journal.get("provider", {}))

    def write(self, **facts: Any) -> None:
        with transaction.atomic(durable=True):
            run = ActionRun.objects.select_for_update().filter(pk=self._run_id).first()
            if run is None:
                raise Cancelled("the chat was deleted")
            if len(run.journal.get("corrections", [])) != self._turn:
                raise LeaseLost  # the next turn has begun: its journal must not name this one's task
            run.journal = {**run.journal, "provider": {**run.journal.get("provider", {}), **facts}}
            run.save(update_fields=["journal"])


class Teller:
    """A provider's report: raises Cancelled when the run is no longer ours, and tells the chat what is new, in time."""

    def __init__(self, run: ActionRun, keeper: Keeper) -> None:
        self.run, self.keeper = run, keeper
        self.told_at, self.told = 0.0, (-1.0, "")

    def __call__(self, share: float, message: str) -> None:
        if reason := self.keeper.stop_reason():
            raise (LeaseLost if ActionRun.objects.filter(pk=self.run.pk).exists() else Cancelled(reason))
        now = time.monotonic()
        is_new = message != self.told[1] or share >= self.told[0] + NEWS
        if not is_new or now - self.told_at < PROGRESS_EVERY:
            return
        self.told_at, self.told = now, (share, message)
        with lease.held(self.run) as run:
            lease.progress(run, 0.05 + 0.4 * share, message)


def work(worker: str, run_id: UUID | str, *, keeper_of: type[Keeper] = Keeper) -> ActionRun | None:
    """Take the run whose turn it is in the rung one's chat and work on it; None where there is nothing to take."""
    run = lease.take(worker, run_id)
    if run is None:
        return None
    structlog.contextvars.bind_contextvars(run=str(run.pk), attempt=run.attempt)
    with keeper_of(run) as keeper:
        try:
            _answer(run, keeper)
        except (LeaseLost, Cancelled):
            log.info("action_left")
        except ProviderError as failure:
            log.warning("action_failed", provider=run.provider, code=failure.code)
            _refused(run, failure)
        except Exception:  # the run says so; the log has it whole
            log.exception("action_fault", provider=run.provider)
            _refused(run, ProviderError(FAULT, code="fault", retry=True))
    return run


def _answer(run: ActionRun, keeper: Keeper) -> None:
    provider = providers.named(run.provider)
    ask = _ask(run, keeper)
    if run.action in SCAD:
        _keep_source(run, provider.source(ask))
    else:
        _keep_requirements(run, provider.requirements(ask), ask.references)


def _ask(run: ActionRun, keeper: Keeper) -> Ask:
    """The request with its history: the one that was sent, else what the chat held before it."""
    asked = run.request
    standing = selectors.standing_before(run)
    sent_document = asked.get("requirements_json")
    history = asked.get("history")
    return Ask(
        action=run.action,
        content=asked["content"],
        history=history if history is not None else selectors.history_before(run),
        document=standing.document if sent_document is None else sent_document,
        source=standing.source if sent_document is None else None,
        corrections=[Correction(**one) for one in run.journal.get("corrections", [])],
        metadata=asked.get("metadata_json") or {},
        journal=RunJournal(run),
        timeout_seconds=run.timeout_seconds,
        report=Teller(run, keeper),
        references=[] if run.action in SCAD else [one.to_json() for one in retrieval.related(asked["content"])],
    )


def _keep_requirements(run: ActionRun, reply: Reply, references: Sequence[Mapping[str, Any]]) -> None:
    if reply.requirements is None:
        raise ProviderError("The answer holds no requirements document. Say it in other words.", code="bad_answer")
    output: dict[str, Any] = {"requirements": dict(reply.requirements)}
    if references:
        output["references"] = list(references)
    content = "\n\n".join(part for part in (reply.content, _cited(references)) if part)
    with lease.held(run) as held:
        lease.complete(held, content=content, output=output, tokens=reply.tokens)


def _cited(references: Sequence[Mapping[str, Any]]) -> str:
    """The approved models among what was found, as links."""
    models = [one for one in references if one["kind"] == "model"]
    linked = [f"[{one['title'].translate(BRACKETS)}]({settings.SITE_URL}{one['url']})" for one in models]
    return f"Close to it on Nexus: {', '.join(linked)}." if linked else ""


def _keep_source(run: ActionRun, reply: Reply) -> None:
    """The source and the job that renders it, in one transaction: a killed worker leaves both or neither."""
    if not reply.scad or not reply.scad.strip():
        raise ProviderError("The answer holds no OpenSCAD source. Say it in other words.", code="bad_answer")
    with lease.held(run) as held:
        try:
            with transaction.atomic():
                held.job = _submit(held, reply.scad)
        except NexusError as refusal:
            held.output = {"scad": reply.scad}
            held.save(update_fields=["output"])
            lease.fail(held, refusal.code, refusal.sentence)
            return
        held.output = {"scad": reply.scad, "job_id": str(held.job.pk), "asset_ids": []}
        if reply.requirements is not None:
            held.output["requirements"] = dict(reply.requirements)
        held.journal = {**held.journal, "content": reply.content, "tokens": reply.tokens}
        lease.render(held, "Rendering the source")


def _submit(run: ActionRun, source: str) -> Job:
    words = run.request["content"].strip() or "A part made from its requirements"
    return generation.submit(
        owner=run.owner,
        prompt=words[: generation.PROMPT_MOST],
        kind=Job.Kind.DESIGN,
        engine="openscad",
        parameters={"source": source},
        group_key=run.chat.session.group_key,
    )


def _refused(run: ActionRun, failure: ProviderError) -> None:
    try:
        with lease.held(run) as held:
            if failure.retry:
                lease.requeue(held, failure.message)
            else:
                lease.fail(held, failure.code, failure.message)
    except LeaseLost:
        log.info("action_left")


def follow_job(job_id: UUID | str) -> None:
    """A job ended: complete, correct or fail the run that waits for it. Anything else is left alone."""
    waiting = ActionRun.objects.filter(job_id=job_id, state=ActionRun.State.RENDERING)
    for found in waiting.select_related("job"):
        document = _measured_document(found)  # outside the locks: it takes a second
        with lease.rendering(found.pk, found.chat_id) as run:
            if run is not None:
                _settle(run, document)


def _settle(run: ActionRun, document: dict[str, Any] | None = None) -> None:
    job = Job.objects.filter(pk=run.job_id).first() if run.job_id else None
    if job is not None and not job.is_final:
        return
    if job is None or job.state == Job.State.CANCELLED:
        lease.fail(run, "job_cancelled", "The model was cancelled before it was done. The source is kept here.")
    elif job.state == Job.State.FAILED:
        _not_rendered(run, job)
    else:
        _complete(run, job, document)


def _complete(run: ActionRun, job: Job, document: dict[str, Any] | None) -> None:
    assets = Asset.objects.filter(job=job, by_client=False).order_by("id")
    found = [(str(asset.pk), asset.kind) for asset in assets]
    output = {**run.output, "asset_ids": [key for key, _ in found], "assets": {kind: key for key, kind in found}}
    if document is not None:
        output["requirements"] = document
    table = prose.measured([row for row in (document or {}).get("measured", []) if row["wanted"] is not None])
    parts = [run.journal.get("content", ""), _measured_size(job), table]
    content = "\n\n".join(part for part in parts if part)
    lease.complete(run, content=content, output=output, tokens=run.journal.get("tokens"))


def _measured_document(run: ActionRun) -> dict[str, Any] | None:
    """The planner's document with what its mesh measures; None where there is nothing to measure."""
    document = run.output.get("requirements") or {}
    job = run.job
    if job is None or job.state != Job.State.SUCCEEDED or not {"state", "dimensions"} <= set(document):
        return None
    made = Asset.objects.filter(job=job, kind="glb", by_client=False).select_related("file").first()
    if made is None or made.file is None:
        return None
    try:
        with tempfile.TemporaryDirectory(prefix="measure-", dir=Path(settings.VAR) / "work") as own:
            folder = Path(own)
            files.fetch(made.file, folder / MODEL)
            (folder / DOCUMENT).write_text(json.dumps(document), encoding="utf-8")
            told = sandbox.run(
                "conversations.measuring", folder=folder, seconds=MEASURE_SECONDS, megabytes=settings.JOB_MEGABYTES
            )
        found: dict[str, Any] = json.loads(told)
    except (sandbox.SandboxError, OSError, ValueError) as failure:
        log.warning("not_measured", run=str(run.pk), reason=str(failure))
        return None
    return found


def _not_rendered(run: ActionRun, job: Job) -> None:
    tried = len(run.journal.get("corrections", []))
    if providers.named(run.provider).corrects and tried < CORRECTIONS and job.error_code not in UNRENDERABLE:
        lease.ask_again(run, job.error_message)
        return
    lease.fail(run, job.error_code or "not_rendered", f"The source did not render: {job.error_message}")


def _measured_size(job: Job) -> str:
    """One sentence of what the mesh really is; JSON facts are in the job."""
    facts = job.facts or {}
    size = facts.get("size_mm")
    if not size:
        return ""
    wide, high, deep = (f"{float(length):,.1f}".rstrip("0").rstrip(".") for length in size)
    closed = "closed" if facts.get("closed") else "not closed"
    return f"Measured on the mesh: {wide} × {deep} × {high} mm (width, depth, height), {closed}."


def settle_ended() -> None:
    """End runs whose job is over or gone, though nobody told them (a duty); one that just ended is being measured."""
    waiting = ActionRun.objects.filter(state=ActionRun.State.RENDERING).exclude(job__state__in=GOING)
    measured_now = Q(job__state=Job.State.SUCCEEDED, job__finished_at__gt=Now() - UNHEARD)
    for run_id, chat_id in waiting.exclude(measured_now).order_by("id").values_list("pk", "chat_id")[:100]:
        with lease.rendering(run_id, chat_id) as run:
            if run is not None:
                _settle(run)
