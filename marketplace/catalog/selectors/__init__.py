"""What the catalogue can be asked; the rights of the asker are in the names."""

from marketplace.catalog.selectors.cards import Card, model_url
from marketplace.catalog.selectors.collections import (
    CollectionPage,
    collection_page,
    collection_seen_by,
    collections_for_keeping,
    collections_visible_to,
)
from marketplace.catalog.selectors.conditions import SearchQuery
from marketplace.catalog.selectors.creators import CreatorPage, creator_page, followers_count
from marketplace.catalog.selectors.facets import Facets
from marketplace.catalog.selectors.figures import likes_now, likes_of, trending_ids, views_of
from marketplace.catalog.selectors.finding import CategoryCount, Page, search
from marketplace.catalog.selectors.home import kinds_on_show
from marketplace.catalog.selectors.model_page import ModelPage, listing_page
from marketplace.catalog.selectors.readiness import missing_for_submit
from marketplace.catalog.selectors.reviewing import review_of, review_queue, waiting_count
from marketplace.catalog.selectors.shelves import dashboard_of
from marketplace.catalog.selectors.talk import comments_shown, makes_shown, own_review, review_seen_by, reviews_shown
from marketplace.catalog.selectors.uploads import category_choices, newest_upload, upload_of
from marketplace.catalog.selectors.visibility import (
    can_download,
    holds,
    listing_seen_by,
    listings_visible_to,
    may_review,
    public_listings,
)

__all__ = [
    "Card",
    "CategoryCount",
    "CollectionPage",
    "CreatorPage",
    "Facets",
    "ModelPage",
    "Page",
    "SearchQuery",
    "can_download",
    "category_choices",
    "collection_page",
    "collection_seen_by",
    "collections_for_keeping",
    "collections_visible_to",
    "comments_shown",
    "creator_page",
    "dashboard_of",
    "followers_count",
    "holds",
    "kinds_on_show",
    "likes_now",
    "likes_of",
    "listing_page",
    "listing_seen_by",
    "listings_visible_to",
    "makes_shown",
    "may_review",
    "missing_for_submit",
    "model_url",
    "newest_upload",
    "own_review",
    "public_listings",
    "review_of",
    "review_queue",
    "review_seen_by",
    "reviews_shown",
    "search",
    "trending_ids",
    "upload_of",
    "views_of",
    "waiting_count",
]
