"""Talking a design through: documents, questions, follow-ups, undo, and what comes from outside."""

import json
from collections.abc import Mapping
from typing import Any

import pytest

from conversations.planning import Plan, drawn, plan
from conversations.planning.designs import designs
from generation.mesh.scad import building


def talked(*texts: str) -> list[Plan]:
    """A conversation, each answer stored and read back as JSON."""
    history: list[dict[str, str]] = []
    answers: list[Plan] = []
    for text in texts:
        before = json.loads(json.dumps(answers[-1].document)) if answers and answers[-1].document else None
        answers.append(plan(text, history, before, answers[-1].source if answers else None))
        history += [{"role": "user", "content": text}, {"role": "assistant", "content": answers[-1].prose}]
    return answers


def values(answer: Plan) -> Mapping[str, Any]:
    assert answer.document is not None
    return dict(answer.document["state"]["values"])


def test_the_document_has_every_part_of_a_requirements_document() -> None:
    document = talked("enclosure for a Raspberry Pi 4, 2 mm walls, screw-on lid")[0].document

    assert document is not None
    assert document["model_type"] == "enclosure"
    assert document["primary_function"]
    assert document["description_natural_language"]
    assert {row["name"] for row in document["parts"]} == {"box", "lid"}
    assert {row["component"] for row in document["standard_components"]} == {"m3", "m2.5", "raspberry-pi-4"}
    assert all(row["search_term"] and row["source"] for row in document["standard_components"])
    wall = next(row for row in document["dimensions"] if row["name"] == "wall")
    assert (wall["value"], wall["unit"], wall["origin"]) == (2.0, "mm", "given")
    assert {row["origin"] for row in document["dimensions"]} == {"given", "assumed"}


def test_the_same_words_give_the_same_bytes() -> None:
    one, other = (talked("hinge 60 mm long with M3 holes")[0] for _ in range(2))

    assert json.dumps(one.to_json()) == json.dumps(other.to_json())


@pytest.mark.parametrize(
    "text", ["a bracket", "an adapter for my hoses", "a gear", "I need a cable clip", "box please"]
)
def test_a_number_that_matters_and_is_missing_is_asked_for_before_anything_is_drawn(text: str) -> None:
    answer = talked(text)[0]

    assert 1 <= len(answer.questions) <= 3
    assert answer.source == ""
    assert all(question in answer.prose for question in answer.questions)


def test_answers_to_questions_complete_the_design() -> None:
    answer = talked("a pipe adapter", "20 mm and 28 mm")[-1]

    assert (values(answer)["diameter_1"], values(answer)["diameter_2"]) == (20, 28)
    assert answer.questions == ()
    assert answer.source


def test_go_ahead_takes_usual_sizes_and_tells_them() -> None:
    answer = talked("a bracket", "go ahead")[-1]

    assert answer.source
    assert "I assumed" in answer.prose


def test_an_answer_without_numbers_is_told_and_asked_again() -> None:
    first, second = talked("a pipe adapter", "it is for the garden")

    assert not second.understood
    assert second.questions == first.questions


def test_what_was_said_before_counts_where_there_is_no_document() -> None:
    history = [
        {"role": "user", "content": "I need a hook for my coats"},
        {"role": "assistant", "content": "How large?"},
    ]

    answer = plan("it should stick out 50 mm", history)

    assert answer.document is not None
    assert answer.document["model_type"] == "hook"
    assert values(answer)["reach"] == 50


