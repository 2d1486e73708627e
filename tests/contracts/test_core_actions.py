"""core.md: actions on a chat, POST /chats/{id}/runpod."""

from uuid import UUID, uuid4

import pytest
from django.http import JsonResponse

from conversations import actions
from conversations.models import ActionRun, ChatEvent, Message
from conversations.providers.base import Ask, ProviderError, Reply
from generation.models import Job
from nexus.api.core.shapes import conversations as shapes
from nexus.foundation.outbox import OutboxMessage
from tests import make
from tests.contracts.api import Api, check, code


@pytest.fixture
def chat(owner):
    return make.chat(owner)


@pytest.fixture(autouse=True)
def scripted(monkeypatch):
    return make.answering(monkeypatch)


def asked(api: Api, chat, content: str = make.WISH, *, action: str = "process_requirements", **more) -> dict:
    answer = api.post(f"/chats/{chat.pk}/runpod", {"action": action, "content": content, **more})
    assert answer.status_code == 202, answer.content
    return answer.json()


def acted(told: dict) -> ActionRun:
    return make.acted(ActionRun.objects.get(pk=told["runpod_id"]))


def events(chat) -> list[tuple[str, dict]]:
    return list(ChatEvent.objects.filter(chat=chat).order_by("number").values_list("type", "body"))


def test_post_chats_id_runpod_is_queued(api: Api, chat):
    told = asked(api, chat, "a box")
    message = Message.objects.get()

    assert set(told) == {"type", "chat_id", "runpod_id", "message_id", "status", "provider"}
    assert (told["type"], told["status"], told["provider"]) == ("runpod.queued", "queued", "planner")
    assert (told["chat_id"], told["message_id"]) == (str(chat.pk), str(message.pk))
    assert UUID(told["runpod_id"]).version == 7
    assert (message.role, message.content) == ("user", "a box")
    assert OutboxMessage.objects.get(fact="action.queued").ids == {"run": told["runpod_id"]}
    assert [kind for kind, _ in events(chat)] == ["runpod.queued"]


def test_both_slashes_are_answered(api: Api, chat):
    assert (
        api.post(f"/chats/{chat.pk}/runpod/", {"action": "process_requirements", "content": "a box"}).status_code == 202
    )


def test_process_requirements_answers_with_a_message_and_a_document(api: Api, chat):
    run = acted(asked(api, chat))
    answer = Message.objects.get(role="assistant")

    assert (run.state, run.output) == ("completed", {"requirements": dict(make.DOCUMENT)})
    assert answer.content == "A box 80 mm wide."
    kind, body = events(chat)[-1]
    assert kind == "runpod.completed"
    assert body["message"] == {"id": str(answer.pk), "role": "assistant", "content": answer.content}
    assert (body["runpod_id"], body["output"], body["provider"]) == (str(run.pk), run.output, "planner")


def test_without_a_history_the_chats_messages_are_sent(api: Api, chat, scripted):
    make.message(chat, "Hello")
    make.message(chat, "What shall it be?", role="assistant")
    asked(api, chat, "a box")
    acted(asked(api, chat, "make it taller"))
    run = ActionRun.objects.order_by("id").last()
    make.acted(run)

    first, second = scripted.asked
    assert first.history == [
        {"role": "user", "content": "Hello"},
        {"role": "assistant", "content": "What shall it be?"},
    ]
    assert [turn["content"] for turn in second.history] == ["Hello", "What shall it be?", "a box", "A box 80 mm wide."]
    assert (second.content, second.document) == ("make it taller", dict(make.DOCUMENT))


def test_with_a_history_only_that_is_sent(api: Api, chat, scripted):
    make.message(chat, "Hello")
    acted(asked(api, chat, history=[{"role": "user", "content": "Earlier"}]))
    acted(asked(api, chat, history=[]))

    assert [ask.history for ask in scripted.asked] == [[{"role": "user", "content": "Earlier"}], []]


def test_actions_of_a_chat_are_done_one_after_another(api: Api, chat):
    first, second = asked(api, chat, "a box"), asked(api, chat, "a lid")

    assert acted(second).state == "queued"  # the bell was for the second, its turn is the first's
    assert ActionRun.objects.get(pk=first["runpod_id"]).state == "completed"
    assert acted(second).state == "completed"
    assert [row.content for row in Message.objects.order_by("number")][:2] == ["a box", "a lid"]


@pytest.mark.parametrize("wrong", [0, -1, 86_401, "soon", True, None])
def test_status_timeout_seconds_is_checked(api: Api, chat, wrong):
    sent = {"action": "process_requirements", "content": "a box", "metadata_json": {"status_timeout_seconds": wrong}}

    assert api.post(f"/chats/{chat.pk}/runpod", sent).status_code == 400


