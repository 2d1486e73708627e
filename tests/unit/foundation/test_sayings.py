"""A sentence written in English is read in the language of the reader, with its values in place."""

import pytest
from django.utils import translation

from nexus.foundation import sayings
from nexus.foundation.errors import Invalid, NotFound
from nexus.foundation.sayings import said


@pytest.fixture
def german():
    with translation.override("de"):
        yield


def test_in_english_a_sentence_stays_as_it_was_written() -> None:
    with translation.override("en"):
        assert said("This file is empty.") == "This file is empty."


def test_without_a_language_a_sentence_stays_as_it_was_written() -> None:
    with translation.override(None):
        assert said("This file is empty.") == "This file is empty."


@pytest.mark.usefixtures("german")
@pytest.mark.parametrize(
    ("english", "shown"),
    [
        ("This file is empty.", "Diese Datei ist leer."),
        ("This GLB has 20,001 nodes; at most 20,000 are taken.", "Dieses GLB hat 20.001 Knoten; genommen werden höchstens 20.000."),
        ("This file is 512.5 MB; the largest that is taken is 500 MB.", "Diese Datei hat 512,5 MB; genommen werden höchstens 500 MB."),
        ("This GLB is damaged: meshes[0].primitives[1] has no bytes.", "Dieses GLB ist beschädigt: meshes[0].primitives[1] hat keine Bytes."),
        ("1,204 triangles, watertight", "1.204 Dreiecke, wasserdicht"),
        ("Width of the table: 1,058 mm.", "Breite (Tisch): 1.058 mm."),
        ("This model is pending; only an archived model can be brought back.", "Stand dieses Modells: offen. Nur ein archiviertes Modell kann zurückgeholt werden."),
    ],
)  # fmt: skip
def test_values_are_put_into_the_readers_sentence(english: str, shown: str) -> None:
    assert said(english) == shown


@pytest.mark.usefixtures("german")
def test_sentences_that_were_joined_are_told_apart() -> None:
    english = "This GLB has 9 nodes; at most 5 are taken. Remove empty parents in your 3D program, then export again."
    shown = said(english)
    assert shown.startswith("Dieses GLB hat 9 Knoten")
    assert shown.endswith("und gib es neu aus.")


@pytest.mark.usefixtures("german")
@pytest.mark.parametrize("text", ["A lamp by Ida. It is red.", "Chair & stool", "x" * 5000, ""])
def test_what_people_wrote_is_left_alone(text: str) -> None:
    assert said(text) == text


@pytest.mark.usefixtures("german")
def test_a_refusal_is_german_on_a_page_and_english_for_a_log() -> None:
    refusal = Invalid("This file is empty.", fields={"file": ["This file is empty."]})
    assert refusal.message == "Diese Datei ist leer."
    assert refusal.fields == {"file": ["Diese Datei ist leer."]}
    assert str(refusal) == refusal.sentence == "This file is empty."


def test_a_program_gets_the_same_refusal_in_english() -> None:
    with translation.override("en"):
        assert NotFound("There is no such order.").message == "There is no such order."


def test_a_name_set_once_is_read_by_each_in_their_language() -> None:
    name = sayings.lazily("listing")
    with translation.override("de"):
        assert str(name) == "Modell"
    with translation.override("en"):
        assert str(name) == "listing"


@pytest.mark.usefixtures("german")
def test_no_two_patterns_of_the_catalogue_break_each_other() -> None:
    """Every pattern, with plain values, finds a translation that holds each of them."""
    from django.utils.translation import trans_real

    keys = [
        key.removeprefix(sayings.MARK)
        for key in trans_real.catalog()._catalog.keys()  # noqa: SIM118 - Django's catalogue is no dict
        if str(key).startswith(sayings.MARK)
    ]
    patterns = [key for key in keys if sayings.VALUE.search(key)]
    assert len(patterns) > 100
    for pattern in patterns:
        sentence = sayings.VALUE.sub(lambda place: f"wert{place[1]}", pattern)
        shown = said(sentence)
        for place in sayings.VALUE.findall(pattern):
            assert f"wert{place}" in shown, (pattern, shown)
