"""Relations while a prompt is read: which thing stands where, to what "it" points, and what belongs to a group."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from generation.shapes import lookahead
from generation.shapes.spans import Span
from generation.shapes.wishes import Draft, Tie, Wish

# Chinese verbs that stand before their landmark.
_PREPOSED = ("围着", "环绕", "圍著", "围绕", "環繞", "靠着", "挨着", "紧挨着")


@dataclass
class _Lead:
    """A place that was named before the thing that stands there: "on the table is a vase"."""

    relation: str
    span: Span
    needs: int
    gap: float | None
    landmarks: list[int] = field(default_factory=list)
    keeps_topic: bool = False


class Scenes:
    """Makes ties as things and place words come by.

    `topic` is the thing that "it" means, `base` the thing whose "with" is being read, by their numbers.
    """

    def __init__(self, wish: Wish, spans: Sequence[Span], *, postposed: bool) -> None:
        self.wish, self.spans, self.postposed = wish, spans, postposed
        self.topic: int | None = None
        self.base: int | None = None
        self.relation: Tie | None = None
        self.lead: _Lead | None = None
        self.between: Tie | None = None
        self.group: tuple[str, Span] | None = None
        self.gap: float | None = None
        self.marked: int | None = None
        self.with_span: Span | None = None

    # -- place words

    def meets(self, span: Span, at: int, current: Draft | None, name: str = "") -> bool:
        """Take up a place word; False where it leads nowhere, so that it is no relation here."""
        name = name or str(span.get("relation").value)
        if self.postposed:
            return self._postposed(name, span, current)
        ahead = self._ahead(at)
        if ahead == "pronoun" and self._topic(current) is not None:
            self._pronoun(name, span, at, current)
            return True
        if ahead != "thing":
            return False
        subject = self.wish.drafts.index(current) if current is not None else None
        after_and = self._starts_clause(at)
        if subject is None or (after_and and self._things_ahead(at) > (2 if name == "between" else 1)):
            self.lead = _Lead(name, span, 2 if name == "between" else 1, self._taken_gap())
            return True
        if after_and and self.topic is not None:
            subject = self.topic
        self.relation = Tie(name, subject, [], span, gap=self._taken_gap(), each=self._each(at))
        return True

    def _postposed(self, name: str, span: Span, current: Draft | None) -> bool:
        """桌子上的花瓶, 花瓶在桌子上: the landmark comes first, what stands there is before 在 or next."""
        if current is None:
            return False
        here = self.wish.drafts.index(current)
        if span.text in _PREPOSED:
            self.relation = Tie(name, here, [], span)
            return True
        if self.marked is not None and self.marked != here:
            self._add(Tie(name, self.marked, [here], span))
            self.marked = None
            return True
        many = name == "between" and here > 0
        self.lead = _Lead(name, span, 0, None, [here - 1, here] if many else [here])
        return True

    def mark(self, current: Draft | None) -> None:
        """Remember the thing that 在, が or は makes the subject of a place that follows."""
        if current is not None:
            self.marked = self.wish.drafts.index(current)

    def flank(self, span: Span, at: int, current: Draft | None) -> None:
        """Both sides of a thing: "two chairs on either side of a table", "a table with a chair on each side"."""
        if self._ahead(at) == "thing" and current is not None:
            self.relation = Tie("beside", self.wish.drafts.index(current), [], span, sides=True)
        elif self._topic(current) is not None:
            self._pronoun("beside", span, at, current, sides=True)

    def _pronoun(self, name: str, span: Span, at: int, current: Draft | None, *, sides: bool = False) -> None:
        topic = self._topic(current)
        here = self.wish.drafts.index(current) if current is not None else 0
        if topic is None:
            return
        if self._leads(at):
            self.lead = _Lead(name, span, 0, self._taken_gap(), [topic], keeps_topic=True)
            return
        each, gap = self._each(at), self._taken_gap()
        start = self.base if self.base is not None else topic
        if self.base is None and topic == here and here > 0:
            start = here - 1
        subjects = [number for number in range(start + 1, here + 1) if not self._is_subject(number)] or [here]
        words = {other.text.lower() for other in self.spans[at + 1 : at + 2]}
        if words & {"both", "both of them", "all of them", "everything"} and self.base is None and here > 0:
            start, subjects = here - 1, [here]
        whole = name == "between" or bool(words & {"both", "both of them", "all of them", "everything", "them"})
        landmarks = list(range(start + 1)) if whole else [start]
        for subject in subjects:
            if subject not in landmarks:
                self._add(Tie(name, subject, landmarks, span, each=each and not sides, sides=sides, gap=gap))

    def _topic(self, current: Draft | None) -> int | None:
        if self.base is not None:
            return self.base
        return self.topic if self.topic is not None and current is not None else None

    def _is_subject(self, number: int) -> bool:
        return any(tie.subject == number and not tie.loose for tie in self.wish.ties)

    def _taken_gap(self) -> float | None:
        gap, self.gap = self.gap, None
        return gap

    # -- looking ahead

    def _ahead(self, at: int) -> str:
        """What a place word is followed by: a thing, a pronoun, or "" for neither."""
        word = self.spans[at].text.lower()
        for other in self.spans[at + 1 :]:
            if other.has("family"):
                look = any(other.has(kind) for kind in ("colour", "material")) and not other.get("family").plural
                bare = word == "in" and lookahead.follows_of(self.spans, self.spans.index(other))
                return "" if look and (bare or not self.wish.drafts) else "thing"
            if other.has("pronoun") and not self._determines(other):
                return "pronoun"
            named = other.has("part") and not any(other.has(kind) for kind in ("colour", "material", "finish"))
            if named and other.has("choice") and lookahead.noun_follows(self.spans, self.spans.index(other)):
                continue  # "around a square table"
            if other.kind in ("length", "product", "mark") or named:
                return ""
            if any(other.has(kind) for kind in ("and", "stop", "with", "relation", "negation")):
                break
        return "pronoun" if word in ("on top", "inside", "underneath", "behind", "beside", "between") else ""

    def _determines(self, span: Span) -> bool:
        """Whether "this" or "each" stands before a noun."""
        at = self.spans.index(span)
        following = self.spans[at + 1] if at + 1 < len(self.spans) else None
        demonstrates = span.text.lower() in ("this", "that", "these", "those", "each", "every one", "each of")
        return demonstrates and following is not None and (following.has("family") or following.kind == "number")

    def _each(self, at: int) -> bool:
        return any(span.text.lower().startswith(("each", "every")) for span in self.spans[at + 1 : at + 3])

    def _starts_clause(self, at: int) -> bool:
        """Whether nothing but empty words stands between the place word and the last comma or "and"."""
        for other in reversed(self.spans[:at]):
            if any(other.has(kind) for kind in ("and", "stop", "but")):
                return True
            if not (other.has("fill") or other.has("determiner") or other.has("of")):
                return False
        return True

    def _things_ahead(self, at: int) -> int:
        """How many things the clause still names; one in plural or with a number is two for "between"."""
        count = 0
        for number in range(at + 1, len(self.spans)):
            other = self.spans[number]
            if other.has("stop") or (count and (other.has("relation") or other.has("with"))):
                break
            if other.has("family"):
                count += 1 + (count == 0 and other.get("family").plural and "between" in self.spans[at].text.lower())
        return count

    def _leads(self, at: int) -> bool:
        """Whether after the pronoun a thing follows in the same clause: "on it stands a vase"."""
        for other in self.spans[at + 1 :]:
            if other.has("family"):
                return True
            if any(other.has(kind) for kind in ("and", "stop", "with", "relation", "but", "group")):
                return False
        return False

    # -- things

    def thing(self, draft: Draft, current: Draft | None) -> None:
        """A thing was named: tie it to what was waiting for it."""
        here = self.wish.drafts.index(draft)
        if self.group is not None:
            self._add(Tie(self.group[0], here, [], self.group[1], gap=self._taken_gap()))
            self.group = None
        if self.lead is not None:
            self._led(self.lead, draft, here)
        elif self.relation is not None:
            self._related(self.relation, here)
        elif self.between is not None and here not in self.between.landmarks:
            self.between.landmarks.append(here)
            self.between = None
        elif self.base is not None and here > self.base and current is not None:
            if not any(tie.subject == here for tie in self.wish.ties):
                self._add(Tie("with", here, [self.base], self.with_span or draft.span, loose=True))
        else:
            self.topic = here

    def _led(self, lead: _Lead, draft: Draft, here: int) -> None:
        if len(lead.landmarks) < lead.needs:
            lead.landmarks.append(here)
            if draft.plural or (draft.number is not None and draft.number.value >= 2):
                lead.needs = len(lead.landmarks)
            return
        self.lead = None
        if here not in lead.landmarks:
            self._add(Tie(lead.relation, here, list(lead.landmarks), lead.span, gap=lead.gap))
        if not lead.keeps_topic:
            self.topic = here

    def _related(self, tie: Tie, here: int) -> None:
        self.relation = None
        if tie.subject == here:
            return
        if tie.relation == "in" and any(t.relation == "ring" and t.subject == here for t in self.wish.ties):
            tie.relation = "<around"
        tie.landmarks = [here]
        loose = [t for t in self.wish.ties if t.loose and t.subject == tie.subject]
        self._add(tie)
        if loose and not any(here in (t.subject, *t.landmarks) for t in loose):
            self._add(Tie("with", here, loose[0].landmarks, loose[0].span, loose=True))
        self.between = tie if tie.relation == "between" else None

    def _add(self, tie: Tie) -> None:
        """Add a tie; a turned one is turned back, and a loose one gives way."""
        ties = self.wish.ties
        if tie.relation.startswith("<"):
            tie.relation = tie.relation[1:]
            turned = [Tie(tie.relation, mark, [tie.subject], tie.span, gap=tie.gap) for mark in tie.landmarks]
            for one in turned:
                self._add(one)
            return
        if not tie.loose:
            ties[:] = [t for t in ties if not (t.loose and t.subject == tie.subject)]
        if not any((t.relation, t.subject, t.landmarks) == (tie.relation, tie.subject, tie.landmarks) for t in ties):
            ties.append(tie)

    # -- groups

    def gathers(self, span: Span, current: Draft | None) -> None:
        """A row, stack or ring, of what follows or of what came before."""
        name = str(span.get("group").value)
        if current is None or span.text.lower().endswith("of"):
            self.group = (name, span)
        else:
            self._add(Tie(name, len(self.wish.drafts) - 1, [], span, gap=self._taken_gap()))

    def apart(self, gap: float) -> bool:
        """A distance between the things of the last group or the last thing's copies; False where there are none."""
        if not self.wish.drafts:
            return False
        grouped = [tie for tie in self.wish.ties if tie.relation in ("row", "ring", "facing")]
        if grouped:
            grouped[-1].gap = gap
        else:
            self._add(Tie("row", len(self.wish.drafts) - 1, [], self.wish.drafts[-1].span, gap=gap))
        return True

    def with_(self, span: Span, current: Draft | None) -> None:
        """What follows belongs to the thing just named."""
        if current is not None:
            self.base, self.with_span = self.wish.drafts.index(current), span

    def part(self) -> None:
        """A part was named: the "with" before it led to the part and to no thing, and a place word to none either."""
        self.base = None
        if self.relation is not None:
            self.relation.span.fate = "grammar"
            self.relation = None

    def holds(self, span: Span, current: Draft | None) -> None:
        """A bowl of apples has the apples in it."""
        if current is not None:
            self.relation = Tie("<in", self.wish.drafts.index(current), [], span)

    def stop(self) -> None:
        """A sentence ends."""
        self.base = None

    def close(self) -> None:
        """The prompt ends: a place that nothing came to stand at holds what was named before, or is told as ignored."""
        if self.lead is not None:
            marks, topic = self.lead.landmarks, self.topic
            if marks and topic is not None and topic not in marks and not self.postposed:
                self._add(Tie(self.lead.relation, topic, marks, self.lead.span, gap=self.lead.gap))
            elif len(self.wish.drafts) > 1 or not marks:
                self.lead.span.fate = "ignored"
        if self.relation is not None:
            self.relation.span.fate = "ignored"
        if self.group is not None:
            self.group[1].fate = "ignored"
