"""What a listing was made from: its sources with their credit, and what their licences leave open."""

from collections.abc import Sequence

from django.db.models import Q

from marketplace.catalog import remixing
from marketplace.catalog.models import Entitlement, Listing, RemixSource
from marketplace.catalog.selectors.origins import sources_of
from marketplace.catalog.selectors.visibility import listings_visible_to
from nexus.foundation.errors import Invalid

SOURCES_MOST = 10
REPOST = (
    "Somebody else's model cannot be offered again as it is. "
    "Declare a remix where you changed it and its licence lets you."
)


def set_origin(listing: Listing, *, origin: str, source_ids: Sequence[int] | None) -> None:
    """Original, or a remix of listings that its creator may see. Raises Invalid naming `origin` or `remix_of`.

    What a source's licences allowed when it was chosen is kept: closing a licence later takes nothing back.
    """
    if origin == "repost":
        raise _wrong("origin", REPOST)
    if origin not in Listing.Origin.values:
        raise _wrong("origin", f"There is no origin {origin[:20]!r}. Known are: {', '.join(Listing.Origin.values)}.")
    if origin == Listing.Origin.ORIGINAL and source_ids:
        raise _wrong("remix_of", "An original has no sources. Declare a remix, or leave the sources out.")
    listing.origin = origin
    listing.save(update_fields=["origin", "updated_at"])
    if origin == Listing.Origin.ORIGINAL:
        listing.remix_sources.all().delete()
    elif source_ids is not None:
        _set_sources(listing, list(dict.fromkeys(source_ids)))


def check_licences(listing: Listing) -> None:
    """Every offer must be one that the sources leave open; Invalid with the reason in words at `offers`."""
    sources = sources_of(listing)
    for licence, cents in listing.offers.order_by("position").values_list("licence", "price_cents"):
        if reason := remixing.why_not(licence, cents, sources):
            raise _wrong("offers", reason)


def _set_sources(listing: Listing, ids: list[int]) -> None:
    if listing.pk in ids:
        raise _wrong("remix_of", "A model is not made from itself.")
    if len(ids) > SOURCES_MOST:
        raise _wrong("remix_of", f"These are {len(ids)} sources; the most is {SOURCES_MOST}.")
    kept = set(listing.remix_sources.exclude(source=None).values_list("source_id", flat=True))
    listing.remix_sources.filter(~Q(source=None), ~Q(source__in=ids)).delete()
    fresh = [pk for pk in ids if pk not in kept]
    seen = {
        row.pk: row
        for row in listings_visible_to(listing.seller)
        .filter(pk__in=fresh, audience=Listing.Audience.PUBLIC)
        .select_related("seller")
        .prefetch_related("offers")
    }
    for pk in fresh:
        if pk not in seen:
            raise _wrong("remix_of", f"There is no model {pk} that you may see.")
        _add(listing, seen[pk])


def _add(listing: Listing, source: Listing) -> None:
    held = Entitlement.objects.filter(listing=source, holder=listing.seller_id, ended_at=None)
    free = [offer.licence for offer in source.offers.all() if offer.price_cents == 0]
    licences = sorted({*free, *held.values_list("licence", flat=True)})
    is_own = source.seller_id == listing.seller_id
    if reason := remixing.forbids(remixing.Source(source.name, tuple(licences), is_own=is_own)):
        raise _wrong("remix_of", reason)
    RemixSource.objects.create(
        listing=listing, source=source, name=source.name, creator=source.seller.name, licences=licences
    )


def _wrong(field: str, sentence: str) -> Invalid:
    return Invalid(sentence, fields={field: [sentence]})
