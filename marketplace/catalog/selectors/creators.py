"""A creator's public page: who it is, what is on show, what they keep for others; and whom somebody follows."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, Exists, F, OuterRef, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce
from django.urls import reverse

from accounts import web_links
from accounts.models import User
from accounts.rights import Viewer, person
from marketplace.catalog.models import Follow, Listing
from marketplace.catalog.selectors.cards import COLUMNS, Card, card_of, first_price, with_card_columns
from marketplace.catalog.selectors.collections import CollectionCard, collection_cards, shown_name
from marketplace.catalog.selectors.figures import likes_now
from marketplace.catalog.selectors.visibility import public_listings
from nexus.foundation.errors import NotFound

PAGE = 24
COLLECTIONS = 6
MISSING = "There is nobody of that name here."
SORTS: dict[str, tuple[Any, ...]] = {
    "newest": ("-published_at", "-pk"),
    "popular": ("-holders", "-likes", "-pk"),
    "rating": (F("rating").desc(nulls_last=True), "-rating_count", "-pk"),
    "price": (first_price().asc(nulls_last=True), "-pk"),
    "-price": (first_price().desc(nulls_last=True), "-pk"),
}


@dataclass(frozen=True)
class CreatorPage:
    user_id: int
    username: str
    name: str
    bio: str
    picture: str
    links: tuple[tuple[str, str], ...]  # address, and what is read of it
    is_verified: bool
    level: str
    joined_at: datetime
    models: int
    likes: int
    holders: int
    followers: int
    cards: tuple[Card, ...]
    collections: tuple[CollectionCard, ...]
    sort: str
    number: int
    pages: int
    is_own: bool
    is_followed: bool


def creator_page(viewer: Viewer, username: str, *, sort: str = "newest", number: int = 1) -> CreatorPage:
    """The public face of an active account; NotFound for anybody else, and for a page that is not there."""
    who = person(viewer)
    followers = Follow.objects.filter(creator=OuterRef("pk")).order_by().values("creator")
    rows = User.objects.annotate(
        followers=Coalesce(Subquery(followers.annotate(number=Count("pk")).values("number")), 0),
        is_followed=Exists(Follow.objects.filter(creator=OuterRef("pk"), follower=who)),
    )
    found: Any = None
    if "\x00" not in username:
        found = rows.filter(username__iexact=username, is_active=True).first()
    if found is None:
        raise NotFound(MISSING)
    theirs: QuerySet[Listing] = public_listings().filter(seller=found)
    figures = theirs.annotate(now_liked=likes_now()).aggregate(
        models=Count("pk"), likes=Coalesce(Sum("now_liked"), 0), holders=Coalesce(Sum("holders"), 0)
    )
    pages = max(1, -(-figures["models"] // PAGE))
    if not 1 <= number <= pages:
        raise NotFound("This creator's models have no such page.")
    start = (number - 1) * PAGE
    ordered = theirs.order_by(*SORTS[sort])
    return CreatorPage(
        user_id=found.pk,
        username=found.username,
        name=found.name,
        bio=found.bio,
        picture=found.avatar_url,
        links=tuple((link, web_links.label(link)) for link in found.links),
        is_verified=found.is_verified,
        level=found.creator_level,
        joined_at=found.date_joined,
        **figures,
        followers=found.followers,
        cards=tuple(card_of(row) for row in with_card_columns(ordered).values(*COLUMNS)[start : start + PAGE]),
        collections=collection_cards(None, owner=found, most=COLLECTIONS) if number == 1 else (),
        sort=sort,
        number=number,
        pages=pages,
        is_own=who is not None and who.pk == found.pk,
        is_followed=found.is_followed,
    )


def followers_count(users: list[int]) -> dict[int, int]:
    """How many follow each of these people, in one query."""
    rows = Follow.objects.filter(creator__in=users).order_by().values_list("creator").annotate(number=Count("pk"))
    return dict(rows)


@dataclass(frozen=True)
class FollowRow:
    """One thing that somebody follows; `stop_url` takes the post that ends it."""

    name: str
    url: str
    stop_url: str


@dataclass(frozen=True)
class Following:
    creators: tuple[FollowRow, ...]
    tags: tuple[FollowRow, ...]
    collections: tuple[FollowRow, ...]


def following_of(user: User, *, most: int = 200) -> Following:
    """What a person follows, the newest first."""
    rows = user.follows.select_related("creator", "tag", "collection").order_by("-pk")[: 3 * most]
    found: dict[str, list[FollowRow]] = {"creators": [], "tags": [], "collections": []}
    for row in rows:
        if row.creator is not None and row.creator.is_active:
            at = [row.creator.username]
            found["creators"].append(
                FollowRow(row.creator.name, reverse("creator", args=at), reverse("creator_follow", args=at))
            )
        elif row.tag is not None:
            url = f"{reverse('catalogue')}?{urlencode({'tag': row.tag.name})}"
            found["tags"].append(FollowRow(row.tag.name, url, reverse("tag_follow", args=[row.tag.name])))
        elif row.collection is not None:
            at_id = [row.collection.pk]
            found["collections"].append(
                FollowRow(
                    shown_name(row.collection),
                    reverse("collection", args=at_id),
                    reverse("collection_follow", args=at_id),
                )
            )
    return Following(**{name: tuple(rows) for name, rows in found.items()})
