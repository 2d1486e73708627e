"""The workshop's pages without JavaScript: what an engine honours is what its form offers."""

import csv
import re

import pytest

from generation import registry, workers
from generation.models import Job
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def two_engines(settings, own_cache):
    settings.GENERATION_ENGINES = [*settings.GENERATION_ENGINES, "tests.makers.engines.OnDevice"]
    registry.engines.cache_clear()
    yield
    registry.engines.cache_clear()


def fields_of(page):
    return set(re.findall(r'name="parameter_([a-z_]+)"', page.content.decode()))


def test_the_form_has_the_fields_of_the_engine_that_was_chosen(client, two_engines):
    assert fields_of(client.get("/create/")) == {"style", "complexity"}
    assert fields_of(client.get("/create/?engine=on-device")) == {"size"}
    assert fields_of(client.get("/create/?engine=nobody")) == {"style", "complexity"}


def test_what_was_chosen_is_asked_of_that_engine(client, two_engines):
    client.force_login(make.person())

    answer = client.post("/create/", {"prompt": "a thing", "engine": "on-device", "parameter_size": "7"})

    job = Job.objects.get()
    assert answer.url == f"/jobs/{job.pk}/"
    assert (job.engine, job.parameters) == ("on-device", {"size": 7})


def test_a_value_out_of_its_range_keeps_what_was_typed(client, two_engines):
    answer = client.post("/create/", {"prompt": "a thing", "engine": "on-device", "parameter_size": "99"})

    assert answer.status_code == 400
    assert "a thing" in answer.content.decode()
    assert not Job.objects.exists()


def test_the_service_page_tells_each_engines_true_state_and_what_was_made(client, own_cache):
    make.made_job(make.person())
    page = client.get("/service/").content.decode()
    assert "No worker is there for it right now" in page

    workers.say_alive("generation.cpu", "one", slots=1)
    assert "No worker is there" not in client.get("/service/").content.decode()
    rows = list(csv.reader(client.get("/service/?csv=days").content.decode("utf-8-sig").splitlines()))
    assert len(rows) == 31
    assert rows[-1][1] == "1"
