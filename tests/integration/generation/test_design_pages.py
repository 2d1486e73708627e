"""OpenSCAD through the real pipeline and its pages: the job, its source, its sliders, and who may see them."""

import json

import pytest

from generation import design_views, services, shaping, workbench
from generation.engines.openscad import OpenScad
from generation.models import Job
from nexus.foundation.errors import Invalid, Unavailable
from tests import make

pytestmark = pytest.mark.django_db

SOURCE = """// A plate
width = 40; // [20:100]
// part: plate
cube([width, 20, 4]);
echo("secret of the author");
"""


def made(owner=None, source=SOURCE, **more) -> Job:
    job = services.submit(
        owner=owner, prompt="A plate", kind="design", engine="openscad", parameters={"source": source}, **more
    )
    return make.worked(job)


@pytest.fixture
def read_here(monkeypatch):
    """The worker's answer without a worker: the same act, in this process."""
    asked = []

    def ask(request, *, given=b"", seconds=10.0):
        asked.append(request)
        from generation.engines.base import Brief, EngineError

        brief = Brief(request["kind"], request["prompt"], request["parameters"], 0, None)
        try:
            return {"specification": json.loads(json.dumps(OpenScad().plan(brief, lambda *_: None)))}, b""
        except EngineError as refusal:
            raise Invalid(refusal.message) from refusal

    monkeypatch.setattr(workbench, "ask", ask)
    return asked


def test_a_source_becomes_a_job_with_parts_facts_pictures_and_its_source():
    job = made(make.person())

    assert job.state == Job.State.SUCCEEDED, job.error_message
    assert job.specification["values"] == {"width": 40.0}
    assert {"glb", "stl", "scad", "webp"} <= {asset.kind for asset in job.assets.all()}
    assert job.facts["closed"] is True
    assert job.facts["size_mm"] == pytest.approx([40, 4, 20], abs=0.01)
    assert shaping.can_be_shaped(job)


def test_a_source_that_cannot_be_read_fails_at_once_with_its_place():
    job = made(source="cube(1);\nsphere(;\n")

    assert (job.state, job.error_code, job.attempt) == (Job.State.FAILED, "scad_syntax", 1)
    assert job.error_message.startswith("Line 2, column 8: ")
    assert not shaping.can_be_shaped(job)


def test_a_kept_version_is_a_new_job_with_the_changed_values():
    person = make.person()
    old = made(person)

    new = make.worked(services.reshape(old.pk, by=person, changes={"0.width": "55"}))

    assert new.state == Job.State.SUCCEEDED, new.error_message
    assert new.specification["values"] == {"width": 55.0}
    assert new.facts["size_mm"][0] == pytest.approx(55, abs=0.01)
    old.refresh_from_db()
    assert old.specification["values"] == {"width": 40.0}


def test_the_page_makes_a_job_that_builds_what_was_read(client, read_here):
    client.force_login(make.person())

    answer = client.post("/create/source/", {"source": SOURCE})

    job = Job.objects.get()
    assert answer.url == f"/jobs/{job.pk}/"
    assert (job.engine, job.kind, job.prompt) == ("openscad", "design", "A plate")
    assert job.specification["parameters"][0]["name"] == "width"
    assert read_here[0]["act"] == "plan"
    assert make.worked(job).state == Job.State.SUCCEEDED


def test_a_mistake_stays_on_the_page_with_its_line_and_makes_no_job(client, read_here):
    answer = client.post("/create/source/", {"source": 'cube(1);\nimport("/etc/passwd");', "name": "mine"})
    page = answer.content.decode()

    assert answer.status_code == 400
    assert "Line 2, column 1: import reads a file" in page
    assert 'data-error-line="2" data-error-column="1"' in page
    assert "import(&quot;/etc/passwd&quot;);" in page
    assert 'value="mine"' in page
    assert not Job.objects.exists()


def test_an_empty_source_is_asked_for(client):
    answer = client.post("/create/source/", {"source": "  \n"})
    assert answer.status_code == 400
    assert not Job.objects.exists()


def test_where_nobody_is_free_to_read_the_job_does_it(client, monkeypatch):
    def busy(*_args, **_more):
        raise Unavailable("busy")

    monkeypatch.setattr(workbench, "ask", busy)
    answer = client.post("/create/source/", {"source": SOURCE})

    assert answer.status_code == 302
    assert Job.objects.get().specification is None
    assert make.worked().specification["values"] == {"width": 40.0}


def test_the_job_page_shows_the_source_its_echoes_and_its_sliders(client):
    person = make.person()
    job = made(person, source=SOURCE + 'text("<script>alert(1)</script>");\n')
    client.force_login(person)

    page = client.get(f"/jobs/{job.pk}/").content.decode()

    assert 'name="0.width"' in page
    assert "secret of the author" in page
    assert "&lt;script&gt;alert(1)" in page
    assert "<script>alert(1)" not in page
    assert f"/create/source/?from={job.pk}" in page
    assert 'value="55" data-own="40"' in client.get(f"/jobs/{job.pk}/?0.width=55").content.decode()
    assert client.get(f"/jobs/{job.pk}/?0.width=500").status_code == 400


def test_a_source_is_given_back_to_who_may_see_its_job_and_to_nobody_else(client):
    person = make.person()
    job = made(person)

    def shown() -> str:
        return client.get(f"/create/source/?from={job.pk}").content.decode()

    assert "secret of the author" not in shown()
    client.force_login(make.person())
    assert "secret of the author" not in shown()
    client.force_login(person)
    assert "secret of the author" in shown()
    assert client.get("/create/source/?from=nonsense").status_code == 200


def test_every_example_is_offered_and_unknown_ones_leave_the_page_empty(client):
    for name, _title in design_views.EXAMPLES:
        assert "// [" in client.get(f"/create/source/?example={name}").content.decode()
    assert client.get("/create/source/?example=../../settings").status_code == 200


@pytest.mark.parametrize(
    ("source", "title"),
    [
        ("// A knob.\ncube(1);", "A knob"),
        ("\n/* Box */\ncube(1);", "Box"),
        ("/* [Size] */\nw = 1;", "OpenSCAD model"),
        ("cube(1);", "OpenSCAD model"),
    ],
)
def test_a_model_is_called_by_the_comment_that_its_source_begins_with(source, title):
    assert design_views._title(source) == title
