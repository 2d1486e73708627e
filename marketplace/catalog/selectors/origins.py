"""What a listing was made from, and which licences that leaves open to it."""

from dataclasses import dataclass

from marketplace.catalog import remixing
from marketplace.catalog.models import Licence, Listing, RemixSource
from marketplace.catalog.selectors.cards import model_url


@dataclass(frozen=True)
class Credit:
    """A source as the page names it; no address where it is gone."""

    id: int | None
    name: str
    creator: str
    url: str
    licences: tuple[str, ...]


def sources_of(listing: Listing) -> list[remixing.Source]:
    return _sources(listing.pk, listing.seller_id)


def _sources(listing_id: int, seller_id: int) -> list[remixing.Source]:
    rows = RemixSource.objects.filter(listing=listing_id).order_by("pk")
    found = rows.values_list("name", "licences", "source__seller")
    return [remixing.Source(name, tuple(licences), is_own=seller == seller_id) for name, licences, seller in found]


def credits_of(listing_id: int) -> tuple[Credit, ...]:
    rows = RemixSource.objects.filter(listing=listing_id).order_by("pk")
    found = rows.values_list("source", "name", "creator", "licences", "source__slug")
    return tuple(
        Credit(pk, name, creator, model_url(pk, slug) if pk and slug else "", tuple(licences))
        for pk, name, creator, licences, slug in found
    )


def closed_licences(listing_id: int, seller_id: int) -> dict[str, str]:
    """The licences that a listing's sources do not leave open, each with the reason in words."""
    sources = _sources(listing_id, seller_id)
    reasons = {licence: remixing.why_not(licence, 0, sources) for licence in Licence.values}
    return {licence: reason for licence, reason in reasons.items() if reason}
