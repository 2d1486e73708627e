"""Tool boxes: a sheet-metal box with a lid, a handle, latches and drawers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generation.shapes import layout
from generation.shapes.registry import Role, Size, Values, choice, count, family

if TYPE_CHECKING:
    from generation.shapes.kit import Kit


@family(
    "toolbox",
    gloss="a box with a handle that holds tools",
    category="tool",
    size=Size(440, 220, 240, main="width"),
    roles=(
        Role("body", "paint", "#b83a2b", words=("box", "case", "base")),
        Role("lid", "paint", "#b83a2b", words=("top", "cover"), like="body"),
        Role("handle", "plastic", "#2b2e33", words=("grip",), tone=1),
        Role("bracket", "steel", words=("mount",), count=2, tone=None),
        Role("latch", "chrome", words=("clasp", "lock", "catch", "buckle"), count="latches", tone=None),
        Role("drawer", "paint", "#b83a2b", words=("tray",), count="drawers", like="body"),
        Role("drawer_pull", "steel", words=("pull",), count="drawers", tone=None),
    ),
    parameters=(
        count("latches", 2, 0, 4),
        count("drawers", 0, 0, 5),
        choice("lid", "sloped", "flat", aliases={"slanted": "sloped", "bevelled": "sloped"}),
    ),
    synonyms=("tool box", "tool chest", "tool case"),
    examples=(
        "red toolbox with two latches",
        "blue tool box with three drawers",
        "black toolbox 50 cm wide with a yellow handle",
    ),
)
def build(kit: Kit, values: Values) -> None:
    """Box below, lid above with a step between, handle on top."""
    wide, deep, high = values.mm("width"), values.mm("depth"), values.mm("height")
    grip = high * 0.2
    box, lid = high * 0.52, high * 0.28
    soft, corner = min(wide, deep) * 0.025, min(wide, deep) * 0.06
    gap = high * 0.01
    body = kit.box(wide * 0.98, deep * 0.96, box, corner=corner, bevel=soft)
    if kit.level:
        foot = kit.box(wide, deep * 0.98, high * 0.05, corner=corner, bevel=soft * 0.7)
        rim = kit.box(wide, deep * 0.98, high * 0.04, corner=corner, bevel=soft * 0.5).translate(
            (0, 0, box - high * 0.04)
        )
        body = kit.union([body, foot, rim])
    n = values.count("drawers")
    kit.add("body", body)
    top = 0.62 if values.word("lid") == "sloped" else 0.96
    cover = kit.hull(
        [
            (x * wide * s / 2 * 0.995, y * deep * t / 2, box + gap + z)
            for x in (-1, 1)
            for y in (-1, 1)
            for s, t, z in ((1.0, 0.97, 0.0), (1.0, 0.97, lid * 0.3), (0.97, top, lid - gap))
        ]
    )
    if kit.level:
        rib = kit.box(wide * 0.86, deep * top * 0.7, lid * 0.14, corner=corner * 0.6, bevel=lid * 0.05)
        cover = kit.union([cover, rib.translate((0, 0, box + lid - lid * 0.06))])
        band = kit.box(wide, deep * 0.985, lid * 0.16, corner=corner * 0.4, bevel=soft * 0.4)
        cover = kit.union([cover, band.translate((0, 0, box + gap))])
    kit.add("lid", cover.translate((0, 0, -gap * 0.5)), crease=30)
    r = min(grip * 0.16, deep * 0.07) * kit.chunk
    roof = box + lid * (1.06 if kit.level else 0.98)
    reach = wide * 0.27
    path = kit.curve(
        [
            (-reach, 0, roof - r),
            (-reach, 0, roof + (high - roof) * 0.5),
            (-reach * 0.86, 0, high - r),
            (0, 0, high - r),
            (reach * 0.86, 0, high - r),
            (reach, 0, roof + (high - roof) * 0.5),
            (reach, 0, roof - r),
        ]
    )
    kit.add("handle", kit.swept(path, kit.ring(r), up=(0, 1, 0)), crease=60)
    for x in (-reach, reach):
        kit.add(
            "bracket",
            kit.box(r * 4.4, r * 3.6, r * 1.6, corner=r * 0.6, bevel=r * 0.2).translate((x, 0, roof - r * 0.9)),
        )
    front = -deep * 0.48
    spots = layout.row(values.count("latches"), wide * 0.56) if values.count("latches") else []
    for x in spots:
        w, h = wide * 0.07, high * 0.16
        plate = kit.box(w, deep * 0.035, h, corner=deep * 0.01, bevel=deep * 0.006)
        hook = kit.box(w * 0.6, deep * 0.05, h * 0.36, bevel=deep * 0.008).translate((0, -deep * 0.008, h * 0.5))
        latch = kit.union([plate, hook]) if kit.level else plate
        kit.add("latch", latch.translate((x, front + deep * 0.004, box - h * 0.62)), crease=30)
    for k in range(n):
        tall = (box - high * 0.12) / n
        face = kit.box(wide * 0.88, deep * 0.05, tall * 0.86, corner=soft * 0.5, bevel=soft * 0.3)
        z = high * 0.06 + tall * k
        kit.add("drawer", face.translate((0, front + deep * 0.012, z)))
        bar = kit.rod(
            (-wide * 0.14, front - deep * 0.016, z + tall * 0.5),
            (wide * 0.14, front - deep * 0.016, z + tall * 0.5),
            min(tall * 0.12, deep * 0.02),
            bevel=1.0,
        )
        kit.add("drawer_pull", bar)
