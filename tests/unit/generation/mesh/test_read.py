"""Reading: node tree, triangles of every mode, and accessors of every layout."""

import numpy as np
import pytest

from generation.mesh import gate, read
from tests.unit.generation.mesh.files import Maker, good

SQUARE = np.array([[0, 0, 0], [1, 0, 0], [1, 1, 0], [0, 1, 0]], "f4")


def only(data: bytes) -> read.Primitive:
    return read.glb(data).meshes[0].primitives[0]


def test_the_table_has_its_tree_its_placed_legs_and_its_materials() -> None:
    model = read.glb(good("table.glb"))
    assert [node.name for node in model.nodes] == ["table", "top", "leg_1", "leg_2", "leg_3", "leg_4"]
    assert [node.parent for node in model.nodes] == [None, 0, 0, 0, 0, 0]
    legs = [drawn.positions.mean(axis=0) for drawn in model.drawn() if drawn.node.name.startswith("leg")]
    assert np.allclose(legs[0], (-0.55, 0.35, -0.3))
    assert np.allclose(legs[3], (0.55, 0.35, 0.3))
    assert [material.name for material in model.materials] == ["oak", "steel"]
    assert model.materials[1].metallic == 1.0
    assert (model.pictures[0].kind, model.pictures[0].width) == ("png", 128)


def test_a_strip_and_a_fan_turn_the_same_way_as_triangles() -> None:
    for mode, order in ((5, [0, 1, 3, 2]), (6, [0, 1, 2, 3])):
        maker = Maker()
        maker.mesh({"POSITION": maker.array(SQUARE, "f4")}, maker.array(np.array(order), "u2"), mode=mode)
        surface = only(maker.data())
        a, b, c = (surface.positions[surface.triangles[:, corner]] for corner in range(3))
        normals = np.cross(b - a, c - a)
        assert len(normals) == 2
        assert np.allclose(normals, [(0, 0, 1), (0, 0, 1)])


def test_without_indices_vertices_follow_each_other() -> None:
    maker = Maker()
    maker.mesh({"POSITION": maker.array(SQUARE, "f4")})
    assert only(maker.data()).triangles.tolist() == [[0, 1, 2]]


def test_interleaved_attributes_are_taken_apart() -> None:
    maker = Maker()
    both = np.concatenate([SQUARE, np.tile([[0, 0, 1]], (4, 1))], axis=1).astype("f4")
    view = maker.view(both.tobytes(), byteStride=24)
    place = maker.accessor(view, 4, 3, "f4")
    normal = maker.accessor(view, 4, 3, "f4", byteOffset=12)
    maker.mesh({"POSITION": place, "NORMAL": normal}, maker.array(np.array([0, 1, 2]), "u1"))
    surface = only(maker.data())
    assert np.array_equal(surface.positions, SQUARE)
    assert np.allclose(surface.normals, (0, 0, 1))


def test_normalised_integers_become_shares() -> None:
    maker = Maker()
    colour = maker.array(np.array([[255, 0, 51, 255]] * 4), "u1", normalized=True)
    uv = maker.array(np.array([[0, 65535], [32768, 0], [0, 0], [1, 1]]), "u2", normalized=True)
    position = maker.accessor(
        maker.view(
            np.array([[0, 0, 0, 0], [127, 0, 0, 0], [-128, 64, 0, 0], [0, 1, 0, 0]], "i1").tobytes(), byteStride=4
        ),
        4,
        3,
        "i1",
        normalized=True,
    )
    maker.mesh({"POSITION": position, "COLOR_0": colour, "TEXCOORD_0": uv})
    surface = only(maker.data())
    assert surface.positions[1, 0] == 1.0
    assert surface.positions[2, 0] == -1.0
    assert np.allclose(surface.colours[0], (1, 0, 0.2, 1))
    assert np.allclose(surface.uvs[0][:2], [(0, 1), (0.5, 0)], atol=1e-4)


