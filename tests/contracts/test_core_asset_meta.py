"""core.md: /asset-meta."""

from uuid import uuid4

import pytest

from generation.models import Asset, PartRecord
from tests import make
from tests.contracts.api import Api

pytestmark = pytest.mark.django_db

PICTURE = {"face_direction": [0, 0, 0, 1], "image_src": "https://example.com/front.png"}


def results(owner, *kinds: str) -> list[Asset]:
    """Results that the client registered, of a job of its own."""
    job = make.job(owner, engine="external", start=False)
    return [Asset.objects.create(job=job, kind=kind, uri=f"s3://bucket/{kind}", by_client=True) for kind in kinds]


@pytest.fixture
def asset(owner) -> Asset:
    return results(owner, "glb")[0]


def noted(api: Api, asset: Asset, **more) -> dict:
    answer = api.post("/asset-meta", {"asset_id": str(asset.pk), "part_name": "arm", **more})
    assert answer.status_code == 201, answer.content
    return answer.json()


def test_post_asset_meta(api: Api, owner, asset):
    frame, screw = results(owner, "stl", "obj")
    found = noted(
        api,
        asset,
        component_of=str(frame.pk),
        position_json={"x": 1, "y": -2.5, "z": 0},
        image_paths_json=[PICTURE, {"face_direction": {"x": 0, "y": 1, "z": 0, "w": 0}, "image_src": "/files/a.png"}],
        material_json={"name": "PLA", "colour": "red"},
        is_composite_of=[str(screw.pk), str(frame.pk)],
        used_for_json=["holding the motor"],
    )

    assert (found["asset_id"], found["part_name"]) == (str(asset.pk), "arm")
    assert found["component_of"] == str(frame.pk)
    assert found["position_json"] == {"x": 1, "y": -2.5, "z": 0}
    assert found["image_paths_json"][0] == PICTURE
    assert found["material_json"] == {"name": "PLA", "colour": "red"}
    assert found["is_composite_of"] == sorted([str(screw.pk), str(frame.pk)])
    assert found["used_for_json"] == ["holding the motor"]


def test_post_asset_meta_with_only_a_name(api: Api, asset):
    found = noted(api, asset)

    assert (found["component_of"], found["position_json"], found["is_composite_of"]) == (None, None, [])
    assert (found["image_paths_json"], found["material_json"], found["used_for_json"]) == ([], {}, [])


@pytest.mark.parametrize(
    "body",
    [
        {"part_name": ""},
        {"part_name": "x" * 121},
        {"part_name": None},
        {"position_json": {"x": 1, "y": 2}},
        {"position_json": {"x": 1, "y": 2, "z": "3"}},
        {"position_json": {"x": 1, "y": 2, "z": True}},
        {"position_json": {"x": 1, "y": 2, "z": 3, "w": 4}},
        {"position_json": [1, 2, 3]},
        {"image_paths_json": [{**PICTURE, "face_direction": [0, 0, 1]}]},
        {"image_paths_json": [{**PICTURE, "face_direction": [0, 0, 0, "1"]}]},
        {"image_paths_json": [{"image_src": "/a.png"}]},
        {"image_paths_json": [{**PICTURE, "image_src": "javascript:alert(1)"}]},
        {"image_paths_json": [{**PICTURE, "image_src": "//elsewhere/a.png"}]},
        {"image_paths_json": PICTURE},
        {"image_paths_json": [PICTURE] * 201},
        {"material_json": "PLA"},
        {"is_composite_of": ["nonsense"]},
        {"is_composite_of": [str(uuid4())]},
        {"component_of": "nonsense"},
        {"component_of": str(uuid4())},
        {"used_for_json": [5]},
        {"used_for_json": "holding"},
        {"asset_id": "nonsense"},
    ],
)
def test_post_asset_meta_with_a_wrong_body_is_400(api: Api, asset, body: dict):
    sent = {"asset_id": str(asset.pk), "part_name": "arm", **body}

    assert api.post("/asset-meta", sent).status_code == 400
    assert not PartRecord.objects.exists()


def test_post_asset_meta_of_what_is_not_ones_own(api: Api, asset):
    theirs = results(make.person(), "glb")[0]

    assert api.post("/asset-meta", {"asset_id": str(theirs.pk), "part_name": "arm"}).status_code == 404
    assert api.post("/asset-meta", {"asset_id": str(uuid4()), "part_name": "arm"}).status_code == 404
    for field, value in (("component_of", str(theirs.pk)), ("is_composite_of", [str(theirs.pk)])):
        sent = {"asset_id": str(asset.pk), "part_name": "arm", field: value}
        assert api.post("/asset-meta", sent).status_code == 400
    own = {"asset_id": str(asset.pk), "part_name": "arm", "component_of": str(asset.pk)}
    assert api.post("/asset-meta", own).status_code == 400


def test_get_asset_meta_by_asset_newest_first_in_pages(api: Api, owner, asset):
    noted(api, results(owner, "stl")[0])
    ids = [noted(api, asset, part_name=f"arm {number}")["id"] for number in range(3)]
    first = api.get(f"/asset-meta?asset_id={asset.pk}&page_size=2").json()
    second = api.get(first["next"].removeprefix("http://testserver/api/v1")).json()

    assert [row["id"] for page in (first, second) for row in page["results"]] == ids[::-1]
    assert len(api.get("/asset-meta").json()["results"]) == 4
    assert api.get("/asset-meta?asset_id=nonsense").status_code == 400


def test_get_asset_meta_of_anothers_asset_lists_nothing(api: Api):
    other = make.person()
    theirs = results(other, "glb")[0]
    noted(Api(other), theirs)

    assert api.get(f"/asset-meta?asset_id={theirs.pk}").json()["results"] == []


def test_get_patch_and_delete_asset_meta_id(api: Api, owner, asset):
    frame = results(owner, "stl")[0]
    found = noted(api, asset, component_of=str(frame.pk), is_composite_of=[str(frame.pk)])
    path = f"/asset-meta/{found['id']}"

    assert api.get(path).json() == found
    changed = api.patch(path, {"part_name": "leg", "component_of": None, "is_composite_of": []}).json()
    assert (changed["part_name"], changed["component_of"], changed["is_composite_of"]) == ("leg", None, [])
    assert api.patch(path, {"position_json": {"x": 1, "y": 2, "z": 3}}).json()["part_name"] == "leg"
    assert api.patch(path, {"component_of": str(asset.pk)}).status_code == 400
    assert api.patch(path, {"position_json": {"x": 1}}).status_code == 400
    assert api.delete(path).status_code == 204
    assert api.get(path).status_code == 404
    for unknown in (uuid4(), "nonsense"):
        assert api.get(f"/asset-meta/{unknown}").status_code == 404


def test_anothers_asset_meta_does_not_exist(api: Api):
    other = make.person()
    found = noted(Api(other), results(other, "glb")[0])
    path = f"/asset-meta/{found['id']}"

    assert api.get(path).status_code == 404
    assert api.patch(path, {"part_name": "mine"}).status_code == 404
    assert api.delete(path).status_code == 404
    assert PartRecord.objects.get().name == "arm"


def test_asset_meta_goes_with_its_asset(api: Api, owner, asset):
    frame = results(owner, "stl")[0]
    kept = noted(api, frame, component_of=str(asset.pk), is_composite_of=[str(asset.pk)])
    noted(api, asset)

    assert api.delete(f"/assets/{asset.pk}").status_code == 204
    left = api.get("/asset-meta").json()["results"]
    assert [row["id"] for row in left] == [kept["id"]]
    assert (left[0]["component_of"], left[0]["is_composite_of"]) == (None, [])
