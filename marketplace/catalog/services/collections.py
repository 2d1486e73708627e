"""Collections: what people keep together, in their order, for all, for who has the link, or for themselves."""

from collections.abc import Sequence

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils import timezone

from accounts.models import User
from marketplace.catalog.models import Collection, CollectionItem
from marketplace.catalog.selectors.collections import SAVED
from marketplace.catalog.selectors.visibility import listing_seen_by
from nexus.foundation import outbox
from nexus.foundation.errors import Conflict, Invalid, NotAllowed, NotFound
from nexus.foundation.texts import checked

NAME_MOST = 80
COLLECTIONS_MOST = 200
MODELS_MOST = 1000
MISSING = "There is no such collection, or it is private."


def make_collection(*, by: User, name: str, visibility: str = Collection.Visibility.PUBLIC) -> Collection:
    """A new one, empty. Raises Invalid for its name, Conflict where one has too many."""
    name = _name(name)
    if Collection.objects.filter(owner=by).count() >= COLLECTIONS_MOST:
        raise Conflict(f"You have {COLLECTIONS_MOST} collections; that is the most.")
    return Collection.objects.create(owner=by, name=name, visibility=visibility)


def _name(name: str) -> str:
    return checked(name, field="name", most=NAME_MOST, empty="Give the collection a name.").strip()


def _own(collection_id: int, by: User) -> Collection:
    """The row under lock, for its owner. Needs a transaction."""
    found = Collection.objects.select_for_update(no_key=True).filter(pk=collection_id).first()
    if found is None or (found.owner_id != by.pk and found.visibility == Collection.Visibility.PRIVATE):
        raise NotFound(MISSING)
    if found.owner_id != by.pk:
        raise NotAllowed("Only its owner may change this collection.")
    return found


@transaction.atomic
def change_collection(
    collection_id: int,
    *,
    by: User,
    name: str | None = None,
    visibility: str | None = None,
    cover: int | None = None,
    order: Sequence[int] | None = None,
) -> Collection:
    """Change what is named. `cover` is a model in it; `order` names models in it, which come first in that order."""
    row = _own(collection_id, by)
    if name is not None:
        row.name = _name(name)
    if visibility is not None:
        row.visibility = visibility
    if cover is not None:
        if not row.items.filter(listing=cover).exists():
            sentence = "The cover is a model that is in the collection."
            raise Invalid(sentence, fields={"cover": [sentence]})
        row.cover_id = cover
    if order is not None:
        _reorder(row, order)
    row.updated_at = timezone.now()
    row.save(update_fields=["name", "visibility", "cover", "updated_at"])
    return row


def _reorder(row: Collection, order: Sequence[int]) -> None:
    items = {item.listing_id: item for item in row.items.order_by("position", "pk")}
    if unknown := [listing for listing in order if listing not in items]:
        sentence = f"Model {unknown[0]} is not in the collection."
        raise Invalid(sentence, fields={"models": [sentence]})
    wanted = dict.fromkeys([*order, *items])
    for place, listing in enumerate(wanted):
        items[listing].position = place
    CollectionItem.objects.bulk_update(items.values(), ["position"], batch_size=500)


@transaction.atomic
def move(collection_id: int, listing_id: int, *, by: User, earlier: bool) -> None:
    """One place earlier or later; at an end nothing changes."""
    row = _own(collection_id, by)
    order = list(row.items.order_by("position", "pk").values_list("listing_id", flat=True))
    if listing_id not in order:
        raise NotFound("This model is not in the collection.")
    place = order.index(listing_id)
    other = place - 1 if earlier else place + 1
    if 0 <= other < len(order):
        order[place], order[other] = order[other], order[place]
        _reorder(row, order)


@transaction.atomic
def delete_collection(collection_id: int, *, by: User) -> None:
    row = _own(collection_id, by)
    if row.is_default:
        raise Conflict("What you save is kept here, so this collection stays; empty it instead.")
    row.delete()


@transaction.atomic
def add_model(collection_id: int, listing_id: int, *, by: User) -> Collection:
    """Put a model one may see at the end; a second time changes nothing."""
    return _add(_own(collection_id, by), listing_seen_by(by, listing_id).pk)


def _add(row: Collection, listing_id: int) -> Collection:
    if row.items.filter(listing=listing_id).exists():
        return row
    if row.items.count() >= MODELS_MOST:
        raise Conflict(f"This collection holds {MODELS_MOST:,} models; that is the most.")
    last = row.items.aggregate(last=Max("position"))["last"]
    CollectionItem.objects.create(collection=row, listing_id=listing_id, position=0 if last is None else last + 1)
    _touched(row)
    if row.visibility != Collection.Visibility.PRIVATE:
        outbox.send("collection.grew", collection=row.pk, listing=listing_id)
    return row


@transaction.atomic
def remove_model(collection_id: int, listing_id: int, *, by: User) -> Collection:
    """Take it out; what is not in it changes nothing."""
    row = _own(collection_id, by)
    if row.items.filter(listing=listing_id).delete()[0]:
        if row.cover_id == listing_id:
            row.cover = None
        _touched(row)
    return row


def _touched(row: Collection) -> None:
    row.updated_at = timezone.now()
    row.save(update_fields=["updated_at", "cover"])


@transaction.atomic
def save(listing_id: int, *, by: User) -> None:
    """Keep a model in the collection that every person has for this, made when it is first needed."""
    wanted = listing_seen_by(by, listing_id).pk
    _add(_saved(by), wanted)


@transaction.atomic
def unsave(listing_id: int, *, by: User) -> None:
    row = Collection.objects.filter(owner=by, is_default=True).first()
    if row is not None:
        remove_model(row.pk, listing_id, by=by)


def _saved(by: User) -> Collection:
    mine = Collection.objects.select_for_update(no_key=True).filter(owner=by, is_default=True)
    found = mine.first()
    if found is not None:
        return found
    try:
        with transaction.atomic():
            return Collection.objects.create(
                owner=by, name=SAVED, visibility=Collection.Visibility.PRIVATE, is_default=True
            )
    except IntegrityError:  # the same press at the same moment
        return mine.get()
