"""Every operation of a contract, asked with what its own document allows and forbids; nothing of it stays.

Cases come from schemathesis; ids of the world of `tests/contracts/world.py` are put into most of them, and each request
runs in a transaction that is taken back. The same code gives the same cases.
"""

import json
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections, transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from hypothesis.errors import Unsatisfiable
from schemathesis import GenerationMode
from schemathesis.checks import CHECKS, load_all_checks
from schemathesis.core.failures import Failure, FailureGroup

from tests.contracts.world import World

HERE = "http://testserver"
CHECKED = (
    "not_a_server_error",
    "status_code_conformance",
    "content_type_conformance",
    "response_headers_conformance",
    "response_schema_conformance",
    "negative_data_rejection",
)
# What a parameter or a field of this name may stand for in the world.
KNOWN = {
    "model_id": ("listing", "free", "draft", "in_review", "rejected", "archived"),
    "model": ("listing", "free", "draft"),
    "job_id": ("job", "pending", "waiting", "cancelled", "nobodys"),
    "asset_id": ("asset",), "session_id": ("session",), "chat_id": ("chat",), "message_id": ("message",),
    "meta_id": ("meta",), "upload_id": ("upload",), "file_id": ("draft_file", "listing_file"),
    "conversion_id": ("conversion",), "bounty_id": ("bounty", "unfunded", "running"),
    "application_id": ("application",), "submission_id": ("submission",), "order_id": ("order", "unpaid"),
    "transaction_id": ("bought_line",), "code": ("coupon",), "coupon": ("coupon",), "search_id": ("saved_search",),
    "key_id": ("api_key",), "webhook_id": ("webhook",), "delivery_id": ("webhook_delivery",), "username": ("username",),
    "review_id": ("review",), "comment_id": ("comment",), "parent_id": ("comment",), "collection_id": ("collection",),
    "slug": ("tutorial",), "campaign_id": ("campaign",), "user_id": ("person",),
}  # fmt: skip
ROLES = ("owner", "owner", "owner", "staff", "other", "anonymous")


@dataclass
class Findings:
    """What was asked, and what was wrong with the answers: one example for each operation and fault."""

    asked: Counter[str] = field(default_factory=Counter)
    answered: Counter[int] = field(default_factory=Counter)
    guarded: set[str] = field(default_factory=set)  # operations seen to refuse who has no token, or a bad one
    kept: set[str] = field(default_factory=set)  # operations whose new thing was found again
    wrong: dict[tuple[str, str], str] = field(default_factory=dict)

    def told(self) -> str:
        return "\n\n".join(f"{operation}: {fault}\n{text}" for (operation, fault), text in self.wrong.items())


def _without_security(document: dict[str, Any]) -> dict[str, Any]:
    plain: dict[str, Any] = json.loads(json.dumps(document))
    for ways in plain["paths"].values():
        for operation in ways.values():
            operation.pop("security", None)
    return plain


@schemathesis.serializer("application/offset+octet-stream")
def _part(_context: Any, value: Any) -> Any:
    """A part of a tus upload: bytes as they are."""
    return bytes(value.data if hasattr(value, "data") else str(value).encode())


@contextmanager
def one_connection() -> Iterator[None]:
    """Requests leave the test's connection open, as Django's own test client has it."""
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    try:
        yield
    finally:
        for signal in signals:
            signal.connect(close_old_connections)


