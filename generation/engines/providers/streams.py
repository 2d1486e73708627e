"""Server-sent events, read while they arrive."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

MOST_LINE = 8 * 2**20


@dataclass(frozen=True)
class Event:
    """One event: its name ("message" where it has none) and its data, lines joined."""

    name: str
    data: str


class TooLong(Exception):  # noqa: N818 - it reads as what it is
    """One event is larger than any that is expected."""


class Reader:
    """Takes pieces of a stream by `write` and hands every whole event on; the raw beginning is kept for errors."""

    def __init__(self, take: Callable[[Event], object], *, most_line: int = MOST_LINE) -> None:
        self._take = take
        self._rest = bytearray()
        self._head = bytearray()
        self._name = ""
        self._data: list[str] = []
        self._most = most_line
        self._held = 0

    @property
    def head(self) -> bytes:
        """The stream's beginning as it came."""
        return bytes(self._head)

    def write(self, piece: bytes) -> int:
        """More of the stream."""
        self._head += piece[: max(0, MOST_LINE - len(self._head))]
        self._rest += piece
        if b"\n" in piece:
            *lines, rest = bytes(self._rest).split(b"\n")
            self._rest = bytearray(rest)
            for line in lines:
                self._line(line.rstrip(b"\r").decode("utf-8", "replace"))
        if len(self._rest) > self._most:
            raise TooLong
        return len(piece)

    def _line(self, line: str) -> None:
        if not line:
            self._end()
            return
        field, _, value = line.partition(":")
        value = value.removeprefix(" ")
        if field == "event":
            self._name = value
        elif field == "data":
            self._held += len(value)
            if self._held > self._most:
                raise TooLong
            self._data.append(value)

    def _end(self) -> None:
        if self._data:
            self._take(Event(self._name or "message", "\n".join(self._data)))
        self._name, self._data, self._held = "", [], 0
