"""The public preview mesh: small, nameless, coarse, and still the same thing."""

import io
import json

import numpy as np
import pytest
from PIL import Image

from generation.mesh import facts, gate, preview, read, simplify
from tests.unit.generation.mesh.files import GOOD, Maker, bad, ball, changed, good, unpack


@pytest.mark.parametrize("name", GOOD)
def test_a_preview_passes_the_gate_and_keeps_the_size(name: str) -> None:
    data = preview.make(good(name))
    found, source = facts.facts(data), facts.facts(good(name))
    step = max(source["size"]) / 2048
    assert found["mesh_nodes"] == 1
    assert found["size"] == pytest.approx(source["size"], abs=1.01 * step)
    assert found["triangles"] <= source["triangles"]
    assert (found["uv"], found["vertex_colours"]) == (source["textures"] > 0, source["vertex_colours"])
    assert not found["rigged"]
    assert found["animations"] == []


def test_no_name_and_no_note_survives() -> None:
    data = changed(good("table.glb"), "asset", "extras", to={"licence": "secret agreement"})
    data = changed(data, "asset", "copyright", to="secret owner")
    made = preview.make(data)
    document, _ = unpack(made)
    text = json.dumps(document)
    for word in ("secret", "oak", "steel", "leg", "table", '"name"', "extras"):
        assert word not in text
    assert b"secret" not in made


def test_the_same_bytes_give_the_same_preview() -> None:
    assert preview.make(ball(40), 500) == preview.make(ball(40), 500)


def test_a_fine_mesh_is_brought_under_the_cap_and_stays_round() -> None:
    source = ball(80)
    made = preview.make(source, 2000)
    found = facts.facts(made)
    assert 1000 < found["triangles"] <= 2000
    assert found["size"] == pytest.approx([1, 1, 1], abs=0.01)
    surface = read.glb(made).meshes[0].primitives[0]
    radius = np.linalg.norm(surface.positions, axis=1)
    assert radius.min() > 0.49
    assert radius.max() < 0.51
    towards = np.einsum("ij,ij->i", surface.normals, surface.positions / radius[:, None])
    assert towards.min() > 0.9


def test_the_cap_holds_even_for_loose_triangles() -> None:
    draw = np.random.default_rng(5)
    centre = draw.random((3000, 1, 3))
    points = (centre + draw.normal(0, 0.02, (3000, 3, 3))).reshape(-1, 3)
    maker = Maker()
    maker.mesh({"POSITION": maker.array(points, "f4")})
    assert 0 < facts.facts(preview.make(maker.data(), 400))["triangles"] <= 400


def test_positions_lie_on_the_grid() -> None:
    made = read.glb(preview.make(ball(20, radius=1.0)))
    steps = (made.meshes[0].primitives[0].positions.astype(float) + 1) / (2 / 2048)
    assert np.abs(steps - np.round(steps)).max() < 1e-3


def test_surfaces_are_joined_by_material() -> None:
    document, _ = unpack(preview.make(good("table.glb")))
    assert len(document["nodes"]) == len(document["meshes"]) == 1
    assert len(document["meshes"][0]["primitives"]) == len(document["materials"]) == 2


def textured(side: int, mode: str) -> bytes:
    maker = Maker()
    points = np.array([[0, 0, 0], [1, 0, 0], [1, 1, 0], [0, 1, 0]])
    attributes = {"POSITION": maker.array(points, "f4"), "TEXCOORD_0": maker.array(points[:, :2], "f4")}
    maker.mesh(attributes, maker.array(np.array([0, 1, 2, 0, 2, 3]), "u2"), material=0)
    file = io.BytesIO()
    Image.new(mode, (side, side), (200, 40, 40, 90)[: len(mode)]).save(file, "PNG")
    maker.document |= {
        "images": [{"bufferView": maker.view(file.getvalue()), "mimeType": "image/png", "name": "secret"}],
        "textures": [{"source": 0}],
        "materials": [
            {
                "pbrMetallicRoughness": {
                    "baseColorTexture": {
                        "index": 0,
                        "extensions": {"KHR_texture_transform": {"scale": [2, 2], "offset": [0.5, 0]}},
                    }
                },
                "alphaMode": "MASK" if mode == "RGBA" else "OPAQUE",
            }
        ],
    }
    return maker.data()


def test_pictures_are_capped_at_512_and_keep_how_they_are_laid() -> None:
    made = preview.make(textured(1024, "RGB"))
    model = read.glb(made)
    assert (model.pictures[0].width, model.pictures[0].kind) == (512, "jpeg")
    assert model.materials[0].base is not None
    assert model.materials[0].base.scale == (2.0, 2.0)
    assert model.materials[0].base.offset == (0.5, 0.0)


def test_see_through_pictures_stay_see_through() -> None:
    model = read.glb(preview.make(textured(64, "RGBA")))
    assert model.pictures[0].kind == "png"
    assert model.materials[0].alpha == "MASK"
    with Image.open(io.BytesIO(model.pictures[0].data)) as image:
        assert image.getpixel((5, 5)) == (200, 40, 40, 90)


def test_texture_seams_stay_where_they_are() -> None:
    source = good("ball_textured.glb")
    found = read.glb(preview.make(source, 800))
    surface = found.meshes[0].primitives[0]
    assert len(surface.triangles) <= 800
    corners = surface.uvs[0][surface.triangles]
    # A torn seam shows as triangles that run once round the picture.
    assert np.ptp(corners[..., 0], axis=1).max() < 0.5


def test_a_preview_of_everything_in_one_point_keeps_its_triangles() -> None:
    assert facts.facts(preview.make(changed(ball(6), "nodes", 0, "scale", to=[0, 0, 0])))["triangles"] > 0


def test_small_surfaces_keep_more_of_their_triangles() -> None:
    kept = simplify.shares([100_000, 500, 12], 10_000)
    assert sum(kept) <= 10_000
    assert kept[2] == 12
    assert kept[1] / 500 > 3 * kept[0] / 100_000


def test_hard_edges_stay_hard_and_round_ones_round() -> None:
    roof = np.array([[0, 0, 0], [0, 0, 1], [1, 1, 0], [1, 1, 1], [2, 0, 0], [2, 0, 1]], float)
    faces = np.array([[0, 1, 2], [1, 3, 2], [2, 3, 4], [3, 5, 4]])
    sharp = simplify.creased(simplify.Sheet(roof, None, np.zeros((6, 0)), faces))
    assert len(sharp.positions) == 8
    low = roof * (1, 0.2, 1)
    assert len(simplify.creased(simplify.Sheet(low, None, np.zeros((6, 0)), faces)).positions) == 6


def test_a_refused_file_has_no_preview() -> None:
    with pytest.raises(gate.Refused):
        preview.make(bad("index_outside.glb"))
