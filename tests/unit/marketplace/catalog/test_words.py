"""The pure parts of the catalogue: text twins, states, typed prices, words of a search, signed origins."""

import pytest

from generation.shapes import registry
from marketplace.catalog import provenance, states
from marketplace.catalog.forms import cents, price_text
from marketplace.catalog.licences import TERMS
from marketplace.catalog.models import Licence, Listing
from marketplace.catalog.selectors.finding import words_of
from marketplace.catalog.services.publishing import CATEGORY_OF
from marketplace.catalog.text_twin import MOST, text_twin
from nexus.foundation.errors import Conflict

FACTS = {
    "size_mm": [450, 920, 480],
    "parts": 7,
    "node_names": ["chair", "leg", "leg_2", "leg_3", "leg_4", "seat", "back_rest"],
    "materials": ["walnut", "walnut", "red_paint"],
    "triangles": 1204,
}


def test_a_text_twin_says_what_it_is_how_large_of_which_parts_and_materials() -> None:
    words = text_twin("My chair", FACTS, {"objects": [{"family": "chair", "name": "chair"}]})
    assert words == (
        "Chair, 45 × 92 × 48 cm, 7 parts: chair, 4 × leg, seat, back rest; walnut, red paint; 1,204 triangles"
    )


def test_without_a_specification_it_begins_with_the_name_and_without_facts_it_is_the_name() -> None:
    assert text_twin("Robot", FACTS).startswith("Robot, 45 × 92 × 48 cm")
    assert text_twin("Robot", None) == "Robot"
    assert text_twin("", {}) == "Model"


def test_a_text_twin_is_never_longer_than_its_column() -> None:
    facts = {**FACTS, "node_names": ["x" * 120 + str(number) for number in range(9)], "materials": ["y" * 200]}
    words = text_twin("z" * 200, facts)
    assert len(words) <= MOST
    assert words.endswith("…")


@pytest.mark.parametrize(
    "facts", [{"size_mm": []}, {"parts": None}, {"node_names": None, "parts": 3}, {"triangles": 1}]
)
def test_facts_with_holes_make_no_noise(facts: dict) -> None:
    assert "None" not in text_twin("Box", facts)


def test_every_state_has_its_moves_and_every_move_ends_in_a_state() -> None:
    assert set(states.MOVES) == set(Listing.State.values)
    assert {to for moves in states.MOVES.values() for to in moves} <= set(Listing.State.values)


def test_a_move_that_is_not_in_the_table_is_refused_naming_both_states() -> None:
    with pytest.raises(Conflict, match=r"is draft.*become approved.*can become pending"):
        states.check_move("draft", "approved")
    states.check_move("draft", "pending")


@pytest.mark.parametrize(
    ("typed", "value"),
    [("4.99", 499), ("4,99", 499), (" 0 ", 0), ("-1", -100), ("1e2", 10000), ("100000", 10_000_000), ("0.1", 10)],
)
def test_a_typed_price_is_whole_cents(typed: str, value: int) -> None:
    assert cents(typed) == value


@pytest.mark.parametrize("typed", ["", "abc", "NaN", "Infinity", "1.999", "9" * 30, "1e30", "1e-9", "4.99 USD", "٣x"])
def test_what_is_no_price_is_said_in_a_sentence(typed: str) -> None:
    with pytest.raises(ValueError, match=r"such as 4\.99"):
        cents(typed)


def test_a_shown_price_can_be_typed_again() -> None:
    assert [cents(price_text(value)) for value in (0, 1, 99, 10_000_000)] == [0, 1, 99, 10_000_000]


def test_search_words_are_letters_and_digits_and_not_too_many() -> None:
    assert words_of("Low-poly  CHAIR, 1:12!") == ["low", "poly", "chair", "1", "12"]
    assert words_of("' OR 1=1; --\x00") == ["or", "1", "1"]
    assert len(words_of("word " * 100)) == 12
    assert words_of("Ｌａｍｐ") == ["lamp"]


def test_an_origin_is_genuine_until_a_word_of_it_changes() -> None:
    signed = provenance.sign({"prompt": "a “table”", "seed": 7, "sha256": {"glb": "ab"}})
    assert provenance.is_genuine(signed)
    assert not provenance.is_genuine({**signed, "seed": 8})
    assert not provenance.is_genuine({**signed, "more": 1})
    assert not provenance.is_genuine({name: value for name, value in signed.items() if name != "signature"})
    assert not provenance.is_genuine(None)


def test_every_licence_has_its_terms() -> None:
    assert list(TERMS) == list(Licence.values)


def test_every_family_of_shapes_is_looked_for_in_a_category() -> None:
    kinds = {family.category for family in registry.families().values()}

    assert kinds == set(CATEGORY_OF)


def test_everybody_reads_of_an_origin_neither_the_job_nor_a_whole_source():
    source = "cube(1);" * 100
    made = provenance.sign({"prompt": "a box", "job": "0190", "parameters": {"source": source, "style": "low-poly"}})

    shown = provenance.shown(made)

    assert "job" not in shown
    assert source not in str(shown)
    assert shown["parameters"]["style"] == "low-poly"
    assert shown["parameters"]["source"].startswith("sha256:")
    assert provenance.shown(None) is None
