"""Flowers: petals set around a heart or cupped into a tulip, on a bowed stem with leaves, alone or in a pot."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from generation.shapes import foliage
from generation.shapes.registry import Parameter, Role, Size, Value, Values, choice, count, family

if TYPE_CHECKING:
    from generation.shapes.kit import Kit
    from generation.shapes.solids import Solid

# Petals of one bloom, tilt of the petals in degrees, their length and width, and the heart's radius, as shares.
BLOOMS = {
    "daisy": (14, 8, 1.0, 0.34, 0.34), "tulip": (6, 66, 1.15, 0.95, 0.12), "rose": (15, 55, 0.85, 0.95, 0.1),
    "sunflower": (18, 10, 1.0, 0.30, 0.44), "poppy": (5, 38, 0.95, 1.15, 0.2), "lily": (6, 34, 1.15, 0.5, 0.1),
}  # fmt: skip


def agree(values: dict[str, Value], said: frozenset[str]) -> list[str]:
    if "petals" not in said:
        values["petals"] = BLOOMS[str(values["bloom"])][0]
    return []


ROLES: tuple[Role, ...] = (
    Role(
        "petal", "petal", "#f2efe6", words=("bloom", "blossom"), count=lambda v: v.count("petals") * v.count("flowers")
    ),
    Role("heart", "petal", "#e8b32c", words=("centre", "center", "middle", "disc"), count="flowers", tone=1),
    Role("seed", "petal", "#7a4f22", count=None, tone=None),
    Role("stem", "leaf", "#5c9447", words=("stalk",), count="flowers", tone=None),
    Role("leaf", "leaf", "#5c9447", words=("blade",), count="leaves", tone=None),
    Role("sepal", "leaf", "#5c9447", count=None, tone=None, like="stem"),
    Role("pot", "clay", "#c4704a", words=("flowerpot", "flower pot", "planter"), count="pots", tone=None),
    Role("soil", "soil", words=("earth",), count="pots", tone=None),
)
PARAMETERS: tuple[Parameter, ...] = (
    count("petals", 14, 3, 40, words=("petal",)),
    count("leaves", 2, 0, 12),
    count("flowers", 1, 1, 7, words=("flower", "head", "flower head")),
    count("pots", 0, 0, 1),
    choice("bloom", *BLOOMS),
)  # fmt: skip


@family(
    "flower",
    gloss="a bloom of petals on a stem with leaves",
    category="plants",
    size=Size(160, 150, 450, main="height", stretch=3),
    roles=ROLES,
    parameters=PARAMETERS,
    synonyms=("blossom", "bloom", "daisy", "marguerite"),
    presets={
        "poppy": {"bloom": "poppy", "petals": 5},
        "lily": {"bloom": "lily", "petals": 6},
    },
    rule=agree,
    examples=(
        "white daisy with twelve petals",
        "red flower in a blue pot",
        "yellow flower with eight petals and three leaves",
    ),
)
def build(kit: Kit, values: Values) -> None:
    """Blooms on their stems, leaves, pot."""
    wide, deep, tall = values.mm("width"), values.mm("depth"), values.mm("height")
    squash = deep / wide
    number, bloom = values.count("flowers"), values.word("bloom")
    _, tilt, long, broad, core = BLOOMS[bloom]
    half = wide / 2
    pot = values.count("pots")
    ground = tall * 0.26 if pot else 0.0
    head = min(half * (0.98 if number == 1 else 0.6), (tall - ground) * 0.3) * (
        1.12 if kit.style == "stylized" and number > 1 else 1
    )
    flat = math.cos(math.radians(tilt))
    core_r = head * core
    reach = min(head, (head - core_r * 0.6) / max(flat, 0.4)) if tilt < 30 else head * 0.95
    stem = max(half * 0.035, (tall - ground) * 0.009) * kit.chunk
    rise = reach * long * math.sin(math.radians(tilt)) if tilt > 30 else head * 0.3
    for k in range(number):
        turn = 2 * math.pi * k / number
        away = 0.0 if number == 1 else half - head
        top = tall - rise if k % 2 == 0 or number == 1 else tall - rise - (tall - ground) * 0.12
        x, y = away * math.cos(turn), away * math.sin(turn)
        parts = _bloom(kit, values.count("petals"), bloom, (reach, long, broad, core_r, tilt), stem)
        lean = 32.0 if bloom in ("daisy", "sunflower") else 0.0
        if number == 1:
            parts = [(name, solid.rotate((lean, 0, 0))) for name, solid in parts]
            box = kit.together([solid for _, solid in parts]).bounding_box()
            fx, fy = 2 * half / (box[3] - box[0]), 2 * half / (box[4] - box[1])
            fz = (fx + fy) / 2
            shift = (-(box[3] + box[0]) / 2 * fx, -(box[4] + box[1]) / 2 * fy, 0.0)
            parts = [(name, solid.scale((fx, fy, fz)).translate(shift)) for name, solid in parts]
            top = max(tall - box[5] * fz, ground + (tall - ground) * 0.3)
        for name, solid in parts:
            kit.add(name, solid.translate((x, y, top)).scale((1, squash, 1)), crease=60)
        line = kit.curve(
            [
                (0, 0, ground * 0.85),
                (x * 0.25 + stem * 1.2, y * 0.25, ground + (top - ground) * 0.4),
                (x * 0.8, y * 0.8, ground + (top - ground) * 0.8),
                (x, y, top),
            ],
            smooth=2,
        )
        kit.add("stem", kit.swept(line, kit.ring(stem)).scale((1, squash, 1)), crease=60)
    leaves = values.count("leaves")
    for k in range(leaves):
        turn = 180.0 * k + 40.0 * (k // 2) + (12 if k % 2 else 0)
        size = min(half * 0.95, (tall - ground) * 0.42)
        if bloom in ("tulip", "lily"):
            piece = foliage.blade(
                kit, (tall - ground) * 0.6, half * 0.3, bend=-0.55, cup=0.5, tip=0.4, start=0.5
            ).rotate((0, -72, 0))
            z = ground
        else:
            piece = foliage.blade(kit, size, size * 0.42, bend=-0.7, cup=0.25, tip=0.45, start=0.12).rotate((0, -32, 0))
            z = ground + (tall - ground) * (0.16 + 0.36 * k / max(leaves, 1))
        low, _, _, high, *_ = piece.bounding_box()
        fit = min(1.0, half * 0.97 / max(high, -low))
        kit.add(
            "leaf",
            piece.scale((fit, fit, 1))
            .rotate((0, 0, turn))
            .translate((stem * 0.4 if k % 2 else 0.0, 0, z))
            .scale((1, squash, 1)),
            crease=60,
        )
    if pot:
        r = half * (0.8 if number == 1 else 0.7)
        kit.add("pot", foliage.pot(kit, r, ground).scale((1, squash, 1)))
        kit.add(
            "soil", foliage.soil(kit, r * 0.86, ground * 0.2).scale((1, squash, 1)).translate((0, 0, ground * 0.84))
        )


def _bloom(
    kit: Kit, petals: int, bloom: str, shape: tuple[float, float, float, float, float], stem: float
) -> list[tuple[str, Solid]]:
    """The parts of one bloom about the top of its stem."""
    reach, long, broad, core, tilt = shape
    out: list[tuple[str, Solid]] = []
    if bloom in ("daisy", "sunflower"):
        length = reach - core * 0.5
        wide = min(reach * broad * 1.25, 2 * math.pi * reach * 0.62 / petals * 1.15)
        for k in range(petals):
            piece = foliage.blade(kit, length, wide, bend=-0.35, cup=0.18, tip=0.62, start=0.4)
            out += [
                ("petal", p)
                for p in foliage.around(
                    piece,
                    1,
                    tilt=tilt + 9 * (k % 2),
                    away=core * 0.5,
                    lift=core * 0.06 * (k % 2),
                    turn=360.0 * k / petals,
                )
            ]
        dome = kit.turned(
            [
                (0, -core * 0.2),
                (core * 0.8, -core * 0.2),
                (core, 0.0),
                (core * 0.92, core * 0.2),
                (core * 0.55, core * 0.36),
                (0, core * 0.4),
            ]
        )
        out.append(("heart", dome))
        seeds = kit.pick(0, 50, 160) if not kit.low else kit.pick(0, 0, 24)
        if seeds:
            grain = (
                kit.rod((0, 0, 0), (0, 0, core * 0.12), core * 0.06, core * 0.02)
                if not kit.low
                else kit.box(core * 0.12, core * 0.12, core * 0.12)
            )
            spots = []
            for k in range(seeds):
                r = core * 0.86 * math.sqrt((k + 0.5) / seeds)
                spots.append(
                    grain.translate(
                        (
                            r * math.cos(foliage.GOLDEN * k),
                            r * math.sin(foliage.GOLDEN * k),
                            core * (0.36 - 0.22 * (r / core) ** 2),
                        )
                    )
                )
            out.append(("seed", kit.together(spots)))
    else:
        for k in range(petals):
            share = k / max(petals - 1, 1)
            layer = k % 2 if bloom != "rose" else 0
            open_ = tilt + (16 * layer if bloom == "tulip" else 0)
            size, wide, bend = reach * long, reach * broad, 0.85
            if bloom == "rose":
                open_ = 88 - 46 * share
                size, wide, bend = reach * (0.78 + 0.2 * share), reach * (0.5 + 0.55 * share), 1.0 - 0.75 * share
            elif bloom == "lily":
                bend = -1.1
            elif bloom == "poppy":
                bend = 0.6
            elif bloom == "tulip":
                bend = 0.75
            start = 0.55 if bloom in ("tulip", "rose", "poppy") else 0.25
            piece = foliage.blade(
                kit,
                size,
                wide,
                bend=bend * (1.25 if kit.style == "stylized" else 1.0),
                cup=0.75 if bloom != "lily" else 0.3,
                tip=0.5 if bloom == "tulip" else 0.66,
                start=start,
                wave=0.03 if bloom == "poppy" else 0.0,
            )
            turn = 360.0 * k / petals if bloom != "rose" else k * 137.5
            out += [
                ("petal", p)
                for p in foliage.around(
                    piece,
                    1,
                    tilt=open_,
                    away=core * (0.4 if bloom != "rose" else 0.2 + 2.6 * share),
                    lift=-reach * 0.05,
                    turn=turn,
                )
            ]
        bud = kit.sphere(core).scale((1, 1, 1.6)).translate((0, 0, reach * 0.16))
        out.append(("heart", bud))
    cup = kit.turned(
        [
            (0, -stem * 3.4),
            (stem * 1.0, -stem * 3.2),
            (max(core * 0.7, stem * 2.6), -stem * 0.8),
            (max(core * 0.75, stem * 2.2), stem * 0.2),
            (0, stem * 0.4),
        ]
    )
    out.append(("sepal", cup))
    return out
