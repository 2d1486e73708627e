"""plan → mesh → check → export → register: one function a stage, a checkpoint between.

A stage does its heavy part in the warm child, writes files to the store, then commits its result, its assets and its
event in one transaction that names the attempt. A worker killed anywhere loses at most the stage it was in.
"""

import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from itertools import zip_longest
from pathlib import Path
from typing import Any

import structlog
from django.conf import settings
from django.utils import timezone

from generation import events, lease, registry, work
from generation.engines.base import Cancelled, Engine, EngineError, Place, Shaper
from generation.journal import RowJournal
from generation.lease import Keeper
from generation.mesh import validator
from generation.models import Asset, Job, JobEvent, JobInput, StageResult
from nexus.foundation import sandbox
from nexus.foundation.keeping import LeaseLost
from nexus.foundation.storage import files
from nexus.foundation.storage.files import StoreFull

log = structlog.get_logger(__name__)

THEIRS = {"not_understood", "invalid", "prompt_refused"}  # no other engine would make more of it
TOO_MUCH = {"timeout", "memory"}
PROGRESS_EVERY = 0.1  # seconds between two progress events of one job
SECONDS_AT: dict[Place, Callable[[], float]] = {
    "child": lambda: settings.JOB_SECONDS,
    "device": lambda: settings.DEVICE_SECONDS,
    "remote": lambda: settings.REMOTE_SECONDS,
}
SPANS = {
    "plan": (0.02, 0.1),
    "preview": (0.1, 0.2),
    "mesh": (0.2, 0.6),
    "check": (0.6, 0.75),
    "export": (0.75, 0.95),
    "register": (0.95, 1.0),
}
PICTURE_SPANS = {**SPANS, "preview": (0.1, 0.95)}  # of a job whose picture is all it makes
WORDS = {
    "plan": "Reading the prompt",
    "preview": "Drawing the picture",
    "mesh": "Building the mesh",
    "check": "Checking the mesh",
    "export": "Writing the files and pictures",
    "register": "Putting it on your shelf",
}


class BadMesh(Exception):  # noqa: N818 - it reads as what it is
    """The engine's own result did not pass the gate."""

    def __init__(self, refused: dict[str, str]) -> None:
        super().__init__(f"{refused['sentence']} {refused['remedy']}")
        self.rule = refused["rule"]


