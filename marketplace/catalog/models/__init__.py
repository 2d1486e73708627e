"""What is offered: listings with their offers, files and pictures, and who holds the right to them."""

from marketplace.catalog.models.entitlements import DownloadLog, Entitlement
from marketplace.catalog.models.listings import Category, Licence, Like, Listing, ListingFile, Offer, Picture, Tag
from marketplace.catalog.models.search import SearchDoc
from marketplace.catalog.models.uploads import Upload

__all__ = [
    "Category",
    "DownloadLog",
    "Entitlement",
    "Licence",
    "Like",
    "Listing",
    "ListingFile",
    "Offer",
    "Picture",
    "SearchDoc",
    "Tag",
    "Upload",
]
