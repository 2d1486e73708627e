"""The state that reading a prompt keeps: what waits for its noun, what was promised, and what is spoken of now."""

from __future__ import annotations

from generation.shapes import languages
from generation.shapes.scenes import Scenes
from generation.shapes.spans import Span
from generation.shapes.wishes import Draft, Mention, Said, Wish


class Reading:
    """What all steps of the reading share; `pending` holds what waits for the noun it belongs to."""

    def __init__(self, spans: list[Span], language: str) -> None:
        self.spans, self.language = spans, language
        self.signs = language in languages.SIGNS
        self.wish = Wish()
        self.scenes = Scenes(self.wish, spans, postposed=self.signs)
        self.pending = Said()
        self.elided: list[Said] = []  # "a red and a blue …": what was said of things whose noun is still to come
        self.number: Span | None = None
        self.outer: Span | None = None  # "two three-legged tables": how many tables
        self.article = ""
        self.open = False  # an article, a number or "with" promised a noun
        self.negated = False
        self.lifted = False  # "and" after a part that is not wanted: the next one may be
        self.excepted = False
        self.shared = False
        self.mentions: list[Mention] = []  # parts spoken of before their object
        self.possessed: Mention | None = None  # "the roof of the house is …"
        self.focus: Draft | Mention | None = None
        self.current: Draft | None = None
        self.after_comma = False
        self.coordinated = False  # "and" or a comma since the last noun
        self.blocked = False
        self.dimension: Span | None = None

    def _after(self, at: int) -> Span | None:
        return self.spans[at + 1] if at + 1 < len(self.spans) else None

    def _end_phrase(self, *, keep_negation: bool = False, keep_exception: bool = False) -> None:
        self.number, self.outer = self.outer, None
        self.article, self.open, self.after_comma = "", self.number is not None, False
        self.coordinated = False
        self.negated, self.excepted, self.shared, self.lifted = keep_negation, keep_exception, False, False

    def _lift(self) -> None:
        if self.lifted:
            self.negated = self.lifted = False

    def _relates(self) -> None:
        self.negated, self.open = False, False

    def _is_elliptic(self) -> bool:
        """Whether a noun was promised and looks wait for it, so that this is the next thing of its kind."""
        looks = bool(self.pending.looks) and self.open and not self.negated and self.coordinated
        if not looks or (self.article != "a" and (self.number is None or self.number.value != 1)):
            return False
        if self.number is not None:
            self.number.fate = "grammar"
        said, self.pending = self.pending, Said()
        self.elided.append(said)
        return True

    def _goes_on_about_parts(self, comma: Span) -> bool:
        """Whether ", which are black" follows, which after parts means the parts."""
        at = self.spans.index(comma)
        return [span.text.lower() for span in self.spans[at + 1 : at + 3]] == ["which", "are"]

    def _flush(self, *, hard: bool) -> None:
        """Give what waits to the noun before it, where no noun ahead was promised."""
        if self.pending.empty() or (self.open and not hard):
            return
        if self.shared:
            for draft in self.wish.drafts:
                draft.said.share(self.pending)
            self.pending, self.shared = Said(), False
            return
        target = self.focus
        if self.after_comma and self.current is not None:
            target = self.current
        if target is None:
            return
        target.said.take(self.pending)

    def _drop_pending(self) -> None:
        for look in (*self.pending.looks, *self.pending.refused):
            look.fate = "ignored"
        for measure in self.pending.measures:
            measure.span.fate = "ignored"
            if measure.named is not None:
                measure.named.fate = "ignored"
        self.pending = Said()
