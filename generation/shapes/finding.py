"""What is known of one object while its words are read: values, spoken bounds, colours, materials, and the notes."""

from __future__ import annotations

from dataclasses import dataclass, field

from generation.shapes import character, registry
from generation.shapes.registry import AXES, Axis, Family, Parameter, Role, Value
from generation.shapes.wishes import Draft, Measure


@dataclass
class Notes:
    """What the specification tells about the reading, gathered over all objects; `style` is the one asked for."""

    style: str = ""
    assumed: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    styles: list[str] = field(default_factory=list)


class Finding:
    """The state that reading looks, parts and lengths share."""

    def __init__(self, draft: Draft, notes: Notes) -> None:
        self.notes = notes
        self.family: Family = registry.get(draft.family)
        self.shown = plain(draft.family)
        preset = self.family.synonyms[draft.synonym]
        stout, factors = (way(self.family, notes.style) for way in (character.proportions, character.lengths))
        self.preset: dict[str, Value] = {
            axis: float(preset.get(axis, self.family.size.of(axis))) * stout[axis] for axis in AXES
        }
        self.values: dict[str, Value] = {p.name: preset.get(p.name, p.default) for p in self.family.parameters}
        self.values |= {name: float(self.values[name]) * factor for name, factor in factors.items()}
        self.usual_material = str(preset.get("material", ""))
        self.said: set[str] = set()
        self.spoken: dict[Axis, float] = {}
        self.factors: dict[str, float] = {}
        self.colours: dict[str, dict[str, str]] = {}
        self.materials: dict[str, str] = {}
        self.finishes: dict[str, str] = {}

    def main(self) -> Role:
        """The role that wears the object's own look."""
        return next((role for role in self.family.roles if role.tone == 0), self.family.roles[0])

    def set_value(self, parameter: Parameter, value: Value) -> None:
        """A value that was spoken."""
        self.values[parameter.name] = round(value, 3) if isinstance(value, float) else value
        self.said.add(parameter.name)

    def scale(self, parameter: Parameter, factor: float) -> None:
        """A size word for a length nobody gave in numbers."""
        if parameter.name not in self.said:
            self.values[parameter.name] = float(self.values[parameter.name]) * factor


def plain(name: str) -> str:
    """A name as it is spoken."""
    return name.replace("_", " ")


def settle(measure: Measure, fate: str) -> None:
    """Mark where a length and its dimension word ended."""
    measure.span.fate = fate
    if measure.named is not None:
        measure.named.fate = fate
