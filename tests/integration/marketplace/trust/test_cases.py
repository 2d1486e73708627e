"""Reports join one case; decisions are statements of reasons; appeals go to somebody else."""

import html
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from accounts.models import Notification
from marketplace.catalog.models import Listing
from marketplace.catalog.selectors.visibility import public_listings
from marketplace.trust import rules, selectors, states
from marketplace.trust.models import Appeal, Case, Decision, Report, Strike
from marketplace.trust.selectors import standing
from marketplace.trust.services import appeals, deciding, reporting, telling
from nexus.foundation.audit import AuditRow
from nexus.foundation.errors import Conflict, Invalid, NotAllowed, NotFound
from nexus.foundation.outbox import OutboxMessage
from tests import make
from tests.makers import trust

pytestmark = pytest.mark.django_db


def text(answer) -> str:
    return html.unescape(answer.content.decode())


def signed_in(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def told(user) -> list[tuple[str, str]]:
    return list(Notification.objects.filter(user=user).order_by("pk").values_list("kind", "title"))


def test_reports_about_one_model_join_its_one_open_case() -> None:
    listing = make.listing()
    first, second = trust.report(listing), trust.report(listing, reason="broken")
    assert first.case_id == second.case_id
    with pytest.raises(Conflict):
        trust.report(listing, first.reporter)
    with pytest.raises(NotAllowed):
        trust.report(listing, listing.seller)
    with pytest.raises(IntegrityError), transaction.atomic():
        Case.objects.create(listing=listing, name="again", creator=listing.seller)
    deciding.dismiss(first.case_id, by=make.staff(), reason="It opens.")
    assert trust.report(listing, first.reporter).case_id != first.case_id


@pytest.mark.parametrize(("reason", "words"), [("ugly", "x"), ("other", " "), ("spam", "x" * 2001), ("spam", "\x00")])
def test_a_report_needs_a_known_reason_and_readable_words(reason: str, words: str) -> None:
    with pytest.raises(Invalid):
        trust.report(reason=reason, text=words)
    assert not Case.objects.exists()


def test_who_reports_without_grounds_too_often_cannot_report_for_a_while() -> None:
    reporter, staff = make.person(), make.staff()
    old = trust.report(by=reporter)
    for _ in range(rules.UNFOUNDED_MOST):
        deciding.dismiss(trust.report(by=reporter).case_id, by=staff, reason="Nothing.")
    with pytest.raises(NotAllowed) as refusal:
        trust.report(by=reporter)
    assert refusal.value.code == "reports_paused"
    Report.objects.exclude(pk=old.pk).update(created_at=timezone.now() - rules.UNFOUNDED_FOR)
    assert trust.report(by=reporter)


def test_hiding_takes_the_model_off_the_shop_and_all_are_told() -> None:
    listing, staff = make.listing(), make.staff()
    report = trust.report(listing, reason="stolen")
    made = deciding.hide(report.case_id, by=staff, reason="Mirrors model 7.")
    assert (made.rule, made.case.state) == ("stolen", "hidden")
    assert not public_listings().filter(pk=listing.pk).exists()
    assert Client().get(f"/models/{listing.pk}-{listing.slug}/").status_code == 404
    assert selectors.standing_strikes(listing.seller_id) == 1
    assert selectors.standing_strikes(listing.seller_id, now=timezone.now() + rules.STRIKE_FOR) == 0
    assert AuditRow.objects.filter(act="case.hide", actor_id=staff.pk, reason="Mirrors model 7.").exists()
    assert OutboxMessage.objects.filter(fact="case.decided").count() == 1
    for _ in range(2):
        telling.decided(made.pk)
    assert told(listing.seller) == [("strike", f"“{listing.name}” was hidden by staff.")]
    assert told(report.reporter) == [("case", f"You reported “{listing.name}”; staff acted on it.")]
    with pytest.raises(Conflict):
        deciding.warn(report.case_id, by=staff, reason="Again.")


def test_every_state_of_a_case_has_the_ways_out_of_the_table_and_no_others() -> None:
    for start, ways in states.MOVES.items():
        for act in Decision.Act.values:
            if act in ways:
                assert states.after(start, act) == ways[act]
            else:
                with pytest.raises(Conflict):
                    states.after(start, act)
    assert set(states.MOVES) == set(Case.State.values)


def test_a_ban_closes_the_account_and_lifting_it_gives_all_back() -> None:
    listing, staff = make.listing(), make.staff()
    other = make.listing(listing.seller, "Other")
    made = trust.decision(listing, act="ban", by=staff)
    listing.seller.refresh_from_db()
    assert not listing.seller.is_active
    assert not public_listings().filter(seller=listing.seller).exists()
    deciding.restore(made.case_id, by=make.staff(), reason="It was another person.")
    listing.seller.refresh_from_db()
    assert listing.seller.is_active
    assert set(public_listings().filter(seller=listing.seller)) == {listing, other}
    assert Case.objects.get().state == Case.State.LIFTED
    assert not Strike.objects.filter(lifted_at=None).exists()


def test_a_model_hidden_by_two_cases_is_back_after_both_are_lifted() -> None:
    listing, staff = make.listing(), make.staff()
    holder = make.holder(listing)
    first = trust.decision(listing, by=staff)
    second = deciding.hide(trust.report(listing, holder).case_id, by=staff, reason="Twice.")
    deciding.restore(first.case_id, by=staff, reason="Wrong.")
    assert Listing.objects.get(pk=listing.pk).hidden_by == "case"
    deciding.restore(second.case_id, by=staff, reason="Wrong.")
    assert Listing.objects.get(pk=listing.pk).hidden_by == ""


def test_only_staff_with_the_right_decide_and_nobody_about_their_own_model() -> None:
    staff = make.staff()
    case = trust.report(make.listing(staff)).case
    for by in (make.person(), make.staff("marketing"), staff):
        with pytest.raises(NotAllowed):
            deciding.dismiss(case.pk, by=by, reason="Fine.")
    with pytest.raises(Invalid):
        deciding.dismiss(case.pk, by=make.staff(), reason=" ")
    with pytest.raises(NotFound):
        deciding.dismiss(0, by=make.staff(), reason="Fine.")


def test_a_claimed_case_is_left_to_its_holder_until_the_claim_ends() -> None:
    case, first, second = trust.report().case, make.staff(), make.staff()
    assert deciding.claim(case.pk, by=first)
    with pytest.raises(Conflict):
        deciding.claim(case.pk, by=second)
    with pytest.raises(Conflict):
        deciding.dismiss(case.pk, by=second, reason="Fine.")
    late = timezone.now() + rules.CLAIMED_FOR + timedelta(seconds=1)
    assert deciding.claim(case.pk, by=second, now=late)


def test_an_appeal_is_decided_by_somebody_else_and_the_database_refuses_the_same() -> None:
    waiting = trust.appeal()
    first, case = waiting.decision.by, waiting.decision.case
    with pytest.raises(NotAllowed):
        appeals.grant(waiting.pk, by=first, reason="Sorry.")
    with pytest.raises(IntegrityError), transaction.atomic():
        Appeal.objects.update(state="upheld", decided_by=first, decided_at=timezone.now())
    with pytest.raises(Conflict):
        deciding.restore(case.pk, by=first, reason="Sorry.")
    appeals.grant(waiting.pk, by=make.staff(), reason="It is not the same.")
    assert public_listings().filter(pk=case.listing_id).exists()
    assert selectors.standing_strikes(case.creator_id) == 0
    with pytest.raises(Conflict):
        appeals.uphold(waiting.pk, by=make.staff(), reason="No.")


def test_an_upheld_appeal_changes_nothing_but_is_told() -> None:
    waiting = trust.appeal(act="warn")
    appeals.uphold(waiting.pk, by=make.staff(), reason="It is the same.")
    telling.appeal_decided(waiting.pk)
    name = waiting.decision.case.name
    assert told(waiting.decision.case.creator) == [
        ("case", f"Your appeal about “{name}” was decided: the decision stands.")
    ]
    with pytest.raises(Conflict):
        appeals.appeal(waiting.decision_id, by=waiting.decision.case.creator, text="Once more.")


def test_an_appeal_comes_in_time_from_whom_the_decision_is_about() -> None:
    made = trust.decision()
    with pytest.raises(NotFound):
        appeals.appeal(made.pk, by=make.person(), text="No.")
    late = timezone.now() + rules.APPEAL_FOR + timedelta(seconds=1)
    with pytest.raises(Conflict):
        appeals.appeal(made.pk, by=made.case.creator, text="No.", now=late)
    with pytest.raises(Invalid):
        appeals.appeal(made.pk, by=made.case.creator, text=" ")


def test_a_statement_of_reasons_is_never_changed() -> None:
    made = trust.decision()
    with pytest.raises(IntegrityError), transaction.atomic():
        Decision.objects.filter(pk=made.pk).update(facts="Other.")
    with pytest.raises(IntegrityError), transaction.atomic():
        made.delete()


def test_a_person_reports_on_the_page_and_the_creator_appeals_on_another() -> None:
    listing, reporter = make.listing(), make.person()
    client, path = signed_in(reporter), f"/models/{listing.pk}/report/"
    assert path in text(client.get(f"/models/{listing.pk}-{listing.slug}/"))
    refused = client.post(path, {"text": "It copies mine."})
    assert refused.status_code == 400
    assert "It copies mine." in text(refused)
    assert client.post(path, {"reason": "stolen", "text": "It copies mine."}).status_code == 302
    made = deciding.hide(Case.objects.get().pk, by=make.staff(), reason="Mirrors model 7.")
    creator, page = signed_in(listing.seller), selectors.decision_url(made.pk)
    for words in ("Mirrors model 7.", str(rules.RULES["stolen"]), "A person of the staff"):
        assert words in text(creator.get(page)), words
    assert client.get(page).status_code == 404
    assert creator.post(page, {"text": "Mine is older."}).status_code == 302
    assert "Mine is older." in text(creator.get(page))
    assert "staff acted" in text(client.get("/reports/"))
    assert listing.name in text(creator.get("/reports/"))


def test_the_holder_of_a_closed_account_reads_the_decision_and_appeals() -> None:
    listing = make.listing()
    made = trust.decision(listing, act="ban")
    client = Client()
    answer = client.post("/accounts/login/", {"login": listing.seller.email, "password": make.PASSWORD}, follow=True)
    assert "/reports/" in text(answer)
    page = selectors.decision_url(made.pk)
    assert page in text(client.get("/reports/"))
    assert client.post(page, {"text": "It was not me."}).status_code == 302
    appeals.grant(Appeal.objects.get().pk, by=make.staff(), reason="It was not.")
    listing.seller.refresh_from_db()
    assert listing.seller.is_active


def test_staff_decide_in_the_console_after_they_confirm() -> None:
    case, client = trust.report().case, signed_in(make.staff())
    assert "Reports to decide" in text(client.get("/admin/"))
    assert "/admin/cases/" in text(client.get("/admin/"))
    queue = "/admin/marketplace/case/?state__exact=open"
    assert case.name in text(client.get(queue))
    chosen = {"action": "hide", "_selected_action": str(case.pk)}
    asked = client.post(queue, chosen)
    assert 'name="confirmed"' in text(asked)
    assert Case.objects.get().state == Case.State.OPEN
    client.post(queue, {**chosen, "confirmed": "1", "reason": "It is sold twice."})
    assert Case.objects.get().state == Case.State.HIDDEN
    assert "It is sold twice." in text(client.get(f"/admin/marketplace/case/{case.pk}/change/"))
    assert client.get("/admin/marketplace/appeal/").status_code == 200


def test_a_reported_model_that_is_deleted_leaves_its_case() -> None:
    listing = make.listing(state="draft")
    report = reporting.report_model(listing.pk, by=make.staff(), reason="spam")
    listing.delete()
    made = deciding.warn(report.case_id, by=make.staff(), reason="It was spam.")
    assert made.case.name == listing.name


def test_a_creator_reads_where_each_model_appears_why_and_who_acts_next() -> None:
    shown = make.listing()
    hidden = make.listing(shown.seller, "Hidden chest")
    make.listing(shown.seller, "Draft chest", state="draft")
    made = trust.decision(hidden)
    page = text(signed_in(shown.seller).get("/dashboard/status/"))
    assert "you: submit it" in page
    assert selectors.decision_url(made.pk) in page
    rows = {row.name: row for row in standing.placings_of(shown.seller)}
    assert rows[shown.name].in_search
    assert not rows["Hidden chest"].in_search
    assert rows["Hidden chest"].until == made.appeal_until
    appeals.appeal(made.pk, by=shown.seller, text="It is mine.")
    [row] = [row for row in standing.placings_of(shown.seller) if row.name == "Hidden chest"]
    assert (row.who, row.until) == ("somebody else of the staff", None)
