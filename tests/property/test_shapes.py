"""Whatever is typed or asked for: words are read without loss, and any specification builds or is refused."""

import contextlib
import itertools
import string
import time
from typing import Any

import numpy as np
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from generation.mesh.parts import Object
from generation.shapes import assemble, lexer, lexicon, registry, specification, understanding
from generation.shapes.specification import UnfitError
from generation.shapes.understanding import NotUnderstoodError

FAMILIES = list(registry.families())
USUAL = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
WORDS = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]


def words() -> st.SearchStrategy[str]:
    phrases = sorted(" ".join(phrase) for phrase in lexicon.index().meanings)
    return st.one_of(
        st.sampled_from(phrases),
        st.sampled_from(["12 cm", "3", "-4", "0 mm", "1/2 in", "5'6\"", "2 x 3 x 4 m", "#f80", ",", ".", "1e9", "45°"]),
        st.text(string.ascii_letters + string.digits + "äéñ赤いテーブル的椅子½×Ø\"'()-.,", max_size=8),
    )


@USUAL
@given(st.lists(words(), max_size=14).map(" ".join))
def test_any_words_are_understood_or_not_and_every_span_ends_somewhere(prompt: str) -> None:
    try:
        spec, spans = understanding.read(prompt)
    except NotUnderstoodError:
        return

    assert {span.fate for span in spans} <= {"specification", "assumed", "ignored", "warning", "grammar"}
    assert set(spec["ignored"]) == {span.text for span in spans if span.fate == "ignored"}
    assert specification.read(spec)["objects"] == spec["objects"]


@USUAL
@given(st.text(max_size=80))
def test_any_text_is_understood_or_not(prompt: str) -> None:
    spans = lexer.lex(prompt)
    assert all(before.end <= after.start for before, after in itertools.pairwise(spans))
    with contextlib.suppress(NotUnderstoodError):
        understanding.specify(prompt)


@USUAL
@given(st.sampled_from(FAMILIES), st.integers(2, 12), st.integers(5, 4000))
def test_the_reading_is_the_same_under_paraphrase(family: str, number: int, size: int) -> None:
    name = registry.get(family).name.replace("_", " ")
    plural = lexicon.plurals(name)[0]

    def read(prompt: str) -> list[Any]:
        try:
            return list(understanding.specify(prompt)["objects"])
        except NotUnderstoodError:
            return []

    assert read(f"{number} {plural}") == read(f"{WORDS[number - 1]} {plural}")
    assert read(f"a {name} {size} mm wide") == read(f"a {name} {size / 10:g} cm wide")
    assert read(f"a {name} {size} mm wide") == read(f"{name}, width: {size / 1000:g} m")
    assert read(f"a teal {name}") == read(f"a {name} in teal") == read(f"{name}, teal")


@st.composite
def things(draw: st.DrawFn) -> dict[str, Any]:
    family = registry.get(draw(st.sampled_from(FAMILIES)))
    size = {axis: family.size.of(axis) * 10 ** draw(st.floats(-3, 2)) for axis in registry.AXES if draw(st.booleans())}
    values: dict[str, Any] = {}
    for parameter in family.parameters:
        if draw(st.integers(0, 3)) == 0:
            if parameter.kind == "choice":
                values[parameter.name] = draw(st.sampled_from(parameter.choices))
            else:
                values[parameter.name] = draw(st.sampled_from([parameter.low, parameter.high, -1.0, 1e12, 0.0, 7.0]))
    return {"family": family.name, "parameters": values, "size_mm": size}


@settings(USUAL, max_examples=12)
@given(
    st.lists(things(), min_size=1, max_size=2),
    st.sampled_from(specification.STYLES),
    st.sampled_from(specification.RELATIONS),
    st.booleans(),
)
def test_any_specification_builds_or_is_refused_with_a_sentence(
    objects: list[dict[str, Any]], style: str, relation: str, tied: bool
) -> None:
    numbers = list(range(len(objects)))
    ties = [{"relation": relation, "subjects": numbers[:1], "objects": numbers[1:]}] if tied else []
    spec = {"version": 1, "style": style, "complexity": "simple", "objects": objects, "relations": ties}
    start = time.process_time()
    try:
        scene = assemble.build(spec, generator="test")
    except (UnfitError, assemble.TooMuchError) as refused:
        sentence = str(refused)
        assert sentence.endswith(".")
    else:
        assert 0 < scene.triangle_count <= specification.TRIANGLES_LIMIT
        assert len(scene.parts) <= specification.PARTS_LIMIT
    assert time.process_time() - start < 10


def depth(one: Object, other: Object) -> float:
    """How deep two objects cut each other, in millimetres: the thinnest side of the thickest piece they share."""
    deepest = 0.0
    for first, second in itertools.product(one.parts, other.parts):
        a, b = (np.array(part.solid.bounding_box()) for part in (first, second))
        if (np.minimum(a[3:], b[3:]) - np.maximum(a[:3], b[:3]) > 0.3).all():
            for piece in (first.solid ^ second.solid).decompose():
                box = np.array(piece.bounding_box())
                deepest = max(deepest, float((box[3:] - box[:3]).min()))
    return deepest


@settings(USUAL, max_examples=15)
@given(
    st.sampled_from(FAMILIES),
    st.sampled_from(FAMILIES),
    st.integers(1, 3),
    st.sampled_from([name for name in specification.RELATIONS if name != "in"]),
)
def test_things_do_not_stand_in_one_another(subject: str, mark: str, count: int, relation: str) -> None:
    group = relation in ("row", "stack", "ring", "grid", "facing")
    marks = 2 if relation == "between" else 1
    subjects = list(range(count + group))
    objects = [{"family": subject}] * len(subjects) + [{"family": mark}] * marks
    ties = [
        {
            "relation": relation,
            "subjects": list(range(len(objects))) if group else subjects,
            "objects": [] if group else list(range(len(subjects), len(objects))),
        }
    ]
    scene = assemble.build(
        {"version": 1, "complexity": "simple", "objects": objects, "relations": ties}, generator="test"
    )

    for one, other in itertools.combinations(scene.objects, 2):
        assert depth(one, other) <= 1.0
