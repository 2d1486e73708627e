"""The plain client of Valkey, for what the cache's interface has no word for: transactions, lists, waiting."""

from functools import cache

import redis
from django.conf import settings


@cache
def client() -> redis.Redis:
    """One a process, with its own pool; safe in threads and after a fork."""
    return redis.Redis.from_url(settings.VALKEY_URL)
