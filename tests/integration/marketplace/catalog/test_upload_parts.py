"""Large files in parts: continued where they stopped, whole or not at all, one sender at a time; also to a bucket."""

import io
import threading
from collections.abc import Iterator
from datetime import timedelta
from uuid import UUID

import pytest
from django.core.files.storage import default_storage
from django.utils import timezone

from marketplace.catalog.models import Upload
from marketplace.catalog.services import checking, upload_quota, uploads
from nexus.foundation.errors import Conflict, Invalid, NotFound, TooLarge, TooMany
from nexus.foundation.storage import uploads as parts
from nexus.foundation.storage.models import StoredFile
from tests import make

pytestmark = pytest.mark.django_db


def begun(size: int, **fields) -> Upload:
    return uploads.begin_parts(by=fields.pop("by", None) or make.person(), filename="big.glb", size=size, **fields)


def sent(upload: Upload, data: bytes, offset: int) -> Upload:
    return uploads.add_part(upload.pk, by=upload.owner, offset=offset, source=io.BytesIO(data), length=len(data))


def test_a_file_in_three_parts_is_the_same_file_and_is_checked() -> None:
    data, row = make.glb(), make.draft()
    upload = begun(len(data), by=row.seller, listing_id=row.pk)
    assert (upload.state, upload.stage) == ("receiving", "receiving")

    assert sent(upload, data[:100], 0).state == "receiving"
    assert parts.size_of(upload.pk) == 100
    sent(upload, data[100:150], 100)
    whole = sent(upload, data[150:], 150)

    assert (whole.state, whole.expires_at) == ("checking", None)
    assert not parts.path_of(upload.pk).exists()
    with default_storage.open(whole.file.key) as kept:
        assert kept.read() == data
    checking.check_upload(upload.pk)
    assert row.files.get().file_id == whole.file_id


def test_a_part_from_elsewhere_and_one_too_long_change_nothing() -> None:
    upload = begun(1000)
    sent(upload, b"x" * 300, 0)
    for offset in (0, 299, 301):
        with pytest.raises(Conflict) as refused:
            sent(upload, b"y" * 10, offset)
        assert refused.value.code == "offset_mismatch"
    with pytest.raises(TooLarge):
        sent(upload, b"y" * 701, 300)
    assert parts.path_of(upload.pk).read_bytes() == b"x" * 300


def test_a_connection_that_breaks_keeps_what_came() -> None:
    class Breaks(io.BytesIO):
        def read(self, _size: int | None = -1) -> bytes:
            if self.tell() >= 200:
                raise OSError("the connection was lost")
            return super().read(100)

    upload = begun(1000)
    uploads.add_part(upload.pk, by=upload.owner, offset=0, source=Breaks(b"x" * 500))
    assert parts.size_of(upload.pk) == 200


def test_a_second_sender_of_the_same_file_is_turned_away() -> None:
    upload = begun(1000)
    told: list[str] = []
    with parts.held(upload.pk):

        def second() -> None:
            try:
                with parts.held(upload.pk):
                    told.append("let in")
            except Conflict as refused:
                told.append(refused.code)

        other = threading.Thread(target=second)
        other.start()
        other.join()
    assert told == ["being_sent"]


def test_only_its_owner_continues_it_and_only_in_time() -> None:
    upload = begun(1000)
    with pytest.raises(NotFound):
        uploads.add_part(upload.pk, by=make.person(), offset=0, source=io.BytesIO(b"x"))
    later = timezone.now() + uploads.PART_LIFE * 2
    with pytest.raises(NotFound) as refused:
        uploads.part_of(upload.pk, by=upload.owner, now=later)
    assert refused.value.code == "expired"
    assert uploads.give_up_stuck(now=later) == 1
    upload.refresh_from_db()
    assert upload.state == "refused"
    assert not parts.path_of(upload.pk).exists()


def test_stopping_one_leaves_nothing() -> None:
    upload = begun(1000)
    sent(upload, b"x" * 10, 0)
    uploads.drop_upload(upload.pk, by=upload.owner)
    assert not Upload.objects.exists()
    assert not parts.path_of(upload.pk).exists()


def test_what_is_too_large_empty_or_too_many_is_refused_at_once(settings) -> None:
    settings.UPLOAD_MAX_BYTES = 2000
    person = make.person()
    with pytest.raises(TooLarge):
        begun(2001, by=person)
    with pytest.raises(Invalid):
        begun(0, by=person)
    for _ in range(upload_quota.OPEN_MOST):
        begun(10, by=person)
    with pytest.raises(TooMany):
        begun(10, by=person)


