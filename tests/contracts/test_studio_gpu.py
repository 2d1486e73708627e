"""studio.md, the GPU half: every row, in forms and in JSON."""

import pytest
from django.db import OperationalError

from generation import inputs, registry, services
from generation.engines.base import Piece
from generation.models import Job
from nexus import health
from nexus.api.studio import drawing
from nexus.foundation.storage.models import StoredFile
from tests import make
from tests.contracts.studio import SAMPLES, file, form, front, gpu, open_workshop, photo

pytestmark = pytest.mark.django_db

STATUS = {
    "job_id", "user_id", "status", "progress", "message", "created_at", "updated_at", "queue", "result", "error",
}  # fmt: skip
QUEUE = {
    "position", "jobs_ahead", "estimated_wait_seconds", "estimated_total_seconds", "queue_length",
    "currently_processing",
}  # fmt: skip
RESULT = {"job_id", "mode", "prompt", "mesh_url", "output", "elapsed_seconds"}
NOBODYS = "01a1fe50-4711-791c-8263-831e65701396"


@pytest.fixture
def workshop(monkeypatch):
    open_workshop(monkeypatch)


@pytest.fixture
def drawn_at_once(monkeypatch):
    """Where no event loop waits a thread does; the job is worked on while it sleeps."""
    monkeypatch.setattr(drawing.time, "sleep", lambda _seconds: make.worked())


def told(answer) -> str:
    assert set(answer.json()) == {"error"}
    return answer.json()["error"]


# POST /text-to-3d


@pytest.mark.parametrize("send", ["multipart", "urlencoded", "json"])
def test_post_text_to_3d_takes_forms_and_json(send):
    api, asked = gpu(), {"prompt": make.TABLE, "user_id": "u-7"}
    if send == "multipart":
        answer = form(api, "/text-to-3d", **asked)
    elif send == "json":
        answer = api.post("/text-to-3d", asked)
    else:
        body = "prompt=a+round+oak+table+120+cm+wide+with+four+legs&user_id=u-7"
        answer = api.client.post("/text-to-3d", body, content_type="application/x-www-form-urlencoded")
    job = Job.objects.get()

    assert answer.status_code == 200, answer.content
    assert answer.json() == {
        "job_id": str(job.pk),
        "status": "pending",
        "message": "The job is queued.",
        "status_url": f"http://testserver/status/{job.pk}",
        "stream_url": f"http://testserver/stream/{job.pk}",
    }
    assert (job.prompt, job.label, job.owner, job.engine) == (make.TABLE, "u-7", None, "procedural")


@pytest.mark.parametrize("asked", [{}, {"prompt": ""}, {"prompt": " "}, {"prompt": "x" * 2001}, {"prompt": "a\x00b"}])
def test_post_text_to_3d_with_wrong_words_is_400(asked):
    answer = form(gpu(), "/text-to-3d", **asked)

    assert answer.status_code == 400
    assert told(answer).startswith("prompt: ")
    assert not Job.objects.exists()


def test_a_form_of_no_utf_8_is_400_and_one_without_end_is_413():
    client = gpu().client
    bad = client.post("/text-to-3d", b"prompt=%FF%FE", content_type="application/x-www-form-urlencoded")
    raw = client.post("/text-to-3d", b"prompt=\xff\xfe", content_type="application/x-www-form-urlencoded")
    assert (raw.status_code, told(raw)) == (400, "The form is no valid UTF-8.")
    part = b'--x\r\nContent-Disposition: form-data; name="prompt"\r\n\r\n\xff\xfe table\r\n--x--\r\n'
    worse = client.post("/text-to-3d", part, content_type="multipart/form-data; boundary=x")
    large = client.post("/text-to-3d", b"prompt=" + b"x" * 2**20, content_type="application/x-www-form-urlencoded")

    forms = [form(gpu(), path, prompt="a", file=file(bytes(2**20))) for path in ("/text-to-3d", "/text-to-image")]
    assert [answer.status_code for answer in forms] == [413, 413]
    assert (bad.status_code, worse.status_code, large.status_code) == (400, 400, 413)
    assert client.post("/text-to-3d", b"<a/>", content_type="text/xml").status_code == 415


def test_addresses_of_an_owned_job_carry_a_ticket_that_opens_that_job_alone():
    me = make.person()
    one, two = (form(gpu(me), "/text-to-3d", prompt=make.TABLE).json() for _ in range(2))
    ticket = one["status_url"].split("?ticket=")[1]

    assert gpu().get(one["status_url"].removeprefix("http://testserver")).json()["job_id"] == one["job_id"]
    assert one["stream_url"].endswith(f"?ticket={ticket}")
    for path, status in [
        (f"/status/{two['job_id']}?ticket={ticket}", 401),
        (f"/status/{one['job_id']}?ticket=nonsense", 401),
        (f"/status/{one['job_id']}", 401),
        (f"/api/3d/status/{one['job_id']}?ticket={ticket}", 200),
        (f"/cancel/{one['job_id']}?ticket={ticket}", 405),
    ]:
        assert gpu().get(path).status_code == status, path
    assert gpu().post(f"/cancel/{one['job_id']}?ticket={ticket}").status_code == 401  # it opens, and changes nothing
    me.is_active = False
    me.save()
    assert gpu().get(f"/status/{one['job_id']}?ticket={ticket}").status_code == 401


