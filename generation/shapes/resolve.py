"""One draft → one object of the specification: its parts, counts and lengths found and settled."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from generation.shapes import chance, colours, lookahead, materials, sizes
from generation.shapes.finding import Finding, Notes, plain, settle
from generation.shapes.looks import Looks
from generation.shapes.measures import Measures
from generation.shapes.registry import AXES, Parameter, Role, Value
from generation.shapes.spans import Span
from generation.shapes.wishes import Draft, Measure, Mention, Said

# Fruit and plants whose family needs another name than the colour or wood that is called the same.
_CALLED = {"orange fruit": "orange", "lemon fruit": "lemon", "bamboo plant": "bamboo"}


def resolve(draft: Draft, notes: Notes, *, seed: int = 0) -> dict[str, Any]:
    """The object a draft means, before ranges are enforced; marks the fate of every span it read.

    A seed other than 0 chooses among what the family leaves free and nobody spoke of.
    """
    found = Finding(draft, notes)
    _Parts(found).read(draft)
    _vary(found, seed)
    if found.usual_material and "all" not in found.colours:
        found.materials.setdefault("all", found.usual_material)
    bounds = sizes.solve(found.family, found.spoken, found.factors, found.values | found.preset)
    measures = Measures(found)
    measures.tell(bounds)
    measures.grow(bounds)
    merged: dict[str, Value] = {str(axis): bounds[axis] for axis in AXES}
    merged.update(found.values)
    if found.family.rule is not None:
        spoken = found.said | set(found.spoken) | ({"second"} & (set(found.colours) | set(found.materials)))
        notes.warnings.extend(found.family.rule(merged, frozenset(spoken)))
    return {
        "family": found.family.name,
        "name": _CALLED.get(draft.synonym, found.family.name),
        "parameters": {name: merged[name] for name in found.values},
        "parts": {},
        "colours": found.colours,
        "materials": found.materials,
        "finishes": found.finishes,
        "size_mm": {axis: merged[axis] for axis in AXES},
    }


def _give_hues(draft: Draft) -> None:
    """Colours listed after so many parts are theirs: "cone with three scoops: pink, brown and white"."""
    for mention in draft.mentions:
        hues = [span for span in draft.said.hues() if span.start > mention.span.end]
        listed = mention.number is not None and len(hues) == mention.number.value and len(hues) > 2
        if listed and not mention.said.hues():
            draft.said.looks = [span for span in draft.said.looks if span not in hues]
            mention.said.looks += hues
            return


def _vary(found: Finding, seed: int) -> None:
    for parameter in found.family.parameters:
        preset = found.values[parameter.name] != parameter.default
        if seed and parameter.free and not preset and parameter.name not in found.said:
            found.values[parameter.name] = chance.one_of(parameter.free, seed, found.family.name, parameter.name)


class _Parts:
    """Reads what was said of the whole and of its parts into a finding."""

    def __init__(self, found: Finding) -> None:
        self.found = found
        self.looks = Looks(found)
        self.measures = Measures(found)

    def read(self, draft: Draft) -> None:
        _give_hues(draft)
        self.looks.read(draft.said, "")
        for mention in draft.mentions:
            self._mention(mention)
        self.measures.read(draft.said.measures)
        for span in draft.said.designations:
            self._designation(span)

    def _mention(self, mention: Mention) -> None:
        role, parameter = self._reached(mention.word)
        if mention.word in ("edge", "side", "face") and self._edges(mention, parameter):
            return
        if role is None and parameter is None:
            self._stranger(mention)
            return
        if mention.excepted and role is not None:
            self._keeps_its_own(mention, role)
        mention.span.fate = "specification"
        if mention.number is not None:
            mention.number.fate = "specification"
        if parameter is not None and parameter.kind == "count":
            self._count(mention, parameter)
        elif mention.negated:
            self._cannot_lack(mention, role)
        elif role is not None and mention.number is not None and role.count != mention.number.value:
            self.found.notes.warnings.append(
                f"The number of parts called {role.name} cannot be chosen for a {self.found.shown}."
            )
        if parameter is not None and parameter.kind != "count":
            self._part_measures(mention.said.measures, [parameter])
            self._present(mention, parameter)
            for span in mention.said.looks:
                if not self.looks.choice(span, parameter.name):
                    span.fate = "ignored"
        elif role is not None:
            self._one_each(mention, role, parameter)
            self.looks.read(mention.said, role.name)
            self._part_measures(
                mention.said.measures,
                [p for p in self.found.family.parameters if p.part == role.name and p.kind == "length"],
            )
        else:
            self._ignore(mention.said)
        for span in mention.said.unknown:
            span.fate = "ignored"
        for span in mention.said.designations:
            self._designation(span)

    def _one_each(self, mention: Mention, role: Role, parameter: Parameter | None) -> None:
        """A colour for each of several parts: "three scoops, pink, brown and white", "each in another colour"."""
        number = int(self.found.values[parameter.name]) if parameter is not None else 0
        hues = mention.said.hues()
        if mention.colourful:
            for copy in range(number):
                self.found.colours[f"{role.name}_{copy + 1}"] = colours.apart(copy)
        elif number > 1 and len(hues) == number:
            mention.said.looks = [span for span in mention.said.looks if span not in hues]
            for copy, span in enumerate(hues):
                name, value = span.get("colour").value
                self.found.colours[f"{role.name}_{copy + 1}"] = {"name": name, "hex": value}
                span.fate = "specification"

    def _edges(self, mention: Mention, parameter: Parameter | None) -> bool:
        """The edges of a cube, "5 cm long" or just "5 cm", are its size; a radius of edges is another matter."""
        lengths = [m for m in mention.said.measures if m.dimension in ("length", "side")]
        if mention.word != "edge" and not lengths:
            lengths = [m for m in mention.said.measures if not m.dimension]
        if not lengths or (parameter is not None and mention.word != "edge" and not parameter.part):
            return False
        mention.span.fate = "specification"
        for measure in lengths:
            mention.said.measures.remove(measure)
            measure.dimension = "side"
            self.measures.read([measure])
        self.looks.read(mention.said, "")
        return True

    def _keeps_its_own(self, mention: Mention, role: Role) -> None:
        """All black except the top: the top looks as usual, unless something else was said of it."""
        if not any(span.has("colour") or span.has("material") for span in mention.said.looks):
            usual = role.colour or materials.SURFACES[role.material].colour
            named = usual if usual.startswith("#") else colours.names().get(usual, "")
            self.found.colours[role.name] = {"name": f"usual {role.name.replace('_', ' ')}", "hex": named or "#d9dadb"}
            self.found.materials[role.name] = role.material

    def _present(self, mention: Mention, parameter: Parameter) -> None:
        """A hole or the like that was only named: it gets a usual size where it had none."""
        if mention.negated and parameter.kind == "length" and parameter.low == 0:
            self.found.set_value(parameter, 0.0)
        elif parameter.kind == "length" and not float(self.found.values[parameter.name]) and not mention.said.measures:
            least = min(self.found.preset.values(), key=float)
            self.found.set_value(parameter, round(float(least) * (0.4 if parameter.measure == "diameter" else 0.05), 3))
            shown = f"{plain(parameter.name).capitalize()}: {self.found.values[parameter.name]:,.10g} mm"
            self.found.notes.assumed.append(f"{shown}, as no size was given.")

    def _reached(self, word: str) -> tuple[Role | None, Parameter | None]:
        """The role and the parameter a noun names; a role brings the parameter that counts it."""
        for role in self.found.family.roles:
            if word == role.name.replace("_", " ") or word in role.words:
                named = [p for p in self.found.family.parameters if p.kind == "count" and word in p.words]
                counting = self.found.family.parameter(role.count) if isinstance(role.count, str) else None
                return role, counting or next(iter(named), None)
        for parameter in self.found.family.parameters:
            if word in parameter.words:
                counted = next((role for role in self.found.family.roles if role.count == parameter.name), None)
                return counted, parameter
        return None, None

    def _stranger(self, mention: Mention) -> None:
        mention.span.fate = "warning" if not mention.negated else "specification"
        if not mention.negated:
            self.found.notes.warnings.append(
                f"A {self.found.shown} has no part called {mention.word} here; it is left out."
            )
        if mention.number is not None:
            mention.number.fate = "ignored"
        self._ignore(mention.said)

    def _ignore(self, said: Said) -> None:
        for span in (*said.looks, *said.refused, *said.unknown, *said.designations):
            span.fate = "ignored"
        for measure in said.measures:
            settle(measure, "ignored")

    def _count(self, mention: Mention, parameter: Parameter) -> None:
        usual = int(self.found.values[parameter.name])
        if mention.negated:
            if parameter.low > 0:
                self.found.notes.warnings.append(f"A {self.found.shown} cannot do without {plain(parameter.name)}.")
                return
            wanted = 0
        elif mention.number is not None:
            wanted = self._whole(mention.number)
        elif not mention.plural and (mention.article or usual == 0):
            wanted = 1
        elif mention.plural and usual == 0:
            wanted = min(2, int(parameter.high))
            self.found.notes.assumed.append(f"{plain(parameter.name).capitalize()}: {wanted}, as no number was given.")
        else:
            return
        self.found.values[parameter.name] = wanted
        self.found.said.add(parameter.name)

    def _whole(self, span: Span) -> int:
        if span.upto is None:
            if span.vague or span.value != round(span.value):
                self.found.notes.assumed.append(f"{round(span.value)} is taken, as no whole number was given.")
            return round(span.value)
        self.found.notes.assumed.append(f"{int((span.value + span.upto) / 2)} is taken from a range.")
        return int((span.value + span.upto) / 2)

    def _cannot_lack(self, mention: Mention, role: Role | None) -> None:
        shown = role.name if role is not None else mention.word
        self.found.notes.warnings.append(f"A {self.found.shown} cannot do without its {shown.replace('_', ' ')}.")

    def _part_measures(self, measures: Iterable[Measure], parameters: list[Parameter]) -> None:
        for measure in measures:
            wanted = lookahead.ALIKE.get(measure.dimension, ())
            fits = [p for kind in wanted for p in parameters if p.measure == kind]
            if not fits and (not measure.dimension or (len(parameters) == 1 and not parameters[0].part)):
                fits = parameters[:1]
            # A length that is 0 unless it is named (the module of a gear) is in millimetres.
            usual = (float(fits[0].default) or measure.span.value) if fits else 100.0
            value = self.measures.millimetres(measure, usual)
            if not fits or value is None:
                if not fits:
                    self.found.notes.warnings.append(
                        f"A length given for a part of the {self.found.shown} could not be used."
                    )
                settle(measure, "warning")
                continue
            if measure.dimension == "radius" and fits[0].measure != "radius":
                value *= 2
            self.found.set_value(fits[0], value)
            settle(measure, "specification")

    def _designation(self, span: Span) -> None:
        parameter = next((p for p in self.found.family.parameters if p.letter and span.text.startswith(p.letter)), None)
        span.fate = "ignored"
        if parameter is not None:
            self.found.set_value(parameter, span.value)
            span.fate = "specification"
