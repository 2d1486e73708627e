"""The inside of a limited child: puts up its walls, then runs one module, or answers calls until it is told to end."""

import contextlib
import errno
import faulthandler
import importlib
import json
import os
import runpy
import socket
import struct
import sys
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any

from nexus.foundation import sandbox_walls

Target = Callable[[dict[str, Any], Callable[[float, str], None]], dict[str, Any]]

TRACEBACK_LIMIT = 16_000


def main() -> None:
    """Started by nexus.foundation.sandbox with its settings as one JSON argument."""
    settings: dict[str, Any] = json.loads(sys.argv[1])
    sandbox_walls.die_with(settings["lifeline"])
    sys.prefix, sys.exec_prefix = settings["prefix"], settings["exec_prefix"]
    faulthandler.enable()
    sandbox_walls.limit(
        megabytes=settings["megabytes"],
        cpu_seconds=settings["cpu_seconds"],
        file_megabytes=settings["file_megabytes"],
        files=settings["files"],
    )
    standing: list[str] = []
    if settings["walls"]:
        standing = sandbox_walls.raise_walls(
            readable=settings["readable"], writable=settings["writable"], programs=settings["programs"]
        )
    if settings["mode"] == "walls":
        sys.stdout.write(json.dumps([*standing, *_proved()]))
    elif settings["mode"] == "module":
        sys.argv = [settings["module"], *settings["arguments"]]
        runpy.run_module(settings["module"], run_name="__main__", alter_sys=True)
    else:
        _serve(settings)


def _proved() -> list[str]:
    """What cannot be done, tried: a refused socket, or a network without even this machine in it."""
    try:
        with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as attempt:
            attempt.connect(("127.0.0.1", 9))
    except PermissionError:
        return ["proved"]
    except OSError as error:
        return ["proved"] if error.errno in {errno.ENETUNREACH, errno.EADDRNOTAVAIL} else []
    return []


def _serve(settings: dict[str, Any]) -> None:
    channel = socket.socket(fileno=settings["channel"])
    channel.set_inheritable(False)
    os.dup2(2, 1)  # what a library prints must not be taken for an answer, nor be waited for
    try:
        for name in settings["preload"]:
            importlib.import_module(name)
        module, _, name = settings["target"].partition(":")
        target: Target = getattr(importlib.import_module(module), name)
    except BaseException as error:  # noqa: BLE001 -- whatever it is, the parent must hear of it
        _send(channel, {"error": _structured(error), "peak": _peak()})
        return
    _send(channel, {"ready": True, "peak": _peak()})
    while (request := _receive(channel)) is not None:
        if request["seconds"]:
            sandbox_walls.allow_cpu(request["seconds"])
        _send(channel, _answer(target, request["request"], channel))


def _answer(target: Target, request: dict[str, Any], channel: socket.socket) -> dict[str, Any]:
    def report(share: float, words: str) -> None:
        _send(channel, {"progress": [min(1.0, max(0.0, float(share))), str(words)]})

    try:
        result = target(request, report)
        json.dumps(result)
    except MemoryError:
        return {"memory": True, "peak": _peak()}
    except Exception as error:  # noqa: BLE001 -- it crosses to the parent, which raises it
        return {"error": _structured(error), "peak": _peak()}
    return {"done": result, "peak": _peak()}


def _structured(error: BaseException) -> dict[str, Any]:
    """An exception as plain values; one that was not made for people keeps its words for the log."""
    code, message = getattr(error, "code", None), getattr(error, "message", None)
    kind = type(error).__name__
    if isinstance(error, Exception) and isinstance(code, str) and isinstance(message, str):
        retry = getattr(error, "retry", False)
        return {
            "type": kind,
            "code": code,
            "message": message,
            "suggestions": [str(words) for words in getattr(error, "suggestions", ())],
            "retry": retry if isinstance(retry, bool | int | float) else False,
        }
    story = "".join(traceback.format_exception(error))[-TRACEBACK_LIMIT:]
    sentence = f"The work stopped with {kind}, which is a fault of the program."
    return {"type": kind, "code": "crash", "message": sentence, "suggestions": [], "retry": False, "traceback": story}


def _peak() -> int:
    """The most address space this process ever had, in bytes; 0 where that is not told."""
    with contextlib.suppress(OSError, ValueError, IndexError):
        for line in Path("/proc/self/status").read_text(encoding="utf-8", errors="replace").splitlines():
            if line.startswith("VmPeak:"):
                return int(line.split()[1]) * 1024
    return 0


def _send(channel: socket.socket, frame: dict[str, Any]) -> None:
    data = json.dumps(frame).encode()
    channel.sendall(struct.pack(">I", len(data)) + data)


def _receive(channel: socket.socket) -> dict[str, Any] | None:
    """The next request, or None when the parent has closed its end."""
    head = _exactly(channel, 4)
    if head is None:
        return None
    data = _exactly(channel, struct.unpack(">I", head)[0])
    return None if data is None else json.loads(data)


def _exactly(channel: socket.socket, size: int) -> bytes | None:
    parts = bytearray()
    while len(parts) < size:
        part = channel.recv(min(size - len(parts), 1 << 20))
        if not part:
            return None
        parts += part
    return bytes(parts)
