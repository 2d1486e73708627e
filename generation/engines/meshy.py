"""Models from words and pictures by Meshy's API: a preview, then its texture; results copied before links end."""

from __future__ import annotations

import email.utils
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar
from urllib.parse import quote

from generation.engines.base import Brief, EngineError, Piece, Place, Report
from generation.engines.providers import inputs, results
from generation.engines.providers.following import Manners, follow
from generation.engines.providers.line import Line, Unsure, client_for, nonsense, wished_pause
from generation.engines.providers.notes import Note, Notes
from generation.engines.providers.state import State, Task, json_in, number, table, text, whole
from generation.engines.providers.waiting import Rising, Tick
from nexus.foundation.outbound import Client, OutboundError

BASE = "https://api.meshy.ai"
TEXT, IMAGE = "/openapi/v2/text-to-3d", "/openapi/v1/image-to-3d"
PROMPT_LIMIT = 600
CLOCK_SLACK = 5.0
LIST_PAGES = 4
TITLE = "Meshy"
LICENCE = "Meshy terms of service (plan of the configured account)"

_STATES = {
    "PENDING": State.QUEUED,
    "IN_PROGRESS": State.RUNNING,
    "SUCCEEDED": State.SUCCEEDED,
    "FAILED": State.FAILED,
    "EXPIRED": State.FAILED,
    "CANCELED": State.CANCELLED,
}
_RETRYABLE = frozenset({"timeout", "service_unavailable", "server_error"})
_SENTENCES = {
    "timeout": "Meshy took too long over this and gave up.",
    "service_unavailable": "Meshy cannot work now.",
    "server_error": "Meshy has a fault of its own.",
    "moderation_blocked": "Meshy's rules do not allow this wish.",
    "image_too_complex": "Meshy finds the picture too complex; show one thing on a plain ground.",
}
_STYLES = {"realistic": "", "low-poly": ", low-poly style", "stylized": ", stylized"}


