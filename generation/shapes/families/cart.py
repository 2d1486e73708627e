"""Carts: a tray of planks on spoked wheels with shafts, and the wheelbarrow with one wheel and two handles."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generation.shapes import coachwork
from generation.shapes.registry import Role, Size, Values, count, family

if TYPE_CHECKING:
    from generation.shapes.kit import Kit


@family(
    "cart",
    gloss="an open vehicle of planks on wheels that is drawn",
    category="vehicles",
    size=Size(1500, 2800, 1300, main="depth", stretch=2.5),
    roles=(
        Role("tray", "wood", "#a9794a", words=("body", "bed", "box", "plank", "side")),
        Role("axle", "iron", count=None, tone=None),
        Role("wheel", "wood", "#8a5f38", count="wheels"),
        Role("hub", "wood", "#7a5230", words=("spokes",), count="wheels"),
        Role("shaft", "wood", "#8a5f38", words=("handle", "drawbar", "pole"), count="shafts"),
        Role("hoop", "wood", "#8a5f38", words=("bow",), count="covers", tone=None),
        Role("cover", "canvas", words=("canopy", "tarp", "hood"), count="covers", tone=1),
    ),
    parameters=(
        count("wheels", 2, 2, 4),
        count("spokes", 10, 4, 20, words=("spoke",)),
        count("shafts", 2, 0, 2),
        count("covers", 0, 0, 1),
    ),
    synonyms=("wooden cart", "horse cart", "hand cart", "handcart", "farm cart", "donkey cart"),
    presets={
        "wagon cart": {"wheels": 4, "depth": 3800, "width": 1700},
        "covered wagon": {"wheels": 4, "depth": 4200, "width": 1800, "height": 2500, "covers": 1},
        "hay cart": {"wheels": 4, "depth": 3800, "width": 1700},
        "carriage cart": {"wheels": 4, "depth": 3600},
    },
    examples=("wooden cart with two wheels", "oak cart with four wheels", "covered wagon with a white cover"),
)  # fmt: skip
def build(kit: Kit, values: Values) -> None:
    """Wheels, axles, tray, shafts and cover."""
    wide, long, tall = values.mm("width"), values.mm("depth"), values.mm("height")
    wheels, shafts, cover = values.count("wheels"), values.count("shafts"), values.count("covers")
    body_tall = tall * (0.55 if cover else 1.0)
    reach = long * (0.36 if shafts else 0.0)
    bed_long = long - reach
    middle = -long / 2 + reach + bed_long / 2
    r = min(body_tall * 0.42, bed_long * (0.36 if wheels == 2 else 0.21))
    thick = wide * 0.05 * kit.chunk
    half = wide / 2 - thick * 1.05
    floor = max(r * 1.05, body_tall * 0.42)
    ends = [(middle, r)] if wheels == 2 else [(middle - bed_long * 0.29, r * 0.84), (middle + bed_long * 0.29, r)]
    left = wheels
    for y, size in ends:
        felloe, hub = coachwork.spoked(kit, size, thick, values.count("spokes"))
        for side in (-1, 1) if left >= 2 else (0,):
            kit.add("wheel", felloe.translate((side * half, y, size)))
            kit.add("hub", hub.translate((side * half, y, size)))
            left -= 1
        kit.add("axle", coachwork.barrel(kit, size * 0.08, half * 2).translate((0, y, size)))
        bolster = kit.box(wide * 0.4, size * 0.22, floor - size + thick * 0.2).translate((0, y, size - thick * 0.1))
        kit.add("axle", bolster)
    inner = half - thick * 1.4
    planks = kit.pick(3, 5, 7)
    boards = []
    gap = thick * 0.12 * kit.level
    for k in range(planks):
        pitch = inner * 2 / planks
        board = kit.box(pitch - gap, bed_long, thick * 0.8, bevel=thick * 0.1)
        boards.append(board.translate((-inner + pitch * (k + 0.5), middle, floor)))
    for k in range(3):
        beam = kit.box(inner * 2, thick * 1.2, thick * 0.8, bevel=thick * 0.1)
        boards.append(beam.translate((0, middle + bed_long * 0.42 * (k - 1), floor - thick * 0.6)))
    rows, rise = kit.pick(2, 3, 4), body_tall - floor - thick * 0.4
    for side in (-1, 1):
        for k in range(rows):
            z = floor + thick * 0.4 + rise * k / rows
            board = kit.box(thick * 0.6, bed_long, rise / rows - gap, bevel=thick * 0.1)
            boards.append(board.translate((side * (inner - thick * 0.2), middle, z)))
        for k in range(4):
            stake = kit.box(thick * 0.7, thick * 0.9, rise, bevel=thick * 0.1)
            boards.append(
                stake.translate(
                    (side * (inner + thick * 0.2), middle + bed_long * 0.92 * (k / 3 - 0.5), floor + thick * 0.4)
                )
            )
    for end in (-1, 1):
        for k in range(rows):
            z = floor + thick * 0.4 + rise * 0.75 * k / rows
            board = kit.box(inner * 2 - thick, thick * 0.6, rise * 0.75 / rows - gap, bevel=thick * 0.1)
            boards.append(board.translate((0, middle + end * (bed_long / 2 - thick * 0.4), z)))
    kit.add("tray", kit.together(boards) if kit.level else kit.union(boards))
    for side in (-1, 1)[:shafts] if shafts == 2 else (0,) * shafts:
        x = side * inner * 0.72
        path = kit.curve(
            [
                (x, middle + bed_long * 0.3, floor - thick * 0.3),
                (x, middle - bed_long / 2, floor - thick * 0.3),
                (x * 0.85, -long / 2 + reach * 0.4, floor * 0.86),
                (x * 0.8, -long / 2, floor * 0.9),
            ]
        )
        last = len(path) - 1
        kit.add("shaft", kit.swept(path, kit.ring(thick * 0.6), scale=[1 - 0.35 * k / last for k in range(last + 1)]))
    if cover:
        _cover(kit, (inner, middle, bed_long), body_tall, tall, thick)


def _cover(kit: Kit, plan: tuple[float, float, float], low: float, tall: float, thick: float) -> None:
    half, middle, long = plan
    steps = kit.pick(8, 16, 28) if not kit.low else kit.pick(6, 8, 10)
    arc = [
        (float(kit.maths.cos(a)), max(float(kit.maths.sin(a)), 0.0) ** 0.7)
        for a in kit.maths.linspace(0, kit.maths.pi, steps + 1)
    ]
    base = low - thick * 1.5
    shell, bows = thick * 0.25, kit.pick(2, 4, 6)
    outer = [(half * x, (tall - base) * z) for x, z in arc]
    inner = [((half - shell) * x, (tall - base - shell) * z) for x, z in reversed(arc)]
    cloth = kit.prism([*outer, *inner], long * 1.04).rotate((90, 0, 0)).translate((0, middle + long * 0.52, base))
    kit.add("cover", cloth)
    ribs = []
    for k in range(bows):
        y = middle + long * 0.98 * ((k + 0.5) / bows - 0.5)
        path = kit.maths.array([((half - shell * 2) * x, y, base + (tall - base - shell * 2.2) * z) for x, z in arc])
        ribs.append(kit.swept(path, kit.ring(thick * 0.22)))
    kit.add("hoop", kit.together(ribs))
