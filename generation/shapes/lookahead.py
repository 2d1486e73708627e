"""What follows in a prompt, as far as the grammar must see ahead: nouns, heads of compounds, lengths to come."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from generation.shapes import registry
from generation.shapes.lexicon import looks_adjectival
from generation.shapes.spans import Span, is_dimension_noun

LOOKS = ("colour", "shade", "material", "choice", "size", "style", "complexity", "finish", "opening")
# The lengths of a part that a dimension word may mean, the likeliest first.
ALIKE = {
    "thickness": ("thickness", "diameter", "width", "radius"), "diameter": ("diameter", "thickness", "width"),
    "width": ("width", "thickness"), "height": ("height", "length"), "length": ("length", "height", "width"),
    "depth": ("depth",), "radius": ("radius",), "wall": ("thickness",), "bore": ("diameter",),
}  # fmt: skip
_BREAKS = ("relation", "with", "of", "and", "stop", "fill", "negation", "group", "series", "but", "exception", "marker")


def knows(family: str, word: str) -> bool:
    """Whether a family has a part, a count or a length that the word names."""
    return word in _known(family)


@cache
def _known(family: str) -> frozenset[str]:
    made = registry.get(family)
    parts = {word for role in made.roles for word in (role.name.replace("_", " "), *role.words)}
    return frozenset(parts | {word for parameter in made.parameters for word in parameter.words})


@cache
def counts(family: str, word: str) -> bool:
    """Whether the word counts parts of the family."""
    made = registry.get(family)
    roles = [role for role in made.roles if word == role.name.replace("_", " ") or word in role.words]
    counted = any(isinstance(role.count, str) for role in roles)
    return counted or any(p.kind == "count" and word in p.words for p in made.parameters)


@cache
def measures(family: str, word: str, dimension: str) -> bool:
    """Whether the part that the word names has a length of that kind in the family."""
    made = registry.get(family)
    names = {role.name for role in made.roles if word == role.name.replace("_", " ") or word in role.words}
    lengths = [p for p in made.parameters if p.kind == "length" and (p.part in names or word in p.words)]
    return any(p.measure in ALIKE.get(dimension, ()) for p in lengths)


def next_thing(spans: Sequence[Span], at: int) -> Span | None:
    """The next thing that is named; the oak of an "oak table" is none."""
    for number, other in enumerate(spans[at + 1 :], at + 1):
        look = (other.has("colour") or other.has("material")) and noun_follows(spans, number)
        if other.has("family") and not look:
            return other
    return None


@cache
def _names() -> dict[str, tuple[str, str]]:
    return {name: (family.name, name) for family in registry.families().values() for name in family.synonyms}


def thing_in(text: str) -> tuple[str, str] | None:
    """The family and name that a part's phrase begins with: the table of a "table top"."""
    words = text.lower().replace("-", " ").split()
    for taken in range(len(words) - 1, 0, -1):
        found = _names().get(" ".join(words[:taken]))
        if found is not None:
            return found
    return None


def noun_follows(spans: Sequence[Span], at: int) -> bool:
    """Whether looks and then a noun follow without a break."""
    for number, other in enumerate(spans[at + 1 :], at + 1):
        if other.text == "," and number + 1 < len(spans) and any(spans[number + 1].has(kind) for kind in LOOKS):
            continue  # "four tall, thin candles"
        part = other.has("part") and not is_function(other) and not (other.has("colour") or other.has("shade"))
        if other.kind == "word" and (other.has("family") or part):
            return True
        if other.kind == "word" and any(other.has(kind) for kind in LOOKS):
            continue
        if other.kind == "unknown":
            continue
        return False
    return False


def several_follow(spans: Sequence[Span], of: Span) -> bool:
    """Whether "of" stands straight after a thing and before things in plural: a bowl of apples."""
    at = spans.index(of)
    if not at or not spans[at - 1].has("family"):
        return False
    for other in spans[at + 1 :]:
        if other.has("family"):
            return other.get("family").plural or names_its_parts(other)
        if not any(other.has(kind) for kind in LOOKS) and other.kind != "number":
            return False
    return False


