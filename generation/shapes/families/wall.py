"""Walls: courses of single bricks or stones in bond with a coping, along X."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

from generation.shapes.registry import Role, Size, Values, choice, count, family

if TYPE_CHECKING:
    from generation.shapes.kit import Kit


@family(
    "wall",
    gloss="a free-standing wall of bricks or stones",
    category="architecture",
    size=Size(2400, 260, 1300, main="width", follow={"depth": 0.3, "height": 0.4}, stretch=5),
    roles=(
        Role("brick", "brick", "#a5533c", words=("stone", "block"), count=None),
        Role("mortar", "concrete", "#bdb6aa", words=("joint",), tone=None),
        Role("coping", "concrete", "#c9c3b6", words=("cap", "top"), count="copings", tone=1),
    ),
    parameters=(
        count("courses", 12, 2, 40, words=("course", "row", "layer")),
        count("copings", 1, 0, 1),
        choice("kind", "brick", "stone", aliases={"bricks": "brick", "natural": "stone"}),
    ),
    synonyms=("brick wall", "garden wall", "boundary wall"),
    presets={
        "stone wall": {"kind": "stone", "courses": 6, "material": "stone"},
        "dry stone wall": {"kind": "stone", "courses": 7, "material": "stone"},
    },
    examples=("brick wall with ten courses", "stone wall, 3 m long", "red brick wall with a coping"),
)
def build(kit: Kit, values: Values) -> None:
    """Mortar inside, bricks proud of it, a coping on top."""
    wide, deep, tall = values.mm("width"), values.mm("depth"), values.mm("height")
    courses = values.count("courses")
    cap = min(tall * 0.06, deep * 0.35) if values.count("copings") else 0.0
    body = tall - cap
    thick = deep * (0.88 if cap else 1.0)
    stone = values.word("kind") == "stone"
    h = body / courses
    length = min(h * (3.0 if not stone else 2.1), wide / 2)
    joint = h * (0.13 if kit.style == "realistic" else 0.2)
    kit.add("mortar", kit.box(wide - joint, thick - joint * 1.4, body - joint * 0.2))
    number = max(1, round(wide / length))
    length = wide / number
    bricks = []
    simple = kit.box(1, 1, 1) if kit.level == 0 else None
    for row in range(courses):
        edges = [-wide / 2]
        at = -wide / 2 + (length / 2 if row % 2 else length)
        if stone:
            at = -wide / 2 + length * (0.4 + 0.8 * kit.chance("start", row))
        while at < wide / 2 - length * 0.2:
            edges.append(at)
            at += length if not stone else length * (0.7 + 0.7 * kit.chance("stone", row, len(edges)))
        edges.append(wide / 2)
        for a, b in itertools.pairwise(edges):
            w = b - a - joint * (1 if kit.level or kit.low else 0.6)
            if w <= 0:
                continue
            out = 1.0 if not stone else 0.93 + 0.07 * kit.chance("out", row, a)
            if simple is not None:
                block = simple.scale((w, thick * out, h - joint))
            else:
                block = kit.box(
                    w,
                    thick * out,
                    h - joint,
                    bevel=h * (0.06 if not stone else 0.14),
                    corner=h * 0.2 if stone and not kit.low else 0.0,
                )
            bricks.append(block.translate(((a + b) / 2, 0, h * row + joint / 2 * (row > 0))))
    kit.add("brick", kit.together(bricks), crease=30)
    if cap:
        slabs = kit.pick(1, max(2, number // 2), max(2, number // 2))
        parts = []
        for k in range(slabs):
            a, b = -wide / 2 + wide * k / slabs, -wide / 2 + wide * (k + 1) / slabs
            gap = joint * 0.5 if slabs > 1 else 0.0
            low, half = cap * 0.55, deep / 2
            outline = [(-half, 0), (half, 0), (half, low), (0, cap), (-half, low)]
            if kit.level == 2:
                outline = [
                    (-half, cap * 0.1),
                    (-half + cap * 0.1, 0),
                    (half - cap * 0.1, 0),
                    (half, cap * 0.1),
                    (half, low),
                    (half - cap * 0.1, low + cap * 0.1),
                    (0, cap),
                    (-half + cap * 0.1, low + cap * 0.1),
                    (-half, low),
                ]
            first, last = (0 if k == 0 else gap / 2), (0 if k == slabs - 1 else gap / 2)
            parts.append(kit.prism(outline, b - a - first - last).rotate((90, 0, 90)).translate((a + first, 0, body)))
        kit.add("coping", kit.together(parts))
