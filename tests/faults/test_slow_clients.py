"""Clients that send or read slowly, at the door: they hold no page thread. The control is the same WSGI bridge bare."""

import hashlib
import socket
import threading
import time
from contextlib import contextmanager
from types import SimpleNamespace

import pytest
import uvicorn
from a2wsgi import WSGIMiddleware

from nexus.foundation.door import SMALL, Door

THREADS, SLOW, STALL = 2, 8, 1.0
LARGE = 64 << 20  # more than the buffers of two sockets hold
PATIENCE = 3.0


class Streamed:
    """As Django's streaming answers look from outside."""

    streaming = True

    def __init__(self, pieces, closed):
        self.pieces, self.closed, self.read = pieces, closed, 0

    def __iter__(self):
        for piece in self.pieces:
            self.read += len(piece)
            yield piece

    def close(self):
        self.closed.append(self.read)


def pages(closed):
    def app(environ, start_response):
        path = environ["PATH_INFO"]
        if path == "/stream":
            start_response("200 OK", [("content-type", "application/octet-stream"), ("content-length", str(LARGE))])
            return Streamed((b"x" * (1 << 20) for _ in range(LARGE >> 20)), closed)
        if path == "/who":
            said = environ.get("HTTP_X_FORWARDED_FOR", "nobody").encode()
        else:
            said = hashlib.sha256(environ["wsgi.input"].read()).hexdigest().encode()
        start_response("200 OK", [("content-type", "text/plain"), ("content-length", str(len(said)))])
        return [said]

    return app


@contextmanager
def served(app):
    server = uvicorn.Server(uvicorn.Config(app, port=0, lifespan="off", log_level="critical"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    until = time.monotonic() + 20
    while not server.started and time.monotonic() < until:
        time.sleep(0.02)
    try:
        yield server.servers[0].sockets[0].getsockname()[1]
    finally:
        server.should_exit = server.force_exit = True
        thread.join(20)


@pytest.fixture
def door():
    closed = []
    with served(Door(pages(closed), workers=THREADS, stall=STALL)) as port:
        yield SimpleNamespace(port=port, closed=closed)


@pytest.fixture
def bare():
    with served(WSGIMiddleware(pages([]), workers=THREADS)) as port:
        yield SimpleNamespace(port=port)


def opened(port, line, rest=b"\r\n"):
    """A connection on which a request's first line, its host and the rest of it were sent."""
    one = socket.create_connection(("127.0.0.1", port), timeout=PATIENCE)
    one.sendall(f"{line}\r\nhost: shop\r\n".encode() + rest)
    return one


def half_sent(port):
    return opened(port, "POST /sum HTTP/1.1", b"content-length: 100\r\n\r\nhalf")


def slow_reader(port):
    one = opened(port, "GET /stream HTTP/1.1")
    assert one.recv(12) == b"HTTP/1.1 200"
    return one


def answer(one):
    """Head and body, as long as the head says."""
    reader = one.makefile("rb")
    head = b""
    while (line := reader.readline()) not in {b"\r\n", b""}:
        head += line.lower()
    return head + reader.read(int(head.split(b"content-length: ")[1].split(b"\r\n")[0]))


def closed_soon(door, many):
    until = time.monotonic() + STALL * 10
    while len(door.closed) < many and time.monotonic() < until:
        time.sleep(0.02)


def page(port):
    with opened(port, "GET /who HTTP/1.1") as one:
        return answer(one)


@pytest.mark.parametrize("slow", [half_sent, slow_reader])
def test_who_sends_or_reads_slowly_holds_no_page(door, slow):
    held = [slow(door.port) for _ in range(SLOW)]

    assert page(door.port).endswith(b"nobody")

    for one in held:
        one.close()


@pytest.mark.parametrize("slow", [half_sent, slow_reader])
def test_control_without_the_door_they_hold_all_pages(bare, slow):
    held = [slow(bare.port) for _ in range(THREADS)]
    time.sleep(0.3)

    with pytest.raises(TimeoutError):
        page(bare.port)

    for one in held:
        one.close()


def test_a_small_body_that_does_not_come_is_refused(door):
    with half_sent(door.port) as one:
        assert answer(one).startswith(b"http/1.1 408")


@pytest.mark.parametrize("size", [0, 1, SMALL, SMALL + 1, 5_000_000])
def test_a_body_arrives_whole(door, size):
    body = bytes(range(256)) * (size // 256) + b"e" * (size % 256)

    with opened(door.port, "POST /sum HTTP/1.1", f"content-length: {size}\r\n\r\n".encode() + body) as one:
        assert answer(one).endswith(hashlib.sha256(body).hexdigest().encode())


def test_a_large_body_that_stalls_is_cut_off_and_its_thread_is_free(door):
    held = [
        opened(door.port, "POST /sum HTTP/1.1", b"content-length: 9000000\r\n\r\n" + b"x" * (SMALL + 70_000))
        for _ in range(SLOW)
    ]

    assert page(door.port).endswith(b"nobody")
    time.sleep(STALL * 2)
    body = b"y" * (SMALL * 2)
    with opened(door.port, "POST /sum HTTP/1.1", f"content-length: {len(body)}\r\n\r\n".encode() + body) as one:
        one.settimeout(STALL * (SLOW + 4))  # one of the large ones is let in at a time here
        assert answer(one).endswith(hashlib.sha256(body).hexdigest().encode())
    for one in held:
        one.close()


def test_a_streamed_answer_arrives_whole_and_is_closed(door):
    with opened(door.port, "GET /stream HTTP/1.1") as one:
        one.settimeout(20)
        said = answer(one)

    assert said.endswith(b"x" * LARGE)
    closed_soon(door, 1)
    assert door.closed == [LARGE]


def test_whoever_leaves_or_does_not_read_ends_the_stream(door):
    slow_reader(door.port).close()
    with slow_reader(door.port):
        closed_soon(door, 2)

    assert len(door.closed) == 2
    assert max(door.closed) < LARGE


def test_only_headers_are_asked_for_and_nothing_is_read(door):
    with opened(door.port, "HEAD /stream HTTP/1.1") as one:
        assert one.recv(65536).startswith(b"HTTP/1.1 200")

    closed_soon(door, 1)
    assert door.closed == [0]


def test_a_name_with_an_underscore_does_not_speak_for_the_proxy(door):
    with opened(door.port, "GET /who HTTP/1.1", b"X_Forwarded_For: 10.0.0.1\r\n\r\n") as one:
        assert answer(one).endswith(b"nobody")
    with opened(door.port, "GET /who HTTP/1.1", b"X-Forwarded-For: 10.0.0.1\r\n\r\n") as one:
        assert answer(one).endswith(b"10.0.0.1")
