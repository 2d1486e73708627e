"""The words the lexer knows and what each may mean: one index from phrases to meanings, from tables and families."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any

from generation.shapes import colours, kits, languages, materials, registry, vocabulary

Phrase = tuple[str, ...]


@dataclass(frozen=True)
class Meaning:
    """One reading of a phrase: its kind, what it stands for, and whether it was a plural."""

    kind: str
    value: Any
    plural: bool = False


_ADJECTIVE_ENDS = ("ish", "ful", "ous", "ive", "less", "like", "ing", "ed", "ly", "ern", "able", "ible", "esque")


def looks_adjectival(word: str) -> bool:
    """Whether an unknown word is more likely a quality than a thing."""
    return word in vocabulary.ADJECTIVES or (len(word) > 4 and word.endswith(_ADJECTIVE_ENDS))


_IRREGULAR = {
    "foot": "feet", "tooth": "teeth", "leaf": "leaves", "shelf": "shelves", "man": "men", "knife": "knives",
    "goose": "geese", "mouse": "mice", "wolf": "wolves", "person": "people", "loaf": "loaves", "child": "children",
    "sheep": "sheep", "fish": "fish", "deer": "deer", "cactus": "cacti", "half": "halves", "woman": "women",
    "scarf": "scarves", "calf": "calves", "ox": "oxen", "hoof": "hooves", "die": "dice", "fungus": "fungi",
    "aircraft": "aircraft", "scissors": "scissors", "trousers": "trousers", "glasses": "glasses",
}  # fmt: skip


def plurals(noun: str) -> tuple[str, ...]:
    """The plural forms a person may type for a noun phrase."""
    head, _, last = noun.rpartition(" ")
    if last in _IRREGULAR:
        forms: tuple[str, ...] = (_IRREGULAR[last],)
    elif last.endswith("man") and len(last) > 4:
        forms = (last[:-3] + "men", last + "s")
    elif last.endswith(("s", "x", "z", "ch", "sh")):
        forms = (last + "es",)
    elif last.endswith("y") and last[-2:-1] not in "aeiou":
        forms = (last[:-1] + "ies",)
    elif last.endswith("o"):
        forms = (last + "s", last + "es")
    elif last.endswith("f"):
        forms = (last + "s", last[:-1] + "ves")
    else:
        forms = (last + "s",)
    return tuple(f"{head} {form}".strip() for form in forms)


def _participles(noun: str) -> tuple[str, ...]:
    """What having a part is called: "legged", "slatted", "winged"."""
    if " " in noun or len(noun) < 3:
        return ()
    return (noun + "d",) if noun.endswith("e") else (noun + "ed", noun + noun[-1] + "ed")


class Index:
    """Phrases and their meanings, with the longest phrase first to be tried."""

    def __init__(self) -> None:
        self.meanings: dict[Phrase, list[Meaning]] = {}
        self.starts: dict[str, int] = {}

    def add(self, phrase: str, kind: str, value: Any, *, plural: bool = False) -> None:
        """Add a reading; the same reading twice is kept once."""
        key = tuple(phrase.replace("-", " ").split())
        known = self.meanings.setdefault(key, [])
        if not any(meaning.kind == kind and meaning.value == value for meaning in known):
            known.append(Meaning(kind, value, plural))
        self._note(key)

    def add_noun(self, noun: str, kind: str, value: Any) -> None:
        """Add a noun with its plurals."""
        self.add(noun, kind, value)
        for form in plurals(noun):
            self.add(form, kind, value, plural=True)

    def put(self, phrase: str, readings: Iterable[Meaning]) -> None:
        """Set the readings of a phrase, in place of what it had."""
        key = tuple(phrase.split())
        self.meanings[key] = list(readings)
        self._note(key)

    def _note(self, key: Phrase) -> None:
        self.starts[key[0]] = max(self.starts.get(key[0], 0), len(key))

    def get(self, phrase: Phrase) -> list[Meaning]:
        """The readings of a phrase; empty where it is unknown."""
        return self.meanings.get(phrase, [])

    def copy(self) -> Index:
        """The same index, to be added to."""
        out = Index()
        out.meanings = {key: list(value) for key, value in self.meanings.items()}
        out.starts = dict(self.starts)
        return out


# A colour or wood that is also a thing where it stands for itself: "five oranges", "an oak". English only: other
# languages give the thing a noun of its own.
_BARE = {
    "orange": ("orange_fruit", "orange fruit"), "lemon": ("orange_fruit", "lemon fruit"),
    "cherry": ("cherries", "cherry fruit"), "bamboo": ("bamboo_plant", "bamboo plant"), "oak": ("tree", "oak tree"),
    "birch": ("tree", "birch tree"), "maple": ("tree", "maple tree"), "beech": ("tree", "beech tree"),
}  # fmt: skip


@cache
def index(language: str = "en") -> Index:
    """The index for English, with another language's words beside it where asked. Built once."""
    if language == "en":
        out = index("").copy()
        for noun, (family, synonym) in _BARE.items():
            if family in registry.families() and synonym in registry.get(family).synonyms:
                out.add_noun(noun, "family", (family, synonym))
        return out
    if not language:
        out = Index()
        _add_families(out)
        _add_looks(out)
        _add_grammar(out)
        _add_kits(out)
        return out
    english, out = index(""), index("").copy()
    foreign = languages.words(language)
    for phrase, word in foreign.items():
        if word.english in ("marker", "fill") and not word.noun:
            out.put(phrase, [Meaning(word.english, phrase)])
            continue
        readings = [
            Meaning(meaning.kind, meaning.value, meaning.plural or word.plural)
            for meaning in english.get(tuple(word.english.split()))
        ]
        if word.noun:
            readings = _nouns(readings)
        for other in word.also:
            more = _nouns(english.get(tuple(other.english.split())))
            readings += [Meaning(m.kind, m.value, m.plural or other.plural) for m in more if m not in readings]
        if readings or not word.noun:
            # In another language its own words come first: "rot" is red in German.
            out.put(phrase, readings or [Meaning("fill", word.english)])
    return out


