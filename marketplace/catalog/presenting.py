"""What the catalogue's and the model's pages show, as plain values for their templates."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from marketplace.catalog.forms import SORTS, FilterForm
from marketplace.catalog.licences import name_of
from marketplace.catalog.models import Listing
from marketplace.catalog.provenance import is_genuine
from marketplace.catalog.selectors import ModelPage, Page
from nexus.templatetags.ui import bytes_short, size_cm, thousands

AUTO_BYTES = 8 * 1024 * 1024
INCH = 25.4
STATE_TONES = {"approved": "good", "pending": "note", "rejected": "bad"}


@dataclass(frozen=True)
class Way:
    """A link that is a chip or a way on."""

    text: str
    url: str
    kind: str = ""


def catalogue_context(request: HttpRequest, form: FilterForm, page: Page, wrong: list[str]) -> dict[str, Any]:
    address = _Address(form)
    options = [
        {"value": row.slug, "label": row.name, "count": row.count, "chosen": row.chosen}
        for row in page.categories
        if row.count or row.chosen
    ]
    return {
        "form": form,
        "page": page,
        "wrong": wrong,
        "search_text": form.text,
        "categories": options,
        "sorts": [{"value": value, "label": label, "chosen": value == (form.sort or "")} for value, label in SORTS],
        "chips": _chips(page, address),
        "clear_url": address.only_text(),
        "count_words": _count_words(page),
        "next_url": address.with_cursor(page.next_cursor) if page.next_cursor else "",
        "previous_url": address.with_cursor(page.previous_cursor) if page.previous_cursor else "",
        "spelling_url": address.with_text(page.spelling) if page.spelling else "",
        "empty_actions": _ways_on(form, address) if not page.cards else [],
        "is_filtered": bool(address.filters()),
        "price_chips": [
            Way(_("Free"), address.changed(free="1", price_min=None, price_max=None)),
            Way(_("Under 5"), address.changed(free=None, price_min=None, price_max="5")),
            Way(_("Under 20"), address.changed(free=None, price_min=None, price_max="20")),
        ],
        "robots": "noindex" if form.cursor or address.filters() or request.GET else "",
    }


class _Address:
    """The catalogue's address with this or that filter changed; a change goes back to the first page."""

    def __init__(self, form: FilterForm) -> None:
        self.values: dict[str, list[str]] = {
            "q": [form.text] if form.text else [],
            "category": list(form.categories),
            "tag": list(form.tags),
            "licence": list(form.licences),
            "creator": [form.creator] if form.creator else [],
            "free": ["1"] if form.free else [],
            "price_min": [form.price_min] if form.price_min else [],
            "price_max": [form.price_max] if form.price_max else [],
            "ai": [form.ai] if form.ai != "include" else [],
            "sort": [form.sort] if form.sort else [],
        }

    def filters(self) -> dict[str, list[str]]:
        return {name: values for name, values in self.values.items() if values and name not in {"q", "sort"}}

    def _url(self, values: dict[str, list[str]]) -> str:
        query = urlencode({name: found for name, found in values.items() if found}, doseq=True)
        return reverse("catalogue") + (f"?{query}" if query else "")

    def changed(self, **changes: str | None) -> str:
        return self._url({**self.values, **{name: [value] if value else [] for name, value in changes.items()}})

    def without(self, name: str, value: str) -> str:
        return self._url({**self.values, name: [word for word in self.values[name] if word != value]})

    def with_cursor(self, cursor: str) -> str:
        return self._url({**self.values, "cursor": [cursor]})

    def with_text(self, text: str) -> str:
        return self._url({**self.values, "q": [text]})

    def only_text(self) -> str:
        return self._url({"q": self.values["q"], "sort": self.values["sort"]})


def _chips(page: Page, address: _Address) -> list[Way]:
    names = {row.slug: row.name for row in page.categories}
    words: dict[str, Callable[[str], str]] = {
        "category": lambda value: names.get(value, value),
        "tag": lambda value: f"#{value}",
        "licence": name_of,
        "creator": lambda value: _("By %(name)s") % {"name": value},
        "free": lambda _value: _("Free"),
        "price_min": lambda value: _("From %(price)s") % {"price": value},
        "price_max": lambda value: _("Up to %(price)s") % {"price": value},
        "ai": lambda value: _("No AI") if value == "exclude" else _("AI only"),
    }
    return [
        Way(words[name](value), address.without(name, value))
        for name, values in address.filters().items()
        for value in values
    ]


def _count_words(page: Page) -> str:
    if page.count_is_estimate:
        return _("About %(count)s models") % {"count": thousands(page.count)}
    return ngettext("%(shown)s model", "%(shown)s models", page.count) % {"shown": thousands(page.count)}