@pytest.mark.parametrize(
    ("first", "then", "name", "value"),
    [
        ("plate 100 x 60 x 4", "make it 20 mm longer", "length", 120),
        ("plate 100 x 60 x 4", "10 % wider", "width", 66),
        ("plate 100 x 60 x 4", "thinner, 3 mm", "thickness", 3),
        ("plate 100 x 60 x 4", "increase the length to 150 mm", "length", 150),
        ("plate 100 x 60 x 4", "increase the length by 1 inch", "length", 125.4),
        ("plate 100 x 60 x 4", "double the thickness", "thickness", 8),
        ("box 100x60x40", "a bit taller", "height", 44),
        ("box 100x60x40", "much wider", "width", 90),
        ("box 100x60x40", "die Wände 3 mm dick", "wall", 3),
        ("Gehäuse 100 x 60 x 40 mm", "mache es 10 mm länger", "length", 110),
        ("box 100x60x40", "screw the lid on with a screwed lid", "lid_style", "screwed"),
        ("box with inside 100x60x40 mm", "make it 10 mm longer inside", "inner_length", 110),
        ("phone stand", "lean it to 70 degrees", "angle", 70),
        ("two gears, 20 and 40 teeth", "make the second gear 50 teeth", "teeth_2", 50),
        ("gear with 20 teeth and 44 mm outer diameter", "use module 3", "outer_diameter", 66),
        ("tray 200x100x40, 2 x 3", "one more row", "rows", 3),
        ("organiser 200x100x40 with 6 compartments", "8 compartments", "compartments", 8),
        ("holder for 4 AA batteries", "add two more", "count", 6),
        ("hook that sticks out 50 mm", "stick out 10 mm less", "reach", 40),
        ("L bracket 50 mm legs", "use M5 instead", "screw_hole", 5.5),
        ("quadcopter with 1306 motors, 140 mm diagonal", "make the arms 20 mm longer", "arm_length", 90),
    ],
)
def test_a_follow_up_changes_what_it_names(first: str, then: str, name: str, value: float | str) -> None:
    before, after = talked(first, then)

    assert after.understood
    assert values(after)[name] == (value if isinstance(value, str) else pytest.approx(value))
    assert after.document is not None
    assert after.document["revision"] == 2
    assert after.source != before.source


def test_longer_arms_leave_their_width_as_it_was() -> None:
    before, after = talked("quadcopter for 1306 motors, 140 mm diagonal", "make the arms 20 mm longer")

    changed = {name for name, value in values(after).items() if value != values(before)[name]}
    assert changed == {"arm_length"}


def test_undo_goes_back_step_by_step_and_says_when_there_is_no_further() -> None:
    answers = talked("plate 100x60x4", "add four M3 holes", "make it 6 mm thick", "undo", "undo", "undo")

    assert [len(one.document["state"]["holes"]) for one in answers if one.document] == [0, 1, 1, 1, 0, 0]
    assert [values(one)["thickness"] for one in answers] == [4, 4, 6, 4, 4, 4]
    assert answers[-1].sentence == "There is no earlier version to go back to."
    assert not answers[-1].changed


def test_a_new_group_of_holes_keeps_clear_of_the_old_one() -> None:
    answer = talked("plate 100x60x4 with four M5 holes", "add four M3 holes")[-1]

    assert answer.document is not None
    insets = [group["inset"] for group in answer.document["state"]["holes"]]
    assert abs(insets[0] - insets[1]) * 2**0.5 > (5.5 + 3.4) / 2 + 2


def test_the_lid_goes_and_comes_back() -> None:
    parts = [
        [row["name"] for row in one.document["parts"]]
        for one in talked("box 90x60x30", "remove the lid", "add a lid")
        if one.document
    ]

    assert parts == [["box", "lid"], ["box"], ["box", "lid"]]


@pytest.mark.parametrize("text", ["sing a song", "blargh", "what do you think?", "60 mm", "add wheels"])
def test_what_is_not_understood_is_said_with_what_can_be_changed(text: str) -> None:
    before, after = talked("box 100x60x40", text)

    assert not after.understood
    assert not after.changed
    assert "You can change" in after.sentence
    assert after.source == before.source


def test_a_component_that_does_not_fit_is_told_and_not_dropped() -> None:
    answer = talked("plate 30 x 30 x 3 mm for a NEMA 23")[0]

    assert "NEMA 23" in answer.prose
    assert "no free place" in answer.prose


def test_values_moved_by_sliders_are_kept_by_the_next_change() -> None:
    first = talked("plate 100 x 60 x 4")[0]
    moved = first.source.replace("width = 60;", "width = 75;")

    answer = plan("make it 10 mm longer", [], first.document, moved)

    assert (values(answer)["length"], values(answer)["width"]) == (110, 75)


def test_a_source_that_was_changed_by_hand_is_told() -> None:
    first = talked("plate 100 x 60 x 4")[0]

    answer = plan("make it 10 mm longer", [], first.document, first.source + "\nsphere(5);\n")

    assert "changed by hand" in answer.prose
    assert "sphere" not in answer.source


def test_another_design_in_a_running_conversation_starts_anew() -> None:
    answer = talked("box 100x60x40", "now design a funnel with a 80 mm mouth")[-1]

    assert answer.document is not None
    assert (answer.document["model_type"], answer.document["revision"]) == ("funnel", 1)


