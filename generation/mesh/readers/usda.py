"""Parses the text form of USD (usda) into a tree of prims; arrays of numbers are read at once."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from generation.mesh.readers import text
from generation.mesh.refusal import Refused

DEEPEST = 64
MOST_PRIMS = 100_000
_SPACE = re.compile(r"(?:[ \t\r\n;]+|#[^\n]*)+")
_TOKEN = re.compile(
    r'"""(?P<long>(?:[^\\]|\\.)*?)"""'
    r"|'''(?P<long2>(?:[^\\]|\\.)*?)'''"
    r'|"(?P<string>[^"\\\n]*(?:\\.[^"\\\n]*)*)"'
    r"|'(?P<string2>[^'\\\n]*(?:\\.[^'\\\n]*)*)'"
    r"|@@@(?P<asset3>.*?)@@@"
    r"|@(?P<asset>[^@\n]*)@"
    r"|<(?P<path>[^>\n]*)>"
    r"|(?P<number>[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?|[-+]?inf\b|nan\b)(?![A-Za-z_])"
    r"|(?P<word>[A-Za-z_][\w:]*)"
    r"|(?P<mark>[()\[\]{}=,.:&])",
    re.DOTALL,
)
_NUMBERS = re.compile(r"[-+0-9.eE,()\s]*\Z")
_LIST_WORDS = frozenset({"prepend", "append", "add", "delete", "reorder"})
_BLANK = str.maketrans("(),", "   ")


@dataclass(slots=True)
class Asset:
    """A reference to a file."""

    name: str


@dataclass(slots=True)
class Path:
    """A reference to a prim or property."""

    name: str


@dataclass(slots=True)
class Value:
    """An attribute: its default (or first sample), what it is connected to, and what is said about it."""

    value: Any = None
    connect: list[str] = field(default_factory=list)
    about: dict[str, Any] = field(default_factory=dict)


@dataclass(slots=True)
class Prim:
    """A prim: `specifier` is def, over or class; `attributes` by name; `targets` of relationships by name."""

    name: str
    specifier: str = "def"
    kind: str = ""
    about: dict[str, Any] = field(default_factory=dict)
    attributes: dict[str, Value] = field(default_factory=dict)
    targets: dict[str, list[str]] = field(default_factory=dict)
    children: dict[str, "Prim"] = field(default_factory=dict)
    variants: dict[str, dict[str, "Prim"]] = field(default_factory=dict)


def title(prim: Prim, otherwise: str) -> str:
    """What people call a prim: its display name where it has one."""
    shown = prim.about.get("displayName")
    return text.words((shown if isinstance(shown, str) and shown.strip() else prim.name).encode(), otherwise)


def parse(data: bytes) -> Prim:
    """The pseudo-root of a usda layer: its `about` holds the layer's metadata. Raises Refused."""
    text.check_size(len(data), "USD")
    try:
        return _Parser(data.decode("utf-8", "replace")).layer()
    except RecursionError as error:
        raise _deep() from error


def _deep() -> Refused:
    return Refused(
        "too-deep", "The scene inside this USDZ is nested too deep.", "Flatten the scene, then export again."
    )


