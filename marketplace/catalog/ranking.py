"""How models are ranked: every constant once, for the database and for the page that tells it. Pure."""

from datetime import date
from math import log2

HOLDER_WEIGHT = 3  # of popular: somebody who has the model counts as this many likes
POPULAR_DAYS = 12.5  # newer by so many days weighs as much as being wanted e times as often

TRENDING_DAYS = 28  # what is older counts nothing
HALF_LIFE_DAYS = 7  # what is a week older counts half
VIEW_WEIGHT, LIKE_WEIGHT, HOLDER_TREND_WEIGHT = 1, 5, 20
TRENDING_LEAST = 10  # the sum from which a model may carry the mark
TRENDING_MOST = 48  # so many models carry it at once

RATING_PRIOR, RATING_PRIOR_COUNT = 4.0, 5  # as if so many people had given this before the first review

QUALITY_SQL = (
    f"ln(1 + {HOLDER_WEIGHT} * listing.holders + listing.likes)"
    f" + extract(epoch FROM listing.published_at) / {POPULAR_DAYS * 86_400:.1f}"
)
RATED_SQL = (
    f"CASE WHEN listing.rating_count = 0 THEN 0 ELSE (listing.rating * listing.rating_count"
    f" + {RATING_PRIOR * RATING_PRIOR_COUNT}) / (listing.rating_count + {RATING_PRIOR_COUNT}) END"
)
# Weeks since 1970 plus the logarithm of what happened, halved for each week of age: the number of a model about which
# nothing new happens stays as it is while it falls behind the others, so that only rows with news are written.
TRENDING_SQL = f"""
SELECT listing_id, (current_date - date '1970-01-01') / {HALF_LIFE_DAYS:.1f}
    + log(2, sum(weight * power(2::numeric, (least(day, current_date) - current_date) / {HALF_LIFE_DAYS:.1f})))
    AS number
FROM (
    SELECT listing_id, day, views * {VIEW_WEIGHT} AS weight FROM marketplace_listingday
        WHERE day > current_date - {TRENDING_DAYS}
    UNION ALL
    SELECT listing_id, (at AT TIME ZONE 'UTC')::date, {LIKE_WEIGHT} FROM marketplace_like
        WHERE at > current_date - {TRENDING_DAYS}
    UNION ALL
    SELECT listing_id, (since AT TIME ZONE 'UTC')::date, {HOLDER_TREND_WEIGHT} FROM marketplace_entitlement
        WHERE since > current_date - {TRENDING_DAYS} AND ended_at IS NULL AND reason <> 'award'
) happened WHERE weight > 0 GROUP BY listing_id
"""  # noqa: S608 - our own numbers
REFRESH_TRENDING_SQL = f"""
UPDATE marketplace_searchdoc doc SET trending = coalesce(fresh.number, 0)
FROM marketplace_searchdoc known LEFT JOIN ({TRENDING_SQL}) fresh ON fresh.listing_id = known.listing_id
WHERE doc.listing_id = known.listing_id AND abs(known.trending - coalesce(fresh.number, 0)) > 0.000001
    AND (known.trending > 0 OR fresh.number IS NOT NULL)
"""  # noqa: S608 - our own numbers


def trending_floor(today: date) -> float:
    """The number from which a model carries the mark on this day."""
    return (today - date(1970, 1, 1)).days / HALF_LIFE_DAYS + log2(TRENDING_LEAST)
