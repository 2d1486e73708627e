"""What belongs to nobody ends some day; what belongs to somebody stays."""

from datetime import timedelta

import pytest
from django.utils import timezone

from generation import retention
from generation.models import Job
from nexus.foundation import outbox, relay
from nexus.foundation.outbox import Delivery, OutboxMessage
from tests import make

pytestmark = pytest.mark.django_db


def aged(job: Job, **days: int) -> Job:
    long_ago = timezone.now() - timedelta(**days)
    Job.objects.filter(pk=job.pk).update(created_at=long_ago, finished_at=long_ago, state=Job.State.FAILED)
    return job


def test_old_jobs_of_nobody_go_and_all_others_stay(settings) -> None:
    settings.RETENTION_GUEST_JOBS_DAYS = 30
    old = aged(make.job(None), days=31)
    young, owned, waiting = aged(make.job(None), days=29), aged(make.job(make.person()), days=400), make.job(None)
    Job.objects.filter(pk=waiting.pk).update(created_at=timezone.now() - timedelta(days=400))

    assert retention.forget_guest_jobs() == 1
    assert set(Job.objects.values_list("pk", flat=True)) == {young.pk, owned.pk, waiting.pk}
    assert not Job.objects.filter(pk=old.pk).exists()


def test_facts_are_forgotten_when_all_acted_on_them(settings) -> None:
    settings.RETENTION_LOGS_DAYS = 10
    OutboxMessage.objects.all().delete()
    for _ in range(2):
        outbox.send("job.failed", job="x")
    long_ago = timezone.now() - timedelta(days=11)
    OutboxMessage.objects.update(created_at=long_ago, relayed_at=long_ago)
    done, waiting = OutboxMessage.objects.order_by("pk")
    Delivery.objects.create(message=done, handler="a", queue="fast", done_at=long_ago)
    Delivery.objects.create(message=waiting, handler="a", queue="fast")

    relay.forget_old()

    assert list(OutboxMessage.objects.values_list("pk", flat=True)) == [waiting.pk]
