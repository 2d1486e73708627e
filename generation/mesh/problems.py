"""What is wrong with a model, in sentences: stable codes, severity, how often, and whether it can be repaired."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from generation.mesh import printability

if TYPE_CHECKING:  # pages pass here on the way to the validator, and they load no numpy
    from generation.mesh.crossings import Crossing
    from generation.mesh.origin import Origin
    from generation.mesh.read import Model

    Say = Callable[..., None]

LARGE_TEXTURE = 4096
SMALLEST_MM, LARGEST_MM = 1.0, 100_000.0


def problems(
    found: dict[str, Any], *, crossing: Crossing, inside_out: int, model: Model, origin: Origin
) -> list[dict[str, Any]]:
    """The list of `{code, severity, count, sentence, fixable}`; severity is error, warning or info.

    `found` holds the facts so far; `inside_out` counts closed objects whose faces all look inwards. What the Khronos
    validator says comes in later, by `of_validator`.
    """
    listed: list[dict[str, Any]] = []
    say = _writer(listed)
    _surface(found, inside_out, say)
    if crossing.count is None:
        say("self_intersections_unknown", "info", 1, crossing.reason)
    else:
        cut = crossing.count
        say(
            "self_intersections",
            "warning",
            cut,
            f"{_many(cut, 'triangle')} cut through others of the same object.",
        )
    _print(found["printing"], say)
    _size(found, say)
    _looks(found, model, say)
    _source(origin, say)
    return listed


def of_validator(counts: Mapping[str, int] | None, *, ran: bool) -> list[dict[str, Any]]:
    """What the Khronos validator's counts mean, as rows of the same list; without counts `ran` says which note."""
    listed: list[dict[str, Any]] = []
    say = _writer(listed)
    if counts is not None:
        errors, warnings = counts["errors"], counts["warnings"]
        say("validator_errors", "error", errors, f"The Khronos validator finds {_many(errors, 'error')} in this file.")
        say("validator_warnings", "warning", warnings, f"The Khronos validator gives {_many(warnings, 'warning')}.")
    elif ran:
        sentence = "The Khronos validator did not finish with this file, so its report is missing."
        say("validator_unfinished", "info", 1, sentence)
    else:
        say("validator_not_run", "info", 1, "The Khronos validator is not set up here, so its report is missing.")
    return listed


def _writer(listed: list[dict[str, Any]]) -> Say:
    def say(code: str, severity: str, count: int, sentence: str, *, fixable: bool = False) -> None:
        if count:
            listed.append(
                {"code": code, "severity": severity, "count": count, "sentence": sentence, "fixable": fixable}
            )

    return say


def _many(count: int, word: str) -> str:
    return f"{count:,} {word}" if count == 1 else f"{count:,} {word}s"


def _surface(found: dict[str, Any], inside_out: int, say: Say) -> None:
    count = found["boundary_edges"]
    say(
        "open_edges",
        "warning",
        count,
        f"{_many(count, 'edge')} are open: the surface has holes, so it does not print as it is."
        if count > 1
        else "1 edge is open: the surface has a hole, so it does not print as it is.",
        fixable=True,
    )
    count = found["non_manifold_edges"]
    say("non_manifold_edges", "warning", count, f"{_many(count, 'edge')} join more than two faces.")
    if not found["winding_consistent"]:
        say("winding_inconsistent", "warning", 1, "Some faces look inwards and some outwards.", fixable=True)
    say(
        "inside_out",
        "warning",
        inside_out,
        f"{_many(inside_out, 'object')} are turned inside out." if inside_out > 1 else "1 object is turned inside out.",
        fixable=True,
    )
    count = found["degenerate_faces"]
    say(
        "degenerate_faces",
        "warning",
        count,
        f"{_many(count, 'triangle')} have no area." if count > 1 else "1 triangle has no area.",
        fixable=True,
    )
    count = found["duplicate_faces"]
    say(
        "duplicate_faces",
        "warning",
        count,
        f"{_many(count, 'triangle')} lie exactly on another one."
        if count > 1
        else "1 triangle lies exactly on another one.",
        fixable=True,
    )


def _print(measured: Mapping[str, Any] | None, say: Say) -> None:
    """What a printer makes of a closed model; notes, because a model for the screen is not wrong by them."""
    if measured is None:
        return
    wall, least = measured["wall_mm"], printability.USUAL.wall_mm
    if wall is not None and wall < least:
        nozzle = printability.USUAL.nozzle_mm
        say(
            "thin_walls",
            "info",
            1,
            f"Its walls are as thin as {wall:g} mm: a nozzle of {nozzle:g} mm prints them from {least:g} mm.",
        )
    if measured["overhang_share"] > printability.OVERHANG_MOST:
        share = round(100 * measured["overhang_share"])
        say("overhang", "info", 1, f"{share} % of the surface hangs over the air, so it prints on supports.")
    count = measured["islands"]
    say(
        "islands",
        "info",
        count,
        f"{count:,} parts of it begin in the air, so they print on supports."
        if count > 1
        else "1 part of it begins in the air, so it prints on supports.",
    )


def _size(found: dict[str, Any], say: Say) -> None:
    longest = max(found["size_mm"])
    shown = f"{longest:,.4g} mm"
    counts = "GLB counts in metres" if found["format"] in ("glb", "gltf") else f"Its unit is the {found['unit']}"
    sentence = f"The longest side is {shown}. {counts}: check the unit of your export."
    if longest < SMALLEST_MM:
        say("tiny", "warning", 1, sentence, fixable=True)
    if longest > LARGEST_MM:
        say("huge", "warning", 1, sentence, fixable=True)
    if min(found["size_mm"]) == 0:
        say("flat", "info", 1, "The model has no thickness.")


def _looks(found: dict[str, Any], model: Model, say: Say) -> None:
    large = sum(max(picture.width, picture.height) > LARGE_TEXTURE for picture in model.pictures)
    say(
        "large_textures",
        "info",
        large,
        f"{_many(large, 'texture')} with more than {LARGE_TEXTURE:,} pixels a side make the file slow to load.",
        fixable=True,
    )
    unread = sum(picture.kind == "ktx2" for picture in model.pictures)
    say("ktx2_textures", "info", unread, "KTX2 textures are kept, but pictures of this model are drawn without them.")
    if found["textures"] and not found["uv"]:
        say("textures_without_uv", "warning", 1, "The file has textures, but no surface says how to lay them.")


def _source(origin: Origin, say: Say) -> None:
    if not origin.unit_stated:
        say(
            "unit_assumed",
            "info",
            1,
            f"This {origin.format.upper()} does not say its unit, so the {origin.unit} is assumed: check the size.",
            fixable=True,
        )
    for code, (count, sentence) in sorted(origin.skipped.items()):
        say(code, "warning" if code.endswith("_missing") else "info", count, sentence)
