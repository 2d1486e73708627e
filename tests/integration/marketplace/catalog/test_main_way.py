"""The main way of a model: made → published → submitted → approved → found → seen → downloaded."""

import pytest
from django.test import Client

from marketplace.catalog import selectors
from marketplace.catalog.models import DownloadLog, Entitlement
from marketplace.catalog.provenance import is_genuine
from marketplace.catalog.selectors import SearchQuery
from marketplace.catalog.services import downloads, entitlements, listings, publishing, review_queue
from marketplace.transactions.selectors.library import library_of
from nexus.foundation.errors import NotAllowed
from nexus.foundation.outbox import OutboxMessage
from nexus.foundation.storage import files
from tests import make

pytestmark = pytest.mark.django_db


def test_a_made_model_is_published_approved_found_claimed_and_downloaded() -> None:
    maker, buyer, staff = make.person(), make.person(), make.staff()
    job = make.made_job(maker)

    listing = publishing.publish_job(job.pk, by=maker, price_cents=0)
    assert listing.state == "draft"
    assert listing.ai_generated
    assert listing.category.slug == "furniture"
    assert is_genuine(listing.provenance)
    assert {row.format: (row.is_source, row.file.is_open) for row in listing.files.all()}["glb"] == (True, False)
    assert {row.kind for row in listing.pictures.all()} == {"still", "large", "shelf", "og", "preview"}
    assert all(row.file.is_open for row in listing.pictures.all())

    listings.submit(listing.pk, by=maker)
    review_queue.approve(listing.pk, by=staff)
    assert set(OutboxMessage.objects.values_list("fact", flat=True)) >= {"listing.approved", "listing.changed"}

    found = selectors.search(None, SearchQuery(text="tables oak"))
    assert [card.id for card in found.cards] == [listing.pk]
    assert found.count == 1

    page = selectors.listing_page(buyer, listing.pk)
    assert page.preview_url
    assert page.preview_url != page.still_url
    assert not page.viewer.can_download

    with pytest.raises(NotAllowed) as refused:
        downloads.open_download(listing.pk, by=buyer, format="glb")
    assert refused.value.code == "purchase_required"

    entitlements.claim_free(listing.pk, by=buyer)
    link = downloads.open_download(listing.pk, by=buyer, format="glb")
    answer = Client().get(link.url)
    body = b"".join(answer.streaming_content)
    assert body[:4] == b"glTF"
    assert len(body) == link.size
    assert "attachment" in answer["Content-Disposition"]
    assert DownloadLog.objects.filter(listing=listing, reader=buyer).count() == 1
    assert [item.listing_id for item in library_of(buyer).items] == [listing.pk]


def test_publishing_twice_is_one_listing_and_outlives_its_job() -> None:
    from generation import services as generation

    maker = make.person()
    job = make.made_job(maker)
    first = publishing.publish_job(job.pk, by=maker)
    again = publishing.publish_job(job.pk, by=maker, name="Another name")
    assert (first.pk, first.name) == (again.pk, again.name)

    generation.delete(job.pk, by=maker)
    source = first.files.get(is_source=True).file
    assert files.open_stored(source).read(4) == b"glTF"
    assert Entitlement.objects.count() == 0
