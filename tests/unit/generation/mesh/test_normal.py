"""Every format through one door: facts equal what is known, bad files are refused in time, and nothing breaks it."""

import json
import os
import resource
import subprocess
import sys
import time
import zipfile
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from generation.mesh import facts, gate, normal, read
from generation.mesh.refusal import Refused
from tests.unit.generation.mesh.files import EXPECTED, SAMPLES, ball

GOOD = sorted(path.name for path in (SAMPLES / "good").iterdir())
BAD = sorted(path.name for path in (SAMPLES / "bad").iterdir())
PACKED = SAMPLES / "packed"
OTHER_NAMES = {"degenerate": "degenerate_faces", "duplicate": "duplicate_faces"}


def data_of(name: str) -> tuple[bytes, Path]:
    path = SAMPLES / name
    return path.read_bytes(), path


def facts_of(name: str) -> dict[str, Any]:
    data, path = data_of(name)
    return facts.facts(data, path=path)


def refusal(data: bytes) -> Refused:
    with pytest.raises(Refused) as caught:
        normal.normalised(data)
    return caught.value


def zipped(files: dict[str, bytes]) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for name, data in files.items():
            file.writestr(name, data)
    return out.getvalue()


def codes(found: dict[str, Any]) -> set[str]:
    return {problem["code"] for problem in found["problems"]}


def test_all_given_samples_are_here() -> None:
    assert set(GOOD) >= set(EXPECTED["good"])
    assert set(BAD) >= set(EXPECTED["bad"])


@pytest.mark.parametrize("name", GOOD)
def test_facts_of_every_format_equal_what_is_known_of_a_sample(name: str) -> None:
    found = facts_of(f"good/{name}")
    for key, value in EXPECTED["good"][name].items():
        ours = OTHER_NAMES.get(key, key)
        if ours in found:
            assert found[ours] == (pytest.approx(value, abs=1e-3) if key == "size" else value), key
    if "volume" in EXPECTED["good"][name]:
        metres = {"meter": 1.0, "millimeter": 1e-3}[found["unit"]]
        assert found["volume_mm3"] == pytest.approx(EXPECTED["good"][name]["volume"] * (metres * 1000) ** 3, rel=0.01)


def test_millimetres_are_the_size_times_the_unit_along_the_files_own_axes() -> None:
    assert facts_of("good/box.fbx")["size_mm"] == [1000, 1000, 1000]
    assert facts_of("good/box.3mf")["size_mm"] == [20, 10, 30]
    found = facts_of("good/box_20x10x30mm.stl")
    assert (found["unit"], found["up"], found["size_mm"]) == ("millimeter", "z", [20, 10, 30])
    data, path = data_of("good/box_20x10x30mm.stl")
    ours = facts.facts(normal.normalised(data, path=path).glb)
    assert ours["size_mm"] == pytest.approx([20, 30, 10])


def test_a_format_without_a_unit_says_what_is_assumed() -> None:
    assert "unit_assumed" in codes(facts_of("good/box.obj"))
    assert "unit_assumed" not in codes(facts_of("good/box_20x10x30mm.stl"))
    assert "unit_assumed" not in codes(facts_of("good/box.fbx"))


@pytest.mark.parametrize("name", BAD)
def test_every_bad_file_of_every_format_is_refused_with_its_rule(name: str) -> None:
    data, path = data_of(f"bad/{name}")
    start = time.perf_counter()
    with pytest.raises(Refused) as caught:
        normal.normalised(data, path=path)
    assert time.perf_counter() - start < 2.0
    assert caught.value.rule == EXPECTED["bad"][name]["kind"]
    for words in (caught.value.sentence, caught.value.remedy):
        assert words.endswith(".")
        assert "!" not in words
        assert len(words) > 15


def test_all_bad_files_together_stay_below_a_gigabyte_and_open_nothing() -> None:
    code = (
        "import json, pathlib, sys\n"
        "from generation.mesh import normal\n"
        "from generation.mesh.refusal import Refused\n"
        "from generation.mesh.readers import fbx, usdc\n"
        f"files = {{p: p.read_bytes() for p in pathlib.Path({str(SAMPLES / 'bad')!r}).iterdir()}}\n"
        "opened = []\n"
        "def watch(event, args):\n"
        "    if event in ('open', 'socket.connect') and not str(args[0]).endswith(('.py', '.pyc', '.so')): opened.append(str(args[0]))\n"
        "sys.addaudithook(watch)\n"
        "for path, data in files.items():\n"
        "    try: normal.normalised(data, path=path)\n"
        "    except Refused: continue\n"
        "    raise SystemExit(f'{path} was taken')\n"
        "print(json.dumps(opened))\n"
    )
    root = Path(__file__).parents[4]

    def limited() -> None:
        resource.setrlimit(resource.RLIMIT_AS, (2**30, 2**30))

    ran = subprocess.run(
        [sys.executable, "-c", code],
        cwd=root,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
        preexec_fn=limited,
        env={**os.environ, "PYTHONPATH": str(root), "OPENBLAS_NUM_THREADS": "1"},
    )
    assert ran.returncode == 0, ran.stderr
    assert [name for name in json.loads(ran.stdout) if "hostname" in name or "nexus_slip" in name] == []


def test_the_name_of_a_file_says_nothing(tmp_path: Path) -> None:
    data, _ = data_of("good/box_ascii.ply")
    disguised = tmp_path / "picture.png"
    disguised.write_bytes(data)
    assert normal.normalised(disguised.read_bytes(), path=disguised).origin.format == "ply"


