"""Threaded rods and studs: a bar with a true helical thread from end to end."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generation.shapes import mechanics
from generation.shapes.registry import Role, Size, Value, Values, family, length

if TYPE_CHECKING:
    from generation.shapes.kit import Kit


def _agree(values: dict[str, Value], said: frozenset[str]) -> list[str]:
    mechanics.lead(values, said, "diameter", "depth", "height")
    if float(values["pitch"]) > float(values["diameter"]) * 0.6:
        values["pitch"] = round(float(values["diameter"]) * 0.6, 3)
    return []


@family(
    "threaded_rod",
    gloss="a bar with a thread all along it",
    category="mechanical",
    size=Size(120, 10, 10, main="width", tied=("depth", "height"), stretch=1e9),
    roles=(Role("rod", "steel", words=("thread", "bar", "shaft", "body")),),
    parameters=(
        length("diameter", 10, 0.5, 500, letter="M", measure="diameter", dimension=("diameter", "thickness"),
               words=("nominal diameter",), grows=1.0),
        length("pitch", 0, 0, 100, measure="length", words=("pitch", "thread pitch"), grows=1.0),
    ),
    synonyms=("stud bolt", "threaded bar", "screw rod", "lead screw", "leadscrew", "stud", "threaded stud"),
    rule=_agree,
    examples=("M10 threaded rod 120 mm long", "brass threaded rod 8 mm in diameter, 20 cm long", "M6 stud 40 mm long"),
)  # fmt: skip
def build(kit: Kit, values: Values) -> None:
    """A bar that lies along X, chamfered at both ends."""
    d, long = values.mm("diameter"), values.mm("width")
    pitch = max(values.mm("pitch") or mechanics.iso("pitch", d), long / 900)
    soft = min(pitch * (1.1 if kit.style == "stylized" else 0.7), long * 0.2)
    r, low = d / 2, d / 2 - soft * 0.8
    envelope = [(0.0, max(low, d * 0.2)), (soft, r), (long - soft, r), (long, max(low, d * 0.2))]
    if kit.level == 0 or long < pitch * 2.5:
        body = kit.turned([(0, 0), *((radius, z) for z, radius in envelope), (0, long)])
    else:
        body = kit.threaded(d, pitch, [(z, radius * (1.01 if radius == r else 1.0)) for z, radius in envelope])
    kit.add("rod", body.rotate((0, 90, 0)).translate((-long / 2, 0, r)), crease=40)