def test_what_is_no_design_of_ours_names_those_that_are() -> None:
    answer = talked("a portrait of my cat")[0]

    assert answer.document is None
    assert not answer.understood
    assert "an enclosure" in answer.sentence


def test_a_document_of_another_planner_is_drawn_with_its_numbers() -> None:
    theirs = {
        "model_type": "Mounting Plate",
        "description_natural_language": "A flat plate",
        "dimensions": [
            {"name": "Length", "value": 80, "unit": "mm"},
            {"name": "width", "value": 40},
            {"name": "thickness", "value": "thick"},
            {"name": "colour", "value": 3},
        ],
    }

    answer = drawn(theirs)

    assert (values(answer)["length"], values(answer)["width"], values(answer)["thickness"]) == (80, 40, 4)
    assert building.build(answer.source, {}, generator="test")[0].parts


EVIL = '"); import("/etc/passwd"); cube(["'


@pytest.mark.parametrize(
    "state",
    [
        {"design": "plate", "values": {"length": EVIL, "width": float("nan"), "thickness": True}},
        {"design": "plate", "holes": [{"part": EVIL, "count": 3}, {"part": "plate", "layout": EVIL, "diameter": EVIL}]},
        {"design": "plate", "holes": [{"part": "plate", "count": 10**9, "layout": "grid", "columns": 10**9}] * 5},
        {"design": "plate", "mounts": [{"component": "nema17", "part": "plate", "at": [EVIL, 1]}, {"component": EVIL}]},
        {"design": "plate", "colours": {"plate": EVIL, EVIL: "#ffffff"}, "screws": {"length": EVIL}, "named": [EVIL]},
        {"design": "spacer", "values": {"shape": EVIL, "hole": 1e308}, "given": [EVIL, "hole"], "request": EVIL},
        {"design": "spacer", "values": 3, "holes": 3, "mounts": "x", "screws": [1], "given": None, "named": {}},
        {"design": "spacer", "values": {"hole": 10**400}, "given": [[1]], "named": [{}], "screws": {"hole": [1]}},
    ],
)
def test_nothing_of_a_hostile_document_reaches_the_source(state: dict[str, Any]) -> None:
    for answer in (drawn({"state": state}), plan("make it 5 mm longer", [], {"state": state}, EVIL)):
        assert "import" not in answer.source
        assert building.build(answer.source, {}, generator="test")[0].parts


@pytest.mark.parametrize("document", [{}, {"state": None}, {"state": {"design": "../../etc"}}, {"model_type": 7}])
def test_a_document_that_names_no_design_is_no_error(document: dict[str, Any]) -> None:
    assert drawn(document).document is None
    assert plan("box 100x60x40", [], document).document is not None


@pytest.mark.parametrize(
    "text", ["", "\x00", "mm " * 4000, "9" * 5000, "box " + "1e999 mm", "hole " * 2000, "½¼ x × -5 mm"]
)
def test_odd_texts_get_an_answer(text: str) -> None:
    for answer in (plan(text), talked("box 100x60x40", text)[-1]):
        assert answer.prose
        assert len(answer.questions) <= 3


def test_a_plug_is_cut_into_the_wall_that_is_named_and_only_there() -> None:
    plain, cut = talked("box 100x60x40, 2 mm walls", "put a DC jack in the back")

    volumes = [
        {part.name: part.solid.volume() for part in building.build(one.source, {}, generator="test")[0].parts}
        for one in (plain, cut)
    ]

    assert volumes[0]["lid"] == pytest.approx(volumes[1]["lid"])
    assert volumes[0]["box"] - volumes[1]["box"] == pytest.approx(3.1416 * 5.6**2 * 2, rel=0.01)


def test_another_motor_takes_the_place_of_the_first() -> None:
    answer = talked("plate for a NEMA 17", "use a NEMA 23 instead")[-1]

    assert answer.document is not None
    assert [mount["component"] for mount in answer.document["state"]["mounts"]] == ["nema23"]
    assert "nema17" not in {row["component"] for row in answer.document["standard_components"]}


@pytest.mark.parametrize(
    "component", ["M3", "608 bearing", "NEMA 17", "XT60", "30 mm fan", "18650", "USB-C port", "GT2 belt"]
)
def test_every_design_hears_of_every_kind_of_component(component: str) -> None:
    for design in designs().values():
        answer = talked(f"{design.words[0]} with a {component}", "go ahead", f"use a {component} instead")[-1]

        assert answer.document is not None
        assert answer.prose