def names_its_parts(span: Span) -> bool:
    """Whether the plural of a counted part is the name of the whole, as for stairs."""
    part = next((meaning for meaning in span.meanings if meaning.kind == "part" and meaning.plural), None)
    return part is not None and counts(span.get("family").value[0], part.value)


def stands_by(spans: Sequence[Span], at: int) -> bool:
    """Whether a place word other than on and in comes between a noun and the next thing."""
    for other in spans[at + 1 :]:
        if other.has("relation"):
            return other.get("relation").value not in ("on", "in", "<in", "<on")
        if other.has("family"):
            return False
    return False


def wears(spans: Sequence[Span], at: int) -> bool:
    """Whether a colour or material that also names a thing is the look of a thing still to come."""
    if spans[at].get("family").plural or not (spans[at].has("colour") or spans[at].has("material")):
        return False
    for other in spans[at + 1 :]:
        thing = other.has("family") or (other.has("part") and not is_function(other))
        if thing and not (other.has("colour") or other.has("material")):
            return True
        joins = other.has("and") or other.text in ("の", "的")
        if not (joins or other.kind == "unknown" or any(other.has(kind) for kind in LOOKS)):
            return False
    return False


def follows_of(spans: Sequence[Span], at: int) -> bool:
    """Whether a look comes after "made of", "in" or the like, with nothing but an article and looks between."""
    if spans[at].get("family").plural if spans[at].has("family") else False:
        return False
    for other in reversed(spans[:at]):
        if other.has("of"):
            return True
        if not (other.has("determiner") or any(other.has(kind) for kind in LOOKS)) or other.has("family"):
            return False
    return False


def is_function(span: Span) -> bool:
    """Whether the span is also a word that only joins or groups, such as "stands" or "stacked"."""
    return any(span.has(kind) for kind in ("fill", "group", "series", "relation", "flank", "with", "of"))


def is_look(span: Span, families: Sequence[str]) -> bool:
    """Whether the span is a look; a chosen word is one only where one of the families has that choice."""
    if any(span.has(kind) for kind in LOOKS if kind != "choice"):
        return True
    words = {meaning.value for meaning in span.meanings if meaning.kind == "choice"}
    return bool(words) and any(words & _chosen(family) for family in families)


@cache
def _chosen(family: str) -> frozenset[str]:
    made = registry.get(family)
    return frozenset(word for parameter in made.parameters for word in (*parameter.choices, *parameter.aliases))


def only_looks_follow(spans: Sequence[Span], at: int) -> bool:
    """Whether what follows up to the next stop are looks: "both red"."""
    looks = 0
    for other in spans[at + 1 :]:
        if other.has("stop"):
            break
        if other.has("family") or other.has("part") or other.kind in ("number", "length", "product"):
            return False
        looks += any(other.has(kind) for kind in LOOKS)
    return looks > 0


def is_head(span: Span, following: Span, language: str = "en") -> bool:
    """Whether the next word is the thing and this one only describes it ("ball gown", "box table")."""
    if following.kind == "unknown":
        tail = following.text.lower()
        if len(tail) == 1:
            return False  # "nut M10"
        return language == "en" and not looks_adjectival(tail) and not tail[0].isdigit()
    if language not in ("en", "ja", "zh") and not (language == "de" and following.joined):
        return False
    plain = (
        following.kind == "word"
        and following.has("family")
        and not following.has("colour")
        and not following.has("fill")
    )
    return plain and not following.has("material") and (following.joined or not span.get("family").plural)


def names_a_length(spans: Sequence[Span], at: int) -> bool:
    """Whether a dimension word here names the length that follows it."""
    following = spans[at + 1] if at + 1 < len(spans) else None
    before = spans[at - 1] if at else None
    if not is_dimension_noun(spans[at]):
        # "alto 30 cm": an adjective, with the length after it and none before.
        measured = before is not None and before.kind in ("length", "number", "product")
        return following is not None and following.kind == "length" and not measured
    for other in spans[at + 1 : at + 4]:
        if other.kind in ("length", "number", "product"):
            return True
        if not (other.has("of") or other.has("fill") or other.has("determiner") or other.text in ":="):
            return False
    return False


