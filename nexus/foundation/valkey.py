"""The plain client of Valkey, for what the cache's interface has no word for: transactions, lists, waiting."""

from functools import cache
from threading import Lock

import redis
from django.conf import settings

_making = Lock()  # of two first callers, one's client would be closed under its hands as the other's takes its place


@cache
def _made() -> redis.Redis:
    return redis.Redis.from_url(settings.VALKEY_URL)


def client() -> redis.Redis:
    """One a process, with its own pool; safe in threads and after a fork."""
    with _making:
        return _made()