def test_a_store_that_is_no_bucket_says_how_else() -> None:
    with pytest.raises(Conflict) as refused:
        uploads.begin_in_bucket(by=make.person(), filename="big.glb", size=1000)
    assert refused.value.code == "no_bucket"


def test_uploads_that_nobody_takes_are_forgotten_after_a_week() -> None:
    person = make.person()
    kept = uploads.receive_upload(None, by=person, filename="box.glb", chunks=[make.glb()])
    uploads.refuse_upload(kept.pk, "Not wanted.")
    uploads.give_up_stuck(now=timezone.now() + timedelta(days=6))
    assert Upload.objects.filter(pk=kept.pk).exists()
    uploads.give_up_stuck(now=timezone.now() + timedelta(days=8))
    assert not Upload.objects.exists()


@pytest.fixture
def bucket(settings) -> Iterator[str]:
    """A bucket of moto's server, spoken to over HTTP as any other."""
    import boto3
    from moto.server import ThreadedMotoServer

    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    at = f"http://{host}:{port}"
    keys = {"aws_access_key_id": "key", "aws_secret_access_key": "secret", "region_name": "us-east-1"}
    boto3.client("s3", endpoint_url=at, **keys).create_bucket(Bucket="models")
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {
            "BACKEND": "storages.backends.s3.S3Storage",
            "OPTIONS": {
                "bucket_name": "models",
                "access_key": "key",
                "secret_key": "secret",
                "endpoint_url": at,
                "region_name": "us-east-1",
                "default_acl": None,
                "file_overwrite": False,
                "signature_version": "s3v4",
            },
        },
    }
    yield at
    server.stop()


def put(url: str, data: bytes) -> str:
    """One part, sent as a browser would; its ETag."""
    import urllib.request

    kind = {"Content-Type": "application/octet-stream"}
    asked = urllib.request.Request(url, data=data, method="PUT", headers=kind)
    with urllib.request.urlopen(asked, timeout=60) as answer:
        return str(answer.headers["ETag"])


def test_parts_go_straight_to_the_bucket_and_the_whole_is_checked(bucket: str) -> None:
    row, data = make.draft(), make.glb()
    made = uploads.begin_in_bucket(by=row.seller, filename="big.glb", size=len(data), listing_id=row.pk)
    assert [part.number for part in made.parts] == [1]
    assert made.parts[0].url.startswith(bucket)
    with pytest.raises(Conflict) as early:
        uploads.complete_in_bucket(made.upload.pk, by=row.seller, sent=[(1, '"0"')])
    assert early.value.code == "parts_missing"

    tag = put(made.parts[0].url, data)
    whole = uploads.complete_in_bucket(made.upload.pk, by=row.seller, sent=[(1, tag)])
    assert (whole.state, whole.file.size, whole.file.sha256) == ("checking", len(data), "")
    assert uploads.complete_in_bucket(made.upload.pk, by=row.seller, sent=[(1, tag)]).pk == whole.pk
    checking.check_upload(whole.pk)

    source = row.files.get(is_source=True).file
    assert len(source.sha256) == 64
    assert row.pictures.filter(kind="preview").exists()


def test_the_address_of_a_part_is_signed_for_its_bytes_alone(bucket: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parts, "PART_BYTES", 100)
    seen: list[dict] = []
    client, _ = parts._bucket()
    plain = client.generate_presigned_url
    monkeypatch.setattr(client, "generate_presigned_url", lambda *a, **k: (seen.append(k["Params"]), plain(*a, **k))[1])
    monkeypatch.setattr(parts, "_bucket", lambda: (client, "models"))

    made = parts.begin_in_bucket(250)

    assert [one["ContentLength"] for one in seen] == [100, 100, 50]
    assert all("X-Amz-SignedHeaders=content-length%3Bhost" in part.url for part in made.parts)


def test_a_bucket_file_of_another_size_than_announced_is_refused(bucket: str) -> None:
    person = make.person()
    made = uploads.begin_in_bucket(by=person, filename="big.glb", size=10)
    tag = put(made.parts[0].url, b"x" * 20)
    whole = uploads.complete_in_bucket(made.upload.pk, by=person, sent=[(1, tag)])
    assert whole.state == "refused"
    assert "10 bytes, and 20 came" in Upload.objects.get(pk=UUID(str(whole.pk))).reason
    assert not StoredFile.objects.exists()
