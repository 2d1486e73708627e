"""Bottles: hollow glass with shoulders and a neck, a cork or cap, and a label."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generation.shapes import vessels
from generation.shapes.registry import Role, Size, Value, Values, choice, count, family, length

if TYPE_CHECKING:
    from generation.shapes.kit import Kit

_FORMS = {
    "wine": ((0.9, 0.0), (0.99, 0.015), (1.0, 0.05), (1.0, 0.55), (0.92, 0.63), (0.5, 0.72), (0.4, 0.8), (0.385, 1.0)),
    "sloped": ((0.9, 0.0), (0.99, 0.015), (1.0, 0.05), (1.0, 0.4), (0.88, 0.52), (0.6, 0.7), (0.42, 0.84), (0.4, 1.0)),
    "milk": ((0.9, 0.0), (0.98, 0.015), (1.0, 0.05), (1.0, 0.58), (0.9, 0.68), (0.66, 0.78), (0.6, 0.86), (0.64, 1.0)),
    "flask": ((0.6, 0.0), (0.72, 0.02), (1.0, 0.2), (0.97, 0.34), (0.6, 0.5), (0.32, 0.62), (0.26, 0.76), (0.27, 1.0)),
}


def _agree(values: dict[str, Value], said: frozenset[str]) -> list[str]:
    if "stoppers" not in said and "mouth" in said:
        values["stoppers"] = int(values["mouth"] == "closed")
    values["mouth"] = "closed" if int(values["stoppers"]) else "open"
    return vessels.thin_enough(values, said, 0.08)


@family(
    "bottle",
    gloss="a vessel with a narrow neck, for liquids",
    category="tableware",
    size=Size(76, 76, 300, main="height", tied=("width", "depth")),
    roles=(
        Role("body", "tinted glass", "#2f5a3c", words=("wall", "glass", "vessel")),
        Role("stopper", "cork", words=("cork", "cap", "top", "lid"), count="stoppers", tone=1),
        Role("label", "paper", "#efe4c8", words=("sticker",), count="labels", tone=None),
        Role("lip", "tinted glass", "#2f5a3c", words=("ring", "collar"), like="body"),
        Role("mark", "paper", "#8c3b2e", words=("emblem",), count=None, tone=None),
    ),
    parameters=(
        choice("form", "wine", "sloped", "milk", "flask", aliases={"round": "flask", "bulbous": "flask"}),
        length("wall", 2.6, 0.2, 30, part="body", measure="thickness", dimension=("thickness",)),
        count("stoppers", 0, 0, 1, words=("stopper", "cork", "cap", "lid")),
        count("labels", 1, 0, 1),
        choice("mouth", "open", "closed", aliases={"open at the top": "open", "corked": "closed", "sealed": "closed"}),
    ),
    synonyms=("glass bottle",),
    presets={
        "wine bottle": {"width": 76, "depth": 76, "height": 300},
        "beer bottle": {"width": 62, "depth": 62, "height": 235, "form": "sloped"},
        "milk bottle": {"width": 92, "depth": 92, "height": 230, "form": "milk", "labels": 0, "material": "glass"},
        "water bottle": {"width": 72, "depth": 72, "height": 240, "form": "milk", "labels": 0, "material": "steel"},
        "potion bottle": {"width": 100, "depth": 100, "height": 150, "form": "flask", "labels": 0, "stoppers": 1},
        "flask": {"width": 100, "depth": 100, "height": 150, "form": "flask", "labels": 0, "stoppers": 1},
        "message bottle": {"width": 90, "depth": 90, "height": 260, "labels": 0, "stoppers": 1},
    },
    rule=_agree,
    examples=(
        "a green wine bottle with a label",
        "blue glass bottle with a cork, 30 cm high",
        "brown bottle without a label, open at the top",
    ),
)  # fmt: skip
def build(kit: Kit, values: Values) -> None:
    """The shell, the ring at its mouth, then stopper and label."""
    width, height = values.mm("width"), values.mm("height")
    squash = values.mm("depth") / width
    radius = width / 2
    wall = min(values.mm("wall"), radius * 0.09, height * 0.05)
    plug = values.count("stoppers")
    form = values.word("form")
    marks = list(_FORMS[form])
    if kit.style == "stylized":
        marks = [(min(r * (1.15 if z > 0.7 else 1.0), 1.0), z * 0.97 if 0.5 < z < 0.9 else z) for r, z in marks]
    tall = height * (0.955 if plug else 1.0)
    line = vessels.outline(kit, marks, radius, tall)
    body, _ = kit.shell(line, wall, lip=wall * 0.4)
    if kit.level and form != "flask":
        punt = kit.sphere(1.0).scale((radius * 0.55, radius * 0.55, wall * 0.55))
        body = kit.without(body, punt)
    kit.add("body", body.scale((1, squash, 1)), crease=50)
    neck = line[-1][0]
    ring_h = height * 0.03
    z = tall - ring_h * 1.2
    ring = [
        (neck - wall * 0.5, z),
        (neck + wall * 0.8, z),
        (neck + wall, z + ring_h * 0.25),
        (neck + wall, z + ring_h * 0.75),
        (neck + wall * 0.8, z + ring_h),
        (neck - wall * 0.5, z + ring_h),
    ]
    kit.add("lip", kit.turned(ring).scale((1, squash, 1)), crease=50)
    if plug:
        inner = neck - wall
        soft = inner * 0.14
        cork = [(0, tall - height * 0.06), (inner * 0.96, tall - height * 0.06), (inner * 1.02, tall),
                (inner * 1.1, height - soft), (inner * 1.1 - soft, height), (0, height)]  # fmt: skip
        kit.add("stopper", kit.turned(cork).scale((1, squash, 1)), crease=45)
    if values.count("labels"):
        low, high = (0.16, 0.46) if form != "flask" else (0.16, 0.3)
        steps = kit.pick(2, 4, 10)
        heights = [tall * (low + (high - low) * k / steps) for k in range(steps + 1)]
        outer = [(vessels.radius_at(line, z) + wall * 0.06, z) for z in heights]
        inner_ = [(vessels.radius_at(line, z) - wall * 0.4, z) for z in reversed(heights)]
        kit.add("label", kit.turned([*outer, *inner_]).scale((1, squash, 1)), crease=50)
        if kit.level:
            for share in (low + 0.03, high - 0.03)[: kit.level]:
                z = tall * share
                r = vessels.radius_at(line, z)
                line_ = [(r + wall * 0.12, z), (r + wall * 0.12, z + tall * 0.01), (r - wall * 0.3, z + tall * 0.01),
                         (r - wall * 0.3, z)]  # fmt: skip
                kit.add("mark", kit.turned(line_).scale((1, squash, 1)))
