"""The gate for pictures: content decides, headers are believed before pixels, nothing of the camera stays."""

import io
import struct
import zlib
from pathlib import Path

import pytest
from PIL import Image

from generation.mesh.__main__ import work
from generation.mesh.refusal import Refused
from generation.mesh.relief import picture
from tests.unit.generation.mesh.relief.photos import BAD, GOOD, PHOTOS, REFUSED_BY_THE_GATE


def saved(image: Image.Image, kind: str, **options: object) -> bytes:
    file = io.BytesIO()
    image.save(file, kind, **options)
    return file.getvalue()


@pytest.mark.parametrize("name", list(GOOD))
def test_good_photos_pass_with_their_size(name: str) -> None:
    made = picture.clean((PHOTOS / name).read_bytes())

    with Image.open(io.BytesIO(made.data)) as image:
        assert list(image.size) == GOOD[name]["size"]
        assert image.format == ("PNG" if made.kind == "png" else "JPEG")
    assert made.kind == ("png" if name == "stool_cutout.png" else "jpg")


@pytest.mark.parametrize(("name", "rule"), REFUSED_BY_THE_GATE.items())
def test_bad_files_are_refused_with_their_rule(name: str, rule: str) -> None:
    with pytest.raises(Refused) as refused:
        picture.clean((PHOTOS / "bad" / name).read_bytes())

    assert refused.value.rule == rule
    assert refused.value.sentence.endswith(".")
    assert refused.value.remedy


def test_a_photo_taken_sideways_is_turned_upright_and_loses_its_place() -> None:
    data = (PHOTOS / "bad" / "rotated_gps.jpg").read_bytes()
    assert b"Exif" in data

    made = picture.clean(data)

    assert [made.facts["width"], made.facts["height"]] == BAD["rotated_gps.jpg"]["size"]
    assert made.facts["turned"]
    assert made.facts["stripped"] == ["EXIF", "GPS"]
    assert b"Exif" not in made.data
    assert b"GPS" not in made.data
    with Image.open(io.BytesIO(made.data)) as image:
        assert not image.getexif()


def test_comments_and_profiles_do_not_pass_through() -> None:
    image = Image.new("RGB", (64, 64), (200, 30, 30))
    from PIL import ImageCms

    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    made = picture.clean(saved(image, "JPEG", comment=b"taken at home", icc_profile=profile))

    assert b"taken at home" not in made.data
    assert set(made.facts["stripped"]) == {"ICC", "comment"}
    with Image.open(io.BytesIO(made.data)) as clean:
        assert not clean.info.get("icc_profile")
        assert not clean.info.get("comment")


def test_a_moving_webp_or_png_is_refused_and_a_still_webp_is_taken() -> None:
    frames = [Image.new("RGB", (32, 32), (shade, 0, 0)) for shade in (0, 120, 240)]
    for kind in ("WEBP", "PNG"):
        with pytest.raises(Refused) as refused:
            picture.clean(saved(frames[0], kind, save_all=True, append_images=frames[1:], duration=50))
        assert refused.value.rule == "animated"
    assert picture.clean(saved(frames[1], "WEBP")).kind == "jpg"


def test_a_header_of_many_pixels_is_refused_before_anything_is_decoded(monkeypatch: pytest.MonkeyPatch) -> None:
    def decoded(*_: object, **__: object) -> None:
        raise AssertionError("The picture was opened.")

    monkeypatch.setattr(Image, "open", decoded)
    head = struct.pack(">IIBBBBB", 30_000, 2_000, 8, 2, 0, 0, 0)
    chunk = struct.pack(">I", 13) + b"IHDR" + head + struct.pack(">I", zlib.crc32(b"IHDR" + head))
    with pytest.raises(Refused) as refused:
        picture.clean(b"\x89PNG\r\n\x1a\n" + chunk)
    assert refused.value.rule == "too-many-pixels"


def test_large_ones_shrink_and_small_ones_keep_their_pixels() -> None:
    assert picture.clean(saved(Image.new("RGB", (4000, 1000)), "JPEG")).facts["width"] == picture.KEPT_SIDE
    assert picture.clean(saved(Image.new("L", (300, 200)), "PNG")).facts["width"] == 300
    with pytest.raises(Refused) as refused:
        picture.clean(saved(Image.new("L", (300, 2)), "PNG"))
    assert refused.value.rule == "too-small"


def test_cut_in_any_place_a_photo_is_refused_or_whole_but_never_a_crash() -> None:
    for name in ("stool_cutout.png", "vase_blue.jpg"):
        data = (PHOTOS / name).read_bytes()
        for share in (0.0005, 0.01, 0.2, 0.6, 0.95):
            with pytest.raises(Refused):
                picture.clean(data[: int(len(data) * share)])


def test_the_verb_writes_a_clean_picture_and_says_no_as_the_others_do(tmp_path: Path) -> None:
    said = work("picture", str(PHOTOS / "bad" / "rotated_gps.jpg"), str(tmp_path))
    assert (said["ok"], said["file"], said["files"]) == (True, "picture.jpg", ["picture.jpg"])
    assert (tmp_path / "picture.jpg").read_bytes()[:3] == b"\xff\xd8\xff"

    large = tmp_path / "large.jpg"
    large.write_bytes(b"\xff\xd8\xff" + bytes(picture.MOST_BYTES))
    assert work("picture", str(large), str(tmp_path))["refused"]["rule"] == "too-big"
    assert work("mask", str(PHOTOS / "bad" / "script.svg"), str(tmp_path))["refused"]["rule"] == "unknown-kind"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["large.jpg", "picture.jpg"]
