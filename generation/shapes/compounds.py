"""German compounds: a Holztisch is a table of wood, a Gartenstuhl a chair."""

from __future__ import annotations

from generation.shapes.lexicon import Index, Meaning

_LINKS = ("", "s", "es", "n", "en", "e", "er")
_DESCRIBES = ("colour", "shade", "material", "choice", "size", "style", "finish", "family", "part")


def halves(word: str, index: Index) -> tuple[int, list[Meaning], list[Meaning]] | None:
    """Where a compound parts, what its first half describes (empty where unknown), and what its second half names.

    The longest second half that names a thing or a part wins, so that an Esstisch is a table and no fish.
    """
    for at in range(3, len(word) - 2):
        named = [meaning for meaning in index.get((word[at:],)) if meaning.kind in ("family", "part", "near")]
        if named:
            return at, _first(word[:at], index), named
    return None


def _first(word: str, index: Index) -> list[Meaning]:
    for link in _LINKS:
        if link and not word.endswith(link):
            continue
        stem = word[: len(word) - len(link)] if link else word
        for form in (stem, stem + "e"):
            found = [meaning for meaning in index.get((form,)) if meaning.kind in _DESCRIBES]
            if found and len(stem) >= 3:
                return found
    return []
