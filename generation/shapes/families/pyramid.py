"""Pyramids: smooth, of courses of blocks, or stepped with stairs and a temple on top."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generation.shapes.registry import Role, Size, Values, choice, count, family

if TYPE_CHECKING:
    from generation.shapes.kit import Kit


@family(
    "pyramid",
    gloss="a four-sided solid that rises to a point",
    category="architecture",
    size=Size(1000, 1000, 640, main="width", tied=("width", "depth"), stretch=4),
    roles=(
        Role("body", "sandstone", "#d6b880", words=("pyramid body", "side", "course")),
        Role(
            "tip",
            "sandstone",
            "#e3c994",
            words=("top", "capstone", "peak"),
            count=lambda v: int(v.word("kind") != "smooth"),
            tone=1,
        ),
        Role("block", "sandstone", "#c9aa72", words=("stone", "brick"), count=None, tone=None),
        Role("entrance", "slate", "#4a3d2c", words=("door", "opening"), count="entrances", tone=None),
        Role("stair", "sandstone", "#e3c994", words=("stairs", "stairway"), count="stairs", tone=None),
    ),
    parameters=(
        count("steps", 12, 2, 40, words=("step", "level", "tier")),
        count("entrances", 0, 0, 1),
        count("stairs", 0, 0, 4),
        choice(
            "kind",
            "smooth",
            "blocks",
            "stepped",
            aliases={"egyptian": "blocks", "mayan": "stepped", "aztec": "stepped"},
        ),
    ),
    synonyms=("square pyramid",),
    presets={
        "egyptian pyramid": {"kind": "blocks", "steps": 16, "entrances": 1},
        "step pyramid": {"kind": "stepped", "steps": 7, "stairs": 4},
        "mayan pyramid": {"kind": "stepped", "steps": 8, "stairs": 4},
        "aztec pyramid": {"kind": "stepped", "steps": 6, "stairs": 1},
    },
    examples=("golden pyramid", "egyptian pyramid with an entrance", "stepped pyramid with seven steps"),
)
def build(kit: Kit, values: Values) -> None:
    """Courses, tip, doors, stairs."""
    wide, deep, tall = values.mm("width"), values.mm("depth"), values.mm("height")
    full_wide, full_deep = wide, deep
    if values.count("stairs"):
        wide, deep = wide * 0.92, deep * 0.92
    kind, steps = values.word("kind"), values.count("steps")
    if kind == "smooth":
        # The bevel and the finer faces follow complexity; the shape stays a plain pyramid.
        soft = wide * (0.0 if kit.low else 0.004) * (3 if kit.style == "stylized" else 1)
        body = kit.hull([(x, y, 0) for x in (-wide / 2, wide / 2) for y in (-deep / 2, deep / 2)] + [(0, 0, tall)])
        if kit.style == "stylized":
            body = kit.hull(
                [
                    (s * wide / 2 * f, t * deep / 2 * f, z)
                    for s in (-1, 1)
                    for t in (-1, 1)
                    for f, z in ((0.97, 0.0), (1.0, soft))
                ]
                + [(s * soft, t * soft, tall) for s in (-1, 1) for t in (-1, 1)]
            )
        kit.add(
            "body",
            kit.finer(body, max(wide, deep, tall) * ((2.0, 0.6, 0.3) if kit.low else (2.0, 0.3, 0.12))[kit.level])
            if kit.level
            else body,
            crease=20,
        )
    else:
        stepped = kind == "stepped"
        top = tall * (0.86 if stepped else 1 - 1.2 / (steps + 1))
        h = top / steps
        layers = []
        for k in range(steps):
            share = 1 - k / steps * (0.72 if stepped else 1 - 1.2 / (steps + 1))
            if stepped and kit.level:
                lean = 0.94 if kit.style == "realistic" else 0.9
                layer = kit.hull(
                    [
                        (s * wide / 2 * share * f, t * deep / 2 * share * f, z)
                        for s in (-1, 1)
                        for t in (-1, 1)
                        for f, z in ((1, 0), (lean + 0.02, h * 0.9))
                    ]
                )
                lip = kit.box(
                    wide * share * (lean + 0.045), deep * share * (lean + 0.045), h * 0.16, bevel=h * 0.03
                ).translate((0, 0, h * 0.84))
                layers += [layer.translate((0, 0, h * k)), lip.translate((0, 0, h * k))]
            else:
                layers.append(
                    kit.box(wide * share, deep * share, h, bevel=h * 0.06 * kit.level).translate((0, 0, h * k))
                )
        kit.add("body", kit.together(layers), crease=25)
        if stepped:
            w = wide * 0.2
            parts = [
                kit.box(w, w * deep / wide, (tall - top) * 0.7),
                kit.box(w * 1.16, w * deep / wide * 1.16, (tall - top) * 0.16, bevel=tall * 0.004).translate(
                    (0, 0, (tall - top) * 0.68)
                ),
            ]
            parts.append(
                kit.box(w * 0.9, w * deep / wide * 0.9, (tall - top) * 0.18).translate((0, 0, (tall - top) * 0.82))
            )
            door = kit.box(w * 0.3, w * 1.2, (tall - top) * 0.5)
            kit.add(
                "tip", kit.without(kit.union(parts), door.translate((0, -w * 0.7, 0))).translate((0, 0, top)), crease=25
            )
        else:
            share = 1.2 / (steps + 1)
            kit.add(
                "tip",
                kit.hull(
                    [(s * wide / 2 * share, t * deep / 2 * share, top) for s in (-1, 1) for t in (-1, 1)]
                    + [(0, 0, tall)]
                ),
            )
        number = kit.pick(0, 6, 14) if not stepped else kit.pick(0, 3, 7)
        stones = []
        for k in range(steps):
            share = 1 - k / steps * (0.72 if stepped else 1 - 1.2 / (steps + 1))
            for side in range(4):
                long, out = (wide * share, deep * share / 2) if side % 2 == 0 else (deep * share, wide * share / 2)
                some = max(1, round(number * share)) if number else 0
                for j in range(some):
                    w = min(h * 1.9, long / max(some, 1) * 0.8) * (0.7 + 0.4 * kit.chance("w", k, side, j))
                    x = long * ((j + 0.2 + 0.6 * kit.chance("x", k, side, j)) / some - 0.5) * 0.9
                    block = kit.box(w, h * 0.3, h * 0.62, bevel=h * 0.05).translate(
                        (x, -out * (0.985 if stepped else 1) + h * 0.11, h * k + h * 0.1)
                    )
                    stones.append(block.rotate((0, 0, 90 * side)))
        if stones:
            box = kit.together(stones)
            kit.add("block", box)
    slope = deep / 2 / tall
    for _ in range(values.count("entrances")):
        w, z = wide * 0.1, tall * 0.14
        frame = kit.box(w, deep * 0.16, z)
        kit.add("entrance", frame.translate((0, -deep / 2 + slope * z * 0.5 + deep * 0.075, 0)))
    for k in range(values.count("stairs")):
        n, top = steps * kit.pick(2, 3, 4), tall * (0.86 if kind == "stepped" else 0.9)
        long, out = (full_wide, full_deep / 2) if k % 2 == 0 else (full_deep, full_wide / 2)
        inner = out * (0.27 if kind == "stepped" else 0.1)
        profile = [(-out, 0.0)]
        for j in range(n):
            y = -out + (out - inner) * (j + 0.0) / n
            profile += [(y, top * (j + 1) / n), (-out + (out - inner) * (j + 1) / n, top * (j + 1) / n)]
        profile.append((-inner, 0.0))
        flight = kit.prism(profile, long * 0.14).rotate((90, 0, 90)).translate((-long * 0.07, 0, 0))
        kit.add("stair", flight.rotate((0, 0, (0, 90, 180, 270)[k])), crease=20)
