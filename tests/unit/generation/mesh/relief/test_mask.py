"""The mask: as good as promised on the photos, advice and refusals where they belong, and what a person marks counts."""

from functools import cache
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from generation.mesh.__main__ import work
from generation.mesh.refusal import Refused
from generation.mesh.relief import hints, mask
from generation.mesh.relief.hints import Hints, Stroke
from generation.mesh.relief.mask import Subject
from tests.unit.generation.mesh.relief.photos import BAD, GOOD, PHOTOS, opened, overlap, truth

EASY = [name for name, told in GOOD.items() if told["difficulty"] == "easy"]
# What is reached; a change that does worse than this is seen. The hard ones are marked by a person.
LEAST = {
    "armchair_teal.jpg": 0.98, "table_walnut.jpg": 0.98, "stool_red.jpg": 0.96, "vase_blue.jpg": 0.97,
    "mug_gingham.jpg": 0.94, "pot_green.jpg": 0.97, "bear_toy.jpg": 0.98, "vase_png_named.jpg": 0.85,
    "stool_cutout.png": 0.99, "chair_oak.jpg": 0.82, "bottle_wine.jpg": 0.94, "cupboard_oak.jpg": 0.95,
    "lamp_cream.jpg": 0.75, "rocket_white.jpg": 0.5,
}  # fmt: skip


@cache
def found(name: str) -> Subject:
    return mask.find(opened(name))


def likeness(name: str, subject: Subject) -> float:
    height, width = subject.mask.shape
    return overlap(subject.mask > 127, truth(name, (width, height)))


@pytest.mark.parametrize("name", list(GOOD))
def test_each_photo_is_cut_out_as_well_as_it_was(name: str) -> None:
    assert likeness(name, found(name)) >= LEAST[name]


def test_the_easy_photos_are_cut_out_by_more_than_nine_tenths_on_the_mean() -> None:
    assert np.mean([likeness(name, found(name)) for name in EASY]) >= 0.95


def test_no_photo_of_one_whole_thing_gets_advice() -> None:
    assert {name: found(name).advice for name in LEAST if found(name).advice} == {}


def test_a_thing_that_leaves_the_picture_is_told_with_its_sides() -> None:
    subject = found("bad/cut_off.jpg")
    assert subject.advice == [{"code": "cut_off", "edges": BAD["cut_off.jpg"]["edges"]}]
    assert likeness("bad/cut_off.jpg", subject) > 0.95


def test_two_things_are_told_with_a_box_for_each() -> None:
    (advice,) = found("bad/two_objects.jpg").advice
    assert advice["code"] == "two_objects"
    for box, true in zip(advice["boxes"], BAD["two_objects.jpg"]["boxes"], strict=True):
        assert box[0] * 800 == pytest.approx(true[0], abs=12)
        assert box[2] * 800 == pytest.approx(true[2], abs=12)


def test_one_even_colour_has_no_subject() -> None:
    with pytest.raises(Refused) as refused:
        found("bad/grey.jpg")
    assert refused.value.rule == "no-subject"
    for colour in ((0, 0, 0), (255, 255, 255)):
        with pytest.raises(Refused):
            mask.find(Image.new("RGB", (200, 120), colour))


def test_a_box_chooses_one_of_two_things() -> None:
    left = mask.find(opened("bad/two_objects.jpg"), Hints(box=(0.1, 0.15, 0.42, 0.8)))
    assert left.advice == []
    own = Image.open(PHOTOS / "bad" / "two_objects_mask_1.png").convert("L").resize(left.mask.shape[::-1])
    assert overlap(left.mask > 127, np.asarray(own) > 127) > 0.9


def test_one_stroke_brings_in_a_white_body_before_white_paper() -> None:
    stroke = Stroke(keep=True, points=((0.5, 0.36), (0.5, 0.7)), radius=0.02)
    marked = mask.find(opened("rocket_white.jpg"), Hints(strokes=(stroke,)))
    assert likeness("rocket_white.jpg", marked) > likeness("rocket_white.jpg", found("rocket_white.jpg")) + 0.3


def test_a_stroke_drops_what_it_goes_over_and_a_later_one_brings_it_back() -> None:
    photo, through = opened("stool_cutout.png"), ((0.3, 0.25), (0.7, 0.25))
    whole = mask.find(photo).share
    dropped = mask.find(photo, Hints(strokes=(Stroke(False, through, 0.05),))).share
    kept = mask.find(photo, Hints(strokes=(Stroke(False, through, 0.05), Stroke(True, through, 0.05)))).share
    assert dropped < 0.9 * whole
    assert kept >= whole


def test_the_same_photo_gives_the_same_mask_again() -> None:
    again = mask.find(opened("bear_toy.jpg"))
    assert (again.mask == found("bear_toy.jpg").mask).all()


@pytest.mark.parametrize("size", [(16, 16), (17, 400), (900, 16), (40, 40)])
def test_odd_sizes_are_cut_out_or_refused(size: tuple[int, int]) -> None:
    noise = np.random.default_rng(5).integers(0, 255, (size[1], size[0], 3), np.uint8)
    rule, share = "", 0.0
    try:
        share = mask.find(Image.fromarray(noise)).share
    except Refused as refused:
        rule = refused.rule
    assert (rule == "no-subject") != (0 < share < 1)


@pytest.mark.parametrize(
    "marks",
    [
        {"box": [0.5, 0.1, 0.2, 0.9]},
        {"box": [0, 0, 1]},
        {"box": [0, 0, 1, float("nan")]},
        {"box": "all"},
        {"strokes": [{"keep": "yes", "points": [[0, 0]]}]},
        {"strokes": [{"keep": True, "points": []}]},
        {"strokes": [{"keep": True, "points": [[0, 2]]}]},
        {"strokes": [{"keep": True, "points": [[0, 0]] * 5000}]},
        {"strokes": [{"keep": True, "points": [[0, 0]]}] * 100},
        {"strokes": {"keep": True}},
        {"strokes": [[[[]]]]},
    ],
)
def test_marks_that_are_none_are_refused_with_a_sentence(marks: dict[str, object], tmp_path: Path) -> None:
    with pytest.raises(hints.HintError) as refused:
        hints.read(marks)
    assert str(refused.value).endswith(".")
    said = work("mask", str(PHOTOS / "stool_cutout.png"), str(tmp_path), **marks)
    assert said["refused"]["rule"] == "marks"


def test_hints_survive_their_way_through_json() -> None:
    said = Hints((0.1, 0.2, 0.3, 0.4), (Stroke(True, ((0.5, 0.5), (0.6, 0.5)), 0.02),))
    assert hints.read(hints.as_json(said)) == said


def test_the_veil_is_clear_over_the_subject_and_nowhere_else(tmp_path: Path) -> None:
    said = work("mask", str(PHOTOS / "bear_toy.jpg"), str(tmp_path))
    with Image.open(tmp_path / said["file"]) as veil:
        assert veil.size == (680, 760)
        clear = np.asarray(veil.convert("RGBA"))[..., 3] == 0
    assert overlap(clear, truth("bear_toy.jpg", (680, 760))) > 0.97
    assert said["share"] == pytest.approx(GOOD["bear_toy.jpg"]["area"], rel=0.03)
