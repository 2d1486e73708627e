"""core-marketplace.md: reviews, makes, comments, collections, people and whom they follow."""

import pytest

from tests import make
from tests.contracts.api import Api, check, code
from tests.contracts.studio import file, form, open_workshop, photo

pytestmark = pytest.mark.django_db


@pytest.fixture
def seller():
    return make.person("seller")


@pytest.fixture
def listing(seller):
    return make.listing(seller, "Oak chair")


@pytest.fixture
def holder(listing):
    return make.holder(listing, make.person("holder"))


def test_post_reviews_is_for_holders_and_the_model_shows_the_average(listing, holder):
    path = f"/models/{listing.pk}/reviews"
    made = Api(holder).post(path, {"rating": 4, "text": "Good."})

    assert made.status_code == 201
    assert made.json() | {"id": 0, "created_at": "", "author": {}} == {
        "id": 0, "author": {}, "rating": 4, "text": "Good.", "photos": [], "version": 1, "reply": None, "created_at": "",
    }  # fmt: skip
    assert made.json()["author"]["username"] == "holder"
    assert code(Api(holder).post(path, {"rating": 4})) == "already_reviewed"
    stranger = Api(make.person()).post(path, {"rating": 4})
    assert (stranger.status_code, code(stranger)) == (403, "purchase_required")
    own = Api(listing.seller).post(path, {"rating": 5})
    assert (own.status_code, code(own)) == (403, "own_listing")
    model = Api().get(f"/models/{listing.pk}").json()
    assert (model["rating"], model["reviews"]) == (4.0, 1)
    assert [row["rating"] for row in Api().get(path).json()["results"]] == [4]


@pytest.mark.parametrize(
    "body", [{}, {"rating": 0}, {"rating": 6}, {"rating": "good"}, {"rating": 3, "text": "x" * 4001}]
)
def test_post_reviews_refuses_what_is_no_review(listing, holder, body):
    refused = Api(holder).post(f"/models/{listing.pk}/reviews", body)

    assert refused.status_code == 400
    assert refused.json()["error"]["fields"]


def test_post_reviews_takes_photos_in_a_form(monkeypatch, listing, holder):
    open_workshop(monkeypatch)
    api = Api(holder)
    made = form(api, f"/models/{listing.pk}/reviews", rating="5", text="See.", photos=[file(photo()), file(photo())])

    assert made.status_code == 201
    assert [url.startswith("http://testserver/files/") for url in made.json()["photos"]] == [True, True]
    refused = form(Api(make.holder(listing)), f"/models/{listing.pk}/reviews", rating="5", photos=[file(b"no picture")])
    assert (refused.status_code, code(refused)) == (400, "not_a_picture")


def test_patch_and_delete_reviews_are_the_authors(listing, holder):
    review = make.review(listing, holder)
    path = f"/reviews/{review.pk}"

    assert Api(holder).patch(path, {"rating": 2}).json()["rating"] == 2
    assert Api(listing.seller).patch(path, {"rating": 5}).status_code == 403
    assert Api(make.person()).delete(path).status_code == 403
    assert Api(holder).delete(path).status_code == 204
    assert Api(holder).delete(path).status_code == 404
    assert Api(holder).patch("/reviews/x", {"rating": 1}).status_code == 404
    assert Api().get(f"/models/{listing.pk}").json()["rating"] is None


def test_put_reviews_reply_is_the_creators(listing, holder):
    path = f"/reviews/{make.review(listing, holder).pk}/reply"

    assert Api(holder).put(path, {"text": "Me."}).status_code == 403
    assert Api(listing.seller).put(path, {"text": " "}).status_code == 400
    answered = Api(listing.seller).put(path, {"text": "Thank you."}).json()
    assert answered["reply"]["text"] == "Thank you."


