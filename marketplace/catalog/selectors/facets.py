"""Counts beside the filters: each facet without its own choice, in one query over the narrow rows.

A row that fails no condition counts everywhere; one that fails only the condition of one facet counts in that facet
alone. In a large shop a wide search is counted on a fair sample (about one row in sixteen) and said to be an estimate.
"""

import hashlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.core.cache import cache
from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Case, IntegerField, Model, Value, When

from marketplace.catalog import search_terms as terms
from marketplace.catalog.models import SearchDoc, SearchSample
from marketplace.catalog.selectors.conditions import COUNTED, FLAGS, Conditions

SAMPLE_KEY = "search:sample"
SAMPLE_SHARE = 16
EXACT = 4_000  # expected hits up to which every row is counted
SAMPLED = 4_000
TAGS, TAGGED = 20, 1_500
SECONDS = 60  # estimates may be so old
BITS = {
    name: 1 << place
    for place, name in enumerate(
        ("category", "licence", "format", "price", "triangles", "size", "rating", "ai", "fits", *FLAGS)
    )
}
COLUMNS = ("category_id", "price_cents", "licences", "formats", "marks", "triangles", "long_mm", "rating", "terms")
SETS = ("category_id", "licences", "formats", "marks", "price_band", "triangle_band", "size_band", "rating_band")


def _band(column: str, bounds: Sequence[int]) -> str:
    return f"width_bucket({column}::float8, ARRAY{[float(bound) for bound in bounds]}::float8[])"


COUNT = f"""
WITH found({", ".join(COLUMNS)}, fails) AS MATERIALIZED ({{inner}}),
kept AS (
    SELECT *, {_band("price_cents", terms.PRICE_BANDS)} AS price_band,
        {_band("triangles", terms.TRIANGLE_BANDS)} AS triangle_band, {_band("long_mm", terms.SIZE_BANDS)} AS size_band,
        {_band("rating", terms.RATING_BANDS)} AS rating_band
    FROM found WHERE fails & (fails - 1) = 0
)
SELECT grouping({", ".join(SETS)}), coalesce({", ".join(f"{name}::bigint" for name in SETS)}), NULL, fails, count(*)
FROM kept GROUP BY GROUPING SETS ({", ".join(f"(fails, {name})" for name in SETS)})
UNION ALL
SELECT -1, few.term, tag.name, few.looked_at, few.number FROM (
    SELECT term, count(*) AS number, (SELECT least(count(*), {TAGGED})::int FROM found WHERE fails = 0) AS looked_at
    FROM (SELECT terms FROM found WHERE fails = 0 LIMIT {TAGGED}) lot, unnest(lot.terms) term
    WHERE term >= {terms.TAG} AND term < {terms.TAG + terms.KIND}
    GROUP BY term ORDER BY number DESC, term LIMIT {TAGS}
) few JOIN marketplace_tag tag ON tag.id = few.term - {terms.TAG}
"""  # noqa: S608 - our own words


@dataclass(frozen=True)
class Facets:
    """How many models each choice would show. Bars count per band of catalog/search_terms.py."""

    count: int = 0
    is_estimate: bool = False
    categories: dict[int | None, int] = field(default_factory=dict)
    licences: dict[str, int] = field(default_factory=dict)
    formats: dict[str, int] = field(default_factory=dict)
    marks: dict[str, int] = field(default_factory=dict)
    not_ai: int = 0
    prices: tuple[int, ...] = (0,) * len(terms.PRICE_BANDS)
    triangles: tuple[int, ...] = (0,) * len(terms.TRIANGLE_BANDS)
    sizes: tuple[int, ...] = (0,) * len(terms.SIZE_BANDS)
    ratings: tuple[int, ...] = (0,) * len(terms.RATING_BANDS)
    tags: tuple[tuple[str, int], ...] = ()
    without: dict[str, int] = field(default_factory=dict)  # how many there were if this facet's choice were taken off


@dataclass(frozen=True)
class Probe:
    """What the sample of a large shop says before anything is counted: hits of the hard conditions among its rows."""

    hits: int
    rows: int

    @property
    def expected(self) -> int:
        return self.hits * SAMPLE_SHARE

    @property
    def total(self) -> int:
        return self.rows * SAMPLE_SHARE


def probe_of(conditions: Conditions) -> Probe | None:
    """One small question to the sample; None in a small shop, where everything is counted."""
    rows = _sample_rows()
    if not rows:
        return None
    try:
        return Probe(SearchSample.objects.filter(conditions.hard).count(), rows)
    except EmptyResultSet:
        return Probe(0, rows)


