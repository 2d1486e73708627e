"""A breaker for each host: after so many failures in a row it is left alone, then tried by one call."""

import threading
from collections.abc import Callable
from dataclasses import dataclass


@dataclass
class _State:
    failures: int = 0
    opened_at: float | None = None
    trying: bool = False


class Breaker:
    """`threshold` failures in a row open it for `rest_seconds`; then one call may try, and its end decides."""

    def __init__(self, *, threshold: int, rest_seconds: float, clock: Callable[[], float]) -> None:
        self._threshold = threshold
        self._rest_seconds = rest_seconds
        self._clock = clock
        self._states: dict[str, _State] = {}
        self._lock = threading.Lock()

    def seconds_to_wait(self, key: str) -> float:
        """0 when a call may go out (and, after a rest, this one is the trial); else how long the host still rests."""
        with self._lock:
            state = self._states.get(key)
            if state is None or state.opened_at is None:
                return 0.0
            left = state.opened_at + self._rest_seconds - self._clock()
            if left > 0:
                return left
            if state.trying:
                return self._rest_seconds
            state.trying = True
            return 0.0

    def succeeded(self, key: str) -> None:
        with self._lock:
            self._states.pop(key, None)

    def failed(self, key: str) -> None:
        with self._lock:
            state = self._states.setdefault(key, _State())
            state.failures += 1
            if state.trying or state.failures >= self._threshold:
                state.opened_at, state.trying = self._clock(), False

    def undecided(self, key: str) -> None:
        """The call ended without telling anything about the host; a trial is given back."""
        with self._lock:
            if state := self._states.get(key):
                state.trying = False
