"""What a link of a profile may be. Pure."""

import re
from urllib.parse import urlsplit

LONGEST = 300
_HOST = re.compile(
    r"(?=.{4,253}$)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]", re.IGNORECASE
)
HTTPS = "A link is a whole address that begins with https://, such as https://example.com/me."


def fault(link: str) -> str:
    """Why this link cannot be shown, as one sentence; empty where it can."""
    if len(link) > LONGEST:
        return f"A link has at most {LONGEST} characters."
    if any(ord(sign) <= 32 or sign in '<>"\\^`{|}' or 127 <= ord(sign) < 160 for sign in link):
        return HTTPS
    try:
        parts = urlsplit(link)
        port = parts.port
    except ValueError:
        return HTTPS
    if parts.scheme != "https" or port not in {None, 443} or parts.username is not None or parts.password is not None:
        return HTTPS
    try:
        host = (parts.hostname or "").encode("idna").decode()
    except UnicodeError:
        return HTTPS
    return "" if _HOST.fullmatch(host) else HTTPS


def label(link: str) -> str:
    """What is read of a link: "https://www.example.com/me/" is "example.com/me"."""
    return link.removeprefix("https://").removeprefix("www.").rstrip("/")