class Fuzzer:
    """Asks the operations of one document, with the things and people of a world."""

    def __init__(self, document: Mapping[str, Any], world: World) -> None:
        load_all_checks()
        self.world = world
        self.app = get_wsgi_application()
        self.document = json.loads(json.dumps(document))
        # Who asks is said here, so schemathesis makes up no tokens.
        self.schema = schemathesis.openapi.from_dict(_without_security(self.document))
        self.checks = [CHECKS.get_one(name) for name in CHECKED]
        self.found = Findings()

    def run(self, *, positive: int, negative: int, only: str = "") -> Findings:
        """Ask every operation so often with what is right for it, and so often with what is not."""
        with one_connection():
            for made in self.schema.get_all_operations():
                operation = made.ok()
                if only in operation.label:
                    self._run(operation, positive, GenerationMode.POSITIVE)
                    if negative and (operation.body or operation.query):
                        self._run(operation, negative, GenerationMode.NEGATIVE)
        return self.found

    def _run(self, operation: Any, examples: int, mode: GenerationMode) -> None:
        @settings(
            max_examples=examples,
            derandomize=True,
            database=None,
            deadline=None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        @given(self._cases(operation, mode))
        def asking(asked: tuple[Any, str]) -> None:
            self._ask(*asked)

        try:
            asking()
        except Unsatisfiable:  # where any text is right there is nothing wrong to send
            assert mode is GenerationMode.NEGATIVE, operation.label

    def _cases(self, operation: Any, mode: GenerationMode) -> st.SearchStrategy[tuple[Any, str]]:
        """A request and who sends it."""
        is_right = mode is GenerationMode.POSITIVE
        ways = [operation.as_strategy(generation_mode=mode, path_parameters=path) for path in self._paths(operation)]
        if is_right and "{" in operation.path:
            ways.append(operation.as_strategy(generation_mode=mode))  # an id that names nothing

        @st.composite
        def made(draw: Callable[..., Any]) -> tuple[Any, str]:
            case = draw(draw(st.sampled_from(ways)))
            if is_right and isinstance(case.body, dict) and draw(st.booleans()):
                case.body = {name: self._known(name, value, draw) for name, value in case.body.items()}
            return case, draw(st.sampled_from(ROLES))

        return made()

    def _paths(self, operation: Any) -> list[dict[str, str]]:
        """The path's ids, by things of the world: each way names others."""
        names = [name for name in re.findall(r"{(\w+)}", operation.path) if name in KNOWN]
        many = max((len(KNOWN[name]) for name in names), default=1)
        return [
            {name: str(self.world.names[KNOWN[name][number % len(KNOWN[name])]]) for name in names}
            for number in range(many)
        ]

    def _known(self, name: str, value: Any, draw: Callable[..., Any]) -> Any:
        """The same value, naming a thing that is there."""
        if isinstance(value, dict):
            return {key: self._known(key, inner, draw) for key, inner in value.items()}
        if isinstance(value, list):
            return [self._known(name.removesuffix("s"), inner, draw) for inner in value]
        if name not in KNOWN or value is None:
            return value
        thing = self.world.names[draw(st.sampled_from(KNOWN[name]))]
        return thing if isinstance(value, int) else str(thing)

    def _ask(self, case: Any, role: str) -> None:
        """One request; what it changed is taken back, what was wrong with its answer is kept."""
        with transaction.atomic():
            answer = self._send(case, self.world.tokens.get(role))
            self.found.asked[case.operation.label] += 1
            self.found.answered[answer.status_code] += 1
            try:
                case.validate_response(answer, checks=self._checks_for(case))
            except (FailureGroup, Failure) as failure:
                for one in getattr(failure, "exceptions", [failure]):
                    self._note(case, type(one).__name__, f"as {role}: {failure}")
            if answer.status_code == 201:
                self._look_for(case, answer.json(), role)
            transaction.set_rollback(True)
        if (
            200 <= answer.status_code < 300
            and self._needs_person(case)
            and case.operation.label not in self.found.guarded
        ):
            self._check_guard(case)

    def _checks_for(self, case: Any) -> list[Any]:
        """A form has no types: what is no object goes out as an empty one, and what it does not know is left alone."""
        if (case.media_type or "").startswith("multipart/"):
            return [check for check in self.checks if check.__name__ != "negative_data_rejection"]
        return self.checks

    def _send(self, case: Any, token: str | None) -> Any:
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        return case.call(app=self.app, base_url=HERE, headers=headers)

    def _needs_person(self, case: Any) -> bool:
        told = self.document["paths"][case.path][case.method.lower()]
        return {} not in told.get("security", [{}])

    def _check_guard(self, case: Any) -> None:
        """The same without a token, and with a bad one: 401 both times."""
        with transaction.atomic():
            codes = [
                self._send(case, token).status_code for token in (None, "nonsense", self.world.tokens["bad_token"])
            ]
            transaction.set_rollback(True)
        self.found.guarded.add(case.operation.label)
        if codes != [401, 401, 401]:
            self._note(case, "IgnoredAuth", f"Without a token, with nonsense and with an expired one: {codes}")

    def _look_for(self, case: Any, body: Any, role: str) -> None:
        """What was just made is found by who made it."""
        path = self._home_of(case)
        if path is None or not isinstance(body, dict) or not body.get("id"):
            return
        url = path[: path.rindex("/")] + f"/{body['id']}"
        operation = self.schema[path]["get"]
        again = operation.Case(path_parameters={path[path.rindex("{") + 1 : -1]: str(body["id"])})
        answer = self._send(again, self.world.tokens.get(role))
        self.found.kept.add(case.operation.label)
        if answer.status_code != 200:
            self._note(case, "NotFoundAgain", f"as {role}: GET {url} is {answer.status_code}")

    def _home_of(self, case: Any) -> str | None:
        """The path of one thing of the kind that this operation makes."""
        made = self.document["paths"][case.path][case.method.lower()]["responses"]["201"]
        for path, ways in self.document["paths"].items():
            shown = ways.get("get", {}).get("responses", {}).get("200", {}).get("content")
            if path.count("{") == 1 and path.endswith("}") and shown is not None and shown == made.get("content"):
                return str(path)
        return None

    def _note(self, case: Any, fault: str, told: str) -> None:
        self.found.wrong.setdefault((case.operation.label, fault), told)
