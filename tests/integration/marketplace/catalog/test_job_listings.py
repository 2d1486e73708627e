"""What a job made is measured, and takes new versions, like what was uploaded."""

import pytest

from generation.mesh import nearness
from marketplace.catalog.models import ListingFile, ShapePrint
from marketplace.catalog.selectors.files import duplicates_of
from marketplace.catalog.selectors.shapes import category_by_shape
from marketplace.catalog.services import checking, listings, publishing, review_queue, turntables
from nexus.foundation.outbox import OutboxMessage
from nexus.foundation.storage.models import StoredFile
from tests import make

pytestmark = pytest.mark.django_db


class Measured:
    """A child that measures the box, as the mesh room does."""

    def call(self, request, **_limits):
        from generation.mesh.__main__ import work

        return work(request["verb"], request["source"], request["folder"], **request["options"])


@pytest.fixture
def made():
    maker = make.person()
    listing = publishing.publish_job(make.made_job(maker).pk, by=maker, price_cents=0)
    listings.update_listing(listing.pk, by=maker, category="furniture")
    listings.submit(listing.pk, by=maker)
    return review_queue.approve(listing.pk, by=make.staff())


def test_its_shape_is_measured_once_and_near_copies_are_found(made):
    assert OutboxMessage.objects.filter(fact="job.published", ids={"listing": made.pk}).exists()
    for _ in range(2):
        checking.print_shapes(made.pk, child=Measured())
    mine = ShapePrint.objects.get(file__in=ListingFile.objects.filter(listing=made).values("file"))
    assert mine.version == nearness.VERSION

    other = make.listing()
    ShapePrint.objects.create(
        file=other.files.get().file, version=mine.version, second=mine.second, third=mine.third, values=mine.values
    )
    assert [row.listing_id for row in duplicates_of(made.pk, by=make.staff())] == [other.pk]


def test_a_sent_file_becomes_its_next_version_without_the_old_sliders(made):
    assert made.specification
    after = make.next_version(made)
    assert (after.pk, after.specification, after.ai_generated) == (made.pk, None, True)
    assert after.provenance == made.provenance, "the signed origin goes on telling of version 1"
    assert sorted(after.files.values_list("version", flat=True).distinct()) == [1, 2]


def test_its_page_offers_the_next_version(made, client):
    client.force_login(made.seller)
    assert "/version/" in client.get(f"/models/{made.pk}/edit/?step=files").content.decode()


def test_a_nameless_thing_gets_the_category_of_what_has_its_shape(made):
    checking.print_shapes(made.pk, child=Measured())
    like = ShapePrint.objects.get()
    draft = make.with_file(make.draft(name="Qwrtz"))
    assert category_by_shape(draft.pk) == ""
    ShapePrint.objects.create(
        file=draft.files.get().file, version=like.version, second=like.second, third=like.third, values=like.values
    )
    assert category_by_shape(draft.pk) == "furniture"
    ShapePrint.objects.filter(file=draft.files.get().file).update(values=[1.0] + [0.0] * 95)
    assert category_by_shape(draft.pk) == "", "a shape that is like nothing here says nothing"


def test_what_a_job_made_turns_on_its_card_once_it_is_in_the_shop(made):
    assert OutboxMessage.objects.filter(fact="listing.approved", ids={"listing": made.pk}).exists()
    for _ in range(2):
        turntables.draw_of_listing(made.pk, child=Measured())
    drawn = made.pictures.select_related("file").get(kind="turntable")
    assert (drawn.file.is_open, drawn.width) in {(True, 1536), (True, 1152)}, "Filament's 24 views, or our own twelve"


def test_a_turntable_of_a_mesh_that_was_replaced_meanwhile_is_not_kept(made):
    class Replaces(Measured):
        def call(self, request, **limits):
            answer = super().call(request, **limits)
            made.pictures.filter(kind="preview").update(file=make.listing().pictures.get(kind="preview").file)
            return answer

    turntables.draw_of_listing(made.pk, child=Replaces())
    assert not made.pictures.filter(kind="turntable").exists()
    assert StoredFile.objects.filter(filename__contains="turntable").count() == 0, "nor is its file"


def test_a_turntable_that_cannot_be_drawn_leaves_the_still(made):
    class Refuses:
        def call(self, _request, **_limits):
            return {"ok": False, "refused": {"sentence": "It is broken.", "remedy": "Mend it."}}

    turntables.draw_of_listing(made.pk, child=Refuses())
    assert not made.pictures.filter(kind="turntable").exists()
    assert made.pictures.filter(kind="still").exists()
