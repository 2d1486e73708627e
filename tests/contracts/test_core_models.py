"""core-marketplace.md: the catalogue served so far."""

import json
from uuid import uuid4

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.models import User
from marketplace.catalog.models import DownloadLog, Listing, Upload
from marketplace.homepage.services import slider
from nexus.api.core.market import uploads as routes
from tests import make
from tests.contracts.api import Api, check, code

pytestmark = pytest.mark.django_db

DRAFT = {
    "name": "Oak table",
    "description": "Round, with **four** legs.",
    "category": "furniture",
    "tags": ["Oak", "table"],
}


@pytest.fixture
def seller():
    return make.person("seller")


@pytest.fixture
def api(seller):
    return Api(seller)


def test_get_models_finds_public_ones(seller):
    shown = make.listing(seller, "Oak table")
    make.listing(seller, "Hidden draft", state="draft")
    found = Api().get("/models?q=oak&facets=1").json()

    assert [row["id"] for row in found["results"]] == [shown.pk]
    assert found["count"] == 1
    assert {"value": "furniture", "label": "Furniture", "count": 1} in found["facets"]["category"]
    assert "count" not in Api().get("/models").json()


def test_get_models_filters_and_sorts(seller):
    cheap, dear = make.listing(seller, "Cheap", price_cents=100), make.listing(seller, "Dear", price_cents=900)
    free = make.listing(make.person(), "Free", price_cents=0, licence="cc0")

    def ids(query: str) -> list[int]:
        return [row["id"] for row in Api().get(f"/models?{query}").json()["results"]]

    assert ids("sort=price") == [free.pk, cheap.pk, dear.pk]
    assert ids("sort=-price") == [dear.pk, cheap.pk, free.pk]
    assert ids("free=true") == [free.pk]
    assert ids("price_min=1.00&price_max=5&sort=price") == [cheap.pk]
    assert ids("licence=cc0&licence=cc-by") == [free.pk]
    assert ids("creator=SELLER&sort=price") == [cheap.pk, dear.pk]
    assert ids("category=vehicles") == []
    assert ids("category=Furniture&category=vehicles&sort=price") == [free.pk, cheap.pk, dear.pk]


@pytest.mark.parametrize(
    "query",
    ["frobnicate=1", "sort=nonsense", "category=nonsense", "free=perhaps", "price_min=x", "price_min=-1", "ai=maybe",
     "licence=mine", "page_size=0", "cursor=zzz", "price_min=5&price_max=1", "q=%00", f"q={'x' * 201}"],
)  # fmt: skip
def test_get_models_with_an_unknown_filter_or_value_is_400_naming_it(query: str):
    answer = Api().get(f"/models?{query}")

    assert answer.status_code == 400
    error = answer.json()["error"]
    assert query.split("=", maxsplit=1)[0].split("_", maxsplit=1)[0] in json.dumps(error)


def test_get_models_turns_pages(seller):
    ids = [make.listing(seller, f"Box {number}").pk for number in range(3)]
    first = Api().get("/models?page_size=2").json()
    second = Api().get(first["next"].removeprefix("http://testserver/api/v1")).json()

    assert [row["id"] for page in (first, second) for row in page["results"]] == ids[::-1]
    assert second["next"] is None
    assert second["previous"]


def test_a_page_of_models_costs_the_same_whatever_its_length(django_assert_max_num_queries):
    for number in range(4):
        make.listing(make.person(), f"Box {number}")
    Api().get("/models")

    with django_assert_max_num_queries(12):
        Api().get("/models")


def test_post_models_drafts(api: Api, seller):
    answer = api.post("/models", {**DRAFT, "price": "19.99", "licence": "commercial"})

    assert answer.status_code == 201
    told = answer.json()
    assert (told["state"], told["price"], told["licence"], told["tags"]) == (
        "draft",
        "19.99",
        "commercial",
        ["oak", "table"],
    )
    assert told["category"] == {"slug": "furniture", "name": "Furniture"}
    assert "<strong>four</strong>" in told["description_html"]
    assert Api().get(f"/models/{told['id']}").status_code == 404
    assert Api().post("/models", DRAFT).status_code == 401


