"""core-marketplace.md: POST /jobs with `variants` 1..4."""

import re
from pathlib import Path

import pytest
from django.conf import settings as configured
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart

from generation.models import Job, JobEvent
from nexus.foundation import limits
from nexus.foundation.outbox import OutboxMessage
from tests import make
from tests.contracts.api import Api
from tests.contracts.studio import open_workshop

pytestmark = pytest.mark.django_db

ASK = {"prompt": make.TABLE, "style": "low-poly"}
PHOTO = Path(__file__).parent.parent / "samples" / "photos" / "bottle_wine.jpg"
LAST_SEED = 2**31 - 1


def others_of(answer) -> list[str]:
    """The ids behind the answer's links, each by its whole address."""
    found = re.findall(r'<([^>]+)>; rel="related"', answer.headers.get("Link", ""))
    assert all(url.startswith(f"{configured.SITE_URL}/api/v1/jobs/") for url in found), found
    return [url.rsplit("/", 1)[1] for url in found]


def test_variants_are_jobs_of_one_wish_with_one_seed_after_the_other(api: Api, owner):
    answer = api.post("/jobs", {**ASK, "seed": 7, "variants": 4, "name": "Oak"})
    ids = [answer.json()["id"], *others_of(answer)]
    told = [api.get(f"/jobs/{one}").json() for one in ids]

    assert answer.status_code == 201
    assert len(set(ids)) == 4
    assert [job["seed"] for job in told] == [7, 8, 9, 10]
    assert {(job["status"], job["prompt"], job["name"], job["parameters"]["style"]) for job in told} == {
        ("queued", make.TABLE, "Oak", "low-poly")
    }
    assert {str(one) for one in Job.objects.filter(owner=owner).values_list("pk", flat=True)} == set(ids)
    assert OutboxMessage.objects.filter(fact="job.queued").count() == 4
    assert JobEvent.objects.filter(type="queued").count() == 4


def test_the_answer_is_the_first_job_as_without_variants(api: Api):
    several, one = api.post("/jobs", {**ASK, "seed": 7, "variants": 2}), api.post("/jobs", {**ASK, "seed": 7})

    assert several.json().keys() == one.json().keys()
    assert (several.json()["seed"], several.json()["queue"]["position"]) == (7, 1)
    assert "Link" not in one.headers
    assert "Link" not in api.post("/jobs", {**ASK, "variants": 1}).headers


def test_a_seed_among_the_parameters_is_where_the_variants_begin(api: Api):
    api.post("/jobs", {**ASK, "variants": 2, "seed": 3, "parameters": {"seed": 40}})

    assert set(Job.objects.values_list("seed", flat=True)) == {40, 41}


def test_variants_stand_in_their_session_and_wait_for_their_client_where_it_says_so(api: Api, owner):
    session = api.post("/sessions", {}).json()["id"]
    answer = api.post("/jobs", {**ASK, "variants": 3, "session_id": session, "start": False})
    listed = api.get(f"/jobs?session_id={session}").json()["results"]

    assert {job["id"] for job in listed} == {answer.json()["id"], *others_of(answer)}
    assert {job["status"] for job in listed} == {"pending"}


def test_variants_of_a_foreign_session_are_refused_and_none_is_made(api: Api):
    session = Api(make.person()).post("/sessions", {}).json()["id"]

    assert api.post("/jobs", {**ASK, "variants": 2, "session_id": session}).status_code == 400
    assert not Job.objects.exists()


@pytest.mark.parametrize("variants", [0, 5, -1, 1.5, "many", True, [2]])
def test_another_number_of_variants_is_400_and_no_job(api: Api, variants):
    answer = api.post("/jobs", {**ASK, "variants": variants})

    assert answer.status_code == 400
    assert "variants" in answer.json()["error"]["fields"]
    assert not Job.objects.exists()


def test_variants_beyond_the_last_seed_are_400_and_no_job(api: Api):
    refused = api.post("/jobs", {**ASK, "seed": LAST_SEED, "variants": 2})
    assert refused.status_code == 400
    assert "variants" in refused.json()["error"]["fields"]
    assert not Job.objects.exists()

    assert api.post("/jobs", {**ASK, "seed": LAST_SEED - 1, "variants": 2}).status_code == 201
    assert set(Job.objects.values_list("seed", flat=True)) == {LAST_SEED - 1, LAST_SEED}


def test_a_seed_that_is_no_number_is_refused_as_for_one_job(api: Api):
    for variants in (1, 2):
        asked = {**ASK, "variants": variants, "parameters": {"seed": "seven"}}
        assert api.post("/jobs", asked).status_code == 400
    assert not Job.objects.exists()


