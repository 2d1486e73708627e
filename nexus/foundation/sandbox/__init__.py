"""Limited child processes for heavy or hostile work: bounded in memory, time, files and reach, and always killable.

`run` is for one module and one folder; `WarmChild` keeps an interpreter with its libraries loaded and answers calls.
Both get a cleared environment, their own process group, no network and no sockets at all, and end with their starter.
No Django here: limits and paths are arguments.
"""

import functools
import json
import logging
import os
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from nexus.foundation.sandbox.errors import ChildError, Failed, Kind, SandboxError, Stopped
from nexus.foundation.sandbox.process import Child, failure, limits_of, tail, walls_of
from nexus.foundation.sandbox.warm import WarmChild

__all__ = [
    "ChildError",
    "Failed",
    "Kind",
    "SandboxError",
    "Stopped",
    "WarmChild",
    "network_is_cut",
    "run",
    "walls",
]

log = logging.getLogger(__name__)

POLL_SECONDS = 0.1


def run(
    module: str,
    *args: str,
    folder: Path,
    seconds: float,
    megabytes: int,
    file_megabytes: int = 256,
    output_megabytes: int = 8,
    files: int = 256,
    env: Mapping[str, str] | None = None,
    readable: Sequence[Path] = (),
    programs: bool = False,
    stop: Callable[[], str] | None = None,
) -> str:
    """Run `python -m module args…` in `folder` and return what it printed.

    It may read the program's code and libraries, `readable`, and `folder`; it may write only in `folder`; it may start
    other programs only with `programs=True`. `megabytes` bounds its address space (0: unbounded), `seconds` both the
    wall clock and the processor time. A module that fails in a way it foresaw prints one sentence on stderr and exits
    with a status other than 0. Raises Failed, or Stopped when `stop()` returns a reason.
    """
    limits = limits_of(megabytes=megabytes, cpu_seconds=seconds, file_megabytes=file_megabytes, files=files)
    walls = walls_of(readable=readable, writable=[folder], programs=programs)
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        settings = {"mode": "module", "module": module, "arguments": args, **limits, **walls}
        child = Child(settings, folder=folder, env=env, out=out, err=err)
        with child:
            end = time.monotonic() + seconds
            while not child.has_ended(min(POLL_SECONDS, max(0.0, end - time.monotonic()))):
                if stop and (reason := stop()):
                    raise Stopped(reason)
                if time.monotonic() >= end:
                    raise Failed(f"It took longer than {seconds:g} s and was ended.", "timeout")
        words = tail(err)
        if child.status != 0:
            raise failure(child, words, megabytes=megabytes, seconds=seconds)
        if words:
            log.debug("%s said: %s", module, words)
        if out.seek(0, os.SEEK_END) > output_megabytes * 2**20:
            raise Failed(f"It printed more than {output_megabytes} MB.", "error")
        out.seek(0)
        return out.read().decode("utf-8", "replace")


@functools.cache
def walls() -> frozenset[str]:
    """Which walls stand here: "files", "calls", and "network" only when a try to connect was refused."""
    with tempfile.TemporaryDirectory() as name, tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        limits = limits_of(megabytes=0, cpu_seconds=10, file_megabytes=1, files=64)
        settings = {"mode": "walls", **limits, **walls_of(readable=[], writable=[Path(name)], programs=False)}
        with Child(settings, folder=Path(name), env=None, out=out, err=err) as child:
            child.has_ended(30)
        out.seek(0)
        try:
            told = set(json.loads(out.read()))
        except ValueError:
            log.warning("the walls of limited children could not be tried: %s", tail(err))
            return frozenset()
    if "proved" not in told:
        told.discard("network")
    return frozenset(told - {"proved"})


def network_is_cut() -> bool:
    """Whether a limited child can reach no network here; found out once, by trying."""
    return "network" in walls()
