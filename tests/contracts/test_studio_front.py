"""studio.md, `/api/3d/`: every row of the front half."""

import socket
import threading
from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from accounts.services import people
from generation import choosing, inputs, pictures, registry, services, workers
from generation.models import BroughtPicture, Job
from nexus.foundation.ids import uuid7
from nexus.foundation.storage.models import StoredFile
from tests import make
from tests.contracts.api import Api
from tests.contracts.studio import file, form, front, gpu, open_workshop, photo

pytestmark = pytest.mark.django_db

JOB = {
    "id", "userId", "status", "prompt", "imageUrl", "generateType", "faceCount", "enablePBR", "polygonType",
    "resultGlbUrl", "previewImageUrl", "errorCode", "errorMessage", "name", "createdAt", "updatedAt",
}  # fmt: skip
QUEUE = {
    "position", "jobs_ahead", "estimated_wait_seconds", "estimated_total_seconds", "queue_length",
    "currently_processing",
}  # fmt: skip
INFO = {
    "queue_length", "currently_processing", "waiting_jobs", "estimated_wait_for_new_job_seconds",
    "estimated_time_per_job_seconds", "preview_queue_length", "currently_generating_preview", "preview_waiting",
    "estimated_wait_for_preview_seconds", "estimated_preview_time_seconds",
}  # fmt: skip
NOBODYS = "01a1fe50-4711-791c-8263-831e65701396"


@pytest.fixture
def me():
    return make.person()


@pytest.fixture
def api(me):
    return front(me)


@pytest.fixture
def workshop(monkeypatch):
    open_workshop(monkeypatch)


def generated(api: Api, **asked) -> str:
    answer = api.post("/generate", {"prompt": make.TABLE, **asked})
    assert answer.status_code == 200, answer.content
    return answer.json()["jobId"]


def told(answer) -> str:
    """The refusal's sentence; nothing else is in the body."""
    assert set(answer.json()) == {"error"}
    return answer.json()["error"]


def uploaded(api: Api, data: bytes = b"", name: str = "photo.png"):
    return form(api, "/upload-image", image=file(data or photo(), name))


# POST /generate


def test_post_generate_answers_a_job_id_and_queues_the_job(api, me):
    job = Job.objects.get(pk=generated(api, name="My table"))

    assert (job.owner, job.prompt, job.name, job.state, job.engine) == (
        me,
        make.TABLE,
        "My table",
        "queued",
        "procedural",
    )


@pytest.mark.parametrize("body", [{}, {"prompt": ""}, {"prompt": " "}, {"prompt": None, "imageUrl": ""}])
def test_post_generate_with_neither_is_400_with_the_published_sentence(api, body):
    answer = api.post("/generate", body)

    assert answer.status_code == 400
    assert told(answer) == "Either prompt or imageUrl is required"


def test_post_generate_needs_a_token(api):
    answer = front().post("/generate", {"prompt": make.TABLE})

    assert (answer.status_code, told(answer)) == (401, "Authentication required")


def test_a_bad_token_is_401_on_every_route_of_this_half():
    bad = front(token="nonsense")

    for method, path in [
        ("post", "/generate"), ("get", f"/status/{NOBODYS}"), ("get", "/history"), ("patch", f"/jobs/{NOBODYS}/name"),
        ("delete", f"/jobs/{NOBODYS}"), ("post", "/register-job"), ("post", "/upload-image"), ("get", "/queue/info"),
        ("get", "/me"), ("post", "/sync-user"),
    ]:  # fmt: skip
        answer = bad(method, path, {} if method in {"post", "patch"} else None)
        assert (answer.status_code, told(answer)) == (401, "Authentication required"), path


