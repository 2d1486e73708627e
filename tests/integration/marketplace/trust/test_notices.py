"""Copyright notices: hidden, copied to the creator, answered, and ended by time or by somebody, each step dated."""

from datetime import timedelta
from itertools import product
from uuid import uuid4

import pytest
from django.core import mail
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import Notification
from marketplace.catalog.models import Listing
from marketplace.catalog.selectors.visibility import public_listings
from marketplace.trust import rules, selectors, states
from marketplace.trust.models import Case, CaseStep, CounterNotice, Decision, Notice, Strike
from marketplace.trust.selectors import notices as reading
from marketplace.trust.selectors import standing
from marketplace.trust.selectors.steps import record_of
from marketplace.trust.services import appeals, clock, deciding, notices, telling
from nexus.foundation.errors import Conflict, Invalid, NotAllowed, NotFound, TooMany
from tests import make
from tests.makers import trust

pytestmark = pytest.mark.django_db
LATER = timedelta(days=60)


def shown(listing: Listing) -> bool:
    return public_listings().filter(pk=listing.pk).exists()


def tell_all() -> None:
    for row in Decision.objects.order_by("pk"):
        telling.decided(row.pk)


def test_a_notice_of_a_confirmed_person_hides_the_model_at_once_and_its_creator_gets_a_copy() -> None:
    listing, claimant = make.listing(), make.person()
    case = trust.notice(listing, claimant).cases.get()
    assert (case.state, shown(listing)) == ("noticed", False)
    for _ in range(2):
        tell_all()
    [copy] = mail.outbox
    assert copy.to == [listing.seller.email]
    for words in ("The lamp of 1931", claimant.email, f"/reports/notices/{case.pk}/"):
        assert words in copy.body, words
    assert Notification.objects.get(user=listing.seller).kind == "copyright"
    assert CaseStep.objects.filter(case=case, kind="creator_told").count() == 1
    assert not Strike.objects.exists()


def test_a_notice_of_a_stranger_does_nothing_before_its_address_is_confirmed() -> None:
    listing = make.listing()
    sent = trust.notice(listing, email="anna@kern.example")
    assert shown(listing)
    assert not Case.objects.exists()
    telling.ask_for_confirmation(sent.pk)
    token = reading.token_of(sent)
    assert token in mail.outbox[0].body
    for wrong in (token[:-1] + "x", "1.x", "x", ""):
        with pytest.raises(NotFound):
            notices.confirm(wrong)
    for _ in range(2):
        notices.confirm(token)
    assert Case.objects.get().listing == listing
    assert not shown(listing)


def test_a_link_that_is_not_used_is_dropped_after_its_term() -> None:
    sent = trust.notice(email="anna@kern.example")
    late = timezone.now() + rules.CONFIRM_FOR + timedelta(seconds=1)
    with pytest.raises(NotFound):
        notices.confirm(reading.token_of(sent), now=late)
    assert notices.forget_unconfirmed() == 0
    assert notices.forget_unconfirmed(late) == 1
    kept = trust.notice()
    assert notices.forget_unconfirmed(late) == 0
    with pytest.raises(IntegrityError), transaction.atomic():
        kept.delete()
    with pytest.raises(IntegrityError), transaction.atomic():
        Notice.objects.update(work="Another.")


def test_without_an_answer_the_model_stays_hidden_and_the_creator_may_appeal() -> None:
    case = trust.notice().cases.get()
    assert clock.walk(case.due_at - timedelta(seconds=1)) == 0
    assert clock.walk(case.due_at) == 1
    assert clock.walk(case.due_at + LATER) == 0
    case.refresh_from_db()
    assert (case.state, case.due_at, selectors.standing_strikes(case.creator_id)) == ("hidden", None, 1)
    made = case.decisions.get(act="final")
    assert (made.automatic, made.by) == (True, None)
    waiting = appeals.appeal(made.pk, by=case.creator, text="I was ill.")
    appeals.grant(waiting.pk, by=make.staff(), reason="True.")
    assert shown(case.listing)
    assert selectors.standing_strikes(case.creator_id) == 0


def test_an_answer_that_nobody_takes_to_court_brings_the_model_back() -> None:
    case = trust.countered()
    telling.countered(case.pk)
    assert mail.outbox[-1].to == [case.claimant]
    assert "I drew it myself." in mail.outbox[-1].body
    assert not shown(case.listing)
    assert clock.walk(case.due_at) == 1
    assert shown(case.listing)
    assert Case.objects.get().state == "lifted"
    tell_all()
    assert "is shown again" in mail.outbox[-1].body
    title = Notification.objects.filter(user=case.creator).order_by("pk").last().title
    assert title == f"“{case.name}” is shown again: the copyright notice about it is over."


