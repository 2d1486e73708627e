"""The connection itself: to the checked address only, and never past the call's end."""

import contextlib
import socket
import ssl
import time
from collections.abc import Iterable, Sequence
from typing import Any

import httpcore
import httpx  # noqa: TID251 -- this is the one client

CONNECT_SECONDS = 5.0


class PinnedTransport(httpx.HTTPTransport):
    """One transport a call: it connects to `addresses` whatever the URL's name, and every wait ends at `end`.

    `end` is a time of `time.monotonic`. Limits for each read alone would let a byte a second go on for ever.
    """

    def __init__(self, addresses: Sequence[str], *, end: float, tls: ssl.SSLContext) -> None:
        self._pool = httpcore.ConnectionPool(
            ssl_context=tls, max_connections=1, max_keepalive_connections=0, network_backend=_Backend(addresses, end)
        )


class _Backend(httpcore.NetworkBackend):
    def __init__(self, addresses: Sequence[str], end: float) -> None:
        self._addresses = addresses
        self._end = end

    def connect_tcp(
        self,
        host: str,  # noqa: ARG002 -- the name was resolved and checked before; asking again could give another answer
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,  # noqa: ARG002
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,  # noqa: ARG002
    ) -> httpcore.NetworkStream:
        error: OSError = OSError("no address")
        for address in self._addresses:
            left = _left(self._end, timeout, httpcore.ConnectTimeout)
            try:
                link = socket.create_connection((address, port), min(left, CONNECT_SECONDS))
                link.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                return _Stream(link, self._end)
            except OSError as failure:
                error = failure
        if isinstance(error, TimeoutError):
            raise httpcore.ConnectTimeout(str(error)) from error
        raise httpcore.ConnectError(str(error)) from error


class _Stream(httpcore.NetworkStream):
    def __init__(self, link: socket.socket, end: float) -> None:
        self._link = link
        self._end = end

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        self._link.settimeout(_left(self._end, timeout, httpcore.ReadTimeout))
        try:
            return self._link.recv(max_bytes)
        except TimeoutError as error:
            raise httpcore.ReadTimeout(str(error)) from error
        except OSError as error:
            raise httpcore.ReadError(str(error)) from error

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        view = memoryview(buffer)
        while view:
            self._link.settimeout(_left(self._end, timeout, httpcore.WriteTimeout))
            try:
                view = view[self._link.send(view) :]
            except TimeoutError as error:
                raise httpcore.WriteTimeout(str(error)) from error
            except OSError as error:
                raise httpcore.WriteError(str(error)) from error

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        self._link.settimeout(_left(self._end, timeout, httpcore.ConnectTimeout))
        try:
            return _Stream(ssl_context.wrap_socket(self._link, server_hostname=server_hostname), self._end)
        except TimeoutError as error:
            self.close()
            raise httpcore.ConnectTimeout(str(error)) from error
        except OSError as error:  # a certificate that does not fit is one of these
            self.close()
            raise httpcore.ConnectError(str(error)) from error

    def close(self) -> None:
        with contextlib.suppress(OSError):
            self._link.close()

    def get_extra_info(self, info: str) -> Any:
        if info == "ssl_object" and isinstance(self._link, ssl.SSLSocket):
            return self._link
        return None


def _left(end: float, timeout: float | None, error: type[Exception]) -> float:
    left = end - time.monotonic()
    if left <= 0:
        raise error("the call's time is over")
    return left if timeout is None else min(left, timeout)
