"""Ships: a big decked hull with a superstructure in tiers, funnels, masts, portholes and lifeboats."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generation.shapes import boats, coachwork, outlines
from generation.shapes.registry import Role, Size, Values, count, family

if TYPE_CHECKING:
    from generation.shapes.kit import Kit


@family(
    "ship",
    gloss="a large vessel for the sea with funnels and decks",
    category="vehicles",
    size=Size(18_000, 110_000, 34_000, main="depth", stretch=2.5),
    roles=(
        Role("hull", "paint", "#2f4256", words=("body",)),
        Role("bottom", "paint", "#9d3328", words=("keel", "waterline"), tone=1),
        Role("deck", "teak", tone=None),
        Role(
            "superstructure",
            "paint",
            "#f3f0e8",
            words=("tier", "upper deck", "cabin", "house"),
            count="decks",
            tone=None,
        ),
        Role("bridge", "paint", "#f3f0e8", words=("wheelhouse",), tone=None),
        Role("window", "tinted glass", count=None, tone=None),
        Role("porthole", "tinted glass", words=("round window",), count="portholes", tone=None),
        Role("funnel", "paint", "#c2452f", words=("chimney", "smokestack", "stack"), count="funnels", tone=None),
        Role("band", "paint", "#22282d", words=("funnel cap",), count="funnels", tone=None),
        Role("mast", "steel", words=("antenna",), count="masts", tone=None),
        Role("lifeboat", "paint", "#e28a2b", words=("boat",), count="lifeboats", tone=None),
        Role("rail", "paint", "#f3f0e8", words=("railing",), count=2, tone=None),
        Role("anchor", "iron", count="anchors", tone=None),
    ),
    parameters=(
        count("funnels", 2, 0, 4),
        count("decks", 2, 1, 6),
        count("portholes", 24, 0, 80),
        count("masts", 1, 0, 3),
        count("lifeboats", 6, 0, 20),
        count("anchors", 2, 0, 2),
    ),
    synonyms=("steamship", "ocean liner", "steamer", "passenger ship", "ferry", "vessel"),
    presets={
        "cruise ship": {"decks": 5, "funnels": 1, "lifeboats": 12, "portholes": 40},
        "cargo ship": {"decks": 1, "funnels": 1, "lifeboats": 2, "portholes": 12},
        "tugboat": {
            "depth": 24000,
            "width": 8000,
            "height": 13000,
            "decks": 1,
            "funnels": 1,
            "portholes": 8,
            "lifeboats": 0,
        },
    },
    examples=(
        "ship with three funnels",
        "white ocean liner with four red funnels",
        "black ship with two masts and eight lifeboats",
    ),
)
def build(kit: Kit, values: Values) -> None:
    """Hull, tiers, funnels."""
    wide, long, tall = values.mm("width"), values.mm("depth"), values.mm("height")
    half, top = wide / 2 * 0.99, tall * 0.36
    stations = boats.lines(long * 0.998, half, 0.0, top, sheer=0.28, transom=0.55)
    whole = boats.shell(kit, stations, power=4.5)
    line = top * 0.3
    kit.add("hull", whole.trim_by_plane((0, 0, 1), line * 0.98), crease=35)
    kit.add("bottom", coachwork.grown(whole.trim_by_plane((0, 0, -1), -line), half * 0.004, 0), crease=35)
    rail = half * 0.03
    inner = [(y * 0.985, max(w - rail * 2, w * 0.5), r - top * 0.05, r) for y, w, _, r in stations]
    kit.add("deck", boats.shell(kit, inner, power=9, over=top * 0.012), crease=35)
    for bar in boats.rails(kit, stations, rail * 1.4, top * 0.05, lift=top * 0.03):
        kit.add("rail", bar)
    decks = values.count("decks")
    _, _, z = boats.at(stations, 0.0)
    funnels = values.count("funnels")
    house_top = tall * (0.62 if funnels or values.count("masts") else 0.9)
    storey = (house_top - z) / (decks + 0.9)
    f, b = -long * 0.22, long * 0.33
    floors = []
    for k in range(decks + 1):
        bridge = k == decks
        y0, y1 = f + long * 0.022 * k, b - long * 0.035 * k
        w = half * (0.74 - 0.04 * k)
        if bridge:
            y1, w = y0 + min(long * 0.09, (y1 - y0) * 0.4), w * 1.08
        low, high = z + storey * k - storey * 0.1, z + storey * (k + 1 if not bridge else k + 0.9)
        layers = [(low, w, y0, y1), (high - storey * 0.12, w, y0 + (storey * 0.1 if bridge else 0), y1)]
        body = coachwork.cabin(
            kit,
            [
                *layers,
                (high - storey * 0.12, w * 1.03, y0 - storey * 0.1, y1 + storey * 0.1),
                (high, w * 1.03, y0 - storey * 0.1, y1 + storey * 0.1),
            ],
            power=9,
        )
        kit.add("bridge" if bridge else "superstructure", body, crease=30)
        floors.append((low, high, y0, y1, w))
        base = coachwork.cabin(kit, layers, power=9)
        skin = coachwork.grown(base, w * 0.012, w * 0.02)
        panes = kit.pick(0, 10, 18) if not bridge else kit.pick(1, 3, 4)
        coachwork.glaze(
            kit,
            skin,
            2 * panes,
            (y0 + long * 0.015, y1 - long * 0.015),
            low + storey * 0.45,
            high - storey * 0.25,
            long * 0.008,
            inner=w * 0.8,
        )
        if bridge or kit.level == 2:
            pane = outlines.rectangle(-w * 0.84, low + storey * 0.45, w * 0.84, high - storey * 0.25)
            kit.add("window", coachwork.face(kit, coachwork.grown(base, 0, long * 0.0012), pane, -1, y0 + long * 0.012))
    holes = values.count("portholes")
    r = min(top * 0.055, long * 0.62 / max(holes // 2, 1) * 0.3)
    hull_skin = coachwork.grown(whole, half * 0.006, 0)
    discs: dict[int, int] = {1: (holes + 1) // 2, -1: holes // 2}
    for side, some in discs.items():
        for k in range(some):
            y = -long * 0.3 + long * 0.68 * (k + 0.5) / some
            loop = outlines.circle(r, max(8, kit.small), x=y, y=top * 0.55)
            kit.add("porthole", coachwork.flank(kit, hull_skin, loop, side, half * 0.3))
    roof = floors[decks - 1][1]
    for k in range(funnels):
        y0, y1 = f + long * 0.15, b - long * 0.035 * decks
        y = (y0 + y1) / 2 if funnels == 1 else y0 + (y1 - y0) * k / (funnels - 1) * 0.92
        size = min(half * 0.32, long * 0.38 / max(funnels, 2) * 0.24) * kit.chunk
        high = tall * (0.97 if values.count("masts") else 1.0)
        lean = long * 0.012
        layers = [
            (roof - storey * 0.1, size, y - size * 1.35, y + size * 1.35),
            (high, size * 0.94, y - size * 1.3 + lean, y + size * 1.3 + lean),
        ]
        share = [0.0, 0.8, 1.0]
        at = [tuple(a + (c - a) * s for a, c in zip(layers[0], layers[1], strict=True)) for s in share]
        kit.add("funnel", coachwork.cabin(kit, [at[0], at[1]], power=2.2), crease=40)
        cap = [
            at[1],
            at[2],
            (at[2][0], size * 0.78, at[2][2] + size * 0.25, at[2][3] - size * 0.25),
            (at[2][0] - storey * 0.3, size * 0.78, at[2][2] + size * 0.25, at[2][3] - size * 0.25),
        ]
        kit.add("band", coachwork.cabin(kit, cap, power=2.2), crease=40)
    masts = values.count("masts")
    for k in range(masts):
        y = (
            (-long * 0.3, floors[decks][2] + long * 0.03, long * 0.4)[k]
            if masts > 1
            else floors[decks][2] + long * 0.045
        )
        low = (
            floors[decks][1] - storey * 0.2
            if abs(y - floors[decks][2]) < long * 0.05
            else boats.at(stations, y)[2] - storey * 0.2
        )
        high = tall * (1.0 if k == 0 else 0.94)
        r0 = half * 0.03 * kit.chunk
        bars = [kit.rod((0, y, low), (0, y, high), r0, r0 * 0.5)]
        for step in range(kit.pick(1, 2, 3)):
            zz = low + (high - low) * (0.62 + 0.13 * step)
            bars.append(kit.rod((-half * (0.25 - 0.06 * step), y, zz), (half * (0.25 - 0.06 * step), y, zz), r0 * 0.5))
        kit.add("mast", kit.union(bars))
    boats_ = values.count("lifeboats")
    per = {1: (boats_ + 1) // 2, -1: boats_ // 2}
    size = min(long * 0.045, (b - f) * 0.8 / max(per[1], 1) * 0.8)
    for side, some in per.items():
        for k in range(some):
            y = f + (b - f) * (0.2 + 0.7 * (k + 0.5) / max(some, 1))
            shape = boats.lines(size, size * 0.18, 0.0, size * 0.22, sheer=0.2, transom=0.4)
            lift = floors[0][1] - storey * 0.2
            kit.add("lifeboat", boats.shell(kit, shape).translate((side * (half * 0.74 + size * 0.05), y, lift)))
    for side in (-1, 1)[: values.count("anchors")]:
        y = -long * 0.43
        w, _, rail_z = boats.at(stations, y)
        bar = [
            kit.rod((side * w * 0.92, y, rail_z * 0.6), (side * w * 1.06, y, rail_z * 0.86), half * 0.03),
            kit.rod(
                (side * w * 0.92, y - half * 0.12, rail_z * 0.66),
                (side * w * 0.92, y + half * 0.12, rail_z * 0.66),
                half * 0.03,
            ),
        ]
        kit.add("anchor", kit.union(bar))