class Meshy:
    """`key` is the account's; `base` lets a test point at a fake; `model` is Meshy's own name of a model."""

    name: ClassVar[str] = "meshy"
    version: ClassVar[str] = "1.0.0"
    kinds: ClassVar[frozenset[str]] = frozenset({"text", "image"})
    place: ClassVar[Place] = "remote"
    licence: ClassVar[str] = LICENCE
    capabilities: ClassVar[Mapping[str, Any]] = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "type": "object",
        "properties": {
            "style": {
                "type": "string",
                "enum": list(_STYLES),
                "default": "realistic",
                "description": "Added to the words: Meshy has no style of its own.",
            },
            "negative_prompt": {
                "type": "string",
                "maxLength": 200,
                "default": "",
                "description": "Added to the words as “without …”: Meshy has no such field.",
            },
            "texture": {"type": "boolean", "default": True, "description": "Colours too, at more credits."},
            "pbr": {"type": "boolean", "default": False, "description": "Metallic, roughness and normal maps."},
            "face_count": {"type": "integer", "minimum": 100, "maximum": 300_000},
            "polygon_type": {"type": "string", "enum": ["triangle", "quadrilateral"], "default": "triangle"},
            "pose": {"type": "string", "enum": ["", "a-pose", "t-pose"], "default": ""},
        },
    }

    def __init__(
        self,
        *,
        key: str = "",
        base: str = BASE,
        model: str = "latest",
        client: Client | None = None,
        deadline_seconds: float = 3600.0,
        poll_seconds: float = 5.0,
    ) -> None:
        self._key = key
        self._base = base or BASE
        self._model = model
        self._client = client or client_for(self._base)
        self._manners = Manners(deadline_seconds, poll_seconds)
        self._line = Line(
            TITLE, self._base, headers={"authorization": f"Bearer {key}"}, client=self._client, secrets=(key,)
        )

    def ready(self) -> str:
        """The sentence why not, where no key is configured."""
        return "" if self._key else "No key for Meshy is configured (MESHY_API_KEY)."

    def plan(self, brief: Brief, report: Report) -> dict[str, Any]:
        """What will be asked for; refuses here what Meshy would refuse after a wait."""
        report(0.0, "Reading the wish")
        prompt = self._prompt(brief)
        if brief.kind == "image":
            self._check_picture(brief)
        warnings = []
        if brief.parameters.get("negative_prompt"):
            warnings.append("Meshy takes no negative prompt; what to leave out was added to the words.")
        report(1.0, "Wish read")
        return {
            "kind": "meshy",
            "prompt": prompt,
            "parameters": dict(brief.parameters),
            "warnings": warnings,
            "made_by": inputs.made_by(TITLE, model=self._model, licence=LICENCE, seed_honoured=False),
        }

    def run(self, brief: Brief, report: Report) -> list[Piece]:
        """One task, or a preview and its texture; `model.glb` in the brief's folder."""
        if reason := self.ready():
            raise EngineError(reason, code="not_configured")
        rising, notes = Rising(report), Notes.of(brief)
        rising(0.0, "Asking Meshy")
        prompt = self._prompt(brief)
        if brief.kind == "image":
            return self._made(brief, _Wish(IMAGE, self._image(brief)), "model", notes, rising, 0.0)
        preview = _Wish(TEXT, self._preview(brief, prompt), prompt, "text-to-3d-preview")
        if not brief.parameters.get("texture", True):
            return self._made(brief, preview, "model", notes, rising, 0.0)
        done = self._followed(preview, "preview", notes, rising, (0.0, 0.45))
        refine = _Wish(TEXT, self._refine(brief, done.provider_job_id), prompt, "text-to-3d-refine")
        return self._made(brief, refine, "texture", notes, rising, 0.45)

    def _check_picture(self, brief: Brief) -> None:
        inputs.media_type(inputs.picture(brief, title=TITLE).read_bytes()[:16])
        given = brief.parameters
        if given.get("pbr") and not given.get("texture", True):
            raise EngineError("Maps for the surface (pbr) need a texture.", code="invalid")
        for name, usual in (("style", "realistic"), ("negative_prompt", "")):
            if given.get(name) not in (None, "", usual):
                raise EngineError(
                    f"Meshy follows a picture and no words beside it; leave {name} out.", code="parameter_not_honoured"
                )

    def _prompt(self, brief: Brief) -> str:
        if brief.kind == "image":
            return ""  # words would replace the picture's own colours
        words = brief.prompt.strip() + _STYLES[str(brief.parameters.get("style") or "realistic")]
        if unwanted := str(brief.parameters.get("negative_prompt") or "").strip():
            words += f"; without {unwanted}"
        if not brief.prompt.strip():
            raise EngineError("Meshy needs words for this.", code="invalid")
        if len(words) > PROMPT_LIMIT:
            raise EngineError(
                f"Meshy takes at most {PROMPT_LIMIT} characters; this wish has {len(words)}.", code="prompt_too_long"
            )
        return words

    def _shape(self, brief: Brief) -> dict[str, Any]:
        """What preview and picture tasks share."""
        given = brief.parameters
        body: dict[str, Any] = {"ai_model": self._model, "target_formats": ["glb"], "moderation": True}
        faces, quads = given.get("face_count"), given.get("polygon_type") == "quadrilateral"
        if faces or quads:  # both are ignored unless Meshy remeshes
            body |= {"should_remesh": True, "topology": "quad" if quads else "triangle"}
        if faces:
            body["target_polycount"] = int(faces)
        if given.get("pose"):
            body["pose_mode"] = given["pose"]
        return body

    def _preview(self, brief: Brief, prompt: str) -> dict[str, Any]:
        return {"mode": "preview", "prompt": prompt} | self._shape(brief)

    def _refine(self, brief: Brief, preview: str) -> dict[str, Any]:
        return {
            "mode": "refine",
            "preview_task_id": preview,
            "enable_pbr": bool(brief.parameters.get("pbr")),
            "ai_model": self._model,
            "target_formats": ["glb"],
        }

    def _image(self, brief: Brief) -> dict[str, Any]:
        textured = bool(brief.parameters.get("texture", True))
        body = {"image_url": inputs.data_uri(inputs.picture(brief, title=TITLE)), "should_texture": textured}
        if textured:
            body["enable_pbr"] = bool(brief.parameters.get("pbr"))
        return body | self._shape(brief)

    def _followed(self, wish: _Wish, step: str, notes: Notes, rising: Rising, span: tuple[float, float]) -> Task:
        task = _Tasks(self._line, wish)
        return follow(task, step, notes=notes, rising=rising, progress=rising.part(*span), manners=self._manners)

    def _made(self, brief: Brief, wish: _Wish, step: str, notes: Notes, rising: Rising, start: float) -> list[Piece]:
        done = self._followed(wish, step, notes, rising, (start, 0.9))
        rising(0.9, "Copying the model")
        try:
            piece = self._copied(done, brief, rising.tick)
        except results.Gone:  # a signed link that ended: the task has a new one, or has been deleted
            done = _Tasks(self._line, wish).look(done.provider_job_id, rising.tick)
            try:
                piece = self._copied(done, brief, rising.tick)
            except results.Gone as gone:
                if note := notes.open(step):
                    notes.over(step, note, "expired")
                raise EngineError("Meshy keeps this result no more.", code="result_expired", retry=True) from gone
        if done.cost_units is not None:
            notes.keep(cost={"credits": done.cost_units})
        rising(1.0, "Model ready")
        return [piece]

    def _copied(self, done: Task, brief: Brief, tick: Tick) -> Piece:
        if not done.results.get("glb"):
            raise nonsense(TITLE)
        return results.copied(self._client, done.results["glb"], brief.folder, kind="glb", title=TITLE, tick=tick)


