"""core.md: /jobs and its transitions, /engines."""

from uuid import uuid4

import pytest

from generation import workers
from generation.models import Job
from nexus.foundation import limits
from tests import make
from tests.contracts.api import Api

pytestmark = pytest.mark.django_db

ASK = {"prompt": make.TABLE}


def made(api: Api, **asked) -> dict:
    answer = api.post("/jobs", {**ASK, **asked})
    assert answer.status_code == 201, answer.content
    return answer.json()


def test_post_jobs_queues_at_once(api: Api):
    job = made(api, name="Oak", seed=7, style="low-poly", complexity="simple", output_format="stl")

    assert (job["status"], job["name"], job["output_format"]) == ("queued", "Oak", "stl")
    assert job["parameters"] == {"style": "low-poly", "complexity": "simple"}
    assert job["queue"]["position"] == 1
    assert job["result_url"] is None


def test_post_jobs_with_start_false_stays_pending(api: Api):
    assert made(api, start=False)["status"] == "pending"


def test_post_jobs_by_nobody_belongs_to_nobody():
    job = made(Api())

    assert Job.objects.get(pk=job["id"]).owner is None
    assert Api().get(f"/jobs/{job['id']}").status_code == 200


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"prompt": "   "},
        {"prompt": "x" * 2001},
        {"prompt": "a\x00b"},
        {"prompt": 5},
        {"prompt": "a table", "seed": -1},
        {"prompt": "a table", "seed": 2**31},
        {"prompt": "a table", "seed": 1.5},
        {"prompt": "a table", "style": "baroque"},
        {"prompt": "a table", "complexity": 3},
        {"prompt": "a table", "output_format": "exe"},
        {"prompt": "a table", "engine": "nothing"},
        {"prompt": "a table", "kind": "smell"},
        {"prompt": "a table", "parameters": []},
        {"prompt": "a table", "parameters": {"a": "\x00"}},
        {"prompt": "a table", "parameters": {"a": {"b": {"c": {"d": {"e": {"f": {"g": {"h": {"i": 1}}}}}}}}}},
        {"prompt": "a table", "parameters": {"style": "baroque"}},
        {"prompt": "a table", "parameters": {"style": ["low-poly"]}},
        {"prompt": "a table", "session_id": str(uuid4())},
        {"prompt": "a table", "start": "perhaps"},
    ],
)
def test_post_jobs_with_a_wrong_body_is_400_and_no_job(api: Api, body: dict):
    assert api.post("/jobs", body).status_code == 400
    assert not Job.objects.exists()


def test_post_jobs_keeps_text_as_it_was_sent(api: Api):
    assert made(api, prompt="  a round table \n")["prompt"] == "  a round table \n"


def test_post_jobs_takes_no_foreign_field(api: Api, owner):
    job = made(api, owner=1, state="succeeded", status="succeeded", who="x", id=str(uuid4()), created_at="2020-01-01")

    assert (job["status"], Job.objects.get(pk=job["id"]).owner) == ("queued", owner)


def test_post_jobs_anonymously_is_limited_to_ten_an_hour(settings):
    settings.THROTTLE_FACTOR = 1.0
    answers = [Api().post("/jobs", ASK).status_code for _ in range(limits.GENERATE_ANONYMOUS.times + 1)]

    assert answers == [201] * 10 + [429]


def test_get_jobs_is_ones_own_newest_first(api: Api):
    made(Api(make.person()))
    ids = [made(api)["id"] for _ in range(3)]
    found = api.get("/jobs").json()

    assert [job["id"] for job in found["results"]] == ids[::-1]
    assert (found["next"], found["previous"]) == (None, None)
    assert Api().get("/jobs").status_code == 401


def test_get_jobs_turns_pages_without_losing_or_doubling(api: Api):
    ids = [made(api)["id"] for _ in range(5)]
    first = api.get("/jobs?page_size=2").json()
    made(api)
    second = api.get(first["next"].removeprefix("http://testserver/api/v1")).json()
    third = api.get(second["next"].removeprefix("http://testserver/api/v1")).json()
    back = api.get(second["previous"].removeprefix("http://testserver/api/v1")).json()

    assert [job["id"] for page in (first, second, third) for job in page["results"]] == ids[::-1]
    assert third["next"] is None
    assert [job["id"] for job in back["results"]] == ids[:2:-1]


def test_get_jobs_by_status(api: Api):
    made(api)
    pending = made(api, start=False)

    assert [job["id"] for job in api.get("/jobs?status=pending").json()["results"]] == [pending["id"]]
    assert api.get("/jobs?status=nonsense").status_code == 400
    assert api.get("/jobs?session_id=none").json()["results"] == []


def test_a_list_of_jobs_costs_the_same_whatever_its_length(api: Api, owner, django_assert_max_num_queries):
    for _ in range(6):
        make.job(owner, start=False)

    with django_assert_max_num_queries(5):
        api.get("/jobs")


def test_get_jobs_id_of_a_finished_job_has_everything(api: Api, owner):
    job = make.made_job(owner)
    told = api.get(f"/jobs/{job.pk}").json()

    assert (told["status"], told["progress"], told["error"]) == ("succeeded", 1.0, None)
    assert len(told["assets"]) == 8  # glb, stl, and what the shop window shows
    assert set(told["specification"]) >= {"version", "objects", "relations", "assumed", "ignored", "warnings"}
    for name in ("result_url", "preview_url"):
        assert api.client.get(told[name]).status_code == 200, name


def test_get_jobs_id_of_what_was_not_understood_suggests(api: Api, owner):
    job = make.worked(make.job(owner, "asdf qwer"))
    told = api.get(f"/jobs/{job.pk}").json()

    assert told["error"]["code"] == "not_understood"
    assert len(told["error"]["suggestions"]) == 3


