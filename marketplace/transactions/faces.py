"""The faces a paper is drawn with: the site's own, one of an installed library, and those of this machine if need be.

The site's faces know Latin; Liberation Sans, which comes with the OpenSCAD library, knows Greek, Cyrillic and Hebrew.
For other scripts the machine is asked: an operator who installs Noto (`fonts-noto`, `fonts-noto-cjk`) has all of them.
"""

from collections.abc import Iterable, Iterator
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from django.conf import settings
from fontTools.ttLib import TTFont, TTLibError

OWN = ("instrument-sans-latin.woff2", "instrument-sans-latin-ext.woff2")
FOLDERS = (
    Path("/usr/share/fonts"),
    Path("/usr/local/share/fonts"),
    Path("/Library/Fonts"),
    Path("/System/Library/Fonts/Supplemental"),
    Path("C:/Windows/Fonts"),
)
NAMED = ("NotoSans*-Regular.[ot]tf", "DejaVuSans.ttf", "DroidSansFallback*.ttf", "Arial Unicode.ttf", "unifont*.[ot]tf")


def for_text(text: str) -> list[Path]:
    """The faces to ask for a letter one after another: of the machine's only those that know what the others do not."""
    faces = _always()
    missing = {ord(letter) for letter in text if not letter.isspace()} - _known(faces)
    for face in _of_machine() if missing else ():
        if found := missing & _letters(face):
            faces = [*faces, face]
            missing -= found
        if not missing:
            break
    return faces


def _always() -> list[Path]:
    own = [Path(settings.BASE) / "static" / "vendor" / "fonts" / name for name in OWN]
    library = find_spec("openscad_evaluator")
    if library is not None and library.origin is not None:
        own.append(Path(library.origin).parent / "resources" / "fonts" / "LiberationSans-Regular.ttf")
    return [face for face in own if face.is_file()]


def _known(faces: Iterable[Path]) -> set[int]:
    return set().union(*(_letters(face) for face in faces))


@cache
def _letters(face: Path) -> frozenset[int]:
    """What a face knows; nothing where it cannot be read."""
    try:
        with TTFont(face, lazy=True) as font:
            return frozenset(font.getBestCmap() or ())
    except (OSError, TTLibError):
        return frozenset()


@cache
def _of_machine() -> tuple[Path, ...]:
    """In an order that depends on the names alone."""
    return tuple(_found())


def _found() -> Iterator[Path]:
    for folder in FOLDERS:
        for name in NAMED:
            yield from sorted(folder.rglob(name)) if folder.is_dir() else ()
