"""/3d/: models that people in one room ask for together. A room's id is the right to see what is in it."""

import threading
import time
from typing import ClassVar

from django.conf import settings
from rest_framework.request import Request
from rest_framework.response import Response

from generation import selectors, services
from generation.models import Job
from generation.watch import LISTED_MOST
from nexus.api import base
from nexus.api.rooms import shapes
from nexus.foundation import limits

PATIENCE_SECONDS = 2.0
LOOK_EVERY_SECONDS = 0.04
MISSING = "There is no such model."
NEWEST = 100

# Waiting holds a thread of the pages' pool: at most half of them wait, and who comes after hears "processing" at once.
waiting = threading.BoundedSemaphore(max(1, settings.WEB_THREADS // 2))


def seen_by_id(model_id: str) -> Job:
    return selectors.job_known_by_id(base.wanted_uuid(model_id, MISSING))


class Generate(base.View):
    strict: ClassVar[bool] = False

    class Body(base.Body):
        prompt = base.Text(max_length=services.PROMPT_MOST)
        room_id = base.Text(max_length=64, required=False, default="", allow_blank=True, allow_null=True)
        user_id = base.Text(max_length=64, required=False, default="", allow_blank=True, allow_null=True)
        style = base.Choice(services.STYLES, required=False, default="realistic")
        complexity = base.Choice(services.COMPLEXITIES, required=False, default="medium")

    @base.call("Ask for a model", body=Body, gives={200: shapes.Generated})
    def post(self, request: Request) -> Response:
        asked = self.asked
        job = services.submit(
            owner=self.viewer,
            prompt=asked["prompt"],
            parameters={"style": asked["style"], "complexity": asked["complexity"]},
            group_key=f"{shapes.ROOM}{asked['room_id']}" if asked["room_id"] else "",
            label=asked["user_id"] or "",
            address=self.address,
        )
        return Response(shapes.generated(ended_soon(job)))


def ended_soon(job: Job) -> Job:
    """The job as it stands after at most two seconds; at once where its end is known or too many wait."""
    until = time.monotonic() + PATIENCE_SECONDS
    if waiting.acquire(blocking=False):
        try:
            while not job.is_final and time.monotonic() < until:
                time.sleep(LOOK_EVERY_SECONDS)
                job = selectors.job_known_by_id(job.pk)
        finally:
            waiting.release()
    return selectors.job_known_by_id(job.pk)


class Models(base.View):
    strict: ClassVar[bool] = False

    class Query(base.Query):
        room_id = base.Text(max_length=64, required=False, default="", allow_blank=True)

    @base.call("The models of a room, or one's own", query=Query, gives={200: [shapes.Record]})
    def get(self, request: Request) -> Response:
        # Pictures are no models, and a client chooses the id of one it notes: it would stand in front for ever.
        room, rows = self.query["room_id"], selectors.jobs_of_nobody().exclude(kind=Job.Kind.PICTURE)
        if room:
            rows = selectors.jobs_in_group(f"{shapes.ROOM}{room}")
        elif self.viewer:
            rows = selectors.jobs_of(self.viewer)
        found = rows.prefetch_related("assets__file").order_by("-pk")
        return Response([shapes.record(job) for job in found[: LISTED_MOST if room or self.viewer else NEWEST]])


class OneModel(base.View):
    strict: ClassVar[bool] = False
    reading_limit = limits.WATCHING

    @base.call("One model", gives={200: shapes.Record})
    def get(self, request: Request, model_id: str) -> Response:
        return Response(shapes.record(seen_by_id(model_id)))

    @base.call("Delete a model with its files", gives={200: shapes.Message})
    def delete(self, request: Request, model_id: str) -> Response:
        job = selectors.job_deletable_by(self.viewer, base.wanted_uuid(model_id, MISSING))
        services.delete(job.pk, by=self.viewer)
        return Response({"message": "Model deleted successfully"})
