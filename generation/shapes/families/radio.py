"""Radios: a rounded wooden or plastic case with a slatted grille, a lit scale, knobs, a handle and an aerial."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generation.shapes import layout
from generation.shapes.registry import Role, Size, Values, count, family

if TYPE_CHECKING:
    from generation.shapes.kit import Kit
    from generation.shapes.solids import Solid


@family(
    "radio",
    gloss="a set that plays broadcasts",
    category="electronics",
    size=Size(300, 110, 230, main="width"),
    roles=(
        Role("case", "walnut", words=("body", "housing", "cabinet")),
        Role("front", "plastic", "#e4d9c0", words=("face", "panel", "front panel"), tone=1),
        Role("grille", "plastic", "#6f5a3e", words=("speaker", "grill", "loudspeaker"), tone=None),
        Role("scale", "plastic", "#f0c877", words=("dial", "display", "tuner"), tone=None),
        Role("needle", "plastic", "#c8452f", words=("pointer",), tone=None),
        Role("knob", "brass", words=("control knob", "button", "wheel"), count="knobs", tone=None),
        Role("handle", "leather", words=("strap", "grip"), count="handles", tone=None),
        Role("aerial", "chrome", words=("antenna",), count="aerials", tone=None),
        Role("foot", "rubber", words=("feet",), count=4, tone=None),
    ),
    parameters=(count("knobs", 2, 1, 6), count("handles", 1, 0, 1), count("aerials", 1, 0, 1)),
    synonyms=("transistor radio", "portable radio", "wireless set"),
    examples=("walnut radio with two knobs", "red radio with an antenna", "radio 30 cm wide without a handle"),
)
def build(kit: Kit, values: Values) -> None:
    """The front, with grille, scale and knobs, faces −Y."""
    wide, deep, high = values.mm("width"), values.mm("depth"), values.mm("height")
    above = high * (0.3 if values.count("handles") or values.count("aerials") else 0.0)
    feet = high * 0.03
    tall = high - above - feet
    soft = min(wide, tall) * 0.09
    proud = deep * 0.08
    thick = deep - proud
    centre = feet + tall / 2
    back = deep / 2
    case = kit.box(wide, tall, thick, corner=soft * (1.6 if kit.style == "stylized" else 1.0), bevel=thick * 0.07)
    kit.add("case", case.rotate((90, 0, 0)).translate((0, back, centre)), crease=40)
    face = back - thick
    rim = min(wide, tall) * 0.06
    fw, fh = wide - 2 * rim, tall - 2 * rim
    plate = kit.box(fw, fh, proud * 0.5, corner=soft * 0.7, bevel=proud * 0.1)
    kit.add("front", plate.rotate((90, 0, 0)).translate((0, face + proud * 0.2, centre)))
    front = face - proud * 0.3
    gw, gh = fw * 0.54, fh * 0.86
    gx = -fw / 2 + fh * 0.07 + gw / 2
    bars = kit.pick(7, 13, 21)
    pitch = gh / bars
    slats = [
        kit.box(gw, proud * 0.34, pitch * 0.56, bevel=pitch * 0.14).translate(
            (gx, front, centre - gh / 2 + pitch * (k + 0.2))
        )
        for k in range(bars)
    ]
    if kit.level:
        bed = kit.box(gw * 1.02, proud * 0.2, gh, corner=0).translate((gx, front + proud * 0.03, centre - gh / 2))
        slats = [kit.union([bed, *slats])]
    kit.add("grille", slats[0] if len(slats) == 1 else kit.together(slats))
    right = fw / 2 - fh * 0.07
    left = gx + gw / 2 + fh * 0.07
    sw, sh = right - left, fh * 0.3
    sx, sz = (left + right) / 2, centre + gh / 2 - sh / 2
    glass = kit.box(sw, sh, proud * 0.3, corner=sh * 0.16, bevel=proud * 0.06)
    kit.add("scale", glass.rotate((90, 0, 0)).translate((sx, front + proud * 0.12, sz)))
    line = kit.box(sw * 0.022, proud * 0.24, sh * 0.84).translate(
        (sx + sw * 0.18, front - proud * 0.16, sz - sh * 0.42)
    )
    kit.add("needle", line)
    n = values.count("knobs")
    columns = min(n, 2 if sw < fh * 1.1 else 3)
    rows = -(-n // columns)
    room = gh - sh - fh * 0.06
    r = min(sw / columns * 0.38, room / rows * 0.42)
    for k in range(n):
        row = k // columns
        here = min(columns, n - row * columns)
        x = sx + layout.row(here, sw - sw / columns)[k % columns] if here > 1 else sx
        z = centre - gh / 2 + room * (rows - row - 0.5) / rows
        kit.add("knob", _knob(kit, r, proud).rotate((90, 0, 0)).translate((x, front + proud * 0.1, z)), crease=36)
    roof = feet + tall
    if values.count("handles"):
        t = wide * 0.02 * kit.chunk
        reach, top = wide * 0.4, roof + above * 0.55
        path = kit.curve(
            [
                (-reach, 0, roof - soft * 0.3),
                (-reach, 0, roof + above * 0.24),
                (-reach * 0.82, 0, top - t),
                (0, 0, top - t * 0.6),
                (reach * 0.82, 0, top - t),
                (reach, 0, roof + above * 0.24),
                (reach, 0, roof - soft * 0.3),
            ]
        )
        if not values.count("aerials"):
            path[:, 2] = (
                roof
                - soft * 0.3
                + (path[:, 2] - roof + soft * 0.3)
                * ((high - t * 0.3 - roof + soft * 0.3) / (top - t * 0.6 - roof + soft * 0.3))
            )
        kit.add("handle", kit.swept(path, kit.strip(deep * 0.18, t, corner=t * 0.3), up=(0, 1, 0)), crease=50)
    if values.count("aerials"):
        t = wide * 0.008 * kit.chunk
        base = (wide * 0.42, back - deep * 0.12, roof - t * 2)
        tip = (wide * 0.3, back - deep * 0.12, high - t * 2)
        middle = tuple(a + (b - a) * 0.5 for a, b in zip(base, tip, strict=True))
        rods = [
            kit.rod(base, tip, t * 0.55),
            kit.rod(base, (middle[0], middle[1], middle[2]), t),
            kit.sphere(t * 2).translate(tip),
            kit.sphere(t * 2.6).translate((base[0], base[1], roof)),
        ]
        kit.add("aerial", kit.union(rods), crease=50)
    for x, y in layout.feet(4, wide * 0.78, deep * 0.5):
        kit.add("foot", kit.disc(deep * 0.14, deep * 0.14, feet * 1.6).translate((x, y + proud / 2, 0)))


def _knob(kit: Kit, r: float, proud: float) -> Solid:
    soft = r * 0.12
    rings = [(r * 0.62, proud * 0.72), (r * 0.58, proud * 0.64), (r * 0.2, proud * 0.64)] if kit.level else []
    return kit.turned(
        [
            (0, 0),
            (r, 0),
            (r, proud * 0.3),
            (r * 0.9, proud * 0.36),
            (r * 0.86, proud * 0.7 - soft * 0.2),
            (r * 0.78, proud * 0.74),
            *rings,
            (0, proud * 0.64 if rings else proud * 0.74),
        ]
    )
