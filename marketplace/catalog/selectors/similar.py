"""Models like a model: near in meaning and words, in tags and kind, and in shape.

Candidates share a word of the name, a tag or the category. Their likeness is a sum of four parts, each 0 to 1: words
(the cosine of MiniLM's vectors where both are known, else the share of the name's words in common), tags (the share in
common), category, and shape (how near the sorted sides are in proportion and size, and the triangles in number).
"""

from django.db import connection

from marketplace.catalog import search_terms as terms
from marketplace.catalog.models import SearchDoc
from nexus.foundation.errors import Invalid

MOST = 48
CANDIDATES, MEANT = 400, 120  # looked at by numbers; of these, by meaning
WORDS_PART, TAGS_PART, CATEGORY_PART, SHAPE_PART = 0.45, 0.2, 0.1, 0.25

ALIKE = f"""
WITH seed AS (
    SELECT doc.*, meaning.vector AS meant,
        tsvector_to_array(ts_filter(doc.vector, '{{a}}')) AS words,
        ARRAY(SELECT term FROM unnest(doc.terms) term
            WHERE term >= {terms.TAG} AND term < {terms.TAG + terms.KIND}) AS tags
    FROM marketplace_searchdoc doc LEFT JOIN marketplace_listingmeaning meaning ON meaning.listing_id = doc.listing_id
    WHERE doc.listing_id = %(seed)s
), asked AS (
    SELECT string_agg(quote_literal(word), ' | ')::tsquery AS words FROM seed, unnest(seed.words) word
), near AS (
    (SELECT doc.listing_id FROM marketplace_searchdoc doc WHERE doc.vector @@ (SELECT words FROM asked)
        ORDER BY doc.quality DESC, doc.listing_id DESC LIMIT {CANDIDATES})
    UNION
    (SELECT doc.listing_id FROM marketplace_searchdoc doc WHERE doc.terms && (SELECT tags FROM seed)
        ORDER BY doc.quality DESC, doc.listing_id DESC LIMIT {CANDIDATES})
    UNION
    (SELECT doc.listing_id FROM marketplace_searchdoc doc WHERE doc.category_id = (SELECT category_id FROM seed)
        ORDER BY doc.published_at DESC, doc.listing_id DESC LIMIT {MOST})
), told AS (
    SELECT doc.listing_id, seed.meant,
        cardinality(ARRAY(SELECT unnest(seed.words) INTERSECT
            SELECT unnest(tsvector_to_array(ts_filter(doc.vector, '{{a}}')))))
            / greatest(1, cardinality(seed.words))::float8 AS words,
        {TAGS_PART} * cardinality(ARRAY(SELECT unnest(seed.tags) INTERSECT SELECT unnest(doc.terms)))
            / greatest(1, cardinality(seed.tags))
        + {CATEGORY_PART} * coalesce((doc.category_id = seed.category_id)::int, 0)
        + {SHAPE_PART} * coalesce(exp(-abs(ln(greatest(doc.long_mm, 0.1) / greatest(seed.long_mm, 0.1))) / 2
            - abs(doc.middle_mm / greatest(doc.long_mm, 0.1) - seed.middle_mm / greatest(seed.long_mm, 0.1)) * 2
            - abs(doc.short_mm / greatest(doc.long_mm, 0.1) - seed.short_mm / greatest(seed.long_mm, 0.1)) * 2
            - abs(ln(greatest(doc.triangles, 1)::float8 / greatest(seed.triangles, 1))) / 8), 0) AS others
    FROM near JOIN marketplace_searchdoc doc ON doc.listing_id = near.listing_id CROSS JOIN seed
    WHERE doc.listing_id <> seed.listing_id
), best AS (
    SELECT * FROM told ORDER BY {WORDS_PART} * words + others DESC, listing_id LIMIT {MEANT}
)
SELECT best.listing_id FROM best LEFT JOIN marketplace_listingmeaning meaning ON meaning.listing_id = best.listing_id
ORDER BY others + {WORDS_PART} * coalesce(greatest(0, (
    SELECT sum(mine::int * theirs::int) / 1e8 FROM unnest(best.meant, meaning.vector) AS pairs(mine, theirs)
    WHERE best.meant IS NOT NULL AND meaning.vector IS NOT NULL)), words) DESC, best.listing_id
LIMIT %(most)s
"""  # noqa: S608 - our own words


def similar_ids(listing_id: int, *, most: int = MOST) -> list[int]:
    """Ids of public models like a public one, the nearest first. Raises Invalid where it is not on show."""
    if not SearchDoc.objects.filter(pk=listing_id).exists():
        raise Invalid(f"There is no model {listing_id} on show.", fields={"like": ["Not known."]})
    return alike(listing_id, most=most)


def alike(listing_id: int, *, most: int) -> list[int]:
    """The same, without a question first; nothing for a model that is not on show."""
    with connection.cursor() as cursor:
        cursor.execute(ALIKE, {"seed": listing_id, "most": most})
        return [row[0] for row in cursor.fetchall()]
