"""Words → items: measures with the dimension and nouns that they stand by, standard components, and holes.

Numbers, units, fractions and products come from the lexer of `generation.shapes`; here is only what stands around them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import pairwise

from conversations.planning import components, words
from conversations.planning.components import Mention
from generation.shapes import colours, languages
from generation.shapes.lexer import language_of, lex
from generation.shapes.spans import Span

_NAMES = frozenset({"length", "width", "height", "depth", "thickness", "diameter", "radius", "spacing", "distance"})
MOST_HOLES = 60
_MEASURES = ("number", "length", "product", "angle")
_AFTER, _BEFORE, _CARRIED = 5, 4, 14
_PREPOSITIONS = frozenset({"for", "of", "in", "on", "from", "at", "between", "into", "over", "per", "that", "which"})


@dataclass(frozen=True)
class Item:
    """One word, measure or mark of the text; a component's name is one item of kind "component"."""

    kind: str
    text: str
    value: float = 0.0
    values: tuple[float, ...] = ()
    mention: Mention | None = None
    unitless: bool = False
    upto: float | None = None
    raw: float = 0.0


@dataclass(eq=False)
class Measure:
    """A number with what it is about: a dimension and nouns with how near they stand (3 next to it, 1 far before)."""

    at: int
    kind: str
    value: float
    values: tuple[float, ...] = ()
    unitless: bool = False
    dimension: str = ""
    nouns: dict[str, int] = field(default_factory=dict)
    comparison: tuple[str, int] | None = None
    used: bool = False


@dataclass(eq=False)
class HoleWish:
    """Holes somebody asked for; 0 and "" are what was not said."""

    at: int
    count: int = 0
    diameter: float = 0.0
    screw: str = ""
    each: bool = False
    middle: bool = False
    inset: float = 0.0
    spacing: float = 0.0
    circle: float = 0.0
    where: str = ""


@dataclass(eq=False)
class Reading:
    """A text as items, with its language and its words in English, joined by single spaces."""

    text: str
    language: str
    items: list[Item]
    plain: str

    @property
    def mentions(self) -> list[Mention]:
        """The components named, in order."""
        return [item.mention for item in self.items if item.mention is not None]

    def has(self, *phrases: str) -> bool:
        """Whether one of the phrases stands in the text."""
        return any(words.has_phrase(self.plain, phrase) for phrase in phrases)


def read(text: str, *, usual: str = "en") -> Reading:
    """The items of a text. Components are taken out first, so that the 17 of a "NEMA 17" is no number.

    A few words do not show their language: `usual` is the one the person wrote before.
    """
    text = _apart(text)
    found = components.mentions(text)
    covered = list(text)
    for mention in found:
        covered[mention.start : mention.end] = " " * (mention.end - mention.start)
    masked = "".join(covered)
    language = language_of(text)
    if language == "en" and usual != "en":
        typed = {word.strip(".,;:!?") for word in text.lower().split()}
        language = usual if typed & (words.foreign().keys() - words.ENGLISH) else language
    placed: list[tuple[int, Item]] = [
        (mention.start, Item("component", mention.component.name.lower(), mention=mention)) for mention in found
    ]
    for span in _merged(lex(masked, language=language)):
        if span.kind in _MEASURES:
            unitless = span.unitless if span.kind == "product" else span.kind == "number"
            value = span.value if span.upto is None else (span.value + span.upto) / 2
            item = Item(span.kind, span.text, value, span.values, None, unitless, span.upto, span.raw)
            placed.append((span.start, item))
            continue
        placed += [(span.start + at, item) for at, item in enumerate(_words(span.text, language))]
    placed.sort(key=lambda pair: pair[0])
    items = [item for _, item in placed]
    return Reading(text, language, items, " ".join(item.text for item in items if item.kind != "mark"))


def _merged(spans: Sequence[Span]) -> list[Span]:
    """The spans with halves of a compound word together again: our tables know "Abstandshalter" as one."""
    out: list[Span] = []
    for span in spans:
        last = out[-1] if out else None
        if (
            last is not None
            and last.kind not in _MEASURES
            and span.kind not in _MEASURES
            and last.end == span.start
            and (last.text + span.text).isalpha()
        ):
            out[-1] = Span(last.start, span.end, last.text + span.text, "word")
        else:
            out.append(span)
    return out


@cache
def _in_colour() -> re.Pattern[str]:
    """Where "in" stands before a colour: "100 x 60 x 40 in blue" has no inches."""
    hues = "|".join(sorted(map(re.escape, colours.names()), key=len, reverse=True))
    return re.compile(rf"(?<=\d) in (?=(?:the |my |a )?(?:{hues})\b)", re.IGNORECASE)


def _apart(text: str) -> str:
    text = _in_colour().sub(" of ", text)
    return text.replace("’", "'").replace("Ø", "diameter ").replace("⌀", "diameter ")


