"""core-marketplace.md: uploads in parts (tus 1.0), their events, files of a model, downloads in other formats."""

import base64
import json
from typing import Any

import pytest
from channels.testing import HttpCommunicator
from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.models import User
from marketplace.catalog.models import Upload
from marketplace.catalog.services import checking, conversions, turntables, uploads
from nexus.asgi import application
from tests import make
from tests.contracts.api import Api, check, code, validator
from tests.contracts.threads import in_thread

EVENT = validator('{"$ref": "#/components/schemas/Event"}')
PART = "application/offset+octet-stream"


@pytest.fixture
def seller(db: None) -> User:
    return make.person("seller")


@pytest.fixture
def api(seller: User) -> Api:
    return Api(seller)


def metadata(**values: Any) -> str:
    return ",".join(f"{key} {base64.b64encode(str(value).encode()).decode()}" for key, value in values.items())


def begin(api: Api, size: int, **told: Any) -> Any:
    sent = {"Upload-Length": str(size), "Upload-Metadata": metadata(**told), "Tus-Resumable": "1.0.0"}
    return api("post", "/uploads", **sent)


def part(api: Api, upload: str, data: bytes, offset: int, kind: str = PART) -> Any:
    return api.client.generic(
        "PATCH",
        f"/api/v1/uploads/{upload}",
        data,
        content_type=kind,
        headers={"Authorization": f"Bearer {api.token}", "Upload-Offset": str(offset), "Tus-Resumable": "1.0.0"},
    )


def test_a_tus_client_creates_asks_sends_and_goes_on(api: Api, seller: User) -> None:
    row, data = make.draft(seller), make.glb()
    options = api.client.options("/api/v1/uploads")
    assert options.status_code == 204
    assert options["Tus-Version"] == "1.0.0"
    assert set(options["Tus-Extension"].split(",")) == {"creation", "termination", "expiration"}
    assert int(options["Tus-Max-Size"]) == 500 * 2**20

    made = begin(api, len(data), filename="big box.glb", model_id=row.pk)
    assert made.status_code == 201
    body = made.json()
    assert made["Location"].endswith(f"/api/v1/uploads/{body['id']}")
    assert "Upload-Expires" in made
    assert (body["state"], body["stage"], body["filename"], body["model_id"]) == (
        "receiving",
        "receiving",
        "big box.glb",
        row.pk,
    )

    first = part(api, body["id"], data[:100], 0)
    assert (first.status_code, first["Upload-Offset"]) == (204, "100")
    asked = api("head", f"/uploads/{body['id']}")
    assert (asked.status_code, asked["Upload-Offset"], asked["Upload-Length"]) == (200, "100", str(len(data)))
    assert asked["Cache-Control"] == "no-store"
    last = part(api, body["id"], data[100:], 100)
    assert (last.status_code, last["Upload-Offset"]) == (204, str(len(data)))
    assert api.get(f"/uploads/{body['id']}").json()["state"] == "checking"
    assert api("head", f"/uploads/{body['id']}")["Upload-Offset"] == str(len(data))

    checking.check_upload(Upload.objects.get().pk)
    told = api.get(f"/uploads/{body['id']}").json()
    assert (told["state"], told["progress"], told["file_id"]) == ("ready", 100, row.files.get().pk)
    assert told["report"]["triangles"] == 12
    assert (
        {"code", "severity", "count", "sentence", "fixable"} == set(told["report"]["problems"][0])
        if told["report"]["problems"]
        else True
    )


def test_tus_refusals(api: Api, seller: User) -> None:
    upload = begin(api, 1000, filename="a.glb").json()["id"]

    assert code(part(api, upload, b"x", 5)) == "offset_mismatch"
    assert part(api, upload, b"x", 0, "application/json").status_code == 415
    assert part(api, upload, b"x" * 1001, 0).status_code == 413
    assert api("head", f"/uploads/{upload}")["Upload-Offset"] == "0"
    assert api("post", "/uploads", **{"Upload-Length": "ten"}).status_code == 400
    assert api("post", "/uploads", **{"Upload-Length": "10", "Upload-Metadata": "filename !!"}).status_code == 400
    wrong = api("post", "/uploads", **{"Upload-Length": "10", "Tus-Resumable": "0.2.2"})
    assert (wrong.status_code, wrong["Tus-Version"]) == (412, "1.0.0")
    assert begin(api, 501 * 2**20, filename="a.glb").status_code == 413
    assert begin(api, 10, filename="a.glb", model_id=make.draft().pk).status_code == 404
    other = Api(make.person())
    assert part(other, upload, b"x", 0).status_code == 404
    assert other.delete(f"/uploads/{upload}").status_code == 404
    assert begin(Api(), 10, filename="a.glb").status_code == 401
    assert api.delete(f"/uploads/{upload}").status_code == 204
    gone = api.client.head(f"/api/v1/uploads/{upload}", headers={"Authorization": f"Bearer {api.token}"})
    assert gone.status_code == 404


