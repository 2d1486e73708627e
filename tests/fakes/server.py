"""The ground of every fake: a threaded HTTP server on a free port that keeps what it was asked."""

import json
import socket
import struct
import threading
import time
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit


@dataclass
class Asked:
    """One request as it arrived."""

    method: str
    path: str
    query: dict[str, str]
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)


@dataclass
class Reply:
    """What to answer: `cut` sends only so many bytes of the body; `drop` closes before a single byte; `stall` waits
    so many seconds between two pieces of `chunks`."""

    status: int = 200
    body: Any = b""
    headers: dict[str, str] = field(default_factory=dict)
    cut: int | None = None
    drop: bool = False
    chunks: Any = None


class Fake:
    """A server of one provider; subclasses write `reply`. Used with `with`; `base` is its address."""

    def __init__(self) -> None:
        self.asked: list[Asked] = []
        self.lock = threading.Lock()
        fake = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def log_message(self, *_: object) -> None:
                pass

            def handle_any(self) -> None:
                body = self.rfile.read(int(self.headers.get("content-length") or 0))
                parts = urlsplit(self.path)
                query = {name: values[-1] for name, values in parse_qs(parts.query).items()}
                headers = {name.lower(): value for name, value in self.headers.items()}
                asked = Asked(self.command, parts.path, query, headers, body)
                with fake.lock:
                    fake.asked.append(asked)
                try:
                    self.answer(fake.reply(asked))
                except (BrokenPipeError, ConnectionResetError):
                    fake.hung_up.set()
                    self.close_connection = True

            do_GET = do_POST = handle_any  # noqa: N815 -- the base class calls them so

            def answer(self, reply: Reply) -> None:
                if reply.drop:
                    linger = struct.pack("ii", 1, 0)
                    self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
                    self.close_connection = True
                    return
                kind = "application/json"
                if isinstance(reply.body, bytes):
                    body, kind = reply.body, "application/octet-stream"
                else:
                    body = json.dumps(reply.body).encode()
                self.send_response(reply.status)
                headers = {"content-type": kind, **{name.lower(): value for name, value in reply.headers.items()}}
                if reply.chunks is None:
                    headers["content-length"] = str(len(body))
                for name, value in headers.items():
                    self.send_header(name, value)
                self.send_header("connection", "close")
                self.end_headers()
                self.close_connection = True
                if reply.chunks is not None:
                    for chunk in reply.chunks:
                        if isinstance(chunk, (int, float)):
                            time.sleep(chunk)
                            continue
                        self.wfile.write(chunk)
                        self.wfile.flush()
                    return
                self.wfile.write(body if reply.cut is None else body[: reply.cut])

        class Server(ThreadingHTTPServer):
            daemon_threads = True
            request_queue_size = 64

            def handle_error(self, *_: object) -> None:
                pass

        self.hung_up = threading.Event()
        self._server = Server(("127.0.0.1", 0), Handler)
        self.port = self._server.server_address[1]
        self.base = f"http://127.0.0.1:{self.port}"
        self.key = f"127.0.0.1:{self.port}"

    def reply(self, asked: Asked) -> Reply:
        raise NotImplementedError

    def count(self, method: str, path: str) -> int:
        """How often a path (by its beginning) was asked."""
        with self.lock:
            return sum(one.method == method and one.path.startswith(path) for one in self.asked)

    def __enter__(self):
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()


def cube_glb() -> bytes:
    """A small closed model that the gate takes, written by our own writer."""
    import numpy as np

    from generation.mesh.parts import Material, Object, Part, Scene
    from generation.mesh.writers import glb

    corners = np.array([[x, y, z] for x in (0, 1) for y in (0, 1) for z in (0, 1)], np.float32) - np.float32(0.5)
    faces = [(0, 1, 3, 2), (4, 6, 7, 5), (0, 4, 5, 1), (2, 3, 7, 6), (0, 2, 6, 4), (1, 5, 7, 3)]
    triangles = np.array([t for a, b, c, d in faces for t in ((a, b, c), (a, c, d))], np.uint32)
    part = Part("body", "body", corners, None, triangles, Material("paint", (0.8, 0.1, 0.1, 1.0)))
    return glb.write(Scene((Object("cube", (part,)),)))
