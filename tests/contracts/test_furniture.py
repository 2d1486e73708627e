"""furniture.md: every row of the contract."""

from datetime import timedelta
from uuid import UUID

import pytest
from django.utils import timezone

from generation import guest_sessions, inputs, registry
from generation.models import GuestSession, Job
from nexus.foundation.storage.models import StoredFile
from tests import make
from tests.contracts.api import Api
from tests.contracts.studio import SAMPLES, file, form, open_workshop, photo

pytestmark = pytest.mark.django_db

NOBODYS = "01a1fe50-4711-791c-8263-831e65701396"


@pytest.fixture(autouse=True)
def workshop(monkeypatch):
    open_workshop(monkeypatch)


@pytest.fixture
def api():
    return Api(at="/api")


def begun(api: Api) -> str:
    return api.get("/generate_session_id").json()["session_id"]


def sent(api: Api, session: str, name: str = "sofa.jpg", data: bytes = b""):
    return form(api, f"/process_furniture_image/{session}", image=file(data or photo(), name))


def told(answer) -> str:
    assert set(answer.json()) == {"error"}
    return answer.json()["error"]


def models(api: Api, session: str) -> dict:
    answer = api.get(f"/session_models/{session}")
    assert answer.status_code == 200, answer.content
    return answer.json()


# GET /generate_session_id


def test_get_generate_session_id_is_an_unguessable_id_whose_place_exists_from_then_on(api):
    ids = {begun(api) for _ in range(20)}

    assert len(ids) == 20
    assert all(UUID(one).version == 7 for one in ids)
    assert len({one[-17:] for one in ids}) == 20  # what is not the clock is random
    assert models(api, min(ids)) == {"session_id": min(ids), "models": [], "failed": []}


# POST /process_furniture_image/{session_id}


def test_post_process_furniture_image_makes_a_model_in_the_background(api):
    session = begun(api)
    answer = sent(api, session, "My Sofa.JPG", (SAMPLES / "vase_blue.jpg").read_bytes())

    assert (answer.status_code, answer.json()) == (
        200, {"message": "Image saved successfully", "session_id": session, "filename": "my-sofa.jpg"},
    )  # fmt: skip
    assert models(api, session)["models"] == []
    job = make.worked()
    assert (job.kind, job.engine, job.owner, job.state) == ("image", "relief", None, "succeeded")
    assert models(api, session) == {"session_id": session, "models": ["my-sofa.glb"], "failed": []}
    model = api.client.get(f"/sessions/{session}/models/my-sofa.glb")
    assert (model.status_code, model["Content-Type"]) == (200, "model/gltf-binary")
    assert b"".join(model.streaming_content)[:4] == b"glTF"


def test_post_process_furniture_image_uses_hunyuan3d_where_it_is_configured(api, monkeypatch):
    class Hunyuan(type(registry.engines()["relief"])):
        name = "hunyuan3d"

    engines = {**registry.engines(), "hunyuan3d": Hunyuan()}
    monkeypatch.setattr(registry, "engines", lambda: engines)
    sent(api, begun(api))

    assert Job.objects.get().engine == "hunyuan3d"


@pytest.mark.parametrize("session", [NOBODYS, "nonsense", "..", "%2e%2e%2f", "a" * 200])
def test_an_unknown_session_is_404_on_every_route(api, session):
    for answer in (
        sent(api, session),
        api.get(f"/session_models/{session}"),
        api.client.get(f"/sessions/{session}/models/a.glb"),
        Api(make.person(), at="/api").post(f"/claim_session/{session}"),
    ):
        assert (answer.status_code, isinstance(told(answer), str)) == (404, True)
    assert not StoredFile.objects.exists()


@pytest.mark.parametrize("name", ["empty.jpg", "truncated.jpg", "animated.gif", "script.svg", "fake.jpg", "bomb.png"])
def test_post_process_furniture_image_of_no_picture_is_400_with_the_reason(api, name):
    session = begun(api)
    answer = form(api, f"/process_furniture_image/{session}", image=file((SAMPLES / "bad" / name).read_bytes(), name))

    assert (answer.status_code, told(answer)[-1]) == (400, ".")
    assert not Job.objects.exists()
    assert not StoredFile.objects.exists()


def test_post_process_furniture_image_over_10_mb_is_413_and_without_a_picture_400(api):
    session = begun(api)

    for size in (inputs.MOST_BYTES + 1, 2 * inputs.MOST_BYTES):
        assert sent(api, session, data=bytes(size)).status_code == 413
    assert form(api, f"/process_furniture_image/{session}", photo="x").status_code == 400
    assert api.post(f"/process_furniture_image/{session}", {"image": "x"}).status_code == 415
    assert not Job.objects.exists()


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("../../etc/passwd.png", "passwd.jpg"),
        ("C:\\photos\\Sofa links.jpeg", "sofa-links.jpg"),
        ("Stühle & Tische.webp", "stuhle-tische.jpg"),
        ("<script>.jpg", "script.jpg"),
        ("....", "picture.jpg"),
        ("沙发.jpg", "picture.jpg"),
        (".glb", "glb.jpg"),
        ("a" * 300 + ".jpg", "a" * 50 + ".jpg"),
        ("x\u202egpj.exe", "xgpj.jpg"),
    ],
)
def test_names_are_safe_and_nothing_of_a_path_survives(name, safe):
    assert guest_sessions.free_name(name, "jpg", taken=[]) == safe


