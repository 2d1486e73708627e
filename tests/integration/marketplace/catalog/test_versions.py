"""New files of an approved listing wait for review while the old ones sell."""

import pytest
from django.db import IntegrityError, transaction

from accounts.models import Notification
from marketplace.catalog import selectors, tasks
from marketplace.catalog.models import Listing, ListingFile, Picture, Version
from marketplace.catalog.services import listings, review_queue, versions
from nexus.foundation.errors import Conflict, Invalid, NotAllowed, NotFound
from nexus.foundation.outbox import OutboxMessage
from nexus.foundation.storage.models import StoredFile
from tests import make

pytestmark = pytest.mark.django_db


def test_the_first_approval_is_version_one() -> None:
    row = make.listing()
    assert list(row.versions.values_list("number", "state")) == [(1, "approved")]


def test_a_version_waits_while_the_old_one_sells_and_takes_its_place_when_approved() -> None:
    row = make.listing(name="Oak chair")
    old_file, old_pictures = row.files.get().pk, set(row.pictures.values_list("pk", flat=True))
    holder = make.holder(row)
    Listing.objects.filter(pk=row.pk).update(facts={**row.facts, "triangles": 4000})

    waits = make.waiting_version(row, "Thicker walls.")
    row.refresh_from_db()
    assert row.state == "approved"
    assert set(row.pictures.values_list("pk", flat=True)) == old_pictures
    assert selectors.listing_page(None, row.pk).formats[0].id == old_file
    assert "Triangles: 4,000 → 12." in waits.computed_changes
    with pytest.raises(NotFound):
        selectors.listing_page(make.person(), waits.carrier_id)
    assert [item.id for item in selectors.review_queue(make.staff())] == [waits.carrier_id]

    review_queue.approve(row.pk, by=make.staff())  # the listing's own id stands for its version in review
    row.refresh_from_db()
    waits.refresh_from_db()
    assert (waits.state, waits.carrier_id) == ("approved", None)
    assert row.facts["triangles"] == 12
    assert sorted(row.files.values_list("version", flat=True)) == [1, 2]
    assert row.pictures.count() == len(old_pictures)
    assert not set(row.pictures.values_list("pk", flat=True)) & old_pictures
    assert Listing.objects.filter(audience="version").count() == 0
    assert OutboxMessage.objects.get(fact="version.approved").ids == {"version": waits.pk}
    for _ in range(2):
        tasks.tell_new_version(version=waits.pk)
    assert Notification.objects.get(user=holder, kind="new_version").title == "“Oak chair” has a new version: 2."


def test_no_stored_file_is_lost_or_left_over_when_a_version_takes_its_place() -> None:
    row = make.next_version(make.listing())
    named = set(ListingFile.objects.values_list("file", flat=True)) | set(
        Picture.objects.values_list("file", flat=True)
    )
    assert set(StoredFile.objects.values_list("pk", flat=True)) == named
    assert selectors.listing_page(None, row.pk).preview_url


def test_a_rejected_version_is_changed_and_sent_again_or_thrown_away() -> None:
    row, staff = make.listing(), make.staff()
    waits = make.waiting_version(row)
    review_queue.reject(waits.carrier_id, by=staff, codes=["wrong_size"], reason="Ten times too big.")
    waits.refresh_from_db()
    assert waits.state == "rejected"
    again = versions.submit_version(row.pk, by=row.seller, changelog="Now in millimetres.")
    assert (again.pk, again.state) == (waits.pk, "pending")
    files_before = StoredFile.objects.count()
    versions.discard_version(row.pk, by=row.seller)
    assert not Version.objects.filter(pk=waits.pk).exists()
    assert Listing.objects.filter(audience="version").count() == 0
    assert StoredFile.objects.count() < files_before
    row.refresh_from_db()
    assert row.state == "approved"
    assert row.files.count() == 1


def test_there_is_one_open_version_and_only_of_what_is_in_the_shop_and_ones_own() -> None:
    row = make.listing()
    first = versions.open_version(row.pk, by=row.seller)
    assert versions.open_version(row.pk, by=row.seller).pk == first.pk
    with pytest.raises(IntegrityError), transaction.atomic():
        Version.objects.create(listing=row, number=9, carrier=make.draft(row.seller))
    with pytest.raises(NotAllowed):
        versions.open_version(row.pk, by=make.person())
    with pytest.raises(Conflict):
        versions.open_version(make.listing(state="draft", seller=row.seller).pk, by=row.seller)


def test_a_version_without_a_checked_file_is_not_submitted_and_nothing_is_left_open() -> None:
    row = make.listing()
    with pytest.raises(Conflict) as refused:
        versions.submit_version(row.pk, by=row.seller, changelog="New.")
    assert refused.value.code == "incomplete"
    assert row.versions.count() == 1


def test_a_file_sent_to_an_approved_listing_goes_into_its_next_version() -> None:
    row = make.listing()
    sent = make.upload(row)
    carrier = row.versions.get(state="draft").carrier
    assert sent.listing_id == carrier.pk
    of_another = make.upload(make.draft())
    with pytest.raises(Invalid) as refused:
        versions.submit_version(row.pk, by=row.seller, changelog="", upload_ids=[of_another.pk])
    assert "upload_ids" in refused.value.fields


def test_deleting_a_listing_takes_its_open_version_along() -> None:
    row = make.listing()
    make.waiting_version(row)
    listings.delete_listing(row.pk, by=row.seller)
    assert not Listing.objects.exists()
    assert not StoredFile.objects.exists()
