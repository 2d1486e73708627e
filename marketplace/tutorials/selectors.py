"""What of the tutorials may be read, and by whom."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.html import format_html

from accounts import rights
from accounts.models import User
from accounts.roles import KEEP_TUTORIALS
from marketplace.catalog.models import Listing
from marketplace.catalog.selectors import Card, public_listings
from marketplace.catalog.selectors.cards import cards
from marketplace.tutorials.models import Tutorial
from nexus.foundation.articles import Part
from nexus.foundation.errors import NotFound
from nexus.foundation.paging import Paged, paged

MISSING = "There is no such tutorial, or it is not published."
EMBEDDED_MOST = 60


@dataclass(frozen=True)
class TutorialCard:
    """A tutorial in a list."""

    id: int
    url: str
    title: str
    summary: str
    level: str
    published_at: datetime | None
    views: int


@dataclass(frozen=True)
class ShownPart:
    """A piece of a tutorial's page: safe HTML, or cards of models on show."""

    html: str = ""
    cards: tuple[Card, ...] = ()
    missing: bool = False


def published_tutorials() -> QuerySet[Tutorial]:
    """What everybody may read."""
    return Tutorial.objects.filter(state=Tutorial.State.PUBLISHED)


def tutorials_visible_to(viewer: object) -> QuerySet[Tutorial]:
    """The published ones; for who keeps them all."""
    return Tutorial.objects.all() if rights.is_staff_with(viewer, KEEP_TUTORIALS) else published_tutorials()


def tutorial_seen_by(viewer: object, slug: str) -> Tutorial:
    found = tutorials_visible_to(viewer).filter(slug=slug).first() if "\x00" not in slug else None
    if found is None:
        raise NotFound(MISSING)
    return found


def published_tutorial(slug: str) -> Tutorial:
    """One that everybody may read."""
    return tutorial_seen_by(None, slug)


def tutorials_kept_by(staff: User) -> QuerySet[Tutorial]:
    """All, the newest first, for the console."""
    rights.staff_with(staff, KEEP_TUTORIALS)
    return Tutorial.objects.select_related("author").order_by("-id")


def tutorial_kept_by(staff: User, tutorial_id: int) -> Tutorial:
    found = tutorials_kept_by(staff).filter(pk=tutorial_id).first()
    if found is None:
        raise NotFound("There is no such tutorial.")
    return found


def newest(*, most: int) -> tuple[TutorialCard, ...]:
    """Published ones as cards, the newest first."""
    rows = published_tutorials().defer("text", "parts").order_by("-published_at", "-id")
    return tuple(card_of(row) for row in rows[:most])


def page_of(number: int, *, size: int, level: str = "") -> Paged[TutorialCard]:
    """The published ones of a level, newest first. NotFound for a page that the list does not have."""
    rows = published_tutorials().filter(level=level) if level else published_tutorials()
    ordered = rows.defer("text", "parts").order_by("-published_at", "-id")
    return paged(ordered, number, size=size, shown=lambda found: map(card_of, found))


def card_of(row: Tutorial) -> TutorialCard:
    return TutorialCard(
        id=row.pk,
        url=reverse("tutorial", args=[row.slug]),
        title=row.title,
        summary=row.summary,
        level=row.level,
        published_at=row.published_at,
        views=row.views,
    )


def shown_parts(parts: list[Part]) -> tuple[ShownPart, ...]:
    """The parts with their models as cards; one query for all. A model that is not on show is said to be missing."""
    wanted = [number for part in parts for number in part.get("models", [])][:EMBEDDED_MOST]
    known = embedded_cards(wanted)
    shown = []
    for part in parts:
        if "models" in part:
            found = tuple(known[number] for number in part["models"] if number in known)
            shown.append(ShownPart(cards=found, missing=not found))
        else:
            shown.append(ShownPart(html=part["html"]))
    return tuple(shown)


def embedded_cards(ids: list[int]) -> dict[int, Card]:
    """Public models by number."""
    listings: QuerySet[Listing] = public_listings().filter(pk__in=ids, sensitive=False)
    return {card.id: card for card in cards(listings.order_by("pk"), most=EMBEDDED_MOST)} if ids else {}


def html_of(row: Tutorial, *, site_url: str, names: dict[int, Card]) -> str:
    """The whole text as HTML for readers without our cards: models are links."""
    pieces: list[str] = []
    for part in row.parts:
        if "models" in part:
            pieces += [_link(names[number], site_url) for number in part["models"] if number in names]
        else:
            pieces.append(part["html"])
    return "".join(pieces)


def _link(card: Card, site_url: str) -> str:
    return format_html('<p><a href="{}{}">{}</a></p>', site_url, card.url, card.name)
