"""Superusers give roles and take them back; the verified mark is taken back too; levels begin where settings say."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts import levels
from accounts.models import Notification
from accounts.services import people, staffing
from nexus.foundation.audit import AuditRow
from nexus.foundation.errors import Conflict, Invalid, NotAllowed, NotFound
from tests import make

pytestmark = pytest.mark.django_db
TABLE = "admin:accounts_user_changelist"


def signed_in(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def test_a_superuser_gives_and_takes_a_role_in_the_table_after_a_page_that_asks() -> None:
    person, page = make.person(), signed_in(make.superuser())
    path = reverse(TABLE)
    chosen = {"action": "give_finance", "_selected_action": [person.pk]}
    assert "Give the role: finance" in page.post(path, chosen).content.decode()
    assert page.post(path, {**chosen, "confirmed": "1", "reason": " "}).status_code == 400
    person.refresh_from_db()
    assert not person.is_staff
    page.post(path, {**chosen, "confirmed": "1", "reason": "She keeps the books."})
    assert signed_in(person).get("/admin/marketplace/payout/").status_code == 200
    assert AuditRow.objects.filter(
        act="user.give_role", reason="She keeps the books.", data={"role": "finance"}
    ).exists()
    page.post(path, {**chosen, "action": "take_finance", "confirmed": "1", "reason": "She left."})
    person.refresh_from_db()
    assert not person.is_staff
    assert signed_in(person).get("/admin/").status_code == 302
    titles = list(Notification.objects.filter(user=person).order_by("pk").values_list("title", flat=True))
    assert titles == ["You have the role finance now.", "You do not have the role finance any more."]


def test_who_is_no_superuser_gives_no_role_and_nobody_gives_one_to_themselves() -> None:
    person, root, staff = make.person(), make.superuser(), make.staff("moderator", "finance", "marketing")
    page = signed_in(staff)
    assert "Give the role" not in page.get(reverse(TABLE)).content.decode()
    sent = {"action": "give_finance", "_selected_action": [person.pk], "confirmed": "1", "reason": "I want it."}
    page.post(reverse(TABLE), sent)
    for by, whom in ((staff, person), (root, root)):
        with pytest.raises(NotAllowed):
            staffing.give_role(whom.pk, by=by, role="finance", reason="I want it.")
        with pytest.raises(NotAllowed):
            staffing.take_role(whom.pk, by=by, role="finance", reason="I want it.")
    person.refresh_from_db()
    assert not person.is_staff
    assert not AuditRow.objects.filter(act__startswith="user.").exists()


def test_a_role_is_given_once_with_a_reason_and_to_open_accounts_only() -> None:
    root, person = make.superuser(), make.person()
    with pytest.raises(Invalid):
        staffing.give_role(person.pk, by=root, role="finance", reason=" ")
    with pytest.raises(Invalid):
        staffing.give_role(person.pk, by=root, role="king", reason="Why not.")
    with pytest.raises(NotFound):
        staffing.give_role(10**9, by=root, role="finance", reason="Who?")
    staffing.give_role(person.pk, by=root, role="finance", reason="Books.")
    with pytest.raises(Conflict):
        staffing.give_role(person.pk, by=root, role="finance", reason="Books.")
    staffing.give_role(person.pk, by=root, role="marketing", reason="Mails.")
    assert staffing.take_role(person.pk, by=root, role="finance", reason="Enough.").is_staff
    with pytest.raises(Conflict):
        staffing.take_role(person.pk, by=root, role="finance", reason="Enough.")
    closed = make.person()
    closed.is_active = False
    closed.save(update_fields=["is_active"])
    with pytest.raises(Conflict):
        staffing.give_role(closed.pk, by=root, role="finance", reason="Books.")


def test_staff_take_the_verified_mark_back() -> None:
    person, staff = make.person(), make.staff()
    people.verify(person.pk, by=staff)
    sent = {"action": "unverify", "_selected_action": [person.pk], "confirmed": "1", "reason": "The papers were false."}
    signed_in(staff).post(reverse(TABLE), sent)
    person.refresh_from_db()
    assert not person.is_verified
    assert AuditRow.objects.filter(act="user.unverify", reason="The papers were false.").exists()
    with pytest.raises(Conflict):
        people.unverify(person.pk, by=staff, reason="Again.")
    with pytest.raises(NotAllowed):
        people.unverify(person.pk, by=make.staff("marketing"), reason="Again.")


def test_levels_begin_where_the_settings_say(settings) -> None:
    assert [levels.level(cents) for cents in (999_99, 1_000_00, 10_000_00, 50_000_00)] == [
        "Bronze", "Silver", "Gold", "Platinum",
    ]  # fmt: skip
    settings.LEVEL_SILVER_USD = 10
    assert levels.level(10_00) == "Silver"
    person = make.person()
    assert people.set_level(person.pk, revenue_cents=10_00)
