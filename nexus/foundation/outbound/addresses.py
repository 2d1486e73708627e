"""Which URLs and addresses may be called at all. Pure: no network here.

IPv4: the IANA registry of special addresses, and the few public ones that clouds answer inside. IPv6: only global
unicast (2000::/3) without the ranges that carry or document other addresses; so mapped (::ffff:0:0/96), compatible
(::/96), NAT64 (64:ff9b::/96), unique local, link-local and multicast ones fall out by construction.
"""

import ipaddress
import re
from dataclasses import dataclass
from urllib.parse import urlsplit

import idna

from nexus.foundation.outbound.errors import Refused

PORTS = {"http": 80, "https": 443}
URL_LIMIT = 8192

_NEVER_4 = [
    ipaddress.IPv4Network(network)
    for network in (
        "0.0.0.0/8",  # this network; 0.0.0.0 reaches this machine
        "10.0.0.0/8",
        "100.64.0.0/10",  # shared by carriers; some clouds' metadata
        "127.0.0.0/8",
        "168.63.129.16/32",  # a cloud's own service, although the address is public
        "169.254.0.0/16",  # link-local; most clouds' metadata
        "172.16.0.0/12",
        "192.0.0.0/24",
        "192.0.2.0/24",
        "192.31.196.0/24",
        "192.52.193.0/24",
        "192.88.99.0/24",  # 6to4 relays
        "192.168.0.0/16",
        "192.175.48.0/24",
        "198.18.0.0/15",
        "198.51.100.0/24",
        "203.0.113.0/24",
        "224.0.0.0/4",
        "240.0.0.0/4",
    )
]
_GLOBAL_6 = ipaddress.IPv6Network("2000::/3")
_NEVER_6 = [
    ipaddress.IPv6Network(network)
    for network in (
        "2001::/23",  # Teredo, ORCHID, benchmarking and other protocols' own
        "2001:db8::/32",
        "2002::/16",  # 6to4: an IPv4 address in disguise
        "2620:4f:8000::/48",
        "3fff::/20",
    )
]
_LABEL = re.compile(r"[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?", re.ASCII)
_NUMBER = re.compile(r"(0x[0-9a-f]*|[0-9]+)", re.ASCII)
_NETLOC = re.compile(r"(\[[^\[\]]*\]|[^\[\]:]*)(:[0-9]*)?", re.ASCII)
_UNSAFE = re.compile(r"[\x00-\x20\x7f-\x9f\\]")


@dataclass(frozen=True)
class Place:
    """Where a URL leads: canonical, ASCII, without credentials or fragment."""

    scheme: str
    host: str
    port: int
    target: str
    is_literal: bool

    @property
    def key(self) -> str:
        """`host:port`, as it is written in the list of exceptions; IPv6 in brackets."""
        return f"{self._bracketed}:{self.port}"

    @property
    def origin(self) -> str:
        return f"{self.scheme}://{self.key}"

    @property
    def url(self) -> str:
        port = "" if self.port == PORTS[self.scheme] else f":{self.port}"
        return f"{self.scheme}://{self._bracketed}{port}{self.target}"

    @property
    def _bracketed(self) -> str:
        return f"[{self.host}]" if ":" in self.host else self.host


def is_public(address: str) -> bool:
    """Whether an IP address lies on the public internet, and nowhere near this machine."""
    try:
        ip = ipaddress.ip_address(address)
    except ValueError:
        return False
    if isinstance(ip, ipaddress.IPv4Address):
        return not any(ip in network for network in _NEVER_4)
    return ip.scope_id is None and ip in _GLOBAL_6 and not any(ip in network for network in _NEVER_6)


def place_of(url: str, *, allow: frozenset[str] = frozenset()) -> Place:
    """Read a URL strictly; raises Refused with a sentence. `allow` lifts the limit on ports for its `host:port`."""
    if len(url) > URL_LIMIT:
        raise Refused(f"The address is longer than {URL_LIMIT} characters.")
    if _UNSAFE.search(url):
        raise Refused("The address holds a space, a backslash or a control character.")
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise Refused("The address is not a valid URL.") from None
    if parts.scheme not in PORTS:
        raise Refused("The address must begin with https:// or http://.")
    if "@" in parts.netloc:
        raise Refused("The address must not hold a user name or password.")
    if not _NETLOC.fullmatch(parts.netloc):
        raise Refused("The address is not a valid URL.")
    host, is_literal = _host(parts.netloc, parts.hostname or "")
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    place = Place(parts.scheme, host, PORTS[parts.scheme] if port is None else port, target, is_literal)
    if place.port not in PORTS.values() and place.key not in allow:
        raise Refused(f"Port {place.port} is not allowed; use 443 or 80.")
    return place


def _host(netloc: str, name: str) -> tuple[str, bool]:
    """(canonical host, whether it is an address already)."""
    if netloc.startswith("["):
        try:
            if "%" in name:
                raise ValueError  # a zone: it names an interface of this machine
            return str(ipaddress.IPv6Address(name)), True
        except ValueError:
            raise Refused("The address names a host by an IPv6 address that is not valid.") from None
    if not name.isascii():
        try:
            name = idna.encode(name, uts46=True).decode("ascii")
        except (idna.IDNAError, UnicodeError):
            raise Refused("The address names a host that is not valid.") from None
    name = name.removesuffix(".").lower()
    labels = name.split(".")
    if not name or len(name) > 253 or not all(_LABEL.fullmatch(label) for label in labels):
        raise Refused("The address names a host that is not valid.")
    if _NUMBER.fullmatch(labels[-1]):
        try:
            return str(ipaddress.IPv4Address(name)), True  # refuses short, octal, hexadecimal and single-number forms
        except ValueError:
            raise Refused("The address writes a number where a host name belongs.") from None
    return name, False
