"""Other languages: their words for what the English index knows, and which language a prompt is in."""

from __future__ import annotations

import importlib
import pkgutil
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache
from types import ModuleType

CODES = ("de", "es", "fr", "it", "ja", "pt", "zh")
SIGNS = ("ja", "zh")
"""Languages written without spaces."""
COMMA = ("de", "es", "fr", "it", "pt")
"""Languages whose decimal mark is the comma."""
# What a word begins with that is a word of its own: "d'acier", "dell'acqua".
ELISIONS = {
    "fr": ("l'", "d'", "qu'", "j'", "n'", "s'", "c'"),
    "it": ("l'", "d'", "un'", "dell'", "nell'", "sull'", "all'", "dall'", "quell'"),
    "pt": ("d'",),
}
_PLAIN_VOWELS = str.maketrans({"ä": "a", "ö": "o", "ü": "u", "ß": "ss"})
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})


@dataclass(frozen=True)
class Word:
    """What a foreign phrase means in English, whether it is a plural, and whether it comes from a table of nouns.

    `also` holds the further nouns that the phrase means.
    """

    english: str
    plural: bool = False
    noun: bool = False
    also: tuple[Word, ...] = ()


@cache
def _module(language: str) -> ModuleType:
    return importlib.import_module(f"{__name__}.{language}")


@cache
def _nouns() -> dict[str, dict[str, str]]:
    """The tables of nouns that the makers of families write: English to forms by language."""
    out: dict[str, dict[str, str]] = {}
    package = importlib.import_module(f"{__name__}.nouns")
    for found in sorted(module.name for module in pkgutil.iter_modules(package.__path__)):
        for english, forms in importlib.import_module(f"{package.__name__}.{found}").NOUNS.items():
            out.setdefault(english.replace("_", " "), {}).update(forms)
    return out


@cache
def words(language: str) -> dict[str, Word]:
    """Foreign phrase (lower case) to what it means, inflected forms and forms without accents included."""
    out: dict[str, Word] = {}
    if language not in CODES:
        return out
    for line in _module(language).WORDS.strip().replace(",\n ", ",").splitlines():
        english, _, foreign = line.partition("=")
        for form in foreign.split(","):
            for spelled in _forms(language, form.strip()):
                out.setdefault(_apart(language, _folded(spelled)), Word(english.strip()))
    for english, tables in _nouns().items():
        forms = [form.strip().lower() for form in tables.get(language, "").split(",") if form.strip()]
        for form in forms:
            if language == "zh" and len(form) > 1:
                form = form.removeprefix("个")  # noqa: PLW2901 - the classifier belongs to the number before it
            word = Word(english, is_plural(language, _singular(language, forms, form), form), noun=True)
            spelled = _apart(language, _folded(form).replace("-", " "))
            known = out.get(spelled)
            out[spelled] = word if known is None else replace(known, also=(*known.also, word))
    for phrase in list(out):
        for plainer in _plainer(language, phrase):
            out.setdefault(plainer, out[phrase])
    return out


@cache
def longest(language: str) -> int:
    """How many signs the longest word has, in a language written without spaces."""
    return max((len(word) for word in words(language)), default=1)


@cache
def numbers(language: str) -> dict[str, int]:
    """The number words of a language, with and without accents."""
    if language not in CODES:
        return {}
    out = {word: value for value, forms in _module(language).NUMBERS.items() for word in forms.split()}
    for word in list(out):
        for plainer in _plainer(language, word):
            out.setdefault(plainer, out[word])
    return out


def classifiers(language: str) -> frozenset[str]:
    """Words that stand between a number and its noun and mean nothing of their own (个, 本, つ)."""
    return frozenset(getattr(_module(language), "CLASSIFIERS", "").split()) if language in SIGNS else frozenset()


def _singular(language: str, forms: list[str], form: str) -> str:
    """The form that another is a plural of; a form with a stem of its own ("schüssel, schale") is another noun."""
    if language not in ("de", "it") or form.endswith("leute"):
        return forms[0]
    heads = {one: one.split()[0].translate(_PLAIN_VOWELS) for one in forms}
    for one in forms:
        stem = heads[one][: max(3, len(heads[one]) - 2)]
        if one == form or (heads[form] != heads[one] and heads[form].startswith(stem)):
            return one
    return form


