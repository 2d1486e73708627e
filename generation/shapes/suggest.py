"""Prompts that work, close to what was typed: for a person whose words named nothing that can be made."""

from __future__ import annotations

from generation.shapes import registry
from generation.shapes.tokens import tokenise

_USUAL = ("table", "chair", "vase", "house")


def three(prompt: str) -> tuple[str, str, str]:
    """Three different example prompts of three families, those whose words look most like the typed ones first."""
    typed = [token.low for token in tokenise(prompt) if token.kind == "word" and len(token.low) > 2]
    scored = []
    for family in registry.families().values():
        words = set(" ".join([family.gloss, family.category, *family.synonyms, *family.examples]).lower().split())
        score = sum(max((_alike(low, word) for word in words), default=0.0) for low in typed)
        usual = _USUAL.index(family.name) if family.name in _USUAL else len(_USUAL)
        scored.append((-round(score, 6), usual, family.name, family))
    scored.sort(key=lambda row: row[:3])
    best = [_example(row[3], typed) for row in scored[:3]]
    return best[0], best[1], best[2]


def _example(family: registry.Family, typed: list[str]) -> str:
    return max(family.examples, key=lambda example: sum(low in example.lower() for low in typed))


def _alike(a: str, b: str) -> float:
    """Dice's coefficient over letter pairs, counted only from two thirds up."""
    if a == b:
        return 1.5
    first, second = {a[k : k + 2] for k in range(len(a) - 1)}, {b[k : k + 2] for k in range(len(b) - 1)}
    if not first or not second:
        return 0.0
    value = 2 * len(first & second) / (len(first) + len(second))
    return value if value >= 2 / 3 else 0.0
