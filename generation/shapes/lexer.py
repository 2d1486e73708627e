"""Prompt → spans: every stretch of the prompt with what it may mean, longest phrase first, and nothing thrown away."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache

from generation.shapes import colours, languages, numbers
from generation.shapes.lexicon import Index, Meaning, index
from generation.shapes.tokens import tokenise

_TIMES = ("x", "×", "by", "*")
_NOT_AFTER_INCH = frozenset({"a", "an", "the", "one", "this", "my", "each", "total", "all"})
_PRONOUN_BEFORE_ONE = frozenset({"the", "this", "that", "each", "every", "another", "which", "last", "no", "any"})


@dataclass(eq=False)
class Span:
    """A stretch of the prompt. `fate` says where it ended: specification, assumed, ignored, warning or grammar."""

    start: int
    end: int
    text: str
    kind: str
    meanings: tuple[Meaning, ...] = ()
    value: float = 0.0
    raw: float = 0.0
    upto: float | None = None
    values: tuple[float, ...] = ()
    digits: bool = False
    unitless: bool = False
    joined: bool = False
    fate: str = field(default="")

    def has(self, kind: str) -> bool:
        """Whether one reading is of this kind."""
        return any(meaning.kind == kind for meaning in self.meanings)

    def get(self, kind: str) -> Meaning:
        """The reading of this kind. Raises StopIteration where there is none."""
        return next(meaning for meaning in self.meanings if meaning.kind == kind)


@cache
def _english() -> frozenset[str]:
    known = {word for phrase in index().meanings for word in phrase}
    return frozenset(known | set(numbers.WORDS) | set(numbers.LENGTHS))


def language_of(prompt: str) -> str:
    """The language of the prompt: "en", or another whose words the lexicon has."""
    return languages.detect([token.low for token in tokenise(prompt) if token.kind == "word"], _english())


def lex(prompt: str, *, language: str = "") -> list[Span]:
    """The spans of a prompt, in order and without overlap; only white space lies between them."""
    return _Lexer(prompt, language or language_of(prompt)).spans()


class _Lexer:
    def __init__(self, prompt: str, language: str) -> None:
        self.prompt = prompt
        self.index: Index = index(language)
        self.numbers = numbers.WORDS | languages.numbers(language)
        self.units = {
            word: numbers.LENGTHS[unit]
            for word, unit in languages.words(language).items()
            if unit in numbers.LENGTHS
        } | numbers.LENGTHS  # fmt: skip
        self.tokens = tokenise(prompt)

    def spans(self) -> list[Span]:
        out: list[Span] = []
        at = 0
        while at < len(self.tokens):
            span, taken = self._next(at)
            out.append(span)
            at += taken
        return _products(self.prompt, out)

    def _low(self, at: int) -> str:
        return self.tokens[at].low if 0 <= at < len(self.tokens) else ""

    def _span(self, at: int, taken: int, kind: str, meanings: Sequence[Meaning] = ()) -> Span:
        first, last = self.tokens[at], self.tokens[at + taken - 1]
        text = self.prompt[first.start : last.end]
        return Span(first.start, last.end, text, kind, tuple(meanings), joined=first.joined)

    def _next(self, at: int) -> tuple[Span, int]:
        token = self.tokens[at]
        if token.kind == "hex":
            value = colours.full_hex(token.text)
            return self._span(at, 1, "word", [Meaning("colour", (value, value))]), 1
        fraction = numbers.fraction_of_unit(self.tokens, at)
        phrase, longest = self._phrase(at)
        if fraction and fraction[1] >= longest:
            span = self._span(at, fraction[1], "length")
            span.value = fraction[0]
            return span, fraction[1]
        number = None if self._is_pronoun(at) else numbers.read(self.tokens, at, self.numbers)
        if number and number.taken >= longest:
            return self._number(at, number)
        unit_wide = self._a_unit_wide(at)
        if unit_wide:
            return unit_wide, 2
        if phrase:
            return self._span(at, longest, "word", phrase), longest
        return self._span(at, 1, "unknown" if token.kind == "word" else "mark"), 1

    def _is_pronoun(self, at: int) -> bool:
        return self._low(at) == "one" and self._low(at - 1) in _PRONOUN_BEFORE_ONE

    def _a_unit_wide(self, at: int) -> Span | None:
        """A unit in words before a dimension: "a metre wide", "a foot tall"."""
        if self._low(at) not in ("a", "an") or len(self._low(at + 1)) < 4 or self._low(at + 1) not in self.units:
            return None
        after = self.index.get((self._low(at + 2),))
        if not any(meaning.kind == "dimension" for meaning in after):
            return None
        span = self._span(at, 2, "length")
        span.value = self.units[self._low(at + 1)]
        return span

    def _phrase(self, at: int) -> tuple[list[Meaning], int]:
        for taken in range(min(self.index.longest, len(self.tokens) - at), 0, -1):
            found = self.index.get(tuple(self._low(at + step) for step in range(taken)))
            if found:
                return found, taken
        return [], 0

    def _number(self, at: int, number: numbers.Number) -> tuple[Span, int]:
        after = at + number.taken
        negative = self._low(at - 1) in ("-", "−") and at > 0 and self.tokens[at - 1].end == self.tokens[at].start
        unit = self._unit(after, number)
        if not unit:
            span = self._span(at, number.taken, "number")
            span.value = span.raw = number.value
            span.upto, span.digits = number.upto, number.digits
            return span, number.taken
        size = self.units[self._low(after)]
        value, taken = number.value * size, number.taken + 1
        if size == numbers.LENGTHS["ft"] and number.upto is None:
            more = self._inches(after + 1)
            value, taken = value + more[0], taken + more[1]
        span = self._span(at, taken, "length")
        span.value, span.raw = -value if negative else value, number.value
        span.upto = None if number.upto is None else number.upto * size
        span.digits = number.digits
        return span, taken

    def _inches(self, at: int) -> tuple[float, int]:
        """The inches after feet: 5 ft 3 in, 5′ 3″, 5'3."""
        if at < len(self.tokens) and self.tokens[at].kind == "number":
            inches = numbers.read(self.tokens, at, {})
            if inches and self._low(at + inches.taken) in ("in", "inch", "inches", '"', "″", "”"):
                return inches.value * 25.4, inches.taken + 1
        return 0.0, 0

    def _unit(self, at: int, number: numbers.Number) -> bool:
        """Whether the token is a unit here: "3 in a row" has none, nor have the "four feet" of a vase."""
        low = self._low(at)
        if low not in self.units:
            return False
        if low in ("in", "m", '"', "'", "”") and not number.digits and low != "m":
            return False
        if low == "in":
            return self._low(at + 1) not in _NOT_AFTER_INCH and not self._starts_look(at + 1)
        if low in ("foot", "feet", "yard", "yards", "thou") and not number.digits:
            following = self._low(at + 1)
            return following in _TIMES or any(m.kind == "dimension" for m in self.index.get((following,)))
        if low == "m" and at < len(self.tokens):
            return self.tokens[at].text != "M"
        return True

    def _starts_look(self, at: int) -> bool:
        """Whether a colour or material, and no noun, follows: "3 in oak" counts three and says of what."""
        token = self._low(at)
        if not token:
            return False
        found = self.index.get((token,))
        looks = any(meaning.kind in ("colour", "material") for meaning in found)
        return looks and at + 1 >= len(self.tokens)