# POST /image-to-3d


def test_post_image_to_3d_makes_a_model_of_a_file(workshop):
    answer = form(gpu(), "/image-to-3d", image_file=file((SAMPLES / "vase_blue.jpg").read_bytes(), "vase.jpg"))
    assert answer.status_code == 200, answer.content
    job_id = answer.json()["job_id"]
    make.worked()
    status = gpu().get(f"/status/{job_id}").json()

    assert (status["status"], status["error"]) == ("completed", None)
    result = status["result"]
    assert set(result) == RESULT | {"processed_image_url", "processed_image"}
    assert (result["mode"], result["prompt"], result["output"]) == ("image-to-3d", None, result["mesh_url"])
    model = gpu().client.get(result["mesh_url"])
    assert b"".join(model.streaming_content)[:4] == b"glTF"
    assert gpu().client.get(result["processed_image_url"])["Content-Type"].startswith("image/")
    assert result["elapsed_seconds"] > 0


def test_post_image_to_3d_takes_one_picture_and_no_fewer(workshop):
    api = gpu()
    neither, both = (
        form(api, "/image-to-3d", image_url=""),
        form(api, "/image-to-3d", image_url="http://example.com/a.png", image_file=file(photo())),
    )

    assert (neither.status_code, told(neither)) == (400, "Either image_url or image_file is required")
    assert (both.status_code, told(both)) == (400, "Send image_url or image_file, not both")


@pytest.mark.parametrize("name", ["empty.jpg", "truncated.jpg", "animated.gif", "script.svg", "fake.jpg", "bomb.png"])
def test_post_image_to_3d_refuses_each_bad_photo_and_keeps_nothing(workshop, name):
    data = (SAMPLES / "bad" / name).read_bytes()
    answers = [
        form(gpu(), "/image-to-3d", image_file=file(data, name)),
        form(front(), "/upload-image", image=file(data, name)),
    ]

    for answer in answers:
        assert answer.status_code == 400
        assert told(answer).endswith(".")
    assert not Job.objects.exists()
    assert not StoredFile.objects.exists()


def test_a_photo_with_a_place_in_it_is_stored_without(workshop):
    url = form(front(), "/upload-image", image=file((SAMPLES / "bad" / "rotated_gps.jpg").read_bytes())).json()["url"]
    stored = b"".join(front().client.get(url).streaming_content)

    assert b"Exif" not in stored
    assert b"GPS" not in stored


def test_a_photo_without_a_subject_fails_with_the_reason(workshop):
    job_id = form(gpu(), "/image-to-3d", image_file=file((SAMPLES / "bad" / "grey.jpg").read_bytes())).json()["job_id"]
    make.worked()
    status = gpu().get(f"/status/{job_id}").json()

    assert (status["status"], status["result"]) == ("failed", None)
    assert status["error"].endswith(".")


def test_post_image_to_3d_over_10_mb_is_413(workshop):
    for size in (inputs.MOST_BYTES + 1, 2 * inputs.MOST_BYTES):
        answer = form(gpu(), "/image-to-3d", image_file=file(bytes(size)))
        assert (answer.status_code, "10 MB" in told(answer)) == (413, True)


def test_post_image_to_3d_takes_the_address_of_our_own_picture(workshop):
    url = form(front(), "/upload-image", image=file(photo())).json()["url"]
    job_id = form(gpu(), "/image-to-3d", image_url=url).json()["job_id"]

    assert front().get(f"/status/{job_id}").json()["job"]["imageUrl"] == url
    assert form(gpu(), "/image-to-3d", image_url=url.replace("/file.", "/gone.")).status_code == 400


def test_post_image_to_3d_refuses_addresses_inside(workshop):
    for url in ("http://127.0.0.1/a.png", "http://169.254.169.254/", "file:///etc/passwd"):
        answer = form(gpu(), "/image-to-3d", image_url=url)
        assert (answer.status_code, told(answer).startswith("The picture could not be fetched")) == (400, True)


# GET /status/{job_id}


