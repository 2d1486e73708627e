"""Sentences that were written before their reader was known, in the reader's language.

Rooms without a framework, rows of the database and refusals hold whole English sentences: the same bytes for everybody,
and what programs get. `scripts/messages.py` puts their patterns into the catalogues (context "said", values as {0}),
and `said` finds the pattern again when a person reads.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from django.conf import settings
from django.utils import formats, translation
from django.utils.functional import Promise, lazy
from django.utils.translation import pgettext, trans_real

CONTEXT = "said"
MARK = f"{CONTEXT}\x04"
VALUE = re.compile(r"\{(\d+)\}")
NUMBER = re.compile(r"-?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?")
NEXT_SENTENCE = re.compile(r"(?<=[.:;]) (?=[A-Z0-9])")


@dataclass(frozen=True)
class Pattern:
    """One English sentence with places for values, and the same in the reader's language."""

    shape: re.Pattern[str]
    places: tuple[str, ...]
    translated: str
    weight: int


def said(text: str) -> str:
    """`text` in the language of now; what no pattern fits stays as it was written."""
    language = translation.get_language()
    if not text or language is None or language == settings.LANGUAGE_CODE:
        return text
    return _said(str(text), language)


def said_all(texts: Iterable[str]) -> list[str]:
    return [said(text) for text in texts]


# Once: each call of `lazy` makes a class, which takes 30 kB and a millisecond. Its type shows the text alone.
_later: Callable[[str], Promise] = lazy(said, str)  # type: ignore[assignment]


def lazily(text: str) -> Promise:
    """For names that are set once and read by many, such as those of models in the console."""
    return _later(text)


@lru_cache(maxsize=4096)
def _said(text: str, language: str) -> str:
    whole = _one(text, language)
    if whole is not None:
        return whole
    parts = NEXT_SENTENCE.split(text)
    for length in range(len(parts) - 1, 0, -1):
        head = _one(" ".join(parts[:length]), language)
        if head is not None or length == 1:
            return f"{head or parts[0]} {_said(' '.join(parts[length:]), language)}"
    return text


def _one(text: str, language: str) -> str | None:
    """One sentence, word for word or by its pattern; a value never reaches over the end of a sentence."""
    known = pgettext(CONTEXT, text)
    if known != text:
        return known
    for pattern in _patterns(language):
        found = pattern.shape.fullmatch(text)
        if found and not any(NEXT_SENTENCE.search(value) for value in found.groups()):
            values = dict(zip(pattern.places, found.groups(), strict=True))
            return VALUE.sub(lambda place: _value(values[place[1]], language), pattern.translated)  # noqa: B023
    return None


def _value(value: str, language: str) -> str:
    if NUMBER.fullmatch(value):
        comma = formats.get_format("DECIMAL_SEPARATOR", language)
        dot = formats.get_format("THOUSAND_SEPARATOR", language)
        return value.translate({ord("."): comma, ord(","): dot})
    if ", " in value:
        return ", ".join(_said(part, language) for part in value.split(", "))
    known = _said(value, language)
    if known == value and value[:1].isupper():  # a word of ours at the beginning of its sentence
        small = value[:1].lower() + value[1:]
        lower = pgettext(CONTEXT, small)
        return lower[:1].upper() + lower[1:] if lower != small else value
    return known


@lru_cache(maxsize=8)
def _patterns(language: str) -> tuple[Pattern, ...]:
    """Every sentence of the catalogue that has values, the most telling first."""
    catalogue: Mapping[str, str] = trans_real.translation(language)._catalog  # type: ignore[attr-defined]  # noqa: SLF001
    made = [
        _pattern(key.removeprefix(MARK), translated)
        for key, translated in catalogue.items()
        if isinstance(key, str) and key.startswith(MARK) and VALUE.search(key)
    ]
    return tuple(sorted(made, key=lambda pattern: (-pattern.weight, len(pattern.places), pattern.shape.pattern)))


def _pattern(sentence: str, translated: str) -> Pattern:
    words = VALUE.split(sentence)  # text, number, text, number, … text
    shape = "".join(re.escape(word) if index % 2 == 0 else "(.+?)" for index, word in enumerate(words))
    return Pattern(
        re.compile(shape, re.DOTALL), tuple(words[1::2]), translated, len("".join("".join(words[::2]).split()))
    )
