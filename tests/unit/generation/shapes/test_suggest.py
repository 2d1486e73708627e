"""A person whose words were not understood gets three prompts that work."""

import pytest

from generation.shapes import suggest, understanding


@pytest.mark.parametrize("prompt", ["blorp fnarg quux", "", "dining tabble", "something for flowers", "🙂"])
def test_three_different_prompts_that_are_understood(prompt: str) -> None:
    three = suggest.three(prompt)

    assert len(set(three)) == 3
    assert len({understanding.specify(one)["objects"][0]["family"] for one in three}) == 3


def test_the_nearest_comes_first() -> None:
    assert "vase" in suggest.three("something for cut flowers")[0]
    assert (
        "house" in suggest.three("a dwelling with rooms to live in")[0]
        or "cottage" in suggest.three("a dwelling with rooms to live in")[0]
    )
