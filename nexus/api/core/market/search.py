"""Finding: the filters of `GET /models`, suggestions, and searches that people keep."""

from typing import Any

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.models import User
from marketplace.catalog import selectors
from marketplace.catalog.filters import printer
from marketplace.catalog.models import SavedSearch
from marketplace.catalog.search_terms import FORMATS, LICENCES
from marketplace.catalog.selectors import SearchQuery
from marketplace.catalog.selectors.conditions import AI, SORTS
from marketplace.catalog.selectors.suggesting import suggestions_for
from marketplace.catalog.services import saved_searches
from nexus.api import base
from nexus.api.core.market import rows
from nexus.api.core.market.listing_body import Price, cents
from nexus.api.core.shapes import finding as shapes

LAST = 2**63 - 1


class Printer(serializers.CharField):
    """A bed and its height in millimetres: 256x256x256."""

    def to_internal_value(self, data: Any) -> Any:
        try:
            return printer(str(data))
        except ValueError as wrong:
            raise serializers.ValidationError(str(wrong)) from wrong


class ModelsQuery(base.Paged):
    """Every filter of the catalogue; those with a list may be repeated. Sizes are in millimetres."""

    q = serializers.CharField(max_length=200, required=False, allow_blank=True)
    category = serializers.ListField(child=serializers.CharField(max_length=60), required=False, max_length=20)
    subcategory = serializers.CharField(max_length=60, required=False)
    tag = serializers.ListField(child=serializers.CharField(max_length=40), required=False, max_length=20)
    format = serializers.ListField(child=base.Choice(FORMATS), required=False)
    licence = serializers.ListField(child=base.Choice(LICENCES), required=False)
    creator = serializers.CharField(max_length=40, required=False)
    price_min = Price(required=False)
    price_max = Price(required=False)
    free = base.Flag(required=False)
    rigged = base.Flag(required=False)
    animated = base.Flag(required=False)
    textured = base.Flag(required=False)
    printable = base.Flag(required=False)
    triangles_min = base.Whole(least=0, most=LAST, required=False)
    triangles_max = base.Whole(least=0, most=LAST, required=False)
    size_min = serializers.FloatField(min_value=0, max_value=1e9, required=False)
    size_max = serializers.FloatField(min_value=0, max_value=1e9, required=False)
    rating_min = serializers.FloatField(min_value=1, max_value=5, required=False)
    fits = Printer(max_length=60, required=False)
    ai = base.Choice(AI, required=False)
    like = base.Whole(least=1, most=LAST, required=False)
    sort = base.Choice(tuple(SORTS), required=False)
    facets = base.Flag(required=False, default=False)


# Filters that the search knows by the same name.
PLAIN = (
    "creator", "free", "rigged", "animated", "textured", "printable", "triangles_min", "triangles_max", "size_min",
    "size_max", "rating_min", "fits", "ai", "like", "sort", "cursor",
)  # fmt: skip


def found_models(request: Request, viewer: User | None, asked: dict[str, Any]) -> shapes.Found:
    """One page of the catalogue, as the route's query asks for it."""
    query = SearchQuery(
        **{name: asked[name] for name in PLAIN if name in asked},
        text=asked.get("q", ""),
        categories=(asked["subcategory"],) if "subcategory" in asked else tuple(asked.get("category", ())),
        tags=tuple(asked.get("tag", ())),
        formats=tuple(asked.get("format", ())),
        licences=tuple(asked.get("licence", ())),
        price_min=cents(asked["price_min"]) if "price_min" in asked else None,
        price_max=cents(asked["price_max"]) if "price_max" in asked else None,
        size=asked["page_size"],
    )
    found = selectors.search(viewer, query, counted=asked["facets"])
    body: shapes.Found = {
        "results": rows.models(viewer, [card.id for card in found.cards]),
        "next": base.link(request, found.next_cursor),
        "previous": base.link(request, found.previous_cursor),
    }
    if asked["facets"]:
        body["facets"] = shapes.facets(found)
        body["count"] = found.count
        if found.count_is_estimate:
            body["count_is_estimate"] = True
    return body


class Suggest(base.View):
    class Query(base.Query):
        q = serializers.CharField(max_length=200, required=False, allow_blank=True, default="")

    @base.call("What may be meant, at most eight", query=Query, gives={200: shapes.Suggestions})
    def get(self, request: Request) -> Response:
        return Response({"suggestions": [shapes.suggestion(row) for row in suggestions_for(self.query["q"])]})


class SavedSearches(base.View):
    class Body(base.Body):
        name = base.Text(max_length=saved_searches.NAME_MOST)
        query = base.Object()
        notify = serializers.BooleanField(required=False, default=True)

    @base.call("One's own saved searches", query=base.Paged, gives={200: (shapes.SavedSearchShape,)}, signed_in=True)
    def get(self, request: Request) -> Response:
        mine = SavedSearch.objects.filter(user=self.person)
        return base.page(request, self.query, mine, lambda found: [shapes.saved_search(row) for row in found])

    @base.call("Keep a search", body=Body, gives={201: shapes.SavedSearchShape}, signed_in=True)
    def post(self, request: Request) -> Response:
        """`query` holds the filters of `GET /models` by name. The same filters again change the name."""
        asked = self.asked
        made = saved_searches.save_search(
            by=self.person, name=asked["name"], query=asked["query"], notify_of_news=asked["notify"]
        )
        return Response(shapes.saved_search(made), status=201)


class OneSavedSearch(base.View):
    @base.call("Forget a saved search", gives={204: None}, signed_in=True)
    def delete(self, request: Request, search_id: str) -> Response:
        saved_searches.forget_search(base.wanted_number(search_id, saved_searches.MISSING), by=self.person)
        return Response(status=204)
