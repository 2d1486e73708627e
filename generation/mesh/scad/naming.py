"""Which bodies of an evaluated source are one part, and what the part is called.

The convention, which docs and examples tell authors:
- Every statement of the top level that makes solids makes a part (a loop: one each time round). Where there is one such
  statement and it calls a module of the source, the statements of that module do, and so on inwards.
- A part is called by the comment `// part: name` on its line or the line above, else by the module that it calls, else
  by its colour, else "body". Names that repeat are numbered when the file is written.
- A statement whose bodies come from different modules, or have different colours, makes a part of each.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from openscad_evaluator._css_colors import CSS_COLORS
from openscad_lalr_parser import ModularCall, ModuleDeclaration

from generation.mesh.scad import reading
from generation.mesh.scad.reading import Source

Colour = tuple[float, ...] | None
_COMMENT = re.compile(r"//\s*part:\s*([^\n]{1,60}?)\s*$")
_THROUGH = frozenset({"translate", "rotate", "scale", "mirror", "resize", "multmatrix", "color", "render"})
_UNFIT = re.compile(r"[^\w .+-]")


@dataclass
class Group:
    """Bodies that become one part."""

    name: str
    colour: Colour
    bodies: list[Any] = field(default_factory=list)


class Names:
    """The names that a source gives: its calls by their place, its comments by their line."""

    def __init__(self, source: Source, chain_of: Callable[[int], tuple[Any, ...]]) -> None:
        self._chain_of = chain_of
        self._calls: dict[tuple[int, int], str] = {}
        self._own: set[str] = set()
        self._comments: dict[int, str] = {}
        for number, line in enumerate(source.text.split("\n"), 1):
            if found := _COMMENT.search(line):
                alone = not line[: found.start()].strip()  # a comment of its own line names what follows
                self._comments[number + 1 if alone else number] = _UNFIT.sub("", found[1]).strip()
        self._statements = [(one.position.start_offset, one.position.line) for one in source.statements]
        waiting = list(source.statements)
        while waiting:
            node = waiting.pop()
            if isinstance(node, ModularCall):
                self._calls[node.position.start_offset, node.position.end_offset] = node.name.name
            elif isinstance(node, ModuleDeclaration):
                self._own.add(node.name.name)
            waiting += reading.children(node)

    def modules(self, body: Any, depth: int) -> tuple[str, ...]:
        """The modules that a body was made in, outermost first, but for the `depth` outermost calls."""
        ids = [body.original_id()] if body.original_id() >= 0 else sorted(map(int, body.to_mesh().run_original_id))
        chain = next((known for known in map(self._chain_of, ids) if known), ())
        places = [place for place, is_module in reversed(chain) if is_module][depth:]
        found = (self._calls.get((place.start_offset, place.end_offset)) for place in places)
        return tuple(name for name in found if name)

    def called(self, node: Any, depth: int) -> str:
        """The module of the source that a top-level node calls, looked for through transformations; "" for none."""
        places = [place for place, is_module in reversed(node.call_chain) if is_module][depth:]
        if places:
            return self._calls.get((places[0].start_offset, places[0].end_offset), "")
        inner = node.node
        while isinstance(inner, ModularCall):
            if inner.name.name in self._own:
                return str(inner.name.name)
            if inner.name.name not in _THROUGH or len(inner.children) != 1:
                return ""
            inner = inner.children[0]
        return ""

    def comment(self, node: Any, depth: int) -> str:
        """The comment that names the part of a top-level node: at the call it comes from, or at its statement."""
        places = [place for place, _ in reversed(node.call_chain)][depth:]
        place = places[0] if places else node.node.position
        lines = [place.line]
        if not depth:
            lines += [line for offset, line in self._statements if offset <= place.start_offset][-1:]
        return next((self._comments[line] for line in lines if line in self._comments), "")


def groups(made: list[tuple[Any, list[Any]]], names: Names) -> list[Group]:
    """Bodies in their groups, in the order of the source. `made` is each top-level node with its solid bodies."""
    depth = 0
    while len(made) == 1 and made[0][0].kind == "union" and not made[0][0].is_builtin and made[0][0].children:
        node, bodies = made[0]
        solid = {id(body) for body in bodies}
        inner = [(child, [body for body in child.bodies if id(body) in solid]) for child in node.children]
        if sum(len(found) for _, found in inner) != len(bodies):
            break
        made, depth = [(child, found) for child, found in inner if found], len(node.call_chain) + 1
    return [group for node, bodies in made for group in _of_node(node, bodies, names, depth)]


def _of_node(node: Any, bodies: list[Any], names: Names, depth: int) -> list[Group]:
    paths = [names.modules(body.body, depth) for body in bodies]
    shared = 0
    while len({path[shared : shared + 1] for path in paths}) == 1 and paths[0][shared:]:
        shared += 1
    found: dict[tuple[str, Colour], Group] = {}
    for body, path in zip(bodies, paths, strict=True):
        called = _called(path, shared, alike=len(set(paths)) == 1) or names.called(node, depth)
        colour = None if body.color is None else tuple(float(part) for part in body.color)
        found.setdefault((called, colour), Group(called, colour)).bodies.append(body)
    out = list(found.values())
    if len(out) == 1 and (told := names.comment(node, depth)):
        out[0].name = told
    for group in out:
        group.name = group.name or (colour_name(group.colour) if group.colour else "body")
    return out


def _called(path: tuple[str, ...], shared: int, *, alike: bool) -> str:
    """The outermost module where all bodies come from the same ones, else the first that tells them apart."""
    if alike:
        return path[0] if path else ""
    return path[shared] if len(path) > shared else path[shared - 1] if shared else ""


def colour_name(colour: Colour) -> str:
    """The word for a colour where CSS has one, else #rrggbb; "plain" for none."""
    if colour is None:
        return "plain"
    numbers = [round(min(max(part, 0.0), 1.0) * 255) for part in colour[:3]]
    return _words().get(tuple(numbers)) or "#{:02x}{:02x}{:02x}".format(*numbers)


def _words() -> dict[tuple[int, ...], str]:
    if not _KNOWN:
        for word, parts in CSS_COLORS.items():
            _KNOWN.setdefault(tuple(round(part * 255) for part in parts[:3]), word)
    return _KNOWN


_KNOWN: dict[tuple[int, ...], str] = {}
