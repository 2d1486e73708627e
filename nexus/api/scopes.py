"""What an API key may do, route by route: a route's scope opens reading and writing, `read` opens all reading. Pure."""

import re
from collections.abc import Collection

from nexus.foundation.errors import NotAllowed

READS = frozenset({"GET", "HEAD", "OPTIONS"})
CHAT_SOCKET = "/api/v1/chat-socket/"  # what comes in there is a wish to generate, though a socket opens with GET

# The first row that fits a path says its scope. A route without one is read with `read`, and written by people alone.
TABLE: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), scope)
    for pattern, scope in (
        (r"/api/v1/jobs/[^/]+/publish", "publish"),
        (r"/api/v1/models/[^/]+/customise", "generate"),
        (r"/api/v1/models/[^/]+/download", "read"),
        (r"/api/v1/(bounties/[^/]+/(applications|submissions)|applications/[^/]+/withdraw)", "publish"),
        (r"/api/v1/(orders|me/cart|bounties|applications|submissions)(/.*)?", "buy"),
        (r"/api/v1/(me/(payouts|payout-account|balance|sales)|transactions)(/.*)?", "payouts"),
        (r"/api/v1/(models|uploads|collections|comments|reviews|coupons|me/coupons|testimonials)(/.*)?", "publish"),
        (r"/api/v1/(users|me/saved-searches)(/.*)?", "publish"),
        (r"/api/v1/(jobs|assets|asset-meta|sessions|chats|messages|socket-tickets|chat-socket)(/.*)?", "generate"),
        (r"/api/v1/(webhooks|me/notifications)(/.*)?", "read"),
        (r"/api/models/[^/]+/purchase", "buy"),
        (r"/api/models(/.*)?", "publish"),
        (r"/api/(generate_session_id|(process_furniture_image|session_models|claim_session)/.*)", "generate"),
        (r"/(api/3d|3d)/.*", "generate"),
        (r"/(text-to-image|image-to-3d|text-to-3d)", "generate"),
        (r"/(status|stream|cancel|queue)/.*", "generate"),
    )
)


def scope_of(path: str) -> str | None:
    """The scope of a route; None where it has none of its own."""
    plain = path.rstrip("/")
    return next((scope for pattern, scope in TABLE if pattern.fullmatch(plain)), None)


def check(held: Collection[str], *, method: str, path: str) -> None:
    """Refuse what the key may not do: NotAllowed `scope_missing` naming the scope, or `key_not_enough`."""
    own = scope_of(path)
    reads = method.upper() in READS and not path.startswith(CHAT_SOCKET)
    if own in held or (reads and "read" in held):
        return
    if own is None and not reads:
        raise NotAllowed("An API key cannot do this. Sign in and do it yourself.", code="key_not_enough")
    raise NotAllowed(f"This API key lacks the scope “{own or 'read'}”.", code="scope_missing")