@dataclass
class Work:
    """One attempt at one job: its row as it was taken, its folder, the child, and what earlier stages left."""

    job: Job
    keeper: Keeper
    folder: Path
    child: sandbox.WarmChild
    deadline: float
    engine: Engine
    done: dict[str, dict[str, Any]] = field(default_factory=dict)
    reported: tuple[float, str] = (-1.0, "")
    reported_at: float = 0.0
    stage: str = ""

    def ask(self, **request: Any) -> dict[str, Any]:
        """Have the child do something within what is left of the attempt's time."""
        request["folder"] = str(self.folder)
        stop = self.keeper.stop_reason
        return self.child.call(request, seconds=self.seconds_left(), on_progress=self.report, stop=stop)

    def engage(self, act: str, **request: Any) -> dict[str, Any]:
        """Have the engine plan or run: in the child, or here where it needs a device or the network."""
        job = self.job
        brief = {
            "act": act,
            "kind": job.kind,
            "prompt": job.prompt,
            "parameters": job.parameters,
            "seed": job.seed,
            "images": [str(self.picture(one)) for one in job.inputs.select_related("file").order_by("position")],
            **request,
        }
        if self.engine.place == "child":
            return self.ask(
                engine=registry.path_of(self.engine.name), options=registry.options_of(self.engine.name), **brief
            )
        journal = RowJournal(job, self.engine.name) if self.engine.place == "remote" else None
        try:
            return work.act(self.engine, {**brief, "folder": str(self.folder)}, self.told, journal=journal)
        except (EngineError, Cancelled, LeaseLost):
            raise
        except Exception as bug:
            log.exception("engine_crashed", engine=self.engine.name)
            raise EngineError(f"{type(bug).__name__} in the engine.", code="crash", retry=True) from bug

    def told(self, share: float, message: str) -> None:
        """Progress of an engine that works in this process: it ends with its next word when the job is not ours."""
        if self.keeper.stop_reason():
            # A provider's task ends with a person's wish only: of a lost lease the next attempt waits for it.
            wish = Job.objects.filter(pk=self.job.pk, state=Job.State.CANCELLED).exists()
            raise Cancelled if wish else LeaseLost
        if time.monotonic() > self.deadline:
            raise EngineError("It took longer than a job may take, and was ended.", code="timeout")
        self.report(share, message)

    def picture(self, one: JobInput) -> Path:
        """A job's picture in the folder."""
        path = self.folder / f"picture-{one.position}.{one.file.filename.rsplit('.', 1)[-1]}"
        return path if path.exists() else files.fetch(one.file, path)

    @property
    def span(self) -> tuple[float, float]:
        """The shares of the job's progress at which the present stage begins and ends."""
        return (PICTURE_SPANS if self.job.kind == Job.Kind.PICTURE else SPANS)[self.stage]

    def seconds_left(self) -> float:
        return max(1.0, self.deadline - time.monotonic())

    def report(self, share: float, message: str) -> None:
        """Progress of the present stage, at most ten times a second; the number never falls."""
        now = time.monotonic()
        if now - self.reported_at < PROGRESS_EVERY or self.reported == (share, message):
            return
        self.reported_at, self.reported = now, (share, message)
        low, high = self.span
        with lease.held(self.job.pk, attempt=self.job.attempt) as job:
            progress = max(job.progress, low + (high - low) * min(max(share, 0.0), 1.0))
            events.append(job, JobEvent.Type.PROGRESS, message, stage=self.stage, progress=progress)

    def local(self, kind: str) -> Path:
        """The job's file of this kind in the folder; fetched from the store when an earlier attempt made it."""
        path = self.folder / f"model.{kind}"
        if not path.exists():
            asset = Asset.objects.select_related("file").get(job_id=self.job.pk, kind=kind, by_client=False)
            if asset.file is None:
                raise LeaseLost
            files.fetch(asset.file, path)
        return path


def plan(work: Work) -> dict[str, Any]:
    specification = work.job.specification  # a job made with sliders brings its own
    if specification is None:
        specification = work.engage("plan")["specification"]
    return {"specification": specification, "said": _read_as(specification)}


def mesh(work: Work) -> dict[str, Any]:
    answer = work.engage("run", specification=work.done["plan"]["specification"])
    made = {kind: work.folder / name for kind, name in answer["pieces"].items()}
    return {"files": {kind: str(path) for kind, path in made.items()}, "said": "The mesh is built"}


def preview(work: Work) -> dict[str, Any]:
    """A picture of what is coming, of engines that can build the bare shape at once; the page shows it while the rest
    is made. It is the picture that tiles keep.
    """
    built = work.ask(
        act="shape",
        engine=registry.path_of(work.engine.name),
        options=registry.options_of(work.engine.name),
        specification=work.done["plan"]["specification"],
    )
    _mesh(work, "still", str(work.folder / built["file"]), name=EXPORTED["webp"])
    return {"files": {"webp": str(work.folder / EXPORTED["webp"])}, "said": "A first picture is drawn"}


def draw(work: Work) -> dict[str, Any]:
    """The picture of a job that asks for a picture alone."""
    answer = work.engage("run", specification=work.done["plan"]["specification"])
    made = {kind: str(work.folder / name) for kind, name in answer["pieces"].items()}
    return {"files": made, "said": "The picture is drawn"}


def check(work: Work) -> dict[str, Any]:
    glb = work.local("glb")
    _mesh(work, "gate", str(glb))
    facts = _mesh(work, "facts", str(glb))["facts"]
    facts = validator.completed(facts, glb, seconds=work.seconds_left(), stop=work.keeper.stop_reason)
    return {"facts": facts, "said": f"{facts['triangles']:,} triangles, {'watertight' if facts['closed'] else 'open'}"}


