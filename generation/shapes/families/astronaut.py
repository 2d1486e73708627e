"""Astronauts: a figure in a padded white suit with a round helmet, a golden visor and a pack on its back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generation.shapes import people
from generation.shapes.registry import Role, Size, Values, choice, count, family

if TYPE_CHECKING:
    from generation.shapes.kit import Kit

_SUIT = "#ecebe6"


@family(
    "astronaut",
    gloss="a person in a space suit",
    category="people",
    size=Size(790, 480, 1850, main="height"),
    roles=(
        Role("suit", "cotton", _SUIT, words=("space suit", "spacesuit", "body", "torso")),
        Role("hips", "cotton", _SUIT, count=None, like="suit"),
        Role("head", "skin", "#dba884", words=("face",), tone=None),
        Role("neck", "cotton", _SUIT, count=None, like="suit"),
        Role("hair", "dark fur", "#54382a", count="hairs", tone=None),
        Role("eye", "porcelain", "#23201e", count="eyes", tone=None),
        Role("nose", "skin", "#d39b78", count=None, tone=None),
        Role("mouth", "rubber", "#a8584e", count=None, tone=None),
        Role("ear", "skin", "#dba884", count=None, tone=None),
        Role("arm", "cotton", _SUIT, words=("sleeve",), count="arms"),
        Role("glove", "rubber", "#d0743a", words=("hand",), count="arms", tone=1),
        Role("leg", "cotton", _SUIT, count="legs"),
        Role("boot", "rubber", "#d0743a", words=("shoe", "foot"), count="legs", tone=1),
        Role("collar", "aluminium", words=("belt", "neck ring"), count=None, tone=None),
        Role("badge", "paint", "#3d6fb0", words=("button", "patch"), count=None, tone=None),
        Role("helmet", "plastic", "#f4f4f1", count="helmets"),
        Role(
            "visor",
            "brass",
            "#d9a441",
            words=("faceplate", "glass", "window"),
            count=lambda v: v.count("visors") * v.count("helmets"),
            tone=None,
        ),
        Role("backpack", "plastic", "#cfd3d4", words=("life support", "jetpack", "pack"), count="backpacks", tone=None),
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
        count("backpacks", 1, 0, 1),
    ),
    synonyms=("cosmonaut", "spaceman"),
    examples=(
        "an astronaut, 20 cm tall",
        "waving astronaut with an orange helmet",
        "white astronaut with a blue backpack",
    ),
)
def build(kit: Kit, values: Values) -> None:
    """The figure in its suit."""
    names = {"shirt": "suit", "trousers": "hips", "hand": "glove", "shoe": "boot", "belt": "collar", "button": "badge"}
    people.Figure(kit, values, names).build()
