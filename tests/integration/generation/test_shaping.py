"""From sliders to a model: the worker's answer, the new version, and who may ask."""

import json

import pytest
import redis
from django.conf import settings

from generation import services, shaping, workbench
from generation.models import Job
from nexus.foundation.errors import Conflict, Invalid, NotFound
from tests import make

pytestmark = pytest.mark.django_db


SHAPE = {"act": "shape", "engine": "generation.engines.procedural.Procedural", "options": {}}


def answered(specification: dict[str, object], reply: str) -> tuple[dict[str, object], bytes]:
    workbench.answer({**SHAPE, "specification": specification}, given="", reply=reply, seconds=20)
    head, _, body = redis.Redis.from_url(settings.VALKEY_URL).blpop([reply], timeout=1)[1].partition(b"\n")
    return json.loads(head), body


def test_the_worker_lays_the_models_bytes_down_and_they_are_the_jobs_own() -> None:
    job = make.made_job()

    said, body = answered(job.specification, "test:shape")

    asset = job.assets.get(kind="glb")
    assert said == {"file": "model.glb"}
    assert asset.file.size == len(body)
    assert body[:4] == b"glTF"


def test_what_cannot_be_built_is_answered_with_its_sentence() -> None:
    said, body = answered({"version": 99}, "test:unfit")

    assert "version 1" in str(said["refused"])
    assert body == b""


def test_a_kept_version_is_a_new_job_with_the_changed_values() -> None:
    person = make.person()
    old = make.made_job(person)

    new = make.worked(services.reshape(old.pk, by=person, changes={"0.legs": "6"}))

    assert new.state == Job.State.SUCCEEDED, new.error_message
    assert new.specification["objects"][0]["parameters"]["legs"] == 6
    assert Job.objects.get(pk=old.pk).specification["objects"][0]["parameters"]["legs"] == 4
    assert new.pk != old.pk


def test_a_version_that_failed_is_tried_again_with_its_values() -> None:
    person = make.person()
    new = services.reshape(make.made_job(person).pk, by=person, changes={"0.legs": "6"})
    services.cancel(new.pk, by=person)

    again = services.retry(new.pk, by=person)

    assert again.specification["objects"][0]["parameters"]["legs"] == 6


def test_only_a_finished_model_of_ones_own_is_changed() -> None:
    person, other = make.person(), make.person()
    done, waiting = make.made_job(person), make.job(person)

    with pytest.raises(Conflict, match="finished"):
        services.reshape(waiting.pk, by=person, changes={})
    with pytest.raises(NotFound):
        services.reshape(done.pk, by=other, changes={})
    with pytest.raises(Invalid, match="no 'wings'"):
        services.reshape(done.pk, by=person, changes={"0.wings": "2"})


def test_the_page_shows_the_values_of_its_address(client) -> None:
    job = make.made_job()

    page = client.get(f"/jobs/{job.pk}/", {"0.legs": "6"}).content.decode()

    assert shaping.can_be_shaped(job)
    assert 'name="0.legs" min="0" max="12" step="1" value="6" data-own="4"' in page
    assert f'action="/jobs/{job.pk}/reshape/"' in page
    assert 'value="0.legs=6"' in page