def test_get_status_has_the_published_fields_in_each_state():
    me = make.person()
    job = make.job(me)
    waiting = gpu(me).get(f"/status/{job.pk}").json()
    make.worked(job)
    done = gpu(me).get(f"/status/{job.pk}").json()

    assert set(waiting) == set(done) == STATUS
    assert set(waiting["queue"]) == set(done["queue"]) == QUEUE
    assert (waiting["status"], waiting["progress"], waiting["result"], waiting["error"]) == ("pending", 0, None, None)
    assert (waiting["job_id"], waiting["user_id"], waiting["queue"]["position"]) == (str(job.pk), str(me.public_id), 1)
    assert waiting["created_at"] == pytest.approx(job.created_at.timestamp(), abs=0.01)
    assert (done["status"], done["progress"], done["queue"]["position"]) == ("completed", 100, 0)
    assert done["updated_at"] >= done["created_at"]
    assert set(done["result"]) == RESULT
    assert (done["result"]["mode"], done["result"]["prompt"]) == ("text-to-3d", make.TABLE)


def test_get_status_of_failed_and_cancelled_jobs_says_why():
    failed = make.worked(make.job(None, "qwxz vbnm"))
    gone = make.job()
    services.cancel(gone.pk, by=None)
    first, second = (gpu().get(f"/status/{job.pk}").json() for job in (failed, gone))

    assert (first["status"], first["error"]) == ("failed", failed.error_message)
    assert (second["status"], second["error"]) == ("cancelled", "This job was cancelled.")


def test_get_status_is_for_the_owner_and_404_for_what_is_not_there():
    job = make.job(make.person())
    other, nobody = gpu(make.person()).get(f"/status/{job.pk}"), gpu().get(f"/status/{job.pk}")

    assert (other.status_code, told(other)) == (403, "You don't have permission to view this job")
    assert (nobody.status_code, told(nobody)) == (401, "Authentication required")
    for wrong in (NOBODYS, "nonsense", "..", "%2e%2e"):
        assert gpu().get(f"/status/{wrong}").status_code == 404


# POST /cancel/{job_id}


def test_post_cancel_stops_a_job_and_a_finished_one_is_400():
    job = make.job()
    answer = gpu().post(f"/cancel/{job.pk}")
    again = gpu().post(f"/cancel/{job.pk}")

    assert (answer.status_code, answer.json()) == (
        200,
        {
            "job_id": str(job.pk),
            "status": "cancelled",
            "message": "Job cancellation requested. It will stop at the next checkpoint.",
        },
    )
    assert Job.objects.get().state == "cancelled"
    assert (again.status_code, "already cancelled" in told(again)) == (400, True)


def test_post_cancel_is_for_the_owner_or_for_anyone_where_there_is_none():
    me = make.person()
    job = make.job(me)

    for api, status in [(gpu(), 401), (gpu(make.person()), 403), (gpu(me), 200)]:
        assert api.post(f"/cancel/{job.pk}").status_code == status
    assert gpu().post(f"/cancel/{NOBODYS}").status_code == 404


# POST /text-to-image


def test_post_text_to_image_answers_with_the_picture_of_the_model(drawn_at_once):
    answer = form(gpu(), "/text-to-image", prompt=make.TABLE)
    told = answer.json()

    assert answer.status_code == 200, answer.content
    assert set(told) == {"success", "preview_id", "image_url", "prompt", "message", "queue"}
    assert set(told["queue"]) == {
        "position", "previews_ahead", "estimated_wait_seconds", "estimated_total_seconds", "queue_length",
        "currently_generating",
    }  # fmt: skip
    assert (told["success"], told["prompt"], told["preview_id"]) == (True, make.TABLE, str(Job.objects.get().pk))
    assert "procedural" in told["message"]
    picture = gpu().client.get(told["image_url"])
    assert (picture["Content-Type"], b"".join(picture.streaming_content)[:4]) == ("image/png", b"\x89PNG")


class Painter:
    """A picture engine: paints a square, in this process as one that owns a device would."""

    name, version, place, kinds = "painter", "1.0.0", "device", frozenset({"picture"})
    capabilities = {"type": "object", "properties": {}}

    def ready(self) -> str:
        return ""

    def plan(self, brief, report) -> dict:
        report(1.0, f"Read: {brief.prompt}")
        return {"warnings": []}

    def run(self, brief, report) -> list[Piece]:
        report(0.5, "Painting")
        (brief.folder / "picture.png").write_bytes(photo(64))
        return [Piece("png", brief.folder / "picture.png")]


