"""Dinosaurs and dragons: a heavy body with a long tail on two legs or four, with plates, horns, teeth or wings."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from generation.shapes import organic
from generation.shapes.registry import Role, Size, Value, Values, choice, count, family
from generation.shapes.saurians import Dinosaur, Saurian

if TYPE_CHECKING:
    from generation.shapes.kit import Kit


_REX = Saurian()
_LONG = Saurian(
    "grey hide",
    (
        (0, -44, 74, 16, 18),
        (0, -24, 70, 23, 27),
        (0, 8, 68, 24, 28),
        (0, 38, 66, 18, 21),
        (0, 76, 58, 9, 10),
        (0, 124, 44, 4.5, 5),
        (0, 170, 38, 1.2, 1.3),
    ),
    ((-36, 76, 16), (-62, 104, 11), (-84, 148, 8), (-100, 184, 7)),
    (8.5, 11, 8, 9),
    True,
    16,
    (11, 9.5),
    teeth=0,
    height=9000,
)
_TRI = Saurian(
    "dark scales",
    (
        (0, -46, 58, 19, 20),
        (0, -24, 58, 25, 27),
        (0, 8, 58, 26, 29),
        (0, 38, 55, 19, 22),
        (0, 70, 45, 10, 11),
        (0, 108, 33, 1.5, 1.6),
    ),
    ((-40, 58, 18), (-58, 58, 17)),
    (17, 20, 16, 18),
    True,
    18,
    (12, 8.5),
    horns=3,
    frill=True,
    teeth=0,
    height=3000,
)
_KINDS: dict[str, Saurian] = {
    "tyrannosaurus": _REX,
    "brachiosaurus": _LONG,
    "triceratops": _TRI,
    "stegosaurus": replace(
        _TRI,
        surface="green scales",
        horns=0,
        frill=False,
        plates=9,
        spikes=4,
        head=(8.5, 11, 8, 12),
        spine=(
            (0, -46, 46, 13, 14),
            (0, -22, 58, 22, 26),
            (0, 10, 66, 25, 31),
            (0, 40, 58, 17, 20),
            (0, 74, 48, 9, 10),
            (0, 122, 44, 1.5, 1.6),
        ),
        neck=((-40, 46, 12), (-56, 38, 9.5), (-70, 34, 8.5)),
        height=4000,
    ),
    "dragon": replace(
        _LONG,
        surface="green scales",
        wings=2,
        horns=2,
        plates=11,
        teeth=8,
        head=(11.5, 14, 11.5, 17),
        spine=(
            (0, -44, 76, 15, 17),
            (0, -24, 70, 20, 23),
            (0, 8, 66, 20, 23),
            (0, 38, 64, 15, 17),
            (0, 76, 54, 9, 10),
            (0, 124, 44, 5, 5),
            (0, 160, 58, 1.2, 1.3),
        ),
        neck=((-36, 78, 15), (-54, 104, 11.5), (-60, 132, 10), (-74, 152, 9.5)),
        height=5000,
    ),
}
_NAMES = {
    "tyrannosaurus": ("dinosaur", "t rex", "tyrannosaurus", "tyrannosaurus rex", "dino", "velociraptor", "godzilla"),
    "brachiosaurus": ("brachiosaurus", "diplodocus", "brontosaurus"),
    "triceratops": ("triceratops",),
    "stegosaurus": ("stegosaurus",),
    "dragon": ("dragon", "wyvern"),
}
_BUILT = {
    "tyrannosaurus": (58, 252, 133),
    "brachiosaurus": (62, 293, 194),
    "triceratops": (64, 209, 90),
    "stegosaurus": (64, 219, 116),
    "dragon": (209, 268, 175),
}


def _preset(kind: str) -> dict[str, Value]:
    made, built = _KINDS[kind], _BUILT[kind]
    unit = made.height / built[2]
    return {
        "kind": kind,
        **organic.in_life(built, unit),
        "material": made.surface,
        "plates": made.plates,
        "horns": made.horns,
        "wings": made.wings,
        "teeth": made.teeth,
    }


def _agree(values: dict[str, Value], said: frozenset[str]) -> list[str]:
    _, depth, height = _BUILT[str(values["kind"])]
    if int(values["wings"]) and not _KINDS[str(values["kind"])].wings and "width" not in said:
        unit = (float(values["depth"]) * float(values["height"]) / (depth * height)) ** 0.5
        values["width"] = round(196 * unit, 3)
    return []


@family(
    "dinosaur",
    gloss="a dinosaur, or a dragon with wings",
    category="animals",
    size=Size(1800, 7400, 4000, main="height"),
    roles=(
        Role("body", "green scales", words=("trunk", "back", "scale", "skin", "hide")),
        Role("belly", "tan fur", "#d8c793", count=None, tone=1),
        Role("neck", "green scales"),
        Role("head", "green scales"),
        Role("snout", "green scales", words=("muzzle",), like="head"),
        Role("jaw", "green scales", words=("lower jaw", "mouth"), like="head"),
        Role("tooth", "porcelain", "#f6f1e2", words=("fang",), count="teeth", tone=None),
        Role("eye", "porcelain", "#e8b93c", count="eyes", tone=None),
        Role("pupil", "porcelain", "#1a1614", count=None, tone=None),
        Role("nostril", "leather", "#2f3327", count=None, tone=None),
        Role("leg", "green scales", words=("limb",), count="legs"),
        Role("sole", "green scales", words=("foot",), count=None, like="leg"),
        Role("arm", "green scales", count=lambda values: 0 if values.count("legs") > 2 else 2),
        Role("claw", "porcelain", "#e4dcc6", words=("toe",), count=None, tone=None),
        Role(
            "plate", "clay", "#c9683c", words=("back plate", "dorsal plate", "spine", "ridge"), count="plates", tone=1
        ),
        Role("horn", "porcelain", "#e4dcc6", count="horns", tone=None),
        Role("frill", "clay", "#b5643f", words=("collar",), count=None, tone=1),
        Role("spike", "porcelain", "#e4dcc6", count=None, tone=None),
        Role("wing", "clay", "#c0603f", count="wings", tone=1),
        Role("wing_bone", "green scales", count=None, like="body"),
    ),
    parameters=(
        choice("kind", *_KINDS),
        count("legs", 2, 2, 4),
        count("teeth", 12, 0, 40),
        count("eyes", 2, 0, 2),
        count("plates", 0, 0, 30),
        count("horns", 0, 0, 5),
        count("wings", 0, 0, 4),
    ),
    presets={
        name: _preset(kind) | ({"legs": 4} if _KINDS[kind].four else {})
        for kind, names in _NAMES.items()
        for name in names
    },
    rule=_agree,
    examples=("a green dinosaur with 20 teeth", "red dragon with two wings", "triceratops with three horns"),
)
def build(kit: Kit, values: Values) -> None:
    """The dinosaur of its kind, as big as it is to be."""
    kind = values.word("kind")
    _, depth, height = _BUILT[kind]
    unit = (values.mm("depth") * values.mm("height") / (depth * height)) ** 0.5
    Dinosaur(kit, _KINDS[kind], values, unit).build()
