"""Search over public listings: words, filters, counts, pages. The search table is narrow; rights are joined to it."""

import base64
import hashlib
import json
import re
import unicodedata
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.search import SearchQuery as TsQuery
from django.contrib.postgres.search import SearchRank
from django.core.cache import cache
from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import BigIntegerField, F, FloatField, Q, QuerySet, TextField, Value
from django.db.models.functions import Cast
from django.utils.dateparse import parse_datetime

from marketplace.catalog.models import Category, Listing, Offer, SearchDoc
from marketplace.catalog.selectors.cards import COLUMNS, Card, card_of, with_card_columns
from marketplace.catalog.selectors.visibility import Viewer, public_listings
from nexus.foundation.errors import Invalid
from nexus.foundation.sayings import said

COUNTED = 10_000
RANKED = 2_000
WORDS = 12
FACETS_SECONDS = 60
LAST_INTEGER = 2**63 - 1
SORTS: dict[str, tuple[str, bool]] = {  # name: (key, falling)
    "relevance": ("rank", True),
    "newest": ("search_doc__published_at", True),
    "popular": ("search_doc__quality", True),
    "price": ("search_doc__price_cents", False),
    "-price": ("search_doc__price_cents", True),
}
AI = ("include", "exclude", "only")


@dataclass(frozen=True)
class SearchQuery:
    """What is looked for. Prices in cents; `categories` by slug or name; `cursor` from the page before or
    after, or `offset` rows left out from the start, for numbered pages.
    """

    text: str = ""
    categories: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    licences: tuple[str, ...] = ()
    creator: str = ""
    free: bool | None = None
    price_min: int | None = None
    price_max: int | None = None
    ai: str = "include"
    sort: str = ""
    cursor: str = ""
    offset: int = 0
    size: int = 24

    @property
    def order(self) -> str:
        """The sort that is meant: the best match where there are words, else the newest."""
        return self.sort or ("relevance" if self.text.strip() else "newest")


@dataclass(frozen=True)
class CategoryCount:
    id: int
    slug: str
    name: str
    tint: str
    count: int
    chosen: bool


@dataclass(frozen=True)
class Page:
    """One page of cards; cursors are empty where there is nothing in that direction."""

    cards: tuple[Card, ...]
    next_cursor: str
    previous_cursor: str
    count: int
    count_is_estimate: bool
    categories: tuple[CategoryCount, ...]
    spelling: str = ""


class _Words(TsQuery):
    """The database's own reading of the words: each whole or as a beginning (see the migration)."""

    SEARCH_TYPES = {"words": "nexus_query"}

    def __init__(self, words: list[str]) -> None:
        super().__init__(Value(words, output_field=ArrayField(TextField())), search_type="words")


def search(viewer: Viewer, query: SearchQuery) -> Page:  # noqa: ARG001 - everybody finds the same public listings
    """One page of public listings with the count and the counts of each category. Raises Invalid for a wrong filter."""
    _check(query)
    tree = tuple(Category.objects.order_by("order", "pk"))
    chosen = _chosen(tree, query.categories)
    rows, following, preceding = _page(query, chosen)
    count, estimated, counts = _counts(query, chosen)
    return Page(
        cards=tuple(card_of(row) for row in rows),
        next_cursor=following,
        previous_cursor=preceding,
        count=count,
        count_is_estimate=estimated,
        categories=tuple(
            CategoryCount(row.pk, row.slug, said(row.name), row.tint, counts.get(row.pk, 0), row.pk in chosen)
            for row in tree
        ),
        spelling=_spelling(query.text) if not rows and query.text.strip() and not query.cursor else "",
    )


def words_of(text: str) -> list[str]:
    """The words as the index knows them: letters and digits, at most twelve of forty characters."""
    return [word[:40] for word in re.findall(r"[^\W_]+", unicodedata.normalize("NFKC", text).lower())][:WORDS]


def _check(query: SearchQuery) -> None:
    if query.order not in SORTS:
        raise Invalid(f"sort is one of: {', '.join(SORTS)}.", fields={"sort": ["Not known."]})
    if query.ai not in AI:
        raise Invalid(f"ai is one of: {', '.join(AI)}.", fields={"ai": ["Not known."]})
    if len(query.text) > 200:
        raise Invalid("A search has at most 200 characters.", fields={"q": ["Too long."]})
    if not 0 <= query.offset < COUNTED:
        raise Invalid(
            f"Pages end after {COUNTED:,} models. Narrow the search with words or filters.", code="invalid_page"
        )
    low, high = query.price_min, query.price_max
    if any(cents is not None and not 0 <= cents <= LAST_INTEGER for cents in (low, high)):
        raise Invalid(
            "A price is 0 or more, and not larger than any price can be.", fields={"price": ["Out of range."]}
        )
    if low is not None and high is not None and low > high:
        raise Invalid(
            "The lowest price is above the highest one. Swap them.", fields={"price_min": ["Above the highest price."]}
        )


