"""The licences a listing is offered under, with their prices; every price that was in the shop is remembered."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from django.conf import settings
from django.db.models import F
from django.utils import timezone

from marketplace.catalog import prices
from marketplace.catalog.models import Licence, Listing, Offer, PriceChange
from nexus.foundation.errors import Invalid

TEAM_MOST = 10_000
ON_SHOW = {Listing.State.APPROVED, Listing.State.PENDING}


class Price(NamedTuple):
    """One licence and what is asked for it."""

    licence: str
    price_cents: int
    compare_at_cents: int | None = None
    team_size: int | None = None


def set_offers(listing: Listing, offers: Sequence[Price | tuple[str, int]], *, now: datetime | None = None) -> None:
    """Make these the listing's offers, the first one shown and bought. Rows of licences that stay are kept.

    Needs a transaction and the listing's lock. Raises Invalid naming `offers`, `licence`, `price`, `compare_at` or
    `team_size`. A listing on show keeps at least one offer.
    """
    wanted, at = [Price(*offer) for offer in offers], now or timezone.now()
    _check(listing, wanted, at)
    kept = {offer.licence: offer for offer in listing.offers.all()}
    listing.offers.exclude(licence__in=[one.licence for one in wanted]).delete()
    listing.offers.update(position=F("position") + 1000)  # out of the way: places are taken once
    for place, one in enumerate(wanted):
        offer = kept.get(one.licence) or Offer(listing=listing, licence=one.licence)
        offer.price_cents, offer.compare_at_cents = one.price_cents, one.compare_at_cents
        offer.team_size, offer.position = one.team_size, place
        offer.save()
    if listing.state == Listing.State.APPROVED:
        remember_prices(listing, now=at)


def remember_prices(listing: Listing, *, now: datetime | None = None) -> None:
    """Note what the shop asks from now on, where it is something else than it was."""
    at = now or timezone.now()
    asked: dict[str, int | None] = dict(listing.offers.values_list("licence", "price_cents"))
    last = dict(listing.price_changes.order_by("at", "pk").values_list("licence", "price_cents"))
    changed = [
        PriceChange(listing=listing, licence=licence, price_cents=asked.get(licence), at=at)
        for licence in sorted(asked.keys() | last.keys())
        if licence not in last or last[licence] != asked.get(licence)
    ]
    PriceChange.objects.bulk_create(changed)


def check_price(cents: int) -> None:
    """0, or from the lowest price to the highest; Invalid with the limit named."""
    if reason := prices.why_no_price(cents, lowest=settings.MINIMUM_PRICE_CENTS):
        raise _wrong("price", reason)


def _check(listing: Listing, wanted: Sequence[Price], now: datetime) -> None:
    if not wanted and listing.state in ON_SHOW:
        raise _wrong("offers", "A model in the shop needs at least one price; 0 is free.")
    licences = [one.licence for one in wanted]
    unknown = [licence for licence in licences if licence not in Licence.values]
    if unknown:
        raise _wrong("licence", f"There is no licence {unknown[0][:20]!r}. Known are: {', '.join(Licence.values)}.")
    if len(set(licences)) < len(licences):
        raise _wrong("offers", "Each licence can be offered once.")
    for one in wanted:
        check_price(one.price_cents)
        _check_team(one)
        _check_struck(listing, one, now)


def _check_team(one: Price) -> None:
    if one.team_size is None:
        return
    if one.licence != Licence.COMMERCIAL:
        raise _wrong("team_size", "Only a commercial licence has a team size.")
    if not 1 <= one.team_size <= TEAM_MOST:
        raise _wrong("team_size", f"A team has from 1 to {TEAM_MOST:,} people.")


def _check_struck(listing: Listing, one: Price, now: datetime) -> None:
    if one.compare_at_cents is None:
        return
    rows = list(listing.price_changes.filter(licence=one.licence).order_by("at", "pk").values_list("at", "price_cents"))
    reference = prices.lowest_before(rows, one.price_cents, now=now)
    if reason := prices.why_not_struck(one.compare_at_cents, one.price_cents, reference):
        raise _wrong("compare_at", reason)


def _wrong(field: str, sentence: str) -> Invalid:
    return Invalid(sentence, fields={field: [sentence]})
