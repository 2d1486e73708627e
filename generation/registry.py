"""Engine names from the settings → instances. Engines themselves see no settings: options are arguments."""

from functools import cache

from django.conf import settings
from django.utils.module_loading import import_string

from generation.engines.base import Engine
from nexus.foundation.errors import Invalid


@cache
def engines() -> dict[str, Engine]:
    """Every engine of GENERATION_ENGINES by its name, in the settings' order."""
    found: list[Engine] = [import_string(path)() for path in settings.GENERATION_ENGINES]
    return {engine.name: engine for engine in found}


def path_of(name: str) -> str:
    """The dotted path that a child process imports to get this engine."""
    kind = type(engines()[name])
    return f"{kind.__module__}.{kind.__qualname__}"


def choose(name: str, *, kind: str) -> Engine:
    """The engine asked for, if it is there, fits the kind of job, and can run here; else a sentence."""
    engine = engines().get(name)
    if engine is None:
        raise Invalid(
            f"There is no engine {name!r}. There are: {', '.join(engines())}.", fields={"engine": ["Unknown engine."]}
        )
    if kind not in engine.kinds:
        raise Invalid(f"The engine {name} does not work from {kind}; it takes: {', '.join(sorted(engine.kinds))}.")
    reason = engine.ready()
    if reason:
        raise Invalid(f"The engine {name} cannot run here: {reason}")
    return engine
