"""A small client of the contracts. What they answer must be what their OpenAPI documents say."""

import json
import re
from functools import cache
from typing import Any

from django.test import Client
from jsonschema import Draft202012Validator

from accounts.models import User
from nexus.api import documents
from nexus.api.core.schema import CORE as CORE_CONTRACT
from nexus.api.documents import Contract
from nexus.management.commands.schema import CONTRACTS
from tests import make

CORE = "/api/v1"


@cache
def paths() -> list[tuple[re.Pattern[str], str, Contract]]:
    """Every documented path with its contract; one with fewer names in it first."""
    found = [(path, contract) for contract in CONTRACTS for path in documents.document(contract)["paths"]]
    return [
        (re.compile(re.sub(r"\{\w+\}", "[^/]+", path) + "/?"), path, contract)
        for path, contract in sorted(found, key=lambda row: (row[0].count("{"), row[0]))
    ]


@cache
def validator(name: str, contract: Contract = CORE_CONTRACT) -> Draft202012Validator:
    components = documents.document(contract)["components"]
    return Draft202012Validator({**json.loads(name), "components": components})


class Api:
    """Talks JSON as one person, or as nobody."""

    def __init__(self, user: User | None = None, *, token: str = "", at: str = CORE) -> None:
        self.client = Client()
        self.token = token or (make.bearer(user) if user else "")
        self.at = at

    def __call__(self, method: str, path: str, body: Any = None, **headers: str) -> Any:
        sent = {"Authorization": f"Bearer {self.token}"} if self.token else {}
        data = {} if body is None else {"data": json.dumps(body), "content_type": "application/json"}
        answer = self.client.generic(method.upper(), f"{self.at}{path}", headers={**sent, **headers}, **data)
        check(method, f"{self.at}{path}", answer)
        return answer

    def get(self, path: str, **headers: str) -> Any:
        return self("get", path, **headers)

    def post(self, path: str, body: Any = None, **headers: str) -> Any:
        return self("post", path, {} if body is None else body, **headers)

    def patch(self, path: str, body: Any) -> Any:
        return self("patch", path, body)

    def put(self, path: str, body: Any = None) -> Any:
        return self("put", path, body)

    def delete(self, path: str) -> Any:
        return self("delete", path)


def check(method: str, url: str, answer: Any) -> None:
    """An answer is of its contract's documented shape; a refusal is an Error."""
    kind = answer.headers.get("Content-Type", "")
    asked = url.split("?", maxsplit=1)[0]
    known = next(((path, contract) for pattern, path, contract in paths() if pattern.fullmatch(asked)), None)
    if known is None or not kind.startswith("application/json"):
        return
    template, contract = known
    if answer.status_code >= 400:
        validator('{"$ref": "#/components/schemas/Error"}', contract).validate(answer.json())
        return
    operation = documents.document(contract)["paths"][template][method.lower()]
    content = operation["responses"][str(answer.status_code)]["content"]["application/json"]["schema"]
    validator(json.dumps(content, sort_keys=True), contract).validate(answer.json())


def code(answer: Any) -> str:
    return answer.json()["error"]["code"]
