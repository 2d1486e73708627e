"""Fish and what swims like them: a slim body with fins, from a goldfish to a shark, a dolphin and a whale."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from generation.shapes import organic
from generation.shapes.registry import Role, Size, Value, Values, choice, count, family
from generation.shapes.swimmers import Fish, Swimmer

if TYPE_CHECKING:
    from generation.shapes.kit import Kit


_FISH = Swimmer()
_SHARK = Swimmer(
    "grey skin",
    ((-50, 2.2, 2.4, 1), (-40, 8, 7.5, 0), (-18, 12.5, 13, 0), (8, 12, 12.5, 0), (32, 6.5, 7, 1.5), (52, 2, 2.6, 3)),
    (24, 26, 0.62),
    False,
    (-6, 20, 19, 12),
    True,
    (30, 8, -0.42),
    1.5,
    True,
    0,
    4000,
)
_DOLPHIN = Swimmer(
    "grey skin",
    ((-42, 3, 3, -3.2), (-35, 9, 9.5, 0.5), (-16, 13, 13.5, 1), (8, 12, 12.5, 1.5), (32, 6.5, 7.5, 1), (52, 2, 3.2, 0)),
    (17, 23, 0.35),
    True,
    (-2, 18, 15, 12),
    False,
    (21, 5.5, -0.55),
    1.7,
    True,
    0,
    2500,
    13,
)
_WHALE = Swimmer(
    "blue skin",
    ((-48, 13.5, 13, -1.5), (-38, 20, 20.5, 0), (-16, 22, 23, 0), (8, 18, 18, 1), (32, 8.5, 9, 4), (52, 2.6, 3.2, 8)),
    (20, 28, 0.3),
    True,
    (20, 12, 6, 6),
    False,
    (26, 7.5, -0.5),
    1.9,
    True,
    0,
    14000,
)
_KINDS: dict[str, Swimmer] = {
    "fish": _FISH,
    "goldfish": replace(_FISH, surface="orange scales", tail=(38, 30, 0.5), eye=4.6, length=120),
    "clownfish": replace(_FISH, surface="orange scales", stripes=3, tail=(22, 19, 0.0), eye=4.2, length=110),
    "tuna": replace(_FISH, surface="blue skin", tail=(20, 30, 0.7), dorsal=(-6, 20, 16, 10), length=1500, belly=True),
    "shark": _SHARK,
    "dolphin": _DOLPHIN,
    "whale": _WHALE,
    "orca": replace(
        _DOLPHIN,
        surface="black feathers",
        dorsal=(0, 18, 26, 10),
        beak=0,
        length=6000,
        outline=((-48, 6, 6, -1), (-38, 13, 13, 0), (-16, 17, 17.5, 0), (8, 15, 16, 1), (32, 8, 9, 1), (52, 2, 3.2, 0)),
        fin=(22, 9, -0.5),
    ),
}
_NAMES = {
    "fish": ("fish", "trout", "carp"),
    "goldfish": ("goldfish",),
    "clownfish": ("clownfish", "tropical fish"),
    "tuna": ("tuna", "swordfish"),
    "shark": ("shark",),
    "dolphin": ("dolphin", "porpoise"),
    "whale": ("whale",),
    "orca": ("orca", "killer whale"),
}
# Width, depth and height of each kind as built.
_BUILT = {
    "fish": (49, 131, 59),
    "goldfish": (49, 144, 65),
    "clownfish": (49, 127, 57),
    "tuna": (49, 125, 64),
    "shark": (74, 130, 52),
    "dolphin": (58, 126, 44),
    "whale": (82, 133, 47),
    "orca": (67, 123, 60),
}


def _preset(kind: str) -> dict[str, Value]:
    built = _BUILT[kind]
    unit = _KINDS[kind].length / built[1]
    return {
        "kind": kind,
        **organic.in_life(built, unit),
        "material": _KINDS[kind].surface,
        "stripes": _KINDS[kind].stripes,
    }


def _agree(values: dict[str, Value], said: frozenset[str]) -> list[str]:
    if "second" in said and "stripes" not in said and not int(values["stripes"]):
        values["stripes"] = 3 if not _KINDS[str(values["kind"])].belly else 0
    return []


@family(
    "fish",
    gloss="a fish, or another animal of the sea",
    category="animals",
    size=Size(105, 300, 163, main="depth"),
    roles=(
        Role("body", "silver scales", words=("scale", "skin", "flank", "back")),
        Role("belly", "white fur", "#e9ecec", words=("underside",), count=None, tone=1),
        Role("tail", "silver scales", words=("tail fin", "fluke", "caudal fin")),
        Role("dorsal_fin", "silver scales", words=("back fin",), count="dorsal_fins"),
        Role("fin", "silver scales", words=("pectoral fin", "flipper"), count="fins"),
        Role("belly_fin", "silver scales", count=None, like="fin"),
        Role("beak", "silver scales", words=("snout", "rostrum"), count=None),
        Role("eye", "porcelain", "#17181a", count="eyes", tone=None),
        Role("eye_white", "porcelain", "#f3efe4", count=None, tone=None),
        Role("patch", "white fur", "#f2f2ee", count=None, tone=None),
        Role("mouth", "rubber", "#7d4a45", words=("lip",), count=None, tone=None),
        Role("tooth", "porcelain", "#f5f2e8", count="teeth", tone=None),
        Role("gill", "rubber", "#50606b", count=None, tone=None),
        Role("stripe", "white fur", "#f5f1e6", words=("band",), count="stripes", tone=1),
        Role("ray", "silver scales", words=("fin ray",), count=None, like="tail"),
    ),
    parameters=(
        choice("kind", *_KINDS),
        count("fins", 2, 0, 4),
        count("dorsal_fins", 1, 0, 3),
        count("eyes", 2, 0, 2),
        count("stripes", 0, 0, 8),
        count("teeth", 0, 0, 40),
    ),
    synonyms=("fishes", "sea creature"),
    presets={name: _preset(kind) for kind, names in _NAMES.items() for name in names},
    rule=_agree,
    examples=(
        "an orange fish with three white stripes",
        "grey shark with 20 teeth",
        "a blue whale 20 m long",
        "dolphin",
    ),
)
def build(kit: Kit, values: Values) -> None:
    """The swimmer of its kind, as long as it is to be."""
    kind = values.word("kind")
    _, depth, height = _BUILT[kind]
    Fish(kit, _KINDS[kind], values, (values.mm("depth") * values.mm("height") / (depth * height)) ** 0.5).build()
