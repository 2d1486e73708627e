"""Staff decide in the console; mails tell the creators; facts are acted on once more without harm."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from marketplace.catalog import tasks
from marketplace.catalog.models import Listing, SearchDoc
from marketplace.catalog.services import review_queue
from tests import make

pytestmark = pytest.mark.django_db


def signed_in(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def text(answer) -> str:
    return answer.content.decode()


def test_the_queue_lists_the_oldest_first_and_is_for_reviewers_only() -> None:
    first, second = make.listing(name="First", state="pending"), make.listing(name="Second", state="pending")
    page = text(signed_in(make.staff()).get(reverse("admin:review_queue")))
    assert page.index("First") < page.index("Second")
    assert "style=" not in page
    assert signed_in(make.staff("finance")).get(reverse("admin:review_queue")).status_code == 403
    assert signed_in(make.person()).get(reverse("admin:review_queue")).status_code == 302
    assert first.pk < second.pk


def test_an_empty_queue_says_so() -> None:
    assert "Nothing waits" in text(signed_in(make.staff()).get(reverse("admin:review_queue")))


def test_a_review_page_shows_the_model_and_its_buttons_decide() -> None:
    row, other = make.listing(name="First", state="pending"), make.listing(name="Second", state="pending")
    client = signed_in(make.staff())
    page = text(client.get(reverse("admin:review_listing", args=[row.pk])))
    assert row.pictures.get(kind="preview").file.key.removeprefix("open/") in page
    assert "Held for you" in page
    answer = client.post(reverse("admin:review_listing", args=[row.pk]), {"decision": "approve"})
    assert answer.url == reverse("admin:review_listing", args=[other.pk])
    row.refresh_from_db()
    assert row.state == "approved"
    refused = client.post(reverse("admin:review_listing", args=[other.pk]), {"decision": "reject", "reason": " "})
    assert refused.status_code == 400
    assert "Say why" in text(refused)
    answer = client.post(
        reverse("admin:review_listing", args=[other.pk]), {"decision": "reject", "reason": "Thin walls."}
    )
    assert answer.url == reverse("admin:review_queue")
    again = client.post(reverse("admin:review_listing", args=[other.pk]), {"decision": "approve"})
    assert again.status_code == 409
    assert "cannot become approved" in text(again)


def test_an_approval_is_taken_back_from_the_strip_above_the_queue() -> None:
    row = make.listing(name="First", state="pending")
    client = signed_in(make.staff())
    page = text(client.post(reverse("admin:review_listing", args=[row.pk]), {"decision": "approve"}, follow=True))
    undo = reverse("admin:review_undo", args=[row.pk])
    assert undo in page
    answer = client.post(undo, follow=True)
    assert "waits again" in text(answer)
    row.refresh_from_db()
    assert row.state == "pending"
    assert undo not in text(client.get(reverse("admin:review_queue")))


def test_a_version_is_reviewed_beside_what_sells_and_reasons_are_codes() -> None:
    row = make.listing(name="Oak chair")
    waits = make.waiting_version(row, "Thicker walls.")
    client = signed_in(make.staff())
    where = reverse("admin:review_listing", args=[waits.carrier_id])
    page = text(client.get(where))
    assert "What version 2 changes" in page
    assert "Thicker walls." in page
    client.post(where, {"decision": "reject", "codes": ["wrong_size"]})
    waits.refresh_from_db()
    assert waits.state == "rejected"
    seller = text(signed_in(row.seller).get(reverse("model_version", args=[row.pk])))
    assert "The measured size cannot be right" in seller


def test_what_was_handed_on_is_skipped_by_who_did_it() -> None:
    row, other = make.listing(name="First", state="pending"), make.listing(name="Second", state="pending")
    client = signed_in(make.staff())
    where = reverse("admin:review_listing", args=[row.pk])
    answer = client.post(where, {"decision": "escalate", "note": "Is it a copy?"})
    assert answer.url == reverse("admin:review_listing", args=[other.pk])
    page = text(client.get(where))
    assert "You handed this model on" in page
    assert 'value="approve"' not in page
    assert "Is it a copy?" in text(signed_in(make.staff()).get(where))


def test_a_model_somebody_else_reviews_shows_no_buttons() -> None:
    row, first = make.listing(state="pending"), make.staff()
    review_queue.claim(row.pk, by=first)
    page = text(signed_in(make.staff()).get(reverse("admin:review_listing", args=[row.pk])))
    assert "Take the next one" in page
    assert 'value="approve"' not in page


def test_ones_own_model_shows_no_buttons() -> None:
    staff = make.staff()
    row = make.listing(staff, state="pending")
    page = text(signed_in(staff).get(reverse("admin:review_listing", args=[row.pk])))
    assert "somebody else has to decide" in page
    assert 'value="approve"' not in page


def act(client: Client, action: str, rows: list[Listing], **more):
    chosen = {"action": action, "_selected_action": [row.pk for row in rows], **more}
    return client.post(reverse("admin:marketplace_listing_changelist"), chosen, follow=True)


def test_the_lists_actions_ask_first_and_then_decide_each_by_itself() -> None:
    seller = make.person()
    User.objects.filter(pk=seller.pk).update(is_verified=True)
    rows = [make.listing(seller, state="pending"), make.listing(seller, state="pending")]
    rows += [make.listing(seller, state="draft"), make.listing(state="pending")]
    client = signed_in(make.staff())
    assert 'name="confirmed"' in text(act(client, "approve", rows))
    assert Listing.objects.filter(state="approved").count() == 0
    done = text(act(client, "approve", rows, confirmed="1"))
    assert "Approve the chosen models: done for 2." in done
    assert "so it cannot become approved" in done
    assert "Only models of verified creators" in done
    assert Listing.objects.filter(state="approved").count() == 2


def test_rejecting_from_the_list_needs_a_reason() -> None:
    row = make.listing(state="pending")
    client = signed_in(make.staff())
    assert "Write the reason." in text(act(client, "reject", [row], confirmed="1", reason=" "))
    assert "Reject the chosen models: done for 1." in text(
        act(client, "reject", [row], confirmed="1", reason="Thin walls.")
    )
    row.refresh_from_db()
    assert (row.state, row.reject_reason) == ("rejected", "Thin walls.")


def test_staff_without_the_right_have_no_such_actions() -> None:
    row = make.listing(state="pending")
    client = signed_in(make.staff("finance"))
    assert 'value="approve"' not in text(client.get(reverse("admin:marketplace_listing_changelist")))
    act(client, "approve", [row], confirmed="1")
    row.refresh_from_db()
    assert row.state == "pending"


@pytest.mark.parametrize("model", ["listing", "upload", "entitlement", "downloadlog", "category", "tag"])
def test_every_list_of_the_catalogue_opens_in_the_console(model: str) -> None:
    row = make.listing()
    make.holder(row)
    client = signed_in(make.superuser())
    assert client.get(reverse(f"admin:marketplace_{model}_changelist")).status_code == 200
    assert client.get(reverse("admin:marketplace_listing_change", args=[row.pk])).status_code == 200


def test_the_creator_is_told_of_either_decision(mailoutbox) -> None:
    approved = make.listing(name="Oak & pine chair")
    rejected = make.listing(name="Vase", state="rejected")
    tasks.mail_approved(listing=approved.pk)
    tasks.mail_rejected(listing=rejected.pk)
    yes, no = (f"{mail.to} {mail.subject} {mail.body} {mail.alternatives[0][0]}" for mail in mailoutbox)
    assert approved.seller.email in yes
    assert "Oak & pine chair" in yes
    assert f"http://testserver/models/{approved.pk}-" in yes
    assert "The walls are too thin." in no
    assert f"/models/{rejected.pk}/edit/" in no


def test_the_mail_of_an_approval_is_stopped_by_one_click(mailoutbox) -> None:
    row = make.listing()
    tasks.mail_approved(listing=row.pk)
    [sent] = mailoutbox
    link = sent.extra_headers["List-Unsubscribe"].strip("<>")
    assert sent.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert link in sent.body
    Client().post(link.removeprefix("http://testserver"), {"List-Unsubscribe": "One-Click"})
    tasks.mail_approved(listing=row.pk)
    assert len(mailoutbox) == 1


def test_the_handlers_may_run_again_and_for_what_is_gone() -> None:
    row = make.listing()
    upload = make.upload(make.draft())
    for _ in range(2):
        tasks.index_listing(listing=row.pk)
        tasks.check_upload(upload=str(upload.pk))
    assert SearchDoc.objects.count() == 1
    upload.refresh_from_db()
    assert upload.state == "ready"
    tasks.index_listing(listing=10**9)
    tasks.mail_approved(listing=10**9)