def test_the_same_name_twice_stands_for_two_models(api):
    session = begun(api)
    names = [sent(api, session, name).json()["filename"] for name in ("sofa.jpg", "Sofa.png", "sofa.webp")]
    for _ in names:
        make.worked()

    assert [name.partition(".")[0] for name in names] == ["sofa", "sofa_2", "sofa_3"]
    assert models(api, session)["models"] == ["sofa.glb", "sofa_2.glb", "sofa_3.glb"]
    for name in models(api, session)["models"]:
        assert api.client.get(f"/sessions/{session}/models/{name}").status_code == 200


# GET /session_models/{session_id}


def test_get_session_models_tells_the_pictures_nothing_came_of(api):
    session = begun(api)
    sent(api, session, "wall.jpg", (SAMPLES / "bad" / "grey.jpg").read_bytes())
    job = make.worked()

    assert job.state == "failed"
    assert models(api, session) == {
        "session_id": session, "models": [], "failed": [{"filename": "wall.jpg", "error": job.error_message}],
    }  # fmt: skip


def test_get_session_models_shows_one_session_alone(api):
    one, two = begun(api), begun(api)
    sent(api, one)
    make.worked()

    assert models(api, one)["models"] == ["sofa.glb"]
    assert models(api, two)["models"] == []
    assert api.client.get(f"/sessions/{two}/models/sofa.glb").status_code == 404


# GET /sessions/{session_id}/models/{name}


@pytest.mark.parametrize(
    "name",
    ["other.glb", "sofa.stl", "sofa", "sofa.glb.glb", "so_a.glb", "%.glb", "..%2fsofa.glb", "sofa%00.glb", "s.glb"],
)
def test_a_file_of_another_name_is_404(api, name):
    session = begun(api)
    sent(api, session)
    make.worked()

    answer = api.client.get(f"/sessions/{session}/models/{name}")
    assert (answer.status_code, isinstance(told(answer), str)) == (404, True)


def test_a_file_has_ranges_and_is_asked_for_again_by_its_etag(api):
    session = begun(api)
    sent(api, session)
    make.worked()
    url = f"/sessions/{session}/models/sofa.glb"
    part = api.client.get(url, headers={"Range": "bytes=0-3"})
    again = api.client.get(url, headers={"If-None-Match": part["ETag"]})

    assert (part.status_code, b"".join(part.streaming_content)) == (206, b"glTF")
    assert again.status_code == 304
    assert part["Cache-Control"] == "private, no-cache"


# Expiry and claim


def aged(session: str, days: float) -> None:
    GuestSession.objects.filter(pk=session).update(created_at=timezone.now() - timedelta(days=days))


def test_a_session_and_its_files_end_after_7_days(api):
    session, young = begun(api), begun(api)
    for one in (session, young):
        sent(api, one)
        make.worked()
    aged(session, 7.01)
    aged(young, 6.9)
    assert api.get(f"/session_models/{session}").status_code == 404  # at once, before anything is swept
    assert sent(api, session).status_code == 404
    before = StoredFile.objects.count()
    guest_sessions.end_old_sessions()

    assert list(GuestSession.objects.values_list("pk", flat=True)) == [UUID(young)]
    assert [job.group_key for job in Job.objects.all()] == [f"furniture:{young}"]
    assert StoredFile.objects.count() == before / 2
    assert models(api, young)["models"] == ["sofa.glb"]


def test_a_claimed_session_lives_on_and_its_models_are_the_claimers(api):
    me = make.person()
    mine = Api(me, at="/api")
    session = begun(api)
    sent(api, session)
    make.worked()
    answers = [mine.post(f"/claim_session/{session}") for _ in range(2)]
    aged(session, 30)
    guest_sessions.end_old_sessions()

    assert [answer.status_code for answer in answers] == [200, 200]
    assert answers[0].json() == {"message": "Session claimed", "session_id": session}
    assert models(api, session)["models"] == ["sofa.glb"]  # its id is still the right to see it
    assert Job.objects.get().owner == me
    assert sent(mine, session, "chair.jpg").json()["filename"] == "chair.jpg"
    assert Job.objects.filter(owner=me).count() == 2


def test_a_claimed_session_is_changed_by_its_owner_alone(api):
    session = begun(api)
    assert api.post(f"/claim_session/{session}").status_code == 401
    Api(make.person(), at="/api").post(f"/claim_session/{session}")

    other = Api(make.person(), at="/api")
    assert (sent(api, session).status_code, sent(other, session).status_code) == (401, 403)
    assert other.post(f"/claim_session/{session}").status_code == 403
    assert not Job.objects.exists()


# Manners


def test_both_slashes_wrong_methods_and_bad_tokens(api):
    session = begun(api)

    assert api.get("/generate_session_id/").status_code == 200
    assert api.get(f"/session_models/{session}/").status_code == 200
    assert form(api, f"/process_furniture_image/{session}/", image=file(photo(), "a.png")).status_code == 200
    for method, path in [
        ("post", "/generate_session_id"), ("get", f"/process_furniture_image/{session}"), ("put", f"/session_models/{session}"),
    ]:  # fmt: skip
        answer = api(method, path)
        assert (answer.status_code, isinstance(told(answer), str)) == (405, True)
    bad = Api(at="/api", token="nonsense")
    for answer in (bad.get("/generate_session_id"), bad.get(f"/session_models/{session}"), sent(bad, session)):
        assert (answer.status_code, isinstance(told(answer), str)) == (401, True)
