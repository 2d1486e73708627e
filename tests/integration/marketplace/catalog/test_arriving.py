"""A file that stopped on its way is named, and can be dropped, so that it blocks nothing for long."""

import io

import pytest

from marketplace.catalog.models import Listing, Upload
from marketplace.catalog.selectors import missing_for_submit
from marketplace.catalog.services import listings, uploads
from nexus.foundation.errors import Conflict
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def stalled():
    listing = make.listing(state="draft")
    upload = uploads.begin_parts(by=listing.seller, filename="big.glb", size=1000, listing_id=listing.pk)
    uploads.add_part(upload.pk, by=listing.seller, offset=0, source=io.BytesIO(b"x" * 400), length=400)
    return Upload.objects.get(pk=upload.pk)


def test_what_blocks_the_review_is_named_with_how_much_has_come(stalled):
    assert any("“big.glb”: 40 % has come" in sentence for sentence in missing_for_submit(stalled.listing))
    with pytest.raises(Conflict):
        listings.submit(stalled.listing_id, by=stalled.owner)


def test_dropping_it_lets_the_model_go_to_review(stalled, client):
    client.force_login(stalled.owner)
    page = client.get(f"/models/{stalled.listing_id}/edit/").content.decode()
    assert f"/uploads/{stalled.pk}/drop/" in page
    assert client.post(f"/uploads/{stalled.pk}/drop/").status_code == 302
    assert not Upload.objects.filter(pk=stalled.pk).exists()
    listings.submit(stalled.listing_id, by=stalled.owner)
    assert Listing.objects.get(pk=stalled.listing_id).state == Listing.State.PENDING


def test_nobody_else_drops_it(stalled, client):
    client.force_login(make.person())
    assert client.post(f"/uploads/{stalled.pk}/drop/").status_code == 404
    assert Upload.objects.filter(pk=stalled.pk).exists()