@pytest.mark.parametrize(
    ("body", "named"),
    [
        ({"faceCount": 99}, "faceCount"),
        ({"faceCount": 1_500_001}, "faceCount"),
        ({"faceCount": "many"}, "faceCount"),
        ({"generateType": "Pretty"}, "generateType"),
        ({"polygonType": "hexagon"}, "polygonType"),
        ({"enablePBR": "perhaps"}, "enablePBR"),
        ({"name": "x" * 121}, "name"),
        ({"prompt": "x" * 2001}, "prompt"),
        ({"prompt": "a\x00b"}, "prompt"),
        ({"prompt": ["a table"]}, "prompt"),
    ],
)
def test_post_generate_with_a_wrong_value_is_400_naming_the_field(api, body, named):
    answer = api.post("/generate", {"prompt": make.TABLE, **body})

    assert answer.status_code == 400
    assert told(answer).startswith(f"{named}: ")
    assert not Job.objects.exists()


def test_post_generate_passes_low_poly_on_and_the_job_says_so(api):
    job_id = generated(api, generateType="LowPoly", polygonType="triangle", enablePBR=False)
    job = api.get(f"/status/{job_id}").json()["job"]

    assert Job.objects.get().parameters["style"] == "low-poly"
    assert (job["generateType"], job["polygonType"], job["enablePBR"], job["faceCount"]) == (
        "LowPoly",
        "triangle",
        False,
        None,
    )


class Able(type(registry.engines()["procedural"])):
    """The procedural engine under another name, with parameters that it does not have."""

    name = "able"
    capabilities = {
        "type": "object",
        "properties": {
            "face_count": {"type": "integer", "minimum": 1000, "maximum": 40_000},
            "pbr": {"type": "boolean", "default": False},
            "polygon_type": {"type": "string", "enum": ["triangle", "quadrilateral"]},
            "texture": {"type": "boolean", "default": True},
        },
    }


@pytest.fixture
def able(monkeypatch):
    engines = {**registry.engines(), "able": Able()}
    monkeypatch.setattr(registry, "engines", lambda: engines)


@pytest.mark.parametrize(
    ("wish", "sentence"),
    [
        ({"faceCount": 5000}, "cannot honour faceCount 5000. These can: able."),
        ({"enablePBR": True}, "cannot honour enablePBR. These can: able."),
        ({"polygonType": "quadrilateral"}, "cannot honour polygonType quadrilateral. These can: able."),
        ({"generateType": "Geometry"}, "cannot honour generateType Geometry. These can: able."),
        ({"generateType": "Sketch"}, "cannot honour generateType Sketch. No engine that is ready here can."),
        ({"faceCount": 500}, "cannot honour faceCount 500. No engine that is ready here can."),
    ],
)
def test_post_generate_refuses_what_the_engine_cannot_honour_and_names_those_that_can(api, able, wish, sentence):
    answer = api.post("/generate", {"prompt": make.TABLE, **wish})

    assert (answer.status_code, told(answer)) == (400, f"The engine procedural {sentence}")


def test_post_generate_tells_an_able_engine_in_its_own_words(api, able, monkeypatch):
    monkeypatch.setattr(choosing, "SET_UP", ("able",))
    monkeypatch.setattr(choosing.engine_for, "__kwdefaults__", {"rather": ("able",)})
    job_id = generated(api, faceCount=500_000, enablePBR=True, polygonType="quadrilateral", generateType="Geometry")
    job = api.get(f"/status/{job_id}").json()["job"]

    assert Job.objects.get().parameters == {
        "face_count": 40_000, "pbr": True, "polygon_type": "quadrilateral", "texture": False,
    }  # fmt: skip
    assert (job["generateType"], job["faceCount"], job["enablePBR"], job["polygonType"]) == (
        "Geometry", 40_000, True, "quadrilateral",
    )  # fmt: skip


def test_post_generate_refuses_words_that_are_refused_everywhere(api):
    answer = api.post("/generate", {"prompt": "a nazi flag"})

    assert answer.status_code == 400 or Job.objects.count() == 1  # the policy decides, in one place
    assert (answer.status_code == 400) == bool(services.policy.refusal("a nazi flag"))


# GET /status/{jobId}


