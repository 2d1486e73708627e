"""What has been decided so far: the one thing that edits change, and that document and source are written from."""

from __future__ import annotations

import ast
import copy
import math
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from conversations.planning.components import catalogue
from conversations.planning.designs import designs, named_in
from conversations.planning.parameters import Design, Parameter, Value, Values, clamped
from generation.shapes import languages

VERSION = 1
LONGEST, MOST, MOST_HOLES = 4_000, 50, 200
LAYOUTS = ("middle", "row", "grid", "circle")
_HUE = re.compile(r"#[0-9a-f]{6}")


@dataclass
class State:
    """A design in the making. `given` names the values that the person chose; `screws` which standard part a hole's
    diameter comes from; `holes` are groups drilled into a face; `mounts` are components on a face or in a box.
    """

    design: str
    values: Values = field(default_factory=dict)
    given: list[str] = field(default_factory=list)
    holes: list[dict[str, Any]] = field(default_factory=list)
    mounts: list[dict[str, Any]] = field(default_factory=list)
    screws: dict[str, str] = field(default_factory=dict)
    named: list[str] = field(default_factory=list)
    colours: dict[str, str] = field(default_factory=dict)
    request: str = ""
    language: str = "en"

    @property
    def template(self) -> Design:
        """The design template."""
        return designs()[self.design]

    def set(self, name: str, value: Value, *, latest: bool = False) -> str:
        """Choose a value for the person; a sentence where it had to move into its limits, else "".

        The `latest` wish takes back older ones for its rivals.
        """
        if latest:
            rivals = {other for pair in self.template.rivals if name in pair for other in pair} - {name}
            self.given = [one for one in self.given if one not in rivals]
        kept, note = clamped(self.template.parameter(name), value)
        self.values[name] = kept
        if name not in self.given:
            self.given.append(name)
        return note

    def shows(self, parameter: Parameter) -> bool:
        """Whether a parameter means something in the design as it stands."""
        return not parameter.when or bool(self.values[parameter.when])

    def settle(self, *, follow_up: bool = False) -> list[str]:
        """Make the values agree; the sentences of what had to move. Running it again changes nothing.

        In a follow-up what nobody spoke of stays as it is, but for the design's ties.
        """
        fixed = set(self.values) - set(self.template.ties) if follow_up else set[str]()
        notes = self.template.rule(self.values, set(self.given) | fixed)
        for parameter in self.template.parameters:
            self.values[parameter.name], note = clamped(parameter, self.values[parameter.name])
            if note and parameter.name in self.given:
                notes.append(note)
        return notes

    def copy(self) -> State:
        """A state of its own with the same decisions."""
        return copy.deepcopy(self)

    def to_json(self) -> dict[str, Any]:
        """JSON values."""
        return asdict(self)


def begun(design: Design, request: str) -> State:
    """A design with its usual values."""
    return State(design.name, design.defaults, request=request)


def read(given: Mapping[str, Any]) -> State | None:
    """A state from outside (a stored document, a client's JSON) made whole and safe; None where it is none of ours.

    Every name is looked up and every number clamped, so that nothing but numbers and known words reaches a source.
    """
    design = designs().get(str(given.get("design", "")))
    if design is None:
        return None
    state = begun(design, str(given.get("request", ""))[:LONGEST])
    values = _mapping(given.get("values"))
    for parameter in design.parameters:
        state.values[parameter.name] = _kept(parameter, values.get(parameter.name, parameter.default))
    language = str(given.get("language", "en"))
    state.language = language if language in languages.CODES else "en"
    state.given = [name for name in map(str, _listed(given.get("given"))) if name in state.values]
    state.holes = [one for one in map(_group, _listed(given.get("holes"))[:MOST]) if _is_on(design, one)]
    while sum(one["count"] for one in state.holes) > MOST_HOLES:
        state.holes.pop()
    state.mounts = [one for one in map(_mount, _listed(given.get("mounts"))[:MOST]) if _is_on(design, one)]
    known = catalogue()
    screws = {str(name): str(part) for name, part in _mapping(given.get("screws")).items()}
    state.screws = {name: part for name, part in screws.items() if name in state.values and part in known}
    state.named = [name for name in map(str, _listed(given.get("named"))[:MOST]) if name in known]
    parts = {row.name for row in design.rows}
    hues = _mapping(given.get("colours")).items()
    state.colours = {str(part): str(hue) for part, hue in hues if part in parts and _HUE.fullmatch(str(hue))}
    return state


