"""Source → syntax tree, through the gate: nothing that reads files, too large or too deep comes out of here."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from dataclasses import dataclass, fields
from typing import Any

import openscad_lalr_parser as language
from lark.exceptions import LarkError, UnexpectedCharacters, UnexpectedEOF, UnexpectedInput, UnexpectedToken, VisitError

from generation.mesh.scad.bounds import USUAL, Bounds
from generation.mesh.scad.refusal import ScadError

# Names that open files in this evaluator or in OpenSCAD. They are refused wherever they stand, also as a name of the
# author's own: whoever declares `module surface` in one scope and calls the built-in in another is not to be followed.
READS_FILES = frozenset({"import", "surface", "dxf_dim", "dxf_cross", "import_stl", "import_off", "import_dxf"})
_SKIPPED = frozenset({"position", "scope"})
_TOKENS = {
    "SEMICOLON": "';'", "COMMA": "','", "LPAR": "'('", "RPAR": "')'", "LSQB": "'['", "RSQB": "']'", "LBRACE": "'{'",
    "RBRACE": "'}'", "EQUAL": "'='", "NAME": "a name", "NUMBER": "a number", "STRING": "a text in quotes",
    "COLON": "':'", "USE_INCLUDE_FILE": "a file in < >",
}  # fmt: skip


@dataclass(frozen=True)
class Source:
    """A source that passed: its text and the top-level statements of its syntax tree."""

    text: str
    statements: list[Any]


def read(text: str, *, bounds: Bounds = USUAL) -> Source:
    """The syntax tree of a source; opens no file. Raises ScadError with line and column."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").removeprefix("\ufeff")
    check_text(text, bounds)
    try:
        statements = _parser().transform(_lark().parse(text))
    except UnexpectedInput as wrong:
        raise _syntax(wrong, text) from None
    except (RecursionError, VisitError) as deep:
        if isinstance(deep, RecursionError) or isinstance(deep.orig_exc, RecursionError):
            raise ScadError("The source nests too deeply to be read.", code="scad_limit") from None
        raise ScadError(f"The source cannot be read: {deep.orig_exc}.", code="scad_syntax") from deep
    except LarkError as wrong:
        raise ScadError("The source cannot be read.", code="scad_syntax") from wrong
    _check_tree(statements, bounds)
    return Source(text, statements)


def _lark() -> Any:
    return language._get_parser()  # noqa: SLF001 - its public door prints what is wrong instead of raising it


@functools.cache
def _parser() -> Any:
    return language.OpenSCADTransformer(origin="source")


def check_text(text: str, bounds: Bounds = USUAL) -> None:
    """What can be said without parsing: size, characters, brackets. Raises ScadError."""
    if not text.strip():
        raise ScadError("The source is empty. Write at least one solid, such as “cube(10);”.", code="scad_empty")
    size = len(text.encode("utf-8", "replace"))
    if size > bounds.source_bytes:
        most = bounds.source_bytes // 1024
        raise ScadError(f"The source has {size // 1024:,} kB; the most is {most:,} kB.", code="scad_limit")
    for number, letter in enumerate(text):
        if (letter < " " and letter not in "\n\t\f\v") or "\ud800" <= letter <= "\udfff":
            line, column = _place(text, number)
            raise ScadError(
                f"The character U+{ord(letter):04X} does not belong into a source.",
                code="scad_syntax", line=line, column=column,
            )  # fmt: skip
    depth = 0
    for number, letter in code(text):
        if letter in "([{":
            depth += 1
            if depth > bounds.nesting:
                line, column = _place(text, number)
                sentence = f"Brackets nest {depth} deep here; the most is {bounds.nesting}."
                raise ScadError(sentence, code="scad_limit", line=line, column=column)
        elif letter in ")]}":
            depth = max(0, depth - 1)


def code(text: str) -> Iterator[tuple[int, str]]:
    """The characters outside comments and quotes, each with its place in the text. Raises ScadError for an open one."""
    at, end = 0, len(text)
    while at < end:
        two = text[at : at + 2]
        if two == "//":
            at = text.find("\n", at)
            if at < 0:
                return
        elif two == "/*":
            close = text.find("*/", at + 2)
            if close < 0:
                raise _open(text, at, "This comment is never closed; write */ after it.")
            at = close + 2
        elif text[at] == '"':
            close = at + 1
            while close < end and text[close] != '"':
                close += 2 if text[close] == "\\" else 1
            if close >= end:
                raise _open(text, at, 'This text is never closed; write " after it.')
            at = close + 1
        else:
            yield at, text[at]
            at += 1


def _open(text: str, at: int, sentence: str) -> ScadError:
    line, column = _place(text, at)
    return ScadError(sentence, code="scad_syntax", line=line, column=column)


def _place(text: str, at: int) -> tuple[int, int]:
    """Line and column, from 1, of a character."""
    return text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at)


def _syntax(wrong: UnexpectedInput, text: str) -> ScadError:
    if isinstance(wrong, UnexpectedEOF) or (isinstance(wrong, UnexpectedToken) and wrong.token.type == "$END"):
        line, column = _place(text, len(text.rstrip()))
        said = "The source ends too early"
    else:
        line, column = wrong.line, wrong.column
        found = str(wrong.token) if isinstance(wrong, UnexpectedToken) else text[wrong.pos_in_stream or 0]
        said = f"{found[:40]!r} is not expected here"
    expected: set[str] = set()
    if isinstance(wrong, UnexpectedToken):
        expected = set(wrong.accepts or wrong.expected)
    elif isinstance(wrong, UnexpectedCharacters):
        expected = set(wrong.allowed or ())
    wanted = sorted(_TOKENS[name] for name in expected & _TOKENS.keys())
    hint = f"; expected is {' or '.join(wanted)}" if 0 < len(wanted) <= 3 else ""
    return ScadError(f"{said}{hint}.", code="scad_syntax", line=line, column=column)


def _check_tree(statements: list[Any], bounds: Bounds) -> None:
    """Refuse what opens files, and trees deeper or larger than the bounds; walks without recursion."""
    waiting = [(node, 1) for node in reversed(statements)]
    seen = 0
    while waiting:
        node, depth = waiting.pop()
        seen += 1
        if depth > bounds.depth or seen > bounds.nodes:
            what = f"nests {depth:,} deep" if depth > bounds.depth else f"has more than {bounds.nodes:,} pieces"
            raise ScadError(f"The source {what}; that is too much.", code="scad_limit", line=node.position.line)
        _check_node(node)
        waiting += [(child, depth + 1) for child in children(node)]


def _check_node(node: Any) -> None:
    name = ""
    if isinstance(node, language.IncludeStatement):
        name = "include"
    elif isinstance(node, language.UseStatement):
        name = "use"
    elif isinstance(node, language.Identifier) and node.name in READS_FILES:
        name = node.name
    if name:
        raise ScadError(
            f"{name} reads a file, and sources may read none here. Write what it would bring into the source itself.",
            code="scad_file", line=node.position.line, column=node.position.column,
        )  # fmt: skip


def children(node: Any) -> list[Any]:
    """The nodes directly below one, in no promised order."""
    found: list[Any] = []
    kind: Any = type(node)
    for name in _names(kind):
        value = getattr(node, name)
        if isinstance(value, language.ASTNode):
            found.append(value)
        elif isinstance(value, list):
            found += [one for one in value if isinstance(one, language.ASTNode)]
    return found


@functools.cache
def _names(kind: Any) -> tuple[str, ...]:
    return tuple(field.name for field in fields(kind) if field.name not in _SKIPPED)
