"""What is offered: listings with their offers, files and pictures, and who holds the right to them."""

from marketplace.catalog.models.counting import LikeChange, ListingDay, ListingFigures, ListingView
from marketplace.catalog.models.entitlements import DownloadLog, Entitlement
from marketplace.catalog.models.listings import (
    Category,
    Licence,
    Like,
    Listing,
    ListingFile,
    Offer,
    Picture,
    PriceChange,
    Tag,
)
from marketplace.catalog.models.reviewing import ReviewDesk
from marketplace.catalog.models.search import ListingMeaning, SavedSearch, SearchDoc, SearchSample
from marketplace.catalog.models.social import (
    Collection,
    CollectionItem,
    Comment,
    Follow,
    Make,
    Review,
    ReviewPhoto,
)
from marketplace.catalog.models.uploads import Conversion, ShapePrint, Upload, UploadEvent, UploadPart
from marketplace.catalog.models.versions import RemixSource, Version

__all__ = [
    "Category",
    "Collection",
    "CollectionItem",
    "Comment",
    "Conversion",
    "DownloadLog",
    "Entitlement",
    "Follow",
    "Licence",
    "Like",
    "LikeChange",
    "Listing",
    "ListingDay",
    "ListingFigures",
    "ListingFile",
    "ListingMeaning",
    "ListingView",
    "Make",
    "Offer",
    "Picture",
    "PriceChange",
    "RemixSource",
    "Review",
    "ReviewDesk",
    "ReviewPhoto",
    "SavedSearch",
    "SearchDoc",
    "SearchSample",
    "ShapePrint",
    "Tag",
    "Upload",
    "UploadEvent",
    "UploadPart",
    "Version",
]
