"""Misspelt names of things: only slips of the hand are mended, so that a hose never becomes a house."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from generation.shapes import colours, languages, materials, registry
from generation.shapes.lexicon import Meaning
from generation.shapes.spans import Span


@cache
def _names(language: str) -> dict[int, dict[str, tuple[Meaning, ...]]]:
    """Names of one word by their length: of things in English and the language, and of long colours and materials."""
    out: dict[str, tuple[Meaning, ...]] = {}
    for name, value in colours.names().items():
        if len(name) >= 6 and name.isalpha():
            out[name] = (Meaning("colour", (name, value)),)
    for name, material in materials.words().items():
        if len(name) >= 6 and name.isalpha():
            out[name] = (Meaning("material", material),)
    things = {synonym: (family.name, synonym) for family in registry.families().values() for synonym in family.synonyms}
    if language != "en":
        own = {phrase: things.get(word.english) for phrase, word in languages.words(language).items()}
        out |= {phrase: (Meaning("family", thing),) for phrase, thing in own.items() if thing and " " not in phrase}
    out |= {synonym: (Meaning("family", thing),) for synonym, thing in things.items() if " " not in synonym}
    sorted_: dict[int, dict[str, tuple[Meaning, ...]]] = {}
    for name, meanings in out.items():
        sorted_.setdefault(len(name), {})[name] = meanings
    return sorted_


def mend(spans: Sequence[Span], *, language: str = "en") -> list[str]:
    """Give unknown spans the reading of the one name they are a slip away from; the names that were read."""
    names = _names(language)
    fixed = []
    for span in spans:
        if span.kind != "unknown" or len(span.text) < 4:
            continue
        typed = span.text.lower()
        plural = typed.endswith("s") and not typed.endswith("ss")
        for word in (typed, typed[:-1]) if plural else (typed,):
            near = [
                (name, meanings)
                for size in (len(word) - 1, len(word), len(word) + 1)
                for name, meanings in names.get(size, {}).items()
                if is_slip(word, name)
            ]
            if len(near) == 1:
                name, (meaning,) = near[0]
                span.kind = "word"
                span.meanings = (Meaning(meaning.kind, meaning.value, plural and word != typed),)
                fixed.append(name)
                break
    return fixed


def is_slip(typed: str, name: str) -> bool:
    """Whether `typed` is `name` with two neighbours swapped, a letter doubled or undoubled, or, in names of seven
    letters and more, one letter missing, added or changed.
    """
    if typed == name or len(name) < 4 or abs(len(typed) - len(name)) > 1:
        return False
    if len(typed) == len(name):
        wrong = [at for at in range(len(name)) if typed[at] != name[at]]
        if len(wrong) == 2 and wrong[1] == wrong[0] + 1:
            return typed[wrong[0]] == name[wrong[1]] and typed[wrong[1]] == name[wrong[0]]
        return len(wrong) == 1 and len(name) >= 7
    longer, shorter = (typed, name) if len(typed) > len(name) else (name, typed)
    for at in range(len(longer)):
        if longer[:at] + longer[at + 1 :] == shorter:
            doubled = at > 0 and longer[at] == longer[at - 1]
            return doubled or len(name) >= 7
    return False
