"""One key, one effect."""

import threading
from datetime import timedelta

import pytest
import time_machine
from django.db import OperationalError, connection
from django.utils import timezone

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


def second_while_the_first_runs(second):
    """Begin one act, call `second` ten minutes later while it still runs, then let it end; what each came to."""
    inside, go, answers = threading.Event(), threading.Event(), []

    def slow() -> tuple[int, str]:
        inside.set()
        go.wait(30)
        return 200, "done"

    def first() -> None:
        answers.append(idempotency.once(actor_id=1, key="k", request={}, act=slow))
        connection.close()

    thread = threading.Thread(target=first)
    thread.start()
    assert inside.wait(30)
    try:
        with time_machine.travel(timezone.now() + timedelta(minutes=10), tick=True):
            return second()
    finally:
        go.set()
        thread.join()
        assert answers == [(200, "done")]


def test_two_at_once_run_once_and_the_other_is_told_to_wait_however_long_it_takes(fresh_database: str) -> None:
    def second() -> Conflict:
        with pytest.raises(Conflict) as refusal:
            idempotency.once(actor_id=1, key="k", request={}, act=lambda: (200, "again"))
        return refusal.value

    refused = second_while_the_first_runs(second)

    assert (refused.code, refused.retry_after) == ("idempotency_key_in_use", 1)
    assert idempotency.once_or_again(actor_id=1, key="k", request={}, act=lambda: (200, "new")) == (200, "done", True)
    assert IdempotencyKey.objects.count() == 1


@pytest.mark.fault
def test_control_without_the_lock_both_run(fresh_database: str, monkeypatch) -> None:
    monkeypatch.setattr(idempotency, "_hold", lambda *_: None)
    ran: list[str] = []

    def second() -> None:
        def act() -> tuple[int, str]:
            ran.append("again")
            raise Invalid("Only so that the first one can end.")

        with pytest.raises(Invalid):
            idempotency.once(actor_id=1, key="k", request={}, act=act)

    second_while_the_first_runs(second)

    assert ran == ["again"]


def test_who_dies_in_the_act_has_done_nothing_and_gives_the_key_back(fresh_database: str) -> None:
    def dies() -> tuple[int, str]:
        IdempotencyKey.objects.create(actor_id=2, key="its effect", request_hash="")
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_terminate_backend(pg_backend_pid())")
        return 200, "never"

    with pytest.raises(OperationalError):
        idempotency.once(actor_id=1, key="k", request={}, act=dies)
    connection.close()

    assert not IdempotencyKey.objects.exists()
    assert idempotency.once(actor_id=1, key="k", request={}, act=lambda: (200, "done")) == (200, "done")


def test_a_key_that_an_older_version_left_without_an_answer_is_free(db: None) -> None:
    idempotency.once(actor_id=1, key="k", request={"a": 1}, act=lambda: (200, "lost"))
    IdempotencyKey.objects.update(status=None, answer=None)

    assert idempotency.once(actor_id=1, key="k", request={"a": 1}, act=lambda: (200, "done")) == (200, "done")
    assert idempotency.once(actor_id=1, key="k", request={"a": 1}, act=lambda: (200, "x")) == (200, "done")