def test_post_models_with_several_offers(api: Api):
    offers = [{"licence": "personal", "price": "5"}, {"licence": "commercial", "price": "25.50"}]
    told = api.post("/models", {**DRAFT, "offers": offers}).json()

    assert [(offer["licence"], offer["price"]) for offer in told["offers"]] == [
        ("personal", "5.00"),
        ("commercial", "25.50"),
    ]


@pytest.mark.parametrize(
    "change",
    [
        {"name": ""}, {"name": "x" * 121}, {"name": "a\x00"}, {"name": None}, {"price": "19.999"}, {"price": "-1"},
        {"price": "0.50"}, {"price": "NaN"}, {"price": "1e9"}, {"price": {}}, {"licence": "mine", "price": "1"},
        {"licence": "personal"}, {"category": "nonsense"}, {"tags": "oak"}, {"tags": ["<b>"]}, {"tags": [1]},
        {"offers": [{"licence": "personal"}]}, {"offers": [{"licence": "personal", "price": "1"}] * 2},
        {"offers": [], "price": "1"}, {"origin": "repost"}, {"remix_of": [1]}, {"sensitive": "perhaps"},
    ],
)  # fmt: skip
def test_post_models_with_a_wrong_field_is_400(api: Api, change: dict):
    answer = api.post("/models", {**DRAFT, **change})

    assert answer.status_code == 400
    assert answer.json()["error"]["fields"]
    assert not Listing.objects.exists()


def test_post_models_takes_no_foreign_field(api: Api, seller):
    foreign = {
        "state": "approved",
        "seller": 1,
        "likes": 9,
        "holders": 9,
        "id": 7,
        "is_featured": True,
        "facts": {"a": 1},
    }
    api.post("/models", {**DRAFT, **foreign})

    made = Listing.objects.get()
    assert (made.state, made.seller, made.likes, made.holders, made.facts) == ("draft", seller, 0, 0, None)


def test_get_models_id_is_everything_the_page_shows(seller):
    listing = make.listing(seller)
    told = Api().get(f"/models/{listing.pk}").json()

    assert told["facts"]["triangles"] == 12
    assert told["creator"]["username"] == "seller"
    assert told["creator"]["models"] == 1
    assert told["formats"][0] == {"format": "glb", "size": told["formats"][0]["size"], "source": True}
    assert (told["can_download"], told["in_library"], told["liked"]) == (False, False, False)
    assert "files" not in told
    for name in ("thumbnail_url", "preview_url"):
        assert Api().client.get(told[name]).status_code == 200


@pytest.mark.parametrize("state", ["draft", "pending", "rejected"])
def test_get_models_id_that_is_not_public_is_404_for_others(api: Api, seller, state: str):
    listing = make.listing(seller, state=state)

    assert Api().get(f"/models/{listing.pk}").status_code == 404
    assert Api(make.person()).get(f"/models/{listing.pk}").status_code == 404
    assert api.get(f"/models/{listing.pk}").json()["files"]
    assert Api(make.staff("moderator")).get(f"/models/{listing.pk}").status_code == 200
    assert Api(make.staff("finance")).get(f"/models/{listing.pk}").status_code == 404


@pytest.mark.parametrize("name", ["0", "999999", "nonsense", "9" * 30, "-1", "%00"])
def test_get_models_id_unknown_or_malformed_is_404(name: str):
    assert Api().get(f"/models/{name}").status_code == 404


def test_a_banned_sellers_models_are_404(seller):
    listing = make.listing(seller)
    User.objects.filter(pk=seller.pk).update(is_active=False)

    assert Api().get(f"/models/{listing.pk}").status_code == 404
    assert Api().get("/models").json()["results"] == []


def test_patch_models_id(api: Api, seller):
    listing = make.listing(seller)
    told = api.patch(f"/models/{listing.pk}", {"name": "Pine table", "price": "7"}).json()

    assert (told["name"], told["price"]) == ("Pine table", "7.00")
    assert Api(make.person()).patch(f"/models/{listing.pk}", {"name": "Mine"}).status_code == 403
    draft = make.draft(seller)
    assert Api(make.person()).patch(f"/models/{draft.pk}", {"name": "Mine"}).status_code == 404


