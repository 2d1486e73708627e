"""What staff type in the window's pages: blocks as form fields, and forms for testimonials, slider and fixed pages."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from marketplace.homepage import blocks as schema
from marketplace.homepage.models import Testimonial
from marketplace.homepage.services.page_texts import TEXT_MOST
from nexus.foundation.sayings import said

NAMES = {
    "hero": _("Promise and ask form"),
    "slider": _("Slider"),
    "featured": _("Chosen models"),
    "trending": _("Trending models"),
    "newest": _("Newest models"),
    "categories": _("Categories"),
    "testimonials": _("Testimonials"),
    "tutorials": _("Tutorials"),
    "call_to_action": _("Call to action"),
}
LABELS = {
    "title": _("Title"),
    "text": _("Text"),
    "cta_label": _("Words on the button"),
    "cta_url": _("Where the button leads"),
    "model_id": _("Model beside it"),
    "model_ids": _("Models"),
    "count": _("How many"),
    "label": _("Words on the button"),
    "url": _("Where the button leads"),
}
HINTS = {
    "title": _("Empty: the site's own words, in each reader's language."),
    "model_id": _("A number or an address of a model here; may be empty."),
    "model_ids": _("Numbers or addresses of models here, in their order."),
    "url": _("A path of this site such as /create/, or an https:// address."),
    "cta_url": _("A path of this site such as /create/, or an https:// address."),
}
KINDS = {"text": "area", "count": "number", "model_id": "model", "model_ids": "models"}
NUMBER = re.compile(r"(?:/models/)?(\d{1,10})(?:-[\w-]*)?/?(?=$|[\s,;])")


@dataclass(frozen=True)
class EditedField:
    name: str
    id: str
    label: str
    hint: str
    kind: str
    value: str
    error: str


@dataclass(frozen=True)
class EditedBlock:
    """A block as the editor shows it."""

    place: int
    type: str
    name: str
    fields: tuple[EditedField, ...]
    error: str


def edited(blocks: list[Any], faults: Mapping[str, list[str]]) -> list[EditedBlock]:
    """The blocks as fields with what is wrong beside each."""
    return [_edited(place, block, faults) for place, block in enumerate(blocks) if block.get("type") in schema.SCHEMA]


def _edited(place: int, block: schema.Block, faults: Mapping[str, list[str]]) -> EditedBlock:
    fields = tuple(
        EditedField(
            name=f"b{place}-{name}",
            id=f"b{place}-{name}",
            label=str(LABELS[name]),
            hint=str(HINTS.get(name, "")),
            kind=KINDS.get(name, "line"),
            value=_typed(block.get(name)),
            error=said(faults.get(f"blocks.{place}.{name}", [""])[0]),
        )
        for name in schema.SCHEMA[block["type"]]
    )
    own = faults.get(f"blocks.{place}", faults.get(f"blocks.{place}.type", [""]))[0]
    return EditedBlock(place, block["type"], str(NAMES[block["type"]]), fields, said(own))


def _typed(value: Any) -> str:
    if value is None:
        return ""
    return ", ".join(str(number) for number in value) if isinstance(value, list) else str(value)


def read_blocks(sent: QueryDict) -> list[schema.Block]:
    """The blocks of the editor's form as they were typed; what is no number stays text, for the schema to refuse."""
    blocks = []
    for place in range(schema.BLOCKS_MOST):
        kind = sent.get(f"b{place}-type", "")
        if kind not in schema.SCHEMA:
            continue
        block: schema.Block = {"type": kind}
        for name in schema.SCHEMA[kind]:
            value = _read(name, sent.get(f"b{place}-{name}", "")[:2000])
            if value is not None:
                block[name] = value
        blocks.append(block)
    return blocks


def _read(name: str, typed: str) -> Any:
    typed = typed.replace("\r\n", "\n").strip()
    if name == "count":
        return int(typed) if typed.isdecimal() and len(typed) < 9 else typed
    if name == "model_id":
        numbers = read_models(typed)
        return None if not typed else numbers[0] if numbers is not None and len(numbers) == 1 else typed
    if name == "model_ids":
        numbers = read_models(typed)
        return typed if numbers is None else numbers
    return typed


def read_models(typed: str) -> list[int] | None:
    """Models by number or address, with spaces, commas or lines between; None where a word is neither."""
    words = [word for word in re.split(r"[\s,;]+", typed) if word]
    found = [NUMBER.search(word) for word in words]
    return [int(match[1]) for match in found if match] if all(found) else None


def acted(blocks: list[schema.Block], do: str) -> tuple[list[schema.Block], int]:
    """The blocks after a button such as `up-2`, `down-2`, `remove-2` or `add-hero`, and the block to look at then."""
    act, _dash, what = do.partition("-")
    found = list(blocks)
    if act == "add" and what in schema.SCHEMA and len(found) < schema.BLOCKS_MOST:
        return [*found, schema.new(what)], len(found)
    place = int(what) if what.isdecimal() else -1
    if not 0 <= place < len(found):
        return found, 0
    if act == "remove":
        found.pop(place)
        return found, max(place - 1, 0)
    target = {"up": place - 1, "down": place + 1}.get(act, place)
    if 0 <= target < len(found):
        found.insert(target, found.pop(place))
        return found, target
    return found, place


class TestimonialForm(forms.ModelForm):  # type: ignore[type-arg]
    class Meta:
        model = Testimonial
        fields = ("author", "company", "text", "rating", "verified", "featured", "published")
        labels = {
            "author": _("Who said it"),
            "company": _("What they do, or where"),
            "text": _("What they said"),
            "rating": _("Stars"),
            "verified": _("Verified"),
            "featured": _("Featured"),
            "published": _("On show"),
        }
        help_texts = {
            "verified": _("Staff know that this person said it."),
            "featured": _("Stands before the others."),
        }
        widgets = {
            "text": forms.Textarea(attrs={"rows": 4}),
            "rating": forms.NumberInput(attrs={"min": 1, "max": 5}),
        }


class PageForm(forms.Form):
    text = forms.CharField(
        label=_("Text"),
        max_length=TEXT_MOST,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 24, "spellcheck": "true"}),
        help_text=_("Markdown. The title stands above it already."),
    )
