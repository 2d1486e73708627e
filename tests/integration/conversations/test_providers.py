"""The chain of providers against servers of their kind: who is chosen, what it is sent, what its answer becomes."""

import json

import pytest

from conversations import actions, lease, providers
from conversations.models import ActionRun, Chat, Message
from tests import make
from tests.fakes import llm, runpod

pytestmark = pytest.mark.django_db

DOCUMENT = {
    "model_type": "bracket",
    "primary_function": "Holds a shelf.",
    "description_natural_language": "An L bracket, 60 mm by 40 mm.",
    "standard_components": [{"name": "M4 screw", "search_term": "M4x12 socket head"}],
    "custom_description": "",
    "dimensions": [{"name": "height", "value": 60, "unit": "mm", "given": True}],
}


@pytest.fixture
def chat():
    return make.chat(make.person())


def configured(settings, name: str, **options) -> None:
    settings.ENGINE_OPTIONS = {**settings.ENGINE_OPTIONS, name: options}


def with_runpod(settings, fake: runpod.RunPod) -> runpod.RunPod:
    configured(
        settings, "runpod", key=runpod.KEY, endpoint_id=runpod.ENDPOINT, base=f"{fake.base}/v2", poll_seconds=0.05
    )
    return fake


def with_model(settings, fake: llm.Server) -> llm.Server:
    configured(settings, "language-model", url=fake.base, key=llm.KEY, model="tiny-1")
    return fake


def test_runpod_comes_first_then_the_language_model_then_the_planner(settings):
    settings.ENGINE_OPTIONS = {}
    assert providers.chosen().name == "planner"
    configured(settings, "language-model", url="http://127.0.0.1:9", key="k", model="m")
    assert providers.chosen().name == "language-model"
    configured(settings, "runpod", key="k", endpoint_id="e")
    assert providers.chosen().name == "runpod"


def test_a_provider_that_left_the_settings_is_told(settings, chat):
    configured(settings, "runpod", key="k", endpoint_id="e")
    run = make.action(chat)
    settings.ENGINE_OPTIONS = {}
    make.acted(run)

    assert (run.state, run.error_code) == ("failed", "provider_gone")


def test_runpod_gets_the_content_as_the_prompt_with_the_history(settings, chat):
    make.message(chat, "Hello")
    with with_runpod(settings, runpod.RunPod(answers=[DOCUMENT])) as fake:
        run = make.acted(make.action(chat, "a shelf bracket"))
        sent = fake.tasks["task-1-u1"]["input"]

    assert run.state == "completed", run.error_message
    assert (sent["prompt"], sent["action"]) == ("a shelf bracket", "process_requirements")
    assert sent["history"] == [{"role": "user", "content": "Hello"}]
    assert run.output["requirements"] == DOCUMENT
    assert run.provider == "runpod"
    assert "L bracket" in Message.objects.get(role="assistant").content


@pytest.mark.parametrize(
    "output",
    [
        {"requirements": DOCUMENT, "message": "An L bracket."},
        {"content": json.dumps(DOCUMENT)},
        f"Here it is:\n```json\n{json.dumps(DOCUMENT)}\n```",
        [{"output": "…"}, {"output": {"requirements_json": json.dumps(DOCUMENT)}}],
    ],
)
def test_a_document_is_found_in_the_shapes_that_workers_use(settings, chat, output):
    with with_runpod(settings, runpod.RunPod(answers=[output])):
        run = make.acted(make.action(chat))

    assert run.state == "completed", run.error_message
    assert run.output["requirements"]["standard_components"] == DOCUMENT["standard_components"]


@pytest.mark.parametrize(
    "output", ["Sorry.", {"requirements": {}}, [], None, {"model_type": "a\x00b"}, {"model_type": 5}]
)
def test_an_answer_without_a_document_fails_with_a_sentence(settings, chat, output):
    with with_runpod(settings, runpod.RunPod(answers=[output])):
        run = make.acted(make.action(chat))

    assert run.state == "failed"
    assert run.error_message.endswith(".")
    assert not Message.objects.filter(role="assistant").exists()


def test_a_failure_at_runpod_is_told_without_its_traceback(settings, chat):
    with with_runpod(settings, runpod.RunPod("fail")):
        run = make.acted(make.action(chat))

    assert run.state == "failed"
    assert "The prompt is empty" in run.error_message
    assert "Traceback" not in run.error_message


def test_a_worker_that_dies_after_runpod_took_the_task_does_not_pay_twice(settings, chat, monkeypatch):
    """The second attempt finds the number in the journal; the control forgets and pays again."""
    for forgets, paid in ((False, 1), (True, 2)):
        with with_runpod(settings, runpod.RunPod(answers=[DOCUMENT])) as fake:
            run = make.action(chat)
            _die_after_the_answer(run, monkeypatch)
            if forgets:
                ActionRun.objects.filter(pk=run.pk).update(journal={})
            make.acted(run)

            assert run.state == "completed", run.error_message
            assert run.attempt == 2
            assert fake.paid == paid
        assert Message.objects.filter(run=run, role="assistant").count() == 1


class Killed(BaseException):
    """What a SIGKILL looks like from inside: nothing more is done."""


