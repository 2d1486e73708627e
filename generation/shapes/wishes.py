"""What a prompt asks for, before values are found: objects, parts that were spoken of, relations."""

from __future__ import annotations

from dataclasses import dataclass, field

from generation.shapes.spans import Span


@dataclass
class Measure:
    """A length with the dimension it was given for; "" where none was named, "product" for 40 x 30 x 20.

    The dimension "angle" has degrees, and "ratio" a factor between the two dimensions of `between`.
    """

    span: Span
    dimension: str = ""
    named: Span | None = None
    between: tuple[str, str] = ("", "")


@dataclass
class Said:
    """What was said of one thing, in order."""

    looks: list[Span] = field(default_factory=list)
    refused: list[Span] = field(default_factory=list)
    measures: list[Measure] = field(default_factory=list)
    designations: list[Span] = field(default_factory=list)
    unknown: list[Span] = field(default_factory=list)

    def empty(self) -> bool:
        """Whether nothing was said."""
        return not (self.looks or self.refused or self.measures or self.unknown or self.designations)

    def hues(self) -> list[Span]:
        """The colours that were said, apart from each other."""
        return [span for span in self.looks if span.has("colour") and not span.has("choice")]

    def take(self, other: Said) -> None:
        """Take over what was said elsewhere, and leave nothing there."""
        self.share(other)
        for name in ("looks", "refused", "measures", "designations", "unknown"):
            getattr(other, name).clear()

    def share(self, other: Said) -> None:
        """Take over what was said elsewhere, and leave it there as well."""
        for name in ("looks", "refused", "measures", "designations", "unknown"):
            getattr(self, name).extend(getattr(other, name))


@dataclass
class Mention:
    """A part that was spoken of: its word, how many, its looks, that it is not wanted, or only not like the rest.

    `colourful` ones are of another colour each.
    """

    span: Span
    word: str
    plural: bool
    number: Span | None = None
    article: bool = False
    negated: bool = False
    excepted: bool = False
    colourful: bool = False
    said: Said = field(default_factory=Said)


@dataclass
class Draft:
    """An object that was asked for.

    In a `series` every copy is so many times the one before along an axis, or of another colour; `variants` is what was
    said of each copy ("one red and one blue").
    """

    span: Span
    family: str
    synonym: str
    number: Span | None = None
    plural: bool = False
    series: tuple[str, float] | None = None
    variants: list[Said] = field(default_factory=list)
    said: Said = field(default_factory=Said)
    mentions: list[Mention] = field(default_factory=list)


@dataclass
class Tie:
    """A relation between drafts, by their numbers.

    A loose one ("with") gives way to one that is named; `each` puts one subject by every landmark, `sides` some on both
    sides of one; `gap` is the distance in millimetres that was asked for.
    """

    relation: str
    subject: int
    landmarks: list[int]
    span: Span
    loose: bool = False
    each: bool = False
    sides: bool = False
    gap: float | None = None


@dataclass
class Wish:
    """Everything a prompt asked for; `unknown_heads` are things it asked for that no family is."""

    drafts: list[Draft] = field(default_factory=list)
    ties: list[Tie] = field(default_factory=list)
    unplaced: list[Mention] = field(default_factory=list)
    general: Said = field(default_factory=Said)
    unknown_heads: list[Span] = field(default_factory=list)
    refused_things: list[Span] = field(default_factory=list)
