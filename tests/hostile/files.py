"""Model files that nobody may take: sound samples, each broken on purpose in one way, drawn from a seed.

Every way makes a file that is wrong for certain, so that each of them must be refused.
"""

import io
import json
import random
import struct
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

SAMPLES = Path(__file__).parent.parent / "samples"
GLBS = ("ball_textured.glb", "table.glb", "box_vertex_colours.glb", "arm_rigged.glb", "boxes_overlap.glb")
PIECE = b"\0" * 2**20
Json = dict[str, Any]
Way = Callable[[random.Random], tuple[str, bytes]]
WAYS: dict[str, Way] = {}


@dataclass(frozen=True)
class Hostile:
    way: str
    seed: int
    filename: str
    data: bytes


def drawn(number: int) -> list[Hostile]:
    """So many files, all ways by turns, the n-th turn from the n-th seed. The same number gives the same bytes."""
    found = []
    for place in range(number):
        seed, turn = divmod(place, len(WAYS))
        way = list(WAYS)[turn]
        filename, data = WAYS[way](random.Random(f"{way}:{seed}"))
        found.append(Hostile(way, seed, filename, data))
    return found


def way(make: Way) -> Way:
    WAYS[make.__name__] = make
    return make


def changed_glb(change: Callable[[random.Random, Json, bytearray], None]) -> Way:
    """A way that changes the JSON or the bytes of a sound GLB and writes it with right lengths."""

    def make(dice: random.Random) -> tuple[str, bytes]:
        head, body = opened(good(dice.choice(GLBS)))
        change(dice, head, body)
        return "model.glb", glb(json.dumps(head).encode(), bytes(body))

    make.__name__ = change.__name__
    WAYS[change.__name__] = make
    return make


def good(name: str) -> bytes:
    return (SAMPLES / "good" / name).read_bytes()


def opened(data: bytes) -> tuple[Json, bytearray]:
    (length,) = struct.unpack_from("<I", data, 12)
    return json.loads(data[20 : 20 + length]), bytearray(data[28 + length :])


def glb(head: bytes, body: bytes) -> bytes:
    head += b" " * (-len(head) % 4)
    body += b"\0" * (-len(body) % 4)
    chunks = struct.pack("<II", len(head), 0x4E4F534A) + head + struct.pack("<II", len(body), 0x004E4942) + body
    return struct.pack("<4sII", b"glTF", 2, 12 + len(chunks)) + chunks


def positions(head: Json) -> Json:
    return head["accessors"][head["meshes"][0]["primitives"][0]["attributes"]["POSITION"]]


@way
def cut(dice: random.Random) -> tuple[str, bytes]:
    data = good(dice.choice(GLBS))
    return "model.glb", data[: dice.randrange(1, len(data) - 4)]


@way
def chunk_length_lies(dice: random.Random) -> tuple[str, bytes]:
    data = bytearray(good(dice.choice(GLBS)))
    struct.pack_into("<I", data, dice.choice([8, 12]), dice.choice([2**32 - 1, 2**31, 3, len(data) * 2]))
    return "model.glb", bytes(data)


@way
def another_kind_of_file(dice: random.Random) -> tuple[str, bytes]:
    heads = (b"<!doctype html><script>alert(1)</script>", b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
             b"\x7fELF\x02\x01\x01", b"MZ\x90\0", b"%PDF-1.7\n", b"GIF89a", b"\xff\xd8\xff\xe0", b"#!/bin/sh\nid\n", b"\x1f\x8b\x08\0")  # fmt: skip
    return dice.choice(["model.glb", "model.obj", "model.stl"]), dice.choice(heads) + good(dice.choice(GLBS))


@changed_glb
def counts_beyond_the_bytes(dice: random.Random, head: Json, _body: bytearray) -> None:
    positions(head)["count"] = dice.choice([2**31 - 1, 2**31, 2**53, 10**9])


@changed_glb
def counts_below_nothing(dice: random.Random, head: Json, _body: bytearray) -> None:
    positions(head)["count"] = dice.choice([-1, 0, -(2**31), 1.5, "12", None])


@changed_glb
def views_outside_the_file(dice: random.Random, head: Json, body: bytearray) -> None:
    view = dice.choice(head["bufferViews"])
    view[dice.choice(["byteOffset", "byteLength"])] = dice.choice([len(body) + 4, 2**31, 2**40, -4])


@changed_glb
def names_what_is_not_there(dice: random.Random, head: Json, _body: bytearray) -> None:
    primitive = head["meshes"][0]["primitives"][0]
    far = dice.choice([999, 2**31, -1, "0"])
    dice.choice([lambda: primitive.update(indices=far), lambda: primitive["attributes"].update(POSITION=far)])()


@changed_glb
def points_that_are_no_numbers(dice: random.Random, head: Json, body: bytearray) -> None:
    accessor = positions(head)
    start = head["bufferViews"][accessor["bufferView"]].get("byteOffset", 0) + accessor.get("byteOffset", 0)
    struct.pack_into(
        "<f", body, start + 4 * dice.randrange(3), dice.choice([float("nan"), float("inf"), -float("inf")])
    )


@changed_glb
def nodes_in_a_circle(dice: random.Random, head: Json, _body: bytearray) -> None:
    first, number = len(head["nodes"]), dice.randrange(1, 9)
    head["nodes"] += [{"children": [first + (place + 1) % number]} for place in range(number)]
    head["scenes"][head.get("scene", 0)]["nodes"].append(first)


