"""The seller's side of a model beside its words: versions, variants, and the categories and tags it is found by."""

from collections.abc import Sequence

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from generation import selectors as generation
from marketplace.catalog.models import Category, Version
from marketplace.catalog.selectors import SearchQuery, search
from marketplace.catalog.selectors.tags import tags_like
from marketplace.catalog.selectors.versions import versions_seen_by
from marketplace.catalog.services import variants, versions
from nexus.api import base
from nexus.api.core.market.models import id_of
from nexus.api.core.shapes import listings as shapes
from nexus.api.core.shapes import market, pipeline


class Versions(base.View):
    class Body(base.Body):
        changelog = base.Text(max_length=versions.CHANGELOG_MOST, required=False, default="", allow_blank=True)
        upload_ids = serializers.ListField(child=serializers.UUIDField(), required=False, default=None, max_length=50)

    @base.call("The versions of a model, newest first", query=base.Paged, gives={200: (shapes.VersionShape,)})
    def get(self, request: Request, model_id: str) -> Response:
        rows = versions_seen_by(self.viewer, id_of(model_id))

        def shaped(found: Sequence[Version]) -> list[shapes.VersionShape]:
            return [shapes.version(row, is_own=self._owns(row)) for row in found]

        return base.page(request, self.query, rows, shaped)

    @base.call(
        "Hand a new version to review; the old one sells on",
        body=Body,
        gives={201: shapes.VersionShape},
        signed_in=True,
    )
    def post(self, request: Request, model_id: str) -> Response:
        """The files are those of `upload_ids`, or those sent to this model since it was approved."""
        made = versions.submit_version(
            id_of(model_id), by=self.person, changelog=self.asked["changelog"], upload_ids=self.asked["upload_ids"]
        )
        row = versions_seen_by(self.person, made.listing_id).get(pk=made.pk)
        return Response(shapes.version(row, is_own=self._owns(row)), status=201)

    def _owns(self, row: Version) -> bool:
        return self.viewer is not None and row.listing.seller_id == self.viewer.pk


class Customise(base.View):
    class Body(base.Body):
        values = base.Object(help_text="Changed values by the names of the model's `parametric.parameters`.")

    @base.call("A job that builds a parametric model with other values", body=Body, gives={202: pipeline.JobShape})
    def post(self, request: Request, model_id: str) -> Response:
        job = variants.customise(id_of(model_id), by=self.viewer, values=self.asked["values"], address=self.address)
        return Response(pipeline.job(generation.job_seen_by(self.viewer, job.pk)), status=202)


class Categories(base.View):
    @base.call("Categories as a tree, with what is on show", gives={200: (market.CategoryShape,)})
    def get(self, request: Request) -> Response:
        found = search(self.viewer, SearchQuery(size=1))
        counts = {row.id: row.count for row in found.categories}
        rows = Category.objects.filter(enabled=True).order_by("order", "pk")
        return base.whole_page(market.category_tree(rows, counts))


class Tags(base.View):
    class Query(base.Query):
        q = serializers.CharField(max_length=40, required=False, allow_blank=True, default="")

    @base.call("Tags that begin so, the most worn first", query=Query, gives={200: (shapes.TagShape,)})
    def get(self, request: Request) -> Response:
        return base.whole_page(shapes.tags(tags_like(self.query["q"])))
