"""Smartphones: a slab of glass and metal with rounded corners, a camera island and side keys."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generation.shapes import slates
from generation.shapes.registry import Role, Size, Values, count, family

if TYPE_CHECKING:
    from generation.shapes.kit import Kit


@family(
    "smartphone",
    gloss="a telephone with a touch screen",
    category="electronics",
    size=Size(72, 8.6, 148, main="height"),
    roles=(
        Role("body", "aluminium", "#39424d", words=("case", "back", "frame", "housing")),
        Role("screen", "plastic", "#1f4a5f", words=("display", "touchscreen", "glass"), tone=1),
        Role("camera", "aluminium", "#3a3f46", words=("camera ring",), count="cameras", tone=None),
        Role("camera_glass", "glass", "#16202a", words=("lens", "camera lens"), count="cameras", tone=None),
        Role("island", "aluminium", "#2d343d", count=lambda v: int(v.count("cameras") > 0), tone=None),
        Role("button", "aluminium", "#5d646c", words=("side button", "key", "side key"), count="buttons", tone=None),
        Role("icon", "plastic", "#e9e2d0", words=("app icon", "app", "tile"), count=None, tone=None),
        Role("icon_warm", "plastic", "#e08a4f", count=None, tone=None, like="icon"),
        Role("icon_cool", "plastic", "#63b3a5", count=None, tone=None, like="icon"),
        Role("camera_dot", "plastic", "#0b0f13", count=None, tone=None),
        Role("speaker", "plastic", "#0b0f13", count=None, tone=None),
        Role("port", "plastic", "#0b0f13", words=("charging port",), count=None, tone=None),
    ),
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
