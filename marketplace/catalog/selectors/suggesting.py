"""What may be meant while somebody still types: models, creators, tags, categories."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.db import connection
from django.urls import reverse

from marketplace.catalog import search_terms as terms
from marketplace.catalog.selectors.cards import model_url
from marketplace.catalog.selectors.conditions import words_of
from nexus.foundation.sayings import said

MOST = 8
# Of each kind so many at most; models fill what the others leave.
SUGGEST = f"""
(SELECT 'category' AS kind, slug AS key, name AS text, 0 AS number FROM marketplace_category
    WHERE enabled AND (name ILIKE %(start)s OR name ILIKE %(inner)s) ORDER BY "order", id LIMIT 2)
UNION ALL
(SELECT 'tag', name, name, 0 FROM marketplace_tag tag WHERE name LIKE lower(%(start)s)
    AND EXISTS (SELECT FROM marketplace_searchdoc WHERE terms @> ARRAY[{terms.TAG} + tag.id]) ORDER BY name LIMIT 2)
UNION ALL
(SELECT 'creator', username, coalesce(nullif(display_name, ''), username), 0 FROM accounts_user seller
    WHERE is_active AND (lower(username) LIKE lower(%(start)s) OR display_name ILIKE %(start)s)
    AND EXISTS (SELECT FROM marketplace_searchdoc WHERE terms @> ARRAY[{terms.SELLER} + seller.id])
    ORDER BY username LIMIT 2)
UNION ALL
(SELECT 'model', found.slug, found.name, found.id FROM (
    SELECT listing.slug, listing.name, listing.id, doc.quality FROM (
        SELECT listing_id, quality FROM marketplace_searchdoc WHERE vector @@ nexus_query(%(words)s::text[]) LIMIT 500
    ) doc JOIN marketplace_listing listing ON listing.id = doc.listing_id
    JOIN accounts_user seller ON seller.id = listing.seller_id
    WHERE listing.state = 'approved' AND listing.hidden_by = '' AND seller.is_active
    ORDER BY listing.name ILIKE %(start)s DESC, doc.quality DESC, listing.id DESC LIMIT {MOST}
) found)
"""  # noqa: S608 - our own words


@dataclass(frozen=True)
class Suggestion:
    kind: str  # model, creator, tag, category
    text: str
    url: str


def suggestions_for(text: str) -> tuple[Suggestion, ...]:
    """At most eight, models first; nothing for a text without a letter."""
    words = words_of(text[:200])
    if not words:
        return ()
    typed = text.strip()[:60].replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_").replace("\x00", "")
    with connection.cursor() as cursor:
        cursor.execute(SUGGEST, {"start": f"{typed}%", "inner": f"% {typed}%", "words": words})
        rows = cursor.fetchall()
    models = [row for row in rows if row[0] == "model"]
    others = [row for row in rows if row[0] != "model"]
    return tuple(_suggestion(*row) for row in [*models[: MOST - len(others)], *others])


def _suggestion(kind: str, key: str, text: str, number: int) -> Suggestion:
    catalogue = reverse("catalogue")
    url = {
        "model": lambda: model_url(number, key),
        "creator": lambda: reverse("creator", args=[key]),
        "tag": lambda: f"{catalogue}?{urlencode({'tag': key})}",
        "category": lambda: f"{catalogue}?{urlencode({'category': key})}",
    }[kind]()
    return Suggestion(kind, said(text) if kind == "category" else text, url)
