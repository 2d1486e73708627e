"""Vases: a turned wall of even thickness in several outlines, with flutes, bands, a rim and handles where asked."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from generation.shapes import layout
from generation.shapes.registry import Role, Size, Value, Values, choice, count, family, length

if TYPE_CHECKING:
    from generation.shapes.kit import Kit
    from generation.shapes.solids import Solid

# Outlines as (share of the greatest radius, share of the height), from the foot to the lip.
_OUTLINES: dict[str, tuple[tuple[float, float], ...]] = {
    "classic": (
        (0.5, 0.0), (0.54, 0.03), (0.78, 0.2), (0.97, 0.42), (1.0, 0.53), (0.9, 0.68), (0.6, 0.82), (0.46, 0.9),
        (0.5, 0.96), (0.6, 1.0),
    ),
    "bottle": (
        (0.72, 0.0), (0.8, 0.03), (0.96, 0.16), (1.0, 0.28), (0.9, 0.42), (0.55, 0.55), (0.33, 0.66), (0.28, 0.8),
        (0.29, 0.93), (0.36, 1.0),
    ),
    "round": (
        (0.46, 0.0), (0.6, 0.05), (0.9, 0.22), (1.0, 0.45), (0.93, 0.66), (0.68, 0.83), (0.5, 0.91), (0.48, 0.96),
        (0.54, 1.0),
    ),
    "cylindrical": ((0.93, 0.0), (0.97, 0.02), (0.99, 0.1), (1.0, 0.3), (1.0, 0.7), (1.0, 1.0)),
    "flared": (
        (0.5, 0.0), (0.54, 0.04), (0.5, 0.16), (0.46, 0.34), (0.52, 0.56), (0.68, 0.78), (0.88, 0.93), (1.0, 1.0),
    ),
    "conical": ((0.5, 0.0), (0.53, 0.02), (0.65, 0.3), (0.83, 0.68), (1.0, 1.0)),
}  # fmt: skip


def _agree(values: dict[str, Value], said: frozenset[str]) -> list[str]:
    if "second" in said and not {"bands", "rims"} & said:
        values["bands"] = 3
    least = float(values["width"]) * 0.2
    if float(values["wall"]) > least:
        values["wall"] = round(least, 3)
        if "wall" in said:
            return ["The wall is thicker than the vase can be hollow; it was made thinner."]
    return []


@family(
    "vase",
    gloss="a hollow vessel with a neck, for cut flowers",
    category="tableware",
    size=Size(160, 160, 300, main="height", tied=("width", "depth")),
    roles=(
        Role("body", "ceramic", "#c9836a", words=("belly", "neck", "vessel")),
        Role("rim", "ceramic", "#f3e9d2", words=("lip", "edge"), count="rims", tone=1),
        Role("band", "ceramic", "#f3e9d2", words=("stripe", "ring"), count="bands", tone=1),
        Role("handle", "ceramic", "#c9836a", words=("ear", "grip"), count="handles"),
    ),
    parameters=(
        choice(
            "form", "classic", "bottle", "round", "cylindrical", "flared", "conical",
            aliases={
                "bulbous": "round", "spherical": "round", "globular": "round", "bellied": "round", "trumpet": "flared",
                "fluted out": "flared", "straight": "cylindrical", "bottle shaped": "bottle", "tapered": "conical",
            },
            free=("classic", "round", "bottle", "flared"),
        ),
        choice("surface", "smooth", "fluted", "ribbed", "twisted", aliases={"spiral": "twisted", "swirled": "twisted"}),
        length("wall", 4.5, 0.4, 400, words=("wall",), measure="thickness", dimension=("thickness",)),
        count("flutes", 20, 6, 48, words=("flute", "rib")),
        count("bands", 0, 0, 8),
        count("rims", 0, 0, 1),
        count("handles", 0, 0, 6),
    ),
    synonyms=("flower vase", "urn"),
    presets={
        "bud vase": {"width": 80, "depth": 80, "height": 180, "form": "bottle", "wall": 3},
        "floor vase": {"width": 300, "depth": 300, "height": 700, "wall": 7},
        "amphora": {"width": 280, "depth": 280, "height": 450, "handles": 2},
    },
    rule=_agree,
    examples=(
        "a blue ceramic vase 30 cm tall",
        "fluted glass vase, 25 cm high with a gold rim",
        "white vase with two handles and blue stripes",
    ),
)  # fmt: skip
def build(kit: Kit, values: Values) -> None:
    """The wall first; bands, rim and handles hug it."""
    vase = _Vase(kit, values)
    kit.add("body", vase.body(), crease=50)
    vase.bands()
    vase.handles()


class _Vase:
    """The outline and its inside, shared by all parts."""

    def __init__(self, kit: Kit, values: Values) -> None:
        self.kit, self.values = kit, values
        self.radius, self.height = values.mm("width") / 2, values.mm("height")
        self.squash = values.mm("depth") / values.mm("width")
        self.wall = min(values.mm("wall"), self.radius * 0.45, self.height * 0.2)
        marks = _OUTLINES[values.word("form")]
        points = kit.curve([(r * self.radius, z * self.height) for r, z in marks])
        widest = max(float(r) for r, _ in points)
        self.outer = [(float(r) * self.radius / widest, min(max(float(z), 0.0), self.height)) for r, z in points]

    def _inner(self) -> list[tuple[float, float]]:
        """The inside of the wall: the outline moved inwards square to itself, above the floor."""
        floor = self.wall * 1.3
        out: list[tuple[float, float]] = []
        for at, (r, z) in enumerate(self.outer):
            before, after = self.outer[max(at - 1, 0)], self.outer[min(at + 1, len(self.outer) - 1)]
            dr, dz = after[0] - before[0], after[1] - before[1]
            size = math.hypot(dr, dz)
            inner = (max(r - self.wall * dz / size, self.radius * 0.03), z + self.wall * dr / size)
            if inner[1] > floor and (not out or inner[1] > out[-1][1]):
                out.append(inner)
        top = out[-1]
        if top[1] < self.height:
            out.append((max(self.outer[-1][0] - self.wall, self.radius * 0.03), self.height))
        else:
            out[-1] = (top[0], self.height)
        return [(out[0][0] * 0.985, floor), *out]

    def void(self) -> Solid:
        """The hollow, open above."""
        inner = self._inner()
        above = self.height * 1.2
        return self.kit.turned([(0.0, inner[0][1]), *inner, (inner[-1][0], above), (0.0, above)])

    def body(self) -> Solid:
        outer, inner = self.outer, self._inner()
        lip = self.wall * 0.35 if self.kit.level else 0.0
        (ro, _), (ri, _) = outer[-1], inner[-1]
        edge = [(ro, self.height - lip), (ro - lip, self.height), (ri + lip, self.height), (ri, self.height - lip)]
        below = [point for point in inner[:-1] if point[1] < self.height - lip * 1.01]
        side = [point for point in outer if point[1] < self.height - lip * 1.01]
        foot = self.wall * 0.3 if self.kit.level == 2 else 0.0
        start = [(0.0, foot), (side[0][0] * 0.82, foot), (side[0][0] * 0.86, 0.0)] if foot else [(0.0, 0.0)]
        profile = [*start, *side, *edge, *reversed(below), (0.0, inner[0][1])]
        surface = self.values.word("surface")
        if surface == "smooth":
            return self._oval(self.kit.turned(profile))
        return self._oval(self._carved(self.kit.turned(profile, segments=self._fine()), surface))

    def _fine(self) -> int:
        """Chords enough to show the flutes: a multiple of their number."""
        flutes = self.values.count("flutes")
        each = self.kit.pick(4, 6, 8) if not self.kit.low else self.kit.pick(2, 3, 4)
        return max(flutes * each // 4 * 4, self.kit.segments)

    def _carved(self, solid: Solid, surface: str) -> Solid:
        flutes, height = self.values.count("flutes"), self.height
        depth = {"fluted": 0.045, "ribbed": 0.03, "twisted": 0.05}[surface]
        turn = 2.2 if surface == "twisted" else 0.0
        least = min(r for r, _ in self._inner()) * 0.5
        maths = self.kit.maths

        def move(points: Any) -> Any:
            out = maths.array(points)
            angle = maths.arctan2(out[:, 1], out[:, 0])
            share = out[:, 2] / height
            wave = maths.cos((angle + turn * share) * flutes / (2 if surface == "fluted" else 1))
            shape = maths.abs(wave) if surface == "fluted" else wave
            calm = maths.clip(share / 0.06, 0, 1) * maths.clip((1 - share) / 0.03, 0, 1)
            radius = maths.hypot(out[:, 0], out[:, 1])
            factor = 1 + maths.where(radius > least, depth * calm * (shape - 1), 0.0)
            out[:, 0] *= factor
            out[:, 1] *= factor
            return out

        return solid.warp_batch(move)

    def _oval(self, solid: Solid) -> Solid:
        return solid if abs(self.squash - 1) < 1e-9 else solid.scale((1, self.squash, 1))

    def _at(self, z: float) -> float:
        """The outer radius at a height."""
        for (r0, z0), (r1, z1) in zip(self.outer[:-1], self.outer[1:], strict=True):
            if z0 <= z <= z1 and z1 > z0:
                return r0 + (r1 - r0) * (z - z0) / (z1 - z0)
        return self.outer[-1][0]

    def _hoop(self, low: float, high: float) -> Solid:
        """A thin hoop on the wall between two heights, a little proud of it and rooted inside it."""
        proud, root = min(self.wall * 0.12, self.radius * 0.01), self.wall * 0.5
        steps = self.kit.pick(2, 4, 8)
        heights = [low + (high - low) * step / steps for step in range(steps + 1)]
        outer = [(self._at(z) + proud, z) for z in heights]
        inner = [(max(self._at(z) - root, 0.1), z) for z in reversed(heights)]
        return self._oval(self.kit.turned([*outer, *inner]))

    def bands(self) -> None:
        number = self.values.count("bands")
        for k in range(number):
            middle = self.height * (0.22 + 0.5 * (k + 0.5) / number)
            half = self.height * 0.5 / number * 0.25
            self.kit.add("band", self._hoop(middle - half, middle + half), crease=50)
        if self.values.count("rims"):
            tall = max(self.height * 0.02, self.wall * 0.8)
            ro, ri = self.outer[-1][0], self._inner()[-1][0]
            soft = self.wall * 0.15
            ring = [
                (ri - soft, self.height - tall), (ro + soft, self.height - tall), (ro + soft, self.height - soft),
                (ro, self.height), (ri, self.height), (ri - soft, self.height - soft),
            ]  # fmt: skip
            self.kit.add("rim", self._oval(self.kit.turned(ring)))

    def handles(self) -> None:
        number = self.values.count("handles")
        if not number:
            return
        void = self.void()
        top, low = self.height * 0.86, self.height * 0.56
        thick = max(self.radius * 0.09, self.wall * 0.9) * self.kit.chunk
        reach = max(self._at(self.height * 0.5), self._at(low)) * 0.98
        for x, y in layout.around(number, 1.0):
            marks = [
                (self._at(top) - self.wall * 0.6, top), (self._at(top) + thick * 1.5, top + thick),
                (reach * 0.97, (top * 2 + low) / 3), (self._at(low) + thick * 1.2, low + thick * 2.0),
                (self._at(low) - self.wall * 0.6, low),
            ]  # fmt: skip
            path = self.kit.curve([(r * x, r * y, z) for r, z in marks])
            tube = self.kit.swept(path, self.kit.ring(thick))
            self.kit.add("handle", self._oval(self.kit.without(tube, void)), crease=60)
