"""Search over public listings: words, filters, counts, pages. Narrow rows decide; rights are asked for the cards."""

import base64
import json
from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.contrib.postgres.search import SearchRank
from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import BigIntegerField, Case, F, FloatField, Q, QuerySet, Value, When
from django.db.models.functions import Cast
from django.utils.dateparse import parse_datetime

from accounts.rights import Viewer
from marketplace.catalog.models import Category, SearchDoc
from marketplace.catalog.selectors.cards import Card, cards_of
from marketplace.catalog.selectors.conditions import (
    LAST_INTEGER,
    SORTS,
    Conditions,
    SearchQuery,
    Words,
    check,
    chosen_categories,
    conditions_of,
    words_of,
)
from marketplace.catalog.selectors.facets import Facets, Probe, facets_of, probe_of
from marketplace.catalog.selectors.similar import similar_ids
from nexus.foundation.errors import Invalid
from nexus.foundation.sayings import said

RANKED = 1_000


@dataclass(frozen=True)
class CategoryCount:
    id: int
    slug: str
    name: str
    tint: str
    count: int
    with_children: int
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
    facets: Facets
    spelling: str = ""


def search(viewer: Viewer, query: SearchQuery, *, counted: bool = True) -> Page:  # noqa: ARG001 - all find the same
    """One page of public listings, with the counts beside the filters unless `counted` is off.

    Raises Invalid for a wrong filter. Counts come from the search rows alone, so after a ban they may lag a moment.
    """
    check(query)
    tree = tuple(Category.objects.order_by("order", "pk"))
    chosen = chosen_categories(tree, query.categories)
    alike = similar_ids(query.like) if query.like is not None else None
    conditions = conditions_of(query, chosen, alike=alike)
    ranked = query.order == "relevance" and bool(query.text.strip())
    probe = probe_of(conditions) if counted or ranked else None
    places, following, preceding = _places(query, conditions, alike, probe)
    found = facets_of(conditions, question=query.question, probe=probe) if counted else Facets()
    cards = cards_of([place[0] for place in places])
    return Page(
        cards=cards,
        next_cursor=following,
        previous_cursor=preceding,
        count=found.count,
        count_is_estimate=found.is_estimate,
        categories=_category_counts(tree, chosen, found.categories),
        facets=found,
        spelling=_spelling(query.text) if not cards and query.text.strip() and not query.cursor else "",
    )


def _category_counts(
    tree: tuple[Category, ...], chosen: frozenset[int], counts: dict[int | None, int]
) -> tuple[CategoryCount, ...]:
    below: Counter[int] = Counter()
    for row in tree:
        if row.parent_id is not None:
            below[row.parent_id] += counts.get(row.pk, 0)
    return tuple(
        CategoryCount(
            id=row.pk,
            slug=row.slug,
            name=said(row.name),
            tint=row.tint,
            count=counts.get(row.pk, 0),
            with_children=counts.get(row.pk, 0) + below[row.pk],
            chosen=row.pk in chosen,
        )
        for row in tree
    )


def _places(
    query: SearchQuery, conditions: Conditions, alike: list[int] | None, probe: Probe | None
) -> tuple[list[tuple[int, Any]], str, str]:
    """Ids with their sort keys of the page, and the cursors on and back."""
    key, falling = SORTS[query.order]
    rows = SearchDoc.objects.filter(conditions.all)
    if key == "rank":
        rows = _ranked(rows, query, alike, probe)
    place = _read_cursor(query)
    backwards = place is not None and place.backwards
    if place:
        rows = rows.filter(_beyond(key, place, falling=falling != backwards))
    sign = "-" if falling != backwards else ""
    start = 0 if place else query.offset
    ordered = rows.order_by(f"{sign}{key}", f"{sign}listing_id").values_list("listing_id", key)
    try:
        found = list(ordered[start : start + query.size + 1])
    except EmptyResultSet:
        found = []
    more, found = len(found) > query.size, found[: query.size]
    if backwards:
        found.reverse()
    if not found:
        return [], "", ""
    following = _cursor(query, found[-1], backwards=False) if more or backwards else ""
    preceding = _cursor(query, found[0], backwards=True) if (more if backwards else place or start) else ""
    return found, following, preceding


def _ranked(
    rows: QuerySet[SearchDoc], query: SearchQuery, alike: list[int] | None, probe: Probe | None
) -> QuerySet[SearchDoc]:
    """By likeness to a model, else by how well the words match: of the newest thousand hits, since ranking all hits
    of a common word would take a second.
    """
    if alike is not None:
        last = len(alike)
        marks = [When(pk=pk, then=Value(last - place)) for place, pk in enumerate(alike)]
        return rows.annotate(rank=Case(*marks, default=Value(0), output_field=BigIntegerField()))
    words = words_of(query.text)
    if not words:
        return rows.annotate(rank=Value(0, output_field=BigIntegerField()))
    # Many hits: the newest rows are walked until enough of them fit. Few: all hits are fetched and sorted, which the
    # planner, who holds the comparison of words for cheap, would not do by itself; the sum keeps it off that index.
    is_wide = probe is not None and probe.expected**2 > RANKED * probe.total
    newest = F("published_at") if is_wide else F("published_at") + Value(timedelta(0))
    nearest = rows.order_by(newest.desc(), "-listing_id").values("pk")[:RANKED]
    rank = SearchRank(F("vector"), Words(words), normalization=Value(1))
    scaled = Cast(rank * Value(1e9, output_field=FloatField()), BigIntegerField())  # whole numbers compare exactly
    return SearchDoc.objects.filter(pk__in=nearest).annotate(rank=scaled)


@dataclass(frozen=True)
class _Place:
    """Where a page begins: after (or, backwards, before) the row with this key and id."""

    backwards: bool
    value: int | float | datetime
    listing: int


def _cursor(query: SearchQuery, row: tuple[int, Any], *, backwards: bool) -> str:
    value = row[1].isoformat() if isinstance(row[1], datetime) else row[1]
    words = json.dumps([query.order, backwards, value, row[0]], separators=(",", ":"))
    return base64.urlsafe_b64encode(words.encode()).decode().rstrip("=")


def _read_cursor(query: SearchQuery) -> _Place | None:
    if not query.cursor:
        return None
    try:
        padded = query.cursor + "=" * (-len(query.cursor) % 4)
        order, backwards, value, listing = json.loads(base64.b64decode(padded, altchars=b"-_", validate=True))
        read = _read_key(order, value)
        if order != query.order or read is None or not isinstance(listing, int) or not -1 < listing <= LAST_INTEGER:
            raise ValueError
        return _Place(bool(backwards), read, listing)
    except (ValueError, TypeError, OverflowError):
        raise Invalid(
            "This page of the list is not valid any more. Start again at the first page.", code="invalid_cursor"
        ) from None


def _read_key(order: str, value: Any) -> int | float | datetime | None:
    if order in {"newest", "updated"}:
        read = parse_datetime(value)
        return read if read is not None and read.tzinfo is not None else None
    if order in {"popular", "trending", "rating"}:
        return float(value)
    number = int(value)
    return number if abs(number) <= LAST_INTEGER else None


def _beyond(key: str, place: _Place, *, falling: bool) -> Q:
    side = "lt" if falling else "gt"
    inner = Q(**{f"{key}__{side}": place.value}) | Q(**{f"listing_id__{side}": place.listing})
    return Q(**{f"{key}__{side}e": place.value}) & inner


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
