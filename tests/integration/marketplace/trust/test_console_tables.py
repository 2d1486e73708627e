"""The console's tables: each opens, is searched, tells no secret, and is seen by its role only; acts of staff on them."""

import html

import pytest
from django.contrib import admin
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import Notification, WebhookDelivery
from accounts.services import keys, webhooks
from marketplace.catalog.models import Entitlement, Listing, Review
from marketplace.catalog.services import makes, reviews
from nexus.foundation import console
from nexus.foundation.audit import AuditRow
from nexus.foundation.errors import Conflict, NotAllowed, NotFound
from tests import make
from tests.makers import trust

pytestmark = pytest.mark.django_db
REGISTERED = sorted(f"{model._meta.app_label}_{model._meta.model_name}" for model in admin.site._registry)
SEEN = {
    "moderator": {"review", "comment", "make", "case", "appeal", "notice", "strike", "apikey", "webhooksubscription"},
    "finance": {"order", "refund", "coupon", "payout", "journalentry"},
    "marketing": set(),
}


def text(answer) -> str:
    return html.unescape(answer.content.decode())


def signed_in(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def hidden(review: Review) -> str:
    review.refresh_from_db()
    return review.hidden_by


def test_every_table_opens_and_is_searched_by_any_words() -> None:
    trust.appeal(make.listing())
    trust.countered()
    client = signed_in(make.superuser())
    for name in REGISTERED:
        path = reverse(f"admin:{name}_changelist")
        for query in ("?q=abc'", "?q=00000000-0000-7000-8000-000000000000"):
            assert client.get(path + query).status_code == 200, path + query


def test_each_role_sees_its_own_tables_and_what_waits_for_it() -> None:
    for role, own in SEEN.items():
        client = signed_in(make.staff(role))
        index = text(client.get("/admin/"))
        for other, names in SEEN.items():
            for name in names - (own if other != role else set()):
                app = "accounts" if name in {"apikey", "webhooksubscription"} else "marketplace"
                path = f"/admin/{app}/{name}/"
                assert (path in index) is (other == role), (role, path)
                assert client.get(path).status_code == (200 if other == role else 403), (role, path)
        assert ("Reports to decide" in index) is (role == "moderator")
        assert ("Refunds asked for" in index) is (role == "finance")
        assert ("Earned in the shop" in index) is (role == "finance")
        assert ("Models and reports that came in" in index) is (role == "moderator")
        assert ("New people" in index) is (role == "marketing")
        assert ("/admin/window/" in index) is (role == "marketing")


def test_a_huge_table_is_counted_to_a_bound_and_estimated_beyond_it(monkeypatch) -> None:
    make.listing()
    listing = make.listing()
    rows = Listing.objects.order_by("pk")
    assert console.Pages(rows, 50).count == 2
    monkeypatch.setattr(console, "COUNTED", 1)
    assert console.Pages(rows, 50).count >= 1
    assert console.Pages(rows.filter(name=listing.name), 50).count >= 1


def test_no_table_tells_a_secret() -> None:
    owner = make.person()
    made = keys.make_key(owner, name="Robot", scopes=["read"], expires_at=None)
    hook = webhooks.subscribe(owner, url="https://hooks.example/in", events=["job.succeeded"])
    client = signed_in(make.staff())
    for model, row in (("apikey", made.key), ("webhooksubscription", hook)):
        for path in (
            reverse(f"admin:accounts_{model}_changelist"),
            reverse(f"admin:accounts_{model}_change", args=[row.pk]),
        ):
            page = text(client.get(path))
            for secret in (made.secret, made.key.key_hash, hook.secret):
                assert secret not in page, path


def test_staff_end_a_key_and_a_webhook_and_their_person_hears_why() -> None:
    owner, staff = make.person(), make.staff()
    made = keys.make_key(owner, name="Robot", scopes=["read"], expires_at=None)
    hook = webhooks.subscribe(owner, url="https://hooks.example/in", events=["job.succeeded"])
    with pytest.raises(NotAllowed):
        keys.end_key(made.key.pk, by=make.staff("finance"), reason="It floods us.")
    keys.end_key(made.key.pk, by=staff, reason="It floods us.")
    assert keys.holder_of(made.secret) is None
    with pytest.raises(NotFound):
        keys.end_key(made.key.pk, by=staff, reason="It floods us.")
    webhooks.switch_off(hook.pk, by=staff, reason="It answers with pages.")
    with pytest.raises(Conflict):
        webhooks.switch_off(hook.pk, by=staff, reason="It answers with pages.")
    hook.refresh_from_db()
    assert (hook.active, hook.off_reason) == (False, "Staff switched it off: It answers with pages.")
    assert not WebhookDelivery.objects.exists()
    titles = list(Notification.objects.filter(user=owner).order_by("pk").values_list("title", flat=True))
    assert titles[0] == "Staff ended your API key “Robot”: It floods us."
    assert AuditRow.objects.filter(act__in=["api_key.end", "webhook.off"], actor_id=staff.pk).count() == 2


def test_a_review_that_staff_hide_counts_no_more_until_it_is_shown_again() -> None:
    listing, staff = make.listing(), make.staff()
    review = make.review(listing, rating=1, text="Bad.")
    client = signed_in(staff)
    path = reverse("admin:marketplace_review_changelist")
    chosen = {"action": "hide", "_selected_action": str(review.pk), "confirmed": "1", "reason": "It insults."}
    client.post(path, chosen)
    listing.refresh_from_db()
    assert (hidden(review), listing.rating_count) == ("case", 0)
    with pytest.raises(Conflict):
        reviews.hide_review(review.pk, by=staff, reason="Again.")
    client.post(path, {**chosen, "action": "show", "reason": "It does not."})
    listing.refresh_from_db()
    assert (hidden(review), listing.rating_count) == ("", 1)
    assert AuditRow.objects.filter(target=f"review:{review.pk}", actor_id=staff.pk).count() == 2
    reviews.hide_review(review.pk, by=staff, reason="It insults.")
    Entitlement.objects.filter(listing=listing, holder=review.author).update(ended_at=timezone.now())
    assert reviews.show_review(review.pk, by=staff, reason="It does not.").hidden_by == "right"


def test_nobody_of_the_staff_decides_on_words_about_their_own_model() -> None:
    staff = make.staff()
    review = make.review(make.listing(staff), rating=1, text="Bad.")
    with pytest.raises(NotAllowed):
        reviews.hide_review(review.pk, by=staff, reason="It hurts.")
    with pytest.raises(NotAllowed):
        reviews.hide_review(review.pk, by=make.staff("finance"), reason="It hurts.")
    with pytest.raises(NotFound):
        makes.hide_make(10**9, by=staff, reason="It is not there.")
