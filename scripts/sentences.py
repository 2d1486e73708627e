"""Finds the sentences that Python code says without gettext: refusals, notes, events (see nexus/foundation/sayings.py)."""

import ast
import itertools
import re
from collections.abc import Iterator
from pathlib import Path

ROOMS = ("accounts", "conversations", "generation", "marketplace", "nexus/foundation")
# Told to developers and operators, in English: settings, logs, the store's and the servers' own words.
NOT_FOR_PEOPLE = ("/migrations/", "/management/", "/embedded/", "/env.py", "/supervisor.py", "/sandbox_walls.py", "/logs.py",
                  "/languages/", "/registry.py", "/metrics.py", "/processes.py", "/mail.py", "/outbound/", "/plots/", "/numbers.py",
                  "/idempotency.py", "/audit.py", "/outbox.py", "/invariants/", "/ledger.py", "/signing.py",
                  "/gateway_events.py", "/sayings.py")  # fmt: skip
TRANSLATES = {
    "gettext",
    "gettext_lazy",
    "gettext_noop",
    "ngettext",
    "ngettext_lazy",
    "npgettext",
    "pgettext",
    "pgettext_lazy",
    "_",
    "__",
}
SILENT_CALLS = {"log", "logger", "structlog", "re", "register_check", "CheckWarning"}
FAULTS = {
    "ValueError",
    "TypeError",
    "KeyError",
    "RuntimeError",
    "AssertionError",
    "NotImplementedError",
    "ImproperlyConfigured",
    "SystemExit",
}
# Calls whose words are said although they are no whole sentence: which argument holds them.
FRAGMENTS = {"Moment": 1, "broken": 0, "report": 1, "progress": 1, "_many": 1, "_too_many": 0}
TELLING = {"WORDS", "NAMES", "HIDING_EXTENSIONS", "TITLES", "LABELS", "_UNITS"}  # tables of names that people read
TELLING_KEYS = {"said", "title", "remedy"}
TO_MACHINES = {"_SPECIFICATION", "_described", "_again"}  # what language models are told, beside each …SYSTEM
SENTENCE = re.compile(r"[\"'“A-Z0-9{].*\s.*[.…:?]", re.DOTALL)
WORD = re.compile(r"[A-Za-z][A-Za-z ,-]*")
FIELD = re.compile(r"[a-z0-9]+(_[a-z0-9]+)+")  # a name that programs use
NAMED_HOLE = re.compile(r"\{[a-z_]+\}")


def files(root: Path) -> Iterator[Path]:
    for room in ROOMS:
        for path in sorted((root / room).rglob("*.py")):
            if not any(part in path.as_posix() for part in NOT_FOR_PEOPLE):
                yield path


def words(root: Path) -> Iterator[str]:
    """Single words that stand as values in such sentences: states, axes, things, materials."""
    for line in (root / "scripts" / "words.txt").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            yield line


def found_in(path: Path) -> Iterator[tuple[int, str]]:
    """(line, sentence) with {0}, {1} … where an f-string holds values; then the words that such a value may be."""
    reader = _Reader()
    reader.visit(ast.parse(path.read_text(encoding="utf-8")))
    yield from sorted(reader.found)


