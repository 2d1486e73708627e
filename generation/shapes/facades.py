"""Windows and doors on the four sides of a building: where they go, the niches they need and what fills them."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from generation.shapes.kit import Kit
    from generation.shapes.solids import Solid

# Front, rear, right, left: how far each is turned from the front (−Y) about Z, in degrees.
_WEIGHTS = {"front": 1.7, "rear": 1.1, "right": 0.75, "left": 0.75}
_TURNS = {"front": 0.0, "right": 90.0, "rear": 180.0, "left": 270.0}


@dataclass(frozen=True)
class Opening:
    """One window or door: `along` from the middle of its side, `low` edge, size, and how far out its wall stands."""

    kind: str
    side: str
    along: float
    low: float
    width: float
    height: float
    out: float

    def _place(self, solid: Solid) -> Solid:
        """From the front's own frame (x along, −y outward, wall at y = 0) to the building."""
        return solid.translate((self.along, -self.out, 0)).rotate((0, 0, _TURNS[self.side]))

    @property
    def deep(self) -> float:
        """How deep the niche goes."""
        return min(self.width, self.height) * 0.16

    def niche(self, kit: Kit) -> Solid:
        """What is cut from the wall."""
        hole = kit.box(self.width, self.deep * 2, self.height)
        return self._place(hole.translate((0, 0, self.low)))

    def fill(self, kit: Kit) -> None:
        """Add the parts: pane, frame and sill of a window; leaf, frame, knob and step of a door."""
        (self._window if self.kind == "window" else self._door)(kit)

    def _window(self, kit: Kit) -> None:
        bar = min(self.width, self.height) * 0.07 * kit.chunk
        back = self.deep * 0.96
        pane = kit.box(self.width - bar, self.deep * 0.2, self.height - bar)
        kit.add("window", self._place(pane.translate((0, back - self.deep * 0.1, self.low + bar / 2))))
        outer = kit.box(self.width, self.deep * 0.6, self.height)
        holes = []
        across, up = kit.pick(1, 2, 2), kit.pick(1, 2, 3)
        wide = (self.width - bar * 1.2 - bar * 0.8 * across) / across
        tall = (self.height - bar * 1.2 - bar * 0.8 * up) / up
        for i in range(across):
            for j in range(up):
                hole = kit.box(wide, self.deep * 2, tall)
                x = (i - (across - 1) / 2) * (wide + bar * 0.8)
                holes.append(hole.translate((x, 0, bar + j * (tall + bar * 0.8))))
        frame = kit.without(outer, *holes)
        kit.add("frame", self._place(frame.translate((0, self.deep * 0.62, self.low))))
        if kit.level:
            sill = kit.box(self.width * 1.12, self.deep * 1.1, bar * 1.1, bevel=bar * 0.15)
            kit.add("sill", self._place(sill.translate((0, self.deep * 0.1, self.low - bar * 1.05))))
        if kit.level == 2:
            lintel = kit.box(self.width * 1.16, self.deep * 0.5, bar * 1.5, bevel=bar * 0.15)
            kit.add("sill", self._place(lintel.translate((0, 0, self.low + self.height))))

    def _door(self, kit: Kit) -> None:
        bar = self.width * 0.09 * kit.chunk
        leaf = kit.box(self.width - 2 * bar, self.deep * 0.3, self.height - bar)
        panels = []
        across, up = 2, kit.pick(0, 2, 3)
        wide = (self.width - 2 * bar) * 0.34
        for i in range(across if up else 0):
            for j in range(up):
                tall = (self.height - bar) * 0.8 / up
                panel = kit.box(wide, self.deep * 0.2, tall * 0.84)
                x = (i - 0.5) * wide * 1.28
                panels.append(panel.translate((x, -self.deep * 0.16, bar + tall * j)))
        leaf = kit.without(leaf, *panels)
        kit.add("door", self._place(leaf.translate((0, self.deep * 0.72, self.low))))
        outer = kit.box(self.width * 1.1, self.deep * 1.1, self.height + bar * 0.6)
        hole = kit.box(self.width - 2 * bar, self.deep * 4, self.height - bar).translate((0, 0, -1))
        kit.add("door_frame", self._place(kit.without(outer, hole).translate((0, self.deep * 0.4, self.low))))
        r = self.width * 0.035
        ball = kit.sphere(r).translate((self.width * 0.3, self.deep * 0.5, self.low + self.height * 0.46))
        neck = kit.rod((self.width * 0.3, self.deep * 0.5, self.low + self.height * 0.46),
                       (self.width * 0.3, self.deep * 0.75, self.low + self.height * 0.46), r * 0.5)  # fmt: skip
        kit.add("knob", self._place(kit.union([ball, neck])))
        tread = max(self.low, self.height * 0.03)
        step = kit.box(self.width * 1.5, self.deep * 2.4, tread, bevel=tread * 0.12)
        kit.add("step", self._place(step.translate((0, -self.deep * 0.4, 0))))