def test_sparse_values_replace_what_is_stored_or_zero() -> None:
    for stored in (True, False):
        maker = Maker()
        base = maker.view(SQUARE.tobytes()) if stored else None
        places = maker.view(np.array([1, 3], "<u2").tobytes())
        values = maker.view(np.array([[5, 0, 0], [0, 6, 0]], "<f4").tobytes())
        sparse = {
            "count": 2,
            "indices": {"bufferView": places, "componentType": 5123},
            "values": {"bufferView": values},
        }
        maker.mesh({"POSITION": maker.accessor(base, 4, 3, "f4", sparse=sparse)})
        wanted = SQUARE.copy() if stored else np.zeros((4, 3), "f4")
        wanted[1], wanted[3] = (5, 0, 0), (0, 6, 0)
        assert np.array_equal(only(maker.data()).positions, wanted)


def test_a_sparse_place_outside_is_refused() -> None:
    maker = Maker()
    places, values = maker.view(b"\x09\x00"), maker.view(b"\0" * 12)
    sparse = {"count": 1, "indices": {"bufferView": places, "componentType": 5123}, "values": {"bufferView": values}}
    maker.mesh({"POSITION": maker.accessor(maker.view(SQUARE.tobytes()), 4, 3, "f4", sparse=sparse)})
    with pytest.raises(gate.Refused) as caught:
        read.glb(maker.data())
    assert caught.value.rule == "out-of-range"


def test_a_mirrored_node_keeps_its_outside_outside() -> None:
    maker = Maker()
    maker.mesh({"POSITION": maker.array(SQUARE, "f4"), "NORMAL": maker.array(np.tile([[0, 0, 1]], (4, 1)), "f4")})
    maker.document["nodes"] = [{"mesh": 0, "scale": [-1, 1, 1]}]
    drawn = next(read.glb(maker.data()).drawn())
    a, b, c = drawn.positions[drawn.triangles[0]]
    assert np.cross(b - a, c - a)[2] > 0
    assert np.allclose(drawn.normals, (0, 0, 1))


def test_a_node_turned_by_a_quaternion_turns_its_children() -> None:
    maker = Maker()
    maker.mesh({"POSITION": maker.array(SQUARE, "f4")})
    half = float(np.sqrt(0.5))
    maker.document["nodes"] = [
        {"rotation": [0, 0, half, half], "translation": [10, 0, 0], "children": [1]},
        {"mesh": 0, "scale": [2, 2, 2]},
    ]
    drawn = next(read.glb(maker.data()).drawn())
    assert np.allclose(drawn.positions[1], (10, 2, 0))


def test_a_rigged_mesh_stands_as_its_joints_rest() -> None:
    maker = Maker()
    joints, weights = np.zeros((4, 4)), np.tile([[1.0, 0, 0, 0]], (4, 1))
    maker.mesh(
        {
            "POSITION": maker.array(SQUARE, "f4"),
            "JOINTS_0": maker.array(joints, "u1"),
            "WEIGHTS_0": maker.array(weights, "f4"),
        }
    )
    maker.document["nodes"] = [{"mesh": 0, "skin": 0, "scale": [100, 100, 100]}, {"translation": [0, 3, 0]}]
    maker.document["scenes"] = [{"nodes": [0, 1]}]
    maker.document["skins"] = [{"joints": [1]}]
    drawn = next(read.glb(maker.data()).drawn())
    assert np.allclose(drawn.positions, SQUARE + np.array([0, 3, 0]))


def test_morph_targets_stand_at_the_weights_of_their_mesh() -> None:
    maker = Maker()
    target = maker.array(np.tile([[0, 0, 4.0]], (4, 1)), "f4")
    maker.mesh({"POSITION": maker.array(SQUARE, "f4")}, targets=[{"POSITION": target}])
    maker.document["meshes"][0]["weights"] = [0.5]
    assert np.allclose(only(maker.data()).positions[:, 2], 2)


def test_an_animation_is_as_long_as_its_last_key() -> None:
    assert read.glb(good("arm_rigged.glb")).animations == [read.Animation("wave", 2.0)]
