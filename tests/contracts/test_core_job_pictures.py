"""core.md and core-marketplace.md: POST /jobs with `image` (a form) or `image_url`, and output formats."""

from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart

from generation import pictures
from generation.models import Job, JobInput
from tests import make
from tests.contracts.api import Api, code
from tests.contracts.studio import open_workshop

pytestmark = pytest.mark.django_db

PHOTO = Path(__file__).parent.parent / "samples" / "photos" / "bottle_wine.jpg"


@pytest.fixture(autouse=True)
def workshop(monkeypatch):
    open_workshop(monkeypatch)


@pytest.fixture
def api():
    return Api(make.person())


def sent(api: Api, **fields):
    """A form, as browsers and `curl -F` send it."""
    form = encode_multipart(BOUNDARY, fields)
    headers = {"Authorization": f"Bearer {api.token}"} if api.token else {}
    return api.client.generic("POST", "/api/v1/jobs", form, MULTIPART_CONTENT, headers=headers)


def photo(data: bytes | None = None) -> SimpleUploadedFile:
    return SimpleUploadedFile("bottle.jpg", PHOTO.read_bytes() if data is None else data)


def test_post_jobs_with_a_picture_makes_a_job_of_the_kind_image(api: Api):
    answer = sent(api, image=photo(), name="A bottle")
    assert answer.status_code == 201, answer.content
    job = Job.objects.get(pk=answer.json()["id"])

    assert (job.kind, job.name, job.state) == ("image", "A bottle", "queued")
    assert answer.json()["status"] == "queued"
    assert JobInput.objects.filter(job=job).count() == 1


def test_post_jobs_as_a_form_with_start_false_stays_pending(api: Api):
    assert sent(api, prompt="a red ball", start="false").json()["status"] == "pending"
    assert sent(api, prompt="a red ball").json()["status"] == "queued"


def test_post_jobs_with_a_picture_in_a_session(api: Api):
    session = api.post("/sessions", {}).json()

    assert sent(api, image=photo(), session_id=session["id"]).json()["session_id"] == session["id"]


def test_post_jobs_with_an_image_url_of_ours(api: Api):
    file = pictures.bring(PHOTO.read_bytes(), filename="bottle.jpg", by=None, address="1.2.3.4")
    url = f"http://testserver/files/{file.key.removeprefix('open/')}"
    job = api.post("/jobs", {"image_url": url}).json()

    assert JobInput.objects.get(job=job["id"]).file == file


@pytest.mark.parametrize(
    "url", ["http://127.0.0.1/a.png", "http://169.254.169.254/latest", "file:///etc/passwd", "nonsense", "ftp://a.b/c"]
)
def test_post_jobs_with_an_image_url_that_cannot_be_had_is_400(api: Api, url: str):
    answer = api.post("/jobs", {"image_url": url})

    assert (answer.status_code, code(answer)) == (400, "image_unreachable")
    assert not Job.objects.exists()


def test_post_jobs_with_what_is_no_picture_is_400(api: Api):
    for data in (b"not a picture", b"", make.glb()):
        answer = sent(api, image=photo(data))
        assert answer.status_code == 400, answer.content
    assert not Job.objects.exists()


def test_post_jobs_with_too_large_a_picture_is_413(api: Api):
    assert sent(api, image=photo(b"\xff" * (10 * 2**20 + 1))).status_code == 413
    assert sent(api, image=photo(b"\xff" * (12 * 2**20))).status_code == 413
    assert not Job.objects.exists()


def test_post_jobs_with_a_picture_and_an_engine_that_takes_none_is_400(api: Api):
    assert sent(api, image=photo(), engine="procedural").status_code == 400
    assert sent(api, image=photo(), kind="text", prompt="a ball").status_code == 400
    assert sent(api, image=photo(), image_url="https://example.com/a.png").status_code == 400
    assert not Job.objects.exists()


@pytest.mark.parametrize("wanted", ["obj", "ply", "3mf", "usdz", "exe"])
def test_post_jobs_names_the_formats_that_can_be_written(api: Api, wanted: str):
    """`obj` and the others come with their writers; until then nothing is promised."""
    from generation import services

    answer = api.post("/jobs", {"prompt": "a red ball", "output_format": wanted})
    if wanted in services.FORMATS:
        assert answer.json()["output_format"] == wanted
    else:
        assert answer.status_code == 400
        assert ", ".join(services.FORMATS) in answer.json()["error"]["message"]
