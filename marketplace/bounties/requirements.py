"""What a client may require of the work, and how a machine checks it against the facts of a file. Pure."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from generation.mesh import printability
from nexus.foundation.errors import Invalid

FORMATS = ("glb", "gltf", "obj", "stl", "ply", "3mf", "usdz", "fbx")
TRIANGLES_MOST = 20_000_000
SIZE_MOST_MM = 1_000_000.0
TOLERANCE_MM = 1.0  # where none is said
MATERIALS_MOST = 1000
NAMES = (
    "formats",
    "triangles_max",
    "size_mm",
    "tolerance_mm",
    "closed",
    "printable",
    "materials_max",
    "rigged",
    "textured",
)


@dataclass(frozen=True)
class Check:
    """One requirement beside what was measured; values are as the contract has them."""

    requirement: str
    wanted: Any
    measured: Any
    passed: bool


def read(raw: Mapping[str, Any] | None) -> dict[str, Any]:
    """Requirements as they are stored, checked by name and range; what is null or false asks nothing.

    Raises Invalid with a sentence that names the one that is wrong.
    """
    given = {name: value for name, value in (raw or {}).items() if value is not None and value is not False}
    unknown = sorted(set(given) - set(NAMES))
    if unknown:
        raise _wrong(f"There is no requirement {unknown[0][:40]!r}. Known are: {', '.join(NAMES)}.")
    found = {name: _READ[name](given[name]) for name in NAMES if name in given}
    if "tolerance_mm" in found and "size_mm" not in found:
        raise _wrong("tolerance_mm says how far a size may be off, so it needs size_mm.")
    return {name: value for name, value in found.items() if value != []}


def checks(
    requirements: Mapping[str, Any], facts: Mapping[str, Any], *, formats: Iterable[str]
) -> list[dict[str, Any]]:
    """Each requirement checked against a file's facts (names of settled.md) and the formats it can be had in."""
    seen = {**facts, "formats": sorted(set(formats))}
    made = (_CHECK[name](requirements, seen) for name in NAMES if name in requirements and name != "tolerance_mm")
    return [asdict(check) for check in made]


def _wrong(sentence: str) -> Invalid:
    return Invalid(sentence, fields={"requirements": [sentence]})


def _formats(value: Any) -> list[str]:
    if not isinstance(value, list | tuple) or not all(isinstance(word, str) for word in value):
        raise _wrong("formats is a list, such as [“glb”, “stl”].")
    words = [word.lower() for word in value]
    unknown = [word for word in words if word not in FORMATS]
    if unknown:
        raise _wrong(f"There is no format {unknown[0][:12]!r}. Known are: {', '.join(FORMATS)}.")
    return list(dict.fromkeys(words))


def _whole(name: str, most: int) -> Callable[[Any], int]:
    def read_it(value: Any) -> int:
        if isinstance(value, bool) or not isinstance(value, int) or not 1 <= value <= most:
            raise _wrong(f"{name} is a whole number from 1 to {most:,}.")
        return value

    return read_it


def _length(value: Any, name: str) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 < value <= SIZE_MOST_MM:
        raise _wrong(f"{name} is in millimetres, above 0 and at most {SIZE_MOST_MM:,.0f}.")
    return round(float(value), 3)


def _size(value: Any) -> list[float]:
    if not isinstance(value, list | tuple) or len(value) != 3:
        raise _wrong("size_mm is three lengths in millimetres, such as [120, 80, 40].")
    return [_length(length, "Each length of size_mm") for length in value]


def _yes(name: str) -> Callable[[Any], bool]:
    def read_it(value: Any) -> bool:
        if value is not True:
            raise _wrong(f"{name} is true, or left out.")
        return True

    return read_it


_READ: dict[str, Callable[[Any], Any]] = {
    "formats": _formats,
    "triangles_max": _whole("triangles_max", TRIANGLES_MOST),
    "size_mm": _size,
    "tolerance_mm": lambda value: _length(value, "tolerance_mm"),
    "closed": _yes("closed"),
    "printable": _yes("printable"),
    "materials_max": _whole("materials_max", MATERIALS_MOST),
    "rigged": _yes("rigged"),
    "textured": _yes("textured"),
}

Facts = Mapping[str, Any]


def _check_formats(wanted: Facts, facts: Facts) -> Check:
    missing = set(wanted["formats"]) - set(facts["formats"])
    return Check("formats", wanted["formats"], facts["formats"], not missing)


def _check_triangles(wanted: Facts, facts: Facts) -> Check:
    number = facts.get("triangles")
    return Check(
        "triangles_max", wanted["triangles_max"], number, number is not None and number <= wanted["triangles_max"]
    )


def _check_materials(wanted: Facts, facts: Facts) -> Check:
    number = len(facts.get("materials") or [])
    return Check("materials_max", wanted["materials_max"], number, number <= wanted["materials_max"])


def _check_size(wanted: Facts, facts: Facts) -> Check:
    """Lengths are compared from the longest to the shortest: files differ in which axis points up."""
    measured = [round(float(length), 3) for length in facts.get("size_mm") or []]
    off = wanted.get("tolerance_mm", TOLERANCE_MM)
    pairs = zip(sorted(measured), sorted(wanted["size_mm"]), strict=False)
    fits = len(measured) == 3 and all(abs(found - asked) <= off for found, asked in pairs)
    return Check("size_mm", wanted["size_mm"], measured or None, fits)


def _check_closed(wanted: Facts, facts: Facts) -> Check:
    return Check("closed", wanted["closed"], facts.get("closed"), bool(facts.get("closed")))


def _check_printable(wanted: Facts, facts: Facts) -> Check:
    """What the badge, the search and the page mean by it, at the model's own size and with a usual nozzle."""
    fits = printability.judged(facts).prints
    return Check("printable", wanted["printable"], fits, fits)


def _check_rigged(wanted: Facts, facts: Facts) -> Check:
    return Check("rigged", wanted["rigged"], bool(facts.get("rigged")), bool(facts.get("rigged")))


def _check_textured(wanted: Facts, facts: Facts) -> Check:
    number = facts.get("textures") or 0
    return Check("textured", wanted["textured"], bool(number), bool(number))


_CHECK: dict[str, Callable[[Facts, Facts], Check]] = {
    "formats": _check_formats,
    "triangles_max": _check_triangles,
    "size_mm": _check_size,
    "closed": _check_closed,
    "printable": _check_printable,
    "materials_max": _check_materials,
    "rigged": _check_rigged,
    "textured": _check_textured,
}
