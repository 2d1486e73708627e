"""What comes of a checked file: several sources, corrections by machine, files that are alike, events in order."""

from pathlib import Path

import pytest

from marketplace.catalog.models import Picture, ShapePrint, Upload
from marketplace.catalog.selectors import files as asked_of_files
from marketplace.catalog.services import checking, turntables, uploads
from nexus.foundation.errors import Conflict, Invalid, NotAllowed, NotFound
from nexus.foundation.storage.models import StoredFile
from tests import make

pytestmark = pytest.mark.django_db
GOOD = Path(make.__file__).parent / "samples" / "good"


def checked(row, name: str) -> Upload:
    upload = make.upload(row, (GOOD / name).read_bytes(), name)
    checking.check_upload(upload.pk)
    upload.refresh_from_db()
    assert upload.state == "ready", upload.reason
    return upload


def formats(row) -> dict[str, bool]:
    return dict(row.files.values_list("format", "is_source"))


def test_another_format_stands_beside_and_the_best_one_gives_the_facts() -> None:
    row = make.draft()
    obj = checked(row, "box_obj.zip")
    assert formats(row) == {"obj": True, "glb": False}
    assert row.files.get(format="obj").file.kind == "application/zip"
    glb = checked(row, "table.glb")
    assert formats(row) == {"obj": True, "glb": True}
    row.refresh_from_db()
    assert row.facts["mesh_nodes"] == 5

    uploads.remove_file(row.pk, row.files.get(format="glb").pk, by=row.seller)
    row.refresh_from_db()
    assert formats(row) == {"obj": True, "glb": False}
    assert row.facts["mesh_nodes"] == 1
    assert row.pictures.count() == len(checking.KEPT)
    assert not StoredFile.objects.filter(pk=glb.file_id).exists()
    assert StoredFile.objects.filter(pk=obj.file_id).exists()

    uploads.remove_file(row.pk, row.files.get(format="obj").pk, by=row.seller)
    row.refresh_from_db()
    assert (row.facts, row.text_twin, row.files.count(), row.pictures.count()) == (None, "", 0, 0)
    assert not StoredFile.objects.exists()


def test_a_checked_file_without_a_model_is_taken_by_one_later() -> None:
    row = make.draft()
    upload = uploads.receive_upload(None, by=row.seller, filename="box.glb", chunks=[make.glb()])
    with pytest.raises(Conflict):
        uploads.attach_upload(upload.pk, listing_id=row.pk, by=row.seller)
    checking.check_upload(upload.pk)
    uploads.attach_upload(upload.pk, listing_id=row.pk, by=row.seller)
    uploads.attach_upload(upload.pk, listing_id=row.pk, by=row.seller)
    row.refresh_from_db()
    assert row.facts["triangles"] == 12
    assert row.pictures.filter(kind="preview").exists()
    with pytest.raises(NotFound):
        uploads.attach_upload(upload.pk, listing_id=make.draft().pk, by=row.seller)
    with pytest.raises(Conflict) as refused:
        uploads.attach_upload(upload.pk, listing_id=make.draft(row.seller).pk, by=row.seller)
    assert refused.value.code == "in_use"


@pytest.mark.parametrize(
    ("name", "code", "then"),
    [
        ("box_open.glb", "open_edges", {"closed": True, "triangles": 12}),
        ("box_flipped_face.glb", "winding_inconsistent", {"winding_consistent": True, "triangles": 12}),
        ("box_degenerate.glb", "all", {"degenerate_faces": 0, "duplicate_faces": 0, "closed": True, "triangles": 12}),
    ],
)
def test_a_machine_corrects_what_it_can_and_the_copy_is_checked_like_any_file(name: str, code: str, then: dict) -> None:
    row = make.draft()
    source = checked(row, name)
    fixed = uploads.fix_upload(source.pk, by=row.seller, code=code)
    checking.check_upload(fixed.pk)
    fixed.refresh_from_db()
    assert fixed.state == "ready", fixed.reason
    assert {key: fixed.report[key] for key in then} == then
    row.refresh_from_db()
    assert row.facts == fixed.report
    assert row.files.get().file_id == fixed.file_id


