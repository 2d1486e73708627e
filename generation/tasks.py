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
from celery.signals import worker_process_init, worker_process_shutdown
from django.conf import settings

from generation import pipeline, queue, workbench
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
    """Where this worker's children may write; nothing in it outlives an attempt."""
    made = Path(settings.VAR) / "work" / worker_name()
    made.mkdir(parents=True, exist_ok=True)
    return made


@cache
def child() -> WarmChild:
    return WarmChild(
        "generation.work:do",
        megabytes=settings.JOB_MEGABYTES,
        folders=[folder()],
        preload=("manifold3d", "numpy", "generation.mesh.render", "generation.engines.procedural"),
    )


@on_fact
def work(job: str = "") -> None:  # noqa: ARG001 - names who rang, for the log of the broker
    """Rung for one waiting job; works on whichever is next in the fair order."""
    done = pipeline.work_next(worker_name(), child(), folder=folder())
    if done is not None and queue.candidates():
        # A share became free: without this bell, jobs skipped for their asker's share would wait for the reaper.
        current_app.send_task(
            "generation.tasks.work", kwargs={"job": str(done.pk)}, queue="generation.cpu", ignore_result=True
        )


@shared_task(name="generation.tasks.shape", ignore_result=True)
def shape(specification: dict[str, Any], reply: str) -> None:
    """Build what sliders ask for; see generation/workbench.py."""
    workbench.answer(specification, reply)


@worker_process_init.connect
def warm_up(**_kwargs: object) -> None:
    """Start the child, with its renderer's light, before the first job comes.

    In a thread: the pool kills a process that is not up within seconds. A job that comes meanwhile waits for the child.
    """
    if "generation.cpu" in os.environ.get("NEXUS_QUEUES", ""):
        threading.Thread(target=_warm, name="warm-up", daemon=True).start()


def _warm() -> None:
    try:
        child().call({"act": "warm"}, seconds=120)
    except SandboxError as failure:
        log.warning("warm_up_failed", reason=str(failure))


@worker_process_shutdown.connect
def cool_down(**_kwargs: object) -> None:
    if child().pid:
        processes.send(child().pid, signal.SIGKILL)  # it may still be warming up, and holds `close` up until it is done
    child().close()
    workbench.close()
    shutil.rmtree(folder(), ignore_errors=True)
