"""What visitors get as the stylesheet: one file with everything in it, under a name that changes with its words."""

import json
import re
import shutil
from pathlib import Path

import pytest
from django.core.management import call_command

from nexus.foundation.static_store import joined


@pytest.fixture
def collected(settings, tmp_path):
    """Our sheets alone: packing every library takes longer than the test may."""
    sources = tmp_path / "sources"
    shutil.copytree(settings.BASE / "static" / "css", sources / "css")
    for named in re.findall(r'url\("\.\./(vendor/[^"]+)"', (sources / "css" / "fonts.css").read_text()):
        (sources / named).parent.mkdir(parents=True, exist_ok=True)
        (sources / named).write_bytes(b"letters")
    settings.STATICFILES_DIRS = [sources]
    settings.STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
    settings.STATIC_ROOT = tmp_path / "collected"
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "nexus.foundation.static_store.JoinedStorage"},
    }
    call_command("collectstatic", interactive=False, verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)  # a second start joins anew and changes nothing
    return settings.STATIC_ROOT


def test_the_sheet_is_one_piece_that_holds_every_component(collected: Path, settings) -> None:
    names = json.loads((collected / "staticfiles.json").read_text())["paths"]
    sheet = (collected / names["css/site.css"]).read_text()

    assert "@import" not in sheet
    for part in sorted((settings.BASE / "static" / "css" / "components").glob("*.css")):
        line = next(line for line in part.read_text().splitlines() if "{" in line and not line.startswith(("@", "/*")))
        assert line.strip() in sheet, part.name
    assert "instrument-sans-latin." in sheet
    assert "../vendor/fonts/instrument-sans-latin.woff2" not in sheet, "the font's address is hashed too"


def test_a_part_in_another_folder_that_names_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "css" / "components").mkdir(parents=True)
    (tmp_path / "css" / "site.css").write_text('@import url("components/a.css");\n')
    (tmp_path / "css" / "components" / "a.css").write_text('a { background: url("a.png"); }')

    with pytest.raises(ValueError, match=r"a\.css names a file"):
        joined(tmp_path, "css/site.css")
