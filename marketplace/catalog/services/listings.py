"""A creator's acts on a listing: draft, change, submit, archive, bring back, delete."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, TypedDict, Unpack

from django.db import transaction
from django.db.models import ProtectedError
from django.utils import timezone
from django.utils.text import slugify

from accounts.models import User
from accounts.selectors import is_email_confirmed
from marketplace.catalog import print_settings, states
from marketplace.catalog.models import Category, Listing, Tag
from marketplace.catalog.selectors.readiness import missing_for_submit
from marketplace.catalog.services import contents, marks, origins, search_index
from marketplace.catalog.services.locks import listing_for_change, own_listing_for_change
from marketplace.catalog.services.offers import Price, set_offers
from marketplace.catalog.text_twin import text_twin
from nexus.foundation import audit, markdown, outbox, texts
from nexus.foundation.errors import Conflict, Invalid, NotAllowed
from nexus.foundation.storage import files

NAME_MOST = 120
DESCRIPTION_MOST = 20_000
TAGS_MOST = 12
TAG_MOST = 40
REASON_MOST = 500
REPRICED = "listing.reprice"


class Words(TypedDict, total=False):
    """What may be said of a listing beside its name."""

    description: str
    category: str
    tags: Sequence[str]
    subcategory: str
    offers: Sequence[Price | tuple[str, int]]
    origin: str
    remix_of: Sequence[int]
    print_settings: Mapping[str, Any] | None
    ai_generated: bool
    sensitive: bool
    training_allowed: bool
    unit_confirmed: bool


class Changes(Words, total=False):
    """What may be changed of a listing; what is left out stays as it is."""

    name: str


@transaction.atomic
def create_draft(*, by: User, name: str, **words: Unpack[Words]) -> Listing:
    """A draft that only its creator sees. Raises Invalid with the field that is wrong."""
    listing = Listing(seller=by, name=_checked_name(name))
    listing.slug = _slug(listing.name)
    listing.save()
    if words:
        _apply(listing, {"name": name, **words})
    return listing


@transaction.atomic
def update_listing(listing_id: int, *, by: User, reason: str = "", **changes: Unpack[Changes]) -> Listing:
    """Change what is named. On show, a change is public at once; orders keep the price they were made at.

    Staff may change somebody else's prices with a `reason` only, which its creator is told; Invalid without one.
    """
    listing = listing_for_change(listing_id, by=by)
    before = _prices(listing)
    _apply(listing, changes)
    if listing.seller_id != by.pk:
        audit.note("listing.change", actor_id=by.pk, target=f"listing:{listing.pk}", fields=sorted(changes))
        if (after := _prices(listing)) != before:
            _note_prices(listing, before, after, by=by, reason=reason)
    if listing.state == Listing.State.APPROVED:
        _show(listing)
    return listing


@transaction.atomic
def submit(listing_id: int, *, by: User, vouches_for_size: bool = False) -> Listing:
    """Hand a draft or a rejected listing to review. Raises Conflict (`illegal_move`, `incomplete`) or NotAllowed.

    `vouches_for_size`: who submits says with it that the size is right, where the format does not say its unit.
    """
    listing = own_listing_for_change(listing_id, by=by)
    if listing.audience == Listing.Audience.VERSION:
        raise Conflict("This is a new version of a model; submit it from that model's page.", code="is_version")
    if vouches_for_size and listing.unit_confirmed_at is None and listing.facts:
        listing.unit_confirmed_at = timezone.now()
        listing.save(update_fields=["unit_confirmed_at"])
    hand_in(listing, by=by)
    return listing


def hand_in(listing: Listing, *, by: User) -> None:
    """Move a locked listing of one's own into review: the end of `submit`, also for what carries a version."""
    if not is_email_confirmed(by):
        raise NotAllowed(
            "Confirm your e-mail address before you submit; the link is in your mail.", code="email_unconfirmed"
        )
    states.check_move(listing.state, Listing.State.PENDING)
    lacks = missing_for_submit(listing)
    if lacks:
        raise Conflict(
            f"This model is not complete yet. It lacks: {' '.join(lacks)}", code="incomplete", suggestions=lacks
        )
    listing.state = Listing.State.PENDING
    listing.submitted_at = timezone.now()
    listing.save(update_fields=["state", "submitted_at", "updated_at"])


