"""Designs by a RunPod serverless endpoint: it answers with OpenSCAD source or with a finished model."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any, ClassVar

from generation.engines.base import Brief, EngineError, Piece, Place, Report
from generation.engines.providers import answers, inputs, results
from generation.engines.providers.following import Manners, follow
from generation.engines.providers.line import Line, Unsure, client_for, nonsense
from generation.engines.providers.notes import Note, Notes
from generation.engines.providers.state import State, Task, json_in, number, table, text
from generation.engines.providers.waiting import Rising, Tick
from generation.engines.providers.workshop import Walled, Workshop, drafted
from nexus.foundation.outbound import Client, OutboundError

BASE = "https://api.runpod.ai/v2"
TITLE = "RunPod"
LICENCE = "of the endpoint's owner"
INPUT_BYTES = 10 * 2**20
STATUS_BYTES = 32 * 2**20
CORRECTIONS = 3

_ID = re.compile(r"[A-Za-z0-9_-]{1,100}")
_STATES = {
    "IN_QUEUE": State.QUEUED,
    "IN_PROGRESS": State.RUNNING,
    "RUNNING": State.RUNNING,
    "COMPLETED": State.SUCCEEDED,
    "FAILED": State.FAILED,
    "CANCELLED": State.CANCELLED,
    "TIMED_OUT": State.TIMED_OUT,
}


class Endpoint:
    """One serverless endpoint: what it is asked, and what became of it. Also what conversations talk to."""

    title = TITLE

    def __init__(
        self,
        *,
        key: str = "",
        endpoint_id: str = "",
        base: str = BASE,
        client: Client | None = None,
        poll_seconds: float = 2.0,
    ) -> None:
        self._key, self._endpoint_id = key, endpoint_id
        self.base = f"{(base or BASE).rstrip('/')}/{endpoint_id}"
        self.client = client or client_for(self.base)
        self.poll_seconds = poll_seconds
        headers = {"authorization": f"Bearer {key}"}
        self.line = Line(TITLE, self.base, headers=headers, client=self.client, secrets=(key,))

    def ready(self) -> str:
        """Empty where it is configured, else the sentence why not."""
        if not self._key:
            return "No key for RunPod is configured (RUNPOD_API_KEY)."
        if not _ID.fullmatch(self._endpoint_id):
            return "No RunPod endpoint is configured (RUNPOD_ENDPOINT_ID)."
        return ""

    def health(self, *, tick: Tick = lambda: None) -> str:
        """Empty where the endpoint answers, else the sentence why not; at most five seconds."""
        if reason := self.ready():
            return reason
        try:
            found = table(self.line.read("/health", tick=tick, seconds=5.0))
        except EngineError as error:
            return error.message
        return "" if isinstance(found.get("workers"), dict) else nonsense(TITLE).message

    def answer(
        self,
        given: Mapping[str, Any],
        *,
        step: str,
        notes: Notes,
        rising: Rising,
        span: tuple[float, float] = (0.0, 1.0),
        deadline_seconds: float,
    ) -> Task:
        """What the endpoint made of this input: a succeeded task; asked once, whatever dies in between.

        Raises EngineError for every other end; lets Cancelled pass after RunPod was told.
        """
        manners = Manners(deadline_seconds, self.poll_seconds)
        request = _Request(self, given, deadline_seconds)
        return follow(request, step, notes=notes, rising=rising, progress=rising.part(*span), manners=manners)

    def answer_now(self, given: Mapping[str, Any], *, tick: Tick, wait_seconds: float = 90.0) -> Task:
        """One short answer by `/runsync`, such as for a person who waits; it may come back still running.

        For what costs little: nothing is noted, and an answer that got lost is an EngineError.
        """
        wait = int(min(max(wait_seconds, 1.0), 300.0) * 1000)
        try:
            answer = self.line.start(
                f"/runsync?wait={wait}", {"input": dict(given)}, tick=tick, seconds=wait / 1000 + 15, most=STATUS_BYTES
            )
        except Unsure as unsure:
            raise EngineError(str(unsure), code="outcome_unknown") from unsure
        return self.read(json_in(answer.body))

    def look(self, task_id: str, tick: Tick) -> Task:
        """A task as it is now; one that RunPod deleted at the end of its time has timed out."""
        try:
            answer = self.line.ask("GET", f"/status/{task_id}", tick=tick, most=STATUS_BYTES)
        except OutboundError as error:
            raise self.line.unreached(error) from error
        if answer.status == 404:
            sentence = "RunPod knows this task no more: its time was over."
            return Task(State.TIMED_OUT, provider_job_id=task_id, error_code="timed_out", error_message=sentence)
        return self.read(json_in(self.line.accepted(answer).body))

    def cancel(self, task_id: str) -> None:
        """End the task; quick, one try."""
        try:
            self.line.ask("POST", f"/cancel/{task_id}", tick=lambda: None, seconds=5.0, repeatable=True)
        except OutboundError as error:
            raise self.line.unreached(error) from error

    def read(self, found: Any) -> Task:
        """A job object of RunPod in our words."""
        job = table(found)
        state = _STATES.get(text(job.get("status")))
        task_id = text(job.get("id"), most=200)
        if state is None or not _ID.fullmatch(task_id):
            raise nonsense(TITLE)
        output, failed = job.get("output"), ""
        if state is State.FAILED or (state is State.SUCCEEDED and _is_error(output)):
            state = State.FAILED
            failed = self.line.told(_error_words(job.get("error") or table(output).get("error")))
        running = table(output) if state is State.RUNNING else {}
        percent = number(running.get("progress"), most=100.0)
        stage = self.line.told(text(running.get("stage"), most=60)).rstrip(".")
        return Task(
            state,
            provider_job_id=task_id,
            progress=None if percent is None else percent / 100,
            cost_units=number(job.get("executionTime")),
            error_code="provider_failed" if failed or state is State.FAILED else "",
            error_message=f"RunPod could not make this: {failed}" if failed else "",
            words=f"RunPod is working: {stage}" if stage else "",
            output=output if state is State.SUCCEEDED else None,
        )


class _Request:
    """One input for an endpoint, as `follow` needs it."""

    title = TITLE

    def __init__(self, endpoint: Endpoint, given: Mapping[str, Any], deadline_seconds: float) -> None:
        self._endpoint = endpoint
        seconds = min(max(deadline_seconds, 5.0), 604_800.0)
        policy = {"executionTimeout": int(seconds * 1000), "ttl": int(max(seconds, 10.0) * 1000)}
        self._body = {"input": dict(given), "policy": policy}

    def start(self, tick: Tick) -> str:
        if len(json.dumps(self._body)) > INPUT_BYTES:
            raise EngineError("This is more than RunPod takes in one request.", code="input_too_large")
        answer = self._endpoint.line.start("/run", self._body, tick=tick)
        task_id = text(table(json_in(answer.body)).get("id"), most=200)
        if not _ID.fullmatch(task_id):
            raise Unsure("RunPod took the request and did not say under which number.")
        return task_id

    def find(self, note: Note, tick: Tick) -> str:  # noqa: ARG002 - RunPod has no list of its tasks
        raise EngineError(
            "RunPod may have taken this job before its answer got lost. It is not sent again, so that it is not paid "
            "for twice; start it anew if you want that.",
            code="outcome_unknown",
        )

    def look(self, task_id: str, tick: Tick) -> Task:
        return self._endpoint.look(task_id, tick)

    def cancel(self, task_id: str) -> None:
        self._endpoint.cancel(task_id)


class RunPod:
    """`workshop` makes what the endpoint wrote, behind walls; `base` lets a test point at a fake."""

    name: ClassVar[str] = "runpod"
    version: ClassVar[str] = "1.0.0"
    kinds: ClassVar[frozenset[str]] = frozenset({"design"})
    place: ClassVar[Place] = "remote"
    licence: ClassVar[str] = LICENCE
    capabilities: ClassVar[Mapping[str, Any]] = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "type": "object",
        "properties": {
            "requirements": {
                "type": "object",
                "description": "A requirements document that goes with the words as requirements_json.",
            },
        },
    }

    def __init__(
        self,
        *,
        key: str = "",
        endpoint_id: str = "",
        base: str = BASE,
        client: Client | None = None,
        workshop: Workshop | None = None,
        deadline_seconds: float = 3600.0,
        poll_seconds: float = 2.0,
    ) -> None:
        self.endpoint = Endpoint(key=key, endpoint_id=endpoint_id, base=base, client=client, poll_seconds=poll_seconds)
        self._workshop: Workshop = workshop or Walled()
        self._deadline_seconds = deadline_seconds

    def ready(self) -> str:
        """The sentence why not, where key or endpoint is missing."""
        return self.endpoint.ready()

    def plan(self, brief: Brief, report: Report) -> dict[str, Any]:
        """Ask for the design: its source, rendered before it is accepted, or its finished model.

        A model is copied into the brief's folder here, where its success is seen.
        """
        if reason := self.ready():
            raise EngineError(reason, code="not_configured")
        rising, notes = Rising(report), Notes.of(brief)
        rising(0.0, "Asking RunPod")
        made_by = inputs.made_by(TITLE, model=self.endpoint.base.rsplit("/", 1)[-1], licence=LICENCE)
        first = self._round(brief, 1, "", "", notes, rising)
        if model := _model_in(first.output):
            self._copy(model, brief, rising.tick)
            rising(1.0, "Model copied")
            return {"kind": "runpod-model", "prompt": brief.prompt, "warnings": [], "made_by": made_by}
        with self._workshop(brief.folder) as bench:

            def draft(number: int, written: str, reason: str) -> str:
                task = first if number == 1 else self._round(brief, number, written, reason, notes, rising)
                return _source_in(task.output)

            specification, corrections = drafted(
                draft, lambda source: answers.rendered(bench, source, brief, rising), writer=TITLE
            )
        rising(1.0, "Source accepted")
        return specification | {"made_by": made_by | {"corrections": corrections}}

    def _round(self, brief: Brief, number: int, written: str, reason: str, notes: Notes, rising: Rising) -> Task:
        given: dict[str, Any] = {
            "action": "generate_scad",
            "prompt": brief.prompt,
            "job_id": notes.key,
            "requirements_json": brief.parameters.get("requirements") or {},
        }
        if written or reason:
            given |= {"previous_source": written, "reason": reason}
        low = (number - 1) / (CORRECTIONS + 1)
        return self.endpoint.answer(
            given,
            step=f"draft_{number}",
            notes=notes,
            rising=rising,
            span=(0.9 * low, 0.9 * low + 0.2),
            deadline_seconds=self._deadline_seconds,
        )

    def _copy(self, model: Mapping[str, str], brief: Brief, tick: Tick) -> Piece:
        if address := model.get("address"):
            try:
                return results.copied(self.endpoint.client, address, brief.folder, kind="glb", title=TITLE, tick=tick)
            except results.Gone as gone:
                raise EngineError("RunPod keeps this result no more.", code="result_expired") from gone
        return results.from_base64(model["base64"], brief.folder, kind="glb", title=TITLE)

    def run(self, brief: Brief, report: Report) -> list[Piece]:
        """The files of the accepted source, or the model that was copied (again, where another attempt copied it)."""
        rising = Rising(report)
        specification = brief.specification or self.plan(brief, rising.part(0.0, 0.5))
        if specification.get("kind") == "runpod-model":
            model = brief.folder / "model.glb"
            if not model.exists():
                task = self._round(brief, 1, "", "", Notes.of(brief), rising)
                self._copy(_model_in(task.output) or {"base64": ""}, brief, rising.tick)
            rising(1.0, "Model ready")
            return [Piece("glb", model)]
        with self._workshop(brief.folder) as bench:
            return answers.made(bench, "design", specification, brief, rising)


def _is_error(output: Any) -> bool:
    return isinstance(output, dict) and bool(output.get("error")) and len(output) <= 2


def _error_words(given: Any) -> str:
    """The message in RunPod's error, which is a text, or a text that holds JSON; never its traceback."""
    if isinstance(given, str):
        held = json_in(given.encode()) if given.lstrip().startswith("{") else None
        if not isinstance(held, dict):
            return given.partition("Traceback")[0]
        given = held
    return text(table(given).get("error_message") or table(given).get("message"), most=500).partition("Traceback")[0]


