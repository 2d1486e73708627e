"""Every family in every style and complexity: closed, measured, and richer with complexity."""

import itertools
from typing import Any

import numpy as np
import pytest
from manifold3d import Error

from generation.mesh.parts import Scene
from generation.shapes import assemble, check, registry, specification, understanding

STYLES, COMPLEXITIES = specification.STYLES, specification.COMPLEXITIES


def spec(family: str, style: str = "realistic", complexity: str = "medium", **parameters: Any) -> dict[str, Any]:
    size = parameters.pop("size_mm", {})
    thing = {"family": family, "parameters": parameters, "size_mm": size}
    return {"version": 1, "style": style, "complexity": complexity, "objects": [thing]}


def build(*arguments: Any, **parameters: Any) -> Scene:
    return assemble.build(spec(*arguments, **parameters), generator="test")


@pytest.mark.parametrize(("family", "style"), list(itertools.product(registry.families(), STYLES)))
def test_a_family_is_closed_true_to_size_and_richer_with_complexity(family: str, style: str) -> None:
    triangles = []
    for complexity in COMPLEXITIES:
        scene = build(family, style, complexity)
        assert check.faults(scene) == []
        assert all(part.solid.status() == Error.NoError and part.solid.volume() > 0 for part in scene.parts)
        triangles.append(scene.triangle_count)

    assert triangles[0] < triangles[1] < triangles[2]


@pytest.mark.parametrize("family", list(registry.families()))
def test_low_poly_is_flat_and_has_few_triangles(family: str) -> None:
    low, usual = build(family, "low-poly"), build(family)

    assert low.triangle_count < usual.triangle_count
    for part in low.parts:
        corners = part.positions[part.triangles].astype(np.float64)
        normals = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
        lengths = np.linalg.norm(normals, axis=1)
        kept = lengths > 1e-12
        cosines = np.einsum("ij,ij->i", normals[kept] / lengths[kept, None], part.normals[part.triangles[kept, 0]])
        assert (cosines > 0.998).mean() >= 0.95


# A ball is a ball in every style.
@pytest.mark.parametrize("family", [name for name in registry.families() if name != "ball"])
def test_styles_have_their_own_shapes(family: str) -> None:
    assert build(family, "stylized").parts[0].positions.tobytes() != build(family).parts[0].positions.tobytes()


@pytest.mark.parametrize("family", list(registry.families()))
@pytest.mark.parametrize(
    "factor",
    [
        (3, 1, 1),
        (30, 0.1, 1),
        *(pytest.param(one, marks=pytest.mark.proof) for one in [(0.01,) * 3, (1, 0.3, 1), (1, 1, 2.5), (40, 40, 40)]),
    ],
)
def test_odd_sizes_are_built_as_asked(family: str, factor: tuple[float, float, float]) -> None:
    usual = registry.get(family).size
    wanted = {axis: usual.of(axis) * f for axis, f in zip(registry.AXES, factor, strict=True)}

    assert check.faults(build(family, size_mm=wanted)) == []


@pytest.mark.parametrize("family", list(registry.families()))
def test_every_choice_and_every_end_of_a_range_builds(family: str) -> None:
    for parameter in registry.get(family).parameters:
        values = parameter.choices if parameter.kind == "choice" else (parameter.low, parameter.high)
        for value in values:
            name = int(value) if parameter.kind == "count" else value
            assert check.faults(build(family, complexity="simple", **{parameter.name: name})) == [], (
                parameter.name,
                value,
            )


@pytest.mark.parametrize("family", list(registry.families()))
def test_every_preset_and_example_is_understood_as_its_family(family: str) -> None:
    made = registry.get(family)
    for words in (*made.synonyms, *made.examples):
        spec_ = understanding.specify(words)
        assert spec_["objects"][0]["family"] == family, words
        assert spec_["ignored"] == [] or words in made.synonyms, (words, spec_["ignored"])
        assert spec_["warnings"] == [], (words, spec_["warnings"])


def test_no_two_families_share_a_name() -> None:
    names = [name for family in registry.families().values() for name in family.synonyms]

    assert len(names) == len(set(names))


def test_a_vase_is_hollow_with_a_wall_as_thick_as_asked() -> None:
    body = build("vase", wall=6).parts[0].solid
    hits = sorted(hit.position[0] for hit in body.ray_cast((0, 0, 150), (500, 0, 150)))

    assert len(hits) == 2
    assert hits[1] - hits[0] == pytest.approx(6, rel=0.1)


def test_a_house_has_niches_where_its_windows_are() -> None:
    solid = build("house", windows=0, doors=0).parts[0].solid
    cut = build("house", windows=9, doors=1).parts[0].solid

    assert cut.volume() < solid.volume()
    assert cut.genus() == 0


def test_a_bored_cylinder_has_a_hole_of_its_width() -> None:
    body = build("cylinder", hole=31, size_mm={"width": 90, "depth": 90, "height": 8}).parts[0].solid

    assert body.genus() == 1
    hits = sorted(hit.position[0] for hit in body.ray_cast((0, 0, 4), (100, 0, 4)))
    assert hits[0] == pytest.approx(15.5, rel=0.01)


def test_parts_wear_what_was_said_of_them() -> None:
    scene = assemble.build(understanding.specify("oak table with red steel legs"), generator="test")
    worn = {part.name: part.material for part in scene.parts}

    assert worn["top"].name == "oak"
    assert worn["leg"].metallic == 1
    assert worn["leg"].base_colour[0] > 5 * worn["leg"].base_colour[1]


def test_a_painted_table_is_no_longer_wood_and_a_blue_vase_keeps_its_glaze() -> None:
    table = assemble.build(understanding.specify("red table"), generator="test").parts[0].material
    vase = assemble.build(understanding.specify("blue vase"), generator="test").parts[0].material

    assert table.name.startswith("paint")
    assert vase.name.startswith("ceramic")


def test_glass_can_be_seen_through() -> None:
    vase = assemble.build(understanding.specify("glass vase"), generator="test")

    assert vase.parts[0].material.base_colour[3] < 0.9


def test_a_declaration_that_contradicts_itself_fails_on_import() -> None:
    with pytest.raises(ValueError, match="presets"):
        registry.family(
            "thing",
            gloss="",
            category="",
            size=registry.Size(1, 1, 1),
            roles=(registry.Role("body"),),
            examples=(),
            presets={"odd thing": {"wheels": 3}},
        )(lambda _kit, _values: None)
