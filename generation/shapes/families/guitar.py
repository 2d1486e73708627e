"""Guitars: a waisted body with a sound hole and bridge, a fretted neck, a headstock with pegs, and strings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generation.shapes import layout, strings
from generation.shapes.registry import Role, Size, Value, Values, choice, count, family

if TYPE_CHECKING:
    from generation.shapes.kit import Kit
    from generation.shapes.solids import Solid


def _agree(values: dict[str, Value], said: frozenset[str]) -> list[str]:
    if "pegs" in said and "strings" not in said:
        values["strings"] = values["pegs"]
    values["pegs"] = values["strings"]
    return []


@family(
    "guitar",
    gloss="a guitar with strings and pegs",
    category="music",
    size=Size(380, 110, 1000, main="height"),
    roles=(
        Role("body", "mahogany", "#8a4a26", words=("side", "case", "rib")),
        Role("top", "pine", "#dca765", words=("sound board", "soundboard", "front", "table"), tone=1),
        Role("rosette", "walnut", words=("ring",), count=None, tone=None),
        Role(
            "sound_hole",
            "ebony",
            "#241813",
            words=("hole", "soundhole"),
            count=lambda v: int(v.word("kind") != "electric"),
            tone=None,
        ),
        Role("bridge", "ebony", words=("tailpiece",), tone=None),
        Role("neck", "mahogany", tone=None),
        Role("fretboard", "ebony", words=("fingerboard",), tone=None),
        Role("fret", "steel", count=None, tone=None),
        Role("headstock", "mahogany", words=("head", "peg head"), tone=None),
        Role("peg", "steel", words=("tuner", "tuning peg", "key"), count="pegs", tone=None),
        Role("string", "steel", count="strings", tone=None),
        Role("pickup", "black metal", count=None, tone=None),
        Role("knob", "black metal", words=("control",), count=None, tone=None),
        Role("dot", "porcelain", words=("inlay",), count=None, tone=None),
    ),
    parameters=(
        choice("kind", "acoustic", "electric", aliases={"classical guitar": "acoustic", "electrical": "electric"}),
        count("strings", 6, 1, 12),
        count("pegs", 6, 1, 12),
    ),
    synonyms=("acoustic guitar", "classical guitar", "spanish guitar", "western guitar"),
    presets={
        "electric guitar": {"kind": "electric", "width": 330, "depth": 60},
        "bass guitar": {"kind": "electric", "strings": 4, "pegs": 4, "width": 340, "depth": 60, "height": 1150},
        "ukulele": {"strings": 4, "pegs": 4, "width": 200, "depth": 70, "height": 540},
    },
    rule=_agree,
    examples=("an acoustic guitar with six strings", "red electric guitar", "ukulele with four pegs, 50 cm tall"),
)
def build(kit: Kit, values: Values) -> None:
    """Built lying along Y in hundredths of the length, then stood up with its face to the front."""
    scale = (values.mm("width") / 38, values.mm("depth") / 11, values.mm("height") / 100)
    electric = values.word("kind") == "electric"
    number = values.count("strings")
    fat = 1.0 if kit.style != "stylized" else 1.06

    def put(name: str, solid: Solid, crease: float = 30) -> None:
        colour = "#b5342c" if electric and name in ("body", "top") else ""
        kit.add(name, solid.rotate((90, 0, 0)).scale(scale), crease=crease, colour=colour)

    if electric:
        marks = [
            (0, 0),
            (10, 0.6),
            (17.5, 5),
            (18.8, 11),
            (14.5, 20),
            (13, 25),
            (16.5, 33),
            (13.5, 39),
            (9.5, 36),
            (5.5, 34),
            (0, 35),
        ]
        low, face = 2.0, 6.0
    else:
        marks = [
            (0, 0),
            (9, 0.4),
            (16.5, 4),
            (19, 11.5),
            (17, 19),
            (12.6, 26.5),
            (12.2, 31),
            (14.2, 37),
            (12.6, 44),
            (6, 48.4),
            (0, 49),
        ]
        low, face = 0.0, 9.0
    outline = [(x * (fat if x else 1), y) for x, y in strings.waisted(kit, marks)]
    put("body", kit.prism(outline, face - low - 0.6).translate((0, 0, low)), 25)
    lid = strings.shrunk(outline, -0.35 if not electric else 0.5)
    put("top", strings.plate(kit, lid, face - 0.7, face, 0.0 if electric else 0.22), 25)
    body = 34.0 if electric else 49.0
    hole = (31.5, 4.3)
    if not electric:
        put("sound_hole", kit.disc(2 * hole[1], 2 * hole[1], 0.5).translate((0, hole[0], face - 0.3)))
        for k in range(kit.pick(1, 2, 3)):
            r = hole[1] + 0.25 + 0.7 * k
            put(
                "rosette",
                kit.turned([(r, -0.4), (r + 0.45, -0.4), (r + 0.45, 0.16), (r, 0.16)]).translate((0, hole[0], face)),
            )
    else:
        for y in (16.0, 22.0, 28.0)[: kit.pick(2, 3, 3)]:
            put("pickup", kit.box(7.4, 2.2, 0.8, corner=1.0, bevel=0.2).translate((0, y, face - 0.2)))
        for k in range(3):
            put(
                "knob",
                kit.disc(2.0, 2.0, 1.3, bevel=0.2).translate(
                    (10.5 + 1.6 * k * (1 if k < 2 else 0.6), 11 - 3.6 * k, face - 0.1)
                ),
            )
    bridge = 10.0 if not electric else 11.0
    put(
        "bridge",
        kit.box(12.5 if not electric else 8, 2.2, 1.3, corner=0.6, bevel=0.3).translate((0, bridge, face - 0.1)),
    )
    nut = 84.0
    neck = [
        (s * w / 2, y, z)
        for y, w, d in ((body - 2, 5.8, 2.4), (nut, 4.6, 1.8))
        for s in (-1, 1)
        for z in (face - 0.5, face - 0.5 - d * 0.45)
    ]
    neck += [(s * w / 4, y, face - 0.5 - d) for y, w, d in ((body - 2, 5.8, 2.4), (nut, 4.6, 1.8)) for s in (-1, 1)]
    put("neck", kit.hull(neck), 40)
    start = hole[0] + hole[1] + 0.4 if not electric else 31.0
    board = [
        (s * w / 2, y, z) for y, w in ((start, 5.9), (nut, 4.6)) for s in (-1, 1) for z in (face - 0.6, face + 0.55)
    ]
    put("fretboard", kit.hull(board), 20)
    length = nut - bridge
    frets = 0
    while kit.level and frets < kit.pick(0, 14, 19):
        frets += 1
        y = bridge + length / 2 ** (frets / 12)
        wide = 4.6 + (5.9 - 4.6) * (nut - y) / (nut - start)
        put("fret", kit.box(wide, 0.28, 0.22, bevel=0.06).translate((0, y, face + 0.48)))
        if frets in (3, 5, 7, 9, 12) and kit.level == 2:
            put(
                "dot",
                kit.disc(0.9, 0.9, 0.2).translate((0, y + length * 0.028 / 2 ** (frets / 12) * 0.5 + 0.6, face + 0.42)),
            )
    head = [
        (-2.3, nut - 0.5),
        (2.3, nut - 0.5),
        (3.4, nut + 3),
        (3.2, 99),
        (1.6, 100),
        (-1.6, 100),
        (-3.2, 99),
        (-3.4, nut + 3),
    ]
    put("headstock", kit.prism(head, 1.7).translate((0, 0, face - 1.9)))
    rows = (number + 1) // 2
    for k in range(number):
        side = -1 if k < rows else 1
        at = k if k < rows else number - 1 - k
        y = nut + 3.8 + 11 * (at + 0.5) / max(rows, 1)
        pin = kit.rod((side * 3.2, y, face - 1.1), (side * 4.6, y, face - 1.1), 0.28)
        button = kit.disc(1.5, 1.0, 0.75, bevel=0.25).rotate((0, 90, 0)).translate((side * 5.0 - 0.37, y, face - 1.1))
        put("peg", kit.union([pin, button]))
        x0 = layout.row(number, 5.6)[k] if number > 1 else 0.0
        x1 = layout.row(number, 3.6)[k] if number > 1 else 0.0
        thin = (0.13 - 0.045 * k / max(number, 1)) * (1.6 if kit.style == "stylized" or kit.low else 1.0)
        post = (side * 1.9, y, face + 0.1)
        line = [
            kit.rod((x0, bridge, face + 1.05), (x1, nut, face + 0.85), thin),
            kit.rod((x1, nut, face + 0.85), post, thin),
            kit.rod((post[0], y, face - 0.4), (post[0], y, face + 0.3), 0.3),
        ]
        put("string", kit.union(line), 40)
