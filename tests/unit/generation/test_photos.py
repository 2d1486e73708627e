"""What a person says about a photo: marks from a form, and the name that a file's name gives."""

import json
import math

import pytest

from generation import photos
from generation.photo_forms import PhotoForm
from nexus.foundation.errors import Invalid
from nexus.foundation.storage.models import StoredFile

STROKE = {"keep": True, "radius": 0.012, "points": [[0.5, 0.5], [0.6, 0.5]]}


def form(**values: object) -> PhotoForm:
    found = PhotoForm({"shape": "auto", "back": "round", **values})
    found.is_valid()
    return found


def test_a_box_in_percent_becomes_shares_and_a_whole_one_none() -> None:
    assert form(left=10, top=20, right=60, bottom=90).box() == [0.1, 0.2, 0.6, 0.9]
    assert form(right=50).box() == [0.0, 0.0, 0.5, 1.0]
    assert form(left=0, top=0, right=100, bottom=100).box() is None
    assert form().box() is None


def test_an_empty_box_is_refused_at_its_field() -> None:
    assert "right" in form(left=60, right=40).errors
    assert "top" in form(top=-1).errors


def test_the_engines_parameters_hold_what_was_said_and_nothing_empty() -> None:
    said = form(height_mm=80, base="on", strokes=json.dumps([STROKE]))
    assert said.parameters() == {
        "shape": "auto",
        "height_mm": 80,
        "back": "round",
        "base": True,
        "strokes": [STROKE],
    }


@pytest.mark.parametrize("text", ["{", '{"keep": true}', "7", '"[]"', "[" * 100_000, "[NaN]", "[Infinity]"])
def test_marks_that_cannot_be_read_are_refused_with_a_sentence(text: str) -> None:
    with pytest.raises(Invalid) as refused:
        photos.marks_in(text)
    assert refused.value.sentence.endswith(".")
    assert form(strokes=text).errors


def test_marks_are_finite_numbers() -> None:
    (stroke,) = photos.marks_in(json.dumps([STROKE]))
    assert all(math.isfinite(value) for point in stroke["points"] for value in point)
    assert photos.marks_in("") == []


@pytest.mark.parametrize(
    ("filename", "name"),
    [
        ("red_stool-2.png", "Red stool"),
        ("armchair teal.jpg", "Armchair teal"),
        ("IMG_2041.jpg", "A thing from a photo"),
    ],
)
def test_a_files_name_names_the_model_unless_the_camera_gave_it(filename: str, name: str) -> None:
    assert photos.name_of(StoredFile(filename=filename)) == name