def _ways_on(form: FilterForm, address: _Address) -> list[Way]:
    ways = [Way(_("Take all filters off"), address.only_text())] if address.filters() else []
    if form.text:
        ways.append(Way(_("Make it in the workshop"), f"/create/?{urlencode({'prompt': form.text})}", "main"))
    else:
        ways.append(Way(_("Open the workshop"), "/create/", "main"))
    return [*ways, Way(_("All models"), reverse("catalogue"))] if address.filters() or form.text else ways


def model_context(request: HttpRequest, page: ModelPage) -> dict[str, Any]:
    free = next((offer for offer in page.offers if offer.price_cents == 0), None)
    return {
        "page": page,
        "viewer": page.viewer,
        "size_mm": (page.facts or {}).get("size_mm"),
        "auto": 0 < page.preview_bytes < AUTO_BYTES,
        "crumbs": _crumbs(page),
        "facts": facts_of(page.facts),
        "problems": [row for row in (page.facts or {}).get("problems", ()) if row.get("severity") != "info"],
        "formats": [f"{row.format.upper()} {bytes_short(row.size)}" for row in page.formats],
        "free_offer": free,
        "is_for_sale": page.is_public and bool(page.offers),
        "origin": origin_of(page),
        "again_url": again_url(page),
        "state_words": state_words(page),
        "state_tone": STATE_TONES.get(page.state, ""),
        "signed_in": request.user.is_authenticated,
    }


def _crumbs(page: ModelPage) -> list[Way]:
    crumbs = [Way(_("Explore"), reverse("catalogue"))]
    if page.category_slug:
        crumbs.append(Way(page.category_name, f"{reverse('catalogue')}?{urlencode({'category': page.category_slug})}"))
    return [*crumbs, Way(page.name, "")]


def facts_of(facts: dict[str, Any] | None) -> list[tuple[str, str]]:
    """The measured facts as pairs for components/facts.html."""
    if not facts:
        return []
    size = facts.get("size_mm") or []
    pairs = [
        (_("Size"), size_cm(size)),
        ("", " × ".join(f"{side / INCH:.1f}" for side in size) + " in" if size else ""),
        (_("Triangles"), thousands(facts.get("triangles"))),
        (_("Vertices"), thousands(facts.get("vertices"))),
        (_("Parts"), thousands(facts.get("parts"))),
        (_("Materials"), _materials(facts)),
        (_("Watertight"), _("yes") if facts.get("closed") else _("no")),
        (_("Bodies"), thousands(facts.get("bodies"))),
        (_("Volume"), _volume(facts.get("volume_mm3"))),
        (_("UV"), _("yes") if facts.get("uv") else _("none")),
        (_("Rig"), _("yes") if facts.get("rigged") else _("none")),
        (_("Animations"), ", ".join(clip["name"] or "?" for clip in facts.get("animations") or ()) or _("none")),
    ]
    return [(term, value) for term, value in pairs if value]


def _materials(facts: dict[str, Any]) -> str:
    count, textures = len(facts.get("materials") or ()), int(facts.get("textures") or 0)
    if not textures:
        return _("%(count)d, no textures") % {"count": count}
    return _("%(count)d, textures up to %(side)d pixels") % {"count": count, "side": facts.get("max_texture") or 0}


def _volume(cubic_mm: float | None) -> str:
    if cubic_mm is None:
        return ""
    cubic_cm = cubic_mm / 1000
    return f"{cubic_cm:,.0f} cm³" if cubic_cm >= 100 else f"{cubic_cm:.3g} cm³"


def origin_of(page: ModelPage) -> list[tuple[str, str]]:
    """Where a generated model comes from; empty where the signature does not hold."""
    found = page.provenance
    if not found or not is_genuine(found):
        return []
    return [
        (_("Prompt"), str(found["prompt"])),
        (_("Engine"), f"{found['engine']} {found['engine_version']}".strip()),
        (_("Seed"), str(found["seed"])),
        ("SHA-256", str(found["sha256"].get("glb", ""))[:16] + "…"),
    ]


def again_url(page: ModelPage) -> str:
    """Where one may make a model of the same words with changes of one's own."""
    prompt = (page.provenance or {}).get("prompt")
    return f"/create/?{urlencode({'prompt': prompt})}" if prompt else ""


def state_words(page: ModelPage) -> str:
    """What the creator and staff read above a listing that is not on show."""
    if page.hidden_by:
        return _("Hidden by staff. Nobody finds it; who holds it keeps it.")
    return {
        Listing.State.DRAFT: _("A draft: only you see it."),
        Listing.State.PENDING: _("In review: staff look at it, the oldest first."),
        Listing.State.REJECTED: _("Not accepted: %(reason)s") % {"reason": page.reject_reason},
        Listing.State.ARCHIVED: _("Archived: off the shop; who holds it keeps it."),
    }.get(Listing.State(page.state), "")
