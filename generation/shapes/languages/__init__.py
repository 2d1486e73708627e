"""Other languages: their words for what the English index knows, and which language a prompt is in."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from generation.shapes.languages import de, es, fr, it

_MODULES = {"de": de, "es": es, "fr": fr, "it": it}


@cache
def words(language: str) -> dict[str, str]:
    """Foreign phrase to the English phrase that means the same, inflected forms included."""
    out: dict[str, str] = {}
    if language not in _MODULES:
        return out
    for line in _MODULES[language].WORDS.strip().splitlines():
        english, _, foreign = line.partition("=")
        for form in foreign.split(","):
            for spelled in _forms(language, form.strip()):
                out.setdefault(spelled, english.strip())
    return out


@cache
def numbers(language: str) -> dict[str, int]:
    """The number words of a language."""
    if language not in _MODULES:
        return {}
    return {word: value for value, forms in _MODULES[language].NUMBERS.items() for word in forms.split()}


def _forms(language: str, form: str) -> list[str]:
    """A form as it is; with a trailing ~ also with the language's endings for adjectives and plurals."""
    if not form.endswith("~"):
        return [form]
    stem = form[:-1]
    if language == "de":
        return [stem + ending for ending in ("", "e", "er", "es", "en", "em", "n")]
    if language in ("es", "pt", "it") and stem.endswith("o"):
        base = stem[:-1]
        return [base + ending for ending in (("o", "a", "i", "e") if language == "it" else ("o", "a", "os", "as"))]
    if language == "it" and stem.endswith("e"):
        return [stem, stem[:-1] + "i"]
    if language == "fr":
        return [stem + ending for ending in ("", "e", "s", "es")]
    return [stem, stem + "s", stem + "es"]


def detect(lows: Iterable[str], known: frozenset[str]) -> str:
    """The language with most words in the prompt that English does not know; "en" where none has any."""
    unknown = [low for low in lows if low not in known]
    best, most = "en", 0
    for language in sorted(_MODULES):
        table, counting = words(language), numbers(language)
        single = {word for phrase in table for word in phrase.split()}
        score = sum(1 for low in unknown if low in single or low in counting)
        if score > most:
            best, most = language, score
    return best
