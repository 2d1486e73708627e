"""The texts that were sold stay what they were."""

import hashlib

import pytest

from marketplace.catalog import licences
from marketplace.catalog.licence_texts import TEXTS
from marketplace.catalog.models import Licence

# Written once. A text that differs is a new version with a line of its own, never a new number here.
SOLD = {
    ("personal", 1): "6bb3b428bd3786d8",
    ("commercial", 1): "3d29b70580091271",
    ("editorial", 1): "17d891716be36931",
    ("cc0", 1): "91cfe9c662f6d716",
    ("cc-by", 1): "41d3a7b2c18dda8b",
    ("cc-by-sa", 1): "c406b4945cc085e8",
    ("cc-by-nd", 1): "f285439b35f1b2d4",
    ("cc-by-nc", 1): "7aa6a80ace697573",
    ("cc-by-nc-sa", 1): "4263d93dcae2f8a4",
    ("cc-by-nc-nd", 1): "75e8dc027955fc00",
}


def test_no_text_that_was_ever_sold_has_changed() -> None:
    assert {key: hashlib.sha256(text.encode()).hexdigest()[:16] for key, text in TEXTS.items()} == SOLD


@pytest.mark.parametrize("licence", Licence.values)
def test_every_licence_has_a_full_text_of_its_current_version(licence: str) -> None:
    text = licences.text_of(licence, licences.current_version(licence))
    assert len(text) > 300
    assert ("creativecommons.org" in text) is licence.startswith("cc")


def test_a_version_that_never_was_is_an_error() -> None:
    with pytest.raises(KeyError):
        licences.text_of("personal", 99)
    with pytest.raises(KeyError):
        licences.current_version("mine")
