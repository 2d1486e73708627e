"""What the licences of a source leave open."""

import pytest

from marketplace.catalog.models import Licence
from marketplace.catalog.remixing import LEAVES, NAMES, Source, forbids, why_not


def of(*licences: str, own: bool = False) -> list[Source]:
    return [Source("Oak chair", licences, is_own=own)]


@pytest.mark.parametrize("licence", ["personal", "commercial", "editorial", "cc-by-nd", "cc-by-nc-nd"])
def test_nothing_may_be_made_of_what_forbids_changes(licence: str) -> None:
    assert "Oak chair" in forbids(of(licence)[0])
    assert all(why_not(wanted, 0, of(licence)) for wanted in Licence.values)


def test_share_alike_leaves_only_itself_and_says_so() -> None:
    assert why_not("cc-by-sa", 900, of("cc-by-sa")) == ""
    assert "can only be CC BY-SA" in why_not("cc-by", 0, of("cc-by-sa"))


def test_what_is_not_for_money_cannot_be_sold_but_given() -> None:
    assert why_not("cc-by-nc", 0, of("cc-by-nc")) == ""
    assert "cannot be sold" in why_not("cc-by-nc", 100, of("cc-by-nc"))


def test_of_several_licences_the_most_generous_counts_and_of_several_sources_the_strictest() -> None:
    assert why_not("personal", 500, of("personal", "cc-by")) == ""
    assert why_not("personal", 500, [*of("cc0"), *of("cc-by-sa")])


def test_of_ones_own_everything_may_be_made_and_of_an_unheld_one_nothing() -> None:
    assert all(why_not(wanted, 500, of("personal", own=True)) == "" for wanted in Licence.values)
    assert "you hold no licence" in forbids(of()[0])


def test_every_licence_has_a_rule_and_a_name() -> None:
    assert set(LEAVES) == set(NAMES) == set(Licence.values)
    assert set().union(*LEAVES.values()) <= set(Licence.values)
