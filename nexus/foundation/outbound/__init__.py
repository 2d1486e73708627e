"""The one HTTP client: whatever the product asks of another host goes through here. No Django, no settings.

A name is resolved once, every address of it must be public, and the connection goes to that address and no other, so a
second answer of the name's server changes nothing. Time is limited in all and not only between two bytes; the answer's
size is limited while it arrives; a redirect is a new address to check. Calls that may be repeated are tried up to
three times with a growing, jittered pause; a host that keeps failing is left alone for a while.
"""

import contextlib
import json as jsonlib
import logging
import queue
import secrets
import socket
import ssl
import threading
import time
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import IO, Any
from urllib.parse import urljoin

import httpx  # noqa: TID251 -- this is the one client

from nexus.foundation.outbound.addresses import Place, is_public, place_of
from nexus.foundation.outbound.breaker import Breaker
from nexus.foundation.outbound.errors import (
    Broken,
    NotReached,
    OutboundError,
    Refused,
    Resting,
    TooLarge,
    TooManyRedirects,
    TooSlow,
)
from nexus.foundation.outbound.wire import PinnedTransport

__all__ = [
    "Answer",
    "Broken",
    "Client",
    "NotReached",
    "OutboundError",
    "Refused",
    "Resting",
    "TooLarge",
    "TooManyRedirects",
    "TooSlow",
    "is_public",
]

log = logging.getLogger(__name__)

USER_AGENT = "Nexus"
MOST_TRIES = 3
MOST_REDIRECTS = 3
RESOLVE_SECONDS = 5.0
CHECK_SECONDS = 2.0  # somebody waits at a page meanwhile
IDLE_SECONDS = 15.0
FIRST_PAUSE = 0.2
ADDRESSES_TRIED = 3
_REPEATABLE = frozenset({"GET", "HEAD", "OPTIONS", "PUT", "DELETE"})
_WORTH_REPEATING = frozenset({429, 502, 503, 504})
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_SAFE_ELSEWHERE = frozenset({"accept", "accept-language", "range", "user-agent"})

_shake = secrets.SystemRandom().random

Resolver = Callable[[str], Sequence[str]]


