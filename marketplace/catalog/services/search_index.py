"""The search table: one row a public listing, written with the listing where possible, and mended by the fact."""

from django.db import connection, transaction

from marketplace.catalog.models import Listing, SearchDoc

INDEX = """
INSERT INTO marketplace_searchdoc (listing_id, category_id, price_cents, published_at, quality, vector)
SELECT listing.id, listing.category_id,
    coalesce((SELECT price_cents FROM marketplace_offer WHERE listing_id = listing.id ORDER BY position LIMIT 1), 0),
    listing.published_at, {quality},
    nexus_vector(
        listing.name,
        concat_ws(' ',
            (SELECT string_agg(tag.name, ' ' ORDER BY tag.name) FROM marketplace_tag tag
                JOIN marketplace_listing_tags worn ON worn.tag_id = tag.id WHERE worn.listing_id = listing.id),
            category.name, seller.username, seller.display_name),
        left(concat_ws(' ', listing.text_twin, listing.description), 20000))
FROM marketplace_listing listing
JOIN accounts_user seller ON seller.id = listing.seller_id
LEFT JOIN marketplace_category category ON category.id = listing.category_id
WHERE listing.state = 'approved' AND listing.hidden_by = '' AND seller.is_active AND {which}
ORDER BY listing.id
ON CONFLICT (listing_id) DO UPDATE SET category_id = excluded.category_id, price_cents = excluded.price_cents,
    published_at = excluded.published_at, quality = excluded.quality, vector = excluded.vector
"""
# Twelve and a half days newer weigh as much as being wanted e times as often; /how-we-rank/ says the same.
QUALITY = "ln(1 + 3 * listing.holders + listing.likes) + extract(epoch FROM listing.published_at) / 1080000.0"
REFRESH = f"""
UPDATE marketplace_searchdoc doc SET quality = {QUALITY}
FROM marketplace_listing listing
WHERE listing.id = doc.listing_id AND doc.quality IS DISTINCT FROM {QUALITY}
"""  # noqa: S608 - our own words


@transaction.atomic
def index_listing(listing_id: int) -> None:
    """Write the row of a public listing, remove that of any other. May be repeated."""
    with connection.cursor() as cursor:
        cursor.execute(INDEX.format(quality=QUALITY, which="listing.id = %s"), [listing_id])
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
        listing__seller__is_active=True,
    ).delete()
    with connection.cursor() as cursor:
        cursor.execute(INDEX.format(quality=QUALITY, which="true"))
        written = int(cursor.rowcount)
    refresh_vocabulary()
    return written


def refresh_quality() -> int:
    """Bring the order of "popular" up to date with likes and holders (a duty); rows that stay are not written."""
    with connection.cursor() as cursor:
        cursor.execute(REFRESH)
        return int(cursor.rowcount)


def refresh_vocabulary() -> None:
    """The words of names on show, for "did you mean" (a duty)."""
    with connection.cursor() as cursor:
        cursor.execute("REFRESH MATERIALIZED VIEW nexus_vocabulary")
