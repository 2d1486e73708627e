"""What the shop window shows, and what staff see of its drafts and older versions."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.db.models import QuerySet
from django.utils.translation import get_language

from accounts import rights
from accounts.models import User
from accounts.roles import KEEP_WINDOW
from marketplace.catalog.models import Listing
from marketplace.catalog.presenting import Cut, home_cut
from marketplace.catalog.selectors import Card, kinds_on_show, public_listings
from marketplace.catalog.selectors.cards import cards, newest_cards
from marketplace.catalog.selectors.home import Kind, things_for_the_shelf
from marketplace.catalog.shelf import Shelf, shelf
from marketplace.homepage import blocks as schema
from marketplace.homepage.models import HomepageDraft, HomepageVersion, PageText, SliderItem, Testimonial
from marketplace.homepage.wording import UPLOAD, filled
from marketplace.tutorials.selectors import TutorialCard
from marketplace.tutorials.selectors import newest as newest_tutorials
from nexus.foundation import languages
from nexus.foundation.errors import NotFound

FEATURED_KEY, FEATURED_SECONDS = "homepage:featured", 60


@dataclass(frozen=True)
class Version:
    """A published home page; number 1 is the one that the software brings."""

    number: int
    blocks: list[schema.Block]
    made_at: datetime | None = None
    made_by: str = ""
    restored_from: int | None = None


@dataclass(frozen=True)
class Quote:
    author: str
    company: str
    text: str
    rating: int
    verified: bool


@dataclass(frozen=True)
class ShownBlock:
    """A block with everything that its template draws."""

    type: str
    title: str = ""
    text: str = ""
    label: str = ""
    url: str = ""
    is_own: bool = False
    cards: tuple[Card, ...] = ()
    kinds: tuple[Kind, ...] = ()
    quotes: tuple[Quote, ...] = ()
    tutorials: tuple[TutorialCard, ...] = ()
    shelf: Shelf | None = None
    cut: Cut | None = None


AS_DELIVERED = Version(1, [dict(block) for block in schema.DEFAULT])


def current() -> Version:
    """The home page of now."""
    row = HomepageVersion.objects.order_by("-number").first()
    return _version(row) if row else AS_DELIVERED


def version_seen_by(staff: User, number: int) -> Version:
    rights.staff_with(staff, KEEP_WINDOW)
    if number == AS_DELIVERED.number:
        return AS_DELIVERED
    row = HomepageVersion.objects.select_related("made_by").filter(number=number).first()
    if row is None:
        raise NotFound("There is no version of this number.")
    return _version(row, by=row.made_by.name)


def history(staff: User, *, most: int = 50) -> list[Version]:
    """The versions, the newest first."""
    rights.staff_with(staff, KEEP_WINDOW)
    rows = HomepageVersion.objects.select_related("made_by").order_by("-number")[:most]
    return [*(_version(row, by=row.made_by.name) for row in rows), AS_DELIVERED]


def draft(staff: User) -> HomepageDraft | None:
    rights.staff_with(staff, KEEP_WINDOW)
    return HomepageDraft.objects.select_related("changed_by").first()


def _version(row: HomepageVersion, *, by: str = "") -> Version:
    return Version(row.number, row.blocks, row.made_at, by, row.restored_from)


def unknown_models(blocks: Sequence[schema.Block]) -> list[int]:
    """Models that the blocks name and nobody may see, in their order."""
    named = [number for block in blocks for number in block.get("model_ids", ())]
    named += [block["model_id"] for block in blocks if block.get("model_id")]
    on_show = set(public_listings().filter(pk__in=named).values_list("pk", flat=True)) if named else set()
    return [number for number in dict.fromkeys(named) if number not in on_show]


def featured_ids() -> frozenset[int]:
    """The models that staff put into the shop window by hand: the slider's, and those the home page's blocks name."""
    known: frozenset[int] | None = cache.get(FEATURED_KEY)
    if known is None:
        blocks = current().blocks
        named = {number for block in blocks for number in block.get("model_ids", ())}
        named |= {block["model_id"] for block in blocks if block.get("model_id")}
        known = frozenset(named | set(slider_ids()))
        cache.set(FEATURED_KEY, known, FEATURED_SECONDS)
    return known


def slider_ids() -> list[int]:
    """The slider's models in order, as staff set them."""
    return list(SliderItem.objects.order_by("position").values_list("listing_id", flat=True))


def _calm() -> QuerySet[Listing]:
    """What the shop window may show: public, and not sensitive by now."""
    return public_listings().filter(sensitive=False)


def slider_cards() -> tuple[Card, ...]:
    """Those of the slider that are on show, in order; one that was marked sensitive later stays off."""
    chosen = _calm().filter(pk__in=SliderItem.objects.values("listing_id"))
    found = cards(chosen.order_by("pk"), most=24)
    places = {pk: place for place, pk in enumerate(slider_ids())} if found else {}
    return tuple(sorted(found, key=lambda card: places.get(card.id, 0)))


