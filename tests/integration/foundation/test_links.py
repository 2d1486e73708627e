"""Who may fetch which file."""

from pathlib import Path

import pytest
import time_machine
from django.test import Client

from nexus.foundation.errors import NotFound
from nexus.foundation.storage import files, links
from nexus.foundation.storage.models import StoredFile

pytestmark = pytest.mark.django_db


@pytest.fixture
def stored(tmp_path: Path) -> StoredFile:
    source = tmp_path / "model.glb"
    source.write_bytes(bytes(range(256)) * 4)
    return files.put(source, filename="model.glb", is_open=True)


@pytest.fixture
def url(stored: StoredFile) -> str:
    return links.open_url(stored)


def body(response) -> bytes:
    return b"".join(response.streaming_content)


def test_an_open_file_is_served_with_a_fixed_type_for_ever(client: Client, url: str) -> None:
    response = client.get(url)

    assert response["Content-Type"] == "model/gltf-binary"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "immutable" in response["Cache-Control"]
    assert len(body(response)) == 1024


@pytest.mark.parametrize(
    ("header", "status", "length", "content_range"),
    [
        ("bytes=0-3", 206, 4, "bytes 0-3/1024"),
        ("bytes=1000-", 206, 24, "bytes 1000-1023/1024"),
        ("bytes=-10", 206, 10, "bytes 1014-1023/1024"),
        ("bytes=-5000", 206, 1024, "bytes 0-1023/1024"),
        ("bytes=1000-5000", 206, 24, "bytes 1000-1023/1024"),
        ("bytes=2000-", 416, 0, "bytes */1024"),
        ("bytes=-0", 416, 0, "bytes */1024"),
        (f"bytes={'9' * 5000}-", 416, 0, "bytes */1024"),
        (f"bytes=0-{'9' * 5000}", 206, 1024, "bytes 0-1023/1024"),
        (f"bytes=-{'9' * 5000}", 206, 1024, "bytes 0-1023/1024"),
        ("lines=1-2", 200, 1024, None),
    ],
)
def test_ranges(client: Client, url: str, header: str, status: int, length: int, content_range: str | None) -> None:
    response = client.get(url, headers={"range": header})

    assert response.status_code == status
    assert response.get("Content-Range") == content_range
    got = body(response) if response.streaming else response.content
    assert len(got) == length


def test_what_one_has_is_not_sent_again(client: Client, url: str) -> None:
    etag = client.get(url)["ETag"]

    assert client.get(url, headers={"if-none-match": etag}).status_code == 304


def test_only_named_origins_may_read_it(client: Client, url: str) -> None:
    assert (
        client.get(url, headers={"origin": "http://localhost:3000"})["Access-Control-Allow-Origin"]
        == "http://localhost:3000"
    )
    assert "Access-Control-Allow-Origin" not in client.get(url, headers={"origin": "https://elsewhere.example"})


def test_a_dropped_file_is_gone(client: Client, stored: StoredFile, url: str) -> None:
    files.drop(stored)

    assert client.get(url).status_code == 404


def test_a_held_file_is_not_open(client: Client, tmp_path: Path) -> None:
    source = tmp_path / "sold.glb"
    source.write_bytes(b"glTF")
    held = files.put(source, filename="sold.glb", is_open=False)

    assert client.get("/files/" + held.key.removeprefix("held/")).status_code == 404


def test_a_signed_link_ends_after_five_minutes(stored: StoredFile) -> None:
    with time_machine.travel("2026-11-21T10:00:00Z", tick=False) as clock:
        token = links.signed(stored, reader=1, filename="a.glb").url.split("/")[-2]
        clock.shift(299)
        assert links.read_signed(token).reader == 1
        clock.shift(2)
        with pytest.raises(NotFound, match="has ended"):
            links.read_signed(token)


def test_a_forged_link_is_not_valid() -> None:
    with pytest.raises(NotFound, match="not valid"):
        links.read_signed("eyJhIjoxfQ:forged")
