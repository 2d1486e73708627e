"""Duties that look after many rows: one row that fails does not stop the others, and no failure is lost."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

Attempt = Callable[..., Any]


@contextmanager
def sweep(failing: str) -> Iterator[Attempt]:
    """Act on many rows, one after another.

        with sweep("payments that could not be settled") as attempt:
            attempt(settle, payment_id)

    `attempt` answers what the act answers, or None where it failed; the end raises all failures as one group.
    """
    failures: list[Exception] = []

    def attempt(act: Callable[..., Any], *args: Any, **more: Any) -> Any:
        try:
            return act(*args, **more)
        except Exception as failure:  # noqa: BLE001 - collected and raised below
            failures.append(failure)
            return None

    yield attempt
    if failures:
        raise ExceptionGroup(failing, failures)
