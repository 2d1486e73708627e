"""Reports and decisions about what is no model: accounts, reviews, comments, prints and bounties."""

import html
from datetime import timedelta
from importlib import import_module

import pytest
from django.apps import apps
from django.core import mail
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import Ban, Notification
from accounts.services import bans
from marketplace.catalog.models import Comment, Make, Review
from marketplace.catalog.services import makes
from marketplace.trust import rules, selectors, states
from marketplace.trust.models import Appeal, Case, CaseStep, Decision, Strike
from marketplace.trust.selectors import standing
from marketplace.trust.services import appeals, closing, deciding, reporting, telling
from nexus.foundation.errors import Conflict, Invalid, NotAllowed, NotFound
from tests import make
from tests.contracts.api import Api
from tests.makers import trust

pytestmark = pytest.mark.django_db


def text(answer) -> str:
    return html.unescape(answer.content.decode())


def signed_in(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def let_in(user) -> Client:
    """Who gave the password of a closed account."""
    client = Client()
    client.post("/accounts/login/", {"login": user.email, "password": make.PASSWORD})
    return client


def sent_to(user) -> list[str]:
    return [one.subject for one in mail.outbox if one.to == [user.email]]


@pytest.fixture
def outbox(settings) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    mail.outbox = []


def test_closing_an_account_in_the_table_states_its_reasons_and_is_appealed_to_somebody_else() -> None:
    person, first, second = make.person(), make.staff(), make.staff()
    path = reverse("admin:accounts_user_changelist")
    chosen = {"action": "ban", "_selected_action": [person.pk], "confirmed": "1", "reason": "Ten copies of one chair."}
    signed_in(first).post(path, chosen)
    made = Decision.objects.get()
    assert (made.act, made.by, made.facts, made.automatic) == ("ban", first, "Ten copies of one chair.", False)
    assert made.appeal_until is not None
    assert made.appeal_until > timezone.now() + rules.APPEAL_FOR - timedelta(minutes=1)
    assert (made.case.kind, made.case.about_id, made.case.state) == ("account", person.pk, "banned")
    page = let_in(person)
    place = selectors.decision_url(made.pk)
    assert place in text(page.get("/reports/"))
    shown = text(page.get(place))
    for words in ("Ten copies of one chair.", "Your account is closed", "A person of the staff", "Appeal until"):
        assert words in shown, words
    assert page.post(place, {"text": "They are ten chairs."}).status_code == 302
    waiting = Appeal.objects.get()
    with pytest.raises(NotAllowed):
        appeals.grant(waiting.pk, by=first, reason="Sorry.")
    with pytest.raises(Conflict) as refusal:
        closing.open_account(person.pk, by=first)
    assert refusal.value.code == "appeal_waits"
    appeals.grant(waiting.pk, by=second, reason="They are.")
    person.refresh_from_db()
    assert person.is_active
    assert not Ban.objects.filter(lifted_at=None).exists()
    assert not Strike.objects.filter(lifted_at=None).exists()


def test_a_ban_over_storefront_is_a_decision_too_and_its_end_lifts_it() -> None:
    person, staff = make.person(), make.staff()
    api = Api(staff, at="/api")
    assert api.post(f"/admin/users/{person.pk}/ban").json() == {"message": "User banned successfully"}
    made = Decision.objects.get()
    assert (made.act, made.facts) == ("ban", closing.NO_REASON)
    assert api.delete(f"/admin/users/{person.pk}/ban").status_code == 200
    person.refresh_from_db()
    assert person.is_active
    assert Case.objects.get().state == "lifted"


def test_who_may_not_close_an_account_writes_no_decision() -> None:
    staff, person = make.staff(), make.person()
    for by, whom in ((make.staff("marketing"), person), (staff, staff), (staff, make.superuser())):
        with pytest.raises((NotAllowed, Conflict)):
            closing.close_account(whom.pk, by=by, reason="Spam.")
    with pytest.raises(NotFound):
        closing.close_account(10**9, by=staff, reason="Spam.")
    assert not Decision.objects.exists()
    assert not Case.objects.exists()
    closing.close_account(person.pk, by=staff, reason="Spam.")
    with pytest.raises(Conflict):
        closing.close_account(person.pk, by=staff, reason="Spam.")
    assert Decision.objects.count() == 1
    with pytest.raises(Conflict):
        closing.open_account(make.person().pk, by=staff)


def test_opening_an_account_lifts_the_case_that_closed_it_and_shows_its_model() -> None:
    listing = make.listing()
    trust.decision(listing, act="ban")
    closing.open_account(listing.seller_id, by=make.staff(), reason="It was another person.")
    listing.refresh_from_db()
    assert listing.hidden_by == ""
    assert Case.objects.get().state == "lifted"


def test_an_account_closed_before_there_were_decisions_is_still_opened() -> None:
    person, staff = make.person(), make.staff()
    bans.ban(person.pk, by=staff, reason="Old.")
    assert closing.open_account(person.pk, by=staff).is_active


def test_accounts_closed_without_a_decision_get_one_from_the_migration() -> None:
    stating = import_module("marketplace.migrations.0011_trust_again").state_bans
    person, other, staff = make.person(), make.person(), make.staff()
    bans.ban(person.pk, by=staff, reason="Old.")
    closing.close_account(other.pk, by=staff, reason="New.")
    for _ in range(2):
        stating(apps, None)
    made = Decision.objects.get(case__creator=person)
    assert (made.facts, made.by, made.case.state) == ("Old.", staff, "banned")
    assert appeals.appeal(made.pk, by=person, text="It was not me.")
    assert Decision.objects.count() == 2


def test_a_closed_account_hears_of_decisions_and_appeals_by_mail_once(outbox) -> None:
    listing = make.listing()
    other = trust.report(make.listing(listing.seller, "Other")).case
    made = trust.decision(listing, act="ban")
    waiting = appeals.appeal(made.pk, by=listing.seller, text="It was not me.")
    hidden = deciding.hide(other.pk, by=make.staff(), reason="Twice.")
    appeals.uphold(waiting.pk, by=make.staff(), reason="It was.")
    for _ in range(2):
        telling.decided(hidden.pk)
        telling.appeal_decided(waiting.pk)
    assert sent_to(listing.seller) == [
        "“Other” was hidden by staff.",
        f"Your appeal about “{listing.name}” was decided: the decision stands.",
    ]
    assert not Notification.objects.filter(user=listing.seller).exists()
    assert CaseStep.objects.filter(kind="creator_told").count() == 2


@pytest.mark.parametrize("kind", ["review", "comment", "make"])
def test_words_that_staff_hide_in_the_table_are_stated_appealed_and_shown_again(kind: str) -> None:
    listing, first, second = make.listing(), make.staff(), make.staff()
    row = {"review": make.review, "comment": make.comment, "make": make.print_of}[kind](listing)
    path = reverse(f"admin:marketplace_{kind}_changelist")
    chosen = {"action": "hide", "_selected_action": str(row.pk), "confirmed": "1", "reason": "It insults."}
    signed_in(first).post(path, chosen)
    made = Decision.objects.get()
    assert (made.act, made.facts, made.case.kind, made.case.creator) == ("hide", "It insults.", kind, row.author)
    assert not is_shown(row)
    assert not Strike.objects.exists()
    telling.decided(made.pk)
    title = Notification.objects.get(user=row.author).title
    assert title.endswith(f"“{listing.name}” was hidden by staff.")
    shown = text(signed_in(row.author).get(selectors.decision_url(made.pk)))
    assert "It insults." in shown
    assert "Send the appeal" in shown
    waiting = appeals.appeal(made.pk, by=row.author, text="It is a joke.")
    appeals.grant(waiting.pk, by=second, reason="It is.")
    assert is_shown(row)
    with pytest.raises(NotFound):
        closing.show_words(kind, row.pk, by=first, reason="Again.")


def test_staff_hide_words_where_they_read_them_and_over_programs_and_delete_none() -> None:
    listing, staff = make.listing(), make.staff()
    review, comment = make.review(listing, text="Rubbish."), make.comment(listing)
    place = reverse("admin:words_hide", args=["review", review.pk])
    client = signed_in(staff)
    page = text(client.get(f"/models/{listing.pk}-{listing.slug}/"))
    assert place in page
    assert f"/reviews/{review.pk}/delete/" not in page
    assert place not in text(signed_in(make.person()).get(f"/models/{listing.pk}-{listing.slug}/"))
    assert "Rubbish." in text(client.get(place))
    refused = client.post(place, {"confirmed": "1", "reason": " "})
    assert refused.status_code == 400
    assert is_shown(review)
    assert client.post(place, {"confirmed": "1", "reason": "It insults."}).status_code == 302
    assert not is_shown(review)
    assert signed_in(make.staff("finance")).get(place).status_code == 403
    assert client.get(reverse("admin:words_hide", args=["account", review.author_id])).status_code == 404
    assert Api(staff).delete(f"/comments/{comment.pk}").status_code == 204
    assert not is_shown(comment)
    made = Decision.objects.get(case__kind="comment")
    assert (made.facts, made.case.creator, made.case.words) == (closing.TAKEN_OFF, comment.author, "Which nozzle?")
    own = make.comment(listing, staff)
    assert Api(staff).delete(f"/comments/{own.pk}").status_code == 204
    assert not Comment.objects.filter(pk=own.pk).exists()


def is_shown(row) -> bool:
    row.refresh_from_db()
    return bool(row.text and not row.deleted_at) if isinstance(row, Comment) else row.hidden_by == ""


def test_a_decision_on_words_that_are_deleted_meanwhile_still_ends_its_case() -> None:
    listing, staff = make.listing(), make.staff()
    made = make.print_of(listing)
    closing.hide_words("make", made.pk, by=staff, reason="It is no print.")
    makes.delete_make(made.pk, by=made.author)
    closing.show_words("make", made.pk, by=staff, reason="It is one.")
    assert Case.objects.get().state == "lifted"
    case = reporting.report_thing("review", make.review(listing).pk, by=make.person(), reason="spam").case
    Review.objects.all().delete()
    with pytest.raises(Conflict):
        deciding.hide(case.pk, by=staff, reason="It is an advertisement.")
    assert deciding.warn(case.pk, by=staff, reason="It is an advertisement.").case.words.endswith("Prints well.")


def test_everything_people_show_is_reported_on_a_page_of_its_own() -> None:
    listing = make.listing()
    reporter = make.person()
    review, comment, made = make.review(listing), make.comment(listing), make.print_of(listing)
    bounty = make.bounty()
    client = signed_in(reporter)
    model_page = text(client.get(f"/models/{listing.pk}-{listing.slug}/"))
    places = {
        f"/report/review/{review.pk}/": model_page,
        f"/report/comment/{comment.pk}/": model_page,
        f"/report/make/{made.pk}/": model_page,
        f"/report/bounty/{bounty.pk}/": text(client.get(f"/bounties/{bounty.pk}/")),
        f"/u/{listing.seller.username}/report/": text(client.get(f"/u/{listing.seller.username}/")),
    }
    for place, page in places.items():
        assert place in page, place
        assert client.get(place).status_code == 200, place
        assert client.post(place, {"reason": "broken"}).status_code == 400, place
        assert client.post(place, {"reason": "dangerous", "text": "Look."}).status_code == 302, place
        assert client.post(place, {"reason": "spam"}).status_code == 409, place
    assert set(Case.objects.values_list("kind", flat=True)) == {"review", "comment", "make", "bounty", "account"}
    assert f"Review of {listing.name}" in text(client.get("/reports/"))
    assert client.get(f"/report/account/{listing.seller_id}/").status_code == 404
    assert client.get(f"/report/nothing/{listing.pk}/").status_code == 404
    assert signed_in(review.author).get(f"/report/review/{review.pk}/").status_code == 403
    assert f"/report/review/{review.pk}/" not in text(
        signed_in(review.author).get(f"/models/{listing.pk}-{listing.slug}/")
    )
    assert Client().get(f"/report/review/{review.pk}/").status_code == 302


def test_what_one_cannot_see_is_not_reported() -> None:
    made = make.print_of(make.listing())
    closing.hide_words("make", made.pk, by=make.staff(), reason="It is no print.")
    with pytest.raises(NotFound):
        reporting.report_thing("make", made.pk, by=make.person(), reason="spam")
    with pytest.raises(NotFound):
        reporting.report_thing("bounty", make.bounty(paid=False).pk, by=make.person(), reason="spam")
    with pytest.raises(Invalid):
        reporting.report_thing("account", make.person().pk, by=make.person(), reason="broken")


def test_the_desk_shows_what_a_case_is_about_and_offers_only_what_fits_it() -> None:
    listing = make.listing()
    review = make.review(listing, text="Buy cheap lamps at lamps.example.")
    case = reporting.report_thing("review", review.pk, by=make.person(), reason="spam", text="It is an advert.").case
    client = signed_in(make.staff())
    page = text(client.get(reverse("admin:case_desk", args=[case.pk])))
    for words in ("Buy cheap lamps", f"Review of {listing.name}", "It is an advert.", 'value="hide"', 'value="warn"'):
        assert words in page, words
    assert 'value="mark_ai"' not in page
    assert "The model was deleted" not in page
    with pytest.raises(Conflict):
        deciding.mark_ai(case.pk, by=make.staff(), reason="It is.")
    client.post(
        reverse("admin:case_desk", args=[case.pk]), {"decision": "hide", "reason": "An advert.", "rule": "spam"}
    )
    assert Review.objects.get().hidden_by == "case"
    assert f"review {review.pk}" in text(client.get(reverse("admin:case_record", args=[case.pk])))
    about = reporting.report_thing("account", listing.seller_id, by=make.person(), reason="stolen").case
    assert 'value="hide"' not in text(client.get(reverse("admin:case_desk", args=[about.pk])))


def test_nobody_of_the_staff_decides_on_words_below_their_own_model() -> None:
    staff = make.staff()
    review = make.review(make.listing(staff))
    with pytest.raises(NotAllowed):
        closing.hide_words("review", review.pk, by=staff, reason="It hurts.")
    case = reporting.report_thing("review", review.pk, by=make.person(), reason="spam").case
    with pytest.raises(NotAllowed):
        deciding.hide(case.pk, by=staff, reason="It hurts.")
    assert not Decision.objects.exists()


def test_a_case_is_about_one_thing_and_one_is_open_at_a_time() -> None:
    listing, comment = make.listing(), make.comment(make.listing())
    for wrong in ({"kind": "review"}, {"about_id": 7}, {"kind": "comment", "about_id": comment.pk, "listing": listing}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Case.objects.create(name="x", creator=listing.seller, **wrong)
    first = reporting.report_thing("comment", comment.pk, by=make.person(), reason="spam")
    assert reporting.report_thing("comment", comment.pk, by=make.person(), reason="spam").case == first.case
    with pytest.raises(IntegrityError), transaction.atomic():
        Case.objects.create(name="x", creator=listing.seller, kind="comment", about_id=comment.pk)


def test_every_kind_has_its_words_for_every_act_that_fits_it() -> None:
    for kind in Case.Kind.values:
        for act in states.ACTS_OF[kind]:
            assert rules.act_words(kind, act)
            for code in rules.reasons_of(kind):
                assert rules.reason_words(kind, code)
                assert rules.rule_words(kind, code)
        assert rules.named(kind, "Oak chair").endswith("Oak chair")


def test_so_many_strikes_are_seen_by_staff_and_counted_for_the_creator() -> None:
    seller = make.person()
    for number in range(rules.STRIKES_MOST):
        trust.decision(make.listing(seller, f"Chair {number}"))
    case = trust.report(make.listing(seller, "Table")).case
    desk = reverse("admin:case_desk", args=[case.pk])
    assert "consider closing the account" in text(signed_in(make.staff()).get(desk))
    lines = {line.name: line.words for line in standing.account_of(seller)}
    assert lines["Strikes"] == "3 of 3 stand. At 3 staff may close the account."
    Strike.objects.filter(pk=Strike.objects.latest("pk").pk).update(lifted_at=timezone.now())
    assert "consider closing the account" not in text(signed_in(make.staff()).get(desk))
    assert "2 of 3 strikes" in text(signed_in(seller).get("/reports/"))


@pytest.mark.parametrize("state", list(Case.State))
def test_a_refused_move_is_said_in_a_sentence_without_the_codes_of_states_and_acts(state: str) -> None:
    with pytest.raises(Conflict) as refusal:
        states.after(state, "notice")
    codes = {"noticed", "countered", "dismissed", "warned", "marked", "banned", "mark_ai", "mark_sensitive", "final"}
    assert not codes & set(refusal.value.message.lower().replace(",", "").replace(":", "").split())


def test_a_print_hidden_by_a_closed_account_stays_with_its_case() -> None:
    made = make.print_of(make.listing())
    case = reporting.report_thing("make", made.pk, by=make.person(), reason="dangerous").case
    deciding.ban(case.pk, by=make.staff(), reason="A weapon.")
    assert Make.objects.get().hidden_by == "case"
    assert not Make.objects.get().author.is_active
    closing.open_account(made.author_id, by=make.staff(), reason="It is a toy.")
    assert Make.objects.get().hidden_by == ""
