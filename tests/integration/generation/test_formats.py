"""A job asked for in another format has its file in that format, whatever its engine makes."""

import pytest

from generation.mesh import normal
from generation.models import Job
from generation.services import FORMATS
from nexus.foundation.storage import files
from tests import make

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("wanted", FORMATS)
def test_the_result_is_of_the_format_that_was_asked_for(wanted):
    job = make.made_job(make.person(), "a red box 20 cm wide, 10 cm deep and 30 cm high", output_format=wanted)

    asset = job.assets.get(kind=wanted)
    with files.open_stored(asset.file) as handle:
        read = normal.normalised(handle.read())

    assert job.state == Job.State.SUCCEEDED
    assert read.glb[:4] == b"glTF"
    assert read.origin.format == wanted
    assert asset.file.filename.endswith(".zip" if wanted == "obj" else f".{wanted}")
