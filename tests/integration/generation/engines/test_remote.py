"""Remote engines through the whole pipeline: a job in the database, a provider's fake, a journal in a row."""

import json
import threading
import time

import pytest
from django.db import connection

from generation import registry, services
from generation.models import Asset, Job, RemoteCall
from tests import make
from tests.fakes import llm, meshy
from tests.fakes.llm import KEY as LLM_KEY

VASE = {"objects": [{"family": "vase", "size_mm": {"height": 200}}], "relations": [], "assumed": []}


@pytest.fixture(autouse=True)
def fresh_engines():
    registry.engines.cache_clear()
    yield
    registry.engines.cache_clear()


def at_meshy(settings, fake, **more) -> None:
    options = {"key": meshy.KEY, "base": fake.base, "poll_seconds": 0.1, **more}
    settings.ENGINE_OPTIONS = {**settings.ENGINE_OPTIONS, "meshy": options}


@pytest.mark.usefixtures("fresh_database")
def test_a_job_at_meshy_becomes_a_model_on_the_shelf(settings):
    with meshy.Meshy() as fake:
        at_meshy(settings, fake)
        make.job(make.person(), "a fox", engine="meshy", parameters={"texture": False})
        job = make.worked(place="remote")

    said = list(job.events.values_list("message", flat=True))
    kept = json.dumps([RemoteCall.objects.get(job=job).facts, job.specification, said])
    assert job.state == Job.State.SUCCEEDED, job.error_message
    assert Asset.objects.filter(job=job, kind="glb").exists()
    assert job.facts["closed"]
    assert job.specification["made_by"]["provider"] == "Meshy"
    assert meshy.KEY not in kept
    assert "http" not in kept
    assert fake.paid == 1


@pytest.mark.usefixtures("fresh_database")
def test_a_job_that_meshy_cannot_make_ends_with_its_sentence(settings):
    with meshy.Meshy("fail") as fake:
        fake.error_type = "moderation_blocked"
        at_meshy(settings, fake)
        make.job(make.person(), "a fox", engine="meshy")
        job = make.worked(place="remote")

    assert (job.state, job.error_code) == (Job.State.FAILED, "moderation_blocked")
    assert job.error_message == "Meshy's rules do not allow this wish."
    assert fake.paid == 1


@pytest.mark.usefixtures("fresh_database")
def test_a_cancel_in_the_page_ends_the_wait_within_two_seconds(settings):
    with meshy.Meshy("never") as fake:
        at_meshy(settings, fake)
        owner = make.person()
        job = make.job(owner, "a fox", engine="meshy", parameters={"texture": False})
        thread = threading.Thread(target=lambda: (make.worked(place="remote"), connection.close()))
        thread.start()
        while not fake.tasks:
            time.sleep(0.05)
        asked = time.monotonic()
        services.cancel(job.pk, by=owner)
        thread.join(10)

    assert time.monotonic() - asked < 2
    assert Job.objects.get(pk=job.pk).state == Job.State.CANCELLED


@pytest.mark.usefixtures("fresh_database")
def test_what_a_language_model_writes_is_a_job_with_sliders(settings):
    with llm.Server([json.dumps(VASE)]) as fake:
        options = {"url": fake.base, "key": LLM_KEY, "model": "m-1"}
        settings.ENGINE_OPTIONS = {**settings.ENGINE_OPTIONS, "language-model": options}
        make.job(make.person(), "a vase", engine="language-model")
        job = make.worked(place="remote")

    assert job.state == Job.State.SUCCEEDED, job.error_message
    assert job.specification["objects"][0]["size_mm"]["height"] == 200
    assert job.specification["made_by"]["tokens_out"] == 7