def _products(prompt: str, spans: list[Span]) -> list[Span]:
    """Join "40 x 30 x 20 cm" into one span; a number without a unit has the next one's."""
    out: list[Span] = []
    at = 0
    while at < len(spans):
        chain = [at]
        while (
            spans[chain[-1]].kind in ("number", "length")
            and chain[-1] + 2 < len(spans)
            and spans[chain[-1] + 1].text.lower() in _TIMES
            and spans[chain[-1] + 2].kind in ("number", "length")
            and len(chain) < 3
        ):
            chain.append(chain[-1] + 2)
        if len(chain) > 1 and all(spans[k].digits for k in chain):
            out.append(_joined(prompt, spans, chain))
            at = chain[-1] + 1
        else:
            out.append(spans[at])
            at += 1
    return out


def _joined(prompt: str, spans: list[Span], chain: list[int]) -> Span:
    first, last = spans[chain[0]], spans[chain[-1]]
    scale, values = 0.0, []
    for k in reversed(chain):
        span = spans[k]
        scale = span.value / span.raw if span.kind == "length" and span.raw else scale
        values.append(span.raw * (scale or 1.0))
    return Span(
        first.start,
        last.end,
        prompt[first.start : last.end],
        "product",
        values=tuple(reversed(values)),
        unitless=not scale,
    )


def is_dimension_noun(span: Span) -> bool:
    """Whether the span names a dimension as a noun ("height"), so that its length follows."""
    return span.has("dimension_noun")
