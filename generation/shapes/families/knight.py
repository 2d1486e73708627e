"""Knights: a figure in plate armour with a plumed helmet, a sword and a shield."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generation.shapes import people
from generation.shapes.registry import Role, Size, Values, choice, count, family

if TYPE_CHECKING:
    from generation.shapes.kit import Kit


@family(
    "knight",
    gloss="a person in armour with sword and shield",
    category="people",
    size=Size(960, 600, 1900, main="height"),
    roles=(
        Role("armour", "steel", words=("armor", "body", "torso", "breastplate")),
        Role("tassets", "steel", count=None, like="armour"),
        Role("head", "skin", "#dba884", words=("face",), tone=None),
        Role("neck", "iron", count=None, tone=None),
        Role("hair", "dark fur", "#54382a", count="hairs", tone=None),
        Role("eye", "porcelain", "#23201e", count="eyes", tone=None),
        Role("nose", "skin", "#d39b78", count=None, tone=None),
        Role("mouth", "rubber", "#a8584e", count=None, tone=None),
        Role("ear", "skin", "#dba884", count=None, tone=None),
        Role("arm", "steel", count="arms"),
        Role("gauntlet", "iron", words=("hand", "glove"), count="arms", tone=None),
        Role("leg", "steel", count="legs"),
        Role("boot", "iron", words=("shoe", "foot", "sabaton"), count="legs", tone=None),
        Role("belt", "leather", "#5a3a22", count=None, tone=None),
        Role("rivet", "brass", words=("button",), count=None, tone=None),
        Role("helmet", "steel", count="helmets"),
        Role(
            "visor",
            "iron",
            "#2c2e31",
            words=("slit",),
            count=lambda v: v.count("visors") * v.count("helmets"),
            tone=None,
        ),
        Role("plume", "fabric", "#b93528", words=("feather", "crest"), count="plumes", tone=1),
        Role("sword", "steel", words=("blade",), count="swords", tone=None),
        Role("hilt", "brass", count=None, tone=None),
        Role("shield", "paint", "#a8322c", count="shields", tone=1),
        Role("cape", "fabric", "#a8322c", words=("cloak",), count="capes", tone=1),
    ),
    parameters=(
        choice("build", *people.BUILDS),
        choice("pose", "standing", "waving", "arms out"),
        count("arms", 2, 0, 4),
        count("legs", 2, 0, 2),
        count("eyes", 2, 0, 2),
        count("hairs", 0, 0, 1),
        count("helmets", 1, 0, 1),
        count("visors", 1, 0, 1, words=("visor",)),
        count("plumes", 1, 0, 1),
        count("swords", 1, 0, 1),
        count("shields", 1, 0, 1),
        count("capes", 0, 0, 1),
    ),
    synonyms=("armoured knight", "knight in armour"),
    presets={"crusader": {"capes": 1}, "paladin": {"capes": 1}},
    examples=(
        "a knight with a blue shield",
        "knight with a red plume and a sword, 15 cm tall",
        "black knight with a cape",
    ),
)
def build(kit: Kit, values: Values) -> None:
    """The figure in its armour."""
    names = {"shirt": "armour", "trousers": "tassets", "hand": "gauntlet", "shoe": "boot", "button": "rivet"}
    people.Figure(kit, values, names).build()
