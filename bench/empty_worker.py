"""A worker of the product whose stages do nothing: every lease, checkpoint and event stays, no child is started."""

from typing import Any

from celery.signals import worker_process_init

from nexus.celery import app

__all__ = ["app"]


@worker_process_init.connect
def empty_the_stages(**_kwargs: object) -> None:
    from generation import pipeline

    results: dict[str, dict[str, Any]] = {"plan": {"specification": {}}, "check": {"facts": {}}}
    for stage in pipeline.STAGES:
        pipeline.STAGES[stage] = lambda _work, result=results.get(stage, {}): {**result, "said": "Nothing was done"}
