"""Shafts: a stepped round bar with chamfered shoulders, keyways and centre holes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generation.shapes import mechanics
from generation.shapes.registry import Role, Size, Value, Values, count, family, length

if TYPE_CHECKING:
    from generation.shapes.kit import Kit


def _agree(values: dict[str, Value], said: frozenset[str]) -> list[str]:
    mechanics.lead(values, said, "diameter", "depth", "height")
    return []


@family(
    "shaft",
    gloss="a stepped bar that turns and carries wheels",
    category="mechanical",
    size=Size(200, 30, 30, main="width", tied=("depth", "height"), follow={"depth": 0.5, "height": 0.5}, stretch=1e9),
    roles=(Role("shaft", "steel", words=("bar", "axle body", "body", "journal")),),
    parameters=(
        length("diameter", 30, 0.5, 10_000, measure="diameter", dimension=("diameter", "thickness"), grows=1.0),
        count("steps", 5, 1, 11, words=("step", "section", "shoulder", "diameter step")),
        count("keyways", 1, 0, 4, words=("keyway", "key slot", "groove", "slot")),
    ),
    synonyms=("stepped shaft", "drive shaft", "axle", "motor shaft", "transmission shaft"),
    presets={"plain shaft": {"steps": 1, "keyways": 0}},
    rule=_agree,
    examples=(
        "stepped shaft 250 mm long, 40 mm in diameter, with five steps",
        "steel shaft with two keyways",
        "shaft 20 mm in diameter and 15 cm long with a keyway",
    ),
)
def build(kit: Kit, values: Values) -> None:
    """The thickest section is in the middle; each section's edges are broken."""
    long, r, n = values.mm("width"), values.mm("diameter") / 2, values.count("steps")
    profile: list[tuple[float, float]] = [(0.0, 0.0)]
    sections = []
    z = 0.0
    weights = [1.0 + 0.5 * (k == n // 2) + 0.15 * (k % 2) for k in range(n)]
    for k in range(n):
        off = abs(k - n // 2) / max(n - 1, 1) * 2
        radius = r * (1 - 0.52 * off**0.8) if n > 1 else r
        tall = long * weights[k] / sum(weights)
        sections.append((z, tall, radius))
        soft = min(kit.bevel(r * 0.045), tall * 0.2) if not (kit.low and kit.level < 2) else 0.0
        profile += [(radius - soft, z), (radius, z + soft), (radius, z + tall - soft), (radius - soft, z + tall)]
        if kit.level == 2 and k < n - 1 and tall > r * 0.3:
            undercut = r * 0.03
            profile[-1:] = [(radius - soft, z + tall)]
            profile[-2:-2] = [
                (radius, z + tall * 0.8),
                (radius - undercut, z + tall * 0.8 + undercut),
                (radius - undercut, z + tall * 0.8 + undercut * 3),
                (radius, z + tall * 0.8 + undercut * 4),
            ]
        z += tall
    profile.append((0.0, long))
    clean = [p for at, p in enumerate(profile) if at == 0 or p != profile[at - 1]]
    body = kit.turned(clean, segments=kit.segments * (2 if kit.level and not kit.low else 1))
    tools = []
    order = sorted(range(n), key=lambda k: (-(k == n - 1), -k)) if n > 1 else [0]
    for k in range(values.count("keyways")):
        low, tall, radius = sections[order[k % n]]
        slots = -(-values.count("keyways") // n) if n == 1 else 1
        span = tall / slots
        middle = low + span * ((k + 0.5) if n == 1 else 0.5)
        wide = radius * 0.5
        cut = kit.prism(mechanics.slot(max(span * 0.66, wide * 1.2), wide, max(kit.small, 8)), r)
        tools.append(cut.rotate((0, 0, 0)).translate((middle - long / 2, 0, r + radius * 0.72)))
    if kit.level:
        for end in (0, 1):
            _, _, radius = sections[-end]
            deep = radius * 0.4
            cone = kit.turned([(0, -1), (radius * 0.28, -1), (radius * 0.26, 0), (radius * 0.1, deep * 0.5), (0, deep)])
            tools.append(
                (cone.rotate((0, 90, 0)) if not end else cone.rotate((0, -90, 0))).translate(
                    (-long / 2 if not end else long / 2, 0, r)
                )
            )
    body = body.rotate((0, 90, 0)).translate((-long / 2, 0, r))
    kit.add("shaft", kit.without(body, *tools), crease=32)
