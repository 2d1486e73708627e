"""Formats made on demand: once for everybody, only for holders, never of a file that is gone; and all in one zip."""

import io
import json
import zipfile

import pytest

from generation.mesh import convert, normal
from generation.services import FORMATS
from marketplace.catalog.models import Conversion, DownloadLog
from marketplace.catalog.selectors import files as asked_of_files
from marketplace.catalog.services import bundles, checking, conversions, downloads
from nexus.foundation.errors import Conflict, Invalid, NotAllowed, NotFound
from nexus.foundation.outbox import OutboxMessage
from nexus.foundation.storage import files, links
from tests import make

pytestmark = pytest.mark.django_db


def made(row: Conversion) -> Conversion:
    conversions.make_conversion(row.pk)
    row.refresh_from_db()
    return row


def test_the_formats_offered_are_those_that_are_written() -> None:
    assert set(FORMATS) == set(convert.FORMATS)


def test_a_format_is_made_once_and_is_then_a_file_like_any_other() -> None:
    listing = make.listing()
    holder, other = make.holder(listing), make.holder(listing)
    first = conversions.ask_conversion(listing.pk, by=holder, format="STL")
    second = conversions.ask_conversion(listing.pk, by=other, format="stl")
    assert first.pk == second.pk
    assert OutboxMessage.objects.filter(fact="conversion.asked").count() == 1
    with pytest.raises(Conflict) as early:
        downloads.open_download(listing.pk, by=holder, format="stl")
    assert early.value.code == "not_made"
    assert asked_of_files.formats_being_made(listing.pk) == ["stl"]

    row = made(first)
    assert (row.state, row.made.is_source, row.made.format) == ("ready", False, "stl")
    assert made(first).made_id == row.made_id
    assert listing.files.filter(format="stl").count() == 1
    assert conversions.ask_conversion(listing.pk, by=other, format="stl") is None
    link = downloads.open_download(listing.pk, by=other, format="stl")
    assert link.filename == f"{listing.slug}.stl"
    assert not DownloadLog.objects.exists()
    downloads.use_link(link.url.split("/get/")[1].split("/")[0], viewer_id=other.pk)
    assert DownloadLog.objects.get(reader=other).file_id == row.made_id
    with files.open_stored(row.made.file) as handle:
        assert normal.normalised(handle.read()).origin.format == "stl"


def test_only_holders_ask_and_only_for_what_can_be_made() -> None:
    listing = make.listing()
    with pytest.raises(NotAllowed) as refused:
        conversions.ask_conversion(listing.pk, by=make.person(), format="stl")
    assert refused.value.code == "purchase_required"
    for wanted in ("fbx", "gltf", "exe"):
        with pytest.raises(Invalid):
            conversions.ask_conversion(listing.pk, by=make.holder(listing), format=wanted)
    with pytest.raises(NotFound):
        conversions.ask_conversion(listing.pk, by=listing.seller, format="stl", version=7)
    row = conversions.ask_conversion(listing.pk, by=listing.seller, format="ply")
    assert conversions.conversion_seen_by(make.holder(listing), row.pk).pk == row.pk
    with pytest.raises(NotFound):
        conversions.conversion_seen_by(make.person(), row.pk)
    assert Conversion.objects.count() == 1


def test_one_that_fails_says_why_and_may_be_tried_again_later(monkeypatch: pytest.MonkeyPatch) -> None:
    listing = make.listing()
    row = conversions.ask_conversion(listing.pk, by=listing.seller, format="3mf")

    class Fails:
        def call(self, _request, **_how):
            return {"ok": False, "refused": {"rule": "x", "sentence": "It has no surface.", "remedy": "Give it one."}}

    conversions.make_conversion(row.pk, child=Fails())
    row.refresh_from_db()
    assert (row.state, row.reason) == ("failed", "It has no surface. Give it one.")
    with pytest.raises(Conflict) as refused:
        conversions.ask_conversion(listing.pk, by=listing.seller, format="3mf")
    assert refused.value.code == "conversion_failed"
    monkeypatch.setattr(conversions, "AGAIN_AFTER", -conversions.AGAIN_AFTER)
    assert conversions.ask_conversion(listing.pk, by=listing.seller, format="3mf").state == "waiting"


def test_a_new_source_takes_conversions_of_the_old_one_with_it() -> None:
    row = make.draft()
    checking.check_upload(make.upload(row).pk)
    asked = conversions.ask_conversion(row.pk, by=row.seller, format="stl")
    waiting = conversions.ask_conversion(row.pk, by=row.seller, format="ply")
    made(asked)
    checking.check_upload(make.upload(row).pk)
    conversions.make_conversion(waiting.pk)
    assert not Conversion.objects.exists()
    assert [file.format for file in row.files.all()] == ["glb"]


def test_the_menu_names_sources_first_and_how_long_the_others_take() -> None:
    listing = make.listing()
    rows = asked_of_files.download_menu(listing, listing.files.select_related("file"), waiting=["ply"])
    assert (rows[0].format, rows[0].is_source) == ("glb", True)
    assert {row.format for row in rows} == set(FORMATS)
    told = {row.format: (row.is_made, row.is_being_made, row.size is not None, row.about_seconds > 0) for row in rows}
    assert told["glb"] == (True, False, True, False)
    assert told["ply"] == (False, True, False, True)


def test_everything_comes_as_one_zip_with_licence_and_certificate_while_the_right_holds() -> None:
    listing = make.listing()
    holder = make.holder(listing)
    link = downloads.open_bundle(listing.pk, by=holder)
    token = link.url.split("/get/")[1].split("/")[0]
    opened = downloads.use_link(token, viewer_id=holder.pk)
    pieces = list(bundles.sent(opened.bundle))
    with zipfile.ZipFile(io.BytesIO(b"".join(pieces))) as held:
        assert held.testzip() is None
        assert set(held.namelist()) == {"README.txt", "LICENCE.txt", "CERTIFICATE.txt", f"{listing.slug}.glb"}
        assert held.read(f"{listing.slug}.glb") == make.glb()
        right = listing.entitlements.get(holder=holder)
        assert right.certificate_code in held.read("CERTIFICATE.txt").decode()
        assert holder.name in held.read("CERTIFICATE.txt").decode()
    assert b"".join(bundles.sent(opened.bundle)) == b"".join(pieces)
    listing.entitlements.update(ended_at=listing.created_at)
    with pytest.raises(NotAllowed):
        downloads.use_link(token, viewer_id=holder.pk)
    with pytest.raises(NotAllowed):
        downloads.open_bundle(listing.pk, by=make.person())
    assert json.dumps(links.read_signed(token).right) == f'"bundle:{listing.pk}"'
