"""Spans → what was asked for: objects, what was said of each and of its parts, and how they stand to one another."""

from __future__ import annotations

from collections.abc import Sequence

from generation.shapes import lookahead
from generation.shapes.lexer import Span, is_dimension_noun
from generation.shapes.lexicon import looks_adjectival
from generation.shapes.wishes import Draft, Measure, Mention, Said, Tie, Wish

_QUESTIONS = frozenset({"what", "why", "how", "when", "who", "where", "whose", "is", "are", "does", "did", "will"})


def understand(spans: Sequence[Span]) -> Wish:
    """What the spans ask for. Marks the fate of function words; the rest is settled when values are found."""
    return _Reader(list(spans)).read()


class _Reader:
    """Walks the spans once; `pending` holds what waits for the noun it belongs to."""

    def __init__(self, spans: list[Span]) -> None:
        self.spans = spans
        self.wish = Wish()
        self.pending = Said()
        self.number: Span | None = None
        self.article = ""
        self.open = False  # an article, a number or "with" promised a noun
        self.negated = False
        self.mentions: list[Mention] = []  # parts spoken of before their object
        self.focus: Draft | Mention | None = None
        self.current: Draft | None = None
        self.after_comma = False
        self.relation: tuple[str, Span] | None = None
        self.lead: tuple[str, Span] | None = None
        self.blocked = False
        self.dimension: Span | None = None
        self.between: Tie | None = None
        self.with_span: Span | None = None
        self.group: tuple[str, Span] | None = None

    def read(self) -> Wish:
        if self._is_question():
            for span in self.spans:
                span.fate = "ignored"
            return self.wish
        at = 0
        while at < len(self.spans):
            at += self._step(at)
        self._flush(hard=True)
        self._close()
        return self.wish

    def _is_question(self) -> bool:
        words = [span for span in self.spans if span.kind != "mark"]
        return bool(words) and words[0].text.lower() in _QUESTIONS and self.spans[-1].text == "?"

    # -- one step

    def _step(self, at: int) -> int:
        span = self.spans[at]
        if span.kind in ("length", "product"):
            return self._measure(at)
        if span.kind == "number":
            return self._number(at)
        if span.kind == "unknown":
            self._unknown(span, at)
        elif span.kind == "mark":
            span.fate = "grammar"
        else:
            self._word(span, at)
        return 1

    def _word(self, span: Span, at: int) -> None:
        noun = self._noun_reading(span, at)
        if noun == "family":
            self._family(span, at)
        elif noun == "part":
            self._part(span)
        elif span.has("lacking") and not span.has("material"):
            self._lacking(span)
        elif span.has("dimension") and lookahead.names_a_length(self.spans, at):
            self.dimension = span
        elif any(span.has(kind) for kind in lookahead.LOOKS):
            self._look(span)
        else:
            self._function(span, at)

    def _noun_reading(self, span: Span, at: int) -> str:
        """Whether the span is a thing or a part here, or "" where another reading fits better."""
        thing, part = span.has("family"), span.has("part")
        if not (thing or part):
            return ""
        looks = any(span.has(kind) for kind in ("colour", "material", "choice", "size", "style"))
        noun_follows = lookahead.noun_follows(self.spans, at)
        if part and self._belongs(span) and not (looks and noun_follows):
            return "part"
        if thing and not (looks and noun_follows):
            return "family"
        if looks:
            return ""
        return "family" if thing else "part"

    def _belongs(self, span: Span) -> bool:
        word = span.get("part").value
        if self.current is not None and lookahead.knows(self.current.family, word):
            return True
        ahead = next((other for other in self.spans if other.has("family") and other is not span), None)
        return self.current is None and ahead is not None and lookahead.knows(ahead.get("family").value[0], word)

    # -- nouns

    def _family(self, span: Span, at: int) -> None:
        following = self.spans[at + 1] if at + 1 < len(self.spans) else None
        if following is not None and lookahead.is_head(span, following):
            span.fate = "ignored"
            self.pending.unknown.append(span)
            return
        meaning = span.get("family")
        name, synonym = meaning.value
        if self.negated:
            span.fate = "specification"
            self.wish.refused_things.append(span)
            self._end_phrase()
            return
        if self.blocked:
            span.fate = "warning"
            self.blocked = False
            self._drop_pending()
            self._end_phrase()
            return
        again = self._known_object(name, span)
        if again is None:
            again = Draft(span, name, synonym, plural=meaning.plural)
            self.wish.drafts.append(again)
        span.fate = "specification"
        if self.number is not None:
            again.number = self.number
        again.mentions.extend(self.mentions)
        self.mentions = []
        again.said.take(self.pending)
        if self.group is not None:
            here = self.wish.drafts.index(again)
            self.wish.ties.append(Tie(self.group[0], here, [], self.group[1]))
            self.group = None
        self._tie(again)
        self.current = self.focus = again
        self._end_phrase()

    def _known_object(self, name: str, span: Span) -> Draft | None:
        if self.article != "the":
            return None
        found = [draft for draft in self.wish.drafts if draft.family == name and draft.span is not span]
        return found[-1] if found else None

    def _tie(self, thing: Draft) -> None:
        here = self.wish.drafts.index(thing)
        if self.lead is not None and here > 0:
            name, span = self.lead
            self.wish.ties.append(Tie(name, here, [here - 1], span))
            self.lead = None
        elif self.relation is not None and self.current is not None:
            name, span = self.relation
            there = self.wish.drafts.index(self.current)
            if there != here:
                self.wish.ties = [t for t in self.wish.ties if not (t.loose and t.subject == there)]
                tie = Tie("around" if name == "ringed" else name, there, [here], span)
                if name == "ringed":
                    tie.subject, tie.landmarks = here, [there]
                self.wish.ties.append(tie)
                self.between = tie if name == "between" else None
        elif self.relation is not None:
            self.lead = self.relation
        elif self.between is not None and here not in self.between.landmarks:
            self.between.landmarks.append(here)
            self.between = None
        elif self.with_span is not None and self.current is not None and self.current is not thing:
            there = self.wish.drafts.index(self.current)
            many = thing.number is not None and thing.number.value >= 3
            self.wish.ties.append(Tie("around" if many else "beside", here, [there], self.with_span, loose=True))
        self.relation = None

    def _part(self, span: Span) -> None:
        meaning = span.get("part")
        mention = Mention(span, meaning.value, meaning.plural, self.number, self.article == "a", self.negated)
        mention.said.take(self.pending)
        if self.relation is not None:
            self.relation[1].fate = "grammar"
            self.relation = None
        owner = self._owner(meaning.value)
        if owner is not None:
            owner.mentions.append(mention)
        else:
            self.mentions.append(mention)
        self.focus = mention
        self._end_phrase(keep_negation=self.negated)

    def _owner(self, word: str) -> Draft | None:
        if self.current is None:
            return None
        if lookahead.knows(self.current.family, word):
            return self.current
        others = [draft for draft in reversed(self.wish.drafts) if lookahead.knows(draft.family, word)]
        return others[0] if others else self.current

    def _lacking(self, span: Span) -> None:
        mention = Mention(span, span.get("lacking").value, plural=True, negated=True)
        (self.current.mentions if self.current is not None and not self.open else self.mentions).append(mention)

    def _end_phrase(self, *, keep_negation: bool = False) -> None:
        self.number, self.article, self.open, self.after_comma = None, "", False, False
        self.with_span = None
        self.negated = keep_negation

    # -- what waits for a noun

    def _look(self, span: Span) -> None:
        (self.pending.refused if self.negated else self.pending.looks).append(span)

    def _number(self, at: int) -> int:
        span = self.spans[at]
        following = self.spans[at + 1] if at + 1 < len(self.spans) else None
        before = self.spans[at - 1] if at else None
        if before is not None and before.kind == "unknown" and span.joined and len(before.text) == 1:
            if before in self.pending.unknown:
                self.pending.unknown.remove(before)
            before.fate = "specification"
            span.text = before.text.upper() + span.text
            self.pending.designations.append(span)
            return 1
        named = self.dimension
        if named is not None or (following is not None and following.has("dimension")):
            return self._measure(at)
        self._flush(hard=False)
        self.number, self.open = span, True
        return 1

    def _measure(self, at: int) -> int:
        span = self.spans[at]
        if span.kind == "product":
            self.pending.measures.append(Measure(span, "product"))
            return 1
        if self.dimension is not None:
            named, self.dimension = self.dimension, None
            self.pending.measures.append(Measure(span, named.get("dimension").value, named))
            named.fate = span.fate
            return 1
        step = 1
        following = self.spans[at + step] if at + step < len(self.spans) else None
        while (
            following is not None
            and (following.text.lower() in ("in", "of", "the"))
            and at + step + 1 < len(self.spans)
        ):
            step += 1
            following = self.spans[at + step]
        if following is not None and following.has("dimension") and (step == 1 or is_dimension_noun(following)):
            for skipped in self.spans[at + 1 : at + step]:
                skipped.fate = "grammar"
            self.pending.measures.append(Measure(span, following.get("dimension").value, following))
            return step + 1
        self.pending.measures.append(Measure(span))
        return 1

    def _unknown(self, span: Span, at: int) -> None:
        span.fate = "ignored"
        if lookahead.ends_its_phrase(self.spans, at) and not looks_adjectival(span.text.lower()):
            self.wish.unknown_heads.append(span)
            self._unknown_thing(span)
        self.pending.unknown.append(span)

    def _unknown_thing(self, span: Span) -> None:
        """A thing no family is: what it stands on or holds is not what was wanted first."""
        following = self.spans[self.spans.index(span) + 1] if span is not self.spans[-1] else None
        leads = following is not None and any(following.has(kind) for kind in ("relation", "of", "with"))
        for_noun = following is not None and following.text.lower() == "for"
        if (
            self.current is None
            and (leads or for_noun)
            and (self.open or self.article or span is self._first_content())
        ):
            self.blocked = True
            self._drop_pending()

    def _first_content(self) -> Span | None:
        return next((s for s in self.spans if s.kind == "unknown" or s.has("family") or s.has("part")), None)

    def _drop_pending(self) -> None:
        for look in (*self.pending.looks, *self.pending.refused):
            look.fate = "ignored"
        for measure in self.pending.measures:
            measure.span.fate = "ignored"
            if measure.named is not None:
                measure.named.fate = "ignored"
        self.pending = Said()

    # -- function words

    def _function(self, span: Span, at: int) -> None:
        span.fate = "grammar"
        if span.has("and") or span.has("but"):
            self._soft(span)
        elif span.has("stop"):
            self._flush(hard=True)
            self.after_comma = True
            self.negated = False
        elif span.has("determiner"):
            self._flush(hard=False)
            self.article, self.open = span.get("determiner").value, True
        elif span.has("negation"):
            self._flush(hard=False)
            self.negated = True
            span.fate = "specification"
        elif span.has("relation") and self._leads_to_thing(at):
            self._flush(hard=False)
            self.relation, self.negated, self.open = (span.get("relation").value, span), False, False
        elif span.has("series") and self.current is not None:
            self.current.series = span.get("series").value
            span.fate = "specification"
        elif span.has("group"):
            self._group(span)
        elif span.has("with"):
            self._flush(hard=False)
            self.open, self.negated, self.with_span = True, False, span
        elif span.has("of"):
            self._of(span, at)

    def _of(self, span: Span, at: int) -> None:
        self._flush(hard=False)
        if self.number is None and not self.article:
            self.open = False
        if span.text.lower() == "in" and self._leads_to_thing(at):
            self.relation = ("in", span)

    def _group(self, span: Span) -> None:
        span.fate = "specification"
        name = span.get("group").value
        if span.text.lower().endswith("of"):
            self.group = (name, span)
            self.number, self.article = None, ""
        elif self.wish.drafts:
            self.wish.ties.append(Tie(name, len(self.wish.drafts) - 1, [], span))
        else:
            self.group = (name, span)

    def _soft(self, span: Span) -> None:
        if span.has("but"):
            self._flush(hard=False)
            self.negated = False
        elif not self.pending.empty() and self.focus is not None:
            self._flush(hard=False)
        if span.text == ",":
            self.after_comma = True
            self.negated = False
            if self.pending.empty():
                self.open = False

    def _leads_to_thing(self, at: int) -> bool:
        """Whether a thing follows before the phrase ends, so that a place word is a relation."""
        for other in self.spans[at + 1 :]:
            if other.kind in ("length", "product", "mark"):
                return False
            if other.has("part") and self._belongs(other):
                return False
            if other.has("family"):
                return not (any(other.has(kind) for kind in ("colour", "material")) and self.current is None)
            if any(other.has(kind) for kind in ("and", "stop", "with", "relation", "negation")):
                return False
        return False

    def _flush(self, *, hard: bool) -> None:
        """Give what waits to the noun before it, where no noun ahead was promised."""
        if self.pending.empty() or (self.open and not hard):
            return
        target = self.focus
        if self.after_comma and self.current is not None:
            target = self.current
        if target is None:
            return
        target.said.take(self.pending)

    def _close(self) -> None:
        self.wish.general.take(self.pending)
        self.wish.unplaced = self.mentions
        if self.relation is not None:
            self.relation[1].fate = "ignored"
        if self.number is not None and not self.number.fate:
            self.number.fate = "ignored"
        if self.dimension is not None:
            self.dimension.fate = "ignored"
