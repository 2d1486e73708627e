"""What was published is what the OpenAPI documents promise: every row of the contracts, its body, filters and fields.

`published.csv` holds the rows and `shapes.csv` the fields of the answers, both copied from the contracts. A field is
`name`, `name?` where it may be null (in a body: may be left out), `name~` where it may be missing from an answer, and
`outer.inner`; in `asks` a parameter is `name`, or `name!` where it must be given.
"""

import csv
import re
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from nexus.api import documents
from nexus.management.commands.schema import CONTRACTS

HERE = Path(__file__).parent
# A draft has none of these yet; a person sees only some; an engine that never ran has no median.
MAY_BE_NULL = {
    ("model", name) for name in ("category", "price", "licence", "facts", "preview_url", "thumbnail_url")
} | {
    ("file", "facts"), ("library item", "model.thumbnail_url"), ("library item", "licence"), ("engine", "median_seconds"),
    ("engine", "licence"), ("transaction", "platform_fee"), ("transaction", "seller_revenue"), ("delivery", "response"),
}  # fmt: skip
# The older contracts and the pipeline say nothing of nulls.
STRICT_FROM, STRICT_TO = "user", "homepage"


def rows(name: str) -> list[dict[str, str]]:
    with (HERE / name).open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


@cache
def shapes() -> dict[str, list[str]]:
    return {row["name"]: row["fields"].split() for row in rows("shapes.csv")}


@cache
def strict() -> set[str]:
    names = list(shapes())
    return set(names[names.index(STRICT_FROM) : names.index(STRICT_TO)])


@cache
def operations() -> dict[tuple[str, str], tuple[dict[str, Any], dict[str, Any]]]:
    """Every documented operation, its path without names, with the schemas of its document."""
    return {
        (method.upper(), re.sub(r"\{\w+\}", "{}", path)): (
            operation,
            documents.document(contract)["components"]["schemas"],
        )
        for contract in CONTRACTS
        for path, ways in documents.document(contract)["paths"].items()
        for method, operation in ways.items()
    }


class Told:
    """A schema with its references followed."""

    def __init__(self, schema: dict[str, Any], known: dict[str, Any]) -> None:
        self.known, self.may_be_null = known, False
        for _ in range(5):
            if "$ref" in schema:
                schema = known[schema["$ref"].rsplit("/", 1)[-1]]
            for kind in ("anyOf", "oneOf", "allOf"):
                if kind in schema:
                    self.may_be_null |= {"type": "null"} in schema[kind]
                    schema = next(part for part in schema[kind] if part != {"type": "null"})
        kinds = schema.get("type", [])
        self.may_be_null |= "null" in (kinds if isinstance(kinds, list) else [kinds])
        self.schema = schema

    def inner(self, name: str) -> "Told | None":
        schema = Told(self.schema["items"], self.known).schema if "items" in self.schema else self.schema
        found = schema.get("properties", {}).get(name)
        return None if found is None else Told(found, self.known)

    def requires(self, name: str) -> bool:
        schema = Told(self.schema["items"], self.known).schema if "items" in self.schema else self.schema
        return name in schema.get("required", [])


def faults_of_answer(told: Told, fields: list[str], *, shape: str) -> list[str]:
    found = []
    for field in fields:
        at: Told | None = told
        parts = field.split(".")
        for depth, part in enumerate(parts):
            name = part.rstrip("?~")
            outer, at = at, at.inner(name) if at else None
            if at is None or outer is None:
                found.append(f"{field} is not there")
                break
            last = depth == len(parts) - 1
            if last and not part.endswith("~") and not outer.requires(name):
                found.append(f"{field} may be missing")
            plain = ".".join(inner.rstrip("?~") for inner in parts[: depth + 1])
            if shape in strict() and at.may_be_null and part == name and (shape, plain) not in MAY_BE_NULL:
                found.append(f"{plain} may be null")
            if part.endswith("?") and not at.may_be_null:
                found.append(f"{plain} is never null")
    return found


def content(part: dict[str, Any]) -> dict[str, Any]:
    return next(iter(part.get("content", {}).values()), {}).get("schema", {})


def faults_of_body(told: Told, fields: list[str]) -> list[str]:
    found = []
    for field in fields:
        at: Told | None = told
        for part in field.split("."):
            name = part.rstrip("?")
            outer, at = at, at.inner(name) if at else None
            if at is None or outer is None:
                found.append(f"the body has no {field}")
                break
            if outer.requires(name) == part.endswith("?"):
                found.append(f"the body's {field} is {'required' if part.endswith('?') else 'not required'}")
    return found


def faults_of(row: dict[str, str]) -> list[str]:
    operation, known = operations()[(row["method"], row["path"])]
    answer = operation["responses"].get(row["status"])
    if answer is None:
        return [f"status {row['status']} is not there"]
    found = faults_of_body(Told(content(operation.get("requestBody", {})), known), row["takes"].split())
    parameters = {one["name"]: one for one in operation.get("parameters", [])}
    for asked in row["asks"].split():
        name = asked.rstrip("!")
        if name not in parameters:
            found.append(f"there is no parameter {name}")
        elif parameters[name].get("required", False) != asked.endswith("!"):
            found.append(f"whether {name} is required")
    return found + faults_of_gift(Told(content(answer), known), row["gives"])


def faults_of_gift(told: Told, gift: str) -> list[str]:
    if not gift:
        return []
    is_page, is_list = gift.startswith("page of "), gift.startswith("list of ")
    if is_page:
        if missing := [name for name in ("results", "next", "previous") if not told.requires(name)]:
            return [f"a page without {missing}"]
        inner = told.inner("results")
        assert inner is not None
        told = inner
    if (is_page or is_list) != ("items" in told.schema):
        return ["a list where one was promised, or one where a list was"]
    shape = gift.removeprefix("page of ").removeprefix("list of ")
    return faults_of_answer(told, shapes()[shape], shape=shape)


@pytest.mark.parametrize("row", rows("published.csv"), ids=lambda row: f"{row['method']} {row['path']} {row['status']}")
def test_a_published_row_is_documented_with_its_body_filters_and_fields(row: dict[str, str]):
    assert (row["method"], row["path"]) in operations()
    assert faults_of(row) == []


def test_a_field_that_is_gone_null_or_not_required_any_more_is_noticed():
    row = next(row for row in rows("published.csv") if row["path"] == "/api/v1/me/balance")
    operation, known = operations()[("GET", "/api/v1/me/balance")]
    name = content(operation["responses"]["200"])["$ref"].rsplit("/", 1)[-1]
    gone = {**known, name: {**known[name], "properties": {}}}
    null = {**known, name: {**known[name], "properties": {"available": {"type": ["string", "null"]}}, "required": []}}

    assert faults_of(row) == []
    told = faults_of_gift(Told({"$ref": f"#/{name}"}, gone), row["gives"])
    assert len(told) == len(shapes()["balance"])
    assert {"available may be missing", "available may be null"} <= set(
        faults_of_gift(Told({"$ref": f"#/{name}"}, null), row["gives"])
    )
