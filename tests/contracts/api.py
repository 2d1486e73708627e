"""A small client of the contracts. What Core answers must be what its OpenAPI document says."""

import json
import re
from functools import cache
from typing import Any

from django.test import Client
from jsonschema import Draft202012Validator

from accounts.models import User
from nexus.api.core import schema
from tests import make

CORE = "/api/v1"


@cache
def paths() -> list[tuple[re.Pattern[str], str]]:
    return [
        (re.compile(re.sub(r"\{\w+\}", "[^/]+", path) + "/?"), path)
        for path in sorted(schema.document()["paths"], key=lambda path: path.count("{"))
    ]


@cache
def validator(name: str) -> Draft202012Validator:
    components = schema.document()["components"]
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
        if self.at == CORE:
            check(method, f"{CORE}{path}", answer)
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
    """An answer of Core is of its documented shape; a refusal is an Error."""
    if answer.status_code == 204 or not answer["Content-Type"].startswith("application/json"):
        return
    if answer.status_code >= 400:
        validator('{"$ref": "#/components/schemas/Error"}').validate(answer.json())
        return
    path = url.split("?", maxsplit=1)[0]
    known = next(template for pattern, template in paths() if pattern.fullmatch(path))
    operation = schema.document()["paths"][known][method.lower()]
    content = operation["responses"][str(answer.status_code)]["content"]["application/json"]["schema"]
    validator(json.dumps(content, sort_keys=True)).validate(answer.json())


def code(answer: Any) -> str:
    return answer.json()["error"]["code"]
