"""A program that hears webhooks, at an address that the product under test may call."""

import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass(frozen=True)
class Heard:
    headers: Mapping[str, str]
    body: bytes


class Receiver:
    """Listens from the start; `wait(words)` is the first post whose body holds the words."""

    def __init__(self, port: int) -> None:
        heard: list[Heard] = []

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                heard.append(Heard({name.lower(): value for name, value in self.headers.items()}, body))
                self.send_response(204)
                self.end_headers()

            def log_message(self, *words: object) -> None:
                """Nothing: the test looks at what was heard."""

        self.heard = heard
        self.server = ThreadingHTTPServer(("127.0.0.1", port), Handler)
        self.place = f"127.0.0.1:{self.server.server_port}"
        self.url = f"http://{self.place}/hook"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def wait(self, words: str, *, seconds: float = 30) -> Heard:
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            for one in list(self.heard):
                if words.encode() in one.body:
                    return one
            time.sleep(0.1)
        raise AssertionError(f"no webhook held {words!r}: {[one.body for one in self.heard]}")

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()
