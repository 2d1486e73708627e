"""The library's evaluator within bounds: it opens no file, starts no program, and asks for no more than it may.

Private names of openscad-evaluator 1.8.1 are overridden here and nowhere else; tests hold each of them.
"""

from __future__ import annotations

import math
import random  # noqa: TID251 - the language's rands(), seeded
import re
import sys
from collections.abc import Callable, Mapping
from typing import Any

import openscad_evaluator.evaluator as library
from openscad_lalr_parser import ListComprehension, ModularCall, build_scopes

from generation.mesh.scad.bounds import Bounds
from generation.mesh.scad.reading import READS_FILES
from generation.mesh.scad.reading import children as below
from generation.mesh.scad.refusal import ScadError, storable
from generation.mesh.scad.watch import Halt

_WHERE = re.compile(r",? in file source, line (\d+)")
_WHOLE = 2.0**53
# What the library adds to the language. One of them can crash a process; no source for OpenSCAD needs any.
_NOT_OPENSCAD = frozenset({"levelset", "mesh_repair", "simplify", "minkowski_difference", "breakpoint"})
_NEW_BODIES = frozenset({"hull", "minkowski"})


class Evaluator(library.Evaluator):  # type: ignore[misc]
    """One evaluation of one source; make a new one for the next."""

    def __init__(self, bounds: Bounds) -> None:
        super().__init__(echo_fn=self._heard)
        self.bounds = bounds
        self.echoes: list[str] = []
        self.warnings: list[str] = []
        self.solids = 0
        self.generated = 0
        self._where: Any = None
        self._primitive_triangles = 0
        self._is_sphere = False
        self._contexts: dict[int, Any] = {}
        self._chance = random.Random(0)  # noqa: S311 - the language's own numbers, the same on every run
        for name in READS_FILES:
            self._RESOLVE_DISPATCH[name] = self._no_files
            self._GENERATE_DISPATCH[name] = self._no_files
        for name in _NOT_OPENSCAD:
            self._RESOLVE_DISPATCH[name] = self._not_openscad
            self._GENERATE_DISPATCH.pop(name, None)
        self._GENERATE_DISPATCH |= {k: self._attended(k, make) for k, make in self._GENERATE_DISPATCH.items()}
        functions: dict[str, Callable[..., Any]] = vars(self)["_math_fns"]
        self._math_fns = {name: self._bounded(name, function) for name, function in functions.items()}
        # Where nothing is coloured, nobody asks which triangle came from whom; asking costs a mesh for every operation.
        self.is_coloured = False

    # -- the two passes

    def resolve(self, statements: list[Any]) -> None:
        """Run the program: echoes, warnings and asserts, and the tree of what is to be built; no geometry yet."""
        self.is_coloured = _colours(statements)
        self.evaluate(statements, build_scopes(statements), generate=False)

    def generate(self) -> list[tuple[Any, list[Any]]]:
        """Build the tree; each top-level node with its bodies."""
        roots = self._show_only_root()
        return [(node, self.generate_tree([node])) for node in roots]

    # -- what may not be done

    def _no_files(self, *_: Any) -> Any:
        raise self._halt("This reads a file, and sources may read none here.", code="scad_file")

    def _not_openscad(self, node: Any, ctx: Any) -> dict[str, Any]:  # noqa: ARG002
        self._heard(f"WARNING: Ignoring unknown module '{node.name.name}' in file source, line {node.position.line}")
        return {}

    _import_as_value = _builtin_dxf = _resolve_import_path = _surface_load = _no_files
    _import_mesh = _import_as_vnf = _import_as_region = _load_dxf_contours = _load_svg_contours = _no_files

    @staticmethod
    def _resolve_use_statements(nodes: list[Any], root_scope: Any) -> None:
        """There are none: the gate refuses them."""

    # -- what may be done so often

    def _eval_statement(self, node: Any, ctx: Any) -> Any:
        self._where = node
        if isinstance(node, self._TREE_NODE_TYPES):
            self.solids += 1
            if self.solids > self.bounds.solids:
                raise self._halt(f"The source makes more than {self.bounds.solids:,} solids.")
        return super()._eval_statement(node, ctx)

    def _attended(self, kind: str, make: Callable[..., Any]) -> Callable[..., Any]:
        def generate(params: dict[str, Any], children: list[Any], node: Any) -> Any:
            self._where = node
            self.generated += 1
            made = make(params, children, node)
            if kind in _NEW_BODIES:
                self._remember(made, node)
            return made

        return generate

    def _remember(self, bodies: list[Any], node: Any) -> None:
        """Whose a body is that stands on no other: the library keeps that of primitives only."""
        for one in bodies:
            number = -1 if one.body is None else int(one.body.original_id())
            if number >= 0 and number not in self.id_to_call_chain:
                self.id_to_node[number] = node
                self.id_to_call_chain[number] = self._generate_call_chain

    def _bounded(self, name: str, function: Callable[..., Any]) -> Callable[..., Any]:
        def call(*values: Any) -> Any:
            if name == "concat":
                self._check_length(sum(len(one) if isinstance(one, list) else 1 for one in values))
            try:
                result = function(*values)
            except MemoryError:  # the library would take it for a value that fits no function
                raise self._halt("This needs more memory than a source may use.") from None
            if isinstance(result, str) and len(result) > self.bounds.string_length:
                raise self._halt(f"A text has more than {self.bounds.string_length:,} characters.")
            # Whole numbers of Python grow without end when they are multiplied; the language's are floats.
            return float(result) if type(result) is int and abs(result) < _WHOLE else result

        return call

    def _check_length(self, length: float) -> None:
        if length > self.bounds.list_length:
            raise self._halt(f"A list has more than {self.bounds.list_length:,} elements.")

    def _builtin_rands(self, minval: Any, maxval: Any, n: Any, seed: Any = None) -> list[float]:
        self._rands_call_count += 1
        self._check_length(float(n))
        if seed is not None:
            self._chance.seed(int(seed))
        low, high = float(minval), float(maxval)
        return [self._chance.uniform(low, high) for _ in range(int(n))]

    def _eval_list_comp(self, node: Any, ctx: Any) -> list[Any]:
        made: list[Any] = super()._eval_list_comp(node, ctx)
        self._check_length(len(made))
        return made

    def _fn_segments(self, fn: Any, fa: Any, fs: Any, r: float = 0.0) -> int:  # static in the library
        most = self.bounds.facets
        number = float(fn) if isinstance(fn, int | float) else 0.0
        if number > most or (number > 0 and not math.isfinite(number)):
            raise self._halt(f"$fn asks for {number:,.0f} facets; the most is {most:,}.")
        facets = int(super()._fn_segments(fn, fa, fs, r))
        if facets > most:
            raise self._halt(f"$fa and $fs ask for {facets:,} facets; the most is {most:,}.")
        return facets

    def _resolve_sphere(self, node: Any, ctx: Any) -> dict[str, Any]:
        self._is_sphere = True
        params: dict[str, Any] = super()._resolve_sphere(node, ctx)
        return params

    def _fn(self, ctx: Any, r: float = 0.0) -> int:
        facets = int(super()._fn(ctx, r))
        if self._is_sphere:  # its points are worked out one by one, so they are counted before
            self._is_sphere = False
            self._count(facets * facets)
        return facets

    def _count(self, triangles: int) -> None:
        self._primitive_triangles += triangles
        if self._primitive_triangles > self.bounds.triangles:
            raise self._halt(f"The source makes more than {self.bounds.triangles:,} triangles. Lower its $fn.")

    def _tag_generated(self, body: Any, node: Any, color: Any) -> Any:
        if not (
            isinstance(node, ModularCall) and node.name.name == "sphere"
        ):  # counted where its points are worked out
            self._count(body.num_tri())
        return super()._tag_generated(body, node, color)

    def _record_run_colors(self, body: Any, rgba: Any) -> None:
        if self.is_coloured:
            super()._record_run_colors(body, rgba)

    def _attach_tri_colors(self, cb: Any) -> Any:
        return cb  # triangles are coloured once, at the end, from where they came

    def _resolve_call_args(self, node: Any, ctx: Any) -> tuple[dict[Any, Any], Any]:
        args, inner = super()._resolve_call_args(node, ctx)
        self._contexts[id(node)] = inner
        return args, inner

    def _resolve_linear_extrude(self, node: Any, ctx: Any) -> dict[str, Any]:
        params: dict[str, Any] = super()._resolve_linear_extrude(node, ctx)
        if params["slices"] > self.bounds.slices:
            raise self._halt(f"An extrusion has {params['slices']:,} slices; the most is {self.bounds.slices:,}.")
        dyn = self._contexts[id(node)].dyn
        params["facets"] = (dyn.get("$fn", 0), dyn.get("$fa", 12.0), dyn.get("$fs", 2.0))
        return params

    def _generate_linear_extrude(self, params: dict[str, Any], children: list[Any], node: Any) -> Any:
        section = self._to_cross_section(library.flatten_csg_tree(children))
        if section is not None and not section.is_empty():
            slices = params["slices"] or self._slices(section, params)
            params = {**params, "slices": slices}
            if 2 * slices * int(section.num_vert()) > self.bounds.triangles:
                raise self._halt(f"An extrusion of {slices:,} slices makes too many triangles.")
        return super()._generate_linear_extrude(params, children, node)

    def _slices(self, section: Any, params: Mapping[str, Any]) -> int:
        """OpenSCAD's slices of a twisted extrusion that names none: one a facet of the outermost point's circle.

        The formula of OpenSCAD 2021.01 (src/linearextrude.cc); a library default of none would make twists straight.
        """
        if not params["twist"] or not math.isfinite(params["twist"]):
            return 0
        low_x, low_y, high_x, high_y = section.bounds()
        reach = math.hypot(max(abs(low_x), abs(high_x)), max(abs(low_y), abs(high_y)))
        turns = abs(params["twist"]) / 360
        fn, fa, fs = params["facets"]
        slices = math.ceil(self._fn_segments(fn, fa, fs, reach) * turns)
        return int(min(max(slices, 1), self.bounds.slices))

    def _generate_text(self, params: dict[str, Any], children: list[Any], node: Any) -> Any:
        if len(params["glyphs"]) > self.bounds.text_length:
            raise self._halt(f"text() draws at most {self.bounds.text_length:,} letters.")
        return super()._generate_text(params, children, node)

    def _generate_minkowski(self, params: dict[str, Any], children: list[Any], node: Any) -> Any:
        self._check_minkowski(children)
        return super()._generate_minkowski(params, children, node)

    def _check_minkowski(self, children: list[Any]) -> None:
        """Two convex bodies are one hull; two others are a hull for every pair of triangles, in one native call."""
        bodies = [one.body for one in library.flatten_csg_tree(children) if one.body is not None]
        hollow = [int(body.num_tri()) for body in bodies if not _is_convex(body)]
        if len(hollow) > 1 and math.prod(hollow) > self.bounds.minkowski:
            sizes = " and ".join(f"{number:,}" for number in hollow)
            raise self._halt(
                f"minkowski() of bodies that both have hollows ({sizes} triangles) takes too long. Lower their $fn."
            )

    # -- what is told

    def error(self, msg: str, node: Any = None, innermost_frame: str | None = None) -> None:  # noqa: ARG002
        """Raise the author's error; a lack of memory that the library took for one stays what it is."""
        cause = sys.exc_info()[1]
        if isinstance(cause, ScadError):  # an inner call has said it already
            raise cause
        if isinstance(cause, MemoryError) or "bad_alloc" in msg:
            raise self._halt("This needs more memory than a source may use.")
        place = getattr(node, "position", None)
        line, column = (place.line, place.column) if place else self._place()
        raise ScadError(f"{_plain(msg)[: self.bounds.line_length]}.", line=line, column=column)

    def _halt(self, sentence: str, code: str = "scad_limit") -> Halt:
        line, column = self._place()
        return Halt(ScadError(sentence, code=code, line=line, column=column))

    def _place(self) -> tuple[int, int]:
        place = getattr(self._where, "position", None)
        return (place.line, place.column) if place else (0, 0)

    def refused(self, failure: Exception) -> ScadError:
        """An exception of the library's own, for the author: nothing in a source may crash a worker."""
        line, column = self._place()
        if isinstance(failure, RecursionError):
            sentence = "The source calls itself too deeply here, or without end."
            return ScadError(sentence, code="scad_limit", line=line, column=column)
        return ScadError(f"This cannot be worked out: {_plain(str(failure))[:120]}.", line=line, column=column)

    def _heard(self, message: str) -> None:
        first = storable(message.split("\n", 1)[0])
        kind, _, words = first.partition(": ")
        if kind == "ECHO":
            if len(self.echoes) < self.bounds.echoes:
                self.echoes.append(words[: self.bounds.line_length])
            return
        found = _WHERE.search(words)
        place = f"Line {found[1]}: " if found else ""
        sentence = f"{place}{_plain(_WHERE.sub('', words))[: self.bounds.line_length]}."
        if sentence not in self.warnings and len(self.warnings) < self.bounds.warnings:
            self.warnings.append(sentence)


