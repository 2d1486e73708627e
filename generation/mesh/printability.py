"""Whether a model can be printed: the one definition, over the facts of a file, for a scale and a printer. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

LINES = 2  # a wall that stands is two lines of the nozzle wide: one there, one back
OVERHANG_MOST = 0.01  # of the surface; less than that bridges


@dataclass(frozen=True, slots=True)
class Printer:
    """Millimetres of its nozzle, by which walls are measured, and of its bed and height."""

    nozzle_mm: float = 0.4
    room_mm: tuple[float, float, float] = (256.0, 256.0, 256.0)

    @property
    def wall_mm(self) -> float:
        """The thinnest wall that it prints, in millimetres."""
        return LINES * self.nozzle_mm


USUAL = Printer()


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether it prints; `unfit` are the codes of what stands against it, `supports` whether parts of it hang in the
    air and are printed on supports, `wall_mm` the thinnest wall at this scale where it was measured.
    """

    prints: bool
    unfit: tuple[str, ...]
    supports: bool
    wall_mm: float | None


def judged(facts: Mapping[str, Any], *, scale: float = 1.0, printer: Printer = USUAL) -> Verdict:
    """What the facts of a file (`printing.measured` among them) say of a print at `scale` of the model's own size.

    The surface has to be closed, one way round and not through itself, and its walls as wide as the printer makes
    them. What hangs in the air is printed on supports and stands against nothing. What was not measured is not
    claimed: facts without `printing` are unfit by the code `not_measured`.
    """
    measured = facts.get("printing")
    unfit = [code for code, is_so in _surface(facts) if is_so]
    if not isinstance(measured, Mapping):
        return Verdict(False, (*unfit, *(() if unfit else ("not_measured",))), False, None)
    wall = measured.get("wall_mm")
    wall = None if wall is None else wall * scale
    if wall is not None and wall < printer.wall_mm:
        unfit.append("thin_walls")
    supports = measured.get("islands", 0) > 0 or measured.get("overhang_share", 0.0) > OVERHANG_MOST
    return Verdict(not unfit, tuple(unfit), supports, wall)


def scales(facts: Mapping[str, Any], printer: Printer = USUAL) -> tuple[float, float] | None:
    """From which to which scale of its own size a model prints: its walls set the least, the printer's room the most.

    None where walls or sizes are not known. The least may be above the most: then it prints in pieces only.
    """
    measured, size = facts.get("printing"), facts.get("size_mm") or ()
    wall = measured.get("wall_mm") if isinstance(measured, Mapping) else None
    if not wall or len(size) != 3 or min(size) <= 0:
        return None
    pairs = zip(sorted(printer.room_mm), sorted(float(side) for side in size), strict=True)
    return printer.wall_mm / wall, min(room / side for room, side in pairs)


def _surface(facts: Mapping[str, Any]) -> tuple[tuple[str, bool], ...]:
    codes = {str(row.get("code")) for row in facts.get("problems") or ()}
    return (
        ("open_edges", not facts.get("closed")),
        ("winding_inconsistent", facts.get("winding_consistent") is False),
        ("non_manifold_edges", bool(facts.get("non_manifold_edges"))),
        ("inside_out", "inside_out" in codes),
        ("self_intersections", bool(facts.get("self_intersections"))),
    )