@dataclass(frozen=True)
class _Wish:
    """A request: where it goes, its body, and by which words and type it is found again in the account's list."""

    path: str
    body: Mapping[str, Any]
    prompt: str = ""
    type: str = "image-to-3d"


class _Tasks:
    """Meshy's tasks of one path, as `follow` needs them."""

    title = TITLE

    def __init__(self, line: Line, wish: _Wish) -> None:
        self._line = line
        self._wish = wish

    def start(self, tick: Tick) -> str:
        answer = self._line.start(self._wish.path, dict(self._wish.body), tick=tick)
        if not (task_id := text(table(json_in(answer.body)).get("result"), most=200)):
            raise Unsure("Meshy took the request and did not say under which number.")
        return task_id

    def find(self, note: Note, tick: Tick) -> str:
        """The task in the account's list that began after the note, by its words.

        A picture's task shows nothing to know it by, and somebody else's may stand there: then nobody can know.
        """
        for entry in self._since(note, tick):
            if entry.get("type") not in (None, "", self._wish.type):
                continue
            if not self._wish.prompt or not entry.get("prompt"):
                raise EngineError(
                    "Meshy may have taken this job before its answer got lost. It is not sent again, so that it is "
                    "not paid for twice; start it anew if you want that.",
                    code="outcome_unknown",
                )
            if self._is_ours(entry):
                return text(entry.get("id"), most=200)
        return ""

    def _is_ours(self, entry: Mapping[str, Any]) -> bool:
        parent = self._wish.body.get("preview_task_id")
        if parent is not None and entry.get("preview_task_id") not in (None, "", parent):
            return False
        return entry.get("prompt") == self._wish.prompt

    def _since(self, note: Note, tick: Tick) -> list[dict[str, Any]]:
        """The account's tasks since the note by Meshy's own clock, the oldest first."""
        found: list[dict[str, Any]] = []
        for page in range(1, LIST_PAGES + 1):
            path = f"{self._wish.path}?page_num={page}&page_size=50&sort_by=-created_at"
            try:
                answer = self._line.accepted(self._line.ask("GET", path, tick=tick))
            except OutboundError as error:
                raise self._line.unreached(error) from error
            entries = _list(answer.body)
            since = (note.asked_at + _clock_difference(answer.headers) - CLOCK_SLACK) * 1000
            fresh = [entry for entry in entries if (number(entry.get("created_at"), most=1e15) or 0.0) >= since]
            found += fresh
            if len(fresh) < len(entries) or len(entries) < 50:
                break
        return found[::-1]

    def look(self, task_id: str, tick: Tick) -> Task:
        try:
            answer = self._line.accepted(
                self._line.ask("GET", f"{self._wish.path}/{quote(task_id, safe='')}", tick=tick)
            )
        except OutboundError as error:
            raise self._line.unreached(error) from error
        return self._task(table(json_in(answer.body)), task_id, look_after=wished_pause(answer))

    def _task(self, found: Mapping[str, Any], task_id: str, *, look_after: float) -> Task:
        state = _STATES.get(text(found.get("status")))
        if state is None:
            raise nonsense(TITLE)
        error = table(found.get("task_error"))
        kind = text(error.get("code")) or text(error.get("type"))
        percent = number(found.get("progress"), most=100.0)
        urls = {name: url for name, url in table(found.get("model_urls")).items() if isinstance(url, str) and url}
        told = self._line.told(text(error.get("message")))
        sentence = _SENTENCES.get(kind, f"{TITLE} could not make this: {told}" if told else "")
        return Task(
            state,
            provider_job_id=task_id,
            progress=None if percent is None else percent / 100,
            queue_position=whole(found.get("preceding_tasks")) if state is State.QUEUED else None,
            cost_units=number(found.get("consumed_credits")),
            error_code=kind if state is State.FAILED else "",
            error_message=sentence if state is State.FAILED else "",
            retryable=bool(_RETRYABLE & {kind, text(error.get("type"))}),
            results=urls,
            look_after=look_after,
        )

    def cancel(self, task_id: str) -> None:
        """Meshy has no cancel: deleting a running task is documented as deleting, not as ending it."""


def _list(body: bytes) -> list[dict[str, Any]]:
    found = json_in(body)
    if isinstance(found, dict):
        found = found.get("result") or found.get("results")
    if not isinstance(found, list):
        raise nonsense(TITLE)
    return [entry for entry in found if isinstance(entry, dict)]


def _clock_difference(headers: Mapping[str, str]) -> float:
    """By how many seconds the provider's clock is ahead of ours; 0 where it does not say."""
    try:
        stated = email.utils.parsedate_to_datetime(headers.get("date", "")).timestamp()
    except (ValueError, TypeError, OverflowError):
        return 0.0
    return stated - time.time()
