"""What the catalogue's and the model's pages show, as plain values for their templates."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from marketplace.catalog.forms import PAGE_SIZE, SORTS, FilterForm
from marketplace.catalog.licences import TERMS, name_of
from marketplace.catalog.models import Listing
from marketplace.catalog.provenance import is_genuine
from marketplace.catalog.selectors import ModelPage, Page
from marketplace.catalog.selectors.finding import COUNTED
from nexus.foundation.languages import figures
from nexus.foundation.sayings import said
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


@dataclass(frozen=True)
class Cut:
    """What of a price is its creator's, for the home page's drawing; `split` is where the bar is cut, of 520."""

    percent: str
    paid_cents: int
    yours_cents: int
    fee_cents: int
    split: str
    rest_from: str
    rest: str
    middle: str


def home_cut(paid_cents: int = 1400) -> Cut:
    """An example price as the fee of this installation cuts it."""
    fee = round(paid_cents * settings.FEE_BASIS_POINTS / 10_000)
    split = 516 * (paid_cents - fee) / paid_cents
    return Cut(
        percent=number_format((10_000 - settings.FEE_BASIS_POINTS) / 100).removesuffix(".0").removesuffix(",0"),
        paid_cents=paid_cents,
        yours_cents=paid_cents - fee,
        fee_cents=fee,
        split=f"{split:.0f}",
        rest_from=f"{split + 4:.0f}",
        rest=f"{516 - split:.0f}",
        middle=f"{split / 2:.0f}",
    )


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
        "count_words": _count_words(form, page),
        "show_words": _show_words(page),
        "pages": [] if form.cursor else _pages(form, page, address),
        "licences": [
            {"value": terms.licence, "label": terms.name, "count": None, "chosen": terms.licence in form.licences}
            for terms in TERMS.values()
        ],
        "crumbs": [Way(_("Explore"), reverse("catalogue")), Way(_("Search") if form.text else _("Filters"), "")]
        if form.text or address.filters()
        else [],
        "next_url": _next_url(form, page, address),
        "previous_url": _previous_url(form, page, address),
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

    def with_page(self, number: int) -> str:
        return self._url({**self.values, "page": [str(number)] if number > 1 else []})

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


def _last_page(page: Page) -> int:
    return max(1, -(-min(page.count, COUNTED) // PAGE_SIZE))


def _next_url(form: FilterForm, page: Page, address: _Address) -> str:
    if not page.next_cursor:
        return ""
    number = int(form.page or 1) + 1
    by_number = not form.cursor and number <= _last_page(page)
    return address.with_page(number) if by_number else address.with_cursor(page.next_cursor)


def _previous_url(form: FilterForm, page: Page, address: _Address) -> str:
    if not page.previous_cursor:
        return ""
    return address.with_cursor(page.previous_cursor) if form.cursor else address.with_page(int(form.page or 1) - 1)


def _pages(form: FilterForm, page: Page, address: _Address) -> list[dict[str, Any]]:
    """The first page, the last, and those around the present one; a gap where some are left out."""
    here, last = int(form.page or 1), _last_page(page)
    if last == 1:
        return []
    shown = sorted({1, last, *(number for number in range(here - 1, here + 2) if 1 <= number <= last)})
    rows, before = [], 0
    for number in shown:
        rows.append(
            {"number": number, "url": address.with_page(number), "current": number == here, "gap": number > before + 1}
        )
        before = number
    return rows


def _show_words(page: Page) -> str:
    """What the button of the filters says on a phone: what pressing it will show."""
    return ngettext("Show %(shown)s model", "Show %(shown)s models", page.count) % {"shown": thousands(page.count)}


def _count_words(form: FilterForm, page: Page) -> str:
    if page.cards and not form.cursor and not page.count_is_estimate and page.count > len(page.cards):
        first = (int(form.page or 1) - 1) * PAGE_SIZE + 1
        return ngettext(
            "%(first)s–%(last)s of %(shown)s model", "%(first)s–%(last)s of %(shown)s models", page.count
        ) % {"first": thousands(first), "last": thousands(first + len(page.cards) - 1), "shown": thousands(page.count)}
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
        "problems": problems_of(page.facts),
        "formats": [f"{row.format.upper()} {bytes_short(row.size)}" for row in page.formats],
        "free_offer": free,
        "is_for_sale": page.is_public and bool(page.offers),
        "origin": origin_of(page),
        "reasons": reasons_of(page),
        "held_names": ", ".join(str(name_of(licence)) for licence in page.viewer.held),
        "again_url": again_url(page),
        "state_words": state_words(page),
        "state_tone": STATE_TONES.get(page.state, ""),
        "signed_in": request.user.is_authenticated,
    }


def problems_of(facts: dict[str, Any] | None, *, notes: bool = False) -> list[dict[str, Any]]:
    """What the check found, in the reader's language; mere notes only where they are asked for."""
    rows = (facts or {}).get("problems", ())
    return [
        {**row, "sentence": said(row.get("sentence", ""))} for row in rows if notes or row.get("severity") != "info"
    ]


@dataclass(frozen=True)
class Reason:
    """A mark of a model and what it rests on."""

    text: str
    why: str
    icon: str
    tone: str = ""


def reasons_of(page: ModelPage) -> list[Reason]:
    """The marks of a model, each with what we know that makes it true."""
    facts, found = page.facts or {}, []
    if page.ai_generated:
        made = page.provenance and is_genuine(page.provenance)
        why = _("Made here by a generator; its record is signed.") if made else _("Its creator says so.")
        found.append(Reason(_("AI-generated"), why, "bot"))
    if page.parametric:
        why = _("Its measures are kept as parameters, so it can be made again otherwise.")
        found.append(Reason(_("Parametric"), why, "sliders-horizontal"))
    if facts.get("closed"):
        bodies = int(facts.get("bodies") or 1)
        why = ngettext("Closed all round, %(count)d body.", "Closed all round, %(count)d bodies.", bodies)
        found.append(Reason(_("Watertight"), why % {"count": bodies}, "circle-check", "good"))
    if page.sensitive:
        found.append(Reason(_("Sensitive"), _("Not for everybody's eyes; kept off the home page."), "eye-off", "warn"))
    return found


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
        ("", figures(" × ".join(f"{side / INCH:.1f}" for side in size) + " in") if size else ""),
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
    """A volume as people write it: "42,790 cm³", "3.14 cm³", "820 mm³", "1.25 m³"."""
    if cubic_mm is None:
        return ""
    if cubic_mm < 1e3:
        value, unit = cubic_mm, "mm³"
    elif cubic_mm < 1e8:
        value, unit = cubic_mm / 1e3, "cm³"
    else:
        value, unit = cubic_mm / 1e9, "m³"
    places = 0 if value >= 99.95 else 1 if value >= 9.995 else 2
    return figures(f"{value:,.{places}f} {unit}")


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
        Listing.State.REJECTED: _("Not accepted: %(reason)s") % {"reason": said(page.reject_reason)},
        Listing.State.ARCHIVED: _("Archived: off the shop; who holds it keeps it."),
    }.get(Listing.State(page.state), "")
