"""Towers: a round or square keep with windows, a door and battlements or a pointed roof with a flag."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generation.shapes import masonry, roofs, sheets
from generation.shapes.registry import Role, Size, Value, Values, choice, count, family

if TYPE_CHECKING:
    from generation.shapes.kit import Kit
    from generation.shapes.masonry import Place


def _agree(values: dict[str, Value], said: frozenset[str]) -> list[str]:
    if values["top"] == "roof" and ("top" in said or "battlements" not in said):
        values["battlements"] = 0
    elif values["top"] == "roof":
        values["top"] = "crenellated"
    elif not int(values["battlements"]) and "battlements" not in said:
        values["battlements"] = 10
    return []


@family(
    "tower",
    gloss="a tall narrow building of stone",
    category="architecture",
    size=Size(6000, 6000, 16_000, main="height", tied=("width", "depth"), stretch=3),
    roles=(
        Role("wall", "stone", "#b5aa96", words=("body", "shaft")),
        Role("plinth", "stone", "#8f8779", words=("base",), count=None, tone=None),
        Role("stone", "stone", "#c6bca8", words=("block",), count=None, tone=None),
        Role(
            "parapet",
            "stone",
            "#b5aa96",
            words=("crown", "rampart"),
            count=lambda v: int(v.word("top") == "crenellated"),
            like="wall",
        ),
        Role("battlement", "stone", "#b5aa96", words=("merlon", "crenel"), count="battlements", like="wall"),
        Role(
            "roof",
            "roof tile",
            "#9c4630",
            words=("spire", "cone"),
            count=lambda v: int(v.word("top") == "roof"),
            tone=1,
        ),
        Role("window", "tinted glass", words=("slit",), count="windows", tone=None),
        Role("frame", "stone", "#d8cfbd", words=("window frame",), count=None, tone=None),
        Role("door", "wood", "#6b4429", words=("gate", "entrance"), count="doors", tone=None),
        Role("flag", "fabric", "#b5352b", words=("banner", "pennant"), count="flags", tone=None),
    ),
    parameters=(
        count("windows", 6, 0, 40),
        count("doors", 1, 0, 2),
        count("flags", 0, 0, 1),
        choice("shape", "round", "square", aliases={"circular": "round", "rectangular": "square"}),
        choice("top", "crenellated", "roof", aliases={"crenelated": "crenellated", "pointed": "roof"}),
        count("battlements", 10, 0, 60, words=("battlement", "merlon", "crenellation")),
    ),
    synonyms=("stone tower", "castle tower", "watchtower", "watch tower", "keep"),
    rule=_agree,
    presets={
        "bell tower": {"shape": "square", "top": "roof"},
        "clock tower": {"shape": "square", "top": "roof"},
        "wizard tower": {"top": "roof", "flags": 1},
    },
    examples=(
        "round stone tower with four windows",
        "castle tower with ten battlements",
        "square tower with a flag",
        "tower with a pointed red roof",
    ),
)
def build(kit: Kit, values: Values) -> None:
    """From the plinth to the flag."""
    wide, deep, tall = values.mm("width"), values.mm("depth"), values.mm("height")
    squash = deep / wide
    flag = values.count("flags")
    round_, crowned = values.word("shape") == "round", values.word("top") == "crenellated"
    peak = tall * (0.9 if flag else 1.0)
    half = wide / 2
    top = peak * (0.9 if crowned else 0.7)
    body = half * (0.8 if kit.style != "stylized" else 0.76)
    base = peak * 0.05
    courses = kit.pick(0, 14, 26) if not kit.low else kit.pick(0, 4, 8)
    if round_:
        wall = masonry.drum(kit, body * 1.06, body, 0, top, courses=courses)
    else:
        wall = kit.hull(
            [(x * body * s, y * body * s, z) for x in (-1, 1) for y in (-1, 1) for s, z in ((1.06, 0), (1.0, top))]
        )
    kit.add("wall", wall.scale((1, squash, 1)), crease=25)
    size = body * 0.3
    if round_:
        number = kit.pick(0, 16, 44) if not kit.low else kit.pick(0, 5, 14)
        proud = masonry.round_stones(kit, lambda z: body * (1.06 - 0.06 * z / top), base, top * 0.92, size, number)
    else:
        proud = []
        for turn in (0, 90, 180, 270):
            made = masonry.stones(kit, body * 1.8, top * 0.95, lambda solid: solid, size, turn)
            proud += [block.translate((0, -body * 1.03, 0)).rotate((0, 0, turn)) for block in made]
    if proud:
        kit.add("stone", kit.together(proud).scale((1, squash, 1)))
    if kit.level:
        foot = body * 1.16
        plinth = (
            kit.turned([(0, 0), (foot, 0), (foot, base * 0.8), (foot - body * 0.06, base), (0, base)])
            if round_
            else kit.box(foot * 2, foot * 2, base, bevel=base * 0.15)
        )
        kit.add("plinth", plinth.scale((1, squash, 1)))
    if crowned:
        shelf = peak * 0.035
        if round_:
            ring = kit.turned(
                [(0, top - shelf * 2), (body * 0.98, top - shelf * 2), (half, top - shelf * 0.6), (half, top), (0, top)]
            )
            solid = kit.union([ring, masonry.parapet_round(kit, half, half * 0.16, top - 1e-3, peak - top)])
            merlons = masonry.merlons_round(kit, half, half * 0.16, top, peak - top, values.count("battlements"))
        else:
            parts = [
                kit.hull(
                    [
                        (x * r, y * r, z)
                        for x in (-1, 1)
                        for y in (-1, 1)
                        for r, z in ((body * 0.98, top - shelf * 2), (half, top - shelf * 0.6), (half, top))
                    ]
                )
            ]
            parts.append(masonry.parapet_square(kit, half, half * 0.16, top - 1e-3, peak - top))
            solid = kit.union(parts)
            merlons = masonry.merlons_square(kit, half, half * 0.16, top, peak - top, values.count("battlements"))
        kit.add("parapet", solid.scale((1, squash, 1)), crease=25)
        for merlon in merlons:
            kit.add("battlement", merlon.scale((1, squash, 1)), crease=25)
    else:
        rows = kit.pick(0, 10, 20) if not kit.low else kit.pick(0, 3, 6)
        if round_:
            roof = masonry.cone_roof(kit, half, top - peak * 0.02, peak, rows=rows)
        else:
            roof = roofs.hipped(kit, half * 2, half * 2, peak - top, peak * 0.015, pyramid=True).translate(
                (0, 0, top - peak * 0.015)
            )
        kit.add("roof", roof.scale((1, squash, 1)), crease=25)
    _openings(kit, values, (body, top, base), round_, squash)
    if flag:
        z = peak * (0.93 if crowned else 0.97)
        r = half * 0.02
        pole = kit.rod((0, 0, z), (0, 0, tall), r)
        m = kit.pick(3, 8, 14) if not kit.low else 3
        long, high = half * 0.55, (tall - z) * 0.42
        rows_ = [
            [
                (long * j / m, long * 0.08 * float(kit.maths.sin(5 * j / m)), tall - high * i * (1 - 0.2 * j / m))
                for j in range(m + 1)
            ]
            for i in range(2)
        ]
        kit.add("flag", kit.together([sheets.sheet(kit, rows_, r * 0.4), pole]))


def _openings(kit: Kit, values: Values, size: tuple[float, float, float], round_: bool, squash: float) -> None:
    body, top, base = size
    windows, doors = values.count("windows"), values.count("doors")

    def place(turn: float, z: float) -> Place:
        slope = 1.06 - 0.06 * z / top
        inner = masonry.at_round(body * slope * (0.985 if round_ else 1.0), turn, z)
        return lambda solid: inner(solid).scale((1, squash, 1))

    rows = max(1, round(windows / 3))
    wide = min(body * 0.26, (top - base) / rows * 0.3)
    for k in range(windows):
        row = k * rows // windows
        turn = (0, 120, 240)[k % 3] + 35 * row if round_ else 90 * (k % 4)
        if windows <= 4:
            row, turn = k, (0 if k % 2 == 0 else (55 if round_ else 90))
            rows = windows
        z = top * 0.34 + (top * 0.88 - top * 0.34) * (row + 0.3) / rows
        masonry.opening(kit, wide, wide * 2.1, place(turn, z), fill="window", frame="frame", arch="round")
    for k in range(doors):
        w = body * 0.5
        masonry.opening(
            kit, w, min(w * 1.7, top * 0.28), place(180.0 * k, base * 0.2), fill="door", frame="frame", arch="round"
        )
