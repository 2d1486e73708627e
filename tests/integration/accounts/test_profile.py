"""What a person shows of themselves: words, links and a picture, on the page and in Core."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.test import Client
from PIL import Image

from accounts.models import User
from accounts.services import people, pictures
from nexus.foundation.errors import Invalid
from nexus.foundation.storage import files
from nexus.foundation.storage.models import StoredFile
from tests import make
from tests.contracts.studio import open_workshop

pytestmark = pytest.mark.django_db
LINKS = ["https://example.com/ida", "https://prints.example/ida"]


def picture(width: int = 900, height: int = 500) -> bytes:
    """Red on the left, blue in the middle."""
    made = Image.new("RGB", (width, height), (200, 30, 30))
    made.paste((30, 30, 200), (width // 6, 0, width * 5 // 6, height))
    held, notes = io.BytesIO(), Image.Exif()
    notes[0x010E] = "my kitchen"
    made.save(held, "JPEG", exif=notes)
    return held.getvalue()


def words(**changes: str) -> dict[str, str]:
    return {"display_name": "Ida Lund", "bio": "Chairs.", "language": "en", "links": "", **changes}


def signed_in(user: User) -> Client:
    page = Client()
    page.force_login(user)
    return page


def test_links_are_kept_and_shown_without_passing_weight_on() -> None:
    user = make.person("ida")
    page = signed_in(user)

    assert page.post("/settings/", words(links="\n".join([*LINKS, "", LINKS[0]]))).status_code == 302
    user.refresh_from_db()
    assert user.links == LINKS
    shown = Client().get("/u/ida/").content.decode()
    assert '<a class="wraps" href="https://example.com/ida" rel="nofollow ugc noopener me">example.com/ida</a>' in shown
    assert LINKS[1] in page.get("/settings/").content.decode()


@pytest.mark.parametrize(
    "sent", ["http://example.com", "javascript:alert(1)", "\n".join(f"{LINKS[0]}/{n}" for n in "123456")]
)
def test_a_wrong_link_is_told_beside_its_field_and_nothing_typed_is_lost(sent: str) -> None:
    user = make.person("ida")

    answer = signed_in(user).post("/settings/", words(links=sent, bio="Typed just now."))

    text = answer.content.decode()
    assert answer.status_code == 400
    assert "Typed just now." in text
    assert "at most 5 links" in text or "begins with https://" in text
    user.refresh_from_db()
    assert (user.links, user.bio) == ([], "")


def test_the_database_refuses_a_sixth_link() -> None:
    user = make.person()
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.filter(pk=user.pk).update(links=LINKS * 3)


def test_a_picture_passes_the_gate_and_is_a_small_square(monkeypatch: pytest.MonkeyPatch) -> None:
    open_workshop(monkeypatch)
    user = make.person("ida")
    page = signed_in(user)
    sent = SimpleUploadedFile("Ida at home.jpg", picture())

    assert page.post("/settings/picture/", {"avatar": sent}).status_code == 302

    user.refresh_from_db()
    kept = StoredFile.objects.get(key=user.avatar_key)
    with files.open_stored(kept) as handle:
        shown = Image.open(handle)
        assert shown.size == (pictures.SIDE, pictures.SIDE)
        assert shown.getpixel((3, 128))[2] > 150, "the middle was taken"
        assert not shown.getexif()
    assert user.avatar_url in Client().get("/u/ida/").content.decode()
    assert user.avatar_url in page.get("/settings/").content.decode()

    refused = page.post("/settings/picture/", {"avatar": SimpleUploadedFile("a.png", b"no picture at all")})
    assert refused.status_code == 400
    assert "PNG, JPEG and WebP are taken" in refused.content.decode()
    user.refresh_from_db()
    assert user.avatar_key == kept.key

    assert page.post("/settings/picture/", {"remove": "1"}).status_code == 302
    user.refresh_from_db()
    assert user.avatar_key == ""
    assert not StoredFile.objects.filter(pk=kept.pk).exists()


def test_the_page_says_what_is_missing() -> None:
    page = signed_in(make.person())

    assert "This field is required" in page.post("/settings/picture/", {}).content.decode()
    assert Client().post("/settings/picture/", {}).status_code == 302


def test_a_profile_takes_no_link_that_a_service_was_not_asked_for() -> None:
    with pytest.raises(Invalid) as refusal:
        people.change_profile(make.person(), links=["https://example.com", "ftp://example.com"])
    assert list(refusal.value.at_fields) == ["links"]
