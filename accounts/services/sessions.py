"""Sessions of the pages: what ends with them."""

from accounts import passes
from nexus.foundation import live


def end(session_key: str) -> None:
    """Let go the sockets that this session opened; its row is deleted by who signs out."""
    live.end(passes.of_session(session_key))
