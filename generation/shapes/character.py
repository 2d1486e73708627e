"""How stylized things differ: stouter usual proportions, walls that flare, ridges that sway. One table, by kind."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from generation.shapes.registry import AXES, Axis, Family


@dataclass(frozen=True)
class Character:
    """What the stylized style does to a kind of thing.

    `stout` is by how much the shorter axes of its usual bounds grow towards the longest, `size` a further factor for
    width, depth and height; both only where no size was named. `foot` and `top` are how wide the thing is in plan on
    the ground and above, `belly` how much wider (or, below 0, narrower) half-way up. `sway` is the share by which the
    middle of its long axis sinks below the ends (below 0: rises above them), `bow` by how much its ends are slimmer
    than its middle. `values` are factors for parameters of which nothing was said. Parts whose role is in `stiff` keep
    their shape and move as they are, `wheels` times as big; those in `kept` lean with their wall at their own size.
    """

    stout: float = 1.12
    size: tuple[float, float, float] = (1.0, 1.0, 1.0)
    foot: float = 1.0
    top: float = 1.0
    belly: float = 0.0
    sway: float = 0.0
    bow: float = 0.0
    wheels: float = 1.0
    stiff: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()
    values: Mapping[str, float] = field(default_factory=dict)

    @property
    def bends(self) -> bool:
        """Whether it changes the shape of finished bodies."""
        return (self.foot, self.top, self.belly, self.sway, self.bow, self.wheels) != (1, 1, 0, 0, 0, 1)


EXACT = Character(stout=1.0)
# How much thicker the sections of a style are: legs, rails, rims.
CHUNK = {"stylized": 1.35, "low-poly": 1.15}
# The sections that a person may name: a style thickens their usual value, never one that was said.
_SECTIONS: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(("bookshelf", "cabinet", "chest_of_drawers", "wardrobe"), ("board",)),
    **dict.fromkeys(("chair", "stool"), ("leg_thickness", "seat_thickness")),
    **dict.fromkeys(("desk", "table"), ("leg_thickness", "top_thickness")),
    **dict.fromkeys(("axe", "broom", "hammer"), ("handle_thickness",)),
    **dict.fromkeys(("screwdriver", "shovel", "umbrella"), ("shaft_thickness",)),
    **dict.fromkeys(("coat_rack", "street_lamp"), ("post_thickness",)),
    **dict.fromkeys(("lamp", "table_lamp"), ("stem_thickness",)),
    "bed": ("leg_thickness",),
    "bench": ("leg_thickness", "slat_thickness"),
    "crate": ("slat_thickness",),
    "floor_lamp": ("pole_thickness",),
    "hook": ("thickness",),
    "ladder": ("rail_thickness",),
    "vase": ("wall",),
}
_ROLLING = ("tyre", "wheel", "rim", "hubcap", "hub", "tire")
_WINDOWS = {"window_width": 1.2, "window_height": 1.15}

_KINDS: dict[str, Character] = {
    "animals": Character(stout=1.1, foot=0.94, top=1.06),
    "architecture": Character(stout=1.1, foot=0.84, belly=0.02, sway=0.1),
    "container": Character(stout=1.12, belly=0.12),
    "electronics": Character(stout=1.16, foot=0.95, belly=0.1),
    "everyday": Character(stout=1.14, foot=0.92, belly=0.08),
    "food": Character(stout=1.24, foot=0.92, belly=0.05),
    "furniture": Character(stout=1.1, foot=0.86, belly=0.06),
    "games": Character(stout=1.22),
    "garden": Character(stout=1.12, belly=0.1),
    "household": Character(stout=1.15, foot=0.94, belly=0.08),
    "kitchen": Character(stout=1.14, size=(1.0, 1.0, 1.06), belly=0.1),
    "lighting": Character(stout=1.2, foot=1.0, top=1.1),
    "music": Character(stout=1.16, foot=1.04, belly=-0.04),
    "people": Character(stout=1.12, foot=0.92, top=1.1),
    "plants": Character(stout=1.16, foot=0.92, top=1.1),
    "shapes": Character(stout=1.25),
    "tableware": Character(stout=1.12, size=(1.0, 1.0, 0.96), foot=0.95, belly=0.06),
    "tool": Character(stout=1.3),
    "toys": Character(stout=1.1, belly=0.08),
    "treasure": Character(stout=1.18, foot=0.95, top=1.06),
    "vehicles": Character(stout=1.2, size=(1.0, 0.94, 1.05), bow=0.13, top=1.06, stiff=_ROLLING, wheels=1.09),
}
_ROAD = replace(_KINDS["vehicles"], bow=0.16, top=1.1)
_AFLOAT = Character(stout=1.22, size=(1.0, 0.92, 1.0), bow=0.0, sway=0.14, belly=0.05)
_TALL = Character(stout=1.34, foot=1.08, top=1.16, belly=-0.22)
_RIDGED = replace(_KINDS["architecture"], size=(0.94, 1.0, 1.06), sway=0.13)
_CASE = Character(stout=1.12, foot=0.84, belly=0.1)
_TABLE = Character(stout=1.14, foot=0.9, size=(0.92, 1.0, 1.0))
_ROUNDER = Character(stout=1.1, foot=0.9, top=0.96, belly=0.2)

_FAMILIES: dict[str, Character] = {
    **dict.fromkeys(("barn", "church", "doghouse"), _RIDGED),
    **dict.fromkeys(("tower", "lighthouse", "obelisk", "column", "skyscraper"), _TALL),
    **dict.fromkeys(("ship", "sailing_boat", "rowing_boat", "submarine"), _AFLOAT),
    **dict.fromkeys(("van", "bus", "school_bus", "truck", "fire_engine"), _ROAD),
    **dict.fromkeys(("car", "taxi", "pickup"), replace(_ROAD, bow=0.09, wheels=1.06, size=(1.0, 0.92, 1.08))),
    **dict.fromkeys(("cabinet", "wardrobe", "bookshelf", "chest_of_drawers"), _CASE),
    **dict.fromkeys(("table", "desk", "bench", "bed"), _TABLE),
    **dict.fromkeys(("mirror", "picture_frame"), replace(_ROUNDER, sway=-0.05)),
    **dict.fromkeys(("balloon", "rocket"), Character(stout=1.3, belly=0.16)),
    **dict.fromkeys(("bicycle", "motorcycle", "cart", "wheelbarrow", "sledge"), Character(stout=1.16, top=1.12)),
    **dict.fromkeys(("airplane", "helicopter"), Character(stout=1.25, size=(0.94, 0.94, 1.1))),
    **dict.fromkeys(("die", "building_brick"), EXACT),
    "apple": Character(stout=1.0, size=(1.02, 1.02, 1.0)),
    "pear": Character(stout=1.16),
    "house": replace(_RIDGED, values=_WINDOWS, kept=("window",)),
    "tumbler": Character(stout=1.16),
    "castle": Character(stout=1.2, foot=0.88, size=(0.94, 0.94, 1.1)),
    "tent": Character(stout=1.2, foot=0.92, sway=0.22),
    "windmill": Character(stout=1.2, foot=1.14, top=1.05, belly=0.04),
    "bridge": Character(stout=1.2, sway=-0.34),
    "fence": Character(stout=1.12, sway=-0.2),
    "gate": Character(stout=1.12, sway=-0.16),
    "wall": Character(stout=1.15, foot=0.9, sway=0.14),
    "archway": Character(stout=1.15, foot=1.1, top=1.1, belly=-0.2),
    "gift_box": Character(stout=1.1, foot=0.82, belly=0.08),
    **dict.fromkeys(("laptop", "smartphone", "tablet", "monitor", "keyboard"), Character(stout=1.25)),
    "temple": replace(_RIDGED, sway=0.06, size=(1.0, 1.0, 1.15)),
    "igloo": Character(stout=1.3, belly=0.08),
    "pyramid": Character(stout=1.25, belly=-0.1),
    "stairs": Character(stout=1.2, foot=1.2, top=0.92),
    "train": Character(stout=1.35, size=(1.0, 0.8, 1.0), bow=0.0, top=1.12),
}  # fmt: skip


def of(family: Family) -> Character:
    """The character of a family: its own, else its category's; what is exact by nature has none."""
    return _FAMILIES.get(family.name) or _KINDS.get(family.category, EXACT)


def proportions(family: Family, style: str) -> dict[Axis, float]:
    """Factors for the usual bounds in a style; axes that are equal by the family's nature stay equal."""
    if style != "stylized":
        return dict.fromkeys(AXES, 1.0)
    own, size = of(family), family.size
    longest = max(size.of(axis) for axis in AXES)
    out = {axis: factor * min(own.stout, longest / size.of(axis)) for axis, factor in zip(AXES, own.size, strict=True)}
    for tied in (size.tied, *(axes for _, _, axes in size.tied_when)):
        if tied:
            mean = 1.0
            for axis in tied:
                mean *= out[axis] ** (1 / len(tied))
            out |= dict.fromkeys(tied, mean)
    return out


def lengths(family: Family, style: str) -> dict[str, float]:
    """Factors for the usual values of parameters in a style, by name; none leads out of its range."""
    found = dict.fromkeys(_SECTIONS.get(family.name, ()), CHUNK.get(style, 1.0))
    if style == "stylized":
        found |= of(family).values
    ends = {name: family.parameter(name) for name in found}
    return {name: min(factor, ends[name].high / float(ends[name].default)) for name, factor in found.items()}
