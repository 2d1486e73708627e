"""P9: a GLB of 10 MB from its first byte until it is ready, against validator, gltfpack and a picture one by one.

And 500 MB sent in one part to a running web process, whose memory is watched.
"""

import base64
import http.client
import io
import math
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import django
import psycopg

from bench import processes
from bench.figures import Line, keep
from bench.processes import ROOT, program, said_into

ROUNDS = 3
MEGABYTES = float(os.environ.get("BENCH_GLB_MEGABYTES", "10"))
BIG_MEGABYTES = int(os.environ.get("BENCH_BIG_MEGABYTES", "500"))
TIMES, GROWTH = 2.0, 50.0
GLTFPACK = "gltfpack@1.3.0"
PIECE = 1 << 16


def model(megabytes: float) -> bytes:
    """A bumpy closed ball in one material, of about so many bytes: 48 of them a corner."""
    import numpy as np

    from generation.mesh.parts import Material, Object, Part, Scene
    from generation.mesh.writers import glb

    rows = round(math.sqrt(megabytes * 1e6 / 48 / 2))
    across = 2 * rows
    down, around = np.meshgrid(np.arange(1, rows), np.arange(across), indexing="ij")
    theta, phi = down * math.pi / rows, around * 2 * math.pi / across
    radius = 0.5 + 0.03 * np.sin(7 * phi) * np.sin(theta) ** 3 + 0.02 * np.cos(9 * theta)
    ring = np.stack(
        [radius * np.sin(theta) * np.cos(phi), radius * np.cos(theta), radius * np.sin(theta) * np.sin(phi)], axis=-1
    ).reshape(-1, 3)
    points = np.concatenate([ring, [[0, 0.52, 0], [0, -0.52, 0]]]).astype(np.float32)
    a = (down[:-1] - 1) * across + around[:-1]
    b = (down[:-1] - 1) * across + (around[:-1] + 1) % across
    quads = [np.stack(one, axis=-1).reshape(-1, 3) for one in ((a, b, a + across), (b, b + across, a + across))]
    first, last, top = np.arange(across), np.arange(across) + (rows - 2) * across, len(ring)
    caps = [
        np.stack([np.full(across, top), np.roll(first, -1), first], axis=-1),
        np.stack([np.full(across, top + 1), last, np.roll(last, -1)], axis=-1),
    ]
    triangles = np.concatenate([*quads, *caps]).astype(np.uint32)
    normals = (points / np.linalg.norm(points, axis=1, keepdims=True)).astype(np.float32)
    part = Part("ball", "ball", points, normals, triangles, Material("clay"))
    return glb.write(Scene((Object("ball", (part,)),)))


def packer(folder: Path) -> tuple[list[str], str]:
    """The command that packs, and what it is: gltfpack of the PATH, of the npm registry, else our own coarse mesh."""
    if found := shutil.which("gltfpack"):
        return [found, "-si", "0.1", "-i"], "gltfpack of the PATH"
    npm, node = shutil.which("npm"), shutil.which("node")
    if npm and node:
        asked = [npm, "install", "--silent", "--no-audit", "--no-fund", "--prefix", str(folder), GLTFPACK]
        if subprocess.run(asked, capture_output=True, check=False, timeout=90).returncode == 0:
            return [
                node,
                str(folder / "node_modules" / "gltfpack" / "cli.js"),
                "-si",
                "0.1",
                "-i",
            ], f"{GLTFPACK} of npm"
    return [], "gltfpack could not be had from npm; in its place our own coarse mesh, in a process of its own"


def one_by_one(source: Path, folder: Path, pack: list[str]) -> float:
    """Seconds of three programs, each started when the one before has ended."""
    from generation.mesh import validator

    ours = [sys.executable, "-m", "generation.mesh"]
    steps = [
        [str(validator._node()), str(validator._SCRIPT), str(validator._LIBRARY), str(source)],
        [*pack, str(source), "-o", str(folder / "packed.glb")] if pack else [*ours, "preview", str(source), str(folder / "packed.glb")],
        [*ours, "still", str(source), str(folder / "still.webp")],
    ]  # fmt: skip
    began = time.perf_counter()
    for step in steps:
        subprocess.run(step, cwd=ROOT, check=True, capture_output=True, timeout=120)
    took = time.perf_counter() - began
    for name in ("packed.glb", "still.webp"):
        if not (folder / name).stat().st_size:
            raise RuntimeError(f"the other side made no {name}")
    return took


def uploaded(data: bytes, seller: Any) -> tuple[float, float]:
    """Seconds until an upload was received, and until it was ready."""
    from marketplace.catalog.services import checking, listings, uploads

    row = listings.create_draft(by=seller, name="Ball")
    began = time.perf_counter()
    pieces = (data[start : start + PIECE] for start in range(0, len(data), PIECE))
    upload = uploads.receive_upload(row, by=seller, filename="ball.glb", chunks=pieces)
    received = time.perf_counter() - began
    checking.check_upload(upload.pk)
    took = time.perf_counter() - began
    upload.refresh_from_db()
    if upload.state != "ready":
        raise RuntimeError(f"the upload is {upload.state}: {upload.reason}")
    return received, took