def test_a_court_that_is_named_gives_staff_time_once_and_they_end_it() -> None:
    case = trust.countered()
    token, before = reading.token_of(case.notice), case.due_at
    held = notices.tell_of_court(token, case.pk, text="County court Galway, 12/26.")
    assert held.due_at == rules.working_days_after(before, rules.COURT_DAYS)
    with pytest.raises(Conflict):
        notices.tell_of_court(token, case.pk, text="Again.")
    deciding.end_for_claimant(case.pk, by=make.staff(), reason="County court Galway, 12/26, seen.")
    assert Case.objects.get().state == "hidden"
    assert selectors.standing_strikes(case.creator_id) == 1
    assert Decision.objects.get(act="final").appeal_until


def test_whoever_sent_the_notice_withdraws_it_and_nobody_else_does() -> None:
    case, other = trust.notice().cases.get(), trust.notice().cases.last()
    with pytest.raises(NotFound):
        notices.withdraw(reading.token_of(other.notice), case.pk)
    notices.withdraw(reading.token_of(case.notice), case.pk)
    assert shown(case.listing)
    assert not shown(other.listing)
    with pytest.raises(Conflict):
        notices.withdraw(reading.token_of(case.notice), case.pk)


def test_a_model_that_two_notices_hide_is_back_after_both_are_over() -> None:
    listing = make.listing()
    first, second = trust.notice(listing).cases.get(), trust.notice(listing).cases.get()
    notices.withdraw(reading.token_of(first.notice), first.pk)
    assert not shown(listing)
    deciding.dismiss(second.pk, by=make.staff(), reason="The work is in the public domain.")
    assert shown(listing)


@pytest.mark.parametrize("way", ["clock", "staff"])
def test_from_every_state_of_a_case_time_or_one_act_of_staff_ends_it(way: str) -> None:
    """S09: breadth first over all states a copyright case can reach; each is left by one call."""
    ends = {state for state, moves in states.MOVES.items() if set(moves) <= {Decision.Act.RESTORE}}
    reached = {"noticed": trust.notice().cases.get(), "countered": trust.countered()}
    held = trust.countered()
    notices.tell_of_court(reading.token_of(held.notice), held.pk, text="Galway, 12/26.")
    for case in (*reached.values(), held):
        if way == "clock":
            assert clock.walk(timezone.now() + LATER) >= 0
        else:
            act = min(set(states.MOVES[case.state]) & {"dismiss", "final"})
            deciding.decide(case.pk, by=make.staff(), act=act, facts="Seen.")
        case.refresh_from_db()
        assert case.state in ends
        assert case.due_at is None
    assert set(states.CLOCK) == {state for state in states.RUNNING if state != Case.State.OPEN}
    assert all(set(states.MOVES[state]) & {"dismiss", "restore"} for state in states.RUNNING | {"hidden", "warned"})


def test_the_database_refuses_a_clock_on_what_does_not_run_and_none_on_what_does() -> None:
    case = trust.notice().cases.get()
    for values in ({"due_at": None}, {"state": "hidden"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Case.objects.filter(pk=case.pk).update(**values)


def test_an_answer_comes_in_time_once_and_from_the_creator() -> None:
    case = trust.notice().cases.get()
    with pytest.raises(NotFound):
        notices.counter(case.pk, trust.ANSWER, by=make.person())
    with pytest.raises(Conflict):
        notices.counter(case.pk, trust.ANSWER, by=case.creator, now=case.due_at)
    notices.counter(case.pk, trust.ANSWER, by=case.creator)
    with pytest.raises(Conflict):
        notices.counter(case.pk, trust.ANSWER, by=case.creator)
    for rows in (CounterNotice, CaseStep):
        telling.countered(case.pk)
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.objects.all().delete()


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"good_faith": False}, "good_faith"),
        ({"accurate": False}, "accurate"),
        ({"signature": "Ida"}, "signature"),
        ({"work": " "}, "work"),
        ({"name": "x" * 121}, "name"),
        ({"email": "nobody"}, "email"),
        ({"address": ""}, "address"),
        ({"where": "\x00"}, "where"),
    ],
)
def test_a_notice_that_is_not_complete_is_refused_at_its_field(change: dict[str, object], field: str) -> None:
    with pytest.raises(Invalid) as refusal:
        trust.notice(**change)
    assert set(refusal.value.fields) == {field}
    assert not Notice.objects.exists()


def test_models_are_named_by_address_or_number_and_only_those_in_the_shop() -> None:
    listing, draft, claimant = make.listing(), make.listing(state="draft"), make.person()
    for word in (
        f"http://testserver/models/{listing.pk}-{listing.slug}/?a=1",
        f"/models/{listing.pk}/",
        f"#{listing.pk}",
    ):
        sent = trust.notice(None, make.person(), targets=[word])
        assert sent.targets == [listing.pk]
    for words in ([], ["a chair"], [f"/models/{draft.pk}/"], ["/models/0/"], [str(n) for n in range(21)]):
        with pytest.raises(Invalid):
            trust.notice(None, claimant, targets=words)
    with pytest.raises(Invalid):
        trust.notice(listing, listing.seller)


