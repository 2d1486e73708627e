"""Screws and bolts: a head to ISO measures on a shank with a true helical thread."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from generation.shapes import mechanics
from generation.shapes.registry import Role, Size, Value, Values, choice, family, length

if TYPE_CHECKING:
    from generation.shapes.kit import Kit
    from generation.shapes.solids import Solid


def _head(kind: str, d: float) -> tuple[float, float, float]:
    """Width, depth and height of a head."""
    if kind == "hex":
        flats = mechanics.iso("flats", d)
        return flats * 2 / math.sqrt(3), flats, mechanics.iso("head", d)
    column, high = {"socket": ("cap", ""), "countersunk": ("flat", "flat_high"), "pan": ("pan", "pan_high")}[kind]
    wide = mechanics.iso(column, d)
    return wide, wide, mechanics.iso(high, d) if high else d


def _agree(values: dict[str, Value], said: frozenset[str]) -> list[str]:
    kind = str(values["head"])
    wide, _, _ = _head(kind, float(values["diameter"]))
    if "width" in said and "diameter" not in said:
        values["diameter"] = round(float(values["diameter"]) * float(values["width"]) / wide, 3)
    wide, deep, high = _head(kind, float(values["diameter"]))
    # ISO counts the head of a countersunk screw as part of its length.
    extra = 0.0 if kind == "countersunk" else high
    if "height" in said and "length" not in said:
        values["length"] = round(max(float(values["height"]) - extra, high * 0.5), 3)
    if kind == "countersunk" and float(values["length"]) < high * 1.3:
        values["length"] = round(high * 1.3, 3)
    values["width"], values["depth"] = round(wide, 3), round(deep, 3)
    values["height"] = round(float(values["length"]) + extra, 3)
    if float(values["pitch"]) > float(values["diameter"]) * 0.6:
        values["pitch"] = round(float(values["diameter"]) * 0.6, 3)
    if kind == "hex" and values["drive"] == "none" and "drive" not in said:
        return []
    if kind != "hex" and values["drive"] == "none":
        values["drive"] = {"socket": "hex_key"}.get(kind, "cross")
    return []


@family(
    "screw",
    gloss="a threaded pin with a head that holds things together",
    category="mechanical",
    size=Size(15, 13, 45.3, main="height", tied=(), stretch=1e9),
    roles=(
        Role("head", "steel", words=("screw head", "bolt head", "cap")),
        Role("shank", "steel", words=("thread", "shaft", "threading", "body", "stem"), tone=0),
    ),
    parameters=(
        choice(
            "head",
            "hex",
            "socket",
            "countersunk",
            "pan",
            aliases={
                "hexagon": "hex",
                "hexagonal": "hex",
                "hex head": "hex",
                "allen": "socket",
                "socket head": "socket",
                "cap head": "socket",
                "cylinder head": "socket",
                "countersunk head": "countersunk",
                "flat head": "countersunk",
                "flathead": "countersunk",
                "pan head": "pan",
                "round head": "pan",
                "button head": "pan",
                "domed": "pan",
                "raised head": "pan",
                "hex headed": "hex",
            },
        ),
        choice(
            "drive",
            "none",
            "cross",
            "slot",
            "hex_key",
            "star",
            aliases={
                "slotted": "slot",
                "phillips": "cross",
                "pozidriv": "cross",
                "cross slot": "cross",
                "crosshead": "cross",
                "torx": "star",
                "hex socket": "hex_key",
                "hex key": "hex_key",
                "cross head": "cross",
            },
        ),
        choice("tip", "flat", "pointed", aliases={"sharp": "pointed", "self tapping": "pointed"}),
        length(
            "diameter",
            8,
            1,
            200,
            letter="M",
            measure="diameter",
            words=("nominal diameter", "thread diameter"),
            dimension=("diameter", "thickness"),
            grows=1.0,
        ),
        length(
            "length", 40, 1, 5000, measure="length", dimension=("length", ""), words=("length under head",), grows=1.0
        ),
        length("pitch", 0, 0, 50, measure="length", words=("pitch", "thread pitch"), grows=1.0),
    ),
    synonyms=("bolt", "hex bolt", "hexagon bolt", "machine screw", "machine bolt"),
    presets={
        "cap screw": {"head": "socket"},
        "socket screw": {"head": "socket"},
        "allen screw": {"head": "socket"},
        "allen bolt": {"head": "socket"},
        "countersunk screw": {"head": "countersunk", "drive": "cross"},
        "pan head screw": {"head": "pan", "drive": "cross"},
        "hex screw": {"head": "hex"},
        "wood screw": {
            "head": "countersunk",
            "drive": "cross",
            "tip": "pointed",
            "diameter": 4,
            "length": 40,
            "material": "brass",
        },
    },
    rule=_agree,
    examples=(
        "M6 bolt 25 mm long",
        "M8 socket head screw 40 mm long",
        "brass wood screw 30 mm long, 4 mm in diameter",
    ),
)
def build(kit: Kit, values: Values) -> None:
    """The shank from the floor up, the head on top; the shank runs on into the head."""
    d, kind = values.mm("diameter"), values.word("head")
    wide, flats, high = _head(kind, d)
    total = values.mm("height")
    under = total - high
    kit.add("head", _made_head(kit, values, wide, flats, high).translate((0, 0, under)), crease=30)
    kit.add("shank", _shank(kit, values, d, under, high), crease=40)


def _shank(kit: Kit, values: Values, d: float, under: float, high: float) -> Solid:
    pointed = values.word("tip") == "pointed"
    pitch = values.mm("pitch") or (d * 0.42 if pointed else mechanics.iso("pitch", d))
    pitch = max(pitch, under / 900)
    r = d / 2
    into = min(high * 0.3, d * 0.3)
    tip = min(d * 1.5, under * 0.4) if pointed else min(pitch * 0.7, under * 0.25)
    low = d * 0.03 if pointed else max(r - pitch * 0.62, r * 0.6)
    if kit.level == 0 or under < pitch * 2.5:
        return kit.turned([(0, 0), (low, 0), (r, tip), (r, under + into), (0, under + into)])
    plain = under * 0.3 if (under > 6 * d or pointed) and under > 8 * pitch else 0.0
    threaded = under - plain
    envelope = [(0.0, low), (tip, r * 1.01)]
    root = r - pitch * 0.6134
    if plain:
        envelope += [(threaded - pitch * 0.6, r * 1.01), (threaded, max(root, r * 0.35))]
        body = kit.threaded(d, pitch, envelope)
        neck = [
            (0.0, threaded - pitch),
            (max(root, r * 0.35) * 0.99, threaded - pitch),
            (r, threaded + pitch * 0.3),
            (r, under + into),
            (0.0, under + into),
        ]
        return body + kit.turned(neck)
    return kit.threaded(d, pitch, [*envelope, (under + into, r * 1.01)])


def _made_head(kit: Kit, values: Values, wide: float, flats: float, high: float) -> Solid:
    kind, d = values.word("head"), values.mm("diameter")
    soft = kit.bevel(high * 0.07)
    if kind == "hex":
        body = kit.prism(mechanics.hexagon(flats), high)
        drop = (wide - flats * 0.95) / 2 * (0.8 if kit.style == "stylized" else 0.5774)
        cone = [(0, 0), (wide * 0.51, 0), (wide * 0.51, high - drop), (flats * 0.475, high), (0, high)]
        if kit.level:
            washer = high * 0.08
            cone = [(0, 0), (flats * 0.475, 0), (flats * 0.475, washer), (wide * 0.51, washer), *cone[2:]]
        body = body ^ kit.turned(cone, segments=max(kit.segments, 24))
    elif kind == "socket":
        body = kit.disc(wide, wide, high, bevel=max(high * 0.05, soft * 0.5))
    elif kind == "countersunk":
        rim = high * 0.1
        body = kit.turned(
            [
                (0, 0),
                (d / 2, 0),
                (wide / 2, high - rim),
                (wide / 2, high - rim * 0.2),
                (wide / 2 - rim * 0.3, high),
                (0, high),
            ]
        )
    else:
        n = kit.pick(3, 7, 12)
        dome = [
            (wide / 2 * math.cos(a) ** 0.55 if a < 1.5 else 0.0, high * (0.32 + 0.68 * math.sin(a)))
            for a in (math.pi / 2 * k / n for k in range(n + 1))
        ]
        body = kit.turned([(0, 0), (wide / 2 - soft, 0), (wide / 2, soft), *dome])
    cutter = _drive(kit, values.word("drive"), d, wide, high)
    return kit.without(body, cutter) if cutter is not None else body


def _drive(kit: Kit, drive: str, d: float, wide: float, high: float) -> Solid | None:
    """What a driver grips, cut from the top of the head."""
    deep = min(high * 0.55, d * 0.5)
    if drive == "none":
        return None
    if drive == "hex_key":
        tool = kit.prism(mechanics.hexagon(min(mechanics.iso("key", d), wide * 0.6)), deep + 1)
    elif drive == "slot":
        tool = kit.box(wide * 1.5, max(d * 0.16, wide * 0.09), deep + 1)
    elif drive == "star":
        r = wide * 0.27
        lobes = [
            (r * (1 - 0.14 * (1 - math.cos(6 * a))) * math.cos(a), r * (1 - 0.14 * (1 - math.cos(6 * a))) * math.sin(a))
            for a in (2 * math.pi * k / 48 for k in range(48))
        ]
        tool = kit.prism(lobes, deep + 1)
    else:
        long, thin = wide * 0.54, wide * 0.12
        blade = [
            (x, y, z)
            for z, grow in ((0.0, 0.45), (deep, 1.0), (deep + 1, 1.05))
            for x in (-long / 2 * grow, long / 2 * grow)
            for y in (-thin / 2, thin / 2)
        ]
        one = kit.hull(blade)
        tool = one + one.rotate((0, 0, 90))
    return tool.translate((0, 0, high - deep))
