"""The catalogue: found, shown, drafted, changed, submitted, liked, downloaded."""

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from marketplace.catalog.models import Licence
from marketplace.catalog.services import listings, people, publishing
from nexus.api import base
from nexus.api.core.market import rows, search
from nexus.api.core.market.listing_body import ChangedModelBody, NewModelBody, Price, cents, changes
from nexus.api.core.pipeline.jobs import job_id_of
from nexus.api.core.shapes import finding
from nexus.api.core.shapes import market as shapes

MISSING = "There is no such model, or it is not on show."


def id_of(text: str) -> int:
    return base.wanted_number(text, MISSING)


class Models(base.View):
    @base.call("Find models", query=search.ModelsQuery, gives={200: finding.Found})
    def get(self, request: Request) -> Response:
        return Response(search.found_models(request, self.viewer, self.query))

    @base.call("Draft a model", body=NewModelBody, gives={201: shapes.ModelShape}, signed_in=True)
    def post(self, request: Request) -> Response:
        made = listings.create_draft(by=self.person, **changes(self.asked))
        return Response(rows.model(self.person, made.pk), status=201)


class OneModel(base.View):
    @base.call("One model", gives={200: shapes.ModelShape})
    def get(self, request: Request, model_id: str) -> Response:
        return Response(rows.model(self.viewer, id_of(model_id)))

    @base.call("Change a model", body=ChangedModelBody, gives={200: shapes.ModelShape}, signed_in=True)
    def patch(self, request: Request, model_id: str) -> Response:
        reason = self.asked.get("reason", "")
        listing = listings.update_listing(id_of(model_id), by=self.person, reason=reason, **changes(self.asked))
        return Response(rows.model(self.person, listing.pk))

    @base.call("Delete a model that was never sold", gives={204: None}, signed_in=True)
    def delete(self, request: Request, model_id: str) -> Response:
        listings.delete_listing(id_of(model_id), by=self.person)
        return Response(status=204)


class Submit(base.View):
    @base.call("Hand a model to review", gives={200: shapes.ModelShape}, signed_in=True)
    def post(self, request: Request, model_id: str) -> Response:
        # The contract's submit has no word for the size: a program that submits means what its file says.
        sent = listings.submit(id_of(model_id), by=self.person, vouches_for_size=True)
        return Response(rows.model(self.person, sent.pk))


class Archive(base.View):
    @base.call("Take a model off the shop", gives={200: shapes.ModelShape}, signed_in=True)
    def post(self, request: Request, model_id: str) -> Response:
        return Response(rows.model(self.person, listings.archive(id_of(model_id), by=self.person).pk))


class Unarchive(base.View):
    @base.call("Bring an archived model back", gives={200: shapes.ModelShape}, signed_in=True)
    def post(self, request: Request, model_id: str) -> Response:
        return Response(rows.model(self.person, listings.unarchive(id_of(model_id), by=self.person).pk))


class Like(base.View):
    @base.call("How often a model is liked", gives={200: shapes.Likes})
    def get(self, request: Request, model_id: str) -> Response:
        found = rows.model(self.viewer, id_of(model_id))
        return Response({"likes": found["likes"], "liked": found["liked"]})

    @base.call("Like a model", gives={200: shapes.Likes}, signed_in=True)
    def put(self, request: Request, model_id: str) -> Response:
        return Response({"likes": people.like(id_of(model_id), by=self.person), "liked": True})

    @base.call("Take a like back", gives={200: shapes.Likes}, signed_in=True)
    def delete(self, request: Request, model_id: str) -> Response:
        return Response({"likes": people.unlike(id_of(model_id), by=self.person), "liked": False})


class Publish(base.View):
    class Body(base.Body):
        name = base.Text(max_length=listings.NAME_MOST, required=False, default="", allow_blank=True)
        description = base.Text(max_length=listings.DESCRIPTION_MOST, required=False, default="", allow_blank=True)
        category = base.Text(max_length=60, required=False, default="", allow_blank=True)
        tags = serializers.ListField(child=base.Text(max_length=200), max_length=100, required=False, default=list)
        price = Price(required=False)
        licence = base.Choice(Licence.values, required=False, default=Licence.PERSONAL.value)

    @base.call("A draft model from a finished job", body=Body, gives={201: shapes.ModelShape}, signed_in=True)
    def post(self, request: Request, job_id: str) -> Response:
        asked = dict(self.asked)
        price = asked.pop("price", None)
        made = publishing.publish_job(
            job_id_of(job_id), by=self.person, price_cents=None if price is None else cents(price), **asked
        )
        return Response(rows.model(self.person, made.pk), status=201)