def test_get_status_is_the_job_and_its_queue(api, me):
    job_id = generated(api)
    answer = api.get(f"/status/{job_id}")

    assert answer.status_code == 200
    job, queue = answer.json()["job"], answer.json()["queue"]
    assert set(answer.json()) == {"job", "queue"}
    assert set(job) == JOB
    assert set(queue) == QUEUE
    assert (job["id"], job["userId"], job["status"], job["prompt"]) == (job_id, str(me.public_id), "WAIT", make.TABLE)
    assert (job["resultGlbUrl"], job["previewImageUrl"], job["imageUrl"], job["errorCode"]) == (None, None, None, None)
    assert job["createdAt"].endswith("Z")
    assert (queue["position"], queue["jobs_ahead"], queue["queue_length"]) == (1, 0, 1)


def test_get_status_of_a_finished_job_has_what_it_made(api):
    job_id = generated(api)
    make.worked()
    answer = api.get(f"/status/{job_id}").json()

    assert answer["job"]["status"] == "DONE"
    assert (answer["queue"]["position"], answer["queue"]["estimated_total_seconds"]) == (0, 0.0)
    model = api.client.get(answer["job"]["resultGlbUrl"])
    assert b"".join(model.streaming_content)[:4] == b"glTF"
    assert api.client.get(answer["job"]["previewImageUrl"])["Content-Type"] == "image/png"
    assert answer["job"]["updatedAt"] > answer["job"]["createdAt"]


def test_get_status_of_a_failed_and_a_cancelled_job_is_fail_with_a_reason(api, me):
    failed = make.worked(make.job(me, "qwxz vbnm"))
    gone = make.job(me)
    services.cancel(gone.pk, by=me)
    first, second = (api.get(f"/status/{job.pk}").json()["job"] for job in (failed, gone))

    assert (first["status"], first["errorCode"]) == ("FAIL", "not_understood")
    assert first["errorMessage"]
    assert (second["status"], second["errorCode"]) == ("FAIL", "cancelled")
    assert second["errorMessage"]


def test_get_status_is_for_the_owner_alone_where_there_is_one(api, me):
    job = make.job(me)
    other, nobody = front(make.person()).get(f"/status/{job.pk}"), front().get(f"/status/{job.pk}")

    assert (other.status_code, told(other)) == (403, "You don't have permission to view this job")
    assert (nobody.status_code, told(nobody)) == (401, "Authentication required")


def test_get_status_of_a_job_of_nobody_answers_who_knows_its_id(api):
    job = make.job()

    assert front().get(f"/status/{job.pk}").json()["job"]["userId"] is None
    assert api.get(f"/status/{job.pk}").status_code == 200


@pytest.mark.parametrize("wrong", [NOBODYS, "nonsense", "0", "a" * 300, "%00", NOBODYS.replace("-", "")])
def test_get_status_of_an_unknown_or_malformed_id_is_404(api, wrong):
    answer = api.get(f"/status/{wrong}")

    assert (answer.status_code, told(answer)) == (404, "Job not found")


@pytest.mark.parametrize("path", ["/api/3d/status/{}", "/status/{}"])
def test_polling_is_one_indexed_query_and_never_looks_through_the_queue(
    me, path, settings, django_assert_num_queries, django_assert_max_num_queries
):
    settings.QUEUE_LOOK_SECONDS = 3600
    done, waiting, api = make.made_job(me), make.job(me), gpu(me)
    for job in (done, waiting):
        api.get(path.format(job.pk))  # the process has its own look at the queue
        with django_assert_num_queries(2) as seen:  # who asks, and the job with all that is shown of it
            assert api.get(path.format(job.pk)).status_code == 200
        assert "accounts_tokenpair" in seen.captured_queries[0]["sql"]
        assert f'"generation_job"."id" = \'{job.pk.hex}\'' in seen.captured_queries[1]["sql"]
    ours = make.job()
    gpu().get(path.format(ours.pk))
    with django_assert_num_queries(1):
        gpu().get(path.format(ours.pk))


