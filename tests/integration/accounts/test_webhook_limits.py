"""What one person's webhooks may take of everybody's workers, and of the pages."""

import time

import pytest

from accounts.models import WebhookDelivery
from accounts.services import webhooks
from nexus.foundation import slots
from nexus.foundation.errors import TooMany
from nexus.foundation.outbound import Client
from tests import make

pytestmark = pytest.mark.django_db
AWAY = "https://example.com/hook"


@pytest.fixture(autouse=True)
def names(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every name lies in the public internet."""
    monkeypatch.setattr(webhooks, "client", lambda: Client(resolver=lambda _host: ["93.184.216.34"]))


def test_tests_and_tries_by_hand_are_ten_an_hour(settings) -> None:
    settings.THROTTLE_FACTOR = 1
    person = make.person()
    hook = webhooks.subscribe(person, url=AWAY, events=["job.failed"])
    sent = [webhooks.send_test(hook.pk, by=person) for _ in range(9)]
    webhooks.retry(sent[0].pk, webhook_id=hook.pk, by=person)

    with pytest.raises(TooMany):
        webhooks.send_test(hook.pk, by=person)
    with pytest.raises(TooMany):
        webhooks.retry(sent[0].pk, webhook_id=hook.pk, by=person)
    assert WebhookDelivery.objects.count() == 9


def posts(monkeypatch: pytest.MonkeyPatch) -> list:
    made: list = []
    monkeypatch.setattr(webhooks, "_post", lambda delivery, _moment: (made.append(delivery.pk), (200, "", ""))[1])
    return made


def test_one_persons_hosts_hold_a_few_workers_and_the_rest_comes_again(monkeypatch: pytest.MonkeyPatch) -> None:
    made, person = posts(monkeypatch), make.person()
    hook = webhooks.subscribe(person, url=AWAY, events=["job.failed"])
    sent = webhooks.send_test(hook.pk, by=person)
    marks = [
        slots.take(f"webhooks:{person.pk}", most=webhooks.FLYING_MOST, seconds=30) for _ in range(webhooks.FLYING_MOST)
    ]

    webhooks.deliver(sent.pk, attempt=0)
    sent.refresh_from_db()
    assert (made, sent.attempts, sent.state) == ([], 0, "pending")

    slots.leave(f"webhooks:{person.pk}", marks[0])
    webhooks.deliver(sent.pk, attempt=0)
    assert made == [sent.pk]


def test_the_places_of_one_are_not_those_of_another(monkeypatch: pytest.MonkeyPatch) -> None:
    made, busy, other = posts(monkeypatch), make.person(), make.person()
    for _ in range(webhooks.FLYING_MOST):
        slots.take(f"webhooks:{busy.pk}", most=webhooks.FLYING_MOST, seconds=30)
    hook = webhooks.subscribe(other, url=AWAY, events=["job.failed"])

    webhooks.deliver(webhooks.send_test(hook.pk, by=other).pk, attempt=0)

    assert len(made) == 1


def test_a_place_of_a_worker_that_died_comes_back_by_itself() -> None:
    assert slots.take("gone", most=1, seconds=0.2)
    assert not slots.take("gone", most=1, seconds=0.2)
    time.sleep(0.25)
    assert slots.take("gone", most=1, seconds=0.2)


def test_a_name_that_is_not_told_in_time_holds_no_page_longer_than_two_seconds(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(webhooks, "client", lambda: Client(resolver=lambda _host: time.sleep(4) or []))
    began = time.monotonic()

    webhooks.subscribe(make.person(), url=AWAY, events=["job.failed"])

    assert time.monotonic() - began < 3.5


def test_no_row_is_locked_while_a_name_is_looked_up(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[bool] = []
    person = make.person()

    def looked_up(_host: str) -> list[str]:
        return ["93.184.216.34"]

    client = Client(resolver=looked_up)
    plain = client.check
    monkeypatch.setattr(webhooks, "client", lambda: client)
    monkeypatch.setattr(client, "check", lambda url: (asked.append(_has_savepoint()), plain(url)))

    hook = webhooks.subscribe(person, url=AWAY, events=["job.failed"])
    webhooks.change(hook.pk, by=person, url=f"{AWAY}/2")

    assert asked == [False, False]


def _has_savepoint() -> bool:
    """Whether a transaction of the service's own is open, inside the test's."""
    from django.db import connection

    return len(connection.savepoint_ids) > 0
