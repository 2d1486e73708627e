"""What the planner says to people: short Markdown, in the second person: decided, assumed, asked, measured."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any


def planned(document: Mapping[str, Any], notes: Sequence[str], missed: Sequence[str]) -> str:
    """A new design."""
    lines = [f"**{document['name']}.** {document['description_natural_language']}", ""]
    lines += _rows("You gave", [row for row in document["dimensions"] if row["origin"] == "given"])
    lines += _rows("I assumed", [row for row in document["dimensions"] if row["origin"] == "assumed"])
    lines += [f"- {sentence}" for sentence in document["assumptions"]]
    lines += _bill(document["standard_components"])
    return closed(lines, notes, missed)


def asked(document: Mapping[str, Any], questions: Sequence[str]) -> str:
    """A design with questions open."""
    lines = [f"Before I draw the {document['name'].lower()}, tell me:", ""]
    lines += [f"{number}. {question}" for number, question in enumerate(questions, 1)]
    return "\n".join([*lines, "", "Say “go ahead” to take usual sizes."])


def changed(
    document: Mapping[str, Any], differences: Sequence[str], notes: Sequence[str], missed: Sequence[str]
) -> str:
    """A new version."""
    lines = [f"Version {document['revision']} of the {document['name'].lower()}:", ""]
    lines += [f"- {line}" for line in differences]
    return closed(lines, notes, missed)


def measured(rows: Sequence[Mapping[str, Any]]) -> str:
    """What the mesh measures, beside what was wanted; empty without rows."""
    if not rows:
        return ""
    lines = ["| Measured on the mesh | wanted | measured | |", "|---|---|---|---|"]
    for row in rows:
        wanted = "" if row["wanted"] is None else _number(row["wanted"], row["unit"])
        mark = "" if row["wanted"] is None else "✓" if row["ok"] else "differs"
        lines.append(f"| {row['label']} | {wanted} | {_number(row['measured'], row['unit'])} | {mark} |")
    return "\n".join(lines)


def _number(value: float, unit: str) -> str:
    return f"{value:,.5g} {unit}".strip() if unit != "°" else f"{value:.4g}°"


def _rows(title: str, rows: Sequence[Mapping[str, Any]]) -> list[str]:
    if not rows:
        return []
    told = [f"{row['label'].lower()} {_number(row['value'], row['unit'])}" for row in rows]
    return [f"- {title}: {', '.join(told)}."]


def _bill(rows: Sequence[Mapping[str, Any]]) -> list[str]:
    if not rows:
        return []
    told = [f"{row['count']} × {row['name']}" for row in rows]
    return [f"- You need: {', '.join(told)}."]


def closed(lines: list[str], notes: Sequence[str], missed: Sequence[str]) -> str:
    """The lines with what had to move, and what was not used."""
    lines = [*lines, *(f"- {note}" for note in dict.fromkeys(notes))]
    if missed:
        lines += ["", f"Not in it yet: {listed(missed)}. Tell me more about it, and I put it in."]
    return "\n".join(lines).strip()


def with_article(noun: str) -> str:
    """The noun with "a" or "an"."""
    return f"{'an' if noun[:1].lower() in 'aeiou' else 'a'} {noun}"


def listed(things: Sequence[str]) -> str:
    """Things as a list in a sentence."""
    unique = list(dict.fromkeys(things))
    return unique[0] if len(unique) == 1 else f"{', '.join(unique[:-1])} and {unique[-1]}"