def test_an_engine_without_a_seed_makes_no_variants(api: Api):
    source = {"engine": "openscad", "kind": "design", "parameters": {"source": "cube(10);"}}
    assert api.post("/jobs", source).status_code == 201
    refused = api.post("/jobs", {**source, "variants": 2})

    assert refused.status_code == 400
    assert "openscad" in refused.json()["error"]["fields"]["variants"][0]
    assert Job.objects.count() == 1


def test_each_variant_counts_as_one_of_the_hour(settings):
    settings.THROTTLE_FACTOR = 1.0
    asked = [Api().post("/jobs", {**ASK, "variants": 4}).status_code for _ in range(2)]

    assert asked == [201, 201]
    assert limits.GENERATE_ANONYMOUS.times == 10
    assert Api().post("/jobs", {**ASK, "variants": 4}).status_code == 429
    assert Job.objects.count() == 8


def test_where_the_queue_is_full_in_the_middle_none_is_made(api: Api, owner, settings):
    settings.QUOTA_QUEUED, settings.THROTTLE_FACTOR = 3, 1.0
    make.job(owner)
    answer = api.post("/jobs", {**ASK, "variants": 4})

    assert (answer.status_code, answer.json()["error"]["code"]) == (429, "queue_full")
    assert Job.objects.count() == 1
    assert OutboxMessage.objects.filter(fact="job.queued").count() == 1
    assert api.post("/jobs", {**ASK, "variants": 2}).status_code == 201


def test_variants_of_an_engine_without_a_seed_leave_no_job_with_the_picture(api: Api, monkeypatch):
    open_workshop(monkeypatch)
    form = {"image": SimpleUploadedFile("bottle.jpg", PHOTO.read_bytes()), "engine": "relief", "variants": "2"}
    headers = {"Authorization": f"Bearer {api.token}"}
    answer = api.client.generic(
        "POST", "/api/v1/jobs", encode_multipart(BOUNDARY, form), MULTIPART_CONTENT, headers=headers
    )

    assert answer.status_code == 400
    assert "relief" in answer.json()["error"]["fields"]["variants"][0]
    assert not Job.objects.exists()


# POST /jobs/{id}/variants


def test_more_variants_of_a_job_follow_its_seed_and_keep_its_wish(api: Api, owner):
    first = api.post("/jobs", {**ASK, "seed": 7, "name": "Oak"}).json()
    answer = api.post(f"/jobs/{first['id']}/variants", {"count": 3})
    told = answer.json()["results"]

    assert answer.status_code == 201
    assert [job["seed"] for job in told] == [8, 9, 10]
    assert {(job["status"], job["prompt"], job["name"], job["parameters"]["style"]) for job in told} == {
        ("queued", make.TABLE, "Oak", "low-poly")
    }
    assert Job.objects.filter(owner=owner).count() == 4


def test_one_variant_with_a_seed_and_a_parameter_of_its_own(api: Api):
    first = api.post("/jobs", ASK).json()
    wish = {"seed": 40, "parameters": {"complexity": "simple"}}
    [job] = api.post(f"/jobs/{first['id']}/variants", wish).json()["results"]

    assert (job["seed"], job["parameters"]["style"], job["parameters"]["complexity"]) == (40, "low-poly", "simple")


def test_a_variant_of_what_takes_no_seed_must_change_something(api: Api):
    first = api.post("/jobs", {"kind": "design", "engine": "openscad", "parameters": {"source": "cube(3);"}}).json()
    refused = api.post(f"/jobs/{first['id']}/variants")

    assert refused.status_code == 400
    assert "takes no seed" in refused.json()["error"]["message"]
    changed = api.post(f"/jobs/{first['id']}/variants", {"parameters": {"source": "cube(4);"}})
    assert changed.status_code == 201


@pytest.mark.parametrize("wrong", [{"count": 0}, {"count": 5}, {"seed": -1}, {"parameters": {"wood": "oak"}}])
def test_a_variant_that_cannot_be_is_refused_and_none_is_made(api: Api, wrong):
    first = api.post("/jobs", ASK).json()

    assert api.post(f"/jobs/{first['id']}/variants", wrong).status_code == 400
    assert Job.objects.count() == 1


def test_variants_of_what_somebody_else_made_are_not_for_others(api: Api):
    theirs = make.job(make.person())

    assert api.post(f"/jobs/{theirs.pk}/variants").status_code == 404
