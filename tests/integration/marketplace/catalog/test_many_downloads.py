"""Several models of a library in one zip, and files that go to a slicing program."""

import io
import zipfile

import pytest

from marketplace.catalog import slicers
from marketplace.catalog.models import DownloadLog
from marketplace.catalog.services import bundles, downloads
from nexus.foundation.errors import Invalid, NotAllowed, NotFound
from tests import make

pytestmark = pytest.mark.django_db


def token_of(link):
    return link.url.split("/get/")[1].split("/")[0]


def names_in(opened):
    with zipfile.ZipFile(io.BytesIO(b"".join(bundles.sent(opened.bundle)))) as held:
        assert held.testzip() is None
        return set(held.namelist())


def test_a_zip_of_many_holds_each_model_with_its_licence_and_certificate_and_only_what_is_held():
    reader = make.person()
    one, two, others = make.listing(), make.listing(), make.listing()
    make.holder(others)
    for listing in (one, two):
        make.holder(listing, reader)
    mine = list(reader.entitlements.order_by("pk").values_list("pk", flat=True))
    link = downloads.open_many([*mine, others.entitlements.get().pk, 999_999], by=reader)
    assert not DownloadLog.objects.exists(), "nothing is downloaded by making a link"

    names = names_in(downloads.use_link(token_of(link), viewer_id=reader.pk))
    taken = DownloadLog.objects.filter(reader=reader).values_list("listing", "file__version")
    assert sorted(taken) == [(one.pk, 1), (two.pk, 1)], "each download is noted, so that a refund knows"
    assert {name.split("/")[0] for name in names} == {f"{one.slug}-{one.pk}", f"{two.slug}-{two.pk}"}
    for listing in (one, two):
        folder = f"{listing.slug}-{listing.pk}"
        assert {f"{folder}/{name}" for name in ("README.txt", "LICENCE.txt", "CERTIFICATE.txt")} <= names

    one.entitlements.update(ended_at=one.created_at)
    left = names_in(downloads.use_link(token_of(link), viewer_id=reader.pk))
    assert {name.split("/")[0] for name in left} == {f"{two.slug}-{two.pk}"}, "a right that ended meanwhile is left out"
    two.entitlements.update(ended_at=two.created_at)
    with pytest.raises(NotAllowed):
        downloads.use_link(token_of(link), viewer_id=reader.pk)


def test_two_licences_of_one_model_give_its_files_once_and_both_texts():
    reader, listing = make.person(), make.listing(offers=[("personal", 400), ("commercial", 900)])
    for licence in ("personal", "commercial"):
        from marketplace.catalog.services import entitlements

        entitlements.grant(listing, licence=licence, holder=reader, reason="bought")
    rights = list(reader.entitlements.values_list("pk", flat=True))
    names = names_in(downloads.use_link(token_of(downloads.open_many(rights, by=reader)), viewer_id=reader.pk))
    folder = f"{listing.slug}-{listing.pk}"
    assert {f"{folder}/LICENCE.txt", f"{folder}/LICENCE-commercial.txt"} <= names
    assert f"{folder}/CERTIFICATE-commercial.txt" in names


def test_a_link_to_many_is_its_readers_alone_and_takes_a_number_of_models():
    reader, listing = make.person(), make.listing()
    make.holder(listing, reader)
    link = downloads.open_many([reader.entitlements.get().pk], by=reader)
    with pytest.raises(NotAllowed):
        downloads.use_link(token_of(link), viewer_id=make.person().pk)
    with pytest.raises(Invalid):
        downloads.open_many(range(1, downloads.MANY_MOST + 2), by=reader)


def test_the_library_zips_what_is_ticked_and_says_where_nothing_is(client):
    reader, listing = make.person(), make.listing()
    make.holder(listing, reader)
    client.force_login(reader)
    assert 'name="right"' in client.get("/library/").content.decode()
    answer = client.post("/library/zip/", {"right": [reader.entitlements.get().pk]})
    assert answer.status_code == 302
    assert "/get/" in answer["Location"]
    empty = client.post("/library/zip/")
    assert empty.status_code == 400
    assert downloads.NOTHING_HELD in empty.content.decode()


def test_a_slicing_program_is_handed_a_file_it_reads_by_a_page_of_ours(client):
    reader, listing = make.person(), make.listing()
    make.holder(listing, reader)
    client.force_login(reader)
    page = client.get(f"/models/{listing.pk}-{listing.slug}/").content.decode()
    assert "OrcaSlicer" in page
    waits = client.post(f"/models/{listing.pk}/download/", {"slicer": "orcaslicer"})
    assert "/conversions/" in waits["Location"], "what it reads is made first"
    assert client.post(f"/models/{listing.pk}/download/", {"slicer": "paint"}).status_code == 404

    from marketplace.catalog.models import ListingFile

    glb = listing.files.get()
    ListingFile.objects.create(listing=listing, file=glb.file, format="stl", is_source=False)
    answer = client.post(f"/models/{listing.pk}/download/", {"slicer": "orcaslicer"}).content.decode()
    assert "orcaslicer://open?file=http" in answer
    assert f"{listing.slug}.stl" in answer


def test_a_programs_address_carries_the_file_whole():
    assert slicers.address_of("cura", "http://x/get/a b?c=1") == "cura://open?file=http%3A%2F%2Fx%2Fget%2Fa%20b%3Fc%3D1"
    with pytest.raises(NotFound):
        slicers.address_of("javascript", "http://x/")
