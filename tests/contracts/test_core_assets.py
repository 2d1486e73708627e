"""core.md: /assets."""

from uuid import uuid4

import pytest

from generation.models import Asset
from tests import make
from tests.contracts.api import Api

pytestmark = pytest.mark.django_db


def test_get_assets_is_ones_own_and_by_job(api: Api, owner):
    job = make.made_job(owner)
    make.job(owner)

    for path in ("/assets", f"/assets?job_id={job.pk}"):
        found = api.get(path).json()["results"]
        assert {asset["asset_type"] for asset in found} == {
            "glb",
            "stl",
            "webp",
            "large",
            "png",
            "shelf",
            "og",
            "preview",
        }
    assert api.get(f"/assets?job_id={uuid4()}").json()["results"] == []
    assert Api(make.person()).get(f"/assets?job_id={job.pk}").json()["results"] == []
    assert api.get("/assets?job_id=nonsense").status_code == 400
    assert Api().get("/assets").status_code == 401


def test_get_assets_id_has_a_url_that_needs_no_token(api: Api, owner):
    asset = make.made_job(owner).assets.get(kind="glb")
    told = api.get(f"/assets/{asset.pk}").json()
    file = Api().client.get(told["url"])

    assert told["uri"] == f"nexus://{asset.file.key}"
    assert (file.status_code, file["Content-Type"]) == (200, "model/gltf-binary")
    assert len(b"".join(file.streaming_content)) == told["size"]
    assert Api(make.person()).get(f"/assets/{asset.pk}").status_code == 404
    assert api.get("/assets/nonsense").status_code == 404


def test_post_assets_registers_a_key_of_the_same_job(api: Api, owner):
    job = make.made_job(owner)
    file = job.assets.get(kind="stl").file
    answer = api.post("/assets", {"job_id": str(job.pk), "asset_type": "scad", "uri": f"nexus://{file.key}"})

    assert answer.status_code == 201
    assert (answer.json()["asset_type"], answer.json()["sha256"]) == ("scad", file.sha256)


@pytest.mark.parametrize(
    "uri", ["nexus://open/nothing/file.glb", "s3://bucket/key", "https://x.example/a.glb", "", 5, "a\x00"]
)
def test_post_assets_with_any_other_uri_is_400(api: Api, owner, uri: object):
    job = make.job(owner)

    assert api.post("/assets", {"job_id": str(job.pk), "asset_type": "glb", "uri": uri}).status_code == 400
    assert not Asset.objects.exists()


def test_post_assets_on_somebody_elses_job_is_404(api: Api):
    job = make.job(make.person())
    body = {"job_id": str(job.pk), "asset_type": "glb", "uri": "s3://bucket/key"}

    assert api.post("/assets", body).status_code == 404
    assert Api().post("/assets", body).status_code == 401


def test_delete_assets_id_removes_the_file_with_its_last_name(api: Api, owner, django_capture_on_commit_callbacks):
    told = api.get(f"/assets/{make.made_job(owner).assets.get(kind='stl').pk}").json()
    assert Api(make.person()).delete(f"/assets/{told['id']}").status_code == 404

    with django_capture_on_commit_callbacks(execute=True):
        assert api.delete(f"/assets/{told['id']}").status_code == 204

    assert api.get(f"/assets/{told['id']}").status_code == 404
    assert api.client.get(told["url"]).status_code == 404


def test_a_registered_asset_does_not_take_the_place_of_the_engines_result(api: Api, owner):
    job = make.made_job(owner)
    before = api.get(f"/jobs/{job.pk}").json()["result_url"]
    other = job.assets.get(kind="stl").file
    api.post("/assets", {"job_id": str(job.pk), "asset_type": "glb", "uri": f"nexus://{other.key}"})

    assert api.get(f"/jobs/{job.pk}").json()["result_url"] == before