# GET /history


def test_get_history_is_ones_own_jobs_newest_first(api, me):
    ids = [generated(api), str(make.job(me).pk), generated(api)]
    make.job()
    make.job(make.person())
    jobs = api.get("/history").json()["jobs"]

    assert [job["id"] for job in jobs] == ids[::-1]
    assert all(set(job) == JOB for job in jobs)


def test_get_history_anonymously_is_an_empty_list():
    make.job()

    assert front().get("/history").json() == {"jobs": []}


def test_get_history_costs_the_same_whatever_its_length(api, me, django_assert_num_queries):
    for _ in range(4):
        make.job(me)

    with django_assert_num_queries(2):
        api.get("/history")


# PATCH /jobs/{jobId}/name


def test_patch_name_names_the_job(api):
    job_id = generated(api)
    answer = api.patch(f"/jobs/{job_id}/name", {"name": "Kitchen table"})

    assert (answer.status_code, answer.json()) == (200, {"success": True, "message": "Job name updated"})
    assert api.get(f"/status/{job_id}").json()["job"]["name"] == "Kitchen table"


@pytest.mark.parametrize("name", ["", " ", "x" * 121, None, 5])
def test_patch_name_takes_1_to_120_characters(api, name):
    job_id = generated(api, name="Before")

    assert api.patch(f"/jobs/{job_id}/name", {"name": name}).status_code == 400
    assert Job.objects.get().name == "Before"


def test_patch_name_is_for_the_owner(me):
    job = make.job(me)

    for api, status in [(front(), 401), (front(make.person()), 403)]:
        assert api.patch(f"/jobs/{job.pk}/name", {"name": "Mine"}).status_code == status
    assert front(me).patch(f"/jobs/{NOBODYS}/name", {"name": "Mine"}).status_code == 404


# DELETE /jobs/{jobId}


def test_delete_job_removes_it_with_its_files(api):
    job_id = generated(api)
    make.worked()
    before = api.get(f"/status/{job_id}").json()["job"]
    answer = api.delete(f"/jobs/{job_id}")

    assert (answer.status_code, answer.json()) == (200, {"success": True, "message": "Job deleted"})
    assert api.get(f"/status/{job_id}").status_code == 404
    for url in (before["resultGlbUrl"], before["previewImageUrl"]):
        assert api.client.get(url).status_code == 404


def test_delete_job_cancels_a_waiting_one_first(api):
    job_id = generated(api)

    assert api.delete(f"/jobs/{job_id}").status_code == 200
    assert not Job.objects.exists()


def test_delete_job_is_for_its_owner_alone(me, api):
    mine, nobodys = make.job(me), make.job()

    for asking, job, status in [(front(), mine, 401), (front(make.person()), mine, 403), (api, nobodys, 403)]:
        assert asking.delete(f"/jobs/{job.pk}").status_code == status
    assert Job.objects.count() == 2


# POST /register-job


def test_post_register_job_brings_a_preview_into_the_history_as_done(api, workshop):
    url = uploaded(api).json()["url"]
    body = {"job_id": str(uuid4()), "prompt": "a red vase", "previewImageUrl": url}
    answers = [api.post("/register-job", body) for _ in range(2)]  # it may be sent twice

    assert [(answer.status_code, answer.json()) for answer in answers] == [
        (200, {"success": True, "job_id": body["job_id"]})
    ] * 2
    (job,) = api.get("/history").json()["jobs"]
    assert (job["id"], job["status"], job["prompt"]) == (body["job_id"], "DONE", "a red vase")
    assert (job["previewImageUrl"], job["resultGlbUrl"]) == (url, None)


def test_post_register_job_claims_what_was_made_before_signing_in(api, me):
    job = make.made_job()
    answer = api.post("/register-job", {"job_id": str(job.pk), "prompt": job.prompt, "previewImageUrl": ""})

    assert answer.status_code == 200
    assert Job.objects.get().owner == me
    assert [row["id"] for row in api.get("/history").json()["jobs"]] == [str(job.pk)]