@dataclass(frozen=True)
class Answer:
    """What came back; header names are in lower case, `body` is empty where it went `into` a file."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    url: str = ""

    def json(self) -> Any:
        """The body as JSON values; Broken where it is something else."""
        try:
            return jsonlib.loads(self.body)
        except ValueError:
            raise Broken(f"The answer of {_host_of(self.url)} is not JSON.") from None


@dataclass(frozen=True)
class _Call:
    method: str
    headers: Mapping[str, str]
    content: bytes | None
    json: Any
    files: Any
    end: float
    idle_seconds: float
    max_bytes: int
    into: IO[bytes] | None


class Client:
    """`allow` holds exceptions as `host:port`: their address may be private and their port any.

    `resolver` turns a name into addresses; `clock` and `sleep` serve the pauses and the breaker; `tls` replaces the
    system's trust. One client may be used by many threads.
    """

    def __init__(
        self,
        *,
        allow: frozenset[str] = frozenset(),
        resolver: Resolver | None = None,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
        jitter: Callable[[], float] = _shake,
        tls: ssl.SSLContext | None = None,
        failures: int = 5,
        rest_seconds: float = 30.0,
    ) -> None:
        self._allow = frozenset(entry.lower() for entry in allow)
        self._resolver = resolver or resolve
        self._sleep = sleep
        self._jitter = jitter
        self._tls = tls or httpx.create_ssl_context()
        self._breaker = Breaker(threshold=failures, rest_seconds=rest_seconds, clock=clock)

    def request(
        self,
        method: str,
        url: str,
        *,
        headers: Mapping[str, str] | None = None,
        json: Any = None,
        content: bytes | None = None,
        files: Any = None,
        seconds: float = 30.0,
        idle_seconds: float = IDLE_SECONDS,
        max_bytes: int = 25 * 2**20,
        retries: int = 2,
        repeatable: bool | None = None,
        redirects: int = MOST_REDIRECTS,
        into: IO[bytes] | None = None,
    ) -> Answer:
        """One call, with its repeats and redirects inside `seconds`; any status is an answer, not an error.

        `idle_seconds` is the longest silence (a host that works long before its first byte needs more).
        `repeatable` says whether a second sending is harmless; by default GET, HEAD, OPTIONS, PUT and DELETE, and
        whatever carries an Idempotency-Key. Redirects are followed for GET and HEAD only, and without the caller's
        headers when they lead to another origin. `into` takes the body of a 2xx answer; after an
        error what it holds is worthless. Raises an OutboundError.
        """
        method = method.upper()
        words = {name.lower(): value for name, value in (headers or {}).items()}
        _check_headers(words)
        if repeatable is None:
            repeatable = method in _REPEATABLE or "idempotency-key" in words
        call = _Call(method, words, content, json, files, time.monotonic() + seconds, idle_seconds, max_bytes, into)
        tries = min(retries + 1, MOST_TRIES) if repeatable and into is None else 1
        for number in range(1, tries + 1):
            pause = FIRST_PAUSE * 2 ** (number - 1) * (0.5 + self._jitter())
            try:
                answer = self._follow(call, url, min(redirects, MOST_REDIRECTS))
            except OutboundError as error:
                if not error.retry or isinstance(error, Resting) or _is_last(call, number, tries, pause):
                    raise
            else:
                pause = max(pause, _wished_pause(answer))
                if answer.status not in _WORTH_REPEATING or _is_last(call, number, tries, pause):
                    return answer
            self._sleep(pause)
        raise AssertionError("the last try returns or raises")

    def _follow(self, call: _Call, url: str, redirects: int) -> Answer:
        """The call and the addresses it is led to, each checked like the first."""
        headers, place = dict(call.headers), place_of(url, allow=self._allow)
        for left in range(redirects, -1, -1):
            answer = self._guarded(call, place, headers)
            target = answer.headers.get("location")
            if answer.status not in _REDIRECTS or call.method not in {"GET", "HEAD"} or not target or not redirects:
                return answer
            if not left:
                break
            following = place_of(urljoin(place.url, target), allow=self._allow)
            if place.scheme == "https" and following.scheme != "https":
                raise Refused(f"{place.host} leads from https to http, which is not followed.")
            if following.origin != place.origin:
                headers = {name: value for name, value in headers.items() if name in _SAFE_ELSEWHERE}
            place = following
        raise TooManyRedirects(f"{place.host} leads on and on; {redirects} redirects were followed.")

    def _guarded(self, call: _Call, place: Place, headers: Mapping[str, str]) -> Answer:
        """One exchange, seen by the host's breaker."""
        if wait := self._breaker.seconds_to_wait(place.key):
            raise Resting(f"{place.host} has failed repeatedly and is asked again in {max(1, round(wait))} s.")
        try:
            answer = self._exchange(call, place, headers, self._addresses(place, call.end))
        except (NotReached, TooSlow, Broken):
            self._breaker.failed(place.key)
            raise
        except BaseException:
            self._breaker.undecided(place.key)
            raise
        if answer.status >= 500:
            self._breaker.failed(place.key)
        else:
            self._breaker.succeeded(place.key)
        return answer

    def check(self, url: str) -> None:
        """Refuse an address that would never be called: raises Refused. A name unknown now, or not told within two
        seconds, may be known later.
        """
        place = place_of(url, allow=self._allow)
        with contextlib.suppress(NotReached, TooSlow):
            self._addresses(place, time.monotonic() + CHECK_SECONDS)

    def _addresses(self, place: Place, end: float) -> Sequence[str]:
        """The addresses to connect to: all of a name's must be public, or the name is refused whole."""
        if place.is_literal:
            found: Sequence[str] = [place.host]
        else:
            found = _in_time(lambda: self._resolver(place.host), min(RESOLVE_SECONDS, end - time.monotonic()), place)
        if not found:
            raise NotReached(f"The name {place.host} has no address.")
        if place.key not in self._allow and not all(is_public(address) for address in found):
            raise Refused(f"{place.host} is not on the public internet, so it is not called.")
        return found[:ADDRESSES_TRIED]

    def _exchange(self, call: _Call, place: Place, headers: Mapping[str, str], addresses: Sequence[str]) -> Answer:
        request = _request(call, place, headers)
        began = time.monotonic()
        try:
            with PinnedTransport(addresses, end=call.end, tls=self._tls) as transport:
                response = transport.handle_request(request)
                try:
                    into = call.into if response.is_success else None
                    body = _body(response, call, place, into)
                finally:
                    response.close()
        except (httpx.TimeoutException, httpx.TransportError) as error:
            raise _translated(error, place, over=time.monotonic() >= call.end) from error
        log.debug(
            "%s %s answered %s in %.3f s", call.method, place.host, response.status_code, time.monotonic() - began
        )
        told = {name.lower(): value for name, value in response.headers.items()}
        return Answer(response.status_code, told, body, place.url)


def resolve(host: str) -> list[str]:
    """The addresses of a name by the system's resolver, IPv4 first (many machines have no way out by IPv6)."""
    found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    return list(
        dict.fromkeys(str(entry[4][0]) for entry in sorted(found, key=lambda entry: entry[0] != socket.AF_INET))
    )


