"""Conversions: what is written passes our own reader with the same facts, right units, axes and colours, same bytes."""

import struct
import zipfile
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from generation.mesh import assembly, convert, facts, normal, read
from generation.mesh.__main__ import work
from generation.mesh.assembly import Assembly, Place
from generation.mesh.materials import Material, Texture
from generation.mesh.origin import Origin
from generation.mesh.read import Mesh, Model, Picture, Primitive
from generation.mesh.readers import colours
from tests.unit.generation.mesh.files import SAMPLES

GOOD = sorted(path.name for path in (SAMPLES / "good").iterdir())
ALWAYS = ("closed", "winding_consistent", "boundary_edges", "bodies")
# What each format cannot hold.
KEPT = {
    "obj": ("triangles", "materials", "textures", "uv", "vertex_colours", "mesh_nodes"),
    "stl": ("triangles",),
    "ply": ("triangles",),
    "3mf": ("textures", "mesh_nodes"),
    "usdz": ("triangles", "materials", "textures", "uv", "vertex_colours", "mesh_nodes"),
    "glb": (
        "triangles",
        "vertices",
        "materials",
        "textures",
        "uv",
        "vertex_colours",
        "mesh_nodes",
        "node_names",
        "animations",
    ),
}
FORMATS = [name for name in convert.FORMATS if name != "glb"]


def opened(name: str) -> normal.Normal:
    path = SAMPLES / "good" / name
    return normal.normalised(path.read_bytes(), path=path)


def back(made: convert.Converted) -> Model:
    return read.glb(normal.normalised(made.data).glb)


@pytest.mark.parametrize("target", convert.FORMATS)
@pytest.mark.parametrize("name", GOOD)
def test_what_is_written_is_read_again_with_the_same_facts(name: str, target: str) -> None:
    held = opened(name)
    made = convert.written(held, target)
    known, found = facts.of(held), facts.facts(made.data)
    assert made.data == convert.written(held, target).data
    # A 3MF cannot hold triangles without three different corners.
    whole = target != "3mf" or not known["degenerate_faces"]
    for key in (*ALWAYS, *KEPT[target]) if whole else KEPT[target]:
        assert found[key] == known[key], key
    assert sorted(found["size_mm"]) == pytest.approx(sorted(known["size_mm"]), rel=1e-4)
    assert found["area_mm2"] == pytest.approx(known["area_mm2"], rel=1e-4)
    assert found["volume_mm3"] == (
        None if known["volume_mm3"] is None else pytest.approx(known["volume_mm3"], rel=1e-4)
    )


@pytest.mark.parametrize(("target", "unit", "up"), [("stl", "millimeter", "z"), ("3mf", "millimeter", "z"), ("usdz", "meter", "y"), ("obj", "meter", "y"), ("ply", "meter", "y")])  # fmt: skip
def test_units_are_stated_and_up_stays_up(target: str, unit: str, up: str) -> None:
    known = facts.of(opened("table.glb"))["size_mm"]
    found = facts.facts(convert.written(opened("table.glb"), target).data)
    assert (found["unit"], found["up"]) == (unit, up)
    assert "unit_assumed" not in [problem["code"] for problem in found["problems"]]
    wanted = [known[0], known[2], known[1]] if up == "z" else known
    assert found["size_mm"] == pytest.approx(wanted, rel=1e-4)


def painted(**look: Any) -> normal.Normal:
    """A closed wedge with UVs and one material."""
    corners = np.array([[0, 0, 0], [1, 0, 0], [0, 1, 0], [0, 0, 1]], np.float32)
    faces = np.array([[0, 2, 1], [0, 1, 3], [0, 3, 2], [1, 2, 3]], np.uint32)
    pictures = look.pop("pictures", [])
    tint = look.pop("colours", None)
    made = Assembly(Origin("glb"))
    made.pictures = pictures
    made.materials = [Material("paint", **look)]
    made.meshes = [Mesh("wedge", (Primitive(corners, faces, None, {0: corners[:, :2]}, tint, 0),))]
    made.places = [Place("wedge", mesh=0)]
    return normal.normalised(assembly.write(made))


def picture(colour: tuple[int, int, int], name: str = "plain.png", kind: str = "PNG") -> Picture:
    out = BytesIO()
    Image.new("RGB", (8, 4), colour).save(out, kind, lossless=True)
    return Picture(name, kind.lower(), 8, 4, memoryview(out.getvalue()))


