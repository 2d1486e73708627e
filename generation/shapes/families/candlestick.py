"""Candlesticks: a turned stem with a candle in its cup, or a candelabra with curved arms."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generation.shapes import candles, layout
from generation.shapes.registry import Role, Size, Value, Values, count, family, length

if TYPE_CHECKING:
    from generation.shapes.kit import Kit


def _agree(values: dict[str, Value], said: frozenset[str]) -> list[str]:
    number = int(values["candles"])
    if "flames" not in said or int(values["flames"]) > number:
        values["flames"] = number
    if number > 1 and "width" not in said:
        values["width"] = max(float(values["width"]), 78.0 * number * float(values["height"]) / 330)
    return []


@family(
    "candlestick",
    gloss="a stand with cups for candles",
    category="lighting",
    size=Size(110, 110, 330, main="height", stretch=8),
    roles=(
        Role("holder", "brass", words=("base", "stand", "stem", "foot", "body")),
        Role("arm", "brass", words=("branch",), count=None, like="holder"),
        Role("cup", "brass", words=("socket", "pan"), count=None, like="holder"),
        Role("candle", "wax", "#f3e6c8", words=("wax", "light"), count="candles", tone=1),
        Role("wick", "fabric", "#3a332c", count="candles", tone=None),
        Role("flame", "lamp glass", "#f6b13c", words=("fire",), count="flames", tone=None),
        Role("drip", "wax", "#f3e6c8", words=("wax drop",), count=None, like="candle", tone=1),
    ),
    parameters=(
        count("candles", 1, 0, 9, words=("arm", "branch")),
        count("flames", 1, 0, 9),
        length("candle_thickness", 24, 2, 300, part="candle", measure="thickness"),
    ),
    synonyms=("candle stick", "candle stand"),
    presets={
        "candelabra": {"width": 390, "depth": 130, "height": 400, "candles": 5, "candle_thickness": 22, "flames": 5},
        "candelabrum": {"width": 390, "depth": 130, "height": 400, "candles": 5, "candle_thickness": 22, "flames": 5},
    },
    rule=_agree,
    examples=(
        "silver candlestick with a white candle",
        "candelabra with five candles",
        "black candlestick with a red candle, 35 cm high",
        "brass candlestick without a candle",
    ),
)  # fmt: skip
def build(kit: Kit, values: Values) -> None:
    """The stem, then wax, wick and flame at every place for a candle."""
    width, depth, height = values.mm("width"), values.mm("depth"), values.mm("height")
    number = values.count("candles")
    r = min(values.mm("candle_thickness") / 2 * min(kit.chunk, 1.2), min(width, depth) * 0.3)
    glow = min(r * 1.9, height * 0.16) if values.count("flames") else min(r * 0.5, height * 0.06)
    if number > 1:
        _branched(kit, values, (width, depth, height), r, glow, number)
        return
    top = height * (0.56 if number else 1.0)
    _stick(kit, (width, depth / width), top, r)
    if not number:
        return
    candles.wax(kit, (0.0, 0.0), top - r * 0.5, (r, height), glow, values.count("flames") > 0)


def _stick(kit: Kit, size: tuple[float, float], top: float, r: float) -> None:
    width, squash = size
    foot = width / 2
    marks = [
        (0.96, 0.0), (1.0, 0.02), (0.96, 0.05), (0.5, 0.11), (0.24, 0.18), (0.3, 0.25), (0.34, 0.28), (0.2, 0.34),
        (0.24, 0.5), (0.2, 0.68), (0.32, 0.73), (0.34, 0.76), (0.2, 0.8),
    ]  # fmt: skip
    outline = [(max(float(a) * foot, r * 0.4), max(0.0, float(b) * top)) for a, b in kit.curve(marks)]
    cup = [(r * 1.2, top * 0.86), (r * 1.25, top * 0.95), (r * 1.6, top), (0.0, top)]
    kit.add("holder", kit.turned([(0.0, 0.0), *outline, *cup]).scale((1, squash, 1)), crease=45)


def _branched(
    kit: Kit, values: Values, size: tuple[float, float, float], r: float, glow: float, number: int
) -> None:  # fmt: skip
    width, depth, height = size
    r = min(r, width / number * 0.3)
    pan = min(r * 1.9, width / number * 0.48)
    cup_z = height * 0.56
    foot = min(depth / 2, width * 0.4)
    stem = max(r * 0.5, foot * 0.1)
    marks = [(0.97, 0.0), (1.0, 0.03), (0.9, 0.07), (0.4, 0.12), (0.2, 0.2), (0.28, 0.26), (0.18, 0.32)]
    outline = [(max(float(a) * foot, stem), max(0.0, float(b) * cup_z)) for a, b in kit.curve(marks)]
    tall = cup_z - r
    kit.add("holder", kit.turned([(0.0, 0.0), *outline, (stem, tall), (0.0, tall)]), crease=45)
    flames = values.count("flames")
    for k, x in enumerate(layout.row(number, width - 2 * pan)):
        share = abs(2 * x / max(width - 2 * pan, 1e-9))
        top = cup_z + (height * 0.07 * (1 - share) if number > 2 else 0.0)
        if abs(x) > pan * 0.3:
            low = cup_z * (0.5 + 0.1 * (1 - share))
            points = [(0, 0, low + cup_z * 0.1), (x * 0.45, 0, low - cup_z * 0.05), (x * 0.94, 0, low + cup_z * 0.12),
                      (x, 0, top - r * 0.2)]  # fmt: skip
            kit.add("arm", kit.swept(kit.curve(points), kit.ring(stem * 0.62)), crease=60)
        elif top > tall:
            kit.add("arm", kit.rod((0, 0, tall - r), (0, 0, top), stem))
        profile = [
            (0, -r * 0.5),
            (r * 0.6, -r * 0.5),
            (pan, r * 0.1),
            (pan, r * 0.3),
            (r * 1.2, r * 0.2),
            (r * 1.2, r * 1.4),
            (r * 1.35, r * 1.5),
            (0, r * 1.5),
        ]
        kit.add("cup", kit.turned(profile).translate((x, 0, top)), crease=45)
        candles.wax(
            kit,
            (x, 0.0),
            top + r * 1.3,
            (r, height if number < 3 or share < 0.1 else height * (1 - 0.05 * share)),
            min(glow, height * 0.1),
            k < flames,
        )
