"""Four-legged animals: one kit whose proportions make a dog, a horse, an elephant, a rabbit and many more."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generation.shapes.beasts import KINDS, SIZES
from generation.shapes.quadrupeds import Quadruped
from generation.shapes.registry import Role, Size, Value, Values, choice, count, family, length

if TYPE_CHECKING:
    from generation.shapes.kit import Kit

_MORE = {
    "dog": ("puppy", "hound dog", "doggy"),
    "cat": ("kitten", "kitty", "tomcat"),
    "horse": ("steed",),
    "sheep": ("lamb",),
    "goat": ("billygoat",),
    "rabbit": ("bunny", "hare"),
    "mouse": ("rat",),
    "deer": ("stag", "reindeer", "moose"),
    "lion": ("lion king",),
    "bear": ("grizzly bear", "brown bear"),
    "pig": ("piglet", "boar"),
    "wolf": (),
    "cow": ("dairy cow",),
    "hippo": ("hippopotamus",),
    "rhino": ("rhinoceros",),
    "elephant": ("mammoth",),
    "hamster": ("guinea pig",),
    "monkey": ("ape", "gorilla"),
}


def _preset(kind: str) -> dict[str, Value]:
    beast, (width, depth, height, unit) = KINDS[kind], SIZES[kind]
    return {
        "kind": kind,
        "width": width,
        "depth": depth,
        "height": height,
        "material": beast.surface,
        "leg_length": round(beast.leg * unit, 2),
        "leg_thickness": round(2 * beast.limb[1] * unit, 2),
        "neck_length": round((beast.neck[0] ** 2 + beast.neck[1] ** 2) ** 0.5 * unit, 2),
        "ear_length": round(beast.ear_long * unit, 2),
        "tail_length": round(beast.tail_long * unit, 2),
        "horn_length": round(beast.horn_long * unit, 2),
        "horns": 2 if beast.horns not in ("", "antlers") else 0,
        "antlers": 2 if beast.horns == "antlers" else 0,
        "humps": beast.humps,
        "tusks": beast.tusks,
        "trunks": beast.trunk,
        "spots": beast.spots,
        "stripes": beast.stripes,
        "manes": int(beast.mane not in ("", "wool")),
    }


def _agree(values: dict[str, Value], said: frozenset[str]) -> list[str]:
    if "second" in said and not {"spots", "stripes", "collars"} & said:
        values["spots"] = max(int(values["spots"]), 8) if not int(values["stripes"]) else 0
    return []


_WIDTH, _DEPTH, _HEIGHT, _DOG = SIZES["dog"]
_USUAL = _preset("dog")


@family(
    "animal",
    gloss="a four-legged animal",
    category="animals",
    size=Size(_WIDTH, _DEPTH, _HEIGHT, main="height"),
    roles=(
        Role(
            "body",
            "tan fur",
            words=("trunk body", "torso", "fur", "coat", "hide", "skin", "fleece", "wool coat", "belly", "back"),
        ),
        Role("neck", "tan fur"),
        Role("head", "tan fur", words=("skull",)),
        Role("snout", "tan fur", words=("nose bridge",)),
        Role("muzzle", "white fur", "#e9dcc6", words=("face", "mouth"), count=None, tone=None),
        Role("nose", "leather", "#2b2523", count=None, tone=None),
        Role("nostril", "leather", "#3a2b28", count=None, tone=None),
        Role("eye", "porcelain", "#201b1a", count="eyes", tone=None),
        Role("glint", "ceramic", "#ffffff", count=None, tone=None),
        Role("ear", "tan fur", count="ears"),
        Role("inner_ear", "pink skin", "#d9a49a", count=None, tone=None),
        Role("leg", "tan fur", words=("limb",), count="legs"),
        Role("sole", "tan fur", words=("paw", "foot"), count=None),
        Role("toe", "tan fur", count=None, like="sole"),
        Role("hoof", "leather", "#3d332d", count=None, tone=None),
        Role("nail", "ceramic", "#d8d2c4", words=("toenail", "claw"), count=None, tone=None),
        Role("tail", "tan fur", count="tails"),
        Role("tuft", "dark fur", words=("tail tuft",), count=None, tone=None),
        Role("tail_tip", "white fur", count=None, tone=None),
        Role("mane", "dark fur", "#6b3f22", words=("hair",), count="manes", tone=None),
        Role("horn", "ceramic", "#d9cdb4", count="horns", tone=None),
        Role("antler", "wood", "#9a7650", count="antlers", tone=None),
        Role("hump", "tan fur", count="humps"),
        Role("tusk", "porcelain", "#f2ead8", count="tusks", tone=None),
        Role("trunk", "grey hide", words=("proboscis",), count="trunks"),
        Role("spot", "dark fur", "#5a4335", words=("dot", "mark"), count="spots", tone=1),
        Role("patch", "black fur", count=None, tone=None),
        Role("wool", "white fur", "#efe9dd", words=("curl",), count=None),
        Role("stripe", "black fur", words=("band",), count="stripes", tone=1),
        Role("collar", "leather", "#c23b2e", words=("neck band",), count="collars", tone=1),
        Role("tag", "brass", words=("name tag",), count="collars", tone=None),
    ),
    parameters=(
        choice("kind", *KINDS),
        count("legs", 4, 0, 8),
        count("ears", 2, 0, 2),
        count("eyes", 2, 0, 2),
        count("tails", 1, 0, 3),
        count("horns", 0, 0, 2),
        count("antlers", 0, 0, 2),
        count("tusks", 0, 0, 2),
        count("trunks", 0, 0, 1),
        count("humps", 0, 0, 3),
        count("manes", 0, 0, 1),
        count("spots", 0, 0, 40),
        count("stripes", 0, 0, 16),
        count("collars", 0, 0, 1),
        length("leg_length", float(_USUAL["leg_length"]), 1, 5000, part="leg", measure="length", grows=1.0),
        length("leg_thickness", float(_USUAL["leg_thickness"]), 0.2, 1000, part="leg", measure="thickness", grows=1.0),
        length("neck_length", float(_USUAL["neck_length"]), 1, 6000, part="neck", measure="length", grows=1.0),
        length("ear_length", float(_USUAL["ear_length"]), 0.5, 3000, part="ear", measure="length", grows=1.0),
        length("tail_length", float(_USUAL["tail_length"]), 0.5, 4000, part="tail", measure="length", grows=1.0),
        length("horn_length", float(_USUAL["horn_length"]), 0.5, 3000, part="horn", measure="length", grows=1.0),
    ),
    synonyms=("beast", "creature", "quadruped"),
    presets={name: _preset(kind) for kind in KINDS for name in (kind, *_MORE.get(kind, ()))},
    rule=_agree,
    examples=(
        "a brown dog with a red collar",
        "grey elephant with two tusks and a trunk",
        "white rabbit with long ears, 30 cm tall",
        "a zebra with eight stripes",
    ),
)
def build(kit: Kit, values: Values) -> None:
    """The animal of its kind, as big as it is to be."""
    kind = values.word("kind")
    width, depth, height, unit = SIZES[kind]
    grown = (values.mm("width") * values.mm("depth") * values.mm("height") / (width * depth * height)) ** (1 / 3)
    Quadruped(kit, KINDS[kind], values, unit * grown).build()
