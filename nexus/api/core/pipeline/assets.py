"""The results of jobs."""

from django.conf import settings
from rest_framework.request import Request
from rest_framework.response import Response

from generation import selectors, services
from nexus.api import base
from nexus.api.core.shapes import pipeline as shapes

MISSING = "There is no such asset, or it is not yours."


class Assets(base.View):
    class Body(base.Body):
        job_id = base.Id()
        asset_type = base.Text(max_length=12)
        uri = base.Text(max_length=500)

    class Query(base.Paged):
        job_id = base.Id(required=False, default=None)

    @base.call(
        "Results of one's own jobs, newest first", query=Query, gives={200: (shapes.AssetShape,)}, signed_in=True
    )
    def get(self, request: Request) -> Response:
        rows = selectors.assets_of(self.person)
        if self.query["job_id"]:
            rows = rows.filter(job_id=self.query["job_id"])
        return base.page(request, self.query, rows, shapes.assets)

    @base.call("Register a result that the client made", body=Body, gives={201: shapes.AssetShape}, signed_in=True)
    def post(self, request: Request) -> Response:
        asked = self.asked
        made = services.register_asset(
            asked["job_id"],
            by=self.person,
            kind=asked["asset_type"],
            uri=asked["uri"],
            buckets=settings.ASSET_BUCKETS,
        )
        return Response(shapes.asset(made), status=201)


class OneAsset(base.View):
    @base.call("One result", gives={200: shapes.AssetShape})
    def get(self, request: Request, asset_id: str) -> Response:
        return Response(shapes.asset(selectors.asset_seen_by(self.viewer, base.wanted_uuid(asset_id, MISSING))))

    @base.call("Remove one result with its file", gives={204: None})
    def delete(self, request: Request, asset_id: str) -> Response:
        services.delete_asset(base.wanted_uuid(asset_id, MISSING), by=self.viewer)
        return Response(status=204)