def _plain(words: str) -> str:
    """A message of the library without its place and its own full stop."""
    return _WHERE.sub("", words.split("\n", 1)[0]).split(", from source", 1)[0].strip().rstrip(".")


def _is_convex(body: Any) -> bool:
    whole = float(body.hull().volume())
    return whole <= 0 or float(body.volume()) / whole > 0.999


def _colours(statements: list[Any]) -> bool:
    waiting = list(statements)
    while waiting:
        node = waiting.pop()
        if isinstance(node, ModularCall) and node.name.name == "color":
            return True
        waiting += below(node)
    return False


def _bundled_font(font_spec: str) -> dict[str, Any]:
    """The packaged Liberation Sans in the named style: the same letters everywhere, and no program is asked."""
    style = next((one.partition("=")[2] for one in font_spec.split(":") if one.lower().startswith("style=")), "")
    words = style.lower() if style else font_spec.lower()
    face = ("Bold" if "bold" in words else "") + ("Italic" if "italic" in words or "oblique" in words else "")
    folder = library._FONT_DIR  # noqa: SLF001
    made: dict[str, Any] = library._font_tables_from_path(  # noqa: SLF001
        str(folder / f"LiberationSans-{face or 'Regular'}.ttf")
    )
    return made


def _list(evaluator: Any, node: Any, ctx: Any) -> list[Any]:
    """The library's table of expressions names its own methods; lists are to be counted by ours."""
    made: list[Any] = evaluator._eval_list_comp(node, ctx)  # noqa: SLF001
    return made


library._EXPR_DISPATCH[ListComprehension] = _list  # noqa: SLF001
library._resolve_font = _bundled_font  # noqa: SLF001 - it would ask the program fc-match with the author's words
