"""Ladders: two rails with counted rungs, or a folding step ladder with treads."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from generation.shapes.registry import Role, Size, Value, Values, choice, count, family, length

if TYPE_CHECKING:
    from generation.shapes.kit import Kit
    from generation.shapes.solids import Solid


def _agree(values: dict[str, Value], said: frozenset[str]) -> list[str]:
    if values["form"] == "step" and "depth" not in said and float(values["depth"]) < float(values["height"]) * 0.2:
        values["depth"] = round(float(values["height"]) * 0.55, 3)
    if "rungs" in said and "height" not in said and values["form"] == "straight":
        values["height"] = max(300.0, 280.0 * int(values["rungs"]))
    return []


@family(
    "ladder",
    gloss="rungs between two rails to climb",
    category="tool",
    size=Size(420, 70, 2240, main="height", follow={"width": 0.4, "depth": 0.3}, stretch=8),
    roles=(
        Role(
            "rail",
            "aluminium",
            words=("side rail", "stile", "side", "leg"),
            count=lambda v: 2 + 2 * (v.word("form") == "step"),
        ),
        Role("rung", "aluminium", words=("step", "tread", "crossbar", "bar"), count="rungs", tone=1),
        Role(
            "foot",
            "rubber",
            words=("rubber foot", "cap"),
            count=lambda v: 2 + 2 * (v.word("form") == "step"),
            tone=None,
        ),
        Role(
            "platform",
            "plastic",
            "#c8452f",
            words=("top", "top cap"),
            count=lambda v: int(v.word("form") == "step"),
            tone=None,
        ),
        Role("brace", "black metal", words=("spreader",), count=None, tone=None),
    ),
    parameters=(
        choice("form", "straight", "step", aliases={"folding": "step", "a frame": "step", "leaning": "straight"}),
        count("rungs", 8, 1, 60),
        length("rail_thickness", 26, 3, 200, part="rail", measure="thickness"),
    ),
    synonyms=("straight ladder", "extension ladder"),
    presets={
        "step ladder": {"form": "step", "width": 480, "depth": 800, "height": 1400, "rungs": 5},
        "stepladder": {"form": "step", "width": 480, "depth": 800, "height": 1400, "rungs": 5},
        "folding ladder": {"form": "step", "width": 480, "depth": 800, "height": 1400, "rungs": 5},
        "rope ladder": {"width": 400, "height": 2400},
        "loft ladder": {"width": 420, "height": 2600},
    },
    rule=_agree,
    examples=(
        "wooden ladder with ten rungs",
        "aluminium step ladder with five steps",
        "red ladder 3 m high with 12 rungs",
    ),
)
def build(kit: Kit, values: Values) -> None:
    """Upright along Z; a step ladder stands on two frames."""
    if values.word("form") == "step":
        _folding(kit, values)
        return
    wide, deep, high, n = values.mm("width"), values.mm("depth"), values.mm("height"), values.count("rungs")
    thick = min(values.mm("rail_thickness"), wide * 0.16)
    shoe = min(deep * 0.6, high * 0.03)
    for side in (-1, 1):
        x = side * (wide / 2 - thick / 2)
        rail = kit.box(
            thick, deep * 0.94, high - shoe * 0.4, corner=thick * 0.28 if kit.level else 0, bevel=thick * 0.06
        )
        kit.add("rail", rail.translate((x, 0, shoe * 0.4)))
        cap = kit.box(thick * 1.0, deep, shoe, corner=thick * 0.3 if kit.level else 0, bevel=thick * 0.08)
        kit.add("foot", cap.translate((x, 0, 0)))
    r = min(deep * 0.27, high / n * 0.2) * (1.1 if kit.style == "stylized" else 1.0)
    for k in range(n):
        z = high * (k + 0.62) / (n + 0.24)
        kit.add("rung", _rung(kit, wide - thick, r).translate((0, 0, z)), crease=50)


def _rung(kit: Kit, wide: float, r: float) -> Solid:
    bar = kit.rod((-wide / 2, 0, 0), (wide / 2, 0, 0), r)
    if kit.level == 0:
        return bar
    collars = [kit.rod((x - r * 0.3, 0, 0), (x + r * 0.3, 0, 0), r * 1.3) for x in (-wide / 2 + r, wide / 2 - r)]
    return kit.union([bar, *collars])


def _folding(kit: Kit, values: Values) -> None:
    wide, deep, high, n = values.mm("width"), values.mm("depth"), values.mm("height"), values.count("rungs")
    thick = min(values.mm("rail_thickness"), wide * 0.12)
    flange = thick * 1.9
    top = high * 0.035
    head = high - top
    narrow = 0.74
    apex = -deep * 0.08
    spots = []
    for side in (-1, 1):
        for y in (-deep / 2 + flange / 2, deep / 2 - flange / 2):
            front = y < 0
            foot = (side * (wide / 2 - thick / 2), y, 0.0)
            end = (side * (wide / 2 * narrow - thick / 2), apex + (-flange * 0.2 if front else flange * 0.9), head)
            section = kit.strip(thick, flange if front else flange * 0.7, corner=thick * 0.2)
            kit.add("rail", _leaning(kit, foot, end, section), crease=36)
            cap = kit.box(thick * 1.0, flange * 1.0, flange * 0.6, corner=thick * 0.2, bevel=thick * 0.1)
            kit.add("foot", cap.translate(foot))
            spots.append((foot, end))
    tread = flange * 1.5
    for k in range(n):
        share = (k + 1) / (n + 0.55)
        z = head * share
        y = -deep / 2 + flange / 2 + (apex + deep / 2 - flange * 0.7) * share
        across = wide - (wide * (1 - narrow)) * share - thick
        board = kit.box(across, tread, thick * 0.7, corner=thick * 0.2, bevel=thick * 0.1)
        if kit.level:
            n_ribs = kit.pick(0, 3, 6)
            ribs = [
                kit.box(across * 0.86, tread * 0.06, thick * 0.2).translate(
                    (0, tread * 0.36 * (2 * i / (n_ribs - 1) - 1), thick * 0.62)
                )
                for i in range(n_ribs)
            ]
            board = kit.union([board, *ribs])
        kit.add("rung", board.translate((0, y + flange * 0.1, z)), crease=30)
    plate = kit.box(wide * narrow * 1.12, flange * 3.6, top * 1.3, corner=flange * 0.4, bevel=top * 0.3)
    kit.add("platform", plate.translate((0, apex + flange * 0.3, high - top * 1.3)))
    bars = [spots[1], spots[3]]
    for share in (0.25, 0.6):
        ends = [tuple(a + (b - a) * share for a, b in zip(foot, end, strict=True)) for foot, end in bars]
        kit.add("brace", kit.rod(ends[0], ends[1], thick * 0.3))  # type: ignore[arg-type]
    if kit.level:
        for at in (0, 2):
            share = 0.42
            a, b = (tuple(p + (q - p) * share for p, q in zip(*spots[k], strict=True)) for k in (at, at + 1))
            kit.add("brace", kit.rod(a, b, thick * 0.18))  # type: ignore[arg-type]


def _leaning(kit: Kit, foot: tuple[float, float, float], end: tuple[float, float, float], section: Any) -> Solid:
    """A rail whose level sections stand about its ends."""
    low = [(float(x) + foot[0], float(y) + foot[1], foot[2]) for x, y in section]
    high = [(float(x) + end[0], float(y) + end[1], end[2]) for x, y in section]
    return kit.hull(low + high)
