"""Misspelt names of things: only slips of the hand are mended, so that a hose never becomes a house."""

from __future__ import annotations

from collections.abc import Sequence

from generation.shapes import registry
from generation.shapes.lexer import Span
from generation.shapes.lexicon import Meaning


def mend(spans: Sequence[Span]) -> list[str]:
    """Give unknown spans the reading of the one name they are a slip away from; the names that were read."""
    names = {
        synonym: (family.name, synonym)
        for family in registry.families().values()
        for synonym in family.synonyms
        if " " not in synonym
    }
    fixed = []
    for span in spans:
        if span.kind != "unknown":
            continue
        typed = span.text.lower()
        plural = typed.endswith("s") and not typed.endswith("ss")
        for word in (typed, typed[:-1]) if plural else (typed,):
            near = [name for name in names if is_slip(word, name)]
            if len(near) == 1:
                span.kind = "word"
                span.meanings = (Meaning("family", names[near[0]], plural and word != typed),)
                fixed.append(near[0])
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
