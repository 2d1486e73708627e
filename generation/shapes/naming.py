"""Nouns while a prompt is read: things, parts, and things that no family is."""

from __future__ import annotations

from generation.shapes import lookahead
from generation.shapes.counting import Counting
from generation.shapes.lexicon import looks_adjectival
from generation.shapes.spans import Span
from generation.shapes.wishes import Draft, Mention


class Naming(Counting):
    """Takes up nouns."""

    def _noun_reading(self, span: Span, at: int) -> str:  # noqa: PLR0911 - one return a reading
        """Whether the span is a thing or a part here, or "" where another reading fits better."""
        thing, part = span.has("family"), span.has("part")
        if not (thing or part):
            return ""
        looks = lookahead.is_look(span, self._families_near(at))
        if looks and thing and (self._is_only_a_look(span) or lookahead.wears(self.spans, at)):
            return ""
        if at and span.has("fill") and self.spans[at - 1].has("family"):
            return ""
        if (
            at
            and (span.has("material") or span.has("colour"))
            and lookahead.follows_of(self.spans, at)
            and self.current is not None
        ):
            return ""  # "made of pine" is wood and no tree
        if not part and span.has("dimension") and lookahead.names_a_length(self.spans, at):
            return ""
        noun_follows = lookahead.noun_follows(self.spans, at)
        if part and self._belongs(span, at) and not (looks and noun_follows):
            return "part"
        if thing and not (looks and noun_follows):
            return "family"
        if looks or lookahead.is_function(span) or span.has("dimension"):
            return ""
        return "family" if thing else "part"

    def _families_near(self, at: int) -> list[str]:
        """The family spoken of and the next one to come."""
        near = [self.current.family] if self.current is not None else []
        ahead = lookahead.next_thing(self.spans, at)
        return near + ([ahead.get("family").value[0]] if ahead is not None else [])

    def _is_only_a_look(self, span: Span) -> bool:
        """A colour that is also a fruit is a colour where something else was named to wear it."""
        alone = self.current is not None and not self.article and self.number is None
        return (span.has("colour") or span.has("material")) and alone and not span.get("family").plural

    def _belongs(self, span: Span, at: int) -> bool:
        word = span.get("part").value
        if self.current is not None and not self._describes_what_follows(at):
            return lookahead.knows(self.current.family, word)
        ahead = lookahead.next_thing(self.spans, at)
        if ahead is None and self.current is None:
            ahead = next((other for other in self.spans if other.has("family") and other is not span), None)
        if ahead is None or (span.has("family") and span.get("family").value[0] == ahead.get("family").value[0]):
            return False  # "stairs with ten steps": the first is the thing
        if span.has("family") and self.current is None and lookahead.stands_by(self.spans, at):
            return False  # "candles around a cake" are no candles on it
        return lookahead.knows(ahead.get("family").value[0], word)

    def _purpose(self, at: int) -> int:
        """How many spans "for rolling dice" takes after a thing, which serves that and no more; 0 where it is none."""
        if self.spans[at].text.lower() != "for" or self.current is None:
            return 0
        for number in range(at + 1, len(self.spans)):
            other = self.spans[number]
            if other.has("family") and not (other.has("colour") or other.has("material")):
                if other.has("part") and lookahead.knows(self.current.family, other.get("part").value):
                    return 0
                self._flush(hard=False)
                self._serves(self.current, at, number)
                return number + 1 - at
            passed = any(other.has(kind) for kind in (*lookahead.LOOKS, "determiner"))
            if not passed and other.kind not in ("unknown", "number"):
                break
        following = self._after(at)
        looks = following is not None and (following.has("colour") or following.has("material"))
        if following is None or not looks or lookahead.noun_follows(self.spans, at + 1):
            return 0
        following.fate, self.spans[at].fate = "ignored", "grammar"  # "a cup for coffee"
        return 2

    def _serves(self, thing: Draft, first: int, last: int) -> None:
        """What a thing is for is ignored, but for a designation: a "nut for an M8 bolt"."""
        for number in range(first, last + 1):
            span, before = self.spans[number], self.spans[number - 1]
            span.fate = "grammar" if span.has("determiner") or span.has("fill") else "ignored"
            if span.kind == "number" and span.joined and before.kind == "unknown" and len(before.text) == 1:
                before.fate = "specification"
                span.text = before.text.upper() + span.text
                thing.said.designations.append(span)

    def _another(self, at: int) -> int:
        """One span where it is the "one" of "a red chair and a blue one", else 0."""
        span, before = self.spans[at], self.current
        if before is not None and self.scenes.base is None and self.scenes.topic is not None:
            before = self.wish.drafts[self.scenes.topic]  # "a red chair beside a table and a blue one"
        alone = span.text.lower() == "one" and self.article == "a" and bool(self.pending.looks)
        if not alone or before is None or self.negated or lookahead.noun_follows(self.spans, at):
            return 0
        self.current = self.focus = Draft(span, before.family, before.synonym)
        self.wish.drafts.append(self.current)
        self.current.said.take(self.pending)
        self.scenes.thing(self.current, before)
        span.fate = "specification"
        self._end_phrase()
        return 1

    def _describes_what_follows(self, at: int) -> bool:
        """Whether the part stands before its thing although another was named: "a chair and a red-roofed house"."""
        span = self.spans[at]
        following = self._after(at)
        if self.signs:
            return following is not None and following.text in ("的", "の", "がある", "がついた", "付きの", "つきの")
        participle = span.text.lower().endswith("ed") and span.get("part").plural
        return participle and lookahead.noun_follows(self.spans, at)

    def _family(self, span: Span, at: int) -> None:
        following = self._after(at)
        if following is not None and lookahead.is_head(span, following, self.language):
            span.fate = "ignored"
            self.pending.unknown.append(span)
            return
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
        self._ellipses(span)
        thing = self._named(span)
        before, self.current = self.current, thing
        self.scenes.thing(thing, before)
        self.focus = thing
        self._end_phrase()

    def _named(self, span: Span) -> Draft:
        """The draft of a thing that was named, a new one or the same again."""
        meaning = span.get("family")
        name, synonym = meaning.value
        thing = self._known_object(name, span)
        if thing is None:
            thing = Draft(span, name, synonym, plural=meaning.plural)
            self.wish.drafts.append(thing)
        span.fate = "specification"
        if self.number is not None and not meaning.plural and lookahead.names_its_parts(span):
            mention = Mention(span, span.get("part").value, plural=True, number=self.number)  # "seven stairs"
            thing.mentions.append(mention)
        elif self.number is not None:
            thing.number = self.number
        self.possessed = self.mentions[-1] if self.mentions and not self.mentions[-1].negated else None
        thing.mentions.extend(self.mentions)
        self.mentions = []
        thing.said.take(self.pending)
        return thing

    def _ellipses(self, span: Span) -> None:
        """Things whose noun comes later: "a small, a medium and a large box"."""
        name, synonym = span.get("family").value
        for said in self.elided:
            self.wish.drafts.append(Draft(span, name, synonym, said=said))
        self.elided = []

    def _known_object(self, name: str, span: Span) -> Draft | None:
        if self.article != "the":
            return None
        found = [draft for draft in self.wish.drafts if draft.family == name and draft.span is not span]
        return found[-1] if found else None

    def _part(self, span: Span) -> None:
        at = self.spans.index(span)
        if self.current is None and not self._belongs(span, at) and any(s.has("family") for s in self.spans[at + 1 :]):
            # The part of another thing only describes here: a hand carved owl.
            span.fate = "ignored"
            self.pending.unknown.append(span)
            return
        meaning = span.get("part")
        for said in self.elided:
            self.pending.share(said)
        self.elided = []
        mention = Mention(span, meaning.value, meaning.plural, self.number, self.article == "a", self.negated)
        mention.excepted = self.excepted
        mention.said.take(self.pending)
        self.scenes.part()
        owner = self._owner(meaning.value, self.spans.index(span))
        if owner is not None:
            owner.mentions.append(mention)
        else:
            self.mentions.append(mention)
        self.focus = mention
        self._end_phrase(keep_negation=self.negated, keep_exception=self.excepted)

    def _owner(self, word: str, at: int) -> Draft | None:
        if self.current is None:
            self._thing_of_part(self.spans[at])
        if self.current is None or self._describes_what_follows(at):
            return None
        if lookahead.knows(self.current.family, word):
            return self.current
        others = [draft for draft in reversed(self.wish.drafts) if lookahead.knows(draft.family, word)]
        return others[0] if others else self.current

    def _thing_of_part(self, span: Span) -> None:
        """A "table top" with no table anywhere else is a table, and its top is spoken of."""
        named = lookahead.thing_in(span.text)
        if named is not None and not any(other.has("family") for other in self.spans):
            self.current = Draft(span, *named)
            self.wish.drafts.append(self.current)

    def _lacking(self, span: Span) -> None:
        mention = Mention(span, span.get("lacking").value, plural=True, negated=True)
        (self.current.mentions if self.current is not None and not self.open else self.mentions).append(mention)

    def _unknown(self, span: Span, at: int) -> None:
        span.fate = "ignored"
        if lookahead.ends_its_phrase(self.spans, at) and not looks_adjectival(span.text.lower()):
            self.wish.unknown_heads.append(span)
            self._unknown_thing(span)
        self.pending.unknown.append(span)

    def _unknown_thing(self, span: Span) -> None:
        """A thing no family is: what it stands on or holds is not what was wanted first."""
        following = self._after(self.spans.index(span))
        leads = following is not None and any(following.has(kind) for kind in ("relation", "of", "with"))
        for_noun = following is not None and following.text.lower() == "for"
        if (
            self.current is None
            and (leads or for_noun)
            and (self.open or self.article or span is self._first_content())
            and self.language == "en"
        ):
            self.blocked = True
            self._drop_pending()

    def _first_content(self) -> Span | None:
        return next((s for s in self.spans if s.kind == "unknown" or s.has("family") or s.has("part")), None)
