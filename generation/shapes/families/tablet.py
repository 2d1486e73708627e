"""Tablets: a thin slab with a large screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generation.shapes import slates
from generation.shapes.registry import Size, Values, count, family

if TYPE_CHECKING:
    from generation.shapes.kit import Kit


@family(
    "tablet",
    gloss="a flat computer with a touch screen",
    category="electronics",
    size=Size(178, 7.6, 248, main="height"),
    roles=slates.roles(body="#b9bec4", island="#a8adb3"),
    parameters=(
        count("cameras", 1, 0, 5, words=("camera",)),
        count("buttons", 2, 0, 3),
    ),
    synonyms=("tablet computer", "ipad", "e reader", "ereader"),
    examples=("silver tablet 25 cm high", "black tablet with one camera", "blue tablet computer"),
)  # fmt: skip
def build(kit: Kit, values: Values) -> None:
    """Upright, the screen to the front."""
    slates.slate(kit, values, corner=0.07, rim=0.05)
