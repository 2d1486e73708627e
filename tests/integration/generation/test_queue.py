"""The fair order."""

import pytest

from generation import lease
from generation.models import Job
from tests import make

pytestmark = pytest.mark.django_db


def test_one_askers_many_jobs_do_not_starve_anothers_one() -> None:
    busy, other = make.person(), make.person()
    for _ in range(6):
        make.job(busy)
    single = make.job(other)

    taken = [lease.take_next("a worker") for _ in range(2)]

    assert single.pk in {job.pk for job in taken}


def test_control_the_order_of_arrival_alone_would_starve_it() -> None:
    busy, other = make.person(), make.person()
    for _ in range(6):
        make.job(busy)
    single = make.job(other)

    first_two = Job.objects.filter(state="queued").order_by("queued_at", "id").values_list("pk", flat=True)[:2]

    assert single.pk not in set(first_two)


def test_nobody_has_more_at_work_than_the_quota(settings) -> None:
    settings.QUOTA_RUNNING, settings.THROTTLE_FACTOR = 2, 1
    owner = make.person()
    for _ in range(4):
        make.job(owner)

    assert lease.take_next("one")
    assert lease.take_next("two")
    assert lease.take_next("three") is None


def test_a_job_is_taken_once() -> None:
    make.job(make.person())

    assert lease.take_next("one") is not None
    assert lease.take_next("two") is None
