"""Icons and figures for people: prices, sizes, spans of time, weights of files."""

import math
from collections.abc import Hashable, Sequence
from datetime import date, datetime, timedelta
from functools import lru_cache

from django import template
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext, ngettext, pgettext

from nexus.foundation import sayings
from nexus.foundation.languages import figures

register = template.Library()

KILO = 1000
SMALL_MM = 100.0
LARGE_MM = 10_000.0


CARDS_KEPT = 4096


@register.simple_tag
def card(row: Hashable, *, heading: str = "", lazy: bool = True) -> SafeString:
    """components/card.html for one frozen row. A card is a function of its values, so it is drawn once for each."""
    return _card(row, heading, lazy, get_language())


@lru_cache(maxsize=CARDS_KEPT)
def _card(row: Hashable, heading: str, lazy: bool, language: str | None) -> SafeString:  # noqa: ARG001 - part of the key
    return render_to_string("components/card.html", {"row": row, "heading": heading, "lazy": lazy})


@register.simple_tag
@lru_cache(maxsize=512)
def icon(name: str, *, small: bool = False, extra: str = "") -> SafeString:
    """A drawing of the sprite `scripts/frontend.py` makes from `scripts/icons.txt`; screen readers skip it."""
    classes = " ".join(part for part in ("i", "i-s" if small else "", extra) if part)
    return format_html(
        '<svg class="{}" aria-hidden="true"><use href="{}#{}"></use></svg>', classes, static("vendor/icons.svg"), name
    )


@register.filter
def said(sentence: object) -> str:
    """A sentence that a file, a job or a refusal brought along, in the reader's language."""
    return sayings.said(str(sentence or ""))


@register.filter
def amount(cents: int | None) -> str:
    """Whole cents as a bare figure: 0 is "0.00", 123456 is "1,234.56", in German "1.234,56". None stays empty."""
    if cents is None:
        return ""
    sign = "−" if cents < 0 else ""
    units, rest = divmod(abs(int(cents)), 100)
    return figures(f"{sign}{units:,}.{rest:02d}")


@register.filter
def money(cents: int | None) -> str:
    """A price: 0 is "Free", 499 is "4.99"."""
    if cents == 0:
        return gettext("Free")
    return amount(cents)


@register.filter
def thousands(number: float | None) -> str:
    """12480 is "12,480". None stays empty."""
    return "" if number is None else figures(f"{number:,.0f}")


@register.filter
def compact(number: int | None) -> str:
    """A count for narrow places: 999, "2.4k", "12k", "1.2M"."""
    if number is None:
        return ""
    for limit, divisor, letter in ((KILO, 1, ""), (KILO**2, KILO, "k"), (KILO**3, KILO**2, "M")):
        if number < limit:
            return _short(number / divisor, letter)
    return figures(f"{number / KILO**3:,.1f}G")


def _short(value: float, letter: str) -> str:
    if not letter:
        return f"{value:.0f}"
    down = math.floor(value * 10) / 10  # counts are never rounded up: 999,999 is not a million
    return f"{int(down)}{letter}" if down >= 10 or down == int(down) else figures(f"{down:.1f}{letter}")


@register.filter
def size_cm(size_mm: Sequence[float] | None) -> str:
    """Three lengths in millimetres as one line: "120 × 74 × 120 cm"; under 10 cm in mm, from 10 m in m."""
    if not size_mm or not all(math.isfinite(length) for length in size_mm):
        return ""
    longest = max(size_mm)
    if longest < SMALL_MM:
        unit, divisor = "mm", 1.0
    elif longest < LARGE_MM:
        unit, divisor = "cm", 10.0
    else:
        unit, divisor = "m", 1000.0
    return figures(" × ".join(_length(length / divisor) for length in size_mm) + " " + unit)


def _length(value: float) -> str:
    if value >= 10:
        return f"{math.floor(value + 0.5):,}"
    rounded = math.floor(value * 10 + 0.5) / 10
    if rounded == 0 and value > 0:
        rounded = 0.1  # a sheet has a thickness
    return f"{rounded:.1f}".removesuffix(".0")


@register.filter
def bytes_short(size: int | None) -> str:
    """A file's weight in decimal units: "831 bytes", "131 kB", "4.2 MB"."""
    if size is None:
        return ""
    if size < KILO:
        return ngettext("%(count)d byte", "%(count)d bytes", size) % {"count": size}
    value = float(size)
    for unit in ("kB", "MB", "GB"):
        value /= KILO
        if value < KILO - 0.5 or unit == "GB":
            break
    return f"{value:.0f} {unit}" if value >= 10 or unit == "kB" else figures(f"{value:.1f} {unit}")


@register.filter
def duration(span: float | timedelta | None) -> str:
    """A span of time, in seconds or as a timedelta: "0.4 s", "12 s", "2 min 5 s", "1 h 20 min", "3 days"."""
    if span is None:
        return ""
    seconds = span.total_seconds() if isinstance(span, timedelta) else float(span)
    seconds = max(seconds, 0.0)
    if seconds < 9.95:
        return figures(f"{seconds:.1f} s")
    whole = math.floor(seconds + 0.5)
    minutes, rest = divmod(whole, 60)
    hours, left = divmod(minutes, 60)
    if whole < 60:
        return f"{whole} s"
    if whole < 3600:
        return f"{minutes} min {rest} s" if rest and minutes < 10 else f"{minutes} min"
    if hours < 48:
        return f"{hours} h {left} min" if left else f"{hours} h"
    days = hours // 24
    return ngettext("%(count)d day", "%(count)d days", days) % {"count": days}


@register.filter
def since(moment: datetime | None) -> str:
    """How long ago, in one unit: "40 s", "12 min", "9 h", "3 days"."""
    if moment is None:
        return ""
    seconds = max((timezone.now() - moment).total_seconds(), 0)
    for limit, unit, size in ((60, "s", 1), (3600, "min", 60), (48 * 3600, "h", 3600)):
        if seconds < limit:
            return f"{int(seconds // size)} {unit}"
    return duration(seconds)


@register.filter(expects_localtime=True)
def day(moment: date | None) -> str:
    """A day in a narrow place: "21 Nov 2026", in German "21. Nov. 2026"."""
    return date_format(moment, pgettext("date", "j M Y")) if moment else ""


@register.filter(expects_localtime=True)
def day_long(moment: date | None) -> str:
    """A day in a sentence: "21 November 2026", in German "21. November 2026"."""
    return date_format(moment, pgettext("date", "j F Y")) if moment else ""


@register.filter
def initials(name: object) -> str:
    """Up to two letters for an avatar without a picture: "Ida Lund" is "IL", "milo" is "MI"."""
    words = [word for word in str(name or "").split("@")[0].replace(".", " ").replace("_", " ").split() if word]
    if not words:
        return "?"
    letters = words[0][:2] if len(words) == 1 else words[0][0] + words[-1][0]
    return letters.upper()


@register.filter
def tint(category: object) -> str:
    """The tile class of a category: "furniture" is "tint-furniture"; an unknown one has the plain stage."""
    word = str(category or "").lower()
    return f"tint-{word}" if word in TINTS else ""


TINTS = frozenset({"furniture", "home", "vehicles", "mechanics", "nature", "buildings", "figures"})
