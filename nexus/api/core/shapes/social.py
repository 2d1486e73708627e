"""What people say and keep: reviews, comments, makes, collections, follows."""

from typing import NotRequired, TypedDict

from marketplace.catalog.models import Comment, Make, Review
from marketplace.catalog.selectors.collections import CollectionCard
from nexus.api.base import Time, Url, absolute, moment
from nexus.api.core.shapes import people
from nexus.api.core.shapes.orders import ShortModel
from nexus.foundation.storage import links


class Reply(TypedDict):
    """The creator's answer to a review."""

    text: str
    at: Time


class ReviewShape(TypedDict):
    """A holder's judgement of a version."""

    id: int
    author: people.Profile
    rating: int
    text: str
    photos: list[Url]
    version: int
    reply: Reply | None
    created_at: Time


class CommentShape(TypedDict):
    """A comment, a question, or an answer below one of them."""

    id: int
    author: people.Profile
    kind: str
    text: str
    html: str
    parent_id: int | None
    pinned: bool
    created_at: Time


class MakeShape(TypedDict):
    """A print of a model, with its photo."""

    id: int
    author: people.Profile
    photo_url: Url
    printer: str
    material: str
    settings: str
    worked: bool
    text: str
    created_at: Time


class CollectionShape(TypedDict):
    """Models that somebody keeps together; the models stand in the answer for one collection."""

    id: int
    name: str
    visibility: str
    owner: people.Profile
    count: int
    cover_url: Url | None
    models: NotRequired[list[ShortModel]]


class Followed(TypedDict):
    followers: int
    followed: bool


def review(row: Review, author: people.Profile) -> ReviewShape:
    """`row` comes with its photos' files."""
    photos = sorted(row.photos.all(), key=lambda photo: photo.position)
    return {
        "id": row.pk,
        "author": author,
        "rating": row.rating,
        "text": row.text,
        "photos": [absolute(links.open_url(photo.file)) for photo in photos],
        "version": row.version,
        "reply": {"text": row.reply, "at": moment(row.replied_at)} if row.replied_at else None,
        "created_at": moment(row.created_at),
    }


def comment(row: Comment, author: people.Profile) -> CommentShape:
    return {
        "id": row.pk,
        "author": author,
        "kind": row.kind,
        "text": row.text,
        "html": row.html,
        "parent_id": row.parent_id,
        "pinned": row.is_pinned,
        "created_at": moment(row.created_at),
    }


def make(row: Make, author: people.Profile) -> MakeShape:
    return {
        "id": row.pk,
        "author": author,
        "photo_url": absolute(links.open_url(row.photo)),
        "printer": row.printer,
        "material": row.material,
        "settings": row.settings,
        "worked": row.worked,
        "text": row.text,
        "created_at": moment(row.created_at),
    }


def collection(card: CollectionCard, owner: people.Profile, models: list[ShortModel] | None = None) -> CollectionShape:
    made: CollectionShape = {
        "id": card.id,
        "name": card.name,
        "visibility": card.visibility,
        "owner": owner,
        "count": card.count,
        "cover_url": absolute(card.cover_url) if card.cover_url else None,
    }
    if models is not None:
        made["models"] = models
    return made
