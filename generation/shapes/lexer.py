"""Prompt → spans: every stretch of the prompt with what it may mean, longest phrase first, and nothing thrown away."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cache

from generation.shapes import colours, compounds, languages, lookahead, numbers, products
from generation.shapes.lexicon import Index, Meaning, index
from generation.shapes.spans import TIMES, Span
from generation.shapes.tokens import Token, segment, tokenise

_NOT_AFTER_INCH = frozenset({"a", "an", "the", "one", "this", "my", "each", "total", "all"})
_PRONOUN_BEFORE_ONE = frozenset({"the", "this", "that", "each", "every", "another", "which", "last", "no", "any"})
_BETWEEN = {"between": "and", "from": "to", "zwischen": "und", "von": "bis", "entre": "et y e", "de": "à a", "tra": "e"}
_TO = ("to", "or", "bis", "à", "a", "hasta", "até", "oder", "–", "—", "-", "~", "〜", "～", "から", "到", "至")


@cache
def _english() -> frozenset[str]:
    known = {word for phrase in index().meanings for word in phrase}
    return frozenset(known | set(numbers.WORDS) | set(numbers.LENGTHS))


@cache
def _units(language: str) -> dict[str, float]:
    own = {word: meant.english for word, meant in languages.words(language).items()}
    return {word: numbers.LENGTHS[unit] for word, unit in own.items() if unit in numbers.LENGTHS} | numbers.LENGTHS


@cache
def _number_words(language: str) -> dict[str, int]:
    return numbers.WORDS | languages.numbers(language)


def languages_of(prompt: str) -> list[str]:
    """The languages the prompt may be in, the likeliest first."""
    signs = languages.by_script(prompt)
    typed = [token.low for token in tokenise(prompt) if token.kind == "word"]
    return [signs] if signs else languages.ranked(typed, _english())


def language_of(prompt: str) -> str:
    """The language of the prompt: "en", or another whose words the lexicon has."""
    return languages_of(prompt)[0]


def lex(prompt: str, *, language: str = "") -> list[Span]:
    """The spans of a prompt, in order and without overlap; only white space lies between them."""
    return _Lexer(prompt, language or language_of(prompt)).spans()


class _Lexer:
    def __init__(self, prompt: str, language: str) -> None:
        self.prompt, self.language, self.limit = prompt, language, 99
        self.index: Index = index(language)
        self.numbers = _number_words(language)
        self.units = _units(language)
        self.comma = language in languages.COMMA
        self.classifiers = languages.classifiers(language)
        self.tokens = self._cut(tokenise(prompt))

    def _cut(self, tokens: list[Token]) -> list[Token]:
        if self.language in languages.SIGNS:
            return segment(tokens, languages.words(self.language), languages.longest(self.language))
        tokens = [replace(token, kind="word") if token.kind == "cjk" else token for token in tokens]
        if self.language not in languages.ELISIONS:
            return tokens
        out: list[Token] = []
        for token in tokens:
            size = languages.elided(self.language, token.low) if token.kind == "word" else 0
            if size:
                middle = token.start + size
                out.append(replace(token, text=token.text[:size], low=token.low[:size], end=middle))
                rest = replace(token, text=token.text[size:], low=token.low[size:], start=middle, joined=False)
                out.append(rest)
            else:
                out.append(token)
        return out

    def spans(self) -> list[Span]:
        out: list[Span] = []
        at = 0
        while at < len(self.tokens):
            found, taken = self._next(at)
            out += found
            at += taken
        return products.finish(self.prompt, self._refitted(out), self.language)

    def _refitted(self, spans: list[Span]) -> list[Span]:
        """Phrases that name a part of nothing in the prompt are read by their words: the "gold rim" of a vase."""
        families = {span.get("family").value[0] for span in spans if span.has("family")}
        out: list[Span] = []
        for span in spans:
            kinds = {meaning.kind for meaning in span.meanings}
            strange = kinds == {"part"} and " " in span.text and bool(families)
            if strange and not any(lookahead.knows(family, span.get("part").value) for family in families):
                inner = _Lexer(span.text, self.language)
                inner.limit = len(span.text.split()) - 1
                for part in inner.spans():
                    part.start, part.end = part.start + span.start, part.end + span.start
                    out.append(part)
            else:
                out.append(span)
        return out

    def _low(self, at: int) -> str:
        return self.tokens[at].low if 0 <= at < len(self.tokens) else ""

    def _span(self, at: int, taken: int, kind: str, meanings: Sequence[Meaning] = ()) -> Span:
        first, last = self.tokens[at], self.tokens[at + taken - 1]
        text = self.prompt[first.start : last.end]
        return Span(first.start, last.end, text, kind, tuple(meanings), joined=first.joined)

    def _next(self, at: int) -> tuple[list[Span], int]:  # noqa: PLR0911 - one return a reading
        token = self.tokens[at]
        if token.kind == "hex":
            value = colours.written(token.text)
            return [self._span(at, 1, "word", [Meaning("colour", (value, value))])], 1
        if token.low in self.classifiers and at and self.tokens[at - 1].kind in ("number", "numeral"):
            return [self._span(at, 1, "word", [Meaning("fill", token.low)])], 1
        scale = self._scale(at)
        if scale:
            return [scale], 3
        fraction = numbers.fraction_of_unit(self.tokens, at)
        phrase, longest = self._phrase(at)
        if fraction and fraction[1] >= longest:
            span = self._span(at, fraction[1], "length")
            span.value = fraction[0]
            return [span], fraction[1]
        between = self._between(at)
        if between:
            return [between[0]], between[1]
        number = (
            None if self._is_pronoun(at) else numbers.read(self.tokens, at, self.numbers, comma_is_decimal=self.comma)
        )
        if number and number.taken >= longest:
            span, taken = self._number(at, number)
            return [span], taken
        unit_wide = self._a_unit_wide(at)
        if unit_wide:
            return [unit_wide], 2
        if phrase:
            return [self._span(at, longest, "word", phrase)], longest
        if token.kind == "word" and self.language == "de":
            halves = compounds.halves(token.low, self.index)
            if halves:
                return self._halved(at, *halves), 1
        return [self._span(at, 1, "unknown" if token.kind in ("word", "cjk") else "mark")], 1

    def _scale(self, at: int) -> Span | None:
        """The scale of a model: 1:87."""
        if self._low(at) != "1" or self._low(at + 1) != ":" or at + 2 >= len(self.tokens):
            return None
        if self.tokens[at + 2].kind != "number" or not self.tokens[at + 2].text.isdigit():
            return None
        size = 1 / max(int(self.tokens[at + 2].text), 1)
        return self._span(at, 3, "word", [Meaning("size", (("all", size),))])

    def _halved(self, at: int, size: int, first: list[Meaning], second: list[Meaning]) -> list[Span]:
        """A compound as two spans: what describes, and the thing."""
        token, middle = self.tokens[at], self.tokens[at].start + size
        front, rear = self.prompt[token.start : middle], self.prompt[middle : token.end]
        kind = "word" if first else "unknown"
        return [
            Span(token.start, middle, front, kind, tuple(first), joined=token.joined),
            Span(middle, token.end, rear, "word", tuple(second), joined=True),
        ]

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
        for taken in range(min(self.index.starts.get(self._low(at), 0), len(self.tokens) - at, self.limit), 0, -1):
            found = self.index.get(tuple(self._low(at + step) for step in range(taken)))
            if found:
                return found, taken
        return [], 0

    def _between(self, at: int) -> tuple[Span, int] | None:
        """A range in words: "between 20 and 30 cm", "from 2 cm to 3 cm"."""
        links = _BETWEEN.get(self._low(at), "").split()
        if not links or at + 1 >= len(self.tokens):
            return None
        first = numbers.read(self.tokens, at + 1, self.numbers, comma_is_decimal=self.comma)
        if first is None:
            return None
        if first.upto is not None:
            span, taken = self._number(at + 1, first)
            return self._with_start(at, span), taken + 1
        after = at + 1 + first.taken
        unit = self.units.get(self._low(after), 0.0)
        after += 1 if unit else 0
        if self._low(after) not in links or after + 1 >= len(self.tokens):
            return None
        second = numbers.read(self.tokens, after + 1, self.numbers, comma_is_decimal=self.comma)
        if second is None:
            return None
        span, taken = self._number(after + 1, second)
        scale = unit or (self.units.get(self._low(after + 1 + second.taken), 0.0) if span.kind == "length" else 1.0)
        low = first.value * (scale or 1.0)
        span.value, span.raw, span.upto = low, first.value, span.value
        return self._with_start(at, span), after + 1 + taken - at

    def _with_start(self, at: int, span: Span) -> Span:
        span.start = self.tokens[at].start
        span.text = self.prompt[span.start : span.end]
        return span

    def _number(self, at: int, number: numbers.Number) -> tuple[Span, int]:
        after = at + number.taken
        tight = at > 0 and self._low(at - 1) in ("-", "−") and self.tokens[at - 1].end == self.tokens[at].start
        sign = -1.0 if tight else 1.0
        if number.value < 1 and self._low(after) == "of" and numbers.length_of(self.tokens, after):
            after = (numbers.length_of(self.tokens, after) or (0, after + 1))[1] - 1
        if not self._unit(after, number):
            degrees = self._low(after) in (
                "°",
                "degrees",
                "degree",
                "deg",
                "grad",
                "degrés",
                "grados",
                "gradi",
                "graus",
                "度",
            )
            span = self._span(at, after - at + 1 if degrees else number.taken, "angle" if degrees else "number")
            span.value = span.raw = sign * number.value
            span.upto, span.digits, span.vague = number.upto, number.digits, number.vague
            return span, number.taken + degrees
        size = self.units[self._low(after)]
        value, taken, upto = number.value * size, after + 1 - at, None if number.upto is None else number.upto * size
        if upto is None:
            more = self._smaller(at + taken, size)
            value, taken = value + more[0], taken + more[1]
            if not more[1]:
                upto, taken = self._upto(at, taken, value)
        span = self._span(at, taken, "length")
        span.value, span.raw = sign * value, number.value
        span.upto = upto
        span.digits = number.digits
        return span, taken

    def _smaller(self, at: int, size: float) -> tuple[float, int]:
        """What follows in a smaller unit: 5 ft 3 in, 5′3″, 5'3, 1 m 20, 2 m 5 cm."""
        if at >= len(self.tokens) or self.tokens[at].kind != "number":
            return 0.0, 0
        more = numbers.read(self.tokens, at, {}, comma_is_decimal=self.comma)
        if more is None or more.upto is not None:
            return 0.0, 0
        unit = self.units.get(self._low(at + more.taken), 0.0)
        feet = size == numbers.LENGTHS["ft"]
        if unit and unit < size and more.value * unit < size:
            return more.value * unit, more.taken + 1
        tight = self.tokens[at].start == self.tokens[at - 1].end
        following = self._low(at + more.taken)
        if feet and tight and more.value < 12 and not unit:
            return more.value * 25.4, more.taken
        if size == 1000 and len(self.tokens[at].text) == 2 and not unit and following not in TIMES and more.taken == 1:
            dimension = any(meaning.kind == "dimension" for meaning in self.index.get((following,)))
            return (more.value * 10, 1) if tight or dimension else (0.0, 0)
        return 0.0, 0

    def _upto(self, at: int, taken: int, value: float) -> tuple[float | None, int]:
        """The other end of a range with two units: "20 cm to 30 cm", "20cm-30cm"."""
        after = at + taken
        step = 1 if self._low(after) in _TO else 0
        if after + step >= len(self.tokens) or self.tokens[after + step].kind != "number":
            return None, taken
        if not step and not self._dashed(after):
            return None, taken
        more = numbers.read(self.tokens, after + step, {}, comma_is_decimal=self.comma)
        unit = self.units.get(self._low(after + step + more.taken), 0.0) if more else 0.0
        if more is None or not unit or more.value * unit <= value:
            return None, taken
        return more.value * unit, taken + step + more.taken + 1

    def _dashed(self, at: int) -> bool:
        """Whether a hyphen, and not nothing, joins the token to the one before."""
        return self.tokens[at].joined and self.tokens[at].start > self.tokens[at - 1].end

    def _unit(self, at: int, number: numbers.Number) -> bool:  # noqa: PLR0911 - one return a unit
        """Whether the token is a unit here: "3 in a row" has none, nor have the "four feet" of a vase."""
        low = self._low(at)
        if low not in self.units:
            return False
        if low in ("in", "m", '"', "'", "”") and not number.digits and low != "m":
            return False
        if low == "in":
            if self.language in ("de", "it") and not self._low(at + 1):
                return True
            return self._low(at + 1) not in _NOT_AFTER_INCH and not self._starts_look(at + 1)
        if low in ("foot", "feet", "yard", "yards", "thou") and not number.digits:
            following = self._low(at + 1)
            inches = self.units.get(self._low(at + 2), 0.0) == numbers.LENGTHS["in"]
            return inches or following in TIMES or any(m.kind == "dimension" for m in self.index.get((following,)))
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
