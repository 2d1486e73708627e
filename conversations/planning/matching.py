"""How well a measure fits the ways to say a parameter: by its noun, its dimension and its kind."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from conversations.planning import words
from conversations.planning.parameters import Parameter
from conversations.planning.reading import Measure

_DIMENSIONS = frozenset(words.DIMENSIONS.values())


@dataclass(frozen=True)
class Choice:
    """A parameter that a measure may set, how well it fits, and what the measure is multiplied by."""

    score: float
    name: str
    factor: float = 1.0


def paired(choices: Sequence[Sequence[Choice]]) -> list[Choice | None]:
    """One choice for each measure, no parameter twice: the best first, then room is made for those left without."""
    out: list[Choice | None] = [None] * len(choices)
    ranked = [(-one.score, at, place, one) for at, own in enumerate(choices) for place, one in enumerate(own)]
    taken: dict[str, int] = {}
    for _, at, _, one in sorted(ranked, key=lambda row: row[:3]):
        if out[at] is None and one.name not in taken:
            out[at], taken[one.name] = one, at
    for at, own in enumerate(choices):
        if out[at] is None:
            _make_room(at, own, choices, out, taken)
    return out


def _make_room(
    at: int,
    own: Sequence[Choice],
    choices: Sequence[Sequence[Choice]],
    out: list[Choice | None],
    taken: dict[str, int],
) -> None:
    """Move another measure to its second choice, so that this one finds a place."""
    for one in sorted(own, key=lambda choice: -choice.score):
        holder = taken[one.name]
        other = max(
            (choice for choice in choices[holder] if choice.name not in taken), key=lambda c: c.score, default=None
        )
        if other is not None:
            out[holder], out[at] = other, one
            taken[other.name], taken[one.name] = holder, at
            return


def score(measure: Measure, says: str, parameter: Parameter) -> float:  # noqa: PLR0911 - one return a case
    """How well a measure fits one way to say a parameter; 0 where it does not."""
    if not _kind_fits(measure, parameter):
        return 0.0
    noun, dimension = _parted(says)
    strength = measure.nouns.get(noun, 0) if noun else 0
    if noun and not strength:
        return 0.0
    same = measure.dimension == dimension
    near = bool(dimension) and measure.dimension.split()[-1:] == dimension.split()[-1:]
    if parameter.kind in ("count", "angle") or parameter.name == "module_size":
        plain = parameter.kind == "angle" and measure.kind == "angle" and not noun
        return 10.0 + 4 * strength if strength >= 2 or plain else 0.0
    if noun:
        if same:
            return 10.0 + 4 * strength if strength > 1 else 12.0
        if near:
            return 8.0 + 3 * strength
        if not dimension:
            weak = measure.dimension in ("thickness", "diameter", "width", "height", "length", "outer diameter")
            return 6.0 + 2 * strength if strength >= 2 and weak else 0.0
        least = 3.0 if dimension == "thickness" else 5.0
        return least + 3 * strength if not measure.dimension and strength >= 2 else 0.0
    if not measure.dimension or measure.dimension == "square":
        return 0.0
    strongest = max(measure.nouns.values(), default=0)
    return 14.0 - strongest if same else 11.0 - strongest if near or _radius(measure, dimension) else 0.0


def _radius(measure: Measure, dimension: str) -> bool:
    return measure.dimension == "radius" and dimension.endswith("diameter")


def _parted(says: str) -> tuple[str, str]:
    """Noun and dimension: "leaf width" has both, "outer diameter" is a dimension, "wall" a noun."""
    if says in _DIMENSIONS or says in ("outer diameter", "inner diameter"):
        return "", says
    noun, _, last = says.rpartition(" ")
    return (noun, last) if noun and last in _DIMENSIONS else (says, "")


def _kind_fits(measure: Measure, parameter: Parameter) -> bool:
    if parameter.kind == "count":
        return measure.kind == "number" and measure.value == int(measure.value)
    if parameter.kind == "angle":
        return measure.kind in ("angle", "number")
    if parameter.kind == "length":
        bare = measure.kind == "number" and (bool(measure.dimension) or parameter.name == "module_size")
        return measure.kind == "length" or bare
    return False
