"""Which engine works for whoever may not choose one: the older contracts name none."""

from collections.abc import Sequence
from typing import Any

from generation import registry
from generation.models import Job

# What an operator sets up beside the engines that are always there, the one that is asked first in front.
SET_UP = ("hunyuan3d", "meshy", "shap-e")
ALWAYS_THERE = {Job.Kind.TEXT.value: "procedural", Job.Kind.IMAGE.value: "relief"}


def engine_for(kind: str, *, rather: Sequence[str] = SET_UP) -> str:
    """The first of `rather` that can work from this kind here, else the one that needs nothing but a CPU."""
    able = ready_for(kind)
    return next((name for name in rather if name in able), ALWAYS_THERE[kind])


def engine_for_pictures() -> tuple[str, str]:
    """Engine and kind of a job that has a picture of some words: drawn where an engine is set up for it, else the
    picture of the model that the procedural engine builds.
    """
    able = ready_for(Job.Kind.PICTURE.value)
    return (able[0], Job.Kind.PICTURE.value) if able else (ALWAYS_THERE[Job.Kind.TEXT.value], Job.Kind.TEXT.value)


def usual_parameters(engine: str) -> dict[str, Any]:
    """What whoever wishes for nothing else expects of an engine: colours, where it makes them on demand."""
    known = registry.engines()[engine].capabilities.get("properties", {}) if engine in registry.engines() else {}
    return {"texture": True} if known.get("texture", {}).get("type") == "boolean" else {}


def ready_for(kind: str) -> list[str]:
    """The engines that can work from this kind here and now, in the settings' order."""
    return [engine.name for engine in registry.engines().values() if kind in engine.kinds and not engine.ready()]