def test_post_register_job_claims_nothing_of_a_room_and_nothing_of_others(api):
    room, others = make.job(group_key="room:kitchen"), make.job(make.person())

    assert api.post("/register-job", {"job_id": str(room.pk), "prompt": ""}).status_code == 200
    answer = api.post("/register-job", {"job_id": str(others.pk), "prompt": ""})
    assert (answer.status_code, told(answer)) == (403, "You don't have permission to change this job")
    assert front().post("/register-job", {"job_id": str(others.pk), "prompt": ""}).status_code == 401
    assert list(Job.objects.filter(group_key="room:kitchen", owner=None)) == [room]


def test_post_register_job_anonymously_is_a_job_of_nobody(workshop):
    url = uploaded(front()).json()["url"]
    body = {"job_id": str(uuid7()), "prompt": "a vase", "previewImageUrl": url}

    assert front().post("/register-job", body).status_code == 200
    assert Job.objects.get().owner is None


def test_post_register_job_takes_pictures_of_our_own_storage_only(api, me, workshop):
    others = make.made_job(make.person())
    theirs = front(others.owner).get(f"/status/{others.pk}").json()["job"]
    for url in (
        "https://example.com/a.png",
        "http://testserver/admin/",
        "http://testserver/files/nothing/file.png",
        "http://evil.testserver/files/x/file.png",
        "http://testserver@example.com/files/x/file.png",
        "file:///etc/passwd",
        theirs["resultGlbUrl"],
        theirs["previewImageUrl"],
        "http://[",
    ):
        answer = api.post("/register-job", {"job_id": str(uuid4()), "prompt": "", "previewImageUrl": url})
        assert (answer.status_code, told(answer)) == (
            400, "previewImageUrl must be the address of a picture in our own storage.",
        ), url  # fmt: skip
    assert Job.objects.count() == 1


def test_post_register_job_names_no_picture_of_a_listing_so_that_its_seller_can_remove_it(api):
    shown = StoredFile.objects.create(
        key="open/of-a-listing/file.webp", filename="chair.webp", kind="image/webp", size=1, sha256="", is_open=True
    )
    url = "http://testserver/files/of-a-listing/file.webp"
    answer = api.post("/register-job", {"job_id": str(uuid4()), "prompt": "", "previewImageUrl": url})

    assert answer.status_code == 400
    assert (shown.delete()[0], Job.objects.count()) == (1, 0)


def test_post_register_job_of_an_unknown_id_without_a_picture_is_404(api):
    assert api.post("/register-job", {"job_id": str(uuid4()), "prompt": "a vase"}).status_code == 404
    assert api.post("/register-job", {"job_id": "nonsense", "prompt": "a vase"}).status_code == 400
    assert api.post("/register-job", {"prompt": "a vase"}).status_code == 400


# POST /upload-image


@pytest.mark.parametrize(("kind", "suffix"), [("PNG", "jpg"), ("JPEG", "jpg"), ("WEBP", "jpg")])
def test_post_upload_image_stores_a_picture_whatever_its_name(workshop, kind, suffix):
    answer = uploaded(front(), photo(kind=kind), "holiday.exe")

    assert answer.status_code == 200, answer.content
    assert (answer.json()["success"], set(answer.json())) == (True, {"success", "url"})
    stored = front().client.get(answer.json()["url"])
    assert stored["Content-Type"] in {"image/png", "image/jpeg"}


def test_post_upload_image_is_refused_over_10_mb(workshop):
    for size in (inputs.MOST_BYTES + 1, inputs.MOST_BYTES * 2):
        answer = uploaded(front(), b"\x89PNG" + bytes(size))
        assert answer.status_code == 413
        assert "10 MB" in told(answer)
    assert not StoredFile.objects.exists()