def test_status_timeout_seconds_overrides_the_wait(api: Api, chat, scripted):
    acted(asked(api, chat))
    acted(asked(api, chat, metadata_json={"status_timeout_seconds": 60}))

    assert [ask.timeout_seconds for ask in scripted.asked] == [7200, 60]


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"action": "dance"},
        {"action": None},
        {"content": ""},
        {"content": "a\x00b"},
        {"content": 5},
        {"content": "x" * 20_001},
        {"history": "text"},
        {"history": [{"role": "robot", "content": "x"}]},
        {"history": [{"role": "user"}]},
        {"history": [{"role": "user", "content": "x"}] * 201},
        {"requirements_json": []},
        {"requirements_json": {"a": "\x00"}},
        {"requirements_json": {"a": "x" * 60_001}},
        {"metadata_json": "text"},
        {"sync": "perhaps"},
    ],
)
def test_a_wrong_body_is_400_and_asks_for_nothing(api: Api, chat, body: dict):
    sent = {"action": "process_requirements", "content": "a box", **body} if body else {}

    assert api.post(f"/chats/{chat.pk}/runpod", sent).status_code == 400
    assert (ActionRun.objects.count(), Message.objects.count()) == (0, 0)


def test_refused_words_are_400(api: Api, chat):
    answer = api.post(f"/chats/{chat.pk}/runpod", {"action": "process_requirements", "content": "a swastika flag"})

    assert (answer.status_code, code(answer)) == (400, "prompt_refused")
    assert not Message.objects.exists()


def test_health_says_whether_the_provider_answers_and_writes_nothing(api: Api, chat, scripted):
    assert api.post(f"/chats/{chat.pk}/runpod", {"action": "health"}).json() == {"status": "ok", "provider": "planner"}
    scripted.sick = "RunPod does not answer."
    told = api.post(f"/chats/{chat.pk}/runpod", {"action": "health"}).json()

    assert told == {"status": "unavailable", "provider": "planner", "reason": "RunPod does not answer."}
    assert (Message.objects.count(), ActionRun.objects.count(), scripted.asked) == (0, 0, [])


def test_a_refusal_of_the_provider_is_told_and_is_no_message(api: Api, chat, monkeypatch):
    def refuse(ask: Ask) -> Reply:
        raise ProviderError("RunPod could not make this.", code="provider_failed")

    make.answering(monkeypatch, refuse)
    run = acted(asked(api, chat))

    assert (run.state, run.error_code) == ("failed", "provider_failed")
    kind, body = events(chat)[-1]
    assert (kind, body["error"], body["runpod_id"]) == ("runpod.failed", "RunPod could not make this.", str(run.pk))
    assert not Message.objects.filter(role="assistant").exists()


def test_what_may_succeed_later_is_tried_three_times(api: Api, chat, monkeypatch, settings):
    def busy(ask: Ask) -> Reply:
        raise ProviderError("RunPod is busy.", retry=True)

    scripted = make.answering(monkeypatch, busy)
    run = ActionRun.objects.get(pk=asked(api, chat)["runpod_id"])
    states = [make.acted(run).state for _ in range(settings.JOB_ATTEMPTS)]

    assert states == ["queued", "queued", "failed"]
    assert len(scripted.asked) == 3
    assert run.error_message.startswith("RunPod is busy. It was tried 3 times.")


def test_an_idempotency_key_asks_once(api: Api, chat):
    sent = {"action": "process_requirements", "content": "a box"}
    path = f"/chats/{chat.pk}/runpod"
    first = api("post", path, sent, **{"Idempotency-Key": "k1"})
    again = api("post", path, sent, **{"Idempotency-Key": "k1"})
    other = api("post", path, {**sent, "content": "a lid"}, **{"Idempotency-Key": "k1"})

    assert (first.status_code, again.status_code, other.status_code) == (202, 202, 422)
    assert first.json() == again.json()
    assert ActionRun.objects.count() == 1


def test_actions_are_limited(api: Api, chat, settings):
    settings.THROTTLE_FACTOR = 1.0
    sent = {"action": "health"}
    answers = [api.post(f"/chats/{chat.pk}/runpod", sent) for _ in range(31)]

    assert [answer.status_code for answer in answers] == [200] * 30 + [429]
    assert int(answers[-1]["Retry-After"]) > 0


