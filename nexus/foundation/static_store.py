"""Static files as they are served for real: hashed names, packed, and the one stylesheet in one piece.

The sources stay one file a component; a page would otherwise ask for each of them.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.files.storage import FileSystemStorage
from whitenoise.storage import CompressedManifestStaticFilesStorage

SHEET = "css/site.css"
IMPORT = re.compile(r'^@import url\("(?P<name>[^"]+)"\)(?: (?P<media>[a-z]+))?;\n', re.MULTILINE)


def joined(folder: Path, name: str) -> str:
    """The sheet with what it imports in the imports' place. Only plain imports, of files whose own addresses are
    relative to the same folder or absent, may stand in it.
    """
    text = (folder / name).read_text(encoding="utf-8")

    def imported(found: re.Match[str]) -> str:
        part = (folder / name).parent / found["name"]
        content = part.read_text(encoding="utf-8")
        if part.parent != (folder / name).parent and "url(" in content:
            raise ValueError(f"{part.name} names a file relative to its own folder; move that into the sheet's folder.")
        return f"@media {found['media']} {{\n{content}}}\n" if found["media"] else content

    return IMPORT.sub(imported, text)


class JoinedStorage(CompressedManifestStaticFilesStorage):  # type: ignore[misc]
    """Joins the sheet before names are hashed; the parts stay for what else links them."""

    def post_process(
        self, paths: dict[str, tuple[Any, str]], dry_run: bool = False, **options: Any
    ) -> Iterator[tuple[str, str | None, bool | Exception]]:
        if SHEET in paths and not dry_run:
            source, path = paths[SHEET]
            whole = joined(Path(source.path(path)).parents[1], SHEET)
            Path(self.path(SHEET)).write_text(whole, encoding="utf-8")
            paths = {**paths, SHEET: (FileSystemStorage(self.location), SHEET)}  # hashed from there
        yield from super().post_process(paths, dry_run, **options)