def export(work: Work) -> dict[str, Any]:
    """Pictures for tiles (webp), pages (large), programs (png), the shelf and links on other sites (og), and the mesh
    that the public may turn (preview).
    """
    glb = str(work.local("glb"))
    work.report(0.1, "Drawing the pictures")
    _mesh(work, "pictures", glb)
    work.report(0.8, "Making the mesh for the shop window")
    _mesh(work, "preview", glb, name="preview.glb")
    drawn = {"webp"} if "preview" in work.done else set()
    made = {kind: str(work.folder / name) for kind, name in EXPORTED.items() if kind not in drawn}
    return {"files": {**made, **_in_the_format_asked_for(work, glb)}, "said": "Files and pictures are ready"}


def _in_the_format_asked_for(work: Work, glb: str) -> dict[str, str]:
    """The file in the job's own format, where its engine did not make one. An OBJ comes as a zip with its materials."""
    wanted = work.job.output_format
    if work.job.assets.filter(kind=wanted, by_client=False).exists():
        return {}
    work.report(0.9, f"Writing {wanted.upper()}")
    return {wanted: str(work.folder / _mesh(work, "convert", glb, target=wanted)["files"][0])}


EXPORTED = {
    "webp": "still.webp",
    "large": "large.webp",
    "png": "still.png",
    "shelf": "shelf.webp",
    "og": "og.jpg",
    "preview": "preview.glb",
}


def _mesh(work: Work, verb: str, source: str, **options: Any) -> dict[str, Any]:
    answer = work.ask(act="mesh", verb=verb, source=source, options=options)
    if not answer["ok"]:
        raise BadMesh(answer["refused"])
    return answer


def register(_work: Work) -> dict[str, Any]:
    return {"said": "Done"}


STAGES: dict[str, Callable[[Work], dict[str, Any]]] = {
    "plan": plan,
    "preview": preview,
    "mesh": mesh,
    "check": check,
    "export": export,
    "register": register,
}
PICTURE_STAGES = {"plan": plan, "preview": draw, "register": register}


def work_next(
    worker: str,
    child: sandbox.WarmChild,
    *,
    folder: Path,
    keeper_of: type[Keeper] = Keeper,
    place: Place = "child",
) -> Job | None:
    """Take the fairest waiting job of a place and work on it to its end; returns it, or None where nothing waits."""
    job = lease.take_next(worker, place)
    if job is None:
        return None
    structlog.contextvars.bind_contextvars(job=str(job.pk), attempt=job.attempt)
    with tempfile.TemporaryDirectory(prefix="job-", dir=folder) as own, keeper_of(job) as keeper:
        deadline = time.monotonic() + SECONDS_AT[place]()
        work = Work(job, keeper, Path(own), child, deadline, registry.engines()[job.engine])
        try:
            _run_stages(work)
        except (LeaseLost, Cancelled, sandbox.Stopped):
            log.info("job_left", stage=work.stage)
        except (sandbox.ChildError, EngineError) as refusal:
            _refused(job, refusal)
        except sandbox.Failed as failure:
            log.warning("attempt_failed", stage=work.stage, reason=str(failure))
            sentence = f"The work stopped while it was {WORDS[work.stage].lower()}: {failure}"
            if failure.kind in TOO_MUCH and job.attempt > 1:  # once may be the machine, twice is the job
                _end(job, "too_heavy", f"{sentence} Make it simpler.")
            else:
                _give_back(job, sentence)
        except BadMesh as bad:
            _end(job, "bad_mesh", str(bad))
        except StoreFull as full:
            _end(job, "storage_full", full.sentence)
    return job


def _read_as(specification: dict[str, Any]) -> str:
    names = [str(thing.get("name") or thing["family"]) for thing in specification.get("objects", [])]
    return f"Read as: {', '.join(names)}" if names else "The prompt is read"


