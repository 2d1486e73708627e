"""Work that the kernel may end: in a process of its own, because a limit of processor time counts all its threads."""

import multiprocessing
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from typing import TypeVar

Result = TypeVar("Result")


def alone(act: Callable[..., Result], *given: object) -> Result:
    """What a module's function returns, called in a fresh process; raises what it raises."""
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as pool:
        return pool.submit(act, *given).result(120)
