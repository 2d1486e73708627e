"""Houses: walls with windows and doors cut in, a tiled roof with eaves, chimneys and steps."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from generation.shapes import facades, roofs
from generation.shapes.registry import Role, Size, Value, Values, angle, choice, count, family, length

if TYPE_CHECKING:
    from generation.shapes.kit import Kit
    from generation.shapes.solids import Solid


def _agree(values: dict[str, Value], said: frozenset[str]) -> list[str]:
    warnings = []
    storeys = int(values["storeys"])
    if "storeys" in said and not {"height", "width", "depth"} & said:
        values["height"] = 3000.0 + 2750.0 * storeys
    if values["roof_type"] == "flat" and int(values["chimneys"]) and "chimneys" not in said:
        values["chimneys"] = 0
    if "windows" not in said:
        around = 2 * (float(values["width"]) + float(values["depth"]))
        storey = float(values["height"]) / (storeys + 1)
        values["windows"] = max(2, min(round(around / (1.7 * storey)) * storeys - int(values["doors"]), 60))
    if float(values["height"]) / storeys < 0.08 * float(values["width"]) and "storeys" in said:
        warnings.append("So many storeys are low for this height; they are built as asked.")
    return warnings


@family(
    "house",
    gloss="a building to live in, with walls, a roof, a door and windows",
    category="architecture",
    size=Size(10_000, 8_000, 8_500, main="width", follow={"height": 0.7}),
    roles=(
        Role("wall", "plaster", "#efe4d0", words=("facade", "body")),
        Role("plinth", "stone", words=("base", "foundation"), count=None, tone=None),
        Role("roof", "roof tile", words=("rooftop", "roofing"), tone=1),
        Role("ridge", "roof tile", count=None, tone=1, like="roof"),
        Role("window", "window glass", words=("pane",), count="windows", tone=None),
        Role("frame", "paint", "#f7f5ef", words=("window frame", "trim"), count=None, tone=None),
        Role("sill", "stone", words=("window sill",), count=None, tone=None),
        Role("door", "paint", "#2d5f73", words=("entrance", "front door"), count="doors", tone=None),
        Role("door_frame", "paint", "#f7f5ef", words=("doorway",), count="doors", tone=None, like="frame"),
        Role("knob", "brass", words=("door handle", "doorknob", "handle"), count="doors", tone=None),
        Role("step", "stone", words=("doorstep", "stoop"), count="doors", tone=None),
        Role("chimney", "brick", words=("chimney stack", "smokestack"), count="chimneys", tone=None),
        Role("chimney_cap", "concrete", count="chimneys", tone=None),
    ),
    parameters=(
        count("storeys", 2, 1, 12, words=("storey", "story", "floor", "level")),
        count("windows", 11, 0, 200),
        count("doors", 1, 0, 6),
        count("chimneys", 1, 0, 4),
        choice(
            "roof_type", "gabled", "hipped", "pyramid", "flat",
            aliases={"gable": "gabled", "pitched": "gabled", "saddle": "gabled", "hip": "hipped"},
        ),
        angle("roof_pitch", 38, 8, 65, words=("pitch", "slope"), free=(34, 38, 42, 46)),
        length("window_width", 1250, 100, 4000, part="window", measure="width", grows=0.7),
        length("window_height", 1450, 100, 4000, part="window", measure="height", grows=0.7),
    ),
    synonyms=("home", "dwelling", "building", "farmhouse", "villa", "family house", "detached house"),
    presets={
        "cottage": {"width": 8000, "depth": 6500, "height": 6200, "storeys": 1, "roof_pitch": 45},
        "cabin": {"width": 7000, "depth": 5500, "height": 5000, "storeys": 1, "material": "wood"},
        "log cabin": {"width": 7000, "depth": 5500, "height": 5000, "storeys": 1, "material": "wood"},
        "hut": {"width": 4500, "depth": 4000, "height": 4000, "storeys": 1},
        "bungalow": {
            "width": 12000, "depth": 9000, "height": 5600, "storeys": 1, "roof_pitch": 28, "roof_type": "hipped",
        },
        "town house": {"width": 6000, "depth": 9000, "height": 12500, "storeys": 3},
        "townhouse": {"width": 6000, "depth": 9000, "height": 12500, "storeys": 3},
        "mansion": {
            "width": 20000, "depth": 12000, "height": 13000, "storeys": 3, "roof_type": "hipped", "chimneys": 2,
        },
    },
    rule=_agree,
    examples=(
        "white house with a red roof, two doors and six windows",
        "small stone cottage with a chimney",
        "three-storey house with a flat roof, 12 m wide",
    ),
)  # fmt: skip
def build(kit: Kit, values: Values) -> None:
    """Walls inside the eaves, everything else hung on them."""
    shell = _Shell(kit, values)
    openings = facades.plan(
        values.count("windows"), values.count("doors"), values.count("storeys"),
        shell.wall_width, shell.wall_depth, shell.visible, (values.mm("window_width"), values.mm("window_height")),
        bold=1.25 if kit.style == "stylized" else 1.0,
    )  # fmt: skip
    body = shell.body()
    kit.add("wall", kit.without(body, *(opening.niche(kit) for opening in openings)), crease=15)
    shell.plinth(openings)
    shell.roof()
    for opening in openings:
        opening.fill(kit)
    shell.chimneys()


class _Shell:
    """Walls, roof and chimneys, and the measures between them."""

    def __init__(self, kit: Kit, values: Values) -> None:
        self.kit, self.values = kit, values
        self.width, self.depth, self.height = values.mm("width"), values.mm("depth"), values.mm("height")
        self.kind = values.word("roof_type")
        self.along_x = self.width >= self.depth
        span = self.depth if self.along_x else self.width
        self.hang = min(self.width, self.depth) * (0.09 if kit.style == "stylized" else 0.055)
        self.wall_width, self.wall_depth = self.width - 2 * self.hang, self.depth - 2 * self.hang
        stack = 0.085 * self.height if values.count("chimneys") else 0.0
        pitch = math.tan(math.radians(values.mm("roof_pitch"))) * (1.2 if kit.style == "stylized" else 1.0)
        self.thick = min(span * 0.028, self.height * 0.05) * kit.chunk
        self.rise = min(pitch * span / 2, self.height * 0.62) if self.kind != "flat" else self.height * 0.06
        self.top = self.height - stack
        self.slope = self.rise / (span / 2)
        # The eaves hang below the top of the wall by what the slope falls over the overhang.
        self.eaves = self.top - self.rise + self.slope * self.hang - self.thick * 0.5
        self.visible = self.eaves - self.slope * self.hang
        if self.kind == "flat":
            self.eaves = self.visible = self.top - self.rise

    def body(self) -> Solid:
        kit = self.kit
        box = kit.box(self.wall_width, self.wall_depth, self.eaves)
        if self.kind != "gabled":
            return box
        long, across = (self.wall_width, self.wall_depth) if self.along_x else (self.wall_depth, self.wall_width)
        gable = kit.prism([(-across / 2, 0), (across / 2, 0), (0, self.slope * across / 2)], long)
        gable = gable.rotate((90, 0, 90)).translate((-long / 2, 0, self.eaves - 1))
        return kit.union([box, gable if self.along_x else gable.rotate((0, 0, 90))])

    def plinth(self, openings: list[facades.Opening]) -> None:
        if not self.kit.level:
            return
        tall, proud = self.height * 0.035, min(self.width, self.depth) * 0.006
        base = self.kit.box(self.wall_width + 2 * proud, self.wall_depth + 2 * proud, tall)
        cuts = [opening.niche(self.kit) for opening in openings if opening.kind == "door"]
        core = self.kit.box(self.wall_width * 0.9, self.wall_depth * 0.9, tall * 2).translate((0, 0, -tall * 0.5))
        self.kit.add("plinth", self.kit.without(base, core, *cuts), crease=15)

    def roof(self) -> None:
        kit = self.kit
        low = self.top - self.rise - self.thick
        if self.kind == "flat":
            kit.add("roof", roofs.flat(kit, self.width, self.depth, self.rise, self.hang).translate((0, 0, self.eaves)))
            return
        if self.kind == "gabled":
            long, across = (self.width, self.depth) if self.along_x else (self.depth, self.width)
            slope = roofs.gabled(kit, long, across, self.rise, self.thick)
            kit.add("roof", self._turned(slope).translate((0, 0, low)), crease=12)
            if kit.level:
                cap = roofs.ridge(kit, long, self.thick, self.slope)
                kit.add("ridge", self._turned(cap).translate((0, 0, self.top)), crease=30)
            return
        hip = roofs.hipped(kit, self.width, self.depth, self.rise, self.thick, pyramid=self.kind == "pyramid")
        kit.add("roof", hip.translate((0, 0, low)), crease=12)

    def _turned(self, solid: Solid) -> Solid:
        return solid if self.along_x else solid.rotate((0, 0, 90))

    def chimneys(self) -> None:
        kit, number = self.kit, self.values.count("chimneys")
        side = min(self.width, self.depth) * (0.13 if kit.style == "stylized" else 0.085 * kit.chunk)
        for k in range(number):
            share = 0.27 if number == 1 else -0.3 + 0.6 * k / (number - 1)
            long = self.width if self.along_x else self.depth
            across = side * 1.1
            x, y = (share * long, across) if self.along_x else (across, share * long)
            if self.kind in ("hipped", "pyramid"):
                x, y = x * 0.45, y * 0.45
            low = self.eaves
            cap = side * 0.2
            pots = kit.level
            tall = self.height - low - (cap * 1.9 if pots else cap)
            kit.add("chimney", kit.box(side, side, tall).translate((x, y, low)), crease=15)
            slab = kit.box(side * 1.22, side * 1.22, cap, bevel=cap * 0.2)
            if pots:
                pot = kit.turned([(0, 0), (side * 0.26, 0), (side * 0.2, cap * 1.0), (side * 0.13, cap * 1.0),
                                  (side * 0.13, cap * 0.3), (0, cap * 0.3)], segments=kit.small)  # fmt: skip
                slab = kit.union([slab, pot.translate((0, 0, cap * 0.9))])
            kit.add("chimney_cap", slab.translate((x, y, low + tall)), crease=30)
