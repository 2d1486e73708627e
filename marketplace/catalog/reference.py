"""A model's box beside a thing that everybody knows, to scale: how a creator sees whether the unit is right. Pure."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy

WIDE, TALL = 420.0, 220.0  # of the drawing
MARGIN, BETWEEN = 16.0, 28.0
LEAST = 1.5  # a box that would be thinner than a line is drawn as one


@dataclass(frozen=True)
class Known:
    """A known thing: its name with its measure, millimetres of its width and height, its outline in millimetres."""

    name: Any
    wide: float
    tall: float
    outline: str


KNOWN = (
    Known(
        gettext_lazy("a coin, 23 mm"),
        23,
        23,
        "M0 11.5A11.5 11.5 0 1 1 23 11.5A11.5 11.5 0 1 1 0 11.5Z",
    ),
    Known(
        gettext_lazy("a cup, 9.5 cm"),
        115,
        95,
        "M0 0H80V75Q80 95 60 95H20Q0 95 0 75ZM80 15H95Q115 15 115 37T95 60H80V50H93Q103 50 103 37T93 25H80Z",
    ),
    Known(
        gettext_lazy("a person, 1.75 m"),
        440,
        1750,
        "M220 0A115 115 0 1 1 219 0ZM110 270H330Q440 270 440 380V900H360V480H340V1750H235V950H205V1750H100V480H80V900H0"
        "V380Q0 270 110 270Z",
    ),
    Known(
        gettext_lazy("a bus, 12 m"),
        12_000,
        3000,
        "M300 0H11700Q12000 0 12000 300V2600H0V300Q0 0 300 0ZM2000 2600A400 400 0 1 0 2800 2600ZM9000 2600"
        "A400 400 0 1 0 9800 2600Z",
    ),
)


@dataclass(frozen=True)
class Drawn:
    """What components draw: the known thing moved and scaled, and the model's box, in units of the drawing."""

    name: Any
    outline: str
    move: str
    x: str
    y: str
    wide: str
    tall: str
    ground: str


def drawn(facts: Mapping[str, Any] | None) -> Drawn | None:
    """The drawing for the facts of a file; None where no size is known."""
    size: Sequence[float] = (facts or {}).get("size_mm") or ()
    if len(size) != 3 or not all(math.isfinite(side) and side >= 0 for side in size) or max(size) <= 0:
        return None
    upright = (facts or {}).get("up") == "z"
    wide, tall = float(size[0]), float(size[2] if upright else size[1])
    longest = max(wide, tall, 1e-6)
    known = min(KNOWN, key=lambda one: abs(math.log(max(one.wide, one.tall) / longest)))
    scale = min(
        (WIDE - 2 * MARGIN - BETWEEN) / (known.wide + wide),
        (TALL - 2 * MARGIN) / max(known.tall, tall),
    )
    ground = TALL - MARGIN
    box_wide, box_tall = max(wide * scale, LEAST), max(tall * scale, LEAST)
    return Drawn(
        name=known.name,
        outline=known.outline,
        move=f"translate({MARGIN:.1f} {ground - known.tall * scale:.2f}) scale({scale:.6g})",
        x=f"{MARGIN + known.wide * scale + BETWEEN:.2f}",
        y=f"{ground - box_tall:.2f}",
        wide=f"{box_wide:.2f}",
        tall=f"{box_tall:.2f}",
        ground=f"{ground:.1f}",
    )


def is_unit_open(facts: Mapping[str, Any] | None) -> bool:
    """Whether the file does not say its unit, so that only its creator can know the size."""
    return any(row.get("code") == "unit_assumed" for row in (facts or {}).get("problems") or ())
