"""Objects stand where the words say, and do not stand in one another."""

import itertools

import numpy as np
import pytest

from generation.mesh.parts import Scene
from generation.shapes import assemble, check, understanding


def scene(prompt: str) -> Scene:
    made = assemble.build(understanding.specify(prompt, complexity="simple"), generator="test")
    assert check.faults(made) == []
    return made


def box(made: Scene, number: int) -> tuple[np.ndarray, np.ndarray]:
    return made.objects[number].bounds()


def test_on_rests_on_the_surface() -> None:
    made = scene("a vase on a table")

    assert box(made, 0)[0][1] == pytest.approx(box(made, 1)[1][1], abs=1e-4)


def test_a_tower_of_relations_is_built_from_the_ground() -> None:
    made = scene("a ball on a box, the box on a table")
    feet = [float(box(made, k)[0][1]) for k in range(3)]

    assert feet[2] == pytest.approx(0, abs=1e-5)
    assert feet[0] > feet[1] > feet[2]


@pytest.mark.parametrize(
    ("word", "axis", "sign"),
    [("to the left of", 0, -1), ("to the right of", 0, 1), ("behind", 2, -1), ("in front of", 2, 1)],
)
def test_beside_words_mean_their_side(word: str, axis: int, sign: int) -> None:
    made = scene(f"a ball {word} a box")
    (low, high), (box_low, box_high) = box(made, 0), box(made, 1)

    if sign > 0:
        assert low[axis] > box_high[axis]
    else:
        assert high[axis] < box_low[axis]


def test_between_lies_between() -> None:
    made = scene("a ball between two cones")
    middles = [float(np.mean([low[0], high[0]])) for low, high in (box(made, k) for k in range(3))]

    assert min(middles[1:]) < middles[0] < max(middles[1:])


def test_chairs_around_a_table_face_it_and_keep_clear() -> None:
    made = scene("six chairs around a table")
    table = np.vstack([part.positions for part in made.objects[6].parts])[:, [0, 2]]
    for thing in made.objects[:6]:
        chair = np.vstack([part.positions for part in thing.parts])[:, [0, 2]]
        away = chair.mean(axis=0) / np.linalg.norm(chair.mean(axis=0))
        assert (chair @ away).min() > (table @ away).max() - 0.005
        crest = next(part for part in thing.parts if part.name == "crest").positions.mean(axis=0)
        seat = next(part for part in thing.parts if part.name == "seat").positions.mean(axis=0)
        assert np.hypot(crest[0], crest[2]) > np.hypot(seat[0], seat[2])


def test_a_row_is_straight_and_a_stack_is_upright() -> None:
    row = scene("four boxes in a row")
    stack = scene("a stack of three boxes")

    assert len({round(float(thing.bounds()[0][2]), 6) for thing in row.objects}) == 1
    assert len({round(float(thing.bounds()[0][0]), 6) for thing in stack.objects}) == 1
    assert [round(float(thing.bounds()[0][1]), 3) for thing in stack.objects] == [0, 0.2, 0.4]


def test_what_is_on_a_stack_is_on_its_uppermost() -> None:
    made = scene("a stack of four books with a mug on top")
    tops = sorted(float(box(made, number)[1][1]) for number in range(4))

    assert box(made, 4)[0][1] == pytest.approx(tops[-1], abs=2e-3)
    assert tops[-1] > 3 * tops[0]


def test_things_without_a_relation_stand_apart() -> None:
    made = scene("a chair, a table and a vase")
    edges = sorted((float(low[0]), float(high[0])) for low, high in (box(made, k) for k in range(3)))

    assert all(first[1] < second[0] for first, second in itertools.pairwise(edges))


def test_on_a_chair_is_on_its_seat_and_not_on_its_back() -> None:
    made = scene("a vase on a chair")
    seat = next(part for part in made.objects[1].parts if part.name == "seat")

    assert box(made, 0)[0][1] == pytest.approx(seat.positions[:, 1].max(), abs=0.02)
    assert box(made, 0)[0][1] < box(made, 1)[1][1] - 0.1


def test_a_chair_goes_under_a_table_as_far_as_it_fits() -> None:
    made = scene("a chair under a table")
    (low, high), (table_low, table_high) = box(made, 0), box(made, 1)

    assert table_low[0] < (low[0] + high[0]) / 2 < table_high[0]
    assert table_low[2] < (low[2] + high[2]) / 2 < table_high[2]
    assert low[1] == pytest.approx(0, abs=1e-4)


def test_what_has_no_room_below_is_lifted() -> None:
    made = scene("a box under a ball")

    assert box(made, 1)[0][1] == pytest.approx(box(made, 0)[1][1], abs=2e-3)


def test_a_ball_in_an_open_box_lies_on_its_floor() -> None:
    made = scene("a ball in a box")
    (low, high), (box_low, box_high) = box(made, 0), box(made, 1)

    assert (low[[0, 2]] > box_low[[0, 2]]).all()
    assert (high[[0, 2]] < box_high[[0, 2]]).all()
    assert box_low[1] < low[1] < box_low[1] + 0.02


def test_two_things_facing_each_other_look_at_each_other() -> None:
    made = scene("two chairs facing each other, 1 m apart")

    assert [thing.turn for thing in made.objects] == [90, -90]
    assert box(made, 1)[0][0] - box(made, 0)[1][0] == pytest.approx(1, abs=1e-3)


def test_things_beside_a_thing_stand_on_both_sides_of_it() -> None:
    made = scene("a table with a chair on each side")

    assert box(made, 1)[0][0] > box(made, 0)[1][0]
    assert box(made, 2)[1][0] < box(made, 0)[0][0]


def test_a_second_ring_stands_outside_the_first() -> None:
    made = scene("a table with four chairs around it and four boxes around it")
    reach = [max(abs(value) for corner in box(made, k) for value in corner[[0, 2]]) for k in range(1, 9)]

    assert max(reach[:4]) < max(reach[4:])
