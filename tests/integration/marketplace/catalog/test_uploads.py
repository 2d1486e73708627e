"""A file on its way in: taken or refused by its content, never by its name; faults leave nothing behind."""

import errno
from pathlib import Path

import pytest
from django.core.files.storage import FileSystemStorage, default_storage
from django.utils import timezone

from marketplace.catalog import selectors
from marketplace.catalog.models import Listing, Upload
from marketplace.catalog.services import checking, listings, uploads
from nexus.foundation import sandbox
from nexus.foundation.errors import Conflict, Invalid, NotAllowed, TooLarge
from nexus.foundation.outbox import OutboxMessage
from nexus.foundation.storage.files import StoreFull
from nexus.foundation.storage.models import StoredFile
from tests import make

pytestmark = pytest.mark.django_db
BAD = Path(make.__file__).parent / "samples" / "bad"


def stored_bytes(tmp_path: Path) -> list[Path]:
    return [path for path in (tmp_path / "media").rglob("*") if path.is_file()]


def checked(upload: Upload, **options) -> Upload:
    checking.check_upload(upload.pk, **options)
    upload.refresh_from_db()
    return upload


def test_a_glb_becomes_the_listings_source_with_facts_pictures_and_a_text_twin() -> None:
    row = make.draft(name="Box")
    upload = make.upload(row)
    assert (upload.state, upload.filename) == ("checking", "box.glb")
    assert OutboxMessage.objects.get(fact="upload.received").ids == {"upload": str(upload.pk)}

    upload = checked(upload)

    assert (upload.state, upload.progress, upload.reason) == ("ready", 100, "")
    row.refresh_from_db()
    assert row.facts["triangles"] == 12
    assert row.facts["validator"]["errors"] == 0
    assert row.facts["size_mm"] == [400, 300, 200]
    assert row.text_twin.startswith("Box, 40 × 30 × 20 cm")
    source = row.files.get()
    assert (source.format, source.is_source, source.file.is_open) == ("glb", True, False)
    with default_storage.open(source.file.key) as kept:
        assert kept.read() == make.glb()
    sides = {
        "still": (512, 512),
        "large": (1024, 1024),
        "shelf": (512, 512),
        "og": (1200, 630),
        "preview": (0, 0),
    }
    assert {one.kind: (one.width, one.height) for one in row.pictures.all()} == sides
    assert row.pictures.get(kind="og").file.kind == "image/jpeg"
    preview = row.pictures.get(kind="preview").file
    assert preview.is_open
    assert preview.sha256 != source.file.sha256


def test_checking_again_changes_nothing() -> None:
    upload = checked(make.upload(make.draft()))
    before = sorted(StoredFile.objects.values_list("key", flat=True))
    checked(upload)
    assert sorted(StoredFile.objects.values_list("key", flat=True)) == before


PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 64


