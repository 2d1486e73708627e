"""What the animals, toys, instruments, food and treasures promise beyond what every family does."""

import itertools
from typing import Any

import pytest

from generation.mesh.parts import Scene
from generation.shapes import assemble, kits, registry, understanding


def build(family: str, size_mm: dict[str, float] | None = None, **parameters: Any) -> Scene:
    thing = {"family": family, "parameters": parameters, "size_mm": size_mm or {}}
    spec = {"version": 1, "style": "realistic", "complexity": "medium", "objects": [thing]}
    return assemble.build(spec, generator="test")


def of_prompt(prompt: str) -> Scene:
    return assemble.build(understanding.specify(prompt), generator="test")


def count(scene: Scene, role: str) -> int:
    return sum(part.role == role for part in scene.parts)


def test_opposite_sides_of_a_die_add_up_to_seven() -> None:
    pips = [part.positions.mean(axis=0) * 1000 for part in build("die").parts if part.role == "pip"]
    sides = {}
    for axis, middle in ((0, 0.0), (1, 8.0), (2, 0.0)):
        for way in (-1, 1):
            sides[axis, way] = sum(way * (pip[axis] - middle) > 7.5 for pip in pips)

    assert sorted(sides.values()) == [1, 2, 3, 4, 5, 6]
    assert all(sides[axis, -1] + sides[axis, 1] == 7 for axis in range(3))


def test_a_building_brick_has_the_studs_that_were_asked_for_on_an_even_grid() -> None:
    brick = of_prompt("a red building brick with six studs")

    assert count(brick, "stud") == 6
    assert brick.parts[0].solid.volume() < 0.6 * 24 * 16 * 11.4


def test_the_bars_of_a_xylophone_grow_shorter_and_have_colours_of_their_own() -> None:
    bars = [part for part in build("xylophone", bars=8).parts if part.role == "bar"]
    lengths = [float(bar.positions[:, 2].max() - bar.positions[:, 2].min()) for bar in bars]

    assert lengths == sorted(lengths, reverse=True)
    assert len({bar.material.base_colour for bar in bars}) == 8


def test_the_stripes_of_a_spinning_top_alternate_with_its_fields() -> None:
    scene = build("spinning_top", stripes=3)
    heights = {
        name: [float(p.positions[:, 1].mean()) for p in scene.parts if p.role == name] for name in ("body", "stripe")
    }
    order = sorted([(z, "body") for z in heights["body"]] + [(z, "stripe") for z in heights["stripe"]])

    assert [name for _, name in order] == ["body", "stripe"] * 3 + ["body"]


def test_the_tiers_of_a_cake_stand_at_their_own_heights_under_its_candles() -> None:
    cake = of_prompt("a cake with three tiers and five candles")
    tiers = sorted(float(part.positions[:, 1].min()) for part in cake.parts if part.role == "tier")

    assert len(tiers) == 3
    assert all(above - below > 0.02 for below, above in itertools.pairwise(tiers))
    assert count(cake, "candle") == count(cake, "flame") == 5


def test_a_bell_is_hollow_from_below() -> None:
    body = next(part for part in build("bell", hold="loop").parts if part.role == "body").solid
    low_z = body.bounding_box()[2]
    hits = body.ray_cast((20, 0, low_z - 1), (20, 0, low_z + 500))

    assert hits[0].position[2] > low_z + 20


def test_chessmen_stand_in_the_order_of_their_heights() -> None:
    men = ["pawn", "rook", "chess_knight", "bishop", "chess_queen", "chess_king"]
    heights = [registry.get(name).size.height for name in men]

    assert heights == sorted(heights)
    assert count(build("rook", merlons=8), "merlon") == 8


def test_animals_have_what_their_kind_has() -> None:
    elephant, rabbit, camel = (
        of_prompt(f"an {name}" if name[0] in "ae" else f"a {name}") for name in ("elephant", "rabbit", "camel")
    )

    assert (count(elephant, "trunk"), count(elephant, "tusk"), count(elephant, "leg")) == (1, 2, 4)
    assert count(camel, "hump") == 2
    ears = [part for part in rabbit.parts if part.role == "ear"]
    assert min(float(ear.positions[:, 1].max()) for ear in ears) == pytest.approx(0.4, rel=0.03)


def test_animals_look_ahead_and_are_longer_than_wide() -> None:
    for name in ("dog", "shark", "crocodile", "duck"):
        scene = of_prompt(f"a {name}")
        front = max(
            float(part.positions[:, 2].max()) for part in scene.parts if part.role in ("head", "beak", "jaw", "body")
        )
        tail = [float(part.positions[:, 2].min()) for part in scene.parts if part.role == "tail"]
        assert all(back < front for back in tail), name


def test_a_noun_without_a_family_is_near_one_that_has_it() -> None:
    near = kits.near("capybara")

    assert near is not None
    assert near.family == "animal"
    assert near.sentence.startswith("A capybara is made from the animal kit")


def test_every_noun_that_is_near_something_finds_it_and_none_is_a_family_itself() -> None:
    names = {name for family in registry.families().values() for name in family.synonyms}
    unserved = [noun for noun in kits.NEAR if noun not in names and kits.near(noun) is None]

    assert unserved == []
    assert kits.near("dog") is None
    assert kits.near("quux") is None


def test_near_nouns_are_many_in_every_field() -> None:
    families = [near.family for near in map(kits.near, kits.NEAR) if near is not None]
    animals = sum(
        family in ("animal", "bird", "fish", "dinosaur", "snake", "turtle", "crocodile", "frog") for family in families
    )

    assert animals >= 150
    assert len(families) >= 800
