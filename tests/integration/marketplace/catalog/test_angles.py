"""Pictures from chosen sides: taken by turning, drawn by our renderer, in the creator's order, the first one the cover."""

from pathlib import Path

import pytest
from django.db import IntegrityError, transaction

from marketplace.catalog.models import Listing, Picture
from marketplace.catalog.services import angles
from nexus.foundation.errors import Conflict, Invalid, NotAllowed
from nexus.foundation.outbox import OutboxMessage
from nexus.foundation.storage import files
from tests import make

pytestmark = pytest.mark.django_db


class Painter:
    """A child that lays down pictures which say from where they are seen."""

    def __init__(self):
        self.drawn = []

    def call(self, request, **_limits):
        folder, options = Path(request["folder"]), request["options"]
        angle = options["angle"] and tuple(options["angle"])
        self.drawn.append((request["verb"], angle))
        names = ["still.webp", "large.webp", "og.jpg"] if request["verb"] == "pictures" else [options["name"]]
        for name in names:
            (folder / name).write_bytes(f"{name} {angle}".encode())
        return {"ok": True, "files": names}


def shown(listing, kind, position=0):
    row = listing.pictures.select_related("file").get(kind=kind, position=position)
    with files.open_stored(row.file) as handle:
        return handle.read().decode()


def posed(listing, *sides):
    for turn, above in sides:
        angles.add_angle(listing.pk, by=listing.seller, turn=turn, above=above)
    return Listing.objects.get(pk=listing.pk)


def test_the_first_picture_is_the_cover_and_the_others_follow_in_their_order():
    painter, listing = Painter(), make.listing()
    listing = posed(listing, (120, 10), (200, 40), (300, 5))
    angles.draw(listing.pk, child=painter)
    assert shown(listing, "still") == "still.webp (120, 10)"
    assert [shown(listing, "view", place) for place in (1, 2)] == [
        "view-200-40.webp (200, 40)",
        "view-300-5.webp (300, 5)",
    ]

    angles.move_angle(listing.pk, by=listing.seller, place=2, to=0)
    angles.draw(listing.pk, child=painter)
    assert shown(listing, "large") == "large.webp (300, 5)"
    assert shown(listing, "view", 1) == "view-120-10.webp (120, 10)"
    assert painter.drawn.count(("still", (200, 40))) == 1, "what is drawn already is not drawn again"

    before = len(painter.drawn)
    angles.draw(listing.pk, child=painter)
    assert len(painter.drawn) == before


def test_without_pictures_of_ones_own_the_usual_side_comes_back():
    painter, listing = Painter(), posed(make.listing(), (120, 10))
    angles.draw(listing.pk, child=painter)
    angles.drop_angle(listing.pk, by=listing.seller, place=0)
    angles.draw(listing.pk, child=painter)
    assert shown(listing, "still") == "still.webp None"
    assert not listing.pictures.filter(kind=Picture.Kind.VIEW).exists()


def test_a_new_version_is_drawn_from_the_same_sides():
    painter, listing = Painter(), posed(make.listing(), (120, 10), (200, 40))
    angles.draw(listing.pk, child=painter)
    OutboxMessage.objects.all().delete()
    make.next_version(listing)
    assert not listing.pictures.filter(kind=Picture.Kind.VIEW).exists()
    assert OutboxMessage.objects.filter(fact="listing.posed").exists()
    angles.draw(listing.pk, child=painter)
    assert shown(listing, "still") == "still.webp (120, 10)"
    assert shown(listing, "view", 1) == "view-200-40.webp (200, 40)"


def test_what_cannot_be_a_picture_is_refused_with_a_reason():
    listing = make.listing()
    with pytest.raises(Invalid):
        angles.add_angle(listing.pk, by=listing.seller, turn=0, above=81)
    with pytest.raises(NotAllowed):
        angles.add_angle(listing.pk, by=make.person(), turn=0, above=10)
    draft = make.draft()
    with pytest.raises(Conflict):
        angles.add_angle(draft.pk, by=draft.seller, turn=0, above=10)
    posed(listing, *((turn, 10) for turn in range(angles.MOST)))
    with pytest.raises(Conflict):
        angles.add_angle(listing.pk, by=listing.seller, turn=300, above=10)


def test_the_database_refuses_a_view_without_a_place():
    listing = make.listing()
    still = listing.pictures.get(kind="still")
    with pytest.raises(IntegrityError), transaction.atomic():
        Picture.objects.create(listing=listing, file=still.file, kind=Picture.Kind.VIEW)


def test_the_page_takes_orders_and_drops_pictures_without_a_script(client):
    listing = make.listing()
    client.force_login(listing.seller)
    place = f"/models/{listing.pk}/pictures/"
    for turn in (90, 180):
        assert client.post(place, {"act": "add", "turn": turn, "above": 20}).status_code == 302
    client.post(place, {"act": "cover", "place": 1})
    assert Listing.objects.get(pk=listing.pk).angles == [[180, 20], [90, 20]]
    page = client.get(f"/models/{listing.pk}/edit/?step=report").content.decode()
    assert "Cover" in page
    assert "being drawn" in page
    client.post(place, {"act": "drop", "place": 0})
    assert Listing.objects.get(pk=listing.pk).angles == [[90, 20]]
    answer = client.post(place, {"act": "add", "turn": 10, "above": 99})
    assert answer.status_code == 400
    assert "from 0 to 80 degrees" in answer.content.decode()


def test_our_renderer_sees_a_model_from_the_side_that_is_asked_for(tmp_path):
    from generation.mesh.__main__ import work

    source = tmp_path / "box.glb"
    source.write_bytes(make.glb())
    for angle in ((30, 15), (120, 15)):
        made = work("still", str(source), str(tmp_path), name=f"{angle[0]}.webp", size=128, angle=angle)
        assert made["ok"], made
    assert (tmp_path / "30.webp").read_bytes() != (tmp_path / "120.webp").read_bytes()