def _in_time(ask: Callable[[], Sequence[str]], seconds: float, place: Place) -> Sequence[str]:
    """The resolver has no time limit of its own, so it is asked in a thread that may be left behind."""
    box: queue.SimpleQueue[Sequence[str] | Exception] = queue.SimpleQueue()

    def work() -> None:
        try:
            box.put(ask())
        except Exception as error:  # noqa: BLE001 -- handed to the caller
            box.put(error)

    threading.Thread(target=work, name="resolve", daemon=True).start()
    try:
        found = box.get(timeout=max(0.0, seconds))
    except queue.Empty:
        raise TooSlow(f"Nobody told the address of {place.host} in time.") from None
    if isinstance(found, OSError | UnicodeError):
        raise NotReached(f"The name {place.host} has no address.") from found
    if isinstance(found, Exception):
        raise found
    return found


def _check_headers(headers: Mapping[str, str]) -> None:
    for name, value in headers.items():
        if name in {"host", "content-length", "transfer-encoding", "connection", "accept-encoding"}:
            raise Refused(f"The header {name} is set by the client itself.")
        if not value.isprintable() or not name.isascii():
            raise Refused(f"The header {name} holds a character that headers must not hold.")


def _request(call: _Call, place: Place, headers: Mapping[str, str]) -> httpx.Request:
    given = {"user-agent": USER_AGENT, "accept": "*/*", **headers, "accept-encoding": "identity", "connection": "close"}
    timeouts = {"connect": None, "read": call.idle_seconds, "write": call.idle_seconds, "pool": None}
    try:
        return httpx.Request(
            call.method,
            place.url,
            headers=given,
            content=call.content,
            json=call.json,
            files=call.files,
            extensions={"timeout": timeouts},
        )
    except (httpx.InvalidURL, UnicodeError) as error:
        raise Refused("The request cannot be sent as it is.") from error


def _body(response: httpx.Response, call: _Call, place: Place, into: IO[bytes] | None) -> bytes:
    """The body, counted as it arrives and again as it is unpacked."""
    if call.method == "HEAD":
        return b""
    stated = response.headers.get("content-length", "")
    too_large = TooLarge(f"The answer of {place.host} is larger than {_size(call.max_bytes)}.")
    if stated.isdecimal() and int(stated) > call.max_bytes:
        raise too_large
    kept, size = bytearray(), 0
    for piece in _unpacked(response, call.max_bytes + 1, place):
        size += len(piece)
        if size > call.max_bytes:
            raise too_large
        if into is None:
            kept += piece
        else:
            into.write(piece)
    return bytes(kept)


def _unpacked(response: httpx.Response, most: int, place: Place) -> Iterator[bytes]:
    """The body's pieces without their packing; a packed piece is never unpacked further than the limit."""
    packing = response.headers.get("content-encoding", "identity").strip().lower()
    assert isinstance(response.stream, httpx.SyncByteStream)
    if packing in {"", "identity"}:
        yield from response.stream
        return
    if packing not in {"gzip", "x-gzip", "deflate"}:
        raise Broken(f"The answer of {place.host} is packed as {packing[:20]!r}, which was not asked for.")
    unpacker = zlib.decompressobj(zlib.MAX_WBITS | 32)  # gzip or zlib, by the first bytes
    try:
        for piece in response.stream:
            yield unpacker.decompress(piece, most)
            while unpacker.unconsumed_tail:
                yield unpacker.decompress(unpacker.unconsumed_tail, most)
        yield unpacker.flush()
    except zlib.error:
        raise Broken(f"The answer of {place.host} is packed wrongly.") from None


def _translated(error: httpx.HTTPError, place: Place, *, over: bool) -> OutboundError:
    if isinstance(error, httpx.ConnectTimeout):
        return NotReached(f"{place.host} does not answer.")
    if isinstance(error, httpx.TimeoutException) or over:
        return TooSlow(f"{place.host} took too long to answer.")
    if isinstance(error, httpx.ConnectError):
        if "CERTIFICATE" in str(error).upper():
            return Refused(f"{place.host} shows a certificate that is not valid for it.")
        return NotReached(f"{place.host} cannot be reached.")
    if isinstance(error, httpx.LocalProtocolError | httpx.UnsupportedProtocol):
        return Refused("The request cannot be sent as it is.")
    return Broken(f"The answer of {place.host} ended early or is not HTTP.")


def _is_last(call: _Call, number: int, tries: int, pause: float) -> bool:
    return number >= tries or time.monotonic() + pause >= call.end


def _wished_pause(answer: Answer) -> float:
    """Seconds that the host asks for in Retry-After; dates are left aside."""
    wish = answer.headers.get("retry-after", "")
    return float(min(int(wish), 3600)) if wish.isdecimal() and len(wish) < 9 else 0.0


def _host_of(url: str) -> str:
    return httpx.URL(url).host if url else "the host"


def _size(count: int) -> str:
    return f"{count / 2**20:.0f} MB" if count >= 2**20 else f"{count} bytes"