def _words(text: str, language: str) -> list[Item]:
    """Words in English; where the tables of the shapes know a word and ours do not, theirs count."""
    out: list[Item] = []
    for word in text.lower().replace("-", " ").split():
        if not any(sign.isalnum() or sign == "%" for sign in word):
            out.append(Item("mark", word))
            continue
        english = word
        if language != "en":
            known = languages.words(language).get(word)
            english = words.foreign().get(word) or (known.english if known else word)
        elif word not in words.ENGLISH:
            english = words.foreign().get(word, word)  # a word or two do not show their language
        out += [Item("word", part) for part in english.split()]
    return out


def measures(reading: Reading, nouns: Mapping[str, str]) -> list[Measure]:
    """All measures with what they are about; `nouns` are the design's words for its parts, to one name each."""
    places = [at for at, item in enumerate(reading.items) if item.kind in _MEASURES]
    out = [_measure(reading.items, at, nouns) for at in places]
    if out and _name_before(reading.items, out[0].at):  # "width 20 mm height 30 mm": the name stands in front
        for one in out:
            one.dimension = _name_before(reading.items, one.at) or one.dimension
    _share(reading.items, out)
    return out


def _measure(items: Sequence[Item], at: int, nouns: Mapping[str, str]) -> Measure:
    item = items[at]
    out = Measure(at, item.kind, item.value, item.values, item.unitless)
    _look_after(items, at, nouns, out)
    _look_before(items, at, nouns, out)
    return out


def _name_before(items: Sequence[Item], at: int) -> str:
    """The dimension that a noun directly before a measure names: "width 20 mm", "height: 30", "a depth of 4 cm"."""
    step = at - 1
    while step >= 0 and items[step].text in ("of", "is", ":", "=", "to", "about"):
        step -= 1
    is_name = step >= 0 and items[step].text in _NAMES
    return _dimension(items, step) if is_name else ""


def _noun(items: Sequence[Item], at: int, nouns: Mapping[str, str]) -> tuple[str, int]:
    """The noun of one or two words that starts at `at`, and how many items it takes."""
    if at + 1 < len(items) and items[at + 1].kind == "word":
        pair = f"{items[at].text} {words.singular(items[at + 1].text)}"
        if pair in nouns:
            return nouns[pair], 2
    single = words.singular(items[at].text)
    if single in nouns:
        return nouns[single], 1
    return ("edge", 1) if single in ("edge", "border") else ("", 0)


def _dimension(items: Sequence[Item], at: int) -> str:
    """The dimension word at `at`, with "outer" or "inner" before it."""
    name = words.DIMENSIONS.get(items[at].text, "")
    if name == "diameter":
        before = {item.text for item in items[max(0, at - 2) : at]}
        if before & words.OUTER:
            return "outer diameter"
        if before & words.INNER:
            return "inner diameter"
    return name


def _look_after(items: Sequence[Item], at: int, nouns: Mapping[str, str], out: Measure) -> None:
    for step, item in enumerate(items[at + 1 : at + 1 + _AFTER], at + 1):
        if item.kind in _MEASURES or item.text in words.STOPS:
            break
        if item.kind == "component":
            continue
        if item.text in words.COMPARISONS and out.comparison is None:
            out.comparison = words.COMPARISONS[item.text]
        if not out.dimension and step <= at + 3:
            out.dimension = _dimension(items, step)
        if item.text in _PREPOSITIONS and out.nouns:
            break
        noun, _ = _noun(items, step, nouns)
        if noun:  # of nouns in a row the last is the thing: the diagonal of "motor to motor diagonal"
            out.nouns = {**dict.fromkeys(out.nouns, 2), noun: 3}


def _look_before(items: Sequence[Item], at: int, nouns: Mapping[str, str], out: Measure) -> None:
    near, step = True, at - 1
    while step >= max(0, at - _CARRIED):
        item = items[step]
        if item.kind in _MEASURES or item.text in words.STOPS - {":"}:
            near = False
        if near and at - step <= _BEFORE and not out.dimension:
            out.dimension = _dimension(items, step)
        if near and item.text in words.COMPARISONS and out.comparison is None:
            out.comparison = words.COMPARISONS[item.text]
        noun, taken = _noun(items, step, nouns)
        previous = _noun(items, step - 1, nouns) if step else ("", 0)
        if previous[1] == 2:
            noun, taken, step = previous[0], 2, step - 1
        if noun:
            owned = near and step and any(one.kind in _MEASURES for one in items[max(0, step - 2) : step])
            strength = 1 if not near or owned else 3 if at - step - taken <= 2 and 3 not in out.nouns.values() else 2
            out.nouns[noun] = max(out.nouns.get(noun, 0), strength)
            if not near:
                return
        step -= 1