def test_one_claimant_has_one_running_notice_about_a_model() -> None:
    listing, claimant = make.listing(), make.person()
    trust.notice(listing, claimant)
    with pytest.raises(Invalid):
        trust.notice(listing, claimant)
    case = Case.objects.get()
    with pytest.raises(IntegrityError), transaction.atomic():
        Case.objects.create(
            listing=listing, name="x", creator=case.creator, state="noticed", decided_at=case.decided_at,
            notice=case.notice, claimant=case.claimant, due_at=case.due_at,
        )  # fmt: skip


def test_empty_notices_pause_their_address_and_many_are_refused(settings) -> None:
    claimant, staff = make.person(), make.staff()
    for _ in range(rules.REFUSED_MOST):
        case = trust.notice(None, claimant).cases.get()
        deciding.dismiss(case.pk, by=staff, reason="Public domain.")
    with pytest.raises(NotAllowed) as refusal:
        trust.notice(None, claimant)
    assert refusal.value.code == "notices_paused"
    settings.THROTTLE_FACTOR = 1
    listing, address = make.listing(), f"{uuid4().hex}@kern.example"
    for _ in range(3):
        trust.notice(listing, email=address)
    with pytest.raises(TooMany):
        trust.notice(listing, email=address)


def test_staff_decide_no_notice_of_their_own_and_none_they_handed_on() -> None:
    moderator = make.staff()
    own = trust.notice(None, moderator).cases.get()
    case = trust.notice().cases.get()
    deciding.escalate(case.pk, by=moderator, note="Is it older?")
    for one in (own, case):
        with pytest.raises(NotAllowed):
            deciding.dismiss(one.pk, by=moderator, reason="No.")
    deciding.dismiss(case.pk, by=make.staff(), reason="No.")


def test_the_record_of_a_case_names_every_step_with_its_date_and_is_for_staff() -> None:
    case = trust.countered()
    tell_all()
    telling.countered(case.pk)
    clock.walk(case.due_at)
    made = record_of(make.staff(), case.pk)
    for words in ("The lamp of 1931", "I drew it myself.", "Its address was confirmed.", "The creator was told, with a copy.",
                  "Whoever sent the notice was told.", "no court action was shown in time", "State: lifted"):  # fmt: skip
        assert words in made, words
    with pytest.raises(NotAllowed):
        record_of(case.creator, case.pk)
    both = " ".join(f"{step.text} {step.who}" for step in reading.case_page(case.creator, case.pk).steps)
    assert "person" not in both


def test_the_creator_sees_who_acts_next_and_by_when() -> None:
    case = trust.notice().cases.get()
    [row] = standing.placings_of(case.creator)
    assert (row.who, row.until, row.in_search) == ("you: answer the notice", case.due_at, False)
    assert row.url == f"/reports/notices/{case.pk}/"
    notices.counter(case.pk, trust.ANSWER, by=case.creator)
    [row] = standing.placings_of(case.creator)
    assert row.why == "Hidden by a copyright notice; you answered it."


@pytest.mark.parametrize(("act", "mark"), [("mark_ai", "ai_generated"), ("mark_sensitive", "sensitive")])
def test_a_mark_of_staff_stays_until_an_appeal_is_granted(act: str, mark: str) -> None:
    from marketplace.catalog.services import listings

    made = trust.decision(act=act)
    listing = made.case.listing
    listing.refresh_from_db()
    assert (getattr(listing, mark), made.case.state, shown(listing)) == (True, "marked", True)
    with pytest.raises(Invalid) as refusal:
        listings.update_listing(listing.pk, by=listing.seller, **{mark: False})
    assert set(refusal.value.fields) == {mark}
    with pytest.raises(Conflict):
        trust.decision(listing, act=act)
    waiting = appeals.appeal(made.pk, by=listing.seller, text="It is not.")
    appeals.grant(waiting.pk, by=make.staff(), reason="It is not.")
    listing.refresh_from_db()
    assert (getattr(listing, mark), listing.kept_marks) == (False, [])


def test_a_mark_of_the_creator_is_not_taken_off_with_a_decision_of_staff() -> None:
    listing = make.listing()
    first, second = trust.decision(listing, act="mark_sensitive"), trust.decision(listing, act="mark_ai")
    deciding.restore(first.case_id, by=make.staff(), reason="Wrong.")
    listing.refresh_from_db()
    assert (listing.sensitive, listing.ai_generated) == (False, True)
    assert second.case.state == "marked"


def test_every_act_and_outcome_has_its_words() -> None:
    assert set(rules.ACTS) == set(Decision.Act.values)
    for act, kind in product(telling.OUTCOMES, states.CLOCK):
        assert act in states.MOVES[kind]
