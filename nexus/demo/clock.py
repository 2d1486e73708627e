"""The demo's clock: what its services do happens at a time of its story, by the one clock that they all read."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from django.utils import timezone

_real = timezone.now
_held = threading.local()


def _now() -> datetime:
    """The story's time in the thread that tells it, the true time in every other."""
    shift: timedelta | None = getattr(_held, "shift", None)
    return _real() if shift is None else _real() - shift


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Inside, this thread's time begins at `moment` and goes on as fast as the true one.

    Every rule that asks for the time is kept, only at that time: nothing is written past a service or a trigger.
    """
    timezone.now = _now
    before = getattr(_held, "shift", None)
    _held.shift = max(timedelta(0), _real() - moment)
    try:
        yield
    finally:
        _held.shift = before
