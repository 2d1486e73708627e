"""Hunyuan3D's three servers: api_server.py of 2.0 and of 2.1, and the Gradio app."""

import base64
import json
import threading
from uuid import uuid4

from tests.fakes.server import Asked, Fake, Reply, cube_glb

TRAFFIC = {"text": "**NETWORK ERROR DUE TO HIGH TRAFFIC. PLEASE REGENERATE OR REFRESH THIS PAGE.**", "error_code": 1}


class ApiServer(Fake):
    """`version` is "2.0" or "2.1"; `has_send=False` is an older fork that only knows the blocking /generate."""

    def __init__(self, version: str = "2.0", mode: str = "success", *, steps: int = 2, has_send: bool = True) -> None:
        super().__init__()
        self.version, self.mode, self.steps, self.has_send = version, mode, steps, has_send
        self.tasks: dict[str, dict] = {}
        self.looks: dict[str, int] = {}
        self.model = cube_glb()
        self.field = "model_base64"
        self.on_accept = lambda: None

    def reply(self, asked: Asked) -> Reply:
        if asked.path == "/health" and self.version == "2.1":
            return Reply(200, {"status": "healthy", "worker_id": "abc"})
        if asked.path == "/send" and self.has_send:
            return self._send(asked)
        if asked.path == "/generate":
            return self._generate()
        if asked.path.startswith("/status/"):
            return self._status(asked.path.rsplit("/", 1)[1])
        return Reply(404, {"detail": "Not Found"})

    def _send(self, asked: Asked) -> Reply:
        body = asked.json
        if self.version == "2.1" and (not body.get("image") or not 1 <= body.get("num_inference_steps", 5) <= 20):
            return Reply(422, {"detail": [{"loc": ["body"], "msg": "Input should be less than or equal to 20"}]})
        if self.mode == "malformed":
            return Reply(200, b"<html>")
        if self.mode == "busy" and self.count("POST", "/send") < 2:
            return Reply(429, {"detail": "later"}, {"Retry-After": "1"})
        uid = str(uuid4())
        self.tasks[uid], self.looks[uid] = body, 0
        self.on_accept()
        if self.mode == "lost_answer" and self.count("POST", "/send") < 2:
            return Reply(drop=True)
        return Reply(200, {"uid": uid})

    def _generate(self) -> Reply:
        if self.mode == "fail":
            return Reply(404, TRAFFIC)
        return Reply(200, self.model)

    def _status(self, uid: str) -> Reply:  # noqa: PLR0911 -- a table of cases
        if uid not in self.tasks or self.mode == "never" or "text" in self.tasks[uid]:
            return Reply(200, {"status": "processing"})  # as the real one: an unknown task is being processed
        self.looks[uid] += 1
        looks = self.looks[uid]
        if self.mode == "fault" and looks in (1, 2):
            return Reply(500, b"Internal Server Error")
        if self.mode == "nonsense":
            return Reply(200, {"status": 7})
        if self.mode == "stuck" and looks > 1:
            return Reply(200, {"status": "texturing"})
        if self.mode == "unreadable" and looks > self.steps:
            return Reply(500, {"status": "error", "message": "Failed to read generated file"})
        if looks <= self.steps:
            return Reply(200, {"status": "texturing" if self.version == "2.1" and looks > 1 else "processing"})
        done = {"status": "completed", self.field: base64.b64encode(self.model).decode()}
        if self.mode == "not_base64":
            done[self.field] = "@@@" * 40_000
        if self.mode == "cut":
            return Reply(200, done, cut=300)
        return Reply(200, done)


class GradioApp(Fake):
    """The app with its queue: /config, /gradio_api/upload, /queue/join, /queue/data, /cancel, /file=."""

    def __init__(self, mode: str = "success", *, has_text: bool = False) -> None:
        super().__init__()
        self.mode, self.has_text = mode, has_text
        self.model = cube_glb()
        self.joined: dict[str, dict] = {}
        self.cancelled = threading.Event()

    def reply(self, asked: Asked) -> Reply:  # noqa: PLR0911 -- a table of cases
        prefix = "/gradio_api"
        if asked.path == "/config":
            entries = [{"id": 4, "api_name": "shape_generation"}, {"id": 9, "api_name": "generation_all"}]
            return Reply(
                200, {"version": "6.31.0", "api_prefix": prefix, "protocol": "sse_v3", "dependencies": entries}
            )
        if asked.path == f"{prefix}/upload":
            assert b'name="files"' in asked.body
            return Reply(200, ["/tmp/gradio/abc/picture.png"])
        if asked.path == f"{prefix}/queue/join":
            if self.mode == "full":
                return Reply(503, {"detail": "Queue is full. Max size is 10 and size is 10."})
            self.joined[asked.json["session_hash"]] = asked.json
            return Reply(200, {"event_id": "event-1"})
        if asked.path == f"{prefix}/queue/data":
            return Reply(200, headers={"Content-Type": "text/event-stream"}, chunks=self._stream(asked))
        if asked.path == f"{prefix}/cancel":
            assert set(asked.json) == {"session_hash", "fn_index", "event_id"}
            self.cancelled.set()
            return Reply(200, {"success": True})
        if asked.path.startswith(f"{prefix}/file="):
            return (
                Reply(200, self.model)
                if asked.path.endswith("/mesh folder/white_mesh.glb".replace(" ", "%20"))
                else Reply(404)
            )
        return Reply(404, {"detail": "Not Found"})

    def _stream(self, asked: Asked):
        job = self.joined[asked.query["session_hash"]]

        def say(**message) -> bytes:
            return b"data: " + json.dumps(message).encode() + b"\n\n"

        yield say(msg="estimation", rank=2, queue_size=3, rank_eta=9.5, event_id="event-1")
        yield 0.05
        yield say(msg="process_starts", eta=9.5, event_id="event-1")
        if self.mode == "never":
            while not self.cancelled.is_set():
                yield 0.2
                yield say(msg="heartbeat")
        if self.mode == "cut":
            return
        yield 0.3
        yield say(msg="progress", event_id="event-1", progress_data=[{"index": 1, "length": 2, "progress": None}])
        yield 0.3
        if self.mode == "fail":
            yield say(
                msg="process_completed", event_id="event-1", success=False, output={"error": "CUDA out of memory"}
            )
            return
        path = "/tmp/mesh folder/white_mesh.glb"
        file = {"path": path, "url": "http://169.254.169.254/latest", "meta": {"_type": "gradio.FileData"}}
        update = {"value": file, "__type__": "update"}
        values = [update, "<html>", {"stats": 1}, job["data"][8]]
        if job["fn_index"] == 9:
            values = [{"value": {"path": "/tmp/other.glb"}, "__type__": "update"}, *values]
        yield say(msg="process_completed", event_id="event-1", success=True, output={"data": values})
        yield say(msg="close_stream")
