"""What follows in a prompt, as far as the grammar must see ahead: nouns, heads of compounds, lengths to come."""

from __future__ import annotations

from collections.abc import Sequence

from generation.shapes import registry
from generation.shapes.lexer import Span, is_dimension_noun
from generation.shapes.lexicon import looks_adjectival

LOOKS = ("colour", "shade", "material", "choice", "size", "style", "complexity")


def knows(family: str, word: str) -> bool:
    """Whether a family has a part, a count or a length that the word names."""
    made = registry.get(family)
    return any(word == role.name.replace("_", " ") or word in role.words for role in made.roles) or any(
        word in parameter.words for parameter in made.parameters
    )


def noun_follows(spans: Sequence[Span], at: int) -> bool:
    """Whether looks and then a noun follow without a break."""
    for other in spans[at + 1 :]:
        if other.kind == "word" and (other.has("family") or other.has("part")):
            return True
        if other.kind == "word" and any(other.has(kind) for kind in LOOKS):
            continue
        if other.kind == "unknown":
            continue
        return False
    return False


def is_head(span: Span, following: Span) -> bool:
    """Whether the next word is the thing and this one only describes it ("ball gown", "box table")."""
    if following.kind == "unknown":
        tail = following.text.lower()
        return following.text.isascii() and not looks_adjectival(tail) and not tail[0].isdigit()
    plain = following.kind == "word" and following.has("family") and not following.has("colour")
    return plain and not following.has("material") and not span.get("family").plural


def names_a_length(spans: Sequence[Span], at: int) -> bool:
    """Whether a dimension word here names the length that follows it."""
    following = spans[at + 1] if at + 1 < len(spans) else None
    before = spans[at - 1] if at else None
    if not is_dimension_noun(spans[at]):
        # "alto 30 cm": an adjective, with the length after it and none before.
        measured = before is not None and before.kind in ("length", "number", "product")
        return following is not None and following.kind == "length" and not measured
    for other in spans[at + 1 : at + 4]:
        if other.kind in ("length", "number", "product"):
            return True
        if not (other.has("of") or other.has("fill") or other.text in ":="):
            return False
    return False


def ends_its_phrase(spans: Sequence[Span], at: int) -> bool:
    """Whether the unknown word ends its phrase, and so is the thing spoken of."""
    following = spans[at + 1] if at + 1 < len(spans) else None
    if following is None or following.kind == "mark":
        return True
    if following.kind == "unknown" or any(following.has(kind) for kind in (*LOOKS, "family", "part")):
        return False
    return following.kind == "word" and any(
        following.has(kind) for kind in ("relation", "with", "of", "and", "stop", "fill", "negation")
    )
