"""Nouns that no table knows, by meaning: the family whose names and glosses lie nearest, if one clearly does."""

from __future__ import annotations

from functools import cache

import numpy as np

from generation.shapes import registry
from generation.shapes.kits import Near
from nexus.foundation import meaning
from nexus.foundation.meaning import Vectors

# No threshold alone separates sense from nonsense, so that the second family must lie well behind.
_LEAST, _MARGIN = 0.63, 0.07
_SYNONYMS = 3


@cache
def _table() -> tuple[list[str], list[str], Vectors] | None:
    """The family of every text, the texts and their vectors; None where there is no encoder."""
    encoder = meaning.encoder()
    if encoder is None:
        return None
    names: list[str] = []
    texts: list[str] = []
    for family in registry.families().values():
        for text in (*list(family.synonyms)[:_SYNONYMS], f"{family.name.replace('_', ' ')}: {family.gloss}"):
            names.append(family.name)
            texts.append(text)
    return names, texts, encoder.embed(texts)


def likely(text: str) -> list[tuple[str, float]]:
    """Families and their nearness (cosine, at most 1), the nearest first; empty where there is no encoder."""
    table, encoder = _table(), meaning.encoder()
    if table is None or encoder is None or not text.strip():
        return []
    names, texts, vectors = table
    near = vectors @ encoder.embed([text])[0]
    best: dict[str, float] = {}
    typed = text.lower().strip()
    for at in np.argsort(-near):
        if typed in texts[int(at)] and typed != texts[int(at)]:
            continue  # a hat stand is no hat, nor a sunflower a sun
        best.setdefault(names[int(at)], round(float(near[int(at)]), 4))
    return list(best.items())


def pick(noun: str) -> Near | None:
    """What serves an unknown noun the model knows whole, where one family is near and the next well behind."""
    encoder = meaning.encoder()
    if encoder is None or not encoder.knows(noun):
        return None
    found = likely(noun)
    if len(found) < 2 or found[0][1] < _LEAST or found[0][1] - found[1][1] < _MARGIN:
        return None
    family = registry.get(found[0][0])
    name = family.name.replace("_", " ")
    return Near(
        family.name, next(iter(family.synonyms)), f"An unknown thing is made as a {name}, which is nearest to it."
    )
