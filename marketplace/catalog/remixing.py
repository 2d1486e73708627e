"""What may be made of somebody else's model: which licences its own licences leave open, and why not. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

OWN = frozenset({"personal", "commercial", "editorial"})
CC_BY_KIND = frozenset({"cc-by", "cc-by-sa", "cc-by-nd", "cc-by-nc", "cc-by-nc-sa", "cc-by-nc-nd"})
# After the chart of adapter's licences in Creative Commons' FAQ ("If I derive or adapt material …"), checked 2026-11.
LEAVES: dict[str, frozenset[str]] = {
    "cc0": OWN | CC_BY_KIND | {"cc0"},
    "cc-by": OWN | CC_BY_KIND,
    "cc-by-sa": frozenset({"cc-by-sa"}),
    "cc-by-nc": frozenset({"cc-by-nc", "cc-by-nc-sa", "cc-by-nc-nd"}),
    "cc-by-nc-sa": frozenset({"cc-by-nc-sa"}),
    "cc-by-nd": frozenset(),
    "cc-by-nc-nd": frozenset(),
    "personal": frozenset(),
    "commercial": frozenset(),
    "editorial": frozenset(),
}
NOT_FOR_MONEY = frozenset({"cc-by-nc", "cc-by-nc-sa"})
NAMES = {
    "personal": "Personal", "commercial": "Commercial", "editorial": "Editorial", "cc0": "CC0", "cc-by": "CC BY",
    "cc-by-sa": "CC BY-SA", "cc-by-nd": "CC BY-ND", "cc-by-nc": "CC BY-NC", "cc-by-nc-sa": "CC BY-NC-SA",
    "cc-by-nc-nd": "CC BY-NC-ND",
}  # fmt: skip


@dataclass(frozen=True)
class Source:
    """A model that something is made from: its name, the licences under which its maker may use it, and whose it is."""

    name: str
    licences: tuple[str, ...]
    is_own: bool = False


def forbids(source: Source) -> str:
    """Why nothing made from `source` may be published; empty where something may."""
    if source.is_own or any(LEAVES[licence] for licence in source.licences):
        return ""
    if not source.licences:
        return f"“{source.name}” is sold, and you hold no licence of it that lets you publish changes."
    names = ", ".join(NAMES[licence] for licence in source.licences)
    return f"“{source.name}” is licensed {names}, which does not let anybody publish changed models of it."


def why_not(licence: str, price_cents: int, sources: Iterable[Source]) -> str:
    """Why a remix of `sources` cannot be offered so, in one sentence; empty where it can."""
    for source in sources:
        if source.is_own:
            continue
        if reason := forbids(source):
            return reason
        fitting = [given for given in source.licences if licence in LEAVES[given]]
        names = ", ".join(NAMES[given] for given in source.licences)
        if not fitting:
            ways = " or ".join(_left_by(source))
            return f"“{source.name}” is licensed {names}, so what is made from it can only be {ways}."
        if price_cents > 0 and all(given in NOT_FOR_MONEY for given in fitting):
            return f"“{source.name}” is licensed {names}, so what is made from it cannot be sold; its price is 0."
    return ""


def _left_by(source: Source) -> Sequence[str]:
    left = frozenset().union(*(LEAVES[given] for given in source.licences))
    return [name for licence, name in NAMES.items() if licence in left]