def test_delete_models_id(api: Api, seller):
    listing = make.listing(seller, state="draft")

    assert Api(make.person()).delete(f"/models/{listing.pk}").status_code == 404
    assert api.delete(f"/models/{listing.pk}").status_code == 204
    assert api.get(f"/models/{listing.pk}").status_code == 404


def test_delete_models_id_of_a_sold_one_is_409(api: Api, seller):
    listing = make.listing(seller)
    make.bought(listing)

    answer = api.delete(f"/models/{listing.pk}")
    assert (answer.status_code, code(answer)) == (409, "has_holders")


def sent(api: Api, listing: Listing, data: bytes, name: str = "box.glb", **form):
    answer = api.client.post(
        f"/api/v1/models/{listing.pk}/files",
        {"file": SimpleUploadedFile(name, data), **form},
        headers={"Authorization": f"Bearer {api.token}"},
    )
    check("post", f"/api/v1/models/{listing.pk}/files", answer)
    return answer


def test_post_models_id_files_takes_a_file_and_get_uploads_tells_how_it_stands(api: Api, seller):
    listing = make.draft(seller)
    answer = sent(api, listing, make.glb())

    assert answer.status_code == 202
    upload = answer.json()
    assert (upload["state"], upload["size"], upload["filename"]) == ("checking", len(make.glb()), "box.glb")
    assert api.get(f"/uploads/{upload['id']}").json() == upload
    assert Api(make.person()).get(f"/uploads/{upload['id']}").status_code == 404
    assert Api().get(f"/uploads/{upload['id']}").status_code == 401


def test_post_models_id_files_refusals(api: Api, seller, monkeypatch):
    draft, shown = make.draft(seller), make.listing(seller, state="archived")

    assert sent(api, draft, b"").status_code == 400
    assert sent(api, shown, make.glb()).status_code == 409
    assert sent(Api(make.person()), draft, make.glb()).status_code == 404
    assert api.post(f"/models/{draft.pk}/files", {"file": "x"}).status_code == 415
    missing = api.client.post(
        f"/api/v1/models/{draft.pk}/files", {"other": "x"}, headers={"Authorization": f"Bearer {api.token}"}
    )
    assert missing.status_code == 400
    for kind in (
        "multipart/form-data",
        "multipart/form-data; boundary=x",
        "multipart/form-data; charset=base64; boundary=x",
    ):
        broken = api.client.generic(
            "POST",
            f"/api/v1/models/{draft.pk}/files",
            b"--y",
            content_type=kind,
            headers={"Authorization": f"Bearer {api.token}"},
        )
        assert broken.status_code == 400
    monkeypatch.setattr(routes, "SENT_MOST", 100)
    monkeypatch.setattr(routes, "FORM_ROOM", 10)
    assert sent(api, draft, make.glb()).status_code == 413
    assert Upload.objects.filter(listing=draft).count() == 0


def test_get_uploads_unknown_is_404(api: Api):
    for name in ("nonsense", str(uuid4())):
        assert api.get(f"/uploads/{name}").status_code == 404


def test_post_submit_archive_unarchive(api: Api, seller):
    listing = make.listing(seller, state="draft")
    other = Api(make.person())

    assert other.post(f"/models/{listing.pk}/submit").status_code == 404
    assert api.post(f"/models/{listing.pk}/submit").json()["state"] == "pending"
    again = api.post(f"/models/{listing.pk}/submit")
    assert again.status_code == 409
    assert "pending" in again.json()["error"]["message"]
    shown = make.listing(seller)
    assert other.post(f"/models/{shown.pk}/archive").status_code == 403
    assert api.post(f"/models/{shown.pk}/archive").json()["state"] == "archived"
    assert Api().get(f"/models/{shown.pk}").status_code == 404
    assert api.post(f"/models/{shown.pk}/unarchive").json()["state"] == "approved"
    assert api.post(f"/models/{shown.pk}/unarchive").status_code == 409


