"""What pages of files need: problems in the order in which one cares."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import template
from django.utils.translation import gettext as _

register = template.Library()

RANK = {"error": 0, "warning": 1, "info": 2}


@register.filter
def worst_first(problems: Iterable[Mapping[str, Any]] | None) -> list[Mapping[str, Any]]:
    """Problems of a report, errors first, each kind in its own order."""
    return sorted(problems or (), key=lambda row: RANK.get(str(row["severity"]), len(RANK)))


@register.filter
def units(_facts: object) -> list[tuple[str, str]]:
    """The units that a creator may say a file's numbers are meant in."""
    return [
        ("millimeter", _("Millimetres")),
        ("centimeter", _("Centimetres")),
        ("meter", _("Metres")),
        ("inch", _("Inches")),
        ("foot", _("Feet")),
    ]
