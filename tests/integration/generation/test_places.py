"""Engines in their places: who takes which job, what a journal is for, who takes over, and what is refused by name."""

import threading
import time
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from generation import engine_states, journal, lease, queue, registry, services, waiting, workers
from generation.models import Asset, Job
from nexus.foundation.errors import Invalid
from nexus.foundation.outbox import OutboxMessage
from nexus.foundation.storage.models import StoredFile
from tests import make
from tests.makers.engines import AtProvider, OnDevice, Scripted

ENGINES = ["AtProvider", "OnDevice"]


@pytest.fixture(autouse=True)
def scripted(settings, own_cache):
    """The product's engines and two of the tests, in this order."""
    settings.GENERATION_ENGINES = [*(f"tests.makers.engines.{name}" for name in ENGINES), *settings.GENERATION_ENGINES]
    registry.engines.cache_clear()
    Scripted.paid.clear()
    Scripted.began.clear()
    yield
    registry.engines.cache_clear()


def ended(place, times=1):
    for _ in range(times):
        job = make.worked(place=place)
    return job


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("engine", "place", "fact"),
    [("at-provider", "remote", "job.queued_for_provider"), ("on-device", "device", "job.queued_for_device")],
)
def test_a_job_is_taken_at_the_place_of_its_engine_only(engine, place, fact):
    job = make.job(make.person(), "a thing", engine=engine)

    others = {"child", "device", "remote"} - {place}
    assert [queue.candidates(other) for other in others] == [[], []]
    assert OutboxMessage.objects.filter(fact=fact, ids__job=str(job.pk)).count() == 1
    if place == "device":
        assert ended(place).state == Job.State.SUCCEEDED


@pytest.mark.usefixtures("fresh_database")
def test_what_a_provider_was_paid_for_is_not_paid_again_by_the_next_attempt():
    Scripted.dies.extend(["a thing"] * 2)
    make.job(make.person(), "a thing", engine="at-provider")

    assert ended("remote", times=3).state == Job.State.SUCCEEDED
    assert len(Scripted.paid) == 1


@pytest.mark.usefixtures("fresh_database")
def test_the_control_a_journal_that_forgets_pays_for_every_attempt(monkeypatch):
    monkeypatch.setattr(journal.RowJournal, "read", lambda _self: {})
    Scripted.dies.extend(["a thing"] * 2)
    make.job(make.person(), "a thing", engine="at-provider")

    assert ended("remote", times=3).state == Job.State.SUCCEEDED
    assert len(Scripted.paid) == 3


@pytest.mark.usefixtures("fresh_database")
def test_an_engine_in_the_workers_own_process_stops_within_two_seconds():
    owner = make.person()
    job = make.job(owner, "it hangs", engine="at-provider")
    thread = threading.Thread(target=lambda: (ended("remote"), connection.close()))
    thread.start()
    assert AtProvider.began.wait(20)

    asked = time.monotonic()
    services.cancel(job.pk, by=owner)
    thread.join(10)

    assert time.monotonic() - asked < 2
    assert Job.objects.get(pk=job.pk).state == Job.State.CANCELLED


@pytest.mark.django_db
def test_a_bug_in_an_engine_is_tried_again_and_then_ends_with_a_reason():
    make.job(make.person(), "it crashes", engine="on-device")

    job = ended("device", times=3)

    assert (job.state, job.attempt) == (Job.State.FAILED, 3)
    assert "3 times" in job.error_message


@pytest.mark.django_db
def test_another_engine_takes_over_only_where_best_available_was_chosen():
    person = make.person()
    make.job(person, "a blue box that fails", engine="best")
    first = Job.objects.get()
    assert (first.engine, first.alternatives) == ("at-provider", ["on-device", "procedural"])

    ended("remote")
    ended("device")
    ended("child")

    first.refresh_from_db()
    assert (first.state, first.engine) == (Job.State.SUCCEEDED, "procedural")
    assert "takes over" in " ".join(first.events.values_list("message", flat=True))

    make.job(person, "a box that fails", engine="on-device")
    assert ended("device").state == Job.State.FAILED


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("parameters", "sentence"),
    [
        ({"style": "realistic"}, "The engine on-device cannot honour 'style'. These can: procedural."),
        ({"flavour": "sweet"}, "The engine on-device cannot honour 'flavour'. No engine that is ready here can."),
        ({"size": 12}, "size is at most 9."),
        ({"size": "big"}, "size is of type integer."),
        ({"seed": 7}, "The engine on-device cannot honour 'seed'. These can: procedural."),
    ],
)
def test_what_an_engine_cannot_honour_is_refused_by_name(parameters, sentence):
    with pytest.raises(Invalid) as refusal:
        make.job(make.person(), "a thing", engine="on-device", parameters=parameters)

    assert refusal.value.message == sentence
    assert not Job.objects.exists()