def facets_of(conditions: Conditions, *, question: str, probe: Probe | None) -> Facets:
    """Exact counts, or estimates where the shop is large and the search wide; the total is exact below 10,000."""
    try:
        if probe is None or probe.expected <= EXACT:
            return _counted(SearchDoc, conditions)
        key = f"facets:{hashlib.sha256(question.encode()).hexdigest()}"
        made: Facets | None = cache.get(key)
        if made is None:
            share = SAMPLE_SHARE * max(1.0, probe.hits / SAMPLED)
            made = _counted(SearchSample, conditions, most=SAMPLED, share=share)
            if made.count < COUNTED * 1.3:
                exact = SearchDoc.objects.filter(conditions.all)[: COUNTED + 1].count()
                made = _with_count(made, exact) if exact <= COUNTED else made
            cache.set(key, made, SECONDS)
    except EmptyResultSet:  # the words hold no letter, or a tag does not exist
        return Facets()
    return made


def _with_count(made: Facets, exact: int) -> Facets:
    return Facets(**{**made.__dict__, "count": exact, "is_estimate": exact >= COUNTED})


def _sample_rows() -> int:
    """How many rows the sample has; none in a small shop. The duty that draws it says so here."""
    known = cache.get(SAMPLE_KEY)
    if known is None:
        known = SearchSample.objects.count()
        cache.set(SAMPLE_KEY, known, SECONDS)
    return int(known)


def _counted(model: type[Model], conditions: Conditions, *, most: int | None = None, share: float = 1.0) -> Facets:
    fails = sum(
        (
            Case(When(condition, then=Value(0)), default=Value(BITS[name]), output_field=IntegerField())
            for name, condition in conditions.facets.items()
        ),
        start=Value(0, output_field=IntegerField()),
    )
    rows = model._default_manager.filter(conditions.hard).annotate(fails=fails)  # noqa: SLF001 - the documented name
    sql, values = rows.values_list(*COLUMNS, "fails")[:most].query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(COUNT.format(inner=sql), values)
        return _read(cursor.fetchall(), share)


def _read(rows: list[tuple[int, int | None, str | None, int, int]], share: float) -> Facets:
    found: dict[str, Counter[int | None]] = {name: Counter() for name in SETS}
    marks: Counter[str] = Counter()
    names = {(1 << len(SETS)) - 1 ^ (1 << len(SETS) - 1 - place): name for place, name in enumerate(SETS)}
    own = {
        "category_id": "category", "licences": "licence", "formats": "format", "price_band": "price",
        "triangle_band": "triangles", "size_band": "size", "rating_band": "rating",
    }  # fmt: skip
    alone: Counter[int] = Counter()  # by the one condition that fails
    not_ai, looked_at, tags = 0, 0, []
    for mask, value, tag, fails, number in rows:
        if mask == -1:
            looked_at = fails
            tags.append((tag or "", number))
            continue
        name = names[mask]
        if name == "marks":
            for mark in (*FLAGS, "ai"):
                if fails in (0, BITS[mark]):
                    has = bool((value or 0) & terms.mark_bit(mark))
                    marks[mark] += number * has
                    not_ai += number * (mark == "ai" and not has)
            continue
        if name == "category_id":
            alone[fails] += number
        if fails in (0, BITS[own[name]]):
            found[name][value] += number
    total = alone[0]
    count = _scaled(total, share)
    tag_share = total / looked_at * share if looked_at else 0.0
    return Facets(
        count=count,
        is_estimate=share > 1 or count >= COUNTED,
        categories={value: _scaled(number, share) for value, number in found["category_id"].items()},
        licences=_of_masks(found["licences"], terms.LICENCES, share),
        formats=_of_masks(found["formats"], terms.FORMATS, share),
        marks={mark: _scaled(number, share) for mark, number in marks.items()},
        not_ai=_scaled(not_ai, share),
        prices=_bars(found["price_band"], len(terms.PRICE_BANDS), share),
        triangles=_bars(found["triangle_band"], len(terms.TRIANGLE_BANDS), share),
        sizes=_bars(found["size_band"], len(terms.SIZE_BANDS), share),
        ratings=_at_least(_bars(found["rating_band"], len(terms.RATING_BANDS), share)),
        tags=tuple((name, _scaled(number, tag_share)) for name, number in sorted(tags, key=lambda row: (-row[1], row))),
        without={name: _scaled(total + alone[bit], share) for name, bit in BITS.items() if alone[bit]},
    )


def _scaled(number: int, share: float) -> int:
    return round(number * share)


def _of_masks(counts: "Counter[int | None]", names: tuple[str, ...], share: float) -> dict[str, int]:
    found: Counter[str] = Counter()
    for mask, number in counts.items():
        for name in terms.values_of(mask or 0, names):
            found[name] += number
    return {name: _scaled(found[name], share) for name in names if found[name]}


def _bars(counts: "Counter[int | None]", bands: int, share: float) -> tuple[int, ...]:
    return tuple(_scaled(counts[band], share) for band in range(1, bands + 1))


def _at_least(bars: tuple[int, ...]) -> tuple[int, ...]:
    return tuple(sum(bars[place:]) for place in range(len(bars)))
