"""The same way over REST: a program makes, publishes, buys and downloads; staff approve in the console."""

import re
import time

import httpx
import pytest

from tests.product import Product

PASSWORD = "correct-horse-7"
PROMPT = "a tall blue ceramic vase, 42 cm high"


def confirmed_token(product: Product, mails, name: str) -> str:
    address = f"{name}@example.com"
    api = httpx.Client(base_url=f"{product.url}/api/v1", timeout=60)
    registered = api.post("/auth/register", json={"email": address, "password": PASSWORD, "display_name": name})
    assert registered.status_code == 201, registered.text
    text = mails.newest_to(address, having="confirm")
    link = re.search(r"https?://\S+/accounts/confirm-email/\S+", text).group(0)
    with httpx.Client(follow_redirects=True, timeout=60) as page:
        form = page.get(link).text
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', form).group(1)
        assert page.post(link, data={"csrfmiddlewaretoken": token}, headers={"Referer": link}).status_code == 200
    pair = api.post("/auth/login", json={"email": address, "password": PASSWORD})
    assert pair.status_code == 200, pair.text
    return pair.json()["access_token"]


def client(product: Product, token: str) -> httpx.Client:
    return httpx.Client(base_url=f"{product.url}/api/v1", headers={"Authorization": f"Bearer {token}"}, timeout=60)


def approve(product: Product, model: int) -> None:
    """Staff decide in the console, signed in through the site's own page."""
    product.make_chief("rest-chief", PASSWORD)
    with httpx.Client(
        base_url=product.url, follow_redirects=True, timeout=60, headers={"Referer": product.url}
    ) as page:
        for path, fields in (
            ("/accounts/login/", {"login": "rest-chief", "password": PASSWORD}),
            (f"/admin/review/{model}/", {"decision": "approve"}),
        ):
            token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page.get(path).text).group(1)
            assert page.post(path, data={**fields, "csrfmiddlewaretoken": token}).status_code == 200


@pytest.mark.timeout(300)
def test_a_program_goes_the_whole_way(product: Product, mails) -> None:
    maker = client(product, confirmed_token(product, mails, "rest-maker"))
    job = maker.post("/jobs", json={"prompt": PROMPT, "output_format": "glb"}).json()
    numbers = []
    with maker.stream("GET", f"/jobs/{job['id']}/events") as events:
        for line in events.iter_lines():
            if line.startswith("id: "):
                numbers.append(int(line[4:]))
    assert numbers == list(range(1, len(numbers) + 1))
    done = maker.get(f"/jobs/{job['id']}").json()
    assert done["status"] == "succeeded", done
    assert httpx.get(done["result_url"]).content[:4] == b"glTF"

    model = maker.post(f"/jobs/{job['id']}/publish", json={})
    assert model.status_code == 201, model.text
    number = model.json()["id"]
    changed = maker.patch(
        f"/models/{number}",
        json={"name": "Blue floor vase", "category": "home", "offers": [{"licence": "personal", "price": "4.99"}]},
    )
    assert changed.status_code == 200, changed.text
    submitted = maker.post(f"/models/{number}/submit")
    assert (submitted.status_code, submitted.json()["state"]) == (200, "pending"), submitted.text
    assert httpx.get(f"{product.url}/api/v1/models/{number}").status_code == 404
    approve(product, number)

    buyer = client(product, confirmed_token(product, mails, "rest-buyer"))
    until = time.monotonic() + 20
    found: list[int] = []
    while number not in found and time.monotonic() < until:
        found = [row["id"] for row in buyer.get("/models", params={"q": "blue vase"}).json()["results"]]
    assert number in found
    assert buyer.post(f"/models/{number}/download", json={"format": "glb"}).status_code == 403

    asked = {"items": [{"model": number}], "payment_method": "pm_card_visa"}
    orders = [buyer.post("/orders", json=asked, headers={"Idempotency-Key": "once"}) for _ in range(2)]
    assert {answer.status_code for answer in orders} == {201}, orders[0].text
    assert len({answer.json()["id"] for answer in orders}) == 1
    assert orders[1].json()["state"] == "completed"
    assert [row["model"]["id"] for row in buyer.get("/me/library").json()["results"]] == [number]
    link = buyer.post(f"/models/{number}/download", json={"format": "glb"}).json()
    assert httpx.get(link["url"]).content[:4] == b"glTF"

    assert product.manage("audit_money").returncode == 0
