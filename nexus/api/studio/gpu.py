"""The GPU half: previews, models of words and pictures, their status and their end, in forms and snake_case."""

from typing import ClassVar

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from generation import choosing, pictures, services
from generation.models import Job
from nexus.api import base, held
from nexus.api.studio import drawing, shapes
from nexus.api.studio.asking import PICTURE_FORM_MOST, FormText, GpuView, StudioView, file_of
from nexus.api.studio.jobs import MAY_BE_MISSING, URL_MOST
from nexus.foundation import limits
from nexus.foundation.errors import Conflict, Invalid

NO_PICTURE = "Either image_url or image_file is required"
TWO_PICTURES = "Send image_url or image_file, not both"
STOPPING = "Job cancellation requested. It will stop at the next checkpoint."
LABEL_MOST = 64


class Words(base.Body):
    """`user_id` is the client's own mark and grants nothing."""

    prompt = FormText(max_length=services.PROMPT_MOST)
    user_id = FormText(max_length=LABEL_MOST, **MAY_BE_MISSING)


class TextToImage(GpuView):
    @base.call("A picture of words; answers when it exists", body=Words, gives={200: shapes.Drawn})
    def post(self, request: Request) -> Response:
        engine, kind = choosing.engine_for_pictures()
        job = services.submit(
            owner=self.viewer,
            prompt=self.asked["prompt"],
            kind=kind,
            engine=engine,
            label=self.asked["user_id"] or "",
            address=self.address,
        )
        if held.hold(request, str(job.pk)):
            return Response()
        status, told = drawing.drawn_here(job.pk)
        return Response(told, status=status)


class TextTo3D(GpuView):
    @base.call("A model of words", body=Words, gives={200: shapes.Taken})
    def post(self, request: Request) -> Response:
        engine = choosing.engine_for(Job.Kind.TEXT)
        job = services.submit(
            owner=self.viewer,
            prompt=self.asked["prompt"],
            engine=engine,
            parameters=choosing.usual_parameters(engine),
            label=self.asked["user_id"] or "",
            address=self.address,
        )
        return Response(shapes.taken(job))


class ImageTo3D(GpuView):
    most_bytes: ClassVar[int] = PICTURE_FORM_MOST

    class Body(base.Body):
        image_url = FormText(max_length=URL_MOST, **MAY_BE_MISSING)
        user_id = FormText(max_length=LABEL_MOST, **MAY_BE_MISSING)

    class Form(Body):
        image_file = serializers.FileField(required=False)

    @base.call(
        "A model of a picture: `image_url`, or the file `image_file`", body=Body, form=Form, gives={200: shapes.Taken}
    )
    def post(self, request: Request) -> Response:
        file, url = file_of(request, "image_file"), self.asked["image_url"]
        if file and url:
            raise Invalid(TWO_PICTURES)
        if file:
            picture = pictures.bring(file[0], filename=file[1], by=self.viewer, address=self.address)
        elif url:
            picture = pictures.bring_from(url, by=self.viewer, address=self.address)
        else:
            raise Invalid(NO_PICTURE)
        engine = choosing.engine_for(Job.Kind.IMAGE)
        job = services.submit(
            owner=self.viewer,
            prompt="",
            kind=Job.Kind.IMAGE,
            engine=engine,
            parameters=choosing.usual_parameters(engine),
            label=self.asked["user_id"] or "",
            address=self.address,
            images=[picture],
        )
        return Response(shapes.taken(job))


class Status(StudioView):
    reading_limit: ClassVar[limits.Limit | None] = limits.WATCHING

    class Query(base.Query):
        ticket = base.Text(max_length=100, required=False, default="", allow_blank=True)

    @base.call("One job as it stands", query=Query, gives={200: shapes.Status})
    def get(self, request: Request, job_id: str) -> Response:
        return Response(shapes.status(self.job_seen(job_id, "view", ticket=self.query["ticket"])))


class Cancel(StudioView):
    @base.call("Cancel a job that has not ended", gives={200: shapes.Cancelled})
    def post(self, request: Request, job_id: str) -> Response:
        seen = self.job_seen(job_id, "cancel")
        try:
            job = services.cancel(seen.job.pk, by=self.viewer)
        except Conflict as ended:
            raise Invalid(ended.sentence, code=ended.code) from ended
        return Response({"job_id": str(job.pk), "status": "cancelled", "message": STOPPING})