def _chosen(tree: tuple[Category, ...], wanted: tuple[str, ...]) -> frozenset[int]:
    """Ids of the categories named by slug or name, with their subcategories."""
    ids = set()
    for word in wanted:
        hits = {row.pk for row in tree if word.casefold() in {row.slug.casefold(), row.name.casefold()}}
        if not hits:
            raise Invalid(f"There is no category {word[:60]!r}.", fields={"category": ["Not known."]})
        ids |= hits
    return frozenset(ids | {row.pk for row in tree if row.parent_id in ids})


def _conditions(query: SearchQuery, *, doc: str, listing: str) -> Q:
    """Every filter but the category, for a query that reaches the search row by `doc` and the listing by `listing`."""
    found = Q()
    if query.text.strip():
        words = words_of(query.text)
        found &= Q(**{f"{doc}vector": _Words(words)}) if words else Q(pk__in=[])
    if query.free is not None:
        found &= Q(**{f"{doc}price_cents": 0}) if query.free else Q(**{f"{doc}price_cents__gt": 0})
    if query.price_min is not None:
        found &= Q(**{f"{doc}price_cents__gte": query.price_min})
    if query.price_max is not None:
        found &= Q(**{f"{doc}price_cents__lte": query.price_max})
    if query.ai != "include":
        found &= Q(**{f"{listing}ai_generated": query.ai == "only"})
    if query.creator:
        found &= Q(**{f"{listing}seller__username__iexact": query.creator})
    for tag in query.tags:
        tagged = Listing.tags.through.objects.filter(tag__name=tag.strip().lower()).values("listing_id")
        found &= Q(**{f"{listing}pk__in": tagged})
    if query.licences:
        found &= Q(**{f"{listing}pk__in": Offer.objects.filter(licence__in=query.licences).values("listing_id")})
    return found


def _page(query: SearchQuery, chosen: frozenset[int]) -> tuple[list[dict[str, Any]], str, str]:
    """Rows of the page, and the cursors on and back."""
    key, falling = SORTS[query.order]
    listings = public_listings().filter(_conditions(query, doc="search_doc__", listing=""), search_doc__isnull=False)
    if chosen:
        listings = listings.filter(search_doc__category__in=sorted(chosen))
    if key == "rank":
        listings = _ranked(listings, query, chosen)
    place = _read_cursor(query)
    backwards = place is not None and place.backwards
    if place:
        listings = listings.filter(_beyond(key, place, falling=falling != backwards))
    sign = "-" if falling != backwards else ""
    ordered = with_card_columns(listings.order_by(f"{sign}{key}", f"{sign}pk"), price=F("search_doc__price_cents"))
    start = 0 if place else query.offset
    rows = list(ordered.values(*COLUMNS, key)[start : start + query.size + 1])
    more, rows = len(rows) > query.size, rows[: query.size]
    if backwards:
        rows.reverse()
    if not rows:
        return [], "", ""
    following = _cursor(query, rows[-1], key, backwards=False) if more or backwards else ""
    preceding = _cursor(query, rows[0], key, backwards=True) if (more if backwards else place or start) else ""
    return rows, following, preceding


def _ranked(listings: QuerySet[Listing], query: SearchQuery, chosen: frozenset[int]) -> QuerySet[Listing]:
    """The newest two thousand hits by how well they match: ranking all hits of a common word would take a second."""
    words = words_of(query.text)
    if not words:
        return listings.annotate(rank=Value(0, output_field=BigIntegerField()))
    docs = SearchDoc.objects.filter(_conditions(query, doc="", listing="listing__"))
    if chosen:
        docs = docs.filter(category__in=sorted(chosen))
    nearest = docs.order_by("-published_at", "-listing_id").values("pk")[:RANKED]
    rank = SearchRank(F("search_doc__vector"), _Words(words), normalization=Value(1))
    scaled = Cast(rank * Value(1e9, output_field=FloatField()), BigIntegerField())  # whole numbers compare exactly
    return listings.filter(pk__in=nearest).annotate(rank=scaled)


