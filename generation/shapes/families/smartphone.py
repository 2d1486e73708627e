"""Smartphones: a slab of glass and metal with rounded corners, a camera island and side keys."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generation.shapes import slates
from generation.shapes.registry import Size, Values, count, family

if TYPE_CHECKING:
    from generation.shapes.kit import Kit


@family(
    "smartphone",
    gloss="a telephone with a touch screen",
    category="electronics",
    size=Size(72, 8.6, 148, main="height"),
    roles=slates.roles(body="#39424d", island="#2d343d"),
    parameters=(
        count("cameras", 2, 0, 5, words=("camera",)),
        count("buttons", 2, 0, 3),
    ),
    synonyms=("phone", "mobile phone", "cell phone", "cellphone", "mobile", "smart phone", "iphone", "telephone"),
    examples=("black smartphone with three cameras", "blue phone 15 cm high", "red mobile phone with two buttons"),
)  # fmt: skip
def build(kit: Kit, values: Values) -> None:
    """Upright, the screen to the front."""
    slates.slate(kit, values, corner=0.15, rim=0.035)
