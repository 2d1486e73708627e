"""Computer keyboards: counted keycaps in rows on a softly tilted case."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from generation.shapes.registry import Role, Size, Value, Values, count, family

if TYPE_CHECKING:
    from generation.shapes.kit import Kit
    from generation.shapes.solids import Solid


def _agree(values: dict[str, Value], said: frozenset[str]) -> list[str]:
    if "keys" in said and "width" not in said:
        columns = int(values["keys"]) / (6 if int(values["keys"]) > 72 else 5)
        values["width"] = round(max(150.0, columns * 26 + 15), 1)
    return []


@family(
    "keyboard",
    gloss="rows of keys to type on",
    category="electronics",
    size=Size(440, 135, 32, main="width"),
    roles=(
        Role("case", "plastic", "#3b4048", words=("body", "housing", "base", "frame")),
        Role("key", "plastic", "#e6e2d8", words=("keycap", "cap", "keyboard key"), count="keys", tone=1),
        Role("light", "plastic", "#57b894", words=("led", "indicator"), count=None, tone=None),
        Role("foot", "rubber", count=None, tone=None),
    ),
    parameters=(count("keys", 82, 10, 130),),
    synonyms=("computer keyboard", "pc keyboard", "mechanical keyboard"),
    rule=_agree,
    examples=(
        "black keyboard with grey keys",
        "white computer keyboard 40 cm wide",
        "mechanical keyboard with 61 keys",
    ),
)
def build(kit: Kit, values: Values) -> None:
    """The case rises to the back; keys stand square to its slope."""
    wide, deep, high, n = values.mm("width"), values.mm("depth"), values.mm("height"), values.count("keys")
    rows = 6 if n > 72 else 5 if n > 40 else 4 if n > 24 else 3
    rim, cap = min(deep * 0.07, wide * 0.03), high * 0.32
    back, front = high - cap * 0.9, (high - cap) * 0.55
    soft = kit.bevel(high * 0.06)
    corner = min(deep * 0.07, wide * 0.05)
    case = kit.box(wide, deep, back, corner=corner, bevel=soft)
    slope = (back - front) / deep
    maths = kit.maths

    def tilt(points: Any) -> Any:
        out = maths.array(points)
        share = out[:, 2] / back
        out[:, 2] = share * (front + (back - front) * (out[:, 1] / deep + 0.5))
        return out

    kit.add("case", case.warp_batch(tilt), crease=40)
    inner, room = wide - 2 * rim, deep - 2 * rim
    pitch = room / rows
    last = min(8, max(n // rows - 3, 3)) if n > 24 else n // rows
    others = n - last
    each = [others // (rows - 1) + (k < others % (rows - 1)) for k in range(rows - 1)] + [last]
    for row, number in enumerate(each):
        y = deep / 2 - rim - pitch * (row + 0.5)
        top = front + (back - front) * (y / deep + 0.5)
        widths = [1.0] * number
        most = max(each)
        if number == last and number > 2:
            widths[number // 2] += most - number
        elif number < most:
            widths[0] += (most - number) / 2
            widths[-1] += (most - number) / 2
        unit = inner / sum(widths)
        x = -inner / 2
        for share in widths:
            kit.add(
                "key",
                _cap(kit, unit * share * 0.94 - 0.02 * pitch, pitch * 0.9, cap).translate(
                    (x + unit * share / 2, y, top - cap * 0.12)
                ),
                crease=30,
            )
            x += unit * share
    if kit.level:
        r = rim * 0.14
        for k in range(3):
            dot = kit.disc(2 * r, 2 * r, rim * 0.2)
            kit.add(
                "light",
                dot.translate(
                    (inner / 2 - r * (2 + 5 * k), deep / 2 - rim * 0.5, back - rim * 0.16 - slope * rim * 0.5)
                ),
            )


def _cap(kit: Kit, wide: float, deep: float, high: float) -> Solid:
    """A keycap: narrower above, its top dished by the step of its rim."""
    inset = min(wide, deep) * 0.1 * (0.7 if kit.style == "stylized" else 1.0)
    soft = min(wide, deep) * 0.1
    layers = [(0.0, 0.0), (inset * 0.4, high * 0.45), (inset, high * 0.96), (inset * 1.5, high)]
    if kit.level == 0 or kit.low:
        layers = [layers[0], (inset, high)]
    points = []
    for shrink, z in layers:
        a, b = wide / 2 - shrink, deep / 2 - shrink
        c = soft if kit.level and not (kit.low and kit.level == 1) else 0.0
        points += [
            (sx * (a - c * (i == 1)), sy * (b - c * (i == 0)), z)
            for sx in (-1, 1)
            for sy in (-1, 1)
            for i in ((0, 1) if c else (2,))
        ]
        if kit.level == 2 and c:
            points += [(sx * (a - c * 0.3), sy * (b - c * 0.3), z) for sx in (-1, 1) for sy in (-1, 1)]
    return kit.hull(points)
