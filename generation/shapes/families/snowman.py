"""Snowmen: balls of snow on each other, with coal eyes, a carrot nose, buttons, a hat, a scarf and twig arms."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from generation.shapes import organic
from generation.shapes.registry import Role, Size, Value, Values, count, family

if TYPE_CHECKING:
    from generation.shapes.kit import Kit
    from generation.shapes.solids import Solid


def _agree(values: dict[str, Value], said: frozenset[str]) -> list[str]:
    if not int(values["arms"]) and "width" not in said and "arms" in said:
        values["width"] = round(float(values["height"]) * 0.44, 3)
    return []


@family(
    "snowman",
    gloss="a man of snow",
    category="toys",
    size=Size(1250, 720, 1600, main="height"),
    roles=(
        Role("snowball", "wax", "#f3f6f8", words=("body", "ball", "snow", "head"), count="snowballs"),
        Role("eye", "rubber", "#1e1e20", words=("coal",), count="eyes", tone=None),
        Role("nose", "food", "#e8752b", words=("carrot", "carrot nose"), count="noses", tone=None),
        Role("mouth", "rubber", "#1e1e20", words=("smile",), count=None, tone=None),
        Role("button", "rubber", "#1e1e20", count="buttons", tone=None),
        Role("arm", "wood", "#6d4a2e", words=("twig", "stick", "branch"), count="arms", tone=None),
        Role("finger", "wood", "#6d4a2e", count=None, tone=None, like="arm"),
        Role("hat", "fabric", "#2a2b30", words=("top hat",), count="hats", tone=None),
        Role("hat_band", "fabric", "#b5372e", count="hats", tone=None),
        Role("scarf", "wool", "#c23a33", count="scarves", tone=1),
        Role("scarf_end", "wool", "#c23a33", words=("tassel",), count=None, tone=1, like="scarf"),
    ),
    parameters=(
        count("snowballs", 3, 2, 4),
        count("buttons", 3, 0, 8),
        count("eyes", 2, 0, 2),
        count("noses", 1, 0, 1),
        count("arms", 2, 0, 2),
        count("hats", 1, 0, 1),
        count("scarves", 1, 0, 1, words=("scarf",)),
    ),
    synonyms=("snow man", "frosty"),
    rule=_agree,
    examples=(
        "a snowman with a black hat and a green scarf",
        "snowman with five buttons",
        "snowman without arms, 30 cm tall",
    ),
)
def build(kit: Kit, values: Values) -> None:
    """Balls from the ground up, in hundredths of the height."""
    unit = values.mm("height") / 100
    number = values.count("snowballs")
    hat = 15.0 if values.count("hats") else 0.0
    shares = {2: (1.0, 0.74), 3: (1.0, 0.78, 0.58), 4: (1.0, 0.82, 0.66, 0.52)}[number]
    total = sum(2 * s for s in shares) - 0.36 * sum(shares[1:]) - 0.1
    r = (100 - hat) / total
    if kit.style == "stylized":
        shares = (*shares[:-1], shares[-1] * 1.22)
    z = -0.1 * r
    rows: list[tuple[float, float]] = []
    for share in shares:
        z += share * r * (0.82 if rows else 1.0)
        rows.append((z, share * r))
        z += share * r * 0.82

    def add(name: str, solid: Solid, crease: float = 50) -> None:
        kit.add(name, solid.scale((unit, unit, unit)), crease=crease)

    for k, (middle, radius) in enumerate(rows):
        ball = organic.ball(kit, (0, 0, middle), radius, share=0.9)
        add("snowball", ball.trim_by_plane((0, 0, 1), 0.0) if k == 0 else ball)
    middle, radius = rows[-1]

    def on(ball: int, right: float, up: float, out: float = 1.0) -> tuple[float, float, float]:
        m, s = rows[ball]
        a, b = math.radians(right), math.radians(up)
        return s * out * math.cos(b) * math.sin(a), -s * out * math.cos(b) * math.cos(a), m + s * out * math.sin(b)

    for side in (-1, 1)[: values.count("eyes")]:
        add("eye", organic.ball(kit, on(-1, side * 22, 16, 0.97), radius * 0.11, share=0.3))
    if values.count("noses"):
        tip = (0.0, -radius * 2.05, middle - radius * 0.06)
        add(
            "nose",
            organic.limb(
                kit,
                [
                    (0, -radius * 0.86, middle, radius * 0.16, radius * 0.16),
                    (0, -radius * 1.5, middle, radius * 0.11, radius * 0.11),
                    (*tip, radius * 0.02, radius * 0.02),
                ],
                share=0.4,
            ),
        )
    for k in range(5):
        add(
            "mouth",
            organic.ball(kit, on(-1, -28 + 14 * k, -24 - 7 * (1 - abs(k - 2) / 2), 0.98), radius * 0.065, share=0.25),
        )
    buttons = values.count("buttons")
    for k in range(buttons):
        low = number == 2 or (buttons > 4 and k >= buttons - buttons // 2)
        ball = 0 if low else -2
        many = buttons if number == 2 else (buttons // 2 if low else buttons - (buttons // 2 if buttons > 4 else 0))
        at = k if number == 2 or not low else k - (buttons - buttons // 2)
        up = 34 - 62 * (at + 0.5) / max(many, 1) + (6 if low else 0)
        add(
            "button", organic.ball(kit, on(ball, 0, up, 0.985), (radius * 0.12, radius * 0.1, radius * 0.12), share=0.3)
        )
    m, s = rows[-2]
    for side in (-1, 1)[: values.count("arms")]:
        root, bend, tip = (
            (side * s * 0.8, 0.0, m + s * 0.25),
            (side * s * 1.55, -s * 0.1, m + s * 0.5),
            (side * s * 2.15, -s * 0.2, m + s * 1.0),
        )
        thick = 1.25 * kit.chunk
        add("arm", organic.tapered(kit, [root, bend, tip], thick, thick * 0.6, share=0.3))
        for reach in ((0.32, 0.28), (0.05, 0.42)):
            end = (
                bend[0] * 0.4 + tip[0] * 0.6 + side * s * reach[0],
                -s * 0.22,
                bend[2] * 0.4 + tip[2] * 0.6 + s * reach[1],
            )
            start = (bend[0] * 0.4 + tip[0] * 0.6, bend[1] * 0.4 + tip[1] * 0.6, bend[2] * 0.42 + tip[2] * 0.58)
            add("finger", kit.rod(start, end, thick * 0.65, thick * 0.35))
    if values.count("hats"):
        base = middle + radius * 0.72
        top = 100 - base
        brim, crown = radius * 1.05, radius * 0.68
        add(
            "hat",
            kit.turned(
                [
                    (0, 0),
                    (brim, 0),
                    (brim, top * 0.1),
                    (crown, top * 0.15),
                    (crown * 0.95, top * 0.9),
                    (crown * 0.86, top),
                    (0, top),
                ]
            ).translate((0, 0, base)),
            35,
        )
        add(
            "hat_band",
            kit.turned(
                [
                    (crown * 0.8, top * 0.16),
                    (crown * 1.05, top * 0.16),
                    (crown * 1.04, top * 0.4),
                    (crown * 0.8, top * 0.4),
                ]
            ).translate((0, 0, base)),
            35,
        )
    if values.count("scarves"):
        neck = middle - radius * 0.72
        wide = radius * 0.95
        ring = kit.turned(
            [
                (wide * 0.6, -radius * 0.2),
                (wide * 1.02, -radius * 0.22),
                (wide * 1.16, 0),
                (wide * 0.98, radius * 0.24),
                (wide * 0.6, radius * 0.2),
            ]
        )
        add("scarf", ring.translate((0, 0, neck)), 60)
        for k, x in enumerate((0.3, 0.62)[: 1 + (kit.level > 0)]):
            hang = [
                (wide * x, -wide * 0.95, neck, radius * 0.22, radius * 0.09),
                (wide * (x + 0.06), -wide * 1.2, neck - radius * 0.6, radius * 0.24, radius * 0.09),
                (wide * (x + 0.1), -wide * 1.24, neck - radius * (1.35 - 0.3 * k), radius * 0.26, radius * 0.08),
            ]
            add("scarf_end", organic.limb(kit, hang, up=(0, 1, 0), share=0.4, square=3))
