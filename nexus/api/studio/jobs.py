"""/api/3d/: models asked for, watched, named and deleted by signed-in people of the 3D-generation front end."""

from typing import Any, ClassVar
from uuid import UUID

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from generation import choosing, pictures, registering, services, watch
from generation.models import Job
from nexus.api import base
from nexus.api.fields import FormParser
from nexus.api.studio import queues, shapes, wishes
from nexus.api.studio.asking import NOT_YOURS, PICTURE_FORM_MOST, StudioView, wanted_file
from nexus.foundation import limits
from nexus.foundation.errors import Invalid, NotAllowed

NEITHER = "Either prompt or imageUrl is required"
URL_MOST = 2000
NAME_MOST = 120
MAY_BE_MISSING: dict[str, Any] = {"required": False, "default": "", "allow_blank": True, "allow_null": True}


class Generate(StudioView):
    class Body(base.Body):
        prompt = base.Text(
            max_length=services.PROMPT_MOST, required=False, default="", allow_blank=True, allow_null=True
        )
        imageUrl = base.Text(max_length=URL_MOST, **MAY_BE_MISSING)
        generateType = base.Choice(wishes.MANNERS, required=False, allow_null=True, default=None)
        faceCount = base.Whole(
            least=wishes.FACES_LEAST, most=wishes.FACES_MOST, required=False, allow_null=True, default=None
        )
        enablePBR = serializers.BooleanField(required=False, allow_null=True, default=None)
        polygonType = base.Choice(wishes.POLYGONS, required=False, allow_null=True, default=None)
        name = base.Text(max_length=NAME_MOST, **MAY_BE_MISSING)

    @base.call("Ask for a model of words or of a picture", body=Body, gives={200: shapes.Generated}, signed_in=True)
    def post(self, request: Request) -> Response:
        asked = self.asked
        if not any((asked[name] or "").strip() for name in ("prompt", "imageUrl")):
            raise Invalid(NEITHER)
        kind = (Job.Kind.IMAGE if asked["imageUrl"] else Job.Kind.TEXT).value
        engine = choosing.engine_for(kind)
        parameters = wishes.parameters_of(asked, engine=engine, kind=kind)
        picture = (
            [pictures.bring_from(asked["imageUrl"], by=self.person, address=self.address)] if asked["imageUrl"] else []
        )
        job = services.submit(
            owner=self.person,
            prompt=asked["prompt"] or "",
            kind=kind,
            engine=engine,
            parameters=parameters,
            name=asked["name"] or "",
            address=self.address,
            images=picture,
        )
        return Response({"jobId": str(job.pk)})


class Status(StudioView):
    reading_limit: ClassVar[limits.Limit | None] = limits.WATCHING

    class Query(base.Query):
        ticket = base.Text(max_length=100, required=False, default="", allow_blank=True)

    @base.call("One job and where it stands", query=Query, gives={200: shapes.JobAnswer})
    def get(self, request: Request, job_id: str) -> Response:
        return Response(shapes.job_answer(self.job_seen(job_id, "view", ticket=self.query["ticket"])))


class History(StudioView):
    @base.call("One's own jobs, newest first", gives={200: shapes.History})
    def get(self, request: Request) -> Response:
        return Response({"jobs": [shapes.job(seen) for seen in watch.watched_of(self.viewer)] if self.viewer else []})


class Name(StudioView):
    class Body(base.Body):
        name = base.Text(max_length=NAME_MOST)

    @base.call("Give a job a name", body=Body, gives={200: shapes.Done}, signed_in=True)
    def patch(self, request: Request, job_id: str) -> Response:
        seen = self.job_seen(job_id, "rename")
        services.rename(seen.job.pk, by=self.person, name=self.asked["name"])
        return Response({"success": True, "message": "Job name updated"})


class OneJob(StudioView):
    @base.call("Delete one's own job with its files", gives={200: shapes.Done}, signed_in=True)
    def delete(self, request: Request, job_id: str) -> Response:
        seen = self.job_seen(job_id, "delete")
        if seen.job.owner_id is None:  # here only owners delete
            raise NotAllowed(NOT_YOURS.format(act="delete"))
        services.delete(seen.job.pk, by=self.person)
        return Response({"success": True, "message": "Job deleted"})


class Register(StudioView):
    class Body(base.Body):
        job_id = base.Id()
        prompt = base.Text(
            max_length=services.PROMPT_MOST, required=False, default="", allow_blank=True, allow_null=True
        )
        previewImageUrl = base.Text(max_length=URL_MOST, **MAY_BE_MISSING)

    @base.call("Note a job that the client knows by its id", body=Body, gives={200: shapes.Registered})
    def post(self, request: Request) -> Response:
        job_id: UUID = self.asked["job_id"]
        try:
            registering.register_job(
                job_id,
                by=self.viewer,
                prompt=self.asked["prompt"] or "",
                picture_url=self.asked["previewImageUrl"] or "",
                address=self.address,
            )
        except NotAllowed:
            raise NotAllowed(NOT_YOURS.format(act="change")) from None
        return Response({"success": True, "job_id": str(job_id)})


class UploadImage(StudioView):
    most_bytes: ClassVar[int] = PICTURE_FORM_MOST
    parser_classes = [FormParser]

    class Form(base.Body):
        image = serializers.FileField()

    @base.call("Bring a picture as multipart `image`, at most 10 MB", form=Form, gives={200: shapes.Brought})
    def post(self, request: Request) -> Response:
        data, filename = wanted_file(request, "image")
        file = pictures.bring(data, filename=filename, by=self.viewer, address=self.address)
        return Response({"success": True, "url": shapes.url_of(file)})


class QueueInfo(StudioView):
    @base.call("How long the queue is, and how long a new job would take", gives={200: queues.QueueInfo})
    def get(self, request: Request) -> Response:
        return Response(queues.info())


class Me(StudioView):
    @base.call("Who asks, and what they made", gives={200: shapes.Me}, signed_in=True)
    def get(self, request: Request) -> Response:
        every, done = watch.counts_of(self.person)
        stats = {"totalJobs": every, "completedJobs": done}
        return Response({"user": shapes.full_user(self.person), "stats": stats})


class SyncUser(StudioView):
    @base.call("Make sure that the caller is known here", gives={200: shapes.Synced}, signed_in=True)
    def post(self, request: Request) -> Response:
        return Response({"success": True, "user": shapes.user(self.person)})
