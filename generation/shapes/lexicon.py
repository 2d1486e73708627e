"""The words the lexer knows and what each may mean: one index from phrases to meanings, from tables and families."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

from generation.shapes import colours, languages, materials, registry

Phrase = tuple[str, ...]


@dataclass(frozen=True)
class Meaning:
    """One reading of a phrase: its kind, what it stands for, and whether it was a plural."""

    kind: str
    value: Any
    plural: bool = False


DIMENSIONS = {
    "wide": "width", "width": "width", "broad": "width", "breadth": "width", "deep": "depth", "depth": "depth",
    "high": "height", "height": "height", "tall": "height", "long": "length", "length": "length",
    "diameter": "diameter", "across": "diameter", "dia": "diameter", "diam": "diameter", "ø": "diameter",
    "⌀": "diameter", "outside diameter": "diameter", "outer diameter": "diameter", "outside": "diameter",
    "radius": "radius", "thick": "thickness", "thickness": "thickness",
}  # fmt: skip
DIMENSION_NOUNS = frozenset(
    ["width", "breadth", "depth", "height", "length", "diameter", "dia", "diam", "ø", "⌀", "radius", "thickness"]
) | {"outside diameter", "outer diameter"}
_SIZES: dict[str, dict[str, float]] = {
    "tiny": {"all": 0.4}, "mini": {"all": 0.4}, "miniature": {"all": 0.25}, "small": {"all": 0.7},
    "little": {"all": 0.7}, "compact": {"all": 0.8}, "big": {"all": 1.4}, "large": {"all": 1.4},
    "oversized": {"all": 1.6}, "huge": {"all": 2.0}, "massive": {"all": 2.0}, "enormous": {"all": 2.5},
    "giant": {"all": 3.0}, "gigantic": {"all": 3.0}, "medium sized": {"all": 1.0}, "tall": {"height": 1.35},
    "high": {"height": 1.3}, "low": {"height": 0.7}, "short": {"height": 0.75}, "long": {"length": 1.4},
    "wide": {"width": 1.3}, "broad": {"width": 1.3}, "narrow": {"width": 0.7}, "deep": {"depth": 1.3},
    "shallow": {"depth": 0.7}, "slim": {"plan": 0.75}, "slender": {"plan": 0.75, "section": 0.75},
    "skinny": {"plan": 0.65}, "thin": {"section": 0.6}, "fine": {"section": 0.7}, "delicate": {"section": 0.7},
    "thick": {"section": 1.5}, "chunky": {"section": 1.5}, "sturdy": {"section": 1.3}, "heavy": {"section": 1.3},
    "solid": {"section": 1.2}, "fat": {"plan": 1.3}, "stout": {"plan": 1.2, "height": 0.9},
    "squat": {"plan": 1.15, "height": 0.7}, "elongated": {"length": 1.4}, "flat": {"height": 0.6},
    "bigger": {"all": 1.5}, "larger": {"all": 1.5}, "smaller": {"all": 0.65}, "taller": {"height": 1.4},
    "wider": {"width": 1.35}, "longer": {"length": 1.4}, "shorter": {"height": 0.7}, "lower": {"height": 0.7},
}  # fmt: skip
_STYLES = {
    "low poly": "low-poly", "lowpoly": "low-poly", "few polygons": "low-poly", "low polygon": "low-poly",
    "polygonal": "low-poly", "faceted": "low-poly", "flat shaded": "low-poly", "stylized": "stylized",
    "stylised": "stylized", "cartoon": "stylized", "cartoonish": "stylized", "cartoony": "stylized",
    "toy like": "stylized", "toylike": "stylized", "cute": "stylized", "realistic": "realistic",
    "photorealistic": "realistic", "lifelike": "realistic", "true to life": "realistic",
}  # fmt: skip
_COMPLEXITIES = {
    "simple": "simple", "basic": "simple", "plain": "simple", "minimal": "simple", "minimalist": "simple",
    "detailed": "complex", "highly detailed": "complex", "very detailed": "complex", "intricate": "complex",
    "elaborate": "complex", "ornate": "complex", "complex": "complex",
}  # fmt: skip
_RELATIONS = {
    "on": "on", "on top of": "on", "upon": "on", "atop": "on", "onto": "on", "standing on": "on", "sitting on": "on",
    "resting on": "on", "lying on": "on", "placed on": "on", "under": "under", "underneath": "under",
    "beneath": "under", "below": "under", "above": "above", "over": "above", "hovering over": "above",
    "beside": "beside", "next to": "beside", "by the side of": "beside", "near": "beside", "alongside": "beside",
    "to the left of": "left", "left of": "left", "on the left of": "left", "to the right of": "right",
    "right of": "right", "on the right of": "right", "in front of": "front", "before": "front", "behind": "behind",
    "at the back of": "behind", "between": "between", "in between": "between", "around": "around",
    "surrounding": "around", "all around": "around", "inside": "in", "within": "in", "into": "in",
    "surrounded by": "ringed",
}  # fmt: skip
_GROUPS = {
    "in a row": "row", "in a line": "row", "in line": "row", "side by side": "row", "row of": "row", "line of": "row",
    "stack of": "stack", "pile of": "stack", "stacked": "stack", "tower of": "stack",
    "on top of each other": "stack", "one on top of the other": "stack",
}  # fmt: skip
_SERIES = {
    **{
        f"{start} {word} than the {end}": effect
        for start in ("each", "each one", "every one", "each being")
        for end in ("one before", "last", "last one", "previous one", "one before it", "previous", "next", "next one")
        for word, effect in (
            ("taller", ("height", 1.25)), ("higher", ("height", 1.25)), ("bigger", ("all", 1.25)),
            ("larger", ("all", 1.25)), ("smaller", ("all", 0.8)), ("shorter", ("height", 0.8)),
            ("wider", ("width", 1.25)), ("lower", ("height", 0.8)),
        )
    },
    "of increasing height": ("height", 1.25), "of increasing size": ("all", 1.25), "of decreasing size": ("all", 0.8),
    "getting taller": ("height", 1.25), "getting bigger": ("all", 1.25), "getting smaller": ("all", 0.8),
}  # fmt: skip
_NEGATIONS = (
    "without", "no", "not", "instead of", "rather than", "but not", "minus", "except", "except for", "lacking",
    "excluding", "free of", "never", "non", "don't want", "do not want", "with no", "without any", "and no",
)  # fmt: skip
_WITH = ("with", "having", "has", "featuring", "including", "plus", "that has", "which has", "whose", "have", "bearing")
_OF = (
    "of", "made of", "made from", "made out of", "out of", "from", "in", "painted", "coloured", "colored", "is", "are",
    "should be", "must be", "made", "built of", "built from", "carved from", "carved of", "done in", "finished in",
    "painted in", "coloured in", "cast in", "carved", "turned from",
)  # fmt: skip
_SEE_THROUGH = (
    "set of", "kind of", "sort of", "type of", "piece of", "model of", "3d model of", "version of", "miniature of",
    "replica of", "copy of", "design of", "design for", "rendering of", "render of", "image of", "picture of",
    "drawing of", "sketch of", "mesh of", "group of", "collection of", "example of", "style of", "form of",
    "shape of", "something like", "model for", "in the shape of", "in the style of", "piece",
)  # fmt: skip
_FILL = (
    "please", "can", "could", "would", "you", "me", "i", "we", "my", "our", "want", "need", "like", "to", "make",
    "create", "generate", "build", "design", "model", "draw", "do", "give", "show", "get", "have", "let's", "lets",
    "erm", "um", "uh", "hi", "hello", "hey", "thanks", "thank", "ta", "cheers", "some", "any", "very", "really",
    "quite", "rather", "just", "about", "approximately", "approx", "roughly", "circa", "ca", "exactly", "only", "also",
    "too", "so", "it", "its", "it's", "that", "which", "this", "these", "those", "there", "be", "being", "been", "am",
    "i'd", "i'm", "as", "at", "for", "by", "up", "each", "every", "all", "both", "total", "overall", "size", "sized",
    "dimensions", "measuring", "measures", "measurement", "standing", "stands", "sits",
    "sitting", "lies", "lying", "rests", "hangs", "colour", "color", "material", "finish",
    "style", "styled", "looking", "look", "looks", "3d", "d", "object", "thing", "item", "one", "ones", "other",
    "another", "then", "than", "or", "if", "will", "shall", "may", "x", "your", "their", "his", "her", "new", "good",
    "nice", "nicely", "great", "lovely", "beautiful", "pretty", "simply", "more", "less", "most", "least", "much",
    "different", "same", "own", "per", "side", "sides", "front", "rear", "left", "right", "upper", "lower", "shaped",
    "shape", "printable", "print", "printing", "file", "design", "max", "maximum", "minimum", "min", "pls", "plz",
)  # fmt: skip
_DETERMINERS = {"a": "a", "an": "a", "the": "the", "this": "the", "that": "the"}
# Words that often stand after a noun, or before one, without being what is wanted.
ADJECTIVES = frozenset(
    [
        "modern",
        "antique",
        "vintage",
        "old",
        "ancient",
        "classic",
        "classical",
        "traditional",
        "rustic",
        "medieval",
        "victorian",
        "gothic",
        "baroque",
        "nordic",
        "scandinavian",
        "industrial",
        "elegant",
        "fancy",
        "cool",
        "comfortable",
        "comfy",
        "cosy",
        "cozy",
        "funny",
        "happy",
        "sad",
        "clean",
        "dirty",
        "shiny",
        "glossy",
        "matte",
        "matt",
        "smooth",
        "rough",
        "polished",
        "worn",
        "weathered",
        "futuristic",
        "royal",
        "luxury",
        "luxurious",
        "cheap",
        "expensive",
        "strong",
        "light",
        "lightweight",
        "empty",
        "full",
        "open",
        "closed",
        "straight",
        "curved",
        "hollow",
        "decorative",
        "ornamental",
        "garden",
        "outdoor",
        "indoor",
        "kitchen",
        "office",
        "school",
        "home",
        "living",
        "dining",
        "wooden",
        "single",
        "double",
        "main",
        "extra",
        "special",
        "typical",
        "standard",
        "regular",
        "normal",
        "usual",
        "proper",
        "real",
        "little",
        "lonely",
        "magic",
        "magical",
        "enchanted",
        "haunted",
        "fairy",
        "everyday",
        "handmade",
        "classic",
        "retro",
        "contemporary",
    ]
)
_ADJECTIVE_ENDS = ("ish", "ful", "ous", "ive", "less", "like", "ing", "ed", "ly", "ern", "able", "ible", "esque")


def looks_adjectival(word: str) -> bool:
    """Whether an unknown word is more likely a quality than a thing."""
    return word in ADJECTIVES or (len(word) > 4 and word.endswith(_ADJECTIVE_ENDS))


def plurals(noun: str) -> tuple[str, ...]:
    """The plural forms a person may type for a noun phrase."""
    head, _, last = noun.rpartition(" ")
    irregular = {
        "foot": "feet", "tooth": "teeth", "leaf": "leaves", "shelf": "shelves", "man": "men", "knife": "knives",
        "goose": "geese", "mouse": "mice", "wolf": "wolves", "person": "people", "loaf": "loaves",
    }  # fmt: skip
    if last in irregular:
        forms: tuple[str, ...] = (irregular[last],)
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
        self.longest = 1

    def add(self, phrase: str, kind: str, value: Any, *, plural: bool = False) -> None:
        """Add a reading; the same reading twice is kept once."""
        key = tuple(phrase.replace("-", " ").split())
        known = self.meanings.setdefault(key, [])
        if not any(meaning.kind == kind and meaning.value == value for meaning in known):
            known.append(Meaning(kind, value, plural))
        self.longest = max(self.longest, len(key))

    def add_noun(self, noun: str, kind: str, value: Any) -> None:
        """Add a noun with its plurals."""
        self.add(noun, kind, value)
        for form in plurals(noun):
            self.add(form, kind, value, plural=True)

    def get(self, phrase: Phrase) -> list[Meaning]:
        """The readings of a phrase; empty where it is unknown."""
        return self.meanings.get(phrase, [])


@cache
def index(language: str = "en") -> Index:
    """The index for English, with another language's words beside it where asked. Built once."""
    out = Index()
    _add_families(out)
    _add_looks(out)
    _add_grammar(out)
    if language != "en":
        english = Index()
        english.meanings = {key: list(value) for key, value in out.meanings.items()}
        for foreign, meaning in languages.words(language).items():
            key = tuple(meaning.split())
            readings = english.get(key) or [Meaning("fill", meaning)]
            place = tuple(foreign.split())
            # In another language its own words come first: "rot" is red in German.
            out.meanings[place] = list(readings)
            out.longest = max(out.longest, len(place))
    return out


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


def _add_grammar(out: Index) -> None:
    for word, name in DIMENSIONS.items():
        out.add(word, "dimension", name)
        if word in DIMENSION_NOUNS:
            out.add(word, "dimension_noun", name)
    for word, effect in _SERIES.items():
        out.add(word, "series", effect)
    for word, factors in _SIZES.items():
        out.add(word, "size", tuple(sorted(factors.items())))
    for word, name in _STYLES.items():
        out.add(word, "style", name)
        out.add(f"{word} style", "style", name)
    for word, name in _COMPLEXITIES.items():
        out.add(word, "complexity", name)
    for words, kind in ((_RELATIONS, "relation"), (_GROUPS, "group"), (_DETERMINERS, "determiner")):
        for word, name in words.items():
            out.add(word, kind, name)
    for kind, phrases in (("negation", _NEGATIONS), ("with", _WITH), ("of", _OF), ("fill", _SEE_THROUGH + _FILL)):
        for phrase in phrases:
            out.add(phrase, kind, phrase)
    for word in ("and", "&", "+", ",", ";"):
        out.add(word, "and", word)
    for word in (".", "?", "!", ":", "(", ")", "—", "–", "/"):
        out.add(word, "stop", word)
    out.add("but", "but", "but")
