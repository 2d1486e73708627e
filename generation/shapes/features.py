"""Ears, horns, antlers and tails of four-legged animals, placed about the skull or the rump."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from generation.shapes import organic

if TYPE_CHECKING:
    from generation.shapes.kit import Kit
    from generation.shapes.solids import Solid, Vector

Skin = "Callable[[Vector, float], Vector]"


def ear(kit: Kit, kind: str, skin: object, long: float, wide: float) -> tuple[Solid, Solid | None]:
    """The right ear about the skull's middle, and its lining."""
    at = skin  # a function of a direction
    assert callable(at)
    if kind in ("round", "disc", "fan"):
        direction = {"round": (0.72, 0.05, 0.78), "disc": (0.66, 0.1, 0.8), "fan": (0.95, 0.12, 0.12)}[kind]
        x, y, z = at(direction, 1.0)
        size = (wide, wide * 0.3, long * 0.5) if kind != "fan" else (wide * 0.62, 2.6, long * 0.62)
        shift = (wide * 0.3, 0.0, long * 0.22) if kind != "fan" else (wide * 0.42, 1.0, -long * 0.12)
        centre = (x + shift[0], y + shift[1], z + shift[2])
        turn = (0, 22, 0) if kind != "fan" else (0, 8, 24)
        outer = organic.ball(kit, centre, size, share=0.6, turn=turn)
        front = (centre[0], centre[1] - size[1] * 0.5, centre[2] - size[2] * 0.05)
        return outer, organic.ball(kit, front, (size[0] * 0.7, size[1] * 0.72, size[2] * 0.7), share=0.4, turn=turn)
    ways: dict[str, tuple[Vector, Vector, Vector]] = {
        "point": ((0.6, 0.05, 0.8), (0.22, 0.04, 0.97), (0, 1, 0)),
        "long": ((0.4, 0.15, 0.92), (0.16, 0.22, 0.96), (0, 1, 0)),
        "leaf": ((0.86, 0.3, 0.5), (0.9, 0.2, 0.22), (0, 1, 0)),
        "flop": ((0.8, 0.1, 0.62), (0.32, 0.02, -0.95), (1, 0, 0)),
    }
    direction, way, up = ways[kind]
    x, y, z = at(direction, 0.86)
    widths = {"point": (1.0, 0.82, 0.45, 0.08), "flop": (0.55, 0.95, 1.0, 0.55)}.get(kind, (0.55, 1.0, 0.85, 0.16))
    thick = max(wide * 0.24, 1.2)
    if kind == "flop":
        path = [
            (x, y, z),
            (x + 3.2, y, z - 0.1 * long),
            (x + 4.6, y - 1, z - 0.55 * long),
            (x + 4.0, y - 2, z - 0.95 * long),
        ]
    else:
        path = [(x + way[0] * long * t, y + way[1] * long * t, z + way[2] * long * t) for t in (0, 0.35, 0.7, 1.0)]
    marks = [(*p, wide * s, thick * (1 - 0.15 * k)) for k, (p, s) in enumerate(zip(path, widths, strict=True))]
    outer = organic.limb(kit, marks, up=up, share=0.45, ends=(0.3, 0.8))
    if kind == "flop":
        return outer, None
    inner = [(px, py - thick * 0.5, pz, a * 0.62, b * 0.75) for px, py, pz, a, b in marks[:3]]
    return outer, organic.limb(kit, inner, up=up, share=0.35, ends=(0.3, 0.9))


def horn(kit: Kit, kind: str, skin: object, long: float, number: int) -> Solid:
    assert callable(skin)
    if kind == "nose":
        x, y, z = skin((0, -1, 0.1), 1.0)
        step = number * 12.0
        return organic.tapered(
            kit,
            [
                (0, y - 13 + step, z + 1),
                (0, y - 15 + step, z + 3 + long * 0.4),
                (0, y - 19 + step, z + 4 + long * (0.9 - 0.35 * number)),
            ],
            4.6,
            0.6,
        )
    x, y, z = skin((0.5, -0.05, 0.9), 0.94)
    ways = {
        "cow": ((0, 0, 0), (0.55, -0.05, 0.18), (0.9, -0.12, 0.6), (0.88, -0.2, 1.0)),
        "back": ((0, 0, 0), (0.1, -0.02, 0.5), (0.22, 0.25, 0.9), (0.3, 0.7, 0.95)),
        "straight": ((0, 0, 0), (0.06, 0.08, 0.4), (0.12, 0.16, 0.75), (0.15, 0.18, 1.0)),
        "knobs": ((0, 0, 0), (0.04, 0.06, 0.4), (0.05, 0.1, 0.8), (0.06, 0.12, 1.0)),
    }
    path = [(x + long * a, y + long * b, z + long * c) for a, b, c in ways[kind]]
    if kind == "knobs":
        post = organic.tapered(kit, path, 1.7, 1.5)
        return kit.union([post, organic.ball(kit, path[-1], (2.6, 2.6, 2.9), share=0.3)])
    return organic.tapered(kit, path, 3.0 if kind != "straight" else 2.2, 0.5)


