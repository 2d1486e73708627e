"""How a creator prints the model: named fields with their bounds, checked before they are kept. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

TEXT_MOST = 120
NOTE_MOST = 1000
SUPPORTS = ("none", "touching_bed", "everywhere")
MATERIALS = ("PLA", "PETG", "ABS", "ASA", "TPU", "Nylon", "PC", "Resin", "Other")


@dataclass(frozen=True)
class Measure:
    """A number with its unit and bounds, both included."""

    unit: str
    least: float
    most: float
    whole: bool = False


MEASURES: dict[str, Measure] = {
    "nozzle_mm": Measure("mm", 0.1, 2.0),
    "layer_mm": Measure("mm", 0.01, 1.0),
    "infill_percent": Measure("%", 0, 100, whole=True),
    "walls": Measure("", 0, 50, whole=True),
    "scale_percent": Measure("%", 1, 10_000),
    "nozzle_celsius": Measure("°C", 0, 500, whole=True),
    "bed_celsius": Measure("°C", 0, 200, whole=True),
    "minutes": Measure("min", 1, 100_000, whole=True),
    "grams": Measure("g", 0.1, 100_000),
}
CHOICES: dict[str, tuple[str, ...]] = {"material": MATERIALS, "supports": SUPPORTS}
FLAGS = ("brim",)
TEXTS = {"printer": TEXT_MOST, "note": NOTE_MOST}
NAMES = (*CHOICES, *MEASURES, *FLAGS, *TEXTS)


def checked(sent: Mapping[str, Any] | None) -> tuple[dict[str, Any] | None, dict[str, str]]:
    """What may be kept of `sent`, and a sentence for each wrong name. Empty values are left out; none is None."""
    kept: dict[str, Any] = {}
    wrong: dict[str, str] = {}
    for name, value in (sent or {}).items():
        if value is None or value == "":
            continue
        try:
            kept[name] = _one(name, value)
        except ValueError as failure:
            wrong[name] = str(failure)
    ordered = {name: kept[name] for name in NAMES if name in kept}
    return ordered or None, wrong


def _one(name: str, value: Any) -> Any:
    if name in MEASURES:
        return _number(name, value, MEASURES[name])
    if name in CHOICES:
        if value not in CHOICES[name]:
            raise ValueError(f"{name} is one of: {', '.join(CHOICES[name])}.")
        return value
    if name in FLAGS:
        if not isinstance(value, bool):
            raise ValueError(f"{name} is true or false.")
        return value
    if name in TEXTS:
        if not isinstance(value, str) or len(value) > TEXTS[name] or "\x00" in value:
            raise ValueError(f"{name} is a text of at most {TEXTS[name]:,} characters.")
        return value
    raise ValueError(f"There is no print setting {name[:40]!r}. Known are: {', '.join(NAMES)}.")


def _number(name: str, value: Any, measure: Measure) -> float | int:
    sentence = f"{name} is a number from {measure.least:g} to {measure.most:g} {measure.unit}".strip() + "."
    if isinstance(value, bool) or not isinstance(value, int | float) or value != value:  # noqa: PLR0124 - NaN
        raise ValueError(sentence)
    if not measure.least <= value <= measure.most:
        raise ValueError(sentence)
    if measure.whole and value != int(value):
        raise ValueError(f"{name} is a whole number from {measure.least:g} to {measure.most:g}.")
    return int(value) if measure.whole else float(value)