@pytest.mark.parametrize("name", ["nonsense", "01a1fe44-4378-7f44-be54-ed73dd62a505", "%00", "1"])
def test_get_jobs_id_unknown_or_malformed_is_404(api: Api, name: str):
    assert api.get(f"/jobs/{name}").status_code == 404


OTHERS = [
    ("get", ""), ("patch", ""), ("delete", ""), ("post", "/start"), ("post", "/complete"), ("post", "/cancel"),
    ("post", "/retry"), ("post", "/publish"),
]  # fmt: skip


@pytest.mark.parametrize(("method", "act"), OTHERS)
def test_somebody_elses_job_is_404_in_every_way(api: Api, method: str, act: str):
    job = made(api)
    for other in (Api(make.person()), Api()):
        answer = other(method, f"/jobs/{job['id']}{act}", {} if method != "get" else None)
        assert answer.status_code in ({404} if other.token else {401, 404})
    assert Job.objects.get().state == "queued"


def test_patch_jobs_id_renames(api: Api):
    job = made(api)

    assert api.patch(f"/jobs/{job['id']}", {"name": "Table"}).json()["name"] == "Table"


@pytest.mark.parametrize(
    ("start", "wanted", "status", "now"),
    [
        (False, "running", 200, "queued"),
        (True, "running", 200, "queued"),
        (True, "queued", 200, "queued"),
        (True, "cancelled", 200, "cancelled"),
        (True, "succeeded", 409, "queued"),
        (True, "failed", 409, "queued"),
        (True, "pending", 409, "queued"),
        (True, "nonsense", 400, "queued"),
    ],
)
def test_patch_jobs_id_moves_only_along_the_states(api: Api, start: bool, wanted: str, status: int, now: str):
    job = made(api, start=start)
    answer = api.patch(f"/jobs/{job['id']}", {"status": wanted})

    assert answer.status_code == status
    assert Job.objects.get().state == now
    if status == 409:
        assert {"queued", wanted} <= set(answer.json()["error"]["message"].replace(";", "").replace(".", "").split())


def test_delete_jobs_id_is_204_and_gone(api: Api):
    job = made(api)

    assert api.delete(f"/jobs/{job['id']}").status_code == 204
    assert api.get(f"/jobs/{job['id']}").status_code == 404


def test_after_delete_its_files_are_gone(api: Api, owner):
    told = api.get(f"/jobs/{make.made_job(owner).pk}").json()
    api.delete(f"/jobs/{told['id']}")

    assert api.client.get(told["result_url"]).status_code == 404


def test_post_start_and_again(api: Api):
    job = made(api, start=False)

    for _ in range(2):
        answer = api.post(f"/jobs/{job['id']}/start")
        assert (answer.status_code, answer.json()["status"]) == (200, "queued")


def test_post_start_of_a_cancelled_job_is_409(api: Api):
    job = made(api)
    api.post(f"/jobs/{job['id']}/cancel")

    assert api.post(f"/jobs/{job['id']}/start").status_code == 409


def test_post_cancel_and_again(api: Api):
    job = made(api)

    assert api.post(f"/jobs/{job['id']}/cancel").json()["status"] == "cancelled"
    again = api.post(f"/jobs/{job['id']}/cancel")
    assert again.status_code == 409
    assert "cancelled" in again.json()["error"]["message"]


def test_post_retry_makes_a_new_job_with_the_same_brief(api: Api):
    old = made(api, seed=9, style="stylized")
    assert api.post(f"/jobs/{old['id']}/retry").status_code == 409
    api.post(f"/jobs/{old['id']}/cancel")
    answer = api.post(f"/jobs/{old['id']}/retry")

    assert answer.status_code == 201
    assert answer.json()["id"] != old["id"]
    assert [answer.json()[name] for name in ("prompt", "seed", "parameters")] == [old["prompt"], 9, old["parameters"]]


def test_post_complete_decides_nothing_about_our_own_engines(api: Api):
    job = made(api)
    answer = api.post(f"/jobs/{job['id']}/complete?success=true")

    assert (answer.status_code, answer.json()["status"]) == (200, "queued")


@pytest.mark.parametrize(("success", "status"), [("true", "succeeded"), ("false", "failed")])
def test_post_complete_ends_a_job_that_its_client_works_on(api: Api, success: str, status: str):
    job = made(api, engine="external")
    assert job["status"] == "pending"
    assert api.post(f"/jobs/{job['id']}/start").json()["status"] == "running"

    assert api.post(f"/jobs/{job['id']}/complete?success={success}").json()["status"] == status
    assert api.post(f"/jobs/{job['id']}/complete?success=perhaps").status_code == 400


def test_post_publish_makes_a_draft(api: Api, owner):
    job = make.made_job(owner)
    answer = api.post(f"/jobs/{job.pk}/publish", {"price": "4.99"})

    assert answer.status_code == 201
    model = answer.json()
    assert (model["state"], model["price"], model["ai_generated"]) == ("draft", "4.99", True)
    assert model["provenance"]["prompt"] == job.prompt
    assert api.post(f"/jobs/{job.pk}/publish").json()["id"] == model["id"]


def test_get_engines(own_cache):
    workers.say_alive("generation.cpu", "one", slots=1)
    [engine] = [row for row in Api().get("/engines").json()["results"] if row["name"] == "procedural"]

    assert (engine["configured"], engine["healthy"], engine["kinds"]) == (True, True, ["text"])
    assert "style" in engine["parameters"]["properties"]
