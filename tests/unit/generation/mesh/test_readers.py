"""Readers one by one: the oddities of each format that files of other programs hold."""

import gc
import struct
import zipfile
from io import BytesIO

import numpy as np
import pytest

from generation.mesh import facing, facts, normal, read
from generation.mesh.read import Model
from generation.mesh.readers import colours
from generation.mesh.refusal import Refused
from tests.unit.generation.mesh.files import SAMPLES, ball

BOX = [[x, y, z] for x in (0, 1) for y in (0, 1) for z in (0, 1)]
QUADS = [[0, 1, 3, 2], [4, 6, 7, 5], [0, 4, 5, 1], [2, 3, 7, 6], [0, 2, 6, 4], [1, 5, 7, 3]]


def model(data: bytes) -> Model:
    return read.glb(normal.normalised(data).glb)


def rule(data: bytes) -> str:
    with pytest.raises(Refused) as caught:
        normal.normalised(data)
    return caught.value.rule


def packed(files: dict[str, str | bytes]) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for name, data in files.items():
            file.writestr(name, data)
    return out.getvalue()


# ---------------------------------------------------------------- OBJ
def test_an_obj_may_count_backwards_break_lines_and_name_its_unit() -> None:
    lines = ["# units: cm"]
    for x, y, z in BOX:
        lines.append(f"v {x} {y} \\\n{z}")
    lines += ["f " + " ".join(str(corner - 8) for corner in face) for face in QUADS]
    found = facts.facts("\r\n".join(lines).encode())
    assert found["unit"] == "centimeter"
    assert found["size_mm"] == [10, 10, 10]
    assert (found["closed"], found["triangles"], found["vertices"]) == (True, 12, 8)
    assert found["volume_mm3"] == pytest.approx(1000)


def test_an_obj_with_several_objects_and_materials_keeps_both() -> None:
    text = b"v 0 0 0\nv 1 0 0\nv 0 1 0\nv 0 0 1\no first\nusemtl red\nf 1 2 3\nusemtl blue\nf 1 3 4\no second\nusemtl red\nf 1 2 4\n"
    made = model(text)
    assert [node.name for node in made.nodes] == ["first", "second"]
    assert [len(mesh.primitives) for mesh in made.meshes] == [2, 1]
    assert [one.name for one in made.materials] == ["red", "blue"]


def test_vertex_colours_of_an_obj_are_linear_light() -> None:
    made = model(b"v 0 0 0 0.5 0 1\nv 1 0 0 0.5 0 1\nv 0 1 0 0.5 0 1\nf 1 2 3\n")
    tint = made.meshes[0].primitives[0].colours
    assert tint is not None
    assert tint[0, :3] == pytest.approx(colours.linear(np.array([0.5, 0, 1])), abs=1e-5)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (b"v 0 0 0\nv 1 0 0\nv 0 1 0\nf 1 2 -9\n", "broken"),
        (b"v 0 0 0\nv 1 0 0\nv 0 1 0\nf 0 1 2\n", "out-of-range"),
        (b"v 0 0 nan\nv 1 0 0\nv 0 1 0\nf 1 2 3\n", "not-finite"),
        (b"v 0 0 zero\nv 1 0 0\nv 0 1 0\nf 1 2 3\n", "broken"),
        (b"v 0 0 0\nv 1 0 0\nv 0 1 0\nf 1 2 2.5\n", "broken"),
        (b"v 0 0 0\nv 1 0 0\nv 0 1 0\nl 1 2 3\n", "no-mesh"),
        (b"mtllib C:\\secret.mtl\nv 0 0 0\nv 1 0 0\nv 0 1 0\nf 1 2 3\n", "outside-reference"),
    ],
)
def test_a_wrong_obj_is_refused_for_the_right_reason(text: bytes, wanted: str) -> None:
    assert rule(text) == wanted


