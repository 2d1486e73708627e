"""Numbers that follow from a seed and a name alone: the same in every process and version of Python."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import TypeVar

Kind = TypeVar("Kind")


def number(seed: int, *names: object) -> float:
    """A number in [0, 1) for the seed and names; other names give independent ones."""
    text = "\x1f".join([str(seed), *map(str, names)])
    return int.from_bytes(hashlib.blake2b(text.encode(), digest_size=7).digest()) / 2**56


def one_of(choices: Sequence[Kind], seed: int, *names: object) -> Kind:
    """One of the choices, each as likely as the next."""
    return choices[int(number(seed, *names) * len(choices))]