def test_makes_are_shown_by_holders_as_a_form(monkeypatch, listing, holder):
    open_workshop(monkeypatch)
    path = f"/models/{listing.pk}/makes"
    words = {"printer": "Mark 3", "material": "PLA", "worked": "true", "settings": "0.2 mm"}
    made = form(Api(holder), path, photo=file(photo()), **words)

    assert made.status_code == 201
    assert (made.json()["worked"], made.json()["settings"]) == (True, "0.2 mm")
    assert [row["printer"] for row in Api().get(path).json()["results"]] == ["Mark 3"]
    assert form(Api(make.person()), path, photo=file(photo()), **words).status_code == 403
    assert form(Api(holder), path, **words).json()["error"]["fields"] == {"photo": ["No file was submitted."]}
    assert Api(holder).post(path, words).status_code == 415


def test_comments_are_threads_in_markdown(listing, holder):
    path = f"/models/{listing.pk}/comments"
    asked = Api(holder).post(path, {"text": "Which **nozzle**?", "kind": "question"}).json()
    answer = Api(listing.seller).post(path, {"text": "0.4", "parent_id": asked["id"]})

    assert asked["html"].strip() == "<p>Which <strong>nozzle</strong>?</p>"
    assert (answer.status_code, answer.json()["parent_id"]) == (201, asked["id"])
    assert [row["id"] for row in Api().get(path).json()["results"]] == [answer.json()["id"], asked["id"]]
    assert Api(holder).post(path, {"text": " "}).status_code == 400
    assert code(Api(holder).post(path, {"text": "Hm", "parent_id": 10**9})) == "no_parent"
    assert Api(make.person()).delete(f"/comments/{asked['id']}").status_code == 403
    assert Api(holder).delete(f"/comments/{asked['id']}").status_code == 204
    assert [row["id"] for row in Api().get(path).json()["results"]] == [answer.json()["id"]]


def test_collections_hold_models_in_their_order(listing, holder):
    other = make.listing(name="Lamp")
    api = Api(holder)
    made = api.post("/collections", {"name": "Room"})
    number = made.json()["id"]

    assert (made.status_code, made.json()["visibility"], made.json()["models"]) == (201, "public", [])
    for model in (listing, other):
        assert api.put(f"/collections/{number}/models/{model.pk}").status_code == 200
    changed = api.patch(f"/collections/{number}", {"models": [other.pk], "visibility": "unlisted"}).json()
    assert [row["name"] for row in changed["models"]] == ["Lamp", "Oak chair"]
    assert changed["cover_url"].startswith("http://testserver/files/")
    assert Api().get(f"/collections/{number}").json()["count"] == 2
    assert Api().get("/collections").json()["results"] == []
    assert [row["name"] for row in api.get("/collections").json()["results"]] == ["Room"]
    assert Api(make.person()).put(f"/collections/{number}/models/{listing.pk}").status_code == 403
    assert api.delete(f"/collections/{number}/models/{other.pk}").status_code == 204
    assert api.patch(f"/collections/{number}", {"models": [other.pk]}).status_code == 400
    api.patch(f"/collections/{number}", {"visibility": "private"})
    assert Api().get(f"/collections/{number}").status_code == 404
    assert Api(make.person()).delete(f"/collections/{number}").status_code == 404
    assert api.delete(f"/collections/{number}").status_code == 204
    assert api.get("/collections/x").status_code == 404
    assert api.get("/collections?colour=red").status_code == 400


def test_users_are_followed_once_and_their_profile_counts_it(listing, holder):
    api = Api(holder)

    assert api.put("/users/seller/follow").json() == {"followers": 1, "followed": True}
    assert api.put("/users/SELLER/follow").json() == {"followers": 1, "followed": True}
    profile = Api().get("/users/seller").json()
    assert (profile["followers"], profile["models"]) == (1, 1)
    assert code(api.put("/users/holder/follow")) == "own_account"
    assert api.delete("/users/seller/follow").status_code == 204
    assert Api().get("/users/seller").json()["followers"] == 0
    assert api.put("/users/nobody-here/follow").status_code == 404
    assert Api().put("/users/seller/follow").status_code == 401


def test_lists_cost_the_same_for_few_and_many(listing, django_assert_max_num_queries):
    for _ in range(6):
        make.review(listing)
    path = f"/models/{listing.pk}/reviews"
    with django_assert_max_num_queries(9):
        answer = Api().client.get(f"/api/v1{path}")
    check("GET", f"/api/v1{path}", answer)
    assert len(answer.json()["results"]) == 6
