"""core-marketplace.md: /webhooks, their deliveries, a test event and another try."""

import hashlib
import hmac
import json
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import Notification, User, WebhookDelivery, WebhookSubscription
from accounts.services import keys, webhooks
from nexus import webhooks as facts
from nexus.foundation.outbound import Client
from nexus.foundation.outbox import OutboxMessage
from tests import make
from tests.contracts.api import Api, code
from tests.fakes.server import Asked, Fake, Reply

pytestmark = pytest.mark.django_db
AWAY = "https://hooks.example.com/nexus"


class Ear(Fake):
    """A program that hears webhooks and answers what it is told to."""

    status = 200

    def reply(self, asked: Asked) -> Reply:
        return Reply(self.status, {"heard": asked.json["event"]})


@pytest.fixture
def ear(monkeypatch: pytest.MonkeyPatch) -> Iterator[Ear]:
    with Ear() as heard:
        client = Client(allow=frozenset({heard.base.removeprefix("http://")}), failures=1000)
        monkeypatch.setattr(webhooks, "client", lambda: client)
        yield heard


def hook(api: Api, ear: Ear, *events: str) -> dict:
    return api.post("/webhooks", {"url": f"{ear.base}/hook", "events": list(events)}).json()


def send_what_is_due() -> None:
    """What the relay does with the facts that wait."""
    for message in OutboxMessage.objects.filter(fact="webhook.due", relayed_at=None).order_by("pk"):
        OutboxMessage.objects.filter(pk=message.pk).update(relayed_at=timezone.now())
        facts.deliver(**message.ids)


def test_post_webhooks_shows_the_secret_once_and_patch_changes(api: Api):
    made = api.post("/webhooks", {"url": AWAY, "events": ["bounty.*", "job.succeeded"]})

    assert made.status_code == 201
    assert made.json()["secret"].startswith("nxw_")
    [row] = api.get("/webhooks").json()["results"]
    assert "secret" not in row
    assert (row["events"], row["active"]) == (["job.succeeded", "bounty.*"], True)
    changed = api.patch(f"/webhooks/{row['id']}", {"active": False, "events": ["payout.paid"]})
    assert (changed.status_code, changed.json()["events"], changed.json()["active"]) == (200, ["payout.paid"], False)
    assert api.delete(f"/webhooks/{row['id']}").status_code == 204
    assert api.get("/webhooks").json()["results"] == []


@pytest.mark.parametrize(
    "url",
    ["http://127.0.0.1/", "http://10.0.0.7/hook", "http://[::1]/", "http://169.254.169.254/latest", "http://localhost/",
     "https://example.com:8443/", "ftp://example.com/", "https://me:secret@example.com/", "nonsense", ""],
)  # fmt: skip
def test_post_webhooks_refuses_an_address_that_is_not_public(api: Api, url: str):
    refused = api.post("/webhooks", {"url": url, "events": ["job.failed"]})
    assert refused.status_code == 400
    assert refused.json()["error"]["fields"]["url"]


def test_post_webhooks_waits_for_a_confirmed_address_and_known_events(api: Api):
    refused = Api(make.person(confirmed=False)).post("/webhooks", {"url": AWAY, "events": ["job.failed"]})
    assert (refused.status_code, code(refused)) == (403, "email_unconfirmed")
    assert api.post("/webhooks", {"url": AWAY, "events": ["job.exploded"]}).status_code == 400
    assert api.post("/webhooks", {"url": AWAY, "events": []}).status_code == 400


def test_a_webhook_of_somebody_else_is_not_there(api: Api, ear: Ear):
    made = hook(api, ear, "job.failed")
    other = Api(make.person())
    path = f"/webhooks/{made['id']}"
    sent = api.post(f"{path}/test").json()
    answers = [
        other.patch(path, {"active": False}), other.delete(path), other.get(f"{path}/deliveries"),
        other.post(f"{path}/test"), other.post(f"{path}/deliveries/{sent['id']}/retry"), other.delete("/webhooks/7"),
    ]  # fmt: skip
    assert {answer.status_code for answer in answers} == {404}


def test_post_webhooks_test_sends_a_signed_event(api: Api, ear: Ear):
    made = hook(api, ear, "job.succeeded")
    asked = api.post(f"/webhooks/{made['id']}/test")
    assert (asked.status_code, asked.json()["state"], asked.json()["response"]) == (202, "pending", None)
    send_what_is_due()

    [heard] = ear.asked
    stamp, signed = (part.split("=", 1)[1] for part in heard.headers["nexus-signature"].split(","))
    expected = hmac.new(made["secret"].encode(), f"{stamp}.".encode() + heard.body, hashlib.sha256).hexdigest()
    assert hmac.compare_digest(signed, expected)
    assert abs(timezone.now().timestamp() - int(stamp)) < 60
    assert heard.json == asked.json()["request"]
    [row] = api.get(f"/webhooks/{made['id']}/deliveries").json()["results"]
    assert (row["state"], row["status_code"], row["attempts"], row["next_try_at"]) == ("delivered", 200, 1, None)
    assert json.loads(row["response"]["body"]) == {"heard": "webhook.test"}


