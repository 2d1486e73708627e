"""Airplanes: a lofted fuselage, tapered wings and tail, propellers or jet engines, windows and a gear."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generation.shapes import airframes, coachwork, outlines, sheets
from generation.shapes.registry import Role, Size, Value, Values, choice, count, family

if TYPE_CHECKING:
    from generation.shapes.kit import Kit


def _agree(values: dict[str, Value], said: frozenset[str]) -> list[str]:
    if values["kind"] == "jet":
        if "propellers" not in said or int(values["engines"]):
            values["propellers"] = 0
    else:
        values["engines"] = 0
        if "propellers" not in said:
            values["propellers"] = max(1, int(values["propellers"]))
    return []


@family(
    "airplane",
    gloss="a flying machine with wings",
    category="vehicles",
    size=Size(9600, 7600, 2700, main="width", stretch=2.5),
    roles=(
        Role("fuselage", "paint", "#efe9dc", words=("body", "hull")),
        Role("stripe", "paint", "#c0392b", words=("band",), count=2, tone=1),
        Role("wing", "paint", "#c0392b", count="wings", tone=1),
        Role("strut", "steel", count=None, tone=None),
        Role("tailplane", "paint", "#c0392b", words=("stabilizer", "elevator"), count=2, tone=1),
        Role("tail", "paint", "#c0392b", words=("fin", "rudder", "tail fin"), tone=1),
        Role("windscreen", "tinted glass", words=("cockpit", "canopy", "windshield"), tone=None, like="window"),
        Role("window", "tinted glass", count="windows", tone=None),
        Role("propeller", "wood", "#8a5a33", words=("airscrew",), count="propellers", tone=None),
        Role("spinner", "chrome", words=("nose cone", "nose"), count="propellers", tone=None),
        Role("engine", "aluminium", words=("jet engine", "turbine", "motor"), count="engines", tone=None),
        Role("fan", "black metal", count="engines", tone=None),
        Role("leg", "steel", words=("landing gear", "gear", "undercarriage"), count="wheels", tone=None),
        Role("wheel", "rubber", words=("tyre", "tire"), count="wheels", tone=None),
    ),
    parameters=(
        choice("kind", "propeller", "jet", aliases={"turboprop": "propeller"}),
        count("wings", 2, 2, 6),
        count("propellers", 1, 0, 4),
        count("engines", 0, 0, 4),
        count("windows", 4, 0, 60),
        count("wheels", 3, 0, 6),
        count("blades", 3, 2, 6, words=("blade", "propeller blade")),
    ),
    synonyms=("aeroplane", "plane", "aircraft", "propeller plane", "toy plane"),
    presets={
        "airliner": {
            "kind": "jet",
            "engines": 2,
            "propellers": 0,
            "windows": 32,
            "width": 34000,
            "depth": 37000,
            "height": 12000,
        },
        "passenger plane": {
            "kind": "jet",
            "engines": 2,
            "propellers": 0,
            "windows": 32,
            "width": 34000,
            "depth": 37000,
            "height": 12000,
        },
        "jet plane": {
            "kind": "jet",
            "engines": 2,
            "propellers": 0,
            "windows": 24,
            "width": 34000,
            "depth": 37000,
            "height": 12000,
        },
        "jumbo jet": {
            "kind": "jet",
            "engines": 4,
            "propellers": 0,
            "windows": 40,
            "width": 60000,
            "depth": 66000,
            "height": 19000,
        },
        "biplane": {"wings": 4, "windows": 0, "blades": 2},
        "triplane": {"wings": 6, "windows": 0, "blades": 2},
    },
    rule=_agree,
    examples=(
        "red airplane with two wings and a propeller",
        "white airliner with four engines",
        "yellow biplane with three wheels",
    ),
)
def build(kit: Kit, values: Values) -> None:
    """Fuselage, wings, tail, engines, gear."""
    wide, long, tall = values.mm("width"), values.mm("depth"), values.mm("height")
    jet = values.word("kind") == "jet"
    props, wheels = values.count("propellers"), values.count("wheels")
    r = min(tall * (0.21 if jet else 0.235), long * (0.055 if jet else 0.085)) * (
        1.12 if kit.style == "stylized" else 1
    )
    gear = tall * (0.2 if jet else 0.22) if wheels else 0.0
    lift = gear + (r * 0.75 if jet and values.count("engines") else 0) * 0.5 if jet else gear
    mid = lift + r
    nose = -long / 2 + (long * 0.04 if props % 2 else 0.0)
    length = long / 2 - nose
    if jet:
        marks = [
            (0.0, 0.05, -0.1),
            (0.02, 0.42, -0.08),
            (0.06, 0.72, -0.03),
            (0.12, 0.95, 0),
            (0.2, 1, 0),
            (0.65, 1, 0),
            (0.8, 0.8, 0.16),
            (0.93, 0.42, 0.42),
            (1.0, 0.12, 0.55),
        ]
    else:
        marks = [
            (0.0, 0.62, 0),
            (0.015, 0.72, 0),
            (0.08, 0.86, 0),
            (0.2, 0.98, 0.03),
            (0.35, 1.0, 0.06),
            (0.55, 0.82, 0.1),
            (0.8, 0.42, 0.2),
            (0.96, 0.2, 0.27),
            (1.0, 0.1, 0.3),
        ]
    stations = [
        (nose + length * t, r * k * (1.0 if jet else 0.88), mid + r * (z - k), mid + r * (z + k)) for t, k, z in marks
    ]
    body = coachwork.body(kit, stations, power=2.2 if jet else 2.6)
    kit.add("fuselage", body, crease=45)
    for side in (-1, 1):
        ribbon = outlines.rectangle(nose - r, mid - r * (0.12 if jet else 0.2), long, mid + r * (0.03 if jet else 0.12))
        kit.add("stripe", coachwork.flank(kit, coachwork.grown(body, r * 0.01, 0), ribbon, side, r * 0.02))
    frame = airframes.Frame(nose, length, r, mid, jet)
    airframes.glass(kit, values.count("windows"), body, frame)
    pairs, odd = divmod(values.count("wings"), 2)
    chord = long * (0.15 if jet else 0.19)
    root = nose + length * (0.36 if jet else 0.24)
    levels = pairs + odd
    for k in range(levels):
        z = (
            mid - r * (0.55 if jet else 0.45)
            if levels == 1
            else mid - r * 0.6 + (tall * 0.92 - mid + r * 0.6) * min(k, 2) / max(levels - 1, 1) * 0.72
        )
        for side in (-1, 1) if k < pairs else (1,):
            sweep, rise = (length * 0.2, wide * 0.035) if jet else (chord * 0.12, wide * 0.02 if levels == 1 else 0.0)
            tip = 0.34 if jet else 0.72
            outer = [
                (0.0, 0.0, 1.0, 0.0, 0.115),
                (0.6, 0.6, (1 + tip * 1.4) / 2.4 + 0.04, 0.55, 0.1),
                (0.96, 0.96, tip, 0.96, 0.08),
                (1.0, 1.06, tip * 0.55, 1.0, 0.045),
            ]
            plane = [
                (
                    wide / 2 * t,
                    root + sweep * s,
                    root + sweep * s + chord * c * (1.35 if jet and t == 0 else 1),
                    z + rise * h,
                    chord * th * kit.chunk,
                )
                for t, s, c, h, th in outer
            ]
            kit.add(
                "wing", sheets.foil(kit, plane) if side > 0 else sheets.foil(kit, plane).mirror((1, 0, 0)), crease=30
            )
    for side in (-1, 1) if levels > 1 else ():
        z0, z1 = mid - r * 0.6, mid - r * 0.6 + (tall * 0.92 - mid + r * 0.6) * 0.72
        for x in (0.62,) if kit.level == 0 else (0.24, 0.62):
            for y in (root + chord * 0.2, root + chord * 0.72):
                kit.add("strut", kit.rod((side * wide / 2 * x, y, z0), (side * wide / 2 * x, y, z1), r * 0.05))
    back = nose + length
    tz = mid + r * (0.5 if jet else 0.27)
    span = wide * (0.17 if jet else 0.18)
    for side in (-1, 1):
        plane = [
            (0.0, back - chord * (1.1 if jet else 0.85), back - chord * 0.12, tz, chord * 0.07 * kit.chunk),
            (span * 0.95, back - chord * (0.5 if jet else 0.6), back - chord * 0.02, tz, chord * 0.05),
            (span, back - chord * 0.4, back - chord * 0.02, tz, chord * 0.02),
        ]
        kit.add(
            "tailplane", sheets.foil(kit, plane) if side > 0 else sheets.foil(kit, plane).mirror((1, 0, 0)), crease=30
        )
    rise = tall - tz
    plane = [
        (0.0, back - chord * (1.5 if jet else 0.95), back - chord * 0.08, 0, chord * 0.07),
        (rise * 0.93, back - chord * (0.55 if jet else 0.6), back - chord * 0.0, 0, chord * 0.05),
        (rise, back - chord * 0.45, back, 0, chord * 0.03),
    ]
    kit.add("tail", sheets.foil(kit, plane).rotate((0, -90, 0)).translate((0, 0, tz)), crease=30)
    spots = [0.0] if props % 2 else []
    for k in range(props // 2):
        spots += [-wide * (0.16 + 0.13 * k), wide * (0.16 + 0.13 * k)]
    size = min(tall * 0.32, mid * 0.9, wide * 0.12)
    for x in spots:
        y = nose if x == 0 else root - chord * 0.25
        z = mid if x == 0 else mid - r * 0.35
        hub = r * (0.4 if x == 0 else 0.28)
        cone = kit.turned(
            [(0, -hub * 0.3), (hub, -hub * 0.3), (hub * 0.95, hub * 0.3), (hub * 0.6, hub * 1.1), (0, hub * 1.5)]
        )
        kit.add("spinner", cone.rotate((90, 0, 0)).translate((x, y, z)))
        blades = values.count("blades")
        leaf = sheets.blade(kit, size, size * 0.24, size * 0.035 * kit.chunk, cup=0.05, tip=0.55, start=0.5).rotate(
            (58, 0, 0)
        )
        kit.add(
            "propeller",
            kit.union([leaf.rotate((0, 360 * j / blades + 20, 0)) for j in range(blades)]).translate(
                (x, y - hub * 0.25, z)
            ),
        )
        if x:
            pod = coachwork.body(
                kit,
                [
                    (y + hub * 0.2, hub * 0.9, z - hub * 0.9, z + hub * 0.9),
                    (y + chord * 0.4, hub * 1.1, z - hub * 1.1, z + hub * 1.1),
                    (y + chord * 1.1, hub * 0.3, z - hub * 0.3, z + hub * 0.3),
                ],
                power=2.2,
            )
            kit.add("strut", pod)
    engines = values.count("engines")
    for k in range(engines):
        side, place = (1 if k % 2 == 0 else -1), k // 2
        share = 0.33 + 0.26 * place if engines > 1 else 0.0
        x = side * wide / 2 * share
        e = r * 0.52
        y = root + length * 0.2 * share - chord * 0.35 if engines > 1 else back - chord * 1.2
        z = mid - r * 0.55 + wide * 0.035 * share - e * 1.05 if engines > 1 else mid + r * 1.1
        pod = kit.turned(
            [
                (0, e * 0.5),
                (e * 0.8, e * 0.5),
                (e * 0.84, -e * 0.05),
                (e * 0.95, -e * 0.12),
                (e, e * 0.15),
                (e * 1.02, e * 1.2),
                (e * 0.7, e * 2.6),
                (e * 0.6, e * 2.7),
                (e * 0.35, e * 2.7),
                (e * 0.1, e * 3.2),
                (0, e * 3.2),
            ]
        )
        pylon = kit.box(e * 0.24, e * 1.8, e * 1.3).translate((0, e * 1.8, 0))
        kit.add("engine", kit.union([pod.rotate((-90, 0, 0)), pylon]).translate((x, y, z)), crease=40)
        vanes = [
            sheets.blade(kit, e * 0.8, e * 0.2, e * 0.05, start=0.6).rotate((40, 0, 0)).rotate((0, 360 * j / 9, 0))
            for j in range(kit.pick(4, 9, 9))
        ]
        cone = kit.turned([(0, 0), (e * 0.3, 0), (0, e * 0.5)]).rotate((90, 0, 0))
        kit.add(
            "fan",
            kit.together([*(v.translate((0, e * 0.35, 0)) for v in vanes), cone.translate((0, e * 0.42, 0))]).translate(
                (x, y, z)
            ),
        )
    airframes.gear(kit, wheels, wide, frame)