def antler(kit: Kit, skin: object, long: float) -> Solid:
    assert callable(skin)
    x, y, z = skin((0.45, 0.05, 0.9), 0.92)
    beam = [(0, 0, 0), (0.26, 0.14, 0.36), (0.46, 0.12, 0.72), (0.42, -0.06, 1.08)]
    path = [(x + long * a, y + long * b, z + long * c) for a, b, c in beam]
    out = [organic.tapered(kit, path, 2.0, 0.7)]
    for at, reach in ((1, (0.06, -0.34, 0.16)), (2, (0.3, -0.14, 0.26)), (2, (-0.1, -0.3, 0.26)))[: kit.pick(2, 3, 3)]:
        a = path[at]
        tip = tuple(a[k] + long * reach[k] for k in range(3))
        mid = tuple(a[k] + long * reach[k] * 0.5 - (long * 0.03 if k == 2 else 0) for k in range(3))
        out.append(organic.tapered(kit, [a, mid, tip], 1.5, 0.5))
    return kit.union(out)


def tail(kit: Kit, kind: str, root: Vector, long: float, r: float) -> list[tuple[str, Solid]]:
    """The tail and its tuft, from a root at the rump."""
    _x, y, z = root
    if kind in ("stub", "puff"):
        return [("tail", organic.ball(kit, (0, y + r * 0.55, z - r * 0.4), (r, r * 0.9 + long * 0.25, r), share=0.45))]
    if kind == "corkscrew":
        turns = [
            (r * 2.2 * math.cos(t), y - 1 + long * 0.45 * t / 11, z - 4 + r * 2.2 * math.sin(t))
            for t in (0.0, 1.4, 2.8, 4.2, 5.6, 7.0, 8.4, 9.8, 11.2)
        ]
        return [("tail", organic.tapered(kit, [(0, y - 5, z - 4), *turns], r, r * 0.55, share=0.25))]
    ways = {
        "up": (((0.0, 0.0), (0.3, 0.2), (0.52, 0.55), (0.5, 0.95)), (1.0, 0.95, 0.8, 0.5)),
        "curl": (((0.0, 0.0), (0.3, -0.1), (0.52, 0.3), (0.42, 0.72), (0.62, 0.85)), (1.0, 0.95, 0.9, 0.85, 0.7)),
        "tuft": (((0.0, 0.0), (0.16, -0.12), (0.22, -0.5), (0.2, -0.9)), (1.2, 0.9, 0.75, 0.7)),
        "hair": (((0.0, 0.0), (0.2, -0.08), (0.34, -0.5), (0.28, -1.0)), (0.7, 1.15, 1.4, 0.35)),
        "long": (((0.0, 0.0), (0.35, -0.16), (0.7, -0.2), (1.0, 0.1)), (1.1, 0.9, 0.65, 0.3)),
        "bushy": (((0.0, 0.0), (0.3, -0.1), (0.62, -0.12), (1.0, 0.1)), (0.45, 0.95, 1.1, 0.2)),
        "plume": (((0.0, -0.1), (0.22, 0.05), (0.3, 0.5), (0.18, 0.85), (0.34, 1.0)), (0.4, 0.75, 1.0, 0.9, 0.45)),
    }
    marks, sizes = ways[kind]
    stations = [(0.0, y - 4 + long * a, z - 2 + long * b, r * s, r * s) for (a, b), s in zip(marks, sizes, strict=True)]
    tail = ("tail", organic.limb(kit, stations, up=(1, 0, 0), share=0.45, ends=(0.3, 0.8)))
    if kind == "tuft":
        _, ty, tz, _, _ = stations[-1]
        return [tail, ("tuft", organic.ball(kit, (0, ty, tz - r * 1.2), (r * 1.7, r * 1.7, r * 3.4), share=0.35))]
    if kind == "bushy" and kit.level:
        _, ty, tz, _, _ = stations[-1]
        return [
            tail,
            (
                "tail_tip",
                organic.ball(
                    kit,
                    (0, ty - long * 0.08, tz - long * 0.01),
                    (r * 0.66, long * 0.13, r * 0.62),
                    share=0.35,
                    turn=(14, 0, 0),
                ),
            ),
        ]
    return [tail]
