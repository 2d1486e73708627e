"""Prices over time, team sizes, and what a remix may be offered under."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from marketplace.catalog import selectors
from marketplace.catalog.models import Listing, Offer, PriceChange
from marketplace.catalog.services import listings, offers
from marketplace.catalog.services.offers import Price
from nexus.foundation.errors import Conflict, Invalid
from tests import make

pytestmark = pytest.mark.django_db


def days_ago(row: Listing, days: int) -> None:
    PriceChange.objects.filter(listing=row).update(at=timezone.now() - timedelta(days=days))


def test_a_price_is_remembered_from_the_day_it_is_in_the_shop_and_only_when_it_changes() -> None:
    row = make.listing(price_cents=900)
    assert list(row.price_changes.values_list("licence", "price_cents")) == [("personal", 900)]
    listings.update_listing(row.pk, by=row.seller, offers=[("personal", 900), ("commercial", 4000)])
    listings.update_listing(row.pk, by=row.seller, offers=[("personal", 700)])
    assert list(row.price_changes.order_by("pk").values_list("licence", "price_cents")) == [
        ("personal", 900), ("commercial", 4000), ("commercial", None), ("personal", 700),
    ]  # fmt: skip
    assert make.draft(offers=[("personal", 500)]).price_changes.count() == 0


def test_a_struck_price_must_have_been_asked_and_stays_while_the_sale_does() -> None:
    row = make.listing(price_cents=900)
    days_ago(row, 40)
    with pytest.raises(Invalid) as refused:
        listings.update_listing(row.pk, by=row.seller, offers=[Price("personal", 600, 1200)])
    assert "9.00" in refused.value.fields["compare_at"][0]
    for _ in range(2):  # saving the same again is no second reduction
        listings.update_listing(row.pk, by=row.seller, offers=[Price("personal", 600, 900)])
    offer = row.offers.get()
    assert (offer.price_cents, offer.compare_at_cents) == (600, 900)
    with pytest.raises(Invalid):
        make.draft(offers=[Price("personal", 600, 900)])


def test_offers_keep_their_rows_and_change_places() -> None:
    row = make.draft(offers=[("personal", 500), ("commercial", 3000)])
    before = dict(row.offers.values_list("licence", "pk"))
    offers.set_offers(row, [Price("commercial", 2500, team_size=5), Price("personal", 500), Price("cc0", 0)])
    after = list(row.offers.order_by("position").values_list("licence", "price_cents", "team_size"))
    assert after == [("commercial", 2500, 5), ("personal", 500, None), ("cc0", 0, None)]
    assert {licence: row.offers.get(licence=licence).pk for licence in before} == before


def test_only_a_commercial_licence_has_a_team_and_the_database_says_so_too() -> None:
    row = make.draft()
    with pytest.raises(Invalid) as refused:
        offers.set_offers(row, [Price("personal", 500, team_size=5)])
    assert "team_size" in refused.value.fields
    for wrong in ({"team_size": 3}, {"compare_at_cents": 500}, {"compare_at_cents": 400}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Offer.objects.create(listing=row, licence="personal", price_cents=500, position=9, **wrong)


def test_a_remix_names_its_sources_and_cannot_be_offered_as_they_forbid() -> None:
    source = make.listing(price_cents=0, licence="cc-by-sa", name="Oak chair")
    row = make.with_file(make.draft(category="home", origin="remix", remix_of=[source.pk]))
    with pytest.raises(Invalid) as refused:
        listings.update_listing(row.pk, by=row.seller, offers=[("personal", 500)])
    assert "can only be CC BY-SA" in refused.value.fields["offers"][0]
    assert not row.offers.exists()
    listings.update_listing(row.pk, by=row.seller, offers=[("cc-by-sa", 0)])
    assert set(selectors.missing_for_submit(row)) == set()
    listings.submit(row.pk, by=row.seller)


def test_closing_a_source_later_takes_nothing_back_and_its_end_keeps_the_credit() -> None:
    source = make.listing(price_cents=0, licence="cc-by", name="Oak chair")
    row = make.draft(origin="remix", remix_of=[source.pk], offers=[("cc-by", 0)])
    listings.update_listing(source.pk, by=source.seller, offers=[("personal", 900)])
    listings.update_listing(row.pk, by=row.seller, remix_of=[source.pk], offers=[("cc-by", 300)])
    listings.delete_listing(source.pk, by=source.seller)
    credit = row.remix_sources.get()
    assert (credit.source_id, credit.name) == (None, "Oak chair")


@pytest.mark.parametrize("licence", ["personal", "cc-by-nd"])
def test_what_forbids_changes_is_no_source_unless_it_is_ones_own(licence: str) -> None:
    source = make.listing(price_cents=0, licence=licence)
    with pytest.raises(Invalid) as refused:
        make.draft(origin="remix", remix_of=[source.pk])
    assert "remix_of" in refused.value.fields
    assert make.draft(source.seller, origin="remix", remix_of=[source.pk]).remix_sources.count() == 1


def test_drafts_of_others_oneself_and_reposts_are_no_sources() -> None:
    row = make.draft()
    for changes in (
        {"origin": "remix", "remix_of": [make.draft().pk]},
        {"origin": "remix", "remix_of": [row.pk]},
        {"origin": "remix", "remix_of": [10**12]},
        {"origin": "original", "remix_of": [make.listing(price_cents=0, licence="cc0").pk]},
        {"origin": "repost"},
    ):
        with pytest.raises(Invalid):
            listings.update_listing(row.pk, by=row.seller, **changes)
    listings.update_listing(row.pk, by=row.seller, origin="remix")
    assert any("made from" in sentence for sentence in selectors.missing_for_submit(Listing.objects.get(pk=row.pk)))
    with pytest.raises(Conflict):
        listings.submit(row.pk, by=row.seller)