def test_options_before_a_picture_of_an_mtl_are_not_its_name() -> None:
    png = zipfile.ZipFile(SAMPLES / "good" / "box_obj.zip").read("textures/oak.png")
    library = "newmtl wood\nKd 1 1 1\nPr 0.3\nPm 1\nmap_Kd -s 2 2 1 -clamp on my wood.png\nbump -bm 0.5 lost.png\n"
    text = "mtllib a.mtl\nv 0 0 0\nv 1 0 0\nv 0 1 0\nvt 0 0\nvt 1 0\nvt 0 1\nusemtl wood\nf 1/1 2/2 3/3\n"
    data = packed({"in/a.obj": text, "in/a.mtl": library, "in/my wood.png": png})
    found = facts.facts(data)
    assert found["textures"] == 1
    assert "pictures_missing" in [problem["code"] for problem in found["problems"]]
    material = model(data).materials[0]
    assert (material.metallic, material.roughness) == (1.0, pytest.approx(0.3))


# ---------------------------------------------------------------- PLY
def ply(order: str, *, mixed: bool = False) -> bytes:
    head = f"ply\nformat binary_{'big' if order == '>' else 'little'}_endian 1.0\ncomment units: mm\n"
    head += "element vertex 8\nproperty double x\nproperty double y\nproperty double z\n"
    faces = [face[:] for face in QUADS]
    if mixed:
        faces[0:1] = [[0, 1, 3], [0, 3, 2]]
    head += f"element face {len(faces)}\nproperty list ushort uint vertex_index\nproperty uchar flags\nend_header\n"
    body = np.array(BOX, order + "f8").tobytes()
    for face in faces:
        body += struct.pack(f"{order}H{len(face)}IB", len(face), *face, 7)
    return head.encode() + body


@pytest.mark.parametrize("order", ["<", ">"])
@pytest.mark.parametrize("mixed", [False, True])
def test_a_binary_ply_is_read_in_both_byte_orders_with_any_faces(order: str, mixed: bool) -> None:
    found = facts.facts(ply(order, mixed=mixed))
    assert (found["closed"], found["triangles"], found["unit"]) == (True, 12, "millimeter")
    assert found["volume_mm3"] == pytest.approx(1.0)


def test_triangle_strips_of_a_ply_keep_their_winding() -> None:
    text = "ply\nformat ascii 1.0\nelement vertex 4\nproperty float x\nproperty float y\nproperty float z\n"
    text += "element tristrips 1\nproperty list int int vertex_indices\nend_header\n"
    text += "0 0 0\n1 0 0\n0 1 0\n1 1 0\n8 0 1 2 3 -1 0 2 1\n"
    found = facts.facts(text.encode())
    assert found["triangles"] == 3
    one = model(text.encode()).meshes[0].primitives[0]
    cross = [
        np.cross(one.positions[b] - one.positions[a], one.positions[c] - one.positions[a])[2]
        for a, b, c in one.triangles
    ]
    assert [value > 0 for value in cross] == [True, True, False]


def test_a_ply_that_is_cut_off_or_names_strangers_is_refused() -> None:
    assert rule(ply("<")[:-5]) == "broken"
    assert rule(ply("<", mixed=True)[:-5]) == "broken"
    assert rule(b"ply\nformat ascii 1.0\nelement vertex 3\nproperty float x\n") == "broken"
    points = "ply\nformat ascii 1.0\nelement vertex 1\nproperty float x\nproperty float y\nproperty float z\nend_header\n0 0 0\n"
    assert rule(points.encode()) == "no-mesh"


# ---------------------------------------------------------------- STL
def test_a_binary_stl_that_begins_with_solid_is_still_binary() -> None:
    data = bytearray((SAMPLES / "good" / "box_20x10x30mm.stl").read_bytes())
    data[:80] = b"solid units: inch".ljust(80)
    found = facts.facts(bytes(data))
    assert found["unit"] == "inch"
    assert found["size_mm"] == pytest.approx([508, 254, 762])


