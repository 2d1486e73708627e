"""Jobs: asked for, watched, started, completed by their client, cancelled, repeated, deleted."""

from collections.abc import Callable
from functools import partial
from typing import Any
from uuid import UUID

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.models import User
from conversations.selectors import NO_SESSION
from conversations.services import sessions
from generation import inputs, pictures, registry, selectors, services, variants
from generation.models import Job
from nexus.api import base
from nexus.api.core.shapes import pipeline as shapes
from nexus.api.fields import FormParser, JsonParser
from nexus.foundation import limits
from nexus.foundation.errors import Conflict, Invalid, NotFound
from nexus.foundation.storage.models import StoredFile

MISSING = selectors.MISSING


def job_id_of(text: str) -> UUID:
    return base.wanted_uuid(text, MISSING)


def told(view: base.View, job: Job, status: int = 200) -> Response:
    """The job as it stands now, with its assets."""
    return Response(shapes.job(selectors.job_seen_by(view.viewer, job.pk)), status=status)


VARIANTS_MOST = variants.MOST
FORM_ROOM = 1 << 20  # bytes of a form beside its picture


class Begin(serializers.BooleanField):
    """A form that leaves it out says nothing; only `false` says no."""

    default_empty_html = serializers.empty


class Jobs(base.View):
    parser_classes = [JsonParser, FormParser]

    class Body(base.Body):
        prompt = base.Text(max_length=services.PROMPT_MOST, required=False, default="")
        name = base.Text(max_length=120, required=False, default="", allow_blank=True)
        session_id = base.Text(max_length=64, required=False, default="", allow_blank=True)
        kind = base.Choice(Job.Kind.values, required=False, default="")
        engine = base.Text(max_length=40, required=False, default="", allow_blank=True)
        image = serializers.FileField(required=False, default=None, help_text="In a form, at most 10 MB.")
        image_url = base.Text(max_length=2000, required=False, default="", allow_blank=True)
        output_format = base.Text(max_length=8, required=False, default="glb")
        style = base.Choice(services.STYLES, required=False, default="")
        complexity = base.Choice(services.COMPLEXITIES, required=False, default="")
        seed = base.Whole(least=0, most=2**31 - 1, required=False, default=0)
        variants = base.Whole(least=1, most=VARIANTS_MOST, required=False, default=1)
        parameters = base.Object(required=False, default=dict)
        start = Begin(required=False, default=True)

    class Query(base.Paged):
        session_id = base.Text(max_length=64, required=False, default="")
        status = base.Choice(Job.State.values, required=False, default="")

    @base.call("One's own jobs, newest first", query=Query, gives={200: (shapes.JobShape,)}, signed_in=True)
    def get(self, request: Request) -> Response:
        rows = selectors.jobs_of(self.person).prefetch_related("assets__file")
        if self.query["session_id"]:
            rows = rows.filter(group_key=f"{shapes.SESSION}{self.query['session_id']}")
        if self.query["status"]:
            rows = rows.filter(state=self.query["status"])
        return base.page(request, self.query, rows, shapes.jobs)

    @base.call("Ask for a model; it is queued at once unless `start` is false", body=Body, gives={201: shapes.JobShape})
    def post(self, request: Request) -> Response:
        """With a picture (`image` in a form, or `image_url`) the kind is `image` and the engine the best that is ready,
        where neither is named; from words alone it is `text` and `procedural`.

        `variants` makes so many jobs with the seeds `seed`, `seed` + 1, …, or none of them. The answer is the first
        one; each of the others is a `Link` header's target with `rel="related"`.
        """
        asked = self.asked
        words = {name: asked[name] for name in ("style", "complexity") if asked[name]}
        picture = self._picture(asked)
        kind = asked["kind"] or (Job.Kind.IMAGE.value if picture else Job.Kind.TEXT.value)
        wish = {
            "prompt": asked["prompt"],
            "kind": kind,
            "engine": asked["engine"] or ("procedural" if kind == Job.Kind.TEXT else registry.BEST),
            "images": [picture] if picture else [],
            "parameters": {**asked["parameters"], **words},
            "seed": asked["seed"],
            "output_format": asked["output_format"],
            "name": asked["name"],
            "start": asked["start"],
            "address": self.address,
        }
        job, *others = variants.ask(self._submit(asked["session_id"]), variants=asked["variants"], **wish)
        answer = told(self, job, 201)
        if others:
            path = self.request.path.rstrip("/")
            targets = [base.absolute(f"{path}/{other.pk}") for other in others]
            answer["Link"] = ", ".join(f'<{target}>; rel="related"' for target in targets)
        return answer

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """What is certainly too large is refused before it is read."""
        super().initial(request, *args, **kwargs)
        sent = request.META.get("CONTENT_LENGTH") or "0"
        if sent.isdigit() and int(sent) > inputs.MOST_BYTES + FORM_ROOM:
            raise inputs.PictureTooLarge(f"A picture has at most {inputs.MOST_BYTES // 2**20} MB.")

    def _picture(self, asked: dict[str, Any]) -> StoredFile | None:
        """The picture that was sent or named, through the gate; a week later it is gone where no job took it."""
        file, url = asked["image"], asked["image_url"]
        if file and url:
            sentence = "Send image or image_url, not both."
            raise Invalid(sentence, fields={"image": [sentence]})
        if url:
            return pictures.bring_from(url, by=self.viewer, address=self.address)
        if not file:
            return None
        if (file.size or 0) > inputs.MOST_BYTES:
            raise inputs.PictureTooLarge(f"A picture has at most {inputs.MOST_BYTES // 2**20} MB.")
        name = file.name or "picture"
        return pictures.bring(file.read(), filename=name, by=self.viewer, address=self.address)

    def _submit(self, session_id: str) -> Callable[..., Job]:
        """How a wish is taken on: in the session named, or outside of any."""
        if not session_id:
            return partial(services.submit, owner=self.viewer)

        def submit(**wish: Any) -> Job:
            """In a body an id that names nothing is a wrong value, not a missing page."""
            try:
                return sessions.ask_for_job(base.wanted_uuid(session_id, NO_SESSION), by=self.viewer, **wish)
            except NotFound as missing:
                raise Invalid(NO_SESSION, fields={"session_id": [NO_SESSION]}) from missing

        return submit


