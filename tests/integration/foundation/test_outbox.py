"""Facts, their relay and their deliveries."""

from datetime import timedelta

import pytest
from django.utils import timezone

from nexus.foundation import outbox, relay, tasks
from nexus.foundation.outbox import Delivery, OutboxMessage
from nexus.foundation.relay import Duty, DutyRun, Handler

pytestmark = pytest.mark.django_db
HANDLERS = {"thing.happened": (Handler("a.first"), Handler("a.second", queue="slow"))}


@pytest.fixture
def rung(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, str, dict[str, object]]]:
    """What was handed to the broker."""
    calls: list[tuple[str, str, dict[str, object]]] = []
    monkeypatch.setattr(
        relay.current_app,
        "send_task",
        lambda name, kwargs, queue, **_: calls.append((name, queue, kwargs)),
        raising=False,
    )
    return calls


def test_a_fact_rings_each_handler_once(rung: list) -> None:
    outbox.send("thing.happened", thing=1)

    assert relay.send_waiting(HANDLERS) == 1
    assert relay.send_waiting(HANDLERS) == 0

    assert [(name, queue) for name, queue, _ in rung] == [("a.first", "fast"), ("a.second", "slow")]
    assert all(kwargs["thing"] == 1 for _, _, kwargs in rung)


def test_a_relay_killed_between_commit_and_send_loses_nothing(monkeypatch: pytest.MonkeyPatch, rung: list) -> None:
    outbox.send("thing.happened", thing=1)
    with monkeypatch.context() as dying:
        dying.setattr(relay, "_ring", lambda _delivery: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            relay.send_waiting(HANDLERS)
    assert rung == []
    Delivery.objects.update(next_try_at=timezone.now() - timedelta(seconds=1))

    assert relay.repeat_due() == 2

    assert [name for name, _, _ in rung] == ["a.first", "a.second"]


def test_control_without_delivery_rows_the_same_death_would_lose_the_fact(rung: list) -> None:
    outbox.send("thing.happened", thing=1)
    OutboxMessage.objects.update(relayed_at=timezone.now())  # marked, and then killed before it rang

    assert relay.send_waiting(HANDLERS) == 0
    assert relay.repeat_due() == 0
    assert rung == []


def test_a_handler_that_is_done_is_not_rung_again() -> None:
    did: list[int] = []

    def did_it(thing: int) -> None:
        did.append(thing)

    task = tasks.on_fact(did_it)
    outbox.send("thing.happened", thing=1)
    message = OutboxMessage.objects.get()
    delivery = Delivery.objects.create(message=message, handler="a.first", queue="fast")

    task(delivery=delivery.pk, thing=1)
    task(delivery=delivery.pk, thing=1)

    assert did == [1]
    delivery.refresh_from_db()
    assert delivery.done_at


def test_a_failing_handler_is_kept_with_its_error_and_due_again() -> None:
    def fails(thing: int) -> None:
        raise ValueError("no such thing")

    message = OutboxMessage.objects.create(fact="thing.happened", ids={"thing": 1})
    delivery = Delivery.objects.create(message=message, handler="a.first", queue="fast", attempts=1)

    tasks.on_fact(fails)(delivery=delivery.pk, thing=1)

    delivery.refresh_from_db()
    assert delivery.error == "ValueError: no such thing"
    assert delivery.next_try_at > timezone.now()
    assert delivery.done_at is None


def test_a_failing_duty_does_not_stop_the_others(monkeypatch: pytest.MonkeyPatch) -> None:
    ran = []
    monkeypatch.setattr(
        relay, "import_string", lambda name: {"bad": lambda: 1 / 0, "good": lambda: ran.append(1)}[name]
    )

    relay.run_due([Duty("bad", timedelta(hours=1)), Duty("good", timedelta(hours=1))])
    relay.run_due([Duty("bad", timedelta(hours=1)), Duty("good", timedelta(hours=1))])

    assert ran == [1]
    assert "ZeroDivisionError" in DutyRun.objects.get(act="bad").error
