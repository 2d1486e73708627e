"""Prompts that work, close to what was typed: for a person whose words named nothing that can be made."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from functools import cache

from generation.shapes import kits, languages, lexer, registry
from generation.shapes.tokens import segment, tokenise

_USUAL = ("table", "chair", "vase", "house")
_EMPTY = frozenset(
    ["the", "and", "with", "for", "that", "this", "from", "some", "have", "make", "want", "please", "you"]
)


def three(prompt: str, *, likely: Callable[[str], list[tuple[str, float]]] | None = None) -> tuple[str, str, str]:
    """Three different example prompts of three families, those whose words look most like the typed ones first.

    A word that a kit serves brings its family; after that names count most, then glosses and examples. `likely` gives
    families and their nearness in meaning, where that is known.
    """
    typed = _typed(prompt)
    meant = dict(likely(" ".join(typed)) if likely is not None and typed else [])
    near = {found.family for low in typed if (found := kits.near(low))}
    scored = []
    for name, words in _words().items():
        score = sum(max((_alike(low, word) * weight for word, weight in words.items()), default=0.0) for low in typed)
        usual = _USUAL.index(name) if name in _USUAL else len(_USUAL)
        scored.append(
            (-round(score + 3.0 * (name in near) + 4.0 * max(meant.get(name, 0.0) - 0.3, 0.0), 6), usual, name)
        )
    best = [_example(registry.get(name), typed) for _, _, name in sorted(scored)[:3]]
    return best[0], best[1], best[2]


def _typed(prompt: str) -> list[str]:
    """The telling words of a prompt in English, as far as the language's words are known."""
    language = lexer.language_of(prompt)
    tokens = tokenise(prompt[:500])
    known = languages.words(language)
    if language in languages.SIGNS:
        tokens = segment(tokens, known, languages.longest(language))
    lows = [token.low for token in tokens if token.kind in ("word", "numeral")]
    english = [known[low].english if low in known else low for low in lows]
    english = [text for text in english if text not in ("fill", "marker")]
    return [word for text in english for word in text.split() if len(word) > 2 and word not in _EMPTY][:40]


@cache
def _words() -> dict[str, dict[str, float]]:
    """The words of every family with their weights: names, parts, then what describes it."""
    out: dict[str, dict[str, float]] = {}
    for family in registry.families().values():
        words: dict[str, float] = {}
        for weight, texts in (
            (2.0, family.synonyms),
            (1.2, [family.category]),
            (1.0, [family.gloss, *family.examples]),
            (0.8, [role.name.replace("_", " ") for role in family.roles]),
        ):
            for word in " ".join(texts).lower().replace(",", " ").replace("-", " ").split():
                if word not in _EMPTY:
                    words.setdefault(word, weight)
        out[family.name] = words
    # What half of the families have in common ("red", "wooden") tells little.
    common = Counter(word for words in out.values() for word in words)
    return {name: {word: weight / common[word] ** 0.5 for word, weight in words.items()} for name, words in out.items()}


def _example(family: registry.Family, typed: list[str]) -> str:
    return max(family.examples, key=lambda example: sum(low in example.lower() for low in typed))


@cache
def _pairs(word: str) -> frozenset[str]:
    return frozenset(word[k : k + 2] for k in range(len(word) - 1))


def _alike(a: str, b: str) -> float:
    """Dice's coefficient over letter pairs, counted only from two thirds up."""
    if a == b:
        return 1.5
    first, second = _pairs(a), _pairs(b)
    if not first or not second:
        return 0.0
    value = 2 * len(first & second) / (len(first) + len(second))
    return value if value >= 2 / 3 else 0.0
