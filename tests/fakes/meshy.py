"""Meshy's API: text-to-3d v2 and image-to-3d v1 with their list, errors, queue and ending links."""

import itertools
import time

from tests.fakes.server import Asked, Fake, Reply, cube_glb

KEY = "msy_fake_key_for_tests_0123456789"


class Meshy(Fake):
    """`mode` says how it behaves; `paid` counts the tasks that cost credits."""

    def __init__(self, mode: str = "success", *, steps: int = 2) -> None:
        super().__init__()
        self.mode = mode
        self.steps = steps
        self.tasks: dict[str, dict] = {}
        self.looks: dict[str, int] = {}
        self.paid = 0
        self.refused = 0
        self.links: set[str] = set()
        self.error_type = "server_error"
        self.model = cube_glb()
        self.on_accept = lambda: None
        self._numbers = itertools.count(1)

    def reply(self, asked: Asked) -> Reply:
        if asked.path.startswith("/files/"):
            return self._file(asked)
        if asked.headers.get("authorization") != f"Bearer {KEY}":
            return Reply(401, {"message": "Invalid API key"})
        for path in ("/openapi/v2/text-to-3d", "/openapi/v1/image-to-3d"):
            if asked.path == path and asked.method == "POST":
                return self._create(asked, path)
            if asked.path == path:
                return self._list(asked, path)
            if asked.path.startswith(path + "/"):
                return self._look(asked.path.rsplit("/", 1)[1])
        return Reply(404, {"message": "No such path"})

    def _create(self, asked: Asked, path: str) -> Reply:  # noqa: PLR0911 -- a table of cases
        body = asked.json
        if self.mode == "busy" and self.refused < 1:
            self.refused += 1
            return Reply(429, {"message": "NoMoreConcurrentTasks"}, {"Retry-After": "1"})
        if self.mode == "no_credit":
            return Reply(402, {"message": "Insufficient credits"})
        if self.mode == "bad_request":
            return Reply(400, {"message": f"Bad parameter https://internal.example/x?key={KEY}"})
        if self.mode == "malformed":
            return Reply(202, b"<html>not json")
        if self.mode == "fault" and self.refused < 1:
            self.refused += 1
            return Reply(500, {"message": "boom"})
        with self.lock:
            number = next(self._numbers)
            task = f"task-{number}"
            kind = "image-to-3d" if "image" in path else f"text-to-3d-{body['mode']}"
            self.paid += 1
            self.tasks[task] = {
                "id": task,
                "path": path,
                "type": kind,
                "prompt": body.get("prompt") or self.tasks.get(body.get("preview_task_id"), {}).get("prompt", ""),
                "body": body,
                "created_at": time.time() * 1000,
            }
            self.looks[task] = 0
        self.on_accept()
        if self.mode == "lost_answer" and self.refused < 1:
            self.refused += 1
            return Reply(drop=True)
        return Reply(202, {"result": task})

    def _list(self, asked: Asked, path: str) -> Reply:
        found = [task for task in self.tasks.values() if task["path"] == path]
        shown = [self._shown(task) for task in sorted(found, key=lambda task: -task["created_at"])]
        size, page = int(asked.query["page_size"]), int(asked.query["page_num"])
        return Reply(200, shown[(page - 1) * size : page * size])

    def _look(self, task_id: str) -> Reply:
        task = self.tasks.get(task_id)
        if task is None:
            return Reply(404, {"message": "Task not found"})
        self.looks[task_id] += 1
        if self.mode == "faulty_polls" and self.looks[task_id] in (1, 2):
            return Reply(500, {"message": "boom"})
        if self.mode == "nonsense":
            return Reply(200, {"status": ["?"], "progress": "many"})
        if self.mode == "malformed_polls":
            return Reply(200, b'{"status": "PEND')
        done = self.looks[task_id] > self.steps
        return Reply(200, self._shown(task), {} if done else {"Retry-After": "0"})

    def _shown(self, task: dict) -> dict:
        looks = self.looks[task["id"]]
        done = looks > self.steps and self.mode not in {"never", "slow"}
        failed = (self.mode == "fail" and looks) or (self.mode == "fail_late" and looks > self.steps)
        status = "FAILED" if failed else "SUCCEEDED" if done else "PENDING" if looks <= 1 else "IN_PROGRESS"
        shown = {
            "id": task["id"],
            "type": task["type"],
            "status": status,
            "progress": 100 if done else min(99, 100 * looks // (self.steps + 1)),
            "preceding_tasks": 3 if status == "PENDING" else 0,
            "prompt": task["prompt"],
            "created_at": task["created_at"],
            "finished_at": 0,
            "task_error": {"type": "", "message": ""},
            "consumed_credits": 20 if done else 0,
            "model_urls": {},
        }
        if failed:
            shown["task_error"] = {"type": self.error_type, "message": f"Failed at https://x.example/?k={KEY}"}
        elif done:
            link = f"/files/{task['id']}-{looks}.glb"
            self.links.add(link)
            shown["model_urls"] = {"glb": f"{self.base}{link}?Expires=1&Signature=abc"}
        return shown

    def _file(self, asked: Asked) -> Reply:
        assert "authorization" not in asked.headers
        fetched = self.count("GET", asked.path)
        if self.mode == "expired" or (self.mode == "expired_once" and asked.path.endswith("-3.glb")):
            return Reply(403, b"<Error>Request has expired</Error>")
        if self.mode == "cut" and fetched == 1:
            return Reply(200, self.model, cut=len(self.model) // 2)
        if self.mode == "always_cut":
            return Reply(200, self.model, cut=len(self.model) // 2)
        if self.mode == "not_a_model":
            return Reply(200, b"<html>sign in</html>")
        if self.mode == "slow_file":
            chunks = (piece for number in range(2000) for piece in (b"x", 0.2))
            return Reply(200, chunks=chunks)
        return Reply(200, self.model)
