"""Engine names from the settings → instances. Engines themselves see no settings: options are arguments."""

from collections.abc import Mapping
from functools import cache
from typing import Any, get_args

from django.conf import settings
from django.utils.module_loading import import_string
from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError

from generation import workers
from generation.engines.base import Engine, Place
from nexus.foundation.errors import Invalid

BEST = "best"  # the first ready engine of the kind, and the next one where it fails


@cache
def engines() -> dict[str, Engine]:
    """Every engine of GENERATION_ENGINES by its name, in the settings' order."""
    found: list[Engine] = []
    for path in settings.GENERATION_ENGINES:
        kind = import_string(path)
        found.append(kind(**options_of(kind.name)))
    return {engine.name: engine for engine in found}


def path_of(name: str) -> str:
    """The dotted path that a child process imports to get this engine."""
    kind = type(engines()[name])
    return f"{kind.__module__}.{kind.__qualname__}"


def options_of(name: str) -> dict[str, Any]:
    """What is configured for an engine, as keywords of its constructor."""
    return dict(settings.ENGINE_OPTIONS.get(name, {}))


def names_at(place: Place) -> list[str]:
    """The engines that work in this place."""
    return [name for name, engine in engines().items() if engine.place == place]


def as_place(name: str) -> Place:
    """The name of a place, known to be one."""
    return next(place for place in get_args(Place) if place == name)


def place_of(name: str) -> Place:
    """Where jobs of this engine are worked on; an engine that is configured no more cannot be said to be anywhere."""
    engine = engines().get(name)
    return engine.place if engine else "child"


def why_not(engine: Engine) -> str:
    """Empty where the engine can run, here or at a living worker that has what it needs; else the sentence why not."""
    reason = engine.ready()
    if reason and engine.place != "child" and workers.slots_alive(workers.engine_queue(engine.name)):
        return ""
    return reason


def choose(name: str, *, kind: str) -> tuple[Engine, list[str]]:
    """The engine asked for and, under "best", those that may take over; else a sentence why it cannot be.

    An engine is taken by name only, or by "best": nobody's choice is replaced in silence.
    """
    if name == BEST:
        ready = [engine for engine in engines().values() if kind in engine.kinds and not why_not(engine)]
        if not ready:
            raise Invalid(f"No engine here works from {kind} right now.", fields={"engine": ["None is ready."]})
        return ready[0], [engine.name for engine in ready[1:]]
    engine = engines().get(name)
    if engine is None:
        raise Invalid(
            f"There is no engine {name!r}. There are: {', '.join(engines())}.", fields={"engine": ["Unknown engine."]}
        )
    if kind not in engine.kinds:
        raise Invalid(f"The engine {name} does not work from {kind}; it takes: {', '.join(sorted(engine.kinds))}.")
    reason = why_not(engine)
    if reason:
        raise Invalid(f"The engine {name} cannot run here: {reason}")
    return engine, []


def checked(engine: Engine, *, kind: str, parameters: Mapping[str, Any]) -> dict[str, Any]:
    """The parameters with the engine's defaults; what it cannot honour is refused by name, with those that can."""
    schema = engine.capabilities
    known: Mapping[str, Any] = schema.get("properties", {})
    for name in parameters:
        if name not in known:
            raise _not_honoured(engine, kind, name)
    asked = {name: value for name, value in parameters.items() if value is not None}
    wrong = sorted(Draft202012Validator(schema).iter_errors(asked), key=lambda one: list(map(str, one.path)))
    if wrong:
        sentence = _sentence(wrong[0])
        name = str(wrong[0].path[0]) if wrong[0].path else "parameters"
        raise Invalid(sentence, fields={name: [sentence]})
    defaults = {name: one["default"] for name, one in known.items() if "default" in one}
    return {**defaults, **asked}


def _not_honoured(engine: Engine, kind: str, name: str) -> Invalid:
    able = [
        one.name
        for one in engines().values()
        if kind in one.kinds and name in one.capabilities.get("properties", {}) and not why_not(one)
    ]
    who = f"These can: {', '.join(able)}." if able else "No engine that is ready here can."
    return Invalid(
        f"The engine {engine.name} cannot honour {name[:40]!r}. {who}",
        code="not_honoured",
        fields={name[:40]: [f"Not honoured by {engine.name}."]},
    )


RULES = {
    "enum": "{name} is one of: {rule}.",
    "minimum": "{name} is at least {rule}.",
    "exclusiveMinimum": "{name} is more than {rule}.",
    "maximum": "{name} is at most {rule}.",
    "exclusiveMaximum": "{name} is less than {rule}.",
    "type": "{name} is of type {rule}.",
    "maxLength": "{name} has at most {rule} characters.",
    "minLength": "{name} has at least {rule} characters.",
}


def _sentence(error: ValidationError) -> str:
    name = ".".join(str(part) for part in error.path) or "parameters"
    rule: Any = error.validator_value
    words = RULES.get(str(error.validator), "{name} does not fit: {message}.")
    told = ", ".join(map(str, rule)) if isinstance(rule, list) else rule
    return words.format(name=name, rule=told, message=error.message[:120])