@changed_glb
def nodes_without_end(dice: random.Random, head: Json, _body: bytearray) -> None:
    first, number = len(head["nodes"]), dice.randrange(5_000, 9_000)
    head["nodes"] += [{"children": [first + place + 1]} for place in range(number)] + [{}]
    head["scenes"][head.get("scene", 0)]["nodes"].append(first)


@changed_glb
def bytes_from_elsewhere(dice: random.Random, head: Json, _body: bytearray) -> None:
    place = dice.choice(["file:///etc/passwd", "../../../etc/passwd", "http://127.0.0.1:8000/", "http://169.254.169.254/",
                         "\\\\server\\share", "/proc/self/environ", "ftp://example.com/a.bin"])  # fmt: skip
    if dice.random() < 0.5:
        head["buffers"].append({"byteLength": 4, "uri": place})
        positions(head)["bufferView"] = len(head["bufferViews"])
        head["bufferViews"].append({"buffer": len(head["buffers"]) - 1, "byteLength": 4})
    else:
        head.setdefault("images", []).append({"uri": place})
        head.setdefault("textures", []).append({"source": len(head["images"]) - 1})
        look = {"baseColorTexture": {"index": len(head["textures"]) - 1}}
        head.setdefault("materials", []).append({"pbrMetallicRoughness": look})
        head["meshes"][0]["primitives"][0]["material"] = len(head["materials"]) - 1


@changed_glb
def needs_what_nobody_knows(dice: random.Random, head: Json, _body: bytearray) -> None:
    name = dice.choice(["EVIL_run_script", "KHR_techniques_webgl", "MSFT_" + "x" * 5_000])
    head["extensionsRequired"] = [name]
    head["extensionsUsed"] = [name]


@changed_glb
def holes_filled_from_nowhere(dice: random.Random, head: Json, _body: bytearray) -> None:
    far = dice.choice([2**31, 10**9])
    positions(head)["sparse"] = {
        "count": far,
        "indices": {"bufferView": 0, "componentType": 5125},
        "values": {"bufferView": 0},
    }


@way
def json_without_end(dice: random.Random) -> tuple[str, bytes]:
    deep = dice.randrange(20_000, 200_000)
    return "model.glb", glb(b'{"asset":{"version":"2.0"},"extras":' + b"[" * deep + b"]" * deep + b"}", b"")


@way
def json_that_is_none(dice: random.Random) -> tuple[str, bytes]:
    head, body = opened(good(dice.choice(GLBS)))
    text = json.dumps(head).encode()
    wrong = dice.choice([text[:-2], b"\xff\xfe" + text, text.replace(b'"', b"'"), b"null", b"[]", b'{"asset":7}', b""])
    return "model.glb", glb(wrong, bytes(body))


@way
def stl_of_too_many(dice: random.Random) -> tuple[str, bytes]:
    data = bytearray(good("box_20x10x30mm.stl"))
    struct.pack_into("<I", data, 80, dice.choice([2**32 - 1, 2**31, 10**8, 13]))
    return "model.stl", bytes(data)


@way
def stl_that_is_nowhere(dice: random.Random) -> tuple[str, bytes]:
    data = bytearray(good("box_20x10x30mm.stl"))
    struct.pack_into("<f", data, 84 + 12 + 4 * dice.randrange(9), dice.choice([float("nan"), float("inf")]))
    return "model.stl", bytes(data)


@way
def ply_of_too_many(dice: random.Random) -> tuple[str, bytes]:
    far = dice.choice([2**31, 10**12, -1])
    head = f"ply\nformat binary_little_endian 1.0\nelement vertex {far}\nproperty float x\nproperty float y\nproperty float z\n"
    return (
        "model.ply",
        f"{head}element face {far}\nproperty list uchar int vertex_indices\nend_header\n".encode() + b"\0" * 400,
    )


@way
def obj_that_names_what_is_not_there(dice: random.Random) -> tuple[str, bytes]:
    far = dice.choice([10**9, -(10**9), 2**63, 0])
    return "model.obj", b"v 0 0 0\nv 1 0 0\nv 0 1 0\n" + f"f 1 2 {far}\n".encode() * dice.randrange(1, 50)


@way
def zip_that_leaves_its_folder(dice: random.Random) -> tuple[str, bytes]:
    name = dice.choice(["../../model.glb", "/etc/cron.d/model.obj", "..\\..\\model.obj", "a/../../model.stl"])
    return "model.zip", zipped({name: good("box.obj")})


@way
def zip_that_swells(dice: random.Random) -> tuple[str, bytes]:
    most = io.BytesIO()
    with zipfile.ZipFile(most, "w", zipfile.ZIP_DEFLATED) as out, out.open("model.obj", "w") as entry:
        for _ in range(dice.randrange(700, 1_100)):
            entry.write(PIECE)
    return "model.zip", most.getvalue()


@way
def zip_of_zips(dice: random.Random) -> tuple[str, bytes]:
    data = good("box_obj.zip")
    for depth in range(dice.randrange(2, 12)):
        data = zipped({f"{depth}.zip": data})
    return "model.zip", data


@way
def zip_with_a_link(dice: random.Random) -> tuple[str, bytes]:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as out:
        link = zipfile.ZipInfo("model.obj")
        link.create_system, link.external_attr = 3, 0o120777 << 16
        out.writestr(link, dice.choice(["/etc/passwd", "../../../proc/self/environ"]))
    return "model.zip", made.getvalue()


@way
def a_bad_sample(dice: random.Random) -> tuple[str, bytes]:
    path = dice.choice(sorted((SAMPLES / "bad").iterdir()))
    return path.name, path.read_bytes()


def zipped(entries: dict[str, bytes]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as out:
        for name, data in entries.items():
            out.writestr(name, data)
    return made.getvalue()