def test_post_submit_without_a_ready_file_is_409(api: Api, seller):
    draft = make.draft(seller, category="furniture", offers=[("personal", 400)])

    answer = api.post(f"/models/{draft.pk}/submit")
    assert (answer.status_code, code(answer)) == (409, "incomplete")


def test_post_submit_before_the_address_is_confirmed_is_403():
    user = make.person(confirmed=False)
    listing = make.with_file(make.draft(user, category="furniture", offers=[("personal", 400)]))

    answer = Api(user).post(f"/models/{listing.pk}/submit")
    assert (answer.status_code, code(answer)) == (403, "email_unconfirmed")


def test_post_download_is_for_holders(api: Api, seller):
    listing = make.listing(seller)
    buyer = make.person()
    refused = Api(buyer).post(f"/models/{listing.pk}/download", {"format": "glb"})
    assert (refused.status_code, code(refused)) == (403, "purchase_required")
    assert Api().post(f"/models/{listing.pk}/download", {}).status_code == 401

    make.bought(listing, buyer=buyer)
    link = Api(buyer).post(f"/models/{listing.pk}/download", {"format": "glb"}).json()
    file = Api().client.get(link["url"])

    assert b"".join(file.streaming_content) == make.glb()
    assert link["size"] == len(make.glb())
    assert DownloadLog.objects.filter(reader=buyer, listing=listing).count() == 1
    assert Api(buyer).post(f"/models/{listing.pk}/download", {"format": "exe"}).status_code == 400


def test_get_put_delete_like(seller):
    listing = make.listing(seller)
    fan = Api(make.person())

    for _ in range(2):
        assert fan.put(f"/models/{listing.pk}/like").json() == {"likes": 1, "liked": True}
    assert Api().get(f"/models/{listing.pk}/like").json() == {"likes": 1, "liked": False}
    for _ in range(2):
        assert fan.delete(f"/models/{listing.pk}/like").json() == {"likes": 0, "liked": False}
    assert Api().put(f"/models/{listing.pk}/like").status_code == 401


def test_get_categories_is_a_tree_with_counts(seller):
    make.listing(seller)
    tree = {row["slug"]: row for row in Api().get("/categories").json()["results"]}

    assert tree["furniture"]["model_count"] == 1


def test_get_users_username(seller):
    make.listing(seller)
    told = Api().get("/users/SELLER").json()

    assert (told["username"], told["models"], told["creator_level"]) == ("seller", 1, "Bronze")
    assert "email" not in told
    assert Api().get("/users/nobody").status_code == 404
    User.objects.filter(pk=seller.pk).update(is_active=False)
    assert Api().get("/users/seller").status_code == 404


def test_get_and_patch_me(api: Api):
    told = api.patch("/me", {"display_name": "Ida", "bio": "Chairs", "marketing_consent": True}).json()

    assert (told["display_name"], told["bio"], told["marketing_consent"]) == ("Ida", "Chairs", True)
    assert api.get("/me").json() == told
    assert api.patch("/me", {"display_name": "x" * 81}).status_code == 400
    assert api.patch("/me", {"language": "xx"}).status_code == 400
    assert Api().get("/me").status_code == 401


def test_patch_me_takes_no_foreign_field(api: Api, seller):
    api.patch(
        "/me",
        {"is_staff": True, "is_verified": True, "email": "x@example.com", "username": "root", "roles": ["finance"]},
    )

    user = User.objects.get(pk=seller.pk)
    assert (user.is_staff, user.is_verified, user.username) == (False, False, "seller")


def test_a_model_of_the_slider_is_featured(seller):
    listing = make.listing(seller)
    before = Api().get(f"/models/{listing.pk}").json()["is_featured"]
    cache.clear()
    slider.set_slider([listing.pk], by=make.staff("marketing"))

    assert (before, Api().get(f"/models/{listing.pk}").json()["is_featured"]) == (False, True)


def test_the_quota_says_what_the_hours_limit_leaves_of_a_day(settings):
    settings.THROTTLE_FACTOR = 1
    limits = [
        Api(make.person(confirmed=confirmed)).get("/me").json()["quota"]["daily_limit"] for confirmed in (True, False)
    ]

    assert limits == [24 * 60, 24 * 10]
