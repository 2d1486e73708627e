"""Lists of the console: the rows of a filter as CSV, the filter that each of the staff keeps, audit rows of edits."""

import csv
import io

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.services import people
from marketplace.catalog.models import Category, Tag
from nexus import waiting
from nexus.foundation.audit import AuditRow
from nexus.foundation.console_filters import KeptFilter
from nexus.foundation.outbox import Delivery, OutboxMessage
from tests import make
from tests.makers import trust

pytestmark = pytest.mark.django_db
LIST = "/admin/marketplace/listing/"


def signed_in(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def rows_of(answer) -> list[dict[str, str]]:
    text = b"".join(answer.streaming_content).decode()
    assert text.startswith("\ufeff")
    return list(csv.DictReader(io.StringIO(text[1:])))


def test_the_rows_of_the_filter_come_as_csv_that_no_spreadsheet_runs() -> None:
    seller = make.person()
    make.listing(seller, "=HYPERLINK(1)")
    make.listing(seller, "Draft chair", state="draft")
    staff = make.staff()
    answer = signed_in(staff).get(f"{LIST}?state__exact=approved&csv=1")
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    [row] = rows_of(answer)
    assert row["Name"] == "'=HYPERLINK(1)"
    assert row["Seller"] == seller.username
    [audit] = AuditRow.objects.filter(act="table.export")
    assert (audit.actor_id, audit.target, audit.data) == (
        staff.pk, "table:marketplace.listing", {"query": "state__exact=approved"},
    )  # fmt: skip
    assert len(rows_of(signed_in(staff).get(f"{LIST}?csv=1"))) == 2
    assert [row["Name"] for row in rows_of(signed_in(staff).get(f"{LIST}?q=Draft&csv=1"))] == ["Draft chair"]


def test_a_list_one_may_not_see_is_not_exported() -> None:
    make.listing()
    assert signed_in(make.staff("marketing")).get("/admin/marketplace/payout/?csv=1").status_code == 403
    assert signed_in(make.person()).get(f"{LIST}?csv=1").status_code == 302
    assert not AuditRow.objects.filter(act="table.export").exists()


def test_the_button_for_csv_keeps_the_filter_and_columns_with_links_become_words() -> None:
    made = trust.report().case
    client = signed_in(make.staff())
    assert "?state__exact=open&amp;csv=1" in client.get("/admin/marketplace/case/?state__exact=open").content.decode()
    [row] = rows_of(client.get("/admin/marketplace/case/?state__exact=open&csv=1"))
    assert made.name in row.values()


def test_each_of_the_staff_keeps_a_filter_and_finds_it_again() -> None:
    one, other = signed_in(make.staff()), signed_in(make.staff())
    assert b"Keep this filter" not in one.get(LIST).content
    assert b"Keep this filter" in one.get(f"{LIST}?state__exact=pending&p=2&q=x").content
    one.post(f"{LIST}?state__exact=pending", {"keep_filter": "state__exact=pending&q=x&p=3"})
    assert KeptFilter.objects.get().query == "state__exact=pending"
    assert one.get(LIST).url == f"{LIST}?state__exact=pending"
    assert other.get(LIST).status_code == 200
    assert one.get(LIST, headers={"Referer": f"http://testserver{LIST}?state__exact=pending"}).status_code == 200
    assert one.get(f"{LIST}?state__exact=draft").status_code == 200
    one.post(LIST, {"keep_filter": ""})
    assert one.get(LIST).status_code == 200
    assert not KeptFilter.objects.exists()


def test_a_filter_is_kept_only_by_who_sees_the_list_and_only_while_it_is_short() -> None:
    assert (
        signed_in(make.staff("marketing")).post("/admin/marketplace/payout/", {"keep_filter": "x=1"}).status_code == 403
    )
    signed_in(make.staff()).post(LIST, {"keep_filter": f"q2={'x' * 2000}"})
    assert not KeptFilter.objects.exists()


def test_edits_of_categories_and_tags_leave_audit_rows() -> None:
    root = make.superuser()
    page = signed_in(root)
    row = Category.objects.create(name="Boats", slug="boats", order=90)
    path = reverse("admin:marketplace_category_changelist")
    shown = page.get(path, {"slug": "boats"}, follow=True)
    assert shown.status_code == 200
    sent = {
        "form-TOTAL_FORMS": "1", "form-INITIAL_FORMS": "1", "form-0-id": str(row.pk), "form-0-order": "91",
        "form-0-enabled": "on", "_save": "Save",
    }  # fmt: skip
    page.post(f"{path}?slug=boats", sent)
    row.refresh_from_db()
    assert row.order == 91
    found = AuditRow.objects.filter(target=f"category:{row.pk}")
    assert [(one.act, one.actor_id, one.data) for one in found] == [
        ("category.change", root.pk, {"changed": {"order": "91"}})
    ]
    page.post(reverse("admin:marketplace_tag_add"), {"name": "brass"})
    tag = Tag.objects.get(name="brass")
    page.post(reverse("admin:marketplace_tag_delete", args=[tag.pk]), {"post": "yes"})
    acts = list(AuditRow.objects.filter(target=f"tag:{tag.pk}").order_by("pk").values_list("act", flat=True))
    assert acts == ["tag.add", "tag.delete"]


def test_superusers_see_mails_that_could_not_be_sent_and_marketing_those_of_campaigns() -> None:
    message = OutboxMessage.objects.create(fact="person.confirmed", ids={"person": 1}, relayed_at=timezone.now())
    Delivery.objects.create(message=message, handler="accounts.tasks.send_welcome", queue="fast", error="SMTP: no")
    Delivery.objects.create(message=message, handler="marketplace.catalog.tasks.index_seller", queue="fast", error="x")
    root, marketing = make.superuser(), make.staff("marketing")
    [card] = [task for task in waiting.tasks_for(root) if task.label == "Mails that could not be sent yet"]
    assert (card.number, card.tone) == (1, "bad")
    page = signed_in(root).get(card.url)
    assert page.status_code == 200
    assert b"SMTP: no" in page.content
    labels = [task.label for task in waiting.tasks_for(marketing)]
    assert "Campaign mails that failed in a day" in labels
    assert "Mails that could not be sent yet" not in labels


def test_finance_reads_the_audit_in_a_table_and_nobody_changes_it() -> None:
    seller = make.person()
    people.verify(seller.pk, by=make.staff())
    client = signed_in(make.staff("finance"))
    assert b"user.verify" in client.get("/admin/nexus/auditrow/").content
    assert signed_in(make.staff("marketing")).get("/admin/nexus/auditrow/").status_code == 403
    assert client.get("/admin/nexus/auditrow/add/").status_code == 403