@transaction.atomic
def archive(listing_id: int, *, by: User) -> Listing:
    """Take a listing off the shop; who holds it keeps it."""
    return _move(listing_id, by=by, to=Listing.State.ARCHIVED)


@transaction.atomic
def unarchive(listing_id: int, *, by: User) -> Listing:
    listing = own_listing_for_change(listing_id, by=by)
    if listing.state != Listing.State.ARCHIVED:
        raise Conflict(
            f"This model is {listing.state}; only an archived model can be brought back.", code="illegal_move"
        )
    return _move(listing_id, by=by, to=Listing.State.APPROVED)


@transaction.atomic
def delete_listing(listing_id: int, *, by: User) -> None:
    """Remove a listing with its files. One that was ever sold or claimed is refused: archive it instead."""
    listing = listing_for_change(listing_id, by=by)
    name = listing.name
    remove(listing)
    if listing.seller_id != by.pk:
        audit.note("listing.delete", actor_id=by.pk, target=f"listing:{listing_id}", name=name)


@transaction.atomic
def remove(listing: Listing) -> None:
    """The same without asking who wants it: for whoever held the right, such as a person who leaves."""
    stored = contents.stored_of(listing)
    carriers = [row.carrier for row in listing.versions.select_related("carrier") if row.carrier]
    for carrier in carriers:
        stored += contents.stored_of(carrier)
    try:
        with transaction.atomic():
            listing.versions.all().delete()
            listing.delete()
            for carrier in carriers:
                carrier.delete()
    except ProtectedError:
        raise Conflict(
            "This model was sold or claimed, so its holders keep it. Archive it to take it off the shop.",
            code="has_holders",
        ) from None
    for file in {file.pk: file for file in stored}.values():
        files.drop(file)


def _move(listing_id: int, *, by: User, to: Listing.State) -> Listing:
    listing = own_listing_for_change(listing_id, by=by)
    states.check_move(listing.state, to)
    listing.state = to
    listing.save(update_fields=["state", "updated_at"])
    _show(listing)
    return listing


def _show(listing: Listing) -> None:
    """Search follows in the same transaction; others follow the fact."""
    search_index.index_listing(listing.pk)
    outbox.send("listing.changed", listing=listing.pk)


def _prices(listing: Listing) -> list[list[Any]]:
    rows = listing.offers.order_by("position").values_list("licence", "price_cents", "compare_at_cents")
    return [list(row) for row in rows]


def _note_prices(listing: Listing, before: list[list[Any]], after: list[list[Any]], *, by: User, reason: str) -> None:
    """What staff made of somebody's prices: why, the old and the new, and a word to the creator."""
    empty = "Say why you change somebody else's price; its creator reads it."
    why = texts.checked(reason, field="reason", most=REASON_MOST, empty=empty).strip()
    audit.note(REPRICED, actor_id=by.pk, target=f"listing:{listing.pk}", reason=why, before=before, after=after)
    outbox.send("listing.repriced", listing=listing.pk)


def _apply(listing: Listing, changes: Changes) -> None:
    if "name" in changes:
        listing.name = _checked_name(changes["name"])
        listing.slug = _slug(listing.name)
        listing.text_twin = text_twin(listing.name, listing.facts, listing.specification)
    if "description" in changes:
        listing.description = _checked_text(changes["description"])
        listing.description_html = markdown.render(listing.description)
    if "category" in changes or changes.get("subcategory"):
        listing.category = _category(changes.get("category", ""), changes.get("subcategory", ""), now=listing.category)
    if "print_settings" in changes:
        listing.print_settings = _checked_settings(changes["print_settings"])
    if "ai_generated" in changes:
        _declare_ai(listing, ai_generated=changes["ai_generated"])
    marks.check_kept(listing, marks.SENSITIVE, wanted=changes.get("sensitive", listing.sensitive))
    listing.sensitive = changes.get("sensitive", listing.sensitive)
    listing.training_allowed = changes.get("training_allowed", listing.training_allowed)
    listing.unit_confirmed_at = _confirmed(listing, wanted=changes.get("unit_confirmed"))
    listing.save()
    if "tags" in changes:
        _set_tags(listing, changes["tags"])
    if "origin" in changes or "remix_of" in changes:
        sources = changes.get("remix_of")
        told = changes.get("origin", Listing.Origin.REMIX if sources else listing.origin)
        origins.set_origin(listing, origin=told, source_ids=sources)
    if "offers" in changes:
        set_offers(listing, changes["offers"])
    if {"offers", "origin", "remix_of"} & changes.keys():
        origins.check_licences(listing)


