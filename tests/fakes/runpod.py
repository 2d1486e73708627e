"""A RunPod serverless endpoint: run, runsync, status, cancel, health, with tasks that end, fail or are deleted."""

import itertools
import json

from tests.fakes.server import Asked, Fake, Reply, cube_glb

KEY = "rpa_FAKEKEYFORTESTS0123456789"
ENDPOINT = "abc123def"
TRACE = {
    "error_type": "<class 'ValueError'>",
    "error_message": "The prompt is empty",
    "error_traceback": 'Traceback (most recent call last):\n  File "/app/secret_path.py"',
    "hostname": "pod-1",
}


class RunPod(Fake):
    """`answers` are the outputs of the tasks in order (the last one repeats); `paid` counts accepted tasks."""

    def __init__(self, mode: str = "success", *, answers=None, steps: int = 2) -> None:
        super().__init__()
        self.mode, self.steps = mode, steps
        self.answers = answers or [{"scad": "cube([20,30,4]);"}]
        self.tasks: dict[str, dict] = {}
        self.paid = 0
        self.refused = 0
        self.model = cube_glb()
        self.on_accept = lambda: None
        self._numbers = itertools.count(1)

    def reply(self, asked: Asked) -> Reply:  # noqa: PLR0911 -- a table of cases
        if asked.path.startswith("/files/"):
            assert "authorization" not in asked.headers
            if self.mode == "expired":
                return Reply(403, b"<Error><Code>AccessDenied</Code></Error>")
            return Reply(200, self.model)
        if asked.headers.get("authorization") != f"Bearer {KEY}":
            return Reply(401, b"")
        if not asked.path.startswith(f"/v2/{ENDPOINT}/"):
            return Reply(404, {"error": "endpoint not found"})
        action, _, task = asked.path.removeprefix(f"/v2/{ENDPOINT}/").partition("/")
        if action == "health":
            if self.mode == "unhealthy":
                return Reply(500, b"")
            return Reply(200, {"jobs": {"inQueue": 0}, "workers": {"idle": 1, "running": 0}})
        if action == "run":
            return self._run(asked)
        if action == "runsync":
            made = self._run(asked)
            if made.status != 200:
                return made
            shown = self._shown(made.body["id"])
            return Reply(200, shown if self.mode == "slow_sync" else self._finished(made.body["id"]))
        if action == "status":
            return self._status(task)
        if action == "cancel":
            self.tasks[task]["cancelled"] = True
            return Reply(200, {"id": task, "status": "CANCELLED"})
        return Reply(404)

    def _run(self, asked: Asked) -> Reply:
        if self.mode == "busy" and self.refused < 1:
            self.refused += 1
            return Reply(429, b"too many requests", {"Retry-After": "1"})
        if self.mode == "malformed":
            return Reply(200, b"not json")
        with self.lock:
            number = next(self._numbers)
            task = f"task-{number}-u1"
            self.paid += 1
            self.tasks[task] = {"number": number, "looks": 0, "input": asked.json["input"]}
        self.on_accept()
        if self.mode == "lost_answer":
            return Reply(drop=True)
        if self.mode == "fault":
            return Reply(502, b"bad gateway")
        return Reply(200, {"id": task, "status": "IN_QUEUE"})

    def _status(self, task: str) -> Reply:
        if task not in self.tasks:
            return Reply(404, {"error": "job not found"})
        self.tasks[task]["looks"] += 1
        if self.mode == "deleted" and self.tasks[task]["looks"] > 1:
            del self.tasks[task]
            return Reply(404, {"error": "job not found"})
        if self.mode == "faulty_polls" and self.tasks[task]["looks"] in (1, 2):
            return Reply(500, b"")
        if self.mode == "nonsense":
            return Reply(200, {"status": "DANCING"})
        return Reply(200, self._shown(task))

    def _shown(self, task: str) -> dict:
        kept = self.tasks[task]
        if kept.get("cancelled"):
            return {"id": task, "status": "CANCELLED"}
        if self.mode in ("never", "slow_sync") or kept["looks"] <= self.steps:
            if kept["looks"] <= 1:
                return {"id": task, "status": "IN_QUEUE", "delayTime": 10}
            progress = {"progress": min(90, 30 * kept["looks"]), "stage": "shape"}
            return {"id": task, "status": "IN_PROGRESS", "output": progress}
        return self._finished(task)

    def _finished(self, task: str) -> dict:
        if self.mode == "fail":
            return {"id": task, "status": "FAILED", "error": json.dumps(TRACE)}
        if self.mode == "timed_out":
            return {"id": task, "status": "TIMED_OUT"}
        answer = self.answers[min(self.tasks[task]["number"], len(self.answers)) - 1]
        return {"id": task, "status": "COMPLETED", "output": answer, "executionTime": 1234, "delayTime": 10}