def test_a_glb_stays_byte_for_byte_as_it_is() -> None:
    data, path = data_of("good/arm_rigged.glb")
    assert bytes(normal.normalised(data, path=path).glb) == data


@pytest.mark.parametrize("name", [name for name in GOOD if not name.endswith(".glb")])
def test_the_same_file_gives_the_same_glb_and_it_passes_the_gate(name: str) -> None:
    data, path = data_of(f"good/{name}")
    made = normal.normalised(data, path=path).glb
    assert made == normal.normalised(data, path=path).glb
    gate.check(made)


@pytest.mark.parametrize(
    ("name", "sample"),
    [
        ("draco_table.glb", "table.glb"),
        ("draco_rigged.glb", "arm_rigged.glb"),
        ("meshopt_quantised.glb", "ball_textured.glb"),
        ("meshopt_rigged.glb", "arm_rigged.glb"),
        ("usdc_table.usdz", "table.glb"),
    ],
)
def test_what_other_programs_packed_is_unpacked(name: str, sample: str) -> None:
    found, known = facts_of(f"packed/{name}"), facts_of(f"good/{sample}")
    for key in ("triangles", "closed", "materials", "textures", "rigged", "joints", "animations", "bodies"):
        assert found[key] == known[key], key
    assert found["size"] == pytest.approx(known["size"], abs=2e-3)


def test_unpacked_normals_point_where_the_surface_does() -> None:
    data, path = data_of("packed/meshopt_quantised.glb")
    model = read.glb(normal.normalised(data, path=path).glb)
    for drawn in model.drawn():
        assert drawn.normals is not None
        outwards = drawn.positions / np.linalg.norm(drawn.positions, axis=1, keepdims=True)
        assert float((drawn.normals * outwards).sum(axis=1).min()) > 0.95


@pytest.mark.parametrize("name", ["usda_stage.usdz", "usdc_stage.usdz"])
def test_a_stage_reads_the_same_from_its_text_and_its_binary_form(name: str) -> None:
    found = facts_of(f"packed/{name}")
    assert found["size"] == pytest.approx([100, 30, 50])
    assert (found["unit"], found["up"], found["mesh_nodes"]) == ("centimeter", "z", 4)
    assert found["node_names"] == ["World", "a", "b", "m", "c", "big"]
    assert "shapes_left_out" in codes(found)


def test_a_zip_with_two_models_or_none_is_refused() -> None:
    box = data_of("good/box.obj")[0]
    assert refusal(zipped({"a.obj": box, "b.obj": box})).rule == "several-models"
    assert refusal(zipped({"readme.txt": b"hello"})).rule == "not-a-model"
    assert normal.normalised(zipped({"sub/deep/a.stl": data_of("good/ball_5k.stl")[0]})).origin.format == "stl"
    assert normal.normalised(zipped({"a.glb": ball()})).origin.format == "glb"


def test_an_fbx_in_a_zip_is_read_without_a_path(tmp_path: Path) -> None:
    packed = tmp_path / "box.zip"
    packed.write_bytes(zipped({"box.fbx": data_of("good/box.fbx")[0]}))
    assert normal.normalised(packed.read_bytes(), path=packed).origin.unit == "centimeter"
    assert [path.name for path in tmp_path.iterdir()] == ["box.zip"]


def test_hostile_zips_are_refused_before_they_are_unpacked() -> None:
    assert refusal(zipped({f"{number}.obj": b"v 0 0 0\n" for number in range(1001)})).rule == "too-big"
    assert refusal(zipped({"a.obj": b"v 0 0 0\n" * 2_000_000})).rule == "too-big"
    link = zipfile.ZipInfo("a.obj")
    link.external_attr = 0o120777 << 16
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        file.writestr(link, "/etc/hostname")
    assert refusal(out.getvalue()).rule == "outside-reference"
    lying = bytearray(zipped({"a.obj": data_of("good/box.obj")[0]}))
    at = lying.rindex(b"PK\x01\x02")
    lying[at + 24 : at + 28] = (40).to_bytes(4, "little")
    assert refusal(bytes(lying)).rule in ("broken", "no-mesh", "not-a-model", "too-big")


def test_a_gltf_that_lacks_a_file_names_it() -> None:
    with zipfile.ZipFile(SAMPLES / "good" / "table_gltf.zip") as file:
        held = {name: file.read(name) for name in file.namelist() if name.endswith(".gltf")}
    found = refusal(zipped(held))
    assert found.rule == "missing-file"
    assert "table.bin" in found.sentence


def test_an_obj_without_its_library_is_taken_and_told() -> None:
    found = facts.facts(b"mtllib lost.mtl\nv 0 0 0\nv 1 0 0\nv 0 1 0\nusemtl m\nf 1 2 3\n")
    assert found["materials"] == ["m"]
    packed = facts.facts(zipped({"a.obj": b"mtllib lost.mtl\nv 0 0 0\nv 1 0 0\nv 0 1 0\nusemtl m\nf 1 2 3\n"}))
    assert "material_library_missing" in codes(packed)


@given(st.data())
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
def test_a_damaged_file_is_taken_or_refused_but_never_raises_anything_else(data: st.DataObject) -> None:
    name = data.draw(st.sampled_from([name for name in GOOD if not name.endswith(".fbx")]))
    raw = bytearray(data_of(f"good/{name}")[0])
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(raw) - 1))
        raw[at : at + data.draw(st.integers(0, 3))] = data.draw(st.binary(max_size=4))
    said = "It is taken."
    try:
        normal.normalised(bytes(raw))
    except Refused as refused:
        said = refused.sentence
    assert said.endswith(".")
