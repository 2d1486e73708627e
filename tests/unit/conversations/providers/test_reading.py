"""What providers write is read without trust: a document whole, or one sentence."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conversations.providers import reading
from conversations.providers.base import ProviderError
from conversations.providers.language_model import _turns

DOCUMENT = {"model_type": "hook", "description_natural_language": "A wall hook."}

plain = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from([*reading.TEXTS, *reading.NAMES, "standard_components", "x"]), inner, max_size=4
        )
    ),
    max_leaves=12,
)


@given(plain | plain.map(json.dumps))
def test_whatever_comes_is_a_whole_document_or_a_sentence(answer):
    try:
        document = reading.document_in(answer, title="RunPod")
    except ProviderError:
        return  # any other failure is one
    assert all(isinstance(document[name], str) for name in reading.TEXTS)
    assert all({"name", "search_term"} <= set(one) for one in document["standard_components"])
    assert "\x00" not in json.dumps(document, ensure_ascii=False)
    json.dumps(document, allow_nan=False).encode()
    assert reading.prose_of(document)


@given(plain)
def test_prose_is_text_that_can_be_kept(answer):
    assert "\x00" not in reading.prose_in(answer)
    reading.prose_in(answer).encode()


def test_missing_fields_are_there_and_others_stay():
    document = reading.document_in(
        {**DOCUMENT, "weight": 5, "standard_components": [{"name": "M4"}, "x", {}]}, title="x"
    )

    assert document["weight"] == 5
    assert (document["primary_function"], document["dimensions"]) == ("", [])
    assert document["standard_components"] == [{"name": "M4", "search_term": "M4"}]


def test_prose_is_not_the_document_said_again():
    assert reading.prose_in({"message": json.dumps(DOCUMENT)}) == ""
    assert reading.prose_in({"message": {"role": "assistant", "content": "A hook."}}) == "A hook."


@pytest.mark.parametrize(
    ("history", "wanted"),
    [
        ([], []),
        ([("user", "a"), ("assistant", "b")], [("user", "a"), ("assistant", "b")]),
        ([("user", "a")], [("user", "a"), ("assistant", "(noted)")]),
        ([("assistant", "b")], [("user", "(the conversation began before)"), ("assistant", "b")]),
        ([("user", "a"), ("system", "c"), ("assistant", "b")], [("user", "a\n\nc"), ("assistant", "b")]),
        ([("user", "  "), ("user", "a"), ("assistant", "b")], [("user", "a"), ("assistant", "b")]),
    ],
)
def test_a_history_is_told_as_every_wire_takes_it(history, wanted):
    turns = _turns([{"role": role, "content": content} for role, content in history])

    assert [(turn["role"], turn["content"]) for turn in turns] == wanted
