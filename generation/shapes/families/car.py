"""Cars: a lofted body with wheel arches, a cabin with panes, doors, lamps, bumpers and what a taxi or rack adds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generation.shapes import coachwork, outlines
from generation.shapes.registry import Parameter, Role, Size, Value, Values, choice, count, family

if TYPE_CHECKING:
    from generation.shapes.kit import Kit
    from generation.shapes.solids import Solid

# Shares of the length and height: bonnet's height, belt, roof's front and rear, cabin's front and rear, tail's height.
_SHAPES = {
    "sedan": (0.56, 0.62, -0.07, 0.20, -0.20, 0.37, 0.63),
    "hatchback": (0.56, 0.62, -0.07, 0.34, -0.22, 0.46, 0.63),
    "estate": (0.56, 0.62, -0.07, 0.42, -0.21, 0.475, 0.63),
    "suv": (0.58, 0.62, -0.08, 0.42, -0.20, 0.47, 0.62),
    "sports": (0.50, 0.62, 0.04, 0.18, -0.14, 0.42, 0.66),
    "limousine": (0.56, 0.62, -0.15, 0.30, -0.24, 0.40, 0.63),
}


def _agree(values: dict[str, Value], said: frozenset[str]) -> list[str]:
    if "windows" not in said and int(values["doors"]) and "doors" in said:
        values["windows"] = max(2, int(values["doors"]))
    return []


ROLES: tuple[Role, ...] = (
    Role("body", "paint", "#4fa18c", words=("bodywork", "coachwork", "chassis")),
    Role("roof", "paint", "#4fa18c", words=("cabin", "top"), count=None, like="body"),
    Role("tyre", "rubber", words=("tire",), count="wheels", tone=None),
    Role("wheel", "aluminium", words=("rim", "hubcap", "wheel rim", "hub"), count="wheels", tone=None),
    Role("window", "tinted glass", words=("side window",), count="windows", tone=None),
    Role("windscreen", "tinted glass", words=("windshield", "front window"), tone=None, like="window"),
    Role("backlight", "tinted glass", words=("rear window",), tone=None, like="window"),
    Role("door", "paint", "#4fa18c", words=("car door",), count="doors", like="body"),
    Role("handle", "chrome", words=("door handle",), count=None, tone=None),
    Role("headlight", "lamp glass", words=("headlamp", "light", "lamp", "front light"), count="headlights", tone=None),
    Role("bezel", "chrome", count=None, tone=None),
    Role("taillight", "paint", "#b5281f", words=("tail light", "rear light"), count=2, tone=None),
    Role("bumper", "paint", "#e9e4d8", words=("fender",), count=2, tone=1),
    Role("grille", "black metal", words=("radiator", "grill"), tone=None),
    Role("mirror", "paint", "#2b2e31", words=("wing mirror",), count=2, tone=None),
    Role("sign", "lamp glass", words=("taxi sign", "roof sign"), count="signs", tone=None),
    Role("spoiler", "paint", "#2b2e31", words=("rear wing",), count="spoilers", tone=1),
    Role("rack", "paint", "#e9e4d8", words=("roof rack", "rail", "luggage rack"), count="racks", tone=1),
    Role("stripe", "paint", "#f3f1ea", words=("racing stripe",), count="stripes", tone=1),
    Role("plate", "paint", "#f3f1ea", words=("number plate",), count=None, tone=None),
)  # fmt: skip
PARAMETERS: tuple[Parameter, ...] = (
    count("wheels", 4, 3, 8),
    count("doors", 4, 0, 6),
    count("windows", 4, 0, 8),
    count("headlights", 2, 1, 6),
    count("signs", 0, 0, 1),
    count("spoilers", 0, 0, 1),
    count("racks", 0, 0, 2),
    count("stripes", 0, 0, 2),
    choice("body_type", *_SHAPES, aliases={"saloon": "sedan", "sporty": "sports"}),
)  # fmt: skip


@family(
    "car",
    gloss="a motor car with wheels, doors and windows",
    category="vehicles",
    size=Size(1800, 4300, 1450, main="depth", stretch=2.5),
    roles=ROLES,
    parameters=PARAMETERS,
    synonyms=("automobile", "motor car", "sedan", "saloon car", "family car", "toy car", "motorcar"),
    presets={
        "sports car": {"width": 1850, "depth": 4350, "height": 1200, "body_type": "sports", "doors": 2, "windows": 2,
                       "spoilers": 1},
        "race car": {"width": 1900, "depth": 4500, "height": 1150, "body_type": "sports", "doors": 2, "windows": 2,
                     "spoilers": 1, "stripes": 2},
        "racing car": {"width": 1900, "depth": 4500, "height": 1150, "body_type": "sports", "doors": 2, "windows": 2,
                       "spoilers": 1, "stripes": 2},
        "coupe": {"width": 1820, "depth": 4400, "height": 1300, "body_type": "sports", "doors": 2, "windows": 2},
        "hatchback car": {"body_type": "hatchback", "depth": 3900},
        "estate car": {"body_type": "estate", "depth": 4600},
        "station wagon": {"body_type": "estate", "depth": 4600, "racks": 2},
        "station wagon car": {"body_type": "estate", "depth": 4600, "racks": 2},
        "jeep": {"width": 1850, "depth": 4200, "height": 1850, "body_type": "suv", "racks": 2},
        "off-road car": {"width": 1900, "depth": 4500, "height": 1850, "body_type": "suv", "racks": 2},
        "limousine car": {"depth": 7000, "body_type": "limousine", "windows": 6, "doors": 6},
        "limo": {"depth": 7000, "body_type": "limousine", "windows": 6, "doors": 6},
    },
    rule=_agree,
    examples=(
        "red sports car with two doors",
        "green estate car with two roof racks",
        "blue car with four doors and a roof rack",
    ),
)  # fmt: skip
def build(kit: Kit, values: Values) -> None:
    """From the road up."""
    car = _Car(kit, values)
    car.shell()
    car.panes()
    car.doors()
    car.wheels()
    car.face()
    car.extras()


class _Car:
    """The measures that all parts share."""

    def __init__(self, kit: Kit, values: Values) -> None:
        self.kit, self.values = kit, values
        self.wide, self.long, self.tall = values.mm("width"), values.mm("depth"), values.mm("height")
        bonnet, belt, self.roof_front, self.roof_rear, self.front, self.rear, tail = _SHAPES[values.word("body_type")]
        above = sum(values.count(name) > 0 for name in ("signs", "racks"))
        self.top = self.tall * (0.9 if values.count("signs") else 0.95 if above else 1.0)
        self.half = self.wide / 2 * 0.93
        plump = 1.12 if kit.style == "stylized" else 1.0
        self.radius = min(self.tall * 0.235 * plump, self.long * 0.1 * plump**2, bonnet * self.top * 0.43)
        self.belt, self.bonnet, self.tail = belt * self.top, bonnet * self.top, tail * self.top
        self.axles = coachwork.spots(
            values.count("wheels"), self.half - self.radius * 0.28, -0.315 * self.long, 0.3 * self.long,
            self.radius * 2.2,
        )  # fmt: skip

    def _stations(self) -> list[tuple[float, float, float, float]]:
        low, t = self.tall * 0.13, self.top
        rows = (
            (-0.485, 0.74, 0.26, self.bonnet / t * 0.74), (-0.478, 0.86, 0.17, self.bonnet / t * 0.9),
            (-0.45, 0.95, 0.135, self.bonnet / t * 0.97), (-0.3, 1.0, 0.13, self.bonnet / t),
            (self.front, 1.0, 0.13, self.belt / t), (0.1, 1.0, 0.13, self.belt / t),
            (0.33, 1.0, 0.13, self.tail / t), (0.45, 0.96, 0.14, self.tail / t * 0.985),
            (0.482, 0.88, 0.18, self.tail / t * 0.93), (0.488, 0.76, 0.28, self.tail / t * 0.8),
        )  # fmt: skip
        return [(y * self.long, w * self.half, max(z0 * t, low), z1 * t) for y, w, z0, z1 in rows]

    def shell(self) -> None:
        kit = self.kit
        whole = coachwork.body(kit, self._stations(), power={"realistic": 7, "stylized": 4.2}.get(kit.style, 5))
        arches = [
            kit.rod((x - self.radius, y, self.radius), (x + self.radius, y, self.radius), self.radius * 1.16)
            for x, y in self.axles
        ]
        self.skin = coachwork.grown(whole, self.half * 0.012, 0.0)
        self.nose = coachwork.grown(whole, 0.0, self.long * 0.004)
        kit.add("body", kit.without(whole, *arches), crease=32)
        self.arches = kit.union(arches)
        half, long = self.half, self.long
        self.glasshouse = coachwork.cabin(
            kit,
            [(self.belt * 0.93, half * 0.95, self.front * long, self.rear * long),
             (self.belt, half * 0.93, (self.front + 0.012) * long, (self.rear - 0.008) * long),
             (self.top * 0.945, half * 0.76, self.roof_front * long, self.roof_rear * long),
             (self.top * 0.985, half * 0.70, (self.roof_front + 0.015) * long, (self.roof_rear - 0.012) * long),
             (self.top, half * 0.52, (self.roof_front + 0.05) * long, (self.roof_rear - 0.04) * long)],
        )  # fmt: skip
        kit.add("roof", self.glasshouse, crease=32)

    def _line(self, share: float) -> tuple[float, float, float]:
        """The cabin's front, rear and height at a share between belt and roof."""
        low, high = self.belt, self.top * 0.945
        front = (self.front + 0.012) + (self.roof_front - self.front - 0.012) * share
        rear = (self.rear - 0.008) + (self.roof_rear - self.rear + 0.008) * share
        return front * self.long, rear * self.long, low + (high - low) * share

    def panes(self) -> None:
        kit = self.kit
        skin = coachwork.grown(self.glasshouse, self.half * 0.008, self.long * 0.0035)
        gap = self.long * 0.022
        per = {1: (self.values.count("windows") + 1) // 2, -1: self.values.count("windows") // 2}
        (f0, r0, z0), (f1, r1, z1) = self._line(0.1), self._line(0.9)
        for side, number in per.items():
            for k in range(number):
                a, b = k / number, (k + 1) / number
                f0_, r0_, f1_, r1_ = f0 + gap, r0 - gap, f1 + gap * 0.8, r1 - gap * 0.8
                outline = [(f0_ + (r0_ - f0_) * a, z0), (f0_ + (r0_ - f0_) * b - gap * 0.6, z0),
                           (f1_ + (r1_ - f1_) * b - gap * 0.6, z1), (f1_ + (r1_ - f1_) * a, z1)]  # fmt: skip
                pane = coachwork.flank(kit, skin, outlines.rounded(outline, gap, kit.steps), side, self.half * 0.4)
                kit.add("window", pane)
        for name, side in (("windscreen", -1), ("backlight", 1)):
            w0, w1 = self.half * 0.80, self.half * 0.64
            outline = outlines.rounded([(-w0, z0), (w0, z0), (w1, z1), (-w1, z1)], gap, kit.steps)
            kit.add(name, self._screen(skin, outline, side))

    def _screen(self, skin: Solid, outline: outlines.Outline, side: int) -> Solid:
        """The pane in front or at the rear: the skin's shell within an outline (x, z)."""
        shell = self.kit.without(skin, coachwork.grown(self.glasshouse, self.half * 0.4, -self.long * 0.012))
        return coachwork.face(self.kit, shell, outline, side, (self.roof_front + self.roof_rear) / 2 * self.long)

    def doors(self) -> None:
        kit, number = self.kit, self.values.count("doors")
        per = {1: (number + 1) // 2, -1: number // 2}
        front, rear = (self.front + 0.035) * self.long, min(self.rear - 0.07, 0.27) * self.long
        low, high = self.tall * 0.2, self.belt * 0.955
        for side, some in per.items():
            for a, b in coachwork.row_along(some, front, rear, self.long * 0.008):
                outline = outlines.rounded(outlines.rectangle(a, low, b, high), self.long * 0.018, kit.steps)
                leaf = coachwork.flank(kit, self.skin, outline, side, self.half * 0.9)
                kit.add("door", kit.without(leaf, self.arches), crease=32)
                if kit.level:
                    long = min(self.long * 0.035, (b - a) * 0.3)
                    bar = kit.box(self.half * 0.035, long, long * 0.22, bevel=long * 0.06)
                    kit.add("handle", bar.translate((side * self.half * 1.012, b - long, high - long * 0.9)))

    def wheels(self) -> None:
        kit = self.kit
        made = coachwork.wheel(kit, self.radius, self.radius * 0.62, holes=kit.pick(5, 5, 10))
        for x, y in self.axles:
            tyre, rim = made.at(x, y, self.radius)
            kit.add("tyre", tyre, crease=30)
            kit.add("wheel", rim, crease=30)

    def face(self) -> None:
        kit, half = self.kit, self.half
        number = self.values.count("headlights")
        big = 1.45 if kit.style == "stylized" else 1.0
        radius = min(half * 0.13 * min(kit.chunk, 1.2) * big, self.tall * 0.07 * big, half * 0.9 / number)
        z, y = self.bonnet * 0.77, -self.long * 0.474
        places = [0.0] if number == 1 else [half * 0.72 * (2 * k / (number - 1) - 1) for k in range(number)]
        if number > 2:
            places = [(-1 if k % 2 else 1) * (half * 0.74 - (k // 2) * radius * 2.2) for k in range(number)]
        for x in places:
            kit.add(
                "headlight", coachwork.lens(kit, radius, self.long * 0.014).translate((x, y - self.long * 0.006, z))
            )
            if kit.level:
                ring = kit.turned([(radius * 0.9, 0), (radius * 1.18, 0), (radius * 1.12, self.long * 0.01),
                                   (radius * 0.96, self.long * 0.01)]).rotate((90, 0, 0))  # fmt: skip
                kit.add("bezel", ring.translate((x, y - self.long * 0.005, z)))
        wide = half * 0.95
        grille = kit.box(wide, self.long * 0.02, self.tall * 0.07, bevel=self.tall * 0.012)
        bars = [grille.translate((0, y, z - self.tall * 0.04))]
        for k in range(kit.pick(0, 3, 6)):
            bar = kit.box(wide * 0.96, self.long * 0.024, self.tall * 0.006)
            bars.append(bar.translate((0, y, z - self.tall * (0.03 - 0.055 * k / kit.pick(1, 3, 6)))))
        kit.add("grille", kit.union(bars))
        for side in (-1, 1):
            lamp = kit.box(half * 0.2, self.long * 0.02, self.tall * 0.08, bevel=self.tall * 0.012)
            kit.add("taillight", lamp.translate((side * half * 0.74, self.long * 0.479, self.tail * 0.78)))
            arm = kit.box(self.wide * 0.055, self.long * 0.03, self.tall * 0.06, bevel=self.tall * 0.014)
            at = (side * (self.wide / 2 - self.wide * 0.0275), (self.front + 0.045) * self.long, self.belt)
            stalk = kit.rod(
                (side * half * 0.8, at[1], self.belt * 0.99), (at[0], at[1], self.belt * 1.02), self.tall * 0.012
            )
            kit.add("mirror", kit.union([arm.translate(at), stalk]))
            bar = kit.box(self.half * 1.86, self.long * 0.034, self.tall * 0.085, bevel=self.tall * 0.022)
            edge = self.long / 2 - self.long * 0.017
            kit.add("bumper", bar.translate((0, side * edge, self.tall * 0.205)))
            if kit.level:
                sheet = kit.box(half * 0.5, self.long * 0.006, self.tall * 0.07, bevel=self.tall * 0.004)
                kit.add("plate", sheet.translate((0, side * (edge + self.long * 0.0145), self.tall * 0.213)))

    def extras(self) -> None:
        kit, half, long = self.kit, self.half, self.long
        middle = (self.roof_front + self.roof_rear) / 2 * long
        if self.values.count("signs"):
            tall = (self.tall - self.top) * 1.1
            sign = kit.box(half * 0.55, long * 0.045, tall, bevel=tall * 0.16)
            kit.add("sign", sign.translate((0, middle, self.tall - tall)))
        for side in (-1, 1)[: self.values.count("racks")]:
            a, b = (self.roof_front + 0.03) * long, (self.roof_rear - 0.03) * long
            x, z, r = side * half * 0.62, self.tall * 0.985, self.tall * 0.012
            rail = [kit.rod((x, a, z), (x, b, z), r, bevel=r * 0.3)]
            rail += [kit.rod((x, y, self.top * 0.96), (x, y, z), r * 0.9) for y in (a + long * 0.02, b - long * 0.02)]
            kit.add("rack", kit.union(rail))
        if self.values.count("spoilers"):
            z, y = min(self.tail * 1.22, self.tall * 0.95), 0.455 * long
            wing = kit.box(half * 1.7, long * 0.055, self.tall * 0.024, bevel=self.tall * 0.008)
            feet = [
                kit.box(half * 0.06, long * 0.03, z - self.tail * 0.9).translate((s * half * 0.6, y, self.tail * 0.9))
                for s in (-1, 1)
            ]
            kit.add("spoiler", kit.union([wing.translate((0, y, z)), *feet]))
        flat = coachwork.body(kit, self._stations(), power=7).translate((0, 0, self.tall * 0.006))
        for k in range(self.values.count("stripes")):
            x = half * 0.16 * (1 if k else -1)
            ribbon = outlines.rectangle(x - half * 0.1, self.tall * 0.3, x + half * 0.1, self.tall * 2)
            kit.add("stripe", coachwork.face(kit, flat, ribbon, -1, self.front * long))
