"""Several jobs of one wish that differ in their seed only: all of them are taken on, or none."""

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from django.db import transaction

from accounts.models import User
from generation import registry, selectors, services
from generation.engines.base import Engine
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


def more_of(
    job_id: UUID,
    *,
    by: User | None,
    count: int = 1,
    seed: int | None = None,
    parameters: Mapping[str, Any] | None = None,
    address: str = "",
) -> list[Job]:
    """`count` new jobs with the wish of a job that is there, with other seeds and whatever `parameters` change.

    Seeds follow the job's own where none is given; its words are read again. Raises NotFound, and Invalid where the
    engine takes no seed and nothing else would differ.
    """
    old = selectors.job_seen_by(by, job_id)
    takes_seed = old.engine == services.EXTERNAL or _takes_a_seed(registry.choose(old.engine, kind=old.kind)[0])
    if seed is None:
        seed = (old.seed + 1) % SEEDS if takes_seed else 0
    if not takes_seed and not parameters:
        raise _refused(f"The engine {old.engine} takes no seed, so a variant would be the same. Change its parameters.")
    return ask(
        services.submit,
        variants=count,
        owner=old.owner,
        prompt=old.prompt,
        kind=old.kind,
        engine=old.engine,
        parameters={**old.parameters, **(parameters or {})},
        seed=seed,
        output_format=old.output_format,
        group_key=old.group_key,
        label=old.label,
        name=old.name,
        address=address,
        images=[one.file for one in old.inputs.select_related("file").order_by("position")],
    )


def _takes_a_seed(engine: Engine) -> bool:
    return "seed" in engine.capabilities.get("properties", {})


def _must_take_a_seed(engine: str, kind: str) -> None:
    if engine == services.EXTERNAL:
        return
    chosen, _ = registry.choose(engine, kind=kind)
    if not _takes_a_seed(chosen):
        raise _refused(f"The engine {chosen.name} takes no seed, so every variant would be the same. Ask for one.")


def _refused(sentence: str) -> Invalid:
    return Invalid(sentence, fields={"variants": [sentence]})
