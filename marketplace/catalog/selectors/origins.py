"""What a listing was made from, and which licences that leaves open to it."""

from dataclasses import dataclass

from django.db.models import F

from marketplace.catalog import remixing
from marketplace.catalog.models import Licence, Listing
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
    rows = listing.remix_sources.order_by("pk").values_list("name", "licences", "source__seller")
    return [
        remixing.Source(name, tuple(licences), is_own=seller == listing.seller_id) for name, licences, seller in rows
    ]


def credits_of(listing_id: int) -> tuple[Credit, ...]:
    rows = (
        Listing.objects.filter(pk=listing_id, remix_sources__isnull=False)
        .order_by("remix_sources__pk")
        .values_list(
            "remix_sources__source",
            "remix_sources__name",
            "remix_sources__creator",
            "remix_sources__licences",
            slug=F("remix_sources__source__slug"),
        )
    )
    return tuple(
        Credit(pk, name, creator, model_url(pk, slug) if pk else "", tuple(licences))
        for pk, name, creator, licences, slug in rows
    )


def closed_licences(listing: Listing) -> dict[str, str]:
    """The licences that the sources do not leave open, each with the reason in words."""
    sources = sources_of(listing)
    reasons = {licence: remixing.why_not(licence, 0, sources) for licence in Licence.values}
    return {licence: reason for licence, reason in reasons.items() if reason}
