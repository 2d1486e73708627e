"""Numbers in digits and words, fractions and ranges, and the units that make lengths of them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from generation.shapes.languages import kanji
from generation.shapes.tokens import Token

_UNITS = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
_TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
WORDS: dict[str, int] = {word: value for value, word in enumerate(_UNITS)} | {
    word: 10 * value for value, word in enumerate(_TENS, 2)
}
_GREAT = {"hundred": 100, "thousand": 1000, "million": 1_000_000}
_GROUPS = {"pair": 2, "couple": 2, "dozen": 12, "trio": 3, "quartet": 4}
VAGUE = {"few": 3, "several": 4, "many": 8, "lots": 8, "numerous": 8}
_RANGE = ("to", "or", "–", "—", "~", "〜", "～", "から", "到", "至")
_SINGLE = {"single": 1, "twin": 2, "double": 2, "triple": 3, "quadruple": 4}
_GLYPHS = {"½": 0.5, "¼": 0.25, "¾": 0.75, "⅓": 1 / 3, "⅔": 2 / 3, "⅛": 0.125, "⅜": 0.375, "⅝": 0.625, "⅞": 0.875}
_PARTS = {
    "half": 0.5,
    "halves": 0.5,
    "third": 1 / 3,
    "thirds": 1 / 3,
    "quarter": 0.25,
    "quarters": 0.25,
    "eighths": 0.125,
}
LENGTHS: dict[str, float] = {
    "mm": 1, "millimetre": 1, "millimetres": 1, "millimeter": 1, "millimeters": 1, "mil": 1, "cm": 10, "cms": 10,
    "centimetre": 10, "centimetres": 10, "centimeter": 10, "centimeters": 10, "dm": 100, "decimetre": 100,
    "m": 1000, "metre": 1000, "metres": 1000, "meter": 1000, "meters": 1000, "mtr": 1000, "km": 1e6,
    "kilometre": 1e6, "kilometres": 1e6, "kilometer": 1e6, "kilometers": 1e6, "inch": 25.4, "inches": 25.4,
    "in": 25.4, "ins": 25.4, '"': 25.4, "″": 25.4, "”": 25.4, "ft": 304.8, "foot": 304.8, "feet": 304.8,
    "'": 304.8, "′": 304.8, "yd": 914.4, "yard": 914.4, "yards": 914.4, "thou": 0.0254,
}  # fmt: skip
_GROUPED = re.compile(r"[1-9]\d{0,2}(\.\d{3})+")
_APPROXIMATE = frozenset({"a", "an", "of", "the"})


@dataclass(frozen=True)
class Number:
    """A value, how many tokens it took, whether it was typed in digits, and the other end of a range.

    `vague` is a word such as "several", whose value is only a guess.
    """

    value: float
    taken: int
    digits: bool
    upto: float | None = None
    vague: bool = False


def digits(text: str, *, comma_is_decimal: bool = False) -> float:
    """The value of digits with either decimal mark; "1,200" is a thousand and more, "7,5" and "0,125" are not.

    Where the comma is the decimal mark of the language, it is "1.200" that is a thousand and more.
    """
    if comma_is_decimal and _GROUPED.fullmatch(text):
        return float(text.replace(".", ""))
    if comma_is_decimal and text.count(",") == 1 and "." not in text:
        return float(text.replace(",", "."))
    comma, dot = text.rfind(","), text.rfind(".")
    if comma >= 0 and dot >= 0:
        last = max(comma, dot)
        whole = text[:last].replace(",", "").replace(".", "")
        return float(f"{whole}.{text[last + 1 :]}")
    for mark in ",.":
        groups = text.split(mark)
        if len(groups) > 2:
            return float("".join(groups))
    if comma >= 0:
        whole, rest = text.split(",")
        grouped = len(rest) == 3 and 0 < len(whole) <= 3 and whole != "0"
        return float(whole + rest) if grouped else float(f"{whole or 0}.{rest}")
    return float(text)


def read(tokens: Sequence[Token], at: int, words: dict[str, int], *, comma_is_decimal: bool = False) -> Number | None:
    """The number that starts at token `at`, or None; `words` are the language's number words."""
    token = tokens[at]
    if token.kind == "number":
        return _Digits(tokens, comma_is_decimal).read(at)
    if token.kind == "numeral":
        return _numeral(tokens, at)
    if token.low in _GLYPHS:
        return Number(_GLYPHS[token.low], 1, digits=True)
    if token.kind == "word":
        return _in_words(tokens, at, words)
    return None


