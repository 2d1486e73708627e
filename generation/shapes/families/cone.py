"""Cones, whole or with a flat top, with soft rims."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generation.shapes.registry import Role, Size, Value, Values, family, length

if TYPE_CHECKING:
    from generation.shapes.kit import Kit


def _agree(values: dict[str, Value], _said: frozenset[str]) -> list[str]:
    if float(values["top_diameter"]) > float(values["width"]):
        values["top_diameter"] = values["width"]
        return ["The top of a cone is no wider than its foot; it was made smaller."]
    return []


@family(
    "cone",
    gloss="a round foot that narrows to a point",
    category="primitive",
    size=Size(180, 180, 260, main="height", tied=("width", "depth"), stretch=1e9),
    roles=(Role("body", "plastic", "orange", words=("top", "tip", "point")),),
    parameters=(
        length("top_diameter", 0, 0, 1_000_000, part="body", measure="diameter", words=("flat top",), grows=1.0),
        length("edge_radius", 4, 0, 200, measure="radius", words=("edge", "rim"), grows=1.0),
    ),
    presets={"truncated cone": {"top_diameter": 90}, "frustum": {"top_diameter": 90}},
    rule=_agree,
    examples=(
        "an orange cone 30 cm tall and 20 cm across",
        "a marble cone 12 cm in diameter",
        "truncated cone of oak, 15 cm high",
    ),
)
def build(kit: Kit, values: Values) -> None:
    """A turned cone; the tip stays a point so that the height is exact, the foot's rim is softened."""
    width, depth, height = values.mm("width"), values.mm("depth"), values.mm("height")
    foot, top = width / 2, values.mm("top_diameter") / 2
    soft = min(kit.bevel(values.mm("edge_radius")), height / 8, foot / 8)
    steps = kit.pick(2, 5, 10) if not kit.low else kit.pick(1, 2, 3)
    profile = [(0.0, 0.0)]
    profile += [(foot - inset, soft - rise) for inset, rise in reversed(kit.edge(soft))]
    last = top if top > 0 else 0.0
    start = soft
    profile += [
        (foot + (last - foot) * step / steps, start + (height - start) * step / steps) for step in range(1, steps + 1)
    ]
    profile += [(0.0, height)]
    body = kit.turned(profile)
    kit.add("body", body if width == depth else body.scale((1, depth / width, 1)))
