"""Every format through the real upload: facts as the samples promise, hostile files refused in time with a remedy."""

import json
import time
from pathlib import Path

import pytest

from marketplace.catalog.models import Picture, Upload
from marketplace.catalog.services import checking, uploads
from nexus.foundation.storage.models import StoredFile
from tests import make

pytestmark = pytest.mark.django_db
SAMPLES = Path(make.__file__).parent / "samples"
EXPECTED = json.loads((SAMPLES / "expected.json").read_text())
# One file a format, and those whose facts say something of their own; the others are read by the unit tests of facts.
GOOD = [
    "table.glb", "table_gltf.zip", "box_20x10x30mm.stl", "box_ascii.ply", "box.obj", "box_obj.zip", "box.3mf", "box.usdz",
    "box.fbx", "box_degenerate.glb",
]  # fmt: skip
BAD = sorted(
    path.name for path in (SAMPLES / "bad").iterdir() if path.stat().st_size
)  # an empty one is refused at the door
PROMISED = (
    "format",
    "mesh_nodes",
    "triangles",
    "closed",
    "materials",
    "textures",
    "rigged",
    "animations",
    "boundary_edges",
)
SECONDS = 2.0


def sent(name: str, folder: str) -> Upload:
    upload = uploads.receive_upload(None, by=make.person(), filename=name, path=SAMPLES / folder / name)
    checking.check_upload(upload.pk)
    upload.refresh_from_db()
    return upload


@pytest.mark.parametrize("name", GOOD)
def test_a_good_file_is_ready_with_the_facts_that_it_promises(name: str) -> None:
    upload = sent(name, "good")

    assert (upload.state, upload.reason, upload.progress) == ("ready", "", 100)
    promised = EXPECTED["good"][name]
    for key in PROMISED:
        if key in promised:
            assert upload.report[key] == promised[key], key
    assert upload.report["size"] == pytest.approx(promised["size"], abs=1e-3)
    assert (upload.report["validator"] or {}).get("errors") == 0
    kept = set(upload.parts.values_list("kind", flat=True))
    assert kept == {*checking.KEPT} | ({"normal"} if upload.report["format"] != "glb" else set())
    assert upload.file.sha256


@pytest.mark.parametrize("name", BAD)
def test_a_bad_file_is_refused_within_two_seconds_with_what_would_be_right(name: str) -> None:
    checking.own_child().start()
    began = time.monotonic()
    upload = sent(name, "bad")
    took = time.monotonic() - began

    assert upload.state == "refused"
    assert upload.reason.count(".") >= 2
    assert "our fault" not in upload.reason
    assert took < SECONDS * patience(), f"{took:.2f} s"
    assert not StoredFile.objects.exists()
    assert not Picture.objects.exists()


def patience() -> float:
    """How much slower this machine is just now than one that does nothing else: by a fixed piece of work."""
    began = time.monotonic(), time.process_time()
    sum(range(2_000_000))
    return max(1.0, (time.monotonic() - began[0]) / max(time.process_time() - began[1], 1e-6)) * 1.5