class OneJob(base.View):
    reading_limit = limits.WATCHING

    class Body(base.Body):
        name = base.Text(max_length=120, required=False, allow_blank=True)
        status = base.Choice(Job.State.values, required=False)

    @base.call("One job", gives={200: shapes.JobShape})
    def get(self, request: Request, job_id: str) -> Response:
        return Response(shapes.job(selectors.job_seen_by(self.viewer, job_id_of(job_id))))

    @base.call("Rename a job, or move its status along its states", body=Body, gives={200: shapes.JobShape})
    def patch(self, request: Request, job_id: str) -> Response:
        job = selectors.job_seen_by(self.viewer, job_id_of(job_id))
        if "name" in self.asked:
            job = services.rename(job.pk, by=self.viewer, name=self.asked["name"])
        if "status" in self.asked:
            job = move(job, self.asked["status"], by=self.viewer)
        return told(self, job)

    @base.call("Delete a job with its files", gives={204: None})
    def delete(self, request: Request, job_id: str) -> Response:
        services.delete(job_id_of(job_id), by=self.viewer)
        return Response(status=204)


def _complete(success: bool) -> Callable[..., Job]:
    return lambda job_id, *, by: services.complete_external(job_id, by=by, success=success)


MOVES: dict[str, Callable[..., Job]] = {
    Job.State.QUEUED: services.start_job,
    Job.State.RUNNING: services.start_job,
    Job.State.CANCELLED: services.cancel,
    Job.State.SUCCEEDED: _complete(success=True),
    Job.State.FAILED: _complete(success=False),
}
REACHES = {Job.State.RUNNING: {"queued", "running", "succeeded"}, Job.State.QUEUED: {"queued", "running", "succeeded"}}


def move(job: Job, wanted: str, *, by: User | None) -> Job:
    """The service that leads to the wanted status; a status that no client may set is refused, naming both."""
    if job.state == wanted:
        return job
    act = MOVES.get(wanted)
    moved = act(job.pk, by=by) if act else job
    if moved.state not in REACHES.get(Job.State(wanted), {wanted}):
        raise Conflict(f"This job is {moved.state}; a client cannot make it {wanted}.", code="illegal_move")
    return moved


class Start(base.View):
    @base.call("Start a pending job", gives={200: shapes.JobShape})
    def post(self, request: Request, job_id: str) -> Response:
        return told(self, services.start_job(job_id_of(job_id), by=self.viewer))


class Complete(base.View):
    class Query(base.Query):
        success = base.Flag(required=False, default=True)

    @base.call("How a job that its client works on ended", query=Query, gives={200: shapes.JobShape})
    def post(self, request: Request, job_id: str) -> Response:
        done = services.complete_external(job_id_of(job_id), by=self.viewer, success=self.query["success"])
        return told(self, done)


class Cancel(base.View):
    @base.call("Cancel a job that has not ended", gives={200: shapes.JobShape})
    def post(self, request: Request, job_id: str) -> Response:
        return told(self, services.cancel(job_id_of(job_id), by=self.viewer))


class Variants(base.View):
    class Body(base.Body):
        count = base.Whole(least=1, most=VARIANTS_MOST, required=False, default=1)
        seed = base.Whole(least=0, most=2**31 - 1, required=False, allow_null=True, default=None)
        parameters = base.Object(required=False, default=dict)

    @base.call("New jobs with the wish of this one and other seeds", body=Body, gives={201: (shapes.JobShape,)})
    def post(self, request: Request, job_id: str) -> Response:
        """Seeds follow the job's own where `seed` is not given; `parameters` change some of its own. All are made, or
        none.
        """
        made = variants.more_of(job_id_of(job_id), by=self.viewer, address=self.address, **self.asked)
        answer = base.whole_page(shapes.job(selectors.job_seen_by(self.viewer, job.pk)) for job in made)
        answer.status_code = 201
        return answer


class Retry(base.View):
    @base.call("A new job with the brief of a failed or cancelled one", gives={201: shapes.JobShape})
    def post(self, request: Request, job_id: str) -> Response:
        return told(self, services.retry(job_id_of(job_id), by=self.viewer, address=self.address), 201)
