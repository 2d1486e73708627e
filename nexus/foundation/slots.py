"""Places that are held for a while, counted over all processes: so many at once for one name, and no more.

Kept in Valkey as members with an end, so that a process that dies gives its places back by itself.
"""

import contextlib
import secrets
import time
from collections.abc import Iterator

from django.core.cache import cache

from nexus.foundation import valkey

_TAKE = """
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', ARGV[1])
if redis.call('ZCARD', KEYS[1]) >= tonumber(ARGV[2]) then return 0 end
redis.call('ZADD', KEYS[1], ARGV[3], ARGV[4])
redis.call('PEXPIRE', KEYS[1], ARGV[5])
return 1
"""


def _key(name: str) -> str:
    return str(cache.make_key(f"slots:{name}"))


def take(name: str, *, most: int, seconds: float) -> str:
    """Take one of `most` places of a name for at most `seconds`; its mark, or "" where none is free."""
    mark, now = secrets.token_hex(8), time.time()
    taken = valkey.client().eval(_TAKE, 1, _key(name), now, most, now + seconds, mark, int(seconds * 1000) + 1000)
    return mark if taken else ""


def leave(name: str, mark: str) -> None:
    """Give a place back; one whose time was over is no error."""
    valkey.client().zrem(_key(name), mark)


@contextlib.contextmanager
def held(name: str, *, most: int, seconds: float) -> Iterator[bool]:
    """The same around a block: whether there was a place."""
    mark = take(name, most=most, seconds=seconds)
    try:
        yield bool(mark)
    finally:
        if mark:
            leave(name, mark)
