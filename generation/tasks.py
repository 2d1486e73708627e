"""The worker's side of the bell: take the fairest job and work on it in this process's warm child."""

import os
import secrets
import shutil
import signal
import threading
from functools import cache
from pathlib import Path
from typing import Any

import structlog
from celery import current_app, shared_task
from celery.signals import worker_process_init, worker_process_shutdown, worker_ready, worker_shutdown
from django.conf import settings

from generation import pipeline, queue, registry, telling, workbench, workers
from generation.engines.base import Place
from generation.workers import Pulse
from nexus.foundation import processes
from nexus.foundation.sandbox import SandboxError, WarmChild
from nexus.foundation.tasks import on_fact

log = structlog.get_logger(__name__)


@cache
def worker_name() -> str:
    """Random for each start, so that a new process is never taken for a dead one."""
    return f"{os.uname().nodename}-{os.getpid()}-{secrets.token_hex(4)}"


@cache
def folder() -> Path:
    """Where this worker's children may write; nothing in it outlives an attempt, nor what a killed worker left."""
    made = Path(settings.VAR) / "work" / worker_name()
    made.mkdir(parents=True, exist_ok=True)
    for left in made.parent.glob(f"{os.uname().nodename}-*-*"):
        if not _is_alive(int(left.name.split("-")[-2])):
            shutil.rmtree(left, ignore_errors=True)
    return made


def _is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


_children = threading.local()  # a worker of threads has a child a thread, one of processes has one


def child() -> WarmChild:
    """The warm child of the calling thread."""
    if not hasattr(_children, "child"):
        _children.child = _new_child()
        _all_children.append(_children.child)
    made: WarmChild = _children.child
    return made


_all_children: list[WarmChild] = []


def _new_child() -> WarmChild:
    return WarmChild(
        "generation.work:do",
        megabytes=settings.JOB_MEGABYTES,
        folders=[folder()],
        preload=("manifold3d", "numpy", "generation.mesh.render", "generation.engines.procedural"),
    )


@on_fact
def work(job: str = "") -> None:  # noqa: ARG001 - names who rang, for the log of the broker
    """Rung for one waiting job; works on whichever is next in the fair order."""
    _work_next("child", "generation.tasks.work")


@on_fact
def work_on_device(job: str = "") -> None:  # noqa: ARG001
    """The same in the process that owns the GPU."""
    _work_next("device", "generation.tasks.work_on_device")


@on_fact
def work_at_provider(job: str = "") -> None:  # noqa: ARG001
    """The same in a process whose threads wait for providers."""
    _work_next("remote", "generation.tasks.work_at_provider")


def _work_next(place: Place, bell: str) -> None:
    done = pipeline.work_next(worker_name(), child(), folder=folder(), place=place)
    if done is not None and queue.candidates(place):
        # A share became free: without this bell, jobs skipped for their asker's share would wait for the reaper.
        current_app.send_task(bell, kwargs={"job": str(done.pk)}, queue=queue.QUEUES[place], ignore_result=True)


@on_fact
def tell_ended(job: str = "") -> None:
    """A job is done or failed; its owner is told, unless they look at it."""
    telling.tell_ended(job)


@shared_task(name="generation.tasks.bench", ignore_result=True)
def bench(request: dict[str, Any], given: str, reply: str, seconds: float) -> None:
    """Do what a page waits for; see generation/workbench.py."""
    workbench.answer(request, given=given, reply=reply, seconds=seconds)


@worker_process_init.connect
def warm_up(**_kwargs: object) -> None:
    """Start the child, with its renderer's light, before the first job comes.

    In a thread: the pool kills a process that is not up within seconds. A job that comes meanwhile waits for the child.
    """
    queues = os.environ.get("NEXUS_QUEUES", "")
    if "generation.cpu" in queues:
        threading.Thread(target=_warm, args=[child()], name="warm-up", daemon=True).start()
    elif "fast" in queues:
        threading.Thread(target=_warm, args=[workbench.child()], name="warm-up", daemon=True).start()


def _warm(one: WarmChild) -> None:
    try:
        one.call({"act": "warm"}, seconds=120)
    except SandboxError as failure:
        log.warning("warm_up_failed", reason=str(failure))


_pulses: list[Pulse] = []


@worker_ready.connect
def count_me(sender: Any, **_kwargs: object) -> None:
    """Say that this worker lives, with how many tasks it takes at once."""
    queues = [name for name in os.environ.get("NEXUS_QUEUES", "").split(",") if name]
    places = [place for place, name in queue.QUEUES.items() if name in queues]
    able = [one.name for one in registry.engines().values() if one.place in places and not one.ready()]
    queues += [workers.engine_queue(name) for name in able]
    _pulses.append(Pulse(queues, worker_name(), slots=sender.pool.num_processes or 1))
    _pulses[-1].start()


@worker_shutdown.connect
def count_me_out(**_kwargs: object) -> None:
    """Take this worker out of the count; one of threads ends its children here, too."""
    for pulse in _pulses:
        pulse.stop()
    if _all_children:
        cool_down()


@worker_process_shutdown.connect
def cool_down(**_kwargs: object) -> None:
    for one in _all_children:
        if one.pid:
            processes.send(one.pid, signal.SIGKILL)  # it may still be warming up, and holds `close` up until it is done
        one.close()
    workbench.close()
    shutil.rmtree(folder(), ignore_errors=True)
