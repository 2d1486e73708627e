"""Armchairs: one plump seat between soft arms under a high leaning back, on tapered legs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generation.shapes import layout, upholstery
from generation.shapes.registry import Role, Size, Value, Values, count, family, length

if TYPE_CHECKING:
    from generation.shapes.kit import Kit


def _agree(values: dict[str, Value], _said: frozenset[str]) -> list[str]:
    if float(values["seat_height"]) > 0.65 * float(values["height"]):
        values["seat_height"] = round(0.5 * float(values["height"]), 3)
    return []


@family(
    "arm_chair",
    gloss="an upholstered seat for one with arms and a back",
    category="furniture",
    size=Size(760, 780, 880, main="height", follow={"width": 0.7, "depth": 0.7, "height": 0.7}),
    roles=(
        Role("base", "fabric", "#3f6f8a", words=("frame", "body")),
        Role("seat", "fabric", "#4d80a0", words=("seat cushion", "seat pad")),
        Role("back", "fabric", "#3f6f8a", words=("backrest", "back rest")),
        Role("armrest", "fabric", "#3f6f8a", words=("arm", "arm rest"), count="arms"),
        Role("leg", "oak", words=("foot",), count="legs", tone=None),
        Role("pillow", "fabric", "#e3a35c", words=("cushion", "throw pillow"), count="pillows", tone=1),
        Role("piping", "fabric", "#2f566c", words=("seam", "welt"), count=None, like="base"),
        Role("button", "fabric", "#2f566c", words=("tuft",), count="buttons", like="base"),
        Role("wing", "fabric", "#3f6f8a", words=("ear",), count="wings", like="back"),
    ),
    parameters=(
        count("legs", 4, 3, 6),
        count("arms", 2, 0, 2),
        count("pillows", 0, 0, 2),
        count("buttons", 0, 0, 12),
        count("wings", 0, 0, 2),
        length("seat_height", 430, 100, 800, part="seat", measure="height"),
        length("leg_height", 170, 20, 500, part="leg", measure="height"),
    ),
    synonyms=("armchair", "easy chair", "lounge chair", "club chair", "upholstered chair"),
    presets={"wing chair": {"height": 1080, "wings": 2}, "wingback chair": {"height": 1080, "wings": 2}},
    rule=_agree,
    examples=(
        "a blue armchair with a yellow cushion",
        "leather armchair with four oak legs",
        "green velvet wing chair, 105 cm high",
    ),
)  # fmt: skip
def build(kit: Kit, values: Values) -> None:
    """Legs, base and back, arms, then the cushions in them."""
    width, depth, height = values.mm("width"), values.mm("depth"), values.mm("height")
    arms = values.count("arms")
    wide = width * 0.17 * min(kit.chunk, 1.2) if arms else 0.0
    foot = min(values.mm("leg_height"), height * 0.3)
    seat = max(min(values.mm("seat_height"), height * 0.65), foot * 1.3)
    thick = (seat - foot) * 0.55
    top = seat - thick * 0.9
    soft = min((top - foot) * 0.36, depth * 0.08)
    rear = depth / 2
    slab = kit.pad(width * 0.96, depth * 0.95, top - foot, soft=soft)
    kit.add("base", slab.translate((0, 0, foot)), crease=60)
    deep = depth * 0.26
    left, right = width / 2 - wide * (arms > 0), width / 2 - wide * (arms > 1)
    inner, shift = left + right, (right - left) / 2
    upholstery.back(kit, (inner + wide * 0.4, deep, foot, height), shift, rear)
    for side in (-1, 1)[:arms]:
        upholstery.arm(kit, side, (width, wide, depth, 0.0), (foot, seat, height))
    front = -depth / 2
    long = depth - deep * 0.72
    pad = kit.pad(inner * 0.99, long, thick, soft=thick * 0.38, crown=thick * 0.16)
    place = (shift, front + long / 2 + depth * 0.015, top - thick * 0.06)
    kit.add("seat", pad.translate(place), crease=60)
    if kit.level:
        for z in (thick * 0.38, thick * 0.48)[: kit.level]:
            kit.add("piping", upholstery.seam(kit, pad, z, thick * 0.025 * kit.chunk).translate(place), crease=60)
    upholstery.pillows(kit, values.count("pillows"), inner, shift, (rear - deep * 1.35, seat, (height - seat) * 0.8))
    _back_details(kit, values, (inner, deep, seat, height), shift, rear)
    r = width * 0.036 * kit.chunk
    for x, y in layout.feet(values.count("legs"), width * 0.8, depth * 0.78):
        kit.add("leg", kit.stake((x * 1.06, y * 1.06, 0), (x * 0.92, y * 0.92, foot + soft), r * 0.55, r))


def _back_details(kit: Kit, values: Values, size: tuple[float, float, float, float], shift: float, rear: float) -> None:
    inner, deep, seat, height = size
    rise = height - seat
    number = values.count("buttons")
    rows = 1 if number < 4 else 2 if number < 9 else 3
    left = number
    for row in range(rows):
        across = -(-left // (rows - row))
        left -= across
        z = seat + rise * (0.86 - 0.5 * (row + 0.5) / rows)
        for x in layout.row(across, inner * 0.6) if across else []:
            y = rear - deep * 0.78 - (height - z) * 0.07
            kit.add("button", kit.sphere(inner * 0.022).scale((1, 0.7, 1)).translate((x + shift, y, z)), crease=60)
    for side in (-1, 1)[: values.count("wings")]:
        ear = kit.pad(deep * 1.25, rise * 0.62, inner * 0.13, soft=inner * 0.055).rotate((0, 90, 0)).rotate((90, 0, 0))
        box = ear.bounding_box()
        x = side * inner * 0.5 - (box[0] + box[3]) / 2
        y = rear - deep * 0.2 - box[4] - deep * 0.1
        kit.add("wing", ear.translate((x + shift, y, height * 0.985 - box[5])), crease=60)
