"""Every design template: closed parts in one piece, and numbers that the mesh confirms."""

import random
import re
from typing import Any

import pytest

from conversations.planning import requirements, sources, state
from conversations.planning.designs import designs, named_in
from conversations.planning.measuring import measured
from generation.mesh.parts import numbered
from generation.mesh.scad import building

NAMES = sorted(designs())


def built(source: str) -> dict[str, Any]:
    scene, warnings = building.build(source, {}, generator="test")
    assert warnings == []
    return dict(zip(numbered([part.name for part in scene.parts]), (part.solid for part in scene.parts), strict=True))


def chosen(name: str, seed: int) -> state.State:
    """The design with a third of its values moved."""
    made, chance = state.begun(designs()[name], ""), random.Random(seed)
    for one in made.template.parameters:
        if seed and chance.random() < 0.35:
            if one.kind == "flag":
                made.set(one.name, chance.random() < 0.5)
            elif one.kind == "choice":
                made.set(one.name, chance.choice(one.choices))
            else:
                usual = float(one.default)
                low, high = max(one.low, usual / 2.5), min(one.high, usual * 2.5 + 3 * (one.kind == "count"))
                made.set(one.name, round(chance.uniform(low, high), 2))
    made.settle()
    return made


def test_there_are_at_least_twelve_templates() -> None:
    assert len(NAMES) >= 12


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("seed", [0, 1, 2, 3])
def test_a_design_is_closed_in_one_piece_a_part_and_measures_what_it_says(name: str, seed: int) -> None:
    made = chosen(name, seed)

    parts = built(sources.write(made))

    expected = requirements.parts(made)
    assert len(parts) == sum(row["count"] for row in expected)
    assert {row["name"] for row in expected} <= set(parts)
    for part, solid in parts.items():
        assert solid.status().name == "NoError"
        assert len(solid.decompose()) == 1, part
    rows = measured(requirements.write(made), parts)["measured"]
    assert [row for row in rows if row["ok"] is False] == []
    assert any(row["ok"] for row in rows), "no number of this design is confirmed by its mesh"


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("seed", range(12))
def test_settling_again_changes_nothing(name: str, seed: int) -> None:
    made = chosen(name, seed)
    before = dict(made.values)

    made.settle()

    assert made.values == before


@pytest.mark.parametrize("name", NAMES)
def test_a_source_has_sliders_for_what_is_shown_and_reads_no_file(name: str) -> None:
    made = chosen(name, 0)
    text = sources.write(made)

    found = {row["name"]: row for row in building.read(text, {}).parameters}

    shown = [one for one in made.template.parameters if not one.hidden and made.shows(one)]
    assert [one.name for one in shown] == list(found)
    assert [one.label for one in shown] == [found[one.name]["label"] for one in shown]
    assert not re.search(r"\b(include|use)\s*<|\b(import|surface)\s*\(", text)
    assert text == sources.write(made)


@pytest.mark.parametrize("name", NAMES)
def test_every_parameter_that_is_shown_is_used_by_the_body(name: str) -> None:
    design = designs()[name]
    places = " ".join(place for row in design.rows for place in row.place)

    shown = [one.name for one in design.parameters if not one.hidden]

    assert [one for one in shown if not re.search(rf"\b{one}\b", design.body + places)] == []


@pytest.mark.parametrize("name", NAMES)
def test_a_slider_moves_the_mesh(name: str) -> None:
    made = chosen(name, 0)
    first = next(one for one in made.template.parameters if one.kind == "length" and not one.hidden)
    text = sources.write(made)

    scene, _ = building.build(text, {first.name: float(made.values[first.name]) * 1.1}, generator="test")

    moved = sum(part.solid.volume() for part in scene.parts)
    assert moved != pytest.approx(sum(solid.volume() for solid in built(text).values()))


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("a stand for a box", "phone_stand"),
        ("a box for my knobs", "enclosure"),
        ("mounting plate for a hinge", "plate"),
        ("a clip for the pipe of the funnel", "cable_clip"),
        ("drawer organizer with dividers", "organiser"),
        ("two meshing spur gears", "gear"),
        ("shelf brackets", "bracket"),
    ],
)
def test_the_thing_is_what_is_named_first_and_not_what_it_is_for(text: str, name: str) -> None:
    found = named_in(text)

    assert found is not None
    assert found.name == name


def test_no_two_designs_share_a_name() -> None:
    seen: dict[str, str] = {}
    for design in designs().values():
        for word in design.words:
            assert seen.setdefault(word, design.name) == design.name, word
