"""Cylinders, discs and tubes: a round bar with soft rims, bored where asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generation.shapes.registry import Role, Size, Value, Values, family, length

if TYPE_CHECKING:
    from generation.shapes.kit import Kit


def _agree(values: dict[str, Value], _said: frozenset[str]) -> list[str]:
    width, wall = float(values["width"]), float(values["wall"])
    if wall > 0:
        values["hole"] = max(width - 2 * wall, 0.0)
        if wall * 2 >= width:
            return ["The wall is as thick as the cylinder; it is solid."]
    if float(values["hole"]) >= width:
        values["hole"] = round(width * 0.9, 3)
        return ["The hole is wider than the cylinder; it was made smaller."]
    return []


@family(
    "cylinder",
    gloss="a round bar with two flat ends, solid or bored",
    category="primitive",
    size=Size(160, 160, 240, main="height", tied=("width", "depth"), stretch=1e9),
    roles=(Role("body", "plastic", "steelblue", words=("tube wall",)),),
    parameters=(
        length("hole", 0, 0, 1_000_000, words=("hole", "bore", "opening"), measure="diameter", grows=1.0),
        length("wall", 0, 0, 1_000_000, words=("wall",), measure="thickness", grows=1.0),
        length("edge_radius", 3, 0, 200, part="body", measure="radius", words=("edge", "rim"), grows=1.0),
    ),
    synonyms=("round bar", "roller"),
    presets={
        "disc": {"width": 200, "depth": 200, "height": 20, "edge_radius": 2},
        "disk": {"width": 200, "depth": 200, "height": 20, "edge_radius": 2},
        "tube": {"width": 60, "depth": 60, "height": 300, "wall": 4, "hole": 52, "edge_radius": 1},
        "hollow cylinder": {"wall": 12, "hole": 136},
        "pole": {"width": 40, "depth": 40, "height": 1200},
    },
    rule=_agree,
    examples=(
        "a blue cylinder 10 cm across and 20 cm tall",
        "a brass tube 30 cm long with a 3 mm wall",
        "steel disc 90 mm in diameter, 8 mm thick, with a 31 mm hole",
    ),
)
def build(kit: Kit, values: Values) -> None:
    """A turned bar; the bore keeps its width to the very ends, the outer rims are softened."""
    width, depth, height = values.mm("width"), values.mm("depth"), values.mm("height")
    bore = values.mm("hole") / 2
    soft = min(kit.bevel(values.mm("edge_radius")), height / 3, (width / 2 - bore) / 3)
    rim = kit.edge(soft)
    profile = [(bore, 0.0)] if bore > 0 else [(0.0, 0.0)]
    profile += [(width / 2 - inset, soft - rise) for inset, rise in reversed(rim)]
    profile += [(width / 2 - inset, height - soft + rise) for inset, rise in rim]
    profile += [(bore, height)] if bore > 0 else [(0.0, height)]
    body = kit.turned(profile)
    kit.add("body", body if width == depth else body.scale((1, depth / width, 1)))
