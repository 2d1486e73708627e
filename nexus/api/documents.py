"""OpenAPI documents, made from the code: routes and bodies by drf-spectacular, answers from the shapes."""

import functools
import inspect
import json
import re
import types
import typing
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from importlib import import_module
from typing import Any, get_args, get_origin, get_type_hints

from drf_spectacular.drainage import GENERATOR_STATS
from drf_spectacular.generators import SchemaGenerator

from nexus.api.base import View, reference, schema_name

PLAIN: dict[Any, dict[str, Any]] = {
    str: {"type": "string"},
    int: {"type": "integer"},
    float: {"type": "number"},
    bool: {"type": "boolean"},
    Any: {},
}
ERROR: dict[str, Any] = {  # of the older contracts
    "type": "object",
    "required": ["error"],
    "properties": {"error": {"type": "string"}},
}
REFUSAL = {
    "description": "Refused",
    "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Error"}}},
}


@dataclass(frozen=True, eq=False)
class Contract:
    """One published contract: where its routes and shapes are, and what stands beside them."""

    name: str  # of its file
    title: str
    about: str
    patterns: Callable[[], Sequence[Any]]
    shapes: tuple[str, ...]  # modules
    error: Mapping[str, Any] = field(default_factory=lambda: ERROR)
    root: str = ""  # left out of the operations' names
    beside: Mapping[str, Any] = field(default_factory=dict)  # paths that are served beside the URLconf
    more: Mapping[str, Any] = field(default_factory=dict)  # schemas that no shape is


def of(hint: Any) -> dict[str, Any]:
    """The JSON Schema of a type hint; a TypedDict is a reference."""
    inner = get_args(hint)
    made = MADE.get(get_origin(hint))
    if made is not None:
        return made(inner)
    if typing.is_typeddict(hint):
        return reference(hint) or {}
    return dict(PLAIN[hint])


def _optional(inner: tuple[Any, ...]) -> dict[str, Any]:
    return _or_null(of(next(part for part in inner if part is not type(None))))


MADE: dict[Any, Callable[[tuple[Any, ...]], dict[str, Any]]] = {
    typing.Annotated: lambda inner: {**of(inner[0]), "format": inner[1]},
    typing.NotRequired: lambda inner: of(inner[0]),
    typing.Union: _optional,
    types.UnionType: _optional,
    list: lambda inner: {"type": "array", "items": of(inner[0])},
    dict: lambda inner: {"type": "object", "additionalProperties": of(inner[1])},
}


def _or_null(schema: dict[str, Any]) -> dict[str, Any]:
    if "type" in schema:
        return {**schema, "type": [schema["type"], "null"]}
    return {"anyOf": [schema, {"type": "null"}]}


def object_of(shape: Any) -> dict[str, Any]:
    """The JSON Schema of one TypedDict."""
    hints = get_type_hints(shape, include_extras=True)
    made: dict[str, Any] = {
        "type": "object",
        "required": sorted(shape.__required_keys__),
        "properties": {name: of(hint) for name, hint in hints.items()},
        "additionalProperties": False,
    }
    if shape.__doc__:
        made["description"] = shape.__doc__.strip()
    return made


def page_of(name: str) -> dict[str, Any]:
    link = {"type": ["string", "null"], "format": "uri"}
    return {
        "type": "object",
        "required": ["results", "next", "previous"],
        "properties": {
            "results": {"type": "array", "items": {"$ref": f"#/components/schemas/{name}"}},
            "next": link,
            "previous": link,
        },
    }


def shapes_of(contract: Contract) -> dict[str, Any]:
    """Every public TypedDict of the contract's shape modules, by name."""
    modules = [import_module(name) for name in contract.shapes]
    found = [value for module in modules for value in vars(module).values() if typing.is_typeddict(value)]
    return {schema_name(shape): shape for shape in found if not shape.__name__.startswith("_")}


@functools.cache
def document(contract: Contract) -> dict[str, Any]:
    """The whole document; the same bytes for the same code."""
    generator = SchemaGenerator(patterns=list(contract.patterns()))  # type: ignore[no-untyped-call]
    with GENERATOR_STATS.silence():  # operation ids are ours, see _paths
        made: dict[str, Any] = generator.get_schema(request=None, public=True)  # type: ignore[no-untyped-call]
    made = json.loads(json.dumps(made, default=str))
    made["info"] |= {"title": contract.title, "description": contract.about}
    made["servers"] = [{"url": "/"}]
    made["paths"] = _paths(contract, made["paths"])
    components = made.setdefault("components", {})
    components["securitySchemes"] = {"bearer": {"type": "http", "scheme": "bearer"}}
    components["schemas"] = _schemas(contract, made["paths"], components.get("schemas", {}))
    return made


def text(contract: Contract) -> str:
    return json.dumps(document(contract), indent=1, sort_keys=True, ensure_ascii=False) + "\n"


def _schemas(contract: Contract, paths: Mapping[str, Any], bodies: Mapping[str, Any]) -> dict[str, Any]:
    """Bodies and shapes; of the shapes those that some answer names, and what these name."""
    known = {name: object_of(shape) for name, shape in shapes_of(contract).items()}
    known |= {f"{name}Page": page_of(name) for name in tuple(known)}
    found = {**bodies, "Error": contract.error, **contract.more}
    wanted = _named(json.dumps(paths))
    while missing := wanted - found.keys():
        for name in missing:
            found[name] = known[name]
            wanted |= _named(json.dumps(known[name]))
    return dict(sorted(found.items()))


def _named(text: str) -> set[str]:
    return {part.split('"', 1)[0] for part in text.split("#/components/schemas/")[1:]}


def _paths(contract: Contract, found: Mapping[str, Any]) -> dict[str, Any]:
    made: dict[str, Any] = {}
    for route, operations in found.items():
        for method, operation in operations.items():
            operation["operationId"] = "_".join([method, *re.findall(r"\w+", route.removeprefix(contract.root))])
            operation["responses"]["default"] = REFUSAL
            operation.pop("tags", None)
            if operation.get("description") == inspect.getdoc(View):
                del operation["description"]
            for parameter in operation.get("parameters", []):
                if parameter.get("description", "").startswith("* `"):  # the enumeration, said twice
                    del parameter["description"]
        made[route.rstrip("/")] = operations
    return dict(sorted({**made, **contract.beside}.items()))
