"""Boxes: a plain block, a cube, and with a lid and planks a crate."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generation.shapes.registry import Role, Size, Values, choice, family, length

if TYPE_CHECKING:
    from generation.shapes.kit import Kit


@family(
    "box",
    gloss="a block with six flat sides and softly rounded edges",
    category="primitive",
    size=Size(200, 200, 200, main="width", tied=("width", "depth", "height"), stretch=1e9),
    roles=(Role("body", "plastic", words=("side", "face")),),
    parameters=(
        length("edge_radius", 6, 0, 400, part="body", measure="radius", words=("edge", "corner", "fillet"), grows=1.0),
        choice("edges", "rounded", "sharp", aliases={"sharp edged": "sharp", "rounded edges": "rounded"}),
        choice(
            "form", "solid", "open", aliases={"hollow": "open", "opened": "open", "empty": "open", "topless": "open"}
        ),
        length("wall", 8, 0.05, 400, part="body", measure="thickness", words=("wall",), grows=1.0),
    ),
    synonyms=("cube", "block", "cuboid"),
    presets={"brick block": {"width": 215, "depth": 102.5, "height": 65}, "slab": {"height": 40}},
    examples=("a red cube, 5 cm", "a walnut box 30 x 20 x 10 cm", "a glass cube with sharp edges"),
)
def build(kit: Kit, values: Values) -> None:
    """A block, hollowed from above where it is open; its radius never eats more than a third of the shortest side."""
    width, depth, height = values.mm("width"), values.mm("depth"), values.mm("height")
    radius = 0.0 if values.word("edges") == "sharp" else min(values.mm("edge_radius"), min(width, depth, height) / 3)
    soft = kit.bevel(radius)
    body = kit.box(width, depth, height, corner=soft, bevel=radius)
    # A sharp block looks the same at every complexity; what grows is how finely its faces can be shaded and edited.
    if not soft or kit.low:
        body = body.refine(kit.level + 1)
    if values.word("form") == "open":
        wall = min(values.mm("wall"), width / 4, depth / 4, height / 3)
        inner = kit.box(width - 2 * wall, depth - 2 * wall, height, corner=max(soft - wall, 0.0))
        body = body - inner.translate((0, 0, wall))
    kit.add("body", body)