def test_unknown_and_anothers_chats_are_404_and_nobody_is_401(api: Api, chat):
    sent = {"action": "process_requirements", "content": "a box"}

    assert Api(make.person()).post(f"/chats/{chat.pk}/runpod", sent).status_code == 404
    assert api.post(f"/chats/{uuid4()}/runpod", sent).status_code == 404
    assert api.post("/chats/nonsense/runpod", sent).status_code == 404
    assert Api().post(f"/chats/{chat.pk}/runpod", sent).status_code == 401
    assert not ActionRun.objects.exists()


# Source, rendered by a job


@pytest.mark.parametrize("action", ["generate_scad", "process_scad"])
def test_generate_scad_answers_with_source_and_the_assets_of_a_job(api: Api, chat, action: str):
    told = asked(api, chat, "a cube", action=action, requirements_json=dict(make.DOCUMENT))
    run = acted(told)
    job = run.job
    assert (run.state, job.prompt, job.group_key) == ("rendering", "a cube", chat.session.group_key)

    done = make.worked(job)
    assert done.state == "succeeded", done.error_message
    actions.follow_job(job.pk)
    actions.follow_job(job.pk)
    run.refresh_from_db()

    assert run.state == "completed"
    assert run.output["scad"] == make.CUBE
    assert run.output["job_id"] == str(job.pk)
    kinds = dict(job.assets.values_list("kind", "pk"))
    assert {"glb", "stl"} <= set(kinds)
    assert set(run.output["asset_ids"]) == {str(pk) for pk in kinds.values()}
    assert "Measured on the mesh: 20 × 20 × 20 mm" in Message.objects.get(role="assistant").content
    assert [row["id"] for row in api.get(f"/jobs?session_id={chat.session_id}").json()["results"]] == [str(job.pk)]


def test_generate_scad_needs_words_or_a_document(api: Api, chat):
    path = f"/chats/{chat.pk}/runpod"

    assert api.post(path, {"action": "generate_scad"}).status_code == 400
    assert api.post(path, {"action": "generate_scad", "requirements_json": dict(make.DOCUMENT)}).status_code == 202


def test_a_source_that_does_not_render_fails_the_action(api: Api, chat, monkeypatch):
    make.answering(monkeypatch, lambda _ask: Reply(content="Broken", scad="cube([1, 2, 3;"))
    run = acted(asked(api, chat, action="generate_scad"))
    if run.job is not None:
        make.worked(run.job)
        actions.follow_job(run.job_id)
        run.refresh_from_db()

    assert run.state == "failed"
    assert run.output["scad"] == "cube([1, 2, 3;"
    assert not Message.objects.filter(role="assistant").exists()


def test_a_provider_that_corrects_is_told_why_its_source_did_not_render(api: Api, chat, monkeypatch):
    def answer(ask: Ask) -> Reply:
        return Reply(content="A cube", scad="undefined_thing([1, 2" if not ask.corrections else make.CUBE)

    scripted = make.answering(monkeypatch, answer, corrects=True)
    run = acted(asked(api, chat, action="generate_scad"))
    make.worked(run.job)
    actions.follow_job(run.job_id)
    run.refresh_from_db()
    assert run.state == "queued"

    make.acted(run)
    make.worked(run.job)
    actions.follow_job(run.job_id)
    run.refresh_from_db()

    assert run.state == "completed", run.error_message
    [correction] = scripted.asked[1].corrections
    assert correction.source == "undefined_thing([1, 2"
    assert correction.reason


def test_a_cancelled_job_ends_its_action(api: Api, chat):
    run = acted(asked(api, chat, action="generate_scad"))
    assert api.post(f"/jobs/{run.job_id}/cancel").status_code == 200
    actions.settle_ended()
    run.refresh_from_db()

    assert (run.state, run.error_code) == ("failed", "job_cancelled")
    assert run.output["scad"] == make.CUBE


def test_a_deleted_job_ends_its_action(api: Api, chat):
    run = acted(asked(api, chat, action="generate_scad"))
    assert api.delete(f"/jobs/{run.job_id}").status_code == 204
    actions.settle_ended()
    run.refresh_from_db()

    assert (run.state, Job.objects.count()) == ("failed", 0)
    assert events(chat)[-1][0] == "runpod.failed"


def test_the_documented_shapes_hold_for_an_answer(api: Api, chat, monkeypatch):
    run = acted(asked(api, chat))
    body = ChatEvent.objects.get(type="runpod.completed").body
    told = shapes.answer({"type": "runpod.completed", **body})

    answer = JsonResponse(told)
    answer.json = lambda: told
    check("POST", f"/api/v1/chats/{chat.pk}/runpod", answer)
    assert told["runpod_id"] == str(run.pk)
