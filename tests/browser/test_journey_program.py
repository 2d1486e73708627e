"""J9: a program that knows no more than the published document makes a model, hears of it, sells it and buys it."""

import hashlib
import hmac
import json
import re
import time
from typing import Any

import httpx
import jsonschema
import pytest

from tests.browser.receiver import Heard, Receiver
from tests.browser.test_whole_way_over_rest import PASSWORD, confirmed_token
from tests.product import Product

PROMPT = "a green ceramic bowl, 30 cm wide"


class Program:
    """A client that sends and takes only what the OpenAPI document allows."""

    def __init__(self, product: Product, token: str) -> None:
        self.http = httpx.Client(base_url=product.url, headers={"Authorization": f"Bearer {token}"}, timeout=60)
        self.document: dict[str, Any] = self.http.get("/api/v1/schema").json()

    def call(self, method: str, path: str, body: dict[str, Any] | None = None, *, key: str = "") -> httpx.Response:
        """One call; what goes out and what comes back fit the document."""
        operation = self._operation(method, path)
        if body is not None:
            self.fits(body, operation["requestBody"]["content"]["application/json"]["schema"])
        answer = self.http.request(method, path, json=body, headers={"Idempotency-Key": key} if key else {})
        responses = operation["responses"]
        named = responses.get(str(answer.status_code), responses.get("default"))
        assert named is not None, f"{method} {path} answered {answer.status_code}, which the document does not name"
        assert answer.is_error or str(answer.status_code) in responses, f"{method} {path}: {answer.status_code}"
        if answer.content:
            self.fits(answer.json(), named["content"]["application/json"]["schema"])
        return answer

    def _operation(self, method: str, path: str) -> dict[str, Any]:
        plain = path.split("?", maxsplit=1)[0]
        for template in sorted(self.document["paths"], key=lambda one: one.count("{")):
            shape = re.sub(r"\\\{\w+\\\}", "[^/]+", re.escape(template))
            if re.fullmatch(shape, plain) and method.lower() in self.document["paths"][template]:
                found: dict[str, Any] = self.document["paths"][template][method.lower()]
                return found
        raise AssertionError(f"the document knows no {method} {plain}")

    def fits(self, value: Any, schema: dict[str, Any]) -> None:
        whole = {**schema, "components": self.document["components"]}
        checker = jsonschema.Draft202012Validator.FORMAT_CHECKER
        jsonschema.Draft202012Validator(whole, format_checker=checker).validate(value)


def program(product: Product, mails: Any, name: str, *scopes: str) -> Program:
    """Somebody's program: it holds a key with no more rights than it needs, not their password."""
    person = Program(product, confirmed_token(product, mails, name))
    made = person.call("POST", "/api/v1/me/api-keys", {"name": "Journey", "scopes": list(scopes)})
    assert made.status_code == 201, made.text
    assert made.json()["key"].startswith("nx_")
    return Program(product, made.json()["key"])


def checked(heard: Heard, secret: str) -> dict[str, Any]:
    """The event, after its signature was computed anew as the document says."""
    said = dict(part.split("=", 1) for part in heard.headers["nexus-signature"].split(","))
    assert abs(time.time() - int(said["t"])) < 300
    expected = hmac.new(secret.encode(), said["t"].encode() + b"." + heard.body, hashlib.sha256).hexdigest()
    assert hmac.compare_digest(said["v1"], expected)
    wrong = hmac.new(b"nxw_guessed", said["t"].encode() + b"." + heard.body, hashlib.sha256).hexdigest()
    assert not hmac.compare_digest(said["v1"], wrong)
    event: dict[str, Any] = json.loads(heard.body)
    return event


