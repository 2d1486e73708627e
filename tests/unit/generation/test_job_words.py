"""What a job says, live and on its page, in the language of the page."""

import json

import pytest
from django.utils import translation

from generation.consumers import _language, _told
from generation.shapes import understanding
from generation.views import EXAMPLES

EVENT = json.dumps({"number": 3, "type": "stage", "message": "Building the mesh", "progress": 0.1})


@pytest.mark.parametrize(
    ("query", "language"),
    [(b"after=3&language=de", "de"), (b"language=en", "en"), (b"language=xx", "en"), (b"", "en"), (b"language=", "en")],
)
def test_a_page_says_its_language_and_a_program_says_nothing(query: bytes, language: str) -> None:
    assert _language({"query_string": query}) == language


def test_a_program_gets_the_event_as_it_is_kept() -> None:
    assert _told(EVENT, "en") is EVENT


def test_a_german_page_hears_the_event_in_german_with_everything_else_as_it_was() -> None:
    told = json.loads(_told(EVENT, "de"))
    assert told == json.loads(EVENT) | {"message": "Baut das Netz"}


def test_an_event_without_a_message_stays_whole() -> None:
    assert json.loads(_told('{"number": 1, "message": ""}', "de")) == {"number": 1, "message": ""}


@pytest.mark.parametrize("language", ["en", "de"])
def test_every_example_is_understood_to_its_last_word(language: str) -> None:
    with translation.override(language):
        prompts = [str(example) for _, example in EXAMPLES]
    for prompt in prompts:
        read = understanding.specify(prompt)
        assert read["objects"], prompt
        assert not read["ignored"], prompt
        assert not read["warnings"], prompt
