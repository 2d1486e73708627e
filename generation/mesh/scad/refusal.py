"""How this room says no to a source: one sentence that begins with the place, where there is one."""

from __future__ import annotations

import re

_PLACE = re.compile(r"Line (\d+)(?:, column (\d+))?: ")


class ScadError(Exception):
    """A source that is not read or cannot be built.

    `message` is a sentence for its author; `line` and `column` count from 1, 0 where the place is not known. `code` is
    one of scad_file, scad_syntax, scad_limit, scad_error, scad_value, scad_empty.
    """

    def __init__(self, sentence: str, *, code: str = "scad_error", line: int = 0, column: int = 0) -> None:
        place = f"Line {line}, column {column}: " if line and column else f"Line {line}: " if line else ""
        sentence = storable(sentence)
        super().__init__(f"{place}{sentence}")
        self.message = f"{place}{sentence}"
        self.code = code
        self.line = line
        self.column = column


def storable(words: str) -> str:
    """What a source says, without what no database keeps: NUL and half characters, which chr() makes of any number."""
    return "".join(sign for sign in words if sign != "\x00" and not "\ud800" <= sign <= "\udfff")


def place_in(sentence: str) -> tuple[int, int]:
    """The line and column that a sentence of this room begins with; zeros where it names none."""
    found = _PLACE.match(sentence)
    return (int(found[1]), int(found[2] or 0)) if found else (0, 0)
