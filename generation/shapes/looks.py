"""Colours, materials, choices, sizes and styles: from the words that were said of a thing or part to its values."""

from __future__ import annotations

from generation.shapes import colours, materials
from generation.shapes.finding import Finding
from generation.shapes.spans import Span
from generation.shapes.wishes import Said

_HUES = ("red", "orange", "yellow", "green", "blue", "purple", "violet", "pink", "brown", "grey", "gray", "turquoise")
_OPENS = ("open", "opening", "opened", "lid", "spread", "fold", "folding", "aperture", "swing", "hinge")
_METALS = {
    "gold": "gold leaf",
    "golden": "gold leaf",
    "silver": "silver metal",
    "rose gold": "copper",
    "gunmetal": "steel",
    "platinum": "silver metal",
}


class Looks:
    """Reads looks into a finding."""

    def __init__(self, found: Finding) -> None:
        self.found = found

    def read(self, said: Said, part: str) -> None:
        """Colours, materials, choices, sizes and styles said of the whole (part "") or of a part."""
        shade: Span | None = None
        blended: list[Span] = []
        for number, span in enumerate(said.looks):
            following = said.looks[number + 1] if number + 1 < len(said.looks) else None
            if span in blended:
                continue
            if span.has("shade") and self._bends(span, following):
                shade = span
                continue
            if self.choice(span, part) or self._opening(span, part):
                continue
            if span.has("colour"):
                name, value = span.get("colour").value
                blend = self._blend(span, following)
                if blend is not None and following is not None:
                    name, value = blend
                    following.fate = "specification"
                    blended.append(following)
                self._colour(part, name, value, shade)
            elif span.has("material"):
                self._material(part, span.get("material").value, shade)
            elif span.has("finish"):
                self.found.finishes.setdefault(part or "all", span.get("finish").value)
            elif span.has("size"):
                span.fate = "assumed" if self._size(dict(span.get("size").value), part) else "ignored"
                continue
            elif span.has("style"):
                self.found.notes.styles.append(span.get("style").value)
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

    def _blend(self, span: Span, following: Span | None) -> tuple[str, str] | None:
        """Two hues with nothing between are one: a teal green is a green that is teal, a blue green lies between."""
        if following is None or not following.has("colour") or not 0 < following.start - span.end <= 1:
            return None
        (name, value), (hue, other) = span.get("colour").value, following.get("colour").value
        if hue not in _HUES or name == hue or name in ("black", "white", *_METALS):
            return None
        return f"{name} {hue}", colours.mixed(value, other) if name in _HUES else value

    def _opening(self, span: Span, part: str) -> bool:
        """How far a thing that opens is open."""
        if not span.has("opening"):
            return False
        share = float(span.get("opening").value)
        for parameter in self.found.family.parameters:
            named = parameter.name.split("_") + list(parameter.words)
            opens = any(word in _OPENS for word in named) or (part and parameter.part == part)
            if parameter.kind in ("angle", "ratio") and opens:
                self.found.set_value(parameter, parameter.low + (parameter.high - parameter.low) * share)
                span.fate = "specification"
                return True
        return False

    def _colour(self, part: str, name: str, value: str, shade: Span | None) -> None:
        if shade is not None:
            word = shade.get("shade").value
            name, value = f"{word} {name}", colours.shaded(value, word)
        if part in self.found.colours and "all" not in self.found.colours and self.found.family.role(part).tone == 1:
            self.found.colours["all"] = self.found.colours.pop(part)  # "in stripes of teal and cream"
        if part in self.found.colours:
            self.found.notes.warnings.append(f"A part of the {self.found.shown} takes one colour; the first is used.")
            return
        key = part or ("second" if "all" in self.found.colours else "all")
        if key == "second" and self.found.colours["all"]["name"] == name:
            return
        if key == "second" and key in self.found.colours:
            self.found.notes.warnings.append(
                f"A {self.found.shown} takes two colours of its own; the further ones are left out."
            )
            return
        if key == "second" and not any(role.tone == 1 for role in self.found.family.roles):
            self.found.notes.warnings.append(
                f"A {self.found.shown} takes one colour of its own; the second is left out."
            )
            return
        self.found.colours[key] = {"name": name, "hex": value}
        if name in _METALS:
            self.found.materials.setdefault(key, _METALS[name])

    def _material(self, part: str, name: str, shade: Span | None) -> None:
        if part in self.found.materials:
            self.found.notes.warnings.append(f"A part of the {self.found.shown} takes one material; the first is used.")
            return
        key = part or ("second" if "all" in self.found.materials else "all")
        if key == "second" and not any(role.tone == 1 for role in self.found.family.roles):
            self.found.notes.warnings.append(
                f"A {self.found.shown} takes one material as a whole; the second is left out."
            )
            return
        self.found.materials[key] = name
        if shade is not None:
            word = shade.get("shade").value
            tint = colours.shaded(materials.SURFACES[name].colour, word)
            self.found.colours.setdefault(key, {"name": f"{word} {name}", "hex": tint})

    def _shade_alone(self, shade: Span, part: str) -> None:
        role = self.found.family.role(part) if part else self.found.main()
        word = shade.get("shade").value
        tint = colours.shaded(materials.SURFACES[role.material].colour, word)
        self.found.colours.setdefault(part or "all", {"name": f"{word} {role.material}", "hex": tint})
        self.found.materials.setdefault(part or "all", role.material)
        shade.fate = "specification"

    def _refuse(self, span: Span, part: str) -> None:
        """Something not wanted: where the usual look is that, it becomes plain white plastic."""
        role = self.found.family.role(part) if part else self.found.main()
        usual = materials.SURFACES[role.material]
        unwanted = {meaning.value for meaning in span.meanings if meaning.kind == "material"}
        if (usual.name in unwanted or usual.kind in unwanted) and not {part or "all"} & set(self.found.materials):
            self.found.materials[part or "all"] = "plastic"
            self.found.notes.assumed.append(
                f"The {self.found.shown} is of plastic, as its usual material was not wanted."
            )
        span.fate = "specification"

    def choice(self, span: Span, part: str) -> bool:
        """Take a chosen word; `part` is the part or parameter it was said of. False where it is no choice here."""
        if not span.has("choice"):
            return False
        words = [meaning.value for meaning in span.meanings if meaning.kind == "choice"]
        ordered = sorted(self.found.family.parameters, key=lambda p: not (part and p.name.startswith(part)))
        for parameter in ordered:
            for word in words:
                value = parameter.aliases.get(word, word)
                if parameter.kind == "choice" and value in parameter.choices:
                    self.found.values[parameter.name] = value
                    self.found.said.add(parameter.name)
                    span.fate = "specification"
                    return True
        # A cylinder is round whether or not it is said.
        if "round" in words and "width" in self.found.family.size.tied and not part:
            span.fate = "specification"
            return True
        return False

    def _size(self, factors: dict[str, float], part: str) -> bool:
        if part:
            return self._size_of_part(factors, part)
        section = factors.pop("section", None)
        if section is not None:
            for parameter in self.found.family.parameters:
                if parameter.kind == "length" and parameter.measure in ("thickness", "radius", "diameter"):
                    self.found.scale(parameter, section)
        for name, factor in factors.items():
            self.found.factors[name] = self.found.factors.get(name, 1.0) * factor
        return True

    def _size_of_part(self, factors: dict[str, float], part: str) -> bool:
        wanted = {
            "section": ("thickness", "radius", "diameter"), "height": ("height", "length"), "plan": ("thickness",),
            "length": ("length", "height"), "width": ("width",), "depth": ("depth",),
        }  # fmt: skip
        done = False
        for name, factor in factors.items():
            for parameter in self.found.family.parameters:
                if parameter.part == part and (name == "all" or parameter.measure in wanted.get(name, ())):
                    self.found.scale(parameter, factor)
                    done = True
        return done
