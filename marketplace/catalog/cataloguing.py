"""The catalogue's page in words and links: facets, chips, counts, pages, ways on."""

from collections.abc import Callable, Sequence
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from marketplace.catalog import search_terms as terms
from marketplace.catalog.filters import PAGE_SIZE, PRINTERS, RANGES, SORTS, FilterForm
from marketplace.catalog.licences import name_of
from marketplace.catalog.presenting import Way
from marketplace.catalog.selectors import Page
from marketplace.catalog.selectors.conditions import COUNTED
from nexus.foundation.paging import numbered
from nexus.foundation.plots import histogram
from nexus.templatetags.ui import thousands

WITHOUT_MOST = 3  # ways back that an empty page offers


def catalogue_context(request: HttpRequest, form: FilterForm, page: Page, wrong: list[str]) -> dict[str, Any]:
    address = _Address(form)
    return {
        "form": form,
        "page": page,
        "wrong": wrong,
        "search_text": form.text,
        "facets": _facets(form, page),
        "kept": [(name, value) for name in ("q", "tag", "creator", "like") for value in address.values.get(name, ())],
        "sorts": [{"value": value, "label": label, "chosen": value == form.sort} for value, label in SORTS],
        "chips": _chips(page, address),
        "clear_url": address.only_text(),
        "count_words": _count_words(form, page),
        "show_words": _show_words(page),
        "pages": [] if form.cursor else _pages(form, page, address),
        "crumbs": [Way(_("Explore"), reverse("catalogue")), Way(_("Search") if form.text else _("Filters"), "")]
        if form.text or address.filters()
        else [],
        "next_url": _next_url(form, page, address),
        "previous_url": _previous_url(form, page, address),
        "spelling_url": address.with_text(page.spelling) if page.spelling else "",
        "empty_actions": _ways_on(form, address) if not page.cards else [],
        "without": _without(page, address) if not page.cards else [],
        "is_filtered": bool(address.filters()),
        "saved_name": form.text or ", ".join(chip.text for chip in _chips(page, address))[:80],
        "query_string": urlencode(address.values, doseq=True),
        "feed_url": f"{reverse('catalogue_feed')}{address.query_string()}",
        "price_chips": [
            Way(_("Free"), address.changed(free="1", price_min=None, price_max=None)),
            Way(_("Under 5"), address.changed(free=None, price_min=None, price_max="5")),
            Way(_("Under 20"), address.changed(free=None, price_min=None, price_max="20")),
        ],
        "robots": "noindex" if form.cursor or address.filters() or request.GET else "",
    }


def _facets(form: FilterForm, page: Page) -> dict[str, Any]:
    found = page.facets
    marks = {
        "rigged": _("Rigged"), "animated": _("Animated"), "textured": _("Textured"), "printable": _("Printable"),
    }  # fmt: skip
    return {
        "categories": [
            {"value": row.slug, "label": row.name, "count": row.with_children, "chosen": row.chosen}
            for row in page.categories
            if row.with_children or row.chosen
        ],
        "formats": _options(terms.FORMATS, form.many["format"], found.formats, str.upper),
        "licences": _options(terms.LICENCES, form.many["licence"], found.licences, name_of),
        "marks": [
            {"name": mark, "value": "1", "label": label, "count": found.marks.get(mark, 0), "chosen": on == "1"}
            for mark, label in marks.items()
            for on in [form.one[mark]]
        ],
        "ratings": [
            {"value": "4", "label": _("4 and up"), "count": found.ratings[1], "chosen": form.one["rating_min"] == "4"},
            {"value": "3", "label": _("3 and up"), "count": found.ratings[0], "chosen": form.one["rating_min"] == "3"},
        ],
        "ai": [
            {"value": value, "label": label, "count": count, "chosen": form.one["ai"] == value}
            for value, label, count in (
                ("", _("With and without"), None),
                ("exclude", _("Without"), found.not_ai),
                ("only", _("Only"), found.marks.get("ai", 0)),
            )
        ],
        "printers": _printers(form),
        "bars": {
            "price": _bars(found.prices, terms.PRICE_BANDS, form.asked.price_min, form.asked.price_max),
            "triangles": _bars(
                found.triangles, terms.TRIANGLE_BANDS, form.asked.triangles_min, form.asked.triangles_max
            ),
            "size": _bars(found.sizes, terms.SIZE_BANDS, form.asked.size_min, form.asked.size_max),
        },
    }


def _options(
    known: Sequence[str], chosen: Sequence[str], counts: dict[str, int], label: Callable[[str], str]
) -> list[dict[str, Any]]:
    """The fullest first; what nobody would find is left out."""
    rows = [
        {"value": word, "label": label(word), "count": counts.get(word, 0), "chosen": word in chosen}
        for word in known
        if counts.get(word) or word in chosen
    ]
    return sorted(rows, key=lambda row: -int(str(row["count"])))


def _printers(form: FilterForm) -> list[dict[str, Any]]:
    rows = [
        {"value": size, "label": f"{name} · {size.replace('x', ' × ')}", "chosen": form.one["fits"] == size}
        for size, name in PRINTERS
    ]
    own = form.one["fits"]
    if own and not any(row["chosen"] for row in rows):
        rows.append({"value": own, "label": own.replace("x", " × "), "chosen": True})
    return rows