class _Parser:
    def __init__(self, source: str) -> None:
        self._source = source
        self._at = 0
        self._prims = 0
        if not source.startswith("#usda"):
            raise text.damaged("USD", "its text does not begin as usda")
        self._kind, self._said = "", ""
        self._next()

    # ------------------------------------------------------------ tokens
    def _next(self) -> None:
        space = _SPACE.match(self._source, self._at)
        if space:
            self._at = space.end()
        if self._at >= len(self._source):
            self._kind, self._said = "end", ""
            return
        found = _TOKEN.match(self._source, self._at)
        if found is None or found.lastgroup is None:
            raise self._wrong()
        self._start, self._at = self._at, found.end()
        self._kind, self._said = found.lastgroup.rstrip("23"), found[found.lastgroup]
        if self._kind == "long":
            self._kind = "string"

    def _wrong(self) -> Refused:
        line = self._source.count("\n", 0, self._at) + 1
        return text.damaged("USD", f"its text cannot be read in line {line:,}")

    def _is(self, mark: str) -> bool:
        return self._kind == "mark" and self._said == mark

    def _take(self, mark: str) -> bool:
        if self._is(mark):
            self._next()
            return True
        return False

    def _want(self, mark: str) -> None:
        if not self._take(mark):
            raise self._wrong()

    def _text(self, kind: str) -> str:
        if self._kind != kind:
            raise self._wrong()
        found = self._said
        self._next()
        return found

    # ------------------------------------------------------------ layer and prims
    def layer(self) -> Prim:
        root = Prim("")
        if self._is("("):
            root.about = self._metadata()
        while self._kind != "end":
            if self._kind == "word" and self._said == "reorder":
                self._statement_to_skip()
                continue
            prim = self._prim(1)
            root.children[prim.name] = prim
        return root

    def _statement_to_skip(self) -> None:
        self._next()
        self._text("word")
        self._want("=")
        self._value(0)

    def _prim(self, depth: int) -> Prim:
        if depth > DEEPEST:
            raise _deep()
        self._prims += 1
        if self._prims > MOST_PRIMS:
            raise Refused(
                "too-big",
                "The scene inside this USDZ has more prims than are taken.",
                "Join small objects in your 3D program, then export again.",
            )
        specifier = self._text("word")
        if specifier not in ("def", "over", "class"):
            raise self._wrong()
        kind = self._text("word") if self._kind == "word" else ""
        prim = Prim(self._text("string"), specifier, kind)
        if self._is("("):
            prim.about = self._metadata()
        self._body(prim, depth)
        return prim

    def _body(self, prim: Prim, depth: int) -> None:
        self._want("{")
        while not self._take("}"):
            if self._kind != "word":
                raise self._wrong()
            if self._said in ("def", "over", "class"):
                child = self._prim(depth + 1)
                prim.children[child.name] = child
            elif self._said == "variantSet":
                self._variants(prim, depth)
            elif self._said == "reorder":
                self._statement_to_skip()
            else:
                self._property(prim)

    def _variants(self, prim: Prim, depth: int) -> None:
        self._next()
        held = prim.variants.setdefault(self._text("string"), {})
        self._want("=")
        self._want("{")
        while not self._take("}"):
            variant = Prim(self._text("string"))
            if self._is("("):
                variant.about = self._metadata()
            self._body(variant, depth + 1)
            held[variant.name] = variant

    def _property(self, prim: Prim) -> None:
        adding = ""
        while self._kind == "word" and self._said in ("custom", "uniform", "varying", "config", *_LIST_WORDS):
            adding = self._said if self._said in _LIST_WORDS else adding
            self._next()
        kind = self._text("word")
        if self._take("["):
            self._want("]")
        name = self._text("word")
        role = ""
        if self._take("."):
            role = self._text("word")
        value = self._value(0) if self._take("=") else None
        about = self._metadata() if self._is("(") else {}
        if kind == "rel":
            if role == "" and adding != "delete":
                prim.targets[name] = _paths(value)
            return
        held = prim.attributes.setdefault(name, Value())
        held.about |= about
        if role == "connect":
            held.connect = _paths(value)
        elif role == "timeSamples":
            if held.value is None and isinstance(value, dict) and value:
                held.value = value[min(value)]
        elif role == "":
            held.value = value if value is not None else held.value

    # ------------------------------------------------------------ values
    def _metadata(self) -> dict[str, Any]:
        self._want("(")
        found: dict[str, Any] = {}
        while not self._take(")"):
            if self._kind == "string":
                found["documentation"] = self._text("string")
                continue
            adding = ""
            if self._kind == "word" and self._said in _LIST_WORDS:
                adding = self._said
                self._next()
            name = self._text("word")
            value: Any = None
            if self._take("="):
                value = self._value(0)
            if adding != "delete":
                found[name] = value
            self._take(",")
        return found

    def _value(self, depth: int) -> Any:
        if depth > DEEPEST:
            raise _deep()
        kind, said = self._kind, self._said
        if kind == "mark":
            return self._held(depth)
        if kind == "end":
            raise self._wrong()
        self._next()
        if kind == "asset":
            return self._asset(Asset(said))
        simple: dict[str, Callable[[str], Any]] = {"number": float, "string": str, "path": Path, "word": _word}
        return simple[kind](said)

    def _held(self, depth: int) -> Any:
        if self._is("["):
            return self._list(depth)
        if self._is("("):
            return tuple(self._several("(", ")", depth))
        if self._is("{"):
            return self._dictionary(depth)
        raise self._wrong()

    def _asset(self, asset: Asset) -> Any:
        if self._kind == "path":
            return [asset, Path(self._text("path"))]
        if self._is("("):  # layer offsets do not matter to shapes at rest
            self._metadata()
        return asset

    def _list(self, depth: int) -> Any:
        end = self._source.find("]", self._start)
        inner = self._source[self._start + 1 : end] if end >= 0 else ""
        if end < 0:
            raise self._wrong()
        if inner and inner.strip() and _NUMBERS.match(inner):
            width = inner[: inner.find(")")].count(",") + 1 if inner.lstrip().startswith("(") else 1
            width = 16 if inner.lstrip().startswith("((") or re.match(r"\s*\(\s*\(", inner) else width
            values = text.numbers(inner.translate(_BLANK).encode("ascii", "replace"), "USD", "its arrays")
            if len(values) % width:
                raise self._wrong()
            self._at = end + 1
            self._next()
            return values.reshape(-1, width) if width > 1 else values
        return self._several("[", "]", depth)

    def _several(self, opening: str, closing: str, depth: int) -> list[Any]:
        self._want(opening)
        found: list[Any] = []
        while not self._take(closing):
            value = self._value(depth + 1)
            if isinstance(value, list) and len(value) == 2 and isinstance(value[0], Asset):
                found.extend(value)
            else:
                found.append(value)
            if not self._take(",") and not self._is(closing):
                raise self._wrong()
        return found

    def _dictionary(self, depth: int) -> dict[Any, Any]:
        self._want("{")
        found: dict[Any, Any] = {}
        while not self._take("}"):
            if self._kind == "number":  # a time sample
                time = float(self._text("number"))
                self._want(":")
                found[time] = self._value(depth + 1)
            else:
                word = self._text("word")
                if self._take("["):
                    self._want("]")
                name = (
                    self._text(self._kind if self._kind in ("word", "string") else "word")
                    if not self._is("=")
                    else word
                )
                self._want("=")
                found[name] = self._value(depth + 1)
            self._take(",")
        return found


def _word(said: str) -> Any:
    return {"None": None, "true": True, "false": False}.get(said, said)


def _paths(value: Any) -> list[str]:
    held = value if isinstance(value, list) else [value]
    return [one.name for one in held if isinstance(one, Path)]


def array(value: Any, width: int) -> np.ndarray[Any, np.dtype[np.float64]] | None:
    """A value as rows (n, width), or (n,) for width 1; None where it is none of that kind."""
    if value is None:
        return None
    try:
        found = np.asarray(value, np.float64)
    except (ValueError, TypeError):
        return None
    if width == 1:
        return found.reshape(-1)
    return found.reshape(-1, width) if found.size % width == 0 else None
