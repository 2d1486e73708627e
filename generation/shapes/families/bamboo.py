"""Bamboo: a clump of canes with nodes and slender leaves."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from generation.shapes import foliage
from generation.shapes.registry import Role, Size, Values, count, family

if TYPE_CHECKING:
    from generation.shapes.kit import Kit


@family(
    "bamboo_plant",
    gloss="a clump of jointed canes with slender leaves",
    category="plants",
    size=Size(1600, 1400, 3500, main="height", stretch=3),
    roles=(
        Role("cane", "leaf", "#8aa84a", words=("stalk", "stem", "culm", "pole", "stick"), count="canes"),
        Role("node", "leaf", "#6f8c3a", words=("joint",), count=None, tone=None),
        Role("leaf", "leaf", "#5f9a45", words=("foliage",), count=None, tone=1),
    ),
    parameters=(count("canes", 7, 1, 24), count("nodes", 8, 2, 20, words=("joint", "segment"))),
    synonyms=("bamboo grove", "bamboo canes", "bamboo stalk", "bamboo bush", "bamboo clump"),
    examples=(
        "bamboo plant with five canes",
        "green bamboo plant with nine stalks",
        "bamboo grove with twelve canes, 3 m tall",
    ),
)
def build(kit: Kit, values: Values) -> None:
    """Canes in a clump, the middle one tallest."""
    wide, deep, tall = values.mm("width"), values.mm("depth"), values.mm("height")
    number, nodes = values.count("canes"), values.count("nodes")
    squash = deep / wide
    half = wide / 2
    r = min(half * 0.05, tall * 0.014) * kit.chunk
    spots, ways, sizes, twists = [], [], [], []
    rings = []
    leaf = min(half * 0.5, tall * 0.15) * (1.1 if kit.style == "stylized" else 1)
    for k in range(number):
        a = foliage.GOLDEN * k
        away = half * 0.42 * math.sqrt(k / max(number, 1))
        high = tall * (1.0 - 0.3 * kit.chance("high", k) * (k > 0))
        lean = half * 0.3 * (k > 0) + r * 2
        x, y = away * math.cos(a), away * math.sin(a)
        path = kit.curve(
            [
                (x, y, 0),
                (x + lean * 0.15 * math.cos(a), y + lean * 0.15 * math.sin(a), high * 0.5),
                (x + lean * math.cos(a), y + lean * math.sin(a), high),
            ],
            smooth=3,
        )
        n = len(path) - 1
        kit.add(
            "cane",
            kit.swept(path, kit.ring(r), scale=[1 - 0.45 * j / n for j in range(n + 1)]).scale((1, squash, 1)),
            crease=60,
        )
        for j in range(nodes):
            t = (j + 0.7) / nodes
            at = min(int(t * n), n - 1)
            p = path[at] + (path[at + 1] - path[at]) * (t * n - at)
            size = r * (1 - 0.45 * t)
            if kit.level:
                profile = [(size * 0.7, -size * 0.45), (size * 1.02, -size * 0.4), (size * 1.2, 0),
                           (size * 1.02, size * 0.4), (size * 0.7, size * 0.45)]  # fmt: skip
                plain = [(0.0, -size * 0.45), (size * 1.2, 0.0), (0.0, size * 0.45)]
                hoop = kit.turned(
                    plain if kit.low and kit.level < 2 else profile,
                    segments=max(8, kit.small) if not kit.low else 6,
                )
                rings.append(hoop.translate((float(p[0]), float(p[1]), float(p[2]))))
            if t > 0.35:
                for q in range(kit.pick(2, 4, 8) if not kit.low else kit.pick(1, 2, 3)):
                    turn = a + foliage.GOLDEN * (j * 7 + q)
                    limit = min(1.0, max((half - math.hypot(float(p[0]), float(p[1]))) / leaf, 0.25))
                    room = min(1.0, max((tall - float(p[2])) / (leaf * 0.4), 0.1))
                    spots.append((float(p[0]), float(p[1]), float(p[2])))
                    ways.append((math.cos(turn), math.sin(turn), (0.35 - 0.7 * kit.chance("w", k, j, q)) * room))
                    sizes.append((0.75 + 0.25 * kit.chance("z", k, j, q)) * limit)
                    twists.append(kit.chance("t", k, j, q) - 0.5)
    # One leaf points to each side, so that the clump is as wide and deep as it should be.
    z = tall * 0.62
    for turn in (0.0, 0.5, 1.0, 1.5):
        c, s = math.cos(turn * math.pi), math.sin(turn * math.pi)
        spots.append(((half - leaf) * c, (half - leaf) * s, z))
        ways.append((c, s, 0.0))
        sizes.append(1.0)
        twists.append(0.0)
        stalk = kit.rod((0, 0, z * 0.9), ((half - leaf) * c, (half - leaf) * s, z), r * 0.3)
        rings.append(stalk)
    small = foliage.leaf(kit, leaf, leaf * 0.24)
    body = kit.scattered(small, foliage.frames(spots, ways, sizes, kit.maths.array(twists), kit.maths))
    kit.add("leaf", body.scale((1, squash, 1)))
    kit.add("node", kit.together(rings).scale((1, squash, 1)), crease=60)
