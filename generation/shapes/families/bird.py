"""Birds: an egg of a body with head, beak, wings, tail and legs, from a duck and an owl to a flamingo."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from generation.shapes import organic
from generation.shapes.fowl import Bird, Fowl
from generation.shapes.registry import Role, Size, Value, Values, choice, count, family, length

if TYPE_CHECKING:
    from generation.shapes.kit import Kit


_BIRD = Fowl(belly=True)
_DUCK = Fowl(
    "yellow feathers", (31, 28), 8, 16, (16, 36), 12, 17.5, (17, 8.5, 3.6), "flat", (24, 14), True, height=350, wing=66
)
_HEN = Fowl(
    "white feathers",
    (31, 32),
    14,
    20,
    (17, 40),
    13,
    15.5,
    (11, 4.5, 4.5),
    "cone",
    (30, 13),
    crest="comb",
    height=450,
    wing=62,
)
_KINDS: dict[str, Fowl] = {
    "songbird": _BIRD,
    "duck": _DUCK,
    "goose": replace(_DUCK, surface="white feathers", leg=24, neck=(14, 72), throat=9, head=14.5, height=800),
    "swan": replace(
        _DUCK, surface="white feathers", leg=2, neck=(10, 92), throat=8, head=12.5, tail=(28, 14), height=1000
    ),
    "hen": _HEN,
    "rooster": replace(
        _HEN, surface="red feathers", neck=(18, 48), leg=26, tail=(58, 9), crest="cockscomb", height=550
    ),
    "owl": Fowl(
        "brown feathers",
        (36, 34),
        72,
        9,
        (2, 18),
        27,
        32,
        (9, 5, 6),
        "hook",
        (18, 13),
        crest="tufts",
        belly=True,
        wing=80,
        height=400,
    ),
    "penguin": Fowl(
        "black feathers",
        (29, 27),
        82,
        4,
        (1, 15),
        18,
        22,
        (17, 5, 4),
        "cone",
        (13, 10),
        True,
        belly=True,
        wing=66,
        height=800,
    ),
    "eagle": Fowl(
        "brown feathers",
        (26, 27),
        38,
        18,
        (17, 26),
        15,
        17,
        (15, 6, 7.5),
        "hook",
        (52, 16),
        crest="white head",
        wing=96,
        height=800,
    ),
    "parrot": Fowl(
        "green feathers", (24, 25), 62, 14, (4, 25), 16, 20, (12, 6.5, 9), "hook", (58, 9), wing=88, height=400
    ),
    "crow": replace(_BIRD, surface="black feathers", belly=False, beak=(21, 5.5, 5.5), height=350),
    "pigeon": replace(
        _BIRD,
        surface="grey feathers",
        belly=False,
        body=(27, 28),
        neck=(14, 24),
        head=14,
        leg=16,
        beak=(11, 3.5, 3.5),
        height=320,
    ),
    "flamingo": Fowl(
        "pink feathers", (24, 26), 10, 122, (22, 84), 7.5, 11.5, (17, 4.5, 5.5), "hook", (24, 11), height=1400, wing=76
    ),
    "ostrich": Fowl(
        "black feathers", (34, 33), 4, 120, (20, 108), 7.5, 11, (13, 5, 3.6), "flat", (26, 18), height=2500, wing=64
    ),
    "peacock": Fowl(
        "blue feathers",
        (23, 25),
        18,
        42,
        (16, 62),
        9.5,
        12,
        (10, 4, 4),
        "cone",
        (30, 13),
        crest="fan",
        height=1200,
        wing=66,
    ),
}
_NAMES = {
    "songbird": ("sparrow", "robin", "songbird", "bluebird", "finch"),
    "duck": ("duck", "duckling"),
    "goose": ("goose",),
    "swan": ("swan",),
    "hen": ("chicken", "hen", "chick"),
    "rooster": ("rooster", "cockerel"),
    "owl": ("owl",),
    "penguin": ("penguin",),
    "eagle": ("eagle", "hawk", "falcon"),
    "parrot": ("parrot",),
    "crow": ("crow", "raven"),
    "pigeon": ("pigeon", "dove", "seagull"),
    "flamingo": ("flamingo", "stork", "heron"),
    "ostrich": ("ostrich",),
    "peacock": ("peacock",),
}
# Width, depth and height of each kind as built, for a body of 100.
_BUILT = {
    "songbird": (57, 154, 109),
    "duck": (68, 142, 108),
    "goose": (68, 137, 149),
    "swan": (68, 135, 145),
    "hen": (68, 143, 129),
    "rooster": (68, 179, 145),
    "owl": (77, 81, 141),
    "penguin": (84, 67, 119),
    "eagle": (58, 146, 125),
    "parrot": (55, 99, 159),
    "crow": (57, 157, 109),
    "pigeon": (60, 145, 108),
    "flamingo": (55, 142, 256),
    "ostrich": (73, 139, 279),
    "peacock": (167, 133, 172),
}


def _preset(kind: str) -> dict[str, Value]:
    fowl, built = _KINDS[kind], _BUILT[kind]
    unit = fowl.height / built[2]
    return {
        "kind": kind,
        **organic.in_life(built, unit),
        "material": fowl.surface,
        "leg_length": round(fowl.leg * unit, 2),
        "beak_length": round(fowl.beak[0] * unit, 2),
    }


def _agree(values: dict[str, Value], said: frozenset[str]) -> list[str]:
    if values["wing_pose"] == "spread" and "width" not in said:
        values["width"] = round(float(values["depth"]) * 1.7, 3)
    return []


@family(
    "bird",
    gloss="a bird standing, with folded or spread wings",
    category="animals",
    size=Size(84, 226, 160, main="height"),
    roles=(
        Role("body", "brown feathers", words=("feather", "plumage", "back")),
        Role("breast", "white feathers", "#efe3cc", words=("belly", "chest", "front"), count=None, tone=1),
        Role("head", "brown feathers", words=("skull",)),
        Role("neck", "brown feathers"),
        Role("wing", "brown feathers", count="wings"),
        Role("feather", "brown feathers", count=None, like="wing"),
        Role("tail", "brown feathers", words=("tail feather",)),
        Role("beak", "paint", "#e59a2e", words=("bill",), tone=None),
        Role("eye", "porcelain", "#1d1a1a", count="eyes", tone=None),
        Role("eye_ring", "porcelain", "#f3e6c4", count=None, tone=None),
        Role("glint", "porcelain", "#ffffff", count=None, tone=None),
        Role("leg", "paint", "#df922c", words=("limb",), count="legs", tone=None),
        Role("ankle", "paint", "#df922c", words=("foot", "claw"), count="legs", tone=None, like="leg"),
        Role("toe", "paint", "#df922c", count=None, tone=None, like="leg"),
        Role("web", "paint", "#df922c", count=None, tone=None, like="leg"),
        Role("comb", "paint", "#c8352b", words=("crest", "cockscomb"), count=None, tone=None),
        Role("wattle", "paint", "#c8352b", count=None, tone=None),
        Role("tuft", "brown feathers", words=("ear tuft",), count=None),
        Role("cap", "white feathers", count=None, tone=None),
        Role("fan", "green feathers", "#2f8f6b", words=("tail fan",), count=None, tone=None),
        Role("fan_eye", "blue feathers", count=None, tone=None),
    ),
    parameters=(
        choice("kind", *_KINDS),
        choice(
            "wing_pose",
            "folded",
            "spread",
            aliases={"open wings": "spread", "outstretched": "spread", "flying": "spread"},
        ),
        count("wings", 2, 0, 4),
        count("legs", 2, 0, 4),
        count("eyes", 2, 0, 2),
        length("leg_length", 29.4, 0.2, 3000, part="leg", measure="length", grows=1.0),
        length("beak_length", 26.4, 0.2, 1000, part="beak", measure="length", grows=1.0),
    ),
    synonyms=("birdie", "fowl"),
    presets={name: _preset(kind) for kind, names in _NAMES.items() for name in names},
    rule=_agree,
    examples=("a yellow duck with an orange beak", "brown owl, 40 cm tall", "white swan", "penguin with a yellow beak"),
)
def build(kit: Kit, values: Values) -> None:
    """The bird of its kind, as big as it is to be."""
    kind = values.word("kind")
    _, depth, height = _BUILT[kind]
    unit = (values.mm("depth") * values.mm("height") / (depth * height)) ** 0.5
    Bird(kit, _KINDS[kind], values, unit).build()
