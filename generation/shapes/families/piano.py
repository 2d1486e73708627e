"""Pianos: an upright case with a keyboard of white and black keys, a lid, a music stand, pedals, and legs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generation.shapes import layout
from generation.shapes.registry import Role, Size, Value, Values, count, family

if TYPE_CHECKING:
    from generation.shapes.kit import Kit

_BLACK = (1, 1, 0, 1, 1, 1, 0)  # after which white keys of an octave a black one lies


def _agree(values: dict[str, Value], said: frozenset[str]) -> list[str]:
    if "keys" in said and "white_keys" not in said:
        values["white_keys"] = max(5, round(int(values["keys"]) * 52 / 88))
    values["keys"] = int(values["white_keys"]) + _blacks(int(values["white_keys"]))
    return []


def _blacks(white: int) -> int:
    return sum(_BLACK[k % 7] for k in range(white - 1))


@family(
    "piano",
    gloss="an upright piano",
    category="music",
    size=Size(1480, 600, 1200, main="width"),
    roles=(
        Role("case", "paint", "#27211f", words=("body", "cabinet", "frame")),
        Role("lid", "paint", "#2e2725", words=("top", "cover"), like="case"),
        Role("panel", "paint", "#332b28", words=("front", "front panel"), count=2, like="case"),
        Role("key_bed", "paint", "#27211f", like="case"),
        Role("cheek", "paint", "#27211f", words=("arm", "side"), count=2, like="case"),
        Role("white_key", "porcelain", "#f6f2e6", words=("key",), count="white_keys", tone=None),
        Role("black_key", "ebony", "#17171a", count=lambda v: _blacks(v.count("white_keys")), tone=None),
        Role("strip", "wool", "#8f2f2c", words=("felt",), count=None, tone=None),
        Role("music_stand", "paint", "#332b28", words=("music rest", "desk", "music rack"), like="case"),
        Role("leg", "paint", "#27211f", count=2, like="case"),
        Role("runner", "paint", "#27211f", count=None, like="case"),
        Role("pedal", "brass", count="pedals", tone=None),
        Role("hinge", "brass", count=None, tone=None),
    ),
    parameters=(
        count("white_keys", 52, 5, 75, words=("white key",)),
        count("keys", 88, 8, 128, words=("key",)),
        count("pedals", 3, 0, 3),
    ),
    synonyms=("upright piano", "pianoforte"),
    presets={"toy piano": {"width": 400, "depth": 260, "height": 300, "white_keys": 15, "keys": 25, "pedals": 0}},
    rule=_agree,
    examples=("a black piano with three pedals", "white upright piano, 1.4 m wide", "piano with 30 white keys"),
)
def build(kit: Kit, values: Values) -> None:
    """The case at the back, the keyboard before it."""
    width, depth, height = values.mm("width"), values.mm("depth"), values.mm("height")
    deep = depth * 0.56
    bed, bed_tall = height * 0.5, height * 0.07
    side = width * 0.035 * kit.chunk
    soft = min(width, height) * 0.008
    back = depth / 2 - deep / 2
    lid = height * 0.03
    kit.add("case", kit.box(width - side * 0.4, deep, height - lid, bevel=soft).translate((0, back, 0)))
    kit.add(
        "lid",
        kit.box(width, deep * 1.05, lid, corner=soft * 2, bevel=soft).translate((0, back - deep * 0.02, height - lid)),
    )
    front = back - deep / 2
    for low, high in ((height * 0.07, bed - bed_tall * 0.3), (bed + bed_tall * 2.9, height - lid * 1.8)):
        inner = kit.box(width - side * 3.2, deep * 0.06, high - low, bevel=soft)
        frame = kit.box(width - side * 4.8, deep * 0.1, (high - low) - side * 1.6, bevel=soft)
        panel = inner.translate((0, front - deep * 0.015, low))
        kit.add(
            "panel",
            kit.union([panel, frame.translate((0, front - deep * 0.02, low + side * 0.8))]) if kit.level else panel,
        )
    reach = depth - deep
    kit.add(
        "key_bed",
        kit.box(width - side * 0.6, reach + deep * 0.1, bed_tall, bevel=soft).translate(
            (0, -depth / 2 + (reach + deep * 0.1) / 2, bed - bed_tall)
        ),
    )
    for s in (-1, 1):
        cheek = kit.box(side * 1.8, reach + deep * 0.08, bed_tall * 2.1, corner=side * 0.5, bevel=soft)
        kit.add(
            "cheek",
            cheek.translate(
                (s * (width / 2 - side * 0.9), -depth / 2 + (reach + deep * 0.08) / 2, bed - bed_tall * 0.6)
            ),
        )
        post = kit.turned(
            [
                (0, 0),
                (side * 0.7, 0),
                (side * 0.9, bed * 0.1),
                (side * 0.6, bed * 0.2),
                (side * 0.85, bed * 0.6),
                (side * 0.7, bed * 0.85),
                (side * 1.0, bed - bed_tall * 0.8),
                (0, bed - bed_tall * 0.8),
            ],
            segments=kit.small,
        )
        kit.add("leg", post.translate((s * (width / 2 - side * 1.3), -depth / 2 + side * 1.3, 0)))
        kit.add(
            "runner",
            kit.box(side * 2.2, reach * 0.98 + deep * 0.06, height * 0.045, corner=soft, bevel=soft).translate(
                (s * (width / 2 - side * 1.3), -depth / 2 + (reach + deep * 0.06) / 2, 0)
            ),
        )
    number = values.count("white_keys")
    span = width - side * 4.4
    step = span / number
    key_tall, long = bed_tall * 0.4, reach * 0.8
    white = kit.box(step * 0.92, long, key_tall, bevel=min(step * 0.08, key_tall * 0.2) if kit.level else 0)
    black = kit.box(
        step * 0.55, long * 0.62, key_tall * 0.75, bevel=min(step * 0.1, key_tall * 0.2) if kit.level else 0
    )
    y = -depth / 2 + reach * 0.06 + long / 2
    for k in range(number):
        x = (k + 0.5 - number / 2) * step
        kit.add("white_key", white.translate((x, y, bed - key_tall * 0.1)))
        if k < number - 1 and _BLACK[k % 7]:
            kit.add("black_key", black.translate((x + step / 2, y + long * 0.19, bed + key_tall * 0.75)))
    kit.add("strip", kit.box(span, long * 0.06, key_tall * 1.2).translate((0, y + long * 0.5, bed)))
    stand = kit.box(width * 0.42, deep * 0.05, height * 0.18, corner=soft, bevel=soft).rotate((-14, 0, 0))
    kit.add("music_stand", stand.translate((0, front - deep * 0.1, bed + bed_tall * 2.9)))
    for x in layout.row(values.count("pedals"), width * 0.14):
        kit.add(
            "pedal",
            kit.box(width * 0.022, depth * 0.16, height * 0.012, corner=width * 0.01, bevel=soft * 0.4).translate(
                (x, front - depth * 0.06, height * 0.04)
            ),
        )
    for x in layout.row(kit.pick(0, 2, 4), width * 0.7):
        kit.add(
            "hinge",
            kit.rod(
                (x - width * 0.02, front + deep * 0.3, height - lid * 0.98),
                (x + width * 0.02, front + deep * 0.3, height - lid * 0.98),
                lid * 0.4,
            ),
        )
