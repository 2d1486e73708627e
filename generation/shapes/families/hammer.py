"""Hammers: claw hammers, mallets and sledgehammers lying on their side, the handle along X."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generation.shapes.registry import Role, Size, Values, choice, family, length

if TYPE_CHECKING:
    from generation.shapes.kit import Kit
    from generation.shapes.solids import Solid


@family(
    "hammer",
    gloss="a head on a handle to drive nails with",
    category="tool",
    size=Size(320, 130, 32, main="width", stretch=6),
    roles=(
        Role("head", "steel", words=("face", "claw", "poll", "hammer head")),
        Role("handle", "beech", words=("shaft", "stick", "haft"), tone=1),
        Role(
            "sleeve",
            "rubber",
            "#b8402e",
            words=("grip", "handle grip", "rubber grip"),
            count=lambda v: int(v.word("form") == "claw"),
            tone=None,
        ),
    ),
    parameters=(
        choice("form", "claw", "mallet", "sledge", aliases={"clawed": "claw"}),
        length("handle_thickness", 26, 3, 200, part="handle", measure="thickness"),
    ),
    synonyms=("claw hammer", "carpenter hammer"),
    presets={
        "mallet": {"material": "beech", "form": "mallet", "width": 320, "depth": 140, "height": 80},
        "wooden mallet": {"material": "beech", "form": "mallet", "width": 320, "depth": 140, "height": 80},
        "rubber mallet": {"material": "rubber", "form": "mallet", "width": 320, "depth": 120, "height": 70},
        "sledgehammer": {"form": "sledge", "width": 800, "depth": 160, "height": 60, "handle_thickness": 34},
        "sledge hammer": {"form": "sledge", "width": 800, "depth": 160, "height": 60, "handle_thickness": 34},
    },
    examples=(
        "claw hammer 30 cm long with a wooden handle",
        "red hammer with a steel head",
        "sledgehammer with a 3 cm thick handle",
    ),
)
def build(kit: Kit, values: Values) -> None:
    """The head stands at the left end across the handle."""
    form = values.word("form")
    long, across, high = values.mm("width"), values.mm("depth"), values.mm("height")
    head = {"claw": _claw, "mallet": _mallet, "sledge": _sledge}[form](kit, across, high)
    low = head.bounding_box()[0]
    left = -long / 2 - low
    kit.add("head", head.translate((left, 0, high / 2)), crease=36)
    start = left + (low if form == "mallet" else -high * 0.48)
    end = long / 2
    half = min(values.mm("handle_thickness"), high * (0.62 if form == "mallet" else 0.92), across * 0.4) / 2
    n = 9
    span = end - start
    shape = [0.72, 0.72, 0.76, 0.82, 0.8, 0.82, 0.92, 1.0, 1.0, 0.9]
    marks = [(start + span * k / n, 0.0, high / 2) for k in range(n + 1)]
    path = kit.curve(marks)
    scale = [
        shape[min(int(k / (len(path) - 1) * n), n)] if kit.low else _at(shape, k / (len(path) - 1))
        for k in range(len(path))
    ]
    section = kit.ring(half) * kit.maths.array([0.8, 1.0])
    handle = kit.swept(path, section, scale=scale, up=(0, 1, 0))
    kit.add("handle", handle, crease=50)
    if form != "claw":
        return
    share = 0.42
    grip_start = end - span * share
    path = kit.curve([(grip_start + (end - grip_start) * k / 5, 0.0, high / 2) for k in range(6)])
    wide = [
        _at(shape, 1 - share + share * k / (len(path) - 1)) * (1.16 + 0.05 * (k in (0, len(path) - 1)))
        for k in range(len(path))
    ]
    grip = kit.swept(path, section, scale=wide, up=(0, 1, 0))
    if kit.level:
        rings = [
            kit.swept(
                kit.maths.array([(x, 0.0, high / 2), (x + span * 0.012, 0.0, high / 2)]), section * 1.25, up=(0, 1, 0)
            )
            for x in [
                grip_start + (end - grip_start) * t
                for t in ((0.02, 0.9) if kit.level == 1 else (0.02, 0.12, 0.22, 0.9))
            ]
        ]
        grip = kit.union([grip, *rings])
    kit.add("sleeve", grip, crease=40)


def _at(marks: list[float], share: float) -> float:
    """The value between marks that are evenly spaced over 0 … 1."""
    place = min(max(share, 0.0), 1.0) * (len(marks) - 1)
    at = min(int(place), len(marks) - 2)
    return marks[at] + (marks[at + 1] - marks[at]) * (place - at)


def _claw(kit: Kit, across: float, high: float) -> Solid:
    """Along Y about the origin: face at −Y, an eye in the middle, a split claw that curves away at +Y."""
    r = high / 2
    soft = kit.bevel(r * 0.14)
    face = across * 0.16
    front = kit.turned([(0, 0), (r - soft, 0), (r, soft), (r, face - soft), (r * 0.86, face), (0, face)])
    neck = kit.turned(
        [
            (0, face * 0.9),
            (r * 0.7, face * 0.9),
            (r * 0.62, across * 0.26),
            (r * 0.7, across * 0.36),
            (0, across * 0.36),
        ]
    )
    poll = (front + neck).rotate((-90, 0, 0)).translate((0, -across / 2, 0))
    eye = kit.box(high * 1.15, across * 0.26, high * 0.92, corner=high * 0.16, bevel=high * 0.08).translate(
        (0, 0, -high * 0.46)
    )
    steps = kit.pick(4, 9, 14) if not kit.low else kit.pick(3, 4, 6)
    layers = []
    begin, reach = across * 0.08, across / 2
    for k in range(steps + 1):
        t = k / steps
        y = begin + (reach - begin) * t
        bend = high * 0.62 * t * t
        thick = high * (0.52 * (1 - t) + 0.035)
        wide = high * (0.7 + 0.18 * t)
        layers.append(
            [
                (bend - thick, y, -wide / 2),
                (bend + thick * 0.6, y, -wide / 2),
                (bend + thick * 0.6, y, wide / 2),
                (bend - thick, y, wide / 2),
            ]
        )
    claw = kit.lofted(layers)
    gap = kit.hull(
        [
            (-high * 2, across * 0.27, 0.0),
            (high * 2, across * 0.27, 0.0),
            (-high * 2, across * 0.55, high * 0.2),
            (high * 2, across * 0.55, high * 0.2),
            (-high * 2, across * 0.55, -high * 0.2),
            (high * 2, across * 0.55, -high * 0.2),
        ]
    )
    return kit.union([poll, eye, kit.without(claw, gap)])


def _mallet(kit: Kit, across: float, high: float) -> Solid:
    r = high / 2
    soft = kit.bevel(r * 0.12)
    band = r * 0.03 if kit.level else 0.0
    profile = [(0, 0), (r * 0.9 - soft, 0), (r * 0.9, soft)]
    for at in (0.18, 0.78) if band else ():
        profile += [
            (r * 0.95, across * at),
            (r * 0.95 - band, across * (at + 0.01)),
            (r * 0.95 - band, across * (at + 0.03)),
            (r * 0.95, across * (at + 0.04)),
        ]
        if at < 0.5:
            profile.append((r, across / 2))
    if not band:
        profile.append((r, across / 2))
    profile += [(r * 0.9, across - soft), (r * 0.9 - soft, across), (0, across)]
    return kit.turned(profile).rotate((-90, 0, 0)).translate((0, -across / 2, 0))


def _sledge(kit: Kit, across: float, high: float) -> Solid:
    """An eight-sided block, narrower at its faces."""
    rows = []
    for y, size in (
        (-0.5, 0.82),
        (-0.46, 0.92),
        (-0.3, 0.92),
        (-0.24, 1.0),
        (0.24, 1.0),
        (0.3, 0.92),
        (0.46, 0.92),
        (0.5, 0.82),
    ):
        a, b = high / 2 * size, high / 2 * size * 0.45
        ring = [(a, b), (b, a), (-b, a), (-a, b), (-a, -b), (-b, -a), (b, -a), (a, -b)]
        rows.append([(x, y * across, z) for x, z in ring])
    if kit.level == 0:
        rows = [rows[0], rows[3], rows[4], rows[7]]
    return kit.lofted(rows)