def _wrong(field: str, sentence: str) -> Invalid:
    return Invalid(sentence, fields={field: [sentence]})


def _checked_name(name: str) -> str:
    if not name.strip():
        raise _wrong("name", "Give the model a name.")
    if len(name) > NAME_MOST:
        raise _wrong("name", f"The name has {len(name)} characters; the most is {NAME_MOST}.")
    if "\x00" in name:
        raise _wrong("name", "The name holds a character that cannot be stored.")
    return name


def _checked_text(text: str) -> str:
    if len(text) > DESCRIPTION_MOST:
        raise _wrong("description", f"The description has {len(text):,} characters; the most is {DESCRIPTION_MOST:,}.")
    if "\x00" in text:
        raise _wrong("description", "The description holds a character that cannot be stored.")
    return text


def _slug(name: str) -> str:
    return slugify(name)[:140].strip("-") or "model"


def _category(word: str, below: str, *, now: Category | None) -> Category | None:
    """The category that was named by slug or name in any case; `below` names one of its own."""
    top = _one_category(word, "category", now=now) if word else None
    if not below:
        return top
    found = _one_category(below, "subcategory", now=now)
    if top is not None and top.pk not in {found.pk, found.parent_id}:
        raise _wrong("subcategory", f"{found.name} is not a part of {top.name}.")
    return found


def _one_category(word: str, field: str, *, now: Category | None) -> Category:
    found = Category.objects.filter(slug__iexact=word).first() or Category.objects.filter(name__iexact=word).first()
    if found is None or not (found.enabled or found == now):
        raise _wrong(field, f"There is no category {word[:60]!r}.")
    return found


def _checked_settings(sent: Mapping[str, Any] | None) -> dict[str, Any] | None:
    kept, wrong = print_settings.checked(sent)
    if wrong:
        raise Invalid(next(iter(wrong.values())), fields={"print_settings": list(wrong.values())})
    return kept


def _declare_ai(listing: Listing, *, ai_generated: bool) -> None:
    if listing.job_id is not None and not ai_generated:
        raise _wrong("ai_generated", "This model was made by a generator, so its AI mark stays.")
    marks.check_kept(listing, marks.AI, wanted=ai_generated)
    listing.ai_generated = ai_generated


def _confirmed(listing: Listing, *, wanted: bool | None) -> datetime | None:
    """The creator's word that the measured size is right; it is about the file that is there now."""
    if wanted is None:
        return listing.unit_confirmed_at
    if wanted and not listing.facts:
        raise _wrong("unit_confirmed", "There is no measured file yet whose size could be right.")
    return (listing.unit_confirmed_at or timezone.now()) if wanted else None


def _set_tags(listing: Listing, tags: Sequence[str]) -> None:
    names = list(dict.fromkeys(filter(None, (_tag(tag) for tag in tags))))
    if len(names) > TAGS_MOST:
        raise _wrong("tags", f"These are {len(names)} tags; the most is {TAGS_MOST}.")
    Tag.objects.bulk_create([Tag(name=name) for name in sorted(names)], ignore_conflicts=True)
    listing.tags.set(Tag.objects.filter(name__in=names))


def _tag(tag: str) -> str:
    name = " ".join(unicodedata.normalize("NFKC", tag).lower().split())
    if len(name) > TAG_MOST:
        raise _wrong("tags", f"The tag “{name[:20]}…” has {len(name)} characters; the most is {TAG_MOST}.")
    if re.search(r"[^\w\s'+.-]", name):
        raise _wrong("tags", f"The tag “{name[:40]}” may hold letters, digits, spaces and hyphens only.")
    return name
