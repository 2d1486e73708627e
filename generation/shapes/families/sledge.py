"""Sledges: slats on two curled runners with a rope, and a sleigh's seat."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generation.shapes.registry import Role, Size, Values, count, family

if TYPE_CHECKING:
    from generation.shapes.kit import Kit


@family(
    "sledge",
    gloss="a seat of slats on two runners for snow",
    category="vehicles",
    size=Size(420, 1100, 320, main="depth", stretch=2.5),
    roles=(
        Role("slat", "wood", "#c08f55", words=("seat", "plank", "board"), count="slats"),
        Role("runner", "wood", "#9a6b3e", words=("skid", "skate"), count="runners"),
        Role("post", "wood", "#9a6b3e", words=("strut", "leg"), count=None),
        Role("backrest", "wood", "#c08f55", words=("back",), count="backrests"),
        Role("rope", "fabric", "#b5453a", words=("string", "cord"), count="ropes", tone=1),
    ),
    parameters=(
        count("slats", 5, 2, 12),
        count("runners", 2, 2, 2, words=("runner",)),
        count("backrests", 0, 0, 1),
        count("ropes", 1, 0, 1),
    ),
    synonyms=("sled", "sleigh", "toboggan", "wooden sledge", "snow sled"),
    presets={"children's sledge": {"backrests": 1, "height": 550}},
    examples=("wooden sledge with five slats", "red sled with a rope", "sledge with two runners and a backrest"),
)  # fmt: skip
def build(kit: Kit, values: Values) -> None:
    """Runners with curls, posts, slats over them."""
    wide, long, tall = values.mm("width"), values.mm("depth"), values.mm("height")
    backs, slats = values.count("backrests"), values.count("slats")
    seat = tall * (0.5 if backs else 0.85)
    bar = min(wide * 0.06, seat * 0.16, long * 0.03) * kit.chunk
    half = wide / 2 - bar * 0.5
    curl = min(seat * 0.62, long * 0.2)
    high = tall - bar / 2 if not backs else seat * 1.25
    f = -long / 2 + bar / 2
    for side in (-1, 1):
        path = kit.curve(
            [
                (side * half, long / 2, bar / 2),
                (side * half, long * 0.2, bar / 2),
                (side * half, f + curl * 1.5, bar / 2),
                (side * half, f + curl * 0.5, bar / 2 + curl * 0.16),
                (side * half, f, bar / 2 + curl * 0.8),
                (side * half, f + curl * 0.16, high - curl * 0.2),
                (side * half, f + curl * 0.6, high),
            ],
            smooth=2,
        )
        kit.add("runner", kit.swept(path, kit.strip(bar, bar, corner=bar * 0.2), up=(1, 0, 0)))
    start, end = f + curl * 0.5, long / 2 - bar
    for y in (start + (end - start) * 0.18, start + (end - start) * 0.55, end - (end - start) * 0.06):
        beam = [
            kit.post((s * half, y, bar * 0.4), (s * half * 0.9, y, seat - bar * 0.6), bar * 0.8, corner=bar * 0.2)
            for s in (-1, 1)
        ]
        beam.append(kit.box(half * 1.9, bar * 0.9, bar * 0.7, bevel=bar * 0.15).translate((0, y, seat - bar * 1.2)))
        kit.add("post", kit.union(beam))
    pitch = wide * 0.92 / slats
    for k in range(slats):
        board = kit.box(pitch * 0.8, end - start + bar, bar * 0.6, corner=min(pitch * 0.3, bar), bevel=bar * 0.14)
        kit.add("slat", board.translate((-wide * 0.46 + pitch * (k + 0.5), (start + end) / 2, seat - bar * 0.6)))
    if backs:
        posts = [
            kit.post(
                (s * half * 0.8, end - bar, seat - bar), (s * half * 0.8, end, tall - bar), bar * 0.8, corner=bar * 0.2
            )
            for s in (-1, 1)
        ]
        rows = kit.pick(2, 3, 4)
        for k in range(rows):
            z = seat + (tall - seat) * (k + 1) / rows - bar * 1.6
            posts.append(kit.box(half * 1.9, bar * 0.5, bar * 1.6, bevel=bar * 0.15).translate((0, end - bar * 0.3, z)))
        kit.add("backrest", kit.union(posts))
    if values.count("ropes"):
        z = high - curl * 0.15
        path = kit.curve(
            [
                (-half, f + curl * 0.3, z),
                (-half * 0.6, f + curl * 0.5, z * 0.72),
                (0, f + curl * 0.55, z * 0.6),
                (half * 0.6, f + curl * 0.5, z * 0.72),
                (half, f + curl * 0.3, z),
            ]
        )
        kit.add("rope", kit.swept(path, kit.ring(bar * 0.22)))