@pytest.mark.parametrize("data", [b"not a picture", b"<svg/>", b"\x89PNG\r\n\x1a\n", b"GIF89a" + bytes(40)])
def test_post_upload_image_of_something_else_is_400_with_a_reason(workshop, data):
    answer = uploaded(front(), data)

    assert answer.status_code == 400
    assert told(answer).endswith(".")
    assert not StoredFile.objects.exists()


def test_post_upload_image_without_a_file_or_form_is_400_and_415(api):
    assert form(api, "/upload-image", other="x").status_code == 400
    assert api.post("/upload-image", {"image": "x"}).status_code == 415


def test_pictures_that_nobody_uses_end_after_a_week_and_used_ones_live_on(api, me, workshop):
    for _ in range(2):
        uploaded(api)
    used, unused = BroughtPicture.objects.order_by("pk")
    body = {"job_id": str(uuid4()), "prompt": "", "previewImageUrl": f"http://testserver/files/{used.file.key[5:]}"}
    assert api.post("/register-job", body).status_code == 200
    pictures.forget_unused()
    assert BroughtPicture.objects.count() == 2
    BroughtPicture.objects.update(created_at=timezone.now() - timedelta(days=8))
    pictures.forget_unused()

    assert not BroughtPicture.objects.exists()
    assert StoredFile.objects.filter(pk=used.file_id).exists()
    assert not StoredFile.objects.filter(pk=unused.file_id).exists()


# GET /queue/info


def test_get_queue_info_counts_what_waits_and_says_null_before_anything_was_measured():
    make.job()
    info = front().get("/queue/info").json()

    assert set(info) == INFO
    assert (info["queue_length"], info["waiting_jobs"], info["currently_processing"]) == (1, 1, 0)
    assert (info["estimated_time_per_job_seconds"], info["estimated_wait_for_new_job_seconds"]) == (None, None)


def test_estimates_come_from_measured_jobs_and_living_workers(me):
    now = timezone.now()
    for seconds in (8, 10, 30):
        job = make.job(me)
        Job.objects.filter(pk=job.pk).update(
            state="succeeded", started_at=now - timedelta(seconds=seconds), finished_at=now
        )
    waiting = [make.job(me) for _ in range(4)]
    before = front().get("/queue/info").json()
    workers.say_alive("generation.cpu", "one", slots=2)
    after = front().get("/queue/info").json()
    queue = front(me).get(f"/status/{waiting[3].pk}").json()["queue"]

    assert before["estimated_time_per_job_seconds"] == after["estimated_time_per_job_seconds"] == 10
    assert before["estimated_wait_for_new_job_seconds"] is None  # nobody works
    assert after["estimated_wait_for_new_job_seconds"] == 20  # four before it, two at a time
    assert (queue["position"], queue["jobs_ahead"]) == (4, 3)
    assert (queue["estimated_wait_seconds"], queue["estimated_total_seconds"]) == (10, 20)


# GET /me, POST /sync-user


def test_get_me_is_the_person_and_their_figures(me, api):
    make.made_job(me)
    make.job(me)
    people.change_profile(me, display_name="Ada King Lovelace")
    told = api.get("/me").json()

    assert told["stats"] == {"totalJobs": 2, "completedJobs": 1}
    assert told["user"].pop("createdAt").endswith("Z")
    assert told["user"] == {
        "id": str(me.public_id), "email": me.email, "firstName": "Ada", "lastName": "King Lovelace", "imageUrl": None,
    }  # fmt: skip


def test_post_sync_user_answers_the_person(me, api):
    assert api.post("/sync-user", {"email": "other@example.com"}).json() == {
        "success": True,
        "user": {"id": str(me.public_id), "email": me.email, "firstName": me.username, "lastName": ""},
    }


def test_me_and_sync_user_need_a_token():
    for answer in (front().get("/me"), front().post("/sync-user")):
        assert (answer.status_code, told(answer)) == (401, "Authentication required")


