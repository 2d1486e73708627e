"""A model in one line of words, read from its facts: for screen readers, pictures' alternatives and search."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.translation import ngettext

from nexus.foundation.languages import figures
from nexus.templatetags.ui import size_cm

MOST = 400
PARTS_NAMED = 6
MATERIALS_NAMED = 4


def text_twin(name: str, facts: Mapping[str, Any] | None, specification: Mapping[str, Any] | None = None) -> str:
    """Such as: Chair, 45 × 48 × 92 cm, 12 parts: 4 × leg, seat; walnut; 1,204 triangles. At most 400 characters."""
    head = _things(specification) or name.strip() or "Model"
    if not facts:
        return head[:MOST]
    with translation.override(settings.LANGUAGE_CODE):  # it is kept, and read in any language
        size = size_cm(facts.get("size_mm"))
    clauses = [", ".join(filter(None, [head, size, _parts(facts)])), _materials(facts), _triangles(facts)]
    return _shortened("; ".join(filter(None, clauses)))


def spoken(twin: str) -> str:
    """A kept line with its figures and own words in the reader's language; names stay as their makers wrote them."""
    if translation.get_language() in {None, settings.LANGUAGE_CODE}:
        return twin
    twin = re.sub(r"\b([\d,]+) parts\b", lambda found: _counted("%(count)s parts", found), twin)
    twin = re.sub(r"\b([\d,]+) triangles?\b", lambda found: _counted("%(count)s triangles", found), twin)
    return re.sub(r"\d[\d.,]*(?= [×mc])|(?<=× )\d[\d.,]*", lambda found: figures(found[0]), twin)


def _counted(words: str, found: re.Match[str]) -> str:
    number = int(found[1].replace(",", ""))
    told = {
        "%(count)s parts": ngettext("%(count)s part", "%(count)s parts", number),
        "%(count)s triangles": ngettext("%(count)s triangle", "%(count)s triangles", number),
    }[words]
    return told % {"count": figures(found[1])}


def _things(specification: Mapping[str, Any] | None) -> str:
    names = [str(thing.get("name") or thing.get("family") or "") for thing in (specification or {}).get("objects", [])]
    words = ", ".join(name.replace("_", " ") for name in names if name)
    return words[:1].upper() + words[1:]


def _parts(facts: Mapping[str, Any]) -> str:
    count = int(facts.get("parts") or 0)
    if count <= 1:
        return ""
    kinds = Counter(_kind(str(name)) for name in facts.get("node_names") or () if name)
    named = [word if number == 1 else f"{number} × {word}" for word, number in kinds.items() if word]
    listed = ", ".join(named[:PARTS_NAMED]) + (" …" if len(named) > PARTS_NAMED else "")
    return f"{count} parts: {listed}" if listed else f"{count} parts"


def _kind(name: str) -> str:
    """A node's name without its number: "leg_3" is a leg."""
    stem, _, number = name.rpartition("_")
    return (stem if number.isdigit() and stem else name).replace("_", " ").strip()


def _materials(facts: Mapping[str, Any]) -> str:
    names: Sequence[Any] = facts.get("materials") or ()
    words = list(dict.fromkeys(str(name).replace("_", " ").strip() for name in names if name))
    return ", ".join(words[:MATERIALS_NAMED])


def _triangles(facts: Mapping[str, Any]) -> str:
    count = int(facts.get("triangles") or 0)
    return f"{count:,} triangles" if count != 1 else "1 triangle"


def _shortened(words: str) -> str:
    return words if len(words) <= MOST else words[: MOST - 1].rstrip(" ,;") + "…"
