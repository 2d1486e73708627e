"""The search table: one row a public listing, written with the listing where possible, and mended by the fact."""

from django.core.cache import cache
from django.db import connection, transaction

from marketplace.catalog import ranking, search_terms
from marketplace.catalog.models import Listing, SearchDoc, SearchSample
from marketplace.catalog.selectors.facets import SAMPLE_KEY

SAMPLE_FROM = 50_000  # below that many listings every count is exact
SAMPLE_SHARE = 16


def _array(names: tuple[str, ...]) -> str:
    return f"ARRAY[{', '.join(repr(name) for name in names)}]"


MARKS = " | ".join(
    f"CASE WHEN {when} THEN {search_terms.mark_bit(mark)} ELSE 0 END"
    for mark, when in (
        ("ai", "listing.ai_generated"),
        ("rigged", "coalesce((facts ->> 'rigged')::boolean, false)"),
        ("animated", "jsonb_path_exists(facts, '$.animations[0]')"),
        ("textured", "jsonb_path_exists(facts, '$.textures ? (@ > 0)')"),
        ("printable", "coalesce((facts ->> 'printable')::boolean, false)"),  # generation/mesh/printability.py
        ("parametric", "listing.specification IS NOT NULL"),
        ("sensitive", "listing.sensitive"),
        ("free", "coalesce(offered.price_cents, 0) = 0"),
    )
)
COLUMNS = (
    "category_id", "price_cents", "published_at", "updated_at", "quality", "rated", "rating", "licences", "formats",
    "marks", "triangles", "long_mm", "middle_mm", "short_mm", "terms", "vector",
)  # fmt: skip
INDEX = f"""
INSERT INTO marketplace_searchdoc (listing_id, trending, {", ".join(COLUMNS)})
SELECT listing.id, 0, listing.category_id, coalesce(offered.price_cents, 0), listing.published_at, listing.updated_at,
    {ranking.QUALITY_SQL}, {ranking.RATED_SQL}, listing.rating,
    coalesce(offered.licences, 0), coalesce(filed.formats, 0), marked.marks,
    least((facts ->> 'triangles')::numeric, 2147483647)::integer, sides[1], sides[2], sides[3],
    ARRAY[{search_terms.SELLER} + listing.seller_id]
        || array_remove(ARRAY[{search_terms.CATEGORY} + listing.category_id], NULL)
        || coalesce(worn.terms, ARRAY[]::bigint[])
        || ARRAY(SELECT {search_terms.LICENCE} + bit FROM generate_series(0, 15) bit
            WHERE offered.licences >> bit & 1 = 1)
        || ARRAY(SELECT {search_terms.FORMAT} + bit FROM generate_series(0, 15) bit WHERE filed.formats >> bit & 1 = 1)
        || ARRAY(SELECT {search_terms.MARK} + bit FROM generate_series(0, 15) bit WHERE marked.marks >> bit & 1 = 1),
    nexus_vector(
        listing.name,
        concat_ws(' ', worn.names, category.name, seller.username, seller.display_name),
        left(concat_ws(' ', listing.text_twin, listing.description), 20000))
FROM marketplace_listing listing
JOIN accounts_user seller ON seller.id = listing.seller_id
LEFT JOIN marketplace_category category ON category.id = listing.category_id
CROSS JOIN LATERAL (SELECT
    (SELECT price_cents FROM marketplace_offer WHERE listing_id = listing.id ORDER BY position LIMIT 1),
    (SELECT bit_or(1 << array_position({_array(search_terms.LICENCES)}, licence::text) - 1)
        FROM marketplace_offer WHERE listing_id = listing.id) AS licences) offered
CROSS JOIN LATERAL (SELECT bit_or(1 << array_position({_array(search_terms.FORMATS)}, format::text) - 1) AS formats
    FROM marketplace_listingfile WHERE listing_id = listing.id) filed
CROSS JOIN LATERAL (SELECT string_agg(tag.name, ' ' ORDER BY tag.name) AS names,
        array_agg({search_terms.TAG} + tag.id ORDER BY tag.id) AS terms
    FROM marketplace_listing_tags tagged JOIN marketplace_tag tag ON tag.id = tagged.tag_id
    WHERE tagged.listing_id = listing.id) worn
CROSS JOIN LATERAL (SELECT {MARKS} AS marks) marked
CROSS JOIN LATERAL (SELECT array_agg(side::float8 ORDER BY side::float8 DESC) AS sides
    FROM jsonb_path_query(facts, '$.size_mm[*] ? (@ >= 0)') side) sized
WHERE listing.state = 'approved' AND listing.hidden_by = '' AND listing.audience = 'public'
    AND seller.is_active AND {{which}}
ORDER BY listing.id
ON CONFLICT (listing_id) DO UPDATE SET {", ".join(f"{name} = excluded.{name}" for name in COLUMNS)}
"""  # noqa: S608 - our own words
REFRESH = f"""
UPDATE marketplace_searchdoc doc
SET quality = {ranking.QUALITY_SQL}, rated = {ranking.RATED_SQL}, rating = listing.rating
FROM marketplace_listing listing
WHERE listing.id = doc.listing_id AND (doc.quality, doc.rated, doc.rating)
    IS DISTINCT FROM ({ranking.QUALITY_SQL}, {ranking.RATED_SQL}, listing.rating)
"""  # noqa: S608 - our own words
SAMPLED = ("listing_id", "trending", *COLUMNS)
SAMPLE = f"""
INSERT INTO marketplace_searchsample ({", ".join(SAMPLED)})
SELECT {", ".join(SAMPLED)} FROM marketplace_searchdoc
WHERE hashint8(listing_id) & {SAMPLE_SHARE - 1} = 0 ORDER BY hashint8(listing_id + 1)
"""  # noqa: S608 - our own words


