"""The wire of Hunyuan3D's `api_server.py`: send, status, and the blocking generate of servers that know no send."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import quote

from generation.engines.base import EngineError, Piece
from generation.engines.providers import results
from generation.engines.providers.line import Line, Unsure, nonsense
from generation.engines.providers.notes import Note
from generation.engines.providers.state import State, Task, json_in, table, text
from generation.engines.providers.waiting import Tick
from nexus.foundation.outbound import OutboundError

# What forks call the finished model, the upstream's own name first.
MODEL_NAMES = ("model_base64", "model_base64_initial", "initial_model_base64")
ANSWER_BYTES = results.RESULT_BYTES * 4 // 3 + 65536
SMALL = 65536
GENERATED = "generated"  # stands for a task that the blocking call has finished already

_STATES = {"processing": State.RUNNING, "texturing": State.RUNNING, "completed": State.SUCCEEDED}


class ApiServer:
    """One request to a server, as `follow` needs it. Nobody pays for it, so a lost request is sent again.

    The server has no failed state, no progress and no cancel: our deadline ends what it never finishes.
    """

    def __init__(self, line: Line, body: Mapping[str, Any], folder: Path, *, title: str, seconds: float) -> None:
        self.title = title
        self._line = line
        self._body = dict(body)
        self._folder = folder
        self._seconds = seconds
        self._piece: Piece | None = None

    def start(self, tick: Tick) -> str:
        try:
            answer = self._line.start("/send", self._body, tick=tick)
        except EngineError as error:
            if error.code != "provider_unknown":
                raise
            return self._generated(tick)
        uid = text(table(json_in(answer.body)).get("uid"), most=200)
        if not uid:
            raise Unsure(f"{self.title} took the request and did not say under which number.")
        return uid

    def _generated(self, tick: Tick) -> str:
        """The whole work in one call, whose answer is the file."""
        part = self._folder / ".model.glb.part"
        try:
            with part.open("wb") as file:
                answer = self._line.ask(
                    "POST",
                    "/generate",
                    json=self._body,
                    tick=tick,
                    seconds=self._seconds,
                    idle_seconds=self._seconds,
                    most=results.RESULT_BYTES,
                    into=file.write,
                    repeatable=False,
                )
            if answer.status == 404:  # this server's way of saying that the work failed
                raise EngineError(f"{self.title} could not make this.", code="provider_failed", retry=True)
            self._line.accepted(answer)
            self._piece = results.kept(part, self._folder, kind="glb", title=self.title)
        except OutboundError as error:
            raise self._line.unreached(error) from error
        finally:
            part.unlink(missing_ok=True)
        return GENERATED

    def find(self, note: Note, tick: Tick) -> str:  # noqa: ARG002 - free to repeat
        return ""

    def look(self, task_id: str, tick: Tick) -> Task:
        """The state; a finished model arrives with it and is decoded at once, piece by piece."""
        if self._piece is not None:
            return Task(State.SUCCEEDED, provider_job_id=task_id)
        if task_id == GENERATED:  # an earlier attempt had it and died with it
            self._generated(tick)
            return Task(State.SUCCEEDED, provider_job_id=task_id)
        with tempfile.NamedTemporaryFile(dir=self._folder, prefix=".status-") as file:
            try:
                answer = self._line.ask(
                    "GET",
                    f"/status/{quote(task_id, safe='')}",
                    tick=tick,
                    seconds=min(self._seconds, 300.0),
                    most=ANSWER_BYTES,
                    into=file.write,
                    repeatable=False,
                )
            except OutboundError as error:
                raise self._line.unreached(error) from error
            if answer.status == 500 and table(json_in(answer.body)).get("status") == "error":
                told = self._line.told(text(table(json_in(answer.body)).get("message")))
                sentence = f"{self.title} could not make this: {told}" if told else ""
                return Task(State.FAILED, provider_job_id=task_id, error_message=sentence, retryable=True)
            self._line.accepted(answer)
            file.flush()
            return self._read(Path(file.name), task_id)

    def _read(self, body: Path, task_id: str) -> Task:
        if body.stat().st_size <= SMALL:
            found = table(json_in(body.read_bytes()))
            state = _STATES.get(text(found.get("status")))
            if state is None:
                raise nonsense(self.title)
            words = f"{self.title} adds the texture" if found["status"] == "texturing" else ""
            if state is not State.SUCCEEDED:
                return Task(state, provider_job_id=task_id, words=words)
        self._piece = results.from_answer(body, MODEL_NAMES, self._folder, kind="glb", title=self.title)
        if self._piece is None:
            raise nonsense(self.title)
        return Task(State.SUCCEEDED, provider_job_id=task_id)

    def model(self, _task: Task) -> Piece:
        """The copied model."""
        if self._piece is None:
            raise nonsense(self.title)
        return self._piece

    def cancel(self, task_id: str) -> None:
        """The server knows no cancel: it finishes, and nobody asks for the result."""
