"""A paper finds a face for every letter that some face at hand knows."""

from marketplace.transactions import faces, paper
from tests.unit.marketplace.transactions.test_paper import SHEET


def known(text):
    return {letter for letter in text if any(ord(letter) in faces._letters(face) for face in faces.for_text(text))}


def test_greek_cyrillic_hebrew_and_vietnamese_are_drawn_with_what_is_installed():
    text = "ΩμέγαЖукשלוםNguyễnŁódź"
    assert known(text) == set(text)


def test_a_letter_that_no_face_knows_costs_no_paper():
    text = "A\U000e0041"
    assert known(text) == {"A"}


def test_every_word_of_a_paper_is_asked_for():
    words = paper.words_of(SHEET)
    for word in ("Receipt", "ABCD1234", "山", "Spindle", "13.00 USD", "All amounts"):
        assert word in words


def test_other_scripts_are_in_the_paper_and_the_bytes_stay_the_same():
    chosen = faces.for_text("Жук Ωμέγα")
    assert any("Liberation" in face.name for face in chosen)
    assert paper.pdf(SHEET, faces=chosen) == paper.pdf(SHEET, faces=chosen)