@transaction.atomic
def index_listing(listing_id: int) -> None:
    """Write the row of a public listing, remove that of any other. May be repeated."""
    with connection.cursor() as cursor:
        cursor.execute(INDEX.format(which="listing.id = %s"), [listing_id])
        if cursor.rowcount == 0:
            forget_listing(listing_id)


def forget_listing(listing_id: int) -> None:
    SearchDoc.objects.filter(listing_id=listing_id).delete()


@transaction.atomic
def rebuild_search() -> int:
    """Write all rows anew and drop those of listings that are not public; the number of rows."""
    SearchDoc.objects.exclude(
        listing__state=Listing.State.APPROVED,
        listing__hidden_by=Listing.Hidden.NOTHING,
        listing__audience=Listing.Audience.PUBLIC,
        listing__seller__is_active=True,
    ).delete()
    with connection.cursor() as cursor:
        cursor.execute(INDEX.format(which="true"))
        written = int(cursor.rowcount)
    refresh_vocabulary()
    refresh_sample()
    return written


def refresh_quality() -> int:
    """Bring "popular" and "rating" up to date with likes, holders and reviews (a duty); rows that stay stay."""
    with connection.cursor() as cursor:
        cursor.execute(REFRESH)
        return int(cursor.rowcount)


def refresh_vocabulary() -> None:
    """The words of names on show, for "did you mean" (a duty)."""
    with connection.cursor() as cursor:
        cursor.execute("REFRESH MATERIALIZED VIEW nexus_vocabulary")


def refresh_trending() -> int:
    """Bring the order of "trending" up to date (a duty); the number of rows written, only those with news."""
    with connection.cursor() as cursor:
        cursor.execute(ranking.REFRESH_TRENDING_SQL)
        return int(cursor.rowcount)


def refresh_sample() -> int:
    """Draw the sample of a large shop anew (a duty); the number of its rows, none where the shop is small."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM marketplace_searchdoc")
        total = int(cursor.fetchone()[0])
        SearchSample.objects.all().delete()
        if total >= SAMPLE_FROM:
            cursor.execute(SAMPLE)
    drawn = SearchSample.objects.count()
    cache.set(SAMPLE_KEY, drawn, None)
    return drawn
