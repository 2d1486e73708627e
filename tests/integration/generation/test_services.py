"""Asking for jobs, and what may be done with them."""

from uuid import uuid4

import pytest
from django.db import DatabaseError, transaction

from generation import selectors, services
from generation.models import Job, JobEvent
from nexus.foundation.errors import Conflict, Invalid, NotFound, TooMany
from nexus.foundation.outbox import OutboxMessage
from tests import make

pytestmark = pytest.mark.django_db


def test_a_submitted_job_waits_with_its_first_event_and_its_fact() -> None:
    job = make.job(make.person())

    assert job.state == Job.State.QUEUED
    assert list(job.events.values_list("number", "type")) == [(1, "queued")]
    assert OutboxMessage.objects.filter(fact="job.queued", ids={"job": str(job.pk)}).count() == 1


@pytest.mark.parametrize(
    ("prompt", "says"),
    [
        ("", "Type what you want"),
        (" \n ", "Type what you want"),
        ("a chair " * 375, "3,000 characters; the most is 2,000"),
    ],
)
def test_a_prompt_that_is_empty_or_too_long_is_refused_with_a_sentence(prompt: str, says: str) -> None:
    with pytest.raises(Invalid, match=says):
        make.job(make.person(), prompt)

    assert not Job.objects.exists()


@pytest.mark.parametrize("wrong", [{"style": "baroque"}, {"complexity": "very"}])
def test_an_unknown_style_or_complexity_names_what_is_allowed(wrong: dict[str, str]) -> None:
    with pytest.raises(Invalid, match="is one of"):
        make.job(make.person(), parameters=wrong)


def test_an_unknown_engine_is_refused_by_name() -> None:
    with pytest.raises(Invalid, match="There is no engine 'magic'"):
        make.job(make.person(), engine="magic")


def test_anothers_job_does_not_exist() -> None:
    job = make.job(make.person())

    for act in (services.cancel, services.delete, services.start_job):
        with pytest.raises(NotFound):
            act(job.pk, by=make.person())
    with pytest.raises(NotFound):
        services.cancel(uuid4(), by=make.person())


def test_cancelling_a_waiting_job_ends_it_and_cancelling_again_names_the_state() -> None:
    owner = make.person()
    job = make.job(owner)

    assert services.cancel(job.pk, by=owner).state == Job.State.CANCELLED
    with pytest.raises(Conflict, match="already cancelled"):
        services.cancel(job.pk, by=owner)


def test_a_pending_job_starts_once() -> None:
    owner = make.person()
    job = make.job(owner, start=False)
    assert job.state == Job.State.PENDING

    services.start_job(job.pk, by=owner)
    services.start_job(job.pk, by=owner)

    job.refresh_from_db()
    assert job.state == Job.State.QUEUED
    assert job.events.count() == 1


def test_retry_makes_a_new_job_with_the_same_brief() -> None:
    owner = make.person()
    old = make.job(owner, parameters={"style": "low-poly"}, seed=7)
    services.cancel(old.pk, by=owner)

    new = services.retry(old.pk, by=owner)

    assert new.pk != old.pk
    assert (new.prompt, new.parameters, new.seed) == (old.prompt, old.parameters, 7)


def test_the_queue_of_one_person_is_full_at_the_quota(settings) -> None:
    settings.QUOTA_QUEUED, settings.THROTTLE_FACTOR = 3, 1
    owner = make.person()
    for _ in range(3):
        make.job(owner)

    with pytest.raises(TooMany, match="You have 3 jobs waiting"):
        make.job(owner)


def test_ten_generations_an_hour_for_an_address_without_an_account(settings) -> None:
    settings.THROTTLE_FACTOR = 1
    for _ in range(10):
        make.job(address="192.0.2.7")

    with pytest.raises(TooMany) as refusal:
        make.job(address="192.0.2.7")
    assert 0 < refusal.value.retry_after <= 3600
    make.job(address="192.0.2.8")


def test_the_database_refuses_to_change_an_event() -> None:
    job = make.job()

    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
        JobEvent.objects.filter(job=job).update(message="rewritten")


def test_guest_jobs_become_the_persons_who_signs_in() -> None:
    job, other = make.job(group_key="guest:abc"), make.job(group_key="guest:xyz")
    owner = make.person()

    assert services.claim_guest_jobs(owner, guest_key="abc") == 1

    job.refresh_from_db()
    other.refresh_from_db()
    assert (job.owner, other.owner) == (owner, None)


def test_a_job_that_is_claimed_between_look_and_lock_is_not_changed(monkeypatch) -> None:
    job, claimer = make.job(), make.person()
    look = selectors.job_seen_by

    def claimed_meanwhile(viewer, job_id):
        seen = look(viewer, job_id)
        Job.objects.filter(pk=job.pk).update(owner=claimer)
        return seen

    monkeypatch.setattr(selectors, "job_seen_by", claimed_meanwhile)

    with pytest.raises(NotFound):
        services.delete(job.pk, by=None)
    assert services.cancel(job.pk, by=claimer).state == Job.State.CANCELLED
