"""Pliers: two levers crossing at a rivet, with serrated jaws and soft grips, lying open along X."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generation.shapes.registry import Role, Size, Values, angle, choice, family

if TYPE_CHECKING:
    from generation.shapes.kit import Kit


@family(
    "pliers",
    gloss="two levers that grip between their jaws",
    category="tool",
    size=Size(190, 72, 16, main="width", stretch=6),
    roles=(
        Role("jaw", "steel", words=("lever", "arm", "nose"), count=2, tone=1),
        Role("grip", "rubber", "#c8452f", words=("handle", "sleeve"), count=2),
        Role("rivet", "black metal", words=("pivot", "joint", "bolt"), tone=None),
    ),
    parameters=(
        choice("nose", "flat", "long", aliases={"needle nose": "long", "needle": "long", "combination": "flat"}),
        angle("opening", 12, 0, 35, words=("opening angle", "opening")),
    ),
    synonyms=("pair of pliers", "combination pliers", "tongs"),
    presets={"needle nose pliers": {"nose": "long"}, "long nose pliers": {"nose": "long"}},
    examples=("pliers with red handles", "blue needle nose pliers 16 cm long", "pair of pliers with yellow grips"),
)
def build(kit: Kit, values: Values) -> None:
    """One lever and its mirror image, turned apart about the rivet."""
    long, high = values.mm("width"), values.mm("height")
    jaw = long * (0.36 if values.word("nose") == "long" else 0.27)
    back = long - jaw
    tip = long * (0.016 if values.word("nose") == "long" else 0.045)
    hub = long * 0.062 * (1.1 if kit.style == "stylized" else 1.0)
    half = values.mm("opening") / 2
    thick = high * 0.62
    nose = [(-jaw, 0.0), (-jaw, tip), (-jaw * 0.6, tip + (hub - tip) * 0.5), (-hub * 0.9, hub)]
    body = [
        (hub * 0.5, hub * 0.9),
        (hub * 1.8, hub * 0.2),
        (hub * 2.4, -hub * 0.1),
        (back * 0.5, -hub * 1.15),
        (back * 0.5, -hub * 1.85),
        (hub * 1.9, -hub * 1.0),
        (hub * 0.6, -hub * 0.95),
        (-hub * 0.5, -hub * 0.3),
        (-hub * 0.9, 0.0),
    ]
    outline = [*reversed(nose), *_teeth(kit, jaw, hub, long), *list(reversed(body))]
    marks = [
        (back * 0.3, -hub * 1.0, 0.0),
        (back * 0.5, -hub * 1.55, 0.0),
        (back * 0.75, -hub * 1.75, 0.0),
        (back, -hub * 1.0, 0.0),
    ]
    path = kit.curve(marks, smooth=2)
    last = len(path) - 1
    scale = [0.86 + 0.2 * (1 - abs(2 * k / last - 1)) for k in range(len(path))]
    section = kit.strip(high * 0.62, high, corner=high * 0.28)
    for side in (1, -1):
        lever = kit.prism(outline, thick).translate((0, 0, high / 2 - thick / 2))
        step = kit.disc(hub * 2, hub * 2, high * 0.82, bevel=high * 0.04).translate((0, 0, high * 0.09))
        lever = lever + step
        grip = kit.swept(path, section, scale=scale, up=(0, 0, 1)).translate((0, 0, high / 2))
        for name, solid in (("jaw", lever), ("grip", grip)):
            turned = solid.rotate((0, 0, -half))
            kit.add(name, turned if side > 0 else turned.mirror((0, 1, 0)), crease=36)
    soft = kit.bevel(high * 0.05)
    r = hub * 0.55
    pin = kit.turned([(0, 0), (r - soft, 0), (r, soft), (r, high - soft), (r - soft, high), (0, high)])
    kit.add("rivet", pin)


def _teeth(kit: Kit, jaw: float, hub: float, long: float) -> list[tuple[float, float]]:
    """The edge of a jaw from its tip to the rivet, serrated where there is detail."""
    if kit.level == 0:
        return [(-jaw, 0.0)]
    n = kit.pick(0, 7, 14)
    start, end = -jaw, -hub * 1.2
    deep = long * 0.006
    out: list[tuple[float, float]] = []
    for k in range(n):
        a = start + (end - start) * k / n
        b = start + (end - start) * (k + 1) / n
        out += [(a, 0.0), ((a + b) / 2, deep)]
    return out
