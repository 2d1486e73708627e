"""What a search asks, and the conditions it makes on search rows: those that always hold, and those of each facet."""

import re
import unicodedata
from dataclasses import dataclass, fields
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.search import SearchQuery as TsQuery
from django.db.models import Q, TextField, Value

from accounts.models import User
from marketplace.catalog import search_terms as terms
from marketplace.catalog.models import Category, Tag
from nexus.foundation.errors import Invalid

WORDS = 12
LAST_INTEGER = 2**63 - 1
LAST_COLUMN = 2**31 - 1
COUNTED = 10_000
AI = ("include", "exclude", "only")
FLAGS = ("rigged", "animated", "textured", "printable")
# name: (column, falling); relevance has its own
SORTS: dict[str, tuple[str, bool]] = {
    "relevance": ("rank", True),
    "newest": ("published_at", True),
    "updated": ("updated_at", True),
    "popular": ("quality", True),
    "trending": ("trending", True),
    "rating": ("rated", True),
    "price": ("price_cents", False),
    "-price": ("price_cents", True),
}


@dataclass(frozen=True)
class SearchQuery:
    """What is looked for. Prices in cents, sides in millimetres; `categories` by slug or name; `fits` is a printer's
    bed and height; `cursor` from the page before or after, or `offset` rows left out, for numbered pages.
    """

    text: str = ""
    categories: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    formats: tuple[str, ...] = ()
    licences: tuple[str, ...] = ()
    creator: str = ""
    free: bool | None = None
    price_min: int | None = None
    price_max: int | None = None
    rigged: bool | None = None
    animated: bool | None = None
    textured: bool | None = None
    printable: bool | None = None
    triangles_min: int | None = None
    triangles_max: int | None = None
    size_min: float | None = None
    size_max: float | None = None
    rating_min: float | None = None
    fits: tuple[float, float, float] | None = None
    ai: str = "include"
    like: int | None = None
    sort: str = ""
    cursor: str = ""
    offset: int = 0
    size: int = 24

    @property
    def order(self) -> str:
        """The sort that is meant: the best match where there is something to match, else the newest."""
        return self.sort or ("relevance" if self.text.strip() or self.like is not None else "newest")

    @property
    def question(self) -> str:
        """The filters alone, as a key: two pages of one search have the same."""
        left_out = {"sort", "cursor", "offset", "size"}
        return repr([(row.name, getattr(self, row.name)) for row in fields(self) if row.name not in left_out])


class Words(TsQuery):
    """The database's own reading of the words: each whole or as a beginning (see the migration)."""

    SEARCH_TYPES = {"words": "nexus_query"}

    def __init__(self, words: list[str]) -> None:
        super().__init__(Value(words, output_field=ArrayField(TextField())), search_type="words")


@dataclass(frozen=True)
class Conditions:
    """`hard` always holds. Each facet's own condition stands apart, so that a facet can be counted without it."""

    hard: Q
    facets: dict[str, Q]

    @property
    def all(self) -> Q:
        found = self.hard
        for condition in self.facets.values():
            found &= condition
        return found


def words_of(text: str) -> list[str]:
    """The words as the index knows them: letters and digits, at most twelve of forty characters."""
    return [word[:40] for word in re.findall(r"[^\W_]+", unicodedata.normalize("NFKC", text).lower())][:WORDS]


def check(query: SearchQuery) -> None:
    """Raise Invalid, naming the filter, for a value that cannot be meant."""
    for name, value, known in (
        ("sort", query.order, tuple(SORTS)),
        ("ai", query.ai, AI),
        *(("format", word, terms.FORMATS) for word in query.formats),
        *(("licence", word, terms.LICENCES) for word in query.licences),
    ):
        if value not in known:
            raise Invalid(f"{name} is one of: {', '.join(known)}.", fields={name: ["Not known."]})
    if len(query.text) > 200:
        raise Invalid("A search has at most 200 characters.", fields={"q": ["Too long."]})
    if not 0 <= query.offset < COUNTED:
        raise Invalid(
            f"Pages end after {COUNTED:,} models. Narrow the search with words or filters.", code="invalid_page"
        )
    for name, low, high, most, what in (
        ("price", query.price_min, query.price_max, LAST_INTEGER, "price"),
        ("triangles", query.triangles_min, query.triangles_max, LAST_INTEGER, "number of triangles"),
        ("size", query.size_min, query.size_max, 1e9, "size"),
    ):
        _check_range(name, low, high, most=most, what=what)
    if query.rating_min is not None and not 1 <= query.rating_min <= 5:
        raise Invalid("A rating is from 1 to 5.", fields={"rating_min": ["Out of range."]})
    if query.fits is not None and not all(0 < side <= 1e6 for side in query.fits):
        raise Invalid("A printer's bed has three sides above 0 mm.", fields={"fits": ["Out of range."]})


