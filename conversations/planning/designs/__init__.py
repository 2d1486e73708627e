"""The design templates, one file each, found by the words people call them by."""

from __future__ import annotations

import importlib
import pkgutil
import re
from functools import cache

from conversations.planning import words
from conversations.planning.parameters import Design

_PREPOSITIONS = ("for", "to", "of", "on", "with", "into", "from", "against", "in")


@cache
def designs() -> dict[str, Design]:
    """Every template by its name, in alphabetical order."""
    names = sorted(module.name for module in pkgutil.iter_modules(__path__))
    return {name: importlib.import_module(f"{__name__}.{name}").DESIGN for name in names}


@cache
def _phrases() -> list[tuple[re.Pattern[str], int, Design]]:
    return [
        (re.compile(rf"(?<!\w){re.escape(phrase)}(?!\w)"), len(phrase), design)
        for design in designs().values()
        for phrase in design.words
    ]


def named_in(plain: str) -> Design | None:
    """The design a text asks for: the first one named that is not what another is for ("a stand for a box")."""
    text = " ".join(words.singular(word) for word in plain.split())
    hits = [(hit.start(), -length, design) for pattern, length, design in _phrases() for hit in pattern.finditer(text)]
    if not hits:
        return None
    free = [hit for hit in hits if not _is_purpose(text, hit[0])]
    return min(free or hits, key=lambda hit: (hit[0], hit[1], hit[2].name))[2]


def _is_purpose(text: str, start: int) -> bool:
    """Whether the words before are "for a", "to my" and the like."""
    before = text[:start].split()[-3:]
    return any(word in _PREPOSITIONS for word in before)
