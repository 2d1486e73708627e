"""Axes: a forged head with a flared, curved edge on a bowed handle, lying along X; one edge or two."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from generation.shapes import mechanics
from generation.shapes.registry import Role, Size, Values, choice, family, length

if TYPE_CHECKING:
    from generation.shapes.kit import Kit
    from generation.shapes.solids import Solid


@family(
    "axe",
    gloss="a sharp head on a handle that splits wood",
    category="tool",
    size=Size(600, 190, 36, main="width", stretch=6),
    roles=(
        Role("head", "steel", words=("axe head", "poll")),
        Role("edge", "chrome", words=("cutting edge", "blade"), count=lambda v: 2 if v.word("form") == "double" else 1,
             tone=None),
        Role("handle", "oak", words=("haft", "shaft", "stick"), tone=1),
    ),
    parameters=(
        choice("form", "felling", "double", aliases={
            "double headed": "double", "double bladed": "double", "two headed": "double", "battle": "double",
            "double sided": "double", "double edged": "double", "single": "felling",
        }),
        length("handle_thickness", 28, 3, 300, part="handle", measure="thickness"),
    ),
    synonyms=("felling axe", "wood axe", "splitting axe"),
    presets={
        "hatchet": {"width": 360, "depth": 140, "height": 30, "handle_thickness": 24},
        "battle axe": {"form": "double", "width": 700, "depth": 260},
        "double axe": {"form": "double", "width": 700, "depth": 260},
    },
    examples=("axe with a red head and an oak handle", "hatchet 35 cm long", "double bladed axe with a walnut handle"),
)  # fmt: skip
def build(kit: Kit, values: Values) -> None:
    """The head at the left, its edge to the front; the handle runs through its eye."""
    long, deep, high = values.mm("width"), values.mm("depth"), values.mm("height")
    double = values.word("form") == "double"
    eye = min(deep * 0.3, long * 0.14)
    flare = min(deep * (0.95 if double else 0.62), long * 0.34)
    middle = -long / 2 + flare / 2
    back = 0.0 if double else deep / 2
    front = -deep / 2
    axle = 0.0 if double else deep * 0.5 - eye * 0.62
    edge = deep * 0.07
    sides = (-1.0, 1.0) if double else (1.0,)
    bodies, edges = [], []
    for side in sides:
        body, cut = _wedge(kit, axle if double else back, front, edge, eye, flare, high, double)
        bodies.append(body if side > 0 else body.rotate((0, 0, 180)))
        edges.append(cut if side > 0 else cut.rotate((0, 0, 180)))
    shift = (middle, 0.0, high / 2)
    kit.add("head", kit.union(bodies).translate(shift), crease=30)
    for cut in edges:
        kit.add("edge", cut.translate(shift), crease=20)
    half = min(values.mm("handle_thickness") / 2, eye * 0.42, high * 0.45)
    end = long / 2
    start = middle - eye * 0.72
    sway = 0.0 if double else deep * 0.07
    marks = [(start, axle), (middle + eye, axle), (long * 0.02, axle + sway * 0.6), (long * 0.26, axle + sway * 0.2),
             (long * 0.41, axle - sway), (end - half * 0.3, axle - sway * 1.9)]  # fmt: skip
    path = kit.curve([(x, y, high / 2) for x, y in marks], smooth=2)
    last = len(path) - 1
    scale = [
        1.0 - 0.12 * math.sin(math.pi * k / last) + (0.32 * max(0.0, (k / last - 0.86) / 0.14)) for k in range(last + 1)
    ]
    section = kit.maths.array(mechanics.circle(1.0, max(kit.small, 8))) * (half * 0.72, half)
    kit.add("handle", kit.swept(path, section, scale=scale, up=(0, 1, 0)), crease=50)


def _wedge(
    kit: Kit, back: float, front: float, edge: float, eye: float, flare: float, high: float, double: bool
) -> tuple[Solid, Solid]:
    """Body and bright edge, about x = 0: thick at the eye and thin at the edge, which bows forward."""
    n = 2 if kit.low else kit.pick(4, 9, 15)
    n = n + kit.level if kit.low else n
    bow = abs(front - back) * 0.1
    steps = kit.pick(3, 7, 12) if not kit.low else kit.pick(2, 3, 4)

    def ring(y: float, wide: float, thick: float, bend: float) -> list[tuple[float, float, float]]:
        xs = [wide * (k / n - 0.5) for k in range(n + 1)]
        ys = [y + bend * (2 * k / n - 1) ** 2 for k in range(n + 1)]
        soft = thick * (0.34 if kit.level else 0.0)
        trim = [thick / 2 - soft * ((abs(2 * k / n - 1)) ** 6) for k in range(n + 1)]
        upper = [(x, b, t) for x, b, t in zip(xs, ys, trim, strict=True)]
        return upper + [(x, b, -t) for x, b, t in reversed(upper)]

    rows = []
    near = front + edge
    if not double:
        rows += [ring(back, eye * 1.5, high * 0.9, 0.0), ring(back - eye * 0.2, eye * 1.6, high, 0.0)]
    start = back if double else back - eye * 1.2
    rows.append(ring(start, eye * 1.5, high, 0.0))
    thin = high * 0.16
    for k in range(1, steps + 1):
        t = k / steps
        wide = eye * 1.5 + (flare * 0.95 - eye * 1.5) * t**1.8
        rows.append(ring(start + (near - start) * t, wide, high + (thin - high) * t**0.7, bow * t * t))
    body = kit.lofted(rows)
    cut = kit.lofted(
        [ring(near + edge * 0.05, flare * 0.95, thin * 0.98, bow), ring(front, flare, high * 0.012, bow * 1.15)]
    )
    return body, cut