@pytest.mark.parametrize(
    "data",
    [PNG, make.glb()[: len(make.glb()) // 2], b"glTF", b"hello"]
    + [
        (BAD / name).read_bytes()
        for name in ("html_as.glb", "nodes_cycle.glb", "accessor_huge.glb", "external_http.glb")
    ],
    ids=["a picture", "cut in half", "four letters", "a word", "a page", "a cycle", "a huge accessor", "a link out"],
)
def test_what_is_no_sound_glb_is_refused_with_what_is_wrong_and_what_would_be_right(
    data: bytes, tmp_path: Path
) -> None:
    row = make.draft()
    upload = checked(make.upload(row, data))
    assert upload.state == "refused"
    assert upload.reason.count(".") >= 2
    assert "Traceback" not in upload.reason
    assert not row.files.exists()
    assert not row.pictures.exists()
    assert not StoredFile.objects.exists()


def test_a_refused_file_leaves_the_one_before_it_in_place() -> None:
    row = make.draft()
    checked(make.upload(row))
    source = row.files.get().file_id
    checked(make.upload(row, PNG))
    assert row.files.get().file_id == source


def test_a_second_file_replaces_the_first_with_all_that_came_from_it() -> None:
    row = make.draft()
    checked(make.upload(row))
    old = set(StoredFile.objects.values_list("pk", flat=True))
    other = (BAD.parent / "good" / "table.glb").read_bytes()
    checked(make.upload(row, other, "table.glb"))
    row.refresh_from_db()
    assert row.facts["triangles"] != 12
    assert not StoredFile.objects.filter(pk__in=old).exists()
    assert row.files.count() == 1


def test_of_two_files_under_way_the_later_one_counts() -> None:
    row = make.draft()
    first, second = make.upload(row), make.upload(row, filename="second.glb")
    checked(second)
    assert checked(first).state == "refused"
    assert selectors.newest_upload(row.pk).filename == "second.glb"
    assert row.files.count() == 1


def test_a_file_over_the_limit_is_refused_with_the_limit_named_and_nothing_kept(settings, tmp_path: Path) -> None:
    settings.UPLOAD_MAX_BYTES = 1024 * 1024
    row = make.draft()
    for sent in ({"chunks": [b"x" * 700_000] * 2}, {"path": tmp_path / "big.glb"}):
        (tmp_path / "big.glb").write_bytes(b"x" * 1_200_000)
        with pytest.raises(TooLarge) as refused:
            uploads.receive_upload(row, by=row.seller, filename="big.glb", **sent)
        assert "1 MB" in refused.value.message
    assert not Upload.objects.exists()
    assert not stored_bytes(tmp_path)


def test_an_empty_file_is_refused() -> None:
    row = make.draft()
    with pytest.raises(Invalid):
        uploads.receive_upload(row, by=row.seller, filename="box.glb", chunks=[])


@pytest.mark.parametrize("state", ["pending", "archived"])
def test_a_file_changes_only_while_the_listing_is_a_draft_or_rejected(state: str) -> None:
    row = make.listing(state=state)
    with pytest.raises(Conflict) as refused:
        make.upload(row)
    assert state in refused.value.message


def test_nobody_uploads_into_another_ones_listing() -> None:
    row = make.listing(state="rejected")
    with pytest.raises(NotAllowed):
        uploads.receive_upload(row, by=make.staff(), filename="box.glb", chunks=[make.glb()])


def test_a_listing_is_not_submitted_while_its_file_is_looked_at() -> None:
    row = make.listing(state="draft")
    make.upload(row)
    with pytest.raises(Conflict) as refused:
        listings.submit(row.pk, by=row.seller)
    assert "still runs" in refused.value.message


@pytest.mark.parametrize("name", ["../../etc/passwd", "C:\\temp\\box.glb", "a\x00b\n.glb", "", "x" * 400 + ".glb"])
def test_a_file_name_is_only_a_name(name: str) -> None:
    row = make.draft()
    upload = uploads.receive_upload(row, by=row.seller, filename=name, chunks=[make.glb()])
    assert 0 < len(upload.filename) <= 200
    assert not set(upload.filename) & {"/", "\\", "\x00", "\n"}
    assert upload.file.key.endswith("/file.bin")


@pytest.fixture
def full_disk(monkeypatch: pytest.MonkeyPatch):
    """A volume with room for so many more files."""
    written = FileSystemStorage._save

    def fill(after: int) -> None:
        room = iter(range(after))

        def save(storage, name: str, content) -> str:
            if next(room, None) is None:
                raise OSError(errno.ENOSPC, "No space left on device")
            return written(storage, name, content)

        monkeypatch.setattr(FileSystemStorage, "_save", save)

    return fill


@pytest.mark.fault
def test_a_full_disk_takes_nothing_and_says_so(full_disk, tmp_path: Path) -> None:
    row = make.draft()
    full_disk(after=0)
    with pytest.raises(StoreFull) as refused:
        make.upload(row)
    assert "no room" in refused.value.message
    assert not Upload.objects.exists()
    assert not stored_bytes(tmp_path)


@pytest.mark.fault
def test_a_disk_that_fills_during_the_check_changes_nothing_and_the_next_try_succeeds(
    full_disk, tmp_path: Path
) -> None:
    row = make.draft()
    upload = make.upload(row)
    full_disk(after=1)
    with pytest.raises(StoreFull):
        checking.check_upload(upload.pk)
    upload.refresh_from_db()
    assert upload.state == "checking"
    assert not row.files.exists()
    assert len(stored_bytes(tmp_path)) == 1
    full_disk(after=100)
    assert checked(upload).state == "ready"


class Broken:
    """A child that fails in this way."""

    def __init__(self, failure: Exception) -> None:
        self.failure = failure

    def call(self, _request: dict, **how) -> dict:
        how["on_progress"](0.0, "gate")
        raise self.failure


@pytest.mark.fault
@pytest.mark.parametrize(
    ("failure", "words"),
    [
        (sandbox.Failed("It needed more than its 3072 MB of memory.", "memory"), "memory"),
        (sandbox.Failed("It took longer than 120 s and was ended.", "timeout"), "longer than"),
        (sandbox.ChildError({"type": "KeyError", "code": "crash", "message": "'x'"}), "our fault"),
    ],
    ids=["memory", "time", "crash"],
)
def test_a_child_that_fails_ends_in_a_sentence(failure: Exception, words: str) -> None:
    row = make.draft()
    upload = checked(make.upload(row), child=Broken(failure))
    assert upload.state == "refused"
    assert words in upload.reason
    assert "KeyError" not in upload.reason
    assert not row.files.exists()
    told = [(event.type, event.stage) for event in upload.events.order_by("number")]
    assert told == [("received", "waiting"), ("stage", "gate"), ("refused", "")]


def test_a_check_that_never_ends_is_given_up_with_a_sentence() -> None:
    upload = make.upload(make.draft())
    assert uploads.give_up_stuck() == 0
    assert uploads.give_up_stuck(now=timezone.now() + 2 * uploads.STUCK) == 1
    upload.refresh_from_db()
    assert upload.state == "refused"
    assert "our fault" in upload.reason


def test_an_upload_is_known_to_its_owner_only() -> None:
    upload = make.upload(make.draft())
    assert selectors.upload_of(upload.owner, upload.pk).pk == upload.pk
    with pytest.raises(Exception, match="not yours"):
        selectors.upload_of(make.person(), upload.pk)
    assert Listing.objects.count() == 1
