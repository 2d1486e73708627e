"""Spans → what was asked for: objects, what was said of each and of its parts, and how they stand to one another."""

from __future__ import annotations

from collections.abc import Sequence

from generation.shapes import lookahead
from generation.shapes.naming import Naming
from generation.shapes.spans import Span
from generation.shapes.wishes import Draft, Mention, Wish

_QUESTIONS = frozenset({"what", "why", "how", "when", "who", "where", "whose", "is", "are", "does", "did", "will"})


def understand(spans: Sequence[Span], *, language: str = "en") -> Wish:
    """What the spans ask for. Marks the fate of function words; the rest is settled when values are found."""
    return _Reader(list(spans), language).read()


class _Reader(Naming):
    """Walks the spans once."""

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

    def _step(self, at: int) -> int:
        span = self.spans[at]
        if span.kind in ("length", "product", "angle"):
            return self._measure(at)
        taken = self._ratio(at) or self._variants(at) or self._sides(at) or self._purpose(at) or self._another(at)
        if taken:
            return taken
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

    def _look(self, span: Span) -> None:
        self._lift()
        (self.pending.refused if self.negated else self.pending.looks).append(span)

    def _function(self, span: Span, at: int) -> None:
        span.fate = "grammar"
        if span.has("and") or span.has("but"):
            self._soft(span)
        elif span.has("stop"):
            self._flush(hard=True)
            self.after_comma, self.open = True, False
            self.negated = self.excepted = False
            self.scenes.stop()
        elif span.has("determiner"):
            if span.get("determiner").value == "a" and self._is_elliptic():
                return
            self._flush(hard=False)
            self.article, self.open = span.get("determiner").value, True
        elif span.has("negation"):
            self._flush(hard=False)
            span.fate = "specification"
            if self.language == "ja" and isinstance(self.focus, Mention):
                self.focus.negated = True  # 取っ手なし: what is lacking comes first
            else:
                self.negated = True
        elif span.has("exception"):
            self._flush(hard=False)
            self.excepted = True
        elif span.has("flank") and self.current is not None:
            self._flush(hard=False)
            self.scenes.flank(span, at, self.current)
        elif span.has("relation") and self.scenes.meets(span, at, self.current):
            self._flush(hard=False)
            self._relates()
        elif span.has("marker"):
            self.scenes.mark(self.current)
        elif span.has("series") and self.current is not None:
            self._series(span, self.current)
        elif span.has("group"):
            span.fate = "specification"
            self._flush(hard=False)
            self.scenes.gathers(span, self.current)
            if span.text.lower().endswith("of"):
                self.number, self.article = None, ""
        elif span.has("with"):
            self._flush(hard=False)
            self.open, self.negated = True, False
            self.scenes.with_(span, self.current)
        elif span.has("of"):
            self._of(span)
        elif span.has("whole") and self.current is not None and not lookahead.noun_follows(self.spans, at):
            self._flush(hard=False)
            self.focus, self.open, self.negated = self.current, False, False
        elif span.has("shared") and len(self.wish.drafts) > 1 and lookahead.only_looks_follow(self.spans, at):
            self.shared = True
        elif span.has("times"):
            span.fate = "ignored"
        elif self.signs and span.text == "的":
            self.negated = False

    def _series(self, span: Span, current: Draft) -> None:
        """Several parts, or several things, that differ from each other."""
        part, named = self.focus, span.get("series").value
        if isinstance(part, Mention) and named[0] == "colour" and (part.plural or part.number is not None):
            part.colourful = True
        else:
            current.series = named
        span.fate = "specification"

    def _of(self, span: Span) -> None:
        self._flush(hard=False)
        if span.text.lower() in ("is", "are", "should be", "must be", "was", "were") and self.possessed is not None:
            self.focus, self.open = self.possessed, False
        if self.number is None and not self.article:
            self.open = False
        if span.text.lower() == "of" and isinstance(self.focus, Draft) and lookahead.several_follow(self.spans, span):
            self.scenes.holds(span, self.focus)
        if span.text.lower() == "in" and self.scenes.meets(span, self.spans.index(span), self.current, "in"):
            # "in" before a thing is a place, before a look it is not.
            self._relates()

    def _soft(self, span: Span) -> None:
        self.coordinated = True
        if span.has("but"):
            self._flush(hard=False)
            self.negated = False
        elif not self.pending.empty() and self.focus is not None:
            self._flush(hard=False)
        comma = span.text in (",", "、", "，")
        self.lifted = not comma and self.negated and isinstance(self.focus, Mention) and self.focus.negated
        if comma:
            self.after_comma = not self._goes_on_about_parts(span)
            self.negated = self.excepted = False
            if self.pending.empty():
                self.open = False

    def _close(self) -> None:
        for said in self.elided:
            self.pending.share(said)
        self.wish.general.take(self.pending)
        self.wish.unplaced = self.mentions
        self.scenes.close()
        if self.number is not None and not self.number.fate:
            self.number.fate = "ignored"
        if self.dimension is not None:
            self.dimension.fate = "ignored"