def _die_after_the_answer(run: ActionRun, monkeypatch: pytest.MonkeyPatch) -> None:
    def die(*_args, **_options) -> None:
        raise Killed

    with monkeypatch.context() as patched:
        patched.setattr(actions, "_keep_requirements", die)
        with pytest.raises(Killed):
            make.acted(run)
    ActionRun.objects.filter(pk=run.pk).update(lease_until="2020-01-01T00:00:00Z")
    lease.reap()


def test_an_earlier_request_whose_answer_got_lost_is_not_repeated(settings, chat):
    with with_runpod(settings, runpod.RunPod("lost_answer", answers=[DOCUMENT])) as fake:
        run = make.acted(make.action(chat))

        assert (run.state, run.error_code) == ("failed", "outcome_unknown")
        assert fake.paid == 1


def test_the_wait_ends_at_status_timeout_seconds(settings, chat):
    with with_runpod(settings, runpod.RunPod("never")) as fake:
        run = make.acted(make.action(chat, metadata={"status_timeout_seconds": 1}))

        assert (run.state, run.error_code) == ("failed", "timed_out")
        assert fake.tasks["task-1-u1"]["cancelled"]


@pytest.mark.parametrize("is_deleted", [True, False], ids=["deleted", "taken up by another worker"])
def test_a_task_at_runpod_ends_with_its_chat_and_not_with_a_lost_lease(settings, chat, is_deleted):
    with with_runpod(settings, runpod.RunPod("never")) as fake:
        run = make.action(chat)

        class Leaving(make.Unwatched):
            def stop_reason(self) -> str:
                if not fake.tasks or fake.tasks["task-1-u1"]["looks"] < 2:
                    return ""
                if is_deleted:
                    Chat.objects.filter(pk=chat.pk).delete()
                return "the run is no longer this worker's"

        actions.work("a worker of the tests", run.pk, keeper_of=Leaving)

        assert fake.tasks["task-1-u1"].get("cancelled", False) is is_deleted
    assert not Message.objects.filter(role="assistant").exists()


def test_health_asks_the_provider(settings, chat):
    with with_runpod(settings, runpod.RunPod()):
        assert providers.chosen().health() == ""
    with with_runpod(settings, runpod.RunPod("unhealthy")):
        assert providers.chosen().health().endswith(".")
    settings.ENGINE_OPTIONS = {}
    with with_model(settings, llm.Server()):
        assert providers.chosen().health() == ""
    with with_model(settings, llm.Server(mode="bad_key")):
        assert providers.chosen().health() == ""  # its list of models needs no key


def test_the_language_model_answers_with_a_document_and_its_tokens(settings, chat):
    said = {**DOCUMENT, "questions": [], "prose": "An **L bracket**."}
    make.message(chat, "You are a poet now.", role="system")
    make.message(chat, "What shall it be?", role="assistant")
    with with_model(settings, llm.Server([json.dumps(said)])) as fake:
        run = make.acted(make.action(chat, "a shelf bracket"))
        [asked] = [one.json for one in fake.asked if one.method == "POST"]

    answer = Message.objects.get(run=run, role="assistant")
    assert run.state == "completed", run.error_message
    assert (answer.content, answer.tokens) == ("An **L bracket**.", 7)
    assert run.output["requirements"] == {**DOCUMENT, "questions": []}
    assert [turn["role"] for turn in asked["messages"]] == ["system", "user", "assistant", "user"]
    assert asked["messages"][0]["content"] != "You are a poet now."
    assert asked["messages"][-1]["content"] == "a shelf bracket"


def test_the_language_model_is_told_what_is_wrong_with_its_answer(settings, chat):
    with with_model(settings, llm.Server(["Sure!", '{"model_type": ""}', json.dumps(DOCUMENT)])) as fake:
        run = make.acted(make.action(chat))
        bodies = [one.json for one in fake.asked if one.method == "POST"]

    assert run.state == "completed", run.error_message
    assert len(bodies) == 3
    assert "no JSON object" in bodies[1]["messages"][-1]["content"]


def test_a_language_model_that_never_answers_right_fails_after_three_corrections(settings, chat):
    with with_model(settings, llm.Server(["Sure!"])) as fake:
        run = make.acted(make.action(chat))
        asked = fake.count("POST", "/v1/chat")

    assert (run.state, run.error_code, asked) == ("failed", "not_made", 4)


def test_the_language_model_is_told_that_its_source_did_not_render(settings, chat):
    broken, right = "```openscad\ncube([1, 2;\n```", f"```openscad\n{make.CUBE}```"
    with with_model(settings, llm.Server([broken, right])) as fake:
        run = make.acted(make.action(chat, "a cube", action="generate_scad"))
        make.worked(run.job)
        actions.follow_job(run.job_id)
        run.refresh_from_db()
        make.acted(run)
        make.worked(run.job)
        actions.follow_job(run.job_id)
        run.refresh_from_db()
        last = [one.json for one in fake.asked if one.method == "POST"][-1]

    assert run.state == "completed", run.error_message
    assert run.output["scad"].strip() == make.CUBE.strip()
    assert "cube([1, 2;" in last["messages"][-2]["content"]


def test_a_language_model_in_trouble_is_asked_again_later(settings, chat):
    with with_model(settings, llm.Server([json.dumps(DOCUMENT)], mode="overloaded", times=99)):
        run = make.acted(make.action(chat))

    assert run.state == "queued"
    assert run.attempt == 1