def _share(items: Sequence[Item], found: list[Measure]) -> None:
    """What follows the last of several numbers belongs to all: "20 and 40 teeth", "100, 60 and 40 mm wide"."""
    for one, other in reversed(list(pairwise(found))):
        between = [item.text for item in items[one.at + 1 : other.at]]
        if one.dimension or not between or not set(between) <= {"and", ",", "/", "or", "to"}:
            continue
        if one.kind == "number" and other.kind == "length" and not one.nouns.keys() & {"tooth"}:
            unit = items[other.at].value / (items[other.at].raw or 1.0)
            one.kind, one.value = "length", one.value * (unit or 1.0)
        ahead = {noun: strength for noun, strength in one.nouns.items() if strength >= 2}
        if ahead and not any(strength >= 2 for strength in other.nouns.values()):
            other.nouns.update(ahead)
        strong = {noun: strength for noun, strength in other.nouns.items() if strength == 3}
        if strong and one.kind == other.kind and 3 not in one.nouns.values():
            one.nouns.update(strong)


def holes(reading: Reading, found: list[Measure], nouns: Mapping[str, str]) -> list[HoleWish]:
    """The holes that are asked for; the measures that describe them are marked as used."""
    items = reading.items
    out = []
    heads = [at for at, item in enumerate(items) if words.singular(item.text) in words.HOLES]
    heads = [head for head in heads if not _is_opening(items, head)]
    for number, head in enumerate(heads):
        first = heads[number - 1] + 1 if number else 0
        last = heads[number + 1] - 5 if number + 1 < len(heads) else len(items)
        out.append(_Holes(items, found, nouns).read(head, first, max(last, head + 1)))
    return out


def _is_opening(items: Sequence[Item], head: int) -> bool:
    """Whether the hole is for a component that brings its own opening: "a hole for a USB-C port"."""
    following = [item for item in items[head + 1 : head + 5] if item.text not in words.STOPS]
    parts = [item.mention.component for item in following if item.mention is not None]
    return bool(parts) and parts[0].kind != "screw" and following[0].text == "for"


class _Holes:
    """Reads what stands around one "holes"."""

    def __init__(self, items: Sequence[Item], found: list[Measure], nouns: Mapping[str, str]) -> None:
        self.items, self.nouns = items, nouns
        self.found = {measure.at: measure for measure in found}

    def read(self, head: int, first: int, last: int) -> HoleWish:
        wish = HoleWish(head)
        self._before(wish, head, first)
        self._after(wish, head, last)
        return wish

    def _before(self, wish: HoleWish, head: int, first: int) -> None:
        for at in range(head - 1, max(first, head - 6) - 1, -1):
            item = self.items[at]
            if item.text in words.STOPS:
                break
            if item.mention is not None and item.mention.component.kind == "screw" and not wish.screw:
                wish.screw = item.mention.component.id
            elif item.kind == "length" and not wish.diameter:
                wish.diameter = self._take(at)
            elif item.kind == "number" and not wish.count:
                wish.count = min(max(round(self._take(at)), 1), MOST_HOLES)
            elif item.text in words.EACH:
                wish.each = True
            elif item.text in ("middle", "center", "centre", "central"):
                wish.middle = True
            elif item.text in ("a", "another", "an", "one", "single") and not wish.count:
                wish.count = 1

    def _after(self, wish: HoleWish, head: int, last: int) -> None:
        clauses = 0
        for at in range(head + 1, min(last, head + 18)):
            item = self.items[at]
            clauses += item.text in (".", ";")
            if clauses:
                break
            if item.mention is not None and item.mention.component.kind == "screw":
                wish.screw = wish.screw or item.mention.component.id
            elif item.kind == "length":
                self._length(wish, at, head)
            elif item.text in words.EACH:
                wish.each = True
            elif item.text in ("middle", "center", "centre", "centrally"):
                wish.middle = True
            if not wish.where and at - head <= 6:
                noun = _noun(self.items, at, self.nouns)[0]
                wish.where = noun if noun != "edge" else ""

    def _length(self, wish: HoleWish, at: int, head: int) -> None:
        after = [words.singular(item.text) for item in self.items[at + 1 : at + 6]]
        before = [item.text for item in self.items[max(head, at - 5) : at]]
        strong = after[: next((n for n, text in enumerate(after) if text in words.STOPS), len(after))]
        if {"edge", "border", "corner"} & set(strong) or {"inset", "edge"} & set(before):
            wish.inset = self._take(at)
        elif {"circle", "pcd"} & set(strong):
            wish.circle = self._take(at)
        elif {"apart", "spacing"} & {words.DIMENSIONS.get(text, text) for text in (*strong, *before)}:
            wish.spacing = self._take(at)
        elif "screw" in strong[:2] or "bolt" in strong[:2] or "diameter" in (*before, *strong):
            value = self._take(at)
            screw = components.screw_for(value) if "screw" in strong[:2] or "bolt" in strong[:2] else ""
            wish.screw, wish.diameter = (wish.screw or screw), (wish.diameter or (0.0 if screw else value))
        elif not (wish.diameter or wish.screw) and at - head <= 4 and not self.found[at].dimension:
            wish.diameter = self._take(at)  # "the holes should be 6 mm"

    def _take(self, at: int) -> float:
        self.found[at].used = True
        return min(abs(self.found[at].value), 1e4)
