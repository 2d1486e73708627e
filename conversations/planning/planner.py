"""The built-in planner: words and what was decided before → requirements document, OpenSCAD source, questions, prose.

It needs no network and no model: the same words give the same plan.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from conversations.planning import edits, prose, reading, requirements, sources, state, understanding, words
from conversations.planning.designs import designs, named_in
from conversations.planning.parameters import Design
from conversations.planning.reading import Reading
from conversations.planning.state import State

QUESTIONS = 3
LONGEST = state.LONGEST


@dataclass(frozen=True)
class Plan:
    """What the planner answers.

    `document` is the requirements document (None where nothing was understood), `source` the OpenSCAD source ("" while
    questions are open), `questions` at most three, `prose` Markdown for the person, `sentence` the same in one line,
    `changed` whether this is a new version, `understood` whether the text did anything.
    """

    document: dict[str, Any] | None
    source: str
    questions: tuple[str, ...]
    prose: str
    sentence: str
    understood: bool = True
    changed: bool = True

    def to_json(self) -> dict[str, Any]:
        """JSON values."""
        return asdict(self)


def plan(
    text: str,
    history: Sequence[Mapping[str, Any]] = (),
    document: Mapping[str, Any] | None = None,
    source: str | None = None,
) -> Plan:
    """Plan a design, or change the one of `document`.

    `history` are earlier messages ({"role", "content"}), the oldest first: where there is no document, what the person
    said before counts as well. `source` is the version as it stands: values that somebody moved in it are kept.
    """
    text = text.strip()[:LONGEST]
    current = _stored(document) if document else None
    read = reading.read(text, usual=current.language if current else "en")
    wanted = named_in(read.plain)
    if document is None or current is None:
        return _first(text, read, wanted, history)
    if _starts_anew(read, wanted, current):
        return _begun(text, read, wanted or current.template)
    document = _whole(document, current)
    if document.get("questions"):
        return _answered(text, read, current, document)
    return _followed(read, current, document, source or "")


def drawn(document: Mapping[str, Any]) -> Plan:
    """The source of a requirements document as it stands, ours or another's; open numbers take their usual values."""
    current = _stored(document)
    if current is None:
        return _not_understood()
    notes = current.settle()
    again = {**_whole(document, current), "questions": []}
    sentence = f"{again['name']}: {again['description_natural_language']}"
    return Plan(again, sources.write(current), (), prose.planned(again, notes, []), sentence)


def _whole(document: Mapping[str, Any], current: State) -> dict[str, Any]:
    """A document from outside written anew from its decisions; of the rest only plain texts and numbers are kept."""
    revision, earlier = document.get("revision"), document.get("earlier")
    texts = {key: document.get(key) for key in ("questions", "assumptions")}
    told = {key: [str(one) for one in many] if isinstance(many, list) else [] for key, many in texts.items()}
    whole = requirements.write(
        current,
        version=revision if isinstance(revision, int) and revision > 0 else 1,
        questions=told["questions"][:QUESTIONS],
        assumed=told["assumptions"],
        earlier=[dict(one) for one in earlier if isinstance(one, Mapping)] if isinstance(earlier, list) else [],
    )
    measured = document.get("measured")
    return {**whole, "measured": measured if isinstance(measured, list) else []}


def _stored(document: Mapping[str, Any]) -> State | None:
    """The decisions in a document: our own state, or what another planner's document says."""
    own = document.get("state")
    return state.read(own) if isinstance(own, Mapping) else state.adopted(document)


def _first(text: str, read: Reading, wanted: Design | None, history: Sequence[Mapping[str, Any]]) -> Plan:
    """The first wish; the person's earlier words help where this text alone names no design."""
    if wanted is None:
        said = [str(one.get("content", "")) for one in history if one.get("role") == "user"]
        before = [one.strip() for one in said if one.strip() and one.strip() != text][-6:]
        joined = ". ".join([*before, text])[-LONGEST:]
        wanted = named_in(reading.read(joined).plain)
        if wanted is None:
            return _not_understood()
        text, read = joined, reading.read(joined)
    return _begun(text, read, wanted)


def _not_understood() -> Plan:
    names = [design.title for design in designs().values()]
    sentence = (
        f"I could not tell what to design; I can draw {prose.listed([prose.with_article(name) for name in names])}."
    )
    question = "What should it be, and how large?"
    return Plan(None, "", (question,), f"{sentence}\n\n{question}", sentence, understood=False, changed=False)


def _starts_anew(read: Reading, wanted: Design | None, current: State) -> bool:
    """Whether a text in a running design asks for another one."""
    if wanted is None or not edits.wants(read, words.BEGIN):
        return False
    if wanted.name != current.design:
        nouns = understanding.nouns_of(current.template)
        return not any(words.singular(item.text) in nouns for item in read.items[:6])
    return edits.wants(read, ("new design", "start over", "another one", "a new one"))


