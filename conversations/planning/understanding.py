"""A reading → decisions: which parameter each measure, word and component of a text sets, and what was left over."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cache

from conversations.planning import components, drilling, matching, words
from conversations.planning.fitting import Fitting, Heard
from conversations.planning.parameters import Design, Face
from conversations.planning.reading import HoleWish, Measure, Reading, holes, measures
from conversations.planning.state import State
from generation.shapes import colours

_HUE = re.compile(r"#[0-9a-f]{6}")


def nouns_of(design: Design) -> dict[str, str]:
    """Every word for a part of the design, to the one name its parameters use."""
    return {words.singular(word): name for name, many in design.nouns.items() for word in (name, *many)}


def apply(
    state: State, reading: Reading, *, asked: Sequence[str] = (), edits: bool = False, adds: bool = False
) -> Heard:
    """Let a text decide; `asked` are the parameters that a question was about, which bare numbers answer in order.

    In a follow-up (`edits`) holes mean those that are there, unless it `adds` some.
    """
    return _Understanding(state, reading, edits, adds).run(asked)


class _Understanding(Fitting):
    """Reads one text into one state."""

    def __init__(self, state: State, reading: Reading, edits: bool, adds: bool) -> None:
        self.state, self.reading, self.edits, self.adds = state, reading, edits, adds
        self.design = state.template
        self.nouns = nouns_of(self.design)
        self.measures = self._parted(measures(reading, self.nouns))
        for measure in self.measures:  # a new design has nothing yet to be longer than
            measure.comparison = measure.comparison if edits else None
        self.wishes = holes(reading, self.measures, self.nouns)
        self.heard = Heard()

    def run(self, asked: Sequence[str]) -> Heard:
        self._words()
        self._colours()
        self._fraction_words()
        self._products()
        self._square()
        self._assign()
        self._settle()
        spoken = {wish.screw for wish in self.wishes if wish.screw}
        for mention in self.reading.mentions:
            if mention.component.id not in spoken:
                self._component(mention.component)
        self._settle()
        for wish in self.wishes:
            self._holes(wish)
        self._answers(asked)
        self._bare()
        self._left_over()
        return self.heard

    def _parted(self, found: list[Measure]) -> list[Measure]:
        """The lengths of "from 32 to 40 mm": two for a design with two of a kind, and a range for all others."""
        if not any(one.name.endswith("_1") for one in self.design.parameters):
            return found
        out: list[Measure] = []
        for one in found:
            item = self.reading.items[one.at]
            if item.upto is None:
                out.append(one)
                continue
            first = 2 * item.value - item.upto
            out += [replace(one, value=first, nouns=dict(one.nouns)), replace(one, value=item.upto)]
        return out

    def _may_set(self, name: str) -> bool:
        """Whether a parameter may be meant: "the second gear" is not the first."""
        second = self.reading.has("second", "other", "driven", "2nd") and not self.reading.has("first", "one")
        return not (second and name.endswith("_1"))

    def _words(self) -> None:
        """Words that choose: "screw-on lid", "knurled", "no lid"."""
        plain = " ".join(words.singular(word) for word in self.reading.plain.split())
        for parameter in self.design.parameters:
            best: tuple[int, float | str | bool] | None = None
            for phrase, value in parameter.words.items():
                hit = re.search(rf"(?<!\w){re.escape(phrase)}(?!\w)", plain)
                if hit and (best is None or len(phrase) > best[0]):
                    denied = parameter.kind == "flag" and _is_denied(plain, hit.start())
                    best = (len(phrase), not value if denied else value)
            if best is not None:
                self._set(parameter.name, best[1])

    def _colours(self) -> None:
        """Colours, as in "a red lid", "make it blue": of the part named next to the colour, else of all."""
        items = self.reading.items
        for at, item in enumerate(items):
            hue = _hues().get(item.text) if item.kind == "word" else None
            if hue is None or not _HUE.fullmatch(hue):
                continue
            near = [items[k].text for k in (at + 1, at - 1, at - 2, at - 3) if 0 <= k < len(items)]
            rows = [row.name for row in self.design.rows]
            parts = [
                row
                for word in near
                for row in rows
                if words.singular(word) in (row, self.nouns.get(row, "")) or words.singular(word) == row.split("_")[-1]
            ]
            for part in parts[:1] or rows:
                self.state.colours[part] = hue
            self.heard.done.append("colour")

    def _fraction_words(self) -> None:
        """The dimensions "20 %" and factors are for follow-ups, not for sizes."""
        items = self.reading.items
        for measure in self.measures:
            after = items[measure.at + 1].text if measure.at + 1 < len(items) else ""
            if after in ("%", "percent", "times") or items[measure.at].text in words.FACTORS:
                measure.used = True

    def _products(self) -> None:
        products = [measure for measure in self.measures if measure.kind == "product" and not measure.used]
        grid = self.design.takes.get("grid", "").split()
        for measure in products:
            small = all(value == int(value) and value <= 30 for value in measure.values)
            if grid and len(measure.values) == 2 and measure.unitless and small:
                self._grid(grid, measure)
                continue
            names = [name for name in self.design.product if self.design.parameter(name).kind == "length"]
            if "inner" in measure.nouns and "inner_length" in self.state.values:
                names = [f"inner_{name}" for name in names]
            if not names:
                continue
            measure.used = True
            if measure.unitless:
                self.heard.assumed.append("Lengths without a unit are millimetres.")
            for name, value in zip(names, measure.values, strict=False):
                self._set(name, round(value, 3))

    def _grid(self, names: list[str], measure: Measure) -> None:
        """Columns and rows; the larger number goes along the longer side."""
        few, many = sorted(measure.values)
        size = next((one.values for one in self.measures if one.kind == "product" and one is not measure), (2.0, 1.0))
        along = (many, few) if size[0] >= size[1] else (few, many)
        for name, value in zip(names, along, strict=True):
            self._set(name, value)
        measure.used = True

    def _square(self) -> None:
        for measure in self.measures:
            if measure.dimension == "square" and not measure.used and measure.kind in ("length", "number"):
                sides = [one.name for one in self.design.parameters if "square" in one.says]
                for name in sides:
                    self._set(name, round(measure.value, 3))
                measure.used = bool(sides)

    def _assign(self) -> None:
        """The best pairs of measure and parameter."""
        choices: list[list[matching.Choice]] = []
        free = [one for one in self.measures if not (one.used or one.kind == "product" or one.comparison)]
        for measure in free:
            ways = [
                (one.name, says, place, 1.0) for one in self.design.parameters for place, says in enumerate(one.says)
            ]
            ways = [way for way in ways if self._may_set(way[0])]
            fitting = [one for one in self.design.aliases if one.least <= measure.value <= one.most]
            ways += [(one.parameter, one.says, -5, one.factor) for one in fitting]
            scored = [
                matching.Choice(matching.score(measure, says, self.design.parameter(name)) - place / 10, name, factor)
                for name, says, place, factor in ways
            ]
            choices.append([one for one in scored if one.score > 1])
        for measure, choice in zip(free, matching.paired(choices), strict=True):
            if choice is None:
                continue
            measure.used = True
            parameter = self.design.parameter(choice.name)
            radius = measure.dimension == "radius" and "diameter" in " ".join(parameter.says)
            if measure.kind == "number" and parameter.kind == "length" and "module" not in choice.name:
                self.heard.assumed.append("Lengths without a unit are millimetres.")
            self._set(choice.name, round(measure.value * choice.factor * (2 if radius else 1), 4))

    def _holes(self, wish: HoleWish) -> None:
        takes = self.design.takes
        diameter = components.clearance(wish.screw) if wish.screw else wish.diameter
        own = [face for face in self.design.faces if wish.where in face.words or wish.where == face.part]
        if (wish.middle or wish.count <= 1) and "bore" in takes and diameter:
            self._size_hole(takes["bore"], diameter, wish)
        elif "hole" in takes and not (wish.where and own):
            self._own_holes(wish, diameter)
        elif self.design.faces:
            there = self.state.holes[-1]["part"] if self.edits and not self.adds and self.state.holes else ""
            face = drilling.face_for(self.state, wish.where or there)
            if face is not None and self.edits and not self.adds and self._changed_group(wish, diameter, face):
                return
            if face is None:
                self.heard.missed.append("holes, as there is no flat face for them")
                return
            new = drilling.group(self.state, wish, face)
            if not drilling.fits(self.state, face, new):
                where = face.part.replace("_", " ")
                many = f"{new['count']} holes" if new["count"] > 1 else "a hole"
                self.heard.missed.append(f"{many} of {new['diameter']:g} mm, for which the {where} is too small")
                return
            self.state.holes.append(new)
            self.heard.done.append("holes")
        else:
            self.heard.missed.append(f"holes: a {self.design.title} has no flat face for them")

    def _changed_group(self, wish: HoleWish, diameter: float, face: Face) -> bool:
        """Change the holes that are there: "make the centre hole 60 mm", "the holes should be M4"."""
        own = [group for group in self.state.holes if group["part"] == face.part]
        if wish.middle:
            own = [group for group in own if group["layout"] == "middle"]
        elif wish.count:
            own = [group for group in own if group["count"] == wish.count]
        if not own:
            return False
        if wish.screw and not (wish.middle or wish.count):
            own = [group for group in own if group["screw"]] or own
        for group in own if not (wish.middle or wish.count) else own[-1:]:
            if diameter:
                group["diameter"], group["screw"] = round(diameter, 3), wish.screw
            for key in ("inset", "spacing", "circle"):
                group[key] = getattr(wish, key) or group[key]
            if wish.inset:
                drilling.spread(self.state, face, group)
        self.heard.done.append("holes")
        return True

    def _own_holes(self, wish: HoleWish, diameter: float) -> None:
        takes = self.design.takes
        if wish.count and "holes" in takes:
            name, share = takes["holes"], float(takes.get("each", "1"))
            count = wish.count if wish.each else max(round(wish.count / share), 1)
            self._set(name, count + (float(self.state.values[name]) if self.adds else 0))
        if diameter:
            self._size_hole(takes["hole"], diameter, wish)

    def _size_hole(self, name: str, diameter: float, wish: HoleWish) -> None:
        self._set(name, round(diameter, 3))
        if wish.screw:
            self.state.screws[name] = wish.screw

    def _answers(self, asked: Sequence[str]) -> None:
        free = [measure for measure in self.measures if not measure.used and measure.kind in ("length", "number")]
        open_ones = [name for name in asked if name not in self.heard.done]
        for measure, name in zip(free, open_ones, strict=False):
            measure.used = True
            self._set(name, round(measure.value, 3))

    def _bare(self) -> None:
        """A length that nothing explains is the first size that nobody has named."""
        for measure in self.measures:
            plain = not measure.dimension and not any(
                s >= 2 and n in self.design.nouns for n, s in measure.nouns.items()
            )
            if measure.used or measure.kind != "length" or not plain or self.edits:
                continue
            free = [one for one in self.design.parameters if one.kind == "length" and one.name not in self.state.given]
            if free and len(self.state.given) < 2:
                measure.used = True
                self._set(free[0].name, round(measure.value, 3))
                self.heard.assumed.append(f"{measure.value:g} mm is taken as: {free[0].label.lower()}.")

    def _left_over(self) -> None:
        for measure in self.measures:
            if not measure.used and measure.comparison is None and measure.kind in ("length", "angle", "product"):
                self.heard.missed.append(f"“{self.reading.items[measure.at].text}”")


@cache
def _hues() -> dict[str, str]:
    return colours.names()


def _is_denied(plain: str, start: int) -> bool:
    """Whether a word before says that it is not wanted."""
    before = plain[:start].split()[-4:]
    return any(word in words.REMOVE or word == "not" for word in before)
