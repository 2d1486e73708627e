"""The catalogue's pages answer, also to bad input, and keep what was typed."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from marketplace.catalog.models import Listing, Upload
from marketplace.catalog.selectors import likes_of
from marketplace.catalog.services import entitlements, listings
from tests import make

pytestmark = pytest.mark.django_db


def signed_in(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def text(answer) -> str:
    return answer.content.decode()


@pytest.mark.parametrize("path", ["/", "/models/", "/licences/", "/how-we-rank/", "/rules/", "/privacy/", "/terms/"])
def test_a_public_page_has_its_heading_before_anything_exists(client: Client, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 200
    assert text(answer).count("<h1") == 1
    assert "style=" not in text(answer)


def test_the_ask_form_of_the_home_page_finds_or_makes(client: Client) -> None:
    assert client.get("/", {"words": "oak table", "do": "find"}).url == "/models/?q=oak+table"
    assert client.get("/", {"words": "oak table", "do": "make"}).url == "/create/?prompt=oak+table"
    assert client.get("/", {"words": "", "do": "find"}).url == "/models/"


def test_the_catalogue_shows_chips_counts_and_where_nothing_is_found_the_workshop(client: Client) -> None:
    make.listing(name="Low poly chair", price_cents=400)
    full = text(client.get("/models/", {"q": "chair", "category": "furniture", "price_max": "5"}))
    assert "Low poly chair" in full
    assert "1 model" in full
    assert "Take this filter off" in full
    empty = text(client.get("/models/", {"q": "zeppelin"}))
    assert "No model matches" in empty
    assert "/create/?prompt=zeppelin" in empty


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ({"price_min": "cheap"}, "A price is a number such as 4.99"),
        ({"price_min": "1.999"}, "at most two decimals"),
        ({"price_min": "9", "price_max": "5"}, "lowest price is above"),
        ({"sort": "secret"}, "sort is one of"),
        ({"category": "spoons"}, "There is no category"),
        ({"cursor": "rubbish"}, "not valid any more"),
        ({"ai": "maybe"}, "ai is one of"),
        ({"price_max": "9" * 30}, "at most two decimals and nine digits"),
    ],
)
def test_a_wrong_filter_is_said_and_the_rest_is_shown(client: Client, query: dict, sentence: str) -> None:
    make.listing(name="Low poly chair")
    answer = client.get("/models/", query)
    assert answer.status_code == 400
    assert sentence in text(answer)
    assert "Low poly chair" in text(answer)


def test_a_model_page_shows_the_preview_never_the_source(client: Client) -> None:
    listing = make.listing(name="Oak chair", description="A **plain** chair. <script>alert(1)</script>")
    page = text(client.get(f"/models/{listing.pk}-{listing.slug}/"))
    source = listing.files.get(is_source=True).file
    preview = listing.pictures.get(kind="preview").file
    assert preview.key.removeprefix("open/") in page
    assert source.key.removeprefix("held/") not in page
    assert "<strong>plain</strong>" in page
    assert "<script>alert" not in page
    assert "400 × 300 × 200" in page or "40 × 30 × 20 cm" in page


def test_a_wrong_slug_leads_to_the_right_one_and_a_hidden_model_is_nowhere(client: Client) -> None:
    listing = make.listing(name="Oak chair")
    assert client.get(f"/models/{listing.pk}-old-name/").url == f"/models/{listing.pk}-oak-chair/"
    assert client.get(f"/models/{listing.pk}/").url == f"/models/{listing.pk}-oak-chair/"
    draft = make.draft()
    assert client.get(f"/models/{draft.pk}-{draft.slug}/").status_code == 404
    assert client.get("/models/99999999999-none/").status_code == 404
    assert client.get(f"/models/{10**30}-none/").status_code == 404


def test_a_holder_sees_downloads_where_others_see_the_price() -> None:
    listing = make.listing(price_cents=1400)
    holder = make.holder(listing)
    assert "Download GLB" in text(signed_in(holder).get(f"/models/{listing.pk}-{listing.slug}/"))
    other = text(signed_in(make.person()).get(f"/models/{listing.pk}-{listing.slug}/"))
    assert "Download GLB" not in other
    assert "14.00" in other


def test_a_holder_keeps_the_page_of_an_archived_model() -> None:
    listing = make.listing()
    holder = make.holder(listing)
    listings.archive(listing.pk, by=listing.seller)
    url = f"/models/{listing.pk}-{listing.slug}/"
    assert "no longer in the shop" in text(signed_in(holder).get(url))
    assert signed_in(make.person()).get(url).status_code == 404


def test_claiming_liking_and_downloading_work_as_plain_posts() -> None:
    listing, person = make.listing(price_cents=0), make.person()
    client = signed_in(person)
    assert client.post(f"/models/{listing.pk}/claim/", follow=True).status_code == 200
    assert client.post(f"/models/{listing.pk}/like/", {"liked": "0"}, follow=True).status_code == 200
    listing.refresh_from_db()
    assert (listing.holders, likes_of([listing.pk])[listing.pk]) == (1, 1)
    assert client.post(f"/models/{listing.pk}/like/", {"liked": "1"}).status_code == 302
    assert likes_of([listing.pk])[listing.pk] == 0
    answer = client.post(f"/models/{listing.pk}/download/", {"format": "glb"})
    assert answer.status_code == 302
    assert b"".join(client.get(answer.url).streaming_content)[:4] == b"glTF"
    library = text(client.get("/library/"))
    assert listing.name in library
    assert listing.name in text(client.get("/library/", {"q": listing.seller.username}))
    assert "Nothing in your library matches" in text(client.get("/library/", {"q": "zeppelin"}))


def test_whoever_is_signed_out_is_sent_to_sign_in(client: Client) -> None:
    listing = make.listing(price_cents=0)
    for path in (
        f"/models/{listing.pk}/claim/",
        f"/models/{listing.pk}/download/",
        "/upload/",
        f"/models/{listing.pk}/like/",
    ):
        answer = client.post(path)
        assert answer.status_code == 302
        assert answer.url.startswith("/accounts/login/")


def test_an_upload_makes_a_draft_whose_page_waits_for_the_check() -> None:
    maker = make.person()
    client = signed_in(maker)
    file = SimpleUploadedFile("my_little-box.glb", make.glb())
    answer = client.post("/upload/", {"file": file})
    listing = Listing.objects.get(seller=maker)
    assert answer.url == f"/models/{listing.pk}/edit/"
    assert listing.name == "My little box"
    page = text(client.get(answer.url))
    assert "Checking your file" in page
    assert 'data-final="false"' in text(client.get(f"/models/{listing.pk}/upload/panel/"))


def test_an_empty_or_missing_file_is_said_and_leaves_no_draft() -> None:
    maker = make.person()
    client = signed_in(maker)
    assert "Choose a model file" in text(client.post("/upload/", {}))
    answer = client.post("/upload/", {"file": SimpleUploadedFile("nothing.glb", b"")})
    assert answer.status_code == 400
    assert "is empty" in text(answer)
    assert not Listing.objects.filter(seller=maker).exists()
    assert not Upload.objects.exists()


def test_a_body_over_the_limit_is_refused_before_it_is_read(settings) -> None:
    settings.UPLOAD_MAX_BYTES = 1024 * 1024
    client = signed_in(make.person())
    answer = client.post("/upload/", {"file": SimpleUploadedFile("big.glb", b"x" * 1_200_000)})
    assert answer.status_code == 413
    assert "1 MB" in text(answer)


def test_a_file_that_does_not_fit_into_memory_is_taken_as_well() -> None:
    maker = make.person()
    answer = signed_in(maker).post("/upload/", {"file": SimpleUploadedFile("large.glb", b"glTF" * 800_000)})
    assert answer.status_code == 302
    assert Upload.objects.get(owner=maker).size == 3_200_000


def test_the_upload_form_is_guarded_against_other_sites() -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(make.person())
    assert client.post("/upload/", {"file": SimpleUploadedFile("box.glb", make.glb())}).status_code == 403


def form_of(listing: Listing, **changes) -> dict:
    return {
        "name": listing.name, "description": "Plain.", "category": "furniture", "tags": "oak, Low Poly",
        "licence_0": "personal", "price_0": "4.99", "licence_1": "commercial", "price_1": "", "licence_2": "editorial", "price_2": "",
        **changes,
    }  # fmt: skip


def test_the_edit_form_saves_and_submits() -> None:
    listing = make.with_file(make.draft())
    client = signed_in(listing.seller)
    assert "A category." in text(client.get(f"/models/{listing.pk}/edit/"))
    assert client.post(f"/models/{listing.pk}/edit/", form_of(listing, submit="1")).status_code == 302
    listing.refresh_from_db()
    assert listing.state == "pending"
    assert sorted(listing.tags.values_list("name", flat=True)) == ["low poly", "oak"]
    assert list(listing.offers.values_list("licence", "price_cents")) == [("personal", 499)]


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"price_0": "-1"}, "A price cannot be below 0. Use 0 for free."),
        ({"price_0": "0.50"}, "0.99 is the lowest price. Use 0 for free."),
        ({"price_0": "100000.01"}, "100,000.00 is the highest price."),
        ({"price_0": "abc"}, "A price is a number such as 4.99"),
        ({"price_1": "0.10"}, "0.99 is the lowest price. Use 0 for free."),
        ({"price_1": "5", "licence_1": "personal"}, "Each licence can be offered once."),
        ({"name": ""}, "Give the model a name."),
        ({"tags": "x" * 41}, "the most is 40"),
        ({"tags": ",".join(f"tag{n}" for n in range(13))}, "the most is 12"),
    ],
)
def test_what_is_wrong_stands_at_its_field_and_what_was_typed_stays(changes: dict, sentence: str) -> None:
    listing = make.with_file(make.draft())
    before = listing.name
    answer = signed_in(listing.seller).post(
        f"/models/{listing.pk}/edit/", form_of(listing, description="Kept words.", **changes)
    )
    assert answer.status_code == 400
    page = text(answer)
    assert sentence in page
    assert "Kept words." in page
    listing.refresh_from_db()
    assert listing.name == before
    assert not listing.offers.exists()


def test_nobody_edits_what_is_not_theirs() -> None:
    listing = make.listing()
    client = signed_in(make.person())
    assert client.get(f"/models/{listing.pk}/edit/").status_code == 403
    assert client.post(f"/models/{listing.pk}/edit/", form_of(listing)).status_code == 403
    assert client.get(f"/models/{make.draft().pk}/edit/").status_code == 404


def test_the_buttons_of_the_edit_page_archive_bring_back_and_delete() -> None:
    listing = make.listing()
    client = signed_in(listing.seller)
    for act, state in (("archive", "archived"), ("unarchive", "approved")):
        assert client.post(f"/models/{listing.pk}/{act}/").status_code == 302
        listing.refresh_from_db()
        assert listing.state == state
    refused = text(client.post(f"/models/{listing.pk}/submit/", follow=True))
    assert "This model is approved, so it cannot become pending" in refused
    client.post(f"/models/{listing.pk}/delete/")
    assert not Listing.objects.filter(pk=listing.pk).exists()


def test_publishing_a_job_from_its_page_opens_the_draft() -> None:
    maker = make.person()
    job = make.made_job(maker)
    answer = signed_in(maker).post(f"/jobs/{job.pk}/publish/")
    listing = Listing.objects.get(job_id=job.pk)
    assert answer.url == f"/models/{listing.pk}/edit/"
    page = text(signed_in(maker).get(answer.url))
    assert "Made by a generator here, so the mark stays." in page
    assert 'name="file"' not in page


def test_a_creators_page_shows_what_is_on_show_and_closes_with_the_account() -> None:
    listing = make.listing(name="Oak chair")
    make.draft(listing.seller, name="Secret plan")
    client = Client()
    page = text(client.get(f"/u/{listing.seller.username}/"))
    assert "Oak chair" in page
    assert "Secret plan" not in page
    assert client.get(f"/u/{listing.seller.username.upper()}/").url == f"/u/{listing.seller.username}/"
    listing.seller.is_active = False
    listing.seller.save()
    assert client.get(f"/u/{listing.seller.username}/").status_code == 404
    assert client.get(f"/models/{listing.pk}-{listing.slug}/").status_code == 404


def test_an_ended_right_ends_the_link_that_was_made_with_it() -> None:
    listing, person = make.listing(), make.person()
    entitlements.grant(listing, licence="personal", holder=person, reason="bought", transaction_id=7)
    client = signed_in(person)
    url = client.post(f"/models/{listing.pk}/download/").url
    assert client.get(url).status_code == 200
    assert signed_in(make.person()).get(url).status_code == 403
    assert entitlements.end(transaction_id=7) == 1
    assert client.get(url).status_code == 403
    assert client.get(url.replace("/get/", "/get/x")).status_code == 404
