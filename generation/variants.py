"""Several jobs of one wish that differ in their seed only: all of them are taken on, or none."""

from collections.abc import Callable, Mapping
from typing import Any

from django.db import transaction

from generation import registry, services
from generation.models import Job
from nexus.foundation.errors import Invalid

MOST = 4
SEEDS = 2**31


def ask(submit: Callable[..., Job], *, variants: int, **wish: Any) -> list[Job]:
    """Take on `variants` jobs with the seeds s, s + 1, …, each submitted and counted as one wish.

    `submit(**wish)` takes one on. Where one is refused, none is made; what the hour's limit had counted of the others
    stays counted, as for every refused wish. An engine without a seed would make the same model again and is refused.
    """
    if not 1 <= variants <= MOST:
        raise _refused(f"variants is a number from 1 to {MOST}.")
    if variants == 1:
        return [submit(**wish)]
    parameters = dict(wish.pop("parameters", None) or {})
    first = parameters.pop("seed", wish.pop("seed", 0))
    wish.pop("seed", None)
    if isinstance(first, int) and first + variants > SEEDS:
        raise _refused(
            f"{variants} variants need {variants} seeds; the last seed is {SEEDS - 1}. Begin with a lower one."
        )
    _must_take_a_seed(wish["engine"], wish["kind"])
    with transaction.atomic():
        # A first seed that is no number is refused by the first submit, before anything is counted.
        seeds = range(first, first + variants) if isinstance(first, int) else [first]
        return [submit(**wish, parameters=dict(parameters), seed=seed) for seed in seeds]


def _must_take_a_seed(engine: str, kind: str) -> None:
    if engine == services.EXTERNAL:
        return
    chosen, _ = registry.choose(engine, kind=kind)
    properties: Mapping[str, Any] = chosen.capabilities.get("properties", {})
    if "seed" not in properties:
        raise _refused(f"The engine {chosen.name} takes no seed, so every variant would be the same. Ask for one.")


def _refused(sentence: str) -> Invalid:
    return Invalid(sentence, fields={"variants": [sentence]})