def _last(output: Any) -> Any:
    """A generator's outputs come as a list: the last one that is something."""
    while isinstance(output, list) and output:
        output = output[-1]
        if isinstance(output, dict) and set(output) == {"output"}:
            output = output["output"]
    return output


def _model_in(output: Any) -> dict[str, str] | None:
    """Where a finished GLB lies in an output: `files` with url or base64, or one of the usual names."""
    found = table(_last(output))
    files = found.get("files") if isinstance(found.get("files"), list) else []
    for file in [table(one) for one in files or []]:
        if text(file.get("format")).lower() == "glb":
            if address := text(file.get("url"), most=8192):
                return {"address": address}
            if isinstance(file.get("base64"), str):
                return {"base64": file["base64"]}
    for name in ("glb_url", "model_url"):
        if address := text(found.get(name), most=8192):
            return {"address": address}
    for name in ("glb_base64", "model_base64"):
        if isinstance(found.get(name), str) and found[name]:
            return {"base64": found[name]}
    return None


def _source_in(output: Any) -> str:
    """The OpenSCAD source in an output. Raises NotAccepted, or EngineError where no text is."""
    found = _last(output)
    if isinstance(found, dict):
        found = next((found[name] for name in ("scad", "openscad", "source", "code") if found.get(name)), None)
    if not isinstance(found, str):
        raise nonsense(TITLE)
    return answers.source_in(found)