@pytest.mark.parametrize("target", ["obj", "usdz", "3mf", "ply", "glb"])
def test_a_colour_comes_back_as_it_was(target: str) -> None:
    colour = (*colours.linear3(200 / 255, 40 / 255, 90 / 255), 1.0)
    model = back(convert.written(painted(base_colour=colour, metallic=0.0, roughness=0.4), target))
    if target == "ply":
        tint = model.meshes[0].primitives[0].colours
        assert tint is not None
        assert tint[0] == pytest.approx(colour, abs=1e-4)
    else:
        assert model.materials[0].base_colour == pytest.approx(colour, abs=1e-4)
        assert model.materials[0].name == "paint"


@pytest.mark.parametrize("target", ["obj", "usdz"])
def test_metal_roughness_glow_and_glass_survive(target: str) -> None:
    held = painted(
        base_colour=(0.2, 0.4, 0.6, 0.5), metallic=0.75, roughness=0.35, emissive=(0.5, 0.25, 0.0), alpha="BLEND"
    )
    found = back(convert.written(held, target)).materials[0]
    assert (found.metallic, found.roughness) == (pytest.approx(0.75), pytest.approx(0.35))
    assert found.emissive == pytest.approx((0.5, 0.25, 0.0), abs=1e-4)
    assert found.base_colour == pytest.approx((0.2, 0.4, 0.6, 0.5), abs=1e-4)
    assert found.alpha == "BLEND"


@pytest.mark.parametrize("target", ["obj", "usdz"])
def test_all_four_pictures_of_a_material_survive(target: str) -> None:
    held = painted(
        pictures=[picture((250, 20, 20), "base.png"), picture((255, 60, 200), "mr.png"), picture((128, 128, 255), "n.png"), picture((9, 90, 9), "glow.png")],
        base=Texture(0), surface=Texture(1), bumps=Texture(2), glow=Texture(3), emissive=(1.0, 1.0, 1.0),
    )  # fmt: skip
    model = back(convert.written(held, target))
    found = model.materials[0]
    for use, colour in (
        (found.base, (250, 20, 20)),
        (found.surface, (255, 60, 200)),
        (found.bumps, (128, 128, 255)),
        (found.glow, (9, 90, 9)),
    ):
        assert use is not None
        with Image.open(BytesIO(model.pictures[use.picture].data)) as image:
            assert image.convert("RGB").getpixel((0, 0)) == colour


@pytest.mark.parametrize("target", ["obj", "usdz", "3mf"])
def test_a_webp_picture_becomes_one_that_every_program_reads(target: str) -> None:
    made = convert.written(painted(pictures=[picture((10, 200, 30), "leaf.webp", "WEBP")], base=Texture(0)), target)
    model = back(made)
    assert [one.kind for one in model.pictures] == ["png"]


@pytest.mark.parametrize("target", ["obj", "usdz", "3mf"])
def test_a_picture_stands_upright(target: str) -> None:
    model = back(convert.written(opened("ball_textured.glb"), target))
    known = read.glb(opened("ball_textured.glb").glb)

    def place(one: Model) -> dict[tuple[float, ...], set[tuple[float, float]]]:
        found: dict[tuple[float, ...], set[tuple[float, float]]] = {}
        for drawn in one.drawn():
            used = np.unique(drawn.triangles)
            places, laid = drawn.positions[used].round(3) + 0.0, drawn.primitive.uvs[0][used].round(3) + 0.0
            for where, uv in zip(places, laid, strict=True):
                found.setdefault(tuple(where), set()).add(tuple(uv))
        return found

    ours, theirs = place(known), place(model)
    assert ours.keys() == theirs.keys()
    assert all(ours[where] == theirs[where] for where in ours)


@pytest.mark.parametrize("target", ["obj", "usdz", "3mf", "ply"])
def test_vertex_colours_survive(target: str) -> None:
    known = read.glb(opened("box_ascii.ply").glb).meshes[0].primitives[0]
    assert known.colours is not None
    wanted = {
        tuple(place): tuple(tint)
        for place, tint in zip((known.positions * 2).tolist(), known.colours.round(3).tolist(), strict=True)
    }
    for drawn in back(convert.written(opened("box_ascii.ply"), target)).drawn():
        assert drawn.primitive.colours is not None
        for place, tint in zip(drawn.positions, drawn.primitive.colours, strict=True):
            assert tuple(tint) == pytest.approx(wanted[tuple((place * 2).round(3))], abs=2e-3)


