"""Following creators, tags and collections: once each; whoever follows hears of what is new there."""

from django.db import IntegrityError, transaction

from accounts.models import User
from accounts.selectors import person_visible
from marketplace.catalog.models import Collection, Follow, Listing, Tag
from marketplace.catalog.selectors.collections import collection_seen_by
from nexus.foundation import limits, outbox
from nexus.foundation.errors import Conflict, NotFound

WRITING = limits.Limit("follows", 200, 3600)


def follow_creator(username: str, *, by: User) -> User:
    """Follow a person; following twice counts once. Raises NotFound, Conflict for oneself, TooMany."""
    creator = person_visible(username)
    if creator.pk == by.pk:
        raise Conflict("You cannot follow yourself.", code="own_account")
    with transaction.atomic():
        if _begin(by, creator=creator):
            outbox.send("creator.followed", creator=creator.pk, follower=by.pk)
    return creator


def unfollow_creator(username: str, *, by: User) -> User:
    creator = person_visible(username)
    Follow.objects.filter(follower=by, creator=creator).delete()
    return creator


def follow_tag(name: str, *, by: User) -> Tag:
    tag = _tag(name)
    _begin(by, tag=tag)
    return tag


def unfollow_tag(name: str, *, by: User) -> Tag:
    tag = _tag(name)
    Follow.objects.filter(follower=by, tag=tag).delete()
    return tag


def _tag(name: str) -> Tag:
    tag = Tag.objects.filter(name__iexact=name).first() if "\x00" not in name else None
    if tag is None:
        raise NotFound("There is no such tag.")
    return tag


def follow_collection(collection_id: int, *, by: User) -> Collection:
    collection = collection_seen_by(by, collection_id)
    if collection.owner_id == by.pk:
        raise Conflict("This collection is your own.", code="own_collection")
    _begin(by, collection=collection)
    return collection


def unfollow_collection(collection_id: int, *, by: User) -> None:
    Follow.objects.filter(follower=by, collection=collection_id).delete()


def _begin(by: User, **what: User | Tag | Collection) -> bool:
    """Whether it is new; the database refuses a second one."""
    limits.take(WRITING, str(by.pk))
    try:
        with transaction.atomic():
            Follow.objects.create(follower=by, **what)
    except IntegrityError:
        return False
    return True


def followers_of(listing: Listing) -> list[int]:
    """Who follows its creator or one of its tags, each once, without the creator."""
    rows = Follow.objects.filter(creator=listing.seller_id).values_list("follower_id", flat=True)
    tagged = Follow.objects.filter(tag__listings=listing).values_list("follower_id", flat=True)
    return sorted({*rows, *tagged} - {listing.seller_id})
