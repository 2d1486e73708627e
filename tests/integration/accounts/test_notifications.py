"""Notices: told once an event, gathered where many say the same."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import Notification
from accounts.services.notifications import notify
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


def test_a_notice_that_no_other_mail_tells_of_is_a_mail_too(settings) -> None:
    from django.core import mail

    from accounts.tasks import mail_notice

    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    user = make.person()
    told = notify(user.pk, "bounty_money", title="“Heron” is closed.", url="/bounties/3/", source="bounty-event:1")
    other = notify(user.pk, "sale", title="You sold a model.", url="/dashboard/", source="order:1")
    mail_notice(notification=told.pk)
    mail_notice(notification=other.pk)

    assert [message.subject for message in mail.outbox] == ["“Heron” is closed."]
    assert "/bounties/3/" in mail.outbox[0].body
    assert "cannot be switched off" in mail.outbox[0].body
