"""Notices: told once an event, gathered where many say the same."""

import asyncio
from datetime import timedelta

import pytest
from django.conf import settings
from django.core import mail
from django.core.mail import EmailMultiAlternatives
from django.test import Client
from django.utils import timezone

from accounts import selectors
from accounts.models import Notification
from accounts.notices import KINDS, Tab
from accounts.services import notice_mails, notifications
from accounts.services.notifications import Choice, notify
from accounts.tasks import mail_digest, mail_notice
from accounts.wording import KIND_LABELS, TABS
from generation import events, lease
from generation.tasks import tell_ended
from nexus.foundation import live
from tests import make

pytestmark = pytest.mark.django_db


def test_an_event_is_told_once_however_often_its_handler_runs() -> None:
    person = make.person()

    for _ in range(3):
        notify(person.pk, "review", title="ada reviewed “Chair”.", url="/models/1/", source="review:1")

    assert Notification.objects.filter(user=person).count() == 1


def test_likes_of_one_model_within_an_hour_are_one_notice_with_a_count() -> None:
    person, now = make.person(), timezone.now()

    for number in (1, 2, 2, 3):
        notify(
            person.pk, "like", title="Somebody likes “Chair”.", url="/models/1/",
            source=f"like:{number}", about="listing:1", now=now,
        )  # fmt: skip
    notify(person.pk, "like", title="Later", url="/", source="like:4", about="listing:1", now=now + timedelta(hours=2))

    assert list(Notification.objects.filter(user=person).order_by("id").values_list("count", flat=True)) == [3, 1]


def test_money_is_never_gathered() -> None:
    person = make.person()

    for number in (1, 2):
        notify(person.pk, "sale", title="Sold.", url="/dashboard/", source=f"line:{number}", about="listing:1")

    assert Notification.objects.filter(user=person).count() == 2


@pytest.fixture
def outbox(settings) -> list[EmailMultiAlternatives]:
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    mail.outbox = []
    return mail.outbox


def tell(person, kind: str, number: int = 1, **more) -> Notification:
    told = notify(person.pk, kind, title=f"News {number}.", url="/models/", source=f"{kind}:{number}", **more)
    assert told is not None
    mail_notice(notification=told.pk)
    return told


def test_a_notice_is_a_mail_where_no_other_mail_tells_of_the_same(outbox) -> None:
    person = make.person()

    tell(person, "bounty_money")
    tell(person, "sale", 2)

    assert [message.subject for message in outbox] == ["News 1."]
    assert "/models/" in outbox[0].body
    assert "cannot be switched off" in outbox[0].body
    assert "List-Unsubscribe" not in outbox[0].extra_headers


def test_what_is_chosen_decides_the_bell_and_the_mail_and_money_stays_on(outbox) -> None:
    person, quiet = make.person(), Choice(on_site=False, mail="off")

    notifications.choose(person, {"review": quiet, "bounty_money": quiet, "refund": quiet})
    for number, kind in enumerate(("review", "bounty_money", "refund", "reply")):
        tell(person, kind, number)

    assert [row.kind for row in selectors.notices_of(person)] == ["reply", "refund", "bounty_money"]
    assert selectors.unread_notices(person) == 3
    assert [message.subject for message in outbox] == ["News 1.", "News 3."]


def test_the_link_of_a_mail_stops_its_kind_and_a_visit_alone_does_not(client: Client, outbox) -> None:
    person = make.person()
    tell(person, "review")
    header = outbox[0].extra_headers["List-Unsubscribe"].strip("<>")
    assert header in outbox[0].body
    path = header.removeprefix(settings.SITE_URL)

    assert client.get(path).status_code == 200
    assert notifications.choice_of(person.pk, "review").mail == "now"
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(path, {"List-Unsubscribe": "One-Click"}).status_code == 200

    assert notifications.choice_of(person.pk, "review") == Choice(on_site=True, mail="off")
    assert client.get(path.replace("review", "reply")).status_code == 404


def test_what_waits_is_one_mail_a_day_without_what_was_read(outbox) -> None:
    person, yesterday = make.person(), timezone.now() - timedelta(hours=25)
    tell(person, "comment", 1, now=yesterday)
    seen = tell(person, "comment", 2, now=yesterday)
    tell(person, "make", 3)
    other = make.person()
    tell(other, "comment", 4)
    notifications.mark_read(person, ids=[seen.pk])

    assert notice_mails.announce_digests() == 1
    for _ in range(2):
        mail_digest(person=person.pk)
        mail_digest(person=other.pk)

    assert [message.to for message in outbox] == [[person.email]]
    assert [f"News {number}." in outbox[0].body for number in (1, 2, 3)] == [True, False, True]
    assert notice_mails.announce_digests() == 0


def test_the_page_shows_ones_own_by_tab_and_opening_one_reads_it(client: Client) -> None:
    person = make.person()
    review, sale = tell(person, "review", 1), tell(person, "sale", 2)
    strange = tell(make.person(), "review", 3)
    client.force_login(person)

    page = client.get("/notifications/?tab=comments").content.decode()
    assert ("News 1." in page, "News 2." in page, "News 3." in page) == (True, False, False)
    assert "Notifications, 2 new" in page

    assert client.get(f"/notifications/?before={'9' * 5000}").status_code == 200  # asks for nothing
    assert client.get(f"/notifications/{review.pk}/").headers["Location"] == "/models/"
    assert client.get(f"/notifications/{strange.pk}/").status_code == 404
    assert list(selectors.notices_of(person).filter(read_at=None)) == [sale]
    client.post("/notifications/read/", {"tab": "comments"})
    assert selectors.unread_notices(person) == 1
    client.post("/notifications/read/")
    assert selectors.unread_notices(person) == 0
    strange.refresh_from_db()
    assert strange.read_at is None


def test_the_matrix_keeps_what_is_chosen_and_passes_over_what_it_does_not_know(client: Client) -> None:
    person = make.person()
    client.force_login(person)

    client.post("/settings/notifications/", {"mail-review": "digest", "mail-sale": "off", "mail-reply": "nonsense"})

    kept = notifications.choices_of(person)
    assert kept["review"] == Choice(on_site=False, mail="digest")
    assert kept["sale"] == kept["reply"] == Choice(on_site=True, mail="now")


def test_each_kind_has_words() -> None:
    assert set(KIND_LABELS) == set(KINDS)
    assert set(TABS) == set(Tab)


def test_the_owner_of_a_job_is_told_of_its_end_unless_they_follow_it() -> None:
    person = make.person()
    watched, left = make.job(owner=person), make.job(owner=person)
    for job in (watched, left):
        lease.fail(job, "internal", "The disk is full.")

    async def follow() -> None:
        async with live.following(events.topic(watched.pk), after=0, source=lambda _after: []):
            await asyncio.to_thread(lambda: None)

    asyncio.run(follow())
    for job in (watched, left):
        tell_ended(job=str(job.pk))
        tell_ended(job=str(job.pk))

    told = Notification.objects.get(user=person)
    assert (told.kind, told.url) == ("job_failed", f"/jobs/{left.pk}/")
    assert "The disk is full." in told.title
