"""The wire of a Gradio app: its description, an upload, a place in its queue, and the stream that tells the end."""

from __future__ import annotations

import queue
import secrets
import threading
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

from generation.engines.base import Brief, Cancelled, EngineError, Piece
from generation.engines.providers import results
from generation.engines.providers.following import duration
from generation.engines.providers.inputs import media_type
from generation.engines.providers.line import CANCEL_GRACE, Line, Unsure, nonsense
from generation.engines.providers.state import json_in, number, table, text
from generation.engines.providers.streams import Event, Reader, TooLong
from generation.engines.providers.waiting import Rising
from nexus.foundation.outbound import OutboundError

SHAPE, ALL = "shape_generation", "generation_all"
# The app's positional parameters, in its own order; a name that is not given is sent as null.
ORDER = (
    "caption", "image", "mv_image_front", "mv_image_back", "mv_image_left", "mv_image_right", "steps",
    "guidance_scale", "seed", "octree_resolution", "check_box_rembg", "num_chunks", "randomize_seed",
)  # fmt: skip
CONFIG_BYTES = 16 * 2**20
STREAM_BYTES = 64 * 2**20
QUIET_SECONDS = 60.0  # an app sends a heartbeat every 15 s
_FILE = {"_type": "gradio.FileData"}


class GradioApp:
    """An app that may be asked for one model; its stream ends with the worker, so an attempt begins anew."""

    def __init__(self, line: Line, *, title: str) -> None:
        self._line = line
        self._title = title

    def model(
        self, given: Mapping[str, Any], picture: Path | None, brief: Brief, rising: Rising, *, seconds: float
    ) -> Piece:
        """`model.glb` in the brief's folder. Raises EngineError; Cancelled passes after the app was told."""
        end = time.monotonic() + seconds
        config = table(self._line.read("/config", tick=rising.tick, most=CONFIG_BYTES))
        prefix = text(config.get("api_prefix"), most=100)
        values = dict(given)
        name = ALL if values.pop("texture", False) else SHAPE
        number_of = _function(config, name)
        if number_of is None:
            raise EngineError(f"This app has no function {name}.", code="provider_unknown")
        if picture is not None:
            rising(0.02, "Sending the picture")
            values["image"] = self._uploaded(prefix, picture, rising)
        session = secrets.token_hex(8)
        joined = self._join(prefix, number_of, session, [values.get(key) for key in ORDER], rising)
        output = self._awaited(prefix, session, joined, rising, end=end, seconds=seconds)
        rising(0.9, "Copying the model")
        path = _file_in(output, textured=name == ALL)
        if not path:
            raise nonsense(self._title)
        piece = self._fetched(prefix, path, brief, rising)
        rising(1.0, "Model ready")
        return piece

    def _uploaded(self, prefix: str, picture: Path, rising: Rising) -> dict[str, Any]:
        data = picture.read_bytes()
        kind = media_type(data)
        name = f"picture.{kind.rsplit('/', 1)[-1]}"
        try:
            answer = self._line.ask(
                "POST",
                f"{prefix}/upload",
                files={"files": (name, data, kind)},
                tick=rising.tick,
                seconds=60.0,
                repeatable=True,
            )
        except OutboundError as error:
            raise self._line.unreached(error) from error
        found = json_in(self._line.accepted(answer).body)
        if not isinstance(found, list) or not found or not isinstance(found[0], str):
            raise nonsense(self._title)
        return {"path": found[0], "orig_name": name, "mime_type": kind, "size": len(data), "meta": _FILE}

    def _join(self, prefix: str, function: int, session: str, data: list[Any], rising: Rising) -> dict[str, Any]:
        """A place in the queue: what /cancel wants to know about it."""
        body = {"data": data, "event_data": None, "fn_index": function, "session_hash": session, "trigger_id": None}
        try:
            answer = self._line.start(f"{prefix}/queue/join", body, tick=rising.tick)
        except Unsure as unsure:
            raise EngineError(str(unsure), code="provider_fault", retry=True) from unsure
        event = text(table(json_in(answer.body)).get("event_id"), most=200)
        if not event:
            raise nonsense(self._title)
        return {"session_hash": session, "fn_index": function, "event_id": event}

    def _awaited(
        self, prefix: str, session: str, joined: dict[str, Any], rising: Rising, *, end: float, seconds: float
    ) -> list[Any]:
        """What the function returned. The stream is read in a thread; here its messages become progress."""
        told = _Told()

        def tick() -> None:
            while not told.messages.empty():
                self._say(told.messages.get(), rising)
            rising.tick()
            if time.monotonic() > end:
                raise EngineError(f"{self._title} did not finish within {duration(seconds)}.", code="timed_out")

        path = f"{prefix}/queue/data?{urlencode({'session_hash': session})}"
        try:
            answer = self._line.ask(
                "GET",
                path,
                headers={"accept": "text/event-stream"},
                tick=tick,
                seconds=max(1.0, end - time.monotonic()) + 5.0,  # our deadline speaks first, by the tick
                idle_seconds=QUIET_SECONDS,
                most=STREAM_BYTES,
                into=Reader(told.take).write,
                repeatable=False,
            )
            self._line.accepted(answer)
        except (Cancelled, EngineError):
            self._cancel(prefix, joined)
            raise
        except OutboundError as error:
            if not told.last:  # a stream that is cut after its last word has said everything
                self._cancel(prefix, joined)
                raise self._line.unreached(error) from error
        except TooLong:
            raise nonsense(self._title) from None
        return self._ended(told.last)

    def _ended(self, last: Mapping[str, Any]) -> list[Any]:
        output = table(last.get("output"))
        if last.get("success") is True and isinstance(output.get("data"), list):
            return list(output["data"])
        if not last:
            raise EngineError(f"{self._title} hung up before the end.", code="provider_cut", retry=True)
        told = self._line.told(text(output.get("error")) or text(last.get("message")))
        sentence = f"{self._title} could not make this: {told}" if told else f"{self._title} could not make this."
        raise EngineError(sentence, code="provider_failed", retry=not told)

    def _say(self, message: Mapping[str, Any], rising: Rising) -> None:
        kind = message.get("msg")
        if kind == "estimation":
            rank = number(message.get("rank"))
            rising(0.05, f"Waiting at {self._title}: {int(rank)} in front" if rank else f"Waiting at {self._title}")
        elif kind == "process_starts":
            rising(0.1, f"{self._title} is working")
        elif kind == "progress":
            share = _share(message.get("progress_data"))
            if share is not None:
                rising(0.1 + 0.8 * share, f"{self._title} is working")

    def _cancel(self, prefix: str, joined: Mapping[str, Any]) -> None:
        """Tell the app; nobody waits longer than a moment for it."""

        def tell() -> None:
            try:
                self._line.ask("POST", f"{prefix}/cancel", json=joined, tick=lambda: None, seconds=5, repeatable=False)
            except OutboundError:
                return  # the stream is closed anyway, which ends a waiting task

        thread = threading.Thread(target=tell, name="cancel", daemon=True)
        thread.start()
        thread.join(CANCEL_GRACE)

    def _fetched(self, prefix: str, path: str, brief: Brief, rising: Rising) -> Piece:
        """The file by its path on that server; the address that the app itself tells may lead anywhere."""
        part = brief.folder / ".model.glb.part"
        try:
            with part.open("wb") as file:
                answer = self._line.ask(
                    "GET",
                    f"{prefix}/file={quote(path, safe='/')}",
                    tick=rising.tick,
                    seconds=results.SECONDS,
                    most=results.RESULT_BYTES,
                    into=file.write,
                    repeatable=False,
                )
            self._line.accepted(answer)
            return results.kept(part, brief.folder, kind="glb", title=self._title)
        except OutboundError as error:
            raise self._line.unreached(error) from error
        finally:
            part.unlink(missing_ok=True)