def test_post_text_to_image_answers_with_what_a_picture_engine_drew(monkeypatch):
    engines = {**registry.engines(), "painter": Painter()}
    monkeypatch.setattr(registry, "engines", lambda: engines)

    monkeypatch.setattr(drawing.time, "sleep", lambda _seconds: make.worked(place="device"))
    told = form(gpu(), "/text-to-image", prompt="a dream of a table").json()
    status = gpu().get(f"/status/{told['preview_id']}").json()

    assert (told["message"], Job.objects.get().kind, Job.objects.get().engine) == (
        "Preview drawn.",
        "picture",
        "painter",
    )
    assert status["result"]["generated_image_url"] == status["result"]["generated_image"] == told["image_url"]
    assert (status["result"]["mesh_url"], "processed_image_url" in status["result"]) == (None, False)
    assert front().get(f"/status/{told['preview_id']}").json()["job"]["previewImageUrl"] == told["image_url"]


def test_post_text_to_image_of_words_that_mean_nothing_is_400_with_the_reason(drawn_at_once):
    answer = form(gpu(), "/text-to-image", prompt="qwxz vbnm")

    assert (answer.status_code, told(answer)) == (400, Job.objects.get().error_message)


def test_post_text_to_image_gives_up_in_time_and_where_too_many_wait(monkeypatch):
    monkeypatch.setattr(drawing, "PATIENCE_SECONDS", 0.0)
    late = form(gpu(), "/text-to-image", prompt=make.TABLE)
    monkeypatch.setattr(drawing.threads, "acquire", lambda **_options: False)
    full = form(gpu(), "/text-to-image", prompt=make.TABLE)

    for answer in (late, full):
        assert (answer.status_code, told(answer)) == (
            503, "External service unavailable. Please try again later.",
        )  # fmt: skip


def test_the_gpu_halfs_old_flow(drawn_at_once, workshop):
    """text-to-image → image-to-3d with its picture → status until it is done → the model."""
    preview = form(gpu(), "/text-to-image", prompt="a red vase", user_id="u1").json()
    taken = form(gpu(), "/image-to-3d", image_url=preview["image_url"], user_id="u1").json()
    path = taken["status_url"].removeprefix("http://testserver")
    assert gpu().get(path).json()["status"] == "pending"
    make.worked()
    status = gpu().get(path).json()

    assert (status["status"], status["user_id"], status["result"]["mode"]) == ("completed", "u1", "image-to-3d")
    assert gpu().client.get(status["result"]["mesh_url"]).status_code == 200


# GET /queue/info, GET /health


def test_get_queue_info_is_the_same_as_in_the_other_half():
    make.job()

    assert gpu().get("/queue/info").json() == front().get("/queue/info").json()


def test_get_health_is_ok_while_its_parts_answer():
    assert (gpu().get("/health").status_code, gpu().get("/health").json()) == (200, {"status": "ok"})
    assert gpu().get("/health/").status_code == 200
    assert gpu(token="nonsense").get("/health").status_code == 401


@pytest.mark.parametrize(("part", "name"), [("database", "database"), ("valkey", "queue"), ("storage", "storage")])
def test_get_health_names_the_part_that_does_not_answer(monkeypatch, part, name):
    def away() -> str:
        raise OperationalError("gone")

    monkeypatch.setitem(health.CHECKS, part, away)
    answer = gpu().get("/health")

    assert answer.status_code == 503
    assert f"the {name}" in answer.json()["error"]


# Manners


def test_both_slashes_wrong_methods_and_origins(settings):
    settings.CORS_ORIGINS = ["http://localhost:3000"]
    job = make.job()
    api = gpu()

    assert api.get(f"/status/{job.pk}/").status_code == api.get("/queue/info/").status_code == 200
    assert form(api, "/text-to-3d/", prompt=make.TABLE).status_code == 200
    for method, path in [("get", "/text-to-3d"), ("get", "/text-to-image/"), ("put", "/image-to-3d"), ("post", f"/status/{job.pk}"), ("get", f"/cancel/{job.pk}"), ("post", "/queue/info"), ("post", "/health")]:  # fmt: skip
        answer = api(method, path)
        assert (answer.status_code, isinstance(told(answer), str)) == (405, True), path
    for path in ("/status", "/status/a/b", "/queue", "/cancel/"):
        answer = api.get(path)
        assert (answer.status_code, isinstance(told(answer), str)) == (404, True), path
    shared = api.get(f"/status/{job.pk}", Origin="http://localhost:3000")
    assert shared["Access-Control-Allow-Origin"] == "http://localhost:3000"
    assert api("options", "/text-to-3d", Origin="http://localhost:3000").status_code == 204


def test_a_bad_token_is_401_on_every_route_of_this_half():
    bad = gpu(token="nonsense")

    for method, path in [
        ("post", "/text-to-3d"), ("post", "/text-to-image"), ("post", "/image-to-3d"), ("get", f"/status/{NOBODYS}"),
        ("post", f"/cancel/{NOBODYS}"), ("get", "/queue/info"),
    ]:  # fmt: skip
        answer = bad(method, path, {} if method == "post" else None)
        assert (answer.status_code, told(answer)) == (401, "Authentication required"), path
