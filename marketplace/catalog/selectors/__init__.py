"""What the catalogue can be asked; the rights of the asker are in the names."""

from marketplace.catalog.selectors.cards import Card, model_url
from marketplace.catalog.selectors.finding import CategoryCount, Page, SearchQuery, search
from marketplace.catalog.selectors.home import Home, home_page, kinds_on_show
from marketplace.catalog.selectors.model_page import ModelPage, listing_page
from marketplace.catalog.selectors.reviewing import review_of, review_queue, waiting_count
from marketplace.catalog.selectors.shelves import creator_page, dashboard_of, library_of
from marketplace.catalog.selectors.uploads import category_choices, missing_for_submit, newest_upload, upload_of
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
    "Home",
    "ModelPage",
    "Page",
    "SearchQuery",
    "can_download",
    "category_choices",
    "creator_page",
    "dashboard_of",
    "holds",
    "home_page",
    "kinds_on_show",
    "library_of",
    "listing_page",
    "listing_seen_by",
    "listings_visible_to",
    "may_review",
    "missing_for_submit",
    "model_url",
    "newest_upload",
    "public_listings",
    "review_of",
    "review_queue",
    "search",
    "upload_of",
    "waiting_count",
]
