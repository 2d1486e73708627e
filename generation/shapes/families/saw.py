"""Hand saws: a steel blade with counted teeth and a wooden handle with an opening for the hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generation.shapes import mechanics
from generation.shapes.registry import Role, Size, Value, Values, count, family, length

if TYPE_CHECKING:
    from generation.shapes.kit import Kit
    from generation.shapes.solids import Solid


def _agree(values: dict[str, Value], _said: frozenset[str]) -> list[str]:
    values["blade_thickness"] = min(float(values["blade_thickness"]), round(float(values["height"]) * 0.8, 3))
    return []


@family(
    "saw",
    gloss="a toothed blade with a handle that cuts wood",
    category="tool",
    size=Size(520, 130, 24, main="width", stretch=6),
    roles=(
        Role("blade", "steel", words=("saw blade", "steel")),
        Role("handle", "beech", words=("grip",), tone=1),
        Role("screw", "brass", words=("rivet", "bolt"), count="screws", tone=None),
    ),
    parameters=(
        count("teeth", 48, 8, 300, words=("tooth", "saw tooth")),
        count("screws", 3, 0, 5),
        length("blade_thickness", 1.6, 0.1, 50, part="blade", measure="thickness"),
    ),
    synonyms=("hand saw", "handsaw", "wood saw", "panel saw"),
    rule=_agree,
    examples=(
        "hand saw 50 cm long with a red handle",
        "saw with 60 teeth and a walnut handle",
        "small saw with an orange plastic handle",
    ),
)
def build(kit: Kit, values: Values) -> None:
    """Lying flat, teeth to the front, the handle to the right."""
    long, deep, high = values.mm("width"), values.mm("depth"), values.mm("height")
    thin, n = values.mm("blade_thickness"), values.count("teeth")
    grip = min(long * 0.27, deep * 1.05)
    left, right = -long / 2, long / 2 - grip * 0.62
    front, back = -deep / 2 + deep * 0.04, deep / 2 - deep * 0.06
    nose = deep * 0.34
    pitch = (right - grip * 0.3 - left) / n
    tall = min(pitch * (1.1 if kit.style == "stylized" else 0.8), deep * 0.1)
    edge: list[tuple[float, float]] = []
    for k in range(n):
        x = left + pitch * k
        edge += [(x, front + tall), (x + pitch * 0.32, front)]
    edge += [(left + pitch * n, front + tall), (right, front + tall)]
    outline = [*edge, (right, back), (left + long * 0.04, front + tall + nose), (left, front + tall + nose * 0.9)]
    kit.add("blade", kit.prism(outline, thin).translate((0, 0, (high - thin) / 2)))
    kit.add("handle", _handle(kit, right - grip * 0.34, long / 2, deep, high), crease=36)
    r = deep * 0.042
    spots = [
        (right - grip * 0.2, back - deep * 0.26),
        (right - grip * 0.2, front + deep * 0.3),
        (right - grip * 0.06, front + deep * 0.42),
        (right - grip * 0.06, back - deep * 0.36),
        (right - grip * 0.24, deep * 0.02),
    ]
    for x, y in spots[: values.count("screws")]:
        button = kit.disc(2 * r, 2 * r, high * 0.94, bevel=high * 0.03)
        if kit.level:
            button = kit.without(button, kit.box(r * 3, r * 0.3, high).translate((0, 0, high * 0.88)))
        kit.add("screw", button.translate((x, y, high * 0.03)))


def _handle(kit: Kit, left: float, right: float, deep: float, high: float) -> Solid:
    """A closed D with horns above and below, softened along its edges."""
    w = right - left
    lo, hi = -deep / 2, deep / 2
    corners = [
        (left, lo + deep * 0.2),
        (left + w * 0.2, lo + deep * 0.1),
        (left + w * 0.42, lo + deep * 0.16),
        (left + w * 0.6, lo),
        (right - w * 0.06, lo),
        (right, lo + deep * 0.2),
        (right - w * 0.08, 0.0),
        (right, hi - deep * 0.14),
        (right - w * 0.12, hi),
        (left + w * 0.5, hi),
        (left + w * 0.26, hi - deep * 0.06),
        (left, hi - deep * 0.2),
        (left + w * 0.08, 0.0),
    ]
    steps = 1 if kit.low else kit.pick(2, 4, 7)
    rim = mechanics.rounded(corners, deep * 0.09, steps)
    hole = mechanics.rounded(
        [
            (left + w * 0.42, lo + deep * 0.3),
            (right - w * 0.28, lo + deep * 0.2),
            (right - w * 0.3, 0.0),
            (right - w * 0.26, hi - deep * 0.22),
            (left + w * 0.44, hi - deep * 0.3),
        ],
        deep * 0.12,
        steps,
    )
    soft = kit.bevel(high * 0.14)
    if soft <= 0:
        return kit.plate(rim, [hole], high)
    thin = high - 2 * soft
    body = kit.plate(rim, [hole], thin).translate((0, 0, soft))
    inner = kit.plate(_inset(rim, soft, w, deep, right - w / 2), [_grown(hole, soft)], high)
    return body + inner


def _inset(ring: list[tuple[float, float]], by: float, w: float, deep: float, x: float) -> list[tuple[float, float]]:
    fx, fy = 1 - 2 * by / w, 1 - 2 * by / deep
    return [(x + (a - x) * fx, b * fy) for a, b in ring]


def _grown(ring: list[tuple[float, float]], by: float) -> list[tuple[float, float]]:
    x = sum(a for a, _ in ring) / len(ring)
    y = sum(b for _, b in ring) / len(ring)
    size = max(abs(a - x) for a, _ in ring)
    return [(x + (a - x) * (1 + by / size), y + (b - y) * (1 + by / size)) for a, b in ring]