def plan(
    windows: int,
    doors: int,
    storeys: int,
    width: float,
    depth: float,
    eaves: float,
    window: tuple[float, float],
    *,
    bold: float = 1.0,
) -> list[Opening]:
    """Where `windows` and `doors` go on walls of `width` × `depth` under `eaves`: evenly, doors in the front's middle.

    Windows shrink where they would not fit; every one asked for is placed. `bold` widens doors and what windows may
    take of their place.
    """
    sides = {"front": width, "rear": width, "right": depth, "left": depth}
    outs = {"front": depth / 2, "rear": depth / 2, "right": width / 2, "left": width / 2}
    storey = eaves / storeys
    front_doors = min(doors, max(1, int(width // 2500)))
    at_doors = {"front": front_doors, "rear": doors - front_doors, "right": 0, "left": 0}
    shares = _spread(windows, storeys, sides, at_doors)
    out = []
    door_tall = min(storey * 0.78 * bold**0.5, 2150 * bold * max(1.0, storey / 2750))
    for (side, floor), number in shares.items():
        entries = at_doors[side] if floor == 0 else 0
        slots = number + entries
        if not slots:
            continue
        pitch = sides[side] / slots
        wide = min(window[0], pitch * min(0.62 * bold, 0.72))
        tall = min(window[1], storey * 0.56, wide * 2.2)
        low = floor * storey + (storey - tall) * 0.5
        for k in range(slots):
            along = (k + 0.5) * pitch - sides[side] / 2
            if _is_door(k, number, entries):
                door_wide = min(door_tall * 0.5 * bold, pitch * 0.7)
                base = min(storey * 0.05, door_tall * 0.06)
                out.append(Opening("door", side, along, base, door_wide, door_tall - base, outs[side]))
            else:
                out.append(Opening("window", side, along, low, wide, tall, outs[side]))
    return out


def _is_door(slot: int, windows: int, doors: int) -> bool:
    start = math.ceil(windows / 2)
    return start <= slot < start + doors


def _spread(windows: int, storeys: int, sides: dict[str, float], doors: dict[str, int]) -> dict[tuple[str, int], int]:
    """How many windows on each side of each floor: one at a time, to the place with most room left for another."""
    shares = {(side, floor): 0 for side in sides for floor in range(storeys)}
    for _ in range(windows):
        best = max(
            shares,
            key=lambda place: (
                round(sides[place[0]] * _WEIGHTS[place[0]]
                      / (shares[place] + 1 + (doors[place[0]] * 1.2 if place[1] == 0 else 0)), 6),
                -place[1],
                place[0] == "front",
            ),
        )  # fmt: skip
        shares[best] += 1
    ground, above = ("front", 0), ("front", 1)
    if storeys > 1 and doors["front"] % 2 and shares[ground] % 2:  # a lone door stands in the middle
        shares[ground] -= 1
        shares[above] += 1
    return shares
