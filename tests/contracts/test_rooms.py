"""rooms.md: every row of the contract."""

import pytest

from generation.models import Job
from nexus.api.rooms import views
from nexus.foundation import limits
from tests import make
from tests.contracts.api import Api

pytestmark = pytest.mark.django_db

RECORD = {
    "id", "title", "description", "prompt", "model_url", "preview_url", "format", "file_size", "created_at", "room_id",
    "user_id", "status", "error",
}  # fmt: skip


@pytest.fixture(autouse=True)
def no_worker(monkeypatch):
    """Nobody works beside a test, so that waiting would only cost time."""
    monkeypatch.setattr(views, "PATIENCE_SECONDS", 0.0)


@pytest.fixture
def api():
    return Api(at="/3d")


def generated(api: Api, prompt: str = make.TABLE, **asked) -> dict:
    answer = api.post("/generate", {"prompt": prompt, **asked})
    assert answer.status_code == 200, answer.content
    return answer.json()


def test_post_generate_answers_processing_before_the_end(api: Api):
    told = generated(api)

    assert set(told) == {"model_id", "model_url", "status", "preview_url", "estimated_time"}
    assert (told["status"], told["model_url"]) == ("processing", None)


def test_post_generate_says_completed_where_the_end_comes_within_two_seconds(api: Api, monkeypatch):
    monkeypatch.setattr(views, "PATIENCE_SECONDS", 60.0)
    monkeypatch.setattr(views.time, "sleep", lambda _seconds: make.worked())
    told = generated(api)
    record = api.get(f"/models/{told['model_id']}").json()

    assert (told["status"], told["estimated_time"]) == ("completed", 0)
    file = api.client.get(told["model_url"])
    assert (file.status_code, file["Content-Type"]) == (200, "model/gltf-binary")
    assert len(b"".join(file.streaming_content)) == record["file_size"] > 0
    assert api.client.get(told["preview_url"])["Content-Type"] == "image/png"


def test_post_generate_answers_at_once_where_too_many_wait(api: Api, monkeypatch):
    monkeypatch.setattr(views, "PATIENCE_SECONDS", 60.0)
    monkeypatch.setattr(views.waiting, "acquire", lambda **_options: False)

    assert generated(api)["status"] == "processing"


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"prompt": ""},
        {"prompt": " "},
        {"prompt": "x" * 2001},
        {"prompt": 5},
        {"prompt": None},
        {"prompt": "a\x00"},
        {"prompt": "a table", "style": "baroque"},
        {"prompt": "a table", "complexity": "much"},
        {"prompt": "a table", "room_id": "x" * 65},
        {"prompt": "a table", "user_id": {}},
    ],
)
def test_post_generate_with_a_wrong_body_is_400_with_a_sentence(api: Api, body: dict):
    answer = api.post("/generate", body)

    assert answer.status_code == 400
    assert isinstance(answer.json()["error"], str)
    assert not Job.objects.exists()


def test_post_generate_passes_style_and_complexity_on(api: Api):
    generated(api, style="low-poly", complexity="simple")

    assert Job.objects.get().parameters == {"style": "low-poly", "complexity": "simple"}


def test_post_generate_anonymously_is_limited(api: Api, settings):
    settings.THROTTLE_FACTOR = 1.0
    answers = [api.post("/generate", {"prompt": make.TABLE}) for _ in range(limits.GENERATE_ANONYMOUS.times + 1)]

    assert [answer.status_code for answer in answers] == [200] * 10 + [429]
    assert int(answers[-1]["Retry-After"]) > 0
    assert isinstance(answers[-1].json()["error"], str)


def test_get_models_id_is_the_record(api: Api):
    prompt = "a round oak table with four legs, 120 cm wide and very sturdy"
    told = api.get(f"/models/{generated(api, prompt, room_id='r1', user_id='u1')['model_id']}").json()

    assert set(told) == RECORD
    assert told["title"] == "Generated: " + prompt[:50]
    assert told["description"] == f"Generated from prompt: {prompt}"
    assert (told["prompt"], told["format"], told["room_id"], told["user_id"]) == (prompt, "glb", "r1", "u1")
    assert (told["status"], told["error"]) == ("processing", None)


def test_get_models_id_of_a_failure_says_why(api: Api):
    told = generated(api, "asdf qwer")
    make.worked()
    record = api.get(f"/models/{told['model_id']}").json()

    assert record["status"] == "failed"
    assert record["error"].endswith((".", "”"))


@pytest.mark.parametrize("name", ["nonsense", "01a1fe44-4378-7f44-be54-ed73dd62a505", "%00"])
@pytest.mark.parametrize("method", ["get", "delete"])
def test_models_id_unknown_is_404(api: Api, method: str, name: str):
    answer = api(method, f"/models/{name}")

    assert answer.status_code == 404
    assert isinstance(answer.json()["error"], str)


