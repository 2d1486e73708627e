"""Cameras: a leather-clad metal body with a stepped lens, a finder, dials and a flash."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from generation.shapes.registry import Role, Size, Values, choice, count, family

if TYPE_CHECKING:
    from generation.shapes.kit import Kit
    from generation.shapes.solids import Solid


@family(
    "camera",
    gloss="a device that takes photographs",
    category="electronics",
    size=Size(140, 95, 98, main="width"),
    roles=(
        Role("body", "leather", "#a85f35", words=("case", "housing", "grip")),
        Role("top", "aluminium", words=("top plate", "cover", "frame"), tone=1),
        Role("bottom", "aluminium", words=("base plate",), like="top", tone=1),
        Role("lens_barrel", "plastic", "#22262b", words=("lens barrel", "barrel", "objective", "lens tube"), tone=None),
        Role("ring", "aluminium", words=("lens ring", "focus ring"), count=None, tone=None),
        Role("lens", "plastic", "#1d3f6e", words=("glass", "lens glass"), tone=None),
        Role("finder", "plastic", "#14181d", words=("viewfinder", "window"), tone=None),
        Role("shutter", "plastic", "#c8452f", words=("shutter button", "release", "button"), tone=None),
        Role("dial", "aluminium", "#3a3f46", words=("knob", "wheel"), count="dials", tone=None),
        Role("flash", "acrylic", "#f3efe4", words=("flashlight", "flash light"), count="flashes", tone=None),
        Role("strap_lug", "steel", words=("lug", "eyelet"), count=None, tone=None),
    ),
    parameters=(
        count("dials", 2, 0, 3),
        count("flashes", 1, 0, 1),
        choice("form", "classic", "compact", aliases={"retro": "classic", "reflex": "classic", "slr": "classic"}),
    ),
    synonyms=("photo camera", "film camera", "photographic camera", "digital camera"),
    presets={
        "compact camera": {"form": "compact", "width": 105, "depth": 45, "height": 62},
        "dslr": {"form": "classic"},
    },
    examples=("brown camera with a red shutter button", "black camera 14 cm wide", "compact camera with a flash"),
)
def build(kit: Kit, values: Values) -> None:
    """The lens looks to −Y."""
    wide, deep, high = values.mm("width"), values.mm("depth"), values.mm("height")
    compact = values.word("form") == "compact"
    body_deep = deep * (0.62 if compact else 0.42)
    roof = high * (0.9 if compact else 0.74)
    back = deep / 2
    middle = back - body_deep / 2
    base, lid = roof * 0.12, roof * 0.24
    corner = body_deep * (0.49 if kit.style == "stylized" else 0.42)
    soft = min(base, body_deep) * 0.22
    core = kit.box(wide * 0.975, body_deep * 0.94, roof - base - lid + soft, corner=corner, bevel=0)
    kit.add("body", core.translate((0, middle, base - soft * 0.5)), crease=50)
    plate = kit.box(wide, body_deep, base, corner=corner, bevel=soft)
    kit.add("bottom", plate.translate((0, middle, 0)))
    cover = kit.box(wide, body_deep, lid, corner=corner, bevel=soft).translate((0, middle, roof - lid))
    if not compact:
        hump_w, hump_d = wide * 0.34, body_deep * 0.98
        points = [
            (x * hump_w / 2 * s, middle + y * hump_d / 2 * t, z)
            for x in (-1, 1)
            for y in (-1, 1)
            for s, t, z in (
                (1.0, 1.0, roof - lid * 0.4),
                (0.94, 1.0, roof),
                (0.6, 0.82, high * 0.985),
                (0.54, 0.74, high),
            )
        ]
        cover = kit.union([cover, kit.hull(points)])
    kit.add("top", cover, crease=34)
    face = middle - body_deep / 2
    centre = (0.0 if not compact else wide * 0.12, roof * 0.46)
    r = min(roof * 0.42, wide * 0.26) * (1.06 if kit.style == "stylized" else 1.0)
    reach = face + deep / 2
    _lens(kit, centre, r, reach, face)
    w = wide * 0.15
    window = kit.box(w, body_deep * 0.1, lid * 0.62, corner=lid * 0.06, bevel=lid * 0.04)
    spot = (0.0, face, high - (high - roof) * 0.75) if not compact else (-wide * 0.24, face, roof - lid * 0.82)
    if not compact:
        window = kit.box(w, body_deep * 0.16, (high - roof) * 0.72, bevel=lid * 0.04)
        spot = (0.0, face + body_deep * 0.1, roof - lid * 0.1)
    kit.add("finder", window.translate(spot))
    for _ in range(values.count("flashes")):
        box = kit.box(wide * 0.13, body_deep * 0.1, lid * 0.6, corner=lid * 0.05, bevel=lid * 0.06)
        kit.add("flash", box.translate((wide * 0.33, face + body_deep * 0.02, roof - lid * 0.8)))
    tall = (high - roof) * 0.42
    r = min(wide * 0.055, body_deep * 0.3)
    button = kit.turned([(0, 0), (r * 0.8, 0), (r * 0.8, tall * 0.7), (r * 0.5, tall * 1.1), (0, tall * 1.15)])
    kit.add("shutter", button.translate((-wide * 0.27, middle, roof - soft * 0.4)))
    for k, x in enumerate([0.37, -0.4, 0.24][: values.count("dials")]):
        size = min(body_deep * (0.36 if k else 0.42), wide * 0.085)
        grip = max(tall * (0.9 if k else 1.5), size * 0.3)
        grip = min(grip, (high - roof) * 0.95)
        kit.add("dial", _dial(kit, size, grip).translate((wide * x, middle, roof - soft * 0.5)), crease=30)
    if kit.level:
        for x in (-1, 1):
            lug = kit.turned([(0, 0), (lid * 0.16, 0), (lid * 0.16, wide * 0.006), (0, wide * 0.006)])
            kit.add("strap_lug", lug.rotate((0, 90 * x, 0)).translate((x * wide * 0.494, middle, roof - lid * 0.5)))


def _lens(kit: Kit, centre: tuple[float, float], r: float, reach: float, face: float) -> None:
    """A stepped barrel with rings, and the glass sunk in its front."""
    x, z = centre

    def out(profile: list[tuple[float, float]]) -> Solid:
        return kit.turned(profile).rotate((90, 0, 0)).translate((x, face, z))

    n = reach
    back = -n * 0.12
    barrel = [(0.0, back), (r, back), (r, n * 0.2), (r * 0.93, n * 0.24), (r * 0.93, n * 0.5)]
    if kit.level:
        for k in range(kit.pick(0, 5, 8)):
            a = n * (0.5 + 0.028 * k)
            barrel += [(r * 0.93, a), (r * 0.885, a + n * 0.008), (r * 0.885, a + n * 0.018), (r * 0.93, a + n * 0.024)]
    barrel += [
        (r * 0.93, n * 0.78),
        (r * 0.86, n * 0.82),
        (r * 0.86, n * 0.97),
        (r * 0.83, n),
        (r * 0.74, n),
        (r * 0.62, n * 0.78),
        (0, n * 0.78),
    ]
    kit.add("lens_barrel", out(barrel), crease=34)
    for low, high, wide in ((0.26, 0.33, 0.965), (0.84, 0.88, 0.885)):
        kit.add(
            "ring",
            out([(r * 0.6, n * low), (r * wide, n * low), (r * wide, n * high), (r * 0.6, n * high)])
            if low < 0.5
            else out([(r * 0.8, n * low), (r * wide, n * low), (r * wide, n * high), (r * 0.8, n * high)]),
        )
    steps = kit.pick(2, 5, 9)
    dome = [
        (r * 0.66 * math.cos(a), n * (0.8 + 0.12 * math.sin(a)))
        for a in (math.pi / 2 * k / steps for k in range(steps))
    ]
    kit.add("lens", out([(0, n * 0.74), (r * 0.64, n * 0.76), *dome, (0, n * 0.92)]), crease=60)


def _dial(kit: Kit, r: float, high: float) -> Solid:
    """A knurled wheel."""
    teeth = 24
    if kit.level == 0 or kit.low:
        return kit.disc(2 * r, 2 * r, high, bevel=high * 0.1)
    ring = [
        (
            r * (1.0 if k % 2 else 0.93) * math.cos(math.pi * k / teeth),
            r * (1.0 if k % 2 else 0.93) * math.sin(math.pi * k / teeth),
        )
        for k in range(2 * teeth)
    ]
    cap = kit.disc(1.7 * r, 1.7 * r, high, bevel=high * 0.12)
    return kit.union([kit.prism(ring, high * 0.86), cap])
