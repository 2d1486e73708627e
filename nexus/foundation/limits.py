"""Rate limits: one atomic counter in Valkey for each subject and window; a refusal says when to come back."""

import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest

from nexus.foundation import valkey
from nexus.foundation.errors import TooMany


@dataclass(frozen=True)
class Limit:
    """At most `times` in `seconds`, for each subject; `THROTTLE_FACTOR` scales it."""

    name: str
    times: int
    seconds: int


ANONYMOUS = Limit("anonymous", 60, 60)
USER = Limit("user", 600, 60)
WATCHING = Limit("watching", 600, 60)  # reading one job's status or stream
SHAPING = Limit("shaping", 240, 60)  # each has a worker build a model
GENERATE_ANONYMOUS = Limit("generate-anonymous", 10, 3600)
GENERATE_USER = Limit("generate-user", 60, 3600)
LOGIN = Limit("login", 10, 60)
LOGIN_FAILURES = Limit("login-failures", 5, 300)  # of one account from one network
GUESSES = Limit("guesses", 100, 3600)  # of one account from networks where its person never was
LEAVING_FAILURES = Limit("leaving-failures", 5, 300)
WEBHOOK_BY_HAND = Limit("webhook-by-hand", 10, 3600)  # tests and tries that a person asks for
REGISTER = Limit("register", 20, 3600)
WRONG_COUPONS = Limit("wrong-coupons", 20, 3600)


def _key(limit: Limit, subject: str, now: float) -> str:
    return str(cache.make_key(f"limit:{limit.name}:{subject}:{int(now // limit.seconds)}"))


def times_of(limit: Limit) -> int:
    """How often it is allowed here."""
    return max(1, int(limit.times * settings.THROTTLE_FACTOR))


def take(limit: Limit, subject: str) -> None:
    """Count one use; raises TooMany with the seconds to wait when the window is full."""
    now = time.time()
    key = _key(limit, subject, now)
    with valkey.client().pipeline() as both:  # one round trip and one transaction: no counter without an end
        both.set(key, 0, ex=limit.seconds + 5, nx=True)
        both.incr(key)
        _, used = both.execute()
    if used > times_of(limit):
        raise _too_many(limit, now)


def forget(limit: Limit, subject: str) -> None:
    valkey.client().delete(_key(limit, subject, time.time()))


def give_back(limit: Limit, subject: str) -> None:
    """One use less: it turned out to be none of those that are counted."""
    key = _key(limit, subject, time.time())
    with valkey.client().pipeline() as both:
        both.decr(key)
        both.expire(key, limit.seconds + 5)
        both.execute()


def _too_many(limit: Limit, now: float) -> TooMany:
    wait = limit.seconds - int(now) % limit.seconds
    times = times_of(limit)
    every = "minute" if limit.seconds == 60 else "hour" if limit.seconds == 3600 else f"{limit.seconds // 60} minutes"
    return TooMany(f"That was more than {times} times in one {every}. Try again in {wait} s.", retry_after=wait)


def subject(request: HttpRequest) -> str:
    """Whom a page's limit counts: the person, else the address."""
    return str(request.user.pk) if request.user.is_authenticated else address(request)


def subject_of_scope(scope: Mapping[str, Any], person_id: int | None) -> str:
    """The same of a socket or stream, whose door knows no request."""
    if person_id is not None:
        return str(person_id)
    headers = dict(scope.get("headers", []))
    request = HttpRequest()
    request.META = {
        "REMOTE_ADDR": (scope.get("client") or [""])[0],
        "HTTP_X_FORWARDED_FOR": headers.get(b"x-forwarded-for", b"").decode("latin1"),
    }
    return address(request)


def address(request: HttpRequest) -> str:
    """The caller's address; forwarded ones count only behind TRUSTED_PROXY_COUNT proxies of ours."""
    own = str(request.META.get("REMOTE_ADDR", "")) or "local"
    if settings.TRUSTED_PROXY_COUNT:
        chain = [part.strip() for part in request.headers.get("X-Forwarded-For", "").split(",") if part.strip()]
        if len(chain) >= settings.TRUSTED_PROXY_COUNT:
            return chain[-settings.TRUSTED_PROXY_COUNT]
    return own
