"""Follow-ups: relative and absolute changes, holes, fasteners, parts that come and go. An edit changes a copy."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from conversations.planning import components, understanding, words
from conversations.planning.parameters import Parameter
from conversations.planning.reading import Measure, Reading, measures
from conversations.planning.state import State

_BIT, _USUAL, _MUCH = 0.1, 0.2, 0.5
_INSTEAD = {
    "height": ("length", "thickness"), "length": ("width", "height", "diameter"), "thickness": ("wall",),
    "width": ("diameter", "depth", "length"), "depth": ("width", "length"),
}  # fmt: skip
_SIZE_DIMENSIONS = ("length", "width", "height", "depth", "diameter")


@dataclass
class Edit:
    """The state after an edit, and what was understood of it."""

    state: State
    done: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    missed: list[str] = field(default_factory=list)


def edit(state: State, reading: Reading, *, asked: tuple[str, ...] = ()) -> Edit:
    """The change that a text asks for. `done` is empty where nothing of it was understood."""
    return _Editor(state, reading).run(asked)


class _Editor:
    def __init__(self, state: State, reading: Reading) -> None:
        self.reading = reading
        self.out = Edit(state.copy())
        self.design = state.template
        self.nouns = understanding.nouns_of(self.design)
        self.words = [words.singular(item.text) for item in reading.items]
        self.plain = " ".join(self.words)

    @property
    def state(self) -> State:
        return self.out.state

    def run(self, asked: tuple[str, ...]) -> Edit:
        if self._removed_holes() or self._removed_mounts():
            return self.out
        swapped = self._swapped()
        self._compared()
        self._factor()
        if not swapped:
            adds = bool(set(self.words) & (words.ADD - {"with", "want", "need"}))
            heard = understanding.apply(self.state, self.reading, asked=asked, edits=True, adds=adds)
            self.out.done += heard.done
            self.out.notes += heard.notes
            self.out.missed += heard.missed
        self._counted()
        if self.out.done:
            self.out.notes += self.state.settle(follow_up=True)
        return self.out

    def _set(self, parameter: Parameter, value: float) -> None:
        note = self.state.set(parameter.name, round(value, 3), latest=True)
        self.out.done.append(parameter.name)
        if note:
            self.out.notes.append(note)

    def _removed_holes(self) -> bool:
        """As in "remove the holes", "no M3 holes": the named groups, or all."""
        if not set(self.words) & words.REMOVE or not set(self.words) & words.HOLES:
            return False
        screws = {mention.component.id for mention in self.reading.mentions if mention.component.kind == "screw"}
        kept = [group for group in self.state.holes if screws and group["screw"] not in screws]
        if len(kept) < len(self.state.holes):
            self.state.holes = kept
            self.out.done.append("holes")
        elif "holes" in self.design.takes:
            parameter = self.design.parameter(self.design.takes["holes"])
            self._set(parameter, 0.0)
            self.out.notes += self.state.settle(follow_up=True)
        else:
            self.out.missed.append("there are no such holes")
        return True

    def _removed_mounts(self) -> bool:
        """As in "remove the NEMA 17": what a component had in the design."""
        named = {mention.component.id for mention in self.reading.mentions}
        gone = [mount for mount in self.state.mounts if mount["component"] in named]
        if not gone or not set(self.words) & words.REMOVE:
            return False
        self.state.mounts = [mount for mount in self.state.mounts if mount not in gone]
        self.state.named = [name for name in self.state.named if name not in named]
        self.out.done.append("mounts")
        return True

    def _swapped(self) -> bool:
        """As in "use M4 instead": every screw hole of the design takes the other screw."""
        screws = [mention.component for mention in self.reading.mentions if mention.component.kind == "screw"]
        if not screws or not set(self.words) & words.INSTEAD or set(self.words) & words.HOLES & set(self.words[:3]):
            return False
        new, old = screws[-1], (screws[0].id if len(screws) > 1 and "with" not in self.words[:2] else "")
        if len(screws) > 1 and "instead of" in self.plain:
            new, old = screws[0], screws[1].id
        hole = self.design.takes.get("hole", "")
        if hole and (not old or self.state.screws.get(hole, old) == old):
            self._set(self.design.parameter(hole), components.clearance(new.id))
            self.state.screws[hole] = new.id
        for group in self.state.holes:
            if group["screw"] and (not old or group["screw"] == old):
                group["screw"], group["diameter"] = new.id, components.clearance(new.id)
                self.out.done.append("holes")
        return bool(self.out.done)

    def _compared(self) -> None:
        """As in "20 mm longer", "10 % wider", "a bit taller"."""
        found = measures(self.reading, self.nouns)
        for at, item in enumerate(self.reading.items):
            comparison = words.COMPARISONS.get(item.text)
            near = [one for one in found if abs(one.at - at) <= 6 and one.kind in ("length", "number", "angle")]
            measure = near[0] if near else None
            if comparison is None or (comparison[0] == "count" and (measure is None or measure.kind != "length")):
                continue
            dimension, direction = comparison
            dimension = dimension or self._named_after(at)
            targets = self._targets(dimension, at)
            if not targets:
                self.out.missed.append(f"“{item.text}”")
                continue
            between = self.words[at + 1 : measure.at] if measure is not None and measure.at > at else []
            for parameter in targets:
                if measure is not None and (set(between) & {"to", ",", ":", "about"} or between == ["than"]):
                    self._set(parameter, measure.value)  # "thinner, 4 mm"; "longer: 80 mm"
                else:
                    self._set(parameter, self._moved(parameter, direction, measure, at))

    def _named_after(self, at: int) -> str:
        """What "increase the height" is about; "" leaves it to the noun."""
        named = (words.DIMENSIONS.get(word, "") for word in self.words[at + 1 : at + 6])
        return next((dimension for dimension in named if dimension), "")

    def _moved(self, parameter: Parameter, direction: int, measure: Measure | None, at: int) -> float:
        value = float(self.state.values[parameter.name])
        if measure is not None:
            after = self.reading.items[measure.at + 1].text if measure.at + 1 < len(self.reading.items) else ""
            if after in ("%", "percent"):
                return value * (1 + direction * measure.value / 100)
            if after in ("times", "x"):
                return value * measure.value if direction > 0 else value / max(measure.value, 1)
            return value + direction * measure.value
        near = set(self.words[max(0, at - 3) : at])
        share = _BIT if near & words.LITTLE else _MUCH if near & words.MUCH else _USUAL
        moved = value * (1 + direction * share)
        step = 0.1 if value < 10 else 1.0
        return round(moved / step) * step

    def _targets(self, dimension: str, at: int) -> list[Parameter]:
        """The parameters that a comparison is about: the noun's own dimension, then the noun, then the whole's."""
        lengths = [one for one in self.design.parameters if one.kind == ("angle" if dimension == "angle" else "length")]
        if dimension == "size" or (not dimension and not set(self.words) & set(self.nouns)):
            return [one for one in lengths if set(one.says) & set(_SIZE_DIMENSIONS)][:3]
        near = [self.nouns[word] for word in self._phrases(at) if word in self.nouns]
        near = near if dimension not in ("count", "") else near[:1]
        for noun in near:
            for says in (f"{noun} {dimension}", noun):
                own = [one for one in lengths if says in one.says]
                if own:
                    return own[:2] if noun == "leg" and len(own) > 1 else own[:1]
        whole = [one for one in lengths if dimension in one.says]
        if not whole:
            instead = _INSTEAD.get(dimension, ())
            whole = next((found for name in instead if (found := [one for one in lengths if name in one.says])), [])
            return whole[:1]
        return sorted(whole, key=lambda one: one.says.index(dimension))[:1]

    def _phrases(self, at: int) -> list[str]:
        """The nouns before a comparison, the nearest first, then those after it."""
        order = [*range(at - 1, -1, -1), *range(at + 1, len(self.words))]
        out = []
        for k in order:
            if k + 1 < len(self.words):
                out.append(f"{self.words[k]} {self.words[k + 1]}")
            out.append(self.words[k])
        return out

    def _factor(self) -> None:
        """As in "double the height", "twice as tall", "half as wide"."""
        factor = next((words.FACTORS[word] for word in self.words if word in words.FACTORS), None)
        if factor is None or self.out.done:
            return
        for at, word in enumerate(self.words):
            dimension = words.DIMENSIONS.get(word, "size" if word in ("big", "large", "size") else "")
            if dimension:
                for parameter in self._targets(dimension, at):
                    self._set(parameter, float(self.state.values[parameter.name]) * factor)
                return

    def _counted(self) -> None:
        """As in "two more compartments", "add a row", "one tooth less"."""
        if self.out.done:
            return
        sign = -1 if set(self.words) & (words.REMOVE | {"fewer", "less"}) else 1
        if sign > 0 and not set(self.words) & {"add", "more", "another", "additional", "extra"}:
            return
        found = {one.at: one for one in measures(self.reading, self.nouns)}
        number = next((one.value for one in found.values() if one.kind == "number"), 1.0)
        main = self.design.takes.get("number", "")
        if main and not any(
            one.kind == "count" and self.nouns.get(word, word) in one.says
            for word in self.words
            for one in self.design.parameters
        ):
            self._set(self.design.parameter(main), float(self.state.values[main]) + sign * number)
            return
        for word in self.words:
            noun = self.nouns.get(word, word)
            for parameter in self.design.parameters:
                if parameter.kind == "count" and noun in parameter.says:
                    self._set(parameter, float(self.state.values[parameter.name]) + sign * number)
                    return


def can_change(state: State) -> str:
    """What can be changed, for a follow-up that was not understood."""
    labels = [one.label.lower() for one in state.template.parameters if not one.hidden][:7]
    more = ["holes"] if state.template.faces or "holes" in state.template.takes else []
    parts = [row.when for row in state.template.rows if row.when]
    listed = ", ".join([*labels, *more, *(f"with or without {name.replace('_', ' ')}" for name in parts)])
    return f"You can change: {listed}; or say “undo”."


def wants(reading: Reading, phrases: tuple[str, ...]) -> bool:
    """Whether a text says one of the phrases."""
    return any(re.search(rf"(?<!\w){re.escape(phrase)}(?!\w)", reading.plain) for phrase in phrases)
