"""One key, one effect."""

import threading

import pytest
from django.db import connection

from nexus.foundation import idempotency
from nexus.foundation.errors import Conflict, Invalid, KeyReused
from nexus.foundation.idempotency import IdempotencyKey


def test_the_same_key_gives_the_stored_answer(db: None) -> None:
    calls: list[int] = []

    def act() -> tuple[int, dict[str, int]]:
        calls.append(1)
        return 201, {"n": len(calls)}

    first = idempotency.once(actor_id=1, key="k", request={"a": 1}, act=act)
    second = idempotency.once(actor_id=1, key="k", request={"a": 1}, act=act)

    assert first == second == (201, {"n": 1})


def test_the_same_key_with_another_request_is_422(db: None) -> None:
    idempotency.once(actor_id=1, key="k", request={"a": 1}, act=lambda: (200, {}))

    with pytest.raises(KeyReused):
        idempotency.once(actor_id=1, key="k", request={"a": 2}, act=lambda: (200, {}))


def test_a_refusal_frees_the_key(db: None) -> None:
    def refuses() -> tuple[int, object]:
        raise Invalid("No.")

    with pytest.raises(Invalid):
        idempotency.once(actor_id=1, key="k", request={}, act=refuses)

    assert idempotency.once(actor_id=1, key="k", request={}, act=lambda: (200, "done")) == (200, "done")


def test_two_at_once_run_once_and_the_other_is_told_to_wait(fresh_database: str) -> None:
    inside, go, answers = threading.Event(), threading.Event(), []

    def slow() -> tuple[int, str]:
        inside.set()
        go.wait(10)
        return 200, "done"

    def first() -> None:
        answers.append(idempotency.once(actor_id=1, key="k", request={}, act=slow))
        connection.close()

    thread = threading.Thread(target=first)
    thread.start()
    assert inside.wait(10)
    with pytest.raises(Conflict) as refusal:
        idempotency.once(actor_id=1, key="k", request={}, act=slow)
    go.set()
    thread.join()

    assert refusal.value.retry_after == 1
    assert answers == [(200, "done")]
    assert IdempotencyKey.objects.count() == 1