def is_plural(language: str, first: str, form: str) -> bool:
    """Whether a form is a plural beside the first one of its noun, which is the singular."""
    if form == first or language in SIGNS:
        return False
    if language == "de":
        genitive = form in (first + "s", first + "es") and first[-1] not in "aeiouy"
        return not genitive
    if language == "it":
        return True
    return form.endswith(("s", "x")) and (not first.endswith(("s", "x")) or len(form) > len(first))


def _folded(phrase: str) -> str:
    return unicodedata.normalize("NFKC", phrase).lower().replace("’", "'")


def _apart(language: str, phrase: str) -> str:
    """The phrase with elided words apart, as the lexer cuts them: "pomme d' arrosoir"."""
    parts = []
    for word in phrase.split():
        size = elided(language, word)
        parts += [word[:size], word[size:]] if size else [word]
    return " ".join(parts)


def _plainer(language: str, phrase: str) -> list[str]:
    """The phrase as it is typed without accents; short words would become others."""
    if len(phrase) < 4 or language in SIGNS:
        return []
    bare = "".join(sign for sign in unicodedata.normalize("NFD", phrase) if not unicodedata.combining(sign))
    bare = bare.replace("ß", "ss")
    spelled = {bare, phrase.translate(_UMLAUTS)} if language == "de" else {bare}
    return sorted(spelled - {phrase})


def _forms(language: str, form: str) -> list[str]:
    """A form as it is; with a trailing ~ also with the language's endings for adjectives and plurals."""
    if not form.endswith("~"):
        return [form]
    stem = form[:-1]
    if language == "de":
        return [stem + ending for ending in ("", "e", "er", "es", "en", "em", "n")]
    if language in ("es", "pt", "it") and stem.endswith("o"):
        base = stem[:-1]
        return [
            base + ending
            for ending in (("o", "a", "i", "e", "hi", "he") if language == "it" else ("o", "a", "os", "as"))
        ]
    if language == "it" and stem.endswith("e"):
        return [stem, stem[:-1] + "i"]
    if language == "fr":
        return [stem + ending for ending in ("", "e", "s", "es")]
    return [stem, stem + "s", stem + "es"]


def elided(language: str, low: str) -> int:
    """How many letters of a word are a word of their own ("d'acier": 2)."""
    return next((len(start) for start in ELISIONS.get(language, ()) if low.startswith(start) and low != start), 0)


_KANA = re.compile(r"[\u3040-\u30ff]")
_HAN = re.compile(r"[\u3400-\u9fff]")
_LATIN = re.compile(r"[^\W\d_\u3040-\u9fff]{3,}")


def by_script(prompt: str) -> str:
    """The language that the signs of the prompt show ("ja" or "zh"), else ""."""
    signs = len(_KANA.findall(prompt)) + len(_HAN.findall(prompt))
    if not signs or 3 * signs < sum(map(len, _LATIN.findall(prompt))):
        return ""
    return "ja" if _KANA.search(prompt) else "zh"


@cache
def _single(language: str) -> frozenset[str]:
    return frozenset(word for phrase in words(language) for word in phrase.split()) | frozenset(numbers(language))


def _is_compound(language: str, low: str) -> bool:
    """Whether a German word is made of two that are known."""
    if language != "de" or len(low) < 7:
        return False
    single = _single("de")
    return any(low[:at] in single and low[at:] in single for at in range(3, len(low) - 3))


def ranked(lows: Iterable[str], known: frozenset[str]) -> list[str]:
    """The languages that may be meant, the one with most words in the prompt that English does not know first.

    "en" comes first where hardly any has some, else last.
    """
    typed = list(lows)
    unknown = [low for low in typed if low not in known]
    scores: list[tuple[int, str]] = []
    for language in CODES:
        if language in SIGNS:
            continue
        single = _single(language)
        score = 4 * sum(1 for low in unknown if low in single or elided(language, low) or _is_compound(language, low))
        score += sum(1 for low in typed if low in single) if score else 0
        if score and score >= len(typed) - len(unknown):
            scores.append((-score, language))
    return [*(language for _, language in sorted(scores)), "en"]