def test_names_that_a_format_cannot_write_come_back_from_usdz_and_3mf() -> None:
    made = Assembly(Origin("glb"))
    made.materials = [Material("fabric #c81e1e"), Material("Öl & <Lack>")]
    surface = read.glb(painted().glb).meshes[0].primitives[0]
    for number, name in enumerate(("4 legs", "seat “soft”")):
        made.meshes.append(Mesh(name, (Primitive(surface.positions, surface.triangles, material=number),)))
        made.places.append(Place(name, mesh=number))
    held = normal.normalised(assembly.write(made))
    for target in ("usdz", "3mf"):
        found = facts.facts(convert.written(held, target).data)
        assert found["materials"] == ["fabric #c81e1e", "Öl & <Lack>"]
        assert found["node_names"][-2:] == ["4 legs", "seat “soft”"]


def test_a_usdz_is_stored_and_aligned_to_64_bytes() -> None:
    made = convert.written(opened("table.glb"), "usdz").data
    with zipfile.ZipFile(BytesIO(made)) as file:
        assert file.namelist()[0] == "model.usda"
        assert file.testzip() is None
        for info in file.infolist():
            name, extra = struct.unpack_from("<HH", made, info.header_offset + 26)
            assert info.compress_type == zipfile.ZIP_STORED
            assert (info.header_offset + 30 + name + extra) % 64 == 0


def test_a_3mf_declares_what_it_uses_and_joins_its_corners() -> None:
    with zipfile.ZipFile(BytesIO(convert.written(opened("table.glb"), "3mf").data)) as file:
        text = file.read("3D/3dmodel.model").decode()
        assert file.namelist()[:2] == ["[Content_Types].xml", "_rels/.rels"]
        assert "3D/Textures/oak.png" in file.namelist()
    assert 'unit="millimeter"' in text
    assert text.count("<item ") == text.count("<object ") == 5
    assert text.count("<vertex ") == 5 * 8


def test_an_unknown_target_is_the_callers_mistake() -> None:
    with pytest.raises(ValueError, match="dae"):
        convert.convert((SAMPLES / "good" / "table.glb").read_bytes(), "dae")


def test_the_verbs_normalise_and_convert(tmp_path: Path) -> None:
    answer = work("normal", str(SAMPLES / "good" / "box.fbx"), str(tmp_path))
    assert answer["files"] == ["model.glb"]
    assert answer["facts"]["format"] == "fbx"
    answer = work("convert", str(SAMPLES / "good" / "box.fbx"), str(tmp_path), target="obj")
    assert answer["files"] == ["model.zip"]
    assert work("pictures", str(SAMPLES / "good" / "box_obj.zip"), str(tmp_path))["ok"] is True
    assert work("preview", str(SAMPLES / "good" / "box.usdz"), str(tmp_path))["ok"] is True


coordinates = st.floats(-1e3, 1e3, width=32, allow_subnormal=False)
names = st.text(st.characters(categories=["L", "N", "P", "Zs"]), min_size=1, max_size=12)


@given(
    st.lists(st.tuples(coordinates, coordinates, coordinates), min_size=3, max_size=12, unique=True),
    st.lists(st.tuples(st.integers(0, 99), st.integers(0, 99), st.integers(0, 99)), min_size=1, max_size=12),
    st.lists(names, min_size=1, max_size=3),
    st.sampled_from(FORMATS),
)
@settings(max_examples=60, deadline=None)
def test_any_small_model_survives_the_way_there_and_back(
    places: list[tuple[float, float, float]], faces: list[tuple[int, int, int]], words: list[str], target: str
) -> None:
    positions = np.array(places, np.float32)
    triangles = np.array(faces, np.uint32) % len(positions)
    proper = (
        (triangles[:, 0] != triangles[:, 1])
        & (triangles[:, 1] != triangles[:, 2])
        & (triangles[:, 2] != triangles[:, 0])
    )
    if target == "3mf":
        triangles = triangles[proper]
        if not len(triangles):
            return
    made = Assembly(Origin("glb"))
    made.materials = [Material(word, (0.5, 0.25, 0.125, 1.0), 0.0, 0.5) for word in words]
    for number, word in enumerate(words):
        made.meshes.append(Mesh(word, (Primitive(positions + np.float32(number), triangles, material=number),)))
        made.places.append(Place(word, mesh=number))
    held = normal.normalised(assembly.write(made))
    converted = convert.written(held, target)
    known, found = facts.of(held), facts.facts(converted.data)
    # Places beyond single precision of millimetres may fall together there.
    assert found["triangles"] == known["triangles"] or target == "3mf"
    assert sorted(found["size_mm"]) == pytest.approx(sorted(known["size_mm"]), rel=1e-4, abs=1e-3)
    if target in ("obj", "usdz"):
        assert found["mesh_nodes"] == len(words)
        assert len(found["materials"]) == len(words)