def _nouns(readings: Iterable[Meaning]) -> list[Meaning]:
    return [meaning for meaning in readings if meaning.kind in ("family", "part", "near", "material")]


def _add_families(out: Index) -> None:
    for family in registry.families().values():
        for synonym in family.synonyms:
            out.add_noun(synonym, "family", (family.name, synonym))
        for role in family.roles:
            for word in (role.name.replace("_", " "), *role.words):
                out.add_noun(word, "part", word)
                for form in _participles(word):
                    out.add(form, "part", word, plural=True)
                if " " not in word:
                    out.add(word + "less", "lacking", word)
        for parameter in family.parameters:
            for word in parameter.words:
                out.add_noun(word, "part", word)
                for form in _participles(word):
                    out.add(form, "part", word, plural=True)
            for word in (*parameter.choices, *parameter.aliases):
                out.add(word.replace("_", " "), "choice", word)


def _add_looks(out: Index) -> None:
    for name, value in colours.names().items():
        out.add(name, "colour", (name, value))
        if " " not in name:
            out.add(f"{name}ish", "colour", (name, value))
            out.add(f"{name}{name[-1]}ish", "colour", (name, value))
            out.add(f"{name} coloured", "colour", (name, value))
            out.add(f"{name} colored", "colour", (name, value))
    for shade in sorted(colours.shades()):
        out.add(shade, "shade", shade)
    for word, name in materials.words().items():
        out.add(word, "material", name)
    for word, name in vocabulary.FINISHES.items():
        out.add(word, "finish", name)
    for word, share in vocabulary.OPENINGS.items():
        out.add(word, "opening", share)


def _add_grammar(out: Index) -> None:
    for word, name in vocabulary.DIMENSIONS.items():
        out.add(word, "dimension", name)
        if word in vocabulary.DIMENSION_NOUNS:
            out.add(word, "dimension_noun", name)
    for word, effect in vocabulary.SERIES.items():
        out.add(word, "series", effect)
    for word, factors in vocabulary.SIZES.items():
        out.add(word, "size", tuple(sorted(factors.items())))
    for word, name in vocabulary.STYLES.items():
        out.add(word, "style", name)
        out.add(f"{word} style", "style", name)
    for word, name in vocabulary.COMPLEXITIES.items():
        out.add(word, "complexity", name)
    for word, name in vocabulary.RELATIONS.items():
        out.add(word, "relation", name)
    for word, name in vocabulary.GROUPS.items():
        out.add(word, "group", name)
    for word, name in vocabulary.DETERMINERS.items():
        out.add(word, "determiner", name)
    for word, factor in vocabulary.TIMES.items():
        out.add(word, "times", factor)
    for kind, phrases in (
        ("negation", vocabulary.NEGATIONS), ("exception", vocabulary.EXCEPTIONS), ("with", vocabulary.WITH),
        ("of", vocabulary.OF), ("flank", vocabulary.FLANKS), ("whole", vocabulary.WHOLES),
        ("shared", vocabulary.SHARED), ("pronoun", vocabulary.PRONOUNS), ("apart", ("apart", "from each other")),
        ("fill", vocabulary.SEE_THROUGH + vocabulary.FILL),
    ):  # fmt: skip
        for phrase in phrases:
            out.add(phrase, kind, phrase)
    for word in ("and", "&", "+", ",", ";", "、", "，", "；", "・"):
        out.add(word, "and", word)
    for word in (".", "?", "!", ":", "(", ")", "—", "–", "/", "。", "！", "？", "：", "（", "）", "「", "」"):
        out.add(word, "stop", word)
    out.add("but", "but", "but")


def _add_kits(out: Index) -> None:
    """Nouns without a family of their own that a kit serves, where they mean nothing else."""
    for noun in kits.NEAR:
        near = None if out.get(tuple(noun.split())) or _is_coloured(out, noun) else kits.near(noun)
        if near is None:
            continue
        for form, plural in ((noun, False), *((form, True) for form in plurals(noun))):
            if not out.get(tuple(form.split())):
                out.add(form, "family", (near.family, near.synonym), plural=plural)
                out.add(form, "near", near.sentence)


def _is_coloured(out: Index, noun: str) -> bool:
    """Whether the phrase is a colour and a thing that is known: a white house is a house in white."""
    first, _, rest = noun.partition(" ")
    hue = any(meaning.kind == "colour" for meaning in out.get((first,)))
    known = out.get(tuple(rest.split()))
    return hue and any(m.kind == "family" for m in known) and not any(m.kind == "near" for m in known)