def _low(tokens: Sequence[Token], at: int) -> str:
    return tokens[at].low if 0 <= at < len(tokens) else ""


def _is_number(tokens: Sequence[Token], at: int) -> bool:
    return at < len(tokens) and tokens[at].kind == "number"


def _halves(tokens: Sequence[Token], at: int) -> bool:
    return [_low(tokens, at + step) for step in range(3)] == ["and", "a", "half"]


def _numeral(tokens: Sequence[Token], at: int) -> Number:
    value = kanji.value(tokens[at].low)
    if _low(tokens, at + 1) in _RANGE and at + 2 < len(tokens) and tokens[at + 2].kind == "numeral":
        upto = kanji.value(tokens[at + 2].low)
        if upto > value:
            return Number(value, 3, digits=True, upto=upto)
    return Number(value, 1, digits=True)


class _Digits:
    """Reads a number that begins with digits, with what belongs to it."""

    def __init__(self, tokens: Sequence[Token], comma_is_decimal: bool) -> None:
        self.tokens, self.comma_is_decimal = tokens, comma_is_decimal

    def value(self, at: int) -> float:
        return digits(self.tokens[at].text, comma_is_decimal=self.comma_is_decimal)

    def read(self, at: int) -> Number:
        tokens = self.tokens
        value, nxt = self.value(at), _low(tokens, at + 1)
        return (
            self._spaced(at)
            or self._fraction(at, value)
            or self._range(at, value)
            or (Number(value * _GREAT[nxt], 2, digits=True) if nxt in _GREAT and nxt != "hundred" else None)
            or (Number(value + 0.5, 4, digits=True) if _halves(tokens, at + 1) else None)
            or Number(value, 1, digits=True)
        )

    def _spaced(self, at: int) -> Number | None:
        """Thousands apart by a space, as they are written where the comma is the decimal mark: 1 200."""
        tokens = self.tokens
        if not (self.comma_is_decimal and _is_number(tokens, at + 1)):
            return None
        first, second = tokens[at], tokens[at + 1]
        near = second.start - first.end == 1 and len(first.text) <= 3 and first.text.isdigit()
        if near and re.fullmatch(r"\d{3}(,\d+)?", second.text):
            return Number(float((first.text + second.text).replace(",", ".")), 2, digits=True)
        return None

    def _fraction(self, at: int, value: float) -> Number | None:
        """1/2, 1 1/2, 2½."""
        tokens, nxt = self.tokens, _low(self.tokens, at + 1)
        if nxt in _GLYPHS:
            return Number(value + _GLYPHS[nxt], 2, digits=True)
        if nxt in ("/", "⁄") and _is_number(tokens, at + 2) and self.value(at + 2):
            return Number(value / self.value(at + 2), 3, digits=True)
        step = 2 if nxt == "and" and _low(tokens, at + 3) == "/" else 1
        if _is_number(tokens, at + step) and _low(tokens, at + step + 1) in ("/", "⁄"):
            under = self.value(at + step + 2) if _is_number(tokens, at + step + 2) else 0.0
            if under:
                return Number(value + self.value(at + step) / under, step + 3, digits=True)
        return None

    def _range(self, at: int, value: float) -> Number | None:
        """2-3, 2 to 3, 2 cm to 3 cm."""
        tokens = self.tokens
        if _is_number(tokens, at + 1) and tokens[at + 1].joined and self.value(at + 1) > value:
            return Number(value, 2, digits=True, upto=self.value(at + 1))
        if _low(tokens, at + 1) in _RANGE and _is_number(tokens, at + 2) and self.value(at + 2) > value:
            return Number(value, 3, digits=True, upto=self.value(at + 2))
        return None