@dataclass(frozen=True)
class _Place:
    """Where a page begins: after (or, backwards, before) the row with this key and id."""

    backwards: bool
    value: int | float | datetime
    listing: int


def _cursor(query: SearchQuery, row: dict[str, Any], key: str, *, backwards: bool) -> str:
    value = row[key].isoformat() if isinstance(row[key], datetime) else row[key]
    words = json.dumps([query.order, backwards, value, row["id"]], separators=(",", ":"))
    return base64.urlsafe_b64encode(words.encode()).decode().rstrip("=")


def _read_cursor(query: SearchQuery) -> _Place | None:
    if not query.cursor:
        return None
    try:
        padded = query.cursor + "=" * (-len(query.cursor) % 4)
        order, backwards, value, listing = json.loads(base64.b64decode(padded, altchars=b"-_", validate=True))
        read = parse_datetime(value) if order == "newest" else float(value) if order == "popular" else int(value)
        if order != query.order or read is None or not isinstance(listing, int) or not -1 < listing <= LAST_INTEGER:
            raise ValueError
        if (isinstance(read, int) and abs(read) > LAST_INTEGER) or (isinstance(read, datetime) and read.tzinfo is None):
            raise ValueError
        return _Place(bool(backwards), read, listing)
    except (ValueError, TypeError):
        raise Invalid(
            "This page of the list is not valid any more. Start again at the first page.", code="invalid_cursor"
        ) from None


def _beyond(key: str, place: _Place, *, falling: bool) -> Q:
    side = "lt" if falling else "gt"
    inner = Q(**{f"{key}__{side}": place.value}) | Q(**{f"pk__{side}": place.listing})
    return Q(**{f"{key}__{side}e": place.value}) & inner


def _counts(query: SearchQuery, chosen: frozenset[int]) -> tuple[int, bool, dict[int | None, int]]:
    """How many there are (exact up to ten thousand), and how many in each category without the category filter.

    Counts come from the search table alone, so after a ban they may lag the rows for a moment. Above ten thousand hits
    they are counted once a minute and marked as estimates.
    """
    docs = SearchDoc.objects.filter(_conditions(query, doc="", listing="listing__"))
    counts = _by_category(docs, most=COUNTED + 1)
    if sum(counts.values()) <= COUNTED:
        return _sum(counts, chosen), False, counts
    if chosen:
        few = sum(_by_category(docs.filter(category__in=sorted(chosen)), most=COUNTED + 1).values())
    else:
        few = COUNTED + 1
    words = repr(replace(query, categories=(), sort="", cursor="", offset=0, size=0))
    key = f"facets:{hashlib.sha256(words.encode()).hexdigest()}"
    all_counts: dict[int | None, int] = (
        cache.get_or_set(key, lambda: _by_category(docs, most=None), FACETS_SECONDS) or counts
    )
    return (few, False, all_counts) if few <= COUNTED else (_sum(all_counts, chosen), True, all_counts)


def _sum(counts: dict[int | None, int], chosen: frozenset[int]) -> int:
    return sum(count for category, count in counts.items() if not chosen or category in chosen)


def _by_category(docs: QuerySet[SearchDoc], *, most: int | None) -> dict[int | None, int]:
    try:
        sql, values = docs.values_list("category_id")[:most].query.sql_with_params()
    except EmptyResultSet:  # the words hold no letter
        return {}
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT category_id, count(*) FROM ({sql}) AS found GROUP BY category_id", values)  # noqa: S608 - our own query
        return dict(cursor.fetchall())


ALIKE = """
SELECT asked.word,
    EXISTS (SELECT 1 FROM nexus_vocabulary known WHERE known.word LIKE asked.word || '%%'),
    (SELECT near.word FROM nexus_vocabulary near
        WHERE near.word %% asked.word OR (
            near.word LIKE left(asked.word, 2) || '%%' AND abs(length(near.word) - length(asked.word)) <= 2
            AND similarity(near.word, asked.word) >= 0.2)
        ORDER BY similarity(near.word, asked.word) DESC, near.documents DESC, near.word LIMIT 1)
FROM unnest(%s::text[]) WITH ORDINALITY AS asked(word, place) ORDER BY place
"""


def _spelling(text: str) -> str:
    """The same words with each unknown one replaced by the most alike one of names on show; empty where none is."""
    with connection.cursor() as cursor:
        cursor.execute(ALIKE, [words_of(text)])
        words = [(word, word if known else near or word) for word, known, near in cursor.fetchall()]
    return " ".join(near for _, near in words) if any(word != near for word, near in words) else ""
