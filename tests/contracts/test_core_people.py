"""Core: oneself and others, as far as a profile goes."""

import pytest

from accounts.models import User
from tests.contracts.api import Api, code
from tests.contracts.studio import file, open_workshop, photo


def sent(api: Api, **fields: object):
    from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart

    headers = {"Authorization": f"Bearer {api.token}"}
    body = encode_multipart(BOUNDARY, fields)
    return api.client.generic("PATCH", "/api/v1/me", body, content_type=MULTIPART_CONTENT, headers=headers)


def test_patch_me_takes_links_and_everybody_sees_them(api: Api, owner: User) -> None:
    links = ["https://example.com/ida"]

    assert api.patch("/me", {"links": links}).json()["links"] == links
    assert Api().get(f"/users/{owner.username}").json()["links"] == links
    for wrong in (
        ["http://example.com"],
        [f"https://example.com/{number}" for number in range(6)],
        "https://x.example",
        [7],
    ):
        refused = api.patch("/me", {"links": wrong})
        assert refused.status_code == 400
        assert next(iter(refused.json()["error"]["fields"])).startswith("links")
    assert api.patch("/me", {"links": []}).json()["links"] == []


def test_patch_me_takes_a_picture_and_null_takes_it_away(
    api: Api, owner: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_workshop(monkeypatch)

    told = sent(api, avatar=file(photo(400)), bio="Chairs.")

    assert told.status_code == 200, told.content
    owner.refresh_from_db()
    assert told.json()["avatar_url"].endswith(owner.avatar_url)
    assert told.json()["avatar_url"].startswith("http")
    assert told.json()["bio"] == "Chairs."
    seen = Api().get(f"/users/{owner.username}").json()["avatar_url"]
    assert seen == told.json()["avatar_url"]
    assert Api(owner, at="/api/3d").get("/me").json()["user"]["imageUrl"] == seen
    assert api.client.get(owner.avatar_url).status_code == 200

    refused = sent(api, avatar=file(b"nothing"))
    assert (refused.status_code, code(refused)) == (400, "not_a_picture")
    assert "avatar" in refused.json()["error"]["fields"]
    assert api.patch("/me", {"avatar": None}).json()["avatar_url"] is None
    assert api.client.get(owner.avatar_url).status_code == 404
