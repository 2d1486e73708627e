"""core-marketplace.md: finding models, suggestions, saved searches."""

import json

import pytest

from marketplace.catalog.models import Listing
from marketplace.catalog.services import search_index
from tests import make
from tests.contracts.api import Api

pytestmark = pytest.mark.django_db


def ids(query: str) -> list[int]:
    return [row["id"] for row in Api().get(f"/models?{query}").json()["results"]]


def test_get_models_takes_every_filter_of_the_contract() -> None:
    plain, other = make.listing(name="Plain chair"), make.listing(name="Other chair")
    facts = {
        "size_mm": [100, 200, 300],
        "triangles": 5000,
        "rigged": True,
        "textures": 1,
        "closed": True,
        "printable": True,
    }
    Listing.objects.filter(pk=other.pk).update(facts={**facts, "animations": [{"name": "", "seconds": 1}]})
    Listing.objects.filter(pk=plain.pk).update(facts={"size_mm": [900, 900, 900], "triangles": 12})
    search_index.rebuild_search()
    for query in (
        "rigged=true", "animated=1", "textured=true", "printable=true", "triangles_max=5000&triangles_min=13",
        "size_max=300", "fits=256x310x256", "rigged=true&format=glb&format=stl&licence=personal&ai=exclude",
    ):  # fmt: skip
        assert ids(query) == [other.pk], query
    assert ids("rigged=false") == [plain.pk]
    assert ids(f"like={plain.pk}") == [other.pk]
    assert ids("rating_min=4") == []
    for sort in ("relevance", "newest", "updated", "popular", "trending", "rating", "price", "-price"):
        assert sorted(ids(f"sort={sort}&q=chair")) == sorted([plain.pk, other.pk]), sort


@pytest.mark.parametrize(
    "query",
    ["colour=red", "format=dwg", "rigged=perhaps", "triangles_max=-1", "triangles_max=1.5", "size_min=x", "fits=1x2",
     "like=0", "like=999999", "like=x", "rating_min=6", "sort=best", "size_min=5&size_max=1"],
)  # fmt: skip
def test_get_models_names_the_filter_that_is_unknown_or_wrong(query: str) -> None:
    answer = Api().get(f"/models?{query}")
    assert answer.status_code == 400
    assert query.split("=", maxsplit=1)[0].split("_", maxsplit=1)[0] in json.dumps(answer.json()["error"])


def test_get_models_counts_facets_without_their_own_choice() -> None:
    make.listing(name="Chair", category="furniture", tags=["oak"])
    make.listing(name="Car", category="vehicles", licence="cc0", price_cents=0)
    told = Api().get("/models?facets=1&category=furniture").json()
    assert told["count"] == 1
    assert "count_is_estimate" not in told
    counts = {row["value"]: row["count"] for row in told["facets"]["category"] if row["count"]}
    assert counts == {"furniture": 1, "vehicles": 1}
    assert told["facets"]["licence"] == [{"value": "personal", "label": "Personal", "count": 1}]
    assert told["facets"]["tag"] == [{"value": "oak", "label": "oak", "count": 1}]


def test_get_search_suggest_answers_at_most_eight() -> None:
    row = make.listing(name="Oak chair")
    make.many_listings(10, name="Chair")
    told = Api().get("/search/suggest?q=oak").json()
    assert told == {
        "suggestions": [{"kind": "model", "text": "Oak chair", "url": f"http://testserver/models/{row.pk}-{row.slug}/"}]
    }
    assert len(Api().get("/search/suggest?q=chair").json()["suggestions"]) == 8
    assert Api().get("/search/suggest").json() == {"suggestions": []}
    assert Api().get("/search/suggest?limit=9").status_code == 400


def test_saved_searches_are_kept_listed_and_deleted_by_their_owner() -> None:
    ada, other = Api(make.person()), Api(make.person())
    body = {"name": "Rigged chairs", "query": {"q": "chair", "rigged": True, "format": ["glb"]}, "notify": False}
    made = ada.post("/me/saved-searches", body)
    assert made.status_code == 201
    told = made.json()
    assert {**told, "id": 0} == {
        "id": 0, "name": "Rigged chairs", "query": {"q": "chair", "format": "glb", "rigged": "1"}, "notify": False,
    }  # fmt: skip
    assert ada.get("/me/saved-searches").json()["results"] == [told]
    assert other.get("/me/saved-searches").json()["results"] == []
    assert other.delete(f"/me/saved-searches/{told['id']}").status_code == 404
    assert ada.delete(f"/me/saved-searches/{told['id']}").status_code == 204
    assert ada.delete(f"/me/saved-searches/{told['id']}").status_code == 404
    assert ada.delete("/me/saved-searches/x").status_code == 404
    assert Api().get("/me/saved-searches").status_code == 401


@pytest.mark.parametrize(
    "body",
    [{"name": "", "query": {"q": "x"}}, {"name": "x"}, {"name": "x", "query": "q=x"}, {"name": "x", "query": {}},
     {"name": "x", "query": {"colour": "red"}}, {"name": "x", "query": {"sort": "best"}}, {"name": "x" * 81, "query": {"q": "x"}}],
)  # fmt: skip
def test_a_saved_search_with_a_wrong_field_is_400(body: dict) -> None:
    answer = Api(make.person()).post("/me/saved-searches", body)
    assert answer.status_code == 400
    assert answer.json()["error"]["fields"]