def test_get_models_id_answers_who_knows_the_id(api: Api):
    job = make.job(make.person())

    assert api.get(f"/models/{job.pk}").json()["id"] == str(job.pk)


def test_get_models_of_a_room_shows_everything_in_it_newest_first(api: Api):
    user = make.person()
    ids = [generated(maker, room_id="kitchen")["model_id"] for maker in (api, Api(user, at="/3d"), api)]
    generated(api, room_id="other")
    found = api.get("/models?room_id=kitchen").json()

    assert isinstance(found, list)
    assert [record["id"] for record in found] == ids[::-1]
    assert api.get("/models?room_id=empty").json() == []
    assert api.get(f"/models?room_id={'x' * 65}").status_code == 400


def test_get_models_without_a_room_is_ones_own(api: Api):
    user = make.person()
    mine = generated(Api(user, at="/3d"), room_id="kitchen")["model_id"]
    generated(api)

    assert [record["id"] for record in Api(user, at="/3d").get("/models").json()] == [mine]


def test_get_models_anonymously_is_what_belongs_to_nobody_and_no_room(api: Api):
    generated(Api(make.person(), at="/3d"))
    generated(api, room_id="kitchen")
    free = generated(api)["model_id"]

    assert [record["id"] for record in api.get("/models").json()] == [free]


def test_get_models_anonymously_is_the_newest_hundred(api: Api, monkeypatch):
    monkeypatch.setattr(views, "NEWEST", 2)
    ids = [generated(api)["model_id"] for _ in range(3)]

    assert [record["id"] for record in api.get("/models").json()] == ids[:0:-1]


def test_a_list_costs_the_same_whatever_its_length(api: Api, django_assert_max_num_queries):
    for _ in range(5):
        generated(api, room_id="kitchen")

    with django_assert_max_num_queries(4):
        api.get("/models?room_id=kitchen")


def test_delete_models_id_removes_the_record_and_its_files(api: Api):
    told = generated(api)
    make.worked()
    record = api.get(f"/models/{told['model_id']}").json()
    answer = api.delete(f"/models/{told['model_id']}")

    assert (answer.status_code, answer.json()) == (200, {"message": "Model deleted successfully"})
    assert api.get(f"/models/{told['model_id']}").status_code == 404
    for url in (record["model_url"], record["preview_url"]):
        assert api.client.get(url).status_code == 404


def test_delete_models_id_of_anothers_is_403(api: Api):
    job = make.job(make.person())

    for other in (api, Api(make.person(), at="/3d")):
        assert other.delete(f"/models/{job.pk}").status_code == 403
    assert Job.objects.filter(pk=job.pk).exists()


def test_user_id_grants_nothing(api: Api):
    user = make.person()
    job = make.job(user)
    told = generated(api, user_id=str(user.public_id))

    assert Job.objects.get(pk=told["model_id"]).owner is None
    assert api.delete(f"/models/{job.pk}").status_code == 403


def test_files_have_ranges_and_live_long_and_are_shared_with_configured_origins(api: Api, settings):
    settings.CORS_ORIGINS = ["http://localhost:3000"]
    told = generated(api)
    make.worked()
    url = api.get(f"/models/{told['model_id']}").json()["model_url"]
    part = api.client.get(url, headers={"Range": "bytes=0-3", "Origin": "http://localhost:3000"})

    assert (part.status_code, b"".join(part.streaming_content)) == (206, b"glTF")
    assert "immutable" in part["Cache-Control"]
    assert part["ETag"]
    assert part["Access-Control-Allow-Origin"] == "http://localhost:3000"


def test_both_slashes_and_errors_of_this_contract(api: Api):
    told = generated(api)
    assert api.post("/generate/", {"prompt": make.TABLE}).status_code == 200
    assert api.get(f"/models/{told['model_id']}/").status_code == 200
    assert api.get("/models/").status_code == 200
    for method, path, status in [("get", "/generate", 405), ("get", "/nothing", 404), ("put", "/models", 405)]:
        answer = api(method, path)
        assert answer.status_code == status
        assert isinstance(answer.json()["error"], str)
    bad = Api(token="nonsense", at="/3d").get("/models")
    assert bad.status_code == 401
    assert isinstance(bad.json()["error"], str)
    form = api.client.post("/3d/generate", {"prompt": "a table"})
    assert form.status_code == 415


def test_get_models_of_nobody_shows_no_picture_that_a_client_noted(api: Api):
    ours = generated(api)["model_id"]
    make.job(kind=Job.Kind.PICTURE, engine="external", prompt="look at me")

    assert [record["id"] for record in api.get("/models").json()] == [ours]
