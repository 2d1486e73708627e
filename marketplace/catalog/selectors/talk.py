"""What people say below a model: reviews, threads of comments, prints; as sets for the contracts and rows for pages."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Q, QuerySet
from django.urls import reverse

from accounts.models import User
from accounts.rights import Viewer, person
from marketplace.catalog.models import Comment, Make, Review, ReviewPhoto
from marketplace.catalog.models.social import Hidden
from marketplace.catalog.selectors.cards import open_url
from marketplace.catalog.selectors.visibility import listing_seen_by

THREADS, ANSWERS = 10, 200


@dataclass(frozen=True)
class Author:
    """Who said it; no address where the account is closed."""

    name: str
    url: str
    is_verified: bool
    picture: str


@dataclass(frozen=True)
class ReviewRow:
    id: int
    author: Author
    is_mine: bool
    rating: int
    text: str
    photos: tuple[str, ...]
    version: int
    reply: str
    replied_at: datetime | None
    created_at: datetime
    is_edited: bool


@dataclass(frozen=True)
class CommentRow:
    id: int
    author: Author
    is_mine: bool
    is_creator: bool
    kind: str
    html: str
    is_pinned: bool
    is_deleted: bool
    created_at: datetime


@dataclass(frozen=True)
class Thread:
    top: CommentRow
    answers: tuple[CommentRow, ...]


@dataclass(frozen=True)
class MakeRow:
    id: int
    author: Author
    is_mine: bool
    photo_url: str
    printer: str
    material: str
    settings: str
    worked: bool
    text: str
    created_at: datetime


def reviews_shown(viewer: Viewer, listing_id: int) -> QuerySet[Review]:
    """Of a listing this viewer may see (NotFound else); with authors, photos and listing."""
    listing = listing_seen_by(viewer, listing_id)
    return (
        Review.objects.filter(listing=listing, hidden_by=Hidden.NOTHING)
        .select_related("author")
        .prefetch_related("photos__file")
    )


def review_seen_by(viewer: Viewer, review_id: int) -> Review | None:
    """With its author and photos, for the contract's answer; one's own also while it is hidden."""
    who = person(viewer)
    shown = Q(hidden_by=Hidden.NOTHING)
    rows = Review.objects.filter(shown if who is None else shown | Q(author=who))
    return rows.select_related("author").prefetch_related("photos__file").filter(pk=review_id).first()


def own_review(user: User, listing_id: int) -> Review | None:
    return Review.objects.filter(listing=listing_id, author=user).first()


def comments_shown(viewer: Viewer, listing_id: int) -> QuerySet[Comment]:
    """Of a listing this viewer may see (NotFound else); deleted ones are left out."""
    listing = listing_seen_by(viewer, listing_id)
    return Comment.objects.filter(listing=listing, deleted_at=None).select_related("author")


def makes_shown(viewer: Viewer, listing_id: int) -> QuerySet[Make]:
    """Of a listing this viewer may see (NotFound else)."""
    listing = listing_seen_by(viewer, listing_id)
    return Make.objects.filter(listing=listing, hidden_by=Hidden.NOTHING).select_related("author", "photo")


def review_rows(listing_id: int, *, reader: User | None, most: int, before: int | None = None) -> tuple[ReviewRow, ...]:
    """The newest shown reviews in one query, from below the id `before`."""
    photos = ReviewPhoto.objects.filter(review=OuterRef("pk")).order_by("position").values("file__key")
    rows = Review.objects.filter(listing=listing_id, hidden_by=Hidden.NOTHING).select_related("author")
    if before is not None:
        rows = rows.filter(pk__lt=before)
    return tuple(
        ReviewRow(
            id=row.pk,
            author=_author(row.author),
            is_mine=reader is not None and row.author_id == reader.pk,
            rating=row.rating,
            text=row.text,
            photos=tuple(open_url(key) for key in row.keys),
            version=row.version,
            reply=row.reply,
            replied_at=row.replied_at,
            created_at=row.created_at,
            is_edited=row.edited_at is not None,
        )
        for row in rows.annotate(keys=ArraySubquery(photos)).order_by("-pk")[:most]
    )


def threads(
    listing_id: int, *, creator_id: int, reader: User | None, most: int = THREADS, before: int | None = None
) -> tuple[Thread, ...]:
    """The newest threads with their answers, the pinned one first, in one query."""
    tops = Comment.objects.filter(listing=listing_id, parent=None)
    if before is not None:
        tops = tops.filter(pk__lt=before)
    newest = tops.order_by("-pk").values("pk")[:most]
    rows = (
        Comment.objects.filter(Q(pk__in=newest) | Q(parent__in=newest))
        .select_related("author")
        .order_by("-is_pinned", "pk")[: most + ANSWERS]
    )
    below: dict[int, list[CommentRow]] = {}
    found: list[CommentRow] = []
    for row in rows:
        made = _comment(row, creator_id, reader)
        if row.parent_id is None:
            found.append(made)
        else:
            below.setdefault(row.parent_id, []).append(made)
    found.sort(key=lambda row: -row.id)
    return tuple(Thread(top, tuple(below.get(top.id, ()))) for top in found)


def _comment(row: Comment, creator_id: int, reader: User | None) -> CommentRow:
    return CommentRow(
        id=row.pk,
        author=_author(row.author),
        is_mine=reader is not None and row.author_id == reader.pk,
        is_creator=row.author_id == creator_id,
        kind=row.kind,
        html=row.html,
        is_pinned=row.is_pinned,
        is_deleted=row.deleted_at is not None,
        created_at=row.created_at,
    )


def make_rows(listing_id: int, *, reader: User | None, most: int, before: int | None = None) -> tuple[MakeRow, ...]:
    rows = Make.objects.filter(listing=listing_id, hidden_by=Hidden.NOTHING).select_related("author", "photo")
    if before is not None:
        rows = rows.filter(pk__lt=before)
    return tuple(
        MakeRow(
            id=row.pk,
            author=_author(row.author),
            is_mine=reader is not None and row.author_id == reader.pk,
            photo_url=open_url(row.photo.key),
            printer=row.printer,
            material=row.material,
            settings=row.settings,
            worked=row.worked,
            text=row.text,
            created_at=row.created_at,
        )
        for row in rows.order_by("-pk")[:most]
    )


def _author(user: User) -> Author:
    url = reverse("creator", args=[user.username]) if user.is_active else ""
    return Author(user.name, url, user.is_verified, user.avatar_url)


def shares(distribution: Iterable[dict[str, Any]]) -> tuple[tuple[int, int], ...]:
    """How many gave five stars, four, and so on down."""
    known = {int(row["rating"]): int(row["number"]) for row in distribution}
    return tuple((stars, known.get(stars, 0)) for stars in range(5, 0, -1))