def _bars(counts: Sequence[int], bounds: Sequence[int], low: float | None, high: float | None) -> Any:
    """The histogram above two inputs; bands inside the chosen range are in ink."""
    inside = [
        place
        for place, start in enumerate(bounds)
        if (high is None or start <= high) and (low is None or place + 1 == len(bounds) or bounds[place + 1] > low)
    ]
    return histogram(counts, chosen=(inside[0], inside[-1]) if inside else None)


class _Address:
    """The catalogue's address with this or that filter changed; a change goes back to the first page."""

    def __init__(self, form: FilterForm) -> None:
        self.values = form.values

    def filters(self) -> dict[str, list[str]]:
        return {name: values for name, values in self.values.items() if name not in {"q", "sort"}}

    def query_string(self) -> str:
        return _question(self.values)

    @staticmethod
    def _url(values: dict[str, list[str]]) -> str:
        return reverse("catalogue") + _question(values)

    def changed(self, **changes: str | None) -> str:
        return self._url({**self.values, **{name: [value] if value else [] for name, value in changes.items()}})

    def without(self, name: str, value: str) -> str:
        return self._url({**self.values, name: [word for word in self.values[name] if word != value]})

    def without_all(self, names: Sequence[str]) -> str:
        return self._url({name: values for name, values in self.values.items() if name not in names})

    def with_cursor(self, cursor: str) -> str:
        return self._url({**self.values, "cursor": [cursor]})

    def with_page(self, number: int) -> str:
        return self._url({**self.values, "page": [str(number)] if number > 1 else []})

    def with_text(self, text: str) -> str:
        return self._url({**self.values, "q": [text]})

    def only_text(self) -> str:
        return self._url({name: self.values.get(name, []) for name in ("q", "sort")})


def _question(values: dict[str, list[str]]) -> str:
    query = urlencode({name: found for name, found in values.items() if found}, doseq=True)
    return f"?{query}" if query else ""


def _chips(page: Page, address: _Address) -> list[Way]:
    names = {row.slug: row.name for row in page.categories}
    words: dict[str, Callable[[str], str]] = {
        "category": lambda value: names.get(value, value),
        "subcategory": lambda value: names.get(value, value),
        "tag": lambda value: f"#{value}",
        "format": str.upper,
        "licence": name_of,
        "creator": lambda value: _("By %(name)s") % {"name": value},
        "free": lambda value: _("Free") if value == "1" else _("Not free"),
        "rigged": lambda value: _("Rigged") if value == "1" else _("Not rigged"),
        "animated": lambda value: _("Animated") if value == "1" else _("Not animated"),
        "textured": lambda value: _("Textured") if value == "1" else _("Not textured"),
        "printable": lambda value: _("Printable") if value == "1" else _("Not printable"),
        "price_min": lambda value: _("From %(price)s") % {"price": value},
        "price_max": lambda value: _("Up to %(price)s") % {"price": value},
        "triangles_min": lambda value: _("From %(number)s triangles") % {"number": _whole(value)},
        "triangles_max": lambda value: _("Up to %(number)s triangles") % {"number": _whole(value)},
        "size_min": lambda value: _("From %(size)s mm") % {"size": value},
        "size_max": lambda value: _("Up to %(size)s mm") % {"size": value},
        "rating_min": lambda value: _("%(rating)s stars and up") % {"rating": value},
        "fits": lambda value: _("Fits %(size)s mm") % {"size": value.replace("x", " × ")},
        "ai": lambda value: _("No AI") if value == "exclude" else _("AI only"),
        "like": lambda _value: _("Similar to a model"),
    }
    return [
        Way(words[name](value), address.without(name, value))
        for name, values in address.filters().items()
        for value in values
    ]


def _whole(value: str) -> str:
    return thousands(int("".join(sign for sign in value if sign.isdigit())))


def _without(page: Page, address: _Address) -> list[Way]:
    """Where taking one filter off would find something, with how much; the most first."""
    names = {
        "category": ("category", "subcategory"), "ai": ("ai",), "price": ("price_min", "price_max", "free"),
        "rating": ("rating_min",), **{name: (f"{name}_min", f"{name}_max") for name in RANGES if name != "price"},
    }  # fmt: skip
    labels = {
        "category": _("Category"), "licence": _("Licence"), "format": _("Format"), "price": _("Price"),
        "triangles": _("Triangles"), "size": _("Longest side"), "rating": _("Rating"), "ai": _("AI-generated"),
        "fits": _("Printer"), "rigged": _("Rigged"), "animated": _("Animated"), "textured": _("Textured"),
        "printable": _("Printable"),
    }  # fmt: skip
    found = sorted(((number, name) for name, number in page.facets.without.items() if number), reverse=True)
    return [
        Way(
            ngettext("Without “%(filter)s”: %(count)s model", "Without “%(filter)s”: %(count)s models", number)
            % {"filter": labels[name], "count": thousands(number)},
            address.without_all(names.get(name, (name,))),
        )
        for number, name in found[:WITHOUT_MOST]
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
    return numbered(int(form.page or 1), _last_page(page), address.with_page)


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
        ways.append(Way(_("Post a bounty for it"), f"/bounties/new/?{urlencode({'title': form.text})}"))
    else:
        ways.append(Way(_("Open the workshop"), "/create/", "main"))
    return [*ways, Way(_("All models"), reverse("catalogue"))] if address.filters() or form.text else ways