def adopted(document: Mapping[str, Any]) -> State | None:
    """A state from somebody else's requirements document, which names a type and dimensions; None where no template
    fits.
    """
    told = " ".join(str(document.get(key, "")) for key in ("model_type", "name"))
    more = " ".join(str(document.get(key, "")) for key in ("description_natural_language", "custom_description"))
    named = str(document.get("model_type", "")).strip().lower().replace(" ", "_")
    clean = (re.sub(r"[\W_]+", " ", text.lower()) for text in (told, more))
    design = designs().get(named) or next((found for text in clean if (found := named_in(text))), None)
    if design is None:
        return None
    state = begun(design, more[:LONGEST])
    for row in _listed(document.get("dimensions")):
        name = re.sub(r"\W+", "_", str(_mapping(row).get("name", "")).strip().lower())
        label = str(_mapping(row).get("label", "")).lower()
        for parameter in design.parameters:
            says = {parameter.name, *(word.replace(" ", "_") for word in parameter.says)}
            if parameter.name not in state.given and (name in says or label == parameter.label.lower()):
                state.set(parameter.name, _kept(parameter, row.get("value")))
                break
    return state


def _mapping(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def _listed(value: Any) -> list[Any]:
    return list(value) if isinstance(value, list | tuple) else []


def _kept(parameter: Parameter, value: Any) -> Value:
    """A value of the right type inside its limits, else the usual one."""
    if parameter.kind in ("choice", "flag"):
        fits = isinstance(value, str if parameter.kind == "choice" else bool)
        return clamped(parameter, value)[0] if fits else parameter.default
    return clamped(parameter, _number(value, float(parameter.default)))[0]


def _number(value: Any, usual: float, low: float = -1e5, high: float = 1e5) -> float:
    fits = isinstance(value, int | float) and not isinstance(value, bool)
    if not fits or (isinstance(value, float) and not math.isfinite(value)):
        return usual
    return float(min(max(value, low), high))  # clamped first: a whole number may be beyond all floats


def _group(given: Any) -> dict[str, Any]:
    one = _mapping(given)
    screw, layout = str(one.get("screw", "")), str(one.get("layout", ""))
    counts = {key: round(_number(one.get(key), 1, 1, 60)) for key in ("count", "columns", "rows")}
    if counts["columns"] * counts["rows"] != counts["count"]:
        counts |= {"columns": counts["count"], "rows": 1}
    sizes = {key: _number(one.get(key), 0.0, 0.0, 2000) for key in ("inset", "spacing", "circle")}
    return {
        "part": str(one.get("part", "")),
        **counts,
        "diameter": _number(one.get("diameter"), 3.4, 0.2, 500),
        "screw": screw if screw in catalogue() else "",
        **sizes,
        "layout": layout if layout in LAYOUTS else "middle",
    }


def _mount(given: Any) -> dict[str, Any]:
    one = _mapping(given)
    at = [_number(side, 0.0) for side in _listed(one.get("at"))[:2]]
    return {
        "component": str(one.get("component", "")),
        "part": str(one.get("part", "")),
        "posts": one.get("posts") is True,
        "at": at if len(at) == 2 else [0.0, 0.0],
    }


def _is_on(design: Design, one: Mapping[str, Any]) -> bool:
    """Whether a group or mount names a face of the design, and a component that exists."""
    fits = one["part"] in {face.part for face in design.faces}
    return fits and ("component" not in one or one["component"] in catalogue())


def side(expression: str, values: Values) -> float:
    """The value of a face's side, which is written as sums and products of parameters."""
    return _value(ast.parse(expression, mode="eval").body, values)


def _value(node: ast.expr, values: Values) -> float:
    if isinstance(node, ast.Constant) and isinstance(node.value, int | float):
        return float(node.value)
    if isinstance(node, ast.Name):
        return float(values[node.id])
    if isinstance(node, ast.BinOp):
        left, right = _value(node.left, values), _value(node.right, values)
        if isinstance(node.op, ast.Add):
            return left + right
        if isinstance(node.op, ast.Sub):
            return left - right
        if isinstance(node.op, ast.Mult):
            return left * right
        return left / right
    raise ValueError("A face's side is made of sums and products of parameters.")
