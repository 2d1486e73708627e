"""What we say of a print in words: whether a model prints, at which scales, and what stands against it."""

from typing import Any

from django.utils.translation import gettext as _

from generation.mesh import printability
from generation.mesh.printability import USUAL
from nexus.foundation.languages import figures

SURFACE = {"open_edges", "winding_inconsistent", "non_manifold_edges", "inside_out", "self_intersections"}
SCALES = 0.001, 1000.0  # beyond that a scale is no advice


def printed(facts: dict[str, Any]) -> tuple[bool, str]:
    """Whether it prints at its own size with a usual nozzle, and the sentences that say why or why not."""
    verdict = printability.judged(facts)
    said = []
    if verdict.unfit == ("not_measured",):
        said.append(_("Its walls are not measured yet, so nothing is promised."))
    if set(verdict.unfit) & SURFACE:
        said.append(_("Its surface is open, turned round or runs through itself; the report says where."))
    if verdict.wall_mm is not None:
        words = _("Its walls are %(wall)s mm and more; a nozzle of %(nozzle)s mm prints them from %(least)s mm.")
        if "thin_walls" in verdict.unfit:
            words = _("Its walls are as thin as %(wall)s mm; a nozzle of %(nozzle)s mm prints them from %(least)s mm.")
        said.append(
            words
            % {
                "wall": figures(f"{verdict.wall_mm:,.3g}" if verdict.wall_mm < 1000 else f"{verdict.wall_mm:,.0f}"),
                "nozzle": figures(f"{USUAL.nozzle_mm:g}"),
                "least": figures(f"{USUAL.wall_mm:g}"),
            }
        )
    if isinstance(facts.get("printing"), dict):
        said.append(_("Parts of it need supports.") if verdict.supports else _("It needs no supports."))
    if scale := _scale(facts):
        said.append(scale)
    return verdict.prints, " ".join(said)


def _scale(facts: dict[str, Any]) -> str:
    """From which to which scale it prints on a usual printer, where that is not plainly its own size."""
    found = printability.scales(facts)
    if found is None or not all(SCALES[0] <= scale <= SCALES[1] for scale in found):
        return ""
    least, most = (100 * scale for scale in found)
    side = f"{USUAL.room_mm[0]:g}"
    if least > most:
        return _("It is too large for a bed of %(side)s mm at any scale that keeps its walls; print it in pieces.") % {
            "side": side
        }
    return _("On a bed of %(side)s mm it prints from %(least)s %% to %(most)s %% of its size.") % {
        "side": side,
        "least": _percent(least),
        "most": _percent(most),
    }


def _percent(value: float) -> str:
    return figures(f"{value:,.0f}" if value >= 10 else f"{value:.2g}")
