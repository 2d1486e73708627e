"""What vehicles, plants and buildings promise beyond what every family does."""

import itertools
from typing import Any

import pytest

from generation.mesh.parts import Part, Scene
from generation.shapes import assemble, check, understanding


def made(prompt: str) -> Scene:
    scene = assemble.build(understanding.specify(prompt), generator="test")
    assert check.faults(scene) == []
    return scene


def parts(scene: Scene, role: str) -> list[Part]:
    return [part for part in scene.objects[0].parts if part.role == role]


@pytest.mark.parametrize(
    ("prompt", "role", "number"),
    [
        ("car with two doors", "door", 2),
        ("truck with ten wheels", "wheel", 10),
        ("train with three wagons", "wagon", 3),
        ("bus with three doors", "door", 3),
        ("sailing boat with three sails", "sail", 3),
        ("submarine with eight portholes", "porthole", 8),
        ("airplane with two propellers", "propeller", 2),
        ("helicopter with five blades", "blade", 5),
        ("rocket with five fins", "fin", 5),
        ("rocket with three stages", "stage", 3),
        ("daisy with nine petals", "petal", 9),
        ("palm tree with seven fronds", "frond", 7),
        ("cactus with three arms", "arm", 3),
        ("bamboo plant with nine canes", "cane", 9),
        ("apple tree with ten apples", "fruit", 10),
        ("castle with five towers", "tower", 5),
        ("lighthouse with four stripes", "stripe", 4),
        ("windmill with six blades", "blade", 6),
        ("bridge with five arches", "arch", 5),
        ("fence with nine pickets", "picket", 9),
        ("temple with twelve columns", "column", 12),
        ("log cabin with four windows and two doors", "window", 4),
    ],
)
def test_a_number_in_words_is_the_number_of_parts(prompt: str, role: str, number: int) -> None:
    assert len(parts(made(prompt), role)) == number


def test_steps_rise_evenly_to_the_rear() -> None:
    steps = parts(made("stairs with eight steps"), "step")
    tops = [float(step.positions[:, 1].max()) for step in steps]
    rises = [b - a for a, b in itertools.pairwise(tops)]
    fronts = [float(step.positions[:, 2].max()) for step in steps]

    assert len(steps) == 8
    assert max(rises) == pytest.approx(min(rises), rel=0.02)
    assert tops[0] == pytest.approx(rises[0], rel=0.02)
    assert fronts == sorted(fronts, reverse=True)


def test_vehicles_face_the_front() -> None:
    scene = made("red car")
    z = {role: parts(scene, role)[0].positions[:, 2].mean() for role in ("headlight", "taillight")}

    assert z["headlight"] > 0 > z["taillight"]


def test_wheels_stand_on_the_ground() -> None:
    lowest = [float(tyre.positions[:, 1].min()) for tyre in parts(made("car"), "tyre")]

    assert lowest == pytest.approx([0.0] * 4, abs=1e-4)


def test_a_pot_is_hollow_with_a_wall_as_thick_as_asked() -> None:
    pot = parts(made("flower pot with a 9 mm thick wall, 20 cm wide"), "pot")[0].solid
    box: Any = pot.bounding_box()
    height = box[5] * 0.5
    hits = sorted(hit.position[0] for hit in pot.ray_cast((0, 0, height), (500, 0, height)))

    assert len(hits) == 2
    assert hits[1] - hits[0] == pytest.approx(9, rel=0.15)


def test_a_taxi_is_yellow_and_a_fire_engine_red() -> None:
    taxi = parts(made("taxi"), "body")[0].material.base_colour
    engine = parts(made("fire engine"), "cab")[0].material.base_colour

    assert taxi[0] > 3 * taxi[2]
    assert taxi[1] > 3 * taxi[2]
    assert engine[0] > 3 * engine[1]


def test_a_rose_wears_the_colour_that_was_said() -> None:
    red, white = (parts(made(f"{colour} rose"), "petal")[0].material.base_colour for colour in ("red", "white"))

    assert red[0] > 5 * red[1]
    assert min(white[:3]) > 0.7