# imageUrl


def test_image_url_of_loopback_is_refused_and_nothing_connects(api):
    heard = threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port = listening.getsockname()[1]

        def listen() -> None:
            listening.settimeout(3)
            try:
                listening.accept()[0].close()
                heard.set()
            except OSError:
                return

        thread = threading.Thread(target=listen)
        thread.start()
        answers = [
            api.post("/generate", {"imageUrl": f"http://{host}:{port}/a.png"})
            for host in ("127.0.0.1", "localhost", "[::1]", "0.0.0.0", "2130706433", "0x7f.1", "[::ffff:127.0.0.1]")
        ]
        refused = not heard.is_set()
        socket.create_connection(("127.0.0.1", port), timeout=3).close()  # the control: it would have been heard
        thread.join()

    assert [answer.status_code for answer in answers] == [400] * 7
    assert all("could not be fetched" in told(answer) for answer in answers)
    assert refused
    assert heard.is_set()
    assert not Job.objects.exists()


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd", "ftp://example.com/a.png", "gopher://x", "a.png", "//example.com/a.png", "http://", "data:,x",
        "http://169.254.169.254/latest/meta-data/", "http://metadata.google.internal/", "http://10.0.0.1/a.png",
    ],
)  # fmt: skip
def test_image_url_that_may_not_be_fetched_is_400_with_the_reason(api, url):
    answer = api.post("/generate", {"imageUrl": url})

    assert answer.status_code == 400
    assert told(answer).startswith("The picture could not be fetched: ")
    assert not Job.objects.exists()


# Manners of the contract


def test_both_slashes_wrong_methods_and_unknown_routes_in_this_contracts_words(api):
    for path in ("/history", "/queue/info", "/me"):
        assert api.get(f"{path}/").status_code == api.get(path).status_code == 200
    assert api.post("/generate/", {"prompt": make.TABLE}).status_code == 200
    for method, path, status in [
        ("get", "/generate", 405), ("delete", "/history", 405), ("post", "/me", 405), ("get", "/nothing", 404),
        ("put", f"/jobs/{NOBODYS}", 405),
    ]:  # fmt: skip
        answer = api(method, path)
        assert answer.status_code == status, path
        assert isinstance(told(answer), str)
    wrong = api.client.post("/api/3d/generate", {"prompt": "a table"}, headers={"Authorization": f"Bearer {api.token}"})
    assert wrong.status_code == 415
    broken = api.client.post(
        "/api/3d/generate", "{", content_type="application/json", headers={"Authorization": f"Bearer {api.token}"}
    )
    assert broken.status_code == 400


def test_configured_origins_may_call(api, settings):
    settings.CORS_ORIGINS = ["http://localhost:3000"]
    headers = {"Origin": "http://localhost:3000"}

    assert api.get("/history", **headers)["Access-Control-Allow-Origin"] == "http://localhost:3000"
    asked = api("options", "/generate", **headers)
    assert (asked.status_code, "Authorization" in asked["Access-Control-Allow-Headers"]) == (204, True)
    assert "Access-Control-Allow-Origin" not in api.get("/history", Origin="http://evil.example")


def test_the_old_clients_flow(api):
    """generate → poll status → history → rename → delete, as the 3D-generation front end did it."""
    job_id = generated(api)
    assert api.get(f"/status/{job_id}").json()["job"]["status"] == "WAIT"
    make.worked()
    job = api.get(f"/status/{job_id}").json()["job"]
    assert (job["status"], bool(job["resultGlbUrl"])) == ("DONE", True)
    assert api.get("/history").json()["jobs"][0]["id"] == job_id
    assert api.patch(f"/jobs/{job_id}/name", {"name": "Done"}).json()["success"]
    assert api.get("/me").json()["stats"] == {"totalJobs": 1, "completedJobs": 1}
    assert api.delete(f"/jobs/{job_id}").json()["success"]
    assert api.get("/history").json() == {"jobs": []}
