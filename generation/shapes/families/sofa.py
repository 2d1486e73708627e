"""Sofas: plump seat and back cushions between soft arms on short legs, with pillows or a chaise where asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generation.shapes import layout, upholstery
from generation.shapes.registry import Role, Size, Value, Values, choice, count, family, length

if TYPE_CHECKING:
    from generation.shapes.kit import Kit


def _agree(values: dict[str, Value], said: frozenset[str]) -> list[str]:
    if "seats" in said and "width" not in said:
        values["width"] = 640.0 * int(values["seats"]) + 190.0 * int(values["arms"]) / 2 + 30.0
    if float(values["seat_height"]) > 0.7 * float(values["height"]):
        values["seat_height"] = round(0.52 * float(values["height"]), 3)
    return []


@family(
    "sofa",
    gloss="a long upholstered seat with a back and arms",
    category="furniture",
    size=Size(2100, 880, 820, main="width", follow={"height": 0.1, "depth": 0.15}),
    roles=(
        Role("base", "fabric", "#3f6f8a", words=("frame", "body")),
        Role("seat_cushion", "fabric", "#4d80a0", words=("cushion", "seat", "seater", "seat pad"), count="seats"),
        Role("back", "fabric", "#3f6f8a", words=("backrest", "back rest")),
        Role("back_cushion", "fabric", "#4d80a0", words=("rear cushion",), count="seats", like="seat_cushion"),
        Role("armrest", "fabric", "#3f6f8a", words=("arm", "arm rest"), count="arms"),
        Role("leg", "oak", words=("foot",), count="legs", tone=None),
        Role("pillow", "fabric", "#e3a35c", words=("throw pillow", "scatter cushion", "throw cushion"), count="pillows",
             tone=1),
        Role("chaise", "fabric", "#4d80a0", words=("chaise longue", "lounger"), count="chaises", like="seat_cushion"),
        Role("piping", "fabric", "#2f566c", words=("seam", "welt"), count=None, like="base"),
    ),
    parameters=(
        count("seats", 3, 1, 8, free=(2, 3)),
        count("arms", 2, 0, 2),
        count("legs", 4, 0, 12),
        count("pillows", 0, 0, 8),
        count("chaises", 0, 0, 1),
        choice("leg_style", "round", "square", aliases={"tapered": "round"}),
        length("seat_height", 430, 100, 700, part="seat_cushion", measure="height"),
        length("leg_height", 130, 20, 400, part="leg", measure="height"),
    ),
    synonyms=("couch", "settee", "divan", "lounge"),
    presets={
        "loveseat": {"width": 1500, "seats": 2},
        "love seat": {"width": 1500, "seats": 2},
        "corner sofa": {"width": 2500, "depth": 1500, "chaises": 1},
        "l shaped sofa": {"width": 2500, "depth": 1500, "chaises": 1},
        "sectional": {"width": 2500, "depth": 1500, "chaises": 1},
    },
    rule=_agree,
    examples=(
        "a blue sofa with three seats and two yellow pillows",
        "grey two-seater sofa with walnut legs",
        "leather couch, 220 cm wide",
    ),
)  # fmt: skip
def build(kit: Kit, values: Values) -> None:
    """Legs, base and back, arms, then the cushions in them."""
    width, full, height = values.mm("width"), values.mm("depth"), values.mm("height")
    depth = min(full, width * 1.1) if not values.count("chaises") else min(full * 0.62, 950.0 * full / 1500)
    rear = full / 2
    middle = rear - depth / 2
    plump = min(kit.chunk, 1.2)
    arms = values.count("arms")
    arm = min(depth * 0.2 * plump, width * 0.16) if arms else 0.0
    foot = min(values.mm("leg_height"), height * 0.3) if values.count("legs") else height * 0.02
    seat = max(min(values.mm("seat_height"), height * 0.7), foot * 1.3)
    left = width / 2 - arm if arms else width / 2
    right = width / 2 - (arm if arms > 1 else 0.0)
    inner, shift = left + right, (right - left) / 2
    thick = (seat - foot) * 0.56
    base_top = seat - thick * 0.9
    soft = min((base_top - foot) * 0.3, depth * 0.06)
    slab = kit.pad(width * 0.985, depth * 0.97, base_top - foot, soft=soft)
    kit.add("base", slab.translate((0, middle + depth * 0.005, foot)), crease=60)
    deep_back = depth * 0.24
    upholstery.back(kit, (inner + arm * 0.5, deep_back, foot, height), shift, rear)
    for side in (-1, 1)[:arms]:
        upholstery.arm(kit, side, (width, arm, depth, middle), (foot, seat, height))
    number = values.count("seats")
    wide = inner / number
    front = middle - depth / 2
    deep = depth - deep_back * 0.86
    chaise = values.count("chaises")
    for k, x in enumerate(layout.row(number, inner - wide)):
        pad = kit.pad(wide * 0.99, deep, thick, soft=thick * 0.36, crown=thick * 0.14)
        at = front + deep / 2 + depth * 0.01
        kit.add("seat_cushion", pad.translate((x + shift, at, base_top - thick * 0.06)), crease=60)
        tall = (height - seat) * 1.02
        fat = depth * 0.2
        rest = kit.pad(wide * 0.97, tall, fat, soft=fat * 0.36, crown=fat * 0.16).rotate((90, 0, 0)).rotate((-10, 0, 0))
        place = (x + shift, rear - deep_back * 0.82, seat + tall * 0.5 - thick * 0.12)
        kit.add("back_cushion", rest.translate(place), crease=60)
        if kit.level == 2:
            for z in (thick * 0.36, thick * 0.5):
                cord = upholstery.seam(kit, pad, z, thick * 0.03)
                kit.add("piping", cord.translate((x + shift, at, base_top - thick * 0.06)), crease=60)
        if chaise and k == number - 1:
            reach = full - depth
            slab = kit.pad(wide * 1.02, reach + soft * 2, base_top - foot, soft=soft)
            body = kit.union([
                slab.translate((0, 0, foot)),
                kit.pad(wide * 0.99, reach + thick * 0.6, thick, soft=thick * 0.36, crown=thick * 0.1)
                .translate((0, 0, base_top - thick * 0.07)),
            ])  # fmt: skip
            kit.add("chaise", body.translate((x + shift, -full / 2 + (reach + soft * 2) / 2, 0)), crease=60)
    upholstery.pillows(kit, values.count("pillows"), inner, shift, (front + depth * 0.34, seat, height - seat))
    if not values.count("legs"):
        kit.add("piping", kit.box(width * 0.9, depth * 0.85, foot * 2).translate((0, middle, 0)))
    for x, y in layout.feet(values.count("legs"), width * 0.88, depth * 0.8):
        r = min(depth * 0.035, width * 0.03, foot * 0.4) * kit.chunk
        top = (x * 0.96, y * 0.94 + middle, foot + soft)
        if values.word("leg_style") == "square":
            kit.add("leg", kit.post((x, y + middle, 0), (x, y + middle, foot + soft), r * 1.8, corner=r * 0.2))
        else:
            kit.add("leg", kit.stake((x, y + middle, 0), top, r * 0.55, r))