def cards_of(ids: Sequence[int]) -> tuple[Card, ...]:
    """Public models as cards, in the order of their numbers here; sensitive ones stay off the shop window."""
    if not ids:
        return ()
    found = cards(_calm().filter(pk__in=ids).order_by("pk"), most=len(ids))
    places = {pk: place for place, pk in enumerate(ids)}
    return tuple(sorted(found, key=lambda card: places[card.id]))


def published_testimonials() -> QuerySet[Testimonial]:
    return Testimonial.objects.filter(published=True)


def testimonials_kept_by(staff: User) -> QuerySet[Testimonial]:
    rights.staff_with(staff, KEEP_WINDOW)
    return Testimonial.objects.order_by("-featured", "-id")


def testimonial_kept_by(staff: User, testimonial_id: int) -> Testimonial:
    found = testimonials_kept_by(staff).filter(pk=testimonial_id).first()
    if found is None:
        raise NotFound("There is no such testimonial.")
    return found


def quotes(*, most: int) -> tuple[Quote, ...]:
    rows = published_testimonials().order_by("-featured", "-id")[:most]
    return tuple(Quote(row.author, row.company, row.text, row.rating, row.verified) for row in rows)


def page_text(page: str) -> PageText | None:
    """Staff's words for a page in the reader's language; where there are only English ones, those."""
    found = {row.language: row for row in PageText.objects.filter(page=page)}
    return found.get(get_language() or "", found.get(settings.LANGUAGE_CODE))


def page_texts_kept_by(staff: User) -> dict[tuple[str, str], PageText]:
    rights.staff_with(staff, KEEP_WINDOW)
    return {(row.page, row.language): row for row in PageText.objects.select_related("changed_by").order_by("id")}


def page_text_kept_by(staff: User, page: str, language: str) -> PageText | None:
    """The row where staff wrote one; NotFound for a page or a language that the site does not have."""
    rights.staff_with(staff, KEEP_WINDOW)
    if page not in PageText.Page.values or not languages.is_known(language):
        raise NotFound("There is no such page.")
    return PageText.objects.filter(page=page, language=language).first()


def shown(blocks: Sequence[schema.Block]) -> tuple[ShownBlock, ...]:
    """The blocks as the page draws them; one that would be empty is left out."""
    drawn = _Drawing()
    return tuple(block for block in map(drawn.block, blocks) if block is not None)


class _Drawing:
    """Asks for everything once, whichever blocks want it."""

    def __init__(self) -> None:
        self.kinds = kinds_on_show()
        self.models = sum(kind.count for kind in self.kinds)

    def block(self, block: schema.Block) -> ShownBlock | None:
        words = filled(block, models=self.models)
        begun = ShownBlock(
            type=block["type"],
            title=words.get("title", ""),
            text=words.get("text", ""),
            label=words.get("label") or words.get("cta_label") or "",
            url=words.get("url") or words.get("cta_url") or "",
            is_own=not block.get("title"),
        )
        made: ShownBlock | None = getattr(self, f"_{block['type']}")(begun, block)
        return made

    def _hero(self, begun: ShownBlock, block: schema.Block) -> ShownBlock:
        return replace(begun, cards=cards_of([block["model_id"]] if block.get("model_id") else []))

    def _slider(self, begun: ShownBlock, _block: schema.Block) -> ShownBlock | None:
        """What staff chose; where they chose nothing, the newest models side by side, true in size."""
        chosen = slider_cards()
        standing = None if chosen else shelf(things_for_the_shelf())
        return replace(begun, cards=chosen, shelf=standing) if chosen or standing else None

    def _featured(self, begun: ShownBlock, block: schema.Block) -> ShownBlock | None:
        found = cards_of(block["model_ids"])
        return replace(begun, cards=found) if found else None

    def _trending(self, begun: ShownBlock, block: schema.Block) -> ShownBlock | None:
        wanted = _calm().filter(search_doc__trending__gt=0)
        found = cards(wanted.order_by("-search_doc__trending", "-search_doc__listing_id"), most=block["count"])
        return replace(begun, cards=found) if found else None

    def _newest(self, begun: ShownBlock, block: schema.Block) -> ShownBlock:
        on_show = _calm().filter(search_doc__isnull=False)
        return replace(begun, cards=newest_cards(on_show, most=block["count"]))

    def _categories(self, begun: ShownBlock, block: schema.Block) -> ShownBlock | None:
        return replace(begun, kinds=self.kinds[: block["count"]]) if self.kinds else None

    def _testimonials(self, begun: ShownBlock, block: schema.Block) -> ShownBlock | None:
        found = quotes(most=block["count"])
        return replace(begun, quotes=found) if found else None

    def _tutorials(self, begun: ShownBlock, block: schema.Block) -> ShownBlock | None:
        found = newest_tutorials(most=block["count"])
        return replace(begun, tutorials=found) if found else None

    def _call_to_action(self, begun: ShownBlock, block: schema.Block) -> ShownBlock:
        return replace(begun, cut=home_cut() if block["url"] == UPLOAD else None)


def for_programs(version: Version) -> dict[str, Any]:
    """Number and blocks with all their words, as contracts show them."""
    models = sum(kind.count for kind in kinds_on_show())
    return {"version": version.number, "blocks": [filled(block, models=models) for block in version.blocks]}
