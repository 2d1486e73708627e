"""core-marketplace.md: what a seller says of a model beside its words, its versions, variants, categories and tags."""

import pytest

from generation.models import Job
from generation.shapes import specification
from marketplace.catalog.models import Category, Listing
from tests import make
from tests.contracts.api import Api, code

pytestmark = pytest.mark.django_db


@pytest.fixture
def seller():
    return make.person("seller")


@pytest.fixture
def api(seller):
    return Api(seller)


def test_post_models_takes_offers_origin_and_print_settings(api):
    source = make.listing(name="Oak chair", price_cents=0, licence="cc-by")
    made = api.post(
        "/models",
        {
            "name": "Oak stool",
            "offers": [
                {"licence": "personal", "price": "4.99"},
                {"licence": "commercial", "price": "40", "team_size": 5},
            ],
            "origin": "remix",
            "remix_of": [source.pk],
            "print_settings": {"material": "PLA", "layer_mm": 0.2, "supports": "none"},
        },
    )
    assert made.status_code == 201
    found = made.json()
    assert [(row["licence"], row["price"], row["team_size"]) for row in found["offers"]] == [
        ("personal", "4.99", None),
        ("commercial", "40.00", 5),
    ]
    assert (found["origin"], found["remix_of"]) == ("remix", [source.pk])
    assert found["print_settings"] == {"material": "PLA", "supports": "none", "layer_mm": 0.2}


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"origin": "repost"}, "origin"),
        ({"origin": "remix", "remix_of": [10**9]}, "remix_of"),
        ({"print_settings": {"layer_mm": 9}}, "print_settings"),
        ({"offers": [{"licence": "personal", "price": "4", "compare_at": "9"}]}, "compare_at"),
        ({"offers": [{"licence": "personal", "price": "4", "team_size": 2}]}, "team_size"),
    ],
)
def test_patch_models_id_refuses_by_field(api, seller, change, field):
    row = make.draft(seller)
    refused = api.patch(f"/models/{row.pk}", change)
    assert refused.status_code == 400
    assert field in refused.json()["error"]["fields"]


def test_patch_models_id_takes_a_subcategory_of_its_category(api, seller):
    chairs = Category.objects.create(slug="chairs", name="Chairs", parent=Category.objects.get(slug="furniture"))
    row = make.draft(seller)
    found = api.patch(f"/models/{row.pk}", {"category": "furniture", "subcategory": "chairs"}).json()
    assert (found["category"]["slug"], found["subcategory"]["slug"]) == ("furniture", "chairs")
    refused = api.patch(f"/models/{row.pk}", {"category": "vehicles", "subcategory": "chairs"})
    assert "subcategory" in refused.json()["error"]["fields"]
    Category.objects.filter(pk=chairs.pk).update(enabled=False)
    assert api.patch(f"/models/{make.draft(seller).pk}", {"category": "chairs"}).status_code == 400


def test_get_models_id_shows_a_reduced_price(api, seller):
    row = make.listing(seller, price_cents=900)
    body = {"offers": [{"licence": "personal", "price": "6.00", "compare_at": "9.00"}]}
    assert api.patch(f"/models/{row.pk}", body).json()["offers"][0]["compare_at"] == "9.00"
    assert Api().get(f"/models/{row.pk}").json()["offers"][0]["compare_at"] == "9.00"


def test_get_models_id_versions(api, seller):
    row = make.listing(seller)
    make.waiting_version(row, "Thicker walls.")
    public = Api().get(f"/models/{row.pk}/versions").json()["results"]
    assert [(one["number"], one["state"]) for one in public] == [(1, "approved")]
    own = api.get(f"/models/{row.pk}/versions").json()["results"]
    assert [(one["number"], one["state"], one["changelog"]) for one in own] == [
        (2, "pending", "Thicker walls."),
        (1, "approved", ""),
    ]
    assert [file["format"] for file in own[0]["files"]] == ["glb"]
    assert Api().get(f"/models/{make.draft().pk}/versions").status_code == 404


def test_post_models_id_versions(api, seller):
    row = make.listing(seller)
    assert code(api.post(f"/models/{row.pk}/versions", {"changelog": "New."})) == "incomplete"
    make.open_version(row)
    made = api.post(f"/models/{row.pk}/versions", {"changelog": "Thicker walls."})
    assert made.status_code == 201
    assert (made.json()["number"], made.json()["state"]) == (2, "pending")
    assert Api().get(f"/models/{row.pk}").json()["version"] == 1
    assert code(api.post(f"/models/{row.pk}/versions", {"changelog": "Again."})) == "illegal_move"
    assert Api(make.person()).post(f"/models/{row.pk}/versions", {}).status_code == 403
    assert api.post(f"/models/{row.pk}/versions", {"upload_ids": ["x"]}).status_code == 400
    assert api.post(f"/models/{make.draft(seller).pk}/versions", {}).status_code == 409


def parametric(seller, **changes) -> Listing:
    """A listing as the workshop publishes one, without waiting for the workshop."""
    row = make.listing(seller, **changes)
    spec = specification.read({"version": 1, "objects": [{"family": "table"}], "relations": []})
    made_by = {"engine": "procedural", "prompt": "a table", "seed": 0, "parameters": {}}
    Listing.objects.filter(pk=row.pk).update(specification=spec, provenance=made_by)
    return Listing.objects.get(pk=row.pk)


def test_post_models_id_customise(api, seller):
    row = parametric(seller)
    sliders = api.get(f"/models/{row.pk}").json()["parametric"]
    name = sliders["parameters"][0]["name"]
    assert sliders["defaults"][name] == sliders["parameters"][0]["default"]
    made = api.post(f"/models/{row.pk}/customise", {"values": {name: sliders["parameters"][0]["minimum"]}})
    assert made.status_code == 202
    job = Job.objects.get(pk=made.json()["id"])
    assert (job.owner, job.specification["objects"][0]["family"]) == (seller, row.specification["objects"][0]["family"])
    assert api.post(f"/models/{row.pk}/customise", {"values": {"0.nonsense": 1}}).status_code == 400
    assert code(api.post(f"/models/{make.listing(seller).pk}/customise", {"values": {}})) == "not_parametric"


def test_post_models_id_customise_of_a_paid_model_is_for_its_holders(seller):
    row = parametric(seller, price_cents=500)
    body = {"values": {}}
    assert code(Api().post(f"/models/{row.pk}/customise", body)) == "purchase_required"
    assert Api(make.holder(row)).post(f"/models/{row.pk}/customise", body).status_code == 202


def test_get_categories_leaves_out_what_is_not_enabled(api):
    Category.objects.filter(slug="food").update(enabled=False)
    slugs = [row["slug"] for row in api.get("/categories").json()["results"]]
    assert "home" in slugs
    assert "food" not in slugs


def test_get_tags(api, seller):
    make.listing(seller, tags=["oak", "chair"])
    make.listing(seller, tags=["oak table"])
    make.draft(seller, tags=["oak", "oakum"])
    assert api.get("/tags?q=OA").json()["results"] == [{"name": "oak", "count": 1}, {"name": "oak table", "count": 1}]
    assert [row["name"] for row in Api().get("/tags?q=tab").json()["results"]] == ["oak table"]
    assert len(Api().get("/tags").json()["results"]) == 3
    assert Api().get("/tags?nonsense=1").status_code == 400
