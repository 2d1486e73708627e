"""Standard components in a design: the sizes that follow them, their places on a face, and boards inside a box."""

from __future__ import annotations

from dataclasses import dataclass, field

from conversations.planning import components, drilling, words
from conversations.planning.components import Component
from conversations.planning.parameters import Design
from conversations.planning.reading import Measure, Reading
from conversations.planning.state import State


@dataclass
class Heard:
    """What a text did: names of values it set, sentences about it, and what it said that has no place here."""

    done: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    assumed: list[str] = field(default_factory=list)
    missed: list[str] = field(default_factory=list)


class Fitting:
    """What a text does to a state, as far as components go; `understanding` adds everything else."""

    state: State
    design: Design
    reading: Reading
    measures: list[Measure]
    heard: Heard
    edits: bool

    def _settle(self) -> None:
        """Faces have their sizes before something is placed on them."""
        self.heard.notes += self.state.settle(follow_up=self.edits)

    def _set(self, name: str, value: float | str | bool) -> None:
        parameter = self.design.parameter(name)
        note = self.state.set(name, value, latest=self.edits)
        self.heard.done.append(name)
        if note:
            self.heard.notes.append(note)
        if parameter.kind == "length" and name in self.state.screws:
            del self.state.screws[name]

    def _component(self, part: Component) -> None:
        if self.edits and set(self.reading.plain.split()) & (words.INSTEAD - {"make"}):
            self._replace(part)
        if part.id not in self.state.named:
            self.state.named.append(part.id)
        taken = self.design.takes.get(part.kind)
        if taken is None:
            if part.kind not in ("screw", "object"):
                self.heard.missed.append(f"the {part.name}")
            return
        self._quantity(part)
        if taken.startswith(("mount", "inside", "room")):
            self._place(part, *taken.split())
        else:
            self._sizes(part, taken)

    def _sizes(self, part: Component, rules: str) -> None:
        """Parameters that follow a component, as "seat=outer_diameter+0.1"; "@" is the hole for its screws."""
        for rule in rules.split():
            name, _, source = rule.partition("=")
            if source == "@":
                if part.holes:
                    self._set(name, part.holes[0][2])
                    self.state.screws[name] = part.screw
                continue
            size, _, more = (source or "diameter").partition("+")
            if part.size(size):
                self._size_of(part, name, round(part.size(size) + float(more or 0), 3))

    def _replace(self, part: Component) -> None:
        """Another one of the kind takes the place of what was there."""
        known = components.catalogue()
        self.state.named = [name for name in self.state.named if known[name].kind != part.kind]
        kept = [mount for mount in self.state.mounts if known[mount["component"]].kind != part.kind]
        self.state.mounts = kept

    def _where(self, part: Component) -> str:
        """The face that is named after a component: "a USB-C port in the back"."""
        items = self.reading.items
        at = next(n for n, item in enumerate(items) if item.mention and item.mention.component is part)
        known = {word for face in self.design.faces for word in face.words}
        near = [words.singular(item.text) for item in items[at + 1 : at + 7]]
        stop = next((n for n, word in enumerate(near) if word in ("and", ",", ".", ";")), len(near))
        return next((word for word in near[:stop] if word in known), "")

    def _quantity(self, part: Component) -> None:
        """How many of a component: "4 AA batteries"."""
        name = self.design.takes.get("number", "")
        if not name:
            return
        at = next(n for n, item in enumerate(self.reading.items) if item.mention and item.mention.component is part)
        for measure in self.measures:
            if measure.at == at - 1 and measure.kind == "number" and not measure.used:
                measure.used = True
                self._set(name, measure.value)

    def _size_of(self, part: Component, name: str, value: float) -> None:
        if name == "diameter_1" and name in self.heard.done:
            name = "diameter_2"
        self._set(name, value)
        if part.kind == "screw":
            self.state.screws[name] = part.id

    def _place(self, part: Component, how: str, usual: str = "") -> None:
        """A component on the face that the words after it name, else on the usual one; or in the box."""
        state = self.state
        if how == "mount" and part.id in [mount["component"] for mount in state.mounts]:
            return
        if how == "mount":
            face = drilling.face_for(state, self._where(part) or usual)
            if face is not None:
                self._make_wide(part)
                found = drilling.mount(state, part, face)
                if found is None:
                    where = face.part.replace("_", " ")
                    self.heard.missed.append(f"the {part.name}, for which the {where} has no free place")
                    return
                state.mounts.append(found)
                self.heard.done.append(part.id)
            return
        play = 8.0 if state.values.get("lid_style") == "screwed" else 1.5
        sizes = sorted((part.size("length") or part.size("diameter"), part.size("width") or part.size("diameter")))
        tall = (part.size("height") or part.size("diameter")) + drilling.POST + 3
        wanted = {"inner_length": sizes[1] + 2 * play, "inner_width": sizes[0] + 2 * play, "inner_height": tall}
        for name, value in wanted.items():
            if not {name, name.removeprefix("inner_")} & set(state.given):
                self._set(name, round(value, 2))
        self._settle()
        inner = sorted((float(state.values["inner_length"]), float(state.values["inner_width"])))
        if inner[0] < sizes[0] or inner[1] < sizes[1]:
            self.heard.missed.append(f"the {part.name}, which is larger than the box inside")
            return
        if how == "inside" and part.holes and part.id not in [mount["component"] for mount in state.mounts]:
            state.mounts.append({"component": part.id, "part": "box", "posts": True, "at": [0.0, 0.0]})
            self.heard.notes.append(
                "The box has no openings for the board's own plugs yet: name them, as in “a USB-C port in the front”."
            )
            self.heard.done.append(part.id)

    def _make_wide(self, part: Component) -> None:
        """A plate whose size nobody gave is as large as what it carries, and a margin."""
        if self.state.design != "plate" or self.state.mounts:
            return
        for name, sizes in (("length", ("length", "width", "diameter")), ("width", ("depth", "width", "diameter"))):
            size = next((part.size(one) for one in sizes if part.size(one)), 0.0)
            reach = max((abs(hole[name != "length"]) * 2 + 12 for hole in part.holes), default=0.0)
            if size and name not in self.state.given:
                self.state.values[name] = round(max(size + 16, reach), 1)
