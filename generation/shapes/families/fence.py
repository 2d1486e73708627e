"""Fences: posts and rails with pickets, planks or iron bars, along X; and gates' little relatives."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generation.shapes.registry import Role, Size, Value, Values, choice, count, family

if TYPE_CHECKING:
    from generation.shapes.kit import Kit
    from generation.shapes.solids import Solid


def _agree(values: dict[str, Value], said: frozenset[str]) -> list[str]:
    if "pickets" not in said:
        each = {"picket": 135.0, "plank": 160.0, "iron": 120.0, "rail": 0.0}[str(values["kind"])] * max(
            float(values["height"]) / 1000, 0.05
        )
        values["pickets"] = 0 if not each else max(2, min(120, round(float(values["width"]) / each)))
    if "posts" not in said:
        values["posts"] = max(2, min(40, round(float(values["width"]) / (1.9 * max(float(values["height"]), 1.0))) + 1))
    return []


@family(
    "fence",
    gloss="a barrier of posts and pickets around a garden",
    category="architecture",
    size=Size(2400, 120, 1000, main="width", follow={"height": 0.0, "depth": 0.0}, stretch=6),
    roles=(
        Role("picket", "paint", "#f4f1e8", words=("slat", "board", "plank", "paling", "bar"), count="pickets"),
        Role("post", "paint", "#f4f1e8", words=("fence post", "pole"), count="posts", like="picket"),
        Role("rail", "paint", "#f4f1e8", words=("cross bar", "crossbar"), count="rails", like="picket"),
        Role("cap", "paint", "#e2dccd", words=("post cap", "knob"), count="posts", tone=1),
        Role("nail", "steel", count=None, tone=None),
    ),
    parameters=(
        count("pickets", 18, 0, 120),
        count("posts", 2, 2, 40),
        count("rails", 2, 1, 5),
        choice("kind", "picket", "plank", "iron", "rail", aliases={"wrought": "iron", "ranch": "rail"}),
    ),
    synonyms=("picket fence", "garden fence", "wooden fence", "paling"),
    presets={
        "iron fence": {"kind": "iron", "height": 1400, "material": "black metal"},
        "railings": {"kind": "iron", "material": "black metal"},
        "plank fence": {"kind": "plank", "height": 1700, "material": "wood"},
        "ranch fence": {"kind": "rail", "rails": 3, "pickets": 0, "material": "wood"},
    },
    rule=_agree,
    examples=(
        "white picket fence with twelve pickets",
        "wooden fence, 3 m long, with four posts",
        "iron fence with three rails",
    ),
)
def build(kit: Kit, values: Values) -> None:
    """Posts, rails, pickets."""
    wide, deep, tall = values.mm("width"), values.mm("depth"), values.mm("height")
    kind = values.word("kind")
    posts, rails, pickets = values.count("posts"), values.count("rails"), values.count("pickets")
    post = min(deep * 0.86, tall * 0.12, wide / posts * 0.4)
    cap = post * 0.45
    iron = kind == "iron"
    high = tall
    xs = [-wide / 2 + cap_wide(post, deep) / 2 + (wide - cap_wide(post, deep)) * k / (posts - 1) for k in range(posts)]
    for x in xs:
        kit.add("post", kit.box(post, post, high - cap, bevel=post * 0.07).translate((x, 0, 0)))
        size = cap_wide(post, deep)
        if iron:
            ball = kit.turned(
                [
                    (0, 0),
                    (size * 0.5, 0),
                    (size * 0.5, cap * 0.25),
                    (size * 0.25, cap * 0.32),
                    (size * 0.36, cap * 0.66),
                    (size * 0.1, cap),
                    (0, cap),
                ]
            )
        else:
            ball = kit.hull(
                [
                    (s * size / 2 * f, t * size / 2 * f, z)
                    for s in (-1, 1)
                    for t in (-1, 1)
                    for f, z in ((1, 0), (1, cap * 0.35), (0.12, cap))
                ]
            )
        kit.add("cap", ball.translate((x, 0, high - cap)))
    thick = min(post * 0.5, deep * 0.34)
    bar = tall * (0.07 if not iron else 0.03) * kit.chunk
    body = high - cap
    for k in range(rails):
        z = body * (0.5 if rails == 1 else 0.2 + 0.62 * k / (rails - 1))
        kit.add("rail", kit.box(wide - post, thick, bar, bevel=bar * 0.1).translate((0, 0, z - bar / 2)))
    if not pickets:
        _nails(kit, [(x, 0.0) for x in xs], rails, body, thick, post)
        return
    pitch = (wide - 2 * post) / pickets
    board = pitch * (0.62 if kind == "picket" else 0.94 if kind == "plank" else 0.5)
    flat = min(thick * 0.7, deep * 0.2)
    front = -deep / 2 + flat / 2 if not iron else 0.0
    spots = []
    for k in range(pickets):
        x = -wide / 2 + post + pitch * (k + 0.5)
        if iron:
            r = min(pitch * 0.16, bar * 0.45)
            rod = [kit.rod((x, 0, tall * 0.06), (x, 0, tall * 0.9), r)]
            rod.append(
                kit.turned(
                    [(0, 0), (r * 1.4, r), (r * 2.0, r * 3), (r * 1.0, r * 6), (0, min(r * 9, tall * 0.08))],
                    segments=kit.small,
                ).translate((x, 0, tall * 0.885))
            )
            kit.add("picket", kit.union(rod))
            continue
        wobble = 1.0 if kind == "picket" else 0.98 + 0.02 * kit.chance("plank", k)
        top = tall * 0.93 * wobble
        point = min(board * 0.55, top * 0.2) if kind == "picket" else board * 0.08
        soft = kit.level and not kit.low
        outline = [
            (-board / 2, tall * 0.05),
            (board / 2, tall * 0.05),
            (board / 2, top - point),
            (board * 0.12 if soft else 0.0, top - point * 0.06),
        ]
        outline += [(-board * 0.12, top - point * 0.06)] if soft else []
        outline = [*outline[:-1], (0.0, top), *outline[-1:]] if soft else [*outline[:-1], (0.0, top)]
        outline.append((-board / 2, top - point))
        plank = kit.prism(outline, flat * 0.7)
        edge = kit.prism([(px * 0.88, pz) for px, pz in outline], flat).translate((0, 0, -flat * 0.15))
        if kit.level == 2:
            plank = kit.union([plank, edge])
        else:
            plank = plank.scale((1, 1, 1 / 0.7)).translate((0, 0, -flat * 0.15))
        kit.add("picket", plank.rotate((90, 0, 0)).translate((x, front + flat * 0.35, 0)))
        spots.append((x, front))
    if not iron:
        _nails(kit, spots, rails, body, flat, pitch * 0.3)


def cap_wide(post: float, deep: float) -> float:
    """How wide the cap of a post is."""
    return min(post * 1.16, deep)


def _nails(kit: Kit, spots: list[tuple[float, float]], rails: int, body: float, thick: float, size: float) -> None:
    if kit.level == 0:
        return
    r = size * 0.07
    heads: list[Solid] = []
    for x, y in spots:
        for k in range(rails):
            z = body * (0.5 if rails == 1 else 0.2 + 0.62 * k / (rails - 1))
            heads.extend(
                kit.rod((x, y - thick * 0.52, z + s * size * 0.25), (x, y, z + s * size * 0.25), r)
                for s in ((0,) if kit.level == 1 else (-1, 1))
            )
    kit.add("nail", kit.together(heads))
