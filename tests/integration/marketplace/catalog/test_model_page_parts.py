"""Parts of the catalogue's pages: another licence, a tag to follow, rows for every licence, prices that staff change."""

import re

import pytest
from django.test import Client

from accounts.models import Notification
from generation.models import Job
from generation.shapes import understanding
from marketplace.catalog.models import Follow, Listing, Offer, Picture
from marketplace.catalog.services import checking, downloads, entitlements, listings, telling, uploads
from nexus.foundation.audit import AuditRow
from nexus.foundation.errors import Conflict, Invalid
from nexus.foundation.outbox import OutboxMessage
from tests import make

pytestmark = pytest.mark.django_db


def text(answer) -> str:
    return answer.content.decode()


def signed_in(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def page_of(listing: Listing) -> str:
    return f"/models/{listing.pk}-{listing.slug}/"


def tiers(page: str) -> list[str]:
    return re.findall(r'name="licence" value="([a-z0-9-]+)"', page)


def test_who_holds_one_licence_is_offered_the_others() -> None:
    listing = make.listing(offers=[("personal", 400), ("commercial", 4000), ("editorial", 900)])
    page = text(signed_in(make.holder(listing)).get(page_of(listing)))

    assert "You own this (v1)." in page
    assert "Another licence" in page
    assert tiers(page) == ["commercial", "editorial"]
    assert tiers(text(signed_in(make.person()).get(page_of(listing)))) == ["personal", "commercial", "editorial"]


def test_who_holds_every_licence_is_offered_none() -> None:
    listing = make.listing()

    assert "Another licence" not in text(signed_in(make.holder(listing)).get(page_of(listing)))


def test_a_holder_of_the_old_version_sees_that_there_is_a_new_one() -> None:
    listing = make.listing()
    holder = make.holder(listing)
    link = downloads.open_download(listing.pk, by=holder, format="glb")
    downloads.use_link(link.url.split("/get/")[1].split("/")[0], viewer_id=holder.pk)
    assert "New version" not in text(signed_in(holder).get(page_of(listing)))
    make.next_version(listing)

    page = text(signed_in(holder).get(page_of(listing)))

    assert "You own this (v1)." in page
    assert "New version" in page
    assert "v2 is yours as well" in page


def test_the_page_of_one_tag_offers_to_follow_it_and_to_stop() -> None:
    make.listing(tags=["oak"])
    fan = make.person()
    client = signed_in(fan)
    assert 'action="/tags/oak/follow/"' in text(client.get("/models/?tag=oak"))

    back = client.post("/tags/oak/follow/", {"followed": "0", "next": "/models/?tag=oak"})

    assert back["Location"] == "/models/?tag=oak"
    assert Follow.objects.filter(follower=fan, tag__name="oak").exists()
    assert 'name="followed" value="1"' in text(client.get("/models/?tag=oak"))
    assert "/tags/oak/follow/" not in text(client.get("/models/?tag=oak&tag=pine"))
    assert "/tags/nothing/follow/" not in text(client.get("/models/?tag=nothing"))
    assert "?next=/models/%3Ftag%3Doak" in text(Client().get("/models/?tag=oak"))


def test_the_form_has_a_row_for_every_licence() -> None:
    listing = make.draft()
    client = signed_in(listing.seller)
    sent = {"name": listing.name, "origin": "original"}
    for row, (licence, price) in enumerate(
        [("personal", "4"), ("commercial", "40"), ("editorial", "9"), ("cc-by", "0")]
    ):
        sent |= {f"licence_{row}": licence, f"price_{row}": price}

    assert client.post(f"/models/{listing.pk}/edit/", sent).status_code == 302

    stored = list(Offer.objects.filter(listing=listing).order_by("position").values_list("licence", "price_cents"))
    assert stored == [("personal", 400), ("commercial", 4000), ("editorial", 900), ("cc-by", 0)]
    page = text(client.get(f"/models/{listing.pk}/edit/?step=listing"))
    assert page.count('name="licence_') == 10
    assert "More licences" in page


def test_licences_that_a_source_forbids_cannot_be_chosen_in_the_form() -> None:
    source = make.listing(name="Shared chair", offers=[("cc-by-sa", 0)])
    maker = make.person()
    entitlements.claim_free(source.pk, by=maker)
    remix = make.draft(maker, origin="remix", remix_of=[source.pk])

    page = text(signed_in(maker).get(f"/models/{remix.pk}/edit/?step=listing"))
    first = page.split('name="licence_0"')[1].split("</select>")[0]

    closed = set(re.findall(r'<option value="([a-z0-9-]+)"[^>]*disabled', first))
    assert closed == {
        "personal",
        "commercial",
        "editorial",
        "cc0",
        "cc-by",
        "cc-by-nd",
        "cc-by-nc",
        "cc-by-nc-sa",
        "cc-by-nc-nd",
    }
    assert "can only be CC BY-SA" in first
    assert page.count('name="licence_') == 1  # no spare row for what cannot be chosen


def test_staff_change_a_price_with_a_reason_that_its_creator_reads() -> None:
    listing, staff = make.listing(price_cents=900), make.staff("moderator")
    with pytest.raises(Invalid) as refused:
        listings.update_listing(listing.pk, by=staff, offers=[("personal", 0)])
    assert "reason" in refused.value.fields
    assert listing.offers.get().price_cents == 900

    listings.update_listing(listing.pk, by=staff, offers=[("personal", 500)], reason="A typing error: 9.00 was 5.00.")

    noted = AuditRow.objects.get(act="listing.reprice", target=f"listing:{listing.pk}")
    assert (noted.actor_id, noted.reason) == (staff.pk, "A typing error: 9.00 was 5.00.")
    assert (noted.data["before"], noted.data["after"]) == ([["personal", 900, None]], [["personal", 500, None]])
    assert OutboxMessage.objects.filter(fact="listing.repriced", ids={"listing": listing.pk}).exists()
    for _ in range(2):
        telling.listing_repriced(listing.pk)
    told = Notification.objects.get(user=listing.seller, kind="case")
    assert "A typing error" in told.title


def test_staff_need_no_reason_for_words_and_a_creator_none_for_prices() -> None:
    listing = make.listing(price_cents=900)
    listings.update_listing(listing.pk, by=make.staff("moderator"), name="Another name", offers=[("personal", 900)])
    listings.update_listing(listing.pk, by=listing.seller, offers=[("personal", 700)])

    assert not AuditRow.objects.filter(act="listing.reprice").exists()


def test_a_card_carries_its_turntable_and_one_tab_stop_for_the_model(client: Client) -> None:
    listing = make.listing(name="Turning box")
    assert "data-turn" not in text(client.get("/models/"))
    still = Picture.objects.get(listing=listing, kind=Picture.Kind.STILL)
    Picture.objects.create(listing=listing, kind=Picture.Kind.TURNTABLE, file=still.file, width=1536, height=1024)

    page = text(client.get("/models/?q=turning"))

    assert re.search(r'data-turn="[^"]+\.webp', page)
    assert re.search(r'class="card-by" href="/u/[^"]+" tabindex="-1"', page)


SPECIFICATION = understanding.specify("a round oak table 120 cm wide with four legs")


def parametric(**changes) -> Listing:
    listing = make.listing(**changes)
    Listing.objects.filter(pk=listing.pk).update(specification=SPECIFICATION)
    return listing


def test_who_holds_a_parametric_model_moves_its_sliders_and_gets_a_job() -> None:
    listing = parametric()
    client = signed_in(make.holder(listing))
    page = text(client.get(page_of(listing)))
    assert 'name="0.legs"' in page.split('id="change"')[1]

    made = client.post(f"/models/{listing.pk}/customise/", {"0.legs": "5"})

    job = Job.objects.get()
    assert made["Location"] == f"/jobs/{job.pk}/"
    assert job.specification["objects"][0]["parameters"]["legs"] == 5


def test_who_does_not_hold_it_sees_that_it_can_be_changed_and_cannot_change_it() -> None:
    listing = parametric()
    client = signed_in(make.person())

    assert 'name="0.legs"' not in text(client.get(page_of(listing)))
    assert client.post(f"/models/{listing.pk}/customise/", {"0.legs": "5"}).status_code == 403
    assert not Job.objects.exists()
    free = parametric(price_cents=0)
    assert 'name="0.legs"' in text(client.get(page_of(free)))
    assert "Sign in to make your own version." in text(Client().get(page_of(free)))


def unsaid_unit() -> Listing:
    """A draft whose file says no unit, as an STL does."""
    listing = make.with_file(make.draft(category="furniture", offers=[("personal", 0)]))
    problem = {"code": "unit_assumed", "severity": "info", "count": 1, "sentence": "No unit.", "fixable": True}
    Listing.objects.filter(pk=listing.pk).update(facts=listing.facts | {"problems": [problem]})
    return Listing.objects.get(pk=listing.pk)


def test_a_file_without_a_unit_waits_for_its_creators_word() -> None:
    listing = unsaid_unit()
    client = signed_in(listing.seller)
    page = text(client.get(f"/models/{listing.pk}/edit/?step=report"))
    assert "beside a cup" in page or "beside a person" in page
    assert "The size is right" in page
    with pytest.raises(Conflict, match="does not say its unit"):
        listings.submit(listing.pk, by=listing.seller)

    assert signed_in(make.staff("moderator")).post(f"/models/{listing.pk}/unit/").status_code in {403, 404}
    client.post(f"/models/{listing.pk}/unit/")

    assert "You said on" in text(client.get(f"/models/{listing.pk}/edit/?step=report"))
    assert listings.submit(listing.pk, by=listing.seller).state == Listing.State.PENDING


def test_another_file_wants_the_word_again_and_a_set_unit_is_one() -> None:
    listing = make.draft()
    first = make.upload(listing)
    checking.check_upload(first.pk)
    listings.update_listing(listing.pk, by=listing.seller, unit_confirmed=True)
    second = make.upload(listing)
    checking.check_upload(second.pk)
    listing.refresh_from_db()
    assert listing.unit_confirmed_at is None

    scaled = uploads.fix_upload(second.pk, by=listing.seller, code="unit", unit="inch")
    checking.check_upload(scaled.pk)

    listing.refresh_from_db()
    assert listing.unit_confirmed_at is not None


def test_a_creator_sees_which_public_models_are_the_same_and_no_private_ones() -> None:
    make.with_file(make.draft(name="Somebody's draft"))
    mine = make.draft(name="Mine")
    checking.check_upload(make.upload(mine).pk)
    client = signed_in(mine.seller)
    assert "Already in the shop" not in text(client.get(f"/models/{mine.pk}/edit/?step=report"))
    make.listing(name="The box of the shop")

    page = text(client.get(f"/models/{mine.pk}/edit/?step=report"))

    assert "The box of the shop" in page
    assert "the same file" in page
    assert "draft</a>" not in page


def sort_of(page: str) -> str:
    return re.search(r'<option value="([^"]*)" selected', page.split('id="f-sort"')[1])[1]


def test_a_person_finds_the_order_they_chose_until_they_choose_none() -> None:
    make.listing(price_cents=900, name="Dear box")
    make.listing(price_cents=400, name="Cheap box")
    client = signed_in(make.person())
    assert sort_of(text(client.get("/models/?sort=price"))) == "price"

    assert sort_of(text(client.get("/models/"))) == "price"
    assert sort_of(text(client.get("/models/?sort=newest"))) == "newest"
    assert sort_of(text(client.get("/models/?sort=nonsense"))) == ""
    assert sort_of(text(client.get("/models/"))) == "newest"
    assert "selected" not in text(client.get("/models/?sort=")).split('id="f-sort"')[1].split("<option")[2]
    assert "data-kept" not in text(client.get("/models/"))
    visitor = Client()
    visitor.get("/models/?sort=price")
    assert not visitor.session.keys()
