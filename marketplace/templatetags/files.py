"""What pages of files need: problems in the order in which one cares."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import template

register = template.Library()

RANK = {"error": 0, "warning": 1, "info": 2}


@register.filter
def worst_first(problems: Iterable[Mapping[str, Any]] | None) -> list[Mapping[str, Any]]:
    """Problems of a report, errors first, each kind in its own order."""
    return sorted(problems or (), key=lambda row: RANK.get(str(row["severity"]), len(RANK)))
