"""What a page waits for and no page process may do: a shape while a slider moves, a picture that has to be read.

Asked through nexus/foundation/bench.py, done here in a warm child of a worker of the fast queue.
"""

import json
import shutil
import tempfile
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, cast

from django.conf import settings

from generation import registry
from nexus.foundation import processes, valkey
from nexus.foundation.bench import KEPT, ask
from nexus.foundation.sandbox import ChildError, SandboxError, WarmChild

__all__ = ["answer", "ask", "build", "child", "close", "folder"]

MEGABYTES = 2048


def build(specification: Mapping[str, Any], *, engine: str) -> bytes:
    """The GLB of a specification; the same bytes as a job's. Raises what `ask` raises."""
    request = {
        "act": "shape",
        "engine": registry.path_of(engine),
        "options": registry.options_of(engine),
        "specification": dict(specification),
    }
    return ask(request)[1]


def answer(request: dict[str, Any], *, given: str, reply: str, seconds: float) -> None:
    """The worker's side: do it in this process's warm child and lay the answer down for who asked."""
    body = b""
    with tempfile.TemporaryDirectory(dir=folder()) as own:
        try:
            if given:
                source = Path(own) / "given"
                source.write_bytes(cast("bytes | None", valkey.client().getdel(given)) or b"")
                request["source"] = str(source)
            said = child().call({**request, "folder": own}, seconds=seconds)
            if made := said.get("file"):
                body = (Path(own) / Path(made).name).read_bytes()
        except ChildError as refusal:
            said = {"refused": refusal.message}
        except SandboxError as failure:
            said = {"refused": f"This could not be done: {failure}"}
    with valkey.client().pipeline() as both:
        both.rpush(reply, json.dumps(said).encode() + b"\n" + body)
        both.expire(reply, KEPT)
        both.execute()


@cache
def folder() -> Path:
    """Where this worker's child may write; emptied after every answer."""
    made = Path(settings.VAR) / "work"
    made.mkdir(parents=True, exist_ok=True)
    return Path(tempfile.mkdtemp(prefix="bench-", dir=made))


@cache
def child() -> WarmChild:
    """The warm child of the worker that answers."""
    return WarmChild(
        "generation.work:do",
        megabytes=MEGABYTES,
        folders=[folder()],
        preload=(
            "manifold3d",
            "numpy",
            "cv2",
            "generation.engines.procedural",
            "generation.mesh.relief.mask",
            "generation.mesh.writers.glb",
        ),
    )


def close() -> None:
    """End the child and remove its folder with the worker."""
    if child.cache_info().currsize:
        if child().pid:
            processes.send(child().pid, 9)  # it may still be warming up
        child().close()
        shutil.rmtree(folder(), ignore_errors=True)
