"""Closing an account: every right ends at once, nothing is lost, and opening it again brings all back."""

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from accounts.models import Ban
from accounts.services import bans, tokens
from nexus.foundation.audit import AuditRow
from nexus.foundation.errors import Conflict, NotAllowed
from tests import make

pytestmark = pytest.mark.django_db
PASSWORD = "correct-horse-7"


def moderator():
    return make.staff("moderator")


def test_a_ban_ends_sessions_and_tokens_and_leaves_an_audit_row() -> None:
    person, by = make.person(password=PASSWORD), moderator()
    token, page = make.bearer(person), Client()
    page.force_login(person)
    assert page.get("/settings/").status_code == 200

    bans.ban(person.pk, by=by, reason="Sold what was not theirs.")

    assert tokens.person_for(token) is None
    assert page.get("/settings/").status_code == 302
    with pytest.raises(NotAllowed, match="Sold what was not theirs"):
        tokens.sign_in(person.username, PASSWORD, "127.0.0.1")
    assert AuditRow.objects.filter(act="user.ban", target=f"user:{person.pk}", actor_id=by.pk).count() == 1


def test_the_right_password_opens_the_statement_and_nothing_else() -> None:
    person, page = make.person(password=PASSWORD), Client()
    bans.ban(person.pk, by=moderator(), reason="Sold what was <not> theirs.")

    answer = page.post("/accounts/login/", {"login": person.username, "password": PASSWORD}, follow=True)

    assert answer.redirect_chain[-1][0] == reverse("account_closed")
    assert "Sold what was &lt;not&gt; theirs." in answer.content.decode()
    assert page.get("/settings/").status_code == 302
    assert page.post(reverse("account_closed")).status_code == 302
    assert page.get(reverse("account_closed")).status_code == 302


def test_a_wrong_password_opens_no_statement() -> None:
    person, page = make.person(password=PASSWORD), Client()
    bans.ban(person.pk, by=moderator(), reason="Why.")

    page.post("/accounts/login/", {"login": person.username, "password": "wrong-horse-8"})

    assert page.get(reverse("account_closed")).status_code == 302


def test_models_of_a_banned_seller_are_gone_for_the_public_and_back_when_it_is_lifted() -> None:
    listing, by, reader = make.listing(), moderator(), Client()
    path = f"/models/{listing.pk}-{listing.slug}/"
    assert reader.get(path).status_code == 200

    bans.ban(listing.seller_id, by=by)
    assert reader.get(path).status_code == 404

    bans.lift(listing.seller_id, by=by)
    assert reader.get(path).status_code == 200
    assert not Ban.objects.filter(user=listing.seller_id, lifted_at=None).exists()


def test_who_may_not_ban_is_refused_and_nobody_bans_twice_or_themselves() -> None:
    person, by = make.person(), moderator()

    with pytest.raises(NotAllowed):
        bans.ban(person.pk, by=make.staff("marketing"))
    with pytest.raises(Conflict):
        bans.ban(by.pk, by=by)
    with pytest.raises(Conflict, match="superuser"):
        bans.ban(moderator().pk, by=by)
    bans.ban(person.pk, by=by)
    with pytest.raises(Conflict, match="closed already"):
        bans.ban(person.pk, by=by)
    with pytest.raises(IntegrityError), transaction.atomic():
        Ban.objects.create(user=person)


def test_staff_close_an_account_from_the_table_after_a_page_that_asks() -> None:
    person, page = make.person(), Client()
    page.force_login(moderator())
    path = reverse("admin:accounts_user_changelist")
    chosen = {"action": "ban", "_selected_action": [person.pk]}

    assert "Close the account" in page.post(path, chosen).content.decode()
    assert page.post(path, {**chosen, "confirmed": "1", "reason": " "}).status_code == 400
    page.post(path, {**chosen, "confirmed": "1", "reason": "Spam."})

    assert Ban.objects.get(user=person).reason == "Spam."


def test_marketing_sees_no_such_act() -> None:
    person, page = make.person(), Client()
    page.force_login(make.staff("marketing"))
    path = reverse("admin:accounts_user_changelist")

    page.post(path, {"action": "ban", "_selected_action": [person.pk], "confirmed": "1", "reason": "Spam."})

    assert not Ban.objects.exists()