def test_a_text_stl_of_several_solids_keeps_them_apart() -> None:
    one = (SAMPLES / "good" / "box_ascii.stl").read_bytes()
    found = facts.facts(one + one.replace(b"solid box", b"solid lid"))
    assert found["node_names"] == ["box", "lid"]
    assert found["bodies"] == 2
    assert rule(one[: len(one) // 2]) == "broken"


# ---------------------------------------------------------------- 3MF
CORE = "http://schemas.microsoft.com/3dmanufacturing/core/2015/02"
PRODUCTION = "http://schemas.microsoft.com/3dmanufacturing/production/2015/06"


def solid() -> str:
    corners = "".join(f'<vertex x="{x}" y="{y}" z="{z}"/>' for x, y, z in BOX)
    faces = "".join(
        f'<triangle v1="{a}" v2="{b}" v3="{c}"/><triangle v1="{a}" v2="{c}" v3="{d}"/>' for a, b, c, d in QUADS
    )
    return f"<mesh><vertices>{corners}</vertices><triangles>{faces}</triangles></mesh>"


def package(resources: str, build: str, more: dict[str, str] | None = None, unit: str = "inch") -> bytes:
    head = f'<model unit="{unit}" xmlns="{CORE}" xmlns:p="{PRODUCTION}">'
    files = {
        "[Content_Types].xml": "<Types/>",
        "3D/3dmodel.model": f"{head}<resources>{resources}</resources><build>{build}</build></model>",
        **{name: f"{head}<resources>{held}</resources><build/></model>" for name, held in (more or {}).items()},
    }
    return packed(dict(files))


def test_components_transforms_and_parts_of_a_3mf_are_put_together() -> None:
    data = package(
        f'<object id="1" name="cell">{solid()}</object><object id="2" name="pair"><components>'
        '<component objectid="1"/><component objectid="7" p:path="/3D/Objects/far.model" transform="2 0 0 0 1 0 0 0 1 5 0 0"/>'
        "</components></object>",
        '<item objectid="2" transform="1 0 0 0 1 0 0 0 1 0 0 10"/>',
        {"3D/Objects/far.model": f'<object id="7" name="far">{solid()}</object>'},
    )
    found = facts.facts(data)
    assert found["node_names"] == ["pair", "cell", "far"]
    assert found["size"] == pytest.approx([7, 1, 1])
    assert found["size_mm"] == pytest.approx([177.8, 25.4, 25.4])
    assert found["volume_mm3"] == pytest.approx(3 * 25.4**3)


def test_a_3mf_that_holds_itself_or_lacks_what_it_places_is_refused() -> None:
    loop = '<object id="1"><components><component objectid="1"/></components></object>'
    assert rule(package(loop, '<item objectid="1"/>')) == "too-deep"
    assert rule(package(f'<object id="1">{solid()}</object>', '<item objectid="9"/>')) == "broken"
    assert rule(package(f'<object id="1">{solid()}</object>', '<item objectid="1"/>', unit="parsec")) == "broken"


# ---------------------------------------------------------------- USD
def stage(body: str, head: str = 'metersPerUnit = 1\nupAxis = "Y"') -> bytes:
    return packed({"a.usda": f"#usda 1.0\n(\n{head}\n)\n{body}"})


TRIANGLE = "int[] faceVertexCounts = [3]\nint[] faceVertexIndices = [0, 1, 2]\npoint3f[] points = [(0, 0, 0), (1, 0, 0), (0, 2, 0)]\n"


def test_a_usd_without_a_unit_counts_in_centimetres() -> None:
    found = facts.facts(stage(f'def Mesh "m" {{ {TRIANGLE} }}', head='doc = "x"'))
    assert (found["unit"], found["size"]) == ("centimeter", [1, 2, 0])


def test_operations_of_a_usd_prim_apply_in_their_order() -> None:
    place = 'double3 xformOp:translate = (10, 0, 0)\nfloat xformOp:rotateZ = 90\nuniform token[] xformOpOrder = ["xformOp:translate", "xformOp:rotateZ"]'
    made = model(stage(f'def Mesh "m" {{ {TRIANGLE} {place} }}'))
    drawn = next(iter(made.drawn()))
    assert drawn.positions[1] == pytest.approx([10, 1, 0])
    assert drawn.positions[2] == pytest.approx([8, 0, 0])


@pytest.mark.parametrize(
    ("body", "wanted"),
    [
        (f'def Mesh "m" {{ {TRIANGLE.replace("2]", "9]")} }}', "out-of-range"),
        (f'def Mesh "m" {{ {TRIANGLE.replace("[3]", "[4]")} }}', "broken"),
        ('def Mesh "m" { int[] x = [1, ', "broken"),
        ("def Xform " + "".join(f'"a{number}" {{ def Xform ' for number in range(80)), "too-deep"),
        ('def Sphere "s" { }', "no-mesh"),
        (f'def Mesh "m" (references = @/etc/other.usda@) {{ {TRIANGLE} }}', "outside-reference"),
        ('def "a" (references = </a>) { }', "too-deep"),
    ],
)
def test_a_wrong_usd_is_refused_for_the_right_reason(body: str, wanted: str) -> None:
    assert rule(stage(body)) == wanted


# ---------------------------------------------------------------- FBX
def test_an_fbx_whose_arrays_would_unpack_without_end_is_refused_first() -> None:
    data = bytearray((SAMPLES / "good" / "box.fbx").read_bytes())
    at = data.index(b"Vertices") + len(b"Vertices")
    assert data[at : at + 1] == b"d"
    data[at + 1 : at + 5] = struct.pack("<I", 200_000_000)
    data[at + 5 : at + 9] = struct.pack("<I", 1)
    assert rule(bytes(data)) in ("too-big", "broken")


def test_a_text_fbx_with_its_own_axes_unit_and_materials_is_read() -> None:
    found = facts.facts((SAMPLES / "packed" / "crate_ascii.fbx").read_bytes())
    assert (found["unit"], found["up"], found["node_names"]) == ("inch", "z", ["upper", "crate"])
    assert found["size"] == pytest.approx([1, 2, 3])
    assert found["materials"] == ["wood", "iron"]
    assert found["volume_mm3"] == pytest.approx(6 * 25.4**3)
    made = model((SAMPLES / "packed" / "crate_ascii.fbx").read_bytes())
    assert made.materials[0].base_colour[:3] == pytest.approx(colours.linear3(0.8, 0.4, 0.1), abs=1e-5)
    assert min(drawn.positions[:, 1].min() for drawn in made.drawn()) == pytest.approx(10 * 0.0254)


def test_many_fbx_files_in_one_process_do_not_end_it() -> None:
    data = (SAMPLES / "packed" / "crate_ascii.fbx").read_bytes()
    made = {bytes(normal.normalised(data).glb) for _ in range(40)}
    gc.collect()
    assert len(made) == 1


def test_a_text_fbx_is_known_as_one() -> None:
    with pytest.raises(Refused) as caught:
        normal.normalised(b"; FBX 7.4.0 project file\nnothing of use {\n")
    assert "FBX" in caught.value.sentence


# ---------------------------------------------------------------- pictures of what has no normals
def test_a_model_without_normals_is_drawn_with_flat_ones_and_any_other_as_it_is() -> None:
    data = normal.normalised((SAMPLES / "good" / "box_20x10x30mm.stl").read_bytes()).glb
    one = next(iter(read.glb(facing.faced(data, read.glb(data))).drawn()))
    assert one.normals is not None
    assert set(map(tuple, np.abs(one.normals).round(5).tolist())) == {(1, 0, 0), (0, 1, 0), (0, 0, 1)}
    smooth = ball()
    assert facing.faced(smooth, read.glb(smooth)) is smooth
