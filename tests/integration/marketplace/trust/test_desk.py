"""The pages of copyright notices, and the desk at which staff decide cases."""

import html

import pytest
from django.test import Client
from django.urls import reverse

from marketplace.catalog.selectors.visibility import public_listings
from marketplace.trust.models import Case, CaseStep, Notice
from marketplace.trust.selectors import desk, notices
from tests import make
from tests.makers import trust

pytestmark = pytest.mark.django_db
FORM = {
    "work": "The lamp of 1931.", "acts_as": "agent", "name": "Anna Kern", "email": "anna@kern.example",
    "address": "Lange Gasse 4, Wien", "good_faith": "on", "accurate": "on", "signature": "Anna Kern",
}  # fmt: skip
ANSWER = {
    "text": "I drew it myself.", "name": "Tomás Rey", "address": "12 Quay St", "good_faith": "on",
    "accepts_court": "on", "signature": "Tomás Rey",
}  # fmt: skip


def text(answer) -> str:
    return html.unescape(answer.content.decode())


def signed_in(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def case_at(case_id: int) -> str:
    return reverse("admin:case_desk", args=[case_id])


def test_a_stranger_sends_confirms_and_withdraws_a_notice_on_the_pages() -> None:
    listing, client = make.listing(), Client()
    first = text(client.get(f"/notice/?model={listing.pk}"))
    assert f"/models/{listing.pk}/" in first
    refused = client.post("/notice/", {**FORM, "targets": f"/models/{listing.pk}/", "signature": "A. K."})
    assert refused.status_code == 400
    assert "Sign with your full name" in text(refused)
    assert "The lamp of 1931." in text(refused)
    assert not Notice.objects.exists()
    sent = client.post("/notice/", {**FORM, "targets": f"/models/{listing.pk}/"})
    assert sent.url == "/notice/sent/"
    assert "We sent a link" in text(client.get(sent.url))
    place = notices.sent_url(Notice.objects.get())
    assert "Confirm the notice" in text(client.get(place))
    assert public_listings().filter(pk=listing.pk).exists()
    client.post(f"{place}confirm/")
    assert not public_listings().filter(pk=listing.pk).exists()
    page = text(client.get(place))
    assert "to be answered by" in page
    assert "Its address was confirmed." in page
    case = Case.objects.get()
    client.post(f"{place}{case.pk}/withdraw/")
    assert public_listings().filter(pk=listing.pk).exists()
    assert "shown again" in text(client.get(place))
    assert client.get("/notice/1.x/").status_code == 404
    assert not Case.objects.get().notice.is_owner


def test_the_creator_reads_the_copy_and_answers_and_the_claimant_names_a_court() -> None:
    case = trust.notice().cases.get()
    place, creator = f"/reports/notices/{case.pk}/", signed_in(case.creator)
    page = text(creator.get(place))
    assert "The lamp of 1931." in page
    assert "Lange Gasse" not in page
    assert place in text(creator.get("/reports/"))
    assert place in text(creator.get("/dashboard/status/"))
    assert signed_in(make.person()).get(place).status_code == 404
    assert Client().get(place).status_code in {302, 401}
    refused = creator.post(place, {**ANSWER, "accepts_court": ""})
    assert refused.status_code == 400
    assert "I drew it myself." in text(refused)
    assert creator.post(place, ANSWER).status_code == 302
    assert "shown again on" in text(creator.get(place))
    sent = notices.sent_url(case.notice)
    client = Client()
    assert "I drew it myself." in text(client.get(sent))
    assert client.post(f"{sent}{case.pk}/court/", {"text": " "}).status_code == 400
    client.post(f"{sent}{case.pk}/court/", {"text": "Galway, 12/26."})
    assert CaseStep.objects.filter(case=case, kind="court", text="Galway, 12/26.").exists()
    assert sent in text(signed_in(case.notice.filed_by).get("/reports/"))


def test_the_holder_of_a_closed_account_answers_a_notice_too() -> None:
    from accounts.services import bans

    case = trust.notice().cases.get()
    bans.ban(case.creator_id, by=make.staff(), reason="Spam.")
    client = Client()
    client.post("/accounts/login/", {"login": case.creator.email, "password": make.PASSWORD})
    assert client.post(f"/reports/notices/{case.pk}/", ANSWER).status_code == 302
    case.refresh_from_db()
    assert case.state == "countered"


def test_the_desk_lists_the_oldest_first_holds_what_is_opened_and_leads_on() -> None:
    first, second = trust.report(reason="stolen", text="See model 7.").case, trust.report().case
    twin = make.listing(first.creator)
    staff, other = make.staff(), make.staff()
    client = signed_in(staff)
    page = text(client.get(reverse("admin:case_queue")))
    assert page.index(case_at(first.pk)) < page.index(case_at(second.pk))
    shown = text(client.get(case_at(first.pk)))
    for words in (
        "See model 7.",
        "Held for you until",
        "Strikes that stand",
        twin.name,
        "the same file",
        "Your words stand here.",
    ):
        assert words in shown, words
    assert 'value="hide"' not in text(signed_in(other).get(case_at(first.pk)))
    refused = client.post(case_at(first.pk), {"decision": "hide", "reason": " ", "rule": "stolen"})
    assert refused.status_code == 400
    assert "Say what you found" in text(refused)
    answer = client.post(case_at(first.pk), {"decision": "hide", "reason": "It is model 7.", "rule": "dangerous"})
    assert answer.url == case_at(second.pk)
    first.refresh_from_db()
    assert (first.state, first.decisions.get().rule) == ("hidden", "dangerous")
    again = client.post(case_at(first.pk), {"decision": "warn", "reason": "No."})
    assert again.status_code == 409
    assert client.post(case_at(second.pk), {"decision": "skip"}).url == reverse("admin:case_queue")
    second.refresh_from_db()
    assert second.holder is None


def test_who_hands_a_case_on_does_not_decide_it() -> None:
    case, client = trust.report().case, signed_in(make.staff())
    assert client.post(case_at(case.pk), {"decision": "escalate", "note": " "}).status_code == 400
    client.post(case_at(case.pk), {"decision": "escalate", "note": "Is it older?"})
    page = text(client.get(case_at(case.pk)))
    assert "You handed this case on" in page
    assert 'value="dismiss"' not in page
    assert "Is it older?" in text(signed_in(make.staff()).get(case_at(case.pk)))


def test_a_copyright_case_is_ended_at_the_desk_and_exported_as_one_file() -> None:
    case, client = trust.countered(), signed_in(make.staff())
    page = text(client.get(case_at(case.pk)))
    for words in ("I drew it myself.", "The lamp of 1931.", "The notice does not hold", "Keep it hidden"):
        assert words in page, words
    assert 'value="warn"' not in page
    client.post(case_at(case.pk), {"decision": "final", "reason": "Galway, 12/26."})
    made = client.get(reverse("admin:case_record", args=[case.pk]))
    assert made["Content-Disposition"] == f'attachment; filename="nexus-case-{case.pk}.txt"'
    assert "Lange Gasse 4, Wien" in text(made)
    assert "Galway, 12/26." in text(made)


def test_the_desk_is_for_those_who_decide_cases() -> None:
    case = trust.report().case
    for path in (reverse("admin:case_queue"), case_at(case.pk), reverse("admin:case_record", args=[case.pk])):
        assert signed_in(make.staff("finance")).get(path).status_code == 403
        assert signed_in(make.person()).get(path).status_code == 302
        assert Client().get(path).status_code == 302
        assert signed_in(make.staff()).get(path).status_code == 200
    assert signed_in(make.staff()).get(case_at(10**9)).status_code == 404
    assert "Nothing waits" not in text(signed_in(make.staff()).get(reverse("admin:case_queue")))


def test_the_queue_asks_the_database_as_often_for_many_cases_as_for_few(django_assert_max_num_queries) -> None:
    staff = make.staff()
    for _ in range(3):
        trust.report()
    with django_assert_max_num_queries(6):
        assert len(desk.case_queue(staff)) == 3
