"""Which workers live: each says so every few seconds, and who is silent is not counted."""

import threading
import time
from typing import cast

import redis
import structlog
from django.core.cache import cache

from nexus.foundation import valkey

log = structlog.get_logger(__name__)

EVERY, SILENT_AFTER = 5.0, 15.0


def _key(queue: str) -> str:
    return str(cache.make_key(f"workers:{queue}"))


def engine_queue(name: str) -> str:
    """Under what name a worker says that it can run this engine: it may have models that a page process has not."""
    return f"engine:{name}"


def say_alive(queue: str, name: str, *, slots: int, now: float | None = None) -> None:
    """Count a worker that takes `slots` tasks of the queue at a time."""
    moment = time.time() if now is None else now
    with valkey.client().pipeline() as both:
        both.zadd(_key(queue), {f"{name} {slots}": moment})
        both.zremrangebyscore(_key(queue), 0, moment - 60 * SILENT_AFTER)
        both.execute()


def say_gone(queue: str, name: str, *, slots: int) -> None:
    valkey.client().zrem(_key(queue), f"{name} {slots}")


def slots_alive(queue: str, *, now: float | None = None) -> int:
    """How many tasks of the queue are worked on at once by the workers that live."""
    moment = time.time() if now is None else now
    found = cast("list[bytes]", valkey.client().zrangebyscore(_key(queue), moment - SILENT_AFTER, "+inf"))
    return sum(int(one.rpartition(b" ")[2]) for one in found)


class Pulse:
    """A thread that says it until the worker ends."""

    def __init__(self, queues: list[str], name: str, *, slots: int) -> None:
        self._queues, self._name, self._slots = queues, name, slots
        self._end = threading.Event()
        self._thread = threading.Thread(target=self._beat, name="pulse", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """End it and take the worker out of the count at once."""
        self._end.set()
        try:
            for queue in self._queues:
                say_gone(queue, self._name, slots=self._slots)
        except redis.RedisError as away:
            log.warning("pulse_not_taken_back", reason=str(away))

    def _beat(self) -> None:
        while not self._end.is_set():
            try:
                for queue in self._queues:
                    say_alive(queue, self._name, slots=self._slots)
            except redis.RedisError as away:
                log.warning("pulse_not_heard", reason=str(away))
            self._end.wait(EVERY)