class Zeros(io.RawIOBase):
    """So many zero bytes, never all at once."""

    def __init__(self, size: int) -> None:
        self.left = size

    def read(self, size: int = -1) -> bytes:
        taken = min(self.left, PIECE if size < 0 else size)
        self.left -= taken
        return bytes(taken)


def memory(pid: int, name: str) -> float:
    """A line of the process's status in MB: VmRSS is now, VmHWM the most since it was last forgotten."""
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith(f"{name}:"))


def sent_whole(port: int, pid: int, token: str, megabytes: int) -> tuple[float, float]:
    """MB that the web process grew by at most while one part of so many MB came, and the seconds it took."""
    size = megabytes * 2**20
    head = {"Authorization": f"Bearer {token}", "Tus-Resumable": "1.0.0"}
    asking = http.client.HTTPConnection("127.0.0.1", port, timeout=240)
    name = base64.b64encode(b"big.glb").decode()
    asking.request(
        "POST", "/api/v1/uploads", headers=head | {"Upload-Length": str(size), "Upload-Metadata": f"filename {name}"}
    )
    answer = asking.getresponse()
    said = answer.read()
    if answer.status != 201:
        raise RuntimeError(f"the upload was not begun: {answer.status} {said[:300]!r}")
    place = answer.headers["Location"].split("/", 3)[3]
    before = memory(pid, "VmRSS")
    Path(f"/proc/{pid}/clear_refs").write_text("5")  # forgets the peak
    began = time.perf_counter()
    body = {"Upload-Offset": "0", "Content-Type": "application/offset+octet-stream", "Content-Length": str(size)}
    asking.request("PATCH", f"/{place}", body=Zeros(size), headers=head | body)
    answer = asking.getresponse()
    said = answer.read()
    if answer.status != 204 or answer.headers["Upload-Offset"] != str(size):
        raise RuntimeError(f"the part was answered with {answer.status}: {said[:300]!r}")
    return memory(pid, "VmHWM") - before, time.perf_counter() - began


def growths(log: Path, token: str) -> Iterator[tuple[float, float]]:
    from django.conf import settings

    from nexus.management.commands.up import web_argv

    with program(web_argv(), dict(os.environ), log=log) as web:
        processes.wait_for_page(settings.PORT, "/models/", of=web, log=log)
        sent_whole(settings.PORT, web.pid, token, 2)  # what is loaded with the first one
        for _ in range(ROUNDS):
            yield sent_whole(settings.PORT, web.pid, token, BIG_MEGABYTES)


def main() -> None:
    django.setup()
    from django.conf import settings
    from django.db import connections

    from accounts.models import User
    from accounts.services import people, tokens
    from generation.mesh import validator

    if wrong := validator.installed():
        raise RuntimeError(wrong)
    folder, log = Path(settings.VAR) / "p9", Path(settings.VAR) / "p9.log"
    folder.mkdir()
    seller = User.objects.create_user("seller@example.com", "seller", "bench-only-7")
    people.mark_confirmed(seller)
    pack, told = packer(folder)
    source = folder / "ball.glb"
    source.write_bytes(model(MEGABYTES))
    data = source.read_bytes()
    received, ours, theirs = [], [], []
    with said_into(log):
        uploaded(model(0.05), seller)  # the child is warm, as a worker's is
        one_by_one(source, folder, pack)
        for _ in range(ROUNDS):
            come, ready = uploaded(data, seller)
            received.append(come)
            ours.append(ready)
            theirs.append(one_by_one(source, folder, pack))
        token = tokens.issue(seller).access
        connections.close_all()
        grown = list(growths(log, token))
    lines = [
        Line("upload until it is ready", "s", ours, theirs, judged="ratio", most=TIMES),
        Line("… of these, until it was received", "s", received),
        Line(f"web process grows while {BIG_MEGABYTES} MB come in one part", "MB", [one for one, _ in grown], judged="ours", most=GROWTH),
        Line(f"… {BIG_MEGABYTES} MB in", "s", [one for _, one in grown]),
    ]  # fmt: skip
    notes = [
        f"{len(data) / 1e6:.1f} MB; ours: received, gate, facts, validator, likeness, preview, five pictures, stored, in a warm child",
        f"other side: the Khronos validator, packing, one picture of 512 pixels by our renderer, each a process; {told}",
    ]
    keep("P9", f"upload of {MEGABYTES:g} MB", lines, notes)


if __name__ == "__main__":
    try:
        main()
    except psycopg.Error as wrong:
        sys.exit(f"P9: the database refused: {wrong}")
