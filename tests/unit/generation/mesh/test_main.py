"""The child's door: plain JSON in and out, whole files only, refusals for hostile input, errors for wrong calls."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image

from generation.mesh import facts, gate
from generation.mesh.__main__ import REFUSED, main, work
from tests.unit.generation.mesh.files import BAD, SAMPLES

TABLE = str(SAMPLES / "good" / "table.glb")


def test_facts_come_as_answer_and_as_file(tmp_path: Path) -> None:
    answer = work("facts", TABLE, str(tmp_path))
    assert answer["ok"] is True
    assert answer["files"] == ["facts.json"]
    assert json.loads((tmp_path / "facts.json").read_text()) == answer["facts"]
    json.dumps(answer)


def test_a_still_is_written_whole_and_alone(tmp_path: Path) -> None:
    answer = work("still", TABLE, str(tmp_path), size=128)
    assert answer["files"] == ["still.webp"]
    assert [path.name for path in tmp_path.iterdir()] == ["still.webp"]
    work("still", TABLE, str(tmp_path), size=64, png=True, background=(255, 255, 255), name="room.png")
    with Image.open(tmp_path / "room.png") as image:
        assert (image.format, image.mode, image.size) == ("PNG", "RGB", (64, 64))


def test_the_five_pictures_are_drawn_once_in_their_sizes(tmp_path: Path) -> None:
    answer = work("pictures", TABLE, str(tmp_path))
    sizes = {}
    for name in answer["files"]:
        with Image.open(tmp_path / name) as image:
            sizes[name] = (image.format, image.mode, image.size)
    assert sizes == {
        "large.webp": ("WEBP", "RGBA", (1024, 1024)),
        "still.webp": ("WEBP", "RGBA", (512, 512)),
        "still.png": ("PNG", "RGBA", (512, 512)),
        "shelf.webp": ("WEBP", "RGBA", (512, 512)),
        "og.jpg": ("JPEG", "RGB", (1200, 630)),
    }
    assert (tmp_path / "still.webp").stat().st_size <= 25_000
    assert (tmp_path / "og.jpg").stat().st_size <= 100_000


def test_a_preview_passes_the_gate(tmp_path: Path) -> None:
    answer = work("preview", TABLE, str(tmp_path), max_triangles=100)
    gate.check((tmp_path / answer["files"][0]).read_bytes())


@pytest.mark.parametrize("verb", ["gate", "facts", "still", "pictures", "preview"])
def test_every_verb_refuses_bad_files_and_leaves_nothing(verb: str, tmp_path: Path) -> None:
    for name in BAD:
        answer = work(verb, str(SAMPLES / "bad" / name), str(tmp_path))
        assert answer["ok"] is False
        assert all(answer["refused"][key] for key in ("rule", "sentence", "remedy"))
    assert list(tmp_path.iterdir()) == []


def test_a_file_over_the_limit_is_refused_before_it_is_read(tmp_path: Path) -> None:
    large = tmp_path / "large.glb"
    with large.open("wb") as file:
        file.truncate(600 * 1024**2)
    answer = work("gate", str(large), str(tmp_path))
    assert answer["refused"]["rule"] == "too-big"
    assert "600 MB" in answer["refused"]["sentence"]


def test_too_little_memory_is_a_refusal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def exhausted(_: object) -> None:
        raise MemoryError

    monkeypatch.setattr(facts, "of", exhausted)
    assert work("facts", TABLE, str(tmp_path))["refused"]["rule"] == "too-big"


def test_wrong_calls_raise(tmp_path: Path) -> None:
    with pytest.raises(KeyError):
        work("paint", TABLE, str(tmp_path))
    with pytest.raises(TypeError):
        work("still", TABLE, str(tmp_path), colour="red")
    with pytest.raises(ValueError, match="bare name"):
        work("facts", TABLE, str(tmp_path), name="../facts.json")
    with pytest.raises(FileNotFoundError):
        work("gate", str(tmp_path / "nothing.glb"), str(tmp_path))


def test_the_command_tells_by_its_status(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["facts", TABLE, str(tmp_path / "table.json")]) == 0
    assert json.loads((tmp_path / "table.json").read_text())["triangles"] == 60
    assert main(["still", TABLE, str(tmp_path / "table.png")]) == 0
    assert (tmp_path / "table.png").read_bytes()[:4] == b"\x89PNG"
    capsys.readouterr()
    assert main(["gate", str(SAMPLES / "bad" / "nodes_cycle.glb")]) == REFUSED
    assert json.loads(capsys.readouterr().out)["refused"]["rule"] == "node-loop"
    assert main(["still", TABLE]) == 1
    assert main([]) == 1


def test_it_runs_as_a_module_without_django_and_touches_no_network(tmp_path: Path) -> None:
    code = (
        "import sys, socket\n"
        "def closed(*a, **k): raise AssertionError('network')\n"
        "socket.socket.connect = closed\n"
        "from generation.mesh.__main__ import main\n"
        f"status = main(['facts', {TABLE!r}, {str(tmp_path / 'out.json')!r}])\n"
        "assert not any(name.split('.')[0] in ('django', 'torch', 'trimesh') for name in sys.modules)\n"
        "sys.exit(status)\n"
    )
    root = Path(__file__).parents[4]
    ran = subprocess.run(
        [sys.executable, "-c", code],
        cwd=root,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
        env={**os.environ, "PYTHONPATH": str(root)},
    )
    assert ran.returncode == 0, ran.stderr
    assert (tmp_path / "out.json").exists()