def _check_range(name: str, low: float | None, high: float | None, *, most: float, what: str) -> None:
    if any(value is not None and not 0 <= value <= most for value in (low, high)):
        raise Invalid(f"A {what} is 0 or more, and not larger than any can be.", fields={name: ["Out of range."]})
    if low is not None and high is not None and low > high:
        sentence = f"The lowest {what} is above the highest one. Swap them."
        raise Invalid(sentence, fields={f"{name}_min": [f"Above {name}_max."]})


def chosen_categories(tree: tuple[Category, ...], wanted: tuple[str, ...]) -> frozenset[int]:
    """Ids of the categories named by slug or name, with their subcategories."""
    ids: set[int] = set()
    for word in wanted:
        hits = {row.pk for row in tree if word.casefold() in {row.slug.casefold(), row.name.casefold()}}
        if not hits:
            raise Invalid(f"There is no category {word[:60]!r}.", fields={"category": ["Not known."]})
        ids |= hits
    return frozenset(ids | {row.pk for row in tree if row.parent_id in ids})


def conditions_of(query: SearchQuery, chosen: frozenset[int], *, alike: list[int] | None = None) -> Conditions:
    """Conditions on a search row; asks the database for the ids of tags and of a creator only where they are named."""
    facets = {
        "category": _any_of(terms.CATEGORY, sorted(chosen)),
        "licence": _any_of(terms.LICENCE, [terms.LICENCES.index(word) for word in query.licences]),
        "format": _any_of(terms.FORMAT, [terms.FORMATS.index(word) for word in query.formats]),
        "price": _price(query),
        "triangles": _between("triangles", query.triangles_min, query.triangles_max),
        "size": _between("long_mm", query.size_min, query.size_max),
        "rating": Q(rating__gte=query.rating_min) if query.rating_min is not None else Q(),
        "fits": _fits(query),
        "ai": _marked("ai", {"only": True, "exclude": False}.get(query.ai)),
        **{name: _marked(name, getattr(query, name)) for name in FLAGS},
    }
    return Conditions(_hard(query, alike), {name: condition for name, condition in facets.items() if condition})


def _price(query: SearchQuery) -> Q:
    found = _between("price_cents", query.price_min, query.price_max)
    if query.free is not None:
        found &= Q(price_cents=0) if query.free else Q(price_cents__gt=0)
    return found


def _fits(query: SearchQuery) -> Q:
    if query.fits is None:
        return Q()
    sides = sorted(query.fits, reverse=True)
    return Q(long_mm__lte=sides[0], middle_mm__lte=sides[1], short_mm__lte=sides[2])


def _marked(mark: str, wanted: bool | None) -> Q:
    if wanted is None:
        return Q()
    has = Q(terms__contains=[terms.MARK + terms.MARKS.index(mark)])
    return has if wanted else ~has


def _hard(query: SearchQuery, alike: list[int] | None) -> Q:
    found = Q()
    if query.text.strip():
        words = words_of(query.text)
        found &= Q(vector=Words(words)) if words else Q(pk__in=[])
    if alike is not None:
        found &= Q(pk__in=alike)
    wanted: list[int] = []
    if query.tags:
        names = {tag.strip().lower() for tag in query.tags}
        ids = list(Tag.objects.filter(name__in=names).values_list("pk", flat=True))
        if len(ids) < len(names):
            return Q(pk__in=[])
        wanted += [terms.TAG + pk for pk in ids]
    if query.creator:
        seller = User.objects.filter(username__iexact=query.creator).values_list("pk", flat=True).first()
        if seller is None:
            return Q(pk__in=[])
        wanted.append(terms.SELLER + seller)
    return found & Q(terms__contains=wanted) if wanted else found


def _any_of(kind: int, ids: list[int]) -> Q:
    return Q(terms__overlap=[kind + one for one in ids]) if ids else Q()


def _between(column: str, low: float | None, high: float | None) -> Q:
    """Bounds beyond the column are no bounds: a comparison outside its type would fail."""
    found: dict[str, Any] = {}
    if low is not None:
        found[f"{column}__gte"] = min(low, LAST_COLUMN)
    if high is not None and (high < LAST_COLUMN or column == "triangles"):
        found[f"{column}__lte"] = min(high, LAST_COLUMN)
    return Q(**found)