class _Told:
    """What the stream has said: messages for the one who waits, and the last word."""

    def __init__(self) -> None:
        self.messages: queue.SimpleQueue[dict[str, Any]] = queue.SimpleQueue()
        self.last: dict[str, Any] = {}

    def take(self, event: Event) -> None:
        """One event, in the thread that reads."""
        found = table(json_in(event.data.encode()))
        self.messages.put(found)
        if found.get("msg") in ("process_completed", "unexpected_error"):
            self.last = found


def _function(config: Mapping[str, Any], name: str) -> int | None:
    """The number of the app's function with this public name."""
    found = config.get("dependencies")
    for place, entry in enumerate(found if isinstance(found, list) else []):
        if table(entry).get("api_name") == name:
            stated = table(entry).get("id")
            return stated if isinstance(stated, int) else place
    return None


def _file_in(output: list[Any], *, textured: bool) -> str:
    """The path of the model: the second value of `generation_all` is the textured one, the first the bare shape."""
    for value in [output[1], output[0]] if textured and len(output) > 1 else output[:1]:
        found: Any = value
        for _ in range(3):  # an update around the file, or the file itself
            if isinstance(found, dict):
                if isinstance(found.get("path"), str):
                    found = found["path"]
                    break
                found = found.get("value")
        if isinstance(found, str) and found and "\0" not in found:
            return found
    return ""


def _share(progress: Any) -> float | None:
    """The last unit's share of 1."""
    units = [table(unit) for unit in progress] if isinstance(progress, list) else []
    if not units:
        return None
    stated, index, length = (number(units[-1].get(key)) for key in ("progress", "index", "length"))
    if stated is not None:
        return min(stated, 1.0)
    return min(index / length, 1.0) if index is not None and length else None
