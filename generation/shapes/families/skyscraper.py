"""Skyscrapers: a shaft of storeys with ribbons of windows, setbacks, an entrance and an antenna."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generation.shapes.registry import Role, Size, Value, Values, choice, count, family

if TYPE_CHECKING:
    from generation.shapes.kit import Kit
    from generation.shapes.solids import Solid


def _agree(values: dict[str, Value], said: frozenset[str]) -> list[str]:
    if "storeys" in said and "height" not in said:
        values["height"] = 3600.0 * int(values["storeys"]) * 1.18
    return []


@family(
    "skyscraper",
    gloss="a very tall building of many storeys",
    category="architecture",
    size=Size(26_000, 26_000, 110_000, main="height", follow={"width": 0.5, "depth": 0.5}, stretch=3),
    roles=(
        Role("facade", "paint", "#d9d3c6", words=("wall", "body", "frame")),
        Role("window", "tinted glass", "#3f6f8c", words=("glass", "pane", "glazing"), count=None, tone=1),
        Role("pier", "paint", "#ece7dc", words=("mullion", "column"), count=None, tone=None),
        Role("setback", "stone", "#b9b2a4", words=("cornice", "terrace"), count=None, tone=None),
        Role("lobby", "stone", "#8d8578", words=("base", "plinth"), tone=None),
        Role("entrance", "brass", words=("door", "canopy"), count="doors", tone=None),
        Role("roof", "paint", "#8f979d", words=("crown", "top"), tone=None),
        Role("antenna", "steel", words=("mast", "spire", "aerial"), count="antennas", tone=None),
    ),
    parameters=(
        count("storeys", 26, 3, 120, words=("storey", "story", "floor", "level")),
        count("sections", 3, 1, 6, words=("section", "tier", "setback")),
        count("antennas", 1, 0, 4),
        count("doors", 1, 0, 4),
        choice("shape", "square", "round", aliases={"circular": "round", "cylindrical": "round"}),
    ),
    synonyms=(
        "high-rise",
        "high rise",
        "tower block",
        "office tower",
        "office building",
        "apartment building",
        "block of flats",
    ),
    rule=_agree,
    examples=(
        "glass skyscraper with thirty storeys",
        "grey skyscraper with an antenna",
        "round skyscraper with two sections",
    ),
)
def build(kit: Kit, values: Values) -> None:
    """Lobby, sections, roof, antenna."""
    wide, deep, tall = values.mm("width"), values.mm("depth"), values.mm("height")
    storeys, sections, antennas = values.count("storeys"), values.count("sections"), values.count("antennas")
    squash = deep / wide
    round_ = values.word("shape") == "round"
    top = tall * (0.84 if antennas else 0.97)
    lobby = min(top * 0.07, wide * 0.4)
    h = (top - lobby) / storeys
    share = [storeys // sections + (k < storeys % sections) for k in range(sections)]
    shrink = 0.2 if kit.style == "realistic" else 0.26

    def block(size: float, high: float, soft: float = 0.0) -> Solid:
        if round_:
            return kit.disc(size, size, high, bevel=soft)
        return kit.box(size, size, high, bevel=soft)

    floors: list[Solid] = []
    glass: list[Solid] = []
    piers: list[Solid] = []
    ledges: list[Solid] = []
    z = lobby
    count_ = kit.pick(4, 8, 14)
    for k, some in enumerate(share):
        size = wide * 0.97 * (1 - shrink * k * 2.4 / max(sections + 1, 3))
        core = size * 0.965
        glass.append(block(core, h * some).translate((0, 0, z)))
        step = max(1, -(-storeys // kit.pick(10, 60, 120))) if kit.level == 0 or kit.low else 1
        floors.extend(block(size, h * 0.34 * step**0.5).translate((0, 0, z + h * j)) for j in range(0, some, step))
        number = max(3, round(count_ * size / wide))
        for turn in range(4 if not round_ else number * 2):
            if round_:
                angle = 360 * turn / (number * 2)
                piers.append(
                    kit.box(size * 0.03, size * 0.03, h * some)
                    .translate((0, -size / 2 * 0.985, z))
                    .rotate((0, 0, angle))
                )
                continue
            for j in range(number + 1):
                x = -size / 2 + size * j / number
                x = min(max(x, -size / 2 + size * 0.015), size / 2 - size * 0.015)
                thick = size * (0.045 if j in (0, number) else 0.018) * kit.chunk
                piers.append(
                    kit.box(thick, thick, h * some)
                    .translate((x, -size / 2 + thick / 2 - size * 0.008, z))
                    .rotate((0, 0, 90 * turn))
                )
        z += h * some
        ledges.append(block(size * 1.03, h * 0.5, h * 0.08).translate((0, 0, z - h * 0.1)))
        last = size
    kit.add("facade", kit.together(floors).scale((1, squash, 1)), crease=25)
    kit.add("window", kit.together(glass).scale((1, squash, 1)), crease=25)
    kit.add("pier", kit.together(piers).scale((1, squash, 1)), crease=25)
    kit.add("setback", kit.together(ledges).scale((1, squash, 1)), crease=25)
    base = [block(wide, lobby * 0.86), block(wide * 0.985, lobby)]
    kit.add("lobby", kit.union(base).scale((1, squash, 1)), crease=25)
    roof = [block(last * 0.7, (tall - top) * (0.3 if antennas else 0.97), h * 0.1).translate((0, 0, top))]
    for k in range(kit.pick(0, 3, 6)):
        x, y = (kit.chance("rx", k) - 0.5) * last * 0.6, (kit.chance("ry", k) - 0.5) * last * 0.6
        roof.append(
            kit.box(last * 0.12, last * 0.1, h * 0.9, bevel=h * 0.06).translate(
                (x, y, top + (tall - top) * (0.3 if antennas else 0.2) - h * 0.1)
            )
        )
    kit.add("roof", kit.union(roof).scale((1, squash, 1)), crease=25)
    for k in range(antennas):
        x = 0.0 if k == 0 else last * 0.25 * (1 if k % 2 else -1)
        y = 0.0 if k == 0 else last * 0.12 * (k - 2)
        high = tall if k == 0 else top + (tall - top) * 0.7
        r = last * 0.02 * kit.chunk
        low = top + (tall - top) * 0.25
        marks = [
            (0, low),
            (r * 1.6, low),
            (r * 1.4, low + (high - low) * 0.3),
            (r * 0.8, low + (high - low) * 0.32),
            (r * 0.7, low + (high - low) * 0.65),
            (r * 0.3, low + (high - low) * 0.67),
            (r * 0.1, high),
            (0, high),
        ]
        kit.add("antenna", kit.turned(marks, segments=max(8, kit.small)).translate((x, y, 0)))
    for k in range(values.count("doors")):
        w = wide * 0.18
        frame = [
            kit.box(w, wide * 0.03, lobby * 0.62).translate((0, -wide * 0.495, 0)),
            kit.box(w * 1.5, wide * 0.02 + wide * 0.03, lobby * 0.06, bevel=lobby * 0.01).translate(
                (0, -wide * 0.475, lobby * 0.66)
            ),
        ]
        kit.add("entrance", kit.union(frame).rotate((0, 0, 90 * k)).scale((1, squash, 1)))
