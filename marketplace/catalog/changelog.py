"""What changed between two versions of a model, in sentences, told from the facts of both files. Pure.

The sentences are kept in English and shown through `said`. Same facts, same sentences.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

NAMED = 5
SIZE_STEP = 0.05  # mm: less than this is rounding, not a change
COUNTS = (("triangles", "Triangles"), ("vertices", "Vertices"), ("bodies", "Bodies"), ("textures", "Textures"))
MARKS = (("closed", "Watertight"), ("uv", "UV"), ("vertex_colours", "Vertex colours"), ("rigged", "Rig"))


def changes_between(before: Mapping[str, Any] | None, after: Mapping[str, Any] | None) -> list[str]:
    """Sentences such as "Triangles: 12,000 → 8,000." and "Parts added: lid."; empty where nothing measured changed."""
    if not before or not after:
        return []
    sentences = [_counted(word, before.get(name), after.get(name)) for name, word in COUNTS]
    sentences += [_size(before.get("size_mm"), after.get("size_mm"))]
    sentences += _listed("Parts", _names(before, "node_names"), _names(after, "node_names"))
    sentences += _listed("Materials", _names(before, "materials"), _names(after, "materials"))
    sentences += _listed("Animations", _clips(before), _clips(after))
    sentences += [_marked(word, before.get(name), after.get(name)) for name, word in MARKS]
    sentences += [_largest_texture(before.get("max_texture"), after.get("max_texture"))]
    sentences += _problems(before, after)
    return [sentence for sentence in sentences if sentence]


def _counted(word: str, old: Any, new: Any) -> str:
    if not isinstance(old, int) or not isinstance(new, int) or old == new:
        return ""
    return f"{word}: {old:,} → {new:,}."


def _size(old: Any, new: Any) -> str:
    if not old or not new or all(abs(a - b) < SIZE_STEP for a, b in zip(old, new, strict=True)):
        return ""
    return f"Size: {_sides(old)} → {_sides(new)} mm."


def _sides(sides: Sequence[float]) -> str:
    return " × ".join(f"{side:,.1f}" for side in sides)


def _names(facts: Mapping[str, Any], name: str) -> Counter[str]:
    return Counter(str(one) for one in facts.get(name) or () if one)


def _clips(facts: Mapping[str, Any]) -> Counter[str]:
    return Counter(str(clip.get("name") or "?") for clip in facts.get("animations") or ())


def _listed(word: str, old: Counter[str], new: Counter[str]) -> list[str]:
    made = []
    for act, gone in (("added", new - old), ("removed", old - new)):
        names = list(gone.elements())
        if names:
            more = f" and {len(names) - NAMED} more" if len(names) > NAMED else ""
            made.append(f"{word} {act}: {', '.join(names[:NAMED])}{more}.")
    return made


def _marked(word: str, old: Any, new: Any) -> str:
    if not isinstance(old, bool) or not isinstance(new, bool) or old == new:
        return ""
    return f"{word}: {'yes' if old else 'no'} → {'yes' if new else 'no'}."


def _largest_texture(old: Any, new: Any) -> str:
    if not old or not new or old == new:
        return ""
    return f"Largest texture: {old:,} → {new:,} pixels."


def _problems(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[str]:
    old, new = _codes(before), _codes(after)
    made = [f"Mended: {code.replace('_', ' ')}." for code in sorted(old - new)]
    return made + [f"New in the report: {code.replace('_', ' ')}." for code in sorted(new - old)]


def _codes(facts: Mapping[str, Any]) -> set[str]:
    return {str(row["code"]) for row in facts.get("problems") or () if row.get("severity") != "info"}
