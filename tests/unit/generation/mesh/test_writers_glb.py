"""The GLB writer keeps to glTF 2.0 and to the house's conventions."""

import io
import json
import struct
from typing import Any

import numpy as np
import pytest
from PIL import Image

from generation.mesh.parts import Material, Object, Part, Scene, numbered
from generation.mesh.writers import glb

OAK = Material("oak", (0.5, 0.3, 0.1, 1.0), 0.0, 0.55)
GLASS = Material("glass", (0.8, 0.9, 0.9, 0.3), 0.0, 0.05)


def part(name: str = "leg", material: Material = OAK, *, uv: bool = False) -> Part:
    positions = np.array([(0, 0, 0), (1, 0, 0), (0, 1, 0), (0, 0, 1)], np.float32)
    triangles = np.array([(0, 2, 1), (0, 1, 3), (0, 3, 2), (1, 2, 3)], np.uint32)
    normals = np.array([(0, 1, 0)] * 4, np.float32)
    return Part(name, name, positions, normals, triangles, material, uv=np.zeros((4, 2), np.float32) if uv else None)


def parsed(data: bytes) -> tuple[dict[str, Any], bytes]:
    magic, version, length = struct.unpack_from("<4sII", data)
    assert (magic, version, length) == (b"glTF", 2, len(data))
    size, kind = struct.unpack_from("<I4s", data, 12)
    assert kind == b"JSON"
    binary, kind = struct.unpack_from("<I4s", data, 20 + size)
    assert kind == b"BIN\0"
    assert size % 4 == binary % 4 == 0
    return json.loads(data[20 : 20 + size]), data[28 + size :]


def test_one_node_an_object_and_one_child_a_part() -> None:
    scene = Scene((Object("table", (part(), part(), part("top"))), Object("table", (part(),))))
    gltf, _ = parsed(glb.write(scene))

    assert [gltf["nodes"][root]["name"] for root in gltf["scenes"][0]["nodes"]] == ["table", "table_2"]
    assert [gltf["nodes"][child]["name"] for child in gltf["nodes"][0]["children"]] == ["leg", "leg_2", "top"]


def test_accessors_lie_in_their_views_and_tell_their_bounds() -> None:
    gltf, binary = parsed(glb.write(Scene((Object("a", (part(), part("b", uv=True))),))))
    widths = {"VEC3": 12, "VEC2": 8, "SCALAR": 2}

    for accessor in gltf["accessors"]:
        view = gltf["bufferViews"][accessor["bufferView"]]
        start, end = (
            accessor.get("byteOffset", 0),
            accessor.get("byteOffset", 0) + accessor["count"] * widths[accessor["type"]],
        )
        assert end <= view["byteLength"]
        assert (view["byteOffset"] + start) % 4 == 0
        assert view["byteOffset"] + view["byteLength"] <= len(binary)
    positions = [gltf["accessors"][mesh["primitives"][0]["attributes"]["POSITION"]] for mesh in gltf["meshes"]]
    assert all(accessor["min"] == [0, 0, 0] and accessor["max"] == [1, 1, 1] for accessor in positions)


def test_the_numbers_come_back() -> None:
    gltf, binary = parsed(glb.write(Scene((Object("a", (part(),)),))))
    primitive = gltf["meshes"][0]["primitives"][0]
    accessor = gltf["accessors"][primitive["attributes"]["POSITION"]]
    view = gltf["bufferViews"][accessor["bufferView"]]
    found = np.frombuffer(binary, np.float32, 12, view["byteOffset"]).reshape(4, 3)

    assert (found == part().positions).all()


def test_equal_materials_are_written_once_and_glass_is_blended() -> None:
    gltf, _ = parsed(glb.write(Scene((Object("a", (part(), part(), part(material=GLASS))),))))

    assert [material["name"] for material in gltf["materials"]] == ["oak", "glass"]
    assert [material.get("alphaMode") for material in gltf["materials"]] == [None, "BLEND"]


def test_a_picture_is_embedded() -> None:
    file = io.BytesIO()
    Image.new("RGB", (2, 2), "red").save(file, "PNG")
    wood = Material("wood", picture=file.getvalue())
    gltf, binary = parsed(glb.write(Scene((Object("a", (part(material=wood, uv=True),)),))))
    view = gltf["bufferViews"][gltf["images"][0]["bufferView"]]

    assert binary[view["byteOffset"] : view["byteOffset"] + 8] == b"\x89PNG\r\n\x1a\n"
    assert "byteStride" not in view


def test_the_order_of_keys_in_extras_does_not_change_the_bytes() -> None:
    things = (Object("a", (part(),)),)

    assert glb.write(Scene(things, extras={"a": 1, "b": {"c": 2, "d": 3}})) == glb.write(
        Scene(things, extras={"b": {"d": 3, "c": 2}, "a": 1})
    )


def test_large_parts_get_wide_indices() -> None:
    count = 70_000
    positions = np.random.default_rng(1).random((count, 3), np.float32)
    triangles = np.arange(count - count % 3, dtype=np.uint32).reshape(-1, 3)
    gltf, _ = parsed(glb.write(Scene((Object("a", (Part("p", "p", positions, None, triangles, OAK), part())),))))

    assert [gltf["accessors"][mesh["primitives"][0]["indices"]]["componentType"] for mesh in gltf["meshes"]] == [
        5125,
        5123,
    ]


@pytest.mark.parametrize(
    "scene",
    [
        Scene(()),
        Scene((Object("a", ()),)),
        Scene((Object("a", (Part("p", "p", np.zeros((3, 3), np.float32), None, np.zeros((0, 3), np.uint32), OAK),)),)),
        Scene(
            (
                Object(
                    "a",
                    (Part("p", "p", np.full((3, 3), np.nan, np.float32), None, np.array([[0, 1, 2]], np.uint32), OAK),),
                ),
            )
        ),
    ],
)
def test_a_scene_without_a_shape_is_refused(scene: Scene) -> None:
    with pytest.raises(ValueError, match=r"\.$"):
        glb.write(scene)


def test_repeated_names_are_numbered_from_two() -> None:
    assert numbered(["leg", "top", "leg", "leg"]) == ["leg", "top", "leg_2", "leg_3"]
