"""Actions on the built-in planner, from words to a measured model."""

import pytest
from django.utils import timezone

from conversations import actions
from conversations.models import ActionRun, Message
from conversations.services import actions as asking
from generation.models import Job
from tests import make

pytestmark = pytest.mark.django_db

BOX = "a box 80 mm wide, 60 mm deep and 40 mm tall with a lid"


@pytest.fixture
def chat():
    return make.chat(make.person())


def rendered(run: ActionRun) -> ActionRun:
    assert run.state == "rendering", run.error_message
    assert make.worked(run.job).state == "succeeded"
    actions.follow_job(run.job_id)
    run.refresh_from_db()
    assert run.state == "completed", run.error_message
    return run


def dimension(run: ActionRun, name: str) -> float:
    return next(row["value"] for row in run.output["requirements"]["dimensions"] if row["name"] == name)


def test_words_become_a_requirements_document(chat):
    run = make.acted(make.action(chat, BOX))
    document = run.output["requirements"]

    assert (run.state, run.provider) == ("completed", "planner")
    published = {"model_type", "primary_function", "description_natural_language", "standard_components"}
    assert published | {"custom_description", "dimensions"} <= set(document)
    assert {dimension(run, name) for name in ("length", "width", "height")} == {80, 60, 40}


def test_a_document_becomes_a_measured_model(chat):
    run = make.acted(make.action(chat, BOX))
    made = rendered(make.acted(make.action(chat, "", action="generate_scad", requirements=run.output["requirements"])))
    answer = Message.objects.get(run=made, role="assistant")

    assert "module box()" in made.output["scad"]
    assert {"glb", "stl"} <= set(made.output["assets"])
    rows = {row["name"]: row for row in made.output["requirements"]["measured"]}
    assert (rows["length"]["measured"], rows["length"]["ok"]) == (pytest.approx(80, abs=0.05), True)
    assert "| Outer length | 80 mm | 80 mm | ✓ |" in answer.content


def test_words_alone_become_a_model(chat):
    made = rendered(make.acted(make.action(chat, BOX, action="process_scad")))

    assert made.output["requirements"]["model_type"] == "enclosure"


def test_a_follow_up_changes_the_document_of_the_chat(chat):
    make.acted(make.action(chat, BOX))
    run = make.acted(make.action(chat, "make the walls 3 mm thick"))

    assert dimension(run, "wall") == 3
    assert dimension(run, "length") == 80
    made = rendered(make.acted(make.action(chat, "now the model please", action="generate_scad")))
    assert "wall = 3;" in made.output["scad"]


def test_another_chat_knows_nothing_of_this_one(chat):
    make.acted(make.action(chat, BOX))
    other = make.chat(chat.session.owner, inside=chat.session)
    run = make.acted(make.action(other, "make the walls 3 mm thick"))

    assert (run.state, run.error_code) == ("failed", "not_understood")


def test_open_questions_are_asked_and_a_model_is_made_all_the_same(chat):
    run = make.acted(make.action(chat, "a box with a lid"))
    assert run.output["requirements"]["questions"]

    made = rendered(make.acted(make.action(chat, "", action="generate_scad", requirements=run.output["requirements"])))
    assert made.output["scad"]


def test_somebody_elses_document_is_read_as_words(chat):
    made = rendered(make.acted(make.action(chat, "", action="generate_scad", requirements=dict(make.DOCUMENT))))

    assert "length = 80;" in made.output["scad"]


@pytest.mark.parametrize(
    "state",
    [
        {"design": "enclosure", "values": {"length": 1e300}},
        {"design": "enclosure", "values": {"length": '80; import("/etc/passwd")'}},
        {"design": "enclosure", "values": []},
        {"design": "enclosure", "holes": [{"face": "top", "diameter": "x"}]},
        {"design": "nothing"},
        {"design": ["enclosure"]},
    ],
)
def test_a_hostile_document_never_reaches_the_source(chat, state):
    run = make.acted(make.action(chat, "", action="generate_scad", requirements={**make.DOCUMENT, "state": state}))

    assert run.state in {"rendering", "failed", "queued"}, run.error_message
    assert "passwd" not in run.output.get("scad", "")


def test_a_job_that_ended_unheard_ends_its_action_a_minute_later(chat):
    run = make.acted(make.action(chat, BOX, action="generate_scad"))
    make.worked(run.job)
    actions.settle_ended()
    run.refresh_from_db()
    assert run.state == "rendering"  # it is being measured

    Job.objects.update(finished_at=timezone.now() - actions.UNHEARD)
    actions.settle_ended()
    run.refresh_from_db()
    assert run.state == "completed"


def test_health_of_the_planner_is_always_well(chat):
    found = asking.health(by=chat.session.owner)

    assert (found.status, found.provider, found.reason) == ("ok", "planner", "")