def test_a_job_that_ends_is_told_once_with_the_shape_of_core(api: Api, owner: User, ear: Ear):
    hook(api, ear, "job.succeeded")
    hook(Api(make.person()), ear, "job.succeeded")
    job = make.made_job(owner)
    facts.tell_job(job=str(job.pk))
    facts.tell_job(job=str(job.pk))
    send_what_is_due()

    [heard] = ear.asked
    assert heard.json["event"] == "job.succeeded"
    assert heard.json["data"]["job"]["result_url"] == api.get(f"/jobs/{job.pk}").json()["result_url"]


def test_a_sale_is_told_to_buyer_and_seller_each_as_they_see_it(api: Api, owner: User, ear: Ear):
    seller = make.person("seller")
    for person in (api, Api(seller)):
        hook(person, ear, "order.completed", "order.refunded")
    order = make.bought(make.for_sale(1000, seller=seller), buyer=owner)
    facts.tell_order(order=str(order.pk))
    facts.tell_refunded(line=order.lines.get().pk)
    send_what_is_due()

    told = [(heard.json["event"], heard.json["data"]) for heard in ear.asked]
    assert told[0] == ("order.completed", {"order": api.get(f"/orders/{order.pk}").json()})
    [sale] = told[1][1]["transactions"]
    assert (sale["role"], sale["paid"]) == ("seller", "10.00")
    assert sorted(data["transaction"]["role"] for event, data in told if event == "order.refunded") == [
        "buyer",
        "seller",
    ]
    assert [data["transaction"]["seller_revenue"] is None for _, data in told[2:]] == [True, False]


def test_models_bounties_and_payouts_are_told(ear: Ear):
    client, seller = make.person("client"), make.rich_seller(9_000)
    hook(Api(client), ear, "bounty.*")
    hook(Api(seller), ear, "model.approved", "model.rejected", "payout.paid")
    facts.tell_model_approved(listing=make.listing(seller).pk)
    facts.tell_model_rejected(listing=make.listing(seller, state="rejected").pk)
    event = make.bounty(client).events.get(kind="opened")
    facts.tell_bounty(event=event.pk, bounty=event.bounty_id)
    send_what_is_due()
    assert [heard.json["event"] for heard in ear.asked] == ["model.approved", "model.rejected", "bounty.opened"]
    assert ear.asked[1].json["data"]["reason"]


def test_eight_tries_in_a_day_then_the_webhook_is_off_and_its_person_knows(api: Api, owner: User, ear: Ear):
    made, begun = hook(api, ear, "job.succeeded"), timezone.now()
    api.post(f"/webhooks/{made['id']}/test")
    ear.status, moment, pauses = 500, begun, []
    OutboxMessage.objects.filter(fact="webhook.due").delete()
    for attempt in range(webhooks.TRIES):
        delivery = WebhookDelivery.objects.get()
        webhooks.deliver(delivery.pk, attempt=attempt, now=moment)
        webhooks.deliver(delivery.pk, attempt=attempt, now=moment)  # a second worker with the same number
        if attempt + 1 < webhooks.TRIES:
            delivery.refresh_from_db()
            assert webhooks.ring_due(delivery.next_try_at - timedelta(seconds=1)) == 0
            pauses.append(delivery.next_try_at - moment)
            moment = delivery.next_try_at
            assert webhooks.ring_due(moment) == 1

    assert len(ear.asked) == 8
    assert moment - begun <= timedelta(hours=24)
    assert pauses == sorted(pauses)
    delivery.refresh_from_db()
    assert (delivery.state, delivery.status_code, delivery.attempts) == ("failed", 500, 8)
    assert not WebhookSubscription.objects.get().active
    assert Notification.objects.get(user=owner).kind == "webhook_off"
    assert code(api.post(f"/webhooks/{made['id']}/test")) == "conflict"

    ear.status = 204
    api.patch(f"/webhooks/{made['id']}", {"active": True})
    again = api.post(f"/webhooks/{made['id']}/deliveries/{delivery.pk}/retry")
    assert (again.status_code, again.json()["state"]) == (202, "pending")
    OutboxMessage.objects.filter(fact="webhook.due").exclude(pk=OutboxMessage.objects.latest("pk").pk).delete()
    send_what_is_due()
    delivery.refresh_from_db()
    assert (delivery.state, len(ear.asked)) == ("delivered", 9)


def test_an_address_that_moved_inside_is_not_called(api: Api, ear: Ear):
    made = hook(api, ear, "job.succeeded")
    WebhookSubscription.objects.update(url="http://127.0.0.1/")
    api.post(f"/webhooks/{made['id']}/test")
    send_what_is_due()
    delivery = WebhookDelivery.objects.get()
    assert (delivery.state, delivery.status_code, ear.asked) == ("pending", None, [])
    assert "not on the public internet" in delivery.error


def test_deliveries_are_forgotten_when_their_time_is_over(api: Api, ear: Ear, settings):
    made = hook(api, ear, "job.succeeded")
    api.post(f"/webhooks/{made['id']}/test")
    kept = timedelta(days=settings.RETENTION_WEBHOOK_DELIVERIES_DAYS)
    assert webhooks.forget_old(timezone.now() + kept - timedelta(minutes=1)) == 0
    assert webhooks.forget_old(timezone.now() + kept + timedelta(minutes=1)) == 1


def test_a_key_that_reads_may_keep_webhooks(owner: User, ear: Ear):
    key = Api(token=keys.make_key(owner, name="x", scopes=["read"]).secret)
    assert key.post("/webhooks", {"url": f"{ear.base}/hook", "events": ["job.failed"]}).status_code == 201
