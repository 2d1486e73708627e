"""People as an artist's figure shows them: head, shirt, arms, trousers and shoes; helmets and armour where asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generation.shapes import people
from generation.shapes.registry import Role, Size, Value, Values, choice, count, family

if TYPE_CHECKING:
    from generation.shapes.kit import Kit


def _agree(values: dict[str, Value], _said: frozenset[str]) -> list[str]:
    if int(values["visors"]) and not int(values["helmets"]):
        values["visors"] = 0
    return []


def _outfit(**values: Value) -> dict[str, Value]:
    return dict(values)


@family(
    "figure",
    gloss="a standing person",
    category="people",
    size=Size(670, 280, 1750, main="height"),
    roles=(
        Role(
            "shirt",
            "fabric",
            "#4f7f8f",
            words=("torso", "body", "jacket", "coat", "suit", "sweater", "armour", "armor", "top"),
        ),
        Role("head", "skin", "#dba884", words=("face",), tone=None),
        Role("neck", "skin", "#dba884", count=1, tone=None, like="head"),
        Role("hair", "dark fur", "#54382a", words=("haircut",), count="hairs", tone=None),
        Role("eye", "porcelain", "#23201e", count="eyes", tone=None),
        Role("nose", "skin", "#d39b78", tone=None, like="head"),
        Role("mouth", "rubber", "#a8584e", words=("smile", "lip"), count=None, tone=None),
        Role("ear", "skin", "#dba884", count=2, tone=None, like="head"),
        Role("arm", "fabric", "#4f7f8f", words=("sleeve", "limb"), count="arms"),
        Role("hand", "skin", "#dba884", words=("glove", "fist"), count="arms", tone=None),
        Role("trousers", "fabric", "#3b4250", words=("pants", "hips", "jeans", "shorts", "trouser"), tone=1),
        Role("leg", "fabric", "#3b4250", count="legs", tone=1, like="trousers"),
        Role("shoe", "leather", "#2f2a28", words=("foot", "boot"), count="legs", tone=None),
        Role("skirt", "fabric", "#7a3b4d", words=("dress",), count="skirts", tone=1),
        Role("belt", "leather", "#3a2a20", count=None, tone=None),
        Role("button", "brass", count=None, tone=None),
        Role("hat", "fabric", "#3a3230", words=("cap",), count="hats", tone=None),
        Role("helmet", "plastic", "#f1f1ee", count="helmets"),
        Role("visor", "plastic", "#c98f2a", words=("faceplate", "window"), count="visors", tone=None),
        Role("plume", "fabric", "#b93528", words=("feather",), count="plumes", tone=None),
        Role("backpack", "plastic", "#d9dcdc", words=("rucksack", "life support"), count="backpacks", tone=None),
        Role("sword", "steel", words=("blade",), count="swords", tone=None),
        Role("hilt", "brass", count=None, tone=None),
        Role("shield", "paint", "#a8322c", count="shields", tone=1),
        Role("cape", "fabric", "#a8322c", words=("cloak",), count="capes", tone=1),
    ),
    parameters=(
        choice("build", *people.BUILDS, aliases={"boy": "child", "girl": "child", "male": "man", "female": "woman"}),
        choice("pose", "standing", "waving", "arms out", aliases={"t pose": "arms out", "greeting": "waving"}),
        count("arms", 2, 0, 4),
        count("legs", 2, 0, 2),
        count("eyes", 2, 0, 2),
        count("hairs", 1, 0, 1),
        count("hats", 0, 0, 1),
        count("skirts", 0, 0, 1),
        count("helmets", 0, 0, 1),
        count("visors", 0, 0, 1),
        count("plumes", 0, 0, 1),
        count("backpacks", 0, 0, 1),
        count("swords", 0, 0, 1),
        count("shields", 0, 0, 1),
        count("capes", 0, 0, 1),
    ),
    synonyms=("person", "human figure", "mannequin", "figurine", "human"),
    presets={
        "man": _outfit(build="man"),
        "woman": _outfit(build="woman", width=590, depth=265, height=1660),
        "lady": _outfit(build="woman", width=590, depth=265, height=1660, skirts=1),
        "child": _outfit(build="child", width=440, depth=230, height=1150),
        "boy": _outfit(build="child", width=440, depth=230, height=1150),
        "girl": _outfit(build="child", width=440, depth=230, height=1150, skirts=1),
        "soldier": _outfit(helmets=1, backpacks=1, width=690, depth=460, height=1820),
        "superhero": _outfit(capes=1, width=700, depth=470, height=1850),
        "worker": _outfit(helmets=1, height=1800),
    },
    rule=_agree,
    examples=(
        "a woman with a red shirt and blue trousers",
        "a boy with a red shirt, 20 cm tall",
        "man with a hat and a green jacket",
    ),
)
def build(kit: Kit, values: Values) -> None:
    """In hundredths of the height."""
    people.Figure(kit, values).build()