def ends_its_phrase(spans: Sequence[Span], at: int) -> bool:
    """Whether the unknown word ends its phrase, and so is the thing spoken of."""
    following = spans[at + 1] if at + 1 < len(spans) else None
    if following is None or following.kind == "mark":
        return True
    if following.kind == "unknown" or any(following.has(kind) for kind in (*LOOKS, "family", "part")):
        return False
    return following.kind == "word" and any(following.has(kind) for kind in _BREAKS)


def ratio(spans: Sequence[Span], at: int) -> tuple[float, tuple[str, str], int] | None:
    """The factor, the two dimensions and the spans taken by "twice as wide as (it is) high"."""
    factor, step = 1.0, at
    if spans[step].kind == "number" and step + 1 < len(spans) and spans[step + 1].text.lower() == "times":
        factor, step = spans[step].value, step + 2
    elif spans[step].has("times"):
        factor, step = float(spans[step].get("times").value), step + 1
    first = _compared(spans, step)
    if first is None or factor <= 0:
        return None
    second = _compared(spans, first[1])
    if second is None or first[0] == second[0]:
        return None
    return factor, (first[0], second[0]), second[1] - at


def _compared(spans: Sequence[Span], at: int) -> tuple[str, int] | None:
    if at >= len(spans) or spans[at].text.lower() != "as":
        return None
    for number in range(at + 1, min(at + 5, len(spans))):
        if spans[number].has("dimension"):
            return str(spans[number].get("dimension").value), number + 1
        if not any(spans[number].has(kind) for kind in ("fill", "of", "determiner", "pronoun")):
            return None
    return None


def two_sides(spans: Sequence[Span], at: int) -> tuple[int, int] | tuple[()]:
    """Where the two lengths are in "one side 60 mm, the other 40 mm" or "sides of 60 mm and 40 mm"; else nothing."""
    first = at + (spans[at].kind == "number" and spans[at].value == 1)
    if first >= len(spans) or spans[first].text.lower() not in ("side", "sides"):
        return ()
    lengths: list[int] = []
    for number in range(first + 1, min(first + 10, len(spans))):
        if spans[number].kind == "length":
            lengths.append(number)
            if len(lengths) == 2:
                return lengths[0], lengths[1]
        elif spans[number].text.lower() not in (",", "and", "the", "other", "second", "one", "side", "is", "of", ":"):
            return ()
    return ()


def variants(spans: Sequence[Span], at: int) -> tuple[list[list[Span]], int]:
    """The looks of each copy and the spans taken by "one red and one blue", "one is tall, the other short"."""
    found: list[list[Span]] = []
    number = at
    while number < len(spans):
        start = number
        while number < len(spans) and spans[number].text.lower() in ("and", ",", "the", ";"):
            number += 1
        if number >= len(spans) or not _names_one(spans[number]):
            number = start
            break
        number += 1
        looks: list[Span] = []
        while number < len(spans) and (
            any(spans[number].has(kind) for kind in LOOKS)
            or spans[number].text.lower() in ("is", "in", "of", "painted", "one")
        ):
            looks += [spans[number]] if any(spans[number].has(kind) for kind in LOOKS) else []
            number += 1
        if not looks or (number < len(spans) and (spans[number].has("family") or spans[number].has("part"))):
            number = start
            break
        found.append(looks)
    if len(found) < 2:
        return [], 0
    for span in spans[at:number]:
        span.fate = span.fate if any(span in looks for looks in found) else "grammar"
    return found, number - at


def _names_one(span: Span) -> bool:
    return (span.kind == "number" and span.value == 1) or span.text.lower() in (
        "one",
        "other",
        "another",
        "third",
        "second",
    )
