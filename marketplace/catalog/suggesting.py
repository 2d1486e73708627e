"""Which category a model belongs to, told from the words it is described with. Pure; loads no geometry.

The words are those of the workshop's families of shapes: what it can build, it can also name.
"""

import re
from collections import Counter
from collections.abc import Iterable
from functools import cache

from generation.shapes import registry

CATEGORY_OF = {  # a kind of shape family, and the category its models are looked for in
    "furniture": "furniture",
    "lighting": "home",
    "tableware": "home",
    "kitchen": "home",
    "household": "home",
    "garden": "home",
    "everyday": "home",
    "container": "home",
    "vehicles": "vehicles",
    "mechanical": "mechanics",
    "plants": "nature",
    "architecture": "buildings",
    "animals": "figures",
    "people": "figures",
    "toys": "toys",
    "games": "toys",
    "music": "art",
    "shapes": "art",
    "treasure": "fashion",
    "electronics": "electronics",
    "tool": "tools",
    "food": "food",
    "primitive": "other",
}
WORDS_MOST = 400


def category_for(name: str, *, texts: Iterable[str] = ()) -> str:
    """The slug of the category most words speak for, empty where none does; the name's words count four times."""
    votes: Counter[str] = Counter()
    for text, weight in ((name, 4), *((text, 1) for text in texts)):
        for slug in _named(text):
            votes[slug] += weight
    best = sorted(votes.items(), key=lambda vote: (-vote[1], vote[0]))
    return best[0][0] if best else ""


def _named(text: str) -> list[str]:
    words = re.findall(r"[a-z]+", text.lower().replace("_", " "))[:WORDS_MOST]
    known, found, place = _nouns(), [], 0
    while place < len(words):
        for length in (3, 2, 1):
            phrase = " ".join(words[place : place + length])
            slug = known.get(phrase) or known.get(phrase.removesuffix("s"))
            if slug:
                found.append(slug)
                place += length - 1
                break
        place += 1
    return found


@cache
def _nouns() -> dict[str, str]:
    """Every name of every family with the category of its kind; "other" says nothing and is left out."""
    return {
        word.replace("_", " "): slug
        for family in registry.families().values()
        for word in (family.name, *family.synonyms)
        if (slug := CATEGORY_OF.get(family.category, "other")) != "other"
    }