def test_a_unit_is_set_and_the_format_kept() -> None:
    row = make.draft()
    source = checked(row, "box_20x10x30mm.stl")
    with pytest.raises(Invalid):
        uploads.fix_upload(source.pk, by=row.seller, code="unit", unit="ell")
    with pytest.raises(Invalid):
        uploads.fix_upload(source.pk, by=row.seller, code="unit", unit="millimeter")
    fixed = uploads.fix_upload(source.pk, by=row.seller, code="unit", unit="inch")
    checking.check_upload(fixed.pk)
    fixed.refresh_from_db()
    assert fixed.report["format"] == "stl"
    assert sorted(fixed.report["size_mm"]) == pytest.approx([254, 508, 762], rel=1e-5)


def test_what_is_not_wrong_or_not_ones_own_is_not_corrected() -> None:
    row = make.draft()
    source = checked(row, "box_open.glb")
    with pytest.raises(Invalid):
        uploads.fix_upload(source.pk, by=row.seller, code="duplicate_faces")
    with pytest.raises(NotFound):
        uploads.fix_upload(source.pk, by=make.person(), code="open_edges")
    assert Upload.objects.count() == 1


def test_the_turntable_follows_and_every_step_is_told_in_order() -> None:
    row = make.draft()
    upload = checked(row, "table.glb")
    assert not row.pictures.filter(kind="turntable").exists()
    turntables.finish_upload(upload.pk)
    turntables.finish_upload(upload.pk)
    turntable = row.pictures.get(kind=Picture.Kind.TURNTABLE)
    assert turntable.width % 6 == 0
    assert turntable.file.kind == "image/webp"

    events = list(asked_of_files.events_after({f"upload.{upload.pk}": 0}))
    assert [event.number for event in events] == list(range(1, len(events) + 1))
    assert [event.final for event in events] == [False] * (len(events) - 1) + [True]
    kinds = list(upload.events.order_by("number").values_list("type", "stage"))
    stages = [("stage", stage) for stage in ("gate", "facts", "preview", "pictures")]
    assert kinds == [("received", "waiting"), *stages, ("ready", "turntable"), ("finished", "")]
    shares = list(upload.events.order_by("number").values_list("progress", flat=True))
    assert shares == sorted(shares)
    assert [event.number for event in asked_of_files.events_after({f"upload.{upload.pk}": 5})] == [6, 7]


def test_a_turntable_that_cannot_be_drawn_is_told_and_hurts_nothing() -> None:
    row = make.draft()
    upload = checked(row, "box_open.glb")

    class Fails:
        def call(self, _request, **_how):
            return {"ok": False, "refused": {"rule": "x", "sentence": "No.", "remedy": "None."}}

    turntables.finish_upload(upload.pk, child=Fails())
    upload.refresh_from_db()
    assert (upload.state, upload.stage) == ("ready", "")
    assert upload.events.get(type="finished").message


def test_staff_see_the_same_bytes_and_the_same_shape_in_another_file() -> None:
    staff, row = make.staff(), make.draft(name="Table")
    checked(row, "table.glb")
    copy, turned, other = make.draft(name="Copy"), make.draft(name="As zip"), make.draft(name="Box")
    checked(copy, "table.glb")
    checked(turned, "table_gltf.zip")
    checked(other, "box_open.glb")
    found = asked_of_files.duplicates_of(row.pk, by=staff)
    assert [(one.name, one.is_exact) for one in found] == [("Copy", True), ("As zip", False)]
    assert found[1].likeness > 0.99
    assert ShapePrint.objects.count() == 4
    with pytest.raises(NotAllowed):
        asked_of_files.duplicates_of(row.pk, by=row.seller)