def test_post_uploads_multipart_without_a_bucket_is_409(api: Api) -> None:
    answer = api.post("/uploads/multipart", {"filename": "a.glb", "size": 100})
    assert (answer.status_code, code(answer)) == (409, "no_bucket")


def test_get_and_delete_models_id_files_id(api: Api, seller: User) -> None:
    row = make.draft(seller)
    checking.check_upload(make.upload(row).pk)
    file = row.files.get()
    told = api.get(f"/models/{row.pk}/files/{file.pk}").json()
    assert (told["format"], told["source"], told["facts"]["triangles"]) == ("glb", True, 12)
    assert told["sha256"] == file.file.sha256
    for wrong in (f"/models/{row.pk}/files/9999999", f"/models/{row.pk}/files/x", f"/models/999999/files/{file.pk}"):
        assert api.get(wrong).status_code == 404
    assert Api(make.person()).get(f"/models/{row.pk}/files/{file.pk}").status_code == 404
    assert api.delete(f"/models/{row.pk}/files/{file.pk}").status_code == 204
    assert not row.files.exists()
    shown = make.listing(seller)
    answer = api.delete(f"/models/{shown.pk}/files/{shown.files.get().pk}")
    assert answer.status_code in {404, 409}
    assert shown.files.exists()


def test_post_models_id_download_of_a_format_that_is_not_made_yet(api: Api, seller: User) -> None:
    row = make.listing(seller)
    holder = Api(make.holder(row))
    answer = holder.post(f"/models/{row.pk}/download", {"format": "stl"})
    assert answer.status_code == 202
    place = answer.json()["status_url"].partition("/api/v1")[2]
    assert holder.get(place).json()["state"] == "waiting"
    assert holder.post(f"/models/{row.pk}/download", {"format": "stl"}).json() == answer.json()
    assert Api(make.person()).get(place).status_code == 404

    conversions.make_conversion(row.conversions.get().pk)
    assert holder.get(place).json()["state"] == "ready"
    link = holder.post(f"/models/{row.pk}/download", {"format": "stl"}).json()
    assert link["filename"].endswith(".stl")
    got = holder.client.get(link["url"].replace("http://testserver", ""))
    assert len(b"".join(got.streaming_content)) == link["size"]
    assert holder.post(f"/models/{row.pk}/download", {"format": "stl", "version": 9}).status_code == 404
    assert holder.post(f"/models/{row.pk}/download", {"format": "step"}).status_code == 400
    assert Api(make.person()).post(f"/models/{row.pk}/download", {"format": "ply"}).status_code == 403


def test_a_file_for_an_approved_model_waits_for_its_next_version(api: Api, seller: User) -> None:
    row = make.listing(seller)
    form = {"file": SimpleUploadedFile("box.glb", make.glb())}
    path = f"/api/v1/models/{row.pk}/files"
    answer = api.client.post(path, form, headers={"Authorization": f"Bearer {api.token}"})
    check("post", path, answer)
    assert (answer.status_code, answer.json()["model_id"]) == (202, row.pk)
    checking.check_upload(Upload.objects.get(pk=answer.json()["id"]).pk)
    assert row.files.filter(is_source=True).count() == 1


@pytest.mark.usefixtures("fresh_database", "own_connections")
async def test_get_uploads_id_events_tells_every_stage_once_and_ends() -> None:
    seller = await in_thread(make.person)
    upload = await in_thread(lambda: uploads.receive_upload(None, by=seller, filename="box.glb", chunks=[make.glb()]))
    await in_thread(checking.check_upload, upload.pk)
    await in_thread(turntables.finish_upload, upload.pk)
    token = await in_thread(make.bearer, seller)

    def stream(after: str = "") -> HttpCommunicator:
        headers = [(b"host", b"testserver"), (b"authorization", f"Bearer {token}".encode())]
        return HttpCommunicator(application, "GET", f"/api/v1/uploads/{upload.pk}/events{after}", headers=headers)

    answer = await stream().get_response(timeout=30)
    told = [json.loads(line[5:]) for line in answer["body"].decode().splitlines() if line.startswith("data:")]
    for event in told:
        EVENT.validate(event)
    assert [event["number"] for event in told] == list(range(1, len(told) + 1))
    assert [event["type"] for event in told][-2:] == ["ready", "finished"]
    later = await stream("?after=6").get_response(timeout=30)
    assert b"id: 6\n" not in later["body"]
    assert b"id: 7\n" in later["body"]
    other = await in_thread(make.bearer, await in_thread(make.person))
    token = other
    assert (await stream().get_response(timeout=30))["status"] == 404
    token = "nonsense"
    assert (await stream().get_response(timeout=30))["status"] == 401