def _begun(text: str, read: Reading, design: Design) -> Plan:
    fresh = state.begun(design, text)
    fresh.language = read.language
    heard = understanding.apply(fresh, read)
    notes = [*heard.notes, *fresh.settle()]
    questions = [] if edits.wants(read, words.GO) else _questions(fresh)
    return _told(fresh, questions, notes, heard.missed, heard.assumed)


def _questions(fresh: State) -> list[str]:
    """What matters and is missing: where some size is known most others may be assumed, else all are asked."""
    known = {name for group in fresh.template.rivals if set(group) & set(fresh.given) for name in group}
    known |= set(fresh.given)
    open_ones = [one for one in fresh.template.parameters if one.ask and one.name not in known]
    sizes = [one for one in fresh.template.parameters if one.kind in ("length", "count") and one.name in known]
    if fresh.mounts:
        return []
    return [one.ask for one in open_ones if one.must or not sizes][:QUESTIONS]


def _told(fresh: State, questions: list[str], notes: list[str], missed: list[str], assumed: list[str]) -> Plan:
    document = requirements.write(fresh, questions=questions, assumed=[*assumed, *notes])
    if questions:
        one = "I need one answer before I draw it."
        sentence = f"I need {len(questions)} answers before I draw it." if len(questions) > 1 else one
        return Plan(document, "", tuple(questions), prose.asked(document, questions), sentence)
    sentence = f"{document['name']}: {document['description_natural_language']}"
    return Plan(document, sources.write(fresh), (), prose.planned(document, [], missed), sentence)


def _answered(text: str, read: Reading, current: State, document: Mapping[str, Any]) -> Plan:
    """Answers to questions: what was said before and this, together."""
    fresh = current.copy()
    asked = [one.name for one in fresh.template.parameters if one.ask and one.name not in fresh.given]
    heard = understanding.apply(fresh, read, asked=asked)
    notes = [*heard.notes, *fresh.settle()]
    fresh.request = f"{fresh.request}. {text}"[-LONGEST:]
    go = edits.wants(read, words.GO)
    if not heard.done and not go:
        questions = [str(one) for one in document["questions"]]
        sentence = "I did not find the numbers I need in that."
        words_said = f"{sentence}\n\n{prose.asked(document, questions)}"
        return Plan(dict(document), "", tuple(questions), words_said, sentence, understood=False, changed=False)
    questions = [] if go else _questions(fresh)
    return _told(fresh, questions, notes, heard.missed, heard.assumed)


def _followed(read: Reading, current: State, document: Mapping[str, Any], source: str) -> Plan:
    """A follow-up: undo, redo, or an edit, each a new version."""
    if edits.wants(read, words.UNDO):
        return _back(current, document, source)
    before = current.to_json()
    moved, strange = sources.taken_over(current, source)
    notes = (
        [f"You had changed {prose.listed([name.replace('_', ' ') for name in moved])}; that is kept."] if moved else []
    )
    if strange:
        notes.append("The source was changed by hand in other places; this version is written anew without those.")
    edit = edits.edit(current, read)
    if not edit.done:
        sentence = f"I did not understand that as a change of the {current.template.title}."
        if edit.missed:
            sentence = f"I could not do this: {prose.listed(edit.missed)}."
        help_ = edits.can_change(current)
        return Plan(
            dict(document),
            source or sources.write(current),
            (),
            f"{sentence} {help_}",
            f"{sentence} {help_}",
            understood=False,
            changed=False,
        )
    earlier = [*document.get("earlier", []), before]
    return _version(edit.state, document, earlier, [*notes, *edit.notes], edit.missed)


def _version(
    new: State, document: Mapping[str, Any], earlier: list[dict[str, Any]], notes: list[str], missed: list[str]
) -> Plan:
    revision = int(document.get("revision", 1)) + 1
    after = requirements.write(new, version=revision, earlier=earlier, assumed=list(document.get("assumptions", [])))
    differences = requirements.differences(document, after)
    old = _stored(document)
    if not differences and old is not None and sources.write(new) == sources.write(old):
        sentence = f"The {after['name'].lower()} is like that already, so nothing changed."
        return Plan(
            dict(document), sources.write(new), (), prose.closed([sentence], notes, missed), sentence, changed=False
        )
    text = prose.changed(after, differences or ["small changes"], notes, missed)
    sentence = f"Version {revision}: {'; '.join(differences)}."
    return Plan(after, sources.write(new), (), text, sentence)


def _back(current: State, document: Mapping[str, Any], source: str) -> Plan:
    """The version before."""
    earlier = list(document.get("earlier", []))
    before = state.read(earlier.pop()) if earlier else None
    if before is None:
        sentence = "There is no earlier version to go back to."
        return Plan(
            dict(document), source or sources.write(current), (), sentence, sentence, understood=True, changed=False
        )
    return _version(before, document, earlier, [], [])
