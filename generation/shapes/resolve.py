"""One draft → one object of the specification: choices, counts, lengths, colours and materials found and settled."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from generation.shapes import colours, materials, registry, sizes
from generation.shapes.grammar import Draft, Measure, Mention, Said
from generation.shapes.lexer import Span
from generation.shapes.registry import AXES, Axis, Family, Parameter, Role, Value

_METALS = {"gold": "gold leaf", "golden": "gold leaf", "silver": "silver metal"}
_ALIKE = {
    "thickness": ("thickness", "diameter", "width", "radius"), "diameter": ("diameter", "thickness", "width"),
    "width": ("width", "thickness"), "height": ("height", "length"), "length": ("length", "height", "width"),
    "depth": ("depth",), "radius": ("radius",),
}  # fmt: skip


@dataclass
class Notes:
    """What the specification tells about the reading, gathered over all objects."""

    assumed: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    styles: list[str] = field(default_factory=list)


def resolve(draft: Draft, notes: Notes) -> dict[str, Any]:
    """The object a draft means, before ranges are enforced; marks the fate of every span it read."""
    return _Resolver(draft, notes).object()


class _Resolver:
    def __init__(self, draft: Draft, notes: Notes) -> None:
        self.draft, self.notes = draft, notes
        self.family: Family = registry.get(draft.family)
        self.shown = draft.family.replace("_", " ")
        preset = self.family.synonyms[draft.synonym]
        self.preset = {axis: preset.get(axis, self.family.size.of(axis)) for axis in AXES}
        self.values: dict[str, Value] = {p.name: preset.get(p.name, p.default) for p in self.family.parameters}
        self.said: set[str] = set()
        self.spoken: dict[Axis, float] = {}
        self.factors: dict[str, float] = {}
        self.colours: dict[str, dict[str, str]] = {}
        self.materials: dict[str, str] = {}

    def object(self) -> dict[str, Any]:
        self._looks(self.draft.said, "")
        for mention in self.draft.mentions:
            self._mention(mention)
        self._measures()
        for span in self.draft.said.designations:
            self._designation(span)
        bounds = sizes.solve(self.family, self.spoken, self.factors, self.values | self.preset)
        self._tell_bounds(bounds)
        self._grow(bounds)
        merged: dict[str, Value] = dict(bounds) | self.values
        if self.family.rule is not None:
            spoken = self.said | set(self.spoken) | ({"second"} & (set(self.colours) | set(self.materials)))
            self.notes.warnings.extend(self.family.rule(merged, frozenset(spoken)))
        return {
            "family": self.family.name,
            "name": self.family.name,
            "parameters": {name: merged[name] for name in self.values},
            "parts": {},
            "colours": self.colours,
            "materials": self.materials,
            "size_mm": {axis: merged[axis] for axis in AXES},
        }

    # -- looks

    def _looks(self, said: Said, part: str) -> None:
        """Colours, materials, choices, sizes and styles said of the whole (part "") or of a part."""
        shade: Span | None = None
        for number, span in enumerate(said.looks):
            following = said.looks[number + 1] if number + 1 < len(said.looks) else None
            if span.has("shade") and self._bends(span, following):
                shade = span
                continue
            if self._choice(span, part):
                continue
            if span.has("colour"):
                name, value = span.get("colour").value
                self._colour(part, name, value, shade)
            elif span.has("material"):
                self._material(part, span.get("material").value, shade)
            elif span.has("size"):
                span.fate = "assumed" if self._size(dict(span.get("size").value), part) else "ignored"
                continue
            elif span.has("style"):
                self.notes.styles.append(span.get("style").value)
            else:
                span.fate = "ignored"
                continue
            span.fate = "specification"
            if shade is not None:
                shade.fate, shade = "specification", None
        if shade is not None:
            self._shade_alone(shade, part)
        for span in said.refused:
            self._refuse(span, part)

    def _bends(self, span: Span, following: Span | None) -> bool:
        """Whether a shade word bends the colour or material that follows; "deep" alone is a size."""
        if following is not None and (following.has("colour") or following.has("material")):
            return True
        return not span.has("size")

    def _colour(self, part: str, name: str, value: str, shade: Span | None) -> None:
        if shade is not None:
            word = shade.get("shade").value
            name, value = f"{word} {name}", colours.shaded(value, word)
        key = part or ("second" if "all" in self.colours else "all")
        if key == "second" and key in self.colours:
            self.notes.warnings.append(f"A {self.shown} takes two colours of its own; the further ones are left out.")
            return
        if key == "second" and not any(role.tone == 1 for role in self.family.roles):
            self.notes.warnings.append(f"A {self.shown} takes one colour of its own; the second is left out.")
            return
        self.colours[key] = {"name": name, "hex": value}
        if name in _METALS:
            self.materials.setdefault(key, _METALS[name])

    def _material(self, part: str, name: str, shade: Span | None) -> None:
        key = part or ("second" if "all" in self.materials else "all")
        if key == "second" and not any(role.tone == 1 for role in self.family.roles):
            self.notes.warnings.append(f"A {self.shown} takes one material as a whole; the second is left out.")
            return
        self.materials[key] = name
        if shade is not None:
            word = shade.get("shade").value
            tint = colours.shaded(materials.SURFACES[name].colour, word)
            self.colours.setdefault(key, {"name": f"{word} {name}", "hex": tint})

    def _shade_alone(self, shade: Span, part: str) -> None:
        role = self.family.role(part) if part else self._main()
        word = shade.get("shade").value
        tint = colours.shaded(materials.SURFACES[role.material].colour, word)
        self.colours.setdefault(part or "all", {"name": f"{word} {role.material}", "hex": tint})
        self.materials.setdefault(part or "all", role.material)
        shade.fate = "specification"

    def _main(self) -> Role:
        return next((role for role in self.family.roles if role.tone == 0), self.family.roles[0])

    def _refuse(self, span: Span, part: str) -> None:
        """Something not wanted: where the usual look is that, it becomes plain white plastic."""
        role = self.family.role(part) if part else self._main()
        usual = materials.SURFACES[role.material]
        unwanted = {meaning.value for meaning in span.meanings if meaning.kind == "material"}
        if (usual.name in unwanted or usual.kind in unwanted) and not {part or "all"} & set(self.materials):
            self.materials[part or "all"] = "plastic"
            self.notes.assumed.append(f"The {self.shown} is of plastic, as its usual material was not wanted.")
        span.fate = "specification"

    def _choice(self, span: Span, part: str) -> bool:
        if not span.has("choice"):
            return False
        words = [meaning.value for meaning in span.meanings if meaning.kind == "choice"]
        ordered = sorted(self.family.parameters, key=lambda p: not (part and p.name.startswith(part)))
        for parameter in ordered:
            for word in words:
                value = parameter.aliases.get(word, word)
                if parameter.kind == "choice" and value in parameter.choices:
                    self.values[parameter.name] = value
                    self.said.add(parameter.name)
                    span.fate = "specification"
                    return True
        return False

    def _size(self, factors: dict[str, float], part: str) -> bool:
        if part:
            return self._size_of_part(factors, part)
        section = factors.pop("section", None)
        if section is not None:
            for parameter in self.family.parameters:
                if parameter.kind == "length" and parameter.measure in ("thickness", "radius", "diameter"):
                    self._scale(parameter, section)
        for name, factor in factors.items():
            self.factors[name] = self.factors.get(name, 1.0) * factor
        return True

    def _size_of_part(self, factors: dict[str, float], part: str) -> bool:
        wanted = {"section": ("thickness", "radius", "diameter"), "height": ("height", "length"), "plan": ("thickness",),
                  "length": ("length", "height"), "width": ("width",), "depth": ("depth",)}  # fmt: skip
        done = False
        for name, factor in factors.items():
            for parameter in self.family.parameters:
                if parameter.part == part and (name == "all" or parameter.measure in wanted.get(name, ())):
                    self._scale(parameter, factor)
                    done = True
        return done

    def _scale(self, parameter: Parameter, factor: float) -> None:
        if parameter.name not in self.said:
            self.values[parameter.name] = float(self.values[parameter.name]) * factor

    # -- parts

    def _mention(self, mention: Mention) -> None:
        role, parameter = self._reached(mention.word)
        if role is None and parameter is None:
            self._stranger(mention)
            return
        mention.span.fate = "specification"
        if mention.number is not None:
            mention.number.fate = "specification"
        if parameter is not None and parameter.kind == "count":
            self._count(mention, parameter)
        elif mention.negated:
            self._cannot_lack(mention, role)
        elif role is not None and mention.number is not None and role.count != mention.number.value:
            self.notes.warnings.append(f"The number of parts called {role.name} cannot be chosen for a {self.shown}.")
        if parameter is not None and parameter.kind != "count":
            self._part_measures(mention.said.measures, [parameter])
        elif role is not None:
            self._looks(mention.said, role.name)
            self._part_measures(
                mention.said.measures, [p for p in self.family.parameters if p.part == role.name and p.kind == "length"]
            )
        else:
            self._ignore(mention.said)
        for span in mention.said.unknown:
            span.fate = "ignored"
        for span in mention.said.designations:
            self._designation(span)

    def _reached(self, word: str) -> tuple[Role | None, Parameter | None]:
        """The role and the parameter a noun names; a role brings the parameter that counts it."""
        for role in self.family.roles:
            if word == role.name.replace("_", " ") or word in role.words:
                counting = self.family.parameter(role.count) if isinstance(role.count, str) else None
                return role, counting
        for parameter in self.family.parameters:
            if word in parameter.words:
                role = next((role for role in self.family.roles if role.count == parameter.name), None)
                return role, parameter
        return None, None

    def _stranger(self, mention: Mention) -> None:
        mention.span.fate = "warning" if not mention.negated else "specification"
        if not mention.negated:
            self.notes.warnings.append(f"A {self.shown} has no part called {mention.word} here; it is left out.")
        if mention.number is not None:
            mention.number.fate = "ignored"
        self._ignore(mention.said)

    def _ignore(self, said: Said) -> None:
        for span in (*said.looks, *said.refused, *said.unknown, *said.designations):
            span.fate = "ignored"
        for measure in said.measures:
            _settle(measure, "ignored")

    def _count(self, mention: Mention, parameter: Parameter) -> None:
        usual = int(self.values[parameter.name])
        if mention.negated:
            if parameter.low > 0:
                self.notes.warnings.append(f"A {self.shown} cannot do without {_plain(parameter.name)}.")
                return
            wanted = 0
        elif mention.number is not None:
            wanted = self._whole(mention.number)
        elif not mention.plural and (mention.article or usual == 0):
            wanted = 1
        elif mention.plural and usual == 0:
            wanted = min(2, int(parameter.high))
            self.notes.assumed.append(f"{_plain(parameter.name).capitalize()}: {wanted}, as no number was given.")
        else:
            return
        self.values[parameter.name] = wanted
        self.said.add(parameter.name)

    def _whole(self, span: Span) -> int:
        if span.upto is None:
            return round(span.value)
        self.notes.assumed.append(f"{int((span.value + span.upto) / 2)} is taken from a range.")
        return int((span.value + span.upto) / 2)

    def _cannot_lack(self, mention: Mention, role: Role | None) -> None:
        shown = role.name if role is not None else mention.word
        self.notes.warnings.append(f"A {self.shown} cannot do without its {shown.replace('_', ' ')}.")

    def _part_measures(self, measures: Iterable[Measure], parameters: list[Parameter]) -> None:
        for measure in measures:
            wanted = _ALIKE.get(measure.dimension, ())
            fits = [p for kind in wanted for p in parameters if p.measure == kind]
            if not fits and (not measure.dimension or len(parameters) == 1 and not parameters[0].part):
                fits = parameters[:1]
            value = self._millimetres(measure, float(fits[0].default) if fits else 100.0)
            if not fits or value is None:
                if not fits:
                    self.notes.warnings.append(f"A length given for a part of the {self.shown} could not be used.")
                _settle(measure, "warning")
                continue
            if measure.dimension == "radius" and fits[0].measure != "radius":
                value *= 2
            self._set_length(fits[0], value)
            _settle(measure, "specification")

    def _set_length(self, parameter: Parameter, value: float) -> None:
        self.values[parameter.name] = round(value, 3)
        self.said.add(parameter.name)

    def _designation(self, span: Span) -> None:
        parameter = next((p for p in self.family.parameters if p.letter and span.text.startswith(p.letter)), None)
        span.fate = "ignored"
        if parameter is not None:
            self._set_length(parameter, span.value)
            span.fate = "specification"

    # -- the three bounds

    def _measures(self) -> None:
        later = []
        for measure in self.draft.said.measures:
            if measure.dimension in ("", "length"):
                later.append(measure)
            else:
                self._measure(measure)
        for measure in sorted(later, key=lambda m: not m.dimension):
            self._measure(measure)

    def _measure(self, measure: Measure) -> None:
        if measure.dimension == "product":
            self._product(measure)
            return
        own = next((p for p in self.family.parameters if measure.dimension in p.dimension), None)
        usual = float(own.default) if own is not None else self._usual(measure.dimension)
        value = self._millimetres(measure, usual)
        if value is None:
            _settle(measure, "warning")
            return
        _settle(measure, "specification")
        if own is not None:
            self._set_length(own, value)
            return
        axes = self._axes(measure.dimension)
        if not axes:
            self.notes.warnings.append(f"The {measure.dimension} of a {self.shown} cannot be chosen.")
            _settle(measure, "warning")
            return
        if measure.dimension == "radius":
            value *= 2
        for axis in axes:
            self.spoken[axis] = value
        if not measure.dimension:
            self.notes.assumed.append(f"{value:,.10g} mm is taken as the {axes[0]}.")

    def _usual(self, dimension: str) -> float:
        axes = self._axes(dimension) or (self.family.size.main,)
        return float(self.preset[axes[0]]) / (2 if dimension == "radius" else 1)

    def _axes(self, dimension: str) -> tuple[Axis, ...]:
        """The axes that a dimension word sets for this family."""
        size = self.family.size
        if dimension in AXES:
            return (dimension,)
        if dimension == "length":
            return (sizes.axis_of_length(size, self.spoken),)
        if dimension in ("diameter", "radius"):
            self._make_round()
            tied = size.ties(self.values)
            return tied if "width" in tied else ("width", "depth")
        if not dimension:
            free: tuple[Axis, ...] = (size.main, *(axis for axis in AXES if axis != size.main))
            return next(((axis,) for axis in free if axis not in self.spoken), ())
        return ()

    def _make_round(self) -> None:
        for parameter in self.family.parameters:
            if parameter.kind == "choice" and "round" in parameter.choices and parameter.name not in self.said:
                if self.values[parameter.name] != "round":
                    self.values[parameter.name] = "round"
                    self.notes.assumed.append(f"The {self.shown} is round, as a diameter was given.")

    def _product(self, measure: Measure) -> None:
        values = measure.span.values
        if any(value <= 0 for value in values):
            self.notes.warnings.append(f"A {self.shown} needs lengths above 0; the usual ones are used.")
            _settle(measure, "warning")
            return
        tied = self.family.size.ties(self.values)
        axes: tuple[Axis, ...] = AXES
        if len(values) == 2:
            axes = ("width", "height") if "width" in tied and "height" not in tied else ("width", "depth")
        self.spoken |= dict(zip(axes, values, strict=False))
        _settle(measure, "specification")

    def _millimetres(self, measure: Measure, usual: float) -> float | None:
        """The length in millimetres; a bare number gets the unit nearest to what is usual. None where it is no size."""
        span = measure.span
        value = span.value if span.upto is None else (span.value + span.upto) / 2
        if value <= 0:
            self.notes.warnings.append(f"A {self.shown} needs lengths above 0; the usual one is used.")
            return None
        if span.upto is not None:
            self.notes.assumed.append(f"{value:,.10g} is the middle of the range given.")
        if span.kind == "number":
            unit = min((1.0, 10.0, 1000.0), key=lambda size: max(value * size / usual, usual / (value * size)))
            word = {1.0: "millimetres", 10.0: "centimetres", 1000.0: "metres"}[unit]
            self.notes.assumed.append(f"{value:,.10g} without a unit is read as {word}.")
            value *= unit
        return value

    def _tell_bounds(self, bounds: dict[Axis, float]) -> None:
        for axis in AXES:
            asked = self.spoken.get(axis)
            if asked is None:
                self.notes.assumed.append(f"{axis.capitalize()} of the {self.shown}: {bounds[axis]:,.10g} mm.")
            elif abs(asked - bounds[axis]) > 1e-3:
                self.notes.warnings.append(
                    f"The {axis} of a {self.shown} can be from 0.1 mm to 1 km; {bounds[axis]:,.10g} mm is used."
                )

    def _grow(self, bounds: dict[Axis, float]) -> None:
        """Lengths nobody named follow the size of the whole."""
        growth = sizes.sections(self.family, bounds, self.preset)
        for parameter in self.family.parameters:
            if parameter.kind == "length" and parameter.name not in self.said:
                value = sizes.grown(float(self.values[parameter.name]), growth, parameter.grows)
                self.values[parameter.name] = round(min(max(value, parameter.low), parameter.high), 3)


def _settle(measure: Measure, fate: str) -> None:
    measure.span.fate = fate
    if measure.named is not None:
        measure.named.fate = fate


def _plain(name: str) -> str:
    return name.replace("_", " ")