def _run_stages(work: Work) -> None:
    work.done = {row.stage: row.result for row in work.job.stages.all()}
    stages = PICTURE_STAGES if work.job.kind == Job.Kind.PICTURE else STAGES
    left_out = set() if stages is PICTURE_STAGES or isinstance(work.engine, Shaper) else {"preview"}
    left = [stage for stage in stages if stage not in work.done.keys() | left_out]
    work.stage = left[0]
    with lease.held(work.job.pk, attempt=work.job.attempt) as job:
        _begin(job, work)
    for stage, following in zip_longest(left, left[1:]):
        work.stage, started = stage, timezone.now()
        work.done[stage] = stages[stage](work)
        _commit(work, stage, started, following=following)


def _begin(job: Job, work: Work) -> None:
    progress = max(job.progress, work.span[0])
    events.append(job, JobEvent.Type.STAGE, WORDS[work.stage], stage=work.stage, progress=progress)


def _commit(work: Work, stage: str, started: datetime, *, following: str | None) -> None:
    """Files first, then one transaction: assets, checkpoint, event, and the beginning of the stage that follows.

    What no longer has an owner is dropped again.
    """
    result = work.done[stage]
    stored = {
        kind: files.put(Path(path), filename=f"{_stem(work.job)}{Path(path).suffix}", is_open=True)
        for kind, path in result.pop("files", {}).items()
    }
    try:
        with lease.held(work.job.pk, attempt=work.job.attempt) as job:
            said = result.pop("said")
            for kind, file in stored.items():
                Asset.objects.create(job=job, kind=kind, file=file)
            StageResult.objects.create(job=job, stage=stage, attempt=job.attempt, result=result, started_at=started)
            _keep_on_job(job, stage, result)
            if stage == "register":
                lease.succeed(job)
            else:
                kind = JobEvent.Type.ASSET if stored else JobEvent.Type.NOTE
                events.append(job, kind, said, stage=stage, progress=work.span[1])
            if following:
                work.stage = following
                _begin(job, work)
    except BaseException:
        for file in stored.values():
            files.drop(file)
        raise


def _keep_on_job(job: Job, stage: str, result: dict[str, Any]) -> None:
    if stage == "plan":
        job.specification = result["specification"]
        job.engine_version = registry.engines()[job.engine].version
        job.save(update_fields=["specification", "engine_version"])
    elif stage == "check":
        job.facts = result["facts"]
        job.save(update_fields=["facts"])


def _stem(job: Job) -> str:
    words = "".join(letter if letter.isalnum() else " " for letter in job.title.lower()).split()
    return "-".join(words)[:60] or "model"


def _refused(job: Job, refusal: sandbox.ChildError | EngineError) -> None:
    """The engine said why it cannot; a crash inside it is our fault and is tried again.

    Where the person chose "best available", the next engine takes over what this one cannot do.
    """
    if job.alternatives and refusal.code not in THEIRS:
        _if_still_ours(job, lambda held: lease.hand_on(held, refusal.message))
    elif refusal.retry or refusal.code == "crash":
        _give_back(job, f"The engine failed: {refusal.message}")
    else:
        _end(job, refusal.code, refusal.message, suggestions=tuple(refusal.suggestions))


def _if_still_ours(job: Job, act: Callable[[Job], None]) -> None:
    """Do this to the job's locked row; nothing where another worker has it, or nobody any more."""
    try:
        with lease.held(job.pk, attempt=job.attempt) as held:
            act(held)
    except LeaseLost:
        log.info("job_left")


def _give_back(job: Job, sentence: str) -> None:
    _if_still_ours(job, lambda held: lease.requeue(held, sentence))


def _end(job: Job, code: str, sentence: str, *, suggestions: tuple[str, ...] = ()) -> None:
    _if_still_ours(job, lambda held: lease.fail(held, code, sentence, suggestions=suggestions))
