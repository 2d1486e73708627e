"""What may be done with jobs: asked for, started, cancelled, renamed, repeated, deleted."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models.functions import Now

from accounts.models import User
from accounts.selectors import is_email_confirmed
from generation import events, lease, queue, quotas, registry, selectors, shaping
from generation.models import Asset, Job, JobEvent, JobInput
from generation.shapes import policy
from nexus.foundation.errors import Conflict, Invalid, NotFound
from nexus.foundation.storage import files
from nexus.foundation.storage.models import StoredFile

PROMPT_MOST = 2000
STYLES = ("realistic", "low-poly", "stylized")
COMPLEXITIES = ("simple", "medium", "complex")
FORMATS = ("glb", "stl", "obj", "ply", "3mf", "usdz")
IMAGES_MOST = 4
EXTERNAL = "external"


def submit(
    *,
    owner: User | None,
    prompt: str,
    kind: str = Job.Kind.TEXT,
    engine: str = "procedural",
    parameters: Mapping[str, Any] | None = None,
    seed: int = 0,
    output_format: str = "glb",
    group_key: str = "",
    label: str = "",
    name: str = "",
    address: str = "",
    start: bool = True,
    specification: Mapping[str, Any] | None = None,
    images: Sequence[StoredFile] = (),
) -> Job:
    """Take a wish on: check it, count it, and queue it in one transaction with its first event and its fact.

    A `specification` that was read and agreed on before is built as it is; the prompt then only tells its origin.
    `images` passed the gate (generation/inputs.py). The engine "best" is the first ready one, and the next one takes
    over where it fails; any other name is that engine or a refusal.
    """
    _check_wish(kind, prompt, images)
    _one_of("output_format", output_format, FORMATS)
    asked = dict(parameters or {})
    seed = asked.pop("seed", seed)
    if not isinstance(seed, int) or not 0 <= seed < 2**31:
        raise Invalid("The seed is a whole number from 0 to 2147483647.", fields={"seed": ["Out of range."]})
    alternatives: list[str] = []
    if engine != EXTERNAL:
        chosen, alternatives = registry.choose(engine, kind=kind)
        asked = registry.checked(chosen, kind=kind, parameters={**asked, **({"seed": seed} if seed else {})})
        asked.pop("seed", None)
        engine = chosen.name
    quotas.take(owner, address, confirmed=owner is not None and is_email_confirmed(owner))
    with transaction.atomic():
        job = Job.objects.create(
            owner=owner,
            who=quotas.who(owner, address),
            group_key=group_key,
            label=label,
            kind=kind,
            engine=engine,
            alternatives=alternatives,
            prompt=prompt,
            name=name[:120],
            parameters=asked,
            seed=seed,
            output_format=output_format,
            specification=specification,
            state=Job.State.PENDING,
        )
        JobInput.objects.bulk_create(JobInput(job=job, position=at, file=file) for at, file in enumerate(images))
        if start and engine != EXTERNAL:
            _queue(job)
    return job


def _check_wish(kind: str, prompt: str, images: Sequence[StoredFile]) -> None:
    if kind == Job.Kind.IMAGE:
        if not images:
            raise Invalid("Add a picture to work from.", fields={"image": ["Missing."]})
        if len(images) > IMAGES_MOST:
            raise Invalid(f"At most {IMAGES_MOST} pictures go into one model.", fields={"image": ["Too many."]})
    elif images:
        raise Invalid("Pictures go with the kind image only.", fields={"image": ["Not for this kind."]})
    if prompt.strip() or kind in {Job.Kind.TEXT, Job.Kind.PICTURE}:
        _check_prompt(prompt)


def _check_prompt(prompt: str) -> None:
    if not prompt.strip():
        raise Invalid("Type what you want to have made, for example: a round oak table.", fields={"prompt": ["Empty."]})
    if len(prompt) > PROMPT_MOST:
        sentence = f"The prompt has {len(prompt):,} characters; the most is {PROMPT_MOST:,}. Shorten it."
        raise Invalid(sentence, code="prompt_too_long", fields={"prompt": [sentence]})
    refusal = policy.refusal(prompt)
    if refusal:
        raise Invalid(refusal, code="prompt_refused")


def _one_of(name: str, value: object, allowed: tuple[str, ...]) -> None:
    if value not in allowed:
        sentence = f"{name} is one of: {', '.join(allowed)}."
        raise Invalid(sentence, fields={name: [sentence]})


def _queue(job: Job) -> None:
    Job.objects.filter(pk=job.pk).update(state=Job.State.QUEUED, queued_at=Now())
    job.refresh_from_db(fields=["state", "queued_at"])
    events.append(job, JobEvent.Type.QUEUED, "Waiting for its turn")
    queue.ring(job)


@transaction.atomic
def start_job(job_id: UUID, *, by: User | None) -> Job:
    """Queue a pending job; one that already waits, runs or is done stays as it is."""
    job = selectors.job_for_change(by, job_id)
    if job.state in {Job.State.FAILED, Job.State.CANCELLED}:
        raise Conflict(f"This job is {job.state}; only a pending job can be started. Retry makes a new one.")
    if job.state == Job.State.PENDING:
        if job.engine == EXTERNAL:
            _external(job, Job.State.RUNNING)
        else:
            _queue(job)
    return job


@transaction.atomic
def cancel(job_id: UUID, *, by: User | None) -> Job:
    job = selectors.job_for_change(by, job_id)
    if job.is_final:
        raise Conflict(f"This job is already {job.state}; only a pending, queued or running job can be cancelled.")
    lease.cancel(job)
    return job


@transaction.atomic
def rename(job_id: UUID, *, by: User | None, name: str) -> Job:
    job = selectors.job_for_change(by, job_id)
    if len(name) > 120:
        raise Invalid("A name has at most 120 characters.", fields={"name": ["Too long."]})
    job.name = name
    job.save(update_fields=["name"])
    return job


def retry(job_id: UUID, *, by: User | None, address: str = "") -> Job:
    """A new job with the same brief, for one that failed or was cancelled."""
    old = selectors.job_seen_by(by, job_id)
    if old.state not in {Job.State.FAILED, Job.State.CANCELLED}:
        raise Conflict(f"This job is {old.state}; only a failed or cancelled job can be retried.")
    return submit(
        owner=old.owner,
        prompt=old.prompt,
        kind=old.kind,
        engine=old.engine,
        parameters=old.parameters,
        seed=old.seed,
        output_format=old.output_format,
        group_key=old.group_key,
        label=old.label,
        name=old.name,
        address=address,
        specification=old.specification,
        images=[one.file for one in old.inputs.select_related("file").order_by("position")],
    )


def reshape(job_id: UUID, *, by: User | None, changes: Mapping[str, str], address: str = "") -> Job:
    """A new job that builds the old one's specification with other values; the old one stays as it is."""
    old = selectors.job_seen_by(by, job_id)
    if not shaping.can_be_shaped(old):
        raise Conflict("Only a finished model that was made from words has values to change.")
    assert old.specification is not None
    return submit(
        owner=by,
        prompt=old.prompt,
        kind=old.kind,
        engine=old.engine,
        parameters=old.parameters,
        seed=old.seed,
        output_format=old.output_format,
        group_key="" if by else old.group_key,
        name=old.name,
        address=address,
        specification=shaping.changed(old.specification, changes),
    )


