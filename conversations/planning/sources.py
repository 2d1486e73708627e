"""State → OpenSCAD: the customiser's parameters, the modules, and one statement of the top level for each part."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from conversations.planning import drilling, modules
from conversations.planning.drilling import is_made
from conversations.planning.parameters import Parameter, Value, clamped
from conversations.planning.state import State

_CALL = re.compile(r"^ *(drill|posts|pilots)_(\w+)\(\);\n", re.MULTILINE)
_ASSIGNED = re.compile(r"^(\w+) = (\"[^\"\n]*\"|[-+\d.eE]+|true|false);", re.MULTILINE)


def write(state: State) -> str:
    """The source of a design: it stands alone, reads no file, and is the same for the same state."""
    design = state.template
    lines = [
        f"// {design.title.capitalize()}: {design.tells[0].lower()}{design.tells[1:]}.",
        "// Lengths are millimetres, Z is up. Change the numbers below, or move the sliders.",
        "",
    ]
    group = ""
    for parameter in design.parameters:
        if parameter.hidden or not state.shows(parameter):
            continue
        if parameter.group != group:
            group = parameter.group
            lines += ["", f"/* [{group}] */"]
        lines += [f"// {parameter.label}", _assignment(parameter, state.values[parameter.name])]
    lines += drilling.parameters(state)
    body, made = _body(state)
    hidden = [
        _plain(one.name, state.values[one.name])
        for one in design.parameters
        if (one.hidden or not state.shows(one)) and re.search(rf"(?<!\w){one.name}(?!\w)", body)
    ]
    lines += ["", "/* [Hidden] */", "$fn = 64;", *hidden, "", *_statements(state), "", body.rstrip(), "", *made]
    text = "\n".join(lines)
    text += "\n" + "\n".join(modules.used_by(text))
    return re.sub(r"\n{3,}", "\n\n", text).strip() + "\n"


def _body(state: State) -> tuple[str, list[str]]:
    """The design's modules; calls of what nothing is drilled for are left out."""
    made = drilling.modules(state)
    have = {match[1] for line in made if (match := re.match(r"module (\w+)\(\)", line))}
    kept = _CALL.sub(lambda hit: hit[0] if f"{hit[1]}_{hit[2]}" in have else "", state.template.body)
    return kept, made


def _statements(state: State) -> list[str]:
    out = ["// The parts"]
    for row in state.template.rows:
        if not is_made(state, row.name):
            continue
        for place in row.place:
            move = f"{place} " if place else ""
            out += [f"// part: {row.name}", f'color("{state.colours.get(row.name, row.colour)}") {move}{row.name}();']
    return out


def _assignment(parameter: Parameter, value: Value) -> str:
    line = _plain(parameter.name, value)
    if parameter.kind == "choice":
        return f"{line} // [{', '.join(parameter.choices)}]"
    if parameter.kind == "flag":
        return line
    step = 1 if parameter.kind == "count" else parameter.step
    return f"{line} // [{parameter.low:g}:{step:g}:{parameter.high:g}]"


def _plain(name: str, value: Value) -> str:
    if isinstance(value, bool):
        return f"{name} = {'true' if value else 'false'};"
    return f'{name} = "{value}";' if isinstance(value, str) else f"{name} = {value:.10g};"


def values_in(source: str) -> dict[str, Value]:
    """The plain assignments at the head of a source, before its first module."""
    head = source.partition("\nmodule ")[0]
    out: dict[str, Value] = {}
    for name, text in _ASSIGNED.findall(head):
        if text in ("true", "false"):
            out[name] = text == "true"
        elif text.startswith('"'):
            out[name] = text[1:-1]
        else:
            try:
                out[name] = float(text)
            except ValueError:
                continue
    return out


def taken_over(state: State, source: str) -> tuple[list[str], bool]:
    """Take the values that somebody changed in the source (by sliders, or by hand) into the state.

    Returns the names that changed, and whether the source differs in anything else.
    """
    if not source.strip() or source == write(state):
        return [], False
    found = values_in(source)
    changed = []
    for parameter in state.template.parameters:
        value = found.get(parameter.name)
        if value is None or parameter.hidden or isinstance(value, str) != isinstance(parameter.default, str):
            continue
        kept = clamped(parameter, value)[0]
        if kept != state.values[parameter.name]:
            state.set(parameter.name, kept)
            changed.append(parameter.name)
    changed += _holes_taken(state, found)
    return changed, _bare(write(state)) != _bare(source)


def _holes_taken(state: State, found: Mapping[str, Any]) -> list[str]:
    out = []
    for number, group in enumerate(state.holes, 1):
        for key in ("diameter", "inset", "spacing", "circle"):
            value = found.get(f"holes_{number}_{key}")
            if isinstance(value, float) and value != group[key]:
                group[key] = value
                out.append(f"holes_{number}_{key}")
    return out


def _bare(source: str) -> list[str]:
    """A source without its numbers and comments, to see whether it is ours."""
    text = _ASSIGNED.sub(r"\1 = ;", re.sub(r"//[^\n]*", "", source))
    return text.split()