class _Reader(ast.NodeVisitor):
    def __init__(self) -> None:
        self.found: set[tuple[int, str]] = set()
        self.telling = 0

    def _skip_docstring(self, node: ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef) -> None:
        if not isinstance(node, ast.Module) and node.name in TO_MACHINES:
            return
        body = node.body
        if body and isinstance(body[0], ast.Expr) and isinstance(body[0].value, ast.Constant):
            body = body[1:]
        for child in body:
            self.visit(child)

    # fmt: off
    visit_Module = visit_ClassDef = visit_FunctionDef = visit_AsyncFunctionDef = _skip_docstring  # noqa: N815 - ast's names

    def visit_Expr(self, node: ast.Expr) -> None:
        """A text that stands alone is a note beside an attribute."""
        if not isinstance(node.value, ast.Constant):
            self.visit(node.value)

    def visit_Raise(self, node: ast.Raise) -> None:
        if isinstance(node.exc, ast.Call) and _name(node.exc.func) not in FAULTS:
            self.visit(node.exc)

    def visit_AnnAssign(self, node: ast.AnnAssign) -> None:
        if node.value is not None:
            self._assign([node.target], node.value)

    def visit_Assign(self, node: ast.Assign) -> None:
        self._assign(node.targets, node.value)

    def _assign(self, targets: list[ast.expr], value: ast.expr) -> None:
        names = {target.id for target in targets if isinstance(target, ast.Name)}
        if names & TO_MACHINES or any(name.endswith("SYSTEM") for name in names):
            return
        tells = isinstance(value, ast.Dict) and bool(names & TELLING)  # rows and sets of words are looked for, not said
        self.telling += tells
        self.visit(value)
        self.telling -= tells

    def visit_Dict(self, node: ast.Dict) -> None:
        if any(isinstance(key, ast.Constant) and key.value == "role" for key in node.keys):
            return  # one turn of a talk with a language model
        for key, value in zip(node.keys, node.values, strict=True):
            tells = isinstance(key, ast.Constant) and key.value in TELLING_KEYS
            self.telling += tells
            self.visit(value)
            self.telling -= tells

    def visit_Call(self, node: ast.Call) -> None:
        name = _name(node.func)
        if name in TRANSLATES or _root(node.func) in SILENT_CALLS:
            return
        self.visit(node.func)
        event = name == "append" and _root(node.func) == "events"
        place = 2 if event else FRAGMENTS.get(name, -1)
        for index, argument in enumerate(node.args):
            self.telling += index == place
            self.visit(argument)
            self.telling -= index == place
        held, self.telling = self.telling, 0
        for keyword in node.keywords:
            if keyword.arg not in {"help_text", "description", "summary", "code", "name"}:
                self.visit(keyword.value)
        self.telling = held

    def visit_Subscript(self, node: ast.Subscript) -> None:
        """A key is no text for people."""
        self.visit(node.value)

    def visit_Compare(self, node: ast.Compare) -> None:
        """Neither is what something is compared with."""

    def visit_Constant(self, node: ast.Constant) -> None:
        if isinstance(node.value, str):
            numbers = itertools.count()  # `str.format` fills a text with named places
            self._take(node.lineno, NAMED_HOLE.sub(lambda _hole: f"{{{next(numbers)}}}", node.value))

    def visit_JoinedStr(self, node: ast.JoinedStr) -> None:
        parts, number = [], 0
        for part in node.values:
            if isinstance(part, ast.Constant):
                parts.append(str(part.value))
                continue
            parts.append(f"{{{number}}}")
            number += 1
        sentence = "".join(parts)
        if self._take(node.lineno, sentence):
            for part in node.values:
                if isinstance(part, ast.FormattedValue):
                    self._values(part.value)

    def _values(self, node: ast.expr) -> None:
        """The words of `{'open' if … else 'closed'}` are said as well."""
        branches = [node.body, node.orelse] if isinstance(node, ast.IfExp) else [node]
        for branch in branches:
            if isinstance(branch, ast.Constant) and isinstance(branch.value, str) and WORD.fullmatch(branch.value):
                self.found.add((branch.lineno, branch.value))
            elif isinstance(branch, ast.Call | ast.JoinedStr):
                self.visit(branch)

    def _take(self, line: int, sentence: str) -> bool:
        words = re.sub(r"\{\d+\}", "", sentence)
        fits = bool(SENTENCE.fullmatch(sentence)) or (bool(self.telling) and not FIELD.fullmatch(sentence))
        if fits and re.search(r"[A-Za-z]{2}", words):
            self.found.add((line, sentence))
            return True
        return False


def _name(func: ast.expr) -> str:
    return func.attr if isinstance(func, ast.Attribute) else func.id if isinstance(func, ast.Name) else ""


def _root(func: ast.expr) -> str:
    while isinstance(func, ast.Attribute):
        func = func.value
    return func.id if isinstance(func, ast.Name) else ""