def approve(product: Product, model: int) -> None:
    """Staff decide in the console, signed in through the site's own page."""
    chief = product.make_chief("program-chief", PASSWORD)
    headers = {"Referer": product.url}
    with httpx.Client(base_url=product.url, follow_redirects=True, timeout=60, headers=headers) as page:
        for path, fields in (
            ("/accounts/login/", {"login": chief, "password": PASSWORD}),
            (f"/admin/review/{model}/", {"decision": "approve"}),
        ):
            token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page.get(path).text)
            assert token is not None
            assert page.post(path, data={**fields, "csrfmiddlewaretoken": token[1]}).status_code == 200


@pytest.mark.timeout(300)
def test_a_program_generates_hears_publishes_and_buys_once(product: Product, mails, receiver: Receiver) -> None:
    maker = program(product, mails, "program-maker", "read", "generate", "publish")
    assert maker.document["openapi"].startswith("3.1")
    assert {row["name"] for row in maker.call("GET", "/api/v1/engines").json()["results"]} >= {"procedural"}

    # It asks to be told, makes a model, and is told when it is done.
    hook = maker.call("POST", "/api/v1/webhooks", {"url": receiver.url, "events": ["job.succeeded", "model.approved"]})
    assert hook.status_code == 201, hook.text
    secret = hook.json()["secret"]
    job = maker.call("POST", "/api/v1/jobs", {"prompt": PROMPT, "output_format": "glb"})
    assert job.status_code == 201, job.text
    number = job.json()["id"]
    event = checked(receiver.wait(number, seconds=120), secret)
    assert event["event"] == "job.succeeded"
    maker.fits(event["data"]["job"], {"$ref": "#/components/schemas/Job"})
    done = maker.call("GET", f"/api/v1/jobs/{number}").json()
    assert done["status"] == "succeeded", done
    assert httpx.get(done["result_url"]).content[:4] == b"glTF"

    # A key reaches as far as its scopes, and no farther.
    refused = maker.call("POST", "/api/v1/orders", {"items": [{"model": 1}]}, key="not-mine")
    assert refused.status_code == 403, refused.text

    # It publishes; staff approve; it is told of that too.
    model = maker.call("POST", f"/api/v1/jobs/{number}/publish", {})
    assert model.status_code == 201, model.text
    listing = model.json()["id"]
    words = {"name": "Green bowl", "category": "home", "offers": [{"licence": "personal", "price": "3.00"}]}
    assert maker.call("PATCH", f"/api/v1/models/{listing}", words).status_code == 200
    assert maker.call("POST", f"/api/v1/models/{listing}/submit").json()["state"] == "pending"
    approve(product, listing)
    event = checked(receiver.wait('"model.approved"'), secret)
    maker.fits(event["data"]["model"], {"$ref": "#/components/schemas/Model"})
    assert event["data"]["model"]["id"] == listing

    # Another program buys it, and loses the answer: the same key again is the same order.
    buyer = program(product, mails, "program-buyer", "read", "buy")
    asked = {"items": [{"model": listing}], "payment_method": "pm_card_visa"}
    orders = [buyer.call("POST", "/api/v1/orders", asked, key="journey-1") for _ in range(2)]
    assert [order.status_code for order in orders] == [201, 201], orders[0].text
    assert orders[0].json()["id"] == orders[1].json()["id"]
    assert orders[1].json()["state"] == "completed"
    assert buyer.call("POST", "/api/v1/orders", {**asked, "tip": "1.00"}, key="journey-1").status_code == 422
    [line] = buyer.call("GET", "/api/v1/me/library").json()["results"]
    assert line["model"]["id"] == listing
    assert product.sql(
        "SELECT count(*), sum(paid_cents), sum(revenue_cents) FROM marketplace_orderline WHERE listing_id = %s", listing
    ) == [(1, 300, 278)]
    link = buyer.call("POST", f"/api/v1/models/{listing}/download", {"format": "glb"}).json()
    file = httpx.get(link["url"]).content
    assert hashlib.sha256(file).hexdigest() == link["sha256"]
    assert product.manage("audit_money").returncode == 0