def _in_words(  # noqa: PLR0911 - one return a way of writing
    tokens: Sequence[Token], at: int, words: dict[str, int]
) -> Number | None:
    first = _low(tokens, at)
    start = at
    if first == "a" and _low(tokens, at + 1) in VAGUE:
        of = _low(tokens, at + 2) == "of"
        return Number(VAGUE[_low(tokens, at + 1)], 2 + of, digits=False, vague=True)
    if first in VAGUE:
        of = _low(tokens, at + 1) == "of"
        return Number(VAGUE[first], 1 + of, digits=False, vague=True) if first != "lots" or of else None
    if first in ("a", "an") and (_low(tokens, at + 1) in _GREAT or _low(tokens, at + 1) in _GROUPS):
        at, first = at + 1, _low(tokens, at + 1)
    if first in _GROUPS:
        of = _low(tokens, at + 1) == "of"
        return Number(_GROUPS[first], at - start + 1 + of, digits=False) if of or first == "dozen" else None
    if first == "half" and [_low(tokens, at + 1), _low(tokens, at + 2)] == ["a", "dozen"]:
        return Number(6, at - start + 3, digits=False)
    if first in _SINGLE:
        return Number(_SINGLE[first], 1, digits=False)
    if first not in words and first not in _GREAT:
        return None
    value, upto = _whole(tokens, at, words)
    value, upto = _point(tokens, upto, value, words)
    if _halves(tokens, upto):
        return Number(value + 0.5, upto + 3 - start, digits=False)
    if _low(tokens, upto) in _PARTS and (value > 1 or _low(tokens, upto).endswith("s")):
        return Number(value * _PARTS[_low(tokens, upto)], upto + 1 - start, digits=False)
    if _low(tokens, upto) in ("to", "or") and _low(tokens, upto + 1) in words:
        more, after = _whole(tokens, upto + 1, words)
        if more > value:
            return Number(value, after - start, digits=False, upto=more)
    return Number(value, upto - start, digits=False)


def _whole(tokens: Sequence[Token], at: int, words: dict[str, int]) -> tuple[float, int]:
    """The whole number in words from `at`, and the token after it."""
    total, current, upto = 0, 0, at
    while upto < len(tokens):
        low = _low(tokens, upto)
        if low in words and (not current or (current % 10 == 0 and words[low] < 10) or current % 100 == 0):
            current += words[low]
        elif low == "hundred":
            current = max(current, 1) * 100
        elif low in ("thousand", "million"):
            total, current = total + max(current, 1) * _GREAT[low], 0
        elif low == "dozen":
            current = max(current, 1) * 12
        elif low == "and" and upto > at and _low(tokens, upto - 1) in _GREAT and _low(tokens, upto + 1) in words:
            pass
        else:
            break
        upto += 1
    return float(total + current), upto


def _point(tokens: Sequence[Token], at: int, value: float, words: dict[str, int]) -> tuple[float, int]:
    """Decimals in words: "two point five"."""
    after = at + 1
    while _low(tokens, at) in ("point", "comma") and words.get(_low(tokens, after), 10) < 10:
        value += words[_low(tokens, after)] / 10 ** (after - at)
        after += 1
    return (value, after) if after > at + 1 else (value, at)


def fraction_of_unit(tokens: Sequence[Token], at: int) -> tuple[float, int] | None:
    """Millimetres and tokens taken for "half a metre", "a quarter of an inch", "a metre and a half", "half-metre"."""
    start = at
    if _low(tokens, at) in ("a", "an", "one"):
        unit = LENGTHS.get(_low(tokens, at + 1), 0.0) if len(_low(tokens, at + 1)) > 2 else 0.0
        if unit and _halves(tokens, at + 2):
            return unit * 1.5, 5
        at += 1
    part = {"half": 0.5, "quarter": 0.25, "third": 1 / 3, "eighth": 0.125}.get(_low(tokens, at))
    if part is None:
        return None
    after = length_of(tokens, at + 1)
    return (after[0] * part, after[1] - start) if after else None


def length_of(tokens: Sequence[Token], at: int) -> tuple[float, int] | None:
    """The unit after "of a", with the token after it: what a fraction is of."""
    while _low(tokens, at) in _APPROXIMATE:
        at += 1
    unit = LENGTHS.get(_low(tokens, at), 0.0)
    return (unit, at + 1) if unit and _low(tokens, at) != "in" else None
