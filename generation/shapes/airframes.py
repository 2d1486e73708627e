"""What aircraft have besides wings: windscreens, windows and a landing gear. Millimetres."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from generation.shapes import coachwork, outlines

if TYPE_CHECKING:
    from generation.shapes.kit import Kit
    from generation.shapes.solids import Solid


@dataclass(frozen=True)
class Frame:
    """A fuselage's measures: its nose, length, radius and the height of its axis; jets sit lower over their wheels."""

    nose: float
    length: float
    radius: float
    middle: float
    jet: bool


def glass(kit: Kit, number: int, body: Solid, frame: Frame) -> None:
    """Add the windscreen and `number` windows, cut from the skin of the body."""
    nose, length, r, mid, jet = frame.nose, frame.length, frame.radius, frame.middle, frame.jet
    skin = coachwork.grown(body, r * 0.015, 0)
    if jet:
        pane = outlines.rounded(
            [
                (nose + length * 0.035, mid + r * 0.22),
                (nose + length * 0.085, mid + r * 0.3),
                (nose + length * 0.085, mid + r * 0.62),
                (nose + length * 0.06, mid + r * 0.56),
            ],
            r * 0.06,
            kit.steps,
        )
        both = kit.prism(pane, r * 3).rotate((90, 0, 90)).translate((-r * 1.5, 0, 0))
        kit.add("windscreen", coachwork.grown(body, r * 0.02, r * 0.01) ^ both)
        for side, some in ((1, (number + 1) // 2), (-1, number // 2)):
            for k in range(some):
                y = nose + length * (0.15 + 0.58 * (k + 0.5) / some)
                size = min(r * 0.1, length * 0.58 / some * 0.32)
                loop = outlines.squircle(size, size * 1.45, 3, max(8, kit.small), x=y, y=mid + r * 0.3)
                kit.add("window", coachwork.flank(kit, skin, loop, side, r * 0.3))
        return
    low = mid + r * 0.5
    hood = coachwork.body(
        kit,
        [
            (nose + length * 0.2, r * 0.45, low, mid + r * 0.95),
            (nose + length * 0.26, r * 0.66, low, mid + r * 1.45),
            (nose + length * 0.34, r * 0.7, low, mid + r * 1.62),
            (nose + length * 0.44, r * 0.66, low, mid + r * 1.45),
            (nose + length * 0.56, r * 0.35, low, mid + r * 0.9),
        ],
        power=2.6,
    )
    kit.add("windscreen", hood, crease=50)
    for side, some in ((1, (number + 1) // 2), (-1, number // 2)):
        for k in range(some):
            y = nose + length * (0.46 + 0.2 * (k + 0.5) / some)
            loop = outlines.circle(min(r * 0.15, length * 0.2 / some * 0.4), max(8, kit.small), x=y, y=mid + r * 0.34)
            kit.add("window", coachwork.flank(kit, skin, loop, side, r * 0.2))


def gear(kit: Kit, wheels: int, wide: float, frame: Frame) -> None:
    """Add the wheels and their legs under an aircraft `wide` across its wings."""
    nose, length, r, mid, jet = frame.nose, frame.length, frame.radius, frame.middle, frame.jet
    size = min((mid - r) * 0.42, r * 0.6) if mid > r * 1.01 else r * 0.3
    spread = wide * (0.07 if jet else 0.1)
    front, main = nose + length * (0.12 if jet else 0.9), nose + length * (0.5 if jet else 0.2)
    spots = [
        (-spread, main),
        (spread, main),
        (0.0, front),
        (-spread, main + size * 2.3),
        (spread, main + size * 2.3),
        (0.0, front + size * 2.3 * (1 if jet else -1)),
    ]
    for k in range(wheels):
        x, y = spots[k]
        s = size * (0.6 if k in (2, 5) and not jet else 1.0)
        tyre = kit.turned(
            [
                (0, -s * 0.3),
                (s * 0.45, -s * 0.3),
                (s * 0.6, -s * 0.4),
                (s * 0.9, -s * 0.36),
                (s, -s * 0.15),
                (s, s * 0.15),
                (s * 0.9, s * 0.36),
                (s * 0.6, s * 0.4),
                (s * 0.45, s * 0.3),
                (0, s * 0.3),
            ]
        )
        kit.add("wheel", tyre.rotate((0, 90, 0)).translate((x, y, s)), crease=30)
        inner = x * 0.55
        top = mid - r * (0.5 if abs(y - main) < length * 0.1 or jet else -0.1)
        kit.add(
            "leg",
            kit.union(
                [
                    kit.rod((x, y, s), (x * 0.97, y, s * 2.1), s * 0.16),
                    kit.rod((x * 0.97, y, s * 1.6), (inner, y, top), s * 0.2),
                    coachwork.barrel(kit, s * 0.14, s).translate((x, y, s)),
                ]
            ),
        )
