"""What is found beside the models themselves: facets, suggestions, saved searches."""

from typing import Any, NotRequired, TypedDict

from marketplace.catalog.licences import name_of
from marketplace.catalog.models import SavedSearch
from marketplace.catalog.selectors import Page
from marketplace.catalog.selectors.suggesting import Suggestion as Suggested
from nexus.api.base import Url, absolute
from nexus.api.core.shapes.market import ModelShape


class FacetValue(TypedDict):
    value: str
    label: str
    count: int


class Facets(TypedDict):
    """What each further choice would show: every filter is counted without its own choice, with all others."""

    category: list[FacetValue]
    format: list[FacetValue]
    licence: list[FacetValue]
    tag: list[FacetValue]
    rigged: list[FacetValue]
    animated: list[FacetValue]
    textured: list[FacetValue]
    printable: list[FacetValue]
    ai: list[FacetValue]
    rating_min: list[FacetValue]


class Found(TypedDict):
    """A page of the catalogue; facets and count where `facets=1` asked for them."""

    results: list[ModelShape]
    next: Url | None
    previous: Url | None
    facets: NotRequired[Facets]
    count: NotRequired[int]
    count_is_estimate: NotRequired[bool]


class SuggestionShape(TypedDict):
    kind: str
    text: str
    url: Url


class Suggestions(TypedDict):
    suggestions: list[SuggestionShape]


class SavedSearchShape(TypedDict):
    id: int
    name: str
    query: dict[str, Any]
    notify: bool


def facets(found: Page) -> Facets:
    counted = found.facets

    def mark(name: str, label: str) -> list[FacetValue]:
        return [{"value": "true", "label": label, "count": counted.marks.get(name, 0)}]

    return {
        "category": [{"value": row.slug, "label": row.name, "count": row.with_children} for row in found.categories],
        "format": [{"value": word, "label": word.upper(), "count": n} for word, n in counted.formats.items()],
        "licence": [{"value": word, "label": str(name_of(word)), "count": n} for word, n in counted.licences.items()],
        "tag": [{"value": word, "label": word, "count": n} for word, n in counted.tags],
        "rigged": mark("rigged", "Rigged"),
        "animated": mark("animated", "Animated"),
        "textured": mark("textured", "Textured"),
        "printable": mark("printable", "Printable"),
        "ai": [
            {"value": "exclude", "label": "Without", "count": counted.not_ai},
            {"value": "only", "label": "Only", "count": counted.marks.get("ai", 0)},
        ],
        "rating_min": [
            {"value": "3", "label": "3 and up", "count": counted.ratings[0]},
            {"value": "4", "label": "4 and up", "count": counted.ratings[1]},
        ],
    }


def suggestion(row: Suggested) -> SuggestionShape:
    return {"kind": row.kind, "text": row.text, "url": absolute(row.url)}


def saved_search(row: SavedSearch) -> SavedSearchShape:
    return {"id": row.pk, "name": row.name, "query": row.query, "notify": row.notify}