@pytest.mark.django_db
def test_a_job_whose_engine_was_taken_away_ends_with_a_sentence(settings):
    job = make.job(make.person(), "a thing", engine="on-device")
    Job.objects.update(queued_at="2026-01-01T00:00Z")
    settings.GENERATION_ENGINES = settings.GENERATION_ENGINES[-1:]
    registry.engines.cache_clear()

    lease.reap()

    job.refresh_from_db()
    assert (job.state, job.error_code) == (Job.State.FAILED, "engine_gone")


@pytest.mark.django_db
def test_waiting_times_come_from_what_was_measured_and_from_workers_that_live(settings):
    jobs = [make.job(make.person(), "a red box") for _ in range(4)]
    assert waiting.queue_place(jobs[3]).estimated_wait_seconds is None  # nothing was measured, nobody works

    make.worked(jobs[0])
    workers.say_alive("generation.cpu", "one", slots=1)
    each = waiting.estimate("procedural")
    place = waiting.queue_place(jobs[3])
    assert each is not None
    assert (place.position, place.jobs_ahead) == (3, 2)
    assert place.estimated_wait_seconds == pytest.approx(2 * each, abs=0.1)

    workers.say_alive("generation.cpu", "two", slots=2)
    assert waiting.queue_place(jobs[3]).estimated_wait_seconds == 0
    workers.say_gone("generation.cpu", "two", slots=2)
    assert workers.slots_alive("generation.cpu") == 1
    assert workers.slots_alive("generation.cpu", now=time.time() + 60) == 0


@pytest.mark.django_db
def test_engines_are_shown_as_they_are(capsys):
    make.job(make.person(), "it fails", engine="on-device")
    ended("device")

    states = {state.name: state for state in engine_states.engine_states()}

    assert states["on-device"].failed == 1
    assert states["procedural"].configured
    assert "No worker" in states["procedural"].reason
    workers.say_alive("generation.cpu", "one", slots=2)
    assert engine_states.engine_state("procedural").healthy
    call_command("engines")
    assert "1 failed" in capsys.readouterr().out


@pytest.mark.django_db
def test_an_engine_that_only_a_worker_has_the_models_of_is_ready(monkeypatch):
    monkeypatch.setattr(OnDevice, "ready", lambda _self: "Its folder is not on this machine.")
    with pytest.raises(Invalid, match="Its folder is not on this machine"):
        make.job(make.person(), "a thing", engine="on-device")

    workers.say_alive(workers.engine_queue("on-device"), "far away", slots=1)

    assert make.job(make.person(), "a thing", engine="on-device").engine == "on-device"
    assert engine_states.engine_state("on-device").configured


@pytest.mark.django_db
def test_what_an_engine_had_made_makes_room_for_the_engine_that_takes_over():
    job = make.made_job(make.person())
    Job.objects.filter(pk=job.pk).update(
        state=Job.State.RUNNING, alternatives=["on-device"], lease_until=timezone.now() + timedelta(minutes=1)
    )
    kept = job.assets.get(kind="stl").file
    Asset.objects.create(job=job, kind="mine", file=kept, by_client=True)
    with lease.held(job.pk, attempt=job.attempt) as held:
        lease.hand_on(held, "No.")

    assert list(job.assets.values_list("kind", flat=True)) == ["mine"]
    assert list(StoredFile.objects.all()) == [kept]


@pytest.mark.django_db
def test_a_providers_endless_code_ends_a_job_as_any_other():
    job = make.made_job(make.person())
    lease.fail(job, "a_code\x00" * 100, "No.")

    job.refresh_from_db()
    assert (job.state, job.error_message, len(job.error_code)) == (Job.State.FAILED, "No.", 40)
