"""Numbers, lengths and proportions while a prompt is read: what each belongs to."""

from __future__ import annotations

from generation.shapes import lookahead
from generation.shapes.reading import Reading
from generation.shapes.spans import TIMES, Span, is_dimension_noun
from generation.shapes.wishes import Measure, Mention, Said

_COMPARED = {"height": "height", "width": "width", "length": "length", "depth": "depth", "section": "thickness"}


class Counting(Reading):
    """Takes up numbers and lengths."""

    def _number(self, at: int) -> int:  # noqa: PLR0911 - one return a reading
        span, following = self.spans[at], self._after(at)
        before = self.spans[at - 1] if at else None
        if before is not None and before.kind == "unknown" and span.joined and len(before.text) == 1:
            if before in self.pending.unknown:
                self.pending.unknown.remove(before)
            before.fate = "specification"
            span.text = before.text.upper() + span.text
            self.pending.designations.append(span)
            return 1
        self._lift()
        if before is not None and before.text.lower() in TIMES and self.spans[at - 2] in self.pending.designations:
            self.pending.measures.append(Measure(span, "length"))  # M8 x 40
            return 1
        measured = (
            following is not None and following.has("dimension") and not lookahead.noun_follows(self.spans, at + 1)
        )
        if self.dimension is not None or measured:
            return self._measure(at)
        if self._is_elliptic():
            span.fate = "grammar"
            return 1
        if self._follows_its_part(at):
            return 1
        self._flush(hard=False)
        # 脚が三本, 椅子四脚: how many comes after what.
        follows = before is not None and any(before.has(kind) for kind in ("marker", "family", "part"))
        if self.language == "ja" and follows and self.focus is not None and self.focus.number is None:
            self.focus.number = span
            return 1
        self.outer = self.number
        self.number, self.open = span, True
        return 1

    def _follows_its_part(self, at: int) -> bool:
        """Whether the number says how many or how long the part before it is: "module 2", "teeth: 24"."""
        part, following = self.focus, self._after(at)
        before = at - 2 if at > 1 and self.spans[at - 1].text in (":", "=") else at - 1
        ends = following is None or any(following.has(kind) for kind in ("and", "stop", "with"))
        if not (ends and isinstance(part, Mention) and before >= 0 and part.span is self.spans[before]):
            return False
        if part.number is not None or self.spans[at].joined:
            return False
        if self.current is not None and lookahead.counts(self.current.family, part.word):
            part.number = self.spans[at]
        else:
            part.said.measures.append(Measure(self.spans[at]))
        return True

    def _ends_part(self, at: int) -> None:
        """A length after "and" that the part before cannot have is the whole's: "24 teeth and 60 mm in diameter"."""
        part, measure = self.focus, self.pending.measures[-1]
        first = at and self.spans[at - 1].has("and") and len(self.pending.measures) == 1 and not self.pending.looks
        if first and isinstance(part, Mention) and self.current is not None and measure.dimension:
            self.after_comma |= not lookahead.measures(self.current.family, part.word, measure.dimension)

    def _measure(self, at: int) -> int:  # noqa: PLR0911 - one return a way of measuring
        span, following = self.spans[at], self._after(at)
        if span.kind == "angle":
            self.pending.measures.append(Measure(span, "angle"))
            return 1
        if span.kind == "product" and self._counts(span, following):
            return 1
        if span.kind == "product":
            named, self.dimension = self.dimension, None
            self.pending.measures.append(Measure(span, "product", named))
            return 1
        if self.dimension is not None:
            named, self.dimension = self.dimension, None
            self.pending.measures.append(Measure(span, named.get("dimension").value, named))
            named.fate = span.fate
            return 1
        if following is not None and following.has("apart") and self.scenes.apart(span.value):
            span.fate = following.fate = "specification"
            return 2
        if following is not None and following.has("relation") and self.current is not None and not self.signs:
            self._flush(hard=False)
            if self.scenes.meets(following, at + 1, self.current):
                self._distance(span)
                self._relates()
                following.fate = "specification"
                return 2
        compared = self._compared(at)
        if compared is not None:
            self.pending.measures.append(compared)
            return 1
        step = 1
        while (
            following is not None
            and following.text.lower() in ("in", "of", "the", "(")
            and at + step + 1 < len(self.spans)
        ):
            step += 1
            following = self.spans[at + step]
        if following is not None and following.has("dimension") and (step == 1 or is_dimension_noun(following)):
            for skipped in self.spans[at + 1 : at + step]:
                skipped.fate = "grammar"
            self.pending.measures.append(Measure(span, following.get("dimension").value, following))
            self._ends_part(at)
            return step + 1
        self.pending.measures.append(Measure(span))
        return 1

    def _counts(self, span: Span, following: Span | None) -> bool:
        """Read "a grid of 3 x 4 boxes" as twelve boxes and no measure."""
        gridded = self.scenes.group is not None and self.scenes.group[0] == "grid"
        if not (span.unitless and following is not None and gridded):
            return False
        span.value = 1.0
        for value in span.values:
            span.value *= value
        self.number, self.open, span.fate = span, True, "specification"
        return True

    def _distance(self, span: Span) -> None:
        """A length before a place word is how far away it is: "20 cm above a table"."""
        waiting = self.scenes.relation or self.scenes.lead
        if waiting is not None:
            waiting.gap = span.value
            span.fate = "specification"
        else:
            span.fate = "ignored"

    def _compared(self, at: int) -> Measure | None:
        """The length of "taller than 30 cm", with the dimension of the comparison."""
        if at < 2 or self.spans[at - 1].text.lower() != "than" or not self.pending.looks:
            return None
        size = self.pending.looks[-1]
        if size is not self.spans[at - 2] or not size.has("size"):
            return None
        self.pending.looks.pop()
        names = [name for name, _ in size.get("size").value]
        return Measure(self.spans[at], _COMPARED.get(names[0], ""), size)

    def _ratio(self, at: int) -> int:
        """How many spans "twice as wide as high" or "as deep as it is wide" takes; 0 where it is none."""
        found = lookahead.ratio(self.spans, at)
        if found is None:
            return 0
        factor, between, taken = found
        for span in self.spans[at : at + taken]:
            span.fate = "specification"
        span = self.spans[at]
        span.value = factor
        self.pending.measures.append(Measure(span, "ratio", between=between))
        return taken

    def _sides(self, at: int) -> int:
        """How many spans "one side 60 mm, the other 40 mm" or "sides 60 mm and 40 mm" takes; 0 where it is none."""
        found = lookahead.two_sides(self.spans, at)
        if not found:
            return 0
        self._flush(hard=False)
        if self.focus is not self.current:
            self.after_comma = True
        for number, name in zip(found, ("one side", "other side"), strict=True):
            self.pending.measures.append(Measure(self.spans[number], name))
        for span in self.spans[at : found[1] + 1]:
            span.fate = span.fate or "grammar"
        return found[1] + 1 - at

    def _variants(self, at: int) -> int:
        """How many spans "one red and one blue" after several things takes; 0 where it is none."""
        if self.current is None:
            return 0
        found, taken = lookahead.variants(self.spans, at)
        several = self.current.number is not None or self.current.plural
        if not found or not (several or len(found) == len(self.wish.drafts)):
            return 0
        self._flush(hard=False)
        if several:
            self.current.variants += [Said(looks=looks) for looks in found]
        else:
            for draft, looks in zip(self.wish.drafts, found, strict=True):
                draft.said.looks += looks
        return taken
