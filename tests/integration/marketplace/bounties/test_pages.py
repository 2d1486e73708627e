"""The pages of bounties, by plain forms: who sees what, and that a refusal keeps what was typed."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from accounts.models import User
from marketplace.bounties.models import Application, Bounty
from marketplace.catalog.models import Upload
from marketplace.transactions.models import TestPayment
from tests import make

pytestmark = pytest.mark.django_db


def browser(person: User | None = None) -> Client:
    client = Client()
    if person is not None:
        client.force_login(person)
    return client


def text_of(answer) -> str:
    return answer.content.decode()


WORK = {
    "title": "A brass desk lamp",
    "description": "As in the *drawing*.",
    "budget": "50",
    "formats": ["glb", "stl"],
    "triangles_max": "20000",
    "size_x": "180",
    "size_y": "420",
    "size_z": "180",
    "printable": "on",
}


def test_a_bounty_is_posted_paid_on_the_card_page_and_opens_when_its_client_comes_back():
    client = make.person()
    page = browser(client)

    to_card_page = page.post("/bounties/new/", WORK)
    bounty = Bounty.objects.get()
    assert to_card_page.url.startswith("http://testserver/test-gateway/pay/")
    assert browser().get(f"/bounties/{bounty.pk}/").status_code == 404
    card = {"number": "4242 4242 4242 4242", "expiry": "12/34", "cvc": "123"}
    back = page.post(f"/test-gateway/pay/{TestPayment.objects.get().pk}/", card)
    assert back.url.endswith(f"/bounties/{bounty.pk}/")
    assert "Open" in text_of(page.get(back.url))

    assert Bounty.objects.get().state == "open"
    assert bounty.requirements == {
        "formats": ["glb", "stl"],
        "triangles_max": 20000,
        "size_mm": [180.0, 420.0, 180.0],
        "printable": True,
    }
    public = text_of(browser().get(f"/bounties/{bounty.pk}/"))
    assert "<em>drawing</em>" in public
    assert "18 × 42 × 18 cm, ± 1 mm" in public
    assert "A brass desk lamp" in text_of(browser().get("/bounties/?q=lamp&format=stl&budget_min=49.99"))
    assert "A brass desk lamp" not in text_of(browser().get("/bounties/?budget_min=50.01"))


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"budget": "0.10"}, "0.99 is the lowest amount."),
        ({"budget": "ten"}, "A price is a number such as 4.99"),
        ({"title": " "}, "Give the bounty a title"),
        ({"size_y": ""}, "Give all three lengths, or none."),
        ({"deadline": "2020-01-01"}, "This deadline is over already"),
    ],
)
def test_a_wrong_wish_says_why_and_keeps_what_was_typed(change: dict, sentence: str):
    answer = browser(make.person()).post("/bounties/new/", WORK | change)

    assert answer.status_code == 400
    assert sentence in text_of(answer)
    assert "As in the *drawing*." in text_of(answer)
    assert not Bounty.objects.exists()


def test_artists_apply_and_only_the_client_reads_it_and_chooses():
    bounty, artist, other = make.bounty(), make.person("artist"), make.person()
    here = f"/bounties/{bounty.pk}/"

    wrong = browser(artist).post(f"{here}apply/", {"apply-price": "60", "apply-text": "In a week."})
    assert wrong.status_code == 400
    assert "your price can be that or less" in text_of(wrong)
    assert "In a week." in text_of(wrong)
    browser(artist).post(f"{here}apply/", {"apply-price": "40", "apply-text": "In a week."})
    application = Application.objects.get()
    assert "In a week." in text_of(browser(bounty.client).get(here))
    assert "In a week." not in text_of(browser(other).get(here))
    assert "1 application so far." in text_of(browser(other).get(here))
    assert browser(other).post(f"/bounties/applications/{application.pk}/choose/").status_code == 404

    browser(bounty.client).post(f"/bounties/applications/{application.pk}/choose/")

    assert Bounty.objects.get().state == "in_progress"
    assert "You were chosen" in text_of(browser(artist).get(here))
    assert "40.00" not in text_of(browser(other).get(here))  # what was agreed is theirs
    assert "Agreed price" in text_of(browser(bounty.client).get(here))


def test_the_work_is_looked_at_sent_back_handed_in_again_and_accepted():
    bounty = make.running(requirements={"size_mm": [400, 300, 200], "triangles_max": 11, "formats": ["stl"]})
    here, client, artist = f"/bounties/{bounty.pk}/", browser(bounty.client), browser(bounty.winner)
    first = make.submission(bounty, message="The first try.")
    assert "The first try." in text_of(client.get(here))
    assert "1 requirement" in text_of(client.get(here)) or "One requirement is not met" in text_of(client.get(here))
    assert "The first try." not in text_of(browser().get(here))

    client.post(f"/bounties/submissions/{first.pk}/changes/", {"changes-text": "Fewer triangles."})
    assert "Fewer triangles." in text_of(artist.get(here))
    second = make.submission(Bounty.objects.get())
    refused = artist.post(f"/bounties/submissions/{second.pk}/accept/", follow=True)
    assert "Only the client of this bounty may do this." in text_of(refused)
    client.post(f"/bounties/submissions/{second.pk}/accept/")

    assert Bounty.objects.get().state == "completed"
    assert "Download the files" in text_of(client.get(here))
    assert "37.00" in text_of(artist.get(here))
    assert "10.00" in text_of(client.get(here))


def test_a_file_is_prepared_on_the_page_and_frozen_when_it_is_handed_in():
    bounty = make.running()
    here, artist = f"/bounties/{bounty.pk}/", browser(bounty.winner)
    empty = artist.post(f"{here}file/", {})
    assert "Choose a file first." in text_of(empty)
    artist.post(f"{here}file/", {"file-file": SimpleUploadedFile("lamp.glb", make.glb())})
    work = bounty.submissions.get()
    assert (work.state, work.listing.audience) == ("preparing", "commission")
    assert "Checking lamp.glb" in text_of(artist.get(here))
    assert "lamp.glb" not in text_of(browser(bounty.client).get(here))
    early = artist.post(f"{here}hand-in/", {"work-text": ""})
    assert "The check of this file still runs" in text_of(early)
    make.with_file(work.listing)
    Upload.objects.filter(pk__in=work.upload_ids).update(state=Upload.State.READY)  # what the worker's check would say

    artist.post(f"{here}hand-in/", {"work-text": "Here it is."})

    work.refresh_from_db()
    assert work.state == "sent"
    frozen = artist.post(f"/models/{work.listing_id}/edit/", {"name": "Another"})
    assert frozen.status_code in {404, 409}
    work.listing.refresh_from_db()
    assert work.listing.name == bounty.title


def test_a_dispute_is_written_about_and_decided_in_the_console():
    bounty = make.running()
    here, staff = f"/bounties/{bounty.pk}/", make.staff("finance")
    browser(bounty.client).post(f"{here}dispute/", {"dispute-text": "Nothing came."})
    browser(bounty.winner).post(f"{here}message/", {"message-text": "It comes on Monday."})
    console = browser(staff)
    shown = text_of(console.get(f"/admin/bounties/{bounty.pk}/"))
    assert "Nothing came." in shown
    assert "It comes on Monday." in shown
    assert browser(make.staff("moderator")).get(f"/admin/bounties/{bounty.pk}/").status_code in {403, 404}

    wrong = console.post(f"/admin/bounties/{bounty.pk}/", {"decision": "divide", "artist": "41", "reason": "Fair."})
    assert wrong.status_code == 400
    assert "give 0.00 to 40.00" in text_of(wrong)
    divide = {"decision": "divide", "artist": "10", "reason": "A sketch came."}
    asked = text_of(console.post(f"/admin/bounties/{bounty.pk}/", divide))
    assert "The artist gets 10.00 less the fee; 40.00 goes back to the client." in asked
    assert Bounty.objects.get().state == "disputed"
    console.post(f"/admin/bounties/{bounty.pk}/", {**divide, "confirmed": "1"})

    assert Bounty.objects.get().state == "completed"
    assert "A sketch came." in text_of(browser(bounty.winner).get(here))


def test_a_large_division_is_proposed_released_and_each_asked_for_before(settings):
    settings.TWO_PEOPLE_ABOVE_CENTS = 4999
    bounty, first, second = make.disputed(), browser(make.staff("finance")), browser(make.staff("finance"))
    here = f"/admin/bounties/{bounty.pk}/"
    divide = {"decision": "divide", "artist": "10", "reason": "A sketch came."}
    assert "Say why" in text_of(first.post(here, {**divide, "reason": " "}))
    assert "A second person has to release it first." in text_of(first.post(here, divide))
    first.post(here, {**divide, "confirmed": "1"})
    asked = text_of(second.post(here, {"decision": "release"}))
    assert "The artist gets 10.00 less the fee; 40.00 goes back to the client." in asked
    assert "This cannot be taken back." in asked
    assert Bounty.objects.get().state == "disputed"

    second.post(here, {"decision": "release", "confirmed": "1"})

    assert Bounty.objects.get().state == "completed"


def test_closing_an_open_bounty_in_the_console_is_asked_for_before():
    bounty, console = make.bounty(), browser(make.staff("finance"))
    close = {"decision": "close", "reason": "It is spam."}
    asked = text_of(console.post(f"/admin/bounties/{bounty.pk}/", close))
    assert "50.00 goes back to the client." in asked
    assert Bounty.objects.get().state == "open"

    console.post(f"/admin/bounties/{bounty.pk}/", {**close, "confirmed": "1"})

    assert Bounty.objects.get().state == "closed"


def test_the_list_asks_the_database_as_often_for_many_as_for_one(django_assert_max_num_queries):
    for _ in range(3):
        make.application(make.bounty())
    with django_assert_max_num_queries(6):
        assert browser().get("/bounties/").status_code == 200
    Bounty.objects.update(deadline=timezone.now())
    assert browser(make.person()).get("/bounties/?mine=posted&sort=deadline").status_code == 200
