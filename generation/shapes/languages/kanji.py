"""Numerals of Chinese and Japanese: 十二, 百二十, 三点五, 两, 半."""

from __future__ import annotations

_DIGITS = {
    "〇": 0, "零": 0, "一": 1, "壱": 1, "二": 2, "两": 2, "兩": 2, "弐": 2, "三": 3, "参": 3, "四": 4, "五": 5, "六": 6,
    "七": 7, "八": 8, "九": 9,
}  # fmt: skip
_GREAT = {"十": 10, "百": 100, "千": 1000, "万": 10_000, "萬": 10_000}
_POINTS = ("点", "點")
NUMERALS = frozenset(_DIGITS) | frozenset(_GREAT)


def value(text: str) -> float:
    """The value of a numeral such as 百二十; digits in a row are read place by place (一二〇 is 120)."""
    whole, point, rest = _split(text)
    if all(sign in _DIGITS for sign in whole):
        number = float(int("".join(str(_DIGITS[sign]) for sign in whole) or "0"))
    else:
        number = _counted(whole)
    return number + (sum(_DIGITS[sign] / 10**place for place, sign in enumerate(rest, 1)) if point else 0.0)


def is_numeral(text: str) -> bool:
    """Whether the text is one numeral, a decimal point inside it allowed."""
    whole, point, rest = _split(text)
    return bool(whole) and set(whole) <= NUMERALS and (not point or (bool(rest) and set(rest) <= set(_DIGITS)))


def _split(text: str) -> tuple[str, str, str]:
    for point in _POINTS:
        if point in text:
            return text.partition(point)
    return text, "", ""


def _counted(text: str) -> float:
    total, section, current = 0, 0, 0
    for sign in text:
        if sign in _DIGITS:
            current = _DIGITS[sign]
        elif _GREAT[sign] == 10_000:
            total, section, current = total + max(section + current, 1) * 10_000, 0, 0
        else:
            section, current = section + max(current, 1) * _GREAT[sign], 0
    return float(total + section + current)
