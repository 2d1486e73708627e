"""The customiser's comments of a source → typed parameters, and values set in the syntax tree, never in the text.

As OpenSCAD's Customizer reads them: assignments of plain values at the top, before the first brace; `/* [Group] */`
begins a group and `/* [Hidden] */` ends the public part; the comment line above an assignment describes it; the one
behind it says what may be set: `// [max]`, `// [min:max]`, `// [min:step:max]`, `// [a, b]`, `// [1:Small, 2:Large]`,
`// step` behind a number, `// longest` behind a text.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import openscad_lalr_parser as language

from generation.mesh.scad import reading
from generation.mesh.scad.reading import Source
from generation.mesh.scad.values import LARGEST, LONGEST_TEXT, Value, as_text

MOST, MOST_CHOICES, LABEL = 100, 100, 120
_GROUP = re.compile(r"/\*\s*\[([^\]\n]{1,80})\]\s*\*/")
_NUMBER = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?")


def parameters(source: Source) -> list[dict[str, Any]]:
    """The parameters of a source, in its order; a name that is assigned twice has its last value, as in evaluation."""
    end = next((at for at, letter in reading.code(source.text) if letter == "{"), len(source.text))
    groups = [(found.start(), found[1].strip()) for found in _GROUP.finditer(source.text)]
    lines = source.text.split("\n")
    found: dict[str, dict[str, Any]] = {}
    described = 0  # a comment describes the first assignment of the line below it
    for statement in source.statements:
        place = statement.position
        if not isinstance(statement, language.Assignment) or place.start_offset >= end:
            continue
        default = _literal(statement.expr)
        group = next((name for at, name in reversed(groups) if at < place.start_offset), "")
        if default is None or group.lower() == "hidden" or len(found) >= MOST:
            continue
        name = statement.name.name
        note = _behind(source.text, place.end_offset)
        above = _above(lines, place.line) if place.line != described else ""
        described = place.line
        found[name] = {
            "name": name,
            "label": (above or _spoken(name))[:LABEL],
            "group": "" if group.lower() == "global" else group,
            "default": default,
            **_typed(default, note),
        }
    return list(found.values())


def with_values(source: Source, values: Mapping[str, Value]) -> list[Any]:
    """The statements with these values in place of what the parameters are assigned; the source stays as it was."""
    out = []
    for statement in source.statements:
        changed = isinstance(statement, language.Assignment) and statement.name.name in values
        if changed and _literal(statement.expr) is not None:
            where = statement.position
            expr = _node(values[statement.name.name], where)
            out.append(language.Assignment(position=where, name=statement.name, expr=expr))
        else:
            out.append(statement)
    return out


def written(source: Source, values: Mapping[str, Value]) -> str:
    """The source's text with these values written where the parameters are assigned, for people to take home.

    It is never what is evaluated: that is `with_values`.
    """
    text = source.text
    for statement in reversed(source.statements):
        if not isinstance(statement, language.Assignment) or statement.name.name not in values:
            continue
        before, value = _literal(statement.expr), values[statement.name.name]
        if before is None or (type(before) is type(value) and before == value):
            continue
        where = statement.expr.position
        text = text[: where.start_offset] + _said(value) + text[where.end_offset :]
    return text


def _said(value: Value) -> str:
    if isinstance(value, str):
        escaped = value.replace("\\", "\\\\").replace('"', '\\"')
        return f'"{escaped}"'
    return f"[{as_text(value).replace(',', ', ')}]" if isinstance(value, list) else as_text(value)


def _node(value: Value, where: Any) -> Any:
    if isinstance(value, bool):
        return language.BooleanLiteral(position=where, val=value)
    if isinstance(value, str):  # the evaluator resolves escapes in what it takes for source text
        return language.StringLiteral(position=where, val=value.replace("\\", "\\\\"))
    if isinstance(value, list):
        return language.ListComprehension(position=where, elements=[_node(one, where) for one in value])
    return language.NumberLiteral(position=where, val=float(value))


def _literal(node: Any) -> Value | None:
    """The plain value that an expression is; None for anything that has to be worked out."""
    if isinstance(node, language.BooleanLiteral):
        return bool(node.val)
    if isinstance(node, language.StringLiteral):
        text = str(node.val)
        return text if "\\" not in text and "\n" not in text and len(text) <= LONGEST_TEXT else None
    if isinstance(node, language.ListComprehension) and node.elements and len(node.elements) <= 16:
        numbers = [_figure(one) for one in node.elements]
        return None if None in numbers else [one for one in numbers if one is not None]
    return _figure(node)


def _figure(node: Any) -> float | None:
    sign = 1.0
    if isinstance(node, language.UnaryMinusOp):
        node, sign = node.expr, -1.0
    if isinstance(node, language.NumberLiteral) and abs(float(node.val)) <= LARGEST:
        return sign * float(node.val)
    return None


def _behind(text: str, at: int) -> str:
    """The comment behind an assignment, on its line."""
    rest = text[at : text.find("\n", at) if "\n" in text[at:] else len(text)].lstrip(" \t;")
    return rest[2:].strip() if rest.startswith("//") else ""


def _above(lines: list[str], line: int) -> str:
    """The comment line directly above."""
    before = lines[line - 2].strip() if line >= 2 else ""
    return before[2:].strip() if before.startswith("//") else ""


def _spoken(name: str) -> str:
    return name.replace("_", " ").strip() or name


def _typed(default: Value, note: str) -> dict[str, Any]:
    """Kind and bounds from the default and the comment behind it; what does not fit the default bounds nothing."""
    if isinstance(default, bool):
        return {"kind": "boolean"}
    inside = note[1:-1].strip() if note.startswith("[") and note.endswith("]") else ""
    figure = abs(float(note)) if _NUMBER.fullmatch(note) else 0.0
    choices = [] if isinstance(default, list) else _choices(inside, text=isinstance(default, str))
    parts = [part.strip() for part in inside.split(":")]
    if isinstance(default, str):
        longest = {"longest": int(figure)} if max(1, len(default)) <= figure <= LONGEST_TEXT else {}
        plain: dict[str, Any] = {"kind": "string"} | longest
    elif inside and len(parts) <= 3 and all(_NUMBER.fullmatch(part) for part in parts):
        numbers = default if isinstance(default, list) else [default]
        return {"kind": _kind(default)} | _range([float(part) for part in parts], numbers)
    else:
        plain = {"kind": _kind(default)} | ({"step": figure} if 0 < figure <= LARGEST else {})
    fits = any(one["value"] == default for one in choices)
    return {"kind": "choice", "choices": choices} if fits else plain


def _kind(default: Value) -> str:
    return "vector" if isinstance(default, list) else "number"


def _range(parts: list[float], numbers: list[float]) -> dict[str, Any]:
    low, high = (0.0, parts[0]) if len(parts) == 1 else (parts[0], parts[-1])
    if low >= high or not all(low <= one <= high for one in numbers) or max(abs(low), abs(high)) > LARGEST:
        return {}
    step = abs(parts[1]) if len(parts) == 3 else 0.0
    return {"least": low, "most": high} | ({"step": step} if 0 < step <= high - low else {})


def _choices(inside: str, *, text: bool) -> list[dict[str, Any]]:
    out: list[dict[str, Any]] = []
    for one in re.findall(r'(?:"[^"]*"|[^,"])+', inside)[:MOST_CHOICES]:
        value, _, label = (part.strip() for part in one.partition(":"))
        value, label = value.strip('"'), label.strip('"')
        if text:
            out.append({"value": value[:LONGEST_TEXT], "label": (label or value)[:LABEL]})
        elif _NUMBER.fullmatch(value) and abs(float(value)) <= LARGEST:
            out.append({"value": float(value), "label": (label or value)[:LABEL]})
    return out