@transaction.atomic
def delete(job_id: UUID, *, by: User | None) -> None:
    """Remove a job with its events and files; a worker on it stops within a quarter of a second."""
    job = selectors.job_for_change(by, job_id)
    stored = {asset.file for asset in job.assets.select_related("file") if asset.file}
    stored |= {one.file for one in job.inputs.select_related("file")}
    if not job.is_final:
        lease.cancel(job)
    job.delete()
    for file in stored:
        if not _is_named(file):
            files.drop(file)


@transaction.atomic
def complete_external(job_id: UUID, *, by: User | None, success: bool) -> Job:
    """The client says how its own job ended; of our engines' jobs this decides nothing."""
    job = selectors.job_for_change(by, job_id)
    if job.engine != EXTERNAL:
        return job
    wanted = Job.State.SUCCEEDED if success else Job.State.FAILED
    if job.is_final and job.state != wanted:
        raise Conflict(f"This job is already {job.state}; it cannot become {wanted}.")
    if not job.is_final:
        if success:
            lease.succeed(job)
        else:
            lease.fail(job, "external_failed", "The client said that this job failed.")
    return job


def _external(job: Job, state: Job.State) -> None:
    """A job that its client works on has no worker of ours: its lease never ends by itself."""
    job.state = state
    Job.objects.filter(pk=job.pk).update(state=state, started_at=Now(), lease_until=Now() + timedelta(days=36_500))
    events.append(job, JobEvent.Type.STARTED, "Its client works on it")


@transaction.atomic
def register_asset(
    job_id: UUID, *, by: User | None, kind: str, uri: str, buckets: frozenset[str] = frozenset()
) -> Asset:
    """Note a result that the client made: a key of this job's own files, or `s3://` in a configured bucket."""
    job = selectors.job_for_change(by, job_id)
    if by is None or job.owner_id != by.pk:
        raise NotFound(selectors.MISSING)
    if uri.startswith("nexus://"):
        found = job.assets.filter(file__key=uri.removeprefix("nexus://")).first()
        if found is None or found.file is None:
            raise Invalid("That key names no file of this job.", fields={"uri": ["Not a file of this job."]})
        return Asset.objects.create(job=job, kind=kind, file=found.file, by_client=True)
    bucket = uri.removeprefix("s3://").split("/", 1)[0] if uri.startswith("s3://") else ""
    if not bucket or bucket not in buckets:
        raise Invalid(
            "A uri is nexus://<key> of this job's own file, or s3:// in a configured bucket.",
            fields={"uri": ["Not a file of this job, and not in a configured bucket."]},
        )
    return Asset.objects.create(job=job, kind=kind, uri=uri, by_client=True)


@transaction.atomic
def delete_asset(asset_id: UUID, *, by: User | None) -> None:
    """Remove one result; its stored file goes with the last row that names it."""
    asset = selectors.asset_seen_by(by, asset_id)
    selectors.job_for_change(by, asset.job_id)
    file = asset.file
    asset.delete()
    if file and not _is_named(file):
        files.drop(file)


def _is_named(file: StoredFile) -> bool:
    """A stored file lives while any result or any job's picture names it."""
    return Asset.objects.filter(file=file).exists() or JobInput.objects.filter(file=file).exists()


def claim_guest_jobs(owner: User, *, guest_key: str) -> int:
    """Give a signed-in person what they made in the same browser before."""
    mine = Job.objects.filter(owner=None, group_key=f"guest:{guest_key}")
    return mine.update(owner=owner, group_key="")
