"""Robots: soft boxes for body and head, a dark screen with bright eyes, jointed arms with grippers, sturdy feet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generation.shapes import layout, organic
from generation.shapes.registry import Role, Size, Value, Values, choice, count, family

if TYPE_CHECKING:
    from generation.shapes.kit import Kit
    from generation.shapes.solids import Solid


def _agree(values: dict[str, Value], said: frozenset[str]) -> list[str]:
    if values["base"] != "legs" and "legs" not in said:
        values["legs"] = 0
    if values["base"] == "legs" and int(values["wheels"]):
        values["base"], values["legs"] = "wheels", 0
    if values["base"] == "legs" and int(values["legs"]) == 0:
        values["base"] = "tracks"
    if values["base"] == "wheels" and not int(values["wheels"]):
        values["wheels"] = 4
    if values["base"] == "tracks":
        values["wheels"] = 0
    return []


def _standing(values: Values) -> int:
    return values.count("legs") if values.word("base") == "legs" else 0


@family(
    "robot",
    gloss="a friendly robot with a head, arms and legs",
    category="toys",
    size=Size(168, 112, 255, main="height"),
    roles=(
        Role("body", "paint", "#e6b422", words=("torso", "chest", "trunk", "case")),
        Role("head", "paint", "#e6b422"),
        Role("screen", "plastic", "#20272c", words=("face", "visor", "display"), tone=None),
        Role("eye", "plastic", "#8fe3d2", count="eyes", tone=None),
        Role("mouth", "plastic", "#8fe3d2", words=("smile",), count="mouths", tone=None),
        Role("neck", "rubber", "#3c444c", tone=None),
        Role("ear", "rubber", "#3c444c", words=("headphone", "bolt"), count="ears", tone=None),
        Role("antenna", "steel", words=("aerial",), count="antennas", tone=None),
        Role("antenna_ball", "plastic", "#d8402c", words=("antenna tip", "ball"), count="antennas", tone=None),
        Role("shoulder", "plastic", "#c9ced2", count="arms", tone=1),
        Role("arm", "plastic", "#c9ced2", words=("limb",), count="arms", tone=1),
        Role("elbow", "rubber", "#3c444c", count=None, tone=None),
        Role("hand", "rubber", "#3c444c", words=("gripper", "claw", "pincer"), count="arms", tone=None),
        Role("leg", "plastic", "#c9ced2", count=_standing, tone=1),
        Role("boot", "rubber", "#3c444c", words=("foot", "shoe"), count=_standing, tone=None),
        Role(
            "track",
            "rubber",
            "#2b3036",
            words=("caterpillar track", "tread"),
            count=lambda v: 2 if v.word("base") == "tracks" else 0,
            tone=None,
        ),
        Role(
            "wheel",
            "rubber",
            "#2b3036",
            count=lambda v: v.count("wheels") if v.word("base") == "wheels" else 0,
            tone=None,
        ),
        Role("hub", "plastic", "#c9ced2", count=None, tone=None),
        Role("panel", "plastic", "#f3efe4", words=("control panel", "chest panel"), count=1, tone=None),
        Role("button", "plastic", "#d8402c", words=("knob", "light"), count="buttons", tone=None),
        Role("screw", "steel", words=("rivet",), count=None, tone=None),
        Role("seam", "rubber", "#565d63", count=None, tone=None),
    ),
    parameters=(
        choice("base", "legs", "tracks", "wheels", aliases={"tracked": "tracks", "wheeled": "wheels"}),
        count("legs", 2, 0, 6, words=("leg", "foot")),
        count("arms", 2, 0, 6),
        count("eyes", 2, 0, 5),
        count("ears", 2, 0, 2),
        count("antennas", 1, 0, 4, free=(1, 2)),
        count("buttons", 3, 0, 8, free=(2, 3, 4)),
        count("mouths", 0, 0, 1),
        count("wheels", 0, 0, 6, words=("wheel",)),
    ),
    synonyms=("android", "droid", "bot", "toy robot"),
    rule=_agree,
    examples=(
        "a yellow robot with two antennas and four buttons",
        "blue robot with three eyes, 30 cm tall",
        "red robot with white arms and four wheels",
    ),
)
def build(kit: Kit, values: Values) -> None:
    """In the units of a robot 248 tall, then made as big as it is to be."""
    robot = _Robot(kit, values)
    robot.torso()
    robot.head()
    robot.arms()
    robot.stand()


class _Robot:
    def __init__(self, kit: Kit, values: Values) -> None:
        self.kit, self.values = kit, values
        self.sizes = (values.mm("width") / 168, values.mm("depth") / 77, values.mm("height") / 248)
        self.round = 1.3 if kit.style == "stylized" else 1.0
        self.big = 1.12 if kit.style == "stylized" else 1.0
        self.low = 96.0

    def add(self, name: str, solid: Solid, crease: float = 40) -> None:
        even = (self.sizes[0] * self.sizes[1] * self.sizes[2]) ** (1 / 3)
        sx, sy, sz = (even * min(max(side / even, 0.55), 1.8) for side in self.sizes)
        self.kit.add(name, solid.scale((sx, sy, sz)), crease=crease)

    def plug(self, x: float, y: float, z: float, radius: float, deep: float) -> Solid:
        """A button facing the front: a disc whose face is soft."""
        disc = self.kit.disc(2 * radius, 2 * radius, deep, bevel=deep * 0.25)
        return disc.rotate((90, 0, 0)).translate((x, y, z))

    def torso(self) -> None:
        kit = self.kit
        self.add("body", organic.soft_box(kit, 90, 64, 84, 15 * self.round).translate((0, 0, self.low)))
        self.add("panel", organic.soft_box(kit, 50, 6, 32, 2.6).translate((0, -32, self.low + 25)))
        number = self.values.count("buttons")
        each = min(4.6, 40 / max(number, 1) * 0.42)
        for x in layout.row(number, min(26.0, 40.0 - 2 * each)):
            self.add("button", self.plug(x, -33.5, self.low + 41, each, 5))
        if kit.level:
            for x in (-21, 21):
                for z in (29, 53):
                    self.add("screw", self.plug(x, -34, self.low + z, 1.5, 2))
        if kit.level == 2:
            band = organic.soft_box(kit, 91.2, 65.2, 3, 1.4)
            self.add("seam", band.translate((0, 0, self.low + 14)))
            for x in (-28, 28):
                for z in (16, 66):
                    self.add("screw", self.plug(x, -31, self.low + z, 2.2, 3))

    def head(self) -> None:
        kit, b = self.kit, self.big
        self.add("neck", kit.disc(34, 34, 17, bevel=1.5).translate((0, 0, self.low + 80)))
        if kit.level:
            for rise in (82, 87):
                self.add("seam", kit.turned([(15, -1.2), (18.4, 0), (15, 1.2)]).translate((0, 0, self.low + rise)))
        z = self.low + 92
        self.add("head", organic.soft_box(kit, 100 * b, 76, 66 * b, 19 * self.round).translate((0, 0, z)))
        screen = organic.soft_box(kit, 80 * b, 12, 43 * b, 5.5)
        self.add("screen", screen.translate((0, -35, z + 12 * b)))
        number = self.values.count("eyes")
        mouth = self.values.count("mouths")
        middle = z + (38 if mouth else 33.5) * b
        each = min(9.5, 62 / max(number, 1) * 0.34) * b
        for x in layout.row(number, {1: 0.0, 2: 36.0}.get(number, 52.0) * b):
            self.add("eye", self.plug(x, -39.5, middle, each, 4))
        if mouth:
            self.add("mouth", organic.soft_box(kit, 26, 3, 4.5, 2).translate((0, -41.5, z + 17 * b)))
        for side in (-1, 1)[: self.values.count("ears")]:
            disc = kit.disc(29, 29, 11, bevel=2.4).rotate((0, 90 * side, 0))
            self.add("ear", disc.translate((side * 48 * b, 0, z + 33 * b)))
            if kit.level:
                self.add(
                    "seam",
                    kit.disc(15, 15, 3, bevel=0.8)
                    .rotate((0, 90 * side, 0))
                    .translate((side * (48 * b + 10), 0, z + 33 * b)),
                )
        top = z + 66 * b
        number = self.values.count("antennas")
        for x in layout.row(number, {2: 52.0}.get(number, 66.0)):
            lean = x * 0.12
            self.add("antenna", kit.rod((x, 0, top - 4), (x + lean, 0, top + 20), 2.4, 1.8))
            self.add("antenna_ball", organic.ball(kit, (x + lean, 0, top + 23), 7.5, share=0.5))

    def arms(self) -> None:
        kit, number = self.kit, self.values.count("arms")
        for at in range(number):
            side = -1 if at % 2 == 0 else 1
            lift = -24.0 * (at // 2)
            z = self.low + 62 + lift
            shoulder, elbow, wrist = (side * 49.0, 0.0, z), (side * 64.0, 0.0, z - 20), (side * 68.0, -14.0, z - 40)
            self.add("shoulder", organic.ball(kit, shoulder, 13 * self.big, share=0.6))
            marks = [(*shoulder, 8, 8), (*elbow, 7.5, 7.5), (*wrist, 7, 7)]
            self.add("arm", organic.limb(kit, marks, up=(0.2, 1, 0.1), share=0.45))
            if kit.level:
                self.add(
                    "elbow", organic.ball(kit, (elbow[0] - side * 0.6, elbow[1] - 1, elbow[2] - 1), 8.8, share=0.45)
                )
            palm = organic.ball(kit, (wrist[0], wrist[1] - 5, wrist[2] - 6), (11, 9, 9), share=0.5)
            fingers = [palm]
            for t in (-1, 1):
                x, y, h = wrist[0], wrist[1], wrist[2]
                claw = [
                    (x + t * 7, y - 8, h - 6, 4, 5),
                    (x + t * 9.5, y - 17, h - 10, 3.6, 4.6),
                    (x + t * 4.5, y - 24, h - 12, 2.6, 3.4),
                ]
                fingers.append(organic.limb(kit, claw, share=0.35))
            self.add("hand", kit.union(fingers))

    def stand(self) -> None:
        kit, base = self.kit, self.values.word("base")
        if base == "legs":
            number = self.values.count("legs")
            spots = (
                [(x * 48.0, 0.0) for x in layout.row(number, 1.0)]
                if number <= 2
                else [(x * 0.72, y) for x, y in layout.feet(number, 72, 40)]
            )
            for x, y in spots:
                self.add("leg", kit.disc(24, 24, self.low - 18, bevel=1).translate((x, y, 22)))
                if kit.level:
                    for z in (40, 60, 80):
                        self.add("seam", kit.turned([(11, -1.3), (13, 0), (11, 1.3)]).translate((x, y, z)))
                foot = organic.soft_box(kit, 38 if number <= 2 else 28, 62 if number <= 2 else 34, 30, 10)
                self.add("boot", foot.translate((x, y - (8 if number <= 2 else 3), 0)))
            return
        self.add("seam", organic.soft_box(kit, 60, 46, 60, 6).translate((0, 0, self.low - 54)))
        if base == "tracks":
            for side in (-1, 1):
                track = self._track().translate((side * 44.0, 0, 0))
                self.add("track", track)
                for y in (-22, 0, 22):
                    hub = kit.disc(22, 22, 4, bevel=1).rotate((0, 90 * side, 0)).translate((side * 56.5, y, 30))
                    self.add("hub", hub)
            return
        number = self.values.count("wheels")
        for at in range(number):
            side = -1 if at % 2 == 0 else 1
            y = layout.row(max(1, (number + 1) // 2), 54.0)[at // 2]
            alone = number % 2 == 1 and at == number - 1
            r = 27.0 if number <= 4 else 20.0
            wheel = kit.disc(2 * r, 2 * r, 19, bevel=5).rotate((0, 90, 0)).translate((-9.5, 0, 0))
            x = 0.0 if alone else side * 42.0
            self.add("wheel", wheel.translate((x, y if not alone else 0.0, r)))
            if not alone:
                self.add("hub", kit.disc(r, r, 5, bevel=1.2).rotate((0, 90 * side, 0)).translate((x + side * 7, y, r)))
        self.add("hub", kit.rod((-42, 0, 25), (42, 0, 25), 6))

    def _track(self) -> Solid:
        kit = self.kit
        n = organic.chords(kit, 0.5)
        outline = self.kit.maths
        t = outline.linspace(0, 2 * outline.pi, 2 * n, endpoint=False)
        y = outline.cos(t) * 30 + outline.sign(outline.cos(t)) * 16
        z = outline.sin(t) * 29 + 29
        belt = (
            kit.prism([(float(a), float(b)) for a, b in zip(y, z, strict=True)], 24)
            .rotate((90, 0, 90))
            .translate((-12, 0, 0))
        )
        if not kit.level:
            return belt
        cleats = [belt]
        for k in range(kit.pick(0, 9, 13)):
            y0 = -36 + 72 * k / (kit.pick(0, 9, 13) - 1)
            cleats += [kit.box(26, 4.4, 3.4).translate((0, y0 * 0.92, z0)) for z0 in (-0.4, 55.4)]
        return kit.union(cleats)
